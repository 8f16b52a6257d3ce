//! A rack ready to be run: its setup, its steady state, and what stands around it.

use crate::catalog::Catalog;
use crate::catalog::equipment_role::EquipmentRole;
use crate::catalog::record::EquipmentRecord;
use crate::component::failure_rules::{self, FailureRulesSpec as Rules};
use crate::component::power::lighting;
use crate::component::server::boiling;
use crate::component::server::thermal_mass::{self, ThermalMassSpec as Masses};
use crate::physics::air::saturation_pressure;
use crate::rack::assembly::{self, RackAssembly};
use crate::rack::build::{BuildError, read_equipment};
use crate::rack::model::LiquidCooling;
use crate::rack::state::RackState;
use crate::scenario::transient::{BufferTank, EventKind, ScheduledEvent, TransientSettings};
use crate::scenario::{ArchitectureSettings, CduKind, CoolingMethod};
use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};
use crate::solve::transient::IntegrationAccuracy;
use crate::transient::{
    self, BoilingFluid, BoundaryConditions, HeatRejectionPlant, RackFacilityWater, TransientCase, TransientRunResult,
};
use crate::units::{Duration, Pressure, Temperature};

/// A rack ready to be run.
pub(crate) struct PreparedTransient<'a> {
    pub setup: &'a RackAssembly,
    pub architecture: &'a ArchitectureSettings,
    pub state: &'a RackState,
    pub racks: f64,
    pub pressure: Pressure,
    pub plant: HeatRejectionPlant,
    pub rack_floor_m2: f64,
    pub fluid: Option<boiling::BoilingFluidSpec>,
    pub given: TransientSettings,
    pub events: Vec<ScheduledEvent>,
    pub duration_s: f64,
    pub accuracy: IntegrationAccuracy,
}

impl PreparedTransient<'_> {
    /// What stands around the rack, with masses and rules.
    ///
    /// # Errors
    /// When water boils at no temperature that any site has.
    pub fn boundary_conditions(
        &self,
        masses: Masses,
        rules: Rules,
        buffer: Option<BufferTank>,
    ) -> Result<BoundaryConditions<'_>, NotConverged> {
        Ok(BoundaryConditions {
            setup: self.setup,
            architecture: self.architecture,
            rack_count: self.racks,
            masses,
            rules,
            water: self.facility_water(&rules),
            buffer,
            plant: self.plant,
            rack_floor_m2: self.rack_floor_m2,
            unit_in_rack: self.architecture.cdu != CduKind::InRow
                || self.architecture.cooling == CoolingMethod::Immersion1p,
            check_valves: self.given.check_valves.unwrap_or(true),
            boiling: self.fluid.map(|f| BoilingFluid {
                density_kg_m3: f.liquid_kg_m3,
                specific_heat_j_kg_k: masses.boiling_j_kg_k,
                latent_j_kg: f.latent_j_kg,
            }),
            boiling_c: water_boiling_point_c(self.pressure)?,
        })
    }

    /// Facility water in the steady state.
    fn facility_water(&self, rules: &Rules) -> Option<RackFacilityWater> {
        let state = self.state;
        match (&self.setup.rack.liquid_cooling, state.liquid) {
            (LiquidCooling::None, _) => {
                let air = state.air.filter(|_| !self.architecture.heat_rejection.cools_hall_air())?;
                let back_c = air.supply_c + state.air_heat_w / air.capacity_w_k;
                let span_k = rules.coil_reserve * (back_c - air.supply_c) / rules.coil_effectiveness;
                let set_point = self.architecture.chilled_water_set_point();
                Some(RackFacilityWater {
                    supply_c: set_point.map_or(back_c - span_k, Temperature::celsius),
                    capacity_w_k: air.capacity_w_k,
                    heat_w: state.air_heat_w,
                })
            }
            (LiquidCooling::Loop(_), Some(liquid)) => {
                let set = self.setup.cdu.as_ref()?;
                let spec = set.exchanger.rating();
                let warmest = assembly::warmest_facility_water(set, self.racks, state)?.celsius();
                Some(RackFacilityWater {
                    supply_c: warmest - rules.facility_margin_k,
                    capacity_w_k: liquid.capacity_w_k * spec.cold_w_k / spec.hot_w_k,
                    heat_w: state.liquid_heat_w + state.pump_w,
                })
            }
            (_, Some(liquid)) => Some(RackFacilityWater {
                supply_c: liquid.supply_c,
                capacity_w_k: liquid.capacity_w_k,
                heat_w: state.liquid_heat_w,
            }),
            (_, None) => None,
        }
    }

    /// One run.
    pub fn simulate(
        &self,
        around: &BoundaryConditions<'_>,
        step: Option<Duration>,
    ) -> Result<TransientRunResult, transient::RunError> {
        let case = TransientCase {
            given: &self.given,
            events: &self.events,
            duration_s: self.duration_s,
            step_s: step.map(Duration::seconds),
            window_s: self.last_swing_period().map(|(_, window)| window),
            accuracy: self.accuracy,
        };
        transient::simulate_events(around, self.state, &case)
    }

    /// A load that goes to and fro: the event, and its last whole period within the run, s.
    pub fn last_swing_period(&self) -> Option<(&ScheduledEvent, (f64, f64))> {
        let event = self.events.iter().find(|e| e.kind == EventKind::LoadStep && e.period.is_some())?;
        let period_s = event.period.map(Duration::seconds)?;
        let from_s = event.at.seconds();
        let end_s = event.lasts.map_or(self.duration_s, |d| (from_s + d.seconds()).min(self.duration_s));
        let periods = ((end_s - from_s) / period_s + WHOLE_PERIOD_TOLERANCE).floor();
        // The edges of the load lie at whole halves of the period.
        (periods >= 1.0).then_some((event, (from_s + (periods - 1.0) * period_s, from_s + periods * period_s)))
    }

    /// When the first event begins, s.
    pub fn first_event_s(&self) -> f64 {
        self.events.first().map_or(0.0, |e| e.at.seconds())
    }
}

/// A period that rounding alone cuts short is whole.
const WHOLE_PERIOD_TOLERANCE: f64 = 1e-9;

/// Floor of one rack with its share of the aisles, m²: the lighting's.
pub(crate) fn rack_floor_m2(catalog: &Catalog) -> Result<f64, BuildError> {
    let id = catalog.default_equipment(EquipmentRole::Lighting);
    Ok(read_equipment(catalog, "transient", id, "lighting", lighting::LightingSpec::read)?.rack_area_m2)
}

/// Boiling point of water at a pressure, °C: coolants of water and glycol boil no sooner.
fn water_boiling_point_c(pressure: Pressure) -> Result<f64, NotConverged> {
    let excess = |c: f64| (saturation_pressure(Temperature::from_celsius(c)) - pressure).pascals();
    let [low, high] = BOILING_C.map(|c| (c, excess(c)));
    let tolerance = RootTolerance { x: 1e-9, f: 1e-6 };
    root::find_named_root("the boiling point of water at the site", excess, low, high, tolerance, 100)
}

/// Boiling points of water that any site has, from 9 km up to 3 km below the sea, °C.
const BOILING_C: [f64; 2] = [60.0, 110.0];

/// Records of the masses and of what happens in a failure.
pub(crate) fn assumption_ids(catalog: &Catalog) -> [&str; 2] {
    [EquipmentRole::ThermalMass, EquipmentRole::FailureRules].map(|role| catalog.default_equipment(role))
}

/// Masses and rules of the catalog.
pub(crate) fn read_masses_and_rules(catalog: &Catalog) -> Result<(Masses, Rules), BuildError> {
    let [masses, rules] = assumption_ids(catalog);
    Ok((
        read_equipment(catalog, "transient", masses, "thermal-mass", thermal_mass::ThermalMassSpec::read)?,
        read_equipment(catalog, "transient", rules, "failure-rules", failure_rules::FailureRulesSpec::read)?,
    ))
}

/// The two records themselves.
pub(crate) fn estimate_records(catalog: &Catalog) -> [Option<&EquipmentRecord>; 2] {
    assumption_ids(catalog).map(|id| catalog.equipment(id))
}
