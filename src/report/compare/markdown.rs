//! The comparison as Markdown: for documents and issues.

use std::fmt::Write;

use crate::report::document::escape::escape_markdown;
use crate::report::document::units::UnitSystem;
use crate::report::uncertainty::words::headline_sentences;
use crate::study::compare::result::Comparison;

use super::headline;
use super::metrics::{METRICS, SECTIONS};

/// The comparison as Markdown text.
pub fn render_comparison(result: &Comparison, units: UnitSystem) -> String {
    let mut out =
        format!("# {}\n\n{}\n", escape_markdown(&result.title), escape_markdown(&headline::headline_sentence(result)));
    if let Some(sentence) = headline::energy_per_token_sentence(result) {
        // Writing to a string can't fail.
        let _ = writeln!(out, "\n{}", escape_markdown(&sentence));
    }
    for difference in &result.differences {
        let _ = writeln!(out, "\n{}", escape_markdown(&headline::difference_sentence(difference)));
    }
    out.push_str("\n| |");
    for a in &result.architectures {
        let _ = write!(out, " {} |", escape_markdown(&a.name));
    }
    out.push_str("\n|---|");
    out.push_str(&"---:|".repeat(result.architectures.len()));
    for section in SECTIONS {
        let _ = write!(out, "\n| **{section}** |{}", " |".repeat(result.architectures.len()));
        for metric in METRICS.iter().filter(|m| m.section == section) {
            let _ = write!(out, "\n| {} |", metric.heading_with_unit(units));
            for a in &result.architectures {
                let _ = write!(out, " {} |", metric.format_with_interval(a, units));
            }
        }
    }
    out.push('\n');
    if let Some(sampled) = &result.uncertainty {
        let _ = writeln!(out, "\n{}", escape_markdown(&headline::sampling_note(sampled)));
        for answer in headline_sentences(&sampled.chances) {
            let _ = writeln!(out, "\n- {}", escape_markdown(&answer));
        }
    }
    let _ = writeln!(out, "\n{}", escape_markdown(&headline::estimates_note(result)));
    for a in result.architectures.iter().filter(|a| !a.feasible) {
        let _ = writeln!(
            out,
            "\n{}: not feasible: {}",
            escape_markdown(&a.name),
            escape_markdown(&units.convert_text(a.limit.as_deref().unwrap_or("")))
        );
    }
    for warning in &result.warnings.texts() {
        let _ = writeln!(out, "\n> {}", escape_markdown(&units.convert_note(warning)));
    }
    out
}
