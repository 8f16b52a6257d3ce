//! What takes a rack's heat from moment to moment: exchangers, door, tank, air handlers, plant.

use crate::units::VolumeFlow;

use super::loops::pass_min_heat;
use super::model::TransientModel;
use super::room::RoomCooling;

impl TransientModel {
    /// Drive of the room's air handlers, with what buoyancy keeps.
    pub(super) fn air_handler_drive(&self, t: f64) -> f64 {
        let plan = &self.plan;
        let share = plan.crah_share.value();
        let drive = (1.0 - share) * plan.crah.value(t) + share * plan.failing_crah.value(t);
        drive + self.rules.natural_air * (1.0 - drive)
    }

    /// Drive of the compressors, of the plant or of the room's own chiller.
    fn compressor_drive(&self, t: f64, room: bool) -> f64 {
        let plan = &self.plan;
        let share = plan.compressor_share.value();
        let (all, failing) =
            if room { (&plan.room, &plan.failing_room) } else { (&plan.compressors, &plan.failing_compressors) };
        (1.0 - share) * all.value(t) + share * failing.value(t)
    }

    /// What takes the heat: exchangers, door, tank, air handlers, plant.
    pub(super) fn update_cooling(&mut self, t: f64, y: &[f64], flux: &mut [f64]) -> f64 {
        let (mut out_w, mut cooler_w, mut vented_w) = (0.0, 0.0, 0.0);
        let crah = self.air_handler_drive(t);
        let (compressors, room) = (self.compressor_drive(t, false), self.compressor_drive(t, true));
        let lost = self.plan.exchanger_share.value() * (1.0 - self.plan.exchanger.value(t));
        if let Some(own) = &self.coolant_loop {
            let fan_w = own.liquid_to_air_state(self.plan.pump.value(t)).fan_w;
            flux[own.return_row] += own.power_w;
            flux[self.return_air_row] += fan_w;
            cooler_w += own.power_w + fan_w;
            let cold_w_k = self.facility_water.as_ref().map_or(0.0, |w| w.current_w_k);
            own.update_exchange(&mut self.net, y, cold_w_k, 1.0 - lost, self.plan.pump.value(t));
        }
        if let (Some(door), Some(aisles), Some(water)) = (&mut self.door_coil, &self.room_air, &self.facility_water) {
            let air = self.air.air_flow(VolumeFlow::new(aisles.flow_m3_s));
            door.update_fan_power(&air);
            flux[door.fan_to] += door.power_w;
            cooler_w += door.power_w;
            let drive = water.current_w_k / water.steady_w_k;
            let limit_w_k = door.conductance_w_k(&air, drive);
            pass_min_heat(&mut self.net, y, door.links, (limit_w_k, air.capacity_rate().w_k()));
        }
        if let (Some(tank), Some(water)) = (&mut self.boiling_tank, &self.facility_water) {
            let (beside_w, vapour_w) = tank.update_condenser(&mut self.net, y, water.current_w_k / water.steady_w_k);
            flux[tank.row] -= beside_w;
            if let Some(row) = self.net.node_row(tank.cell) {
                flux[row] += beside_w;
            }
            vented_w = vapour_w;
            out_w += vapour_w;
        }
        let fresh_w_k = self.room_air.as_ref().map_or(0.0, |a| a.handler_flow_m3_s * self.air.heat_j_m3_k);
        match &self.room_cooling {
            RoomCooling::Water { links, effectiveness, .. } => {
                pass_min_heat(&mut self.net, y, *links, (effectiveness * fresh_w_k, fresh_w_k));
            }
            RoomCooling::Direct(unit) => {
                let back_c = self.room_air.as_ref().map_or(unit.set_c, |a| y[a.return_air_row]);
                let drive = if unit.room { room } else { compressors };
                let (heat_w, beside_w) = unit.update_heat(&mut self.net, (back_c, fresh_w_k), drive);
                flux[unit.row] -= beside_w;
                out_w += heat_w;
            }
            RoomCooling::Still { link, row, steady_heat_w: usual_w, set_c } => {
                // Ten kelvin of a warmer room double the heat that air handlers take.
                let g = 0.1 * usual_w;
                let drive = crah * room;
                let asked_w = (usual_w + g * (y[*row] - set_c)).max(0.0);
                self.net.set_conductance(*link, if asked_w > 0.0 { drive * g } else { 0.0 });
                if asked_w > 0.0 {
                    flux[*row] -= drive * usual_w;
                }
                out_w += drive * asked_w;
            }
        }
        if let Some(water) = &self.facility_water {
            let (heat_w, beside_w) =
                water.update_plant_heat(&mut self.net, y, (self.plan.coolers.value(t), compressors));
            flux[water.plant_row] -= beside_w;
            out_w += heat_w;
        }
        self.outputs.out_w = out_w;
        self.outputs.cooler_w = cooler_w;
        vented_w
    }
}
