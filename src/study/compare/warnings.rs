//! Warnings of an architecture in a comparison.

use crate::rack::state::RackState;
use crate::site::year::FacilityYear;
use crate::units::Temperature;
use crate::units::message::Message;

use crate::assembly::warning::Warning;

use super::result::{StorageResult, WarningCode, WarningList};

/// What the reader must know of wetted plants in joint bins. No weights within a bin of 2 K find the hours at or above the
/// temperature at which pads start: stations report in steps, and those hours alone are off by up to a tenth.
pub(crate) fn warn_of_bins_water(name: &str) -> Warning {
    let text = format!(
        "{name}: water and WUE are not given: the weather is joint bins, which do not tell the hours in which pads are \
         wetted. Use an hourly year (site.weather, or a climate that has one). JSON has an estimate to 10 %, \
         water_from_bins_l, on which the cost of water rests"
    );
    Warning::new(WarningCode::WaterFromBins, text)
}

/// What the reader must know where machines are smaller than their records.
pub(crate) fn warn_of_small_machines(name: &str, machines: &[&str]) -> Option<Warning> {
    let text = format!(
        "{name}: the load is less than one {} of its record's size; each is taken as small as the load asks for, with power, \
         losses and price in proportion. Small machines usually lose and cost more",
        machines.join(", ")
    );
    (!machines.is_empty()).then(|| Warning::new(WarningCode::SmallMachines, text))
}

/// What the reader must know where a set point of chilled water is below the dew point of the air that it cools.
pub(crate) fn warn_of_condensing_coils(name: &str, chilled_water: Temperature) -> Warning {
    let text = Message::from(format!("{name}: chilled water of "))
        .with_quantity(chilled_water.celsius(), 1, "degC")
        .with_text(
            " is below the dew point of the hall's air: coils would condense water from it, whose heat is not counted; \
             use a warmer chilled_water_temperature",
        );
    Warning::new(WarningCode::BelowDewPoint, text)
}

/// What the reader must know of an architecture's year.
pub(crate) fn collect_warnings(
    name: &str,
    set_point_c: f64,
    y: &FacilityYear,
    storage: Option<&StorageResult>,
    rack: &RackState,
) -> WarningList {
    let mut notes = WarningList::default();
    if y.unmet_h > 0.0 {
        notes.add(
            WarningCode::UnmetHours,
            Message::from(format!(
                "{name}: the supply is above its set point in {:.0} h of the year, by up to ",
                y.unmet_h
            ))
            .with_quantity(y.warmest_supply_c - set_point_c, 1, "K"),
        );
    }
    if y.compressor_extrapolated_h > 0.0 {
        notes.add(
            WarningCode::ExtrapolatedCurve,
            format!(
                "{name}: a compressor runs outside its published curve for {:.0} h; beyond it, efficiency keeps the share \
                 of Carnot that the curve has at the same lift",
                y.compressor_extrapolated_h
            ),
        );
    }
    if y.tower_extrapolated_h > 0.0 {
        notes.add(
            WarningCode::TowerOutOfRange,
            format!(
                "{name}: a tower is outside the range of its model for {:.0} h: its wet-bulb or its water lies beyond it; \
                 freezing of towers is not modelled",
                y.tower_extrapolated_h
            ),
        );
    }
    if let Some(s) = storage {
        let still_kwh = y.storage.baseline_j / 3.6e6;
        let verb = |saved: f64| if saved < 0.0 { "costs" } else { "saves" };
        let effect = format!(
            " {} {:.1} MWh ({:.2} %) and {} {:.0} USD of electricity a year against standing still; at the end of the \
             year it holds {:.0} kWh {} heat than at its beginning",
            verb(s.saved_kwh),
            (s.saved_kwh / 1e3).abs(),
            (100.0 * s.saved_kwh / still_kwh).abs(),
            verb(s.saved_usd),
            s.saved_usd.abs(),
            s.change_kwh.abs(),
            if s.change_kwh < 0.0 { "less" } else { "more" }
        );
        let tank = Message::from(format!("{name}: the tank of ")).with_quantity(s.volume_m3, 0, "m3");
        notes.add(WarningCode::StorageSavings, tank.with_text(effect));
    }
    if rack.performance < 1.0 - 1e-9 {
        let lost = 100.0 * (1.0 - rack.performance);
        let why = if rack.setting.clock < 1.0 { "throttled by temperature" } else { "held by power_limit" };
        let parts = if rack.accelerator_w > 0.0 { "accelerators" } else { "processors" };
        notes.add(WarningCode::ReducedClock, format!("{name}: {parts} run {lost:.1} % below their full clock, {why}"));
    }
    if let Some(over) = rack.parts.iter().find(|p| p.junction_c > p.target_c + 1e-6) {
        let why = if rack.main_mover_speed() >= 1.0 { " with fans or pumps at full speed" } else { "" };
        notes.add(
            WarningCode::AboveControlTarget,
            Message::from(format!("{name}: {} runs ", over.name))
                .with_quantity(over.junction_c - over.target_c, 1, "K")
                .with_text(format!(" above its control target{why}")),
        );
    }
    notes
}
