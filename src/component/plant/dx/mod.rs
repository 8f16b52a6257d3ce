//! Direct-expansion room unit (CRAC) with a remote air-cooled condenser, by the curves of EnergyPlus
//! (`Coil:Cooling:DX:SingleSpeed`).
//!
//! `Q = Q_ref · capft(x, y) · capff(f)`, `P = Q/COP_ref · eirft(x, y) · eirff(f)` at full load, with `x` the wet-bulb of
//! the entering air and `y` the outdoor dry-bulb, both in °C, and `f` the mass flow of dry air over that of the rating; biquadratic in
//! temperatures, quadratic in flow. Compressor and condenser fans are in `P`; the unit's own fans are apart and heat the
//! room. What the coil can do without condensing follows from the apparatus dew point: with the bypass factor
//! `b = exp(−A₀/m)`, `A₀` from the rated sensible share, the air leaves on the line from its entrance to saturated air of
//! the coil, `h_adp = h_in − Q/(m (1 − b))`. When that coil is drier than the entering air it condenses, and the sensible
//! share is that of the line. When not, the coil is dry, `x` is the wet-bulb of air just so humid that it begins to
//! condense, and all heat is sensible (EnergyPlus 25.2 Engineering Reference, *Single-speed electric DX air cooling coil*).
//! Air that recirculates without a source of moisture is in that state at last, however humid it was: a wet coil dries it.
//!
//! Part load `r`: a fixed-speed compressor cycles, `P = P_full · r/(c₁ + c₂ r)`. A variable-speed one slows down to its
//! lowest speed and then cycles; while it slows, the differences of temperature at evaporator and condenser shrink with
//! the load, and the energy input ratio with the Carnot COP `T_e/(T_c − T_e)`, `T_e = x − Δ_e r`, `T_c = y + Δ_c r`. The
//! inverter costs its loss. Outside the curves' range the energy input ratio keeps the share of Carnot at equal lift, as
//! for chillers ([`EnergyInputCurve`]); capacity keeps its edge value, and the result says so.
//!
//! No coil gets colder than ice: a freeze-stat stops the compressor first. With little air, or thin air, that is what the
//! unit can do: `Q ≤ m (1 − b) (h_in − h(0 °C))`, saturated air of 0 °C where the entering air is wetter, else dry.
//!
//! Neglects: refrigerant lines, and the change of the bypass factor with speed.
//!
//! Compared with: its rating and regimes in this file; the curves are those of EnergyPlus.

mod spec;

pub use self::spec::DxSpec;

use crate::component::end_use::EndUse;
use crate::component::error::ComponentError;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::component::plant::energy_input_curve::EnergyInputCurve;
use crate::physics::air::{self, MoistAir};
use crate::physics::range::OutOfRange;
use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};
use crate::units::{Density, HumidityRatio, MassFlow, Power, Pressure, TempDelta, Temperature, VolumeFlow};

/// Kind of a record that says `kind = "dx"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "dx",
    summary: "Direct-expansion room unit with air-cooled condenser",
    law: ComponentLaw {
        symbols: "P = Q/COP · EIRFT · EIRFF · r / (c1 + c2 r)",
        words: "EnergyPlus direct expansion with cycling",
        results: &[LawResult::Power(EndUse::AirHandling), LawResult::Power(EndUse::Chillers)],
    },
    params: DxSpec::PARAMS,
    check: |table| DxSpec::read(table).map(drop),
};

/// A unit, its bypass known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DxUnit {
    spec: DxSpec,
    energy_input: EnergyInputCurve,
    /// `A₀` of the bypass factor, kg of dry air per second.
    bypass_kg_s: f64,
    /// Dry air at the rating, kg/s.
    rated_dry_kg_s: f64,
    /// Density of the air of the rating, kg/m³.
    rated_density_kg_m3: f64,
}

/// What a unit can do at full load.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DxFullLoad {
    /// Heat taken from the air.
    pub total: Power,
    /// Of it sensible.
    pub sensible: Power,
    /// Electricity of compressor and condenser fans.
    pub power: Power,
    /// Whether a curve was left.
    pub extrapolated: bool,
    /// Wet-bulb at which the curves are taken and outdoor dry-bulb, °C.
    curve_point_c: (f64, f64),
    /// Enthalpy of the entering vapour, J/kg.
    vapour_j_kg: f64,
}

/// What a direct-expansion unit carries and draws in an hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DxOperation {
    /// Sensible heat taken; less than the load when the unit is too small.
    pub sensible: Power,
    /// Latent heat taken with the condensate.
    pub latent: Power,
    /// Water condensed.
    pub condensate: MassFlow,
    /// Electricity of compressor and condenser fans.
    pub power: Power,
    /// Share of full load, 0..=1.
    pub part_load: f64,
    /// Whether a curve was left.
    pub extrapolated: bool,
}

impl DxOperation {
    /// Heat given to the outdoor air.
    pub fn rejected_heat(&self) -> Power {
        self.sensible + self.latent + self.power
    }
}

/// Air that enters the coil, with what several outdoor states share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DxEnteringAir {
    /// Its state.
    pub air: MoistAir,
    /// Its wet-bulb.
    pub wet_bulb: Temperature,
    /// Its flow.
    pub flow: VolumeFlow,
    /// Whether it recirculates without any source of moisture: then the coil has dried it until it condenses nothing.
    pub recirculates: bool,
}

/// The coil freezes over below this; it is held there.
const COLDEST_COIL: Temperature = Temperature::from_celsius(0.0);

/// Enthalpy of air on the coldest coil, J/kg: saturated, or as dry as it enters.
fn coldest_coil_enthalpy_j_kg(entering: &MoistAir) -> f64 {
    let saturated = air::saturation_humidity_ratio(COLDEST_COIL, entering.pressure());
    air::enthalpy_j_kg(COLDEST_COIL, saturated.min(entering.humidity_ratio()))
}

/// Most enthalpy that the coldest coil takes from air, J/kg.
fn drop_to_coldest_coil_j_kg(entering: &DxEnteringAir) -> f64 {
    let air = &entering.air;
    let dry_coil = air::saturation_humidity_ratio(COLDEST_COIL, air.pressure()).min(air.humidity_ratio());
    let humidity = if entering.recirculates { dry_coil } else { air.humidity_ratio() };
    air::enthalpy_j_kg(air.dry_bulb(), humidity) - air::enthalpy_j_kg(COLDEST_COIL, dry_coil)
}

/// Enthalpy of vapour of a temperature, J/kg.
fn vapour_enthalpy_j_kg(t: Temperature) -> f64 {
    air::enthalpy_j_kg(t, HumidityRatio::new(1.0)) - air::enthalpy_j_kg(t, HumidityRatio::ZERO)
}

impl DxUnit {
    /// A unit of a rating; nothing when its rated air is no possible state or its sensible share needs a colder coil than
    /// any saturated air.
    ///
    /// # Errors
    /// When the bypass is not found.
    pub fn new(spec: DxSpec) -> Result<Option<Self>, NotConverged> {
        let pressure = Pressure::new(101_325.0);
        let at = Temperature::from_celsius;
        let Ok(air) = MoistAir::from_wet_bulb(at(spec.rated_dry_bulb_c), at(spec.rated_wet_bulb_c), pressure) else {
            return Ok(None);
        };
        let dry_kg_s = spec.air_flow_m3_s / air.specific_volume_m3_kg();
        // What leaves: the latent share as drier air of the same temperature, then the enthalpy.
        let drop_j_kg = spec.rated_w / dry_kg_s;
        let dw = drop_j_kg * (1.0 - spec.rated_shr) / vapour_enthalpy_j_kg(air.dry_bulb());
        let w_in = air.humidity_ratio().kg_kg();
        let t_out = air::temperature_at_enthalpy(air.enthalpy_j_kg() - drop_j_kg, HumidityRatio::new(w_in - dw));
        let dt = (air.dry_bulb() - t_out).kelvin();
        // Along the line from the entrance through the exit to saturation.
        let beyond = |k: f64| {
            let t = air.dry_bulb() - TempDelta::new(k * dt);
            air::saturation_humidity_ratio(t, pressure).kg_kg() - (w_in - k * dw)
        };
        // Saturation is convex, so the first crossing is the nearest; steps of 2 % of the line do not jump over it.
        let steps = (1..=250).map(|i| 1.0 + 0.02 * f64::from(i)).take_while(|k| k * dw < w_in);
        let Some(far) = steps.into_iter().find(|k| beyond(*k) <= 0.0) else { return Ok(None) };
        let near = (far - 0.02, beyond(far - 0.02));
        if near.1 < 0.0 {
            // Already the rated exit is wetter than saturated air.
            return Ok(None);
        }
        let tolerance = RootTolerance { x: 1e-12, f: 0.0 };
        let k =
            root::find_named_root("the bypass of a cooling coil", beyond, near, (far, beyond(far)), tolerance, 100)?;
        let bypass = 1.0 - k.recip();
        Ok(Some(Self {
            spec,
            energy_input: EnergyInputCurve::new(spec.energy_input_fit()),
            bypass_kg_s: -dry_kg_s * bypass.ln(),
            rated_dry_kg_s: dry_kg_s,
            rated_density_kg_m3: air.density().kg_m3(),
        }))
    }

    /// The rating and curves that the unit was made from.
    pub fn spec(&self) -> &DxSpec {
        &self.spec
    }

    /// Its energy input ratio over the wet-bulb of the entering air and the outdoor dry-bulb.
    pub fn energy_input(&self) -> &EnergyInputCurve {
        &self.energy_input
    }

    /// Electricity of the unit's own fans at a flow of air of a density: `P = P₀ (ρ/ρ₀) (V/V₀)^k`.
    pub fn fan_power(&self, flow: VolumeFlow, density: Density) -> Power {
        let s = &self.spec;
        let thinner = density.kg_m3() / self.rated_density_kg_m3;
        Power::new(s.fan_power_w * thinner * (flow.m3_s() / s.air_flow_m3_s).powf(s.fan_exponent))
    }

    /// Full load with air entering and an outdoor dry-bulb.
    ///
    /// # Errors
    /// When the coil would be outside the range of the moist-air formulas, or its wet-bulb is not found.
    pub fn full_load(&self, entering: &DxEnteringAir, outdoor: Temperature) -> Result<DxFullLoad, ComponentError> {
        let s = &self.spec;
        let vapour_j_kg = vapour_enthalpy_j_kg(entering.air.dry_bulb());
        let y = outdoor.celsius();
        let dry_kg_s = entering.flow.m3_s() / entering.air.specific_volume_m3_kg();
        let f = dry_kg_s / self.rated_dry_kg_s;
        let (capacity_of_flow, eir_of_flow) = s.flow_factors(f);
        let of_flow_w = capacity_of_flow * s.rated_w;
        let contact_kg_s = -dry_kg_s * (-self.bypass_kg_s / dry_kg_s.max(f64::MIN_POSITIVE)).exp_m1();
        let frost_w = contact_kg_s * drop_to_coldest_coil_j_kg(entering);
        if frost_w <= 0.0 {
            let none = Power::ZERO;
            let at_c = (entering.wet_bulb.celsius(), y);
            return Ok(DxFullLoad {
                total: none,
                sensible: none,
                power: none,
                extrapolated: false,
                curve_point_c: at_c,
                vapour_j_kg,
            });
        }
        let (x, shr) = self.solve_coil_state(entering, y, of_flow_w, contact_kg_s)?;
        let total = (of_flow_w * s.capacity_factor(x, y)).min(frost_w);
        let eir = eir_of_flow * self.energy_input.ratio(x, y) / s.rated_cop;
        Ok(DxFullLoad {
            total: Power::new(total),
            sensible: Power::new(total * shr),
            power: Power::new(total * eir / s.inverter_efficiency),
            extrapolated: !s.is_within_curves(x, y, f),
            curve_point_c: (x, y),
            vapour_j_kg,
        })
    }

    /// The wet-bulb at which the curves hold, °C, and the sensible share there.
    fn solve_coil_state(
        &self,
        entering: &DxEnteringAir,
        y: f64,
        of_flow_w: f64,
        contact_kg_s: f64,
    ) -> Result<(f64, f64), ComponentError> {
        let (air, pressure) = (&entering.air, entering.air.pressure());
        let wet = entering.wet_bulb.celsius();
        let t_in = air.dry_bulb();
        let capacity = |x: f64| of_flow_w * self.spec.capacity_factor(x, y);
        // The coil that takes the heat from air of humidity `w` as sensible heat, and how far it is from condensing.
        let dryness = |x: f64, w: HumidityRatio| {
            let coil = air::temperature_at_enthalpy(air::enthalpy_j_kg(t_in, w) - capacity(x) / contact_kg_s, w);
            let coil = coil.max(COLDEST_COIL);
            air::saturation_humidity_ratio(coil, pressure).kg_kg() - w.kg_kg()
        };
        let miss = |x: f64| {
            let w = MoistAir::from_wet_bulb(t_in, Temperature::from_celsius(x), pressure)?.humidity_ratio();
            Ok::<_, OutOfRange>(dryness(x, w))
        };
        let tolerance = RootTolerance { x: 2e-3, f: 1e-6 };
        let named = |e: root::RootError<OutOfRange>| e.into_named("the wet-bulb of a dry cooling coil");
        if dryness(wet, air.humidity_ratio()) >= 0.0 {
            // A coil that is dry by rounding alone is at its wet-bulb.
            let at_wet = miss(wet)?;
            if at_wet <= 0.0 {
                return Ok((wet, 1.0));
            }
            // Saturated air condenses on any colder coil, so the bracket holds the root. A thousandth of a kelvin moves the
            // capacity by less than 5e-5.
            let hot = t_in.celsius();
            let ends = ((wet, at_wet), (hot, miss(hot)?));
            let found = root::find_root_between(miss, ends.0, ends.1, tolerance, 60);
            return found.map(|r| (r.x, 1.0)).map_err(named);
        }
        if entering.recirculates {
            // Air as dry as the coldest coil leaves it never condenses, so the bracket holds the root.
            let driest = air::saturation_humidity_ratio(COLDEST_COIL, pressure).min(air.humidity_ratio());
            let driest_c = MoistAir::new(t_in, driest, pressure)?.wet_bulb().celsius();
            let ends = ((driest_c, miss(driest_c)?), (wet, miss(wet)?));
            if ends.0.1 <= 0.0 || ends.1.1 >= 0.0 {
                return Ok((if ends.0.1 <= 0.0 { driest_c } else { wet }, 1.0));
            }
            let found = root::find_root_between(miss, ends.0, ends.1, tolerance, 60);
            return found.map(|r| (r.x, 1.0)).map_err(named);
        }
        let h_in = air.enthalpy_j_kg();
        let h_adp = (h_in - capacity(wet) / contact_kg_s).max(coldest_coil_enthalpy_j_kg(air));
        let coil = air::saturation_temperature_at_enthalpy(h_adp, pressure)?;
        let w_adp = air::saturation_humidity_ratio(coil, pressure);
        let sensible = air::enthalpy_j_kg(t_in, w_adp) - h_adp;
        Ok((wet, (sensible / (h_in - h_adp)).clamp(0.0, 1.0)))
    }

    /// The unit on a sensible load, not negative, in a condition.
    pub fn operate(&self, load: Power, at: &DxFullLoad) -> DxOperation {
        let s = &self.spec;
        let r = if at.sensible.watts() > 0.0 { (load / at.sensible).min(1.0) } else { 0.0 };
        let speed = r.max(s.speed_min);
        let (x, y) = at.curve_point_c;
        let slowed =
            if speed < 1.0 { s.refrigerant_carnot_cop(x, y, 1.0) / s.refrigerant_carnot_cop(x, y, speed) } else { 1.0 };
        // Share of the time in which the compressor runs, longer by what starting costs.
        let running = r / speed;
        let running = (running / (s.plf_c1 + s.plf_c2 * running)).min(1.0);
        let latent = (at.total - at.sensible) * r;
        DxOperation {
            sensible: at.sensible * r,
            latent,
            condensate: MassFlow::new(latent.watts() / at.vapour_j_kg),
            power: at.power * (slowed * speed * running),
            part_load: r,
            extrapolated: at.extrapolated,
        }
    }
}

#[cfg(test)]
mod tests;
