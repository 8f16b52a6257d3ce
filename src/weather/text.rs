//! Bytes to text: what is no text at all is told apart from text in an odd encoding.

use std::borrow::Cow;

use super::Problem;

/// Text of a file: UTF-8 with or without mark, else Latin-1.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Problem> {
    const SAVE: &str = "give the weather file itself, as text";
    if bytes.is_empty() {
        return Err(Problem::file("the file is empty", SAVE));
    }
    for (magic, what) in [
        (&b"PK\x03\x04"[..], "a zip archive: unpack it first"),
        (&[0x1f, 0x8b][..], "gzip-compressed: unpack it first"),
        (&b"%PDF"[..], "a PDF document"),
        (&[0xff, 0xfe][..], "UTF-16 text: save it as UTF-8"),
        (&[0xfe, 0xff][..], "UTF-16 text: save it as UTF-8"),
    ] {
        if bytes.starts_with(magic) {
            return Err(Problem::file(format!("this is {what}"), SAVE));
        }
    }
    if let Some(at) = bytes.iter().position(|b| *b == 0) {
        let line = bytes[..at].split(|b| *b == b'\n').count();
        return Err(Problem::at(line, "a NUL byte: this is no text, or it was cut while being written").help(SAVE));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    // Latin-1 maps every byte to the character of its number.
    let text = std::str::from_utf8(bytes)
        .map_or_else(|_| Cow::Owned(bytes.iter().map(|b| char::from(*b)).collect()), Cow::Borrowed);
    let start = text.trim_start();
    if start.is_empty() {
        return Err(Problem::file("the file holds nothing but blanks", SAVE));
    }
    let head: String = start.chars().take(200).collect::<String>().to_ascii_lowercase();
    if head.starts_with("<!doctype") || head.starts_with("<html") || head.starts_with("<?xml") {
        return Err(Problem::file("this is a web page, not a weather file: the download failed", SAVE));
    }
    if head.starts_with("b'") || head.starts_with("b\"") {
        let help = "decode the bytes before writing them, or download the file again";
        return Err(Problem {
            line: Some(1),
            text: "the text is a printed list of bytes (b'…')".into(),
            help: Some(help),
        });
    }
    Ok(text)
}

/// A number of a field, or what is wrong with it.
pub(super) fn number(line: usize, name: &str, field: &str) -> Result<Option<f64>, Problem> {
    let text = field.trim().trim_matches('"').trim();
    if text.is_empty() || ["na", "nan", "null", "none", "-"].contains(&text.to_ascii_lowercase().as_str()) {
        return Ok(None);
    }
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(Some(value)),
        _ if text.contains(',') => Err(Problem::at(line, format!("{name} `{text}` has a comma"))
            .help("write decimals with a point and no thousands separators")),
        _ => Err(Problem::at(line, format!("{name} `{text}` is not a number"))
            .help("correct the field, or leave it empty where it is missing")),
    }
}
