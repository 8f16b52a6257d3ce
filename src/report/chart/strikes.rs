//! Which texts of a drawing a line strikes through.

/// A shape in the order of drawing, as far as it matters to texts.
pub enum Drawn<'s> {
    /// A filled rectangle: left, top, right, bottom. It hides what was drawn before.
    Cover([f64; 4]),
    /// A line through points.
    Line(&'s [(f64, f64)]),
    /// An area with these corners: a text lies on it or off it, not across its edge.
    Area(&'s [(f64, f64)]),
    /// A text and its box.
    Text(&'s str, [f64; 4]),
}

/// What of a text's box must stay clear: its edges may touch a line.
const INSET: f64 = 1.5;

/// Texts with a line through them that no rectangle hides: drawn after the text, or before it and still seen.
pub fn struck_texts<'s>(shapes: impl Iterator<Item = Drawn<'s>>) -> Vec<String> {
    let shapes: Vec<Drawn<'_>> = shapes.collect();
    let strikes = |text: &[f64; 4], at: usize| {
        shapes.iter().enumerate().any(|(i, shape)| {
            let (Drawn::Line(points) | Drawn::Area(points)) = shape else { return false };
            let around = match (shape, points.first(), points.last()) {
                (Drawn::Area(_), Some(first), Some(last)) => Some([*last, *first]),
                _ => None,
            };
            let edges = points.windows(2).map(|pair| [pair[0], pair[1]]).chain(around);
            let crossed = edges.into_iter().any(|[from, to]| crosses(from, to, text));
            crossed && !(i < at && shapes[i..at].iter().any(|s| hides(s, text)))
        })
    };
    let texts = shapes.iter().enumerate().filter_map(|(i, shape)| match shape {
        Drawn::Text(text, area) if strikes(area, i) => Some((*text).to_owned()),
        _ => None,
    });
    texts.collect()
}

fn hides(shape: &Drawn<'_>, [left, top, right, bottom]: &[f64; 4]) -> bool {
    let Drawn::Cover([l, t, r, b]) = shape else { return false };
    *l <= left + INSET && *t <= top + INSET && *r >= right - INSET && *b >= bottom - INSET
}

/// Whether a stroke passes through a box (Liang and Barsky 1984).
fn crosses((x0, y0): (f64, f64), (x1, y1): (f64, f64), [left, top, right, bottom]: &[f64; 4]) -> bool {
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    let sides = [
        (x0 - x1, x0 - left - INSET),
        (x1 - x0, right - INSET - x0),
        (y0 - y1, y0 - top - INSET),
        (y1 - y0, bottom - INSET - y0),
    ];
    for (run, room) in sides {
        if run == 0.0 {
            if room < 0.0 {
                return false;
            }
        } else if run < 0.0 {
            from = from.max(room / run);
        } else {
            to = to.min(room / run);
        }
    }
    from < to
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_strikes_what_it_crosses_unless_hidden() {
        let text = || Drawn::Text("label", [10.0, 10.0, 50.0, 22.0]);
        let across = [(0.0, 16.0), (60.0, 16.0)];
        let beside = [(0.0, 30.0), (60.0, 30.0)];
        let upright = [(52.0, 0.0), (52.0, 40.0)];
        let patch = || Drawn::Cover([9.0, 9.0, 51.0, 23.0]);
        let struck = |shapes: Vec<Drawn<'_>>| struck_texts(shapes.into_iter()).len();
        assert_eq!(struck(vec![text(), Drawn::Line(&across)]), 1);
        assert_eq!(struck(vec![Drawn::Line(&across), text()]), 1);
        assert_eq!(struck(vec![Drawn::Line(&across), patch(), text()]), 0);
        assert_eq!(struck(vec![patch(), Drawn::Line(&across), text()]), 1);
        assert_eq!(struck(vec![text(), Drawn::Line(&beside), Drawn::Line(&upright)]), 0);
        let below = [(0.0, 18.0), (0.0, 40.0), (60.0, 40.0), (60.0, 18.0)];
        let around = [(0.0, 0.0), (0.0, 40.0), (60.0, 40.0), (60.0, 0.0)];
        assert_eq!(struck(vec![Drawn::Area(&below), text()]), 1);
        assert_eq!(struck(vec![Drawn::Area(&below), patch(), text()]), 0);
        assert_eq!(struck(vec![Drawn::Area(&around), text()]), 0);
    }
}
