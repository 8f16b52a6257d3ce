//! Lighting and fixed loads of a hall.
//!
//! `P = A (p s + c)`: floor of one rack with its share of the aisles, installed density of lighting, share of the year's
//! hours with the lights on, and controls by floor: monitoring, detection of fire and leaks, access. The mean is taken in
//! every hour; all of it heats the hall.
//!
//! Neglects: occupancy and daylight: the mean of the year is taken in every hour.
//!
//! Compared with: a worked point in this file; no published case.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::units::Power;

params! {
    /// Parameters of a hall's lighting.
    pub struct LightingSpec {
        /// Installed density.
        density_w_m2 ["W/m²"] in 0.0..=100.0;
        /// Floor of one rack with its share of the aisles.
        rack_area_m2 ["m²"] in 0.5..=50.0;
        /// Share of the hours with the lights on.
        on_share [""] in 0.0..=1.0;
        /// Monitoring, detection and access of the hall, by floor.
        control_w_m2 ["W/m²"] in 0.0..=100.0 = 0.0;
    }
}

/// Kind of a record that says `kind = "lighting"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "lighting",
    summary: "Lighting and fixed loads of a hall, by floor",
    law: ComponentLaw {
        symbols: "P = A (p s + c)",
        words: "floor, density of lighting, share of hours, controls",
        results: &[LawResult::Power(EndUse::Building)],
    },
    params: LightingSpec::PARAMS,
    check: |table| LightingSpec::read(table).map(drop),
};

/// Mean power of lighting and controls for a number of racks.
pub fn lighting_power(spec: &LightingSpec, racks: f64) -> Power {
    Power::new(racks * spec.rack_area_m2 * (spec.density_w_m2 * spec.on_share + spec.control_w_m2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn density_times_floor_times_share() {
        let spec = LightingSpec { density_w_m2: 10.0, rack_area_m2: 5.0, on_share: 0.5, control_w_m2: 0.0 };
        assert_eq!(lighting_power(&spec, 40.0).watts(), 1000.0);
        assert_eq!(lighting_power(&spec, 0.0), Power::ZERO);
        assert_eq!(lighting_power(&LightingSpec { on_share: 0.0, ..spec }, 40.0), Power::ZERO);
        assert_eq!(lighting_power(&LightingSpec { control_w_m2: 2.0, ..spec }, 40.0).watts(), 1400.0);
    }
}
