//! What stands around a rack while a run in time follows it.

use crate::component::failure_rules::FailureRulesSpec as Rules;
use crate::component::server::thermal_mass::ThermalMassSpec as Masses;
use crate::rack::assembly::RackAssembly;
use crate::scenario::ArchitectureSettings;
use crate::scenario::transient::BufferTank;

/// Facility water of one rack in the steady state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RackFacilityWater {
    /// Supplied, °C.
    pub supply_c: f64,
    /// Capacity rate, W/K.
    pub capacity_w_k: f64,
    /// Heat that it takes, W.
    pub heat_w: f64,
}

/// What carries a site's heat into the outdoor air, and what carried it before the first event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeatRejectionPlant {
    /// Whether the plant has compressors, running or not.
    pub has_compressors: bool,
    /// Share of the heat that compressors carry before the first event, 0..=1.
    pub compressor_share: f64,
    /// Outdoor temperature that the other share falls to: dry-bulb, or wet-bulb of towers, °C.
    pub sink_c: f64,
    /// Name of what carries heat without compressors.
    pub coolers: &'static str,
    /// Name of the machines with compressors.
    pub compressors: &'static str,
}

/// The way of a heat into the outdoor air without compressors: a stream along a surface beyond which the temperature is one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CoolerWay {
    /// Conductance of the surface, W/K.
    pub ua_w_k: f64,
    /// Outdoor temperature that the heat falls to, °C.
    pub sink_c: f64,
}

/// No cooler brings a stream nearer to what cools it: effectiveness at the stream's flow before the event.
const MAX_EFFECTIVENESS: f64 = 0.95;
/// What leaves a stream is never closer than this to what cools it, K.
const MIN_DIFFERENCE_K: f64 = 0.5;

impl CoolerWay {
    /// Heat for each kelvin between a returning stream of a capacity rate, W/K, and the outdoor air, W/K:
    /// `C (1 − exp(−UA/C))`.
    pub fn conductance_w_k(&self, capacity_w_k: f64) -> f64 {
        if capacity_w_k > 0.0 { -capacity_w_k * (-self.ua_w_k / capacity_w_k).exp_m1() } else { 0.0 }
    }
}

impl HeatRejectionPlant {
    /// The way of the heat that no compressor carries, for a stream of a capacity rate, W/K, that returns at a temperature, °C,
    /// with a heat before the first event, W. Beside running compressors its fans are full already; alone it has the reserve
    /// of a plant, `reserve` times its heat. A stream that returns too cold for the outdoor air, as where the plant lets its
    /// supply float on the design day, is cooled by what lies as far below it as the heat needs.
    pub fn cooler_way(&self, return_c: f64, heat_w: f64, capacity_w_k: f64, reserve: f64) -> CoolerWay {
        let reserve = if self.compressor_share > 0.0 { 1.0 } else { reserve };
        let carried_w = reserve * (1.0 - self.compressor_share) * heat_w.max(0.0);
        let least_k = (carried_w / (MAX_EFFECTIVENESS * capacity_w_k)).max(MIN_DIFFERENCE_K);
        let difference_k = (return_c - self.sink_c).max(least_k);
        let effectiveness = carried_w / (capacity_w_k * difference_k);
        CoolerWay { ua_w_k: -capacity_w_k * (-effectiveness).ln_1p(), sink_c: return_c - difference_k }
    }
}

/// What a boiling fluid stores.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoilingFluid {
    /// Density of the liquid, kg/m³.
    pub density_kg_m3: f64,
    /// Specific heat of the liquid, J/(kg K).
    pub specific_heat_j_kg_k: f64,
    /// Heat of evaporation, J/kg.
    pub latent_j_kg: f64,
}

/// A rack and what stands around it.
#[derive(Clone, Debug)]
pub struct BoundaryConditions<'a> {
    /// The rack.
    pub setup: &'a RackAssembly,
    /// What the scenario says of it.
    pub architecture: &'a ArchitectureSettings,
    /// Racks that share plant, units and buffer tank.
    pub rack_count: f64,
    /// Masses.
    pub masses: Masses,
    /// How machines stop and come back.
    pub rules: Rules,
    /// Facility water, where there is any.
    pub water: Option<RackFacilityWater>,
    /// Buffer tank in it, for all racks.
    pub buffer: Option<BufferTank>,
    /// What cools the facility water or the hall's air.
    pub plant: HeatRejectionPlant,
    /// Floor of one rack with its share of the aisles, m².
    pub rack_floor_m2: f64,
    /// Whether the coolant distribution unit stands in the rack.
    pub unit_in_rack: bool,
    /// Whether a stopped pump lets nothing back.
    pub check_valves: bool,
    /// Fluid of a boiling tank.
    pub boiling: Option<BoilingFluid>,
    /// Temperature above which liquid in a plate boils, °C.
    pub boiling_c: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plant(compressor_share: f64) -> HeatRejectionPlant {
        HeatRejectionPlant {
            has_compressors: true,
            compressor_share,
            sink_c: 35.0,
            coolers: "dry coolers",
            compressors: "trim chillers",
        }
    }

    #[test]
    fn coolers_carry_what_compressors_leave() {
        let way = |share: f64, return_c: f64| plant(share).cooler_way(return_c, 1e6, 200e3, 1.2);
        let near = |value: f64, wanted: f64| assert!((value / wanted - 1.0).abs() < 1e-5, "{value} {wanted}");
        // 1 MW from 45 °C to 35 °C: 100 kW/K, with a fifth in reserve, of a stream of 200 kW/K.
        near(way(0.0, 45.0).conductance_w_k(200e3), 120e3);
        assert_eq!(way(0.0, 45.0).sink_c, 35.0);
        // Beside trim chillers for 30 % the fans are full: 70 kW/K and not more.
        near(way(0.3, 45.0).conductance_w_k(200e3), 70e3);
        assert_eq!(way(1.0, 45.0).conductance_w_k(200e3), 0.0);
        // The surface is −200 ln(1 − 0.6) = 183.3 kW/K; half the stream takes 100 (1 − exp(−1.833)) = 84.0 kW/K.
        near(way(0.0, 45.0).conductance_w_k(100e3), 84e3);
        near(way(0.0, 45.0).conductance_w_k(1e12), 200e3 * 2.5_f64.ln());
        // 1.2 MW at 95 % of a stream of 200 kW/K take 6.3 K: water that returns at 36 °C is cooled by 29.7 °C.
        near(way(0.0, 36.0).sink_c, 36.0 - 1.2e6 / 190e3);
        near(way(0.0, 36.0).conductance_w_k(200e3), 190e3);
    }
}
