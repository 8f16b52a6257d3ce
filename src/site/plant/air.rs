//! Plants that cool the hall's air without water between: outdoor air through the hall or past it, and direct-expansion
//! units for what that leaves.
//!
//! Each hour the cheapest admissible of:
//! - outdoor air mixed with return air, behind dry pads or wetted ones, compressors for the rest (free, partial);
//! - an exchanger between hall and outdoor air, dry or wetted, compressors for the rest (free, partial);
//! - recirculated air and compressors alone (mechanical).
//!
//! Energy is booked on the hall's balance: what the exhaust air carries out above the outdoor air that replaces it, what
//! the exchanger passes, and what the compressors take, with their own power. A hall with outdoor air in it has that air's
//! humidity; one that recirculates is dry enough that its coils do not condense.

use crate::component::adiabatic_pad::Pad;
use crate::component::air_economiser::{AirEconomiser, Outcome, Stream};
use crate::component::dx::{Dx, Entering};
use crate::component::indirect_evaporative::{self, IndirectEvaporative};
use crate::physics::air::{self, MoistAir};
use crate::units::{ThermalConductance, HumidityRatio, MassFlow, Power, TempDelta, Temperature, VolumeFlow};

use super::super::SiteError;
use super::super::outdoor::Outdoor;
use super::{AirLoad, Mode, PlantHour};

/// What outdoor air does for the hall.
#[derive(Clone, Copy, Debug)]
pub enum Outside {
    /// It passes through the hall.
    Direct {
        /// One unit; its fans move the hall's air, and the coil of a direct-expansion circuit stands in it.
        unit: AirEconomiser,
        /// How many.
        count: u32,
        /// Pads ahead of it.
        pad: Option<Pad>,
    },
    /// It passes an exchanger and stays outside.
    Indirect {
        /// One unit.
        unit: IndirectEvaporative,
        /// How many.
        count: u32,
    },
}

/// Direct-expansion units and what spares them.
#[derive(Clone, Copy, Debug)]
pub struct AirPlant {
    /// One direct-expansion unit.
    pub dx: Dx,
    /// How many run, sharing air and load.
    pub count: u32,
    /// What outdoor air does.
    pub outside: Option<Outside>,
    /// Warmth of the yard above the weather station.
    pub yard_rise: TempDelta,
}

impl AirPlant {
    /// The plant with a load.
    ///
    /// # Errors
    /// When the hall's air is outside the range of the moist-air formulas.
    pub fn task(&self, load: &AirLoad) -> Result<Task, SiteError> {
        let supply = Temperature::from_celsius(load.supply_c);
        let dry = MoistAir::new(supply, load.humidity, load.pressure)?;
        let dry_air = MassFlow::new(load.capacity_w_k / (dry.specific_heat().j_kg_k() * (1.0 + load.humidity.kg_kg())));
        let returning = dry.warmed(TempDelta::new(load.heat_w / load.capacity_w_k));
        let n = f64::from(self.count);
        // The economiser's fans move the air of direct units; elsewhere those of the direct-expansion units do.
        let own_fans = !matches!(self.outside, Some(Outside::Direct { .. }));
        let fan_w = if own_fans { n * self.dx.fan_power(load.flow * n.recip()).watts() } else { 0.0 };
        let entering = self.entering(returning, load.flow);
        Ok(Task { plant: *self, load: *load, supply, dry_air, returning, fan_w, entering })
    }

    fn entering(&self, air: MoistAir, flow: VolumeFlow) -> Entering {
        Entering { air, wet_bulb: air.wet_bulb(), flow: flow * f64::from(self.count).recip() }
    }

    /// Compressors on a heat of the air: electricity, W, and whether a curve is left.
    fn compress(&self, heat_w: f64, entering: &Entering, outdoor: &Outdoor) -> Result<(f64, bool), SiteError> {
        let n = f64::from(self.count);
        let yard = outdoor.air.dry_bulb() + self.yard_rise;
        let at = self.dx.condition(entering, yard)?;
        let one = self.dx.operate(Power::new(heat_w / n), &at);
        // A hair of overload is rounding of the sizing, not a lack of machines.
        if n * one.sensible.watts() < heat_w * (1.0 - 1e-9) {
            return Err(SiteError::Overload {
                available_kw: n * one.sensible.kw(),
                load_kw: heat_w / 1e3,
                dry_bulb_c: outdoor.air.dry_bulb().celsius(),
            });
        }
        Ok((n * one.power.watts(), one.extrapolated))
    }
}

/// The plant with a load: all that no hour changes.
#[derive(Clone, Copy, Debug)]
pub struct Task {
    plant: AirPlant,
    load: AirLoad,
    supply: Temperature,
    dry_air: MassFlow,
    /// Air that returns from the hall where it recirculates.
    returning: MoistAir,
    /// Fans of the direct-expansion units, W.
    fan_w: f64,
    /// What their coils see where the hall's air recirculates.
    entering: Entering,
}

impl Task {
    /// The plant's hour.
    ///
    /// # Errors
    /// [`SiteError`].
    pub fn serve(&self, outdoor: &Outdoor) -> Result<PlantHour, SiteError> {
        match self.plant.outside {
            None => self.recirculated(outdoor, self.fan_w),
            Some(Outside::Direct { unit, count, pad }) => self.direct(outdoor, (&unit, f64::from(count)), pad),
            Some(Outside::Indirect { unit, count }) => self.indirect(outdoor, &unit, f64::from(count)),
        }
    }

    fn hour(&self, mode: Mode, compressor_w: f64) -> PlantHour {
        PlantHour { mode, compressor_w, supply_c: self.load.supply_c, ..PlantHour::default() }
    }

    /// Compressors take all of the hall's heat and that of `fan_w`.
    fn recirculated(&self, outdoor: &Outdoor, fan_w: f64) -> Result<PlantHour, SiteError> {
        let heat_w = self.load.heat_w + fan_w;
        let (power_w, extrapolated) = self.plant.compress(heat_w, &self.entering, outdoor)?;
        let rejected_w = heat_w + power_w;
        let hour = self.hour(Mode::Mechanical, power_w);
        Ok(PlantHour { air_fan_w: fan_w, rejected_w, extrapolated, ..hour })
    }

    /// Outdoor air through the hall, dry or from wetted pads, or none: whichever draws least.
    fn direct(&self, outdoor: &Outdoor, unit: (&AirEconomiser, f64), pad: Option<Pad>) -> Result<PlantHour, SiteError> {
        let dry = self.mixed(outdoor, &outdoor.air, unit)?;
        let Some(pad) = pad.filter(|p| dry.compressor_w > 0.0 && p.wetted(outdoor.air.dry_bulb(), outdoor.wet_bulb))
        else {
            return Ok(dry);
        };
        let passed = pad.pass(&outdoor.air, outdoor.wet_bulb)?;
        let wet = self.mixed(outdoor, &passed.air, unit)?;
        if wet.mode == Mode::Mechanical || wet.power_w() >= dry.power_w() {
            return Ok(dry);
        }
        let through = MassFlow::new(self.dry_air.kg_s() * wet.air_ratio);
        Ok(PlantHour { water_kg_s: pad.water(passed.evaporation, through).kg_s(), ..wet })
    }

    /// Air `entering` the mixing boxes, and compressors for the rest; or compressors alone where they draw less.
    fn mixed(
        &self,
        outdoor: &Outdoor,
        entering: &MoistAir,
        (unit, n): (&AirEconomiser, f64),
    ) -> Result<PlantHour, SiteError> {
        let wettest = air::saturation_humidity_ratio(self.returning.dry_bulb(), self.load.pressure);
        let humidity = entering.humidity_ratio().min(wettest);
        let returning = MoistAir::new(self.returning.dry_bulb(), humidity, self.load.pressure)?;
        let stream = Stream { returning, supply: self.supply, dry_air: self.dry_air * n.recip() };
        let o = unit.operate(entering, &stream)?;
        let fan_w = n * o.fan_power.watts();
        if matches!(o.outcome, Outcome::None(_)) {
            return self.recirculated(outdoor, fan_w);
        }
        let exhausted_w = n * o.exhausted.watts();
        let left_w = self.load.heat_w + fan_w - exhausted_w;
        // Free up to the rounding of the mixture; all heat that is booked leaves.
        if o.outcome == Outcome::Free {
            let hour = self.hour(Mode::Free, 0.0);
            let rejected_w = self.load.heat_w + fan_w;
            return Ok(PlantHour { air_fan_w: fan_w, rejected_w, air_ratio: o.outdoor_share, ..hour });
        }
        let kg_s = self.dry_air.kg_s();
        let w = HumidityRatio::new(o.supply.humidity_ratio().kg_kg() + n * o.condensate.kg_s() / kg_s);
        let t = air::temperature_at_enthalpy(o.supply.enthalpy_j_kg() + n * o.mechanical.watts() / kg_s, w);
        let at_coil = self.plant.entering(MoistAir::new(t, w, self.load.pressure)?, self.load.flow);
        let (power_w, extrapolated) = self.plant.compress(n * o.mechanical.watts(), &at_coil, outdoor)?;
        let hour = PlantHour {
            air_fan_w: fan_w,
            rejected_w: exhausted_w + left_w + power_w,
            air_ratio: o.outdoor_share,
            extrapolated,
            ..self.hour(Mode::Partial, power_w)
        };
        // Humid outdoor air can cost more to dry than the hall's own air to cool.
        let alone = self.recirculated(outdoor, n * unit.recirculating_fans(&stream).watts())?;
        Ok(if alone.power_w() < hour.power_w() { alone } else { hour })
    }

    /// The hall's air past an exchanger with outdoor air, and compressors for the rest.
    fn indirect(&self, outdoor: &Outdoor, unit: &IndirectEvaporative, n: f64) -> Result<PlantHour, SiteError> {
        let heat_w = self.load.heat_w + self.fan_w;
        let warm = self.returning.dry_bulb() + TempDelta::new(self.fan_w / self.load.capacity_w_k);
        let duty = indirect_evaporative::Duty {
            entering: warm,
            set_point: self.supply,
            capacity: ThermalConductance::new(self.load.capacity_w_k / n),
        };
        let o = unit.operate(&duty, &outdoor.air, outdoor.wet_bulb);
        let left_w = heat_w - n * o.heat.watts();
        let idle = o.mode == indirect_evaporative::Mode::Idle;
        // The exchanger reaches the set point to its own rounding.
        if !idle && left_w <= 1e-6 * heat_w {
            let hour = self.hour(Mode::Free, 0.0);
            return Ok(self.beside(hour, (n, &o), heat_w));
        }
        let taken = TempDelta::new(n * o.heat.watts() / self.load.capacity_w_k);
        let colder = MoistAir::new(warm - taken, self.load.humidity, self.load.pressure)?;
        let at_coil = self.plant.entering(colder, self.load.flow);
        let (power_w, extrapolated) = self.plant.compress(left_w, &at_coil, outdoor)?;
        let mode = if idle { Mode::Mechanical } else { Mode::Partial };
        let hour = PlantHour { extrapolated, ..self.hour(mode, power_w) };
        let partial = self.beside(hour, (n, &o), heat_w + power_w);
        let alone = self.recirculated(outdoor, self.fan_w)?;
        Ok(if alone.power_w() < partial.power_w() { alone } else { partial })
    }

    fn beside(&self, hour: PlantHour, (n, o): (f64, &indirect_evaporative::Operation), out_w: f64) -> PlantHour {
        let fan_w = n * o.fan_power.watts();
        PlantHour { air_fan_w: self.fan_w, fan_w, water_kg_s: n * o.water.kg_s(), rejected_w: out_w + fan_w, ..hour }
    }
}
