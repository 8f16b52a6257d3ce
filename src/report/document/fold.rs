//! Long text in lines, measured in the columns of a terminal.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that a text takes on a terminal: two for a wide letter, none for a mark above one.
pub(crate) fn display_width(text: &str) -> usize {
    text.width()
}

/// A space at which no line is folded.
const NO_BREAK_SPACE: char = '\u{a0}';

/// Text folded at spaces into lines of so many columns: the first begins with `first`, the others with `hang`. A word that
/// is longer than a line goes on in the next one.
pub(crate) fn wrap_text(text: &str, width: usize, first: &str, hang: &str) -> String {
    let mut out = first.to_owned();
    let mut length = display_width(first);
    let mut fresh = true;
    for word in text.split(' ') {
        let more = display_width(word);
        if !fresh && length + 1 + more <= width {
            out.push(' ');
            length += 1;
        } else if !fresh {
            out.extend(["\n", hang]);
            length = display_width(hang);
        }
        fresh = false;
        let later = width.saturating_sub(display_width(hang));
        let mut pieces = break_word(word, [width.saturating_sub(length), later]).into_iter().peekable();
        while let Some(piece) = pieces.next() {
            out.push_str(piece);
            length += display_width(piece);
            if pieces.peek().is_some() {
                out.extend(["\n", hang]);
                length = display_width(hang);
            }
        }
    }
    out
}

/// A word in pieces of no more columns than the first line and the later ones have, parted behind its punctuation where it has
/// some.
fn break_word(word: &str, [first, later]: [usize; 2]) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut rest, mut most) = (word, first);
    while most > 0 && display_width(rest) > most {
        let end = end_of_columns(rest, most).max(rest.chars().next().map_or(0, char::len_utf8));
        let parted = rest[..end].rfind(['-', '/', '_', ':', '.', '=', ',']).map(|at| at + 1);
        // A joint near the beginning would leave most of the line empty.
        let (piece, more) = rest.split_at(parted.filter(|at| *at > end / 3).unwrap_or(end));
        out.push(piece);
        (rest, most) = (more, later);
    }
    out.push(rest);
    out
}

/// The byte at which the first so many columns of a text end.
fn end_of_columns(text: &str, columns: usize) -> usize {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > columns {
            return at;
        }
    }
    text.len()
}

/// A name in no more than `most` columns: its beginning and its end, with dots for what is left out between them.
pub(crate) fn shorten_middle(name: &str, most: usize) -> String {
    if display_width(name) <= most {
        return name.to_owned();
    }
    let left = most.saturating_sub(1).div_ceil(2);
    let head = &name[..end_of_columns(name, left)];
    let right = most.saturating_sub(1).saturating_sub(display_width(head));
    let mut tail = name.len();
    for (at, _) in name.char_indices().rev() {
        if display_width(&name[at..]) > right || at < head.len() {
            break;
        }
        tail = at;
    }
    format!("{}…{}", head.trim_end(), name[tail..].trim_start())
}

/// A sentence in lines of so many columns; those after the first are indented, numbers stay with their unit.
pub(crate) fn fold_sentence(text: &str, width: usize) -> String {
    fold_with_hang(text, width, "", "  ")
}

/// As [`fold_sentence`], with the beginnings of the first and of the other lines.
pub(crate) fn fold_with_hang(text: &str, width: usize, first: &str, hang: &str) -> String {
    let joined = join_values_and_units(text);
    // A number with its unit is wider than a very narrow line: then they part.
    let fits = joined.split(' ').all(|word| display_width(word) + display_width(hang) <= width);
    unbind(&wrap_text(if fits { &joined } else { text }, width, first, hang))
}

/// Units that stay with the number before them.
const UNITS: [&str; 38] = [
    "s", "min", "h", "ms", "years", "%", "W", "kW", "MW", "GW", "Wh", "kWh", "MWh", "GWh", "J", "kJ", "MJ", "K", "°C",
    "°F", "degC", "m", "m3", "m³", "mm", "L", "L/min", "gal", "kg", "t", "Pa", "kPa", "psi", "USD", "kUSD", "MUSD",
    "GHz", "tons",
];

/// A text whose numbers, and whose label at its end, are bound to the unit behind them; [`unbind`] undoes it.
pub(crate) fn join_values_and_units(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let count = text.split(' ').count();
    for (i, word) in text.split(' ').enumerate() {
        if i > 0 {
            let unit = UNITS.contains(&word.trim_end_matches([',', '.', ':', ';', ')']));
            let of_number = out.ends_with(|c: char| c.is_ascii_digit());
            let of_label = i + 1 == count && out.ends_with(',');
            out.push(if unit && (of_number || of_label) { NO_BREAK_SPACE } else { ' ' });
        }
        out.push_str(word);
    }
    out
}

/// A text with plain spaces.
pub(crate) fn unbind(text: &str) -> String {
    text.replace(NO_BREAK_SPACE, " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_as_long_as_may_be_and_no_word_is_lost() {
        assert_eq!(wrap_text("one two three four", 9, "", "  "), "one two\n  three\n  four");
        assert_eq!(wrap_text("one two", 80, "> ", "  "), "> one two");
        assert_eq!(fold_sentence("it draws 1.42 MW, at most", 13), "it draws\n  1.42 MW, at\n  most");
    }

    #[test]
    fn no_line_is_wider_than_asked() {
        assert_eq!(wrap_text("one heat-sink-1kw:base", 12, "", " "), "one\n heat-sink-\n 1kw:base");
        for text in [
            "an unbreakablewordofmanyletters ends",
            "熱は 水冷式のラックから冷却塔へ送られ 外気に捨てられる",
            "a e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}",
        ] {
            for width in 4..20 {
                let folded = wrap_text(text, width, "", " ");
                assert!(folded.lines().all(|l| display_width(l) <= width), "{width}: {folded}");
                let letters = |t: &str| t.chars().filter(|c| !c.is_whitespace()).collect::<String>();
                assert_eq!(letters(&folded), letters(text));
            }
        }
    }

    #[test]
    fn names_keep_their_beginning_and_their_end() {
        assert_eq!(shorten_middle("plates-45", 18), "plates-45");
        assert_eq!(shorten_middle("cold plates, dry cooler", 12), "cold p…ooler");
        assert_eq!(shorten_middle("水冷式のラックと乾式冷却器", 11), "水冷…冷却器");
        for most in 1..30 {
            assert!(display_width(&shorten_middle("水冷式 racks with a dry cooler, 乾式冷却器", most)) <= most.max(1));
        }
    }
}
