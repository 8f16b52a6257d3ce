//! Set points that a designer is free to choose: what each does, against hand calculations and balances.

use crate::support::transient::{event, numbers, question};
use crate::support::{architecture, catalog, rack};
use rackjoule::assembly::warning::{WarningCode, WarningList};
use rackjoule::catalog::record::ChipKind;
use rackjoule::component::room::air_handler::{AirHandler, AirHandlerSpec};
use rackjoule::physics::air::AirFlow;
use rackjoule::rack::assembly::assemble_rack;
use rackjoule::rack::model::{LiquidCooling, RackLoad, RackModel};
use rackjoule::rack::state::RackState;
use rackjoule::scenario::transient::{EventKind, ScheduledEvent};
use rackjoule::scenario::{FlowControl, Scenario};
use rackjoule::site::air_loop::AirLoop;
use rackjoule::study::compare::end_use::EndUse;
use rackjoule::study::compare::{self, result::ArchitectureResult};
use rackjoule::study::explain;
use rackjoule::study::rack as rack_study;
use rackjoule::study::transient::{self, TransientOptions};
use rackjoule::units::count::MachineCount;
use rackjoule::units::{Density, Duration, Pressure, SpecificHeat, Temperature, VolumeFlow};

fn settle(rack: &RackModel, supply_c: f64, busy: bool) -> RackState {
    rack.solve_steady_state(
        Temperature::from_celsius(supply_c),
        RackLoad { busy: f64::from(u8::from(busy)), ..RackLoad::FULL },
    )
    .unwrap()
}

/// Mean power of an end use, W.
fn watts(a: &ArchitectureResult, bucket: EndUse) -> f64 {
    a.power.iter().find(|p| p.bucket == bucket).map_or(0.0, |p| p.power_w)
}

/// Litres a minute for each kilowatt that the liquid takes.
fn l_min_kw(state: &RackState) -> f64 {
    state.liquid.unwrap().flow_m3_s * 60e3 / (state.captured_w / 1e3)
}

const PARTS: &str = "flow_control = \"chip-target\"";
const FLOW: &str = "flow_control = \"flow-per-kw\"";

/// The flow of the data or of the maker, with the volumetric heat of water (4.14 kJ/(L K) at 35 °C), of PG25 (4.0) and of a
/// dielectric (1.75): 10 K, 11 K and 10 K.
#[test]
fn pumps_hold_the_flow_of_the_heat_busy_and_idle() {
    for (system, cooling, asked, heat_kj_l_k) in [
        ("lenovo-sc777-v4", "cold-plate", 1.5, 4.14),
        ("lenovo-sr780a-v3", "hybrid", 1.5, 4.14),
        ("gb300-nvl72", "hybrid", 1.35, 4.0),
        ("hgx-b200-air", "immersion-1p", 6.9, 1.75),
    ] {
        let held = rack(system, cooling, FLOW);
        for busy in [true, false] {
            let state = settle(&held, 30.0, busy);
            let case = format!("{system} {cooling} busy {busy}: {}", l_min_kw(&state));
            assert!(state.setting.pump < 1.0 && state.balance_error() < 1e-9, "{case}");
            assert!((l_min_kw(&state) / asked - 1.0).abs() < 1e-8, "{case}");
            let liquid = state.liquid.unwrap();
            let rise = liquid.return_c - liquid.supply_c;
            let rise_k = 60.0 / (asked * heat_kj_l_k);
            assert!((rise / rise_k - 1.0).abs() < 0.02, "{case}: {rise} K");
        }
    }
    // In warm water the parts would ask for more flow; pumps that hold a flow do not know.
    let of = |control: &str| rack("lenovo-sc777-v4", "cold-plate", &format!("racks_per_cdu = 4\n{control}"));
    let (held, free) = (of(FLOW), of(PARTS));
    let (warm, least) = (settle(&held, 47.0, true), settle(&free, 47.0, true));
    assert!(l_min_kw(&least) > 1.5 && (l_min_kw(&warm) / 1.5 - 1.0).abs() < 1e-8);
    assert!(warm.critical_part().unwrap().junction_c > least.critical_part().unwrap().junction_c);
}

/// The pressure that gives the busy rack its flow is held when it idles: the flow stays, the rise falls with the heat.
#[test]
fn a_held_pressure_keeps_the_flow_of_idle_racks() {
    for (system, cooling, asked) in
        [("lenovo-sc777-v4", "cold-plate", 1.5), ("gb200-nvl72", "hybrid", 1.35), ("dgx-h100", "immersion-1p", 6.9)]
    {
        let scenario = architecture(system, cooling, "").unwrap();
        let held = rack(system, cooling, "");
        let supply_c = scenario.architectures[0].supply.celsius();
        let (busy, idle) = (settle(&held, supply_c, true), settle(&held, supply_c, false));
        assert!((l_min_kw(&busy) / asked - 1.0).abs() < 1e-6, "{system}: {}", l_min_kw(&busy));
        let pressure_pa = |state: &RackState| state.pumps.unwrap().manifold_pressure_pa;
        assert!((pressure_pa(&idle) / pressure_pa(&busy) - 1.0).abs() < 1e-9, "{system}");
        let flow = |state: &RackState| state.liquid.unwrap().flow_m3_s;
        assert!((flow(&idle) / flow(&busy) - 1.0).abs() < 1e-9, "{system}");
        let rise = |state: &RackState| state.liquid.unwrap().return_c - supply_c;
        assert!((rise(&idle) / rise(&busy) / (idle.captured_w / busy.captured_w) - 1.0).abs() < 1e-9, "{system}");
    }
    // A stated pressure.
    let stated = rack("lenovo-sc777-v4", "cold-plate", "differential_pressure = \"80 kPa\"");
    for busy in [true, false] {
        let found_pa = settle(&stated, 30.0, busy).pumps.unwrap().manifold_pressure_pa;
        assert!((found_pa / 80e3 - 1.0).abs() < 1e-9, "{found_pa}");
    }
}

/// A held return: the flow is what carries the heat over the rise.
#[test]
fn a_held_return_is_reached_busy_and_idle() {
    let keys = "flow_control = \"return-temperature\"\nreturn_temperature = \"50 degC\"";
    let held = rack("lenovo-sc777-v4", "cold-plate", keys);
    for busy in [true, false] {
        let state = settle(&held, 38.0, busy);
        assert!((state.liquid.unwrap().return_c - 50.0).abs() < 1e-6, "{:?}", state.liquid);
    }
    // No flow cools racks to a return colder than their supply.
    let limit = settle(&held, 51.0, true).binding_limit().unwrap().describe().to_string();
    assert!(limit.contains("flow of the coolant pumps"), "{limit}");
}

/// Pumps of a record: `Δp = n² p₀ − c₂ V²` and `P = P₀ n + V Δp/η`. Three racks share a unit: with a third of the flow the
/// pumps would run slower than they can, and the bypass takes what they give too much.
#[test]
fn a_bypass_takes_what_pumps_at_their_lowest_speed_give_too_much() {
    let keys = "racks_per_cdu = 3\nflow_control = \"flow-per-kw\"\ncoolant_flow = 0.2";
    let scenario = architecture("lenovo-sc777-v4", "cold-plate", keys).unwrap();
    let setup = assemble_rack(&catalog(), &scenario.architectures[0], Pressure::new(101_325.0), 3.0).unwrap();
    let state = settle(&setup.rack, 30.0, false);
    let LiquidCooling::Loop(own) = &setup.rack.liquid_cooling else { panic!("no loop") };
    let (spec, pumps, liquid) = (own.pump.0, state.pumps.unwrap(), state.liquid.unwrap());
    assert_eq!(pumps.speed, spec.speed_min);
    assert!(pumps.bypass_m3_s > 0.0);
    let through = 3.0 * (liquid.flow_m3_s + pumps.bypass_m3_s);
    let density = own.liquid.properties_at(Temperature::from_celsius(30.0)).unwrap().density.kg_m3();
    let p0 = spec.shutoff_pa * density / spec.density_kg_m3;
    let rise_pa = spec.speed_min.powi(2) * p0 - p0 * (through / spec.free_flow_m3_s).powi(2);
    assert!((rise_pa / liquid.rise_pa - 1.0).abs() < 1e-9, "{rise_pa} against {}", liquid.rise_pa);
    let x = through / (spec.speed_min * spec.best_flow_m3_s);
    let eta = spec.best_efficiency * (1.0 - (1.0 - x).powi(2)).max(0.1);
    let unit_w = spec.fixed_loss_w * spec.speed_min + through * rise_pa / eta;
    assert!((unit_w / (3.0 * state.pump_w) - 1.0).abs() < 1e-9, "{unit_w} against {}", 3.0 * state.pump_w);
}

/// A rack stands as it stands with any number of others: 1 to 100 racks by threes. The last group differs in its pumps alone.
#[test]
fn a_rack_does_not_depend_on_how_many_there_are() {
    let scenario = architecture("hpe-cray-ex235a", "cold-plate", "supply_temperature = \"32 degC\"").unwrap();
    let one = &scenario.architectures[0];
    let at = |racks: f64| {
        let setup = assemble_rack(&catalog(), one, Pressure::new(101_325.0), racks).unwrap();
        (settle(&setup.rack, 32.0, true), setup.cdu.unwrap().count)
    };
    let (group, units) = at(3.0);
    assert_eq!(units, 1);
    let hottest = |state: &RackState| state.critical_part().unwrap().junction_c;
    for racks in [1.0, 2.0, 4.0, 5.0, 74.0, 75.0, 100.0] {
        let (state, units) = at(racks);
        assert_eq!(f64::from(units), (racks / 3.0).ceil(), "{racks}");
        assert_eq!(hottest(&state), hottest(&group), "{racks}");
        assert_eq!(state.pump_w, group.pump_w, "{racks}");
        let whole = racks % 3.0 == 0.0;
        assert_eq!(state.hall_pump_w == group.pump_w, whole, "{racks}");
    }
    // 8 to 30 MW over 74 cabinets: the published range of the returning water, and 8.47 kW of pumps in a unit.
    let idle = settle(&assemble_rack(&catalog(), one, Pressure::new(101_325.0), 3.0).unwrap().rack, 32.0, false);
    for state in [&group, &idle] {
        assert!((30.0..40.0).contains(&state.liquid.unwrap().return_c), "{:?}", state.liquid);
        assert!((3.0 * state.pump_w / 8470.0 - 1.0).abs() < 0.3, "{}", state.pump_w);
    }
}

/// Spare units that run take a part of the flow: each pump gives less, against less loss of its exchanger.
#[test]
fn running_spare_units_share_the_flow() {
    let at = |keys: &str| {
        let scenario = architecture("lenovo-sc777-v4", "cold-plate", &format!("racks_per_cdu = 5\n{keys}")).unwrap();
        let setup = assemble_rack(&catalog(), &scenario.architectures[0], Pressure::new(101_325.0), 20.0).unwrap();
        (settle(&setup.rack, 40.0, true), setup.cdu.unwrap().count)
    };
    let (none, standby) = (at(""), at("cdu_redundancy = \"N+1\""));
    let running = at("cdu_redundancy = \"N+1\"\ncdu_spare = \"running\"");
    assert_eq!((none.1, standby.1, running.1), (4, 5, 5));
    assert_eq!(none.0, standby.0);
    assert!(running.0.pump_w < none.0.pump_w);
    assert!((running.0.liquid.unwrap().flow_m3_s / none.0.liquid.unwrap().flow_m3_s - 1.0).abs() < 1e-6);
}

/// With a part throttled by its air the heat falls, and the flow with it.
#[test]
fn the_flow_follows_the_heat_of_throttled_parts() {
    let hot =
        "flow_control = \"flow-per-kw\"\ncoolant_flow = 1.3\nplates = \"accelerator\"\nair_temperature = \"45 degC\"";
    let mut held = rack("hgx-b200-air", "hybrid", hot);
    for clock in [false, true] {
        if clock {
            held.room.air = Temperature::from_celsius(58.0);
        }
        let state = settle(&held, 30.0, true);
        assert_eq!(state.setting.clock < 1.0, clock, "{:?}", state.setting);
        assert!((l_min_kw(&state) / 1.3 - 1.0).abs() < 1e-8, "{} at {:?}", l_min_kw(&state), state.setting);
        assert!(state.balance_error() < 1e-9);
    }
}

#[test]
fn a_flow_that_no_pump_reaches_is_told() {
    let keys = "supply_temperature = \"30 degC\"\nflow_control = \"flow-per-kw\"\ncoolant_flow = \"10 L/min/kW\"\nracks_per_cdu = 4";
    let scenario = architecture("lenovo-sc777-v4", "cold-plate", keys).unwrap();
    let options = rack_study::RackOptions { architecture: None, limits: false };
    let report = rack_study::run(&scenario, &catalog(), options).unwrap();
    let one = &report.architectures[0];
    let liquid = one.detail.as_ref().unwrap().liquid.as_ref().unwrap();
    assert!(liquid.speed == 1.0 && liquid.flow_l_min_per_kw < 10.0);
    let text = one.limit.as_ref().unwrap().to_string();
    assert!(!one.feasible && text.contains("flow of the coolant pumps"), "{text}");
    assert!(one.cure.as_ref().unwrap().contains("fewer racks to a coolant unit"), "{:?}", one.cure);
    let enough = architecture("lenovo-sc777-v4", "cold-plate", &keys.replace("10 L", "1.5 L")).unwrap();
    assert!(rack_study::run(&enough, &catalog(), options).unwrap().architectures[0].feasible);
}

/// The year: more flow costs pumps and takes leakage; the hall's heat leaves to 1e-9.
#[test]
fn a_year_with_more_flow_draws_more_pumps_and_less_leakage() {
    let run = |keys: &str| {
        let keys = format!("supply_temperature = \"35 degC\"\n{keys}");
        let scenario = architecture("lenovo-sc777-v4", "cold-plate", &keys).unwrap();
        compare::run(&scenario, &catalog()).unwrap().architectures.remove(0)
    };
    let (free, held, more) = (run(PARTS), run(FLOW), run("flow_control = \"flow-per-kw\"\ncoolant_flow = 2"));
    for (less, more) in [(&free, &held), (&held, &more)] {
        assert!(watts(more, EndUse::Pumps) > watts(less, EndUse::Pumps));
        assert!(watts(more, EndUse::Accelerators) < watts(less, EndUse::Accelerators));
    }
    for a in [&free, &held, &more] {
        assert!(a.energy_balance_relative_error.unwrap() < 1e-9);
    }
}

/// A run in time starts where `rack` stands, and at half the load the pumps give the flow of half the heat.
#[test]
fn pumps_follow_the_heat_in_time() {
    // Chips in a tank ask for more than the usual flow: the tank holds one that they do not ask for.
    for (system, cooling, flow) in [
        ("lenovo-sc777-v4", "cold-plate", ""),
        ("lenovo-sr780a-v3", "hybrid", ""),
        ("hgx-b200-air", "immersion-1p", "coolant_flow = 7"),
    ] {
        let keys = format!("supply_temperature = \"30 degC\"\n{FLOW}\n{flow}");
        let scenario = architecture(system, cooling, &keys).unwrap();
        let steady = settle(&rack(system, cooling, &keys), 30.0, true);
        let step = ScheduledEvent { level: Some(0.5), ..event(EventKind::LoadStep, 10.0) };
        let ask = TransientOptions { step: Duration::new(60.0), ..question(Some("a"), vec![step], 3600.0) };
        let report = transient::run(&scenario, &catalog(), &ask).unwrap();
        let run = report.architectures[0].run.as_ref().unwrap();
        let start = run.rack_power.start_w / steady.power_w() - 1.0;
        assert!(start.abs() < 3e-3, "{system}: {start}");
        let column = |name: &str| run.trace.columns.iter().position(|c| c == name).unwrap();
        let liquid = steady.liquid.unwrap();
        let steady_k = liquid.return_c - liquid.supply_c;
        for row in [&run.trace.rows[0], run.trace.rows.last().unwrap()] {
            let rise = (row[column("return_c")] - row[column("supply_c")]) / steady_k;
            // The pumps' own heat is in the liquid that returns.
            assert!((0.998..1.02).contains(&rise), "{system} {cooling}: {rise} {row:?}");
        }
        let last = run.trace.rows.last().unwrap()[column("flow_share")];
        assert!((0.4..0.75).contains(&last), "{system} {cooling}: {last}");
        assert!(run.energy.balance_relative_error < 1e-6);
    }
}

#[test]
fn wrong_flows_are_refused_and_idle_keys_told() {
    let says = |keys: &str| architecture("lenovo-sc777-v4", "cold-plate", keys).unwrap_err().to_string();
    for (keys, part) in [
        ("flow_control = \"flow-per-kW\"", "did you mean `flow-per-kw`"),
        ("flow_control = 1.5", "must be a text"),
        ("coolant_flow = \"20 L/min/kW\"", "must be 0.15 to 10 L/min/kW, found 20"),
        ("coolant_flow = \"1.5 L/min\"", "a volume flow for each unit of power is wanted"),
        ("coolant_flow = 0", "must be 0.15 to 10 L/min/kW"),
        ("coolant_flow = 2\ndifferential_pressure = \"90 kPa\"", "both set the pressure of the coolant loop"),
        ("flow_control = \"return-temperature\"", "return_temperature = \"50 degC\", 10 K above the supply"),
        (
            "supply_temperature = 40\nflow_control = \"return-temperature\"\nreturn_temperature = 41",
            "use 41.5 degC or more",
        ),
        ("racks_per_cdu = 0", "must be 1 to 1000"),
    ] {
        assert!(says(keys).contains(part), "{keys}: {}", says(keys));
    }
    let hints = |cooling: &str, keys: &str| architecture("hgx-b200-air", cooling, keys).unwrap().hints.join("\n");
    assert!(hints("rear-door", FLOW).contains("has no effect here: it is for coolant loops"));
    for (keys, part) in [
        (format!("coolant_flow = 2\n{PARTS}"), "whose pumps hold a flow or the pressure that gives it"),
        (format!("differential_pressure = \"90 kPa\"\n{FLOW}"), "it is for `flow_control = \"differential-pressure\"`"),
        ("return_temperature = 55".to_owned(), "it is for `flow_control = \"return-temperature\"`"),
        ("cdu = \"in-rack\"\nracks_per_cdu = 2".to_owned(), "it is for coolant units that racks share"),
        ("cdu_spare = \"running\"".to_owned(), "it is for coolant units with `cdu_redundancy`"),
    ] {
        assert!(hints("hybrid", &keys).contains(part), "{keys}: {}", hints("hybrid", &keys));
    }
    assert_eq!(hints("hybrid", "coolant_flow = 2"), "");
}

/// The default of the data is 1.5, within 1.25 to 2.0, and a result that rests on it says so.
#[test]
fn the_usual_flow_is_that_of_the_data() {
    let read = |keys: &str| architecture("lenovo-sc777-v4", "cold-plate", keys).unwrap();
    let control = |s: &Scenario| s.architectures[0].set_points.flow_control;
    let designed = |s: &Scenario| matches!(control(s), FlowControl::DesignFlow { .. });
    assert!(designed(&read("")) && !designed(&read(FLOW)) && control(&read(PARTS)) == FlowControl::ChipTarget);
    let usual = control(&read(FLOW)).flow_m3_j().unwrap();
    assert!((usual * 60e6 - 1.5).abs() < 1e-12, "{usual}");
    let record = catalog();
    let record = record.equipment("scenario-defaults").unwrap();
    assert_eq!(record.range["coolant_flow_l_min_kw"], [1.25, 2.0]);
    let json = read(&format!("{FLOW}\ncoolant_flow = \"2 L/min/kW\"")).to_json();
    let one = &json["architecture"][0];
    assert_eq!((one["flow_control"].as_str(), one["coolant_flow_l_min_kw"].as_f64()), (Some("flow-per-kw"), Some(2.0)));
    let usual = &read("").to_json()["architecture"][0];
    assert_eq!(usual["flow_control"].as_str(), Some("differential-pressure"));
    assert_eq!(usual["coolant_flow_l_min_kw"].as_f64(), Some(1.5));
}

/// A hall with more keys.
fn hall(system: &str, cooling: &str, plant: &str, keys: &str) -> Result<Scenario, String> {
    let text = format!(
        "[site]\nclimate = \"us-va-ashburn\"\nweather_form = \"bins\"\n[it]\naccelerators = 1152\nutilisation = 0.8\n\
         [[architecture]]\nname = \"a\"\nsystem = \"{system}\"\ncooling = \"{cooling}\"\nheat_rejection = \"{plant}\"\n{keys}\n"
    );
    Scenario::parse("test", &text, &[], &catalog()).map_err(|e| e.to_string())
}

fn year(system: &str, cooling: &str, plant: &str, keys: &str) -> (ArchitectureResult, WarningList) {
    let scenario = hall(system, cooling, plant, keys).unwrap();
    let mut comparison = compare::run(&scenario, &catalog()).unwrap();
    (comparison.architectures.remove(0), comparison.warnings)
}

fn air_year(keys: &str) -> ArchitectureResult {
    year("hgx-b200-air", "air", "tower", keys).0
}

fn units(a: &ArchitectureResult, what: &str) -> u32 {
    a.plant.iter().find(|unit| unit.what == what).map_or(0, |unit| unit.count)
}

const SETS: [&str; 3] = ["", "chilled_water_temperature = \"14 degC\"", "chilled_water_temperature = \"9 degC\""];

/// Crossflow coil, both streams unmixed: `ε = 1 − exp(NTU^0.22 (exp(−C_r NTU^0.78) − 1)/C_r)`, written again here. At the set
/// point the coils take just the hall's heat with the water that the plant pumps.
#[test]
fn valves_pass_the_water_that_the_coils_need() {
    let handler = AirHandler(AirHandlerSpec {
        air_flow_m3_s: 12.0,
        fan_power_w: 5000.0,
        fan_exponent: 2.8,
        coil_ua_w_k: 25e3,
        rated_water_w_k: 20e3,
        rated_density_kg_m3: 1.2,
    });
    let air =
        AirFlow { flow: VolumeFlow::new(48.0), density: Density::new(1.2), specific_heat: SpecificHeat::new(1010.0) };
    let air_loop = |water_set_c: Option<f64>| AirLoop {
        handler,
        machines: MachineCount::whole(5),
        supply_c: 25.0,
        air,
        bypass: 1.0,
        water_ratio: 1.2,
        water_set_c,
        water_reset: None,
    };
    let heat_w = 700e3;
    let warmest = air_loop(None).water_load(&air, heat_w, 25.0).unwrap();
    let air_w_k = 48.0_f64 * 1.2 * 1010.0;
    assert!((warmest.capacity_w_k / (1.2 * air_w_k) - 1.0).abs() < 1e-12);
    let mut before_w_k = warmest.capacity_w_k;
    for set_c in [warmest.supply_c - 1.0, 14.0, 8.0] {
        let load = air_loop(Some(set_c)).water_load(&air, heat_w, 25.0).unwrap();
        assert!(load.supply_c == set_c && load.capacity_w_k < before_w_k, "{load:?}");
        before_w_k = load.capacity_w_k;
        // Films: half of the resistance on either side at the rating; air^0.8, water^0.85.
        let (air_share, water_share) = (48.0 / 5.0 / 12.0_f64, load.capacity_w_k / 5.0 / 20e3);
        let ua_w_k = 5.0 * 2.0 * 25e3 / (air_share.powf(-0.8) + water_share.powf(-0.85));
        let (least, most) = (air_w_k.min(load.capacity_w_k), air_w_k.max(load.capacity_w_k));
        let (ntu, ratio) = (ua_w_k / least, least / most);
        let effectiveness = 1.0 - (ntu.powf(0.22) * ((-ratio * ntu.powf(0.78)).exp() - 1.0) / ratio).exp();
        let returning_c = 25.0 + heat_w / air_w_k;
        let taken_w = effectiveness * least * (returning_c - set_c);
        assert!((taken_w / heat_w - 1.0).abs() < 1e-9, "{set_c}: {taken_w} W");
        assert!(load.supply_c + heat_w / load.capacity_w_k < returning_c, "water warmer than the air that it cools");
    }
    // What is warmer than the coils do with asks for what they need.
    let warm = air_loop(Some(warmest.supply_c + 1.0)).water_load(&air, heat_w, 25.0).unwrap();
    assert_eq!((warm.supply_c, warm.capacity_w_k), (warmest.supply_c, warmest.capacity_w_k));
}

/// Colder water: less pumping, more compressors, fewer free hours. Warmer water than the flow's handlers do with: more of
/// them. In the room of a liquid hall the same.
#[test]
fn colder_water_pumps_less_and_compresses_more() {
    let free = |a: &ArchitectureResult| a.annual.as_ref().unwrap().free_cooling_hours;
    let [reset, mild, cold] = SETS.map(air_year);
    assert!(watts(&mild, EndUse::Pumps) > watts(&cold, EndUse::Pumps));
    assert!(watts(&reset, EndUse::Pumps) > watts(&mild, EndUse::Pumps));
    assert!(watts(&reset, EndUse::Chillers) < watts(&mild, EndUse::Chillers));
    assert!(watts(&mild, EndUse::Chillers) < watts(&cold, EndUse::Chillers));
    assert!(
        free(&reset) > free(&mild) && free(&mild) > free(&cold),
        "{} {} {}",
        free(&reset),
        free(&mild),
        free(&cold)
    );
    let warm = air_year("chilled_water_temperature = \"18 degC\"");
    assert!(units(&warm, "air handler") > units(&reset, "air handler"), "{:?}", warm.plant);
    assert!(units(&warm, "air handler") <= 2 * units(&reset, "air handler"), "{:?}", warm.plant);
    assert_eq!(units(&mild, "air handler"), units(&reset, "air handler"));
    assert!(watts(&warm, EndUse::AirHandling) < watts(&reset, EndUse::AirHandling));
    for a in [&reset, &mild, &cold, &warm] {
        assert!(a.feasible && a.energy_balance_relative_error.unwrap() < 1e-9, "{}", a.name);
        assert_eq!(watts(a, EndUse::Accelerators), watts(&reset, EndUse::Accelerators));
    }
    let room = SETS.map(|keys| year("lenovo-sc777-v4", "cold-plate", "dry-cooler", keys).0);
    assert!(watts(&room[1], EndUse::Chillers) < watts(&room[2], EndUse::Chillers));
    assert!(room.iter().all(|a| a.energy_balance_relative_error.unwrap() < 1e-9));
}

#[test]
fn water_that_no_coil_or_plant_does_with_is_named() {
    let reason = |keys: &str| {
        let a = air_year(keys);
        assert!(!a.feasible, "{keys}");
        a.limit.unwrap().to_string()
    };
    let cold = reason("chilled_water_temperature = \"3 degC\"");
    assert_eq!(cold, "chilled_water_temperature is 3.0 °C; without brine the coldest is 4.4 °C");
    let warm = reason("chilled_water_temperature = \"26 degC\"");
    assert!(warm.starts_with("chilled_water_temperature is 26.0 °C; the coils of "), "{warm}");
    assert!(warm.ends_with("or less: choose colder water or warmer air"), "{warm}");
    let told = |keys: &str| {
        let list = year("hgx-b200-air", "air", "tower", keys).1;
        list.iter().any(|w| w.code == WarningCode::BelowDewPoint)
    };
    // 40 % at 25 °C has its dew point at 10.5 °C.
    assert!(told("chilled_water_temperature = \"10 degC\"") && !told("chilled_water_temperature = \"11 degC\""));
}

/// Towers of a hall with other condenser water.
#[test]
fn a_closer_approach_takes_fans_and_spares_compressors() {
    let [close, usual, far] = ["condenser_approach = \"2 K\"", "", "condenser_approach = \"7 K\""]
        .map(|keys| year("hgx-b200-air", "air", "chiller-water", keys).0);
    let same = year("hgx-b200-air", "air", "chiller-water", "condenser_approach = 4\ncondenser_water_min = 18").0;
    assert_eq!(same.facility_power_w, usual.facility_power_w);
    for (closer, farther) in [(&close, &usual), (&usual, &far)] {
        assert!(watts(closer, EndUse::HeatRejection) > watts(farther, EndUse::HeatRejection));
        assert!(watts(closer, EndUse::Chillers) < watts(farther, EndUse::Chillers));
        assert!(units(closer, "cooling tower cell") >= units(farther, "cooling tower cell"));
    }
    assert!(units(&close, "cooling tower cell") > units(&far, "cooling tower cell"));
    let warm = year("hgx-b200-air", "air", "chiller-water", "condenser_water_min = \"22 degC\"").0;
    assert!(watts(&warm, EndUse::Chillers) > watts(&usual, EndUse::Chillers));
    assert!(watts(&warm, EndUse::HeatRejection) < watts(&usual, EndUse::HeatRejection));
    for a in [&close, &far, &warm] {
        assert!(a.feasible && a.energy_balance_relative_error.unwrap() < 1e-9);
    }
    let scenario = hall("hgx-b200-air", "air", "tower", "condenser_water_min = \"11 degC\"").unwrap();
    let error = compare::run(&scenario, &catalog()).unwrap_err().to_string();
    assert!(
        error.contains("condenser_water_min is 11.0 °C; its published curves are of condenser water of 1"),
        "{error}"
    );
}

/// Fans of equal cells that share a flow and a heat follow a cube: with twice the cells they draw far less.
#[test]
fn more_cells_and_coolers_take_less_fan_power() {
    let sized = year("hgx-b200-air", "air", "chiller-water", "").0;
    let count = units(&sized, "cooling tower cell");
    let with = |n: u32| year("hgx-b200-air", "air", "chiller-water", &format!("tower_cells = {n}")).0;
    let same = with(count);
    assert_eq!(same.facility_power_w, sized.facility_power_w);
    let twice = with(2 * count);
    let fans = |a: &ArchitectureResult| watts(a, EndUse::HeatRejection);
    assert!(fans(&twice) < 0.6 * fans(&sized), "{} against {}", fans(&twice), fans(&sized));
    assert_eq!(units(&twice, "cooling tower cell"), 2 * count);
    let usd = |a: &ArchitectureResult| a.capital.iter().map(|c| c.usd).sum::<f64>();
    assert!(usd(&twice) > usd(&sized));
    let few = with(count - 1);
    let says = format!("tower_cells is {}; the design needs {count}, and ", count - 1);
    assert!(!few.feasible && few.limit.unwrap().to_string().starts_with(&says));

    // Coolers whose fans follow the cube of their speed, as cells of a tower.
    let cube = "[architecture.equipment]\ndry_cooler = \"dry-cooler-1mw\"";
    let dry = |keys: &str| year("lenovo-sc777-v4", "cold-plate", "dry-cooler", &format!("{keys}\n{cube}")).0;
    let sized = dry("");
    let count = units(&sized, "dry cooler");
    assert_eq!(dry(&format!("dry_coolers = {count}")).facility_power_w, sized.facility_power_w);
    let twice = dry(&format!("dry_coolers = {}", 2 * count));
    assert!(fans(&twice) < 0.6 * fans(&sized), "{} against {}", fans(&twice), fans(&sized));
    assert!(usd(&twice) > usd(&sized));
    for a in [&sized, &twice] {
        assert!(a.energy_balance_relative_error.unwrap() < 1e-9);
    }
    // Fans with a fixed loss and a floor of their speed save less by far.
    let usual = |keys: &str| fans(&year("lenovo-sc777-v4", "cold-plate", "dry-cooler", keys).0);
    let kept = usual(&format!("dry_coolers = {}", 2 * count)) / usual("");
    assert!((0.6..1.0).contains(&kept), "{kept}");
    let many = dry("dry_coolers = 10000");
    assert!(
        many.limit.unwrap().to_string().starts_with(&format!("dry_coolers is 10000; the design needs {count}, and "))
    );
}

/// Control holds the hottest part at its shifted target; leakage grows by its own law, by e^(β ΔT) of a chip.
#[test]
fn a_shifted_target_is_held_up_to_the_limit() {
    let hottest = |keys: &str| {
        let state = settle(&rack("hgx-b200-air", "air", keys), 27.0, true);
        let part = state
            .parts
            .iter()
            .filter(|p| p.kind != ChipKind::Memory)
            .max_by(|a, b| (a.junction_c - a.target_c).total_cmp(&(b.junction_c - b.target_c)));
        let part = part.unwrap();
        (part.target_c, part.junction_c, part.limit_c, state.setting.fans[0], state.accelerator_w)
    };
    let usual = hottest("");
    for shift in [-3.0, 4.0] {
        let (target_c, junction_c, limit_c, fan, accelerator_w) = hottest(&format!("control_target_shift = {shift}"));
        assert!((target_c - (usual.0 + shift)).abs() < 1e-9 && target_c < limit_c);
        assert!((junction_c - target_c).abs() < 1e-6 || fan >= 1.0, "{junction_c} for {target_c}");
        assert_eq!(fan < usual.3, shift > 0.0, "{fan} against {}", usual.3);
        assert_eq!(accelerator_w > usual.4, shift > 0.0);
    }
    let far = hottest("control_target_shift = \"20 K\"");
    assert!(far.0 <= far.2 && far.1 <= far.2 + 1e-6, "{far:?}");
    let plates = |keys: &str| settle(&rack("lenovo-sc777-v4", "cold-plate", keys), 40.0, true);
    let (colder, usual) = (format!("control_target_shift = -8\n{PARTS}"), plates(PARTS));
    assert!(plates(&colder).setting.pump > usual.setting.pump);
}

#[test]
fn wrong_set_points_are_refused_and_those_without_part_told() {
    for (keys, part) in [
        ("chilled_water_temperature = \"45 degC\"", "must be 1 to 40 degC, found 45"),
        ("chilled_water_temperature = \"12 K/W\"", "a temperature is wanted"),
        ("condenser_approach = \"1 K\"", "must be 2 to 15 K, found 1"),
        ("condenser_approach = \"4 degC/W\"", "a temperature difference is wanted"),
        ("condenser_water_min = \"35 degC\"", "must be 10 to 30 degC, found 35"),
        ("condenser_water_temperature = \"45 degC\"", "must be 10 to 40 degC, found 45"),
        ("condenser_water_temperature = 24\ncondenser_approach = 3", "leave `condenser_approach` or"),
        ("condenser_water_temperature = 24\ncondenser_water_max = 28", "leave `condenser_water_max` or"),
        ("condenser_water_min = 24\ncondenser_water_max = 22", "colder than `condenser_water_min`, 24.0 °C"),
        ("condenser_range = \"1 K\"", "must be 2 to 15 K, found 1"),
        ("plant_pumps = \"variabel\"", "did you mean `variable`"),
        ("chilled_water_reset = \"load\"", "needs the coldest water"),
        ("chilled_water_temperature = 14\nchilled_water_max = 12", "not above `chilled_water_temperature`, 14.0 °C"),
        ("facility_water_temperature = 70", "must be 1 to 60 degC, found 70"),
        ("plant_redundancy = \"N+2\"", "use `N`, `N+1`, `2N`"),
        ("tower_cells = 0", "must be 1 to 10000, found 0"),
        ("tower_cells = 2.5", "must be a whole number"),
        ("dry_coolers = -1", "must be 1 to 10000, found -1"),
        ("control_target_shift = \"21 K\"", "must be -20 to 20 K, found 21"),
        ("control_target_shift = \"-3 kW\"", "a temperature difference is wanted"),
        ("control_target = 80", "unknown key"),
    ] {
        let error = hall("hgx-b200-air", "air", "tower", keys).unwrap_err();
        assert!(error.contains(part), "{keys}: {error}");
    }
    let hints = |cooling: &str, plant: &str, keys: &str| {
        let system = if cooling == "air" { "hgx-b200-air" } else { "lenovo-sc777-v4" };
        hall(system, cooling, plant, keys).unwrap().hints.join("\n")
    };
    for (cooling, plant, keys, part) in [
        ("air", "dx", "chilled_water_temperature = 15", "air handlers on chillers"),
        ("air", "dry-cooler", "tower_cells = 3", "plants with towers"),
        ("air", "tower", "dry_coolers = 3", "plants with dry coolers"),
        ("cold-plate", "dry-cooler", "condenser_approach = 3", "towers with chillers"),
        ("cold-plate", "tower", "chillers = false\ncondenser_water_min = 16", "towers with chillers"),
        ("cold-plate", "dry-cooler", "condenser_water_max = 27", "towers with chillers"),
        ("cold-plate", "dry-cooler", "condenser_water_temperature = 27", "towers with chillers"),
        ("cold-plate", "dry-cooler", "condenser_range = 6", "plants with towers"),
        ("air", "dx", "plant_pumps = \"variable\"", "plants with loops of water"),
        ("air", "tower", "campus_water_temperature = 7", "`trim = \"campus\"`"),
        ("air", "chiller-air", "trim = \"campus\"", "`heat_rejection = \"tower\"`"),
        ("air", "dx", "chilled_water_temperature = 15\nchilled_water_reset = \"load\"", "air handlers on chillers"),
        ("air", "tower", "chilled_water_max = 15", "`chilled_water_reset = \"load\"`"),
        ("air", "tower", "facility_water_temperature = 30", "coolant loops"),
        ("air", "tower", "spare_units = \"running\"", "`plant_redundancy = \"N+1\"`"),
        ("immersion-2p", "dry-cooler", "control_target_shift = 2", "parts that fans or pumps follow"),
    ] {
        let told = hints(cooling, plant, keys);
        assert!(told.contains("has no effect here") && told.contains(part), "{keys}: {told}");
    }
    assert_eq!(hints("air", "tower", "chilled_water_temperature = 15\ntower_cells = 9\ncondenser_approach = 3"), "");
    assert_eq!(hints("cold-plate", "dry-cooler", "chilled_water_temperature = 15\ndry_coolers = 9"), "");
}

/// Every set point is in the scenario that a result shows, in its unit; defaults are not.
#[test]
fn results_show_the_set_points_that_are_given() {
    let keys = "chilled_water_temperature = \"59 degF\"\ncondenser_approach = 3.5\ncondenser_water_min = \"16 degC\"\n\
                tower_cells = 12\ndry_coolers = 3\ncontrol_target_shift = \"-2 K\"";
    let json = hall("hgx-b200-air", "air", "tower", keys).unwrap().to_json();
    let one = &json["architecture"][0];
    for (key, value) in [
        ("chilled_water_temperature_c", 15.0),
        ("condenser_approach_k", 3.5),
        ("condenser_water_min_c", 16.0),
        ("tower_cells", 12.0),
        ("dry_coolers", 3.0),
        ("control_target_shift_k", -2.0),
    ] {
        assert_eq!(one[key].as_f64(), Some(value), "{key}");
        assert!(hall("hgx-b200-air", "air", "tower", "").unwrap().to_json()["architecture"][0].get(key).is_none());
    }
}

/// Random halls with random set points: each is infeasible with a reason or keeps energy in its year, and its own set points
/// do not move what they have no part in.
#[test]
fn random_set_points_keep_energy() {
    let mut next = numbers(20);
    let mut ran = 0;
    for case in 0..40 {
        let liquid = case % 2 == 1;
        let (system, cooling) = if liquid { ("lenovo-sr780a-v3", "hybrid") } else { ("hgx-b200-air", "air") };
        let plant = ["tower", "chiller-water", "dry-cooler", "adiabatic", "chiller-air"][case / 2 % 5];
        let keys = format!(
            "supply_temperature = {}\nflow_control = \"{}\"\ncoolant_flow = {}\nchilled_water_temperature = {}\n\
             condenser_approach = {}\ncondenser_water_min = {}\ncontrol_target_shift = {}\ntower_cells = {}\ndry_coolers = {}",
            if liquid { 30.0 + 15.0 * next() } else { 20.0 + 8.0 * next() },
            ["differential-pressure", "flow-per-kw", "chip-target"][case / 10 % 3],
            1.0 + next(),
            6.0 + 14.0 * next(),
            2.0 + 6.0 * next(),
            14.0 + 9.0 * next(),
            -8.0 + 16.0 * next(),
            8.0 + (8.0 * next()).floor(),
            6.0 + (8.0 * next()).floor(),
        );
        let (a, _) = year(system, cooling, plant, &keys);
        if !a.feasible {
            assert!(!a.limit.as_ref().unwrap().to_string().is_empty(), "{keys}");
            continue;
        }
        ran += 1;
        assert!(a.energy_balance_relative_error.unwrap() < 1e-9, "{plant} {keys}");
        let total: f64 = a.power.iter().map(|p| p.power_w).sum();
        assert!((total / a.facility_power_w.unwrap() - 1.0).abs() < 1e-9, "{plant} {keys}");
        assert!(a.power.iter().all(|p| p.power_w >= 0.0), "{plant} {keys}");
    }
    assert!(ran >= 20, "only {ran} ran");
}

/// A run in time of an air hall starts from the rack and holds, with chilled water colder and warmer than usual.
#[test]
fn air_halls_run_in_time_on_their_chilled_water() {
    for keys in SETS {
        let scenario = hall("hgx-b200-air", "air", "tower", keys).unwrap();
        let step = ScheduledEvent { level: Some(0.5), ..event(EventKind::LoadStep, 10.0) };
        let ask = TransientOptions { step: Duration::new(60.0), ..question(Some("a"), vec![step], 600.0) };
        let report = transient::run(&scenario, &catalog(), &ask).unwrap();
        let run = report.architectures[0].run.as_ref().unwrap();
        let column = run.trace.columns.iter().position(|c| c == "facility_c").unwrap();
        let set_c = scenario.architectures[0].chilled_water_set_point().map(Temperature::celsius);
        let start_c = run.trace.rows[0][column];
        assert!(set_c.is_none_or(|c| (start_c - c).abs() < 0.05), "{keys}: {start_c}");
        assert!(run.energy.balance_relative_error < 1e-6 && run.time_to_throttle_s.is_none());
    }
}

/// Laws below a figure show the records; what the scenario sets in their place stands beside them.
#[test]
fn an_explanation_tells_what_the_scenario_sets() {
    let scenario = hall("hgx-b200-air", "air", "tower", "condenser_approach = 3\ntower_cells = 30").unwrap();
    let comparison = compare::run(&scenario, &catalog()).unwrap();
    let explained = explain::explain_figure(&comparison, &catalog(), "power.chillers").unwrap();
    let flags = &explained.architectures[0].flags;
    let told = "set by the scenario in place of the data and the sizing: condenser_approach_k = 3.0, tower_cells = 30";
    assert!(flags.iter().any(|f| f == told), "{flags:?}");
    let plain = compare::run(&hall("hgx-b200-air", "air", "tower", "").unwrap(), &catalog()).unwrap();
    assert!(serde_json::to_value(&plain).unwrap()["architectures"][0].get("set_points").is_none());
}
