//! The air of a rack and its room: cold aisle, servers, rear door, hot aisle, air handlers.

use crate::component::coil::Coil;
use crate::component::mover::Mover;
use crate::network::dynamic::Dynamic;
use crate::network::thermal::{LinkId, NodeId};
use crate::units::{ThermalConductance, Power, Pressure, VolumeFlow};

use super::moving::{Machines, Ways};

/// Fans and air of one kind of tray, all its trays together.
#[derive(Clone, Debug)]
pub(super) struct Blown {
    /// Kind of tray.
    pub kind: usize,
    /// One fan.
    pub fan: Mover,
    /// All of them.
    pub machines: Machines,
    /// The air's ways.
    pub ways: Ways,
    /// Row of the speed that control asks for.
    pub speed: usize,
    /// Lowest speed.
    pub least: f64,
    /// Row that takes the fans' heat.
    pub before: usize,
    /// See `before`.
    pub before_id: NodeId,
    /// Reaching the parts.
    pub inlet: NodeId,
    /// Leaving them.
    pub out: NodeId,
    /// See `out`.
    pub out_row: usize,
    /// From the cold aisle and from the exhaust into the trays.
    pub inlets: [LinkId; 2],
    /// Before the parts, after surfaces.
    pub through: LinkId,
    /// From the trays into the space behind them.
    pub behind: LinkId,
    /// Air drawn at full drive in the steady state, m³/s.
    pub usual_m3_s: f64,
    /// Now, m³/s.
    pub flow_m3_s: f64,
    /// Electricity now, W.
    pub power_w: f64,
}

impl Blown {
    /// Flow and electricity with a share of the fans failing at a drive; buoyancy keeps a share of the usual flow.
    pub fn blow(&mut self, speed: f64, (share, drive): (f64, f64), natural: f64) {
        let speed = speed.clamp(self.least, 1.0);
        let op = self.machines.meet(&self.ways, (1.0 - share, speed), (share, speed * drive));
        let driven = op.flow_m3_s.max(0.0);
        self.flow_m3_s = driven + natural * (self.usual_m3_s - driven).max(0.0);
        let running = self.machines.count * (1.0 - share);
        self.power_w = if running > 0.0 {
            let each = self.fan.power(VolumeFlow::new(op.each_m3_s), Pressure::new(op.rise_pa), speed);
            running * each.watts()
        } else {
            0.0
        };
    }
}

/// Links of the air's way around.
#[derive(Clone, Debug)]
pub(super) struct Aisles {
    /// Before the racks.
    pub cold: NodeId,
    /// Behind the servers, before a door.
    pub exhaust: NodeId,
    /// See `exhaust`.
    pub exhaust_row: usize,
    /// Leaving the rack.
    pub exit: NodeId,
    /// See `exit`.
    pub exit_row: usize,
    /// On its way to the air handlers, with the room's other heat.
    pub back: NodeId,
    /// See `back`.
    pub back_row: usize,
    /// Behind their coils.
    pub coil: NodeId,
    /// See `coil`.
    pub coil_row: usize,
    /// From exhaust to exit: all the air.
    pub all: LinkId,
    /// From exit to air handlers and back to the cold aisle: what the room supplies.
    pub fresh: [LinkId; 3],
    /// Through a liquid-to-air unit, and what of that the room's supply lacks.
    pub beside: [LinkId; 2],
    /// Least share of the exhaust that returns to the inlets.
    pub recirculation: f64,
    /// Most air that the room supplies, m³/s.
    pub most_m3_s: f64,
    /// Now through the air handlers, m³/s.
    pub fresh_m3_s: f64,
    /// Now through the servers, m³/s.
    pub flow_m3_s: f64,
}

impl Aisles {
    /// Shares the air of all trays between the room's supply and the rack's own exhaust; `drive` is that of the air
    /// handlers' fans, `unit_m3_s` what a liquid-to-air unit draws.
    pub fn share(&mut self, net: &mut Dynamic, blown: &[Blown], (drive, unit_m3_s): (f64, f64), heat_j_m3_k: f64) {
        self.flow_m3_s = blown.iter().map(|b| b.flow_m3_s).sum();
        let wanted_m3_s = (1.0 - self.recirculation) * self.flow_m3_s;
        let servers_m3_s = (drive * wanted_m3_s).min(drive * self.most_m3_s);
        self.fresh_m3_s = servers_m3_s + drive * unit_m3_s;
        let own = 1.0 - servers_m3_s / self.flow_m3_s;
        for b in blown {
            let w_k = b.flow_m3_s * heat_j_m3_k;
            net.set(b.inlets[0], (1.0 - own) * w_k);
            net.set(b.inlets[1], own * w_k);
            net.set(b.through, w_k);
            net.set(b.behind, w_k);
        }
        net.set(self.all, self.flow_m3_s * heat_j_m3_k);
        let fresh = [servers_m3_s, self.fresh_m3_s, self.fresh_m3_s];
        let beside = [unit_m3_s, (1.0 - drive) * unit_m3_s];
        for (link, flow_m3_s) in self.fresh.into_iter().zip(fresh).chain(self.beside.into_iter().zip(beside)) {
            net.set(link, flow_m3_s * heat_j_m3_k);
        }
    }
}

/// A rear door: its two bounds, of which the lesser heat holds.
#[derive(Clone, Debug)]
pub(super) struct DoorCoil {
    /// The coil.
    pub coil: Coil,
    /// Capacity rate that its valve lets pass in the steady state, W/K.
    pub valve_w_k: f64,
    /// Limited by the coil, and by the valve that cools no further than the room's air.
    pub links: [LinkId; 2],
    /// Row that takes the heat of its fans.
    pub fan_to: usize,
    /// Electricity of its fans now, W.
    pub power_w: f64,
}

impl DoorCoil {
    /// Conductance between the inlets of air and water, W/K.
    pub fn conductance_w_k(&self, air_m3_s: f64, air_w_k: f64, drive: f64) -> f64 {
        let liquid_w_k = (self.valve_w_k * drive).max(1e-3);
        self.coil.heat((1.0, VolumeFlow::new(air_m3_s), ThermalConductance::new(air_w_k)), 0.0, ThermalConductance::new(liquid_w_k)).watts()
    }

    /// Electricity of its fans for an air flow.
    pub fn blow(&mut self, air_m3_s: f64) {
        self.power_w = if self.coil.0.fan_power_w > 0.0 {
            self.coil.fan_power(VolumeFlow::new(air_m3_s)).watts()
        } else {
            Power::ZERO.watts()
        };
    }
}

/// What holds the room's air at its temperature.
#[derive(Clone, Debug)]
pub(super) enum Handler {
    /// Coils on facility water: limited by the coil, and by the valve that holds the supply.
    Water {
        /// The two bounds.
        links: [LinkId; 2],
        /// Share of the difference of inlets that a coil takes.
        effectiveness: f64,
    },
    /// A plant that cools the air itself, up to a heat.
    Direct {
        /// As the valve that holds the supply asks.
        link: LinkId,
        /// From here.
        row: usize,
        /// Supply that it holds, °C.
        set_c: f64,
        /// Most heat, W; none where outdoor air takes any.
        most_w: Option<f64>,
        /// Whether it is a room unit beside racks with liquid.
        room: bool,
    },
    /// The same in a room whose racks blow no air.
    Still {
        /// More heat from a warmer room.
        link: LinkId,
        /// From here.
        row: usize,
        /// Heat at the room's temperature, W.
        usual_w: f64,
        /// That temperature, °C.
        set_c: f64,
    },
}
