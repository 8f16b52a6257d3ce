//! Electricity, water and carbon of a year side by side: what the site takes, and what its power plants take for it.

use plotters::style::RGBColor;

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, text_width};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::scale::pixel_height;
use crate::report::chart::theme::Theme;
use crate::report::document::intervals::EQUAL_SHARE;
use crate::report::document::numbers::{format_energy, format_number, format_significant};
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::compare::result::{AnnualResult, ArchitectureResult, Comparison};

use super::bar_panels::{BarColumn, BarFigure, draw_bar_panels, panels_height};

const WIDTH: u32 = 960;

/// The chart; nothing to draw without a year.
pub fn build_chart(result: &Comparison, units: UnitSystem) -> Result<Option<Chart>, ReportError> {
    let years: Vec<(&ArchitectureResult, &AnnualResult)> =
        result.architectures.iter().filter_map(|a| Some((a, a.annual.as_ref()?))).collect();
    let Some(title) = chart_title(&years, units) else { return Ok(None) };
    let subtitle = "A year’s electricity, water and carbon of the grid’s electricity".to_owned();
    let names: Vec<&str> = years.iter().map(|(a, _)| a.name.as_str()).collect();
    let columns = [electricity(&years), water(&years, result, units), carbon(&years)];
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 26.0;
    let height = pixel_height(top + panels_height(years.len()) + 34.0);
    let estimated = years.iter().any(|(_, y)| y.water_l.is_none());
    let chart = Chart::from_painter("energy-water-carbon", (title, subtitle), (WIDTH, height), |canvas| {
        let fills = part_fills(&canvas.theme);
        draw_legend(canvas, fills, top - 14.0);
        draw_bar_panels(canvas, &names, &columns, top, &fills);
        let about = if estimated { " About: from bins of the weather, to 10 %." } else { "" };
        canvas.draw_footer(&format!(
            "{}: {}. Grid: {} g CO₂e and {} of water a kWh.{about}",
            result.site.location,
            result.site.dataset,
            format_number(result.site.grid_carbon_g_per_kwh, 0),
            units.unit_for("L").format_with_unit(result.site.electricity_water_l_per_kwh, 2)
        ));
    })?;
    let mut table = ChartTable::new([
        "architecture",
        "energy_kwh",
        "it_energy_kwh",
        "water_on_site_l",
        "water_at_power_plants_l",
        "carbon_kg_co2e",
    ]);
    for (a, y) in &years {
        table.push([
            a.name.clone(),
            number_cell(y.energy_kwh),
            number_cell(y.it_energy_kwh),
            number_cell(y.water_l.or(y.water_from_bins_l)),
            number_cell(result.site.electricity_water_l_per_kwh * y.energy_kwh),
            number_cell(y.carbon_kg_co2e),
        ]);
    }
    let said = |i: usize| {
        let parts = columns.iter().filter_map(|c| Some(format!("{}: {}", c.head, c.bars[i].as_ref()?.text)));
        format!("{}, {}.", names[i], parts.collect::<Vec<_>>().join("; "))
    };
    Ok(Some(chart.with_numbers(&(0..names.len()).map(said).collect::<Vec<_>>().join(" "), table)))
}

/// Fills of the two parts of a bar: neither is a component's colour.
fn part_fills(theme: &Theme) -> [RGBColor; 2] {
    [theme.tint_color(theme.ink, 0.72), theme.tint_color(theme.ink, 0.34)]
}

fn draw_legend(canvas: &mut Canvas, fills: [RGBColor; 2], y: f64) {
    let look = LabelStyle { size: 12.5, bold: false, color: canvas.theme.ink };
    let mut x = MARGIN;
    let words = ["IT equipment; water on site; carbon", "facility overhead; water at the power plants"];
    for (fill, text) in fills.into_iter().zip(words) {
        canvas.fill_rect([x, y - 6.0, x + 12.0, y + 6.0], fill);
        canvas.draw_text(text, (x + 18.0, y), TextAnchor::Left, look);
        x += 18.0 + text_width(text, look) + 24.0;
    }
}

fn electricity(years: &[(&ArchitectureResult, &AnnualResult)]) -> BarColumn {
    let bar = |y: &AnnualResult| BarFigure {
        parts: vec![y.it_energy_kwh / 1e3, (y.energy_kwh - y.it_energy_kwh) / 1e3],
        text: format_number(y.energy_kwh / 1e3, 0),
    };
    BarColumn { head: "Electricity, MWh a year".to_owned(), bars: years.iter().map(|(_, y)| Some(bar(y))).collect() }
}

fn water(years: &[(&ArchitectureResult, &AnnualResult)], result: &Comparison, units: UnitSystem) -> BarColumn {
    let unit = units.unit_for("m3");
    let bar = |y: &AnnualResult| {
        let on_site = y.water_l.or(y.water_from_bins_l)? / 1e3;
        let at_plants = result.site.electricity_water_l_per_kwh * y.energy_kwh / 1e3;
        let about = if y.water_l.is_none() { "about " } else { "" };
        let text = format!("{about}{} + {}", unit.format_number(on_site, 0), unit.format_number(at_plants, 0));
        Some(BarFigure { parts: vec![unit.convert_from_si(on_site), unit.convert_from_si(at_plants)], text })
    };
    let label = unit.label;
    BarColumn { head: format!("Water, {label} a year"), bars: years.iter().map(|(_, y)| bar(y)).collect() }
}

fn carbon(years: &[(&ArchitectureResult, &AnnualResult)]) -> BarColumn {
    let bar = |y: &AnnualResult| BarFigure {
        parts: vec![y.carbon_kg_co2e / 1e3],
        text: format_number(y.carbon_kg_co2e / 1e3, 0),
    };
    BarColumn {
        head: "Carbon of operation, t CO₂e a year".to_owned(),
        bars: years.iter().map(|(_, y)| Some(bar(y))).collect(),
    }
}

/// What the architecture with the least electricity saves against the first, or against the most where it is the first.
fn chart_title(years: &[(&ArchitectureResult, &AnnualResult)], units: UnitSystem) -> Option<String> {
    let by = |a: &&(&ArchitectureResult, &AnnualResult), b: &&(&ArchitectureResult, &AnnualResult)| {
        a.1.energy_kwh.total_cmp(&b.1.energy_kwh)
    };
    let (first, least, most) = (years.first()?, years.iter().min_by(by)?, years.iter().max_by(by)?);
    let cubic = |l: f64| {
        let unit = units.unit_for("m3");
        let label = unit.label;
        format!("{} {label}", format_significant(unit.convert_from_si(l / 1e3)))
    };
    let tonnes = |kg: f64| format!("{} t of CO₂e", format_significant(kg / 1e3));
    let site_water = |y: &AnnualResult| y.water_l.or(y.water_from_bins_l);
    if years.len() == 1 {
        let (a, y) = first;
        let water = site_water(y).map_or_else(String::new, |l| format!(", {} of water on site", cubic(l)));
        return Some(format!(
            "‘{}’ takes {}{water} and {} a year",
            a.name,
            format_energy(y.energy_kwh),
            tonnes(y.carbon_kg_co2e)
        ));
    }
    let other = if std::ptr::eq(first.0, least.0) { most } else { first };
    let saved_kwh = other.1.energy_kwh - least.1.energy_kwh;
    if saved_kwh < EQUAL_SHARE * other.1.energy_kwh {
        return Some("All architectures take the same electricity".to_owned());
    }
    let water = site_water(other.1).zip(site_water(least.1)).map(|(a, b)| a - b).filter(|l| l.abs() >= 500.0);
    let water = water.map_or_else(String::new, |l| {
        let more = if l > 0.0 { "" } else { " more" };
        format!(", {}{more} of water on site", cubic(l.abs()))
    });
    let carbon_kg = other.1.carbon_kg_co2e - least.1.carbon_kg_co2e;
    let carbon = if carbon_kg.abs() < 1.0 {
        String::new()
    } else {
        format!(" and {}{}", tonnes(carbon_kg.abs()), if carbon_kg < 0.0 { " more" } else { "" })
    };
    Some(format!(
        "‘{}’ takes {} of electricity less than ‘{}’ a year{water}{carbon}",
        least.0.name,
        format_energy(saved_kwh),
        other.0.name
    ))
}
