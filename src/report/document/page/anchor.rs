//! Ids of the parts of a page, for its contents and for links from outside.

use std::collections::BTreeSet;

/// Longest id made from a title.
const MAX_ID_LENGTH: usize = 48;

/// The ids of a page so far.
#[derive(Debug, Default)]
pub(super) struct Anchors(BTreeSet<String>);

impl Anchors {
    /// An id from the Latin letters and digits of a title, different from every one before.
    pub fn add(&mut self, title: &str) -> String {
        let letters: String =
            title.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
        let words: Vec<&str> = letters.split_whitespace().collect();
        let slug: String = words.join("-").chars().take(MAX_ID_LENGTH).collect();
        let slug = slug.trim_end_matches('-');
        let slug = if slug.is_empty() { "section" } else { slug };
        let numbered = (2..).map(|n| format!("{slug}-{n}"));
        let id = std::iter::once(slug.to_owned()).chain(numbered).find(|id| !self.0.contains(id)).unwrap_or_default();
        self.0.insert(id.clone());
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_plain_and_differ() {
        let mut all = Anchors::default();
        let ids =
            ["Side by side", "Side by side!", "空冷", "سائل", "<script>alert(1)</script>"].map(|title| all.add(title));
        assert_eq!(ids, ["side-by-side", "side-by-side-2", "section", "section-2", "script-alert-1-script"]);
    }
}
