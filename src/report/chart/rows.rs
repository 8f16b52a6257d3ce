//! Rows of architectures below each other: each with its mark and its name to the left of what is drawn of it.

use super::canvas::{Canvas, MARGIN, TextAnchor};
use super::text::{LabelStyle, wrap_name};

/// Width of the column of names with their marks, from the margin, pixels.
pub const NAMES_WIDTH: f64 = 206.0;
/// Lines that a name may take.
const NAME_LINES: usize = 2;
const NAME_SIZE: f64 = 13.5;
const NOTE_SIZE: f64 = 11.5;
/// Radius of the mark before a name.
const SYMBOL_RADIUS: f64 = 4.5;

/// Draws the name of the architecture at a place of the scenario about a height, its mark before it and a note below it;
/// an empty note is left out.
pub fn draw_row_name(canvas: &mut Canvas, (place, name): (usize, &str), note: &str, middle: f64) {
    let style = canvas.theme.architecture_style(place);
    let bold = LabelStyle { size: NAME_SIZE, bold: true, color: canvas.theme.ink };
    let faint = LabelStyle { size: NOTE_SIZE, bold: false, color: canvas.theme.faint };
    let left = MARGIN + 16.0;
    let most = NAMES_WIDTH - 28.0;
    let names = wrap_name(name, bold, most, NAME_LINES);
    let notes = if note.is_empty() { Vec::new() } else { wrap_name(note, faint, most, 1) };
    let (name_step, note_step) = (1.2 * NAME_SIZE, 1.3 * NOTE_SIZE);
    let height = names.len() as f64 * name_step + notes.len() as f64 * note_step;
    let first = middle - height / 2.0 + name_step / 2.0;
    canvas.draw_symbol((MARGIN + SYMBOL_RADIUS, first), SYMBOL_RADIUS, style.symbol, style.color);
    for (i, line) in names.iter().enumerate() {
        canvas.draw_text(line, (left, first + i as f64 * name_step), TextAnchor::Left, bold);
    }
    let below = middle + height / 2.0 - note_step / 2.0;
    for line in &notes {
        canvas.draw_text(line, (left, below), TextAnchor::Left, faint);
    }
}

/// Places along a line near the wanted ones (rising), each at least half of both widths and a gap from the next, between
/// two ends where there is room.
pub fn spread_apart(wanted: &[f64], widths: &[f64], gap: f64, (least, most): (f64, f64)) -> Vec<f64> {
    let need = |i: usize| f64::midpoint(widths[i - 1], widths[i]) + gap;
    let mut out = wanted.to_vec();
    // Pushing neighbours apart from both sides settles in some passes; the last two keep the ends and end any overlap.
    for _ in 0..60 {
        for i in 1..out.len() {
            let lack = need(i) - (out[i] - out[i - 1]);
            if lack > 0.0 {
                out[i - 1] -= lack / 2.0;
                out[i] += lack / 2.0;
            }
        }
    }
    let count = out.len();
    for i in (0..count).rev() {
        let limit = if i + 1 == count { most - widths[i] / 2.0 } else { out[i + 1] - need(i + 1) };
        out[i] = out[i].min(limit);
    }
    for i in 0..count {
        let limit = if i == 0 { least + widths[0] / 2.0 } else { out[i - 1] + need(i) };
        out[i] = out[i].max(limit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spread_keeps_its_order_and_its_ends() {
        let out = spread_apart(&[5.0, 6.0, 6.0, 90.0, 99.0], &[10.0; 5], 2.0, (0.0, 100.0));
        assert!(out.windows(2).all(|w| w[1] - w[0] >= 12.0 - 1e-9), "{out:?}");
        assert!(out[0] >= 5.0 && out[4] <= 95.0 + 1e-9, "{out:?}");
        assert_eq!(spread_apart(&[10.0, 50.0], &[4.0, 4.0], 1.0, (0.0, 60.0)), [10.0, 50.0]);
    }
}
