//! What stands around the figures of a comparison: uncertainty, limits, the parts of a rack, the plant.

use crate::report::document::numbers::{format_number, format_power};
use crate::report::document::section::{Audience, Block, DataTable, ListItem, Section};
use crate::report::document::units::UnitSystem;
use crate::report::uncertainty::deciding;
use crate::study::compare::result::{ArchitectureResult, Comparison, InstalledEquipment, RackSummary};

use super::{headline, how_sure};

/// How uncertain the answer is, and which inputs are estimates.
pub(crate) fn uncertainty_section(result: &Comparison) -> Section {
    let mut blocks = Vec::new();
    if let Some(sampled) = &result.uncertainty {
        blocks.push(Block::Paragraph(headline::sampling_note(sampled)));
    }
    blocks.push(Block::Paragraph(headline::estimates_note(result)));
    Section::new("Uncertainty", blocks)
}

/// What decides the difference that the first sentence is of; nothing where it was not sampled.
pub(crate) fn deciding_section(result: &Comparison) -> Option<Section> {
    let sampled = result.uncertainty.as_ref()?;
    let (other, base) = how_sure::headline_pair(result)?;
    deciding::deciding_section(&other.name, &base.name, &sampled.deciding_inputs, &sampled.pairs)
}

/// The first limit of every architecture; nothing where none is known.
pub(crate) fn limits_section(result: &Comparison, units: UnitSystem) -> Option<Section> {
    let item = |a: &ArchitectureResult| {
        let limit = units.format_message(a.limit.as_ref()?);
        let word = if a.feasible { "first limit" } else { "not feasible" };
        Some(ListItem { name: Some(a.name.clone()), text: format!("{word}: {limit}"), failure: !a.feasible })
    };
    let items: Vec<ListItem> = result.architectures.iter().filter_map(item).collect();
    (!items.is_empty()).then(|| Section::new("Limits", vec![Block::List(items)]))
}

/// How tokens were counted, or why they were not.
pub(crate) fn tokens_section(result: &Comparison) -> Section {
    let item = |a: &ArchitectureResult| {
        let reason = &a.annual.as_ref()?.tokens_reason;
        Some(ListItem { name: Some(a.name.clone()), text: format!("{reason}."), failure: false })
    };
    let items = result.architectures.iter().filter_map(item).collect();
    Section::new("Output tokens", vec![Block::List(items)]).shown_to(Audience::Page)
}

/// Every part of every rack.
pub(crate) fn rack_parts_section(result: &Comparison, units: UnitSystem) -> Section {
    let table = |rack: &RackSummary| {
        let (t, k) = (units.unit_for("°C"), units.unit_for("K"));
        let labels = ["Inlet, °C", "Junction, °C", "Limit, °C", "Margin, K"];
        let head = ["Part, in its worst position", "Count", "Power, W"].map(str::to_owned).into_iter();
        let rows = rack.parts.iter().map(|p| {
            vec![
                p.name.clone(),
                p.count.to_string(),
                format_number(p.power_w, 0),
                t.format_number(p.inlet_c, 1),
                t.format_number(p.temperature_c, 1),
                t.format_number(p.limit_c, 0),
                k.format_number(p.limit_c - p.temperature_c, 1),
            ]
        });
        DataTable::from_rows(head.chain(units.convert_headings(labels)).collect(), rows.collect(), true)
    };
    let blocks =
        result.architectures.iter().filter_map(|a| a.rack.as_ref().map(|rack| (a, rack))).flat_map(|(a, rack)| {
            let heading = format!("{}: {}, {}", a.name, format_power(rack.power_w), a.system_name);
            [Block::Heading(heading), Block::Table(table(rack))]
        });
    Section::new("Inside one rack at full load", blocks.collect()).shown_to(Audience::Page)
}

/// The air that the plant is sized for, and what is installed.
pub(crate) fn plant_section(result: &Comparison, units: UnitSystem) -> Section {
    let (t, site) = (units.unit_for("°C"), &result.site);
    let air = format!(
        "Outdoor air is warmer than {} dry-bulb and {} wet-bulb in 0.4 % of the hours ({}). Capacity is sized for {} and {} ({}). \
         Weather: {}.",
        t.format_with_unit(site.design_dry_bulb_c, 1),
        t.format_with_unit(site.design_wet_bulb_c, 1),
        site.design_values_basis.describe(),
        t.format_with_unit(site.extreme_dry_bulb_c, 1),
        t.format_with_unit(site.extreme_wet_bulb_c, 1),
        site.design_basis.describe(),
        site.credit
    );
    let mut blocks = vec![Block::Paragraph(air)];
    for a in result.architectures.iter().filter(|a| a.feasible) {
        blocks.extend([Block::Heading(a.name.clone()), Block::Table(installed_table(a, units))]);
    }
    Section::new("Plant and site", blocks).shown_to(Audience::Page)
}

fn installed_table(a: &ArchitectureResult, units: UnitSystem) -> DataTable {
    let capacity = |i: &InstalledEquipment| {
        let show = |w| if i.cools { units.format_cooling_capacity(w) } else { format_power(w) };
        i.capacity_w.map_or_else(|| "–".to_owned(), show)
    };
    let row = |i: &InstalledEquipment| vec![i.what.clone(), i.count.to_string(), capacity(i), i.equipment.clone()];
    let head = ["Installed", "Count", "Each", "Catalog"].map(str::to_owned).to_vec();
    DataTable::from_rows(head, a.plant.iter().map(row).collect(), true)
}
