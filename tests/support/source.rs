//! Reads Rust source far enough to count names and follow imports: tokens without comments and texts, without what is
//! compiled for tests only.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Every source file below a folder.
pub fn rust_files(dir: &Path, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            rust_files(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

/// A word or a mark, and its line from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub text: String,
    pub line: usize,
}

/// Words and marks of a source: comments are gone, a text or a character is `""`, `::` is one mark.
pub fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let (mut out, mut i, mut line) = (Vec::new(), 0, 1);
    let starts = |at: usize, what: &str| what.chars().enumerate().all(|(k, c)| chars.get(at + k) == Some(&c));
    while i < chars.len() {
        let (begin, c) = (i, chars[i]);
        let mut mark = None;
        if starts(i, "//") {
            while i < chars.len() && chars[i] != '\n' {
                i += 1;
            }
        } else if starts(i, "/*") {
            let mut depth = 0;
            loop {
                if starts(i, "/*") {
                    (depth, i) = (depth + 1, i + 2);
                } else if starts(i, "*/") {
                    (depth, i) = (depth - 1, i + 2);
                } else {
                    i += 1;
                }
                if depth == 0 || i >= chars.len() {
                    break;
                }
            }
        } else if c == 'r' && (starts(i, "r\"") || starts(i, "r#\"") || starts(i, "r##\"")) {
            let hashes = chars[i + 1..].iter().take_while(|c| **c == '#').count();
            let end = "\"".to_owned() + &"#".repeat(hashes);
            i += hashes + 2;
            while i < chars.len() && !starts(i, &end) {
                i += 1;
            }
            i += end.len();
            mark = Some("\"\"".to_owned());
        } else if c == '"' || (c == '\'' && (chars.get(i + 1) == Some(&'\\') || chars.get(i + 2) == Some(&'\''))) {
            i += 1;
            while i < chars.len() && chars[i] != c {
                i += if chars[i] == '\\' { 2 } else { 1 };
            }
            i += 1;
            mark = Some("\"\"".to_owned());
        } else if c.is_alphanumeric() || c == '_' {
            while i < chars.len() && (chars[i].is_alphanumeric() || chars[i] == '_') {
                i += 1;
            }
            mark = Some(chars[begin..i].iter().collect());
        } else if starts(i, "::") {
            i += 2;
            mark = Some("::".to_owned());
        } else {
            i += 1;
            if !c.is_whitespace() {
                mark = Some(c.to_string());
            }
        }
        out.extend(mark.map(|text| Token { text, line }));
        line += chars[begin..i.min(chars.len())].iter().filter(|c| **c == '\n').count();
    }
    out
}

/// The tokens without items that are compiled for tests only.
pub fn production(tokens: &[Token]) -> Vec<Token> {
    let is = |at: usize, what: &[&str]| {
        what.iter().enumerate().all(|(k, t)| tokens.get(at + k).is_some_and(|found| found.text == *t))
    };
    let (mut out, mut i) = (Vec::new(), 0);
    while i < tokens.len() {
        if !(is(i, &["#", "[", "cfg", "(", "test", ")", "]"]) || is(i, &["#", "[", "cfg", "(", "all", "(", "test"])) {
            out.push(tokens[i].clone());
            i += 1;
            continue;
        }
        // The item ends with the first `;` outside of brackets, or with its first block in braces.
        let (mut depth, mut braces) = (0_i32, false);
        while i < tokens.len() {
            let text = tokens[i].text.as_str();
            match text {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth -= 1,
                _ => {}
            }
            braces |= text == "{" && depth == 1;
            i += 1;
            if depth == 0 && (text == ";" || (braces && text == "}")) {
                break;
            }
        }
    }
    out
}

/// Paths of a `use` tree from a token on, and the token behind it.
fn use_tree(tokens: &[Token], mut at: usize, prefix: &[String], into: &mut Vec<Vec<String>>) -> usize {
    let mut path = prefix.to_vec();
    while at < tokens.len() {
        match tokens[at].text.as_str() {
            "::" => at += 1,
            "{" => {
                at += 1;
                while tokens.get(at).is_some_and(|t| t.text != "}") {
                    at = use_tree(tokens, at, &path, into);
                    if tokens.get(at).is_some_and(|t| t.text == ",") {
                        at += 1;
                    }
                }
                return at + 1;
            }
            "as" => at += 2,
            "," | "}" | ";" => break,
            word => {
                path.push(word.to_owned());
                at += 1;
            }
        }
    }
    into.push(path);
    at
}

/// Every path that a file names: in `use`, and from `crate`, `self` or `super` on in its code.
fn named_paths(tokens: &[Token]) -> Vec<Vec<String>> {
    let (mut out, mut i) = (Vec::new(), 0);
    while i < tokens.len() {
        let before = i.checked_sub(1).map_or("", |k| tokens[k].text.as_str());
        match tokens[i].text.as_str() {
            // `use<…>` in a type names what it captures.
            "use" if tokens.get(i + 1).is_none_or(|t| t.text != "<") => i = use_tree(tokens, i + 1, &[], &mut out),
            // Paths of a macro stand where it is called, and `pub(crate)` is none.
            "crate" | "self" | "super"
                if before != "$" && before != "::" && tokens.get(i + 1).is_some_and(|t| t.text == "::") =>
            {
                let mut path = vec![tokens[i].text.clone()];
                while tokens.get(i + 1).is_some_and(|t| t.text == "::")
                    && tokens.get(i + 2).is_some_and(|t| t.text.starts_with(|c: char| c.is_alphabetic() || c == '_'))
                {
                    path.push(tokens[i + 2].text.clone());
                    i += 2;
                }
                out.push(path);
                i += 1;
            }
            _ => i += 1,
        }
    }
    out
}

/// The module of a file below `src/`.
fn module_of(file: &str) -> Vec<String> {
    let mut steps: Vec<String> = file.trim_end_matches(".rs").split('/').map(ToOwned::to_owned).collect();
    if matches!(steps.last().map(String::as_str), Some("mod" | "lib")) {
        steps.pop();
    }
    steps
}

/// The files that each file imports from; the keys are paths below `src/` with `/`.
pub fn imports(sources: &BTreeMap<String, String>) -> BTreeMap<String, BTreeSet<String>> {
    let files: BTreeMap<Vec<String>, &String> = sources.keys().map(|file| (module_of(file), file)).collect();
    let mut out = BTreeMap::new();
    for (file, source) in sources {
        let module = module_of(file);
        let mut found = BTreeSet::new();
        for path in named_paths(&production(&tokens(source))) {
            let up = path.iter().take_while(|step| *step == "super").count();
            let mut absolute = match path.first().map(String::as_str) {
                Some("crate") => path[1..].to_vec(),
                Some("self") => [module.as_slice(), &path[1..]].concat(),
                Some("super") => [&module[..module.len().saturating_sub(up)], &path[up..]].concat(),
                // The module's own child, or another crate.
                _ => [module.as_slice(), path.as_slice()].concat(),
            };
            let foreign = !matches!(path.first().map(String::as_str), Some("crate" | "self" | "super"));
            if foreign && !files.contains_key(&absolute[..=module.len().min(absolute.len() - 1)]) {
                continue;
            }
            while !absolute.is_empty() && !files.contains_key(&absolute) {
                absolute.pop();
            }
            if let Some(target) = files.get(&absolute).filter(|target| !absolute.is_empty() && *target != &file) {
                found.insert((*target).clone());
            }
        }
        out.insert(file.clone(), found);
    }
    out
}

/// Files that import each other, directly or by way of others; each circle sorted, the largest last.
pub fn circles(imports: &BTreeMap<String, BTreeSet<String>>) -> Vec<Vec<String>> {
    let reached = |from: &String| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
        while let Some(file) = open.pop() {
            for next in imports.get(file).into_iter().flatten() {
                if seen.insert(next.clone()) {
                    open.push(next);
                }
            }
        }
        seen
    };
    let all: BTreeMap<&String, BTreeSet<String>> = imports.keys().map(|file| (file, reached(file))).collect();
    let mut out: BTreeSet<Vec<String>> = BTreeSet::new();
    for (file, to) in all.iter().filter(|(file, to)| to.contains(**file)) {
        let circle: Vec<String> = to.iter().filter(|other| all[other].contains(*file)).cloned().collect();
        out.insert(circle);
    }
    let mut out: Vec<_> = out.into_iter().collect();
    out.sort_by_key(Vec::len);
    out
}
