//! A report as data: what it says, in which order and for which reader. Renderers turn it into text, Markdown or a page.

use crate::study::compare::result::{Assumption, SourceReference};

use super::section::Section;

/// A report: the answer first, then sections, then what the reader must know.
#[derive(Debug, Default)]
pub struct Document<'a> {
    /// Title.
    pub title: String,
    /// What the result is of, in the line below the title; without a full stop.
    pub subtitle: String,
    /// The answers to the question, a sentence or two each.
    pub answers: Vec<Answer>,
    /// Sections in their order.
    pub sections: Vec<Section>,
    /// What the reader must know.
    pub notes: Vec<String>,
    /// Closing remarks: definitions and credits.
    pub remarks: Vec<String>,
    /// Values that the result rests on; a page lists them.
    pub assumptions: &'a [Assumption],
    /// The sources that the assumptions name.
    pub sources: &'a [SourceReference],
}

/// An answer to the question of a report.
#[derive(Debug)]
pub struct Answer {
    /// The sentence.
    pub text: String,
    /// How it stands out on a page.
    pub emphasis: Emphasis,
}

/// How an answer stands out on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emphasis {
    /// As the headline.
    Headline,
    /// As other text.
    Plain,
    /// As a failure.
    Failure,
}

impl Answer {
    /// The sentence that answers the question.
    pub fn headline(text: String) -> Self {
        Self { text, emphasis: Emphasis::Headline }
    }

    /// One of several sentences.
    pub fn plain(text: String) -> Self {
        Self { text, emphasis: Emphasis::Plain }
    }

    /// Answers side by side, each with whether it is a failure: the only one is the headline.
    pub fn from_verdicts(all: impl IntoIterator<Item = (String, bool)>) -> Vec<Self> {
        let mut out: Vec<Self> = all
            .into_iter()
            .map(|(text, failure)| Self { text, emphasis: if failure { Emphasis::Failure } else { Emphasis::Plain } })
            .collect();
        if let [only] = out.as_mut_slice()
            && only.emphasis == Emphasis::Plain
        {
            only.emphasis = Emphasis::Headline;
        }
        out
    }
}
