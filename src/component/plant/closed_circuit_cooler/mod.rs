//! Closed-circuit evaporative cooler: the liquid passes a coil that recirculated spray water wets and outdoor air sweeps.
//!
//! Wetted. The spray water leaves its basin and returns to it at one temperature `T_s`, which the film on the tubes has
//! throughout. Liquid and film: `Q = ε_c C (T_in − T_s)`, `ε_c = 1 − exp(−UA/C)`. Film and air by Merkel with a Lewis factor
//! of one: `Q + P_spray = ε_a G (h_s(T_s) − h)`, `ε_a = 1 − exp(−KA/G)`, with the dry-air flow `G`; `E = ε_a G (W_s(T_s) − W)`
//! evaporates. Dry: crossflow of the liquid and the bare coil, `1/UA = 1/hA_dry + 1/UA_coil`, on the dry-bulb.
//!
//! `UA` and `KA` follow from the rating: heat, liquid, wet-bulb and the temperature of its spray water. `KA ∝ G^0.905`; of the
//! coil's resistance the share inside the tubes goes with the liquid's flow to the power of −0.8, the rest (film and tubes) is
//! constant; `hA_dry ∝ G^0.6`. Fan power goes with the cube of the speed and the density of the air; below the lowest speed the
//! fans cycle at it while the spray pump runs on.
//!
//! Source: R. L. Webb, A unified theoretical treatment for thermal analysis of cooling towers, evaporative condensers, and
//! fluid coolers, ASHRAE Transactions 90 (2), 1984; P. J. Erens, R&D Journal (SAIMechE) 3 (1), 1987, after T. Mizushina.
//! Exponent of `KA`: R. O. Parker and R. E. Treybal, Chemical Engineering Progress Symposium Series 57 (32), 1961.
//!
//! Neglects: change of the spray's temperature along the coil, heat and evaporation while the fans stand, heating of the basin,
//! and freezing.
//!
//! Compared with: a worked point and the balance of air and water in this file.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::physics::air::{CP_DRY_AIR, MoistAir, SaturatedAir, SaturationTable};
use crate::physics::exchange::{self, FlowArrangement};
use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};
use crate::units::{MassFlow, Power, Pressure, Temperature, ThermalConductance};

use super::fan_speed::{FanDuty, find_fan_duty};

params! {
    /// Rating of one unit at sea level, its fans and its spray.
    pub struct ClosedCircuitSpec {
        /// Heat at the rating.
        rated_w ["W"] in 1000.0..=1e8;
        /// Liquid entering at the rating.
        rated_water_c ["degC"] in 10.0..=90.0;
        /// Capacity rate of the liquid at the rating.
        rated_water_w_k ["W/K"] in 100.0..=1e8;
        /// Wet-bulb at the rating.
        rated_wet_bulb_c ["degC"] in 5.0..=35.0;
        /// Spray water at the rating.
        rated_spray_c ["degC"] in 6.0..=60.0;
        /// Air flow at full speed.
        air_flow_m3_s ["m3/s"] in 0.1..=10000.0;
        /// Fan power at full speed in the air of the rating.
        fan_power_w ["W"] in 1.0..=1e7;
        /// Lowest fan speed, share of full.
        fan_min [""] in 0.05..=1.0 = 0.2;
        /// Power of the spray pump.
        spray_power_w ["W"] in 0.0..=1e6;
        /// Spray water.
        spray_flow_kg_s ["kg/s"] in 0.0..=10000.0;
        /// Share of the coil's resistance that is inside the tubes.
        tube_share [""] in 0.0..=1.0 = 0.33;
        /// Conductance of the dry coil to the air over that of the wetted one, `KA c_p`.
        dry_ratio [""] in 0.05..=5.0 = 0.31;
    }
}

/// Kind of a record that says `kind = "closed-circuit-cooler"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "closed-circuit-cooler",
    summary: "Closed-circuit evaporative cooler: wetted coil, fans, spray pump",
    law: ComponentLaw {
        symbols: "Q = ε_c C (T_in - T_s), Q + P_spray = ε_a G (h_s(T_s) - h), ε = 1 - exp(-NTU); P = P0 n³",
        words: "coil wetted by spray water in outdoor air; dry in the cold",
        results: &[LawResult::Power(EndUse::HeatRejection), LawResult::SiteWater],
    },
    params: ClosedCircuitSpec::PARAMS,
    check: |table| ClosedCircuitSpec::read(table).map(drop),
};

/// Exponents of the air flow: of the wetted coil's mass transfer and of the dry coil's heat transfer.
const WET_AIR_EXPONENT: f64 = 0.905;
const DRY_AIR_EXPONENT: f64 = 0.6;
/// Exponent of the liquid's flow inside the tubes.
const TUBE_EXPONENT: f64 = 0.8;
/// Pressure of the rating, Pa.
const RATED_PA: f64 = 101_325.0;

const SPEED_SEARCH: &str = "the fan speed of a closed-circuit cooler";
const SPRAY_SEARCH: &str = "the spray water of a closed-circuit cooler";
/// How exactly the speed is found, and the spray water, K.
const SPEED_TOLERANCE: RootTolerance = RootTolerance { x: 1e-12, f: 0.0 };
const SPRAY_TOLERANCE: RootTolerance = RootTolerance { x: 1e-10, f: 0.0 };
const MAX_EVALUATIONS: usize = 200;
/// Film that is warmer holds no more vapour: water near its boiling point, which no cooler's spray has, has no saturated air.
const WARMEST_FILM_C: f64 = 90.0;
/// Spray water is never colder than air and liquid by this, K: the wet-bulb of the driest air is not.
const COLDEST_SPRAY_BELOW_AIR_K: f64 = 60.0;

/// A closed-circuit cooler, its conductances known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClosedCircuitCooler {
    spec: ClosedCircuitSpec,
    coil_ua_w_k: f64,
    /// Mass-transfer conductance at the dry-air flow of the rating, kg/s.
    transfer_kg_s: f64,
    rated_air_kg_s: f64,
    rated_density_kg_m3: f64,
}

/// What a closed-circuit cooler does in an hour.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ClosedCircuitOperation {
    /// Heat taken from the liquid; less than the load when the full fans do not reach it.
    pub heat: Power,
    /// Fan electricity.
    pub fan_power: Power,
    /// Electricity of the spray pump.
    pub spray_power: Power,
    /// Water evaporated.
    pub evaporation: MassFlow,
    /// Spray water that passes.
    pub spray: MassFlow,
    /// Air flow over that of the full fans, the mean while they cycle.
    pub air_ratio: f64,
}

/// The liquid of one unit and the air around it.
struct CoilState<'a> {
    unit: &'a ClosedCircuitCooler,
    water_c: f64,
    water_w_k: f64,
    air: &'a MoistAir,
    /// Dry air at full speed, kg/s.
    full_air_kg_s: f64,
}

impl ClosedCircuitCooler {
    /// A unit of the given rating, or nothing if no conductance reaches it: the spray water must be colder than the liquid
    /// that leaves, and the air must be able to take the heat.
    pub fn new(spec: ClosedCircuitSpec) -> Option<Self> {
        let s = &spec;
        let air = SaturationTable::get().saturated_air(s.rated_wet_bulb_c, RATED_PA);
        let film = SaturationTable::get().saturated_air(s.rated_spray_c, RATED_PA);
        let rated_air = MoistAir::from_relative_humidity(
            Temperature::from_celsius(s.rated_wet_bulb_c),
            1.0,
            Pressure::new(RATED_PA),
        )
        .ok()?;
        let air_kg_s = s.air_flow_m3_s / rated_air.specific_volume_m3_kg();
        let coil = s.rated_w / (s.rated_water_w_k * (s.rated_water_c - s.rated_spray_c));
        let rise = (s.rated_w + s.spray_power_w) / (air_kg_s * (film.enthalpy_j_kg - air.enthalpy_j_kg));
        let reachable = |effectiveness: f64| (effectiveness > 0.0 && effectiveness < 1.0).then_some(effectiveness);
        let conductance = |effectiveness: f64| -(-effectiveness).ln_1p();
        Some(Self {
            spec,
            coil_ua_w_k: s.rated_water_w_k * conductance(reachable(coil)?),
            transfer_kg_s: air_kg_s * conductance(reachable(rise)?),
            rated_air_kg_s: air_kg_s,
            rated_density_kg_m3: rated_air.density().kg_m3(),
        })
    }

    /// The rating.
    pub const fn spec(&self) -> &ClosedCircuitSpec {
        &self.spec
    }

    fn state<'a>(&'a self, water: Temperature, capacity: ThermalConductance, air: &'a MoistAir) -> CoilState<'a> {
        let full_air_kg_s = self.spec.air_flow_m3_s / air.specific_volume_m3_kg();
        CoilState { unit: self, water_c: water.celsius(), water_w_k: capacity.w_k(), air, full_air_kg_s }
    }

    /// The wetted unit on a load: the lowest fan speed that carries it. Where the full fans carry less, the heat of the
    /// operation says how much. Liquid enters at `water`.
    ///
    /// # Errors
    /// When the speed of the fans or the spray water is not found.
    pub fn operate_wetted(
        &self,
        load: Power,
        water: Temperature,
        capacity: ThermalConductance,
        air: &MoistAir,
    ) -> Result<ClosedCircuitOperation, NotConverged> {
        let (s, load_w) = (&self.spec, load.watts());
        let coil = self.state(water, capacity, air);
        // Spray water as warm as the liquid: where even that gives off no more than its pump's heat, nothing is taken.
        if load_w <= 0.0 || coil.water_w_k <= 0.0 || coil.film_heat_w(1.0, coil.water_c) <= s.spray_power_w {
            return Ok(ClosedCircuitOperation::default());
        }
        let each_k_w = coil.coil_heat_per_k_w();
        // No spray water is colder than this: a larger load is more than any fan carries.
        let coldest_c = air.dry_bulb().celsius().min(coil.water_c) - COLDEST_SPRAY_BELOW_AIR_K;
        let wanted_c = (coil.water_c - load_w / each_k_w).max(coldest_c);
        let asked_w = load_w + s.spray_power_w;
        let short_w = |speed: f64| coil.film_heat_w(speed, wanted_c) - asked_w;
        let full_w = short_w(1.0);
        if full_w < 0.0 {
            let surplus =
                |spray_c: f64| coil.film_heat_w(1.0, spray_c) - s.spray_power_w - each_k_w * (coil.water_c - spray_c);
            let wanted_w = surplus(wanted_c);
            // Short by rounding alone.
            if wanted_w >= 0.0 {
                return Ok(coil.wetted_operation(load_w, wanted_c, 1.0, 1.0));
            }
            let ends = ((wanted_c, wanted_w), (coil.water_c, surplus(coil.water_c)));
            let spray_c =
                root::find_named_root(SPRAY_SEARCH, surplus, ends.0, ends.1, SPRAY_TOLERANCE, MAX_EVALUATIONS)?;
            return Ok(coil.wetted_operation(each_k_w * (coil.water_c - spray_c), spray_c, 1.0, 1.0));
        }
        let slow_w = short_w(s.fan_min);
        let (speed, running) = if slow_w >= 0.0 {
            (s.fan_min, asked_w / (asked_w + slow_w))
        } else {
            let ends = ((s.fan_min, slow_w), (1.0, full_w));
            (root::find_named_root(SPEED_SEARCH, short_w, ends.0, ends.1, SPEED_TOLERANCE, MAX_EVALUATIONS)?, 1.0)
        };
        Ok(coil.wetted_operation(load_w, wanted_c, speed, running))
    }

    /// The unit without spray on a load, as [`Self::operate_wetted`].
    ///
    /// # Errors
    /// When the speed of the fans is not found.
    pub fn operate_dry(
        &self,
        load: Power,
        water: Temperature,
        capacity: ThermalConductance,
        air: &MoistAir,
    ) -> Result<ClosedCircuitOperation, NotConverged> {
        let (s, load_w) = (&self.spec, load.watts());
        let coil = self.state(water, capacity, air);
        if load_w <= 0.0 || coil.water_w_k <= 0.0 || water <= air.dry_bulb() {
            return Ok(ClosedCircuitOperation::default());
        }
        let above_load_w = |speed: f64| coil.dry_heat_w(speed) - load_w;
        let FanDuty { heat_w, speed, running } = find_fan_duty(SPEED_SEARCH, s.fan_min, load_w, above_load_w)?;
        Ok(ClosedCircuitOperation {
            heat: Power::new(heat_w),
            fan_power: coil.fan_power(speed, running),
            air_ratio: speed * running,
            ..ClosedCircuitOperation::default()
        })
    }
}

impl CoilState<'_> {
    /// Conductance between liquid and film, W/K: the tubes' share follows the liquid's flow.
    fn coil_ua_w_k(&self) -> f64 {
        let s = &self.unit.spec;
        let flow_ratio = self.water_w_k / s.rated_water_w_k;
        let resistance = s.tube_share * flow_ratio.powf(-TUBE_EXPONENT) + (1.0 - s.tube_share);
        self.unit.coil_ua_w_k / resistance
    }

    /// Heat from the liquid for each kelvin above the film, W/K.
    fn coil_heat_per_k_w(&self) -> f64 {
        self.water_w_k * -(-self.coil_ua_w_k() / self.water_w_k).exp_m1()
    }

    /// Air that the film changes to its own state at a speed, kg/s: `ε_a G`.
    fn saturated_flow_kg_s(&self, speed: f64) -> f64 {
        let air_kg_s = speed * self.full_air_kg_s;
        let transfer_kg_s = self.unit.transfer_kg_s * (air_kg_s / self.unit.rated_air_kg_s).powf(WET_AIR_EXPONENT);
        air_kg_s * -(-transfer_kg_s / air_kg_s).exp_m1()
    }

    fn saturated_film(&self, spray_c: f64) -> SaturatedAir {
        SaturationTable::get().saturated_air(spray_c.min(WARMEST_FILM_C), self.air.pressure().pascals())
    }

    /// Heat from a film to the air at a speed, W.
    fn film_heat_w(&self, speed: f64, spray_c: f64) -> f64 {
        self.saturated_flow_kg_s(speed) * (self.saturated_film(spray_c).enthalpy_j_kg - self.air.enthalpy_j_kg())
    }

    /// Heat of the dry coil at a speed, W.
    fn dry_heat_w(&self, speed: f64) -> f64 {
        let air_kg_s = speed * self.full_air_kg_s;
        let ratio = air_kg_s / self.unit.rated_air_kg_s;
        let dry_w_k = self.unit.spec.dry_ratio * self.unit.transfer_kg_s * CP_DRY_AIR * ratio.powf(DRY_AIR_EXPONENT);
        let ua_w_k = (dry_w_k.recip() + self.coil_ua_w_k().recip()).recip();
        exchange::exchanged_heat_w(
            FlowArrangement::CrossflowUnmixedApproximate,
            ua_w_k,
            (self.water_c, self.water_w_k),
            (self.air.dry_bulb().celsius(), air_kg_s * CP_DRY_AIR),
        )
    }

    fn fan_power(&self, speed: f64, running: f64) -> Power {
        let density_ratio = self.air.density().kg_m3() / self.unit.rated_density_kg_m3;
        Power::new(self.unit.spec.fan_power_w * density_ratio * speed.powi(3) * running)
    }

    fn wetted_operation(&self, heat_w: f64, spray_c: f64, speed: f64, running: f64) -> ClosedCircuitOperation {
        let s = &self.unit.spec;
        let taken = self.saturated_film(spray_c).humidity_ratio - self.air.humidity_ratio().kg_kg();
        ClosedCircuitOperation {
            heat: Power::new(heat_w),
            fan_power: self.fan_power(speed, running),
            spray_power: Power::new(s.spray_power_w),
            evaporation: MassFlow::new((running * self.saturated_flow_kg_s(speed) * taken).max(0.0)),
            spray: MassFlow::new(s.spray_flow_kg_s),
            air_ratio: speed * running,
        }
    }
}

#[cfg(test)]
mod tests;
