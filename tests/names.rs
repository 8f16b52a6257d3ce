//! Figures of the names in the code, printed to watch their trend: `cargo test --test suite names:: -- --nocapture`.

use std::collections::BTreeMap;
use std::path::Path;

use crate::support::source::{Token, production, rust_files, tokens};

/// Figures of names and functions.
#[derive(Debug, Default, PartialEq)]
struct NameFigures {
    functions: usize,
    one_word_functions: usize,
    types: usize,
    one_word_types: usize,
    /// Definitions of types whose name is defined more than once.
    repeated_types: usize,
    /// Lines, file and name of the longest function.
    longest: (usize, String, String),
}

/// The line on which the body of the function ends whose name is at a token; its own without a body.
fn last_line(tokens: &[Token], name: usize) -> usize {
    let mut depth = 0_i32;
    for token in &tokens[name..] {
        match token.text.as_str() {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth -= 1,
            _ => {}
        }
        if depth == 0 && (token.text == "}" || token.text == ";") {
            return token.line;
        }
    }
    tokens[name].line
}

fn count_names(sources: &[(String, String)]) -> NameFigures {
    let mut out = NameFigures::default();
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for (file, text) in sources {
        let tokens = production(&tokens(text));
        let mut traits_impl_until = 0;
        for (i, pair) in tokens.windows(2).enumerate() {
            let (word, name) = (pair[0].text.as_str(), pair[1].text.as_str());
            // An associated type of a trait is named by the trait.
            if word == "impl" && tokens[i..].iter().take_while(|t| t.text != "{").any(|t| t.text == "for") {
                let body = tokens[i..].iter().position(|t| t.text == "{").unwrap_or(0);
                traits_impl_until = last_line(&tokens, i + body);
            }
            if !name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
                continue;
            }
            match word {
                "fn" => {
                    out.functions += 1;
                    out.one_word_functions += usize::from(!name.trim_matches('_').contains('_'));
                    let lines = last_line(&tokens, i + 1) - pair[0].line + 1;
                    if lines > out.longest.0 {
                        out.longest = (lines, file.clone(), name.to_owned());
                    }
                }
                "type" if pair[0].line <= traits_impl_until => {}
                "struct" | "enum" | "trait" | "union" | "type" => {
                    out.types += 1;
                    out.one_word_types += usize::from(name.chars().filter(|c| c.is_uppercase()).count() <= 1);
                    *names.entry(name.to_owned()).or_default() += 1;
                }
                _ => {}
            }
        }
    }
    out.repeated_types = names.values().filter(|count| **count > 1).sum();
    out
}

#[test]
fn the_figures_of_names_are_told() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    let sources: Vec<(String, String)> = files
        .iter()
        .filter(|file| !matches!(file.file_name().and_then(|n| n.to_str()), Some("tests.rs" | "fixture.rs")))
        .map(|file| (file.strip_prefix(&root).unwrap().display().to_string(), std::fs::read_to_string(file).unwrap()))
        .collect();
    let found = count_names(&sources);
    let share = |part: usize, whole: usize| 100.0 * part as f64 / whole as f64;
    println!(
        "functions {}, of one word {:.1} %; types {}, of one word {:.1} %, named twice {:.1} %; longest function {:?}",
        found.functions,
        share(found.one_word_functions, found.functions),
        found.types,
        share(found.one_word_types, found.types),
        share(found.repeated_types, found.types),
        found.longest
    );
    assert!(found.functions > 1000 && found.types > 300, "the scanner finds the code: {found:?}");
}

#[test]
fn names_are_counted_as_a_reader_would() {
    let text = "pub struct Rack;\nstruct RackModel { at: f64 }\nimpl Iterator for Rack { type Item = u8; fn next(&mut self) {} }\n\
                fn long_name() {\n  let x = |y| { y };\n  // fn hidden() {}\n}\n#[cfg(test)]\nmod tests { fn unseen() {} struct Rack; }\n";
    let twice = [("a.rs".to_owned(), text.to_owned()), ("b.rs".to_owned(), "enum Rack { A }".to_owned())];
    let found = count_names(&twice);
    assert_eq!((found.functions, found.one_word_functions), (2, 1));
    assert_eq!((found.types, found.one_word_types, found.repeated_types), (3, 2, 2));
    assert_eq!(found.longest, (4, "a.rs".to_owned(), "long_name".to_owned()));
}
