//! Servers by curves in place of a heat load, and the air that they breathe.
//!
//! The inlet is that of a profile, or supply air mixed with air of the room, `T_in = T_sup (1 − F) + T_zone F` (EnergyPlus
//! 25.2 `ElectricEquipment:ITE:AirCooled`, `AdjustedSupply`). The recirculated share `F` is a constant times a curve of CPU
//! load and supply temperature. The room is well mixed: its air is that which returns, `T_zone = T_sup + Q/(ρ c_p V_sup)`,
//! with the heat of the servers and of their supply. Where no supply flow is given, the supply is what the servers
//! draw less what they recirculate, `V_sup = (1 − F) V`, so that room air is as warm as what leaves the servers.
//!
//! Neglects: humidity of the room's air in its heat capacity (1 %), and heat through walls.

use crate::component::server::server_block::{self, ServerBlockOperation, ServerBlockSpec};
use crate::physics::air::{CP_DRY_AIR, R_DRY_AIR};
use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};
use crate::units::{Pressure, Temperature};

/// Where the temperature of the room's air comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ZoneAir {
    /// The profile.
    Profile,
    /// Held at a temperature, °C.
    Held(f64),
    /// Well mixed, at a supply flow, m³/s.
    SupplyFlow(f64),
    /// Well mixed, supplied with what the servers draw less what they recirculate.
    ServerFlow,
}

/// What the servers breathe.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ServerInlet {
    /// The inlet temperature of the profile.
    Profile,
    /// Supply air and recirculated room air.
    AdjustedSupply {
        /// Supply temperature, °C, where the profile has none.
        supply_c: Option<f64>,
        /// Share of room air in what the servers breathe.
        recirculation: f64,
        /// Coefficients of the factor on that share: constant, load, load², supply, supply², load times supply.
        curve: [f64; 6],
        /// The room's air.
        zone: ZoneAir,
    },
}

/// What a profile says of an hour; what it has no column for is not a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ServerProfileHour {
    /// CPU load.
    pub cpu_load: f64,
    /// Inlet, °C.
    pub inlet_c: f64,
    /// Supply air, °C.
    pub supply_c: f64,
    /// Room air, °C.
    pub zone_c: f64,
}

/// A block of servers and what its hours ask of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ScheduledServerBlock {
    /// Sizes and curves.
    pub block: ServerBlockSpec,
    /// What it breathes.
    pub inlet: ServerInlet,
    /// Every hour of the year.
    pub hours: Vec<ServerProfileHour>,
}

/// An hour of the servers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExplicitServersHour {
    /// Power and air.
    pub operation: ServerBlockOperation,
    /// What they breathe, °C.
    pub inlet_c: f64,
    /// Supply and room air, °C, and the share of room air; where the inlet is made of them.
    pub mixed: Option<MixedInlet>,
}

/// What an inlet is mixed of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MixedInlet {
    /// Supply air, °C.
    pub supply_c: f64,
    /// Room air, °C.
    pub zone_c: f64,
    /// Share of room air.
    pub recirculation: f64,
}

/// Largest share of recirculated air: the supply of a well-mixed room goes to zero with the rest.
pub const MAX_RECIRCULATION: f64 = 0.95;
/// Warmest inlet that is searched, °C.
const MAX_INLET_C: f64 = 150.0;
const INLET_SEARCH: &str = "inlet air of servers that recirculate";
const INLET_TOLERANCE: RootTolerance = RootTolerance { x: 1e-10, f: 1e-10 };

impl ScheduledServerBlock {
    /// The block in an hour from 0, in rooms at a pressure; the profile begins anew behind its end.
    ///
    /// # Errors
    /// When servers that recirculate warm each other without end.
    pub fn operate_hour(&self, hour: usize, pressure: Pressure) -> Result<Option<ExplicitServersHour>, NotConverged> {
        let Some(profile) = self.hours.get(hour % self.hours.len().max(1)) else { return Ok(None) };
        let ServerInlet::AdjustedSupply { supply_c, recirculation, curve, zone } = self.inlet else {
            let operation = self.operate_at(profile.cpu_load, profile.inlet_c);
            return Ok(Some(ExplicitServersHour { operation, inlet_c: profile.inlet_c, mixed: None }));
        };
        let (x, t) = (profile.cpu_load, supply_c.unwrap_or(profile.supply_c));
        let c = curve;
        let factor = c[0] + x * (c[1] + c[2] * x) + t * (c[3] + c[4] * t + c[5] * x);
        let share = (recirculation * factor).clamp(0.0, MAX_RECIRCULATION);
        // Air of the room that the heat of the servers warms from the supply.
        let warmed_c = |operation: &ServerBlockOperation, capacity_w_k: f64| {
            let heat_w = operation.heat().watts();
            if heat_w > 0.0 { t + heat_w / capacity_w_k } else { t }
        };
        let zone_at = |inlet_c: f64| {
            let operation = self.operate_at(x, inlet_c);
            match zone {
                ZoneAir::Profile => profile.zone_c,
                ZoneAir::Held(zone_c) => zone_c,
                ZoneAir::SupplyFlow(m3_s) => warmed_c(&operation, m3_s * volumetric_heat_j_m3_k(t, pressure)),
                ZoneAir::ServerFlow => {
                    let supply_m3_s = (1.0 - share) * operation.air_flow.m3_s();
                    warmed_c(&operation, supply_m3_s * volumetric_heat_j_m3_k(inlet_c, pressure))
                }
            }
        };
        let mixed_c = |inlet_c: f64| t * (1.0 - share) + zone_at(inlet_c) * share;
        let inlet_c = match zone {
            ZoneAir::Profile | ZoneAir::Held(_) => mixed_c(t),
            _ => {
                let excess = |inlet_c: f64| mixed_c(inlet_c) - inlet_c;
                let ends = ((t, excess(t)), (MAX_INLET_C, excess(MAX_INLET_C)));
                root::find_named_root(INLET_SEARCH, excess, ends.0, ends.1, INLET_TOLERANCE, 100)?
            }
        };
        let mixed = MixedInlet { supply_c: t, zone_c: zone_at(inlet_c), recirculation: share };
        Ok(Some(ExplicitServersHour { operation: self.operate_at(x, inlet_c), inlet_c, mixed: Some(mixed) }))
    }

    fn operate_at(&self, load: f64, inlet_c: f64) -> ServerBlockOperation {
        server_block::operate_block(&self.block, load, Temperature::from_celsius(inlet_c))
    }
}

/// Heat capacity of dry air at a temperature, J/(m³ K).
fn volumetric_heat_j_m3_k(t_c: f64, pressure: Pressure) -> f64 {
    CP_DRY_AIR * pressure.pascals() / (R_DRY_AIR * Temperature::from_celsius(t_c).kelvin())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 100 servers of 500 W that draw what they are given, 3.75 m³/s, whatever their inlet.
    fn servers(inlet: ServerInlet) -> ScheduledServerBlock {
        let table = toml::toml! {
            units = 100
            unit_power_w = 500.0
            fan_share = 0.1
            air_m3_s_per_w = 7.5e-5
            supply_efficiency = 1.0
            cpu_c1 = 1.0
            cpu_c2 = 0.0
            air_c1 = 1.0
            air_c2 = 0.0
        };
        let hour = ServerProfileHour { cpu_load: 0.5, inlet_c: 21.0, supply_c: 18.0, zone_c: 30.0 };
        ScheduledServerBlock { block: ServerBlockSpec::read(&table).unwrap(), inlet, hours: vec![hour] }
    }

    fn mixed(zone: ZoneAir) -> ExplicitServersHour {
        let curve = [1.0, 0.0, 0.0, 0.02, 0.0, 0.0];
        let inlet = ServerInlet::AdjustedSupply { supply_c: None, recirculation: 0.1, curve, zone };
        servers(inlet).operate_hour(0, Pressure::new(101_325.0)).unwrap().unwrap()
    }

    /// F = 0.10 (1 + 0.02 · 18) = 0.136 (the curve of EnergyPlus's example file): 18 · 0.864 + 30 · 0.136 = 19.632 °C.
    #[test]
    fn supply_and_room_air_mix_by_their_shares() {
        for zone in [ZoneAir::Profile, ZoneAir::Held(30.0)] {
            assert!((mixed(zone).inlet_c - 19.632).abs() < 1e-9);
        }
        let of_profile = servers(ServerInlet::Profile).operate_hour(7, Pressure::new(101_325.0)).unwrap().unwrap();
        assert_eq!((of_profile.inlet_c, of_profile.mixed), (21.0, None));
    }

    /// Well mixed with the servers' own supply, room air is what leaves them: 50 kW warm their air by Q/(ρ c_p V).
    #[test]
    fn room_air_is_what_leaves_the_servers() {
        let hour = mixed(ZoneAir::ServerFlow);
        let density = 101_325.0 / (287.042 * (hour.inlet_c + 273.15));
        let leaving_c = hour.inlet_c + 50e3 / (3.75 * density * 1006.0);
        assert!((hour.mixed.unwrap().zone_c - leaving_c).abs() < 1e-6, "{hour:?} {leaving_c}");
        // Twice the supply halves the rise of the room.
        let rise = |m3_s: f64| mixed(ZoneAir::SupplyFlow(m3_s)).mixed.unwrap().zone_c - 18.0;
        assert!((rise(4.0) / rise(8.0) - 2.0).abs() < 1e-9);
    }
}
