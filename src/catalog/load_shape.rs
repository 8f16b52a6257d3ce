//! Built-in shapes of load: `load_shapes.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::record::Confidence;

/// The records of the file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LoadShapeFile {
    /// Shapes.
    #[serde(default, rename = "shape")]
    pub shapes: Vec<LoadShape>,
}

/// What makes the curve of a shape.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum LoadShapeKind {
    /// A day with a rise, a plateau and a fall, five times, and twice at a weekend.
    Week,
    /// A plateau that checkpoints and restarts interrupt.
    Training,
    /// A random mix of jobs.
    Jobs,
}

/// A parameter of a shape.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct LoadShapeParameter {
    /// Value, in the unit that ends its key; shares and ratios have none.
    pub value: f64,
    /// Lowest and highest; an estimate has them.
    pub range: Option<[f64; 2]>,
    /// Source id.
    pub source: String,
    /// How well it is known.
    pub confidence: Confidence,
    /// What it was taken from.
    pub note: Option<String>,
}

/// A shape of load.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct LoadShape {
    /// Word in scenarios.
    pub id: String,
    /// What it is, in words.
    pub name: String,
    /// What makes its curve.
    pub kind: LoadShapeKind,
    /// Parameters by their keys.
    pub parameters: BTreeMap<String, LoadShapeParameter>,
}

/// A key and the least and most that it may be.
type ParameterLimit = (&'static str, f64, f64);

const WEEK: [ParameterLimit; 7] = [
    ("mean", 0.0, 1.0),
    ("peak_to_mean", 1.0, 100.0),
    ("peak_to_trough", 1.0, 1000.0),
    ("rise_begins_h", 0.0, 24.0),
    ("rise_ends_h", 0.0, 24.0),
    ("fall_begins_h", 0.0, 48.0),
    ("fall_ends_h", 0.0, 48.0),
];

const TRAINING: [ParameterLimit; 6] = [
    ("plateau", 0.0, 1.0),
    ("checkpoint_drop", 0.0, 1.0),
    ("checkpoint_interval_min", 1.0, 10_000.0),
    ("checkpoint_min", 0.0, 1000.0),
    ("interruption_interval_h", 0.1, 8784.0),
    ("restart_min", 0.0, 1000.0),
];

const JOBS: [ParameterLimit; 9] = [
    ("mean", 0.0, 1.0),
    ("smallest_share", 1e-6, 1.0),
    ("largest_share", 1e-6, 1.0),
    ("size_sigma", 0.0, 10.0),
    ("duration_median_s", 1.0, 1e7),
    ("duration_sigma", 0.0, 10.0),
    ("duration_longest_s", 1.0, 3.2e7),
    ("size_duration_correlation", -1.0, 1.0),
    ("queue_depth", 1.0, 100_000.0),
];

impl LoadShapeKind {
    const fn limits(self) -> &'static [ParameterLimit] {
        match self {
            Self::Week => &WEEK,
            Self::Training => &TRAINING,
            Self::Jobs => &JOBS,
        }
    }
}

impl LoadShape {
    /// A parameter's value. Shapes of a loaded catalog have all parameters of their kind.
    pub fn value(&self, key: &str) -> Option<f64> {
        self.parameters.get(key).map(|p| p.value)
    }

    /// What is wrong with it; nothing where it is right.
    pub(super) fn find_fault(&self) -> Option<String> {
        let limits = self.kind.limits();
        for (key, min, max) in limits {
            let Some(value) = self.value(key) else { return Some(format!("`{key}` is missing")) };
            if !(*min..=*max).contains(&value) {
                return Some(format!("{key} is {value}; {min} to {max} is possible"));
            }
        }
        let unknown = self.parameters.keys().find(|key| !limits.iter().any(|(known, ..)| known == key));
        if let Some(key) = unknown {
            let known: Vec<&str> = limits.iter().map(|(key, ..)| *key).collect();
            return Some(format!("`{key}` is no parameter; those of this kind are `{}`", known.join("`, `")));
        }
        let fault = self.parameters.iter().find_map(|(key, p)| match p.range {
            Some([low, high]) if !(low..=high).contains(&p.value) => {
                Some(format!("{key} is {}, outside its own range of {low} to {high}", p.value))
            }
            None if p.confidence == Confidence::Estimate => Some(format!("{key} is an estimate without a range")),
            _ => None,
        });
        fault.or_else(|| self.find_curve_fault())
    }

    /// Parameters that do not make a curve together.
    fn find_curve_fault(&self) -> Option<String> {
        let value = |key: &str| self.value(key).unwrap_or(0.0);
        let rises = |keys: &[&str]| keys.windows(2).all(|pair| value(pair[0]) <= value(pair[1]));
        match self.kind {
            LoadShapeKind::Week => {
                if !rises(&["rise_begins_h", "rise_ends_h", "fall_begins_h", "fall_ends_h"])
                    || value("fall_ends_h") > value("rise_begins_h") + 24.0
                {
                    return Some(
                        "its hours must follow each other within one day: rise_begins_h, rise_ends_h, \
                                 fall_begins_h, fall_ends_h"
                            .to_owned(),
                    );
                }
                let weekend = self.weekend_share()?;
                let fits = (0.0..=1.0).contains(&weekend);
                (!fits).then(|| {
                    format!(
                        "peak_to_mean and peak_to_trough ask for a weekend whose rise is {weekend:.2} of a weekday's with \
                         these hours; 0 to 1 is possible"
                    )
                })
            }
            LoadShapeKind::Training => {
                let wrong = value("checkpoint_min") >= value("checkpoint_interval_min")
                    || value("restart_min") >= 60.0 * value("interruption_interval_h")
                    || value("checkpoint_drop") > value("plateau");
                wrong.then(|| {
                    "a checkpoint must be shorter than its interval, a restart than its own, a drop below the plateau"
                        .to_owned()
                })
            }
            LoadShapeKind::Jobs => (!rises(&["smallest_share", "largest_share"])
                || !rises(&["duration_median_s", "duration_longest_s"]))
            .then(|| "the smallest job is not below the largest, or the median time not below the longest".to_owned()),
        }
    }

    /// How far the load of a day at a weekend rises above the trough, as a share of a weekday's rise: what keeps the mean of
    /// the week at 1 between `peak_to_mean` and its trough. Nothing for other kinds, and without a rise.
    pub fn weekend_share(&self) -> Option<f64> {
        let hours = ["rise_begins_h", "rise_ends_h", "fall_begins_h", "fall_ends_h"].map(|key| self.value(key));
        let [Some(up), Some(high), Some(down), Some(low)] = hours else { return None };
        let (peak, ratio) = (self.value("peak_to_mean")?, self.value("peak_to_trough")?);
        let trough = peak / ratio;
        let day = (0.5 * (high - up) + (down - high) + 0.5 * (low - down)) / 24.0;
        let place = (1.0 - trough) / (peak - trough);
        let weekend = 0.5 * (7.0 * place / day - 5.0);
        weekend.is_finite().then_some(weekend)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Catalog;
    use super::*;

    #[test]
    fn built_in_shapes_are_right() {
        let catalog = Catalog::load(None).unwrap();
        let ids: Vec<&str> = catalog.load_shapes().iter().map(|s| s.id.as_str()).collect();
        assert_eq!(ids, ["training", "inference", "enterprise", "jobs"]);
        for shape in catalog.load_shapes() {
            assert_eq!(shape.find_fault(), None, "{}", shape.id);
            for (key, p) in &shape.parameters {
                assert!(catalog.source(&p.source).is_some(), "{} {key}: {}", shape.id, p.source);
            }
        }
    }

    /// Inference by hand: trough 1.7/3.3 = 0.51515, mean at 0.48485/1.18485 = 0.40921 of the rise; a day is half the rise:
    /// (7 x 0.40921/0.5 - 5)/2 = 0.36445.
    #[test]
    fn the_weekend_follows_from_the_mean() {
        let catalog = Catalog::load(None).unwrap();
        let weekend = catalog.load_shape("inference").and_then(LoadShape::weekend_share).unwrap();
        assert!((weekend - 0.36445).abs() < 1e-5, "{weekend}");
        assert_eq!(catalog.load_shape("jobs").and_then(LoadShape::weekend_share), None);
    }

    #[test]
    fn what_can_not_be_is_told() {
        let catalog = Catalog::load(None).unwrap();
        let with = |id: &str, key: &str, value: f64| {
            let mut shape = catalog.load_shape(id).unwrap().clone();
            let p = shape.parameters.get_mut(key).unwrap();
            (p.value, p.range) = (value, Some([value, value]));
            shape.find_fault().unwrap_or_default()
        };
        assert!(with("inference", "mean", 1.5).contains("0 to 1 is possible"));
        assert!(with("inference", "rise_ends_h", 20.0).contains("follow each other"));
        assert!(with("inference", "peak_to_mean", 1.05).contains("weekend"));
        assert!(with("training", "checkpoint_min", 40.0).contains("shorter"));
        assert!(with("jobs", "largest_share", 1e-5).contains("smallest"));
        let mut shape = catalog.load_shape("jobs").unwrap().clone();
        shape.parameters.get_mut("mean").unwrap().range = None;
        assert!(shape.find_fault().unwrap().contains("without a range"));
        shape.parameters.remove("mean");
        assert_eq!(shape.find_fault().unwrap(), "`mean` is missing");
    }
}
