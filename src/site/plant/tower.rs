//! Cooling towers with water-cooled chillers and a waterside economiser in series.
//!
//! Three modes, the cheapest admissible one each hour:
//! - free: tower water cools the loop through the economiser; the tower fan holds just the temperature that this needs;
//! - partial: the tower runs its fans fully, the economiser takes what it can, chillers the rest; tower water passes the
//!   economiser first and the condensers behind it;
//! - mechanical: chillers take all; the condenser-water set point follows the wet-bulb.
//!
//! Chillers never see condenser water below their lowest; a bypass holds it.

use crate::component::chiller::Operation as ChillerOperation;
use crate::component::plant_pump;
use crate::component::plate_exchanger::PlateExchanger;
use crate::component::tower::{Duty, Operation, Tower};
use crate::physics::air::MoistAir;
use crate::units::{HeatRate, Power, Temperature, VolumeFlow};

use super::super::SiteError;
use super::{Bank, Mode, PlantHour, WATER_J_M3_K, WaterLoad, pump_w};

/// Towers, chillers and economiser.
#[derive(Clone, Copy, Debug)]
pub struct TowerPlant {
    /// One cell.
    pub tower: Tower,
    /// How many.
    pub cells: u32,
    /// Water-cooled chillers.
    pub chillers: Bank,
    /// Waterside economiser.
    pub economiser: Option<PlateExchanger>,
    /// Pumps of the chilled loop.
    pub chilled_pump: plant_pump::Spec,
    /// Pumps of the condenser loop.
    pub condenser_pump: plant_pump::Spec,
    /// Capacity rate of the condenser loop, W/K.
    pub condenser_w_k: f64,
    /// Coldest condenser water of the chillers, °C.
    pub condenser_min_c: f64,
    /// Approach of the condenser-water set point to the wet-bulb, K.
    pub condenser_approach_k: f64,
}

/// Below any wet-bulb: asks the tower for its full fan.
const COLDEST_C: f64 = -100.0;
/// Compressor power settles in a few passes: a watt more warms the condenser water by microkelvins.
const PASSES: usize = 40;

impl TowerPlant {
    /// The plant's hour.
    ///
    /// # Errors
    /// [`SiteError`].
    pub fn serve(&self, load: &WaterLoad, air: &MoistAir) -> Result<PlantHour, SiteError> {
        let chilled_w = pump_w(&self.chilled_pump, load.capacity_w_k);
        let condenser_w = pump_w(&self.condenser_pump, self.condenser_w_k);
        let heat_w = load.heat_w + chilled_w;
        let loads = Loads { load, heat_w, condenser_w, air, wet_bulb: air.wet_bulb() };
        let mut best: Option<PlantHour> = None;
        if let Some(economiser) = &self.economiser {
            if let Some(free) = self.free(&loads, economiser) {
                best = Some(free);
            } else {
                best = self.with_chillers(&loads, Some(economiser))?;
            }
        }
        if best.is_none_or(|b| b.compressor_w > 0.0) {
            let mechanical = self.with_chillers(&loads, None)?;
            let cheaper = |a: &PlantHour| best.is_none_or(|b| a.power_w() < b.power_w());
            best = mechanical.filter(cheaper).or(best);
        }
        let mut hour = best.ok_or(SiteError::Unsettled { dry_bulb_c: air.dry_bulb().celsius() })?;
        let n = f64::from(self.cells);
        let rejected = Power::new((hour.rejected_w - hour.fan_w) / n);
        hour.water_kg_s = n * self.tower.makeup(rejected, hour.air_ratio, air)?.kg_s();
        hour.pump_w = chilled_w + condenser_w;
        hour.supply_c = load.supply_c;
        Ok(hour)
    }

    fn cells(&self, heat_w: f64, set_c: f64, wet_bulb: Temperature) -> Operation {
        let n = f64::from(self.cells);
        let duty = Duty {
            heat: Power::new(heat_w / n),
            capacity: HeatRate::new(self.condenser_w_k / n),
            flow: VolumeFlow::new(self.condenser_w_k / n / WATER_J_M3_K),
            set_point: Temperature::from_celsius(set_c),
        };
        self.tower.operate(&duty, wet_bulb)
    }

    fn hour(&self, heat_w: f64, tower: &Operation, chillers: Option<&ChillerOperation>, mode: Mode) -> PlantHour {
        let n = f64::from(self.cells);
        let fan_w = n * tower.fan_power.watts();
        let leaving_c = tower.leaving.celsius();
        PlantHour {
            fan_w,
            mode,
            compressor_w: chillers.map_or(0.0, |c| c.power.watts()),
            air_ratio: tower.air_ratio,
            rejected_w: heat_w + fan_w,
            rejection_c: (leaving_c + heat_w / self.condenser_w_k, leaving_c),
            extrapolated: tower.extrapolated || chillers.is_some_and(|c| c.extrapolated),
            ..PlantHour::default()
        }
    }

    /// Everything through the economiser, if the tower reaches the temperature that takes.
    fn free(&self, loads: &Loads, economiser: &PlateExchanger) -> Option<PlantHour> {
        let needed = economiser.cold_needed(
            Power::new(loads.heat_w),
            Temperature::from_celsius(loads.load.supply_c),
            HeatRate::new(loads.load.capacity_w_k),
            HeatRate::new(self.condenser_w_k),
        );
        let heat_w = loads.heat_w + loads.condenser_w;
        let tower = self.cells(heat_w, needed.celsius(), loads.wet_bulb);
        let reached = tower.leaving <= needed;
        reached.then(|| self.hour(heat_w, &tower, None, Mode::Free))
    }

    /// Chillers behind the economiser, or alone; nothing if the economiser has no part.
    fn with_chillers(
        &self,
        loads: &Loads,
        economiser: Option<&PlateExchanger>,
    ) -> Result<Option<PlantHour>, SiteError> {
        let WaterLoad { supply_c, capacity_w_k, .. } = *loads.load;
        let supply = Temperature::from_celsius(supply_c);
        let return_water = Temperature::from_celsius(supply_c + loads.heat_w / capacity_w_k);
        let reset_c = loads.wet_bulb.celsius() + self.condenser_approach_k;
        let set_c = if economiser.is_some() { COLDEST_C } else { reset_c.max(self.condenser_min_c) };
        let mut compressor_w = 0.1 * loads.heat_w;
        // A machine that started stays on: else two numbers of machines could call for each other for ever.
        let mut running = 1.0;
        for _ in 0..PASSES {
            let heat_w = loads.heat_w + loads.condenser_w + compressor_w;
            let tower = self.cells(heat_w, set_c, loads.wet_bulb);
            let free_w = economiser.map_or(0.0, |e| {
                let (hot, cold) = (HeatRate::new(capacity_w_k), HeatRate::new(self.condenser_w_k));
                e.heat(return_water, hot, tower.leaving, cold).watts().min(loads.heat_w)
            });
            if economiser.is_some() && free_w <= 0.0 {
                return Ok(None);
            }
            let entering_c = (tower.leaving.celsius() + free_w / self.condenser_w_k).max(self.condenser_min_c);
            let entering = Temperature::from_celsius(entering_c);
            let load_w = loads.heat_w - free_w;
            let (chillers, needed) = self.chillers.operate(load_w, supply, entering, loads.air, running)?;
            running = needed;
            let next_w = chillers.power.watts();
            if (next_w - compressor_w).abs() <= 1e-11 * loads.heat_w {
                return Ok(Some(self.hour(
                    free_w + chillers.rejected().watts() + loads.condenser_w,
                    &tower,
                    Some(&chillers),
                    if economiser.is_some() { Mode::Partial } else { Mode::Mechanical },
                )));
            }
            compressor_w = next_w;
        }
        Err(SiteError::Unsettled { dry_bulb_c: loads.air.dry_bulb().celsius() })
    }
}

/// The hour's loads.
struct Loads<'a> {
    load: &'a WaterLoad,
    /// Heat of the chilled loop with its pumps, W.
    heat_w: f64,
    /// Heat of the condenser pumps, W.
    condenser_w: f64,
    air: &'a MoistAir,
    /// Its wet-bulb: the tower's measure, found once an hour.
    wet_bulb: Temperature,
}
