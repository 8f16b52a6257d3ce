//! Charts inside a page: one drawing for both themes, whose colours the page holds once, and strokes of one look as one path.

use std::collections::HashMap;
use std::fmt::Write;

/// The colours of the charts of a page, each light and dark; drawings name them as properties of its style.
#[derive(Debug, Default)]
pub struct PageColors {
    pairs: Vec<[String; 2]>,
    numbers: HashMap<[String; 2], usize>,
}

impl PageColors {
    /// One drawing of two that differ in colours alone. Nothing where they differ in more.
    pub fn merge_themes(&mut self, light: &str, dark: &str) -> Option<String> {
        let parts = |body: &str| body.split('"').count();
        if parts(light) != parts(dark) {
            return None;
        }
        let pairs = || light.split('"').zip(dark.split('"'));
        if !pairs().all(|(l, d)| l == d || is_color(l) && is_color(d)) {
            return None;
        }
        let mut out = String::with_capacity(light.len());
        for (i, (l, d)) in pairs().enumerate() {
            if i > 0 {
                out.push('"');
            }
            if l == d {
                out.push_str(l);
            } else {
                let number = self.number_of([l.to_owned(), d.to_owned()]);
                // Writing to a text never fails.
                let _ = write!(out, "var(--c{number})");
            }
        }
        Some(out)
    }

    fn number_of(&mut self, pair: [String; 2]) -> usize {
        *self.numbers.entry(pair).or_insert_with_key(|pair| {
            self.pairs.push(pair.clone());
            self.pairs.len() - 1
        })
    }

    /// The style that gives the colours their values: dark ones on a dark screen, light ones elsewhere and on paper.
    pub fn style(&self) -> String {
        let rule = |theme: usize| {
            let values = self.pairs.iter().enumerate().map(|(i, pair)| format!("--c{i}:{};", pair[theme]));
            format!(":root{{{}}}", values.collect::<String>())
        };
        if self.pairs.is_empty() {
            return String::new();
        }
        format!("{}@media screen and (prefers-color-scheme:dark){{{}}}", rule(0), rule(1))
    }
}

/// Whether a text is a colour as drawings write it.
fn is_color(text: &str) -> bool {
    text.len() == 7 && text.strip_prefix('#').is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// The same drawing in fewer bytes: values that are the default of SVG are left out, steps stand for places, and shapes of
/// one look that follow each other, such as the strokes of a dashed line or the cells of a map, are one path.
pub fn compact_body(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut run: Vec<Shape<'_>> = Vec::new();
    for line in body.lines() {
        let shape = Shape::read(line);
        if let (Some(last), next) = (run.last(), &shape)
            && next.as_ref().is_none_or(|next| !last.may_join(next))
        {
            push_paths(&mut out, &run);
            run.clear();
        }
        match shape {
            Some(shape) => run.push(shape),
            None if line.starts_with('<') => {
                out.push_str(&line.replace(" opacity=\"1\"", "").replace(" stroke=\"none\"", ""));
            }
            None => out.push_str(line),
        }
    }
    push_paths(&mut out, &run);
    out
}

/// A line or a filled shape of a drawing.
struct Shape<'a> {
    filled: bool,
    /// Its attributes but for its points.
    look: &'a str,
    points: Vec<[i32; 2]>,
}

impl<'a> Shape<'a> {
    /// The shape of a line of the drawing; nothing for other elements.
    fn read(line: &'a str) -> Option<Self> {
        let filled = line.starts_with("<polygon ");
        let rest = line.strip_prefix("<polygon opacity=\"1\" ");
        let rest = rest.or_else(|| line.strip_prefix("<polyline fill=\"none\" opacity=\"1\" "))?;
        let (look, points) = rest.split_once(" points=\"")?;
        let point = |text: &str| {
            let (x, y) = text.split_once(',')?;
            Some([x.parse().ok()?, y.parse().ok()?])
        };
        let points = points.strip_suffix("\"/>")?.split_whitespace().map(point).collect::<Option<Vec<_>>>()?;
        (!points.is_empty()).then_some(Self { filled, look, points })
    }

    /// Whether another may be drawn with it: lines of one look, filled shapes of any.
    fn may_join(&self, next: &Self) -> bool {
        self.filled == next.filled && (self.filled || self.look == next.look)
    }

    /// Left, top, right, bottom.
    fn bounds(&self) -> [i32; 4] {
        let start = [i32::MAX, i32::MAX, i32::MIN, i32::MIN];
        self.points.iter().fold(start, |[l, t, r, b], [x, y]| [l.min(*x), t.min(*y), r.max(*x), b.max(*y)])
    }

    /// Its path: the first point, then steps.
    fn push_data(&self, out: &mut String) {
        let mut last = self.points[0];
        // Writing to a text never fails.
        let _ = write!(out, "M{} {}l", last[0], last[1]);
        for point in &self.points[1..] {
            let [dx, dy] = [point[0] - last[0], point[1] - last[1]];
            let apart = |text: &str, step: i32| if step < 0 || text.ends_with(['l', ' ']) { "" } else { " " };
            let _ = write!(out, "{}{dx}", apart(out.as_str(), dx));
            let _ = write!(out, "{}{dy}", apart(out.as_str(), dy));
            last = *point;
        }
        if self.filled {
            out.push('z');
        }
    }
}

/// Shapes as paths, one for each look: lines, which have one look, and filled shapes where none lies over another; else one
/// for each shape, for the order tells which is above.
fn push_paths(out: &mut String, run: &[Shape<'_>]) {
    let joined = run.first().is_some_and(|first| !first.filled) || are_apart(run);
    let mut paths: Vec<(&str, bool, String)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for shape in run {
        let place = if joined { *places.entry(shape.look).or_insert(paths.len()) } else { paths.len() };
        if place == paths.len() {
            paths.push((shape.look, shape.filled, String::new()));
        }
        shape.push_data(&mut paths[place].2);
    }
    for (look, filled, data) in paths {
        let fill = if filled { "" } else { "fill=\"none\" " };
        out.extend(["<path ", fill, look, " d=\"", &data, "\"/>"]);
    }
}

/// Whether the bounds of no two shapes share more than an edge.
fn are_apart(run: &[Shape<'_>]) -> bool {
    let mut bounds: Vec<[i32; 4]> = run.iter().map(Shape::bounds).collect();
    bounds.sort_unstable();
    bounds.iter().enumerate().all(|(i, [_, top, right, bottom])| {
        let beside = bounds[i + 1..].iter().take_while(|other| other[0] < *right);
        beside.into_iter().all(|[_, other_top, _, other_bottom]| other_top >= bottom || other_bottom <= top)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_drawing_holds_both_themes() {
        let mut colors = PageColors::default();
        let light = "<rect fill=\"#FFFFFF\"/><text fill=\"#123456\">a \"b\"</text><rect fill=\"#FFFFFF\"/>";
        let dark = light.replace("#FFFFFF", "#111827");
        let merged = colors.merge_themes(light, &dark).unwrap();
        assert_eq!(merged, light.replace("#FFFFFF", "var(--c0)"));
        assert!(colors.style().starts_with(":root{--c0:#FFFFFF;}@media screen"), "{}", colors.style());
        assert_eq!(colors.merge_themes(light, &dark.replace("rect", "path")), None, "another shape");
        assert_eq!(colors.merge_themes(light, "<rect/>"), None);
    }

    #[test]
    fn shapes_of_one_look_are_one_path() {
        let line = |color: &str, points: &str| {
            format!("<polyline fill=\"none\" opacity=\"1\" stroke=\"{color}\" points=\"{points} \"/>\n")
        };
        let area =
            |color: &str, points: &str| format!("<polygon opacity=\"1\" fill=\"{color}\" points=\"{points} \"/>\n");
        let text = "<text opacity=\"1\" x=\"1\">\n opacity=\"1\"\n</text>\n".to_owned();
        let lines = line("a", "1,2 3,4") + &line("a", "5,6 4,5 4,8") + &line("b", "1,1 2,2");
        assert_eq!(
            compact_body(&(lines + &text)),
            "<path fill=\"none\" stroke=\"a\" d=\"M1 2l2 2M5 6l-1-1 0 3\"/><path fill=\"none\" stroke=\"b\" d=\"M1 1l1 1\"/>\
             <text x=\"1\"> opacity=\"1\"</text>"
        );
        let [cell, beside, over] = ["0,0 2,0 2,2", "2,0 4,0 4,2", "1,0 3,0 3,2"];
        let apart = area("a", cell) + &area("b", beside) + &area("a", "0,2 1,2 1,3");
        assert_eq!(
            compact_body(&apart),
            "<path fill=\"a\" d=\"M0 0l2 0 0 2zM0 2l1 0 0 1z\"/><path fill=\"b\" d=\"M2 0l2 0 0 2z\"/>"
        );
        let lapped = area("a", cell) + &area("b", over) + &area("a", beside);
        assert_eq!(compact_body(&lapped).matches("<path").count(), 3, "what lies above stays above");
    }
}
