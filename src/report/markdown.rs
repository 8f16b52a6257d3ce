//! The comparison as Markdown: for documents and issues.

use std::fmt::Write;

use crate::study::result::Comparison;

use super::finding;
use super::metrics::{METRICS, SECTIONS};
use super::uncertainty::answers;
use super::units::Units;

/// Text without the signs that mean something to Markdown.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_{}[]<>|#".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The comparison as Markdown text.
pub fn render(result: &Comparison, units: Units) -> String {
    let mut out = format!("# {}\n\n{}\n", escape(&result.title), escape(&finding::answer(result)));
    if let Some(sentence) = finding::per_token(result) {
        // Writing to a string can't fail.
        let _ = writeln!(out, "\n{}", escape(&sentence));
    }
    for difference in &result.differences {
        let _ = writeln!(out, "\n{}", escape(&finding::why(difference)));
    }
    out.push_str("\n| |");
    for a in &result.architectures {
        let _ = write!(out, " {} |", escape(&a.name));
    }
    out.push_str("\n|---|");
    out.push_str(&"---:|".repeat(result.architectures.len()));
    for section in SECTIONS {
        let _ = write!(out, "\n| **{section}** |{}", " |".repeat(result.architectures.len()));
        for metric in METRICS.iter().filter(|m| m.section == section) {
            let _ = write!(out, "\n| {} |", metric.heading(units));
            for a in &result.architectures {
                let _ = write!(out, " {} |", metric.text(a, units));
            }
        }
    }
    out.push('\n');
    if let Some(sampled) = &result.uncertainty {
        let _ = writeln!(out, "\n{}", escape(&finding::sampled(sampled)));
        for answer in answers(&sampled.chances) {
            let _ = writeln!(out, "\n- {}", escape(&answer));
        }
    }
    let _ = writeln!(out, "\n{}", escape(&finding::estimates(result)));
    for a in result.architectures.iter().filter(|a| !a.feasible) {
        let _ = writeln!(
            out,
            "\n{}: not feasible: {}",
            escape(&a.name),
            escape(&units.text(a.limit.as_deref().unwrap_or("")))
        );
    }
    for warning in &result.warnings {
        let _ = writeln!(out, "\n> {}", escape(&units.note(warning)));
    }
    out
}
