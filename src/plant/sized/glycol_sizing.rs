//! Sizes the loop of glycol between a plate exchanger and dry coolers.

use crate::component::plant::plant_pump::{self, PlantPumpSpec};
use crate::physics::liquid::{Liquid, LiquidState};
use crate::physics::range::OutOfRange;
use crate::plant::error::PlantError;
use crate::units::count::round_up_count;
use crate::units::{Power, TempDelta, Temperature, ThermalConductance, VolumeFlow};

use super::glycol_loop::GlycolLoop;
use super::hour::WaterLoad;
use super::installed::{InstallableItem, InstalledUnits};
use super::sizing::PlantParts;

/// The loop for a load, safe from frost down to the coldest hour of the site.
///
/// # Errors
/// A coldest hour below the freezing point of 60 % glycol.
pub(super) fn size_glycol_loop(
    parts: &PlantParts,
    load: &WaterLoad,
    coldest: Temperature,
) -> Result<GlycolLoop, PlantError> {
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
    Ok(GlycolLoop {
        unit: parts.dry_cooler.with_liquid_film(film_ratio(&glycol, &water)),
        exchanger,
        capacity_w_k: load.capacity_w_k,
        pump_w: glycol_pump_w(&parts.facility_pump, load.capacity_w_k, &glycol, &water),
        mass_fraction,
    })
}

/// The exchanger as a line of what is installed.
pub(super) fn glycol_exchanger_units(glycol: &GlycolLoop) -> InstalledUnits {
    let (needed, count) = (glycol.exchanger.unit_count(), round_up_count(glycol.exchanger.unit_count()));
    let each_w = glycol.exchanger.rated_heat().watts() / f64::from(count);
    InstalledUnits::made_to_measure(InstallableItem::GlycolExchanger, count, needed, each_w)
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
