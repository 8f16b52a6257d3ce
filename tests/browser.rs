//! Reports in a real browser: no console message, nothing fetched, nothing wider than the screen, injected markup shown as
//! text. Needs Chromium (or $CHROMIUM); says so and passes where there is none.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use rackjoule::scenario::DEFAULT;
use serde_json::Value;

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

fn reports(dir: &Path) -> Vec<String> {
    let evil = DEFAULT.replacen("name = \"air\"", "name = \"<b>air</b><script>window.injected=1</script>\"", 1);
    let title = evil.lines().find(|l| l.starts_with("title = ")).unwrap().to_owned();
    std::fs::write(dir.join("evil.toml"), evil.replacen(&title, &format!("title = \"{EVIL}\""), 1)).unwrap();
    let bins = ["--set", "site.weather_form=bins"];
    let runs: [(&str, &[&str]); 11] = [
        ("compare", &["compare"]),
        ("evil", &["compare", "evil.toml", "--uncertainty", "20"]),
        ("rack", &["rack", "--limits"]),
        ("site", &["site"]),
        ("climates", &["site", "--climates", "singapore,frankfurt,us-az-phoenix"]),
        ("generations", &["generations"]),
        ("change", &["generations", "--from", "h100-sxm", "--to", "gb200"]),
        ("uncertainty", &["uncertainty", "evil.toml", "--samples", "40", "--index-samples", "16"]),
        ("validate", &["validate"]),
        ("transient", &["transient", "--event", "utility-blip", "--compare", "--ride-through", "5min"]),
        ("swing", &["transient", "evil.toml", "--event", "load-step,level=0.2,period=2s", "--duration", "60s"]),
    ];
    for (name, args) in &runs {
        let mut command = assert_cmd::Command::cargo_bin("rackjoule").unwrap();
        command.current_dir(dir).args(*args).args(["-q", "-o", name]);
        if *name != "site" {
            command.args(bins);
        }
        let out = command.output().unwrap();
        assert!(out.status.success(), "{name}: {}", String::from_utf8_lossy(&out.stderr));
    }
    runs.iter().map(|(name, _)| format!("{name}/report.html")).collect()
}

/// A page that shows every report at two widths and writes what it measures.
const PROBE: &str = "<pre id=result></pre><script>
const out = [];
addEventListener('load', () => {
  for (const frame of document.querySelectorAll('iframe')) {
    const doc = frame.contentDocument, root = doc.documentElement;
    const charts = [...doc.querySelectorAll('svg[role=img]')];
    out.push({
      page: frame.getAttribute('src'), width: frame.width, wide: root.scrollWidth, client: root.clientWidth,
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
    let Some(browser) = browser() else {
        eprintln!("SKIPPED: no Chromium found; set CHROMIUM to check reports in a browser");
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let pages = reports(dir.path());
    let mut probe = PROBE.to_owned();
    for (page, width) in pages.iter().flat_map(|p| [(p, 375), (p, 1400)]) {
        let _ = write!(probe, "<iframe src=\"{page}\" width={width} height=900></iframe>");
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
    assert_eq!(found.len(), 2 * pages.len());
    for page in &found {
        let at = |key: &str| page[key].as_i64().unwrap();
        assert!(at("wide") <= at("client") + 1, "wider than the screen: {page}");
        assert_eq!((at("scripts"), at("h1"), at("untitled")), (0, 1, 0), "{page}");
        assert_eq!(page["injected"], false, "{page}");
        assert_eq!(page["lang"], "en", "{page}");
        for key in ["fetched", "outward"] {
            assert_eq!(page[key].as_array().map(Vec::len), Some(0), "{page}");
        }
        assert!(at("charts") >= 2 && !page["title"].as_str().unwrap().is_empty(), "{page}");
    }
    let evil = found.iter().find(|p| p["page"] == "evil/report.html").unwrap();
    assert!(evil["title"].as_str().unwrap().contains("<script>"), "markup is shown as text: {evil}");
}
