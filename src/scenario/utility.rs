//! Keys of `[site]` for what the meters cost and carry, and for loads that no rack or plant explains.

use crate::units::Power;
use crate::units::parse::Dimension;

use super::reader::{AllowedRange, TableReader};
use super::tree::{TreeNode, ValueOrigin};

/// Electricity, water and loads beside racks and plant.
#[derive(Clone, Debug, Default)]
pub struct UtilitySettings {
    /// File with a price of electricity for every hour, as written: relative to the working folder.
    pub tariff: Option<String>,
    /// Charge for each month's largest power, USD/kW.
    pub demand_charge_usd_kw: Option<f64>,
    /// File with a carbon intensity for every hour, as written.
    pub carbon_profile: Option<String>,
    /// What the scenario's own carbon figures count.
    pub carbon_basis: Option<String>,
    /// Price of water, USD/m³, if not the catalog's.
    pub water_price_usd_m3: Option<f64>,
    /// Water consumed where electricity is made, L/kWh, if not the catalog's.
    pub electricity_water_l_kwh: Option<f64>,
    /// Lighting of the hall, if not by its floor.
    pub lighting: Option<Power>,
    /// Offices, security and whatever else draws power outside the hall.
    pub fixed_load: Power,
}

fn read_text(r: &mut TableReader<'_, '_>, key: &'static str) -> Option<String> {
    r.read_text(key).map(|(text, _)| text.to_owned())
}

impl UtilitySettings {
    pub(super) fn read_keys(r: &mut TableReader<'_, '_>) -> Self {
        let allowed = |dimension, max| AllowedRange { dimension, min: 0.0, max };
        let power = allowed(Dimension::Power, 1e9);
        Self {
            tariff: read_text(r, "electricity_tariff"),
            demand_charge_usd_kw: r.read_quantity("demand_charge", allowed(Dimension::DemandCharge, 1000.0)),
            carbon_profile: read_text(r, "grid_carbon_profile"),
            carbon_basis: read_text(r, "grid_carbon_basis"),
            water_price_usd_m3: r.read_quantity("water_price", allowed(Dimension::WaterPrice, 100.0)),
            electricity_water_l_kwh: r.read_quantity("electricity_water", allowed(Dimension::WaterIntensity, 100.0)),
            lighting: r.read_quantity("lighting", power).map(Power::new),
            fixed_load: r.read_quantity("fixed_load", power).map_or(Power::ZERO, Power::new),
        }
    }

    pub(super) fn add_json(&self, site: &mut serde_json::Value) {
        for (key, value) in [
            ("electricity_tariff", serde_json::json!(self.tariff)),
            ("demand_charge_usd_per_kw_month", serde_json::json!(self.demand_charge_usd_kw)),
            ("grid_carbon_profile", serde_json::json!(self.carbon_profile)),
            ("grid_carbon_basis", serde_json::json!(self.carbon_basis)),
            ("water_price_usd_per_m3", serde_json::json!(self.water_price_usd_m3)),
            ("electricity_water_l_per_kwh", serde_json::json!(self.electricity_water_l_kwh)),
            ("lighting_w", serde_json::json!(self.lighting.map(Power::watts))),
            ("fixed_load_w", serde_json::json!((self.fixed_load > Power::ZERO).then_some(self.fixed_load.watts()))),
        ] {
            site[key] = value;
        }
    }
}

/// Whether a figure for the year and a file for its hours count, where both say the same thing: the command line takes the
/// place of the scenario; both of one origin are a problem.
pub(super) fn choose_flat_or_file(r: &mut TableReader<'_, '_>, flat: &'static str, file: &'static str) -> (bool, bool) {
    let (Some(one), Some(other)) = (r.key_node(flat), r.key_node(file)) else { return (true, true) };
    let set = |node: &TreeNode| matches!(node.origin, ValueOrigin::Set(_));
    if set(one) == set(other) {
        let message = format!("`site.{flat}` and `site.{file}` both say it");
        r.report_problem(message, &other.origin, "the second", Some("keep one of them".to_owned()));
    }
    (set(one) || !set(other), set(other) || !set(one))
}
