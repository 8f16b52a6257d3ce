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

/// Outdoor air is never closer than this to what it cools, K: a plant whose return lies below would carry nothing.
const MIN_DIFFERENCE_K: f64 = 0.5;

impl HeatRejectionPlant {
    /// Conductance of what carries heat without compressors, W/K, from a return temperature, °C, to the outdoor air, for a
    /// heat before the first event, W. Beside running compressors its fans are full already; alone it has the reserve of a
    /// plant, `reserve` times its heat.
    pub fn cooler_conductance_w_k(&self, return_c: f64, heat_w: f64, reserve: f64) -> f64 {
        let reserve = if self.compressor_share > 0.0 { 1.0 } else { reserve };
        let difference_k = (return_c - self.sink_c).max(MIN_DIFFERENCE_K);
        reserve * (1.0 - self.compressor_share) * heat_w.max(0.0) / difference_k
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
        // 1 MW from 45 °C to 35 °C: 100 kW/K, with a fifth in reserve.
        assert!((plant(0.0).cooler_conductance_w_k(45.0, 1e6, 1.2) - 120e3).abs() < 1e-6);
        // Beside trim chillers for 30 % the fans are full: 70 kW/K and not more.
        assert!((plant(0.3).cooler_conductance_w_k(45.0, 1e6, 1.2) - 70e3).abs() < 1e-6);
        assert_eq!(plant(1.0).cooler_conductance_w_k(45.0, 1e6, 1.2), 0.0);
    }
}
