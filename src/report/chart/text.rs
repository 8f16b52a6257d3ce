//! Texts measured in the font of charts: broken into lines, shortened in their middle, names set apart.

use std::sync::Once;

use plotters::prelude::IntoFont;
use plotters::style::{FontStyle, RGBColor, register_font};
use unicode_width::UnicodeWidthChar;

use super::fonts::{REGULAR_FONT, SEMIBOLD_FONT};

/// Grid points per logical pixel.
pub const GRID_PER_PIXEL: u32 = 4;
const FONT_FAMILY: &str = "Inter";
/// Plotters writes the size of a font divided by this into its SVG: it takes sizes as heights of a line.
const PLOTTERS_LINE_HEIGHT: f64 = 1.24;
/// Space that doesn't break.
const HARD_SPACE: char = '\u{a0}';
/// Units that stay on the line of their number.
const UNITS: [&str; 50] = [
    "%", "W", "kW", "MW", "GW", "K", "°C", "°F", "Wh", "kWh", "MWh", "GWh", "J", "kJ", "MJ", "GJ", "s", "ms", "min",
    "h", "L", "m³", "L/min", "m³/h", "L/kWh", "Pa", "kPa", "bar", "psi", "m", "mm", "km", "g/kg", "kg", "t", "V", "A",
    "USD", "kUSD", "MUSD", "GUSD", "gpm", "cfm", "gal", "ton", "tons", "years", "hours", "minutes", "m³/yr",
];

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub struct LabelStyle {
    /// Height of its em square in pixels.
    pub size: f64,
    /// Semibold.
    pub bold: bool,
    /// Colour.
    pub color: RGBColor,
}

static FONT_REGISTRATION: Once = Once::new();

pub(crate) fn font_description(look: LabelStyle) -> plotters::style::FontDesc<'static> {
    FONT_REGISTRATION.call_once(|| {
        // The embedded fonts are read by a test; were one broken, texts would measure zero and nothing worse.
        let _ = register_font(FONT_FAMILY, FontStyle::Normal, REGULAR_FONT);
        let _ = register_font(FONT_FAMILY, FontStyle::Bold, SEMIBOLD_FONT);
    });
    let style = if look.bold { FontStyle::Bold } else { FontStyle::Normal };
    (FONT_FAMILY, look.size * PLOTTERS_LINE_HEIGHT * f64::from(GRID_PER_PIXEL)).into_font().style(style)
}

/// Width of a text in pixels. Ideographs, which the font hasn't, are as wide as they are high in the font that draws them.
pub fn text_width(text: &str, look: LabelStyle) -> f64 {
    let (wide, narrow): (String, String) = text.chars().partition(|c| c.width() == Some(2));
    let measured = font_description(look).box_size(&narrow);
    let measured = measured.map_or(0.0, |(width, _)| f64::from(width) / f64::from(GRID_PER_PIXEL));
    measured + wide.chars().count() as f64 * look.size
}

/// A text cut with an ellipsis so that it is no wider than `most`.
pub fn truncate_to_width(text: &str, look: LabelStyle, most: f64) -> String {
    if text_width(text, look) <= most {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().collect();
    let cut = |kept: usize| letters[..kept].iter().collect::<String>().trim_end().to_owned() + "…";
    longest_fit(letters.len(), cut, look, most)
}

/// A text that lost its middle to an ellipsis so that it is no wider than `most`: names of one study often begin alike and
/// end apart.
pub fn shorten_middle(text: &str, look: LabelStyle, most: f64) -> String {
    if text_width(text, look) <= most {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().collect();
    let cut = |kept: usize| {
        let (head, tail) = (kept.div_ceil(2), kept / 2);
        let first: String = letters[..head].iter().collect();
        let last: String = letters[letters.len() - tail..].iter().collect();
        format!("{}…{}", first.trim_end(), last.trim_start())
    };
    longest_fit(letters.len(), cut, look, most)
}

/// The longest of the cuts of a text that is no wider than `most`; empty where none is.
fn longest_fit(letters: usize, cut: impl Fn(usize) -> String, look: LabelStyle, most: f64) -> String {
    let (mut fits, mut over) = (0, letters);
    while over > fits + 1 {
        let middle = usize::midpoint(fits, over);
        if text_width(&cut(middle), look) <= most { fits = middle } else { over = middle }
    }
    if fits > 0 || text_width("…", look) <= most { cut(fits) } else { String::new() }
}

/// A text whose numbers keep their units: the spaces between them don't break.
pub fn bind_units(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, word) in text.split(' ').enumerate() {
        let unit = word.trim_end_matches([',', ';', '.', ')', ':']);
        let after_number = out.chars().next_back().is_some_and(|c| c.is_ascii_digit() || c == ')');
        if i > 0 {
            out.push(if after_number && UNITS.contains(&unit) { HARD_SPACE } else { ' ' });
        }
        out.push_str(word);
    }
    out
}

/// A text in lines no wider than `most`. Numbers stay with their units; a word wider than a line is broken.
pub fn wrap_text(text: &str, look: LabelStyle, most: f64) -> Vec<String> {
    let text = bind_units(text);
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if text_width(&format!("{line} {word}"), look) <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.extend(break_word(word, look, most)),
        }
    }
    lines
}

/// A word in pieces no wider than `most`.
fn break_word(word: &str, look: LabelStyle, most: f64) -> Vec<String> {
    let mut out = vec![String::new()];
    for letter in word.chars() {
        let piece = out.last().map_or("", String::as_str);
        if !piece.is_empty() && text_width(&format!("{piece}{letter}"), look) > most {
            out.push(String::new());
        }
        if let Some(piece) = out.last_mut() {
            piece.push(letter);
        }
    }
    out
}

/// A name in at most `lines` lines no wider than `most`; what doesn't fit is left out of its middle.
pub fn wrap_name(name: &str, look: LabelStyle, most: f64, lines: usize) -> Vec<String> {
    let whole = wrap_text(name, look, most);
    if whole.len() <= lines {
        return whole;
    }
    let letters: Vec<char> = name.chars().collect();
    // As many letters as still fit: the widest letters decide, so they are tried one after another.
    let shortened = (1..letters.len()).rev().find_map(|kept| {
        let (head, tail) = (kept.div_ceil(2), kept / 2);
        let first: String = letters[..head].iter().collect();
        let last: String = letters[letters.len() - tail..].iter().collect();
        let cut = wrap_text(&format!("{}…{}", first.trim_end(), last.trim_start()), look, most);
        (cut.len() <= lines).then_some(cut)
    });
    shortened.unwrap_or_default()
}

/// A name inside a sentence, set apart from it.
pub fn quote_name(name: &str) -> String {
    format!("‘{name}’")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOK: LabelStyle = LabelStyle { size: 12.0, bold: false, color: RGBColor(0, 0, 0) };

    #[test]
    fn numbers_keep_their_units() {
        assert_eq!(bind_units("64.0 s short, 1.42 MW (5 %)"), "64.0\u{a0}s short, 1.42\u{a0}MW (5\u{a0}%)");
        let lines = wrap_text("It draws 1.42 MW at the meter and 1.52 MW at most", LOOK, 80.0);
        assert!(lines.len() > 3 && lines.iter().all(|l| !l.starts_with("MW") && !l.contains("1.4 ")), "{lines:?}");
    }

    #[test]
    fn ideographs_have_their_own_width() {
        let latin = text_width("air ", LOOK);
        assert!((text_width("air 液冷", LOOK) - latin - 2.0 * LOOK.size).abs() < 1.0);
    }

    #[test]
    fn names_lose_their_middle() {
        let name = "Cold plates on every component, dry cooler on the roof of the hall";
        let short = shorten_middle(name, LOOK, 120.0);
        assert!(short.starts_with("Cold") && short.ends_with("hall") && short.contains('…'), "{short}");
        assert!(text_width(&short, LOOK) <= 120.0);
        let two = wrap_name(name, LOOK, 120.0, 2);
        assert!(two.len() == 2 && two.concat().contains('…') && two[1].ends_with("hall"), "{two:?}");
        assert_eq!(wrap_name("air", LOOK, 120.0, 2), ["air"]);
        let unbroken = wrap_name(&"W".repeat(60), LOOK, 120.0, 2);
        assert!(unbroken.len() == 2 && unbroken.iter().all(|l| text_width(l, LOOK) <= 120.0), "{unbroken:?}");
    }
}
