//! Machines outside their curves, the choice of mode, free-cooling hours, and designs that carry their own design day.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rackjoule::assembly::facility::{self, BuiltFacility};
use rackjoule::catalog::Catalog;
use rackjoule::component::plant::chiller::{ChillerSpec, EirChiller};
use rackjoule::component::plant::dx::{DxSpec, DxUnit};
use rackjoule::component::plant::energy_input_curve::{EnergyInputCurve, JOIN_K};
use rackjoule::physics::air::{self, MoistAir};
use rackjoule::plant::outdoor::OutdoorConditions;
use rackjoule::plant::sized::PlantMode;
use rackjoule::plant::weather::DesignConditions;
use rackjoule::scenario::Scenario;
use rackjoule::site::year::{self, FacilityYear};
use rackjoule::study::site;
use rackjoule::units::{Pressure, TempDelta, Temperature};

/// A machine with compressors of the catalog.
struct Machine {
    id: String,
    rated_cop: f64,
    curve: EnergyInputCurve,
}

impl Machine {
    fn cop(&self, cold_c: f64, warm_c: f64) -> f64 {
        self.rated_cop / self.curve.ratio(cold_c, warm_c)
    }

    fn carnot_share(&self, cold_c: f64, warm_c: f64) -> f64 {
        self.cop(cold_c, warm_c) / self.curve.carnot_cop(cold_c, warm_c)
    }

    /// Inside the fit's range, or so near that its turn the wrong way has not faded.
    fn is_near_fit(&self, cold_c: f64, warm_c: f64) -> bool {
        let (x, y) = (self.curve.fit().cold_c, self.curve.fit().warm_c);
        cold_c > x.min - JOIN_K && cold_c < x.max + JOIN_K && warm_c > y.min - JOIN_K && warm_c < y.max + JOIN_K
    }
}

fn machines(catalog: &Catalog) -> Vec<Machine> {
    let records = ["chiller-water", "chiller-air", "dx"].into_iter().flat_map(|kind| catalog.equipment_of_kind(kind));
    let all: Vec<Machine> = records
        .filter_map(|r| {
            let id = r.id.clone();
            match r.kind.as_str() {
                "chiller-water" | "chiller-air" => {
                    let chiller = EirChiller::new(ChillerSpec::read(&r.parameters).unwrap());
                    Some(Machine { id, rated_cop: chiller.spec().rated_cop, curve: *chiller.energy_input() })
                }
                "dx" => {
                    let unit = DxUnit::new(DxSpec::read(&r.parameters).unwrap()).unwrap().unwrap();
                    Some(Machine { id, rated_cop: unit.spec().rated_cop, curve: *unit.energy_input() })
                }
                _ => None,
            }
        })
        .collect();
    assert!(all.len() >= 9);
    all
}

/// Every half kelvin of −20 to 50 °C on the warm side and 4 to 45 °C on the cold side.
fn plane() -> impl Iterator<Item = (f64, f64)> {
    (0..82).flat_map(|i| (0..140).map(move |j| (4.0 + 0.5 * f64::from(i), -20.0 + 0.5 * f64::from(j))))
}

#[test]
fn hotter_weather_never_helps_and_warmer_water_never_hurts_over_the_whole_plane() {
    for m in machines(&crate::support::catalog()) {
        let flawless = m.curve.wrong_way_share(40) == 0.0;
        for (x, y) in plane() {
            for (other, sign) in [((x + 0.5, y), 1.0), ((x, y + 0.5), -1.0)] {
                // The fit's own turns the wrong way stay as they were published.
                if !flawless && m.is_near_fit(x, y) && m.is_near_fit(other.0, other.1) {
                    continue;
                }
                let change = sign * (m.cop(other.0, other.1) / m.cop(x, y) - 1.0);
                assert!(change > -1e-12, "{}: {change:e} from {x} {y} to {other:?}", m.id);
            }
        }
    }
}

/// Warmer chilled water helps by the Carnot COP at least, also where the compressor holds its least lift.
#[test]
fn every_kelvin_of_chilled_water_counts_outside_the_curves() {
    for m in machines(&crate::support::catalog()) {
        for (x, y) in plane().filter(|(x, y)| !m.is_near_fit(*x, *y) && !m.is_near_fit(x + 0.5, *y)) {
            assert!(m.cop(x + 0.5, y) > m.cop(x, y), "{} at {x} {y}", m.id);
        }
    }
}

#[test]
fn continuations_join_without_a_step_and_stay_below_the_best_share_of_carnot_of_the_fit() {
    const HAIR_K: f64 = 1e-7;
    for m in machines(&crate::support::catalog()) {
        let (x, y) = (m.curve.fit().cold_c, m.curve.fit().warm_c);
        let mut best = 0.0_f64;
        for i in 0..=100 {
            let s = f64::from(i) / 100.0;
            let (xs, ys) = (x.min + s * (x.max - x.min), y.min + s * (y.max - y.min));
            for (inside, outside) in [
                ((xs, y.min), (xs, y.min - HAIR_K)),
                ((xs, y.max), (xs, y.max + HAIR_K)),
                ((x.min, ys), (x.min - HAIR_K, ys)),
                ((x.max, ys), (x.max + HAIR_K, ys)),
            ] {
                let step = m.cop(outside.0, outside.1) / m.cop(inside.0, inside.1) - 1.0;
                assert!(step.abs() < 1e-6, "{}: {step:e} at {inside:?}", m.id);
            }
            for j in 0..=100 {
                best = best.max(m.carnot_share(xs, y.min + f64::from(j) / 100.0 * (y.max - y.min)));
            }
        }
        // The stated share: that of the fit itself, 0.43 to 0.77 of the records.
        assert!((0.4..0.8).contains(&best), "{}: {best}", m.id);
        for (cold_c, warm_c) in plane() {
            let share = m.carnot_share(cold_c, warm_c);
            assert!(share < best + 0.005, "{}: {share} at {cold_c} {warm_c}, {best} inside", m.id);
        }
    }
}

/// By hand for `chiller-carrier-30rb330-1124kw`: `e` of its fit at 15.56 and 29.44 °C is 0.91849 − 0.40409 + 0.41871 −
/// 0.39898 + 0.59449 − 0.37199 = 0.75663 with a lift of 29.44 + 12 − 13.56 = 27.88 K from 286.71 K. Water of 25 °C in air of
/// 0 °C has the least lift of 20 K from 296.15 K: `e` = 0.75663 × 286.71/296.15 × 20/27.88 = 0.5255, but for the 0.7 % by
/// which the fit's own turn upwards on that edge is left out.
#[test]
fn a_cold_day_by_hand() {
    let all = machines(&crate::support::catalog());
    let m = all.iter().find(|m| m.id == "chiller-carrier-30rb330-1124kw").unwrap();
    assert!((m.curve.ratio(15.56, 29.44) - 0.75663).abs() < 2e-5);
    let e = m.curve.ratio(25.0, 0.0);
    assert!((e / 0.5255 - 1.0).abs() < 0.01 && e < 0.5255, "{e}");
    // On a diagonal of the plane the lift is one: 45 °C air on water of 25 °C is as 35.56 °C on 15.56 °C, from 9.44 K warmer.
    let pair = m.curve.ratio(25.0, 45.0) / m.curve.ratio(15.56, 35.56);
    assert!((pair - 286.71 / 296.15).abs() < 1e-9, "{pair}");
}

/// Where published fits turn the wrong way inside their range, their record says so.
#[test]
fn records_say_where_their_fits_turn_the_wrong_way() {
    let catalog = crate::support::catalog();
    for m in machines(&catalog) {
        let notes = catalog.equipment(&m.id).unwrap().notes.clone().unwrap_or_default();
        let turns = m.curve.wrong_way_share(40) > 0.0;
        assert_eq!(notes.contains("turns the wrong way"), turns, "{}", m.id);
    }
}

fn parse(text: &str, catalog: &Catalog) -> Scenario {
    Scenario::parse("modes", text, &[], catalog).unwrap_or_else(|e| panic!("{text}\n{e}"))
}

/// A hall with one architecture.
fn hall(site: &str, it: &str, architecture: &str) -> String {
    format!("[site]\n{site}\n[it]\n{it}\n[[architecture]]\nname = \"a\"\n{architecture}\n")
}

const PLATES: &str = "system = \"lenovo-sc777-v4\"\ncooling = \"cold-plate\"";
const TANKS: &str = "system = \"dgx-h100\"\ncooling = \"immersion-1p\"";
const AIR: &str = "system = \"hgx-b200-air\"\ncooling = \"air\"";

/// The number of racks does not decide by a bit of rounding whether trim chillers run: neighbours have the same plant.
#[test]
fn free_cooling_hours_do_not_hang_on_the_last_bit() {
    let catalog = crate::support::catalog();
    let counts = [10, 11, 13, 20, 23, 29, 37, 40, 41, 47, 53, 61, 90, 117, 190, 369, 370, 371];
    for racks in counts {
        let architecture = format!("{PLATES}\nsupply_temperature = 45\nheat_rejection = \"dry-cooler\"");
        let it = format!("racks = {racks}\nutilisation = 0.8");
        let scenario = parse(&hall("climate = \"us-va-ashburn\"", &it, &architecture), &catalog);
        let report = site::run(&scenario, &catalog, None).unwrap();
        let modes = report.architectures[0].liquid_plant_modes.unwrap();
        assert!(modes.free_hours > 8600.0, "{racks} racks: {modes:?}");
    }
}

#[test]
fn free_hours_are_those_in_which_no_compressor_of_the_facility_draws_power() {
    let catalog = crate::support::catalog();
    let rejections = ["tower", "dry-cooler", "adiabatic", "chiller-air", "chiller-water"];
    let cases = rejections
        .iter()
        .flat_map(|r| [(AIR, 24, *r), (PLATES, 40, *r), (TANKS, 24, *r)])
        .chain([(AIR, 24, "dx"), (AIR, 24, "air-economizer")]);
    for (way, supply_c, rejection) in cases {
        let architecture = format!("{way}\nsupply_temperature = {supply_c}\nheat_rejection = \"{rejection}\"");
        let text = hall("climate = \"us-va-ashburn\"", "racks = 10\nutilisation = 0.8", &architecture);
        let report = site::run(&parse(&text, &catalog), &catalog, None).unwrap();
        let a = &report.architectures[0];
        let year = a.total.annual.as_ref().unwrap();
        assert_eq!(a.hours.len(), 8760);
        let still = a.hours.iter().filter(|h| h.compressor_power_w <= 0.0).count() as f64;
        let case = format!("{rejection} {supply_c}");
        assert_eq!((a.modes.free_hours, year.free_cooling_hours), (still, still), "{case}");
        let all = a.modes.free_hours + a.modes.partial_hours + a.modes.mechanical_hours;
        assert_eq!(all, 8760.0, "{case}");
        assert!(a.hours.iter().all(|h| (h.mode == PlantMode::Free) == (h.compressor_power_w <= 0.0)), "{case}");
        let liquid = a.hours.iter().filter(|h| h.liquid_plant_mode == Some(PlantMode::Free)).count() as f64;
        assert_eq!(a.liquid_plant_modes.map(|m| m.free_hours), (way != AIR).then_some(liquid), "{case}");
        assert_eq!(year.liquid_plant_free_cooling_hours, (way != AIR).then_some(liquid), "{case}");
        // The room's own chillers run in every hour of a hall whose heat leaves with liquid.
        assert!(way == AIR || still == 0.0 && liquid >= still, "{case}");
    }
}

/// Dry coolers with trim chillers beside the same hall with air-cooled chillers alone. The chillers are of one kind but not
/// of one size, and the loops have pumps of their own: what is compared is fans and compressors of the liquid's plant.
#[test]
fn dry_coolers_never_cost_more_than_the_chillers_alone() {
    let catalog = crate::support::catalog();
    let mut mechanical = 0;
    for (way, supply_c) in [(TANKS, 20), (TANKS, 25), (AIR, 22)] {
        let run = |rejection: &str| {
            let architecture = format!("{way}\nsupply_temperature = {supply_c}\nheat_rejection = \"{rejection}\"");
            let text = hall("climate = \"us-fl-tampa\"", "racks = 10\nutilisation = 0.8", &architecture);
            let report = site::run(&parse(&text, &catalog), &catalog, None).unwrap();
            report.architectures.into_iter().next().unwrap().hours
        };
        let chillers = run("chiller-air");
        for rejection in ["dry-cooler", "adiabatic"] {
            let dry = run(rejection);
            let cost = |h: &site::result::HourRecord| h.compressor_power_w + h.rejection_fan_power_w;
            for (d, c) in dry.iter().zip(&chillers) {
                // Pumps of unlike head put unlike heat into the loop: 1 % of the heat.
                assert!(cost(d) <= cost(c) * 1.02 + 100.0, "{rejection} {supply_c}: {d:?} beside {c:?}");
                let of_main = d.liquid_plant_mode.unwrap_or(d.mode);
                mechanical += usize::from(of_main == PlantMode::Mechanical);
                assert!(of_main != PlantMode::Mechanical || d.rejection_fan_power_w == 0.0);
            }
        }
    }
    assert!(mechanical > 1000, "{mechanical}");
}

fn air(dry_c: f64, rh: f64, pa: f64) -> MoistAir {
    MoistAir::from_relative_humidity(Temperature::from_celsius(dry_c), rh, Pressure::new(pa)).unwrap()
}

/// Air some kelvins colder with the same vapour, as far as it holds it.
fn colder(air: &MoistAir, by_k: f64) -> MoistAir {
    let dry_bulb = air.dry_bulb() - TempDelta::new(by_k);
    let wettest = air::saturation_humidity_ratio(dry_bulb, air.pressure());
    MoistAir::new(dry_bulb, air.humidity_ratio().min(wettest), air.pressure()).unwrap()
}

/// Liquid's plants first, then those that need air.
const REJECTIONS: [&str; 12] = [
    "tower\"\neconomizer = \"integrated",
    "tower\"\neconomizer = \"separate",
    "chiller-water",
    "dry-cooler",
    "adiabatic",
    "chiller-air",
    "dry-cooler\"\ntrim_chiller = false\ndoor = \"active",
    "tower\"\nchillers = false\neconomizer = \"integrated",
    "dx",
    "air-economizer",
    "air-economizer\"\nevaporative = \"direct",
    "air-economizer\"\nevaporative = \"indirect",
];
/// Those that hold their set point in any weather of the design.
const HOLDING: [usize; 10] = [0, 1, 2, 3, 4, 5, 8, 9, 10, 11];

/// Systems and ways of cooling, with the range of supplies that a user may ask of them.
const WAYS: [(&str, f64, f64); 6] = [
    ("system = \"lenovo-sc777-v4\"\ncooling = \"cold-plate\"", 20.0, 48.0),
    ("system = \"dgx-h100\"\ncooling = \"immersion-1p\"", 18.0, 44.0),
    ("system = \"gb200-nvl72\"\ncooling = \"hybrid\"", 28.0, 45.0),
    ("system = \"dgx-h100\"\ncooling = \"rear-door\"", 22.0, 38.0),
    ("system = \"hgx-b200-air\"\ncooling = \"air\"", 16.0, 40.0),
    ("system = \"dgx-h100\"\ncooling = \"air\"", 16.0, 35.0),
];

/// The built-in data with another margin of chillers.
fn catalog_with_margin(margin: f64) -> (tempfile::TempDir, Catalog) {
    let dir = tempfile::tempdir().unwrap();
    let from = format!("{}/data/equipment/plant.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(from).unwrap();
    let line = text.lines().find(|l| l.starts_with("chiller_margin = ") && !l.contains('[')).unwrap();
    std::fs::create_dir(dir.path().join("equipment")).unwrap();
    let changed = text.replacen(line, &format!("chiller_margin = {margin:?}"), 1);
    std::fs::write(dir.path().join("equipment/plant.toml"), changed).unwrap();
    let catalog = Catalog::load(Some(dir.path())).unwrap();
    (dir, catalog)
}

/// Random halls and designs: the hall at full power in the design's own extreme weather, and in what comes before it, is
/// carried by the plant that was sized for it. Half of them without any margin of chillers.
#[test]
fn plants_carry_their_own_design_day() {
    const DESIGNS: usize = 900;
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[19; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let (_dir, bare) = catalog_with_margin(1.0);
    let catalogs = [crate::support::catalog(), bare];
    let designs =
        (0..WAYS.len(), 0..HOLDING.len(), 0.0..1.0f64, 24.0..46.0f64, 0.2..0.95f64, 1..60_u32, 62e3..103e3f64);
    let mut carried = 0;
    for place in 0..DESIGNS {
        let (way, rejection, warmth, dry_c, moist, racks, pa) = designs.new_tree(&mut runner).unwrap().current();
        let (system, least_c, most_c) = WAYS[way];
        let is_air = system.ends_with("\"air\"");
        let rejection = REJECTIONS[if is_air { HOLDING[rejection] } else { HOLDING[rejection % 6] }];
        let supply_c = least_c + warmth * (most_c - least_c);
        let architecture = format!("{system}\nsupply_temperature = {supply_c}\nheat_rejection = \"{rejection}\"");
        let text = hall("climate = \"us-va-ashburn\"", &format!("racks = {racks}\nutilisation = 1.0"), &architecture);
        let case =
            format!("{rejection} {system} {supply_c:.3} degC, air of {dry_c:.2} degC, {moist:.2}, {pa:.0} Pa, {racks}");
        let catalog = &catalogs[place % 2];
        let scenario = parse(&text, catalog);
        // No place is wetter than a dew point of 31 °C or so.
        let rh = moist * if dry_c > 30.0 { 0.6 } else { 1.0 };
        let extreme = air(dry_c, rh, pa);
        let design =
            DesignConditions { typical: colder(&extreme, 3.0), extreme, coldest: Temperature::from_celsius(-30.0) };
        let Ok(built) = facility::build_facility(catalog, &scenario, &scenario.architectures[0], &design) else {
            // Thin or warm air can't cool some racks, however their plant is sized.
            continue;
        };
        carried += 1;
        check_design(&built, &case, &extreme);
    }
    assert!(carried > DESIGNS / 2, "{carried}");
}

/// From the extreme day down to a frosty one, with full racks and with idle ones.
fn check_design(built: &BuiltFacility, case: &str, extreme: &MoistAir) {
    for utilisation in [1.0, 0.3, 0.0] {
        let facility = built.facility.with_utilisation(utilisation).unwrap();
        for below_k in [0.0, 3.0, 8.0, 14.0, 25.0, 45.0] {
            let outdoor = OutdoorConditions::new(colder(extreme, below_k));
            let h = facility
                .solve_hour(&outdoor)
                .unwrap_or_else(|e| panic!("{case}, {below_k} K below, {utilisation}: {e}"));
            assert!((h.rejected_w / h.facility_w - 1.0).abs() < 1e-9, "{case}");
        }
    }
}

/// Idle halls with cold aisles on direct expansion and outdoor air, to 5,000 m.
#[test]
fn idle_and_cold_halls_run_at_any_altitude() {
    let catalog = crate::support::catalog();
    for pa in [101_325.0, 84e3, 75e3, 66e3] {
        for supply_c in [10.0, 13.0, 17.0, 22.0, 30.0] {
            for rejection in &REJECTIONS[8..] {
                let way = "system = \"lenovo-sd665-v3\"\ncooling = \"air\"";
                let architecture = format!("{way}\nsupply_temperature = {supply_c}\nheat_rejection = \"{rejection}\"");
                let it = "racks = 6\nutilisation = 1.0";
                let scenario = parse(&hall("climate = \"us-va-ashburn\"", it, &architecture), &catalog);
                let extreme = air(37.0, 0.3, pa);
                let design = DesignConditions {
                    typical: colder(&extreme, 4.0),
                    extreme,
                    coldest: Temperature::from_celsius(-30.0),
                };
                let case = format!("{rejection} {supply_c} {pa}");
                let built = match facility::build_facility(&catalog, &scenario, &scenario.architectures[0], &design) {
                    Ok(built) => built,
                    Err(error) => panic!("{case}: {error}"),
                };
                check_design(&built, &case, &extreme);
            }
        }
    }
}

/// A year of one air.
fn year_of(built: &BuiltFacility, air: MoistAir) -> FacilityYear {
    year::run_year(&built.facility, &[OutdoorConditions { weight_h: 8760.0, ..OutdoorConditions::new(air) }], |_, _| {})
        .unwrap()
}

/// In polar cold towers work beyond their model and no compressor runs: only the tower is outside.
#[test]
fn curves_are_left_only_where_their_machine_runs() {
    let catalog = crate::support::catalog();
    let design = DesignConditions {
        typical: air(30.0, 0.5, 101_325.0),
        extreme: air(34.0, 0.45, 101_325.0),
        coldest: Temperature::from_celsius(-30.0),
    };
    let build = |rejection: &str| {
        let architecture = format!("{AIR}\nheat_rejection = \"{rejection}\"");
        let scenario =
            parse(&hall("climate = \"us-il-chicago\"", "racks = 8\nutilisation = 0.8", &architecture), &catalog);
        facility::build_facility(&catalog, &scenario, &scenario.architectures[0], &design).unwrap()
    };
    let cold = year_of(&build("tower"), air(-45.0, 0.7, 101_325.0));
    assert_eq!((cold.compressor_extrapolated_h, cold.tower_extrapolated_h), (0.0, 8760.0));
    assert_eq!((cold.compressor_j, cold.free_cooling_h), (0.0, 8760.0));
    let chillers = year_of(&build("chiller-air"), air(-5.0, 0.7, 101_325.0));
    assert_eq!((chillers.compressor_extrapolated_h, chillers.tower_extrapolated_h), (8760.0, 0.0));
    assert_eq!(chillers.free_cooling_h, 0.0);
}
