//! A moment of a run.

/// A moment of a run.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct TransientSample {
    /// When, s.
    pub at_s: f64,
    /// Junctions, °C: of each group of chips, in the order of [`TransientRunResult::chips`](super::TransientRunResult::chips).
    pub junctions_c: Vec<f64>,
    /// Their cases, °C.
    pub cases_c: Vec<f64>,
    /// Coolant supplied to the parts, °C.
    pub supply_c: f64,
    /// Coolant leaving the rack, °C.
    pub return_c: f64,
    /// Air of the room before the racks, °C.
    pub room_c: f64,
    /// Air that enters the servers, of the aisle and of their own exhaust, °C, where fans draw any.
    pub inlet_c: Option<f64>,
    /// Facility water supplied, °C.
    pub facility_c: Option<f64>,
    /// Flow of the main coolant over that of the steady state.
    pub flow_share: f64,
    /// Electricity into the rack, W.
    pub rack_w: f64,
    /// Lowest of it since the sample before, W.
    pub rack_low_w: f64,
    /// Highest of it since the sample before, W.
    pub rack_high_w: f64,
    /// Heat that leaves the loops, W.
    pub out_w: f64,
    /// Work done over work without throttling.
    pub work: f64,
    /// Heat stored above the start, J.
    pub stored_j: f64,
}

impl TransientSample {
    /// The moment at a share between this one and another.
    pub(super) fn between(&self, other: &Self, share: f64) -> Self {
        let mix = |a: f64, b: f64| a + share * (b - a);
        let all = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| mix(*a, *b)).collect();
        let both = |a: Option<f64>, b: Option<f64>| a.zip(b).map(|(a, b)| mix(a, b));
        Self {
            at_s: mix(self.at_s, other.at_s),
            junctions_c: all(&self.junctions_c, &other.junctions_c),
            cases_c: all(&self.cases_c, &other.cases_c),
            supply_c: mix(self.supply_c, other.supply_c),
            return_c: mix(self.return_c, other.return_c),
            room_c: mix(self.room_c, other.room_c),
            inlet_c: both(self.inlet_c, other.inlet_c),
            facility_c: both(self.facility_c, other.facility_c),
            flow_share: mix(self.flow_share, other.flow_share),
            rack_w: mix(self.rack_w, other.rack_w),
            rack_low_w: mix(self.rack_low_w, other.rack_low_w),
            rack_high_w: mix(self.rack_high_w, other.rack_high_w),
            out_w: mix(self.out_w, other.out_w),
            work: mix(self.work, other.work),
            stored_j: mix(self.stored_j, other.stored_j),
        }
    }

    /// The hottest junction, °C, and the place of its group; not a number where no chip is followed.
    pub fn hottest_junction(&self) -> (usize, f64) {
        let places = self.junctions_c.iter().copied().enumerate();
        places.max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((0, f64::NAN))
    }
}
