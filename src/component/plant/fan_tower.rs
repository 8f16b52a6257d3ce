//! Open tower with a variable-speed fan whose approach follows a published correlation: CoolTools or YorkCalc.
//!
//! The water flow that the correlation counts from is not the design flow but that with which the full fan has the design
//! approach (calibration). Wet bulb and water flow are held inside the fit. Control: (1) the full fan, if it can't cool to
//! the set point; (2) else no fan, if free convection alone does: it takes a fixed share of what the full fan would; (3)
//! else the slowest fan, cycling with free convection; (4) else the speed whose approach is set point less wet bulb, which
//! is not held inside the fit there. A larger range than the fit's is taken as its largest in (1) to (3). Fan power goes
//! with the cube of the air flow. Source: EnergyPlus 25.2 `CoolingTower:VariableSpeed`, whose years this follows
//! (tests/energyplus.rs). The heat is always rejected: what gives is the temperature.
//!
//! At small ranges water may enter colder than wet bulb and approach of no range together: there is no balance, and no
//! heat passes. No water leaves colder than the wet bulb: where the fit says so, above its warmest wet bulb and at small
//! ranges, the water leaves at the wet bulb with the full fan, and a set point below that is not met. (EnergyPlus takes the
//! largest range of the fit where it finds no balance, so that its fans cool below the wet bulb or with too little air;
//! `docs/validation.md` tells which of its hours are left out for that.)
//!
//! Neglects: whatever the fit does not hold: other fills, and flows beyond its edges.
//!
//! Compared with: EnergyPlus hour by hour in `tests/energyplus.rs`; validation cases `energyplus-a-tower-ct-27`,
//! `energyplus-a-tower-ct-35` and `energyplus-a-tower-york-27`.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::component::params::ParamError;
use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};
use crate::units::{Power, Temperature};

use super::cool_tools::{self, CoolToolsCorrelation};
use super::tower::{FanControl, TowerDuty, TowerOperation, TowerSpec};
use super::york::{self, YorkCorrelation};

fn check(table: &toml::Table) -> Result<(), Vec<ParamError>> {
    TowerSpec::read(table).map(drop)
}

/// Kind of equipment: a tower by CoolTools.
pub static COOL_TOOLS: EquipmentKind = EquipmentKind {
    name: "tower-cooltools",
    summary: "Open tower, variable-speed fan, CoolTools",
    law: ComponentLaw {
        symbols: "approach = f(A³, w, T_wb, R), 35 terms; P = P0 n³",
        words: "CoolTools correlation",
        results: &[LawResult::Power(EndUse::HeatRejection), LawResult::SiteWater],
    },
    params: TowerSpec::PARAMS,
    check,
};
/// Kind of equipment: a tower by YorkCalc, calibrated to its design.
pub static YORK_CALC: EquipmentKind = EquipmentKind {
    name: "tower-yorkcalc",
    summary: "Open tower, variable-speed fan, YorkCalc",
    law: ComponentLaw {
        symbols: "approach = f(T_wb, R, L/G), 27 terms; P = P0 n³",
        words: "YorkCalc correlation",
        results: &[LawResult::Power(EndUse::HeatRejection), LawResult::SiteWater],
    },
    params: TowerSpec::PARAMS,
    check,
};

const ROOT_TOLERANCE: RootTolerance = RootTolerance { x: 1e-10, f: 1e-10 };
/// Where EnergyPlus begins to look for a balance, K.
const MIN_RANGE_K: f64 = 1e-3;

/// A published correlation of the approach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TowerCorrelation {
    /// CoolTools, crossflow.
    CoolTools,
    /// YorkCalc.
    York,
}

/// Where a correlation was fitted.
#[derive(Clone, Copy, Debug)]
struct CorrelationLimits {
    wet_bulb_c: (f64, f64),
    range_k: (f64, f64),
    approach_k: (f64, f64),
    water: (f64, f64),
}

impl TowerCorrelation {
    const fn fit_limits(self) -> CorrelationLimits {
        match self {
            Self::CoolTools => CorrelationLimits {
                wet_bulb_c: cool_tools::WET_BULB_C,
                range_k: cool_tools::RANGE_K,
                approach_k: cool_tools::APPROACH_K,
                water: cool_tools::WATER_FLOW_RATIO,
            },
            Self::York => CorrelationLimits {
                wet_bulb_c: york::WET_BULB_C,
                range_k: york::RANGE_K,
                approach_k: york::APPROACH_K,
                water: (0.0, 1e9),
            },
        }
    }

    fn local_correlation(self, wet_bulb_c: f64, water: f64) -> LocalCorrelation {
        match self {
            Self::CoolTools => {
                LocalCorrelation::CoolTools(CoolToolsCorrelation::from_clamped_inputs(wet_bulb_c, water))
            }
            Self::York => LocalCorrelation::York(YorkCorrelation::from_wet_bulb(wet_bulb_c), water),
        }
    }

    /// Approach, K, with wet bulb and water flow (share of the calibrated one) held inside the fit; `air` is a share of
    /// the design air flow.
    pub fn approach_k(self, wet_bulb_c: f64, range_k: f64, water: f64, air: f64) -> f64 {
        self.local_correlation(wet_bulb_c, water).approach_k(range_k, air)
    }
}

/// A correlation at a wet bulb and a water flow.
#[derive(Clone, Copy, Debug)]
enum LocalCorrelation {
    CoolTools(CoolToolsCorrelation),
    York(YorkCorrelation, f64),
}

impl LocalCorrelation {
    fn approach_k(&self, range_k: f64, air: f64) -> f64 {
        match self {
            Self::CoolTools(fit) => fit.approach_k(range_k, air),
            Self::York(fit, water) => fit.approach_k(range_k, water / air),
        }
    }

    /// Range at a fixed entering temperature above a wet bulb inside the fit, at most the largest of the fit; nothing
    /// where there is no balance.
    fn range_k(&self, wet_bulb_c: f64, entering_c: f64, air: f64) -> Result<Option<f64>, NotConverged> {
        match self {
            Self::York(fit, water) => Ok(fit.range_k(wet_bulb_c, entering_c, water / air)),
            Self::CoolTools(fit) => {
                let most = cool_tools::RANGE_K.1;
                let rest = |range_k: f64| wet_bulb_c + fit.approach_k(range_k, air) + range_k - entering_c;
                let (at_least_k, at_most_k) = (rest(MIN_RANGE_K), rest(most));
                if at_least_k >= 0.0 {
                    return Ok(None);
                }
                if at_most_k <= 0.0 {
                    return Ok(Some(most));
                }
                let ends = ((MIN_RANGE_K, at_least_k), (most, at_most_k));
                root::find_named_root("the range of a correlated tower", rest, ends.0, ends.1, ROOT_TOLERANCE, 80)
                    .map(Some)
            }
        }
    }

    /// The air flow with an approach at a range; nothing where the fan's speeds don't bracket it.
    fn solve_air_ratio(&self, approach_k: f64, range_k: f64, low: f64) -> Result<Option<f64>, NotConverged> {
        match self {
            Self::York(fit, water) => Ok(fit.solve_air_ratio(approach_k, range_k, *water, low)),
            Self::CoolTools(fit) => {
                let miss = |air: f64| fit.approach_k(range_k, air) - approach_k;
                let ends = ((low, miss(low)), (1.0, miss(1.0)));
                if ends.0.1 * ends.1.1 > 0.0 {
                    return Ok(None);
                }
                root::find_named_root("the fan speed of a correlated tower", miss, ends.0, ends.1, ROOT_TOLERANCE, 80)
                    .map(Some)
            }
        }
    }
}

/// A tower, calibrated to its design.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FanTower {
    spec: TowerSpec,
    correlation: TowerCorrelation,
    calibrated_m3_s: f64,
}

impl FanTower {
    /// A tower of given design values; nothing where no water flow has the design approach by the correlation.
    ///
    /// # Errors
    /// When that water flow is not found.
    pub fn new(spec: TowerSpec, correlation: TowerCorrelation) -> Result<Option<Self>, NotConverged> {
        // Nothing is held inside the fit here: a held water flow would make the approach flat.
        let miss = |water: f64| {
            let (wb, range_k) = (spec.design_wet_bulb_c, spec.design_range_k);
            let approach_k = match correlation {
                TowerCorrelation::CoolTools => CoolToolsCorrelation::from_inputs(wb, water).approach_k(range_k, 1.0),
                TowerCorrelation::York => YorkCorrelation::from_wet_bulb(wb).approach_k(range_k, water),
            };
            approach_k - spec.design_approach_k
        };
        let at = |i: u32| 0.5 + 0.05 * f64::from(i);
        let end = |i: u32| (at(i), miss(at(i)));
        let mut steps = (1..=90).map(|i| (end(i - 1), end(i)));
        let Some((low, high)) = steps.find(|(low, high)| low.1 <= 0.0 && high.1 >= 0.0) else { return Ok(None) };
        let share =
            root::find_named_root("the calibration of a correlated tower", miss, low, high, ROOT_TOLERANCE, 80)?;
        Ok(Some(Self { spec, correlation, calibrated_m3_s: spec.water_flow_m3_s / share }))
    }

    /// The design that the tower was calibrated to.
    pub const fn spec(&self) -> &TowerSpec {
        &self.spec
    }

    /// The water flow that the correlation counts from, m³/s.
    pub const fn calibrated_water_m3_s(&self) -> f64 {
        self.calibrated_m3_s
    }

    /// The tower on its duty in air of a wet bulb.
    ///
    /// # Errors
    /// When the fan's speed or the range is not found.
    pub fn operate(&self, duty: &TowerDuty, wet_bulb: Temperature) -> Result<TowerOperation, NotConverged> {
        let s = &self.spec;
        let limits = self.correlation.fit_limits();
        let wet_bulb_c = wet_bulb.celsius();
        let held_c = wet_bulb_c.clamp(limits.wet_bulb_c.0, limits.wet_bulb_c.1);
        let range_k = duty.heat.watts() / duty.capacity_rate.w_k();
        let set_c = duty.set_point.celsius();
        let water = duty.flow.m3_s() / self.calibrated_m3_s;
        let local = self.correlation.local_correlation(wet_bulb_c, water);
        let full_fan_c = (held_c + local.approach_k(range_k, 1.0)).max(wet_bulb_c);
        let control = if full_fan_c >= set_c || range_k > limits.range_k.1 {
            FanControl::full(full_fan_c)
        } else {
            let air = CorrelatedAir { local, wet_bulb_c, held_c };
            self.modulate_fan(&air, range_k, set_c)?
        };
        let FanControl { leaving_c, running, .. } = control;
        let inside = |(low, high): (f64, f64), x: f64| (low..=high).contains(&x);
        // A larger approach than the correlation's is reached by cycling, which needs no extrapolation.
        let extrapolated = !inside(limits.wet_bulb_c, wet_bulb_c)
            || !inside(limits.range_k, range_k)
            || !inside(limits.water, water)
            || (running == 1.0 && !inside(limits.approach_k, leaving_c - wet_bulb_c));
        Ok(TowerOperation {
            leaving: Temperature::from_celsius(leaving_c),
            fan_power: Power::new(s.fan_power_w * control.power_share()),
            air_ratio: control.air_ratio(s.free_convection),
            extrapolated,
        })
    }

    /// What the fan does where it would pass the set point at full speed.
    fn modulate_fan(&self, air: &CorrelatedAir, range_k: f64, set_c: f64) -> Result<FanControl, NotConverged> {
        let s = &self.spec;
        let entering_c = set_c + range_k;
        let idle_c =
            |entering_c: f64| Ok((entering_c - s.free_convection * air.range_k(entering_c, 1.0)?).max(air.wet_bulb_c));
        let off_c = idle_c(entering_c)?;
        if off_c <= set_c {
            let leaving_c = super::staging::floating_leaving_c(range_k, set_c, off_c, idle_c)?;
            return Ok(FanControl { leaving_c, speed: 0.0, running: 0.0 });
        }
        let slow_c = entering_c - air.range_k(entering_c, s.fan_min)?;
        if slow_c < set_c {
            let running = (off_c - set_c) / (off_c - slow_c);
            return Ok(FanControl { leaving_c: set_c, speed: s.fan_min, running });
        }
        // Below the fit's coldest wet bulb steps 1 to 3 and step 4 can disagree; the slowest fan runs then.
        let found = air.local.solve_air_ratio(set_c - air.wet_bulb_c, range_k, s.fan_min)?;
        Ok(FanControl { leaving_c: set_c, speed: found.unwrap_or(s.fan_min), running: 1.0 })
    }
}

/// A correlation in an hour's air.
struct CorrelatedAir {
    local: LocalCorrelation,
    /// Wet bulb, and the nearest one inside the fit, °C.
    wet_bulb_c: f64,
    held_c: f64,
}

impl CorrelatedAir {
    /// Range of water that enters at a temperature, K; none where there is no balance.
    fn range_k(&self, entering_c: f64, air_ratio: f64) -> Result<f64, NotConverged> {
        Ok(self.local.range_k(self.held_c, entering_c, air_ratio)?.unwrap_or(0.0))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::units::{ThermalConductance, VolumeFlow};

    use super::*;

    fn tower(correlation: TowerCorrelation) -> FanTower {
        let spec = TowerSpec {
            design_wet_bulb_c: 25.6,
            design_approach_k: 3.9,
            design_range_k: 5.6,
            water_flow_m3_s: 0.04262,
            air_flow_m3_s: 27.6316,
            fan_power_w: 10500.0,
            fan_min: 0.2,
            free_convection: 0.125,
            exponent: 0.6,
            design_pressure_pa: 101_325.0,
        };
        FanTower::new(spec, correlation).unwrap().unwrap()
    }

    fn operate(correlation: TowerCorrelation, kw: f64, set_c: f64, wet_bulb_c: f64) -> TowerOperation {
        let duty = TowerDuty {
            heat: Power::from_kw(kw),
            capacity_rate: ThermalConductance::new(178e3),
            flow: VolumeFlow::new(0.04262),
            set_point: Temperature::from_celsius(set_c),
        };
        tower(correlation).operate(&duty, Temperature::from_celsius(wet_bulb_c)).unwrap()
    }

    /// A twentieth of the load at a set point below the wet bulb: the fit has water of 24.9 °C in air of 25.1 °C.
    #[test]
    fn a_set_point_below_the_wet_bulb_is_not_met() {
        for correlation in [TowerCorrelation::CoolTools, TowerCorrelation::York] {
            for wet_bulb_c in [14.5, 25.1, 29.0, 33.0] {
                let o = operate(correlation, 50.0, wet_bulb_c - 0.3, wet_bulb_c);
                assert!(o.leaving.celsius() >= wet_bulb_c, "{correlation:?} {wet_bulb_c}: {o:?}");
                assert!((o.fan_power.watts() - 10500.0).abs() < 1e-9);
            }
        }
    }

    proptest! {
        #[test]
        fn no_water_leaves_colder_than_the_wet_bulb(
            kw in 5.0..1200.0f64, set_c in 5.0..40.0f64, wet_bulb_c in -20.0..35.0f64, york in any::<bool>(),
        ) {
            let correlation = if york { TowerCorrelation::York } else { TowerCorrelation::CoolTools };
            let o = operate(correlation, kw, set_c, wet_bulb_c);
            prop_assert!(o.leaving.celsius() >= wet_bulb_c - 1e-9, "{o:?}");
            prop_assert!(o.fan_power.watts() >= 0.0 && o.fan_power.watts() <= 10500.0 + 1e-9);
        }
    }
}
