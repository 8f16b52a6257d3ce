//! Bytes to text: what is no text at all is told apart from text in an odd encoding.

use std::borrow::Cow;

use super::error::WeatherProblem;

const SAVE_HELP: &str = "give the weather file itself, as text";

/// Text of a file: UTF-8 with or without mark, UTF-16 with one, else Latin-1.
pub(super) fn decode_text(bytes: &[u8]) -> Result<Cow<'_, str>, WeatherProblem> {
    if bytes.is_empty() {
        return Err(WeatherProblem::in_file("the file is empty", SAVE_HELP));
    }
    for (magic, what) in [
        (&b"PK\x03\x04"[..], "a zip archive: unpack it first"),
        (&[0x1f, 0x8b][..], "gzip-compressed: unpack it first"),
        (&b"BZh"[..], "bzip2-compressed: unpack it first"),
        (&b"\xfd7zXZ"[..], "xz-compressed: unpack it first"),
        (&b"%PDF"[..], "a PDF document"),
    ] {
        if bytes.starts_with(magic) {
            return Err(WeatherProblem::in_file(format!("this is {what}"), SAVE_HELP));
        }
    }
    let text = decode_characters(bytes)?;
    let start = text.trim_start();
    if start.is_empty() {
        return Err(WeatherProblem::in_file("the file holds nothing but blanks", SAVE_HELP));
    }
    let head: String = start.chars().take(200).collect::<String>().to_ascii_lowercase();
    if head.starts_with("<!doctype") || head.starts_with("<html") || head.starts_with("<?xml") {
        return Err(WeatherProblem::in_file("this is a web page, not a weather file: the download failed", SAVE_HELP));
    }
    if head.starts_with("b'") || head.starts_with("b\"") {
        return Err(WeatherProblem::at_line(1, "the text is a printed list of bytes (b'…')")
            .with_help("decode the bytes before writing them, or download the file again"));
    }
    // Lines may end as they did before 2001.
    Ok(if !text.contains('\n') && text.contains('\r') { Cow::Owned(text.replace('\r', "\n")) } else { text })
}

fn decode_characters(bytes: &[u8]) -> Result<Cow<'_, str>, WeatherProblem> {
    for (mark, unit) in [([0xff, 0xfe], u16::from_le_bytes as fn([u8; 2]) -> u16), ([0xfe, 0xff], u16::from_be_bytes)] {
        if let Some(rest) = bytes.strip_prefix(&mark) {
            let units = rest.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
            let text = char::decode_utf16(units).collect::<Result<String, _>>();
            return match text {
                Ok(text) if rest.len() % 2 == 0 && !text.contains('\0') => Ok(Cow::Owned(text)),
                _ => Err(WeatherProblem::in_file("this begins as UTF-16 text and is none", "save it as UTF-8")),
            };
        }
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Some(at) = bytes.iter().position(|b| *b == 0) {
        let line = bytes[..at].split(|b| *b == b'\n').count();
        return Err(WeatherProblem::at_line(line, "a NUL byte: this is no text, or it was cut while being written")
            .with_help(SAVE_HELP));
    }
    // Latin-1 maps every byte to the character of its number.
    Ok(std::str::from_utf8(bytes)
        .map_or_else(|_| Cow::Owned(bytes.iter().map(|b| char::from(*b)).collect()), Cow::Borrowed))
}

/// A field without blanks and quotes.
pub(super) fn trim_field(field: &str) -> &str {
    field.trim().trim_matches('"').trim()
}

/// Splits a line at its commas, but for those between quotes.
pub(super) fn split_line<'a>(line: &'a str, into: &mut Vec<&'a str>) {
    into.clear();
    let (mut from, mut quoted) = (0, false);
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => {
                into.push(&line[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    into.push(&line[from..]);
}

/// A number of a field, or what is wrong with it.
pub(super) fn parse_number(line: usize, name: &str, field: &str) -> Result<Option<f64>, WeatherProblem> {
    let text = trim_field(field);
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => return Ok(Some(value)),
        Ok(value) if value.is_nan() => return Ok(None),
        _ => {}
    }
    if text.is_empty() || ["na", "n/a", "null", "none", "-"].iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return Ok(None);
    }
    let text: String = text.chars().take(30).collect();
    if text.contains(',') {
        return Err(WeatherProblem::at_line(line, format!("{name} `{text}` has a comma"))
            .with_help("write decimals with a point and no thousands separators"));
    }
    Err(WeatherProblem::at_line(line, format!("{name} `{text}` is not a number"))
        .with_help("correct the field, or leave it empty where it is missing"))
}

/// A whole number below 10,000.
pub(super) fn parse_integer(line: usize, name: &str, field: &str) -> Result<u32, WeatherProblem> {
    let text = trim_field(field);
    // Some writers give whole numbers a decimal point.
    let value = text.parse::<u32>().ok().or_else(|| {
        let value = text.parse::<f64>().ok().filter(|v| v.fract() == 0.0 && (0.0..1e4).contains(v));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and small")]
        value.map(|v| v as u32)
    });
    value.filter(|v| *v < 10_000).ok_or_else(|| {
        let text: String = text.chars().take(30).collect();
        WeatherProblem::at_line(line, format!("{name} `{text}` is not a whole number"))
            .with_help("correct the field: it tells the time")
    })
}
