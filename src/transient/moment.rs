//! What a reader sees of a state: temperatures, flows and powers of a moment.

use super::model::TransientModel;
use super::sample::TransientSample;

impl TransientModel {
    /// Writes the moment of a state that was evaluated last: its time, s, and the heat stored above the start, J.
    pub fn write_sample(&self, (at_s, y, stored_j): (f64, &[f64], f64), into: &mut TransientSample) {
        into.at_s = at_s;
        into.junctions_c.clear();
        into.junctions_c.extend(self.chips.iter().map(|c| y[c.rows.die]));
        into.cases_c.clear();
        into.cases_c.extend(self.chips.iter().map(|c| y[c.rows.cooler]));
        let aisle_c = self.room_air.as_ref().map(|a| self.net.node_celsius(a.cold, y));
        into.inlet_c = self.room_air.as_ref().map(|a| a.server_inlet_c(&self.net, y));
        (into.supply_c, into.return_c) = match (&self.coolant_loop, &self.boiling_tank, &self.room_air) {
            (Some(own), ..) => (y[own.tray_inlet_row], y[own.return_row]),
            (None, Some(tank), _) => (y[tank.row], y[tank.row]),
            (None, None, Some(aisles)) => (into.inlet_c.unwrap_or(f64::NAN), y[aisles.exit_row]),
            _ => (f64::NAN, f64::NAN),
        };
        into.room_c = aisle_c.unwrap_or(y[self.return_air_row]);
        into.facility_c = self.facility_water.as_ref().map(|f| y[f.inlet_row]);
        into.flow_share = self.flow_share();
        into.rack_w = self.outputs.rack_w;
        (into.rack_low_w, into.rack_high_w) = (into.rack_w, into.rack_w);
        into.out_w = self.outputs.out_w;
        into.work = self.outputs.work;
        into.stored_j = stored_j;
    }
}
