//! Lowest and highest values of a run, from the steps of the integration: no spacing of output rows moves them.

use super::sample::TransientSample;

/// Lowest and highest of a value, and when.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ValueRange {
    /// Lowest.
    pub low: f64,
    /// When, s.
    pub low_at_s: f64,
    /// Highest.
    pub high: f64,
    /// When, s.
    pub high_at_s: f64,
}

impl ValueRange {
    /// A value at a time alone.
    pub const fn new(value: f64, at_s: f64) -> Self {
        Self { low: value, low_at_s: at_s, high: value, high_at_s: at_s }
    }

    /// Takes in a value at a time; tells whether it is the highest so far.
    pub fn include(&mut self, value: f64, at_s: f64) -> bool {
        if value < self.low {
            (self.low, self.low_at_s) = (value, at_s);
        }
        let higher = value > self.high;
        if higher {
            (self.high, self.high_at_s) = (value, at_s);
        }
        higher
    }

    /// Highest less lowest.
    pub fn span(&self) -> f64 {
        self.high - self.low
    }
}

/// Lowest and highest of what a run follows.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RunExtremes {
    /// Junction of each group of chips, °C.
    pub junctions_c: Vec<ValueRange>,
    /// The hottest of all junctions at each time, °C.
    pub hottest_c: ValueRange,
    /// The group that is the hottest at the highest.
    pub hottest_chips: usize,
    /// Coolant supplied to the parts, °C.
    pub supply_c: ValueRange,
    /// Air that enters the servers, °C, where fans draw any.
    pub inlet_c: Option<ValueRange>,
    /// Electricity into the rack, W.
    pub rack_w: ValueRange,
    /// Heat that leaves the loops, W.
    pub out_w: ValueRange,
}

impl RunExtremes {
    /// Of one moment.
    pub fn new(first: &TransientSample) -> Self {
        let at_s = first.at_s;
        let range = |value: f64| ValueRange::new(value, at_s);
        let (hottest_chips, hottest_c) = first.hottest_junction();
        Self {
            junctions_c: first.junctions_c.iter().map(|c| range(*c)).collect(),
            hottest_c: range(hottest_c),
            hottest_chips,
            supply_c: range(first.supply_c),
            inlet_c: first.inlet_c.map(range),
            rack_w: range(first.rack_w),
            out_w: range(first.out_w),
        }
    }

    /// Takes in a moment.
    pub fn include(&mut self, sample: &TransientSample) {
        let at_s = sample.at_s;
        for (range, c) in self.junctions_c.iter_mut().zip(&sample.junctions_c) {
            range.include(*c, at_s);
        }
        let (chips, hottest_c) = sample.hottest_junction();
        if self.hottest_c.include(hottest_c, at_s) {
            self.hottest_chips = chips;
        }
        self.supply_c.include(sample.supply_c, at_s);
        if let (Some(range), Some(c)) = (&mut self.inlet_c, sample.inlet_c) {
            range.include(c, at_s);
        }
        self.rack_w.include(sample.rack_w, at_s);
        self.out_w.include(sample.out_w, at_s);
    }

    /// Takes in the turning point of a junction within a step.
    pub fn include_junction(&mut self, chips: usize, celsius: f64, at_s: f64) {
        if let Some(range) = self.junctions_c.get_mut(chips) {
            range.include(celsius, at_s);
        }
        if celsius > self.hottest_c.high {
            self.hottest_c.include(celsius, at_s);
            self.hottest_chips = chips;
        }
    }
}

/// Equal pieces of time in which a course keeps its lowest and highest moments.
const PIECES: f64 = 1000.0;

/// The moments of a run that a chart needs: of every piece of time the first, and those of the lowest and highest power and
/// junction.
#[derive(Clone, Debug)]
pub(super) struct RunCourse {
    piece_s: f64,
    ends_s: f64,
    piece: Vec<TransientSample>,
    kept: Vec<TransientSample>,
}

impl RunCourse {
    /// The course of a run of this length.
    pub fn new(duration_s: f64) -> Self {
        let piece_s = duration_s / PIECES;
        Self { piece_s, ends_s: piece_s, piece: Vec::new(), kept: Vec::new() }
    }

    /// Takes in the next moment.
    pub fn include(&mut self, sample: &TransientSample) {
        if sample.at_s > self.ends_s {
            self.close_piece();
            self.ends_s = (sample.at_s / self.piece_s).ceil() * self.piece_s;
        }
        self.piece.push(sample.clone());
    }

    /// All that is kept, in the order of time.
    pub fn finish(mut self) -> Vec<TransientSample> {
        self.close_piece();
        self.kept
    }

    fn close_piece(&mut self) {
        let piece = &self.piece;
        let place = |value: fn(&TransientSample) -> f64, sign: f64| {
            (0..piece.len()).max_by(|a, b| (sign * value(&piece[*a])).total_cmp(&(sign * value(&piece[*b]))))
        };
        let hottest = |s: &TransientSample| s.hottest_junction().1;
        let wanted = [
            (!piece.is_empty()).then_some(0),
            place(|s| s.rack_w, 1.0),
            place(|s| s.rack_w, -1.0),
            place(hottest, 1.0),
            place(hottest, -1.0),
        ];
        let mut places: Vec<usize> = wanted.into_iter().flatten().collect();
        places.sort_unstable();
        places.dedup();
        self.kept.extend(places.into_iter().map(|i| piece[i].clone()));
        self.piece.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(at_s: f64, rack_w: f64, junctions_c: &[f64]) -> TransientSample {
        TransientSample { at_s, rack_w, junctions_c: junctions_c.to_vec(), ..TransientSample::default() }
    }

    #[test]
    fn the_hottest_is_the_hottest_at_each_time() {
        let mut own = RunExtremes::new(&moment(0.0, 5.0, &[80.0, 73.0]));
        own.include(&moment(1.0, 9.0, &[70.0, 78.0]));
        own.include(&moment(2.0, 1.0, &[70.0, 84.0]));
        own.include_junction(0, 81.0, 1.5);
        assert_eq!((own.hottest_c.low, own.hottest_c.high, own.hottest_chips), (78.0, 84.0, 1));
        assert_eq!(own.junctions_c[0], ValueRange { low: 70.0, low_at_s: 1.0, high: 81.0, high_at_s: 1.5 });
        assert_eq!((own.rack_w.span(), own.rack_w.high_at_s), (8.0, 1.0));
    }

    #[test]
    fn a_course_keeps_the_ends_of_every_swing() {
        // 100,000 moments, one in ten high for a moment: every piece of the thousand keeps one that is high and one that is low.
        let mut course = RunCourse::new(1000.0);
        for i in 0..100_000_u32 {
            course.include(&moment(f64::from(i) * 0.01, if i % 10 == 3 { 9.0 } else { 1.0 }, &[70.0]));
        }
        let kept = course.finish();
        assert!(kept.len() <= 5 * 1001 && kept.is_sorted_by(|a, b| a.at_s <= b.at_s), "{}", kept.len());
        let high = kept.iter().filter(|s| s.rack_w == 9.0).count();
        assert!(high >= 999 && kept.len() - high >= 999, "{high} of {}", kept.len());
    }
}
