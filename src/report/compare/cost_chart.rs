//! Cost over the years: capital at once and every year's cost discounted to today, summed up to each year, a line for each
//! architecture; and what the sum consists of.

use crate::report::chart::Chart;
use crate::report::chart::canvas::Canvas;
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::plane::Axis;
use crate::report::chart::scale::pixel_height;
use crate::report::chart::series::{SeriesAxes, SeriesLine, draw_series, plane_height};
use crate::report::document::intervals::EQUAL_SHARE;
use crate::report::document::numbers::{format_number, format_significant};
use crate::report::document::units::{DisplayUnit, UnitSystem};
use crate::report::error::ReportError;
use crate::site::money::{annuity_factor, net_present_cost};
use crate::study::compare::result::{AnnualResult, ArchitectureResult, Comparison};

use super::bar_panels::{BarColumn, BarFigure, draw_bar_panels, panels_height};

const WIDTH: u32 = 960;
const PLANE_HEIGHT: f64 = 320.0;
/// Pieces of a line.
const LINE_SEGMENTS: u32 = 40;

/// An architecture's cost.
struct CostCurve<'a> {
    architecture: &'a ArchitectureResult,
    /// Its place in the scenario.
    place: usize,
    year: &'a AnnualResult,
}

impl CostCurve<'_> {
    /// Cost up to a year, in today's money.
    fn until(&self, rate: f64, years: f64) -> f64 {
        net_present_cost(self.year.ownership.capital_usd, self.year.ownership.annual_cost_usd, rate, years)
    }
}

/// A scale of money: US dollars to one of its unit, and the unit.
pub(super) fn money_scale(most_usd: f64, units: UnitSystem) -> (f64, DisplayUnit<'static>) {
    let most = units.unit_for("USD").convert_from_si(most_usd);
    let (scale, unit) = if most >= 1e6 { (1e6, "million USD") } else { (1e3, "thousand USD") };
    let unit = units.unit_for(unit);
    (scale / unit.convert_from_si(1.0), unit)
}

/// An amount with its unit.
pub(super) fn format_money(usd: f64, units: UnitSystem) -> String {
    let (by, unit) = money_scale(usd.abs(), units);
    format!("{} {}", format_significant(usd / by), unit.label)
}

/// Both charts; none without a year.
pub fn build_charts(result: &Comparison, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
    let curves: Vec<CostCurve<'_>> = result
        .architectures
        .iter()
        .enumerate()
        .filter_map(|(place, architecture)| {
            Some(CostCurve { architecture, place, year: architecture.annual.as_ref()? })
        })
        .collect();
    if curves.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![lines_chart(result, &curves, units)?, parts_chart(result, &curves, units)?])
}

fn money_note(result: &Comparison) -> String {
    format!(
        "{} years, discounted at {} % a year without inflation",
        format_number(result.cost.years, usize::from(result.cost.years.fract() != 0.0)),
        format_number(100.0 * result.cost.discount_rate, 1)
    )
}

/// Where the price of electricity is from, in the signs of print.
fn price_basis(result: &Comparison) -> String {
    result.site.electricity_price_basis.replace("+-", "±")
}

/// What the total leaves out or holds.
fn capital_note(result: &Comparison) -> &'static str {
    if result.cost.it_cost_usd_per_accelerator.is_some() {
        "Capital with that of the IT."
    } else {
        "Capital without that of the IT."
    }
}

fn lines_chart(result: &Comparison, curves: &[CostCurve<'_>], units: UnitSystem) -> Result<Chart, ReportError> {
    let (rate, years) = (result.cost.discount_rate, result.cost.years);
    let most = curves.iter().map(|c| c.until(rate, years)).fold(1.0, f64::max);
    let (by, unit) = money_scale(most, units);
    let title = lines_title(result, curves, units);
    let subtitle =
        format!("Capital and the sum of yearly costs up to each year, {}; {}", unit.label, money_note(result));
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 26.0;
    let bottom = top + plane_height(curves.len(), PLANE_HEIGHT);
    let line = |c: &CostCurve<'_>| {
        let at = |k: u32| years * f64::from(k) / f64::from(LINE_SEGMENTS);
        (0..=LINE_SEGMENTS).map(|k| (at(k), c.until(rate, at(k)) / by)).collect::<Vec<_>>()
    };
    let series: Vec<SeriesLine<'_>> =
        curves.iter().map(|c| SeriesLine { name: &c.architecture.name, place: c.place, points: line(c) }).collect();
    let chart =
        Chart::from_painter("cost-over-years", (title, subtitle), (WIDTH, pixel_height(bottom + 82.0)), |canvas| {
            let ends = series.iter().flat_map(|s| s.points.iter().map(|p| p.1));
            let money = unit.heading_with_unit("Cost so far");
            let axes = SeriesAxes { x: (Axis::from_zero(years), "Years"), y: (Axis::from_values(ends, true), &money) };
            draw_series(canvas, &series, &axes, (top, bottom));
            canvas.draw_footer(&format!(
                "{} Electricity {}: {}.",
                capital_note(result),
                units.unit_for("USD/kWh").format_with_unit(result.site.electricity_price_usd_per_kwh, 3),
                price_basis(result)
            ));
        })?;
    let said = |c: &CostCurve<'_>| {
        let (capital, total) = (c.until(rate, 0.0), c.until(rate, years));
        format!(
            "{}: {} at once, {} in all.",
            c.architecture.name,
            format_money(capital, units),
            format_money(total, units)
        )
    };
    let mut table = ChartTable::new(["architecture", "years", "cost_usd"]);
    for (line, (at, cost)) in series.iter().flat_map(|s| s.points.iter().map(move |p| (s, p))) {
        table.push([line.name.to_owned(), number_cell(*at), number_cell(cost * by)]);
    }
    Ok(chart.with_numbers(&curves.iter().map(said).collect::<Vec<_>>().join(" "), table))
}

/// What the cheapest saves against the first, or the dearest costs above it, and from when on.
fn lines_title(result: &Comparison, curves: &[CostCurve<'_>], units: UnitSystem) -> String {
    let (rate, years) = (result.cost.discount_rate, result.cost.years);
    let by = |a: &&CostCurve<'_>, b: &&CostCurve<'_>| a.until(rate, years).total_cmp(&b.until(rate, years));
    let (Some(least), Some(most)) = (curves.iter().min_by(by), curves.iter().max_by(by)) else { return String::new() };
    let first = &curves[0];
    let name = |c: &CostCurve<'_>| format!("‘{}’", c.architecture.name);
    let span = format!("over {} years", format_number(years, usize::from(years.fract() != 0.0)));
    if curves.len() == 1 {
        return format!(
            "{} costs {} {span}, {} of it at once",
            name(first),
            format_money(first.until(rate, years), units),
            format_money(first.year.ownership.capital_usd, units)
        );
    }
    let other = if std::ptr::eq(first, least) { most } else { first };
    let saved = other.until(rate, years) - least.until(rate, years);
    if saved < EQUAL_SHARE * other.until(rate, years) {
        return format!("All architectures cost the same {span}");
    }
    let (capital, yearly) = (
        least.year.ownership.capital_usd - other.year.ownership.capital_usd,
        other.year.ownership.annual_cost_usd - least.year.ownership.annual_cost_usd,
    );
    let when = match payback_years(capital, yearly, rate) {
        None => "cheaper from the start".to_owned(),
        Some(t) => {
            format!("{} dearer at first, cheaper after {} years", format_money(capital, units), format_number(t, 1))
        }
    };
    format!("{} costs {} less than {} {span}: {when}", name(least), format_money(saved, units), name(other))
}

/// Years after which more capital has paid for itself by what it saves a year: `A(t) = K/C` with the annuity factor
/// `A(t) = (1 − (1+r)^−t)/r`. Nothing where there is none to pay, or where it never does.
fn payback_years(capital_usd: f64, saved_usd: f64, rate: f64) -> Option<f64> {
    if capital_usd <= 0.0 || saved_usd <= 0.0 {
        return None;
    }
    let factor = capital_usd / saved_usd;
    if rate < 1e-9 {
        return Some(factor);
    }
    let left = 1.0 - rate * factor;
    (left > 0.0).then(|| -left.ln() / rate.ln_1p())
}

/// A part of the cost: its name, its dollars, and whether these are a year's.
type CostPart = (&'static str, fn(&AnnualResult) -> f64, bool);

/// What the total consists of: a column for each part, all in today's money.
fn parts_chart(result: &Comparison, curves: &[CostCurve<'_>], units: UnitSystem) -> Result<Chart, ReportError> {
    let (rate, years) = (result.cost.discount_rate, result.cost.years);
    let factor = annuity_factor(rate, years);
    let most = curves.iter().map(|c| c.until(rate, years)).fold(1.0, f64::max);
    let (by, unit) = money_scale(most, units);
    let parts: [CostPart; 6] = [
        ("Capital of the IT", |y| y.ownership.it_capital_usd.unwrap_or(0.0), false),
        (
            "Capital of plant, power and racks’ cooling",
            |y| y.ownership.capital_usd - y.ownership.it_capital_usd.unwrap_or(0.0),
            false,
        ),
        ("Electricity", |y| y.cost_usd, true),
        ("Demand charges", |y| y.ownership.demand_cost_usd, true),
        ("Water", |y| y.ownership.water_cost_usd, true),
        ("Maintenance", |y| y.ownership.maintenance_cost_usd, true),
    ];
    let value = |part: &CostPart, c: &CostCurve<'_>| (part.1)(c.year) * if part.2 { factor } else { 1.0 } / by;
    let digits = if most / by < 20.0 { 2 } else { 1 };
    let column = |head: &str, of: &dyn Fn(&CostCurve<'_>) -> f64| BarColumn {
        head: head.to_owned(),
        bars: curves
            .iter()
            .map(|c| Some(BarFigure { parts: vec![of(c)], text: format_number(of(c), digits) }))
            .collect(),
    };
    let mut columns = vec![column("Total", &|c| c.until(rate, years) / by)];
    columns.extend(
        parts.iter().filter(|p| curves.iter().any(|c| value(p, c) > 0.0)).map(|p| column(p.0, &|c| value(p, c))),
    );
    let title = parts_title(
        &parts.map(|p| (p.0, curves.iter().map(|c| value(&p, c)).collect::<Vec<f64>>())),
        curves,
        &unit.label,
    );
    let subtitle = format!(
        "Cost in today’s money by what it is spent on, {}; {}; each column on its own scale",
        unit.label,
        money_note(result)
    );
    let names: Vec<&str> = curves.iter().map(|c| c.architecture.name.as_str()).collect();
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 4.0;
    let height = pixel_height(top + panels_height(curves.len()) + 34.0);
    let chart = Chart::from_painter("cost-parts", (title, subtitle), (WIDTH, height), |canvas| {
        let fill = [canvas.theme.tint_color(canvas.theme.ink, 0.6)];
        draw_bar_panels(canvas, &names, &columns, top, &fill);
        canvas.draw_footer(&format!("{} Prices: {}.", capital_note(result), price_basis(result)));
    })?;
    let mut table = ChartTable::new(["architecture", "part", "cost_usd"]);
    for column in &columns {
        for (name, bar) in names.iter().zip(&column.bars) {
            let usd = bar.as_ref().map(|bar| bar.parts[0] * by);
            table.push([(*name).to_owned(), column.head.clone(), number_cell(usd)]);
        }
    }
    let said = |i: usize| {
        let parts = columns.iter().filter_map(|c| Some(format!("{} {}", c.head, c.bars[i].as_ref()?.text)));
        format!("{}: {}.", names[i], parts.collect::<Vec<_>>().join(", "))
    };
    Ok(chart.with_numbers(&(0..names.len()).map(said).collect::<Vec<_>>().join(" "), table))
}

/// What is spent on, and how much by each curve.
type SpentPart = (&'static str, Vec<f64>);

/// Which part makes most of the difference between the cheapest and the dearest.
fn parts_title(parts: &[SpentPart], curves: &[CostCurve<'_>], unit: &str) -> String {
    let total = |i: usize| parts.iter().map(|p| p.1[i]).sum::<f64>();
    let all = 0..curves.len();
    let (Some(least), Some(most)) = (
        all.clone().min_by(|a, b| total(*a).total_cmp(&total(*b))),
        all.max_by(|a, b| total(*a).total_cmp(&total(*b))),
    ) else {
        return String::new();
    };
    let largest = |value: &dyn Fn(&SpentPart) -> f64| {
        parts.iter().max_by(|a, b| value(a).total_cmp(&value(b))).map(|p| (p.0, value(p)))
    };
    let lower = |text: &str| crate::report::document::phrase::lowercase_first_letter(text);
    let apart = total(most) - total(least);
    if apart < EQUAL_SHARE * total(most) {
        let found = largest(&|p| p.1[most]);
        return found.map_or_else(String::new, |(what, value)| {
            format!(
                "{} % of the cost of ‘{}’ is {}",
                format_number(100.0 * value / total(most).max(1e-12), 0),
                curves[most].architecture.name,
                lower(what)
            )
        });
    }
    let found = largest(&|p| p.1[most] - p.1[least]);
    found.map_or_else(String::new, |(what, value)| {
        format!(
            "‘{}’ costs {} {unit} more than ‘{}’: {} +{}",
            curves[most].architecture.name,
            format_significant(apart),
            curves[least].architecture.name,
            lower(what),
            format_significant(value)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1,000 more now and 250 less a year: four years without interest; at 8 % A(t) = 4, t = −ln(0.68)/ln(1.08) = 5.011.
    #[test]
    fn more_capital_pays_for_itself_by_hand() {
        assert_eq!(payback_years(1000.0, 250.0, 0.0), Some(4.0));
        let t = payback_years(1000.0, 250.0, 0.08).unwrap();
        assert!((t - 5.0111).abs() < 1e-3 && (annuity_factor(0.08, t) - 4.0).abs() < 1e-9, "{t}");
        assert_eq!(payback_years(1000.0, 70.0, 0.08), None, "interest takes more than it saves");
        assert_eq!(payback_years(-10.0, 5.0, 0.08), None);
    }
}
