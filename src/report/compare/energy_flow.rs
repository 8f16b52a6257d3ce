//! The electricity of a facility from the meter to the outdoor air as nodes and flows: what is drawn is what the JSON has.

use crate::report::chart::sankey::{FlowDiagram, FlowNode, NodeLabelSide};
use crate::report::document::numbers::{format_number, format_power};
use crate::study::compare::result::{ArchitectureResult, EndUse, HeatFlow};

/// Shares of the meter below this are too thin to be drawn.
const MIN_SHARE: f64 = 0.0005;

/// What a node stands for; it gives its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FlowKind {
    /// Electricity at the meter, and of a campus.
    Meter,
    /// At the inlets of the IT equipment.
    ItInlet,
    /// A class of end uses.
    EndUse(EndUse),
    /// Heat of the hall before it parts.
    HallHeat,
    /// Heat in the racks' liquid.
    Liquid,
    /// Heat in the hall's air.
    HallAir,
    /// Heat into the outdoor air.
    OutdoorAir,
    /// Heat to a district.
    District,
}

/// Where the electricity of a part goes as heat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HeatPath {
    /// Into the racks' liquid or the hall's air.
    Hall,
    /// Outdoors, through the plant or past it.
    Outdoors,
}

/// A facility's flows, and what each node stands for.
pub(crate) struct EnergyFlow {
    /// Nodes and flows, W.
    pub diagram: FlowDiagram,
    /// What each node stands for.
    pub kinds: Vec<FlowKind>,
    names: Vec<String>,
    total_w: f64,
}

/// A part of a group: its name, its class, its power and where that goes.
type FlowPart = (&'static str, EndUse, f64, HeatPath);

impl EnergyFlow {
    /// The flows of an architecture; nothing without a year.
    pub fn new(a: &ArchitectureResult) -> Option<Self> {
        let (total_w, heat) = (a.facility_power_w?, &a.annual.as_ref()?.heat_flow);
        let mut flow = Self { diagram: FlowDiagram::default(), kinds: Vec::new(), names: Vec::new(), total_w };
        let meter = flow.add(0, (FlowKind::Meter, "Utility meter"), "", total_w, NodeLabelSide::None);
        let groups = part_groups(a, heat);
        let mut parts: Vec<(usize, FlowPart)> = Vec::new();
        for (name, kind, members) in &groups {
            let members: Vec<&FlowPart> = members.iter().filter(|p| p.2 / total_w >= MIN_SHARE).collect();
            let sum_w: f64 = members.iter().map(|p| p.2).sum();
            if members.is_empty() {
                continue;
            }
            let group = flow.add_share(1, *kind, name, sum_w);
            flow.diagram.add_link(meter, group, sum_w);
            parts.extend(members.into_iter().map(|p| (group, *p)));
        }
        // What stays in the hall stands above what goes outdoors at once.
        parts.sort_by_key(|(_, p)| p.3 == HeatPath::Outdoors);
        let nodes: Vec<usize> = parts
            .iter()
            .map(|(group, (name, end_use, w, _))| {
                let node = flow.add_share(2, FlowKind::EndUse(*end_use), name, *w);
                flow.diagram.add_link(*group, node, *w);
                node
            })
            .collect();
        flow.add_heat(&parts, &nodes, heat);
        Some(flow)
    }

    fn add_heat(&mut self, parts: &[(usize, FlowPart)], nodes: &[usize], heat: &HeatFlow) {
        let hall_w: f64 = parts.iter().filter(|(_, p)| p.3 == HeatPath::Hall).map(|(_, p)| p.2).sum();
        let hall = self.add(3, (FlowKind::HallHeat, "Heat of the hall"), "", hall_w, NodeLabelSide::None);
        // Thin parts that are left out are taken off the larger carrier.
        let (liquid_w, air_w) = if heat.to_liquid_w > heat.to_hall_air_w {
            (hall_w - heat.to_hall_air_w, heat.to_hall_air_w)
        } else {
            (heat.to_liquid_w, hall_w - heat.to_liquid_w)
        };
        let mut carriers: Vec<(usize, f64)> = Vec::new();
        for (kind, name, w) in [(FlowKind::Liquid, "Liquid", liquid_w), (FlowKind::HallAir, "Hall air", air_w)] {
            if w / self.total_w >= MIN_SHARE {
                carriers.push((self.add_share(4, kind, name, w), w));
            }
        }
        let outdoors: Vec<(usize, f64)> = parts
            .iter()
            .zip(nodes)
            .filter_map(|((_, p), node)| (p.3 == HeatPath::Outdoors).then_some((*node, p.2)))
            .collect();
        let all_w = hall_w + outdoors.iter().map(|o| o.1).sum::<f64>();
        let district_w = heat.delivered_w.min(liquid_w);
        let district = (district_w / self.total_w >= MIN_SHARE)
            .then(|| self.add_sink(FlowKind::District, "District heat", district_w));
        let reused_w = district.map_or(0.0, |_| district_w);
        let sink = self.add_sink(FlowKind::OutdoorAir, "Outdoor air", all_w - reused_w);
        for ((_, p), node) in parts.iter().zip(nodes).filter(|((_, p), _)| p.3 == HeatPath::Hall) {
            self.diagram.add_link(*node, hall, p.2);
        }
        for (carrier, w) in &carriers {
            self.diagram.add_link(hall, *carrier, *w);
        }
        for (place, (carrier, w)) in carriers.iter().enumerate() {
            let reused = if place == 0 { reused_w } else { 0.0 };
            if let Some(district) = district.filter(|_| reused > 0.0) {
                self.diagram.add_link(*carrier, district, reused);
            }
            self.diagram.add_link(*carrier, sink, w - reused);
        }
        for (node, w) in outdoors {
            self.diagram.add_link(node, sink, w);
        }
    }

    /// Name of a node without its figure.
    pub fn node_name(&self, node: usize) -> String {
        self.names[node].clone()
    }

    fn add(
        &mut self,
        column: usize,
        (kind, name): (FlowKind, &str),
        label: &str,
        value: f64,
        side: NodeLabelSide,
    ) -> usize {
        self.kinds.push(kind);
        self.names.push(name.to_owned());
        self.diagram.add_node(FlowNode { column, label: label.to_owned(), value, side })
    }

    fn add_share(&mut self, column: usize, kind: FlowKind, name: &str, value: f64) -> usize {
        let label = format!("{name} {}", format_share(value / self.total_w));
        self.add(column, (kind, name), &label, value, NodeLabelSide::Right)
    }

    fn add_sink(&mut self, kind: FlowKind, name: &str, value: f64) -> usize {
        let label = format!("{name} {}", format_share(value / self.total_w));
        self.add(5, (kind, name), &label, value, NodeLabelSide::Left)
    }
}

/// A share of the meter with one decimal.
pub(crate) fn format_share(share: f64) -> String {
    format!("{} %", format_number(share * 100.0, usize::from(share < 0.9995)))
}

/// What is bought and its power.
pub(crate) fn meter_label(a: &ArchitectureResult) -> String {
    let bought = end_use_power(a, EndUse::PurchasedCooling) > 0.0;
    let meter = if bought { "meter and campus" } else { "utility meter" };
    format!("{meter} {}", format_power(a.facility_power_w.unwrap_or(0.0)))
}

fn end_use_power(a: &ArchitectureResult, of: EndUse) -> f64 {
    a.power.iter().find(|s| s.bucket == of).map_or(0.0, |s| s.power_w)
}

/// Share of the meter that computes: accelerators, or in halls without them every other part that computes.
pub(crate) fn computing_share(a: &ArchitectureResult) -> Option<(&'static str, f64)> {
    let total_w = a.facility_power_w?;
    let (chips, other) = (end_use_power(a, EndUse::Accelerators), end_use_power(a, EndUse::OtherIt));
    Some(if chips > 0.0 { ("the accelerators", chips / total_w) } else { ("the servers' boards", other / total_w) })
}

/// The parts of a facility by the group that feeds them.
fn part_groups(a: &ArchitectureResult, heat: &HeatFlow) -> Vec<(&'static str, FlowKind, Vec<FlowPart>)> {
    use HeatPath::{Hall, Outdoors};
    let of = |end_use| end_use_power(a, end_use);
    let own = |name, end_use: EndUse, path| (name, end_use, of(end_use), path);
    let fixed_w = (heat.to_outdoors_w - heat.transformer_loss_w).max(0.0);
    let lighting_w = (of(EndUse::Building) - fixed_w).max(0.0);
    vec![
        (
            "IT inlet",
            FlowKind::ItInlet,
            vec![
                own("Accelerators", EndUse::Accelerators, Hall),
                own("Other IT", EndUse::OtherIt, Hall),
                own("Network", EndUse::Network, Hall),
                own("Storage", EndUse::Storage, Hall),
                own("Server fans", EndUse::ServerFans, Hall),
                ("Server power supplies", EndUse::Conversion, heat.supply_loss_w, Hall),
            ],
        ),
        (
            "Power chain",
            FlowKind::EndUse(EndUse::Conversion),
            vec![
                ("UPS and busways", EndUse::Conversion, heat.hall_conversion_loss_w, Hall),
                ("Transformers", EndUse::Conversion, heat.transformer_loss_w, Outdoors),
            ],
        ),
        (
            "Cooling",
            FlowKind::EndUse(EndUse::Chillers),
            vec![
                own("Room air handlers", EndUse::AirHandling, Hall),
                ("Coolant pumps", EndUse::Pumps, heat.coolant_pump_w, Hall),
                ("Plant pumps", EndUse::Pumps, of(EndUse::Pumps) - heat.coolant_pump_w, Outdoors),
                own("Chillers", EndUse::Chillers, Outdoors),
                own("Purchased cooling", EndUse::PurchasedCooling, Outdoors),
                own("Heat rejection fans", EndUse::HeatRejection, Outdoors),
            ],
        ),
        (
            "Lighting, fixed loads",
            FlowKind::EndUse(EndUse::Building),
            vec![
                ("Lighting", EndUse::Building, lighting_w, Hall),
                ("Fixed loads", EndUse::Building, fixed_w, Outdoors),
            ],
        ),
    ]
}
