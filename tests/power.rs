//! The power chain of a site and what a year costs: through the whole program.

use std::fmt::Write;

use crate::support::{architecture, catalog, rack};
use proptest::prelude::*;
use rackjoule::assembly::error::AssemblyError;
use rackjoule::catalog::Catalog;
use rackjoule::catalog::climate::WeatherForm;
use rackjoule::rack::model::RackLoad;
use rackjoule::report::{self, OutputFormat, ReportContext, UnitSystem, site};
use rackjoule::scenario::{self, Scenario};
use rackjoule::site::profile;
use rackjoule::study::compare::result::PowerStage;
use rackjoule::study::compare::result::{ArchitectureResult, Comparison};
use rackjoule::study::compare::{self, StudyError};
use rackjoule::study::rack::{self as rack_study, RackOptions};
use rackjoule::study::site as site_study;
use rackjoule::units::clock::LocalClock;
use rackjoule::units::parse::Dimension;

fn scenario(set: &[&str]) -> Scenario {
    let set: Vec<String> = set.iter().map(ToString::to_string).collect();
    Scenario::parse("default", scenario::DEFAULT, &set, &catalog()).unwrap_or_else(|e| panic!("{e}"))
}

fn run(set: &[&str]) -> Comparison {
    compare::run(&scenario(set), &catalog()).unwrap()
}

/// The bins of the climate: quick, and exact for what has no hour of its own.
fn of_bins(set: &[&str]) -> Comparison {
    run(&[&["site.weather_form=bins"], set].concat())
}

fn chain(distribution: &str, redundancy: &str) -> Comparison {
    let keys = ["air", "plates-45", "liquid-45"].map(|a| {
        [format!("architecture.{a}.distribution={distribution}"), format!("architecture.{a}.redundancy={redundancy}")]
    });
    // As many busways with either voltage.
    let size = ["it.accelerators=1152"];
    let keys: Vec<&str> = keys.iter().flatten().map(String::as_str).chain(size).collect();
    of_bins(&keys)
}

fn stage<'a>(a: &'a ArchitectureResult, name: &str) -> &'a PowerStage {
    a.power_chain.iter().find(|s| s.stage == name).unwrap_or_else(|| panic!("{name}"))
}

#[test]
fn energy_balances_with_every_distribution_and_redundancy() {
    for distribution in ["415vac", "54vdc", "800vdc"] {
        for redundancy in ["N", "N+1", "2N"] {
            for a in chain(distribution, redundancy).architectures {
                let case = format!("{} {distribution} {redundancy}", a.name);
                assert!(a.feasible && a.energy_balance_relative_error.unwrap() < 1e-9, "{case}");
                assert_eq!((a.distribution.name(), a.redundancy.name()), (distribution, redundancy));
                // Every stage's output is what the next one takes in, with what hangs between them.
                let [grid, backup, way, rack] = a.power_chain.as_slice() else { panic!("{case}") };
                for (outer, inner) in [(grid, backup), (backup, way), (way, rack)] {
                    for (out, into) in [(outer.full, inner.full), (outer.mean, inner.mean)] {
                        assert!(out.output_w >= into.output_w + into.loss_w - 1e-3, "{case}: {}", outer.stage);
                    }
                }
                let facility_w = grid.mean.output_w + grid.mean.loss_w;
                assert!((facility_w / a.facility_power_w.unwrap() - 1.0).abs() < 1e-9, "{case}");
                let it_w = rack.mean.output_w + rack.mean.loss_w;
                assert!(
                    (it_w / a.it_power_w.unwrap() - 1.0).abs() < 1e-9 && (way.mean.output_w / it_w - 1.0).abs() < 1e-9
                );
                let shares: f64 = a.power.iter().map(|s| s.power_w).sum();
                assert!((shares / facility_w - 1.0).abs() < 1e-9, "{case}: every watt in one class");
            }
        }
    }
}

#[test]
fn energy_balances_with_every_way_of_cooling() {
    for distribution in ["54vdc", "800vdc"] {
        for (system, cooling) in [
            ("hgx-b200-air", "air"),
            ("hgx-b200-air", "rear-door"),
            ("hgx-b200-air", "immersion-1p"),
            ("hgx-b200-air", "immersion-2p"),
            ("gb200-nvl72", "hybrid"),
            ("hpe-cray-ex235a", "cold-plate"),
        ] {
            let more = format!("distribution = \"{distribution}\"\nredundancy = \"2N\"");
            let mut scenario = architecture(system, cooling, &more).unwrap();
            scenario.site.form = WeatherForm::Bins;
            let a = compare::run(&scenario, &catalog()).unwrap().architectures.remove(0);
            let case = format!("{system} {cooling} {distribution}");
            assert!(a.feasible, "{case}: {:?}", a.limit);
            assert!(a.energy_balance_relative_error.unwrap() < 1e-9, "{case}");
            let rack = a.power_chain.last().unwrap();
            assert!(rack.full.load_share < 1.0 && rack.full.efficiency > 0.94, "{case}: {rack:?}");
        }
    }
}

#[test]
fn two_full_paths_run_at_half_the_load() {
    let (single, double) = (chain("415vac", "N"), chain("415vac", "2N"));
    for (one, two) in single.architectures.iter().zip(&double.architectures) {
        for name in ["transformer", "UPS", "busway"] {
            let (a, b) = (stage(one, name), stage(two, name));
            assert_eq!(b.installed, 2.0 * a.installed);
            assert_eq!((a.needed, Some(a.installed)), (b.needed, a.needed));
            // The load itself moves a little with the losses.
            assert!((b.full.load_share / a.full.load_share - 0.5).abs() < 0.02, "{name}");
        }
    }
    let spare = chain("415vac", "N+1");
    let ups = stage(&spare.architectures[0], "UPS");
    assert_eq!(ups.installed, ups.needed.unwrap() + 1.0);
    assert_eq!(stage(&spare.architectures[0], "busway").installed, stage(&single.architectures[0], "busway").installed);
}

#[test]
fn racks_on_the_grid_save_the_loss_of_the_ups_and_its_cooling() {
    let with = |ups: &str| of_bins(&["it.accelerators=1152", &format!("architecture.liquid-45.ups={ups}")]);
    let [eco, none] =
        ["eco", "none"].map(|ups| with(ups).architectures.into_iter().find(|a| a.name == "liquid-45").unwrap());
    assert!(none.energy_balance_relative_error.unwrap() < 1e-9);
    assert_eq!(none.power_chain.iter().map(|s| s.stage).collect::<Vec<_>>()[..2], ["transformer", "busway"]);
    assert!(none.power_chain.iter().all(|s| s.stage != "UPS") && none.records.iter().all(|r| !r.starts_with("ups")));
    let priced = |a: &ArchitectureResult| a.capital.iter().any(|i| i.what == "UPS module");
    assert!(priced(&eco) && !priced(&none));
    let saved_w = eco.facility_power_w.unwrap() - none.facility_power_w.unwrap();
    let loss_w = stage(&eco, "UPS").mean.loss_w;
    // Beside it what handlers, pumps and chillers of the room draw for its heat, and their loss in transformers.
    assert!((1.0..1.45).contains(&(saved_w / loss_w)), "{saved_w} of {loss_w}");
}

#[test]
fn fewer_conversions_draw_less_and_none_is_counted_twice() {
    let [ac, low, high] = ["415vac", "54vdc", "800vdc"].map(|d| chain(d, "N+1"));
    for ((ac, low), high) in ac.architectures.iter().zip(&low.architectures).zip(&high.architectures) {
        let facility = |a: &ArchitectureResult| a.facility_power_w.unwrap();
        assert!(facility(ac) > facility(low) && facility(low) > facility(high), "{}", ac.name);
        assert!(high.power_chain.iter().all(|s| s.stage != "UPS"), "the batteries stand on the bus");
        assert_eq!(high.power_chain.len(), 4);
        let way = |a| stage(a, "busway").mean;
        // The same copper at 800 V in place of 415 V three-phase: 2/3 (415 √3 · 0.98/800)² of the loss at equal power.
        let ratio = way(high).loss_w / way(high).output_w.powi(2) / (way(ac).loss_w / way(ac).output_w.powi(2));
        assert!((ratio - 2.0 / 3.0 * (415.0 * 3f64.sqrt() * 0.98 / 800.0).powi(2)).abs() < 1e-3, "{ratio}");
    }
    // What the parts take does not depend on what feeds them.
    for (a, b) in ac.architectures.iter().zip(&high.architectures) {
        let parts =
            |a: &ArchitectureResult| a.rack.as_ref().map(|r| r.accelerator_power_w + r.other_it_power_w).unwrap();
        assert!((parts(a) / parts(b) - 1.0).abs() < 1e-3, "{}", a.name);
    }
}

#[test]
fn a_rack_has_the_supplies_of_its_distribution() {
    let made = rack("lenovo-sc777-v4", "cold-plate", "");
    assert!(made.shelf.is_none() && made.trays.iter().all(|t| t.supply.is_some()));
    for (word, volts) in [("54vdc", 54.0), ("800vdc", 800.0)] {
        let fed = rack("lenovo-sc777-v4", "cold-plate", &format!("distribution = \"{word}\""));
        let shelf = fed.shelf.unwrap();
        assert!(fed.trays.iter().all(|t| t.supply.is_none()), "{word}");
        let carried = (shelf.count - 1.0) * shelf.spec.rated_w;
        assert!(carried >= fed.nameplate_w() && carried < fed.nameplate_w() + shelf.spec.rated_w, "one spare");
        let (bus_v, bus_ohm) = fed.bus.unwrap();
        assert_eq!(bus_v, volts);
        // Shelf law and Joule heat of the bar, by hand, are all of the loss.
        let supply = rackjoule::units::Temperature::from_celsius(40.0);
        let state = fed.solve_within_limits(supply, RackLoad::FULL).unwrap();
        let parts_w = state.accelerator_w + state.other_it_w + state.fan_w;
        let bar_w = (parts_w / bus_v).powi(2) * bus_ohm;
        let loss_w = bar_w + shelf.loss_w(parts_w + bar_w, 1.0);
        assert!((state.psu_loss_w - loss_w).abs() < 1e-6 * loss_w, "{word}: {} {loss_w}", state.psu_loss_w);
    }
    let shelves = rack("gb200-nvl72", "hybrid", "distribution = \"54vdc\"").shelf.unwrap();
    let made = rack("gb200-nvl72", "hybrid", "").shelf.unwrap();
    assert_eq!((shelves.count, shelves.spec), (made.count, made.spec), "a rack made with shelves keeps them");
}

#[test]
fn a_rack_on_800_volts_is_not_on_standard_power() {
    for (word, holds) in [("415vac", true), ("800vdc", false)] {
        let scenario = scenario(&[&format!("architecture.air.distribution={word}")]);
        let question = RackOptions { architecture: Some("air"), limits: false };
        let report = rack_study::run(&scenario, &catalog(), question).unwrap();
        let detail = report.architectures[0].detail.as_ref().unwrap();
        let claim = detail.claims.iter().find(|c| c.claim == "standard power").unwrap();
        assert_eq!(claim.holds, holds, "{word}: {}", claim.figure);
    }
}

#[test]
fn lighting_and_fixed_loads_count_in_power_and_heat() {
    let base = of_bins(&["site.lighting=0"]);
    let more = of_bins(&["site.lighting=5 kW", "site.fixed_load=20 kW"]);
    for (a, b) in base.architectures.iter().zip(&more.architectures) {
        let added_w = b.facility_power_w.unwrap() - a.facility_power_w.unwrap();
        // The fixed load and its share of the transformer's loss; lighting is cooled too.
        assert!(added_w > 25e3 && added_w < 27e3, "{}: {added_w}", a.name);
        assert!(b.energy_balance_relative_error.unwrap() < 1e-9);
        let shown: f64 = b.power.iter().filter(|s| s.bucket.label().contains("Lighting")).map(|s| s.power_w).sum();
        assert!((shown - 25e3).abs() < 1e-6);
    }
    // By its floor: 36 racks of 6 m² at 8 W/m², lit half of the time, and 3 W/m² of controls.
    let usual = of_bins(&["it.accelerators=1152"]);
    let lights = usual.architectures[0].power.last().unwrap().power_w;
    assert!((lights - 36.0 * 6.0 * (8.0 * 0.5 + 3.0)).abs() < 1e-6, "{lights}");
    assert!(usual.assumptions.iter().any(|a| a.record == "lighting-hall"));
    assert!(base.assumptions.iter().all(|a| a.record != "lighting-hall"), "not where the scenario says it");
}

#[test]
fn every_price_is_in_the_assumptions_and_the_sums_agree() {
    let set = [
        "it.accelerators=1152",
        "site.demand_charge=12 USD/kW",
        "cost.it_cost=40000 USD",
        "cost.years=8",
        "cost.discount_rate=0.05",
    ];
    let result = run(&set);
    for record in ["water-price", "electricity-water-us", "cost-rules", "cost-ups", "cost-chiller-water", "cost-cdu"] {
        let found: Vec<_> = result.assumptions.iter().filter(|a| a.record == record).collect();
        assert!(!found.is_empty(), "{record}");
        assert!(found.iter().all(|a| result.sources.iter().any(|s| s.id == a.source)), "{record}");
    }
    let annuity: f64 = (1..=8).map(|t| 1.05_f64.powi(-t)).sum();
    // A GB200 is rated at 10/9 of the work of a B200: 1,152 x 9/10 = 1,036.8.
    for (a, count) in result.architectures.iter().zip([1152.0, 1152.0, 1037.0]) {
        let (year, own) = (a.annual.as_ref().unwrap(), &a.annual.as_ref().unwrap().ownership);
        let near = |x: f64, y: f64| assert!((x / y - 1.0).abs() < 1e-9, "{}: {x} {y}", a.name);
        let plant: f64 = a.capital.iter().map(|c| c.usd).sum();
        near(own.it_capital_usd.unwrap(), 40_000.0 * count);
        near(own.capital_usd, plant + 40_000.0 * count);
        near(own.maintenance_cost_usd, 0.03 * plant);
        near(own.water_cost_usd + 1.0, year.water_l.unwrap() / 1e3 * 3.0 + 1.0);
        near(own.annual_cost_usd, year.cost_usd + own.demand_cost_usd + own.water_cost_usd + own.maintenance_cost_usd);
        near(own.net_present_cost_usd, own.capital_usd + annuity * own.annual_cost_usd);
        near(own.levelised_cost_usd_per_kwh_it, own.net_present_cost_usd / (annuity * year.it_energy_kwh));
        // Twelve peaks, none above the year's and none below the mean.
        let most = 12.0 * 12.0 * year.peak_facility_power_w / 1e3;
        assert!(own.demand_cost_usd <= most && own.demand_cost_usd > 0.85 * most);
        near(year.wue_source_l_per_kwh.unwrap(), year.wue_l_per_kwh.unwrap() + 4.35 * year.pue);
        near(year.water_source_l.unwrap(), year.wue_source_l_per_kwh.unwrap() * year.it_energy_kwh);
    }
}

fn file(header: &str, hours: usize, value: impl Fn(usize) -> f64) -> tempfile::NamedTempFile {
    let mut text = format!("# made for a test\n{header}\n");
    for hour in 0..hours {
        writeln!(text, "{}", value(hour)).unwrap();
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    file
}

#[test]
fn hourly_prices_and_carbon_are_sums_over_the_hours() {
    let price = |hour: usize| if hour % 24 < 8 { 40.0 } else { 100.0 };
    let carbon = |hour: usize| if hour < 4380 { 100.0 } else { 300.0 };
    let (tariff, grid) = (file("price [USD/MWh]", 8760, price), file("carbon_g_per_kwh", 8760, carbon));
    let set = [
        format!("site.electricity_tariff={}", tariff.path().display()),
        format!("site.grid_carbon_profile={}", grid.path().display()),
        "site.grid_carbon_basis=life cycle of what is consumed".to_owned(),
    ];
    let set: Vec<&str> = set.iter().map(String::as_str).collect();
    let catalog = Catalog::load(None).unwrap();
    let report = site_study::run(&scenario(&set), &catalog, None).unwrap();
    for a in &report.architectures {
        let year = a.total.annual.as_ref().unwrap();
        let sum = |f: &dyn Fn(usize) -> f64| -> f64 {
            a.hours.iter().enumerate().map(|(i, h)| h.facility_power_w / 1e3 * f(i) / 1e3).sum()
        };
        assert!((year.cost_usd / sum(&price) - 1.0).abs() < 1e-9, "{}", a.total.name);
        assert!((year.carbon_kg_co2e / sum(&carbon) - 1.0).abs() < 1e-9, "{}", a.total.name);
    }
    assert!((report.site.electricity_price_usd_per_kwh - 0.08).abs() < 1e-9, "the mean of the file");
    assert!(report.site.grid_carbon_basis.contains("hourly profile"));
    assert!(report.site.grid_carbon_basis.contains("life cycle of what is consumed"));
    let flat = file("USD/kWh", 8760, |_| 0.086);
    let flat = run(&[&format!("site.electricity_tariff={}", flat.path().display())]);
    for (a, b) in flat.architectures.iter().zip(&run(&[]).architectures) {
        let usd = |a: &ArchitectureResult| a.annual.as_ref().unwrap().cost_usd;
        assert!((usd(a) / usd(b) - 1.0).abs() < 1e-9, "a flat file is a flat price");
    }
}

#[test]
fn a_tariff_that_does_not_fit_is_refused() {
    let refused = |file: &tempfile::NamedTempFile, more: &[&str]| {
        let key = format!("site.electricity_tariff={}", file.path().display());
        let set = [&[key.as_str()], more].concat();
        match compare::run(&scenario(&set), &catalog()) {
            Err(StudyError::Assembly(AssemblyError::Profile(error))) => error,
            other => panic!("{:?}", other.map(|c| c.title)),
        }
    };
    let leap = file("USD/MWh", 8784, |_| 40.0);
    assert!(refused(&leap, &[]).problem.contains("8784 hours where the weather has 8760"));
    let good = file("USD/MWh", 8760, |_| 40.0);
    assert!(refused(&good, &["site.weather_form=bins"]).problem.contains("hourly weather"));
    let low = file("USD/MWh", 8760, |hour| if hour == 10 { -5.0 } else { 40.0 });
    let error = refused(&low, &[]);
    assert_eq!((error.line, error.problem.as_str()), (Some(13), "-5 is below zero"));
    let both = ["site.electricity_tariff=a.csv".to_owned(), "site.electricity_price=0.1".to_owned()];
    let error = Scenario::parse("default", scenario::DEFAULT, &both, &catalog()).unwrap_err().to_string();
    assert!(error.contains("both say it"), "{error}");
    let text = scenario::DEFAULT.replace("[site]\n", "[site]\nelectricity_tariff = \"a.csv\"\n");
    let own = Scenario::parse("own", &text, &["site.electricity_price=0.1".to_owned()], &catalog()).unwrap();
    assert!(own.site.price.is_some() && own.site.utility.tariff.is_none(), "the command line counts");
    let basis = ["site.grid_carbon_basis=life cycle".to_owned()];
    let error = Scenario::parse("default", scenario::DEFAULT, &basis, &catalog()).unwrap_err().to_string();
    assert!(error.contains("does not give"), "{error}");
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_of_profiles_panic(text in "(?s).{0,200}", header in r#"[a-z_ \[\]()/,"]{0,20}"#) {
        let _ = profile::parse_profile("t.csv", &text, Dimension::EnergyPrice, LocalClock::default());
        let text = format!("{header}\n{text}");
        let _ = profile::parse_profile("t.csv", &text, Dimension::CarbonIntensity, LocalClock::default());
    }
}

#[test]
fn views_show_chain_prices_and_basis() {
    let scenario = scenario(&["architecture.air.distribution=800vdc", "site.fixed_load=20 kW"]);
    let context = ReportContext {
        version: "0.0.0".to_owned(),
        command: "rackjoule site".to_owned(),
        scenario: scenario.to_json(),
        scenario_text: scenario.text.clone(),
        width: None,
        units: UnitSystem::SI,
    };
    let report = site_study::run(&scenario, &catalog(), None).unwrap();
    for format in [OutputFormat::Table, OutputFormat::Markdown] {
        let text = report::render(format, &report, &context).unwrap();
        for part in ["air: power chain, 800vdc, N+1", "rectifier", "converters in the trays", "capital cost", "eGRID"] {
            assert!(text.contains(part), "{part}");
        }
    }
    let json: serde_json::Value =
        serde_json::from_str(&report::render(OutputFormat::Json, &report, &context).unwrap()).unwrap();
    let air = &json["architectures"][0];
    assert_eq!(air["power_chain"][1]["stage"], "rectifier");
    assert_eq!(air["power_chain"][1]["heat_to"], "hall");
    assert!(air["annual"]["net_present_cost_usd"].as_f64().unwrap() > 0.0);
    assert_eq!(json["scenario"]["architecture"][0]["distribution"], "800vdc");
    assert_eq!(json["scenario"]["site"]["fixed_load_w"], 20e3);
    let hours = site::render_hourly_csv(&report.architectures[0].hours, &[]).unwrap();
    let head = hours.lines().next().unwrap();
    for column in ["transformer_loss_w", "ups_loss_w", "busway_loss_w", "lighting_power_w", "fixed_power_w"] {
        assert!(head.split(',').any(|c| c == column), "{column}");
    }
}
