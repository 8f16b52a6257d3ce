//! Keys of an architecture that have no effect: they belong to another way of cooling or of rejecting heat. They may stay
//! when one is switched, so they are told and not refused.

use crate::catalog::system::PumpControlKind;

use super::architecture::ArchitectureSettings;
use super::chilled_water::ChilledWaterReset;
use super::cooling::{CduKind, CoolingMethod};
use super::feed::Redundancy;
use super::outdoor_air::OUTDOOR_AIR_KEYS;
use super::plant_options::RoomCooling;
use super::rejection::HeatRejection;
use super::spelling::place_of;
use super::tree::{NodeValue, TreeNode};

/// A key and what it is for.
struct ConditionalKey {
    key: &'static str,
    belongs_to: &'static str,
    applies: fn(&ArchitectureSettings, rejection: &str) -> bool,
}

const CONDITIONAL_KEYS: &[ConditionalKey] = &[
    ConditionalKey {
        key: "room_free_cooling",
        belongs_to: "halls whose racks give heat to liquid",
        applies: |a, _| a.cooling != CoolingMethod::Air,
    },
    ConditionalKey {
        key: "room_cooling",
        belongs_to: "halls whose racks give heat to liquid",
        applies: |a, _| a.cooling != CoolingMethod::Air,
    },
    ConditionalKey {
        key: "glycol",
        belongs_to: "dry coolers",
        applies: |a, _| {
            matches!(a.heat_rejection, HeatRejection::DryCooler { .. })
                || !a.cooling.is_air_cooled() && a.plant_options.room == RoomCooling::FreeCooling
        },
    },
    ConditionalKey {
        key: "free_cooling_coil",
        belongs_to: "`heat_rejection = \"chiller-air\"`",
        applies: |a, _| a.heat_rejection == HeatRejection::ChillerAir,
    },
    ConditionalKey {
        key: "dry_precooling",
        belongs_to: "plants with towers",
        applies: |a, _| matches!(a.heat_rejection, HeatRejection::Tower { .. }),
    },
    ConditionalKey { key: "door", belongs_to: "rear doors", applies: |a, _| a.cooling == CoolingMethod::RearDoor },
    ConditionalKey { key: "plates", belongs_to: "hybrid racks", applies: |a, _| a.cooling == CoolingMethod::Hybrid },
    ConditionalKey { key: "cdu", belongs_to: "coolant loops", applies: |a, _| a.cooling.has_coolant_loop() },
    ConditionalKey { key: "manifold", belongs_to: "coolant loops", applies: |a, _| a.cooling.has_coolant_loop() },
    ConditionalKey { key: "flow_control", belongs_to: "coolant loops", applies: |a, _| a.cooling.has_coolant_loop() },
    ConditionalKey {
        key: "coolant_flow",
        belongs_to: "coolant loops whose pumps hold a flow or the pressure that gives it",
        applies: |a, _| a.cooling.has_coolant_loop() && a.set_points.flow_control.flow_m3_j().is_some(),
    },
    ConditionalKey {
        key: "differential_pressure",
        belongs_to: "`flow_control = \"differential-pressure\"` of coolant loops",
        applies: |a, _| has_pump_control(a, PumpControlKind::DifferentialPressure),
    },
    ConditionalKey {
        key: "return_temperature",
        belongs_to: "`flow_control = \"return-temperature\"` of coolant loops",
        applies: |a, _| has_pump_control(a, PumpControlKind::ReturnTemperature),
    },
    ConditionalKey {
        key: "racks_per_cdu",
        belongs_to: "coolant units that racks share",
        applies: |a, _| a.shares_coolant_units(),
    },
    ConditionalKey {
        key: "cdu_redundancy",
        belongs_to: "coolant units that racks share",
        applies: |a, _| a.shares_coolant_units(),
    },
    ConditionalKey {
        key: "cdu_spare",
        belongs_to: "coolant units with `cdu_redundancy`",
        applies: |a, _| a.shares_coolant_units() && a.coolant_units.redundancy != Redundancy::None,
    },
    ConditionalKey {
        key: "chilled_water_temperature",
        belongs_to: "air handlers on chillers",
        applies: |a, _| a.chilled_water_set_point().is_some(),
    },
    ConditionalKey {
        key: "tower_cells",
        belongs_to: "plants with towers",
        applies: |a, _| matches!(a.heat_rejection, HeatRejection::Tower { .. }),
    },
    ConditionalKey {
        key: "dry_coolers",
        belongs_to: "plants with dry coolers or a dry side ahead of towers",
        applies: |a, _| has_dry_coolers(a),
    },
    ConditionalKey {
        key: "condenser_approach",
        belongs_to: "towers with chillers",
        applies: |a, _| has_condenser_water(a),
    },
    ConditionalKey {
        key: "condenser_water_min",
        belongs_to: "towers with chillers",
        applies: |a, _| has_condenser_water(a),
    },
    ConditionalKey {
        key: "condenser_water_max",
        belongs_to: "towers with chillers",
        applies: |a, _| has_condenser_water(a),
    },
    ConditionalKey {
        key: "condenser_water_temperature",
        belongs_to: "towers with chillers",
        applies: |a, _| has_condenser_water(a),
    },
    ConditionalKey {
        key: "plant_pumps",
        belongs_to: "plants with loops of water",
        applies: |a, _| !a.heat_rejection.cools_hall_air() || !a.cooling.is_air_cooled(),
    },
    ConditionalKey {
        key: "spare_units",
        belongs_to: "`plant_redundancy = \"N+1\"` and `\"2N\"`",
        applies: |a, _| a.set_points.spares.redundancy != Redundancy::None,
    },
    ConditionalKey {
        key: "chilled_water_reset",
        belongs_to: "air handlers on chillers",
        applies: |a, _| a.chilled_water_set_point().is_some(),
    },
    ConditionalKey {
        key: "chilled_water_max",
        belongs_to: "`chilled_water_reset = \"load\"` and `\"weather\"` of air handlers on chillers",
        applies: |a, _| a.chilled_water_set_point().is_some() && a.set_points.water.reset != ChilledWaterReset::None,
    },
    ConditionalKey {
        key: "facility_water_temperature",
        belongs_to: "coolant loops with coolant distribution units on facility water",
        applies: |a, _| a.cooling.has_coolant_loop() && a.cdu != CduKind::LiquidToAir,
    },
    ConditionalKey {
        key: "condenser_range",
        belongs_to: "plants with towers",
        applies: |a, _| matches!(a.heat_rejection, HeatRejection::Tower { .. }),
    },
    ConditionalKey {
        key: "control_target_shift",
        belongs_to: "parts that fans or pumps follow: racks with fans, and `flow_control = \"chip-target\"`",
        applies: |a, _| a.has_controlled_parts(),
    },
    ConditionalKey { key: "recirculation", belongs_to: "racks with fans", applies: |a, _| a.cooling.has_server_fans() },
    ConditionalKey {
        key: "containment",
        belongs_to: "racks with fans whose `recirculation` is not given",
        applies: |a, _| a.cooling.has_server_fans() && a.containment.is_some(),
    },
    ConditionalKey { key: "fan_control", belongs_to: "racks with fans", applies: |a, _| a.cooling.has_server_fans() },
    ConditionalKey { key: "fan_speed_min", belongs_to: "racks with fans", applies: |a, _| a.cooling.has_server_fans() },
    ConditionalKey { key: "air_supply", belongs_to: "racks with fans", applies: |a, _| a.cooling.has_server_fans() },
    ConditionalKey {
        key: "air_temperature",
        belongs_to: "racks with liquid; those on air have `supply_temperature`",
        applies: |a, _| !a.cooling.is_air_cooled(),
    },
    ConditionalKey {
        key: "economizer",
        belongs_to: "`heat_rejection = \"tower\"`",
        applies: |_, rejection| rejection == "tower",
    },
    ConditionalKey {
        key: "trim",
        belongs_to: "`heat_rejection = \"tower\"`, `\"dry-cooler\"`, `\"adiabatic\"` and `\"closed-circuit\"`",
        applies: |_, rejection| matches!(rejection, "tower" | "dry-cooler" | "adiabatic" | "closed-circuit"),
    },
    campus_key("campus_water_temperature"),
    campus_key("campus_return_temperature"),
    campus_key("campus_efficiency"),
    campus_key("campus_water_use"),
    ConditionalKey {
        key: "chillers",
        belongs_to: "`heat_rejection = \"tower\"`",
        applies: |_, rejection| rejection == "tower",
    },
    ConditionalKey {
        key: "tower",
        belongs_to: "plants with towers",
        applies: |a, _| matches!(a.heat_rejection, HeatRejection::Tower { .. }),
    },
    ConditionalKey {
        key: "trim_chiller",
        belongs_to: "dry coolers and closed-circuit coolers",
        applies: |a, _| {
            matches!(a.heat_rejection, HeatRejection::DryCooler { .. } | HeatRejection::ClosedCircuit { .. })
        },
    },
    ConditionalKey {
        key: "evaporative",
        belongs_to: "`heat_rejection = \"air-economizer\"` and `room_cooling = \"economizer\"`",
        applies: |a, rejection| {
            rejection == "air-economizer"
                || !a.cooling.is_air_cooled() && matches!(a.plant_options.room, RoomCooling::Economizer(_))
        },
    },
];

/// What every key of outdoor air is for.
const OUTDOOR_AIR: ConditionalKey = ConditionalKey {
    key: "",
    belongs_to: "`heat_rejection = \"air-economizer\"` whose outdoor air passes through the hall",
    applies: |a, _| a.heat_rejection.passes_outdoor_air(),
};
/// Whether dry coolers, or thermosyphons, take heat of the main loop.
const fn has_dry_coolers(a: &ArchitectureSettings) -> bool {
    matches!(a.heat_rejection, HeatRejection::DryCooler { .. })
        || matches!(a.heat_rejection, HeatRejection::Tower { .. }) && a.plant_options.dry_precooling.is_some()
}

/// Whether towers cool the condensers of chillers.
const fn has_condenser_water(architecture: &ArchitectureSettings) -> bool {
    architecture.heat_rejection.has_condenser_water()
}

/// A key of bought chilled water.
const fn campus_key(key: &'static str) -> ConditionalKey {
    ConditionalKey {
        key,
        belongs_to: "`heat_rejection = \"campus\"` and `trim = \"campus\"`",
        applies: |a, _| a.heat_rejection.buys_water(),
    }
}

/// Whether the pumps of its coolant loop hold a thing.
fn has_pump_control(a: &ArchitectureSettings, kind: PumpControlKind) -> bool {
    a.cooling.has_coolant_loop() && a.set_points.flow_control.kind() == kind
}

/// What to say of keys without effect; `root` is the tree that the architectures were read from, in their order.
pub(super) fn inert_key_hints(root: &TreeNode, architectures: &[ArchitectureSettings], text: &str) -> Vec<String> {
    let tables = root.child("architecture").map_or(&[][..], TreeNode::items);
    let hints_of = |(table, architecture): (&TreeNode, &ArchitectureSettings)| {
        let NodeValue::Table(keys) = &table.value else { return Vec::new() };
        let word = keys.iter().find_map(|(key, _, node)| match &node.value {
            NodeValue::Text(word) if key == "heat_rejection" => Some(word.as_str()),
            _ => None,
        });
        let inert = |(key, _, node): &(String, _, TreeNode)| {
            let of_outdoor_air = OUTDOOR_AIR_KEYS.contains(&key.as_str()).then_some(&OUTDOOR_AIR);
            let known = of_outdoor_air.or_else(|| CONDITIONAL_KEYS.iter().find(|known| known.key == key))?;
            (!(known.applies)(architecture, word.unwrap_or_default())).then(|| {
                let place = place_of(&node.origin, text);
                format!("`{}.{key}`{place} has no effect here: it is for {}", architecture.name, known.belongs_to)
            })
        };
        keys.iter().filter_map(inert).collect::<Vec<_>>()
    };
    tables.iter().zip(architectures).flat_map(hints_of).collect()
}
