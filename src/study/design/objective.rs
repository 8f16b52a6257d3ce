//! A figure that is to be least or most.

use serde::{Serialize, Serializer};

use crate::scenario::reader::TableReader;
use crate::scenario::tree::{NodeValue, TreeNode};
use crate::study::compare::figure::ResultFigure;
use crate::study::uncertainty::BetterDirection;

use super::constraint::parse_figure;

/// A figure and which of two values of it is better.
#[derive(Clone, Copy, Debug)]
pub struct Objective {
    /// The figure.
    pub figure: &'static ResultFigure,
    /// Which of two values is better.
    pub better: BetterDirection,
}

impl Objective {
    /// Reads the key of a figure, with `min:` or `max:` before it where the figure itself does not tell what is better.
    ///
    /// # Errors
    /// What is wrong, and what to do.
    pub fn parse(text: &str) -> Result<Self, (String, String)> {
        let text = text.trim();
        let (given, key) = match text.split_once(':') {
            Some(("min", key)) => (Some(BetterDirection::Lower), key),
            Some(("max", key)) => (Some(BetterDirection::Higher), key),
            Some((word, _)) => {
                let help = "write min: or max: before the key of a figure".to_owned();
                return Err((format!("`{word}:` is no direction"), help));
            }
            None => (None, text),
        };
        let figure = parse_figure(key.trim())?;
        let better = given.or(figure.better).ok_or_else(|| {
            let help = format!("write min:{0} or max:{0}", figure.key);
            (format!("of `{}` neither less nor more is better", figure.key), help)
        })?;
        Ok(Self { figure, better })
    }

    /// The value as a number of which less is better.
    pub fn cost_of(&self, value: f64) -> f64 {
        match self.better {
            BetterDirection::Lower => value,
            BetterDirection::Higher => -value,
        }
    }
}

impl Serialize for Objective {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Named {
            key: &'static str,
            better: BetterDirection,
        }
        Named { key: self.figure.key, better: self.better }.serialize(serializer)
    }
}

/// The items of a list of objectives; what is wrong with one is reported at it.
pub fn read_objective_items(r: &mut TableReader<'_, '_>, items: &[TreeNode]) -> Vec<Objective> {
    let mut out: Vec<Objective> = Vec::with_capacity(items.len());
    for item in items {
        let found = match &item.value {
            NodeValue::Text(text) => Objective::parse(text),
            other => Err((format!("{} is no figure", other.type_name()), "write the key of a figure".to_owned())),
        };
        match found {
            Ok(objective) if out.iter().any(|other| other.figure.key == objective.figure.key) => {
                let message = format!("`objectives` has `{}` twice", objective.figure.key);
                r.report_problem(message, &item.origin, "the second", Some("leave it out".to_owned()));
            }
            Ok(objective) => out.push(objective),
            Err((message, help)) => {
                r.report_problem(format!("`objectives`: {message}"), &item.origin, "this one", Some(help));
            }
        }
    }
    out
}
