use std::path::Path;

use proptest::prelude::*;

use crate::catalog::Catalog;
use crate::scenario::Scenario;
use crate::scenario::findings::ScenarioFindings;
use crate::scenario::issue::InvalidScenario;
use crate::scenario::reader::TableReader;
use crate::study::compare;

use super::*;

fn read_form(text: &str, form: DomainForm) -> Result<DesignBasis, InvalidScenario> {
    let catalog = Catalog::load(None).unwrap();
    let design = DesignText::parse("design.toml", text)?;
    let mut findings = ScenarioFindings::default();
    let mut r = TableReader::new(design.root(), "", &mut findings);
    let basis = DesignBasis::read(&mut r, ("axis", form), Path::new("."), &[], &catalog)?;
    r.finish();
    design.settle(basis, findings)
}

fn read(text: &str) -> Result<DesignBasis, InvalidScenario> {
    read_form(text, DomainForm::Axis)
}

/// The report of what is wrong with a design.
fn refused(text: &str) -> String {
    read(text).unwrap_err().to_string()
}

fn axis(body: &str) -> String {
    format!("[[axis]]\n{body}\n")
}

#[test]
fn a_range_has_the_decimals_that_a_reader_expects() {
    let basis = read(&axis("key = \"it.utilisation\"\nfrom = 0.1\nto = 0.9\nstep = 0.1")).unwrap();
    let domain = &basis.variables[0].domain;
    assert_eq!(domain.count(), Some(9));
    let written: Vec<String> = (0..9).map(|i| domain.value_at(i).to_string()).collect();
    assert_eq!(written, ["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9"]);
}

#[test]
fn a_step_is_in_its_own_unit() {
    let of = |to: &str, step: &str| {
        let key = "key = \"architecture.*.supply_temperature\"";
        read(&axis(&format!("{key}\nfrom = \"68 degF\"\nto = \"{to}\"\nstep = \"{step}\""))).unwrap()
    };
    // 20 to 40 degC in steps of 5 K.
    for step in ["5 K", "9 degF"] {
        let domain = of("104 degF", step).variables[0].domain.clone();
        assert_eq!(domain.count(), Some(5));
        assert_eq!(domain.value_at(1).to_string(), "77 degF");
    }
}

#[test]
fn a_point_changes_every_architecture() {
    let basis = read(&axis("key = \"architecture.*.supply_temperature\"\nvalues = [\"21 degC\", \"24 degC\"]"));
    // The built-in scenario has an architecture for each of air and liquid.
    let (basis, catalog) = (basis.unwrap(), Catalog::load(None).unwrap());
    let scenario = basis.scenario_at(&[DesignValue::Text("24 degC".to_owned())], &catalog).unwrap();
    assert!(scenario.architectures.len() >= 2);
    assert!(scenario.architectures.iter().all(|a| (a.supply.celsius() - 24.0).abs() < 1e-9));
    let again = Scenario::parse("same", &scenario.text, &scenario.sets, &catalog).unwrap();
    assert_eq!(again.to_json(), scenario.to_json(), "its `--set` arguments give the same scenario");
}

#[test]
fn a_value_of_a_design_is_that_of_set() {
    let text = axis("key = \"site.climate\"\nvalues = [\"us-az-tucson\"]")
        + &axis("key = \"architecture.liquid-45.supply_temperature\"\nfrom = 30\nto = 40\nsteps = 2")
        + &axis("key = \"it.accelerators\"\nvalues = [720]");
    let (basis, catalog) = (read(&text).unwrap(), Catalog::load(None).unwrap());
    let point: Vec<DesignValue> = basis.variables.iter().map(|v| v.domain.value_at(1)).collect();
    let sets = ["site.climate=us-az-tucson", "architecture.liquid-45.supply_temperature=35", "it.accelerators=720"];
    let sets = sets.map(str::to_owned);
    let wanted = Scenario::parse("built-in", crate::scenario::DEFAULT, &sets, &catalog).unwrap();
    assert_eq!(basis.scenario_at(&point, &catalog).unwrap().to_json(), wanted.to_json());
}

#[test]
fn wrong_keys_and_values_are_named_where_they_are_written() {
    for (body, words) in [
        (
            "key = \"site.climat\"\nvalues = [\"us-va-ashburn\"]",
            "unknown key `site.climat`|did you mean `climate`|design.toml:2",
        ),
        ("key = \"sit.climate\"\nvalues = [\"us-va-ashburn\"]", "unknown key `sit`|The keys here are `title`, `site`"),
        (
            "key = \"site.climate\"\nvalues = [\"us-va-ashbrun\"]",
            "us-va-ashbrun|did you mean `us-va-ashburn`|design.toml:2",
        ),
        ("key = \"architecture.liquid.speed\"\nvalues = [1]", "none is `liquid`"),
        ("key = \"architecture.*.supply_temperature\"\nfrom = 20\nto = 400\nsteps = 2", "must be |found 400"),
        ("key = \"architecture.*.supply_temperature\"\nfrom = \"20 kW\"\nto = \"45 kW\"\nsteps = 2", "is a power"),
        (
            "key = \"it.utilisation\"\nfrom = 0.9\nto = 0.1\nsteps = 2",
            "is not above `from`|exchange them|design.toml:4",
        ),
        ("key = \"it.utilisation\"\nfrom = 0.5\nto = 0.5\nsteps = 2", "empty or reversed"),
        ("key = \"it.utilisation\"\nfrom = 0.1\nto = 0.9\nstep = 0.3", "do not end at 0.9|write to = 0.7"),
        ("key = \"it.utilisation\"\nfrom = 0.1\nto = 0.9\nstep = 0", "`axis.0.step` must be above 0"),
        ("key = \"it.utilisation\"\nfrom = 0.1\nto = 0.9\nstep = 0.1\nsteps = 8", "beside `steps`"),
        ("key = \"it.utilisation\"\nfrom = 0.1", "`axis.0.to` is missing"),
        ("key = \"it.utilisation\"", "`axis.0.values` is missing"),
        ("key = \"it.utilisation\"\nvalues = []", "is empty"),
        ("key = \"it.utilisation\"\nvalues = [0.5, 0.5]", "has 0.5 twice"),
        ("key = \"it.utilisation\"\nvalues = [[1]]", "a list can't be a value"),
        ("key = \"it.utilisation\"\nvalues = [0.5]\nvalue = 1", "unknown key `axis.0.value`|did you mean `values`"),
        ("values = [0.5]", "`axis.0.key` is missing"),
    ] {
        let report = refused(&axis(body));
        for word in words.split('|') {
            assert!(report.contains(word), "{word}\n{report}");
        }
    }
    let twice = axis("key = \"it.utilisation\"\nvalues = [0.5]").repeat(2);
    assert!(refused(&twice).contains("`it.utilisation` varies twice"));
    assert!(refused("constraints = []").contains("`axis` is missing"));
    assert!(
        refused("scenario = \"none.toml\"\n[[axis]]\nkey = \"it.racks\"\nvalues = [1]")
            .contains("none.toml can't be read")
    );
}

#[test]
fn a_value_that_suits_one_surrounding_is_no_mistake() {
    // A wet-bulb approach is of towers alone; the base has a dry cooler.
    let text = axis("key = \"architecture.1.heat_rejection\"\nvalues = [\"dry-cooler\", \"tower\"]");
    assert!(read(&text).is_ok());
}

#[test]
fn limits_have_the_unit_of_their_figure() {
    let bound = |text: &str| Constraint::parse(text).unwrap().bound;
    for (text, value) in [
        ("annual.pue <= 1.2", 1.2),
        ("facility_power_w <= 12 MW", 12e6),
        ("facility_power_w<=12000", 12e3),
        ("rack.chip_margin_k >= 5 K", 5.0),
        ("rack.hottest_chip_c <= 185 degF", 85.0),
        ("annual.unmet_hours <= 10 h", 10.0),
        ("annual.unmet_hours <= 90 min", 1.5),
        ("annual.carbon_kg_co2e <= 5e6 kg CO2e", 5e6),
        ("annual.water_l <= 3 m3", 3000.0),
        ("rack.performance >= 95 %", 0.95),
    ] {
        assert!((bound(text) / value - 1.0).abs() < 1e-9, "{text}: {}", bound(text));
    }
    for (text, word) in [
        ("annual.pue < 1.2", "no limit"),
        ("annual.pu <= 1.2", "did you mean `annual.pue`"),
        ("pue <= 1.2", "did you mean `annual.pue`"),
        ("annual.pue <= low", "not a number"),
        ("facility_power_w <= 12 degC", "is a temperature"),
        ("annual.pue <= inf", "not a finite number"),
    ] {
        let (message, help) = Constraint::parse(text).unwrap_err();
        assert!(format!("{message} {help}").contains(word), "{text}: {message} {help}");
    }
    assert!(
        refused(
            &("constraints = [\"annual.pu <= 1\"]\n".to_owned() + &axis("key = \"it.utilisation\"\nvalues = [0.5]"))
        )
        .contains("design.toml:1")
    );
}

#[test]
fn a_limit_is_kept_or_not() {
    let catalog = Catalog::load(None).unwrap();
    let bins = ["site.weather_form=bins".to_owned()];
    let scenario = Scenario::parse("built-in", crate::scenario::DEFAULT, &bins, &catalog).unwrap();
    let result = compare::run(&scenario, &catalog).unwrap();
    let air = &result.architectures[0];
    let pue = air.annual.as_ref().unwrap().pue;
    let rack = air.rack.as_ref().unwrap();
    let limit = |text: String| Constraint::parse(&text).unwrap();
    assert!(limit(format!("annual.pue <= {pue}")).is_met(air));
    let strict = limit(format!("annual.pue <= {}", pue - 0.01));
    assert!(!strict.is_met(air) && (strict.excess(pue) - 0.01).abs() < 1e-12);
    // The least margin of all parts is that of the hottest chip or less.
    let margin = rack.chip_limit_c - rack.hottest_chip_c;
    assert!(!limit(format!("rack.chip_margin_k >= {}", margin + 0.001)).is_met(air));
    assert!(limit("rack.chip_margin_k >= -1".to_owned()).is_met(air));
    // What does not exist keeps no limit.
    assert!(
        air.annual.as_ref().unwrap().liquid_plant_free_cooling_hours.is_some()
            || !limit("annual.liquid_plant_free_cooling_hours >= 0".to_owned()).is_met(air)
    );
}

#[test]
fn a_search_has_ranges_whole_numbers_and_choices() {
    let read = |body: &str| read_form(&axis(body), DomainForm::Search);
    let domain = |body: &str| read(body).unwrap().variables[0].domain.clone();
    let range = domain("key = \"it.utilisation\"\nlow = 0.2\nhigh = 0.9");
    assert_eq!((range.count(), range.value_of_share(0.5).number()), (None, Some(0.55)));
    let whole = domain("key = \"it.accelerators\"\nlow = 72\nhigh = 1152\ninteger = true");
    assert_eq!((whole.count(), whole.value_of_share(0.999_999)), (Some(1081), DesignValue::Integer(1152)));
    assert!(read("key = \"it.accelerators\"\nlow = 0.5\nhigh = 9\ninteger = true").is_err());
    assert!(read("key = \"it.utilisation\"\nfrom = 0.1\nto = 0.9").is_err());
}

proptest! {
    #[test]
    fn shares_reach_every_value_alike(count in 1_u64..200, u in 0.0..1.0_f64) {
        let domain = VariableDomain::Integers { low: 5, high: 4 + i64::try_from(count).unwrap() };
        let place = (u * count as f64).floor() as u64;
        prop_assert_eq!(domain.value_of_share(u), domain.value_at(place));
    }

    #[test]
    fn a_number_reads_back_as_it_was_written(value in -1e6..1e6_f64) {
        let value = DesignValue::Number { value, unit: String::new() };
        let text = format!("v = {}", value.argument_text());
        let node = crate::scenario::tree::parse_tree(&text).unwrap();
        let back = DesignValue::from_node(&node.child("v").unwrap().value).unwrap();
        prop_assert_eq!(back.number(), value.number());
    }
}
