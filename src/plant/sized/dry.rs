//! Dry coolers, perhaps behind wetted pads, with trim chillers where the air is too warm; or air-cooled chillers alone.
//! Bought chilled water may stand in for the chillers.
//!
//! Three modes, the cheapest admissible one each hour:
//! - free: the dry coolers take all heat at the lowest fan speed that does so;
//! - partial: the water passes the dry coolers with their fans full first; what heat is left goes to the trim chillers in
//!   series, whose condensers stand in the same yard;
//! - mechanical: the water passes by the dry coolers, and the chillers take all, where they are large enough.
//!
//! Pads are wetted by temperature in the first two. Without trim chillers the supply floats above its set point on hot days.

use crate::component::plant::adiabatic_pad::{AdiabaticPad, PadOutlet};
use crate::component::plant::dry_cooling_unit::DryCoolingUnit;
use crate::physics::air::MoistAir;
use crate::plant::error::PlantError;
use crate::plant::outdoor::OutdoorConditions;
use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};
use crate::units::count::MachineCount;
use crate::units::{Power, TempDelta, Temperature, ThermalConductance, VolumeFlow};

use super::campus::CampusSupply;
use super::chiller_bank::ChillerBank;
use super::hour::{PlantMode, ROUNDING, RejectionWater, SizedPlantHour, WaterLoad, choose_cheaper};
use super::loop_pump::LoopPumps;

/// Equal dry coolers that share air and load.
#[derive(Clone, Copy, Debug)]
pub struct DryCoolerBank {
    /// One unit.
    pub unit: DryCoolingUnit,
    /// How many there are, and of which size.
    pub machines: MachineCount,
}

/// Dry coolers and trim chillers.
#[derive(Clone, Copy, Debug)]
pub struct DryPlant {
    /// Dry coolers.
    pub cooler: Option<DryCoolerBank>,
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
    /// Its air.
    air: MoistAir,
    /// The pads and the air behind them, where they are wetted.
    pads: Option<(AdiabaticPad, PadOutlet)>,
}

impl Yard<'_> {
    /// What the dry coolers breathe.
    fn coil_air(&self) -> &MoistAir {
        self.pads.as_ref().map_or(&self.air, |(_, passed)| &passed.air)
    }
}

impl DryPlantAtLoad {
    /// The plant's hour.
    ///
    /// # Errors
    /// [`PlantError`].
    pub fn solve_hour(&self, outdoor: &OutdoorConditions) -> Result<SizedPlantHour, PlantError> {
        let plant = &self.plant;
        let air = outdoor.air.warmed_by(plant.recirculation_rise);
        let pads = plant.cooler.map_or(Ok(None), |_| plant.air_behind_pads(&air, outdoor.wet_bulb))?;
        let yard = Yard { outdoor, air, pads };
        if let Some(campus) = &plant.campus {
            return self.solve_campus_hour(campus, plant.cooler.as_ref(), &yard);
        }
        match (&plant.cooler, &plant.trim_chillers) {
            (None, None) => Err(PlantError::LoadKindMismatch),
            (None, Some(bank)) => self.solve_chillers(self.resting_hour(), bank, &yard),
            (Some(cooler), None) => {
                let entering_c = self.floating_entering_c(cooler, yard.coil_air())?;
                let hour = self.operate_coolers(cooler, entering_c, &yard)?;
                let supply_c = entering_c - self.heat_w / self.load.capacity_w_k;
                Ok(SizedPlantHour { supply_c, rejected_w: self.heat_w + hour.fan_w, ..hour })
            }
            (Some(cooler), Some(bank)) => {
                let cooled = self.operate_coolers(cooler, self.return_c, &yard)?;
                let left_w = self.heat_w - (cooled.rejected_w - cooled.fan_w);
                if left_w <= ROUNDING * self.heat_w {
                    let free = SizedPlantHour { rejected_w: self.heat_w + cooled.fan_w, ..cooled };
                    if free.fan_w <= self.least_compressor_w {
                        return Ok(free);
                    }
                    return choose_cheaper(Ok(free), self.solve_bypassed_coolers(bank, &yard));
                }
                let partial = self.solve_chillers(cooled, bank, &yard);
                choose_cheaper(partial, self.solve_bypassed_coolers(bank, &yard))
            }
        }
    }

    /// The same while the loop's water passes the exchangers of bought water.
    pub(super) fn with_exchangers(&self, campus: &CampusSupply) -> Self {
        let flow_w_k = self.load.capacity_w_k;
        let pump_w = self.plant.pump.power_with_loss_w(flow_w_k, campus.loop_loss_pa(flow_w_k));
        let heat_w = self.load.heat_w + pump_w;
        Self { pump_w, heat_w, return_c: self.load.supply_c + heat_w / flow_w_k, ..*self }
    }

    /// The hour before any machine runs.
    pub(super) fn resting_hour(&self) -> SizedPlantHour {
        SizedPlantHour { pump_w: self.pump_w, supply_c: self.load.supply_c, ..SizedPlantHour::default() }
    }

    /// Chillers alone, the water led past the dry coolers.
    fn solve_bypassed_coolers(&self, bank: &ChillerBank, yard: &Yard) -> Result<SizedPlantHour, PlantError> {
        let water = RejectionWater { entering_c: self.return_c, leaving_c: self.return_c };
        self.solve_chillers(SizedPlantHour { rejection_water: Some(water), ..self.resting_hour() }, bank, yard)
    }

    /// Dry coolers with water entering at `entering_c`, at the lowest fan speed that takes all heat.
    pub(super) fn operate_coolers(
        &self,
        DryCoolerBank { unit: cooler, machines }: &DryCoolerBank,
        entering_c: f64,
        yard: &Yard,
    ) -> Result<SizedPlantHour, PlantError> {
        let n = machines.record_units();
        let capacity = ThermalConductance::new(self.load.capacity_w_k / n);
        let air = yard.coil_air();
        let one = cooler.operate(Power::new(self.heat_w / n), Temperature::from_celsius(entering_c), capacity, air)?;
        let fan_w = n * one.fan_power.watts() * self.plant.pads.map_or(1.0, |pad| pad.fan_power_factor());
        let water_kg_s = yard.pads.as_ref().map_or(0.0, |(pad, passed)| {
            let flow = VolumeFlow::new(n * one.air_ratio * cooler.spec().air_flow_m3_s);
            let dry_air = flow * air.density() * (1.0 + air.humidity_ratio().kg_kg()).recip();
            pad.water_draw(passed.evaporation, dry_air).kg_s()
        });
        let heat_w = n * one.heat.watts();
        let leaving_c = entering_c - heat_w / self.load.capacity_w_k;
        Ok(SizedPlantHour {
            fan_w,
            water_kg_s,
            rejected_w: heat_w + fan_w,
            rejection_water: Some(RejectionWater { entering_c, leaving_c }),
            ..self.resting_hour()
        })
    }

    /// Chillers for what the dry coolers left.
    fn solve_chillers(
        &self,
        cooled: SizedPlantHour,
        bank: &ChillerBank,
        yard: &Yard,
    ) -> Result<SizedPlantHour, PlantError> {
        let taken_w = cooled.rejected_w - cooled.fan_w;
        let supply = Temperature::from_celsius(self.load.supply_c);
        let (left_w, outdoor) = (self.heat_w - taken_w, yard.outdoor.air.dry_bulb());
        let o = bank.operate_staged(left_w, supply, yard.air.dry_bulb(), outdoor, 1.0)?.operation;
        Ok(SizedPlantHour {
            mode: if taken_w > 0.0 { PlantMode::Partial } else { PlantMode::Mechanical },
            compressor_w: o.power.watts(),
            compressor_extrapolated: o.extrapolated,
            rejected_w: cooled.rejected_w + o.rejected_heat().watts(),
            ..cooled
        })
    }

    /// The entering water, °C, with which the full fans carry all heat; the wanted one where they do anyway.
    fn floating_entering_c(
        &self,
        DryCoolerBank { unit: cooler, machines }: &DryCoolerBank,
        air: &MoistAir,
    ) -> Result<f64, PlantError> {
        let (heat_w, wanted_c) = (self.heat_w, self.return_c);
        let n = machines.record_units();
        let capacity = ThermalConductance::new(self.load.capacity_w_k / n);
        let most = Power::new(1e12);
        let short = |entering_c: f64| -> Result<f64, NotConverged> {
            let full = cooler.operate(most, Temperature::from_celsius(entering_c), capacity, air)?;
            Ok(heat_w - n * full.heat.watts())
        };
        let at_wanted_w = short(wanted_c)?;
        if at_wanted_w <= ROUNDING * heat_w {
            return Ok(wanted_c);
        }
        let hot_c = air.dry_bulb().celsius().max(wanted_c) + 100.0;
        let tolerance = RootTolerance { x: 1e-12, f: 1e-9 * heat_w * 1e-3 };
        let ends = ((wanted_c, at_wanted_w), (hot_c, short(hot_c)?));
        let found = root::find_root_between(short, ends.0, ends.1, tolerance, 200);
        found.map(|r| r.x).map_err(|error| error.into_named::<NotConverged>("the water of floating dry coolers").into())
    }
}
