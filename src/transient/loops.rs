//! Liquids: the loop through the rack, the facility water, a tank of boiling fluid.

use crate::component::liquid::condenser::TankCondenser;
use crate::component::liquid::plate_exchanger::PlateExchanger;
use crate::component::server::mover::Mover;
use crate::network::dynamic::DynamicNetwork;
use crate::network::thermal::{ThermalLinkId, ThermalNodeId};
use crate::rack::branch::CoolantStream;
use crate::rack::state::LiquidToAirState;
use crate::solve::convergence::NotConverged;
use crate::units::{Temperature, ThermalConductance};

use super::boundary::CoolerWay;
use super::drive::MachineDrive;
use super::moving::{ParallelMachines, SystemCurve};

/// The loop through the rack.
#[derive(Clone, Debug)]
pub(super) struct CoolantLoopState {
    /// Pumps of one unit.
    pub pump: Mover,
    /// All units that are the rack's.
    pub machines: ParallelMachines,
    /// The liquid's ways.
    pub system_curve: SystemCurve,
    /// Row of the speed that control asks for.
    pub speed: usize,
    /// Lowest speed.
    pub min_speed: f64,
    /// Flow in the steady state, m³/s.
    pub steady_flow_m3_s: f64,
    /// What it carries.
    pub stream: CoolantStream,
    /// Links that carry all of it.
    pub links: Vec<ThermalLinkId>,
    /// Leaving the unit.
    pub supply_row: usize,
    /// Entering its exchanger.
    pub return_row: usize,
    /// At the trays.
    pub tray_inlet_row: usize,
    /// Behind the trays.
    pub tray_return_row: usize,
    /// What the pumps follow.
    pub follows: PumpsFollow,
    /// Electricity of the pumps over that of their flow through the rack alone: what passes the bypass of the unit keeps its
    /// share.
    pub bypass_factor: f64,
    /// What takes its heat.
    pub exchange: LoopHeatExchange,
    /// Now, m³/s.
    pub flow_m3_s: f64,
    /// Electricity of the pumps now, W.
    pub power_w: f64,
}

/// What the speed of a loop's pumps follows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum PumpsFollow {
    /// The hottest part against its control target.
    Parts,
    /// The warming of the liquid across the trays, K.
    Rise(f64),
    /// Nothing: ways whose resistance does not change take the same pressure at the same speed.
    Nothing,
}

/// What takes the loop's heat: limited by the exchanger, and by the valve that holds the supply.
#[derive(Clone, Debug)]
pub(super) enum LoopHeatExchange {
    /// Facility water, in exchangers of all racks together.
    Facility {
        /// All of them.
        exchanger: PlateExchanger,
        /// Racks on them.
        racks: f64,
        /// The two bounds.
        links: [ThermalLinkId; 2],
    },
    /// The room's air, drawn before the racks at its usual flow.
    Air {
        /// Most conductance between the inlets, W/K.
        max_conductance_w_k: f64,
        /// The unit with its fans at their drive.
        unit: LiquidToAirState,
        /// The two bounds.
        links: [ThermalLinkId; 2],
    },
}

impl CoolantLoopState {
    /// Flow and electricity at a time, at a speed that control asks for, of pumps in two parts with their drives, the second
    /// of a share; buoyancy keeps a share of the usual flow.
    ///
    /// # Errors
    /// When pumps and ways do not meet.
    pub fn update_flow(
        &mut self,
        (t_s, asked): (f64, f64),
        drives: [&MachineDrive; 2],
        share: f64,
        natural: f64,
    ) -> Result<(), NotConverged> {
        let asked = asked.clamp(self.min_speed, 1.0);
        let speeds = drives.map(|drive| drive.speed(t_s, asked));
        let parts = [(1.0 - share, speeds[0]), (share, speeds[1])];
        let op = self.machines.operating_point(&self.system_curve, parts[0], parts[1])?;
        let driven = op.flow_m3_s.max(0.0);
        self.flow_m3_s = driven + natural * (self.steady_flow_m3_s - driven).max(0.0);
        let powered = [(parts[0], drives[0].is_powered()), (parts[1], drives[1].is_powered())];
        self.power_w = self.bypass_factor * self.machines.electric_power_w(&self.pump, &op, powered);
        Ok(())
    }

    /// The liquid-to-air unit, if that takes the heat, with its fans at a drive.
    pub fn liquid_to_air_state(&self, drive: f64) -> LiquidToAirState {
        match self.exchange {
            // Fans at part speed: flow by the first power, electricity by the third.
            LoopHeatExchange::Air { unit, .. } => {
                LiquidToAirState { air_m3_s: drive * unit.air_m3_s, fan_w: drive.powi(3) * unit.fan_w }
            }
            LoopHeatExchange::Facility { .. } => LiquidToAirState::default(),
        }
    }

    /// Sets the bounds of the exchanger; `cold_w_k` is the facility water of one rack, `there` the share of the units
    /// whose facility water flows. Gives the heat.
    pub fn update_exchange(&self, net: &mut DynamicNetwork, y: &[f64], cold_w_k: f64, there: f64, fan: f64) -> f64 {
        let hot_w_k = self.flow_m3_s * self.stream.heat_j_m3_k;
        let (links, limit_w_k) = match &self.exchange {
            LoopHeatExchange::Facility { exchanger, racks, links } => {
                let rates = (
                    ThermalConductance::new((racks * hot_w_k).max(1e-3)),
                    ThermalConductance::new((racks * cold_w_k).max(1e-3)),
                );
                let (one, none) = (Temperature::from_celsius(1.0), Temperature::from_celsius(0.0));
                (links, there * exchanger.heat_transfer(one, rates.0, none, rates.1).watts() / racks)
            }
            LoopHeatExchange::Air { max_conductance_w_k: most_w_k, links, .. } => {
                (links, (fan * most_w_k).min(hot_w_k))
            }
        };
        pass_min_heat(net, y, *links, (limit_w_k, hot_w_k))
    }
}

/// Lets the lesser of two bounds pass heat: one limited by what is there, one by a valve that holds a temperature. A
/// valve closes; it does not warm what it should cool.
pub(super) fn pass_min_heat(
    net: &mut DynamicNetwork,
    y: &[f64],
    links: [ThermalLinkId; 2],
    (limit_w_k, valve_w_k): (f64, f64),
) -> f64 {
    net.set_conductance(links[0], limit_w_k);
    net.set_conductance(links[1], valve_w_k);
    let (limited_w, held_w) = (net.link_heat_w(links[0], y), net.link_heat_w(links[1], y).max(0.0));
    if limited_w <= held_w {
        net.set_conductance(links[1], 0.0);
        limited_w
    } else {
        net.set_conductance(links[0], 0.0);
        if held_w <= 0.0 {
            net.set_conductance(links[1], 0.0);
        }
        held_w
    }
}

/// Water between a plant and what it cools, for one rack.
#[derive(Clone, Debug)]
pub(super) struct FacilityWaterLoop {
    /// Links that carry all of it.
    pub links: Vec<ThermalLinkId>,
    /// Reaching what it cools.
    pub inlet: ThermalNodeId,
    /// See `inlet`.
    pub inlet_row: usize,
    /// Leaving what it cools.
    pub cell: ThermalNodeId,
    /// Reaching the plant.
    pub return_row: usize,
    /// Leaving the plant.
    pub plant_row: usize,
    /// The plant's heat, as the valve that holds the supply asks.
    pub hold: ThermalLinkId,
    /// Supply that the plant holds, °C.
    pub set_c: f64,
    /// Capacity rate in the steady state, W/K.
    pub steady_w_k: f64,
    /// Heat that leaves without compressors, as the outdoor air takes it.
    pub outdoor: ThermalLinkId,
    /// That way at full drive.
    pub coolers: CoolerWay,
    /// Most heat of the compressors, W.
    pub max_compressor_w: f64,
    /// Now, W/K.
    pub current_w_k: f64,
}

impl FacilityWaterLoop {
    /// Sets the flow: its valves open with what they cool (`asked` over the usual, no less than that).
    pub fn update_flow(&mut self, net: &mut DynamicNetwork, asked: f64, drive: f64, natural: f64) {
        self.current_w_k = self.steady_w_k * asked.max(1.0) * (drive + natural * (1.0 - drive));
        for link in &self.links {
            net.set_conductance(*link, self.current_w_k);
        }
    }

    /// The plant with its coolers and its compressors at their drives: what the valve asks, up to what both can. Gives the
    /// heat that leaves, W, and that part of it which no link carries.
    pub fn update_plant_heat(
        &self,
        net: &mut DynamicNetwork,
        y: &[f64],
        (coolers, compressors): (f64, f64),
    ) -> (f64, f64) {
        let asked_w = self.current_w_k * (y[self.return_row] - self.set_c);
        let cooler_w_k = coolers * self.coolers.conductance_w_k(self.current_w_k);
        let free_w = (cooler_w_k * (y[self.return_row] - self.coolers.sink_c)).max(0.0);
        let compressor_w = compressors * self.max_compressor_w;
        let valve_holds = asked_w <= free_w + compressor_w;
        net.set_conductance(self.hold, if asked_w > 0.0 && valve_holds { self.current_w_k } else { 0.0 });
        net.set_conductance(self.outdoor, if !valve_holds && free_w > 0.0 { cooler_w_k } else { 0.0 });
        if valve_holds { (asked_w.max(0.0), 0.0) } else { (free_w + compressor_w, compressor_w) }
    }
}

/// A tank of boiling fluid and its condenser.
#[derive(Clone, Debug)]
pub(super) struct BoilingTankState {
    /// The fluid.
    pub row: usize,
    /// The condenser.
    pub condenser: TankCondenser,
    /// Its heat where water limits it.
    pub limited: ThermalLinkId,
    /// Vapour that leaves.
    pub vent: ThermalLinkId,
    /// Water that has passed the condenser.
    pub cell: ThermalNodeId,
    /// Boiling point, °C.
    pub sat_c: f64,
    /// Above which vapour leaves, °C.
    pub vent_c: f64,
    /// Heat of the condenser in the steady state, W.
    pub steady_heat_w: f64,
    /// Heat of the vapour that may leave before parts stand dry, J.
    pub reserve_j: f64,
    /// Heat of the condenser now, W.
    pub current_heat_w: f64,
}

/// A valve of a condenser opens from shut to its usual heat over this much below the boiling point, and a vent above its
/// own, K: tight enough that the pressure of a tank hardly moves.
const VALVE_BAND_K: f64 = 0.5;

impl BoilingTankState {
    /// Condenser, with its water at a drive, and vent at a state. Gives the heat of the condenser that no link carries, and the vapour's heat.
    pub fn update_condenser(&mut self, net: &mut DynamicNetwork, y: &[f64], drive: f64) -> (f64, f64) {
        let full_w_k = (drive * self.condenser.0.water_w_k).max(1e-3);
        let limit_w_k = -full_w_k * (-self.condenser.0.ua_w_k / full_w_k).exp_m1();
        net.set_conductance(self.limited, limit_w_k);
        let above_k = y[self.row] - self.sat_c;
        let held_w = (self.steady_heat_w * (1.0 + above_k / VALVE_BAND_K)).max(0.0);
        let limited_w = net.link_heat_w(self.limited, y);
        let beside_w = if limited_w <= held_w {
            self.current_heat_w = limited_w;
            0.0
        } else {
            net.set_conductance(self.limited, 0.0);
            self.current_heat_w = held_w;
            held_w
        };
        // Opened by its band, the vent passes all the usual heat.
        let over_k = y[self.row] - self.vent_c;
        net.set_conductance(self.vent, if over_k > 0.0 { self.steady_heat_w.max(1.0) / VALVE_BAND_K } else { 0.0 });
        (beside_w, if over_k > 0.0 { net.link_heat_w(self.vent, y) } else { 0.0 })
    }
}
