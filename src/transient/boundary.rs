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
    /// Whether the plant cools with compressors.
    pub compressors: bool,
    /// Name of what cools the facility water or the hall's air.
    pub plant: &'static str,
    /// Whether the coolant distribution unit stands in the rack.
    pub unit_in_rack: bool,
    /// Whether a stopped pump lets nothing back.
    pub check_valves: bool,
    /// Fluid of a boiling tank.
    pub boiling: Option<BoilingFluid>,
    /// Temperature above which liquid in a plate boils, °C.
    pub boiling_c: f64,
}
