//! Short gaps, interpolated; what was filled is told in one sentence.

use std::fmt::Write;

use super::error::WeatherProblem;
use super::row::MAX_GAP_H;

/// Ranges of lines that the sentence names.
const MAX_NAMED_RANGES: usize = 6;

/// What was filled so far.
#[derive(Default)]
pub(super) struct FilledGaps {
    /// Quantity and number of values that the file codes as missing.
    counts: Vec<(&'static str, usize)>,
    /// Lines they stand in.
    lines: Vec<usize>,
}

/// A quantity over the year, made whole, and which of its values were filled.
pub(super) struct CompleteSeries {
    pub values: Vec<f64>,
    pub filled: Vec<bool>,
}

/// Interpolates the gaps of a quantity; the year is a circle, so that its end leads to its beginning.
pub(super) fn fill_gaps(
    name: &'static str,
    values: &[Option<f64>],
    lines: &[usize],
    added: &[bool],
    step_min: u32,
    told: &mut FilledGaps,
) -> Result<CompleteSeries, WeatherProblem> {
    let n = values.len();
    let mut whole =
        CompleteSeries { values: values.iter().map(|v| v.unwrap_or(0.0)).collect(), filled: vec![false; n] };
    let (mut i, mut count) = (0, 0);
    while i < n {
        if values[i].is_some() {
            i += 1;
            continue;
        }
        let end = (i..n).find(|j| values[*j].is_some()).unwrap_or(n);
        let (before, after) = (values[(i + n - 1) % n], values[end % n]);
        let gap_h = (end - i) as f64 * f64::from(step_min) / 60.0;
        let (Some(a), Some(b), true) = (before.or(after), after.or(before), gap_h <= MAX_GAP_H) else {
            let problem = format!(
                "{} values of {name} are missing on end: {gap_h} h; up to {MAX_GAP_H} are interpolated",
                end - i
            );
            return Err(
                WeatherProblem::at_line(lines[i], problem).with_help("fill the gap from another year or station")
            );
        };
        for (k, at) in (i..end).enumerate() {
            whole.values[at] = a + (b - a) * (k + 1) as f64 / (end - i + 1) as f64;
            whole.filled[at] = true;
            if !added[at] {
                count += 1;
                told.lines.push(lines[at]);
            }
        }
        i = end;
    }
    if count > 0 {
        told.counts.push((name, count));
    }
    Ok(whole)
}

impl FilledGaps {
    /// The sentence; none where nothing was filled.
    pub fn describe_gaps(mut self, lines: &[usize], added: &[bool]) -> Option<String> {
        let before: Vec<usize> = lines.iter().zip(added).filter(|(_, a)| **a).map(|(l, _)| *l).collect();
        let mut parts = Vec::new();
        if !self.counts.is_empty() {
            let sum: usize = self.counts.iter().map(|c| c.1).sum();
            let each: Vec<String> = self.counts.iter().map(|(name, n)| format!("{n} of {name}")).collect();
            self.lines.sort_unstable();
            parts.push(format!("{sum} missing values ({}) in {}", each.join(", "), format_line_ranges(&self.lines)));
        }
        if !before.is_empty() {
            parts.push(format!("{} missing rows before {}", before.len(), format_line_ranges(&before)));
        }
        (!parts.is_empty()).then(|| format!("interpolated over gaps of up to {MAX_GAP_H} h: {}", parts.join("; ")))
    }
}

/// Sorted lines as words: `lines 3 to 7, 12`.
pub(super) fn format_line_ranges(lines: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for line in lines {
        match runs.last_mut() {
            Some(run) if *line <= run.1 + 1 => run.1 = *line,
            _ => runs.push((*line, *line)),
        }
    }
    let one = runs.len() == 1 && runs[0].0 == runs[0].1;
    let mut out = String::from(if one { "line" } else { "lines" });
    for (i, (from, to)) in runs.iter().take(MAX_NAMED_RANGES).enumerate() {
        let comma = if i == 0 { "" } else { "," };
        let _ = if from == to { write!(out, "{comma} {from}") } else { write!(out, "{comma} {from} to {to}") };
    }
    if let Some(last) = runs.last().filter(|_| runs.len() > MAX_NAMED_RANGES) {
        let _ = write!(out, " and {} more up to {}", runs.len() - MAX_NAMED_RANGES, last.1);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_named_in_runs() {
        assert_eq!(format_line_ranges(&[3]), "line 3");
        assert_eq!(format_line_ranges(&[3, 3, 4, 5, 9]), "lines 3 to 5, 9");
        assert_eq!(format_line_ranges(&[1, 3, 5, 7, 9, 11, 13, 15]), "lines 1, 3, 5, 7, 9, 11 and 2 more up to 15");
    }

    #[test]
    fn the_end_of_a_year_leads_to_its_beginning() {
        let mut told = FilledGaps::default();
        let values = [None, Some(2.0), Some(4.0), None];
        let whole = fill_gaps("x", &values, &[1, 2, 3, 4], &[false; 4], 60, &mut told).map_err(|p| p.text).unwrap();
        assert_eq!(whole.values, [2.0, 2.0, 4.0, 4.0]);
        assert_eq!(
            told.describe_gaps(&[1, 2, 3, 4], &[false; 4]).unwrap(),
            "interpolated over gaps of up to 6 h: 2 missing values (2 of x) in lines 1, 4"
        );
    }
}
