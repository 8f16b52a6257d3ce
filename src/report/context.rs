//! How a result was made and for whom it is printed.

use super::document::units::UnitSystem;

/// What a view says of the run itself.
#[derive(Clone, Debug)]
pub struct ReportContext {
    /// Version of the program.
    pub version: String,
    /// The command that made the result.
    pub command: String,
    /// The scenario as written.
    pub scenario_text: String,
    /// The scenario as read.
    pub scenario: serde_json::Value,
    /// Columns of the terminal that tables are for; without it they are as wide as they need.
    pub width: Option<usize>,
    /// Units of what people read.
    pub units: UnitSystem,
}

impl ReportContext {
    /// The scenario as written, but for absolute paths: a file is named without its folder, for a page that is passed on
    /// tells nothing of the machine that made it. The program finds such a file beside the scenario.
    pub fn portable_scenario_text(&self) -> String {
        let line = |line: &str| {
            let mut parts = line.split('"');
            let mut out = parts.next().unwrap_or_default().to_owned();
            for part in parts {
                out.push('"');
                out.push_str(if is_absolute_path(part) { file_name(part) } else { part });
            }
            out
        };
        self.scenario_text.split('\n').map(line).collect::<Vec<_>>().join("\n")
    }
}

/// An argument of a command without the folders of absolute paths: `--out=/home/me/run` is `--out=run`.
pub fn portable_argument(argument: &str) -> String {
    if is_absolute_path(argument) {
        return file_name(argument).to_owned();
    }
    // A path may follow the name of an option or of a key.
    for (at, _) in argument.match_indices('=') {
        let (name, path) = argument.split_at(at + 1);
        if is_absolute_path(path) {
            return format!("{name}{}", file_name(path));
        }
    }
    match argument.strip_prefix("-o") {
        Some(path) if is_absolute_path(path) => format!("-o{}", file_name(path)),
        _ => argument.to_owned(),
    }
}

/// Whether a text is a path from the root, of any system.
fn is_absolute_path(text: &str) -> bool {
    let drive = |text: &str| {
        let mut letters = text.chars();
        letters.next().is_some_and(|c| c.is_ascii_alphabetic())
            && letters.next() == Some(':')
            && letters.next().is_some_and(|c| c == '/' || c == '\\')
    };
    text.starts_with('/') || text.starts_with("\\\\") || drive(text)
}

/// The last step of a path.
fn file_name(path: &str) -> &str {
    path.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_lose_the_folders_of_a_machine() {
        for (argument, portable) in [
            ("/home/me/hall.toml", "hall.toml"),
            ("halls/hall.toml", "halls/hall.toml"),
            ("--out=/home/me/run/", "--out=run"),
            ("-o/home/me/run", "-orun"),
            ("site.weather=/data/x.epw", "site.weather=x.epw"),
            ("--set=site.weather=/data/x.epw", "--set=site.weather=x.epw"),
            ("C:\\Users\\me\\hall.toml", "hall.toml"),
            ("load-step,level=0.2,period=2s", "load-step,level=0.2,period=2s"),
        ] {
            assert_eq!(portable_argument(argument), portable);
        }
    }
}
