//! The report page: the same bytes from the same input, every part reachable, tables that say what they are, nothing of the
//! maker's machine.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rackjoule::scenario::DEFAULT;

/// Largest page of up to twelve architectures, bytes.
pub(crate) const MAX_PAGE_BYTES: usize = 1_000_000;

/// Names of up to 60 characters in several scripts, with combining marks and markup.
const NAMES: [&str; 12] = [
    "integrated waterside economizer with an open cooling tower A",
    "tower",
    "chiller-water-with-one-unbroken-name-of-sixty-characters-lon",
    "تبريد بالماء المبرد مع برج تبريد مفتوح وسعة احتياطية كاملة",
    "冷水机组配风冷冷凝器与自然冷却盘管",
    "dx e\u{301}vaporateur a\u{300} de\u{301}tente directe",
    "<script>alert(1)</script><b>x</b>",
    "wetted & 'quoted'",
    "a",
    "b",
    "c",
    "d",
];

/// The built-in site and servers with so many air-cooled architectures.
pub(crate) fn scenario(count: usize) -> String {
    let (head, _) = DEFAULT.split_once("\n[[architecture]]").unwrap();
    let architecture = |i: usize| {
        let name = NAMES.get(i).map_or_else(|| format!("architecture {i}"), |n| (*n).to_owned());
        format!(
            "\n[[architecture]]\nname = \"{name}\"\nsystem = \"hgx-b200-air\"\ncooling = \"air\"\nheat_rejection = \"tower\"\n"
        )
    };
    head.to_owned() + "\n" + &(0..count).map(architecture).collect::<String>()
}

fn run(folder: &Path, arguments: &[&str]) -> std::process::Output {
    let mut command = assert_cmd::Command::cargo_bin("rackjoule").unwrap();
    command.current_dir(folder).args(arguments).args(["-q", "--set", "site.weather_form=bins"]).output().unwrap()
}

fn page(folder: &Path, scenario: &str, out: &str) -> String {
    let result = run(folder, &["compare", scenario, "-o", out]);
    assert!(result.status.success(), "{}", String::from_utf8_lossy(&result.stderr));
    fs::read_to_string(folder.join(out).join("report.html")).unwrap()
}

/// Values of an attribute, in order.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    page.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_part_is_reached_from_the_contents() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("twelve.toml"), scenario(12)).unwrap();
    let page = page(dir.path(), "twelve.toml", "out");
    let ids = values(&page, "id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "ids differ");
    let links: Vec<&str> = values(&page, "href").into_iter().filter_map(|h| h.strip_prefix('#')).collect();
    assert!(links.len() > 8 && links.iter().all(|link| unique.contains(link)), "{links:?}");
    let headings: Vec<u32> = page.match_indices("<h").filter_map(|(i, _)| page[i + 2..i + 3].parse().ok()).collect();
    assert_eq!(headings.iter().filter(|h| **h == 1).count(), 1);
    assert!(headings.windows(2).all(|pair| pair[1] <= pair[0] + 1), "no level is skipped: {headings:?}");
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} is missing"));
    assert!(at("class=\"answer\"") < at("id=\"uncertainty\"") && at("id=\"uncertainty\"") < at("<nav"));
    assert!(at("class=\"skip\"") < at("<h1"), "the keyboard comes to the way past the contents first");
    assert!(at("<nav") < at("id=\"charts\"") && at("id=\"charts\"") < at("id=\"side-by-side\""));
    assert!(at("id=\"side-by-side\"") < at("id=\"reproduce-this-result\""));
}

#[test]
fn tables_and_charts_say_what_they_are() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("twelve.toml"), scenario(12)).unwrap();
    let page = page(dir.path(), "twelve.toml", "out");
    let count = |text: &str| page.matches(text).count();
    let tables = count("<table");
    assert!(tables > 12 && count("<caption") == tables, "{tables} tables have a caption each");
    assert_eq!(count("<th") - count("<thead"), count("scope=\""), "every head has its scope");
    assert_eq!(count("class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\""), count("class=\"scroll\""));
    assert!(count("<figure") >= 2 && count("<figure") == count("<figcaption"));
    assert_eq!(count("role=\"img\""), count("<desc>"));
    for row in page.split("<tr>").skip(1) {
        let row = row.split("</tr>").next().unwrap();
        let cells = row.matches("<td").count() + row.matches("<th").count();
        assert!(cells <= 9, "more columns than paper holds: {row}");
    }
}

#[test]
fn names_in_any_script_are_text() {
    let dir = tempfile::tempdir().unwrap();
    for count in [1, 12, 50] {
        let file = format!("{count}.toml");
        fs::write(dir.path().join(&file), scenario(count)).unwrap();
        let page = page(dir.path(), &file, &format!("out{count}"));
        for name in NAMES.iter().take(count) {
            let escaped = name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            assert!(page.contains(&escaped), "{name}");
        }
        assert!(!page.contains("<script") && !page.contains("<b>x"));
        assert!(count > 12 || page.len() < MAX_PAGE_BYTES, "{count}: {} bytes", page.len());
    }
}

#[test]
fn the_page_tells_nothing_of_the_machine_and_does_not_change() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("secret-folder");
    fs::create_dir(&folder).unwrap();
    let file = folder.join("hall.toml");
    fs::write(&file, scenario(2)).unwrap();
    let out = folder.join("run");
    let arguments = ["compare", file.to_str().unwrap(), "--force", "-o", out.to_str().unwrap()];
    let pages = [(); 2].map(|()| {
        assert!(run(dir.path(), &arguments).status.success());
        fs::read_to_string(out.join("report.html")).unwrap()
    });
    assert_eq!(pages[0], pages[1], "same input, same bytes");
    assert!(pages[0].contains("rackjoule compare hall.toml --force -o run"));
    assert!(!pages[0].contains("secret-folder"));
}

#[test]
fn an_empty_comparison_or_a_closed_folder_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("zero.toml"), scenario(0)).unwrap();
    assert_eq!(run(dir.path(), &["compare", "zero.toml", "-o", "out"]).status.code(), Some(2));
    assert!(!dir.path().join("out").exists());
    // A file in the place of the folder is refused for every user, also for one to whom no folder is closed.
    fs::write(dir.path().join("taken"), "mine").unwrap();
    let result = run(dir.path(), &["compare", "-o", "taken/below"]);
    assert!(!result.status.success());
    assert_eq!(fs::read_to_string(dir.path().join("taken")).unwrap(), "mine");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
}
