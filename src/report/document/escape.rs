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
