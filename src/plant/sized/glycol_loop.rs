//! A loop of propylene glycol between a plate exchanger and dry coolers: the water of the hall never sees frost.
//!
//! The glycol has the capacity rate that the water has at the load of the sizing, in every hour. Its pumps have the record of the
//! loop's pumps; their head grows with the glycol's `ρ^0.75 μ^0.25` over water's (Blasius), and all their power heats it. The film
//! in the coils has `(k_g/k_w)^0.6 (c_g/c_w)^−0.4 (μ_g/μ_w)^−0.4` of the conductance that water of the same capacity rate has
//! (Dittus and Boelter). Properties are those of the mean temperature of the loop at the sizing. Specific heats are constant, so
//! that energy closes.

use crate::component::liquid::plate_exchanger::WatersideExchanger;
use crate::component::plant::dry_cooling_unit::DryCoolingUnit;
use crate::component::plant::plant_pump::{self, PlantPumpSpec};
use crate::physics::liquid::{Liquid, LiquidState};
use crate::physics::range::OutOfRange;
use crate::plant::error::PlantError;
use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};
use crate::units::count::round_up_count;
use crate::units::{Power, TempDelta, Temperature, ThermalConductance, VolumeFlow};

use super::cooler_bank::{CoilAir, CoolerDuty, CoolerOperation, MORE_THAN_ANY_W};
use super::hour::WaterLoad;
use super::installed::{InstallableItem, InstalledUnits};
use super::sizing::PlantParts;

const SEARCH: &str = "the heat of dry coolers with glycol";
const MAX_EVALUATIONS: usize = 200;

/// Exchanger, pumps and the dry cooler of a loop of glycol.
#[derive(Clone, Copy, Debug)]
pub struct GlycolLoop {
    /// One dry cooler of the record's size with glycol in its coil.
    pub unit: DryCoolingUnit,
    /// The exchanger, of all coolers.
    pub exchanger: WatersideExchanger,
    /// Capacity rate of the glycol of all coolers, W/K.
    pub capacity_w_k: f64,
    /// Pumps of the glycol, W.
    pub pump_w: f64,
    /// Share of glycol by mass.
    pub mass_fraction: f64,
}

impl GlycolLoop {
    /// The loop for a load, safe from frost down to the coldest hour of the site.
    ///
    /// # Errors
    /// A coldest hour below the freezing point of 60 % glycol.
    pub fn size_for(parts: &PlantParts, load: &WaterLoad, coldest: Temperature) -> Result<Self, PlantError> {
        let rules = &parts.glycol;
        let liquid = Liquid::propylene_glycol_for_frost(coldest - TempDelta::new(rules.margin_k), rules.share_min)?;
        let capacity = ThermalConductance::new(load.capacity_w_k);
        let exchanger = parts.economizer.sized_for(Power::new(load.heat_w), capacity, capacity);
        let mean_c = load.supply_c + 0.5 * load.heat_w / load.capacity_w_k;
        let (glycol, water) = (properties_near(&liquid, mean_c)?, properties_near(&Liquid::Water, mean_c)?);
        let mass_fraction = match liquid {
            Liquid::PropyleneGlycol { mass_fraction } => mass_fraction,
            Liquid::Water | Liquid::Dielectric(_) => 0.0,
        };
        Ok(Self {
            unit: parts.dry_cooler.with_liquid_film(film_ratio(&glycol, &water)),
            exchanger,
            capacity_w_k: load.capacity_w_k,
            pump_w: glycol_pump_w(&parts.facility_pump, load.capacity_w_k, &glycol, &water),
            mass_fraction,
        })
    }

    /// The exchanger as a line of what is installed.
    pub fn exchanger_units(&self) -> InstalledUnits {
        let (needed, count) = (self.exchanger.unit_count(), round_up_count(self.exchanger.unit_count()));
        let each_w = self.exchanger.rated_heat().watts() / f64::from(count);
        InstalledUnits::made_to_measure(InstallableItem::GlycolExchanger, count, needed, each_w)
    }

    /// A number of coolers on a duty of the water at the exchanger; less heat where the full fans do not carry it, and none where
    /// they do not carry that of the glycol's pumps.
    ///
    /// # Errors
    /// When the speed of the fans, or the heat that the full fans take, is not found.
    pub fn operate(&self, count: f64, duty: &CoolerDuty, air: &CoilAir) -> Result<CoolerOperation, NotConverged> {
        let (hot, cold) = (ThermalConductance::new(duty.capacity_w_k), ThermalConductance::new(self.capacity_w_k));
        let (one, none) = (Temperature::from_celsius(1.0), Temperature::from_celsius(0.0));
        let per_k_w = self.exchanger.exchanger.heat_transfer(one, hot, none, cold).watts();
        let each = ThermalConductance::new(self.capacity_w_k / count);
        // With a heat through the exchanger the glycol leaves it so cold, and enters the coils with this and its pumps' heat.
        let operate = |heat_w: f64, load_w: f64| {
            let entering_c = duty.entering_c - heat_w / per_k_w + (heat_w + self.pump_w) / self.capacity_w_k;
            self.unit.operate(Power::new(load_w / count), Temperature::from_celsius(entering_c), each, air.at_coils())
        };
        let surplus_w = |heat_w: f64| {
            let full = operate(heat_w, MORE_THAN_ANY_W)?;
            Ok::<_, NotConverged>(heat_w + self.pump_w - count * full.heat.watts())
        };
        // The glycol leaves the exchanger no colder than the air.
        let most_w = duty.heat_w.min(per_k_w * (duty.entering_c - air.at_coils().dry_bulb().celsius()));
        if most_w <= 0.0 || surplus_w(0.0)? >= 0.0 {
            return Ok(CoolerOperation::default());
        }
        let over_w = surplus_w(most_w)?;
        let heat_w = if over_w <= 0.0 {
            most_w
        } else {
            let tolerance = RootTolerance { x: 1e-12 * most_w, f: 1e-12 * most_w };
            let ends = ((0.0, surplus_w(0.0)?), (most_w, over_w));
            let found = root::find_root_between(surplus_w, ends.0, ends.1, tolerance, MAX_EVALUATIONS);
            found.map_err(|error| error.into_named::<NotConverged>(SEARCH))?.x
        };
        let coolers = operate(heat_w, heat_w + self.pump_w)?;
        let done = CoolerOperation::of_dry_coolers(&coolers, &self.unit, count, air);
        Ok(CoolerOperation { heat_w, pump_w: self.pump_w, ..done })
    }
}

/// Properties at a temperature, or at the nearest end of the range in which they are known.
fn properties_near(liquid: &Liquid, t_c: f64) -> Result<LiquidState, OutOfRange> {
    let range = liquid.temperature_range();
    liquid.properties_at(Temperature::from_celsius(t_c.clamp(range.min, range.max)))
}

/// Conductance of the film in a tube over that of water of the same capacity rate.
fn film_ratio(glycol: &LiquidState, water: &LiquidState) -> f64 {
    let conductivity = glycol.conductivity_w_mk / water.conductivity_w_mk;
    let heat_capacity = glycol.specific_heat.j_kg_k() / water.specific_heat.j_kg_k();
    let viscosity = glycol.viscosity_pa_s / water.viscosity_pa_s;
    conductivity.powf(0.6) * heat_capacity.powf(-0.4) * viscosity.powf(-0.4)
}

/// Electricity of the pumps at the capacity rate, W.
fn glycol_pump_w(spec: &PlantPumpSpec, capacity_w_k: f64, glycol: &LiquidState, water: &LiquidState) -> f64 {
    let density = glycol.density.kg_m3() / water.density.kg_m3();
    let head_ratio = density.powf(0.75) * (glycol.viscosity_pa_s / water.viscosity_pa_s).powf(0.25);
    let flow = VolumeFlow::new(capacity_w_k / (glycol.density.kg_m3() * glycol.specific_heat.j_kg_k()));
    plant_pump::design_power(&PlantPumpSpec { head_pa: spec.head_pa * head_ratio, ..*spec }, flow).watts()
}
