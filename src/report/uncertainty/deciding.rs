//! What decides a difference, in plain words, with what would settle it.

use crate::report::document::numbers::format_number;
use crate::report::document::phrase::uppercase_first_letter;
use crate::report::document::section::{Block, Section};
use crate::study::compare::sampled_result::{DecidingInput, SampledDifference, TrendDirection};

/// A figure whose differences were asked what decides them.
struct DecidedFigure {
    key: &'static str,
    /// As a noun.
    noun: &'static str,
    /// What an architecture does more of when it rises.
    verb: &'static str,
}

const DECIDED_FIGURES: [DecidedFigure; 2] = [
    DecidedFigure { key: "facility_power_w", noun: "power at the utility meter", verb: "draw" },
    DecidedFigure { key: "annual.net_present_cost_usd", noun: "life-cycle cost", verb: "cost" },
];

/// The inputs that decide the differences between an architecture and another; nothing where none was asked for.
pub(crate) fn deciding_section(
    name: &str,
    base: &str,
    inputs: &[DecidingInput],
    differences: &[SampledDifference],
) -> Option<Section> {
    let mut blocks = Vec::new();
    let mut told: Vec<&str> = Vec::new();
    for figure in &DECIDED_FIGURES {
        let of = |d: &&SampledDifference| d.name == name && d.base == base && d.key == figure.key;
        let Some((by_chance, samples)) =
            differences.iter().find(of).and_then(|d| Some((d.share_by_chance?, d.samples)))
        else {
            continue;
        };
        blocks.push(Block::Heading(format!("In {}", figure.noun)));
        let own = inputs.iter().filter(|i| i.name == name && i.base == base && i.key == figure.key);
        let mut count = 0;
        for input in own {
            count += 1;
            let known = told.contains(&input.input.as_str());
            blocks.push(Block::Paragraph(format!("{count}. {}", input_sentence(figure, input, known))));
            told.push(&input.input);
        }
        let percent = format_number(100.0 * by_chance, 0);
        blocks.push(Block::Paragraph(match count {
            0 => format!(
                "No input stands out: none has a share above {percent} %, and {samples} draws tell no smaller one from chance."
            ),
            _ => format!(
                "Shares of the spread of the difference by rank correlation; {samples} draws tell none below {percent} % from \
                 chance."
            ),
        }));
    }
    (!blocks.is_empty()).then(|| Section::new(format!("What decides between {name} and {base}"), blocks))
}

fn input_sentence(figure: &DecidedFigure, input: &DecidingInput, settled_before: bool) -> String {
    let more = if input.also.is_empty() { String::new() } else { format!(" and {} more", input.also.len()) };
    let trend = match input.direction {
        TrendDirection::Rises => "more",
        TrendDirection::Falls => "less",
    };
    let settled = if settled_before { String::new() } else { format!(" Settled by {}.", input.settled_by) };
    let words = uppercase_first_letter(&input.words);
    format!(
        "{words} ({}{more}): {} %. A higher value lets {} {} {trend} against {}.{settled}",
        input.input,
        format_number(100.0 * input.share, 0),
        input.name,
        figure.verb,
        input.base
    )
}
