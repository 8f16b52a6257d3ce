//! Pumps or fans side by side, some of them failing, against the ways of a rack.
//!
//! All see one pressure rise `p`. A machine at speed `s` gives the flow of its curve, `s² Δp₀ − s c₁ V − c₂ V² = p`; one
//! that is too slow for `p` gives none behind a check valve, and without one lets `V = √((p − s² Δp₀)/c₂)` back. The ways
//! take a flow that rises with `p`: both meet at one root.

use crate::component::server::mover::Mover;
use crate::rack::flows::FlowPoint;
use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};
use crate::units::{Pressure, VolumeFlow};

/// Flow of the ways against the pressure rise, by points, with a power law between two of them.
#[derive(Clone, Debug)]
pub(super) struct SystemCurve {
    points: Vec<FlowPoint>,
}

/// Some equal machines side by side.
#[derive(Clone, Copy, Debug)]
pub(super) struct ParallelMachines {
    /// Rise at no flow, linear and quadratic coefficients: Pa, Pa s/m³, Pa s²/m⁶.
    pub curve: (f64, f64, f64),
    /// How many.
    pub count: f64,
    /// Whether one that stops lets nothing back.
    pub check_valves: bool,
}

/// A share of the machines at a speed.
pub(super) type MachineShare = (f64, f64);

/// Where machines and ways meet.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct MachineOperatingPoint {
    /// Through the ways, m³/s.
    pub flow_m3_s: f64,
    /// Pressure rise, Pa.
    pub rise_pa: f64,
    /// Through one machine of each of the two parts, m³/s; none where liquid or air flows back.
    pub each_m3_s: [f64; 2],
}

impl SystemCurve {
    /// Ways of these points; flows and rises must be positive.
    pub fn new(mut points: Vec<FlowPoint>) -> Self {
        points.sort_by(|a, b| a.flow_m3_s.total_cmp(&b.flow_m3_s));
        Self { points }
    }

    /// Flow at a pressure rise, m³/s. Beyond the points the law of the nearest two goes on.
    fn flow_at_rise(&self, rise_pa: f64) -> f64 {
        if rise_pa <= 0.0 || self.points.len() < 2 {
            return 0.0;
        }
        let above = self.points.partition_point(|p| p.rise_pa < rise_pa).clamp(1, self.points.len() - 1);
        let (a, b) = (&self.points[above - 1], &self.points[above]);
        let exponent = (b.flow_m3_s / a.flow_m3_s).ln() / (b.rise_pa / a.rise_pa).ln();
        a.flow_m3_s * (rise_pa / a.rise_pa).powf(exponent)
    }

    /// Largest flow of the points, m³/s.
    pub fn max_flow_m3_s(&self) -> f64 {
        self.points.last().map_or(0.0, |p| p.flow_m3_s)
    }

    /// Share of a flow that passes a lane of some places together, 0..=1.
    pub fn lane_share(&self, flow_m3_s: f64, places: &[usize], lane: usize) -> f64 {
        let of = |p: &FlowPoint| places.iter().map(|i| p.lanes_m3_s[*i][lane]).sum::<f64>() / p.flow_m3_s;
        let above = self.points.partition_point(|p| p.flow_m3_s < flow_m3_s);
        match (above.checked_sub(1).and_then(|i| self.points.get(i)), self.points.get(above)) {
            (Some(a), Some(b)) => {
                let x = (flow_m3_s - a.flow_m3_s) / (b.flow_m3_s - a.flow_m3_s);
                of(a) + x * (of(b) - of(a))
            }
            (Some(only), None) | (None, Some(only)) => of(only),
            (None, None) => 0.0,
        }
    }
}

impl ParallelMachines {
    /// Flow of one machine at a speed against a rise, m³/s; negative where liquid or air flows back.
    fn flow_per_machine(&self, speed: f64, rise_pa: f64) -> f64 {
        let (shutoff_pa, c1, c2) = self.curve;
        let spare_pa = speed * speed * shutoff_pa - rise_pa;
        let b = speed * c1;
        if spare_pa >= 0.0 {
            if c2 > 0.0 { ((b * b + 4.0 * c2 * spare_pa).sqrt() - b) / (2.0 * c2) } else { spare_pa / b }
        } else if self.check_valves || c2 <= 0.0 {
            0.0
        } else {
            -(-spare_pa / c2).sqrt()
        }
    }

    /// Electricity of two parts of the machines where they meet the ways, W; none of a part without power.
    pub fn electric_power_w(
        &self,
        machine: &Mover,
        at: &MachineOperatingPoint,
        parts: [(MachineShare, bool); 2],
    ) -> f64 {
        let rise = Pressure::new(at.rise_pa);
        let of = |((share, speed), powered): (MachineShare, bool), each_m3_s: f64| {
            if !powered || share <= 0.0 || speed <= 0.0 {
                return 0.0;
            }
            share * machine.electric_power(VolumeFlow::new(each_m3_s), rise, speed).watts()
        };
        self.count * parts.into_iter().zip(at.each_m3_s).map(|(part, each)| of(part, each)).sum::<f64>()
    }

    /// Where two parts of the machines and the ways meet.
    ///
    /// # Errors
    /// When the pressure rise is not found.
    pub fn operating_point(
        &self,
        ways: &SystemCurve,
        first: MachineShare,
        second: MachineShare,
    ) -> Result<MachineOperatingPoint, NotConverged> {
        let fastest = if second.0 > 0.0 { first.1.max(second.1) } else { first.1 };
        let most_pa = fastest * fastest * self.curve.0;
        if most_pa <= 1e-9 * self.curve.0 {
            return Ok(MachineOperatingPoint::default());
        }
        let given = |p: f64| {
            let part =
                |(share, speed): MachineShare| if share > 0.0 { share * self.flow_per_machine(speed, p) } else { 0.0 };
            self.count * (part(first) + part(second))
        };
        let excess = |p: f64| given(p) - ways.flow_at_rise(p);
        let tolerance = RootTolerance { x: 1e-12 * most_pa, f: 1e-14 * ways.max_flow_m3_s() };
        // No machine gives anything at the highest rise, and the ways take nothing at none: the root lies between.
        let (still, most) = ((0.0, excess(0.0)), (most_pa, excess(most_pa)));
        let rise_pa = root::find_named_root("the pressure rise of pumps or fans", excess, still, most, tolerance, 200)?;
        let flow_m3_s = ways.flow_at_rise(rise_pa);
        let each_m3_s = [first, second].map(|part| self.flow_per_machine(part.1, rise_pa).max(0.0));
        Ok(MachineOperatingPoint { flow_m3_s, rise_pa, each_m3_s })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Ways with `Δp = 100 kPa (V/V₀)²`, V₀ = 1 L/s, in two lanes of 1 to 3.
    fn ways() -> SystemCurve {
        let point = |v: f64| FlowPoint {
            flow_m3_s: 1e-3 * v,
            rise_pa: 1e5 * v * v,
            lanes_m3_s: vec![vec![0.25e-3 * v], vec![0.75e-3 * v]],
        };
        SystemCurve::new([1.0, 0.5, 0.1, 0.01].map(point).to_vec())
    }

    /// Two pumps that together give 1 L/s at 100 kPa: `Δp = 150 kPa − c V²` each.
    fn pumps(valves: bool) -> ParallelMachines {
        ParallelMachines { curve: (1.5e5, 0.0, 5e4 / (0.5e-3 * 0.5e-3)), count: 2.0, check_valves: valves }
    }

    #[test]
    fn all_pumps_meet_the_ways_at_the_design_point() {
        let both = pumps(true).operating_point(&ways(), (1.0, 1.0), (0.0, 0.0)).unwrap();
        assert!((both.flow_m3_s - 1e-3).abs() < 1e-12 && (both.rise_pa - 1e5).abs() < 1e-4);
        assert!((both.each_m3_s[0] - 0.5e-3).abs() < 1e-12);
        // Affinity: along ways of the square law the flow follows the speed.
        let slow = pumps(true).operating_point(&ways(), (1.0, 0.6), (0.0, 0.0)).unwrap();
        assert!((slow.flow_m3_s - 0.6e-3).abs() < 1e-12);
        let still = pumps(true).operating_point(&ways(), (1.0, 0.0), (0.0, 0.0));
        assert_eq!(still, Ok(MachineOperatingPoint::default()));
    }

    #[test]
    fn one_of_two_pumps_gives_what_its_curve_gives() {
        // 1.5e5 − 2e11 V² = 1e11 V² → V = √(1.5e5/3e11) = 0.7071 L/s.
        let one = pumps(true).operating_point(&ways(), (0.5, 1.0), (0.5, 0.0)).unwrap();
        assert!((one.flow_m3_s - (0.5_f64).sqrt() * 1e-3).abs() < 1e-9, "{one:?}");
        // Without valves a part of it runs back through the pump that stands: p/c₂ = V².
        let open = pumps(false).operating_point(&ways(), (0.5, 1.0), (0.5, 0.0)).unwrap();
        assert!(open.flow_m3_s < one.flow_m3_s);
        let back = (open.rise_pa / pumps(false).curve.2).sqrt();
        assert!((open.each_m3_s[0] - back - open.flow_m3_s).abs() < 1e-9, "{open:?}");
    }

    /// Pumps whose curve is no number meet nothing, and say so.
    #[test]
    fn pumps_without_a_curve_are_an_error() {
        let none = ParallelMachines { curve: (1.5e5, f64::NAN, 5e4), ..pumps(true) };
        let error = none.operating_point(&ways(), (1.0, 1.0), (0.0, 0.0)).unwrap_err();
        assert_eq!(error.what, "the pressure rise of pumps or fans");
    }

    #[test]
    fn lanes_share_as_the_points_say() {
        assert!((ways().lane_share(0.7e-3, &[0], 0) - 0.25).abs() < 1e-12);
        assert!((ways().lane_share(1e-9, &[0, 1], 0) - 1.0).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn a_slower_part_never_gives_more(a in 0.05..1.0f64, b in 0.0..1.0f64, d in 0.0..0.3f64) {
            for valves in [false, true] {
                let at = |speed: f64| pumps(valves).operating_point(&ways(), (0.5, a), (0.5, speed)).unwrap().flow_m3_s;
                prop_assert!(at((b + d).min(1.0)) >= at(b) - 1e-12);
            }
        }
    }
}
