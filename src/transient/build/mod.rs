//! From a rack, its steady state and its surroundings to the network that a run integrates.

mod air;
mod builder;
mod heat_path;
mod liquid;

use crate::network::dynamic::DynamicNetwork;
use crate::rack::branch::CoolantStream;
use crate::rack::solve::RackSolver;
use crate::rack::state::RackState;

use super::boundary::BoundaryConditions;
use super::case::RunError;
use super::loops::CoolantLoopState;
use super::model::{EvaluationOutputs, JacobianScratch, SharedSupplies, StateLayout, TransientModel};
use super::parts::ChipGroup;
use super::plan::DrivePlan;
use super::room::TrayAirNodes;
use super::servers::group_servers;

use self::builder::TransientModelBuilder;
use self::heat_path::HeatPath;

/// Parts of every unknown that is no temperature: this much of it counts as a kelvin.
const CONTROL_SCALE: f64 = 0.02;

/// The network of a rack in its steady state, with the plan of a run.
///
/// # Errors
/// When the flows of the rack can't be found.
pub(super) fn build_model(
    around: &BoundaryConditions<'_>,
    state: &RackState,
    plan: &DrivePlan,
) -> Result<TransientModel, RunError> {
    let load = around.setup.rack.busy_load(around.architecture);
    let mut solver = RackSolver::new(&around.setup.rack, around.architecture.supply, load)?;
    let mut builder = TransientModelBuilder::new(around, state, &plan.failing_fan);
    let path = builder.add_heat_path(around, &mut solver)?;
    let mut model = assemble_model(builder, path, solver.air_stream().0, (around, plan.clone()));
    model.fit_resistance_floors()?;
    Ok(model)
}

/// Rows of speeds and clocks behind those of temperatures, in the order pumps, fans, clocks; their values go to `start`.
fn add_control_rows(
    state: &RackState,
    start: &mut Vec<f64>,
    coolant_loop: Option<&mut CoolantLoopState>,
    (tray_air, chips): (&mut [TrayAirNodes], &mut [ChipGroup]),
) -> StateLayout {
    let nodes = start.len();
    if let Some(own) = coolant_loop {
        own.speed = start.len();
        start.push(state.setting.pump);
    }
    for fans in tray_air {
        fans.speed = start.len();
        start.push(state.setting.fans[fans.kind]);
    }
    let speeds = nodes..start.len();
    for group in chips {
        group.rows.clock = start.len();
        start.push(1.0);
    }
    StateLayout { nodes, speeds }
}

/// Entries of the matrix that speeds and clocks couple, beside the links of the network.
fn control_couplings(layout: &StateLayout, chips: &[ChipGroup]) -> Vec<(usize, usize)> {
    let nodes = layout.nodes;
    let mut coupled: Vec<(usize, usize)> =
        layout.speeds.clone().flat_map(|s| (0..nodes).flat_map(move |i| [(s, i), (i, s)])).collect();
    coupled.extend(chips.iter().map(|c| c.rows).flat_map(|rows| {
        [(rows.clock, rows.die), (rows.clock, rows.lid), (rows.clock, rows.cooler), (rows.die, rows.clock)]
    }));
    coupled
}

fn assemble_model(
    builder: TransientModelBuilder<'_>,
    mut path: HeatPath,
    air: CoolantStream,
    (around, plan): (&BoundaryConditions<'_>, DrivePlan),
) -> TransientModel {
    let TransientModelBuilder { net, rack, state, mut chips, mut modules, streams, feeds, mut start, .. } = builder;
    let servers = group_servers(&rack.trays, &streams, (&mut chips, &mut modules));
    let layout = add_control_rows(state, &mut start, path.coolant_loop.as_mut(), (&mut path.tray_air, &mut chips));
    let row_count = start.len();
    let net = DynamicNetwork::new(&net, row_count - layout.nodes, &control_couplings(&layout, &chips));
    let mut error_scales = vec![1.0; row_count];
    error_scales[layout.nodes..].fill(CONTROL_SCALE);
    let (shelf_row, bus_row) = path.supply_rows(rack);
    TransientModel {
        net,
        error_scales,
        start,
        layout,
        scratch: JacobianScratch::for_rows(row_count),
        servers,
        chips,
        modules,
        streams,
        trays: path.liquid_trays.into_iter().map(|t| t.outlet).collect(),
        feeds,
        tray_air: path.tray_air,
        room_air: path.room_air,
        door_coil: path.door_coil,
        room_cooling: path.room_cooling,
        coolant_loop: path.coolant_loop,
        facility_water: path.facility_water,
        boiling_tank: path.boiling_tank,
        supplies: SharedSupplies { shelf: rack.shelf, bus: rack.bus, shelf_row, bus_row },
        return_air_row: path.return_air.row,
        air,
        rules: around.rules,
        plan,
        outputs: EvaluationOutputs::default(),
    }
}
