//! Dry coolers or thermosyphon coolers ahead of a plant with towers, in series on its loop: they save water.
//!
//! The water of the loop passes the dry side first; economizer, towers and chillers take what is left. In each hour the dry side
//! takes none, a quarter, a half, three quarters or all of what its full fans take, whichever costs least in electricity and
//! water together; water counts as the electricity that its price buys. Where the dry side takes all, towers and their pumps
//! stand.
//!
//! The towers are sized for the whole load, since the dry side takes little on the design day.

use crate::plant::error::PlantError;
use crate::plant::outdoor::OutdoorConditions;
use crate::units::TempDelta;

use super::cooler_bank::LoopCoolerBank;
use super::cooler_duty::{CoilAir, CoolerDuty, CoolerOperation};
use super::hour::{PlantMode, ROUNDING, SizedPlantHour, WaterLoad};
use super::installed::InstallableItem;
use super::tower::{TowerPlant, TowerPlantAtLoad};

/// Shares of what the dry side's full fans take that are put to the test.
const DRY_SHARES: [f64; 4] = [0.25, 0.5, 0.75, 1.0];
/// Kelvins that are rounding.
const ROUNDING_K: f64 = 1e-9;

/// A plant with towers and its dry side.
#[derive(Clone, Copy, Debug)]
pub struct PrecooledTowerPlant {
    /// Towers, chillers and economizer.
    pub tower: TowerPlant,
    /// The dry side.
    pub dry: LoopCoolerBank,
    /// What it is.
    pub dry_item: InstallableItem,
    /// Warmth of the yard above the weather station.
    pub recirculation_rise: TempDelta,
    /// Electricity that a kilogram of water counts as, J/kg.
    pub water_value_j_kg: f64,
}

impl PrecooledTowerPlant {
    /// The plant with a load.
    pub fn at_load(&self, load: &WaterLoad) -> PrecooledTowerAtLoad {
        let pump_w = self.tower.chilled_pump.power_w(load.capacity_w_k);
        PrecooledTowerAtLoad {
            plant: *self,
            load: *load,
            alone: self.tower.at_load(load),
            pump_w,
            return_c: load.supply_c + (load.heat_w + pump_w) / load.capacity_w_k,
        }
    }
}

/// The plant with a load.
#[derive(Clone, Copy, Debug)]
pub struct PrecooledTowerAtLoad {
    plant: PrecooledTowerPlant,
    load: WaterLoad,
    /// The towers with the whole load.
    alone: TowerPlantAtLoad,
    /// Pumps of the loop, W.
    pump_w: f64,
    /// Return of the loop, °C.
    return_c: f64,
}

impl PrecooledTowerAtLoad {
    /// The plant's hour.
    ///
    /// # Errors
    /// [`PlantError`] of the towers where no share that the dry side takes lets them carry the rest.
    pub fn solve_hour(&self, outdoor: &OutdoorConditions) -> Result<SizedPlantHour, PlantError> {
        let air = CoilAir::passed(outdoor.air.warmed_by(self.plant.recirculation_rise));
        let mut best = self.alone.solve_hour(outdoor);
        let full_w = self.plant.dry.full_fan_heat_w(&self.dry_duty(0.0), &air)?;
        if full_w <= 0.0 {
            return best;
        }
        let whole_w = self.load.heat_w + self.pump_w;
        for share in DRY_SHARES {
            let wanted_w = (share * full_w).min(whole_w);
            let dry = self.plant.dry.operate(&self.dry_duty(wanted_w), &air)?;
            let hour = if dry.heat_w >= whole_w * (1.0 - ROUNDING) {
                Ok(self.dry_hour(&dry))
            } else {
                self.hour_with_towers(&dry, outdoor)
            };
            best = match (best, hour) {
                (Ok(best), Ok(hour)) => Ok(if self.is_better(&hour, &best) { hour } else { best }),
                (Ok(one), Err(_)) | (Err(_), Ok(one)) => Ok(one),
                (Err(error), Err(_)) => Err(error),
            };
            if wanted_w >= whole_w {
                break;
            }
        }
        best
    }

    const fn dry_duty(&self, heat_w: f64) -> CoolerDuty {
        CoolerDuty { heat_w, entering_c: self.return_c, capacity_w_k: self.load.capacity_w_k }
    }

    /// Whether an hour meets the set point where another does not, or is the cheaper of two that both do; of two that do not
    /// the colder one.
    fn is_better(&self, hour: &SizedPlantHour, than: &SizedPlantHour) -> bool {
        let over_k = |h: &SizedPlantHour| (h.supply_c - self.load.supply_c - ROUNDING_K).max(0.0);
        let cost_w = |h: &SizedPlantHour| h.power_w() + self.plant.water_value_j_kg * h.water_kg_s;
        match over_k(hour).total_cmp(&over_k(than)) {
            std::cmp::Ordering::Less => true,
            std::cmp::Ordering::Greater => false,
            std::cmp::Ordering::Equal => cost_w(hour) < cost_w(than),
        }
    }

    /// The dry side alone.
    fn dry_hour(&self, dry: &CoolerOperation) -> SizedPlantHour {
        SizedPlantHour {
            mode: PlantMode::Free,
            fan_w: dry.fan_w,
            pump_w: self.pump_w,
            rejected_w: self.load.heat_w + self.pump_w + dry.fan_w,
            precooled_w: self.load.heat_w,
            supply_c: self.load.supply_c,
            ..SizedPlantHour::default()
        }
    }

    /// Towers for what the dry side left.
    fn hour_with_towers(
        &self,
        dry: &CoolerOperation,
        outdoor: &OutdoorConditions,
    ) -> Result<SizedPlantHour, PlantError> {
        // What the dry side takes beyond the racks' heat is that of the loop's pumps, which the towers count by themselves.
        let taken_w = dry.heat_w.min(self.load.heat_w);
        let left = WaterLoad { heat_w: self.load.heat_w - taken_w, ..self.load };
        let hour = self.plant.tower.at_load(&left).solve_hour(outdoor)?;
        Ok(SizedPlantHour {
            mode: if hour.mode == PlantMode::Mechanical { PlantMode::Partial } else { hour.mode },
            fan_w: hour.fan_w + dry.fan_w,
            rejected_w: hour.rejected_w + taken_w + dry.fan_w,
            precooled_w: taken_w,
            ..hour
        })
    }
}
