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

/// The same drawing in fewer bytes: values that are the default of SVG are left out, and lines of one look that follow each
/// other, such as the strokes of a dashed line, are one path.
pub fn compact_body(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut look = None;
    for line in body.lines() {
        let stroke = stroke_parts(line);
        if look.is_some() && stroke.map(|(of, _)| of) != look {
            out.push_str("\"/>");
        }
        match stroke {
            Some((of, points)) => {
                if look != Some(of) {
                    out.extend(["<path fill=\"none\" ", of, " d=\""]);
                }
                out.extend(["M", points.trim_end()]);
            }
            None if line.starts_with('<') => {
                out.push_str(&line.replace(" opacity=\"1\"", "").replace(" stroke=\"none\"", ""))
            }
            None => out.push_str(line),
        }
        look = stroke.map(|(of, _)| of);
    }
    if look.is_some() {
        out.push_str("\"/>");
    }
    out
}

/// Colour and width of a line, and its points; nothing for other elements.
fn stroke_parts(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_prefix("<polyline fill=\"none\" opacity=\"1\" ")?;
    let (look, points) = rest.split_once(" points=\"")?;
    Some((look, points.strip_suffix("\"/>")?))
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
    fn strokes_of_one_look_are_one_path() {
        let stroke = |color: &str, points: &str| {
            format!(
                "<polyline fill=\"none\" opacity=\"1\" stroke=\"{color}\" stroke-width=\"4\" points=\"{points} \"/>\n"
            )
        };
        let text = "<text opacity=\"1\" x=\"1\">\n opacity=\"1\"\n</text>\n";
        let body =
            [stroke("#000000", "1,2 3,4"), stroke("#000000", "5,6 7,8"), stroke("#FFFFFF", "1,1 2,2"), text.into()]
                .concat();
        assert_eq!(
            compact_body(&body),
            "<path fill=\"none\" stroke=\"#000000\" stroke-width=\"4\" d=\"M1,2 3,4M5,6 7,8\"/>\
             <path fill=\"none\" stroke=\"#FFFFFF\" stroke-width=\"4\" d=\"M1,1 2,2\"/><text x=\"1\"> opacity=\"1\"</text>"
        );
    }
}
