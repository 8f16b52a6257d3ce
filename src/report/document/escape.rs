//! Text made safe for a format.

/// Text without the signs that mean something to Markdown.
pub(crate) fn escape_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_{}[]<>|#".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Text whose right-to-left words stand apart from what follows them: without the isolates U+2068 and U+2069 a number after
/// an Arabic or Hebrew name would stand before it.
pub(crate) fn isolate_right_to_left(text: &str) -> String {
    if !text.contains(is_right_to_left) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 12);
    let mut rest = text;
    while let Some(start) = rest.find(is_right_to_left) {
        // The run goes on over spaces, digits and marks to its last right-to-left letter.
        let letter = |c: char| c.is_alphabetic() && !is_right_to_left(c);
        let end = rest[start..].find(letter).map_or(rest.len(), |length| start + length);
        let last = rest[start..end].char_indices().rfind(|(_, c)| is_right_to_left(*c));
        let end = last.map_or(end, |(at, c)| start + at + c.len_utf8());
        out.extend([&rest[..start], "\u{2068}", &rest[start..end], "\u{2069}"]);
        rest = &rest[end..];
    }
    out + rest
}

/// Whether a character is of a script that is written from right to left (Unicode blocks Hebrew to Arabic Extended-A, and
/// their presentation forms).
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_stays_behind_a_name_from_right_to_left() {
        assert_eq!(isolate_right_to_left("سائل بارد: 42 kW"), "\u{2068}سائل بارد\u{2069}: 42 kW");
        assert_eq!(isolate_right_to_left("a سائل b هواء"), "a \u{2068}سائل\u{2069} b \u{2068}هواء\u{2069}");
        assert_eq!(isolate_right_to_left("liquid-45"), "liquid-45");
    }
}
