//! A site through the year: hours, months and totals that agree.

use crate::support::labels_apart;
use rackjoule::catalog::Catalog;
use rackjoule::report::{self, OutputFormat, Report, ReportContext, UnitSystem, site};
use rackjoule::scenario::{self, Scenario};
use rackjoule::study::site::result::{HourRecord, SiteReport};
use rackjoule::study::{climates, site as site_study};

fn run(set: &[&str], architecture: Option<&str>) -> (SiteReport, ReportContext) {
    let catalog = Catalog::load(None).unwrap();
    let set: Vec<String> = set.iter().map(ToString::to_string).collect();
    let scenario = Scenario::parse("default", scenario::DEFAULT, &set, &catalog).unwrap_or_else(|e| panic!("{e}"));
    let context = ReportContext {
        version: "0.0.0".to_owned(),
        command: "rackjoule site".to_owned(),
        scenario: scenario.to_json(),
        scenario_text: scenario.text.clone(),
        width: None,
        units: UnitSystem::SI,
    };
    (site_study::run(&scenario, &catalog, architecture).unwrap(), context)
}

#[test]
fn every_hour_balances_and_the_hours_make_the_year() {
    let (report, _) = run(&[], None);
    for a in &report.architectures {
        let year = a.total.annual.as_ref().unwrap();
        assert_eq!(a.hours.len(), 8760);
        for h in &a.hours {
            assert!(
                ((h.rejected_heat_w + h.delivered_heat_w) / h.facility_power_w - 1.0).abs() < 1e-9,
                "hour {}",
                h.hour
            );
            let racks = h.accelerator_power_w + h.other_it_power_w + h.server_fan_power_w + h.psu_loss_w;
            assert!(h.network_power_w > 0.0 && h.storage_power_w > 0.0);
            let parts = racks + h.network_power_w + h.storage_power_w;
            assert!((parts / h.it_power_w - 1.0).abs() < 1e-12);
            let stages = h.transformer_loss_w + h.ups_loss_w + h.busway_loss_w;
            assert!((stages / h.power_chain_loss_w - 1.0).abs() < 1e-12);
            let beside = h.power_chain_loss_w
                + h.lighting_power_w
                + h.fixed_power_w
                + h.air_handling_power_w
                + h.coolant_pump_power_w
                + h.plant_pump_power_w
                + h.compressor_power_w
                + h.rejection_fan_power_w;
            assert!(((parts + beside) / h.facility_power_w - 1.0).abs() < 1e-12, "hour {}", h.hour);
            assert!(h.wet_bulb_c <= h.dry_bulb_c + 1e-9 && h.water_kg_s >= 0.0 && h.compressor_power_w >= 0.0);
        }
        let months = |f: fn(&rackjoule::study::site::result::MonthlyTotals) -> f64| a.months.iter().map(f).sum::<f64>();
        assert_eq!(a.months.len(), 12);
        assert!((months(|m| m.energy_kwh) / year.energy_kwh - 1.0).abs() < 1e-9);
        assert!((months(|m| m.it_energy_kwh) / year.it_energy_kwh - 1.0).abs() < 1e-9);
        let water_l = year.water_l.unwrap();
        assert!((months(|m| m.water_l) - water_l).abs() <= 1e-9 * water_l);
        let all = a.modes.free_hours + a.modes.partial_hours + a.modes.mechanical_hours;
        assert!((all - 8760.0).abs() < 1e-9);
        assert_eq!(months(|m| m.free_cooling_hours), a.modes.free_hours);
        assert_eq!(months(|m| m.cooling_modes.free_hours), a.modes.free_hours);
        assert!((months(|m| m.cooling_modes.total()) - 8760.0).abs() < 1e-9);
        let cells: f64 = a.mode_cells.iter().map(|c| c.hours.total()).sum();
        assert!((cells - 8760.0).abs() < 1e-9);
        // Facility overhead by component is all that the meter counts beside the IT equipment.
        let overhead = months(|m| {
            m.power_chain_energy_kwh
                + m.air_handling_energy_kwh
                + m.pump_energy_kwh
                + m.compressor_energy_kwh
                + m.purchased_cooling_energy_kwh
                + m.rejection_fan_energy_kwh
                + m.building_energy_kwh
        });
        assert!((overhead / (year.energy_kwh - year.it_energy_kwh) - 1.0).abs() < 1e-9);
    }
}

#[test]
fn bins_have_totals_but_no_hours() {
    let (report, context) = run(&["site.weather_form=bins"], None);
    for a in &report.architectures {
        assert!(a.hours.is_empty() && a.months.is_empty() && a.total.annual.is_some());
        assert!((a.modes.free_hours + a.modes.partial_hours + a.modes.mechanical_hours - 8760.0).abs() < 1e-6);
    }
    let names: Vec<_> = report.build_charts(UnitSystem::SI).unwrap().iter().map(|c| c.name.clone()).collect();
    assert_eq!(names, ["site-energy", "psychrometric"]);
    // What is missing, and which places have it.
    let text = report::render(OutputFormat::Table, &report, &context).unwrap();
    assert!(text.contains("hourly year") && text.contains("Ashburn"), "{text}");
    assert!(report.air_classes.iter().all(|c| (0.0..=8760.0).contains(&c.hours)));
    assert!(report::render(OutputFormat::Table, &report, &context).unwrap().contains("The year"));
}

#[test]
fn any_way_of_cooling_has_its_year() {
    for cooling in ["air", "rear-door", "hybrid", "cold-plate", "immersion-1p", "immersion-2p"] {
        let (report, _) = run(&["site.weather_form=bins"], Some(cooling));
        let a = &report.architectures[0].total;
        assert!(a.feasible && a.energy_balance_relative_error.unwrap() < 1e-9, "{cooling}: {:?}", a.limit);
    }
}

#[test]
fn what_is_not_feasible_says_so() {
    let set = ["architecture.air.system=gb200-nvl72", "architecture.air.supply_temperature=30"];
    let (report, context) = run(&set, Some("air"));
    assert!(!report.architectures[0].total.feasible && report.architectures[0].hours.is_empty());
    let text = report::render(OutputFormat::Table, &report, &context).unwrap();
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("not feasible") && words.contains("above its limit"), "{text}");
}

#[test]
fn views_are_whole_and_the_same_every_time() {
    let (report, context) = run(&[], None);
    let json: serde_json::Value =
        serde_json::from_str(&report::render(OutputFormat::Json, &report, &context).unwrap()).unwrap();
    assert_eq!(json["schema"], "rackjoule/site/1");
    assert_eq!(json["architectures"][0]["months"].as_array().unwrap().len(), 12);
    let csv = report::render(OutputFormat::Csv, &report, &context).unwrap();
    // A header, and twelve months of each architecture.
    assert_eq!((report.architectures.len(), csv.lines().count()), (3, 1 + 3 * 12));
    let hours = site::render_hourly_csv(&report.architectures[0].hours, &[]).unwrap();
    assert!(hours.starts_with("hour,dry_bulb_c,wet_bulb_c,pressure_pa,it_power_w,facility_power_w,"));
    assert_eq!(hours.lines().count(), 8761);
    let names: Vec<_> = report.build_charts(UnitSystem::SI).unwrap().iter().map(|c| c.name.clone()).collect();
    assert_eq!(
        names,
        ["site-energy", "cooling-modes", "load-duration", "year-heat-map", "energy-by-month", "psychrometric"]
    );
    assert_eq!(
        report::render_files(&report, &context).unwrap(),
        report::render_files(&run(&[], None).0, &context).unwrap()
    );
}

#[test]
fn labels_never_collide_or_leave_the_picture() {
    let (base, _) = run(&[], None);
    for count in [1, 2, 6, 12] {
        let mut report = base.clone();
        report.architectures = (0..count)
            .map(|i| {
                let mut a = base.architectures[i % 2].clone();
                a.total.name = format!("a name of forty characters, number {i:05}");
                a
            })
            .collect();
        labels_apart(&report.build_charts(UnitSystem::SI).unwrap(), &count.to_string());
    }
}

#[test]
fn charts_stand_for_any_year() {
    // All values alike and no water; the tropics; a high and cold place.
    let (mut flat, _) = run(&[], None);
    for a in &mut flat.architectures {
        let (first, month) = (a.hours[0].clone(), a.months[0].clone());
        for h in &mut a.hours {
            (h.facility_power_w, h.it_power_w, h.water_kg_s) = (first.facility_power_w, first.it_power_w, 0.0);
        }
        a.months = (1..=12)
            .map(|m| {
                let mut other = month.clone();
                (other.month, other.water_l) = (m, 0.0);
                other
            })
            .collect();
    }
    labels_apart(&flat.build_charts(UnitSystem::SI).unwrap(), "a flat year");
    for climate in ["singapore", "toronto", "us-wy-cheyenne", "us-co-golden"] {
        let (report, _) = run(&[&format!("site.climate={climate}")], None);
        labels_apart(&report.build_charts(UnitSystem::SI).unwrap(), climate);
    }
}

#[test]
fn outdoor_air_is_counted_by_class() {
    let (report, context) = run(&[], None);
    let hours: Vec<f64> = report.air_classes.iter().map(|c| c.hours).collect();
    let names: Vec<&str> = report.air_classes.iter().map(|c| c.class.as_str()).collect();
    assert_eq!(names, ["recommended", "A1", "A2", "A3", "A4"]);
    assert!(hours.windows(2).all(|w| w[0] <= w[1]) && hours[0] > 0.0 && hours[4] < 8760.0, "{hours:?}");
    let cells: f64 = report.outdoor_air.cells.iter().map(|c| c.hours).sum();
    assert!((cells - 8760.0).abs() < 1e-9);
    // By dry-bulb alone, which the hours of the plant carry too: no class counts more.
    let between = |low: f64, high: f64| {
        report.architectures[0].hours.iter().filter(|h| (low..=high).contains(&h.dry_bulb_c)).count() as f64
    };
    assert!(hours[0] <= between(18.0, 27.0) && hours[4] <= between(5.0, 45.0));
    let json: serde_json::Value =
        serde_json::from_str(&report::render(OutputFormat::Json, &report, &context).unwrap()).unwrap();
    assert_eq!(json["air_classes"][0]["class"], "recommended");
    assert_eq!(json["air_classes"][0]["hours"], hours[0]);
    assert_eq!(json["site"]["design_basis"], "catalog");
    assert!(json["site"]["extreme_dry_bulb_c"].as_f64().unwrap() > json["site"]["design_dry_bulb_c"].as_f64().unwrap());
}

#[test]
fn a_map_of_climates_agrees_with_each_of_them() {
    let catalog = Catalog::load(None).unwrap();
    let scenario = Scenario::parse("default", scenario::DEFAULT, &[], &catalog).unwrap();
    let map = climates::run(&scenario, &catalog, None, None).unwrap();
    let known = catalog.list_entries(rackjoule::catalog::RecordKind::Climate).len();
    assert_eq!(map.climates.len(), known);
    let dulles = map.climates.iter().find(|c| c.climate == "us-va-ashburn").unwrap();
    let (own, context) = run(&["site.weather_form=bins"], None);
    for (a, b) in dulles.architectures.iter().zip(&own.architectures) {
        assert_eq!(a.facility_power_w, b.total.facility_power_w, "{}", a.name);
    }
    let first = |c: &climates::ClimateRow| c.architectures[0].facility_power_w.unwrap();
    assert!(map.climates.windows(2).all(|w| first(&w[0]) <= first(&w[1])), "the mildest first");
    // Where chillers work all year, air costs more than where they rest.
    let at = |id: &str| first(map.climates.iter().find(|c| c.climate == id).unwrap());
    assert!(at("us-fl-miami") > at("us-wa-seattle"));
    labels_apart(&map.build_charts(UnitSystem::SI).unwrap(), "all climates");
    for format in [OutputFormat::Table, OutputFormat::Json, OutputFormat::Csv, OutputFormat::Markdown] {
        let text = report::render(format, &map, &context).unwrap();
        assert!(text.contains("Dulles") && !text.contains("NaN"));
    }
    let again = climates::run(&scenario, &catalog, None, None).unwrap();
    let files = |r| report::render_files(r, &context).unwrap();
    assert_eq!(files(&map), files(&again));
}

#[test]
fn a_district_takes_heat_and_every_watt_is_booked() {
    let district = "site.district_heat={ demand = \"600 kW\", supply_temperature = 75, return_temperature = 45 }";
    let (with, _) = run(&[district], None);
    let (without, _) = run(&[], None);
    for (a, b) in with.architectures.iter().zip(&without.architectures) {
        let (year, plain) = (a.total.annual.as_ref().unwrap(), b.total.annual.as_ref().unwrap());
        assert!(a.total.energy_balance_relative_error.unwrap() < 1e-9);
        assert!(year.reused_heat_kwh > 0.0 && plain.reused_heat_kwh == 0.0);
        // ERE = (1 - ERF) PUE, by definition.
        assert!((year.ere - (1.0 - year.erf) * year.pue).abs() < 1e-12);
        assert!(year.ere < plain.pue && year.pue > plain.pue, "the heat pump draws, the reuse counts");
        // Delivered heat holds what was taken; nothing is wanted beyond the design demand.
        let delivered: f64 = a.hours.iter().map(|h| h.delivered_heat_w / 1e3).sum();
        assert!(delivered > year.reused_heat_kwh);
        assert!(a.hours.iter().all(|h| h.delivered_heat_w <= 600e3 * (1.0 + 1e-9)));
        for h in &a.hours {
            let out = h.rejected_heat_w + h.delivered_heat_w;
            assert!((out / h.facility_power_w - 1.0).abs() < 1e-9, "hour {}", h.hour);
        }
    }
}

const TANK: [&str; 3] =
    ["site.climate=us-az-tucson", "architecture.air.heat_rejection=chiller-air", "architecture.air.storage=2 MWh"];

/// The year of a tank: hours balance with what it keeps, its sums are those of its hours, and what it saves is the
/// difference from the same plant without it.
#[test]
fn a_tank_serves_a_site_and_every_watt_is_booked() {
    let (report, _) = run(&TANK, Some("air"));
    let with = report.architectures[0].total.annual.as_ref().unwrap();
    let tank = with.storage.as_ref().unwrap();
    let hours = &report.architectures[0].hours;
    let (mut taken, mut change) = (0.0, 0.0);
    for h in hours {
        let out_w = h.rejected_heat_w + h.delivered_heat_w + h.tank_change_w.unwrap();
        assert!((out_w / h.facility_power_w - 1.0).abs() < 1e-9, "hour {}", h.hour);
        assert!(h.tank_content_kwh.unwrap() < 1.2 * tank.capacity_kwh);
        taken += h.tank_heat_w.unwrap() / 1e3;
        change += h.tank_change_w.unwrap() / 1e3;
    }
    assert!((tank.emptied_kwh - tank.filled_kwh - taken).abs() < 1e-6 * tank.emptied_kwh);
    assert!((tank.change_kwh - change).abs() < 1e-6 * tank.emptied_kwh);
    assert!((tank.emptied_kwh - tank.filled_kwh - tank.lost_kwh - tank.change_kwh).abs() < 1e-6 * tank.emptied_kwh);
    let (plain, _) = run(&TANK[..2], Some("air"));
    let without = plain.architectures[0].total.annual.as_ref().unwrap();
    assert!(without.storage.is_none());
    let pumps = |hours: &[HourRecord]| hours.iter().map(|h| h.plant_pump_power_w / 1e3).sum::<f64>();
    let pump_kwh = pumps(hours) - pumps(&plain.architectures[0].hours);
    assert!(pump_kwh > 0.0 && (tank.pump_kwh / pump_kwh - 1.0).abs() < 1e-6, "{} {pump_kwh}", tank.pump_kwh);
    assert!((without.energy_kwh - with.energy_kwh - tank.saved_kwh).abs() < 1e-6 * tank.saved_kwh);
    assert!((without.cost_usd - with.cost_usd - tank.saved_usd).abs() < 1e-6 * tank.saved_usd);
    assert!(tank.saved_kwh > 0.001 * with.energy_kwh && tank.saved_kwh < 0.004 * with.energy_kwh);
    // 7.2e9 J over 4.168e6 J/m3K, the loop's 12.2 K and 0.7 of the volume.
    assert!((190.0..215.0).contains(&tank.volume_m3), "{}", tank.volume_m3);
}

#[test]
fn a_tank_in_joint_bins_is_refused() {
    let catalog = crate::support::catalog();
    let set = ["architecture.air.storage=2 MWh", "site.weather_form=bins"].map(ToOwned::to_owned);
    let scenario = rackjoule::scenario::Scenario::parse("f", rackjoule::scenario::DEFAULT, &set, &catalog).unwrap();
    let error = rackjoule::study::compare::run(&scenario, &catalog).unwrap_err().to_string();
    assert!(error.contains("joint bins") && error.contains("hourly"), "{error}");
}
