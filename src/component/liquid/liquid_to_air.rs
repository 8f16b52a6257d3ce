//! Liquid-to-air coolant distribution unit: the racks' liquid gives its heat to the room's air.
//!
//! The coil is that of [`LiquidAirCoil`]. Its fans run as slowly as the supply temperature allows:
//! `P = (V₀ Δp/η) (ρ/ρ₀) (V/V₀)^k`. The liquid passes the coil and the unit's pipes, `Δp ∝ V²`; its pump is a record of its own.
//!
//! Neglects: condensation, fouling, and air that returns from the unit's outlet to its inlet.
//!
//! Compared with: no published figures; `tests/rack.rs` holds that it leaves all heat in the room and that its own
//! pressure loss acts on the loop.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::physics::air::AirFlow;
use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};
use crate::units::{Power, SpecificHeat, Temperature, ThermalConductance, VolumeFlow};

use super::coil::{CoilFans, LiquidAirCoil};

params! {
    /// Rating of a unit.
    pub struct LiquidToAirSpec {
        /// Heat that one unit is bought for; so many stand beside a rack that they carry all of it.
        rated_w ["W"] in 1000.0..=1e7;
        /// Air flow at the rating.
        air_flow_m3_s ["m3/s"] in 0.01..=50.0;
        /// Capacity rate of the liquid at the rating.
        liquid_w_k ["W/K"] in 50.0..=1e6;
        /// Conductance at the rating.
        ua_w_k ["W/K"] in 10.0..=1e6;
        /// Pressure loss of the air at the rating.
        air_loss_pa ["Pa"] in 0.0..=500.0;
        /// Density of the air of the rating.
        rated_density_kg_m3 ["kg/m3"] in 0.9..=1.4 = 1.2;
        /// Efficiency of the fans, electricity to the air's work against that loss.
        fan_efficiency [""] in 0.02..=0.9;
        /// Exponent of fan power with flow.
        fan_exponent [""] in 2.0..=3.0 = 2.8;
        /// Lowest air flow of its fans, share of the rating.
        flow_min [""] in 0.05..=1.0 = 0.2;
        /// Pressure loss of the liquid in coil and pipes at the rating.
        liquid_loss_pa ["Pa"] in 0.0..=5e5 = 50000.0;
    }
}

/// Kind of a record that says `kind = "liquid-to-air"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "liquid-to-air",
    summary: "Liquid-to-air coolant distribution unit: its heat goes to the room",
    law: ComponentLaw {
        symbols: "Q = ε C_min (T_liquid - T_air), ε(NTU) crossflow; P = (V0 Δp0 / η) (ρ/ρ0) (V/V0)^k; Δp ∝ V²",
        words: "the liquid's heat to the room's air",
        results: &[
            LawResult::Power(EndUse::AirHandling),
            LawResult::Power(EndUse::Pumps),
            LawResult::CoolantPumpPower,
            LawResult::PartTemperature,
        ],
    },
    params: LiquidToAirSpec::PARAMS,
    check: |table| LiquidToAirSpec::read(table).map(drop),
};

/// A unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LiquidToAirUnit(pub LiquidToAirSpec);

impl LiquidToAirUnit {
    /// Its coil.
    pub const fn coil(&self) -> LiquidAirCoil {
        let LiquidToAirSpec { air_flow_m3_s, liquid_w_k, ua_w_k, rated_density_kg_m3, .. } = self.0;
        LiquidAirCoil { air_kg_s: air_flow_m3_s * rated_density_kg_m3, liquid_w_k, ua_w_k }
    }

    /// The air of a room at the full flow of the unit, where a cubic metre of it holds some heat, J/(m³ K).
    pub fn full_air_flow(&self, heat_j_m3_k: f64, specific_heat: SpecificHeat) -> AirFlow {
        AirFlow::from_volumetric_heat(VolumeFlow::new(self.0.air_flow_m3_s), heat_j_m3_k, specific_heat)
    }

    /// The least flow of the room's air with which the liquid (capacity rate `liquid`) is cooled to `supply` while it gives
    /// `heat` to air of `room`; `full` is that air at the full flow. Nothing when even that is too little.
    ///
    /// # Errors
    /// When the flow is not found.
    pub fn required_air_flow(
        &self,
        heat: Power,
        supply: Temperature,
        liquid: ThermalConductance,
        room: Temperature,
        full: &AirFlow,
    ) -> Result<Option<AirFlow>, NotConverged> {
        let coil = self.coil();
        let at = |flow_m3_s: f64| AirFlow { flow: VolumeFlow::new(flow_m3_s), ..*full };
        let excess = |flow: f64| coil.coldest_supply_c(heat, liquid, room, &at(flow)) - supply.celsius();
        let (least, most) = (self.0.flow_min * self.0.air_flow_m3_s, full.flow.m3_s());
        let at_most_k = excess(most);
        if at_most_k > 0.0 {
            return Ok(None);
        }
        let at_least_k = excess(least);
        if at_least_k <= 0.0 {
            return Ok(Some(at(least)));
        }
        let tolerance = RootTolerance { x: 1e-12, f: 1e-9 };
        let (low, high) = ((least, at_least_k), (most, at_most_k));
        let flow = root::find_named_root("the air of a liquid-to-air unit", excess, low, high, tolerance, 200)?;
        Ok(Some(at(flow)))
    }

    /// Electricity of the fans at an air flow.
    pub fn fan_power(&self, air: &AirFlow) -> Power {
        let LiquidToAirSpec { air_flow_m3_s, air_loss_pa, rated_density_kg_m3, .. } = self.0;
        let (efficiency, exponent) = (self.0.fan_efficiency, self.0.fan_exponent);
        CoilFans { air_flow_m3_s, rated_density_kg_m3, air_loss_pa, efficiency, exponent }.power(air)
    }

    /// Coefficient b of the liquid's pressure loss `b V²`, Pa s²/m⁶, for a liquid of a volumetric heat, J/(m³ K).
    pub fn liquid_loss_pa_s2_m6(&self, heat_j_m3_k: f64) -> f64 {
        let rated_m3_s = self.0.liquid_w_k / heat_j_m3_k;
        self.0.liquid_loss_pa / (rated_m3_s * rated_m3_s)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_air_found_cools_as_wanted() {
        let unit = LiquidToAirUnit(LiquidToAirSpec {
            rated_w: 7e4,
            air_flow_m3_s: 2.5,
            liquid_w_k: 5000.0,
            ua_w_k: 6000.0,
            air_loss_pa: 100.0,
            rated_density_kg_m3: 1.2,
            fan_efficiency: 0.3,
            fan_exponent: 2.8,
            flow_min: 0.2,
            liquid_loss_pa: 5e4,
        });
        let c = Temperature::from_celsius;
        let (q, liquid) = (Power::from_kw(60.0), ThermalConductance::new(5000.0));
        let full = unit.full_air_flow(1180.0, SpecificHeat::new(1006.0));
        let air = unit.required_air_flow(q, c(52.0), liquid, c(25.0), &full).unwrap().unwrap();
        let reached = unit.coil().coldest_supply_c(q, liquid, c(25.0), &air);
        assert!((reached - 52.0).abs() < 1e-6);
        let hot_in = 52.0 + 60e3 / 5000.0;
        let moved = -unit.coil().heat_transfer(25.0, &air, hot_in, liquid).watts();
        assert!((moved / 60e3 - 1.0).abs() < 1e-9, "{moved}");
        assert!(unit.required_air_flow(q, c(30.0), liquid, c(25.0), &full).unwrap().is_none());
        // 5000 W/K of a liquid with 4 MJ/(m3 K) are 1.25 L/s.
        assert!((unit.liquid_loss_pa_s2_m6(4e6) * 1.25e-3 * 1.25e-3 - 5e4).abs() < 1e-6);
    }
}
