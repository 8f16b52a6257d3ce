//! The set points that a search may move and `[best]` may limit.

use crate::catalog::Catalog;
use crate::catalog::equipment_role::EquipmentRole;
use crate::component::plant::design_rules::DesignRulesSpec;
use crate::units::TempDelta;
use crate::units::parse::{self, Dimension};

use super::architecture::ArchitectureSettings;
use super::cooling::Containment;
use super::defaults;
use super::reader::AllowedRange;
use super::rejection::HeatRejection;
use super::set_point::{SetPoint, SetPointDomain, SetPointValue};

/// Every set point, in the order of reports.
pub static SET_POINTS: &[SetPoint] = &[
    SetPoint {
        key: "supply_temperature",
        label: "supply temperature",
        domain: temperature(5.0, 65.0),
        own_value: None,
        refused: |_| None,
        read: |a, _| SetPointValue::written(a.supply.celsius()),
        write: |a, value, _| {
            let Some(supply) = value.temperature() else { return };
            a.supply = supply;
            // The air of racks on air alone is their supply.
            if a.cooling.is_air_cooled() {
                a.air = supply;
            }
        },
    },
    SetPoint {
        key: "air_temperature",
        label: "hall air temperature",
        domain: temperature(10.0, 45.0),
        own_value: None,
        refused: |a| a.cooling.is_air_cooled().then_some("the hall's air is the supply of its racks"),
        read: |a, _| SetPointValue::written(a.air.celsius()),
        write: |a, value, _| {
            if let Some(air) = value.temperature() {
                a.air = air;
            }
        },
    },
    SetPoint {
        key: "containment",
        label: "containment",
        domain: SetPointDomain::Words(&Containment::WORDS),
        own_value: None,
        refused: |a| match a.containment {
            _ if !a.cooling.has_server_fans() => Some("racks without fans draw no air from aisles"),
            None => Some("`recirculation` is given"),
            Some(_) => None,
        },
        read: |a, _| SetPointValue::Word(a.containment.unwrap_or_default().name()),
        write: |a, value, catalog| {
            let SetPointValue::Word(word) = value else { return };
            let Some(containment) = Containment::from_word(word) else { return };
            if let Some(recirculation) = defaults::aisle_recirculation(catalog, containment) {
                a.containment = Some(containment);
                a.recirculation = recirculation;
            }
        },
    },
    SetPoint {
        key: "coolant_flow",
        label: "coolant flow",
        domain: SetPointDomain::Quantity {
            allowed: AllowedRange { dimension: Dimension::SpecificFlow, min: 0.15, max: 10.0 },
            step: 0.05,
        },
        own_value: None,
        refused: |a| match a.set_points.flow_control.flow_m3_j() {
            _ if !a.cooling.has_coolant_loop() => Some("its racks have no coolant loop"),
            None => Some("its pumps hold another thing than a flow"),
            Some(_) => None,
        },
        read: |a, _| {
            let flow = |m3_j| SetPointValue::written(parse::to_documented_unit(m3_j, Dimension::SpecificFlow));
            a.set_points.flow_control.flow_m3_j().map_or(SetPointValue::Number(f64::NAN), flow)
        },
        write: |a, value, _| {
            if let Some(flow) = value.number() {
                let flow_m3_j = parse::from_documented_unit(flow, Dimension::SpecificFlow);
                a.set_points.flow_control = a.set_points.flow_control.with_flow(flow_m3_j);
                a.set_points.flow_from_data = false;
            }
        },
    },
    SetPoint {
        key: "control_target_shift",
        label: "shift of control targets",
        domain: difference(-20.0, 20.0),
        own_value: None,
        refused: |a| (!a.has_controlled_parts()).then_some("neither fans nor pumps follow its parts"),
        read: |a, _| SetPointValue::written(a.set_points.control_target_shift.kelvin()),
        write: |a, value, _| {
            a.set_points.control_target_shift = value.number().map_or(TempDelta::ZERO, TempDelta::new);
        },
    },
    SetPoint {
        key: "chilled_water_temperature",
        label: "chilled water temperature",
        domain: temperature(1.0, 40.0),
        own_value: Some(WARMEST),
        refused: |a| {
            let chilled = if a.cooling.is_air_cooled() {
                a.heat_rejection.chills_water()
            } else {
                a.plant_options.room.chills_water()
            };
            (!chilled).then_some("no chillers supply its air handlers")
        },
        read: |a, _| {
            let given = a.set_points.chilled_water;
            given.map_or(SetPointValue::Word(WARMEST), |water| SetPointValue::written(water.celsius()))
        },
        write: |a, value, _| a.set_points.chilled_water = value.temperature(),
    },
    SetPoint {
        key: "condenser_approach",
        label: "condenser water above the wet-bulb",
        domain: difference(2.0, 15.0),
        own_value: None,
        refused: lacks_condenser_water,
        read: |a, catalog| {
            let given = a.set_points.condenser_approach.map(TempDelta::kelvin);
            SetPointValue::written(given.unwrap_or_else(|| design_rule(catalog, |rules| rules.condenser_approach_k)))
        },
        write: |a, value, _| a.set_points.condenser_approach = value.number().map(TempDelta::new),
    },
    SetPoint {
        key: "condenser_water_min",
        label: "coldest condenser water",
        domain: temperature(10.0, 30.0),
        own_value: None,
        refused: lacks_condenser_water,
        read: |a, catalog| {
            let given = a.set_points.condenser_water_min.map(super::super::units::Temperature::celsius);
            SetPointValue::written(given.unwrap_or_else(|| design_rule(catalog, |rules| rules.condenser_min_c)))
        },
        write: |a, value, _| a.set_points.condenser_water_min = value.temperature(),
    },
    SetPoint {
        key: "tower_cells",
        label: "tower cells",
        domain: UNIT_COUNT,
        own_value: Some(AS_SIZED),
        refused: |a| {
            (!matches!(a.heat_rejection, HeatRejection::Tower { .. })).then_some("its plant has no cooling towers")
        },
        read: |a, _| count_value(a.set_points.tower_cells),
        write: |a, value, _| a.set_points.tower_cells = value.count(),
    },
    SetPoint {
        key: "dry_coolers",
        label: "dry coolers",
        domain: UNIT_COUNT,
        own_value: Some(AS_SIZED),
        refused: |a| {
            let has = matches!(a.heat_rejection, HeatRejection::DryCooler { .. })
                || a.plant_options.precooling_of(a.heat_rejection).is_some();
            (!has).then_some("its plant has no dry coolers")
        },
        read: |a, _| count_value(a.set_points.dry_coolers),
        write: |a, value, _| a.set_points.dry_coolers = value.count(),
    },
];

/// The set point of a key.
pub fn find_set_point(key: &str) -> Option<&'static SetPoint> {
    SET_POINTS.iter().find(|s| s.key == key)
}

/// Every key.
pub fn set_point_keys() -> Vec<&'static str> {
    SET_POINTS.iter().map(|s| s.key).collect()
}

/// Numbers of units that a scenario may ask for.
const UNIT_COUNT: SetPointDomain = SetPointDomain::Count { min: 1, max: 10_000 };
/// Word of a number of units that the design finds.
const AS_SIZED: &str = "as sized";
/// Word of chilled water that follows the coils.
const WARMEST: &str = "warmest possible";

const fn temperature(min: f64, max: f64) -> SetPointDomain {
    SetPointDomain::temperature(min, max)
}

const fn difference(min: f64, max: f64) -> SetPointDomain {
    SetPointDomain::Quantity { allowed: AllowedRange { dimension: Dimension::TempDelta, min, max }, step: 0.1 }
}

fn count_value(count: Option<u32>) -> SetPointValue {
    count.map_or(SetPointValue::Word(AS_SIZED), |count| SetPointValue::Number(f64::from(count)))
}

fn lacks_condenser_water(a: &ArchitectureSettings) -> Option<&'static str> {
    (!a.heat_rejection.has_condenser_water()).then_some("no towers cool its chillers")
}

/// A value of the rules that plants are designed by; not a number where the data have no valid record.
fn design_rule(catalog: &Catalog, value: fn(&DesignRulesSpec) -> f64) -> f64 {
    let record = catalog.equipment(catalog.default_equipment(EquipmentRole::DesignRules));
    let rules = record.and_then(|record| DesignRulesSpec::read(&record.parameters).ok());
    rules.as_ref().map_or(f64::NAN, value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{DEFAULT, Scenario};

    /// Every set point reads back what it was given, and moves no other.
    #[test]
    fn a_set_point_reads_back_what_was_written() {
        let catalog = Catalog::load(None).unwrap();
        let open = ["architecture.air.containment=open".to_owned()];
        let text = DEFAULT.replace("recirculation = 0.03", "");
        let scenario = Scenario::parse("default", &text, &open, &catalog).unwrap();
        for given in &scenario.architectures {
            for point in SET_POINTS.iter().filter(|p| (p.refused)(given).is_none()) {
                let value = match point.domain_for(given.cooling) {
                    // Without what adding steps rounds.
                    SetPointDomain::Quantity { allowed, step } => {
                        SetPointValue::Number(((allowed.min + 7.0 * step) * 1e9).round() / 1e9)
                    }
                    SetPointDomain::Count { min, .. } => SetPointValue::Number(f64::from(min + 7)),
                    SetPointDomain::Words(words) => {
                        let other =
                            words.iter().find(|word| SetPointValue::Word(word) != (point.read)(given, &catalog));
                        SetPointValue::Word(other.unwrap())
                    }
                };
                let mut moved = given.clone();
                assert_ne!((point.read)(&moved, &catalog), value, "{}", point.key);
                (point.write)(&mut moved, value, &catalog);
                assert_eq!((point.read)(&moved, &catalog), value, "{}", point.key);
                let others = SET_POINTS.iter().filter(|o| o.key != point.key && (o.refused)(given).is_none());
                for other in others {
                    let (after, before) = ((other.read)(&moved, &catalog), (other.read)(given, &catalog));
                    assert_eq!(after, before, "{} by {}", other.key, point.key);
                }
                (point.write)(&mut moved, (point.read)(given, &catalog), &catalog);
                assert_eq!((point.read)(&moved, &catalog), (point.read)(given, &catalog), "{}", point.key);
            }
        }
    }
}
