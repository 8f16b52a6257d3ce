//! What is wrong with a scenario: all of it at once, each problem with its place and its mend.

use std::fmt;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::tree::{TreeNode, ValueOrigin};

/// One problem.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioIssue {
    /// What is wrong, in a sentence without a full stop.
    pub message: String,
    /// Where.
    pub origin: ValueOrigin,
    /// A word or two at the place.
    pub label: String,
    /// What to do.
    pub help: Option<String>,
}

impl ScenarioIssue {
    /// A problem with a value as a whole, and what to do.
    pub(super) fn of_node(node: &TreeNode, message: impl Into<String>, help: impl Into<String>) -> Self {
        let label = "here".to_owned();
        Self { message: message.into(), origin: node.origin.clone(), label, help: Some(help.into()) }
    }
}

/// A scenario with problems.
#[derive(Clone, Debug, PartialEq)]
pub struct InvalidScenario {
    /// Name of the file.
    pub file: String,
    /// Its text.
    pub text: String,
    /// The problems, in the order of the file.
    pub issues: Vec<ScenarioIssue>,
}

impl InvalidScenario {
    /// The report, with colour if asked.
    pub fn render_report(&self, color: bool) -> String {
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        let mut out = String::new();
        for issue in &self.issues {
            let mut group = Level::ERROR
                .primary_title(issue.message.as_str())
                .elements(std::iter::empty::<Snippet<'_, annotate_snippets::Annotation<'_>>>());
            match &issue.origin {
                ValueOrigin::File(span) => {
                    let span = span.start.min(self.text.len())..span.end.clamp(span.start, self.text.len());
                    let annotation = AnnotationKind::Primary.span(span).label(issue.label.as_str());
                    group = group
                        .element(Snippet::source(self.text.as_str()).path(self.file.as_str()).annotation(annotation));
                }
                ValueOrigin::Set(argument) => {
                    group = group.element(Level::NOTE.message(format!("given by --set {argument}")));
                }
            }
            if let Some(help) = &issue.help {
                group = group.element(Level::HELP.message(help.as_str()));
            }
            out.push_str(&renderer.render(&[group]));
            out.push_str("\n\n");
        }
        out.truncate(out.trim_end().len());
        out
    }
}

impl fmt::Display for InvalidScenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render_report(false))
    }
}

impl std::error::Error for InvalidScenario {}
