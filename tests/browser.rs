//! Reports of every command: small pages that hold their data; and in a real browser no console message, nothing fetched,
//! nothing wider than the screen or the paper, figures of legible text, injected markup shown as text. What needs Chromium
//! (or $CHROMIUM) says that it was skipped and passes where there is none.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use rackjoule::scenario::DEFAULT;
use serde_json::Value;

use crate::report_page::{MAX_PAGE_BYTES, scenario};

fn browser() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let paths = std::env::var_os("PATH").map(|p| std::env::split_paths(&p).collect::<Vec<_>>()).unwrap_or_default();
    let known = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let found = paths.iter().flat_map(|dir| known.iter().map(move |name| dir.join(name))).find(|p| p.is_file());
    named.filter(|p| p.is_file()).or(found)
}

/// Titles and names that would be markup or script were they not escaped.
const EVIL: &str =
    "<img src=x onerror=\\\"window.injected=1\\\"><script>window.injected=1</script> & \\\" ' \u{202e}rtl \u{1f525}";

/// The design of a sweep.
const SWEEP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/sweep/supply-temperature.toml");

fn reports(dir: &Path) -> Vec<String> {
    let evil = DEFAULT.replacen("name = \"air\"", "name = \"<b>air</b><script>window.injected=1</script>\"", 1);
    let title = evil.lines().find(|l| l.starts_with("title = ")).unwrap().to_owned();
    std::fs::write(dir.join("evil.toml"), evil.replacen(&title, &format!("title = \"{EVIL}\""), 1)).unwrap();
    std::fs::write(dir.join("twelve.toml"), scenario(12)).unwrap();
    let bins = ["--set", "site.weather_form=bins"];
    let runs: [(&str, &[&str]); 16] = [
        ("compare", &["compare"]),
        ("evil", &["compare", "evil.toml", "--uncertainty", "20"]),
        ("twelve", &["compare", "twelve.toml"]),
        ("rack", &["rack", "--architecture", "liquid-45"]),
        ("limits", &["rack", "--limits"]),
        ("site", &["site"]),
        ("twelve-site", &["site", "twelve.toml"]),
        ("climates", &["site", "--climates", "all"]),
        ("generations", &["generations"]),
        ("factory", &["generations", "--factory", "1MW"]),
        ("change", &["generations", "--from", "h100-sxm", "--to", "gb200"]),
        ("uncertainty", &["uncertainty", "evil.toml", "--samples", "40", "--index-samples", "16"]),
        ("sweep", &["sweep", SWEEP]),
        ("validate", &["validate"]),
        ("transient", &["transient", "--event", "utility-blip", "--compare", "--ride-through", "5min"]),
        ("swing", &["transient", "evil.toml", "--event", "load-step,level=0.2,period=2s", "--duration", "60s"]),
    ];
    for (name, args) in &runs {
        let mut command = assert_cmd::Command::cargo_bin("rackjoule").unwrap();
        command.current_dir(dir).args(*args).args(["-q", "-o", name]);
        if !name.ends_with("site") {
            command.args(bins);
        }
        let out = command.output().unwrap();
        assert!(out.status.success(), "{name}: {}", String::from_utf8_lossy(&out.stderr));
    }
    runs.iter().map(|(name, _)| format!("{name}/report.html")).collect()
}

/// Every page is small enough to be sent, and brings the data of its charts or names the file beside it.
fn pages_are_small_and_hold_their_data(dir: &Path, pages: &[String]) {
    for page in pages {
        let path = dir.join(page);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.len() < MAX_PAGE_BYTES, "{page}: {} bytes", text.len());
        for figure in text.split("<figure").skip(1).filter_map(|f| f.split("</figure>").next()) {
            let name = figure.split("id=\"chart-").nth(1).and_then(|f| f.split('"').next()).unwrap();
            let file = format!("{name}.csv");
            assert!(path.with_file_name(&file).is_file(), "{page}: {file} is missing");
            assert!(
                figure.contains(&format!("download=\"{file}\"")) || figure.contains(&format!("{file}, beside")),
                "{page}: {name}"
            );
        }
    }
}

/// Width of a phone, of a screen and, with the style of paper, of what A4 holds between margins of 12 mm, pixels.
const WIDTHS: [(&str, u32); 3] = [("phone", 375), ("screen", 1400), ("paper", 703)];
/// Least size of the text of a figure on a screen, pixels.
const LEAST_TEXT_PX: f64 = 11.0;

/// A page that shows every report at each width and writes what it measures. Paper is the same page with the rules for
/// print in force: it can't scroll, so every box is as wide as what it holds.
const PROBE: &str = "<pre id=result></pre><script>
const out = [];
addEventListener('load', () => {
  for (const frame of document.querySelectorAll('iframe')) {
    const doc = frame.contentDocument, root = doc.documentElement;
    if (frame.name === 'paper')
      for (const rule of [...doc.styleSheets].flatMap(s => [...s.cssRules]).filter(r => r.media))
        rule.media.mediaText = rule.media.mediaText.includes('print') ? 'all' : 'not all';
    const seen = e => e.getClientRects().length > 0 && !e.closest('.unseen');
    const charts = [...doc.querySelectorAll('svg[role=img]')];
    const scale = svg => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    const sizes = charts.filter(seen).flatMap(c =>
      [...c.querySelectorAll('text')].map(t => parseFloat(t.getAttribute('font-size')) * scale(c)));
    const boxes = [...doc.body.querySelectorAll(':not(svg *)')].filter(seen);
    out.push({
      page: frame.getAttribute('src'), kind: frame.name, least_text: sizes.length ? Math.min(...sizes) : null,
      beyond: boxes.filter(e => e.getBoundingClientRect().right > root.clientWidth + 1)
        .map(e => e.tagName + ' ' + e.textContent.slice(0, 40)),
      scrolls: boxes.filter(e => e.matches('.scroll,pre') && e.scrollWidth > e.clientWidth + 1).length,
      fixed: boxes.filter(e => e.matches('.scroll,pre') && !(e.tabIndex === 0 && e.getAttribute('aria-label'))).length, wide: root.scrollWidth, client: root.clientWidth,
      injected: frame.contentWindow.injected !== undefined, scripts: doc.scripts.length,
      fetched: frame.contentWindow.performance.getEntriesByType('resource').map(r => r.name),
      h1: doc.querySelectorAll('h1').length, lang: root.lang, title: doc.title,
      charts: charts.length, untitled: charts.filter(c => !c.querySelector('title')?.textContent.trim()).length,
      outward: [...doc.querySelectorAll('[src],[href]')].map(e => e.getAttribute('src') ?? e.getAttribute('href'))
        .filter(a => !a.startsWith('data:') && !a.startsWith('#')),
    });
  }
  document.getElementById('result').textContent = JSON.stringify(out);
});
</script>";

#[test]
fn reports_hold_in_a_browser() {
    let dir = tempfile::tempdir().unwrap();
    let pages = reports(dir.path());
    pages_are_small_and_hold_their_data(dir.path(), &pages);
    let Some(browser) = browser() else {
        eprintln!("SKIPPED: no Chromium found; set CHROMIUM to check reports in a browser");
        return;
    };
    let mut probe = PROBE.to_owned();
    for (page, (kind, width)) in pages.iter().flat_map(|p| WIDTHS.map(|w| (p, w))) {
        let _ = write!(probe, "<iframe src=\"{page}\" name={kind} width={width} height=900></iframe>");
    }
    std::fs::write(dir.path().join("probe.html"), probe).unwrap();
    let out = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--allow-file-access-from-files",
            "--enable-logging=stderr",
        ])
        .args(["--virtual-time-budget=60000", "--dump-dom"])
        .arg(format!("--user-data-dir={}", dir.path().join("profile").display()))
        .arg(format!("file://{}", dir.path().join("probe.html").display()))
        .output()
        .unwrap();
    let log = String::from_utf8_lossy(&out.stderr).into_owned();
    let console: Vec<&str> = log.lines().filter(|l| l.contains("CONSOLE")).collect();
    assert!(console.is_empty(), "{console:?}");
    let dom = String::from_utf8_lossy(&out.stdout).into_owned();
    let (_, rest) = dom.split_once("<pre id=\"result\">").unwrap_or_else(|| panic!("no result: {dom} {log}"));
    let (json, _) = rest.split_once("</pre>").unwrap();
    let json = json.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let found: Vec<Value> = serde_json::from_str(&json).unwrap();
    assert_eq!(found.len(), WIDTHS.len() * pages.len());
    for page in &found {
        let at = |key: &str| page[key].as_i64().unwrap();
        assert!(at("wide") <= at("client") + 1, "wider than the screen: {page}");
        assert_eq!((at("scripts"), at("h1"), at("untitled")), (0, 1, 0), "{page}");
        assert_eq!(page["injected"], false, "{page}");
        assert_eq!(page["lang"], "en", "{page}");
        for key in ["fetched", "outward"] {
            assert_eq!(page[key].as_array().map(Vec::len), Some(0), "{page}");
        }
        assert_eq!(at("fixed"), 0, "what scrolls is reached by keyboard: {page}");
        if page["kind"] == "paper" {
            assert_eq!(
                (at("scrolls"), page["beyond"].as_array().map(Vec::len)),
                (0, Some(0)),
                "wider than paper: {page}"
            );
        } else {
            assert!(page["least_text"].as_f64().unwrap() > LEAST_TEXT_PX - 0.01, "small text in a figure: {page}");
        }
        assert!(at("charts") >= 1 && !page["title"].as_str().unwrap().is_empty(), "{page}");
    }
    let evil = found.iter().find(|p| p["page"] == "evil/report.html").unwrap();
    assert!(evil["title"].as_str().unwrap().contains("<script>"), "markup is shown as text: {evil}");
}
