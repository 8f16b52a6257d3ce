//! Dry coolers, perhaps behind wetted pads, or closed-circuit coolers, with trim chillers where the air is too warm; or
//! air-cooled chillers alone. Bought chilled water may stand in for the chillers.
//!
//! Three modes, the cheapest admissible one each hour:
//! - free: the coolers take all heat at the lowest fan speed that does so;
//! - partial: the water passes the coolers with their fans full first; what heat is left goes to the trim chillers in
//!   series, whose condensers stand in the same yard;
//! - mechanical: the water passes by the coolers, and the chillers take all, where they are large enough.
//!
//! Pads are wetted by temperature in the first two. Without trim chillers the supply floats above its set point on hot days.

use crate::component::plant::adiabatic_pad::{AdiabaticPad, PadOutlet};
use crate::physics::air::MoistAir;
use crate::plant::error::PlantError;
use crate::plant::outdoor::OutdoorConditions;
use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};
use crate::units::{TempDelta, Temperature};

use super::campus::CampusSupply;
use super::chiller_bank::ChillerBank;
use super::cooler_bank::{LoopCooler, LoopCoolerBank};
use super::cooler_duty::{CoilAir, CoolerDuty};
use super::hour::{PlantMode, ROUNDING, RejectionWater, SizedPlantHour, WaterLoad, choose_cheaper};
use super::loop_pump::LoopPumps;

/// Coolers and trim chillers.
#[derive(Clone, Copy, Debug)]
pub struct DryPlant {
    /// Dry coolers, or closed-circuit coolers.
    pub cooler: Option<LoopCoolerBank>,
    /// Wetted pads ahead of the dry coolers.
    pub pads: Option<AdiabaticPad>,
    /// Trim chillers, air-cooled.
    pub trim_chillers: Option<ChillerBank>,
    /// Bought chilled water in their place.
    pub campus: Option<CampusSupply>,
    /// Pumps of the loop.
    pub pump: LoopPumps,
    /// Warmth of the yard above the weather station.
    pub recirculation_rise: TempDelta,
}

impl DryPlant {
    /// The plant with a load.
    pub fn at_load(&self, load: &WaterLoad) -> DryPlantAtLoad {
        let pump_w = self.pump.power_w(load.capacity_w_k);
        let heat_w = load.heat_w + pump_w;
        // Less than a Carnot machine of the compressors' smallest lift draws no chiller.
        let least_compressor_w = self.trim_chillers.map_or(f64::INFINITY, |bank| {
            heat_w / bank.chiller.energy_input().carnot_cop(load.supply_c, f64::NEG_INFINITY)
        });
        DryPlantAtLoad {
            plant: *self,
            load: *load,
            pump_w,
            heat_w,
            return_c: load.supply_c + heat_w / load.capacity_w_k,
            least_compressor_w,
        }
    }

    /// Whether spray wets its coils.
    pub(crate) const fn has_sprayed_coils(&self) -> bool {
        matches!(self.cooler, Some(LoopCoolerBank { unit: LoopCooler::ClosedCircuit(_), .. }))
    }

    /// The yard's air behind wetted pads; nothing where they are dry or there are none. `wet_bulb` is that of the weather.
    pub(crate) fn air_behind_pads(
        &self,
        yard: &MoistAir,
        wet_bulb: Temperature,
    ) -> Result<Option<(AdiabaticPad, PadOutlet)>, PlantError> {
        match self.pads.filter(|pad| pad.is_wetted(yard.dry_bulb(), wet_bulb)) {
            Some(pad) => Ok(Some((pad, pad.cool_air(yard, yard.wet_bulb())?))),
            None => Ok(None),
        }
    }
}

/// Water that is so much warmer than the air gives off any heat.
const HOTTER_THAN_ANY_K: f64 = 100.0;

/// The plant with a load.
#[derive(Clone, Copy, Debug)]
pub struct DryPlantAtLoad {
    plant: DryPlant,
    load: WaterLoad,
    pump_w: f64,
    /// Heat of the loop with its pumps, W.
    pub(super) heat_w: f64,
    /// Return of the loop at its set point, °C.
    pub(super) return_c: f64,
    /// Chillers draw at least this for all the heat, W.
    least_compressor_w: f64,
}

/// The yard of an hour.
pub(super) struct Yard<'a> {
    outdoor: &'a OutdoorConditions,
    /// Its air, and what the coolers breathe.
    coil: CoilAir,
}

/// An hour in which the coolers took a part of the heat.
pub(super) struct CooledHour {
    pub(super) hour: SizedPlantHour,
    /// Heat that they took, W.
    pub(super) taken_w: f64,
    /// Electricity that they drew, W.
    pub(super) cooler_w: f64,
}

impl DryPlantAtLoad {
    /// The plant's hour.
    ///
    /// # Errors
    /// [`PlantError`].
    pub fn solve_hour(&self, outdoor: &OutdoorConditions) -> Result<SizedPlantHour, PlantError> {
        let plant = &self.plant;
        let air = outdoor.air.warmed_by(plant.recirculation_rise);
        let wetted = plant.cooler.map_or(Ok(None), |_| plant.air_behind_pads(&air, outdoor.wet_bulb))?;
        let wetted = wetted.map(|(_, passed)| passed);
        let yard = Yard { outdoor, coil: CoilAir { pads: plant.pads, wetted, yard: air } };
        if let Some(campus) = &plant.campus {
            return self.solve_campus_hour(campus, plant.cooler.as_ref(), &yard);
        }
        match (&plant.cooler, &plant.trim_chillers) {
            (None, None) => Err(PlantError::LoadKindMismatch),
            (None, Some(bank)) => self.solve_chillers(&self.resting_hour(), bank, &yard),
            (Some(cooler), None) => {
                let entering_c = self.floating_entering_c(cooler, &yard.coil)?;
                let CooledHour { hour, cooler_w, .. } = self.operate_coolers(cooler, entering_c, &yard)?;
                let supply_c = entering_c - self.heat_w / self.load.capacity_w_k;
                Ok(SizedPlantHour { supply_c, rejected_w: self.heat_w + cooler_w, ..hour })
            }
            (Some(cooler), Some(bank)) => {
                let cooled = self.operate_coolers(cooler, self.return_c, &yard)?;
                let left_w = self.heat_w - cooled.taken_w;
                if left_w <= ROUNDING * self.heat_w {
                    let free = SizedPlantHour { rejected_w: self.heat_w + cooled.cooler_w, ..cooled.hour };
                    if cooled.cooler_w <= self.least_compressor_w {
                        return Ok(free);
                    }
                    return choose_cheaper(Ok(free), self.solve_bypassed_coolers(bank, &yard));
                }
                let partial = self.solve_chillers(&cooled, bank, &yard);
                choose_cheaper(partial, self.solve_bypassed_coolers(bank, &yard))
            }
        }
    }

    /// The same, prepared for many hours.
    ///
    /// # Errors
    /// When the curves of a cooler are not found.
    pub(super) fn prepared(&self) -> Result<Self, NotConverged> {
        let prepare = |bank: LoopCoolerBank| bank.prepared_for(self.load.capacity_w_k);
        let cooler = self.plant.cooler.map(prepare).transpose()?;
        Ok(Self { plant: DryPlant { cooler, ..self.plant }, ..*self })
    }

    /// The same while the loop's water passes the exchangers of bought water.
    pub(super) fn with_exchangers(&self, campus: &CampusSupply) -> Self {
        let flow_w_k = self.load.capacity_w_k;
        let pump_w = self.plant.pump.power_with_loss_w(flow_w_k, campus.loop_loss_pa(flow_w_k));
        let heat_w = self.load.heat_w + pump_w;
        Self { pump_w, heat_w, return_c: self.load.supply_c + heat_w / flow_w_k, ..*self }
    }

    /// The hour before any machine runs.
    pub(super) fn resting_hour(&self) -> CooledHour {
        let hour = SizedPlantHour { pump_w: self.pump_w, supply_c: self.load.supply_c, ..SizedPlantHour::default() };
        CooledHour { hour, taken_w: 0.0, cooler_w: 0.0 }
    }

    /// Chillers alone, the water led past the coolers.
    fn solve_bypassed_coolers(&self, bank: &ChillerBank, yard: &Yard) -> Result<SizedPlantHour, PlantError> {
        let water = RejectionWater { entering_c: self.return_c, leaving_c: self.return_c };
        let resting = self.resting_hour();
        let hour = SizedPlantHour { rejection_water: Some(water), ..resting.hour };
        self.solve_chillers(&CooledHour { hour, ..resting }, bank, yard)
    }

    /// Coolers with water entering at `entering_c`, at the lowest fan speed that takes all heat.
    pub(super) fn operate_coolers(
        &self,
        cooler: &LoopCoolerBank,
        entering_c: f64,
        yard: &Yard,
    ) -> Result<CooledHour, PlantError> {
        let capacity_w_k = self.load.capacity_w_k;
        let done = cooler.operate(&CoolerDuty { heat_w: self.heat_w, entering_c, capacity_w_k }, &yard.coil)?;
        let leaving_c = entering_c - done.heat_w / capacity_w_k;
        let hour = SizedPlantHour {
            fan_w: done.fan_w,
            pump_w: self.pump_w + done.pump_w,
            water_kg_s: done.water_kg_s,
            rejected_w: done.heat_w + done.power_w(),
            rejection_water: Some(RejectionWater { entering_c, leaving_c }),
            ..self.resting_hour().hour
        };
        Ok(CooledHour { hour, taken_w: done.heat_w, cooler_w: done.power_w() })
    }

    /// Chillers for what the coolers left.
    fn solve_chillers(
        &self,
        &CooledHour { hour: cooled, taken_w, .. }: &CooledHour,
        bank: &ChillerBank,
        yard: &Yard,
    ) -> Result<SizedPlantHour, PlantError> {
        let supply = Temperature::from_celsius(self.load.supply_c);
        let (left_w, outdoor) = (self.heat_w - taken_w, yard.outdoor.air.dry_bulb());
        let o = bank.operate_staged(left_w, supply, yard.coil.yard.dry_bulb(), outdoor, 1.0)?.operation;
        Ok(SizedPlantHour {
            mode: if taken_w > 0.0 { PlantMode::Partial } else { PlantMode::Mechanical },
            compressor_w: o.power.watts(),
            compressor_extrapolated: o.extrapolated,
            rejected_w: cooled.rejected_w + o.rejected_heat().watts(),
            ..cooled
        })
    }

    /// The entering water, °C, with which the full fans carry all heat; the wanted one where they do anyway.
    fn floating_entering_c(&self, cooler: &LoopCoolerBank, air: &CoilAir) -> Result<f64, PlantError> {
        let (heat_w, wanted_c, capacity_w_k) = (self.heat_w, self.return_c, self.load.capacity_w_k);
        let short = |entering_c: f64| -> Result<f64, NotConverged> {
            Ok(heat_w - cooler.full_fan_heat_w(&CoolerDuty { heat_w, entering_c, capacity_w_k }, air)?)
        };
        let at_wanted_w = short(wanted_c)?;
        if at_wanted_w <= ROUNDING * heat_w {
            return Ok(wanted_c);
        }
        let hot_c = air.at_coils().dry_bulb().celsius().max(wanted_c) + HOTTER_THAN_ANY_K;
        let tolerance = RootTolerance { x: 1e-12, f: 1e-9 * heat_w * 1e-3 };
        let ends = ((wanted_c, at_wanted_w), (hot_c, short(hot_c)?));
        let found = root::find_root_between(short, ends.0, ends.1, tolerance, 200);
        found.map(|r| r.x).map_err(|error| error.into_named::<NotConverged>("the water of floating dry coolers").into())
    }
}
