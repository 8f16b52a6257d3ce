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

use crate::component::plant::adiabatic_pad::AdiabaticPad;
use crate::component::plant::air_economizer::{
    AirEconomizer, AirEconomizerOperation, EconomizerLockout, EconomizerMode, HallAirStream,
};
use crate::component::plant::dx::{DxEnteringAir, DxUnit};
use crate::component::plant::indirect_evaporative::{self, IndirectEvaporativeCooler};
use crate::physics::air::{self, MoistAir};
use crate::plant::error::PlantError;
use crate::plant::outdoor::OutdoorConditions;
use crate::units::count::MachineCount;
use crate::units::{HumidityRatio, MassFlow, Power, TempDelta, Temperature, ThermalConductance, VolumeFlow};

use super::controlled_air::{ControlledAir, OutdoorAirControl};
use super::hour::{AirLoad, OutdoorAirHour, PlantMode, ROUNDING, SizedPlantHour, choose_cheaper};

/// What outdoor air does for the hall.
#[derive(Clone, Copy, Debug)]
pub enum OutdoorAirCooling {
    /// It passes through the hall.
    Direct {
        /// One unit; its fans move the hall's air, and the coil of a direct-expansion circuit stands in it.
        unit: AirEconomizer,
        /// How many, and of which size.
        machines: MachineCount,
        /// Pads ahead of it.
        pad: Option<AdiabaticPad>,
        /// Limits of the air at the servers; none: those of the economizer's record.
        control: Option<OutdoorAirControl>,
    },
    /// It passes an exchanger and stays outside.
    Indirect {
        /// One unit.
        unit: IndirectEvaporativeCooler,
        /// How many, and of which size.
        machines: MachineCount,
    },
}

/// What compressors draw.
struct CompressorUse {
    /// Electricity, W.
    power_w: f64,
    /// Whether a curve is left.
    extrapolated: bool,
}

/// Exchangers at work.
#[derive(Clone, Copy, Debug)]
struct ExchangerDuty {
    /// How many.
    count: f64,
    /// Heat out of the hall, W.
    out_w: f64,
}

/// Economizers that share the hall's air.
#[derive(Clone, Copy, Debug)]
pub(super) struct EconomizerBank<'a> {
    pub unit: &'a AirEconomizer,
    pub count: f64,
}

/// Direct-expansion units and what spares them.
#[derive(Clone, Copy, Debug)]
pub struct AirPlant {
    /// One direct-expansion unit.
    pub dx: DxUnit,
    /// How many share the air; of their compressors as many run as draw least together.
    pub machines: MachineCount,
    /// What outdoor air does.
    pub outdoor_air: Option<OutdoorAirCooling>,
    /// Warmth of the yard above the weather station.
    pub recirculation_rise: TempDelta,
}

impl AirPlant {
    /// Limits of the air at the servers, where the scenario sets some.
    pub const fn outdoor_air_control(&self) -> Option<&OutdoorAirControl> {
        match &self.outdoor_air {
            Some(OutdoorAirCooling::Direct { control, .. }) => control.as_ref(),
            _ => None,
        }
    }

    /// Whether direct-expansion units are installed.
    pub fn has_compressors(&self) -> bool {
        self.outdoor_air_control().is_none_or(|control| control.has_compressors)
    }

    /// The plant with a load.
    ///
    /// # Errors
    /// When the hall's air is outside the range of the moist-air formulas.
    pub fn at_load(&self, load: &AirLoad) -> Result<AirPlantAtLoad, PlantError> {
        let supply = Temperature::from_celsius(load.supply_c);
        let dry = MoistAir::new(supply, load.humidity, load.pressure)?;
        let dry_air = MassFlow::new(load.capacity_w_k / (dry.specific_heat().j_kg_k() * (1.0 + load.humidity.kg_kg())));
        let returning = dry.warmed_by(TempDelta::new(load.heat_w / load.capacity_w_k));
        let n = self.machines.record_units();
        // The economiser's fans move the air of direct units; elsewhere those of the direct-expansion units do.
        let own_fans = !matches!(self.outdoor_air, Some(OutdoorAirCooling::Direct { .. }));
        let fan_w = if own_fans { n * self.dx.fan_power(load.flow * n.recip(), dry.density()).watts() } else { 0.0 };
        let recirculation_fan_w = match &self.outdoor_air {
            Some(OutdoorAirCooling::Direct { unit, machines, .. }) => {
                let count = machines.record_units();
                let stream = HallAirStream { return_air: returning, supply, dry_air: dry_air * count.recip() };
                count * unit.recirculation_fan_power(&stream).watts()
            }
            _ => fan_w,
        };
        let entering = self.coil_inlet(returning, dry_air, true);
        Ok(AirPlantAtLoad {
            plant: *self,
            load: *load,
            supply,
            dry_air,
            return_air: returning,
            fan_w,
            recirculation_fan_w,
            coil_inlet: entering,
        })
    }

    /// Each unit's share of the hall's dry air, in a state.
    fn coil_inlet(&self, air: MoistAir, dry_air: MassFlow, recirculates: bool) -> DxEnteringAir {
        let flow = VolumeFlow::new(dry_air.kg_s() * air.specific_volume_m3_kg() / self.machines.record_units());
        DxEnteringAir { air, wet_bulb: air.wet_bulb(), flow, recirculates }
    }

    /// Compressors on a heat of the air, W.
    fn run_compressors(
        &self,
        heat_w: f64,
        entering: &DxEnteringAir,
        outdoor: &OutdoorConditions,
    ) -> Result<CompressorUse, PlantError> {
        let n = self.machines.record_units();
        let yard = outdoor.air.dry_bulb() + self.recirculation_rise;
        let at = self.dx.full_load(entering, yard)?;
        let all = self.dx.operate(Power::new(heat_w / n), &at);
        // All compressors slowed down, or as few as carry it with the others still: every unit moves its share of the air.
        let few = (heat_w / at.sensible.watts() - ROUNDING).ceil().clamp(1.0, n);
        let staged = self.dx.operate(Power::new(heat_w / few), &at);
        let (running, one) = if staged.power * few < all.power * n { (few, staged) } else { (n, all) };
        // A hair of overload is rounding of the sizing, not a lack of machines.
        if running * one.sensible.watts() < heat_w * (1.0 - ROUNDING) {
            return Err(PlantError::Overload {
                available_kw: running * one.sensible.kw(),
                load_kw: heat_w / 1e3,
                dry_bulb_c: outdoor.air.dry_bulb().celsius(),
            });
        }
        Ok(CompressorUse { power_w: running * one.power.watts(), extrapolated: one.extrapolated })
    }
}

/// The plant with a load: all that no hour changes.
#[derive(Clone, Copy, Debug)]
pub struct AirPlantAtLoad {
    plant: AirPlant,
    pub(super) load: AirLoad,
    pub(super) supply: Temperature,
    pub(super) dry_air: MassFlow,
    /// Air that returns from the hall where it recirculates.
    pub(super) return_air: MoistAir,
    /// Fans of the direct-expansion units, W.
    fan_w: f64,
    /// Fans that move the hall's air where it recirculates, W.
    recirculation_fan_w: f64,
    /// What their coils see where the hall's air recirculates.
    coil_inlet: DxEnteringAir,
}

impl AirPlantAtLoad {
    /// The plant's hour.
    ///
    /// # Errors
    /// [`PlantError`].
    pub fn solve_hour(&self, outdoor: &OutdoorConditions) -> Result<SizedPlantHour, PlantError> {
        match self.plant.outdoor_air {
            None => self.solve_recirculated_air(outdoor),
            Some(OutdoorAirCooling::Direct { unit, machines, pad, control }) => {
                let bank = EconomizerBank { unit: &unit, count: machines.record_units() };
                match &control {
                    None => self.solve_direct_air(outdoor, bank, pad),
                    Some(control) => ControlledAir { at: self, outdoor, bank, pad, control }.solve_hour(),
                }
            }
            Some(OutdoorAirCooling::Indirect { unit, machines }) => {
                self.solve_indirect_air(outdoor, &unit, machines.record_units())
            }
        }
    }

    pub(super) fn hour_in_mode(&self, mode: PlantMode, compressor_w: f64) -> SizedPlantHour {
        SizedPlantHour { mode, compressor_w, supply_c: self.load.supply_c, ..SizedPlantHour::default() }
    }

    /// Compressors take all of the hall's heat and that of its fans.
    ///
    /// # Errors
    /// [`PlantError`]; that the compressors do not carry it is one.
    pub(super) fn solve_recirculated_air(&self, outdoor: &OutdoorConditions) -> Result<SizedPlantHour, PlantError> {
        let fan_w = self.recirculation_fan_w;
        let heat_w = self.load.heat_w + fan_w;
        let CompressorUse { power_w, extrapolated } = self.plant.run_compressors(heat_w, &self.coil_inlet, outdoor)?;
        let rejected_w = heat_w + power_w;
        let hour = self.hour_in_mode(PlantMode::Mechanical, power_w);
        Ok(SizedPlantHour { air_fan_w: fan_w, rejected_w, compressor_extrapolated: extrapolated, ..hour })
    }

    /// The hall's heat and that of its fans over what all compressors take from recirculated air.
    ///
    /// # Errors
    /// When a state is out of the range of a model.
    pub(super) fn recirculated_load_ratio(&self, outdoor: &OutdoorConditions) -> Result<f64, PlantError> {
        let plant = &self.plant;
        let full = plant.dx.full_load(&self.coil_inlet, outdoor.air.dry_bulb() + plant.recirculation_rise)?;
        let carried_w = plant.machines.record_units() * full.sensible.watts();
        Ok((self.load.heat_w + self.recirculation_fan_w) / carried_w)
    }

    /// Outdoor air through the hall, dry or from wetted pads, or none: whichever draws least.
    fn solve_direct_air(
        &self,
        outdoor: &OutdoorConditions,
        bank: EconomizerBank,
        pad: Option<AdiabaticPad>,
    ) -> Result<SizedPlantHour, PlantError> {
        let dry = self.solve_mixed_air(outdoor, &outdoor.air, bank)?;
        let Some(pad) = pad.filter(|p| dry.compressor_w > 0.0 && p.is_wetted(outdoor.air.dry_bulb(), outdoor.wet_bulb))
        else {
            return Ok(dry);
        };
        let passed = pad.cool_air(&outdoor.air, outdoor.wet_bulb)?;
        let wet = self.solve_mixed_air(outdoor, &passed.air, bank)?;
        if wet.mode == PlantMode::Mechanical || wet.power_w() >= dry.power_w() {
            return Ok(dry);
        }
        let through = MassFlow::new(self.dry_air.kg_s() * wet.air_ratio);
        Ok(SizedPlantHour { water_kg_s: pad.water_draw(passed.evaporation, through).kg_s(), ..wet })
    }

    /// Air `entering` the mixing boxes, and compressors for the rest; or compressors alone where they draw less.
    fn solve_mixed_air(
        &self,
        outdoor: &OutdoorConditions,
        entering: &MoistAir,
        EconomizerBank { unit, count: n }: EconomizerBank,
    ) -> Result<SizedPlantHour, PlantError> {
        let wettest = air::saturation_humidity_ratio(self.return_air.dry_bulb(), self.load.pressure);
        let humidity = entering.humidity_ratio().min(wettest);
        let returning = MoistAir::new(self.return_air.dry_bulb(), humidity, self.load.pressure)?;
        let stream = HallAirStream { return_air: returning, supply: self.supply, dry_air: self.dry_air * n.recip() };
        let o = unit.operate(entering, &stream)?;
        let fan_w = n * o.fan_power.watts();
        if let EconomizerMode::Recirculation(why) = o.mode {
            let why = match why {
                EconomizerLockout::Warm => OutdoorAirHour::TooWarm,
                EconomizerLockout::Dry => OutdoorAirHour::TooDry,
                EconomizerLockout::Humid => OutdoorAirHour::TooHumid,
                EconomizerLockout::Enthalpy => OutdoorAirHour::LockedOut,
            };
            return self.solve_recirculated_air(outdoor).map(|hour| SizedPlantHour { outdoor_air: Some(why), ..hour });
        }
        // Free up to the rounding of the mixture; all heat that is booked leaves.
        if o.mode == EconomizerMode::Free {
            let hour = self.hour_in_mode(PlantMode::Free, 0.0);
            let rejected_w = self.load.heat_w + fan_w;
            let outdoor_air = Some(OutdoorAirHour::Alone);
            return Ok(SizedPlantHour {
                air_fan_w: fan_w,
                rejected_w,
                air_ratio: o.outdoor_share,
                outdoor_air,
                ..hour
            });
        }
        // Humid outdoor air can cost more to dry than the hall's own air to cool, or than the compressors can do.
        let hour = choose_cheaper(self.solve_partial_mixture(outdoor, &o, n), self.solve_recirculated_air(outdoor))?;
        Ok(SizedPlantHour { outdoor_air: Some(OutdoorAirHour::TooWarm), ..hour })
    }

    /// Outdoor air mixed with the hall's in `n` economizers, the compressors taking what is left.
    pub(super) fn solve_partial_mixture(
        &self,
        outdoor: &OutdoorConditions,
        mixed: &AirEconomizerOperation,
        n: f64,
    ) -> Result<SizedPlantHour, PlantError> {
        let kg_s = self.dry_air.kg_s();
        let fan_w = n * mixed.fan_power.watts();
        let humidity = HumidityRatio::new(mixed.supply.humidity_ratio().kg_kg() + n * mixed.condensate.kg_s() / kg_s);
        let enthalpy_j_kg = mixed.supply.enthalpy_j_kg() + n * mixed.mechanical.watts() / kg_s;
        let at_coil = self.plant.coil_inlet(self.air_at_coil(enthalpy_j_kg, humidity)?, self.dry_air, false);
        let CompressorUse { power_w, extrapolated } =
            self.plant.run_compressors(n * mixed.mechanical.watts(), &at_coil, outdoor)?;
        Ok(SizedPlantHour {
            air_fan_w: fan_w,
            rejected_w: self.load.heat_w + fan_w + power_w,
            air_ratio: mixed.outdoor_share,
            compressor_extrapolated: extrapolated,
            ..self.hour_in_mode(PlantMode::Partial, power_w)
        })
    }

    /// Air of an enthalpy and a humidity ratio; where it is fog, saturated air of the same enthalpy.
    fn air_at_coil(&self, enthalpy_j_kg: f64, humidity: HumidityRatio) -> Result<MoistAir, PlantError> {
        let pressure = self.load.pressure;
        let t = air::temperature_at_enthalpy(enthalpy_j_kg, humidity);
        if humidity <= air::saturation_humidity_ratio(t, pressure) {
            return Ok(MoistAir::new(t, humidity, pressure)?);
        }
        let t = air::saturation_temperature_at_enthalpy(enthalpy_j_kg, pressure)?;
        Ok(MoistAir::new(t, air::saturation_humidity_ratio(t, pressure), pressure)?)
    }

    /// The hall's air past an exchanger with outdoor air, and compressors for the rest.
    fn solve_indirect_air(
        &self,
        outdoor: &OutdoorConditions,
        unit: &IndirectEvaporativeCooler,
        n: f64,
    ) -> Result<SizedPlantHour, PlantError> {
        let heat_w = self.load.heat_w + self.fan_w;
        let warm = self.return_air.dry_bulb() + TempDelta::new(self.fan_w / self.load.capacity_w_k);
        let duty = indirect_evaporative::IndirectEvaporativeDuty {
            entering: warm,
            set_point: self.supply,
            capacity_rate: ThermalConductance::new(self.load.capacity_w_k / n),
        };
        let o = unit.operate(&duty, &outdoor.air, outdoor.wet_bulb)?;
        let left_w = heat_w - n * o.heat.watts();
        let idle = o.mode == indirect_evaporative::IndirectEvaporativeMode::Idle;
        // The exchanger reaches the set point to its own rounding.
        if !idle && left_w <= 1e-6 * heat_w {
            let hour = self.hour_in_mode(PlantMode::Free, 0.0);
            return Ok(self.with_exchanger_use(hour, &o, ExchangerDuty { count: n, out_w: heat_w }));
        }
        let partial = || {
            let taken = TempDelta::new(n * o.heat.watts() / self.load.capacity_w_k);
            let colder = self.air_at_coil(air::enthalpy_j_kg(warm - taken, self.load.humidity), self.load.humidity)?;
            let at_coil = self.plant.coil_inlet(colder, self.dry_air, true);
            let CompressorUse { power_w, extrapolated } = self.plant.run_compressors(left_w, &at_coil, outdoor)?;
            let mode = if idle { PlantMode::Mechanical } else { PlantMode::Partial };
            let hour = SizedPlantHour { compressor_extrapolated: extrapolated, ..self.hour_in_mode(mode, power_w) };
            Ok(self.with_exchanger_use(hour, &o, ExchangerDuty { count: n, out_w: heat_w + power_w }))
        };
        choose_cheaper(partial(), self.solve_recirculated_air(outdoor))
    }

    fn with_exchanger_use(
        &self,
        hour: SizedPlantHour,
        o: &indirect_evaporative::IndirectEvaporativeOperation,
        ExchangerDuty { count: n, out_w }: ExchangerDuty,
    ) -> SizedPlantHour {
        let fan_w = n * o.fan_power.watts();
        SizedPlantHour {
            air_fan_w: self.fan_w,
            fan_w,
            water_kg_s: n * o.water.kg_s(),
            rejected_w: out_w + fan_w,
            ..hour
        }
    }
}
