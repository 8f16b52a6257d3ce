//! Words inside sentences.

/// A label inside a sentence: its first letter small, abbreviations as they are.
pub fn lowercase_first_letter(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
