//! Air-cooled chillers with free-cooling coils on their own fans.
//!
//! Three modes, the cheapest admissible one each hour:
//! - free: compressors stand, and the fans run as slowly as the coils carry the heat;
//! - partial: the water passes the coils with the fans full, as they are where free ends; compressors behind them take what is
//!   left, their condensers in the air that the coils warmed;
//! - mechanical: the water passes by the coils, and the chillers take all.

use crate::component::plant::free_cooling_coil::FreeCoolingCoil;
use crate::physics::air::MoistAir;
use crate::plant::error::PlantError;
use crate::plant::outdoor::OutdoorConditions;
use crate::scenario::PlantSpares;
use crate::units::{Power, TempDelta, Temperature, ThermalConductance};

use super::chiller_bank::ChillerBank;
use super::hour::{PlantMode, ROUNDING, RejectionWater, SizedPlantHour, WaterLoad, choose_cheaper};
use super::loop_pump::LoopPumps;

/// Chillers and their coils.
#[derive(Clone, Copy, Debug)]
pub struct CoilChillerPlant {
    /// Chillers.
    pub chillers: ChillerBank,
    /// A coil of the record's size.
    pub coil: FreeCoolingCoil,
    /// Coils of the record's size for each chiller.
    pub coils_each: f64,
    /// Chillers whose coils the water passes: all but those that stand by.
    pub working_chillers: u32,
    /// Pumps of the loop.
    pub pump: LoopPumps,
    /// Warmth of the yard above the weather station.
    pub recirculation_rise: TempDelta,
}

impl CoilChillerPlant {
    /// The plant with a load.
    pub fn at_load(&self, load: &WaterLoad) -> CoilChillerAtLoad {
        let pump_w = self.pump.power_w(load.capacity_w_k);
        let heat_w = load.heat_w + pump_w;
        let return_c = load.supply_c + heat_w / load.capacity_w_k;
        CoilChillerAtLoad { plant: *self, load: *load, pump_w, heat_w, return_c }
    }

    /// Coils of the record's size that the water passes.
    fn coil_count(&self) -> f64 {
        self.coils_each * f64::from(self.working_chillers)
    }

    /// The plant with a number of chillers, spare ones with them. The coils of those that stand by do so, too.
    pub(super) fn with_chillers(self, count: u32, spares: PlantSpares) -> Self {
        let working_chillers = if spares.running { count } else { self.working_chillers.min(count) };
        Self { chillers: self.chillers.with_spares(count, spares), working_chillers, ..self }
    }
}

/// The plant with a load.
#[derive(Clone, Copy, Debug)]
pub struct CoilChillerAtLoad {
    plant: CoilChillerPlant,
    load: WaterLoad,
    pump_w: f64,
    /// Heat of the loop with its pumps, W.
    heat_w: f64,
    /// Return of the loop, °C.
    return_c: f64,
}

impl CoilChillerAtLoad {
    /// The plant's hour.
    ///
    /// # Errors
    /// [`PlantError`].
    pub fn solve_hour(&self, outdoor: &OutdoorConditions) -> Result<SizedPlantHour, PlantError> {
        let plant = &self.plant;
        let yard = outdoor.air.warmed_by(plant.recirculation_rise);
        let mechanical = self.solve_chillers(0.0, &yard, outdoor);
        if self.return_c <= yard.dry_bulb().celsius() {
            return mechanical;
        }
        let n = plant.coil_count();
        let capacity = ThermalConductance::new(self.load.capacity_w_k / n);
        let (load, water) = (Power::new(self.heat_w / n), Temperature::from_celsius(self.return_c));
        let cooled = plant.coil.operate(load, water, capacity, &yard)?;
        let taken_w = n * cooled.heat.watts();
        if self.heat_w - taken_w > ROUNDING * self.heat_w {
            return choose_cheaper(self.solve_chillers(taken_w, &yard, outdoor), mechanical);
        }
        let fan_w = n * cooled.fan_power.watts();
        let free = SizedPlantHour {
            fan_w,
            rejected_w: self.heat_w + fan_w,
            rejection_water: Some(self.coil_water(self.heat_w)),
            ..self.resting_hour()
        };
        choose_cheaper(Ok(free), mechanical)
    }

    fn resting_hour(&self) -> SizedPlantHour {
        SizedPlantHour { pump_w: self.pump_w, supply_c: self.load.supply_c, ..SizedPlantHour::default() }
    }

    /// Water through the coils, which take a heat from it.
    fn coil_water(&self, taken_w: f64) -> RejectionWater {
        let leaving_c = self.return_c - taken_w / self.load.capacity_w_k;
        RejectionWater { entering_c: self.return_c, leaving_c }
    }

    /// Compressors for what the coils left; water passes the coils where they take some.
    fn solve_chillers(
        &self,
        taken_w: f64,
        yard: &MoistAir,
        outdoor: &OutdoorConditions,
    ) -> Result<SizedPlantHour, PlantError> {
        let CoilChillerPlant { chillers, coil, working_chillers, .. } = &self.plant;
        let coil_count = self.plant.coil_count();
        let supply = Temperature::from_celsius(self.load.supply_c);
        let rise = coil.air_rise(Power::new(taken_w / coil_count), yard);
        let (left_w, condenser) = (self.heat_w - taken_w, yard.dry_bulb() + rise);
        let staged = chillers.operate_staged(left_w, supply, condenser, outdoor.air.dry_bulb(), 1.0)?;
        let o = staged.operation;
        let rated_w = f64::from(*working_chillers) * chillers.chiller.spec().rated_w;
        // Below the least part load of their curve the chillers' power stays, and with it what it holds of the fans.
        let chiller_share = (left_w.max(staged.powered_load.watts()) / rated_w).min(1.0);
        let (mode, fan_each) = if taken_w > 0.0 {
            (PlantMode::Partial, coil.full_fan_power(yard) - coil.chiller_fan_power(yard) * chiller_share)
        } else {
            (PlantMode::Mechanical, coil.loss_power(yard) * chiller_share)
        };
        let fan_w = coil_count * fan_each.watts();
        Ok(SizedPlantHour {
            mode,
            fan_w,
            compressor_w: o.power.watts(),
            compressor_extrapolated: o.extrapolated,
            rejected_w: taken_w + o.rejected_heat().watts() + fan_w,
            rejection_water: Some(self.coil_water(taken_w)),
            ..self.resting_hour()
        })
    }
}
