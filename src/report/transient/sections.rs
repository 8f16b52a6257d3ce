//! A run in seconds in tables: times, temperatures, what happened, what a wanted ride-through takes, heat.

use crate::report::document::numbers::format_probability;
use crate::report::document::numbers::{format_number, format_percent, format_power, format_significant};
use crate::report::document::section::{Audience, Section, TableSection};
use crate::report::document::units::UnitSystem;
use crate::study::transient::result::{
    GroupHeatCapacity, ServerCount, TemperatureCourse, TimelineEvent, TransientReport, TransientResult, TransientRun,
};

use super::words::{format_reached_time, format_time, timeline_phrase};

const MISSING_VALUE: &str = "–";
/// Rows of what happened on a terminal.
const MAX_TIMELINE_ROWS: usize = 30;
/// Groups of heat capacities that are named.
const MAX_CAPACITY_ROWS: usize = 8;
/// Inputs that are named.
const MAX_INPUTS: usize = 4;

/// Every section. A terminal shows fewer rows of what happened, and heat capacities of a single rack only.
pub(crate) fn build_sections(report: &TransientReport, units: UnitSystem) -> Vec<Section> {
    let runs: Vec<(&TransientResult, &TransientRun)> =
        report.architectures.iter().filter_map(|a| Some((a, a.run.as_ref()?))).collect();
    let shown = |section: TableSection, audience: Audience| {
        (!section.rows.is_empty()).then(|| Section::from(section).shown_to(audience))
    };
    let everywhere = |section: TableSection| shown(section, Audience::Everywhere);
    let mut out =
        vec![everywhere(response_times_section(report, &runs)), everywhere(temperatures_section(&runs, units))];
    for (a, run) in &runs {
        let timeline = |most| timeline_section(a, run, units, most);
        if run.timeline.len() > MAX_TIMELINE_ROWS {
            out.push(shown(timeline(Some(MAX_TIMELINE_ROWS)), Audience::Terminal));
            out.push(shown(timeline(None), Audience::Documents));
        } else {
            out.push(everywhere(timeline(None)));
        }
    }
    out.extend([
        everywhere(ride_through_requirements_section(&runs, units)),
        everywhere(load_swing_section(&runs, units)),
        everywhere(uncertainty_section(report, &runs)),
        everywhere(energy_section(&runs)),
        everywhere(plant_section(report, units)),
    ]);
    let audience = if report.architectures.len() == 1 { Audience::Everywhere } else { Audience::Documents };
    out.push(shown(heat_capacity_section(&runs), audience));
    out.into_iter().flatten().collect()
}

fn numeric_section(title: &str, head: &[&str], rows: Vec<Vec<String>>) -> TableSection {
    TableSection { title: title.to_owned(), head: head.iter().map(ToString::to_string).collect(), rows, numbers: true }
}

fn format_optional(value: Option<f64>, show: impl Fn(f64) -> String) -> String {
    value.map_or_else(|| MISSING_VALUE.to_owned(), show)
}

fn response_times_section(report: &TransientReport, runs: &[(&TransientResult, &TransientRun)]) -> TableSection {
    let sampled = runs.iter().any(|(_, r)| r.uncertainty.is_some());
    let mut head = vec!["", "Ride-through"];
    if sampled {
        head.push("5 to 95 %");
    }
    head.extend(["Throttles", "Shuts down", "Within limits again", "Cooling returns", "Margin", "Lost"]);
    let row = |(a, run): &(&TransientResult, &TransientRun)| {
        let mut cells = vec![a.name.clone(), format_reached_time(run.ride_through_s, report)];
        if sampled {
            cells.push(run.uncertainty.as_ref().map_or_else(
                || MISSING_VALUE.to_owned(),
                |u| match (u.p05_s, u.p95_s) {
                    (None, _) => format_reached_time(None, report),
                    (Some(low), high) => format!("{} to {}", format_time(low), format_reached_time(high, report)),
                },
            ));
        }
        cells.extend([
            format_optional(run.time_to_throttle_s, format_time),
            format_optional(run.time_to_shutdown_s, format_time),
            format_optional(run.recovered_s, format_time),
            format_optional(run.cooling_back_s, format_time),
            format_optional(run.margin_s, format_time),
            format_loss(run),
        ]);
        cells
    };
    let title = "Times from the first event; compute time and servers lost";
    numeric_section(title, &head, runs.iter().map(row).collect())
}

/// Work lost, and servers that stay off.
fn format_loss(run: &TransientRun) -> String {
    let work = (run.work_lost_s > 0.0).then(|| format_time(run.work_lost_s));
    let ServerCount { total, shut_down } = run.servers;
    let servers = (shut_down > 0.0).then(|| format!("{shut_down:.0} of {total:.0} servers"));
    let lost: Vec<String> = work.into_iter().chain(servers).collect();
    if lost.is_empty() { "none".to_owned() } else { lost.join(", ") }
}

fn temperatures_section(runs: &[(&TransientResult, &TransientRun)], units: UnitSystem) -> TableSection {
    let row = |name: &str, c: &TemperatureCourse| {
        vec![
            format!("{name}: {}", c.what),
            format_number(c.start_c, 1),
            format_number(c.highest_c, 1),
            format_time(c.highest_at_s),
            format_number(c.end_c, 1),
        ]
    };
    let courses = |run: &TransientRun| -> Vec<TemperatureCourse> {
        let TransientRun { hottest_chip, limiting_chip, supply, server_inlet, .. } = run;
        let inlet = server_inlet.clone().filter(|_| !run.is_supplied_with_air());
        chip_courses(hottest_chip, limiting_chip).into_iter().chain([supply.clone()]).chain(inlet).collect()
    };
    let rows = runs.iter().flat_map(|(a, run)| courses(run).iter().map(|c| row(&a.name, c)).collect::<Vec<_>>());
    let rows = rows.collect();
    let head = ["", "Start", "Highest", "At", "End"];
    let title = format!("Temperatures, {}; times from the start of the run", units.unit_for("°C").label);
    numeric_section(&title, &head, rows)
}

/// The hottest chip of each moment and the one that is first to its limit; one row where they are one chip throughout.
fn chip_courses(hottest: &TemperatureCourse, limiting: &TemperatureCourse) -> Vec<TemperatureCourse> {
    let shown = |c: &TemperatureCourse| [c.start_c, c.highest_c, c.end_c].map(|v| format_number(v, 1));
    let named =
        |role: &str, c: &TemperatureCourse| TemperatureCourse { what: format!("{role}, {}", c.what), ..c.clone() };
    if hottest.what == limiting.what && shown(hottest) == shown(limiting) {
        return vec![named("hottest chip and first to its limit", limiting)];
    }
    vec![named("hottest of all chips, at its highest", hottest), named("first to its limit", limiting)]
}

/// What happened, no more than `most` rows of it.
fn timeline_section(a: &TransientResult, run: &TransientRun, units: UnitSystem, most: Option<usize>) -> TableSection {
    let limit = |h: &TimelineEvent| {
        h.limit.map_or_else(String::new, |v| {
            format!(
                "{} {}",
                format_significant(v),
                h.unit.map_or_else(String::new, |unit| units.unit_for(unit).label.to_string())
            )
        })
    };
    let shown = most.unwrap_or(usize::MAX);
    // Where the first event is at the start of the run, both count alike.
    let two_clocks = run.timeline.iter().any(|h| (h.at_s - h.after_event_s).abs() > 0.0);
    let with_clocks = |at: String, after: String, rest: [String; 3]| -> Vec<String> {
        [at].into_iter().chain(two_clocks.then_some(after)).chain(rest).collect()
    };
    let row = |h: &TimelineEvent| {
        let rest = [h.kind.to_string(), timeline_phrase(h).to_owned(), limit(h).trim_end().to_owned()];
        with_clocks(format_time(h.at_s), format_time(h.after_event_s), rest)
    };
    let mut rows: Vec<Vec<String>> = run.timeline.iter().take(shown).map(row).collect();
    let more = run.timeline.len().saturating_sub(shown);
    if more > 0 {
        let what = format!("and {} more; --format json has them all", format_number(more as f64, 0));
        rows.push(with_clocks("…".to_owned(), String::new(), [String::new(), what, String::new()]));
    }
    TableSection {
        title: format!("What happens: {}", a.name),
        head: with_clocks("At".to_owned(), "After the event".to_owned(), ["", "What", "Limit"].map(str::to_owned)),
        rows,
        numbers: false,
    }
}

fn ride_through_requirements_section(runs: &[(&TransientResult, &TransientRun)], units: UnitSystem) -> TableSection {
    let volume = units.unit_for("m3");
    let row = |(a, run): &(&TransientResult, &TransientRun)| {
        let needs = run.needs.as_ref()?;
        let tank = needs.buffer_m3.map(|all| {
            let each = needs
                .buffer_m3_rack
                .map_or_else(String::new, |m3| format!(", {} for each rack", volume.format_significant(m3)));
            format!("{} {}{each}", volume.format_significant(all), volume.label)
        });
        let tank = if needs.reached { "none".to_owned() } else { tank.unwrap_or_else(|| MISSING_VALUE.to_owned()) };
        let pumps = format_optional(needs.pump_share, format_percent);
        let why = if needs.why_not.is_empty() { String::new() } else { needs.why_not.join("; ") };
        let reached = if needs.reached { "reached" } else { "not reached" };
        Some(vec![a.name.clone(), format_time(needs.wanted_s), reached.to_owned(), tank, pumps, why])
    };
    let head = ["", "Required", "Today", "Buffer tank", "Or pumps on the UPS", "Reason if not possible"];
    let rows = runs.iter().filter_map(row).collect();
    TableSection {
        numbers: false,
        ..numeric_section("Measures for the required ride-through, each alone", &head, rows)
    }
}

fn load_swing_section(runs: &[(&TransientResult, &TransientRun)], units: UnitSystem) -> TableSection {
    let delta = units.unit_for("K");
    let row = |(a, run): &(&TransientResult, &TransientRun)| {
        let s = run.swing.as_ref()?;
        Some(vec![
            a.name.clone(),
            format_time(s.period_s),
            delta.format_number(s.chip_k, 1),
            delta.format_number(s.chip_steady_k, 1),
            format_power(s.power_w),
            format_power(s.rejected_w),
            format_percent(s.smoothed),
        ])
    };
    let (chip, endless) = (delta.heading_with_unit("Chip"), delta.heading_with_unit("Chip, steady states"));
    let head = ["", "Period", &chip, &endless, "Power", "Heat to the plant", "Smoothed"];
    numeric_section(
        "Swing of the load: highest less lowest within a period",
        &head,
        runs.iter().filter_map(row).collect(),
    )
}

fn uncertainty_section(report: &TransientReport, runs: &[(&TransientResult, &TransientRun)]) -> TableSection {
    let row = |(a, run): &(&TransientResult, &TransientRun)| {
        let u = run.uncertainty.as_ref()?;
        let inputs = u.inputs.iter().take(MAX_INPUTS);
        let inputs: Vec<String> =
            inputs.map(|i| format!("{} ({})", i.label, format_number(i.rank_correlation, 2))).collect();
        Some(vec![
            a.name.clone(),
            format_probability(u.fails_probability),
            format_reached_time(u.median_s, report),
            inputs.join("; "),
        ])
    };
    let samples = report.samples.map_or_else(String::new, |n| format!("{} draws", format_number(f64::from(n), 0)));
    let head = ["", "A chip throttles", "Median ride-through", "Inputs it follows most (rank correlation)"];
    let title = format!("Every estimate varied within its range, {samples}");
    TableSection { numbers: false, ..numeric_section(&title, &head, runs.iter().filter_map(row).collect()) }
}

fn energy_section(runs: &[(&TransientResult, &TransientRun)]) -> TableSection {
    let mj = |j: f64| format_number(j / 1e6, 2);
    let row = |(a, run): &(&TransientResult, &TransientRun)| {
        let e = &run.energy;
        let p = &run.rack_power;
        vec![
            a.name.clone(),
            mj(e.in_j),
            mj(e.out_j),
            mj(e.stored_j),
            mj(e.most_stored_j),
            format!("{:.0e}", e.balance_relative_error),
            format_power(p.start_w),
            format_power(p.lowest_w),
            format_power(p.highest_w),
            format_power(p.end_w),
        ]
    };
    let head =
        ["", "In, MJ", "Out, MJ", "Stored, MJ", "Most, MJ", "Error", "Power at the start", "Lowest", "Highest", "End"];
    numeric_section("Energy and power of one rack", &head, runs.iter().map(row).collect())
}

/// What carries the heat before the first event.
fn plant_section(report: &TransientReport, units: UnitSystem) -> TableSection {
    let degrees = units.unit_for("degC");
    let row = |a: &TransientResult| {
        let plant = a.plant_before?;
        let outdoor = [plant.outdoor_dry_bulb_c, plant.outdoor_wet_bulb_c];
        let [dry, wet] = outdoor.map(|c| degrees.format_number(c, 1));
        Some(vec![a.name.clone(), plant.mode.to_string(), format_percent(plant.compressor_share), dry, wet])
    };
    let (dry, wet) = (degrees.heading_with_unit("Dry-bulb"), degrees.heading_with_unit("Wet-bulb"));
    let head = ["", "Cooling mode", "Heat carried by compressors", &dry, &wet];
    let rows = report.architectures.iter().filter_map(row).collect();
    numeric_section("Heat rejection before the first event: the site's design day", &head, rows)
}

fn heat_capacity_section(runs: &[(&TransientResult, &TransientRun)]) -> TableSection {
    let rows = runs.iter().flat_map(|(a, run)| {
        let all: f64 = run.capacities.iter().map(|c| c.j_k).sum();
        let row = move |c: &GroupHeatCapacity| {
            vec![
                format!("{}: {}", a.name, c.what),
                format_significant(c.j_k / 1e3),
                format_percent(c.j_k / all.max(f64::MIN_POSITIVE)),
            ]
        };
        run.capacities.iter().take(MAX_CAPACITY_ROWS).map(row)
    });
    numeric_section("Thermal mass of one rack and its loops", &["", "kJ/K", "Share"], rows.collect())
}
