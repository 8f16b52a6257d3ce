//! Whether a system's body can be built at all: counts, heights, bores, losses.

use crate::catalog::system::SystemRecord;

use super::build::BuildError;

/// A value, its name, and the least and most that is allowed.
type RangeCheck = (String, f64, f64, f64);

/// Checks every number of a system that is not a component's parameter.
///
/// # Errors
/// The first value that is impossible, with its key, what was found and what is allowed.
pub(super) fn check_geometry(system: &SystemRecord) -> Result<(), BuildError> {
    let fail = |problem: String| Err(BuildError::Geometry { id: system.id.clone(), problem });
    for (key, found, least, most) in range_checks(system) {
        if !(least..=most).contains(&found) {
            return fail(format!("`{key}` must be {least} to {most}, found {found}"));
        }
    }
    if system.trays.is_empty() {
        return fail("it has no tray; add [[system.tray]]".to_owned());
    }
    if let Some(tray) = system.trays.iter().find(|t| t.lanes.is_empty()) {
        return fail(format!("the {} has no lane; add [[system.tray.lane]]", tray.name));
    }
    let filled = system.filled_height_u();
    if filled > system.rack_u + 1e-9 {
        return fail(format!("its trays fill {filled} U, but `rack_u` is {}: fewer or lower trays", system.rack_u));
    }
    Ok(())
}

fn range_checks(system: &SystemRecord) -> Vec<RangeCheck> {
    let mut out: Vec<RangeCheck> = vec![("rack_u".to_owned(), system.rack_u, 1.0, 100.0)];
    let mut add = |key: String, found: f64, least: f64, most: f64| out.push((key, found, least, most));
    for (t, tray) in system.trays.iter().enumerate() {
        let own = |key: &str| format!("tray.{}.{key}", t + 1);
        add(own("count"), f64::from(tray.count), 1.0, 200.0);
        add(own("height_u"), tray.height_u, 0.2, 60.0);
        if let Some(fans) = &tray.fans {
            add(own("fans.count"), f64::from(fans.count), 1.0, 200.0);
            add(own("fans.loss_pa_s2_m6"), fans.loss_pa_s2_m6, 0.0, 1e9);
        }
        if let Some(supply) = &tray.supply {
            add(own("supply.count"), supply.count, 0.01, 100.0);
        }
        for (l, lane) in tray.lanes.iter().enumerate() {
            let lane_key = |key: &str| own(&format!("lane.{}.{key}", l + 1));
            add(lane_key("count"), f64::from(lane.count), 1.0, 200.0);
            add(lane_key("loss_pa_s2_m6"), lane.loss_pa_s2_m6, 0.0, 1e18);
            for (s, station) in lane.stations.iter().enumerate() {
                let station_key = |key: &str| lane_key(&format!("station.{}.{key}", s + 1));
                add(station_key("count"), f64::from(station.count), 1.0, 500.0);
                add(station_key("duty"), station.duty, 0.0, 1.0);
            }
        }
    }
    if let Some(m) = &system.manifold {
        add("manifold.bore_mm".to_owned(), m.bore_mm, 3.0, 1000.0);
        add("manifold.pitch_m".to_owned(), m.pitch_m, 0.001, 10.0);
        add("manifold.roughness_um".to_owned(), m.roughness_um, 0.0, 1000.0);
        add("manifold.surface_w_k".to_owned(), m.surface_w_k, 0.0, 2000.0);
    }
    if let Some(bus) = &system.bus {
        add("bus.volts".to_owned(), bus.volts, 10.0, 2000.0);
        add("bus.resistance_mohm".to_owned(), bus.resistance_mohm, 0.0, 100.0);
    }
    if let Some(shelf) = &system.shelf {
        add("shelf.count".to_owned(), shelf.count, 0.01, 100.0);
    }
    out
}
