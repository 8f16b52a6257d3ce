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
