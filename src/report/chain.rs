//! Tables of power chain, prices and rates, the same in every view.

use crate::study::chain_result::PowerStage;
use crate::study::cost_result::CostSummary;
use crate::study::result::{Architecture, SiteSummary};

use super::format::{number, power, significant};
use super::section::Section;
use super::units::Units;

/// A number of units; of partly filled racks not a whole one.
fn count(n: f64) -> String {
    number(n, usize::from(n.fract() != 0.0))
}

/// Every conversion between meter and boards; nothing for an architecture without figures.
pub(super) fn power_chain(a: &Architecture) -> Option<Section> {
    let percent = |share: f64| number(100.0 * share, 1);
    let row = |s: &PowerStage| {
        vec![
            s.stage.to_owned(),
            count(s.installed),
            s.needed.map_or_else(|| "–".to_owned(), |n| number(n, 0)),
            power(s.rated_w),
            percent(s.full.load_share),
            percent(s.full.efficiency),
            significant(s.full.loss_w / 1e3),
            percent(s.mean.load_share),
            percent(s.mean.efficiency),
            significant(s.mean.loss_w / 1e3),
            s.heat_to.to_owned(),
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
    (!a.power_chain.is_empty()).then(|| Section {
        title: format!("{}: power chain, {}, {}", a.name, a.distribution, a.redundancy),
        head: head.map(str::to_owned).to_vec(),
        rows: a.power_chain.iter().map(row).collect(),
        numbers: true,
    })
}

/// What is priced; nothing for an architecture without figures.
pub(super) fn capital(a: &Architecture, units: Units) -> Option<Section> {
    let year = a.annual.as_ref()?;
    let thousand = |usd: f64| number(usd / 1e3, 0);
    let dash = || "–".to_owned();
    let mut rows: Vec<Vec<String>> = a
        .capital
        .iter()
        .map(|c| {
            let show = |w| if c.cools { units.cooling(w) } else { power(w) };
            let each = c.capacity_w.map_or_else(dash, show);
            vec![c.what.clone(), count(c.count), each, thousand(c.usd), c.record.clone()]
        })
        .collect();
    if let Some(usd) = year.ownership.it_capital_usd {
        rows.push(vec!["IT equipment".to_owned(), dash(), dash(), thousand(usd), "given by the scenario".to_owned()]);
    }
    rows.push(vec!["all".to_owned(), dash(), dash(), thousand(year.ownership.capital_usd), String::new()]);
    Some(Section {
        title: format!("{}: what is priced", a.name),
        head: ["", "Count", "Each", "kUSD", "Price"].map(str::to_owned).to_vec(),
        rows,
        numbers: true,
    })
}

/// What electricity and water cost and carry, and how a cost of ownership is counted.
pub(super) fn rates(site: &SiteSummary, cost: &CostSummary, units: Units) -> Section {
    let row = |what: &str, value: String, basis: &str| vec![what.to_owned(), value, basis.to_owned()];
    let share = |v: f64| format!("{} %", number(100.0 * v, 1));
    let price = format!("{} USD/kWh", number(site.electricity_price_usd_per_kwh, 4));
    let mut rows = vec![row("Electricity", price, &site.electricity_price_basis)];
    if site.demand_charge_usd_per_kw_month > 0.0 {
        let charge = format!("{} USD/kW a month", number(site.demand_charge_usd_per_kw_month, 2));
        rows.push(row("Charge for peaks", charge, "given by the scenario"));
    }
    rows.extend([
        row(
            "Carbon of the grid, location-based",
            format!("{} g CO2e/kWh", number(site.grid_carbon_g_per_kwh, 0)),
            &site.grid_carbon_basis,
        ),
        row("Water", units.of("USD/m3").text(site.water_price_usd_per_m3, 2), &site.water_price_basis),
        row(
            "Water of electricity",
            units.of("L/kWh").text(site.electricity_water_l_per_kwh, 2),
            &site.electricity_water_basis,
        ),
        row("Years that are counted", number(cost.years, 0), &cost.years_basis),
        row("Interest a year, inflation taken off", share(cost.discount_rate), &cost.discount_rate_basis),
        row("Maintenance a year, of the price", share(cost.maintenance_share), &cost.maintenance_basis),
    ]);
    if let Some(usd) = cost.it_cost_usd_per_accelerator {
        rows.push(row("IT for each accelerator", format!("{} USD", number(usd, 0)), "given by the scenario"));
    }
    Section {
        title: "Prices, carbon and water".to_owned(),
        head: vec![String::new(), "Figure".to_owned(), "Basis".to_owned()],
        rows,
        numbers: false,
    }
}
