//! Outdoor air through the hall, kept within the limits of the air at the servers.
//!
//! Each hour, the first that is admissible:
//! 1. Outdoor air mixed with return air, humidified as far as it is too dry.
//! 2. The same behind pads, wetted as far as the supply temperature asks.
//! 3. A supply that floats above its set point, up to its warmest: as warm as outdoor air makes it, or until the relative
//!    humidity at the servers is within its limit.
//! 4. Of the warmest supply, whichever draws least: outdoor air and compressors, behind dry or wetted pads, or compressors
//!    alone. Where outdoor air is locked out or its humidity has no remedy, compressors alone at the set point.
//!
//! Without compressors the last is outdoor air as it is: the supply floats, or its humidity is outside the limits, and the
//! hour says so.
//!
//! The limits are those of the air at the inlets of the servers: of the humidity ratio of the supply, and of its temperature
//! with the exhaust that returns to the inlets. Nothing in the hall adds water, so the return air has the humidity of the
//! supply. A hall whose dampers are shut has no source of moisture: its air is taken to be within the limits.

use crate::component::plant::adiabatic_pad::AdiabaticPad;
use crate::component::plant::air_economizer::{
    AirEconomizerOperation, EconomizerMode, HallAirStream, HighLimitShutoff, IncomingAir,
};
use crate::component::plant::humidifier::Humidifier;
use crate::component::room::air_envelope::AirEnvelope;
use crate::physics::air::{self, MoistAir};
use crate::plant::error::PlantError;
use crate::plant::outdoor::OutdoorConditions;
use crate::solve::root::{self, RootTolerance};
use crate::units::{HumidityRatio, MassFlow, TempDelta, Temperature};

use super::air::{AirPlantAtLoad, EconomizerBank};
use super::hour::{OutdoorAirHour, PlantMode, SizedPlantHour, choose_cheaper};

/// Limits of the air at the servers, and what keeps outdoor air within them.
#[derive(Clone, Copy, Debug)]
pub struct OutdoorAirControl {
    /// Air that the servers may breathe.
    pub limits: AirEnvelope,
    /// What adds water to dry air.
    pub humidifier: Option<Humidifier>,
    /// Outdoor air that is locked out.
    pub high_limit: HighLimitShutoff,
    /// Warmest supply before compressors start.
    pub warmest_supply: Temperature,
    /// Whether direct-expansion units are installed.
    pub has_compressors: bool,
}

/// Humidity at a limit within this share of it is rounding.
const HUMIDITY_ROUNDING: f64 = 1e-9;
/// Kelvins that are rounding.
const TEMPERATURE_ROUNDING_K: f64 = 1e-9;
/// Kelvins by which a supply is set above the one whose relative humidity is at its limit.
const HUMIDITY_MARGIN_K: f64 = 1e-6;
/// Steps in which the supply behind wetted pads rises until its relative humidity is within its limit, K.
const PAD_FLOAT_STEP_K: f64 = 0.2;
/// Evaluations in which the wetted share of pads is found; half a dozen do.
const MAX_EVALUATIONS: usize = 60;

/// Driest and wettest air at the inlets.
type HumidityBounds = (HumidityRatio, HumidityRatio);

/// Outdoor air made ready for the mixing boxes.
#[derive(Clone, Copy, Debug)]
struct PreparedAir {
    incoming: IncomingAir,
    /// Water that pads evaporate, kg per kg of dry outdoor air.
    from_pads: f64,
    /// Water that humidifiers add, kg per kg of dry outdoor air.
    from_humidifier: f64,
    /// Whether it was cooled just as far as the supply asks.
    fitted: bool,
}

/// A hall's hour with outdoor air within limits.
pub(super) struct ControlledAir<'a> {
    pub at: &'a AirPlantAtLoad,
    pub outdoor: &'a OutdoorConditions,
    pub bank: EconomizerBank<'a>,
    pub pad: Option<AdiabaticPad>,
    pub control: &'a OutdoorAirControl,
}

impl ControlledAir<'_> {
    /// The hour; its supply is above that of the load where the hall floats.
    ///
    /// # Errors
    /// [`PlantError`].
    pub fn solve_hour(&self) -> Result<SizedPlantHour, PlantError> {
        if self.bank.unit.is_shut_off(self.control.high_limit, &self.outdoor.air, &self.at.return_air) {
            return self.recirculate(OutdoorAirHour::LockedOut);
        }
        let bounds = self.bounds_at_supply(self.at.supply)?;
        let dry = self.humidify((&self.outdoor.air).into(), bounds.0);
        if (self.at.supply - self.control.warmest_supply).kelvin() > TEMPERATURE_ROUNDING_K {
            let ready: Vec<PreparedAir> = std::iter::once(dry).chain(self.wet_pads(bounds.0)?).collect();
            return self.pass_outdoor_air(&ready, self.shortfall(&dry)?);
        }
        if let Some(hour) = self.solve_outdoor_air(&dry, Some(bounds))? {
            return Ok(hour);
        }
        let wet = self.wet_pads(bounds.0)?;
        if let Some(hour) = wet.map(|wet| self.solve_outdoor_air(&wet, Some(bounds))).transpose()?.flatten() {
            return Ok(hour);
        }
        let ready: Vec<PreparedAir> = std::iter::once(dry).chain(wet).collect();
        if let Some(supply) = self.float_supply(&ready, bounds)? {
            return Ok(SizedPlantHour { supply_c: supply.celsius(), ..self.at.hour_in_mode(PlantMode::Free, 0.0) });
        }
        let why = self.shortfall(&dry)?;
        if !self.control.has_compressors {
            return self.pass_outdoor_air(&ready, why);
        }
        if why != OutdoorAirHour::TooWarm {
            return self.recirculate(why);
        }
        let mut best = self.recirculate(why);
        for air in &ready {
            if let Some(hour) = self.solve_partial_air(air, bounds)? {
                best = choose_cheaper(hour, best);
            }
        }
        best
    }

    /// Temperature and humidity bounds at the inlets with a supply temperature.
    fn bounds_at_supply(&self, supply: Temperature) -> Result<HumidityBounds, PlantError> {
        let inlet = supply + self.at.load.inlet_rise;
        Ok(self.control.limits.humidity_bounds(inlet, self.at.load.pressure)?)
    }

    /// Adds water up to the driest air, where there is a humidifier.
    fn humidify(&self, incoming: IncomingAir, driest: HumidityRatio) -> PreparedAir {
        let lack = driest.kg_kg() - incoming.humidity_ratio.kg_kg();
        let dry = PreparedAir { incoming, from_pads: 0.0, from_humidifier: 0.0, fitted: false };
        let Some(humidifier) = self.control.humidifier.filter(|_| lack > 0.0) else { return dry };
        let enthalpy_j_kg = incoming.enthalpy_j_kg + humidifier.enthalpy_gain_j_kg(HumidityRatio::new(lack));
        PreparedAir { incoming: IncomingAir { enthalpy_j_kg, humidity_ratio: driest }, from_humidifier: lack, ..dry }
    }

    /// The hall's air in one economizer, in which all air has the humidity of `incoming`.
    fn stream_with(&self, incoming: &IncomingAir) -> Result<HallAirStream, PlantError> {
        let (at, pressure) = (self.at, self.at.load.pressure);
        let wettest = air::saturation_humidity_ratio(at.return_air.dry_bulb(), pressure);
        let return_air = MoistAir::new(at.return_air.dry_bulb(), incoming.humidity_ratio.min(wettest), pressure)?;
        Ok(HallAirStream { return_air, supply: at.supply, dry_air: at.dry_air * self.bank.count.recip() })
    }

    /// The supply with nothing but outdoor air.
    fn supply_without_return_air(&self, incoming: &IncomingAir) -> Result<Temperature, PlantError> {
        Ok(self.bank.unit.supply_without_return_air(incoming, &self.stream_with(incoming)?))
    }

    /// Air from pads that are wetted as far as the supply asks; from pads wetted throughout where that is not enough. Nothing
    /// where no pads are wetted.
    fn wet_pads(&self, driest: HumidityRatio) -> Result<Option<PreparedAir>, PlantError> {
        let OutdoorConditions { air, wet_bulb, .. } = self.outdoor;
        let Some(pad) = self.pad.filter(|pad| pad.is_wetted(air.dry_bulb(), *wet_bulb)) else { return Ok(None) };
        let (dry, wet) = (IncomingAir::from(air), IncomingAir::from(&pad.cool_air(air, *wet_bulb)?.air));
        let between = |share: f64, a: f64, b: f64| a + share * (b - a);
        let staged = |share: f64| IncomingAir {
            enthalpy_j_kg: between(share, dry.enthalpy_j_kg, wet.enthalpy_j_kg),
            humidity_ratio: HumidityRatio::new(between(share, dry.humidity_ratio.kg_kg(), wet.humidity_ratio.kg_kg())),
        };
        let ready = |share: f64, fitted: bool| {
            let from_pads = share * (wet.humidity_ratio.kg_kg() - dry.humidity_ratio.kg_kg());
            PreparedAir { from_pads, fitted, ..self.humidify(staged(share), driest) }
        };
        let over_k = |share: f64| -> Result<f64, PlantError> {
            Ok((self.supply_without_return_air(&ready(share, true).incoming)? - self.at.supply).kelvin())
        };
        let (dry_k, wet_k) = (over_k(0.0)?, over_k(1.0)?);
        if dry_k <= 0.0 || wet_k > 0.0 {
            return Ok(Some(ready(1.0, false)));
        }
        let share = root::find_named_root(
            "the wetted share of pads",
            |share| over_k(share).unwrap_or(f64::NAN),
            (0.0, dry_k),
            (1.0, wet_k),
            RootTolerance { x: 1e-12, f: 1e-8 },
            MAX_EVALUATIONS,
        )?;
        Ok(Some(ready(share, true)))
    }

    /// The hour with outdoor air and return air alone; nothing where it is too warm for that, or outside the bounds.
    fn solve_outdoor_air(
        &self,
        air: &PreparedAir,
        bounds: Option<HumidityBounds>,
    ) -> Result<Option<SizedPlantHour>, PlantError> {
        if bounds.is_some_and(|bounds| !is_within(air.incoming.humidity_ratio, bounds)) {
            return Ok(None);
        }
        let stream = self.stream_with(&air.incoming)?;
        let o = self.bank.unit.operate_within_limits(&air.incoming, &stream)?;
        if o.mode != EconomizerMode::Free {
            return Ok(None);
        }
        let fan_w = self.bank.count * o.fan_power.watts();
        let hour = SizedPlantHour {
            air_fan_w: fan_w,
            rejected_w: self.at.load.heat_w + fan_w,
            air_ratio: o.outdoor_share,
            outdoor_air: Some(OutdoorAirHour::Alone),
            ..self.at.hour_in_mode(PlantMode::Free, 0.0)
        };
        Ok(Some(self.with_water(hour, air)))
    }

    /// The hour with all outdoor air and compressors; nothing where the air has no part, or is outside the bounds.
    fn solve_partial_air(
        &self,
        air: &PreparedAir,
        bounds: HumidityBounds,
    ) -> Result<Option<Result<SizedPlantHour, PlantError>>, PlantError> {
        let stream = self.stream_with(&air.incoming)?;
        let o: AirEconomizerOperation = self.bank.unit.operate_within_limits(&air.incoming, &stream)?;
        if o.mode != EconomizerMode::Partial || !is_within(o.supply.humidity_ratio(), bounds) {
            return Ok(None);
        }
        let hour = self
            .at
            .solve_partial_mixture(self.outdoor, &o, self.bank.count)
            .map(|hour| self.with_water(SizedPlantHour { outdoor_air: Some(OutdoorAirHour::TooWarm), ..hour }, air));
        Ok(Some(hour))
    }

    /// Books the water that pads and humidifiers give to the outdoor air of an hour, and what that draws.
    fn with_water(&self, hour: SizedPlantHour, air: &PreparedAir) -> SizedPlantHour {
        let kg_s = self.at.dry_air.kg_s() * hour.air_ratio;
        let added_kg_s = kg_s * air.from_humidifier;
        let (energy_j_kg, draw) = self.control.humidifier.map_or((0.0, 0.0), |h| (h.energy_j_kg(), h.draw_ratio()));
        let humidifier_w = added_kg_s * energy_j_kg;
        let pads_kg_s =
            self.pad.map_or(0.0, |pad| pad.water_draw(HumidityRatio::new(air.from_pads), MassFlow::new(kg_s)).kg_s());
        SizedPlantHour {
            humidifier_w,
            humidifier_water_kg_s: added_kg_s * draw,
            water_kg_s: pads_kg_s + added_kg_s * draw,
            rejected_w: hour.rejected_w + humidifier_w,
            ..hour
        }
    }

    /// A supply above that of the load, at most the warmest, with which outdoor air comes nearer to supplying the hall alone;
    /// nothing where none does.
    fn float_supply(
        &self,
        ready: &[PreparedAir],
        (_, wettest): HumidityBounds,
    ) -> Result<Option<Temperature>, PlantError> {
        let (supply, most) = (self.at.supply, self.control.warmest_supply);
        if (most - supply).kelvin() <= TEMPERATURE_ROUNDING_K {
            return Ok(None);
        }
        let (driest_at_most, wettest_at_most) = self.bounds_at_supply(most)?;
        let mut found: Option<Temperature> = None;
        for air in ready {
            let w = air.incoming.humidity_ratio;
            let lowest = if self.control.humidifier.is_some() { HumidityRatio::ZERO } else { driest_at_most };
            if !is_within(w, (lowest, wettest_at_most)) {
                continue;
            }
            let mut target = if air.fitted { supply } else { self.supply_without_return_air(&air.incoming)? };
            if w > wettest {
                let inlet = self.control.limits.coldest_inlet(w, self.at.load.pressure)?;
                let needed = inlet - self.at.load.inlet_rise + TempDelta::new(HUMIDITY_MARGIN_K);
                let step = supply + TempDelta::new(PAD_FLOAT_STEP_K);
                target = target.max(if air.fitted { needed.min(step) } else { needed });
            }
            let target = target.min(most);
            found = Some(found.map_or(target, |other| other.min(target)));
        }
        Ok(found.filter(|target| (*target - supply).kelvin() > TEMPERATURE_ROUNDING_K))
    }

    /// Why outdoor air behind dry pads does not supply the hall alone.
    fn shortfall(&self, dry: &PreparedAir) -> Result<OutdoorAirHour, PlantError> {
        let (driest, wettest) = self.bounds_at_supply(self.control.warmest_supply.max(self.at.supply))?;
        let w = dry.incoming.humidity_ratio;
        Ok(if is_within(w, (driest, wettest)) {
            OutdoorAirHour::TooWarm
        } else if w < driest {
            OutdoorAirHour::TooDry
        } else {
            OutdoorAirHour::TooHumid
        })
    }

    /// Compressors alone.
    fn recirculate(&self, why: OutdoorAirHour) -> Result<SizedPlantHour, PlantError> {
        let hour = self.at.solve_recirculated_air(self.outdoor)?;
        Ok(SizedPlantHour { outdoor_air: Some(why), ..hour })
    }

    /// Without compressors: outdoor air whatever its humidity, at the supply temperature that it reaches.
    fn pass_outdoor_air(&self, ready: &[PreparedAir], why: OutdoorAirHour) -> Result<SizedPlantHour, PlantError> {
        let mut coldest: Option<Temperature> = None;
        for air in ready {
            if let Some(hour) = self.solve_outdoor_air(air, None)? {
                return Ok(SizedPlantHour { outdoor_air: Some(why), ..hour });
            }
            let reached = self.supply_without_return_air(&air.incoming)?;
            coldest = Some(coldest.map_or(reached, |other| other.min(reached)));
        }
        let supply_c = coldest.map_or(self.at.load.supply_c, Temperature::celsius);
        Ok(SizedPlantHour { supply_c, outdoor_air: Some(why), ..self.at.hour_in_mode(PlantMode::Free, 0.0) })
    }
}

/// Whether a humidity ratio is within its bounds, to rounding.
fn is_within(w: HumidityRatio, (driest, wettest): HumidityBounds) -> bool {
    let hair = HUMIDITY_ROUNDING * wettest.kg_kg();
    w.kg_kg() >= driest.kg_kg() - hair && w.kg_kg() <= wettest.kg_kg() + hair
}
