//! Set points of chilled and facility water beside their temperature: reset and limits.

use crate::units::Temperature;
use crate::units::parse::Dimension;

use super::reader::{AllowedRange, TableReader};

/// What the set point of chilled water follows between its coldest and its warmest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChilledWaterReset {
    /// Nothing: it stays at its coldest.
    #[default]
    None,
    /// The heat over that of the design.
    Load,
    /// The outdoor dry-bulb.
    Weather,
}

impl ChilledWaterReset {
    /// The words in scenarios.
    const WORDS: [&'static str; 3] = ["none", "load", "weather"];

    /// The word in scenarios.
    pub const fn name(self) -> &'static str {
        Self::WORDS[self as usize]
    }
}

/// Chilled water that is reset, and facility water that is fixed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WaterSetPoints {
    /// What the set point of chilled water follows.
    pub reset: ChilledWaterReset,
    /// Its warmest; none: that of the data above the coldest.
    pub chilled_max: Option<Temperature>,
    /// Facility water of coolant distribution units; none: the warmest that they do with.
    pub facility: Option<Temperature>,
}

impl WaterSetPoints {
    /// Reads the keys. `coldest` is the set point of chilled water, K; a reset begins there.
    pub(super) fn read_keys(r: &mut TableReader<'_, '_>, coldest: Option<f64>) -> Self {
        let temperature = |min: f64, max: f64| AllowedRange { dimension: Dimension::Temperature, min, max };
        let reset = match r.read_choice("chilled_water_reset", &ChilledWaterReset::WORDS) {
            Some("load") => ChilledWaterReset::Load,
            Some("weather") => ChilledWaterReset::Weather,
            _ => ChilledWaterReset::None,
        };
        let warmest = r.read_quantity("chilled_water_max", temperature(1.0, 40.0));
        let facility = r.read_quantity("facility_water_temperature", temperature(1.0, 60.0));
        if reset != ChilledWaterReset::None
            && coldest.is_none()
            && r.key_node("chilled_water_temperature").is_none()
            && let Some(node) = r.key_node("chilled_water_reset")
        {
            let message = "`chilled_water_reset` needs the coldest water, from which it begins".to_owned();
            let help = "give `chilled_water_temperature`, or leave the reset out: the water then follows the coils";
            r.report_problem(message, &node.origin, "without a coldest temperature", Some(help.to_owned()));
        }
        if let (Some(coldest), Some(warmest)) = (coldest, warmest)
            && warmest <= coldest
            && let Some(node) = r.key_node("chilled_water_max")
        {
            let [coldest_c, warmest_c] = [coldest, warmest].map(|k| Temperature::from_kelvin(k).celsius());
            let message = format!(
                "`chilled_water_max` is {warmest_c:.1} °C, not above `chilled_water_temperature`, {coldest_c:.1} °C"
            );
            let help = "give a warmer chilled_water_max or a colder chilled_water_temperature".to_owned();
            r.report_problem(message, &node.origin, "not above the coldest", Some(help));
        }
        Self {
            reset,
            chilled_max: warmest.map(Temperature::from_kelvin),
            facility: facility.map(Temperature::from_kelvin),
        }
    }
}
