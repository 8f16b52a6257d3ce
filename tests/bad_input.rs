//! Input that nobody should write and somebody will.

use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use rackjoule::scenario::DEFAULT;

fn rackjoule(dir: &Path, args: &[&str]) -> Output {
    Command::cargo_bin("rackjoule").unwrap().current_dir(dir).args(args).output().unwrap()
}

/// Runs `compare` on a changed built-in scenario, in bins.
fn compare(change: &dyn Fn(String) -> String, more: &[&str]) -> Output {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("s.toml"), change(DEFAULT.to_owned())).unwrap();
    rackjoule(dir.path(), &[&["compare", "s.toml", "--set", "site.weather_form=bins"], more].concat())
}

fn refused(change: &dyn Fn(String) -> String, says: &str) {
    let out = compare(change, &[]);
    let err = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(2), "{says}: {err}");
    assert!(err.contains(says) && !err.contains("panicked"), "{says}: {err}");
    assert!(out.stdout.is_empty());
}

#[test]
fn odd_names_are_shown_as_they_are_and_long_ones_are_refused() {
    for name in
        ["'single' and `back`", "\\\"double\\\"", "\u{202e}left", "\u{1f525}\u{1f9ca}", "a,b;c", "=1+2", "<b>&amp;</b>"]
    {
        let change = |t: String| t.replacen("name = \"air\"", &format!("name = \"{name}\""), 1);
        for format in ["table", "json", "csv", "markdown"] {
            let out = compare(&change, &["--format", format]);
            assert!(out.status.success(), "{name} {format}: {}", String::from_utf8_lossy(&out.stderr));
        }
    }
    let long = "x".repeat(10_000);
    refused(&|t| t.replacen("name = \"air\"", &format!("name = \"{long}\""), 1), "1 to 60 characters");
    refused(&|t| t.replacen("name = \"air\"", "name = \"  \"", 1), "1 to 60 characters");
    refused(&|t| t.replacen("name = \"air\"", "name = \"tab\\tnew\\nline\"", 1), "must be on one line");
}

#[test]
fn numbers_that_are_none_and_enormous_counts_are_refused() {
    for value in ["nan", "inf", "-inf", "1e400", "\"NaN\"", "\"1e999 %\""] {
        refused(&|t| t.replacen("utilisation = 0.8", &format!("utilisation = {value}"), 1), "utilisation");
    }
    for value in ["99999999999999999999", "4294967296", "-1", "0", "1.5"] {
        refused(&|t| t.replacen("accelerators = 1448", &format!("accelerators = {value}"), 1), "accelerators");
    }
    let many = |t: String| {
        let one = "[[architecture]]\nname = \"NAME\"\nsystem = \"hgx-b200-air\"\ncooling = \"air\"\nheat_rejection = \"tower\"\n";
        t + &(0..200).map(|i| one.replace("NAME", &format!("a{i}"))).collect::<String>()
    };
    refused(&many, "1 to 100 architectures");
}

#[test]
fn a_scenario_of_100_mb_is_refused_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let mut text = DEFAULT.to_owned();
    text.push_str(&"# a comment that goes on and on\n".repeat(100_000_000 / 32));
    std::fs::write(dir.path().join("huge.toml"), text).unwrap();
    let out = rackjoule(dir.path(), &["check", "huge.toml"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("no scenario is that long"));
}

#[test]
fn text_that_is_no_scenario_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let nested = format!("a = {}1{}", "[".repeat(5000), "]".repeat(5000));
    for (name, bytes) in [
        ("nul", &b"\0\0\0"[..]),
        ("latin-1", &b"title = \"\xe9\""[..]),
        ("utf-16", &b"\xff\xfet\0i\0"[..]),
        ("deep", nested.as_bytes()),
        ("json", b"{\"site\": {}}"),
        ("yaml", b"site:\n  climate: x\n"),
    ] {
        std::fs::write(dir.path().join(name), bytes).unwrap();
        let out = rackjoule(dir.path(), &["check", name]);
        let err = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!(out.status.code(), Some(2), "{name}: {err}");
        assert!(!err.contains("panicked") && err.contains(name), "{name}: {err}");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_can_t_be_written_leaves_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let closed = dir.path().join("closed");
    std::fs::create_dir(&closed).unwrap();
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o555)).unwrap();
    // Whoever may write everywhere can't be kept out.
    if std::fs::write(closed.join("probe"), "x").is_ok() {
        std::fs::remove_file(closed.join("probe")).unwrap();
        eprintln!("SKIPPED: this user may write into a folder without write permission");
    } else {
        let out = rackjoule(dir.path(), &["compare", "-o", "closed/out", "--set", "site.weather_form=bins"]);
        assert_eq!(out.status.code(), Some(1), "{}", String::from_utf8_lossy(&out.stderr));
        assert!(!closed.join("out").exists());
    }
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_and_a_closed_pipe_end_as_they_should() {
    use std::process::{Command, Stdio};
    let bin = assert_cmd::cargo::cargo_bin!("rackjoule");
    let args = ["compare", "--set", "site.weather_form=bins", "--format", "json"];
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let out = Command::new(bin).args(args).stdout(full).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(out.status.code(), Some(1));
    let err = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(err.contains("standard output") && !err.contains("panicked"), "{err}");
    let mut child = Command::new(bin).args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(0), "a closed pipe ends quietly");
}
