//! What stands between the parts of a rack and the plant: air, loops, tank, door, air handlers.

use crate::catalog::system::Coolant;
use crate::rack::RackError;
use crate::rack::model::RackModel;
use crate::rack::solve::RackSolver;
use crate::transient::boundary::BoundaryConditions;
use crate::transient::loops::{BoilingTankState, CoolantLoopState, FacilityWaterLoop};
use crate::transient::parts::TrayOutlet;
use crate::transient::room::{DoorCoil, RoomAirLoop, RoomCooling, TrayAirNodes};

use super::builder::{IndexedNode, TransientModelBuilder};

/// Everything that takes the heat of the parts.
pub(super) struct HeatPath {
    pub facility_water: Option<FacilityWaterLoop>,
    pub room_air: Option<RoomAirLoop>,
    pub tray_air: Vec<TrayAirNodes>,
    /// Takes the room's other heat.
    pub return_air: IndexedNode,
    pub coolant_loop: Option<CoolantLoopState>,
    pub liquid_trays: Vec<LiquidTrayGroup>,
    /// Row that the liquid of a loop returns to from the trays.
    pub liquid_return_row: Option<usize>,
    pub boiling_tank: Option<BoilingTankState>,
    pub door_coil: Option<DoorCoil>,
    pub room_cooling: RoomCooling,
}

/// Trays with liquid that are solved as one.
pub(super) struct LiquidTrayGroup {
    /// Where the liquid leaves them.
    pub outlet: TrayOutlet,
    /// Its row.
    pub row: usize,
    /// How many trays.
    pub count: f64,
    /// Of which kind.
    pub kind: usize,
}

impl HeatPath {
    /// Rows that take the heat of power shelves and of the busbar: where it goes is as in the steady state.
    pub fn supply_rows(&self, rack: &RackModel) -> (usize, usize) {
        let back_row = self.return_air.row;
        let tank_row = self.boiling_tank.as_ref().map(|t| t.row);
        let shelf_row = match (rack.shelf.map(|s| s.heat_to), tank_row.or(self.liquid_return_row)) {
            (Some(Coolant::Liquid), Some(row)) => row,
            _ => back_row,
        };
        (shelf_row, tank_row.unwrap_or(back_row))
    }
}

impl TransientModelBuilder<'_> {
    /// Everything that takes the heat of the parts, and the parts along it.
    pub fn add_heat_path(
        &mut self,
        around: &BoundaryConditions<'_>,
        solver: &mut RackSolver<'_>,
    ) -> Result<HeatPath, RackError> {
        let (air, room_supply) = solver.air_stream();
        let (heat_j_m3_k, room_c) = (air.heat_j_m3_k, room_supply.celsius());
        let facility_water = self.add_facility_water(around);
        let facility = facility_water.as_ref();
        let (room_air, tray_air, return_air) = self.add_room_air(solver, heat_j_m3_k, room_c)?;
        let aisles = room_air.as_ref();
        let coolant_loop = self.add_coolant_loop(around, solver, facility, (aisles, &tray_air), return_air)?;
        let boiling_tank = self.add_boiling_tank(around, facility, return_air);
        let door_coil = self.add_rear_door(facility, aisles, room_c);
        let room_cooling = self.add_room_cooling(around, facility, aisles, return_air, room_c);
        self.add_metal_masses(aisles, &tray_air, return_air, heat_j_m3_k, room_c);
        let (coolant_loop, liquid_trays, liquid_return_row) = match coolant_loop {
            Some(built) => (Some(built.state), built.trays, Some(built.return_row)),
            None => (None, Vec::new(), None),
        };
        let path = HeatPath {
            facility_water,
            room_air,
            tray_air,
            return_air,
            coolant_loop,
            liquid_trays,
            liquid_return_row,
            boiling_tank,
            door_coil,
            room_cooling,
        };
        self.route_supply_losses(&path);
        Ok(path)
    }

    /// Where the losses of every kind's supplies go.
    fn route_supply_losses(&mut self, path: &HeatPath) {
        for (kind, feed) in self.feeds.iter_mut().enumerate() {
            let Some(supply) = &feed.supply else { continue };
            let air = path.tray_air.iter().find(|b| b.kind == kind);
            feed.loss_to = match (supply.heat_to, air, &path.boiling_tank) {
                (Coolant::Liquid, _, Some(tank)) => vec![(tank.row, 1.0)],
                (Coolant::Liquid, _, None) => {
                    let own = path.liquid_trays.iter().filter(|t| t.kind == kind);
                    own.map(|t| (t.row, t.count / feed.count)).collect()
                }
                (Coolant::Air, Some(b), _) => vec![(b.out_row, 1.0)],
                (Coolant::Air, None, _) => vec![(path.return_air.row, 1.0)],
            };
        }
    }
}
