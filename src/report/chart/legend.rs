//! Legends that several charts share.

use crate::study::compare::result::EndUse;

use super::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, text_width};

/// The colours of component classes in words; returns where the bars begin.
pub fn draw_end_use_legend(canvas: &mut Canvas, used: &[EndUse]) -> f64 {
    let look = LabelStyle { size: 13.0, bold: false, color: canvas.theme.ink };
    let (mut x, mut y) = (MARGIN, canvas.top + 8.0);
    for bucket in used {
        let width = 18.0 + text_width(bucket.label(), look) + 20.0;
        if x + width > canvas.width - MARGIN {
            (x, y) = (MARGIN, y + 22.0);
        }
        let color = canvas.theme.end_use_colors(*bucket).0;
        canvas.fill_rect([x, y - 6.0, x + 12.0, y + 6.0], color);
        canvas.draw_text(bucket.label(), (x + 18.0, y), TextAnchor::Left, look);
        x += width;
    }
    y + 26.0
}
