//! A hall that grows: its phases, and what each calendar year takes and costs.

use crate::report::document::numbers::{format_number, format_significant};
use crate::report::document::section::{Audience, Block, DataTable, ListItem, RowGroup, Section};
use crate::report::document::units::UnitSystem;
use crate::study::compare::result::ArchitectureResult;
use crate::study::growth::result::{GrowthResult, PhaseEquipment, PhaseResult, TimeTotals, YearResult};

/// What the figures beside phases and years are of.
pub(crate) const LAST_PHASE_NOTE: &str =
    "The hall grows: figures of a year that names none are those of a whole year of its last phase.";

/// A figure of a time.
type TimeFigure<'a> = Box<dyn Fn(&TimeTotals) -> String + 'a>;

/// A cost of a time: its head, whether the short form has it, and its dollars.
type TimeCost = (&'static str, bool, fn(&TimeTotals) -> f64);

/// Architectures with their phases.
fn growing<'a>(
    architectures: impl Iterator<Item = &'a ArchitectureResult>,
) -> Vec<(&'a ArchitectureResult, &'a GrowthResult)> {
    architectures.filter_map(|a| Some((a, a.growth.as_ref()?))).collect()
}

/// Whether a hall grows.
pub(crate) fn grows<'a>(architectures: impl Iterator<Item = &'a ArchitectureResult>) -> bool {
    !growing(architectures).is_empty()
}

/// Racks, with a decimal where they are not whole.
pub(super) fn format_racks(racks: f64) -> String {
    format_number(racks, usize::from((racks - racks.round()).abs() > 0.05))
}

/// Figures of a time with their heads; the few that decide, or all.
fn time_figures<'a>(units: UnitSystem, all: bool) -> Vec<(String, TimeFigure<'a>)> {
    let money = move |usd: f64| units.unit_for("kUSD").format_number(usd / 1e3, 0);
    let share = |value: Option<f64>, digits: usize, by: f64| {
        value.map_or_else(|| "–".to_owned(), |value| format_number(by * value, digits))
    };
    let head = |label: &str| units.convert_heading(label);
    let mut out: Vec<(String, bool, TimeFigure<'a>)> = vec![
        (head("Racks"), true, Box::new(|t| format_racks(t.racks))),
        (head("IT, MWh"), false, Box::new(|t| format_significant(t.it_energy_kwh / 1e3))),
        (head("Meter, MWh"), true, Box::new(|t| format_significant(t.energy_kwh / 1e3))),
        (head("PUE"), true, Box::new(move |t| share(t.pue, 3, 1.0))),
        (head("IT load, %"), true, Box::new(move |t| share(t.it_load_share, 0, 100.0))),
        (head("Peak, kW"), false, Box::new(|t| format_significant(t.peak_facility_power_w / 1e3))),
        (head("Water, m3"), false, Box::new(move |t| format_water(t, units))),
        (head("Carbon, t CO2e"), false, Box::new(|t| format_significant(t.carbon_kg_co2e / 1e3))),
    ];
    let costs: [TimeCost; 7] = [
        ("Electricity, kUSD", false, |t| t.electricity_cost_usd),
        ("Demand charges, kUSD", false, |t| t.demand_cost_usd),
        ("Water, kUSD", false, |t| t.water_cost_usd),
        ("Maintenance, kUSD", false, |t| t.maintenance_cost_usd),
        ("Running cost, kUSD", true, TimeTotals::running_cost_usd),
        ("Capital, kUSD", true, |t| t.capital_usd),
        ("Total, kUSD", true, |t| t.total_cost_usd),
    ];
    out.extend(costs.map(|(label, short, of)| {
        let show: TimeFigure<'a> = Box::new(move |t| money(of(t)));
        (head(label), short, show)
    }));
    out.into_iter().filter(|(_, short, _)| all || *short).map(|(label, _, show)| (label, show)).collect()
}

/// Water drawn; of bins that do not tell it an estimate.
fn format_water(t: &TimeTotals, units: UnitSystem) -> String {
    let cubic = units.unit_for("m3");
    let about = if t.water_l.is_none() { "about " } else { "" };
    let litres = t.water_l.or(t.water_from_bins_l).unwrap_or(0.0);
    format!("{about}{}", cubic.format_number(litres / 1e3, 0))
}

/// Rows of years, and of all of them together, by architecture.
fn years_table(found: &[(&ArchitectureResult, &GrowthResult)], units: UnitSystem, all: bool) -> Option<DataTable> {
    let figures = time_figures(units, all);
    let row = |year: &YearResult| {
        let cells = figures.iter().map(|(_, show)| show(&year.totals));
        std::iter::once(year.year.to_string()).chain(cells).collect()
    };
    let groups: Vec<RowGroup> = found
        .iter()
        .filter(|(_, growth)| !growth.years.is_empty())
        .map(|(a, growth)| RowGroup { title: Some(a.name.clone()), rows: growth.years.iter().map(row).collect() })
        .collect();
    let head = std::iter::once(String::new()).chain(figures.iter().map(|(label, _)| label.clone())).collect();
    (!groups.is_empty()).then_some(DataTable { head, groups, numbers: true, max_columns: None })
}

/// What all years cost together, and why there are no figures where there are none.
fn total_items(found: &[(&ArchitectureResult, &GrowthResult)], units: UnitSystem) -> Vec<ListItem> {
    let money = |usd: f64| {
        let unit = units.unit_for("kUSD");
        unit.format_with_unit(usd / 1e3, 0)
    };
    let item = |(a, growth): &(&ArchitectureResult, &GrowthResult)| {
        let name = Some(a.name.clone());
        if let Some(reason) = &growth.growth_reason {
            return Some(ListItem { name, text: reason.clone(), failure: true });
        }
        let (first, last) = (growth.years.first()?, growth.years.last()?);
        let (all, today) = (growth.growth_cost_usd?, growth.growth_discounted_cost_usd?);
        let text = format!(
            "{} from {} to {} with plant built {}; {} in the money of {}.",
            money(all),
            first.year,
            last.year,
            growth.plant_building.replace('-', " "),
            money(today),
            growth.phases.first()?.from
        );
        Some(ListItem { name, text, failure: false })
    };
    found.iter().filter_map(item).collect()
}

/// The short form: years with the figures that decide.
pub(crate) fn short_section<'a>(
    architectures: impl Iterator<Item = &'a ArchitectureResult>,
    units: UnitSystem,
) -> Option<Section> {
    let found = growing(architectures);
    let mut blocks: Vec<Block> = years_table(&found, units, false).map(Block::Table).into_iter().collect();
    blocks.push(Block::List(total_items(&found, units)));
    blocks.push(Block::Paragraph(LAST_PHASE_NOTE.to_owned()));
    (!found.is_empty()).then(|| Section::new("By year", blocks))
}

/// Phases, years and what phases add, of every architecture.
pub(crate) fn growth_sections<'a>(
    architectures: impl Iterator<Item = &'a ArchitectureResult>,
    units: UnitSystem,
) -> Vec<Section> {
    let found = growing(architectures);
    if found.is_empty() {
        return Vec::new();
    }
    let mut blocks: Vec<Block> = years_table(&found, units, true).map(Block::Table).into_iter().collect();
    blocks.push(Block::List(total_items(&found, units)));
    blocks.push(Block::Paragraph(format!(
        "Racks are the mean of the hours that count; those before the first phase do not. IT load is the mean IT power over \
         that of all racks that the hall is built for with every server at full activity. Every year has the same weather and \
         prices. {LAST_PHASE_NOTE}"
    )));
    let mut out = vec![Section::new("By year", blocks)];
    out.extend(phases_section(&found, units));
    out.extend(added_section(&found));
    out
}

/// What stands there in each phase.
fn phases_section(found: &[(&ArchitectureResult, &GrowthResult)], units: UnitSystem) -> Option<Section> {
    let share = |value: Option<f64>, digits: usize, by: f64| {
        value.map_or_else(|| "–".to_owned(), |value| format_number(by * value, digits))
    };
    let row = |(place, phase): (usize, &PhaseResult)| {
        vec![
            phase_name(place, phase),
            phase.from.clone(),
            phase.until.clone(),
            format_racks(phase.totals.racks),
            format_racks(phase.built_racks),
            format_number(f64::from(phase.accelerators), 0),
            share(phase.full_year_pue, 3, 1.0),
            share(phase.full_year_it_load_share, 0, 100.0),
            units.unit_for("kUSD").format_number(phase.totals.capital_usd / 1e3, 0),
        ]
    };
    let groups: Vec<RowGroup> = found
        .iter()
        .filter(|(_, growth)| !growth.phases.is_empty())
        .map(|(a, growth)| RowGroup {
            title: Some(a.name.clone()),
            rows: growth.phases.iter().enumerate().map(row).collect(),
        })
        .collect();
    let head = [
        "",
        "From",
        "Until",
        "Racks",
        "Built for",
        "Accelerators",
        "PUE of a year",
        "IT load of a year, %",
        "Capital, kUSD",
    ];
    let table = DataTable { head: units.convert_headings(head), groups, numbers: true, max_columns: None };
    (!table.groups.is_empty()).then(|| Section::new("By phase", vec![Block::Table(table)]))
}

/// A phase by its name, or by its number.
fn phase_name(place: usize, phase: &PhaseResult) -> String {
    phase.name.clone().unwrap_or_else(|| format!("phase {}", place + 1))
}

/// Equipment that each phase adds.
fn added_section(found: &[(&ArchitectureResult, &GrowthResult)]) -> Option<Section> {
    let units_of = |own: &PhaseEquipment| {
        let there = if own.count > own.added { format!(" (of {})", format_racks(own.count)) } else { String::new() };
        format!("{} × {}{there}", format_racks(own.added), own.what)
    };
    let item = |(place, phase): (usize, &PhaseResult)| {
        let added: Vec<String> = phase.equipment.iter().filter(|own| own.added > 0.0).map(units_of).collect();
        let text = if added.is_empty() { "nothing".to_owned() } else { added.join(", ") };
        ListItem { name: Some(phase_name(place, phase)), text, failure: false }
    };
    let blocks: Vec<Block> = found
        .iter()
        .filter(|(_, growth)| !growth.phases.is_empty())
        .flat_map(|(a, growth)| {
            let items = growth.phases.iter().enumerate().map(item).collect();
            [Block::Heading(a.name.clone()), Block::List(items)]
        })
        .collect();
    (!blocks.is_empty()).then(|| Section::new("What each phase adds", blocks).shown_to(Audience::Documents))
}
