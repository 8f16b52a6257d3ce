//! Limits of the air at the servers of a hall that outdoor air passes through: the class that a scenario names, or the
//! economizer's record, with the limits that the scenario sets itself.

use crate::catalog::Catalog;
use crate::catalog::equipment_role::EquipmentRole;
use crate::component::plant::air_economizer::{AirEconomizerSpec, HighLimitShutoff};
use crate::component::plant::humidifier::{Humidifier, HumidifierSpec};
use crate::component::room::air_envelope::{AirEnvelope, AirEnvelopeSpec, KIND};
use crate::physics::air;
use crate::plant::error::PlantError;
use crate::plant::sized::controlled_air::OutdoorAirControl;
use crate::rack::build::{BuildError, read_equipment};
use crate::scenario::{AirHumidification, ArchitectureSettings, OutdoorAirSettings};
use crate::units::{Pressure, TempDelta, Temperature};

/// What names the records in messages.
const REQUESTER: &str = "the air at the servers";

/// Limits of the air at the servers of an architecture; nothing where it sets none, or no outdoor air passes through its hall.
///
/// # Errors
/// A record that is missing or wrong.
pub(crate) fn read_outdoor_air_control(
    catalog: &Catalog,
    architecture: &ArchitectureSettings,
    economizer: &AirEconomizerSpec,
    pressure: Pressure,
) -> Result<Option<OutdoorAirControl>, BuildError> {
    let given = &architecture.outdoor_air;
    if !architecture.heat_rejection.passes_outdoor_air() || !given.sets_control() {
        return Ok(None);
    }
    let limits = AirEnvelope::new(read_limits(catalog, given, economizer)?, air::standard_altitude(pressure));
    let high_limit = if given.dx { given.lockout.unwrap_or(HighLimitShutoff::Rated) } else { HighLimitShutoff::Never };
    Ok(Some(OutdoorAirControl {
        limits,
        humidifier: read_humidifier(catalog, architecture)?,
        high_limit,
        warmest_supply: architecture.warmest_supply(),
        has_compressors: given.dx,
    }))
}

/// Id of the record of a class of air.
pub(crate) fn air_class_id<'a>(catalog: &'a Catalog, class: &str) -> Option<&'a str> {
    catalog.equipment_of_kind(KIND.name).find(|record| record.name == class).map(|record| record.id.as_str())
}

/// Ids of the records that the limits of an architecture rest on.
pub(crate) fn outdoor_air_records(catalog: &Catalog, architecture: &ArchitectureSettings) -> Vec<String> {
    if !architecture.heat_rejection.passes_outdoor_air() {
        return Vec::new();
    }
    let class = architecture.outdoor_air.class.and_then(|class| air_class_id(catalog, class));
    let humidifier = humidifier_role(architecture.outdoor_air.humidification)
        .map(|role| architecture.equipment.record_id(catalog, role));
    class.into_iter().chain(humidifier).map(str::to_owned).collect()
}

fn read_limits(
    catalog: &Catalog,
    given: &OutdoorAirSettings,
    economizer: &AirEconomizerSpec,
) -> Result<AirEnvelopeSpec, BuildError> {
    let rated = AirEnvelopeSpec {
        dry_bulb_min_c: -20.0,
        dry_bulb_max_c: 60.0,
        dew_point_min_c: economizer.dew_point_min_c,
        dew_point_max_c: economizer.dew_point_max_c,
        humidity_min: 0.0,
        humidity_max: 1.0,
        derating_from_m: 0.0,
        derating_m_per_k: 1e12,
    };
    let class = match given.class {
        None => rated,
        Some(class) => {
            let id = air_class_id(catalog, class).unwrap_or(class);
            read_equipment(catalog, REQUESTER, id, KIND.name, AirEnvelopeSpec::read)?
        }
    };
    let celsius = |own: Option<Temperature>, other_c: f64| own.map_or(other_c, Temperature::celsius);
    // A warmest inlet of the scenario is that of the site: altitude takes nothing from it.
    let derating_m_per_k = if given.air_temperature_max.is_some() { 1e12 } else { class.derating_m_per_k };
    Ok(AirEnvelopeSpec {
        dry_bulb_max_c: celsius(given.air_temperature_max, class.dry_bulb_max_c),
        dew_point_min_c: celsius(given.dew_point_min, class.dew_point_min_c),
        dew_point_max_c: celsius(given.dew_point_max, class.dew_point_max_c),
        humidity_min: given.humidity_min.unwrap_or(class.humidity_min),
        humidity_max: given.humidity_max.unwrap_or(class.humidity_max),
        derating_m_per_k,
        ..class
    })
}

const fn humidifier_role(humidification: AirHumidification) -> Option<EquipmentRole> {
    match humidification {
        AirHumidification::None => None,
        AirHumidification::Adiabatic => Some(EquipmentRole::AdiabaticHumidifier),
        AirHumidification::Steam => Some(EquipmentRole::SteamHumidifier),
    }
}

fn read_humidifier(catalog: &Catalog, architecture: &ArchitectureSettings) -> Result<Option<Humidifier>, BuildError> {
    let Some(role) = humidifier_role(architecture.outdoor_air.humidification) else { return Ok(None) };
    let id = architecture.equipment.record_id(catalog, role);
    read_equipment(catalog, REQUESTER, id, "humidifier", HumidifierSpec::read).map(|spec| Some(Humidifier(spec)))
}

/// Refuses supply temperatures that leave no room for the limits at the servers, and limits that no air is within.
///
/// # Errors
/// [`PlantError::InletTooWarm`], [`PlantError::InletTooCold`] and [`PlantError::NoAirWithinLimits`].
pub(crate) fn check_inlets(
    control: &OutdoorAirControl,
    coldest_supply: Temperature,
    inlet_rise: TempDelta,
    pressure: Pressure,
) -> Result<(), PlantError> {
    /// What the conversion of units and the formula of altitude may leave, K.
    const HAIR_K: f64 = 1e-6;
    let (limits, hair) = (&control.limits, TempDelta::new(HAIR_K));
    let inlet = control.warmest_supply.max(coldest_supply) + inlet_rise;
    if inlet > limits.warmest_inlet() + hair {
        return Err(PlantError::InletTooWarm {
            inlet_c: inlet.celsius(),
            limit_c: limits.warmest_inlet().celsius(),
            rise_k: inlet_rise.kelvin(),
        });
    }
    let coldest = coldest_supply + inlet_rise;
    let limit_c = limits.spec().dry_bulb_min_c;
    if coldest.celsius() < limit_c - HAIR_K {
        return Err(PlantError::InletTooCold { inlet_c: coldest.celsius(), limit_c });
    }
    let (driest, wettest) = limits.humidity_bounds(inlet, pressure)?;
    if driest >= wettest {
        return Err(PlantError::NoAirWithinLimits { inlet_c: inlet.celsius() });
    }
    Ok(())
}
