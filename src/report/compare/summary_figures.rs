//! The figures of a comparison that decide: architectures side by side where they fit, else a row for each.

use crate::report::document::fold::{display_width, shorten_middle};
use crate::report::document::numbers::{format_number, format_significant};
use crate::report::document::section::{DataTable, RowGroup};
use crate::report::document::terminal::{line_width, render_table};
use crate::report::document::units::UnitSystem;
use crate::study::compare::end_use::EndUse;
use crate::study::compare::result::{AnnualResult, ArchitectureResult, Comparison};

use super::headline::rank_architectures;
use super::metrics::find_metric;

/// Architectures that stand side by side.
const MAX_SIDE_BY_SIDE: usize = 4;
/// Rows of architectures.
const MAX_ROWS: usize = 14;
/// Figures beside the names of a table of rows.
const MAX_FIGURE_COLUMNS: usize = 8;
/// Figures that a manager asks for.
const BRIEF_KEYS: [&str; 5] = [
    "facility_power_w",
    "annual.net_present_cost_usd",
    "annual.capital_usd",
    "annual.water_l",
    "annual.carbon_kg_co2e",
];
/// Widest and narrowest name that begins a row.
const NAME_WIDTHS: (usize, usize) = (28, 12);

type FigureValue = fn(&ArchitectureResult) -> Option<f64>;

type FigureText = Box<dyn Fn(&ArchitectureResult) -> Option<String>>;

/// A figure: labels for a row and for a column, its value, how it is written.
struct SummaryFigure {
    row: String,
    column: String,
    /// Decides whether the figure says anything, how it changes and which is best.
    value: FigureValue,
    show: FigureText,
    /// Whether less is better; nothing where neither is.
    less_is_better: Option<bool>,
    /// Key of the sampled interval.
    key: &'static str,
}

fn year(a: &ArchitectureResult) -> Option<&AnnualResult> {
    a.annual.as_ref()
}

/// A figure of a number in a unit, divided by `scale`.
fn plain(
    (row, column): (&str, &str),
    value: FigureValue,
    show: impl Fn(f64) -> String + 'static,
    less_is_better: Option<bool>,
    key: &'static str,
) -> SummaryFigure {
    let show = Box::new(move |a: &ArchitectureResult| value(a).map(&show));
    SummaryFigure { row: row.to_owned(), column: column.to_owned(), value, show, less_is_better, key }
}

fn kilowatts(watts: f64) -> String {
    if watts.abs() < 100e3 { format_significant(watts / 1e3) } else { format_number(watts / 1e3, 0) }
}

fn whole(scale: f64) -> impl Fn(f64) -> String {
    move |v| format_number(v / scale, 0)
}

/// The figures, the most important first; those of a unit system in its units.
fn figures(result: &Comparison, units: UnitSystem) -> Vec<SummaryFigure> {
    let years = format_number(result.cost.years, 0);
    let cubic = units.unit_for("m³").label;
    let money = units.unit_for("MUSD");
    let digits = |scale: f64, digits: usize| move |v: f64| format_number(v / scale, digits);
    let mut out = vec![
        plain(("Facility, mean kW", "Mean kW"), |a| a.facility_power_w, kilowatts, Some(true), "facility_power_w"),
        plain(
            ("Facility, peak kW", "Peak kW"),
            |a| year(a).map(|y| y.peak_facility_power_w),
            kilowatts,
            Some(true),
            "",
        ),
        plain(("TUE", "TUE"), |a| year(a).map(|y| y.tue), digits(1.0, 3), Some(true), "annual.tue"),
        plain(
            ("Tokens per J at the meter", "Tokens per J"),
            |a| year(a)?.tokens_per_joule,
            digits(1.0, 4),
            Some(false),
            "annual.tokens_per_joule",
        ),
        plain(
            (&format!("Total cost over {years} years, {}", money.label), &format!("Total {}", money.label)),
            |a| year(a).map(|y| y.ownership.net_present_cost_usd),
            move |usd| money.format_number(usd / 1e6, 2),
            Some(true),
            "annual.net_present_cost_usd",
        ),
        plain(
            (&format!("Capital, {}", money.label), &format!("Capital {}", money.label)),
            |a| year(a).map(|y| y.ownership.capital_usd),
            move |usd| money.format_number(usd / 1e6, 2),
            Some(true),
            "annual.capital_usd",
        ),
    ];
    out.push(plain(
        (&format!("Water on site, {cubic}/yr"), &format!("Water {cubic}")),
        |a| year(a)?.water_l,
        move |litres| units.unit_for("m³").format_number(litres / 1e3, 0),
        Some(true),
        "annual.water_l",
    ));
    out.push(plain(
        ("Carbon, t CO₂e/yr", "CO₂e t"),
        |a| year(a).map(|y| y.carbon_kg_co2e),
        whole(1e3),
        Some(true),
        "annual.carbon_kg_co2e",
    ));
    out.extend(rack_figures(result, units));
    out.extend(plant_figures());
    // What is zero or missing everywhere says nothing.
    out.retain(|f| result.architectures.iter().filter_map(|a| (f.value)(a)).any(|v| v != 0.0));
    out
}

/// Temperatures of a rack, its clock, and the number of racks.
fn rack_figures(result: &Comparison, units: UnitSystem) -> Vec<SummaryFigure> {
    let degrees = units.unit_for("°C").label;
    let temperature = move |c: f64, digits: usize| units.unit_for("°C").format_number(c, digits);
    let limit = |a: &ArchitectureResult| a.rack.as_ref().map(|r| r.chip_limit_c);
    let limits: Vec<f64> = result.architectures.iter().filter_map(limit).collect();
    let same_limit = limits.first().copied().filter(|first| limits.iter().all(|l| (l - first).abs() < 0.05));
    let chip = same_limit.map_or_else(
        || format!("Hottest chip (its limit), {degrees}"),
        |l| format!("Hottest chip (limit {}), {degrees}", temperature(l, 0)),
    );
    let own_limit = same_limit.is_none();
    let mut out = vec![SummaryFigure {
        row: chip,
        column: format!("Chip {degrees}"),
        value: |a| a.rack.as_ref().map(|r| r.hottest_chip_c),
        show: Box::new(move |a| {
            let rack = a.rack.as_ref()?;
            let own = if own_limit { format!(" ({})", temperature(rack.chip_limit_c, 0)) } else { String::new() };
            Some(temperature(rack.hottest_chip_c, 1) + &own)
        }),
        less_is_better: None,
        key: "",
    }];
    out.push(SummaryFigure {
        row: format!("Supply → return, {degrees}"),
        column: format!("Supply {degrees}"),
        value: |a| a.rack.as_ref().map(|r| r.supply_c),
        show: Box::new(move |a| {
            let rack = a.rack.as_ref()?;
            Some(format!("{} → {}", temperature(rack.supply_c, 1), temperature(rack.return_c, 1)))
        }),
        less_is_better: None,
        key: "",
    });
    let percent = |v: f64| format_number(100.0 * v, 1);
    let slow: FigureValue = |a| a.rack.as_ref().map(|r| r.performance);
    if result.architectures.iter().filter_map(slow).any(|p| p < 0.9995) {
        out.push(plain(("Clock, % of full", "Clock %"), slow, percent, Some(false), "rack.performance"));
    }
    out.push(SummaryFigure {
        row: "Rack, kW × racks".to_owned(),
        column: "Racks".to_owned(),
        value: |a| a.racks.map(f64::from),
        show: Box::new(|a| {
            let racks = format_number(f64::from(a.racks?), 0);
            Some(
                a.rack
                    .as_ref()
                    .map_or_else(|| racks.clone(), |r| format!("{} × {racks}", format_significant(r.power_w / 1e3))),
            )
        }),
        less_is_better: None,
        key: "",
    });
    out
}

/// Compressors, free cooling and hours above the set point.
fn plant_figures() -> Vec<SummaryFigure> {
    let chillers: FigureValue = |a| a.power.iter().find(|p| p.bucket == EndUse::Chillers).map(|p| p.power_w);
    let mut out = vec![plain(("Chillers, mean kW", "Chillers kW"), chillers, kilowatts, Some(true), "power.chillers")];
    out.push(plain(
        ("Free-cooling hours", "Free-cooling h"),
        |a| year(a).map(|y| y.free_cooling_hours),
        whole(1.0),
        Some(false),
        "annual.free_cooling_hours",
    ));
    out.push(plain(
        ("Unmet hours", "Unmet h"),
        |a| year(a).map(|y| y.unmet_hours),
        whole(1.0),
        Some(true),
        "annual.unmet_hours",
    ));
    out
}

/// The table as lines; nothing where nothing can be cooled.
pub(super) fn figures_table(result: &Comparison, units: UnitSystem, width: Option<usize>) -> Option<String> {
    let feasible: Vec<&ArchitectureResult> = rank_architectures(result).into_iter().map(|(a, _)| a).collect();
    if feasible.is_empty() {
        return None;
    }
    let figures = figures(result, units);
    if feasible.len() <= MAX_SIDE_BY_SIDE {
        let text = side_by_side(result, &figures, units, width);
        let lines = line_width(width).max(if width.is_none() { usize::MAX } else { 0 });
        // A table that is folded into records or into two is better turned.
        let whole = text.lines().count() <= figures.len() + 4;
        if feasible.len() <= 2 || whole && text.lines().all(|l| display_width(l) <= lines) {
            return Some(text);
        }
    }
    Some(rows_of_architectures(&feasible, &figures, line_width(width)))
}

/// What a manager asks of many architectures, a row each.
pub(super) fn brief_table(result: &Comparison, units: UnitSystem, width: usize) -> String {
    let ranked: Vec<&ArchitectureResult> = rank_architectures(result).into_iter().map(|(a, _)| a).collect();
    let asked: Vec<SummaryFigure> =
        figures(result, units).into_iter().filter(|f| BRIEF_KEYS.contains(&f.key)).collect();
    rows_of_architectures(&ranked, &asked, width)
}

/// Figures as rows; of two architectures with the change behind them.
fn side_by_side(result: &Comparison, figures: &[SummaryFigure], units: UnitSystem, width: Option<usize>) -> String {
    let shown: Vec<&ArchitectureResult> =
        result.architectures.iter().filter(|a| a.facility_power_w.is_some()).collect();
    let beside = result.uncertainty.as_ref().is_some_and(|sampled| sampled.beside_figures);
    let change = shown.len() == 2;
    let mut head: Vec<String> = std::iter::once(String::new()).chain(shown.iter().map(|a| a.name.clone())).collect();
    if change {
        head.push("change".to_owned());
    }
    let row = |figure: &SummaryFigure| {
        let cell = |a: &&ArchitectureResult| {
            let interval = find_metric(figure.key).filter(|_| beside);
            let text = interval.map_or_else(|| (figure.show)(a), |metric| Some(metric.format_figure(a, true, units)));
            text.unwrap_or_else(|| "–".to_owned())
        };
        let interval = beside.then(|| find_metric(figure.key)).flatten();
        let label = interval.map_or_else(|| figure.row.clone(), |metric| metric.heading_with_unit(units));
        let mut cells: Vec<String> = std::iter::once(label).chain(shown.iter().map(cell)).collect();
        if change {
            cells.push(change_text(figure, shown[0], shown[1]));
        }
        cells
    };
    let table = DataTable {
        head,
        groups: vec![RowGroup { title: None, rows: figures.iter().map(row).collect() }],
        numbers: true,
        max_columns: Some(MAX_SIDE_BY_SIDE + 1),
    };
    render_table(&table, width)
}

/// A change in per cent; nothing of what is neither better nor worse, or was zero.
fn change_text(figure: &SummaryFigure, from: &ArchitectureResult, to: &ArchitectureResult) -> String {
    let values = (figure.value)(from).zip((figure.value)(to));
    let Some((from, to)) = values.filter(|(from, _)| *from != 0.0 && figure.less_is_better.is_some()) else {
        return String::new();
    };
    let share = 100.0 * (to / from - 1.0);
    let sign = if share >= 0.05 { "+" } else { "" };
    format!("{sign}{} %", format_number(share, 1))
}

/// Architectures as rows, the one that draws least first, the best of every column marked; as many columns as fit.
fn rows_of_architectures(ranked: &[&ArchitectureResult], figures: &[SummaryFigure], width: usize) -> String {
    let shown = &ranked[..ranked.len().min(MAX_ROWS)];
    let longest = shown.iter().map(|a| display_width(&a.name)).max().unwrap_or(0);
    let name_width = longest.min(NAME_WIDTHS.0).min((width / 3).max(NAME_WIDTHS.1));
    let mut names: Vec<String> = shown.iter().map(|a| shorten_middle(&a.name, name_width)).collect();
    let alike = names.iter().enumerate().any(|(i, name)| names[..i].contains(name));
    let mut out = String::new();
    if alike {
        // Names that differ only in their middle are told apart by letters.
        names = (0..shown.len()).map(letter).collect();
        let key = shown.iter().zip(&names).map(|(a, letter)| vec![letter.clone(), a.name.clone()]).collect();
        out = render_table(&DataTable::from_rows(Vec::new(), key, false), Some(width)) + "\n";
    }
    let best = |figure: &SummaryFigure| -> Option<f64> {
        let values = ranked.iter().filter_map(|a| (figure.value)(a));
        Some(if figure.less_is_better? {
            values.fold(f64::INFINITY, f64::min)
        } else {
            values.fold(f64::NEG_INFINITY, f64::max)
        })
    };
    let chosen: Vec<&SummaryFigure> = figures.iter().filter(|f| !f.row.starts_with("Supply →")).collect();
    let table = |count: usize| {
        let columns = &chosen[..count];
        let row = |(a, name): (&&ArchitectureResult, &String)| {
            let cell = |f: &&SummaryFigure| {
                let mark = if (f.value)(a).is_some() && (f.value)(a) == best(f) { "*" } else { " " };
                (f.show)(a).unwrap_or_else(|| "–".to_owned()) + mark
            };
            std::iter::once(name.clone()).chain(columns.iter().map(cell)).collect()
        };
        DataTable {
            head: std::iter::once(String::new()).chain(columns.iter().map(|f| format!("{} ", f.column))).collect(),
            groups: vec![RowGroup { title: None, rows: shown.iter().zip(&names).map(row).collect() }],
            numbers: true,
            max_columns: Some(count),
        }
    };
    let fits = |count: &usize| {
        let text = render_table(&table(*count), Some(width));
        // A block for all: a head of three lines at most over the rows.
        text.lines().count() <= shown.len() + 3
    };
    let most = chosen.len().min(MAX_FIGURE_COLUMNS);
    let count = (1..=most).rev().find(fits).unwrap_or(1);
    out.push_str(&render_table(&table(count), Some(width)));
    let left = ranked.len() - shown.len();
    let more = if left > 0 { format!("; {left} more: --full") } else { String::new() };
    out + &format!("  * best of its column{more}\n")
}

/// A, B, … Z, AA, AB.
fn letter(i: usize) -> String {
    let last = char::from(b'A' + u8::try_from(i % 26).unwrap_or(0)).to_string();
    if i < 26 { last } else { letter(i / 26 - 1) + &last }
}
