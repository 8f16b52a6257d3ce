//! What a named design is the best in, as one number: an objective, or the compromise between all of them.

use std::cmp::Ordering;

/// The scale of objectives on a front: all are minimised.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ObjectiveScale {
    /// The least value of each on the front.
    ideal: Vec<f64>,
    /// The largest less the least of each; 1 where they are equal.
    width: Vec<f64>,
}

impl ObjectiveScale {
    /// That of a front of one point or more.
    pub fn of_front<P: AsRef<[f64]>>(front: &[P]) -> Self {
        let count = front.first().map_or(0, |point| point.as_ref().len());
        let fold = |k: usize, start: f64, f: fn(f64, f64) -> f64| front.iter().map(|p| p.as_ref()[k]).fold(start, f);
        let ideal: Vec<f64> = (0..count).map(|k| fold(k, f64::INFINITY, f64::min)).collect();
        let largest = (0..count).map(|k| fold(k, f64::NEG_INFINITY, f64::max));
        let width = largest.zip(&ideal).map(|(most, least)| if most > *least { most - least } else { 1.0 }).collect();
        Self { ideal, width }
    }

    /// Objectives with the front from 0 to 1.
    pub fn normalise<'a>(&'a self, objectives: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
        objectives.iter().zip(&self.ideal).zip(&self.width).map(|((value, ideal), width)| (value - ideal) / width)
    }

    /// The corner of the largest values, a tenth of the width beyond them.
    pub fn reference(&self) -> Vec<f64> {
        self.ideal.iter().zip(&self.width).map(|(ideal, width)| ideal + 1.1 * width).collect()
    }
}

/// What a named design is the best in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Aim {
    /// The least value of an objective, by its number.
    Least(usize),
    /// The knee. Of two objectives that is the point farthest from the chord between the ends of the front (I. Das, Structural
    /// Optimization 18, 1999): beyond it one objective gives more than the other takes. With more objectives the ends span
    /// no plane that all points lie on one side of, so it is the point nearest to the least value of all (compromise
    /// programming; M. Zeleny 1973).
    Knee,
}

/// How good a point is for an aim; compared from the front, the lower the better.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct AimScore {
    /// By how much constraints are not kept.
    violation: f64,
    /// The number that is sought.
    value: f64,
    /// Sum of all objectives on their scale, between points of equal value.
    rest: f64,
}

impl PartialOrd for AimScore {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        let of = |s: &Self| (s.violation, s.value, s.rest);
        of(self).partial_cmp(&of(other))
    }
}

impl AimScore {
    /// Of a point that is never better than another.
    pub const WORST: Self = Self { violation: f64::INFINITY, value: f64::INFINITY, rest: f64::INFINITY };
}

impl Aim {
    /// The number that is sought, the lower the better.
    pub fn value(&self, scale: &ObjectiveScale, objectives: &[f64]) -> f64 {
        match self {
            Self::Least(objective) => objectives[*objective],
            // Two normalised objectives add up to one on the chord.
            Self::Knee if objectives.len() == 2 => scale.normalise(objectives).sum(),
            Self::Knee => scale.normalise(objectives).map(|x| x * x).sum::<f64>().sqrt(),
        }
    }

    /// How good a point is.
    pub fn score(&self, scale: &ObjectiveScale, score: &crate::solve::front::FrontScore) -> AimScore {
        if score.violation > 0.0 {
            return AimScore { violation: score.violation, value: 0.0, rest: 0.0 };
        }
        AimScore {
            violation: 0.0,
            value: self.value(scale, &score.objectives),
            rest: scale.normalise(&score.objectives).sum(),
        }
    }
}
