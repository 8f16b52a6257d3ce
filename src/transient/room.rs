//! The air of a rack and its room: cold aisle, servers, rear door, hot aisle, air handlers.

use crate::component::liquid::rear_door::RearDoorExchanger;
use crate::component::server::mover::Mover;
use crate::network::dynamic::DynamicNetwork;
use crate::network::thermal::{ThermalLinkId, ThermalNodeId};
use crate::physics::air::AirFlow;
use crate::solve::convergence::NotConverged;
use crate::units::ThermalConductance;

use super::boundary::CoolerWay;
use super::drive::MachineDrive;
use super::moving::{ParallelMachines, SystemCurve};

/// Fans and air of one kind of tray, all its trays together.
#[derive(Clone, Debug)]
pub(super) struct TrayAirNodes {
    /// Kind of tray.
    pub kind: usize,
    /// One fan.
    pub fan: Mover,
    /// All of them.
    pub machines: ParallelMachines,
    /// The air's ways.
    pub system_curve: SystemCurve,
    /// Row of the speed that control asks for.
    pub speed: usize,
    /// Lowest speed.
    pub min_speed: f64,
    /// Row that takes the fans' heat.
    pub fan_row: usize,
    /// See `before`.
    pub fan_node: ThermalNodeId,
    /// Reaching the parts.
    pub inlet: ThermalNodeId,
    /// Leaving them.
    pub out: ThermalNodeId,
    /// See `out`.
    pub out_row: usize,
    /// From the cold aisle and from the exhaust into the trays.
    pub inlets: [ThermalLinkId; 2],
    /// Before the parts, after surfaces.
    pub through: ThermalLinkId,
    /// From the trays into the space behind them.
    pub behind: ThermalLinkId,
    /// Drive of the fans that fail.
    pub failing: MachineDrive,
    /// Air drawn at full drive in the steady state, m³/s.
    pub steady_flow_m3_s: f64,
    /// Now, m³/s.
    pub flow_m3_s: f64,
    /// Electricity now, W.
    pub power_w: f64,
}

impl TrayAirNodes {
    /// Flow and electricity at a time, at a speed that control asks for, with a share of the fans failing; buoyancy keeps a
    /// share of the usual flow.
    ///
    /// # Errors
    /// When fans and ways do not meet.
    pub fn update_flow(&mut self, t_s: f64, asked: f64, share: f64, natural: f64) -> Result<(), NotConverged> {
        let asked = asked.clamp(self.min_speed, 1.0);
        let parts = [(1.0 - share, asked), (share, self.failing.speed(t_s, asked))];
        let op = self.machines.operating_point(&self.system_curve, parts[0], parts[1])?;
        let driven = op.flow_m3_s.max(0.0);
        self.flow_m3_s = driven + natural * (self.steady_flow_m3_s - driven).max(0.0);
        let powered = [(parts[0], true), (parts[1], self.failing.is_powered())];
        self.power_w = self.machines.electric_power_w(&self.fan, &op, powered);
        Ok(())
    }

    /// Whether any of the fans has power, with a share of them failing.
    pub fn has_power(&self, share: f64) -> bool {
        share < 1.0 || self.failing.is_powered()
    }
}

/// Links of the air's way around.
#[derive(Clone, Debug)]
pub(super) struct RoomAirLoop {
    /// Before the racks.
    pub cold: ThermalNodeId,
    /// Behind the servers, before a door.
    pub exhaust: ThermalNodeId,
    /// See `exhaust`.
    pub exhaust_row: usize,
    /// Leaving the rack.
    pub exit: ThermalNodeId,
    /// See `exit`.
    pub exit_row: usize,
    /// On its way to the air handlers, with the room's other heat.
    pub return_air: ThermalNodeId,
    /// See `back`.
    pub return_air_row: usize,
    /// Behind their coils.
    pub coil: ThermalNodeId,
    /// See `coil`.
    pub coil_row: usize,
    /// From exhaust to exit: all the air.
    pub all: ThermalLinkId,
    /// From exit to air handlers and back to the cold aisle: what the room supplies.
    pub supply_links: [ThermalLinkId; 3],
    /// Through a liquid-to-air unit, and what of that the room's supply lacks.
    pub unit_links: [ThermalLinkId; 2],
    /// From behind the racks to before them: what the air handlers no longer supply.
    pub spill: ThermalLinkId,
    /// Least share of the exhaust that returns to the inlets.
    pub recirculation: f64,
    /// Most air that the room supplies, m³/s.
    pub max_supply_m3_s: f64,
    /// Share of the servers' air that is the rack's own exhaust now.
    pub own_share: f64,
    /// Now through the air handlers, m³/s.
    pub handler_flow_m3_s: f64,
    /// Now through the servers, m³/s.
    pub flow_m3_s: f64,
}

impl RoomAirLoop {
    /// Shares the air of all trays between the aisle before them and the rack's own exhaust; `drive` is that of the air
    /// handlers' fans, `unit_m3_s` what a liquid-to-air unit draws. What the handlers supply less than with their full
    /// drive reaches the aisle from behind the racks.
    pub fn update_air_flows(
        &mut self,
        net: &mut DynamicNetwork,
        blown: &[TrayAirNodes],
        (drive, unit_m3_s): (f64, f64),
        heat_j_m3_k: f64,
    ) {
        self.flow_m3_s = blown.iter().map(|b| b.flow_m3_s).sum();
        let wanted_m3_s = (1.0 - self.recirculation) * self.flow_m3_s;
        let aisle_m3_s = wanted_m3_s.min(self.max_supply_m3_s);
        let servers_m3_s = drive * aisle_m3_s;
        self.handler_flow_m3_s = servers_m3_s + drive * unit_m3_s;
        let own = 1.0 - aisle_m3_s / self.flow_m3_s;
        self.own_share = own;
        net.set_conductance(self.spill, (aisle_m3_s - servers_m3_s) * heat_j_m3_k);
        for b in blown {
            let w_k = b.flow_m3_s * heat_j_m3_k;
            net.set_conductance(b.inlets[0], (1.0 - own) * w_k);
            net.set_conductance(b.inlets[1], own * w_k);
            net.set_conductance(b.through, w_k);
            net.set_conductance(b.behind, w_k);
        }
        net.set_conductance(self.all, self.flow_m3_s * heat_j_m3_k);
        let fresh = [servers_m3_s, self.handler_flow_m3_s, self.handler_flow_m3_s];
        let beside = [unit_m3_s, (1.0 - drive) * unit_m3_s];
        for (link, flow_m3_s) in self.supply_links.into_iter().zip(fresh).chain(self.unit_links.into_iter().zip(beside))
        {
            net.set_conductance(link, flow_m3_s * heat_j_m3_k);
        }
    }
}

impl RoomAirLoop {
    /// Air that enters the servers, °C: of the aisle and of the rack's own exhaust.
    pub fn server_inlet_c(&self, net: &DynamicNetwork, y: &[f64]) -> f64 {
        (1.0 - self.own_share) * net.node_celsius(self.cold, y) + self.own_share * y[self.exit_row]
    }
}

/// A rear door: its two bounds, of which the lesser heat holds.
#[derive(Clone, Debug)]
pub(super) struct DoorCoil {
    /// Its exchanger, with fans or without.
    pub exchanger: RearDoorExchanger,
    /// Capacity rate that its valve lets pass in the steady state, W/K.
    pub valve_w_k: f64,
    /// Limited by the coil, and by the valve that cools no further than the room's air.
    pub links: [ThermalLinkId; 2],
    /// Row that takes the heat of its fans.
    pub fan_to: usize,
    /// Electricity of its fans now, W.
    pub power_w: f64,
}

impl DoorCoil {
    /// Conductance between the inlets of air and water, W/K.
    pub fn conductance_w_k(&self, air: &AirFlow, drive: f64) -> f64 {
        let liquid_w_k = (self.valve_w_k * drive).max(1e-3);
        self.exchanger.coil().heat_transfer(1.0, air, 0.0, ThermalConductance::new(liquid_w_k)).watts()
    }

    /// Electricity of its fans for an air flow.
    pub fn update_fan_power(&mut self, air: &AirFlow) {
        self.power_w = self.exchanger.fan_power(air).watts();
    }
}

/// A plant that cools a room's air itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct DirectRoomCooling {
    /// As the valve that holds the supply asks.
    pub link: ThermalLinkId,
    /// Heat that leaves without compressors, as the outdoor air takes it.
    pub outdoor: ThermalLinkId,
    /// From here.
    pub row: usize,
    /// Supply that it holds, °C.
    pub set_c: f64,
    /// That way; none where outdoor air takes any heat.
    pub coolers: Option<CoolerWay>,
    /// Most heat of the compressors, W.
    pub max_compressor_w: f64,
    /// Whether it is a room unit beside racks with liquid.
    pub room: bool,
}

impl DirectRoomCooling {
    /// The plant with its compressors at a drive, for air that returns at a temperature with a capacity rate, W/K: what the
    /// valve asks, up to what it can. Gives the heat that leaves, W, and that part of it which no link carries.
    pub fn update_heat(&self, net: &mut DynamicNetwork, (back_c, air_w_k): (f64, f64), compressors: f64) -> (f64, f64) {
        let asked_w = (air_w_k * (back_c - self.set_c)).max(0.0);
        let cooler_w_k = self.coolers.map_or(air_w_k, |way| way.conductance_w_k(air_w_k));
        let free_w = self.coolers.map_or(f64::INFINITY, |way| (cooler_w_k * (back_c - way.sink_c)).max(0.0));
        let compressor_w = compressors * self.max_compressor_w;
        let valve_holds = asked_w <= free_w + compressor_w;
        net.set_conductance(self.link, if asked_w > 0.0 && valve_holds { air_w_k } else { 0.0 });
        net.set_conductance(self.outdoor, if !valve_holds && free_w > 0.0 { cooler_w_k } else { 0.0 });
        if valve_holds { (asked_w, 0.0) } else { (free_w + compressor_w, compressor_w) }
    }
}

/// What holds the room's air at its temperature.
#[derive(Clone, Debug)]
pub(super) enum RoomCooling {
    /// Coils on facility water: limited by the coil, and by the valve that holds the supply.
    Water {
        /// The two bounds.
        links: [ThermalLinkId; 2],
        /// Share of the difference of inlets that a coil takes.
        effectiveness: f64,
    },
    /// A plant that cools the air itself, up to a heat.
    Direct(DirectRoomCooling),
    /// The same in a room whose racks blow no air.
    Still {
        /// More heat from a warmer room.
        link: ThermalLinkId,
        /// From here.
        row: usize,
        /// Heat at the room's temperature, W.
        steady_heat_w: f64,
        /// That temperature, °C.
        set_c: f64,
    },
}
