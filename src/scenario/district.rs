//! `[site.district_heat]`: a heat network beside the site that takes heat from the racks' liquid.

use crate::units::parse::Dimension;
use crate::units::{Power, Temperature};

use super::findings::ScenarioFindings;
use super::reader::{AllowedRange, TableReader};
use super::tree::TreeNode;

/// What a heat network wants.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DistrictHeat {
    /// Heat on its design day; less as it gets warmer.
    pub demand: Power,
    /// Supply temperature that it wants.
    pub supply: Temperature,
    /// Temperature at which its water returns.
    pub returning: Temperature,
}

impl DistrictHeat {
    pub(super) fn to_json(self) -> serde_json::Value {
        serde_json::json!({
            "demand_w": self.demand.watts(),
            "supply_temperature_c": (self.supply.celsius() * 1e9).round() / 1e9,
            "return_temperature_c": (self.returning.celsius() * 1e9).round() / 1e9,
        })
    }
}

/// Reads the table.
pub(super) fn read_district_heat(node: &TreeNode, issues: &mut ScenarioFindings) -> Option<DistrictHeat> {
    let mut r = TableReader::new(node, "site.district_heat", issues);
    let demand = r.read_quantity("demand", AllowedRange { dimension: Dimension::Power, min: 1000.0, max: 1e9 });
    if r.key_node("demand").is_none() {
        r.report_missing("demand", "the heat that the network wants on its design day, for instance demand = \"1 MW\"");
    }
    let temperature = |min: f64, max: f64| AllowedRange { dimension: Dimension::Temperature, min, max };
    let supply = r.read_quantity("supply_temperature", temperature(20.0, 120.0));
    let supply = supply.map_or(Temperature::from_celsius(70.0), Temperature::from_kelvin);
    let returning = r.read_quantity("return_temperature", temperature(10.0, 100.0));
    let returning = returning.map_or(supply.min(Temperature::from_celsius(45.0)), Temperature::from_kelvin);
    if returning > supply
        && let Some(at) = r.key_node("return_temperature")
    {
        let message = "`site.district_heat.return_temperature` is above the supply temperature".to_owned();
        r.report_problem(message, &at.origin, "too warm", Some("water returns colder than it is supplied".to_owned()));
    }
    r.finish();
    Some(DistrictHeat { demand: Power::new(demand?), supply, returning })
}
