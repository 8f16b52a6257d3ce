//! One self-contained page: the answer, the figures, the charts, the parts, the assumptions and their sources, and how to
//! make it again. No script, nothing fetched; every text escaped.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::report::chart::Chart;
use crate::report::chart::fonts::font_css;
use crate::report::context::ReportContext;
use crate::report::document::numbers::{format_it_size, format_number, format_power};
use crate::report::document::page::{STYLE, assumptions_markup, reproduction_markup};
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::report::uncertainty::words::headline_sentences;
use crate::study::compare::result::{ArchitectureResult, Comparison, InstalledEquipment};

use super::metrics::{METRICS, SECTIONS};
use super::{headline, power_chain};

/// The page.
///
/// # Errors
/// None today; charts are already drawn.
pub fn render_page(result: &Comparison, context: &ReportContext, charts: &[Chart]) -> Result<String, ReportError> {
    let units = context.units;
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (result.title) }
                style { (PreEscaped(font_css())) (PreEscaped(STYLE)) }
            }
            body {
                main {
                    (headline_markup(result))
                    (figures_markup(result, units))
                    section { h2 { "Charts" } @for chart in charts { div class="scroll" { (PreEscaped(chart.inline_svg(false))) (PreEscaped(chart.inline_svg(true))) } } }
                    (uncertainty_markup(result))
                    (limits_markup(result, units))
                    (rack_parts_markup(result, units))
                    (plant_markup(result, units))
                    (power_chain::price_assumptions_section(&result.site, &result.cost, units).render_html())
                    @for a in &result.architectures {
                        @for section in [power_chain::power_chain_section(a), power_chain::capital_cost_section(a, units)].into_iter().flatten() { (section.render_html()) }
                    }
                    (assumptions_markup(&result.assumptions, &result.sources))
                    (reproduction_markup(context))
                }
            }
        }
    };
    Ok(page.into_string())
}

fn headline_markup(result: &Comparison) -> Markup {
    let site = &result.site;
    html! {
        h1 { (result.title) }
        p class="faint" { (site.location) "; " (site.dataset) ". " (format_it_size(&result.it)) ", "
            (format_number(result.it.utilisation * 100.0, 0)) " % of the servers busy." }
        p class="answer" { (headline::headline_sentence(result)) }
        @if let Some(sentence) = headline::energy_per_token_sentence(result) { p { (sentence) } }
        @for difference in &result.differences { p { (headline::difference_sentence(difference)) } }
    }
}

fn figures_markup(result: &Comparison, units: UnitSystem) -> Markup {
    html! {
        section {
            h2 { "Side by side" }
            div class="scroll" { table {
                thead { tr { th { "" } @for a in &result.architectures { th class="n" { (a.name) } } } }
                tbody {
                    @for section in SECTIONS {
                        tr { th colspan=(result.architectures.len() + 1) { (section) } }
                        @for m in METRICS.iter().filter(|m| m.section == section) {
                            tr { td { (m.heading_with_unit(units)) } @for a in &result.architectures { td class="n" { (m.format_with_interval(a, units)) } } }
                        }
                    }
                }
            } }
            p class="faint" { "PUE: facility over IT energy, server fans and power supplies counted as IT. ITUE: IT over compute energy. "
                "TUE = ITUE × PUE. WUE: " (units.unit_for("litres").label) " drawn on site per kWh of IT energy. CUE: location-based carbon per kWh of IT energy. "
                "Ratios are ratios of the year's sums. Mean power mixes busy and idle servers; the rack is shown at full load." }
        }
    }
}

/// How sure the answer is, and which inputs are estimates.
fn uncertainty_markup(result: &Comparison) -> Markup {
    html! {
        section {
            h2 { "How sure" }
            @if let Some(sampled) = &result.uncertainty {
                p { (headline::sampling_note(sampled)) }
                ul { @for answer in headline_sentences(&sampled.chances) { li { (answer) } } }
            }
            p { (headline::estimates_note(result)) }
        }
    }
}

fn limits_markup(result: &Comparison, units: UnitSystem) -> Markup {
    html! {
        section {
            h2 { "Limits and warnings" }
            ul {
                @for a in &result.architectures {
                    @if let Some(limit) = &a.limit {
                        li { strong { (a.name) } ": "
                            @if a.feasible { "first limit: " (units.convert_text(limit)) } @else { span class="bad" { "not feasible: " (units.convert_text(limit)) } } }
                    }
                }
                @for warning in &result.warnings.texts() { li { (units.convert_note(warning)) } }
                @for a in &result.architectures {
                    @if let Some(year) = &a.annual { li { (a.name) ": tokens: " (year.tokens_reason) "." } }
                }
            }
        }
    }
}

fn rack_parts_markup(result: &Comparison, units: UnitSystem) -> Markup {
    let (t, k) = (units.unit_for("°C"), units.unit_for("K"));
    html! {
        section {
            h2 { "Inside one rack, full load" }
            @for a in &result.architectures { @if let Some(rack) = &a.rack {
                h3 { (a.name) ": " (format_power(rack.power_w)) ", " (a.system_name) }
                div class="scroll" { table {
                    thead { tr { th { "Part, in its worst position" } th class="n" { "Count" } th class="n" { "Power, W" }
                        @for head in units.convert_headings(["Inlet, °C", "Junction, °C", "Limit, °C", "Margin, K"]) { th class="n" { (head) } } } }
                    tbody { @for p in &rack.parts { tr {
                        td { (p.name) } td class="n" { (p.count) } td class="n" { (format_number(p.power_w, 0)) }
                        td class="n" { (t.format_number(p.inlet_c, 1)) } td class="n" { (t.format_number(p.temperature_c, 1)) }
                        td class="n" { (t.format_number(p.limit_c, 0)) } td class="n" { (k.format_number(p.limit_c - p.temperature_c, 1)) }
                    } } }
                } }
            } }
        }
    }
}

fn plant_markup(result: &Comparison, units: UnitSystem) -> Markup {
    let t = units.unit_for("°C");
    let capacity = |i: &InstalledEquipment| {
        let show = |w| if i.cools { units.format_cooling_capacity(w) } else { format_power(w) };
        i.capacity_w.map_or_else(|| "–".to_owned(), show)
    };
    let installed = |a: &ArchitectureResult| {
        html! { div class="scroll" { table {
            thead { tr { th { "Installed" } th class="n" { "Count" } th class="n" { "Each" } th { "Catalog" } } }
            tbody { @for i in &a.plant { tr {
                td { (i.what) } td class="n" { (i.count) } td class="n" { (capacity(i)) } td { (i.equipment) }
            } } }
        } } }
    };
    let site = &result.site;
    html! {
        section {
            h2 { "Plant and place" }
            p { "The air passes " (t.format_with_unit(site.design_dry_bulb_c, 1)) " dry-bulb and " (t.format_with_unit(site.design_wet_bulb_c, 1))
                " wet-bulb in 0.4 % of the hours; capacity bears " (t.format_with_unit(site.extreme_dry_bulb_c, 1)) " and "
                (t.format_with_unit(site.extreme_wet_bulb_c, 1)) " (" (units.convert_text(site.design_basis.describe())) "). Weather: " (site.credit) "." }
            @for a in result.architectures.iter().filter(|a| a.feasible) { h3 { (a.name) } (installed(a)) }
        }
    }
}
