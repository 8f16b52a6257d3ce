//! Which columns of a CSV file hold a load: by unit, mean and peak.

use super::series::LoadUnit;

/// The columns of the values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ValueColumns {
    /// Column of the means.
    pub mean: usize,
    /// Column of the peaks, where there is one.
    pub peak: Option<usize>,
    /// What they count.
    pub unit: LoadUnit,
    /// Times this, a cell is in the unit.
    pub factor: f64,
    /// Times this, a cell of the peaks is.
    pub peak_factor: f64,
}

/// What is wrong with a header, and the mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HeaderProblem {
    pub text: String,
    pub help: String,
}

/// What a title says of its column.
#[derive(Clone, Copy, Debug, PartialEq)]
struct TitleMeaning {
    is_peak: bool,
    /// Unit and factor; none for a peak that has those of the means.
    unit: Option<(LoadUnit, f64)>,
}

const SHARES: [&str; 8] = ["busy", "share", "utilisation", "utilization", "util", "load", "occupancy", "usage"];
const PEAKS: [&str; 3] = ["peak", "max", "maximum"];
const POWERS: [(&str, f64); 4] = [("w", 1.0), ("kw", 1e3), ("mw", 1e6), ("gw", 1e9)];
const EXAMPLE: &str = "name it like `busy`, `utilisation [%]` or `power [kW]`";

/// Words of a title in lower case.
fn words_of_title(title: &str) -> Vec<String> {
    let lower = title.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric() && c != '%').filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

fn read_title(title: &str) -> Option<TitleMeaning> {
    let words = words_of_title(title);
    let has = |known: &[&str]| words.iter().any(|w| known.contains(&w.trim_end_matches('%')));
    let is_peak = has(&PEAKS);
    let power = words.iter().rev().find_map(|w| POWERS.iter().find(|(unit, _)| unit == w));
    let percent = words.iter().any(|w| w.ends_with('%') || w == "percent" || w == "pct");
    let unit = match power {
        Some((_, factor)) => Some((LoadUnit::PowerW, *factor)),
        None if has(&SHARES) => Some((LoadUnit::BusyShare, if percent { 0.01 } else { 1.0 })),
        None => None,
    };
    (is_peak || unit.is_some()).then_some(TitleMeaning { is_peak, unit })
}

/// Whether a title is of a power without its unit.
fn is_power_without_unit(title: &str) -> bool {
    words_of_title(title).iter().any(|w| w == "power" || w == "watts" || w == "watt")
}

/// Finds the columns by their titles, but for those that hold times.
pub(super) fn find_value_columns(titles: &[&str], times: &[usize]) -> Result<ValueColumns, HeaderProblem> {
    let fail = |text: String, help: &str| Err(HeaderProblem { text, help: help.to_owned() });
    if let Some(number) = titles.iter().find(|t| t.parse::<f64>().is_ok()) {
        return fail(format!("`{number}` is a number where the header should be"), EXAMPLE);
    }
    let places = (0..titles.len()).filter(|place| !times.contains(place));
    let known: Vec<(usize, TitleMeaning)> = places.filter_map(|p| Some((p, read_title(titles[p])?))).collect();
    let means: Vec<&(usize, TitleMeaning)> = known.iter().filter(|(_, t)| !t.is_peak).collect();
    let peaks: Vec<&(usize, TitleMeaning)> = known.iter().filter(|(_, t)| t.is_peak).collect();
    let names =
        |all: &[&(usize, TitleMeaning)]| all.iter().map(|(place, _)| titles[*place]).collect::<Vec<_>>().join("`, `");
    let (mean, unit, factor) = match means.as_slice() {
        [(place, TitleMeaning { unit: Some((unit, factor)), .. })] => (*place, *unit, *factor),
        [] | [_] => {
            if let Some(title) = titles.iter().find(|t| is_power_without_unit(t)) {
                return fail(format!("the header `{title}` names no unit of power"), "write it like `power [kW]`");
            }
            let list = titles.join("`, `");
            return fail(format!("none of `{list}` is a share of busy servers or a power"), EXAMPLE);
        }
        several => {
            let units = several.iter().filter_map(|(_, t)| t.unit.map(|(unit, _)| unit));
            let mixed = units.collect::<Vec<_>>().windows(2).any(|pair| pair[0] != pair[1]);
            let what = if mixed { "mix shares and powers" } else { "are several columns of values" };
            return fail(format!("`{}` {what}; one column is allowed", names(several)), "keep the column that counts");
        }
    };
    let (peak, peak_factor) = match peaks.as_slice() {
        [] => (None, factor),
        [(place, TitleMeaning { unit: None, .. })] => (Some(*place), factor),
        [(place, TitleMeaning { unit: Some((own, factor)), .. })] if *own == unit => (Some(*place), *factor),
        [(place, _)] => {
            let text = format!("`{}` and `{}` mix shares and powers", titles[mean], titles[*place]);
            return fail(text, "give mean and peak in one unit");
        }
        several => {
            return fail(
                format!("`{}` are several columns of peaks; one is allowed", names(several)),
                "keep one of them",
            );
        }
    };
    Ok(ValueColumns { mean, peak, unit, factor, peak_factor })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(header: &str) -> Result<ValueColumns, HeaderProblem> {
        find_value_columns(&header.split(',').collect::<Vec<_>>(), &[])
    }

    #[test]
    fn titles_tell_unit_and_peak() {
        for (header, mean, peak, unit, factor) in [
            ("busy", 0, None, LoadUnit::BusyShare, 1.0),
            ("time,Utilisation [%]", 1, None, LoadUnit::BusyShare, 0.01),
            ("time,load%,peak", 1, Some(2), LoadUnit::BusyShare, 0.01),
            ("cpu_util_pct", 0, None, LoadUnit::BusyShare, 0.01),
            ("seconds,mw,wet_bulb_c", 1, None, LoadUnit::PowerW, 1e6),
            ("time,power_kw,peak_kw", 1, Some(2), LoadUnit::PowerW, 1e3),
            ("time,IT load (MW)", 1, None, LoadUnit::PowerW, 1e6),
        ] {
            let found = find(header).unwrap();
            assert_eq!((found.mean, found.peak, found.unit, found.factor), (mean, peak, unit, factor), "{header}");
        }
        let two = find("power [MW],peak [kW]").unwrap();
        assert_eq!((two.factor, two.peak_factor), (1e6, 1e3));
        assert_eq!(find_value_columns(&["load hour", "busy"], &[0]).unwrap().mean, 1);
    }

    #[test]
    fn unclear_headers_are_refused() {
        for (header, says) in [
            ("0.5", "a number where the header should be"),
            ("time,value", "none of `time`, `value` is a share"),
            ("time,power", "names no unit of power"),
            ("busy,share", "several columns of values"),
            ("busy,power_kw", "mix shares and powers"),
            ("busy,peak_kw", "mix shares and powers"),
            ("busy,peak,max", "several columns of peaks"),
        ] {
            let problem = find(header).unwrap_err();
            assert!(problem.text.contains(says) && !problem.help.is_empty(), "{header}: {problem:?}");
        }
    }
}
