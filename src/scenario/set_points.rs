//! Set points that the designer of an architecture is free to choose.

use crate::units::parse::Dimension;
use crate::units::{TempDelta, Temperature};

use super::chilled_water::{ChilledWaterReset, WaterSetPoints};
use super::flow_control::{FlowControl, GivenFlowControl};
use super::plant_pumps::PlantPumpControl;
use super::plant_spares::PlantSpares;
use super::reader::{AllowedRange, TableReader};

/// Most units of a kind that a scenario may ask for.
const MOST_UNITS: u32 = 10_000;

/// Set points of an architecture. By default those of the data, or what the sizing finds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SetPoints {
    /// What the pumps of the racks' coolant loop hold.
    pub flow_control: FlowControl,
    /// Whether the flow of that control is left to maker, operator or the defaults of the data.
    pub flow_from_data: bool,
    /// Supply of the chilled water of the hall's air handlers; none: the warmest that their coils do with, in every hour.
    pub chilled_water: Option<Temperature>,
    /// Its reset, and the facility water of coolant distribution units.
    pub water: WaterSetPoints,
    /// Set point of the condenser water in every hour; none: it follows the wet-bulb.
    pub condenser_water: Option<Temperature>,
    /// Set point of the condenser water above the wet-bulb; none: that of the design rules.
    pub condenser_approach: Option<TempDelta>,
    /// Coldest condenser water; none: that of the design rules.
    pub condenser_water_min: Option<Temperature>,
    /// Warmest set point of the condenser water; none: no limit.
    pub condenser_water_max: Option<Temperature>,
    /// Range of the tower water in the design; none: that of the design rules.
    pub condenser_range: Option<TempDelta>,
    /// How the pumps of the plant's loops follow the flow.
    pub plant_pumps: PlantPumpControl,
    /// Spare machines of the plant.
    pub spares: PlantSpares,
    /// Tower cells; none: as many as the design needs.
    pub tower_cells: Option<u32>,
    /// Dry coolers; none: as many as the design needs.
    pub dry_coolers: Option<u32>,
    /// What the control target of every chip is shifted by; none is raised above its limit.
    pub control_target_shift: TempDelta,
}

impl SetPoints {
    /// Reads the keys of all but the flow control, which is read beside the system.
    pub(super) fn read_keys(r: &mut TableReader<'_, '_>, flow: GivenFlowControl) -> Self {
        let temperature = |min: f64, max: f64| AllowedRange { dimension: Dimension::Temperature, min, max };
        let chilled_water = r.read_quantity("chilled_water_temperature", temperature(1.0, 40.0));
        let difference = |min: f64, max: f64| AllowedRange { dimension: Dimension::TempDelta, min, max };
        let condenser = r.read_quantity("condenser_water_temperature", temperature(10.0, 40.0));
        let approach = r.read_quantity("condenser_approach", difference(2.0, 15.0));
        let coldest = r.read_quantity("condenser_water_min", temperature(10.0, 30.0));
        let warmest = r.read_quantity("condenser_water_max", temperature(10.0, 40.0));
        let condenser_range = r.read_quantity("condenser_range", difference(2.0, 15.0));
        let pumps = r.read_choice("plant_pumps", &PlantPumpControl::WORDS);
        check_condenser_water(r, condenser, coldest.zip(warmest));
        let shift = r.read_quantity("control_target_shift", difference(-20.0, 20.0));
        Self {
            flow_control: flow.control,
            flow_from_data: flow.uses_defaults,
            chilled_water: chilled_water.map(Temperature::from_kelvin),
            water: WaterSetPoints::read_keys(r, chilled_water),
            condenser_water: condenser.map(Temperature::from_kelvin),
            condenser_approach: approach.map(TempDelta::new),
            condenser_water_min: coldest.map(Temperature::from_kelvin),
            condenser_water_max: warmest.map(Temperature::from_kelvin),
            condenser_range: condenser_range.map(TempDelta::new),
            plant_pumps: pumps.and_then(PlantPumpControl::from_word).unwrap_or_default(),
            spares: PlantSpares::read_keys(r),
            tower_cells: r.read_integer("tower_cells", 1, MOST_UNITS),
            dry_coolers: r.read_integer("dry_coolers", 1, MOST_UNITS),
            control_target_shift: shift.map_or(TempDelta::ZERO, TempDelta::new),
        }
    }

    /// The same for another heat: as many units as its design needs.
    #[must_use]
    pub const fn without_counts(self) -> Self {
        Self { tower_cells: None, dry_coolers: None, ..self }
    }

    /// Keys, with their unit, and values that are not the default; those of the flow control left out.
    pub fn key_values(&self) -> Vec<(&'static str, serde_json::Value)> {
        let mut out = Vec::new();
        if let Some(water) = self.chilled_water {
            out.push(("chilled_water_temperature_c", rounded(water.celsius())));
        }
        if self.water.reset != ChilledWaterReset::None {
            out.push(("chilled_water_reset", self.water.reset.name().into()));
        }
        let temperatures = [
            ("chilled_water_max_c", self.water.chilled_max.map(Temperature::celsius)),
            ("facility_water_temperature_c", self.water.facility.map(Temperature::celsius)),
            ("condenser_water_temperature_c", self.condenser_water.map(Temperature::celsius)),
            ("condenser_approach_k", self.condenser_approach.map(TempDelta::kelvin)),
            ("condenser_water_min_c", self.condenser_water_min.map(Temperature::celsius)),
            ("condenser_water_max_c", self.condenser_water_max.map(Temperature::celsius)),
            ("condenser_range_k", self.condenser_range.map(TempDelta::kelvin)),
        ];
        out.extend(temperatures.into_iter().filter_map(|(key, value)| Some((key, rounded(value?)))));
        if self.plant_pumps != PlantPumpControl::default() {
            out.push(("plant_pumps", self.plant_pumps.name().into()));
        }
        out.extend(self.spares.key_values());
        let counts = [("tower_cells", self.tower_cells), ("dry_coolers", self.dry_coolers)];
        out.extend(counts.into_iter().filter_map(|(key, count)| Some((key, count?.into()))));
        if self.control_target_shift != TempDelta::ZERO {
            out.push(("control_target_shift_k", rounded(self.control_target_shift.kelvin())));
        }
        out
    }
}

/// Refuses a fixed set point of condenser water beside keys by which it would follow the wet-bulb, and limits that cross.
fn check_condenser_water(r: &mut TableReader<'_, '_>, fixed: Option<f64>, limits: Option<(f64, f64)>) {
    if fixed.is_some() {
        for key in ["condenser_approach", "condenser_water_min", "condenser_water_max"] {
            if let Some(node) = r.key_node(key) {
                let message = format!("`condenser_water_temperature` fixes what `{key}` would let follow the wet-bulb");
                let help = format!("leave `{key}` or `condenser_water_temperature` out");
                r.report_problem(message, &node.origin, "against the fixed temperature", Some(help));
            }
        }
    }
    if let Some((coldest, warmest)) = limits
        && coldest > warmest
        && let Some(node) = r.key_node("condenser_water_max")
    {
        let [coldest_c, warmest_c] = [coldest, warmest].map(|k| Temperature::from_kelvin(k).celsius());
        let message =
            format!("`condenser_water_max` is {warmest_c:.1} °C, colder than `condenser_water_min`, {coldest_c:.1} °C");
        let help = "give a warmer condenser_water_max or a colder condenser_water_min".to_owned();
        r.report_problem(message, &node.origin, "below the coldest", Some(help));
    }
}

/// A value as it was written, without what the conversion of units adds.
fn rounded(value: f64) -> serde_json::Value {
    ((value * 1e9).round() / 1e9).into()
}
