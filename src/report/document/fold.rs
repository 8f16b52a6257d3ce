//! Long text in lines.

/// Text folded at spaces into lines of so many characters, where its words allow it: the first begins with `first`, the
/// others with `hang`.
pub(crate) fn wrap_text(text: &str, width: usize, first: &str, hang: &str) -> String {
    let mut out = first.to_owned();
    let mut length = first.len();
    for (i, word) in text.split(' ').enumerate() {
        let more = word.chars().count();
        if i > 0 && length + 1 + more > width {
            out.push('\n');
            out.push_str(hang);
            length = hang.len();
        } else if i > 0 {
            out.push(' ');
            length += 1;
        }
        out.push_str(word);
        length += more;
    }
    out
}

/// A space at which no line is folded.
const NO_BREAK_SPACE: char = '\u{a0}';

/// A sentence in lines of so many characters; those after the first are indented, times and shares stay with their unit.
pub(crate) fn fold_sentence(text: &str, width: usize) -> String {
    wrap_text(&join_values_and_units(text), width, "", "  ").replace(NO_BREAK_SPACE, " ")
}

fn join_values_and_units(text: &str) -> String {
    let units = ["s", "min", "h", "%"];
    let mut out = String::with_capacity(text.len());
    for (i, word) in text.split(' ').enumerate() {
        if i > 0 {
            let unit = units.contains(&word.trim_end_matches([',', '.', ':', ';']));
            out.push(if unit && out.ends_with(|c: char| c.is_ascii_digit()) { NO_BREAK_SPACE } else { ' ' });
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_as_long_as_may_be_and_no_word_is_lost() {
        assert_eq!(wrap_text("one two three four", 9, "", "  "), "one two\n  three\n  four");
        assert_eq!(wrap_text("one two", 80, "> ", "  "), "> one two");
        assert_eq!(wrap_text("unbreakable word", 5, "", " "), "unbreakable\n word");
    }
}
