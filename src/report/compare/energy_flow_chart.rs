//! The energy of a site from the meter through the power chain and the IT inlet to air, liquid and the outdoor air: a panel
//! for each architecture, or for the two of which the largest and the smallest share computes where there are many.

use plotters::style::RGBColor;

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::sankey::NODE_WIDTH;
use crate::report::chart::scale::pixel_height;
use crate::report::chart::text::{shorten_middle, text_width};
use crate::report::chart::theme::Theme;
use crate::report::document::numbers::format_number;
use crate::report::error::ReportError;
use crate::study::compare::result::{ArchitectureResult, EndUse, SiteSummary};

use super::energy_flow::{EnergyFlow, FlowKind, computing_share, meter_label};

const WIDTH: u32 = 960;
/// Height of all that is bought.
const METER_HEIGHT: f64 = 270.0;
const NAME_HEIGHT: f64 = 32.0;
const PANEL_GAP: f64 = 26.0;
/// Most panels that are drawn; beyond, the two extremes.
const MAX_PANELS: usize = 4;
/// Left edges of the columns: meter, groups, parts, heat of the hall, its carriers, the outdoor air.
const COLUMNS: [f64; 6] = [MARGIN, 110.0, 396.0, 650.0, 686.0, 960.0 - MARGIN - NODE_WIDTH];

/// The chart; nothing to draw without a feasible architecture.
pub fn build_chart(all: &[&ArchitectureResult], site: &SiteSummary) -> Result<Option<Chart>, ReportError> {
    let mut by_share: Vec<(&ArchitectureResult, EnergyFlow)> =
        all.iter().filter_map(|a| Some((*a, EnergyFlow::new(a)?))).collect();
    let numbers = (description(&by_share), table(&by_share));
    let Some(title) = chart_title(&by_share.iter().map(|(a, _)| *a).collect::<Vec<_>>()) else { return Ok(None) };
    let which = if by_share.len() > MAX_PANELS {
        let count = by_share.len();
        let share = |a: &ArchitectureResult| computing_share(a).map_or(0.0, |s| s.1);
        by_share.sort_by(|a, b| share(b.0).total_cmp(&share(a.0)));
        let last = by_share.pop();
        by_share.truncate(1);
        by_share.extend(last);
        format!("; of {count} architectures the two of which the largest and the smallest share computes")
    } else {
        String::new()
    };
    let subtitle = format!("Electricity and heat, mean of the year, % of the power at the meter{which}");
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 6.0;
    let scale = |a: &ArchitectureResult| METER_HEIGHT / a.facility_power_w.unwrap_or(1.0).max(1e-9);
    let heights: Vec<f64> = by_share.iter().map(|(a, flow)| flow.diagram.height(scale(a))).collect();
    let panels = heights.iter().map(|h| NAME_HEIGHT + h + PANEL_GAP).sum::<f64>();
    let height = pixel_height(top + panels + 34.0);
    let chart = Chart::from_painter("site-energy", (title, subtitle), (WIDTH, height), |canvas| {
        let bold = LabelStyle { size: 14.0, bold: true, color: canvas.theme.ink };
        let mut y = top;
        for ((a, flow), height) in by_share.iter().zip(&heights) {
            let bought = format!(": {}", meter_label(a));
            let room = canvas.width - 2.0 * MARGIN - text_width(&bought, bold);
            let name = shorten_middle(&a.name, bold, room) + &bought;
            canvas.draw_text(&name, (MARGIN, y + 12.0), TextAnchor::Left, bold);
            let colors: Vec<RGBColor> = flow.kinds.iter().map(|kind| node_color(&canvas.theme, *kind)).collect();
            flow.diagram.draw(canvas, (y + NAME_HEIGHT, scale(a)), &COLUMNS, &colors);
            y += NAME_HEIGHT + height + PANEL_GAP;
        }
        canvas.draw_footer(&format!(
            "{}: {}. Parts below 0.05 % are left out. Heat to liquid and air is that of the whole hall.",
            site.location, site.dataset
        ));
    })?;
    Ok(Some(chart.with_numbers(&numbers.0, numbers.1)))
}

/// What computes and what leaves with liquid and with air.
fn description(all: &[(&ArchitectureResult, EnergyFlow)]) -> String {
    let of = |(a, flow): &(&ArchitectureResult, EnergyFlow)| {
        let nodes = flow.diagram.nodes.iter().zip(&flow.kinds);
        let told = |kind: &FlowKind| !matches!(kind, FlowKind::Meter | FlowKind::HallHeat | FlowKind::EndUse(_));
        let labels: Vec<&str> = nodes.filter(|(_, kind)| told(kind)).map(|(n, _)| n.label.as_str()).collect();
        format!("{}: {}.", a.name, labels.join(", "))
    };
    all.iter().map(of).collect::<Vec<_>>().join(" ")
}

/// A row for each flow of every architecture.
fn table(all: &[(&ArchitectureResult, EnergyFlow)]) -> ChartTable {
    let mut table = ChartTable::new(["architecture", "from", "to", "power_w", "share_of_meter"]);
    for (a, flow) in all {
        let total_w = a.facility_power_w.unwrap_or(f64::NAN);
        for link in &flow.diagram.links {
            let [from, to] = [link.from, link.to].map(|i| flow.node_name(i));
            table.push([a.name.clone(), from, to, number_cell(link.value), number_cell(link.value / total_w)]);
        }
    }
    table
}

/// How much of what is bought computes: in the best architecture, and in the worst where there are several.
fn chart_title(all: &[&ArchitectureResult]) -> Option<String> {
    let share = |a: &ArchitectureResult| computing_share(a).map_or(0.0, |s| s.1);
    let by = |a: &&&ArchitectureResult, b: &&&ArchitectureResult| share(a).total_cmp(&share(b));
    // Of equal ones the first and the last, as in the panels.
    let (best, worst) = (all.iter().rev().max_by(by)?, all.iter().rev().min_by(by)?);
    let (what, most) = computing_share(best)?;
    let least = share(worst);
    let whole = |share: f64| format_number(100.0 * share, 0);
    let digits = usize::from(whole(most) == whole(least) && most != least);
    let figure = |share: f64| format_number(100.0 * share, digits);
    let start = format!("Of every 100 kWh bought, {} reach {what}", figure(most));
    Some(match all.len() {
        1 => format!("{start} of ‘{}’", best.name),
        _ if most - least < 5e-4 => format!("{start} in every architecture"),
        _ => format!("{start} with ‘{}’, {} with ‘{}’", best.name, figure(least), worst.name),
    })
}

fn node_color(theme: &Theme, kind: FlowKind) -> RGBColor {
    match kind {
        FlowKind::Meter | FlowKind::ItInlet | FlowKind::HallHeat => theme.tint_color(theme.ink, 0.75),
        FlowKind::EndUse(end_use) => theme.end_use_colors(end_use).0,
        FlowKind::Liquid => theme.end_use_colors(EndUse::Chillers).0,
        FlowKind::HallAir => theme.end_use_colors(EndUse::AirHandling).0,
        FlowKind::OutdoorAir => theme.tint_color(theme.ink, 0.5),
        FlowKind::District => theme.end_use_colors(EndUse::Accelerators).0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::report::compare::energy_flow::EnergyFlow;
    use crate::scenario::Scenario;
    use crate::study::compare;

    /// Every column carries what the meter does, and the last what the JSON says leaves.
    #[test]
    fn every_node_passes_on_what_it_gets() {
        let catalog = Catalog::load(None).unwrap();
        let scenario = Scenario::parse("built-in", crate::scenario::DEFAULT, &[], &catalog).unwrap();
        let result = compare::run(&scenario, &catalog).unwrap();
        for a in &result.architectures {
            let flow = EnergyFlow::new(a).unwrap();
            let total_w = a.facility_power_w.unwrap();
            for (i, node) in flow.diagram.nodes.iter().enumerate() {
                let sum = |of: fn(&crate::report::chart::sankey::FlowLink) -> usize| {
                    flow.diagram.links.iter().filter(|l| of(l) == i).map(|l| l.value).sum::<f64>()
                };
                let (gets, gives) = (sum(|l| l.to), sum(|l| l.from));
                // Parts below 0.05 % are left out.
                let rounding = 0.006 * total_w;
                assert!(node.column == 0 || (gets - node.value).abs() < 1e-6 * total_w, "{}: {gets}", node.label);
                assert!(node.column == 5 || (gives - node.value).abs() < rounding, "{}: {gives}", node.label);
            }
            let heat = &a.annual.as_ref().unwrap().heat_flow;
            let sum_w = heat.to_liquid_w + heat.to_hall_air_w + heat.to_plant_w + heat.to_outdoors_w;
            assert!(
                (sum_w / total_w - 1.0).abs() < 1e-9
                    && ((heat.rejected_w + heat.delivered_w) / total_w - 1.0).abs() < 1e-9
            );
            let of = |end_use| a.power.iter().find(|s| s.bucket == end_use).map_or(0.0, |s| s.power_w);
            let plant_w =
                of(EndUse::Chillers) + of(EndUse::PurchasedCooling) + of(EndUse::HeatRejection) + of(EndUse::Pumps)
                    - heat.coolant_pump_w;
            assert!(
                (heat.to_plant_w - plant_w).abs() < 1e-6 * total_w,
                "{}: {} and {plant_w}",
                a.name,
                heat.to_plant_w
            );
        }
    }
}
