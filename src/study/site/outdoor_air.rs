//! The outdoor air of a year against the classes of air that IT equipment may breathe.

use std::collections::BTreeMap;

use crate::assembly::error::AssemblyError;
use crate::catalog::Catalog;
use crate::catalog::record::EquipmentRecord;
use crate::component::room::air_envelope::{AirEnvelope, AirEnvelopeSpec, KIND};
use crate::physics::air;
use crate::plant::outdoor::{OutdoorConditions, settle_minutes};
use crate::rack::build::read_equipment;
use crate::study::compare::result::{Assumption, SourceReference};
use crate::study::error::StudyError;
use crate::study::provenance;
use crate::units::Length;

use super::result::{AirCell, AirClass, OutdoorAir};

/// Side of a cell of hours: K and kg/kg.
const CELL_SIDES: (f64, f64) = (1.0, 0.0005);

/// Hours inside each class, its outline, and where the hours lie.
///
/// # Errors
/// [`StudyError`].
pub(crate) fn classify_outdoor_air(
    catalog: &Catalog,
    elevation_m: f64,
    outdoor: &[OutdoorConditions],
    hourly: bool,
) -> Result<(Vec<AirClass>, OutdoorAir), StudyError> {
    let altitude = Length::new(elevation_m);
    let pressure = air::standard_pressure(altitude);
    let mut classes = Vec::new();
    for record in catalog.equipment_of_kind(KIND.name) {
        let envelope = AirEnvelope::new(read_air_envelope(catalog, record)?, altitude);
        let inside = outdoor.iter().filter(|h| envelope.contains(&h.air));
        let outline = envelope.psychrometric_outline(pressure).map_err(AssemblyError::Weather)?;
        classes.push(AirClass {
            class: record.name.clone(),
            hours: settle_minutes(inside.map(|h| h.weight_h).sum()),
            outline: outline.iter().map(|(t, w)| (t.celsius(), w.kg_kg())).collect(),
        });
    }
    let cells = if hourly { count_air_cells(outdoor) } else { outdoor.iter().map(air_cell).collect() };
    Ok((classes, OutdoorAir { pressure_pa: pressure.pascals(), side: hourly.then_some(CELL_SIDES), cells }))
}

fn read_air_envelope(catalog: &Catalog, record: &EquipmentRecord) -> Result<AirEnvelopeSpec, StudyError> {
    let read = read_equipment(catalog, "the classes of air", &record.id, KIND.name, AirEnvelopeSpec::read);
    read.map_err(|error| StudyError::Data { name: record.id.clone(), error })
}

/// The values that the classes rest on, and their sources.
pub(crate) fn air_class_provenance(catalog: &Catalog) -> (Vec<Assumption>, Vec<SourceReference>) {
    let ids = catalog.equipment_of_kind(KIND.name).map(|e| e.id.clone()).collect();
    let assumptions = provenance::collect_assumptions(catalog, &ids);
    let sources = provenance::collect_sources(catalog, &assumptions, [None, None]);
    (assumptions, sources)
}

fn air_cell(h: &OutdoorConditions) -> AirCell {
    AirCell {
        dry_bulb_c: h.air.dry_bulb().celsius(),
        humidity_ratio_kg_kg: h.air.humidity_ratio().kg_kg(),
        hours: h.weight_h,
    }
}

/// Place of a square of the chart: columns of dry-bulb and rows of humidity ratio from zero.
pub(super) type AirCellPlace = (i32, i32);

/// The square that an air falls into: dry-bulb in °C, humidity ratio in kg/kg.
pub(super) fn air_cell_place(t_c: f64, humidity_kg_kg: f64) -> AirCellPlace {
    #[expect(clippy::cast_possible_truncation, reason = "air on earth is within some hundred cells")]
    let place = |value: f64, side: f64| (value / side).floor() as i32;
    (place(t_c, CELL_SIDES.0), place(humidity_kg_kg, CELL_SIDES.1))
}

/// The middle of a square: dry-bulb in °C, humidity ratio in kg/kg.
pub(super) fn air_cell_middle((t, w): AirCellPlace) -> (f64, f64) {
    let middle = |place: i32, side: f64| (f64::from(place) + 0.5) * side;
    (middle(t, CELL_SIDES.0), middle(w, CELL_SIDES.1))
}

/// Hours counted in squares of the chart.
fn count_air_cells(outdoor: &[OutdoorConditions]) -> Vec<AirCell> {
    let mut counted: BTreeMap<AirCellPlace, f64> = BTreeMap::new();
    for h in outdoor.iter().map(air_cell) {
        *counted.entry(air_cell_place(h.dry_bulb_c, h.humidity_ratio_kg_kg)).or_default() += h.hours;
    }
    let cell = |(place, hours)| {
        let (dry_bulb_c, humidity_ratio_kg_kg) = air_cell_middle(place);
        AirCell { dry_bulb_c, humidity_ratio_kg_kg, hours }
    };
    counted.into_iter().map(cell).collect()
}
