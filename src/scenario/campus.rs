//! `campus_…`: chilled water bought from the plant of a campus or a district.

use crate::component::plant::campus_water::CampusWaterSpec;
use crate::units::Temperature;
use crate::units::parse::Dimension;

use super::reader::{AllowedRange, TableReader};

/// What an architecture says of its bought water; what it leaves out is that of the catalog.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CampusWaterSettings {
    /// Temperature that it is supplied at.
    pub supply: Option<Temperature>,
    /// Temperature that it is given back at, where the loop's return allows it.
    pub returned: Option<Temperature>,
    /// Heat over the electricity of the plant that makes it.
    pub cop: Option<f64>,
    /// Water that this plant draws for the heat, L/kWh.
    pub water_l_kwh: Option<f64>,
}

impl CampusWaterSettings {
    /// Reads the keys. Water that returns no warmer than it is supplied takes no heat.
    pub(super) fn read_keys(r: &mut TableReader<'_, '_>) -> Self {
        let temperature = |min: f64, max: f64| AllowedRange { dimension: Dimension::Temperature, min, max };
        let supply = r.read_quantity("campus_water_temperature", temperature(1.0, 30.0));
        let returned = r.read_quantity("campus_return_temperature", temperature(4.0, 45.0));
        let efficiency = AllowedRange { dimension: Dimension::CoolingEfficiency, min: 0.5, max: 50.0 };
        let water = AllowedRange { dimension: Dimension::WaterIntensity, min: 0.0, max: 20.0 };
        let own = Self {
            supply: supply.map(Temperature::from_kelvin),
            returned: returned.map(Temperature::from_kelvin),
            cop: r.read_quantity("campus_efficiency", efficiency),
            water_l_kwh: r.read_quantity("campus_water_use", water),
        };
        if let (Some(supply), Some(returned)) = (own.supply, own.returned)
            && returned <= supply
            && let Some(node) = r.key_node("campus_return_temperature")
        {
            let message = format!(
                "campus water supplied at {:.1} °C can't return at {:.1} °C: it takes heat",
                supply.celsius(),
                returned.celsius()
            );
            let help = "give a warmer campus_return_temperature, or leave it out";
            r.report_problem(message, &node.origin, "not warmer than the supply", Some(help.to_owned()));
        }
        own
    }

    /// The water of a record with what is given in place of its values. A supply that is given moves the return with it,
    /// unless that is given, too.
    #[must_use]
    pub fn apply_to(&self, record: CampusWaterSpec) -> CampusWaterSpec {
        let supply_c = self.supply.map_or(record.supply_c, Temperature::celsius);
        let moved_c = record.return_c + supply_c - record.supply_c;
        CampusWaterSpec {
            supply_c,
            return_c: self.returned.map_or(moved_c, Temperature::celsius),
            cop: self.cop.unwrap_or(record.cop),
            water_l_kwh: self.water_l_kwh.unwrap_or(record.water_l_kwh),
        }
    }

    /// Keys, with their unit, and values that are given.
    pub(super) fn key_values(&self) -> impl Iterator<Item = (&'static str, serde_json::Value)> {
        let given = [
            ("campus_water_temperature_c", self.supply.map(Temperature::celsius)),
            ("campus_return_temperature_c", self.returned.map(Temperature::celsius)),
            ("campus_efficiency_cop", self.cop),
            ("campus_water_use_l_kwh", self.water_l_kwh),
        ];
        given.into_iter().filter_map(|(key, value)| Some((key, ((value? * 1e9).round() / 1e9).into())))
    }
}
