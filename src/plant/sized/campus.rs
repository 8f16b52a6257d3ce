//! Chilled water of a campus, bought, which takes heat from the hall's loop in plate exchangers.
//!
//! The exchangers are those of waterside economizers. A valve throttles the bought water until it holds the supply of the
//! loop, so its flow follows the heat and the two temperatures. The pumps of the hall's loop carry the pressure loss of
//! the exchangers in the hours in which water passes them; what moves the bought water is part of its efficiency.

use crate::component::liquid::plate_exchanger::WatersideExchanger;
use crate::component::plant::campus_water::{self, CampusWaterSpec};
use crate::plant::error::PlantError;
use crate::units::count::round_up_count;
use crate::units::{Power, Temperature, ThermalConductance};

use super::hour::{PlantMode, SizedPlantHour, WaterLoad};
use super::installed::{InstallableItem, InstalledUnits};

/// Bought water at the exchangers of a loop.
#[derive(Clone, Copy, Debug)]
pub struct CampusSupply {
    /// The water.
    pub water: CampusWaterSpec,
    /// Exchangers between it and the loop.
    pub exchanger: WatersideExchanger,
    /// Temperature that it returns at in the design, °C.
    pub design_return_c: f64,
    /// Its capacity rate in the design, W/K.
    pub design_w_k: f64,
}

/// Least warming of bought water that an exchanger is sized for, K.
const LEAST_RANGE_K: f64 = 0.5;
/// Step by which the exchangers grow until they hold the supply.
const EXCHANGER_STEP: f64 = 1.02;
/// Most exchangers over those that heat and flows ask for.
const MAX_EXCHANGER_RATIO: f64 = 4.0;

impl CampusSupply {
    /// Exchangers that hold the supply of a loop with all its heat. The water returns at its contracted temperature, or as
    /// far below the return of the loop as the exchangers are rated for.
    ///
    /// # Errors
    /// [`PlantError::CampusTooWarm`] where no reasonable exchanger holds the supply.
    pub(super) fn size_exchangers(
        water: CampusWaterSpec,
        exchanger: WatersideExchanger,
        load: &WaterLoad,
        heat_w: f64,
    ) -> Result<Self, PlantError> {
        let approach_k = exchanger.exchanger.rating().approach_k;
        let too_warm =
            |needed_c: f64| PlantError::CampusTooWarm { campus_c: water.supply_c, supply_c: load.supply_c, needed_c };
        let loop_return_c = load.supply_c + heat_w / load.capacity_w_k;
        let design_return_c = water.return_c.min(loop_return_c - approach_k);
        if design_return_c < water.supply_c + LEAST_RANGE_K {
            return Err(too_warm(load.supply_c - approach_k));
        }
        let design_w_k = heat_w / (design_return_c - water.supply_c);
        let (hot, cold) = (ThermalConductance::new(load.capacity_w_k), ThermalConductance::new(design_w_k));
        let (heat, supply) = (Power::new(heat_w), Temperature::from_celsius(load.supply_c));
        let mut growth = 1.0;
        loop {
            let sized = exchanger.sized_for(heat * growth, hot * growth, cold * growth);
            let needed_c = sized.exchanger.required_cold_inlet(heat, supply, hot, cold).celsius();
            if needed_c >= water.supply_c {
                return Ok(Self { water, exchanger: sized, design_return_c, design_w_k });
            }
            growth *= EXCHANGER_STEP;
            if growth > MAX_EXCHANGER_RATIO {
                return Err(too_warm(needed_c));
            }
        }
    }

    /// Pressure loss of the exchangers in the loop, Pa.
    pub(super) fn loop_loss_pa(&self, capacity_w_k: f64) -> f64 {
        let flows = (ThermalConductance::new(capacity_w_k), ThermalConductance::new(self.design_w_k));
        self.exchanger.pressure_losses_pa(flows.0, flows.1).0
    }

    /// Electricity of the campus for a heat, W.
    pub(super) fn purchased_w(&self, heat_w: f64) -> f64 {
        campus_water::purchased_power(&self.water, Power::new(heat_w)).watts()
    }

    /// An hour in which the campus takes a heat beside what else does.
    pub(super) fn take_heat(&self, hour: SizedPlantHour, heat_w: f64, mode: PlantMode) -> SizedPlantHour {
        let purchased_w = self.purchased_w(heat_w);
        SizedPlantHour {
            mode,
            purchased_w,
            water_kg_s: hour.water_kg_s + campus_water::drawn_water(&self.water, Power::new(heat_w)).kg_s(),
            rejected_w: hour.rejected_w + heat_w + purchased_w,
            ..hour
        }
    }

    /// The exchangers as a line of what is installed.
    pub(super) fn as_installed(&self, kind: InstallableItem) -> InstalledUnits {
        let (needed, count) = (self.exchanger.unit_count(), round_up_count(self.exchanger.unit_count()));
        let each_w = self.exchanger.rated_heat().watts() / f64::from(count);
        InstalledUnits::made_to_measure(kind, count, needed, each_w)
    }
}
