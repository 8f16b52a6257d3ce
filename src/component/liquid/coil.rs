//! Coil between a liquid and air, with or without fans: rear doors, liquid-to-air coolant distribution units.
//!
//! Crossflow, both unmixed, ε-NTU, sensible heat only (the liquid is above the room's dew point; a result says when it is
//! not). UA scales with the flows, exponents 0.8 for air and 0.85 for the liquid, equal films at the rating. Air-side
//! pressure loss follows the square of the flow. Fans: `P = P₀ (V/V₀)^k`, none for a passive door. The liquid's own
//! circuit is a valve and a pump: `P = V Δp/η`, `Δp ∝ V²`.
//!
//! Neglects: condensation, fouling, air that leaks around the coil, and the spread of flow over its face.
//!
//! Compared with: validation case `ibm-rear-door`; `tests/rack.rs` holds that a door never warms the air and that a
//! liquid-to-air unit leaves all heat in the room.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::component::params::ParamError;
use crate::params;
use crate::physics::exchange::{self, FlowArrangement};
use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};
use crate::units::{Power, Temperature, ThermalConductance, VolumeFlow};

params! {
    /// Rating of a coil with its fans and its valve and pump.
    pub struct CoilSpec {
        /// Air flow at the rating.
        air_flow_m3_s ["m3/s"] in 0.01..=50.0;
        /// Capacity rate of the liquid at the rating; the valve opens no further.
        liquid_w_k ["W/K"] in 50.0..=1e6;
        /// Conductance at the rating.
        ua_w_k ["W/K"] in 10.0..=1e6;
        /// Pressure loss of the air at the rating.
        air_loss_pa ["Pa"] in 0.0..=500.0;
        /// Fan power at the rating; none for a passive coil.
        fan_power_w ["W"] in 0.0..=1e5 = 0.0;
        /// Exponent of fan power with flow.
        fan_exponent [""] in 2.0..=3.0 = 2.8;
        /// Lowest air flow of its fans, share of the rating.
        flow_min [""] in 0.05..=1.0 = 0.2;
        /// Pressure loss of the liquid's circuit at the rating.
        liquid_loss_pa ["Pa"] in 0.0..=5e5 = 50000.0;
        /// Efficiency of the circuit's pump, electricity to hydraulic power.
        pump_efficiency [""] in 0.1..=0.9 = 0.45;
    }
}

fn check(table: &toml::Table) -> Result<(), Vec<ParamError>> {
    CoilSpec::read(table).map(drop)
}

/// Kind of a record that says `kind = "rear-door"`.
pub static REAR_DOOR: EquipmentKind = EquipmentKind {
    name: "rear-door",
    summary: "Rear-door heat exchanger, passive or with fans",
    law: ComponentLaw {
        symbols: "Q = ε C_min (T_air - T_water), ε(NTU) crossflow; P = P0 (V/V0)^k",
        words: "coil behind the rack, fans where it has them",
        results: &[LawResult::Power(EndUse::AirHandling), LawResult::PartTemperature],
    },
    params: CoilSpec::PARAMS,
    check,
};
/// Kind of a record that says `kind = "liquid-to-air"`.
pub static LIQUID_TO_AIR: EquipmentKind = EquipmentKind {
    name: "liquid-to-air",
    summary: "Liquid-to-air coolant distribution unit: its heat goes to the room",
    law: ComponentLaw {
        symbols: "Q = ε C_min (T_liquid - T_air), ε(NTU) crossflow; P = P0 (V/V0)^k",
        words: "the liquid's heat to the room's air",
        results: &[LawResult::Power(EndUse::AirHandling), LawResult::PartTemperature],
    },
    params: CoilSpec::PARAMS,
    check,
};

/// A coil between liquid and air, at any flows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LiquidAirCoil(pub CoilSpec);

/// The least share of the rated liquid flow that a valve lets pass.
const VALVE_MIN: f64 = 0.02;

impl LiquidAirCoil {
    fn scaled_ua_w_k(&self, air: f64, liquid: f64) -> f64 {
        exchange::scaled_ua(self.0.ua_w_k, 1.0, air, 0.8, liquid, 0.85)
    }

    /// Heat from air into the liquid, W, with the valve open for `liquid_w_k`; `air` is its temperature (°C), flow (m³/s)
    /// and capacity rate (W/K).
    fn heat_w(&self, air: (f64, f64, f64), liquid_c: f64, liquid_w_k: f64) -> f64 {
        let (air_c, flow_m3_s, air_w_k) = air;
        let ua = self.scaled_ua_w_k(flow_m3_s / self.0.air_flow_m3_s, liquid_w_k / self.0.liquid_w_k);
        let arrangement = FlowArrangement::CrossflowUnmixedApproximate;
        exchange::exchanged_heat_w(arrangement, ua, (air_c, air_w_k), (liquid_c, liquid_w_k))
    }

    /// Heat from air (its temperature in °C, its flow and capacity rate) into liquid of a temperature (°C) and capacity
    /// rate; both rates above 0.
    pub fn heat_transfer(
        &self,
        air: (f64, VolumeFlow, ThermalConductance),
        liquid_c: f64,
        liquid: ThermalConductance,
    ) -> Power {
        Power::new(self.heat_w((air.0, air.1.m3_s(), air.2.w_k()), liquid_c, liquid.w_k()))
    }

    /// A door: heat taken from the exhaust and the capacity rate of the liquid then. The valve closes as far as the air
    /// still leaves no colder than `room`: a door that cools below the room's air only loads other coolers less.
    ///
    /// # Errors
    /// When the opening of the valve is not found.
    pub fn operate_rear_door(
        &self,
        exhaust: Temperature,
        flow: VolumeFlow,
        air: ThermalConductance,
        liquid: Temperature,
        room: Temperature,
    ) -> Result<(Power, ThermalConductance), NotConverged> {
        let full_w_k = self.0.liquid_w_k;
        let side = (exhaust.celsius(), flow.m3_s(), air.w_k());
        let heat = |w_k: f64| self.heat_w(side, liquid.celsius(), w_k);
        let neutral_w = air.w_k() * (exhaust - room).kelvin();
        let least_w_k = VALVE_MIN * full_w_k;
        let full_w = heat(full_w_k);
        if full_w <= 0.0 || neutral_w <= 0.0 {
            return Ok((Power::ZERO, ThermalConductance::new(least_w_k)));
        }
        if full_w <= neutral_w {
            return Ok((Power::new(full_w), ThermalConductance::new(full_w_k)));
        }
        let least_w = heat(least_w_k);
        if least_w >= neutral_w {
            return Ok((Power::new(neutral_w), ThermalConductance::new(least_w_k)));
        }
        // Heat rises with the flow, so the bracket holds the root.
        let open_w_k = root::find_named_root(
            "the valve of a rear door",
            |w_k| heat(w_k) - neutral_w,
            (least_w_k, least_w - neutral_w),
            (full_w_k, full_w - neutral_w),
            RootTolerance { x: 1e-12 * full_w_k, f: 1e-9 },
            200,
        )?;
        Ok((Power::new(neutral_w), ThermalConductance::new(open_w_k)))
    }

    /// Liquid to air: the least air flow with which the liquid (capacity rate `liquid`) is cooled to `supply` while it
    /// gives `heat` to air of `room`; `heat_j_m3_k` is the air's volumetric heat. Nothing when even the rated flow is too
    /// little.
    ///
    /// # Errors
    /// When the flow is not found.
    pub fn required_air_flow(
        &self,
        heat: Power,
        supply: Temperature,
        liquid: ThermalConductance,
        room: Temperature,
        heat_j_m3_k: f64,
    ) -> Result<Option<VolumeFlow>, NotConverged> {
        let excess = |flow: f64| self.coldest_supply_c(heat, liquid, room, flow, heat_j_m3_k) - supply.celsius();
        let (least, most) = (self.0.flow_min * self.0.air_flow_m3_s, self.0.air_flow_m3_s);
        let at_most_k = excess(most);
        if at_most_k > 0.0 {
            return Ok(None);
        }
        let at_least_k = excess(least);
        if at_least_k <= 0.0 {
            return Ok(Some(VolumeFlow::new(least)));
        }
        let tolerance = RootTolerance { x: 1e-12, f: 1e-9 };
        let (low, high) = ((least, at_least_k), (most, at_most_k));
        let flow = root::find_named_root("the air of a liquid-to-air unit", excess, low, high, tolerance, 200)?;
        Ok(Some(VolumeFlow::new(flow)))
    }

    /// Temperature, °C, to which the liquid is cooled at an air flow, m³/s.
    pub fn coldest_supply_c(
        &self,
        heat: Power,
        liquid: ThermalConductance,
        room: Temperature,
        flow_m3_s: f64,
        heat_j_m3_k: f64,
    ) -> f64 {
        let ua = self.scaled_ua_w_k(flow_m3_s / self.0.air_flow_m3_s, liquid.w_k() / self.0.liquid_w_k);
        let (q, air_w_k) = (heat.watts(), flow_m3_s * heat_j_m3_k);
        // The hot outlet rises kelvin for kelvin with the cold inlet.
        let arrangement = FlowArrangement::CrossflowUnmixedApproximate;
        room.celsius() - exchange::required_cold_inlet_c(arrangement, ua, q, 0.0, liquid.w_k(), air_w_k)
    }

    /// Electricity of the fans at an air flow.
    pub fn fan_power(&self, flow: VolumeFlow) -> Power {
        Power::new(self.0.fan_power_w * (flow.m3_s() / self.0.air_flow_m3_s).powf(self.0.fan_exponent))
    }

    /// Coefficient b of the air's pressure loss `b V²`, Pa s²/m⁶.
    pub fn air_loss_pa_s2_m6(&self) -> f64 {
        self.0.air_loss_pa / (self.0.air_flow_m3_s * self.0.air_flow_m3_s)
    }

    /// Pressure loss of the liquid's circuit and electricity of its pump for a flow and a share of the rated capacity
    /// rate.
    pub fn circuit_loss_and_power(&self, flow: VolumeFlow, liquid: ThermalConductance) -> (f64, Power) {
        let share = liquid.w_k() / self.0.liquid_w_k;
        let loss_pa = self.0.liquid_loss_pa * share * share;
        (loss_pa, Power::new(flow.m3_s() * loss_pa / self.0.pump_efficiency))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coil() -> LiquidAirCoil {
        LiquidAirCoil(CoilSpec {
            air_flow_m3_s: 2.5,
            liquid_w_k: 5000.0,
            ua_w_k: 6000.0,
            air_loss_pa: 15.0,
            fan_power_w: 0.0,
            fan_exponent: 2.8,
            flow_min: 0.2,
            liquid_loss_pa: 5e4,
            pump_efficiency: 0.45,
        })
    }

    fn c(t: f64) -> Temperature {
        Temperature::from_celsius(t)
    }

    #[test]
    fn a_door_stops_at_neutral_and_never_warms() {
        let door = |water: f64| {
            coil()
                .operate_rear_door(c(40.0), VolumeFlow::new(2.5), ThermalConductance::new(2900.0), c(water), c(25.0))
                .unwrap()
        };
        let (cold, open) = door(10.0);
        assert!((cold.watts() - 2900.0 * 15.0).abs() < 1e-6 && open.w_k() < 5000.0, "{cold:?}");
        let (warm, open) = door(24.0);
        assert!(warm < cold && open.w_k() == 5000.0);
        assert_eq!(door(41.0).0, Power::ZERO);
    }

    #[test]
    fn the_air_found_cools_as_wanted() {
        let (q, liquid, heat) = (Power::from_kw(60.0), ThermalConductance::new(5000.0), 1180.0);
        let flow = coil().required_air_flow(q, c(52.0), liquid, c(25.0), heat).unwrap().unwrap();
        let reached = coil().coldest_supply_c(q, liquid, c(25.0), flow.m3_s(), heat);
        assert!((reached - 52.0).abs() < 1e-6);
        let hot_in = 52.0 + 60e3 / 5000.0;
        let moved = -coil().heat_w((25.0, flow.m3_s(), flow.m3_s() * heat), hot_in, 5000.0);
        assert!((moved / 60e3 - 1.0).abs() < 1e-9, "{moved}");
        assert!(coil().required_air_flow(q, c(30.0), liquid, c(25.0), heat).unwrap().is_none());
    }
}
