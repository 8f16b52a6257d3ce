//! Tables of power chain, prices and rates, the same in every view.

use crate::report::document::numbers::{format_number, format_power, format_significant};
use crate::report::document::section::TableSection;
use crate::report::document::units::UnitSystem;
use crate::scenario::ModulePricing;
use crate::study::compare::result::{ArchitectureResult, SiteSummary};
use crate::study::compare::result::{CostParameters, PowerStage};
use crate::units::typeset::typeset_text;

/// A number of units; of partly filled racks not a whole one.
fn format_unit_count(n: f64) -> String {
    format_number(n, usize::from(n.fract() != 0.0))
}

/// Every conversion between meter and boards; nothing for an architecture without figures.
pub(crate) fn power_chain_section(a: &ArchitectureResult) -> Option<TableSection> {
    let percent = |share: f64| format_number(100.0 * share, 1);
    let row = |s: &PowerStage| {
        vec![
            s.group.as_ref().map_or_else(|| s.stage.to_owned(), |group| format!("{} ({group})", s.stage)),
            format_unit_count(s.installed),
            s.needed.map_or_else(|| "–".to_owned(), |n| format_number(n, 0)),
            format_power(s.rated_w),
            percent(s.full.load_share),
            percent(s.full.efficiency),
            format_significant(s.full.loss_w / 1e3),
            percent(s.mean.load_share),
            percent(s.mean.efficiency),
            format_significant(s.mean.loss_w / 1e3),
            s.heat_to.name().to_owned(),
        ]
    };
    let head = [
        "",
        "Units",
        "Needed",
        "Each",
        "Full load, %",
        "Efficiency, %",
        "Loss, kW",
        "Mean load, %",
        "Efficiency, %",
        "Loss, kW",
        "Heat to",
    ];
    (!a.power_chain.is_empty()).then(|| TableSection {
        title: format!("{}: power chain, {}, {}", a.name, a.distribution, a.redundancy),
        head: head.map(str::to_owned).to_vec(),
        rows: a.power_chain.iter().map(row).collect(),
        numbers: true,
    })
}

/// What is priced; nothing for an architecture without figures.
pub(crate) fn capital_cost_section(a: &ArchitectureResult, units: UnitSystem) -> Option<TableSection> {
    let year = a.annual.as_ref()?;
    let thousand = |usd: f64| units.unit_for("kUSD").format_number(usd / 1e3, 0);
    let dash = || "–".to_owned();
    let mut rows: Vec<Vec<String>> = a
        .capital
        .iter()
        .map(|c| {
            let show = |w| if c.cools { units.format_cooling_capacity(w) } else { format_power(w) };
            let each = c.capacity_w.map_or_else(dash, show);
            vec![c.what.clone(), format_unit_count(c.count), each, thousand(c.usd), c.record.clone()]
        })
        .collect();
    if let Some(usd) = year.ownership.it_capital_usd {
        rows.push(vec!["IT equipment".to_owned(), dash(), dash(), thousand(usd), "given by the scenario".to_owned()]);
    }
    rows.push(vec!["Total".to_owned(), dash(), dash(), thousand(year.ownership.capital_usd), String::new()]);
    Some(TableSection {
        title: format!("{}: capital cost", a.name),
        head: ["", "Count", "Each", &units.unit_for("kUSD").label, "Price"].map(str::to_owned).to_vec(),
        rows,
        numbers: true,
    })
}

/// What electricity and water cost and carry, and how a cost of ownership is counted.
pub(crate) fn price_assumptions_section(site: &SiteSummary, cost: &CostParameters, units: UnitSystem) -> TableSection {
    let row = |what: &str, value: String, basis: &str| vec![what.to_owned(), value, typeset_text(basis)];
    let share = |v: f64| format!("{} %", format_number(100.0 * v, 1));
    let price = units.unit_for("USD/kWh").format_with_unit(site.electricity_price_usd_per_kwh, 4);
    let mut rows = vec![row("Electricity", price, &site.electricity_price_basis.replace("+-", "±"))];
    if site.demand_charge_usd_per_kw_month > 0.0 {
        let charge = units.unit_for("USD/kW").format_with_unit(site.demand_charge_usd_per_kw_month, 2) + " a month";
        rows.push(row("Demand charge", charge, "given by the scenario"));
    }
    rows.extend([
        row(
            "Carbon of the grid, location-based",
            format!("{} g CO₂e/kWh", format_number(site.grid_carbon_g_per_kwh, 0)),
            &site.grid_carbon_basis,
        ),
        row(
            "Water",
            units.unit_for("USD/m3").format_with_unit(site.water_price_usd_per_m3, 2),
            &site.water_price_basis,
        ),
        row(
            "Off-site (generation) water",
            units.unit_for("L/kWh").format_with_unit(site.electricity_water_l_per_kwh, 2),
            &site.electricity_water_basis,
        ),
        row("Analysis period, years", format_number(cost.years, 0), &cost.years_basis),
        row("Real discount rate", share(cost.discount_rate), &cost.discount_rate_basis),
        row("Annual maintenance, share of the price", share(cost.maintenance_share), &cost.maintenance_basis),
    ]);
    if cost.modules != ModulePricing::Whole {
        rows.push(row(
            "Modules of plant and power chain, priced",
            cost.modules.name().to_owned(),
            "given by the scenario",
        ));
    }
    if let Some(usd) = cost.it_cost_usd_per_accelerator {
        let price = units.unit_for("USD").format_with_unit(usd, 0);
        rows.push(row("IT for each accelerator", price, "given by the scenario"));
    }
    if let Some(note) = units.currency_note() {
        rows.push(row("Currency", units.currency().name().to_owned(), &note));
    }
    TableSection {
        title: "Prices, carbon and water".to_owned(),
        head: vec![String::new(), "Figure".to_owned(), "Basis".to_owned()],
        rows,
        numbers: false,
    }
}
