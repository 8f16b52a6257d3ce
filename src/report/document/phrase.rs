//! Words inside sentences.

/// A label inside a sentence: its first letter small, abbreviations as they are.
pub fn lowercase_first_letter(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// A sentence with a capital at its beginning; one that begins with a quoted name is as it is.
pub fn uppercase_first_letter(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
