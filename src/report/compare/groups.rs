//! Groups of racks of every architecture, side by side.

use crate::report::document::numbers::{format_number, format_significant};
use crate::report::document::section::{Block, DataTable, RowGroup, Section};
use crate::report::document::units::UnitSystem;
use crate::study::compare::result::{ArchitectureResult, GroupResult};

/// What groups of racks do in the year; nothing where the scenario has none.
pub(crate) fn groups_section<'a>(
    architectures: impl Iterator<Item = &'a ArchitectureResult>,
    units: UnitSystem,
) -> Option<Section> {
    let (t, money) = (units.unit_for("°C"), units.unit_for("kUSD"));
    let row = |group: &GroupResult| {
        vec![
            group.name.clone(),
            format_number(group.filled * group.racks, usize::from((group.filled * group.racks).fract() > 1e-9)),
            group.cooling.name().to_owned(),
            t.format_number(group.supply_temperature_c, 1),
            format_number(100.0 * group.utilisation, 0),
            format_number(100.0 * group.it_load_share, 0),
            format_significant(group.it_power_w / 1e3),
            format_significant(group.peak_it_power_w / 1e3),
            format_number(group.load_factor, 2),
            format_significant(group.energy_kwh / 1e3),
            money.format_number(group.annual_cost_usd / 1e3, 0),
        ]
    };
    let of = |a: &ArchitectureResult| {
        let rows: Vec<Vec<String>> = a.groups.iter().map(row).collect();
        (!rows.is_empty()).then(|| RowGroup { title: Some(a.name.clone()), rows })
    };
    let groups: Vec<RowGroup> = architectures.filter_map(of).collect();
    let head = [
        "Racks",
        "Cooling",
        "Supply, °C",
        "Utilisation, %",
        "IT load, %",
        "IT power, kW",
        "Peak, kW",
        "Load factor",
        "Energy at the meter, MWh",
        "Annual cost, kUSD",
    ];
    let head = std::iter::once(String::new()).chain(units.convert_headings(head)).collect();
    let table = DataTable { head, groups, numbers: true, max_columns: None };
    let note = "IT load is the mean power over that of all racks of the hall with every server at full activity. What \
                plant, power chain and building draw and cost is shared by IT energy. One rack at full load is of the \
                first group on the main loop."
        .to_owned();
    (!table.groups.is_empty())
        .then(|| Section::new("Groups of racks", vec![Block::Table(table), Block::Paragraph(note)]))
}
