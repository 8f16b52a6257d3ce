//! Dry coolers, perhaps behind wetted pads, with trim chillers where the air is too warm; or air-cooled chillers alone.
//!
//! The loop's water passes the dry coolers first; what heat is left goes to the trim chillers in series, whose
//! condensers stand in the same yard. Without trim chillers the supply floats above its set point on hot days.

use crate::component::plant::adiabatic_pad::{AdiabaticPad, PadOutlet};
use crate::component::plant::dry_cooling_unit::DryCoolingUnit;
use crate::component::plant::plant_pump;
use crate::physics::air::MoistAir;
use crate::plant::error::PlantError;
use crate::plant::outdoor::OutdoorConditions;
use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};
use crate::units::count::MachineCount;
use crate::units::{Power, TempDelta, Temperature, ThermalConductance, VolumeFlow};

use super::chiller_bank::ChillerBank;
use super::hour::{PlantMode, RejectionWater, SizedPlantHour, WaterLoad};
use super::loop_pump::pump_power_w;

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
    /// Pumps of the loop.
    pub pump: plant_pump::PlantPumpSpec,
    /// Warmth of the yard above the weather station.
    pub recirculation_rise: TempDelta,
}

impl DryPlant {
    /// The plant with a load.
    pub fn at_load(&self, load: &WaterLoad) -> DryPlantAtLoad {
        DryPlantAtLoad { plant: *self, load: *load, pump_w: pump_power_w(&self.pump, load.capacity_w_k) }
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
}

impl DryPlantAtLoad {
    /// The plant's hour.
    ///
    /// # Errors
    /// [`PlantError`].
    pub fn solve_hour(&self, outdoor: &OutdoorConditions) -> Result<SizedPlantHour, PlantError> {
        let Self { plant, load, pump_w } = self;
        let yard = outdoor.air.warmed_by(plant.recirculation_rise);
        let passed = plant.air_behind_pads(&yard, outdoor.wet_bulb)?;
        let air = passed.as_ref().map_or(yard, |(_, p)| p.air);
        let heat_w = load.heat_w + pump_w;
        let return_c = load.supply_c + heat_w / load.capacity_w_k;
        let mut hour = SizedPlantHour { pump_w: *pump_w, supply_c: load.supply_c, ..SizedPlantHour::default() };
        if let Some(DryCoolerBank { unit: cooler, machines }) = &plant.cooler {
            let n = machines.record_units();
            let capacity = ThermalConductance::new(load.capacity_w_k / n);
            let each = Power::new(heat_w / n);
            let mut entering_c = return_c;
            if plant.trim_chillers.is_none() {
                entering_c = self.floating_entering_c(heat_w, return_c, &air)?;
                hour.supply_c = entering_c - heat_w / load.capacity_w_k;
            }
            let unit = cooler.operate(each, Temperature::from_celsius(entering_c), capacity, &air)?;
            hour.fan_w = n * unit.fan_power.watts() * plant.pads.map_or(1.0, |pad| pad.fan_power_factor());
            hour.rejected_w = n * unit.heat.watts();
            if let Some((pad, passed)) = &passed {
                let flow = VolumeFlow::new(n * unit.air_ratio * cooler.spec().air_flow_m3_s);
                let dry_air = flow * air.density() * (1.0 + air.humidity_ratio().kg_kg()).recip();
                hour.water_kg_s = pad.water_draw(passed.evaporation, dry_air).kg_s();
            }
            let leaving_c = entering_c - hour.rejected_w / load.capacity_w_k;
            hour.rejection_water = Some(RejectionWater { entering_c, leaving_c });
        }
        let left_w = heat_w - hour.rejected_w;
        if let Some(bank) = plant.trim_chillers.as_ref().filter(|_| left_w > 0.0) {
            let supply = Temperature::from_celsius(load.supply_c);
            let o = bank.operate_staged(left_w, supply, yard.dry_bulb(), outdoor.air.dry_bulb(), 1.0)?.operation;
            hour.compressor_w = o.power.watts();
            hour.mode = if hour.rejected_w > 0.0 { PlantMode::Partial } else { PlantMode::Mechanical };
            hour.rejected_w += o.rejected_heat().watts();
            hour.extrapolated = o.extrapolated;
        }
        hour.rejected_w += hour.fan_w;
        Ok(hour)
    }

    /// The entering water, °C, with which the full fans carry all heat; the wanted one where they do anyway.
    fn floating_entering_c(&self, heat_w: f64, wanted_c: f64, air: &MoistAir) -> Result<f64, PlantError> {
        let Some(DryCoolerBank { unit: cooler, machines }) = &self.plant.cooler else { return Ok(wanted_c) };
        let n = machines.record_units();
        let capacity = ThermalConductance::new(self.load.capacity_w_k / n);
        let most = Power::new(1e12);
        let short = |entering_c: f64| -> Result<f64, NotConverged> {
            let full = cooler.operate(most, Temperature::from_celsius(entering_c), capacity, air)?;
            Ok(heat_w - n * full.heat.watts())
        };
        let at_wanted_w = short(wanted_c)?;
        if at_wanted_w <= 0.0 {
            return Ok(wanted_c);
        }
        let hot_c = air.dry_bulb().celsius().max(wanted_c) + 100.0;
        let tolerance = RootTolerance { x: 1e-12, f: 1e-9 * heat_w * 1e-3 };
        let ends = ((wanted_c, at_wanted_w), (hot_c, short(hot_c)?));
        let found = root::find_root_between(short, ends.0, ends.1, tolerance, 200);
        found.map(|r| r.x).map_err(|error| error.into_named::<NotConverged>("the water of floating dry coolers").into())
    }
}
