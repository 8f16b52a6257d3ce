//! Which tables of `[plant]` are given, and whether they make a plant.

use crate::scenario::findings::ScenarioFindings;
use crate::scenario::issue::ScenarioIssue;
use crate::scenario::tree::{TreeNode, ValueOrigin};

use super::chiller::ChillerInput;
use super::cooler::{DryCoolerInput, EvaporativeCoolerInput};
use super::economizer::EconomizerInput;
use super::keys::QuantityReader;
use super::pump::PumpInput;
use super::set_point::SetPointInput;
use super::tower::TowerInput;

/// Plant on one loop; every value in SI (`_c` in °C).
#[derive(Clone, Debug)]
pub struct PlantInput {
    /// Set point of the supply.
    pub supply: SetPointInput,
    /// Whether each component takes the water's specific heat at its inlet, as EnergyPlus does.
    pub specific_heat_at_inlet: bool,
    /// Steady states in an hour, the weather interpolated between its rows.
    pub steps_per_hour: u32,
    /// Pumps of the loop.
    pub pump: PumpInput,
    /// Tower of the loop or of the condenser.
    pub tower: Option<TowerInput>,
    /// Pumps of the condenser loop.
    pub condenser_pump: Option<PumpInput>,
    /// Chiller.
    pub chiller: Option<ChillerInput>,
    /// Economiser exchanger, with or without a tower loop of its own.
    pub economiser: Option<EconomizerInput>,
    /// Dry cooler.
    pub dry_cooler: Option<DryCoolerInput>,
    /// Closed-circuit evaporative cooler.
    pub evaporative_cooler: Option<EvaporativeCoolerInput>,
}

/// The tables.
#[derive(Clone, Copy)]
pub(super) struct GivenParts<'a> {
    pub pump: Option<&'a TreeNode>,
    pub tower: Option<&'a TreeNode>,
    pub condenser_pump: Option<&'a TreeNode>,
    pub chiller: Option<&'a TreeNode>,
    pub economizer: Option<&'a TreeNode>,
    pub free_tower: Option<&'a TreeNode>,
    pub free_pump: Option<&'a TreeNode>,
    pub dry_cooler: Option<&'a TreeNode>,
    pub evaporative_cooler: Option<&'a TreeNode>,
}

/// Rounding of a flow is no shortage.
const FLOW_TOLERANCE: f64 = 1e-4;

/// Reports that tables do not make a plant, at one of them.
fn report_parts(issues: &mut ScenarioFindings, at: &TreeNode, message: String, help: &str) {
    let origin = match &at.origin {
        ValueOrigin::File(span) => ValueOrigin::File(span.start..span.start + 1),
        set @ ValueOrigin::Set(_) => set.clone(),
    };
    issues.push(ScenarioIssue { message, origin, label: "here".to_owned(), help: Some(help.to_owned()) });
}

impl<'a> GivenParts<'a> {
    /// Asks a reader for every table.
    pub fn find_tables(k: &mut QuantityReader<'a, '_>) -> Self {
        Self {
            pump: k.table_node("pump"),
            tower: k.table_node("tower"),
            condenser_pump: k.table_node("condenser_pump"),
            chiller: k.table_node("chiller"),
            economizer: k.table_node("economizer"),
            free_tower: k.table_node("free_cooling_tower"),
            free_pump: k.table_node("free_cooling_pump"),
            dry_cooler: k.table_node("dry_cooler"),
            evaporative_cooler: k.table_node("evaporative_cooler"),
        }
    }

    /// Reports what does not make one of the plants: a tower, a cooler, or a chiller with what it needs.
    pub fn check_topology(
        &self,
        node: &TreeNode,
        air_cooled: Option<bool>,
        shared: bool,
        issues: &mut ScenarioFindings,
    ) {
        let mut wrong = |message: &str, at: Option<&TreeNode>, help: &str| {
            report_parts(issues, at.unwrap_or(node), message.to_owned(), help);
        };
        let closed = [self.dry_cooler, self.evaporative_cooler];
        if self.chiller.is_none() {
            let coolers: Vec<&TreeNode> = std::iter::once(self.tower).chain(closed).flatten().collect();
            let help = "give one of [plant.tower], [plant.dry_cooler], [plant.evaporative_cooler] and [plant.chiller]";
            match coolers.as_slice() {
                [] => wrong("nothing cools the loop", None, help),
                [_] => {}
                [.., last] => wrong("two coolers on one loop", Some(*last), help),
            }
            if self.condenser_pump.is_some() {
                let help = "it belongs to a water-cooled [plant.chiller]: remove it";
                wrong("a condenser pump without a chiller", self.condenser_pump, help);
            }
        } else {
            for cooler in closed.into_iter().flatten() {
                let help = "a chiller is cooled by a tower or by outdoor air";
                wrong("a cooler of a closed loop beside a chiller", Some(cooler), help);
            }
            match (air_cooled, self.tower.is_some(), self.condenser_pump.is_some()) {
                (Some(true), false, false) | (None | Some(false), true, true) => {}
                (Some(true), ..) => {
                    let help = "remove [plant.tower] and [plant.condenser_pump], or set condenser = \"water\"";
                    wrong("a condenser loop at an air-cooled chiller", self.tower.or(self.condenser_pump), help);
                }
                _ => {
                    let help = "a water-cooled chiller needs both [plant.tower] and [plant.condenser_pump]";
                    wrong("the condenser loop is not whole", self.chiller, help);
                }
            }
        }
        self.check_economizer(shared, &mut wrong);
    }

    fn check_economizer(&self, shared: bool, wrong: &mut impl FnMut(&str, Option<&TreeNode>, &str)) {
        let own = self.free_tower.or(self.free_pump);
        match (self.economizer, own) {
            (None, None) => {}
            (None, Some(part)) => {
                let help = "it belongs to [plant.economizer]: add that table or remove this one";
                wrong("a free-cooling loop without an economizer", Some(part), help);
            }
            (Some(_), Some(part)) if shared => {
                let help = "tower_loop = \"condenser\" takes water of [plant.tower]: remove this table, or set tower_loop = \"own\"";
                wrong("a free-cooling loop that nothing uses", Some(part), help);
            }
            (Some(at), _) if shared && self.condenser_pump.is_none() => {
                let help = "tower_loop = \"condenser\" needs a water-cooled chiller with [plant.tower] and [plant.condenser_pump]";
                wrong("the economizer has no tower loop", Some(at), help);
            }
            (Some(_), _) if shared => {}
            (Some(at), _) => {
                if self.chiller.is_none() || self.free_tower.is_none() || self.free_pump.is_none() {
                    let help = "it needs [plant.chiller], [plant.free_cooling_tower] and [plant.free_cooling_pump], or tower_loop = \"condenser\"";
                    wrong("the economizer is not whole", Some(at), help);
                }
            }
        }
    }

    /// Reports set points that have no part, and flows that a pump does not reach.
    pub fn check_flows(&self, plant: &PlantInput, issues: &mut ScenarioFindings) {
        if let (Some(at), None, Some(tower)) = (self.tower, self.chiller, &plant.tower)
            && tower.set_point.is_some()
        {
            let help = "the tower of the loop holds the supply of [plant]: set it there and remove this one";
            report_parts(issues, at, "`plant.tower.set_point` has no part without a chiller".to_owned(), help);
        }
        let (Some(at), Some(economizer)) = (self.economizer, &plant.economiser) else { return };
        let (taken_m3_s, pump, takers) = match (&economizer.own_loop, &plant.condenser_pump) {
            (Some(own), _) => (economizer.flow_m3_s, &own.pump, "the economizer takes"),
            (None, Some(pump)) => {
                let condenser = plant.chiller.as_ref().and_then(|c| c.condenser_flow);
                let Some((condenser_m3_s, _)) = condenser else {
                    let help = "give plant.chiller.condenser_flow: the rest of the pump's water is the economizer's";
                    report_parts(issues, at, "a shared tower loop without a condenser flow".to_owned(), help);
                    return;
                };
                (economizer.flow_m3_s + condenser_m3_s, pump, "economizer and condenser take")
            }
            (None, None) => return,
        };
        if taken_m3_s > pump.flow_m3_s * (1.0 + FLOW_TOLERANCE) {
            let message = format!("{takers} {taken_m3_s} m³/s; their pump gives {} m³/s", pump.flow_m3_s);
            report_parts(issues, at, message, "give the pump of their loop more flow, or less to what it serves");
        }
    }
}
