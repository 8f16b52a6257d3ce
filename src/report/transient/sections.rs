//! A run in seconds in tables: times, temperatures, what happened, what a wanted ride-through takes, heat.

use crate::study::transient::result::{Capacity, Course, Happening, Run, TransientAnswer, TransientReport};

use super::super::Units;
use super::super::format::{number, percent, power, significant};
use super::super::section::Section;
use super::super::uncertainty::chance;
use super::words::{reached, time};

const NONE: &str = "–";
/// Rows of what happened on a terminal.
const HAPPENINGS: usize = 30;
/// Groups of heat capacities that are named.
const CAPACITIES: usize = 8;
/// Inputs that are named.
const INPUTS: usize = 4;

/// The tables for a terminal.
pub(super) fn short(report: &TransientReport, units: Units) -> Vec<Section> {
    tables(report, units, Some(HAPPENINGS), report.architectures.len() == 1)
}

/// Every table.
pub(super) fn all(report: &TransientReport, units: Units) -> Vec<Section> {
    tables(report, units, None, true)
}

fn tables(report: &TransientReport, units: Units, happenings: Option<usize>, capacities: bool) -> Vec<Section> {
    let runs: Vec<(&TransientAnswer, &Run)> =
        report.architectures.iter().filter_map(|a| Some((a, a.run.as_ref()?))).collect();
    let mut out = vec![times(report, &runs), temperatures(&runs, units)];
    out.extend(runs.iter().map(|(a, run)| timeline(a, run, units, happenings)));
    out.extend([needs(&runs, units), swings(&runs, units), spread(report, &runs), energy(&runs)]);
    if capacities {
        out.push(stores(&runs));
    }
    out.retain(|section| !section.rows.is_empty());
    out
}

fn section(title: &str, head: &[&str], rows: Vec<Vec<String>>) -> Section {
    Section { title: title.to_owned(), head: head.iter().map(ToString::to_string).collect(), rows, numbers: true }
}

fn optional(value: Option<f64>, show: impl Fn(f64) -> String) -> String {
    value.map_or_else(|| NONE.to_owned(), show)
}

fn times(report: &TransientReport, runs: &[(&TransientAnswer, &Run)]) -> Section {
    let sampled = runs.iter().any(|(_, r)| r.uncertainty.is_some());
    let mut head = vec!["", "Ride-through"];
    if sampled {
        head.push("5 to 95 %");
    }
    head.extend(["Slows down", "Switches off", "Limits kept again", "Cooling back", "Margin", "Lost"]);
    let row = |(a, run): &(&TransientAnswer, &Run)| {
        let mut cells = vec![a.name.clone(), reached(run.ride_through_s, report)];
        if sampled {
            cells.push(run.uncertainty.as_ref().map_or_else(
                || NONE.to_owned(),
                |u| match (u.p05_s, u.p95_s) {
                    (None, _) => reached(None, report),
                    (Some(low), high) => format!("{} to {}", time(low), reached(high, report)),
                },
            ));
        }
        cells.extend([
            optional(run.time_to_throttle_s, time),
            optional(run.time_to_shutdown_s, time),
            optional(run.recovered_s, time),
            optional(run.cooling_back_s, time),
            optional(run.margin_s, time),
            if run.work_lost_s > 0.0 { time(run.work_lost_s) } else { "none".to_owned() },
        ]);
        cells
    };
    let title = "Times from the first event; lost: time of the whole rack";
    section(title, &head, runs.iter().map(row).collect())
}

fn temperatures(runs: &[(&TransientAnswer, &Run)], units: Units) -> Section {
    let row = |name: &str, c: &Course| {
        vec![
            format!("{name}: {}", c.what),
            number(c.start_c, 1),
            number(c.highest_c, 1),
            time(c.highest_at_s),
            number(c.end_c, 1),
        ]
    };
    let rows = runs.iter().flat_map(|(a, run)| [row(&a.name, &run.hottest_chip), row(&a.name, &run.supply)]).collect();
    let head = ["", "Start", "Highest", "At", "End"];
    let title = format!("Temperatures in {}; times from the start of the run", units.of("degC").label);
    section(&title, &head, rows)
}

/// What happened, no more than `most` rows of it.
fn timeline(a: &TransientAnswer, run: &Run, units: Units, most: Option<usize>) -> Section {
    let limit = |h: &Happening| {
        h.limit.map_or_else(String::new, |v| {
            format!("{} {}", significant(v), h.unit.map_or("", |unit| units.of(unit).label))
        })
    };
    let shown = most.unwrap_or(usize::MAX);
    let row = |h: &Happening| {
        let what = h.what.clone();
        vec![time(h.at_s), time(h.after_event_s), h.kind.to_owned(), what, limit(h).trim_end().to_owned()]
    };
    let mut rows: Vec<Vec<String>> = run.timeline.iter().take(shown).map(row).collect();
    let more = run.timeline.len().saturating_sub(shown);
    if more > 0 {
        let what = format!("and {} more; --format json has them all", number(more as f64, 0));
        rows.push(vec!["…".to_owned(), String::new(), String::new(), what, String::new()]);
    }
    Section {
        title: format!("What happens: {}", a.name),
        head: ["At", "After the event", "", "What", "Limit"].map(str::to_owned).to_vec(),
        rows,
        numbers: false,
    }
}

fn needs(runs: &[(&TransientAnswer, &Run)], units: Units) -> Section {
    let volume = units.of("m3");
    let row = |(a, run): &(&TransientAnswer, &Run)| {
        let needs = run.needs.as_ref()?;
        let tank = needs.buffer_m3.map(|all| {
            let each = needs
                .buffer_m3_rack
                .map_or_else(String::new, |m3| format!(", {} for each rack", volume.significant(m3)));
            format!("{} {}{each}", volume.significant(all), volume.label)
        });
        let tank = if needs.reached { "none".to_owned() } else { tank.unwrap_or_else(|| NONE.to_owned()) };
        let pumps = optional(needs.pump_share, percent);
        let why = if needs.why_not.is_empty() { String::new() } else { needs.why_not.join("; ") };
        let reached = if needs.reached { "reached" } else { "not reached" };
        Some(vec![a.name.clone(), time(needs.wanted_s), reached.to_owned(), tank, pumps, why])
    };
    let head = ["", "Wanted", "As it is", "A buffer tank of", "Or pumps on the UPS", "Why not"];
    let rows = runs.iter().filter_map(row).collect();
    Section { numbers: false, ..section("What the wanted ride-through takes, one measure alone", &head, rows) }
}

fn swings(runs: &[(&TransientAnswer, &Run)], units: Units) -> Section {
    let delta = units.of("K");
    let row = |(a, run): &(&TransientAnswer, &Run)| {
        let s = run.swing.as_ref()?;
        Some(vec![
            a.name.clone(),
            time(s.period_s),
            delta.number(s.chip_k, 1),
            delta.number(s.chip_steady_k, 1),
            power(s.power_w),
            power(s.rejected_w),
            percent(s.smoothed),
        ])
    };
    let (chip, endless) = (delta.heading("Chip"), delta.heading("Endless period"));
    let head = ["", "Period", &chip, &endless, "Power", "Heat to the plant", "Smoothed"];
    section("The swing of the load: highest less lowest of a period", &head, runs.iter().filter_map(row).collect())
}

fn spread(report: &TransientReport, runs: &[(&TransientAnswer, &Run)]) -> Section {
    let row = |(a, run): &(&TransientAnswer, &Run)| {
        let u = run.uncertainty.as_ref()?;
        let inputs = u.inputs.iter().take(INPUTS);
        let inputs: Vec<String> = inputs.map(|i| format!("{} {}", i.input, number(i.rank_correlation, 2))).collect();
        Some(vec![a.name.clone(), chance(u.fails_probability), reached(u.median_s, report), inputs.join(", ")])
    };
    let samples = report.samples.map_or_else(String::new, |n| format!("{} draws", number(f64::from(n), 0)));
    let head = ["", "A chip slows down", "Median ride-through", "What it follows most: rank correlation"];
    let title = format!("Every estimate varied within its range, {samples}");
    Section { numbers: false, ..section(&title, &head, runs.iter().filter_map(row).collect()) }
}

fn energy(runs: &[(&TransientAnswer, &Run)]) -> Section {
    let mj = |j: f64| number(j / 1e6, 2);
    let row = |(a, run): &(&TransientAnswer, &Run)| {
        let e = &run.energy;
        let p = &run.rack_power;
        vec![
            a.name.clone(),
            mj(e.in_j),
            mj(e.out_j),
            mj(e.stored_j),
            mj(e.most_stored_j),
            format!("{:.0e}", e.balance_relative_error),
            power(p.start_w),
            power(p.lowest_w),
            power(p.highest_w),
            power(p.end_w),
        ]
    };
    let head =
        ["", "In, MJ", "Out, MJ", "Stored, MJ", "Most, MJ", "Error", "Power at the start", "Lowest", "Highest", "End"];
    section("Energy and power of one rack", &head, runs.iter().map(row).collect())
}

fn stores(runs: &[(&TransientAnswer, &Run)]) -> Section {
    let rows = runs.iter().flat_map(|(a, run)| {
        let all: f64 = run.capacities.iter().map(|c| c.j_k).sum();
        let row = move |c: &Capacity| {
            vec![
                format!("{}: {}", a.name, c.what),
                significant(c.j_k / 1e3),
                percent(c.j_k / all.max(f64::MIN_POSITIVE)),
            ]
        };
        run.capacities.iter().take(CAPACITIES).map(row)
    });
    section("Heat that one rack and its loops store for each kelvin", &["", "kJ/K", "Share"], rows.collect())
}
