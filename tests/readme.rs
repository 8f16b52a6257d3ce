//! The README and the pages in `docs/`: the output they show is what the program prints, their commands work as typed,
//! their links lead somewhere, and every option of every command is described.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn rackjoule(dir: &Path, args: &[String]) -> Output {
    Command::cargo_bin("rackjoule").unwrap().current_dir(dir).args(args).output().unwrap()
}

/// A folder as a reader has it: the examples, and a scenario written by `init`.
fn workplace() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    copy_folder(&root().join("examples"), &dir.path().join("examples"));
    assert!(rackjoule(dir.path(), &["init".to_owned(), "my.toml".to_owned()]).status.success());
    dir
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// The README and all Markdown files of `docs/`.
fn pages() -> Vec<PathBuf> {
    let mut pages = vec![root().join("README.md")];
    for folder in ["docs", "docs/commands"] {
        let entries = fs::read_dir(root().join(folder)).unwrap();
        let files = entries.map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "md"));
        pages.extend(files);
    }
    pages.sort();
    assert!(pages.len() > 15);
    pages
}

/// The words of a line as a shell has them: quotes hold a word together, `#` begins a comment.
fn words(line: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' | '\'' => quoted = !quoted,
            '#' if !quoted => break,
            c if c.is_whitespace() && !quoted => out.push(String::new()),
            c => out.last_mut().unwrap().push(c),
        }
    }
    out.retain(|w| !w.is_empty());
    out
}

/// The lines of the blocks that are marked as shell commands.
fn shell_lines(page: &str) -> Vec<&str> {
    let mut inside = false;
    let mut lines = Vec::new();
    for line in page.lines() {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            line if inside && !line.trim().is_empty() => lines.push(line),
            _ => {}
        }
    }
    lines
}

/// The arguments of `rackjoule` in a line of a shell block; `None` for a line that is for cargo or for the shell itself.
fn arguments(line: &str) -> Option<Vec<String>> {
    let all = words(line);
    for start in [&["cargo", "run", "--release", "--"][..], &["rackjoule"]] {
        if all.iter().take(start.len()).eq(start.iter()) {
            return Some(all[start.len()..].to_vec());
        }
    }
    let known = ["cargo test", "cargo install --path .", "cargo bench", "source ", "man "];
    assert!(known.iter().any(|k| line.starts_with(k)), "a command that no test knows: {line}");
    None
}

/// Commands that take minutes in a test build; `.ci/run` runs them in a release build.
fn slow(args: &[String]) -> bool {
    args == ["uncertainty"] || args == ["compare", "--uncertainty", "200"]
}

#[test]
fn every_command_of_the_pages_works() {
    let mut count = 0;
    for page in pages() {
        let text = read(&page);
        let lines = shell_lines(&text);
        if lines.is_empty() {
            continue;
        }
        let dir = workplace();
        for line in lines {
            // Redirections are the shell's: they are done here in its place.
            let (command, to) = line.split_once(" > ").map_or((line, None), |(c, f)| (c, Some(f)));
            let (command, from) = command.split_once(" < ").map_or((command, None), |(c, f)| (c, Some(f)));
            let Some(args) = arguments(command) else { continue };
            if slow(&args) {
                continue;
            }
            let mut run = Command::cargo_bin("rackjoule").unwrap();
            run.current_dir(dir.path()).args(&args);
            if let Some(file) = from {
                run.pipe_stdin(dir.path().join(file.trim())).unwrap();
            }
            let out = run.output().unwrap();
            let err = String::from_utf8_lossy(&out.stderr);
            assert!(out.status.success(), "{}: `{line}`: {err}", page.display());
            if let Some(file) = to {
                fs::write(dir.path().join(file.trim()), &out.stdout).unwrap();
            }
            count += 1;
        }
    }
    assert!(count >= 40, "only {count} commands were found");
}

/// What a marker asks for: the lines `spec` ("1-7, 12-") of the output of a command, `…` for what is left out.
fn excerpt(output: &str, spec: &str) -> String {
    let lines: Vec<&str> = output.trim_end().lines().map(str::trim_end).collect();
    let mut shown: Vec<&str> = Vec::new();
    let mut last = 0;
    for range in spec.split(',') {
        let (first, end) = range.trim().split_once('-').unwrap_or((range.trim(), range.trim()));
        let first: usize = first.parse().unwrap();
        let end = if end.is_empty() { lines.len() } else { end.parse::<usize>().unwrap().min(lines.len()) };
        assert!(first > last && first <= end, "lines {spec} of {}", lines.len());
        if first > last + 1 {
            shown.push("…");
        }
        shown.extend(&lines[first - 1..end]);
        last = end;
    }
    if last < lines.len() {
        shown.push("…");
    }
    shown.join("\n")
}

/// A page with every marked output replaced by what the program prints now, and how many there are.
fn renewed(text: &str) -> (String, usize) {
    let (mark, open, close) = ("<!-- rackjoule ", " -->\n```text\n", "\n```");
    let mut out = String::new();
    let mut rest = text;
    let mut count = 0;
    while let Some((before, marked)) = rest.split_once(mark) {
        let Some((head, body)) = marked.split_once(open) else { break };
        let Some((command, spec)) = head.rsplit_once(": ") else { break };
        let (_, after) = body.split_once(close).unwrap();
        let dir = workplace();
        let printed = rackjoule(dir.path(), &words(command));
        let printed = String::from_utf8(printed.stdout).unwrap();
        assert!(!printed.is_empty(), "`rackjoule {command}` prints nothing");
        out.extend([before, mark, head, open, excerpt(&printed, spec).as_str(), close]);
        rest = after;
        count += 1;
    }
    (out + rest, count)
}

#[test]
fn the_pages_show_the_real_output() {
    let mut stale = Vec::new();
    let mut count = 0;
    for page in pages() {
        let text = read(&page);
        let (new, outputs) = renewed(&text);
        count += outputs;
        if new != text {
            if std::env::var_os("UPDATE_DOCS").is_some() {
                fs::write(&page, &new).unwrap();
            } else {
                let differing = text.lines().zip(new.lines()).find(|(a, b)| a != b);
                stale.push(format!("{}: {differing:?}", page.display()));
            }
        }
    }
    assert!(count >= 10, "only {count} outputs were found");
    assert!(stale.is_empty(), "UPDATE_DOCS=1 cargo test --test suite readme:: renews\n{}", stale.join("\n"));
}

#[test]
fn the_readme_is_short_and_states_the_validation_totals() {
    let text = read(&root().join("README.md"));
    assert!(text.lines().count() <= 250, "{} lines", text.lines().count());
    let dir = tempfile::tempdir().unwrap();
    let out = rackjoule(dir.path(), &["validate", "--format", "json"].map(str::to_owned));
    let report: Value = serde_json::from_slice(&out.stdout).unwrap();
    for (kind, begins) in
        [("measured", "| measured |"), ("specification", "| specified by"), ("modelled", "| modelled by")]
    {
        let totals = &report["by_kind"][kind];
        let row = text.lines().find(|l| l.starts_with(begins)).unwrap_or_else(|| panic!("no row {begins}"));
        let error = 100.0 * totals["mean_absolute_error"].as_f64().unwrap();
        let figures =
            format!("| {} | {} | {} | {error:.0} % |", totals["cases"], totals["predictions"], totals["within"]);
        assert!(row.ends_with(&figures), "{row}: should end with {figures}");
    }
    assert!(text.contains(&format!("{} published cases", report["totals"]["cases"])));
}

/// The addresses of the links and images of a page.
fn links(text: &str) -> Vec<String> {
    let parts = text.split("](").skip(1);
    parts.filter_map(|p| p.split_once(')')).map(|(link, _)| link.to_owned()).collect()
}

/// The anchor that a forge gives a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().to_lowercase();
    kept.chars()
        .filter(|c| c.is_alphanumeric() || *c == ' ' || *c == '-')
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

#[test]
fn every_link_leads_somewhere() {
    let others = ["CONTRIBUTING.md", "CHANGELOG.md", "data/README.md", "fuzz/README.md"];
    let mut count = 0;
    for page in pages().into_iter().chain(others.map(|o| root().join(o))) {
        let text = read(&page);
        for link in links(&text).into_iter().filter(|l| !l.starts_with("http")) {
            let (file, part) = link.split_once('#').unwrap_or((link.as_str(), ""));
            let target = if file.is_empty() { page.clone() } else { page.parent().unwrap().join(file) };
            assert!(target.exists(), "{}: {link} leads nowhere", page.display());
            if !part.is_empty() {
                let headings = read(&target);
                let found =
                    headings.lines().filter(|l| l.starts_with('#')).any(|l| anchor(l.trim_start_matches('#')) == part);
                assert!(found, "{}: {link}: there is no such heading", page.display());
            }
            count += 1;
        }
    }
    assert!(count > 60, "only {count} links were found");
}

/// The commands that the help lists, and the long options of one.
fn commands_and_options() -> Vec<(String, BTreeSet<String>)> {
    let dir = tempfile::tempdir().unwrap();
    let help = |args: &[&str]| {
        let args: Vec<String> = args.iter().map(ToString::to_string).collect();
        String::from_utf8(rackjoule(dir.path(), &args).stdout).unwrap()
    };
    let main = help(&["--help"]);
    let options = |text: &str| -> BTreeSet<String> {
        let lines = text.lines().map(str::trim_start).filter(|l| l.starts_with('-'));
        let long = lines.filter_map(|l| l.split_whitespace().find(|w| w.starts_with("--")));
        long.map(|w| w.trim_end_matches(',').to_owned()).collect()
    };
    let (_, list) = main.split_once("Commands:").unwrap();
    let names = list.lines().skip(1).take_while(|l| l.starts_with("  ")).filter(|l| !l.starts_with("   "));
    let names = names.filter_map(|l| l.split_whitespace().next()).filter(|n| *n != "help");
    let shared = options(&main);
    names.map(|n| (n.to_owned(), options(&help(&[n, "--help"])).difference(&shared).cloned().collect())).collect()
}

#[test]
fn every_command_has_a_page_with_all_its_options() {
    let readme = read(&root().join("README.md"));
    let folder = root().join("docs/commands");
    let commands = commands_and_options();
    assert!(commands.len() >= 13, "{commands:?}");
    let mut described = 0;
    for (command, options) in commands {
        let mut files = fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path());
        let named = |p: &PathBuf| p.file_stem().unwrap().to_string_lossy().split('-').any(|w| w == command);
        let page = files.find(named).unwrap_or_else(|| panic!("no page of docs/commands is named after {command}"));
        let file = page.file_name().unwrap().to_string_lossy().into_owned();
        assert!(readme.contains(&format!("docs/commands/{file}")), "the README does not link to {file}");
        let text = read(&page);
        for option in options {
            assert!(text.contains(&format!("`{option}")), "{file} does not describe {option}");
            described += 1;
        }
    }
    assert!(described >= 35, "only {described} options were found");
    let dir = tempfile::tempdir().unwrap();
    let main = rackjoule(dir.path(), &["--help".to_owned()]);
    let shared = read(&folder.join("README.md"));
    for word in String::from_utf8(main.stdout).unwrap().split_whitespace().filter(|w| w.starts_with("--")) {
        assert!(shared.contains(&format!("`{word}")), "docs/commands/README.md does not describe {word}");
    }
}
