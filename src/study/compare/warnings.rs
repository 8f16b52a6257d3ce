//! Warnings of an architecture in a comparison.

use crate::rack::state::RackState;
use crate::scenario::ArchitectureSettings;
use crate::site::year::FacilityYear;
use crate::units::message::Message;

use crate::assembly::warning::Warning;

use super::result::{StorageResult, WarningCode, WarningList};

/// What the reader must know of wetted plants in joint bins, and of machines that are smaller than their records.
pub(crate) fn warn_of_weather_and_size(
    given: &ArchitectureSettings,
    hourly: bool,
    scaled_down: &[&str],
) -> impl Iterator<Item = Warning> {
    let wetted_in_bins = !hourly && given.heat_rejection.has_wetted_air();
    let water = wetted_in_bins.then(|| warn_of_bins_water(&given.name));
    water.into_iter().chain(warn_of_small_machines(&given.name, scaled_down))
}

fn warn_of_bins_water(name: &str) -> Warning {
    let text = format!(
        "{name}: the weather is joint bins, so that the hours in which pads are wetted are not known one by one; its water \
         may be off by up to 10 %. Give an hourly year for water (site.weather, or a climate that has one)"
    );
    Warning::new(WarningCode::WaterFromBins, text)
}

fn warn_of_small_machines(name: &str, machines: &[&str]) -> Option<Warning> {
    let text = format!(
        "{name}: the load is less than one {} of its record's size; each is taken as small as the load asks for, with power, \
         losses and price in proportion. Small machines usually lose and cost more",
        machines.join(", ")
    );
    (!machines.is_empty()).then(|| Warning::new(WarningCode::SmallMachines, text))
}

/// What the reader must know of an architecture's year.
pub(crate) fn collect_warnings(
    name: &str,
    y: &FacilityYear,
    storage: Option<&StorageResult>,
    rack: &RackState,
) -> WarningList {
    let mut notes = WarningList::default();
    if y.unmet_h > 0.0 {
        notes.add(
            WarningCode::UnmetHours,
            Message::from(format!("{name}: the supply is above its set point in {:.0} h of the year, ", y.unmet_h))
                .with_quantity(y.warmest_supply_c, 1, "degC")
                .with_text(" at most"),
        );
    }
    if y.extrapolated_h > 0.0 {
        notes.add(
            WarningCode::ExtrapolatedCurve,
            format!(
                "{name}: a chiller or tower operates outside its published curve for {:.0} h; \
             beyond it, efficiency is extrapolated with the Carnot fraction at the edge",
                y.extrapolated_h
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
        notes.add(
            WarningCode::ReducedClock,
            format!("{name}: accelerators run {lost:.1} % below their full clock, {why}"),
        );
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
