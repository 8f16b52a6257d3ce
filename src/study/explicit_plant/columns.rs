//! The hourly table: which quantities there are, and their means over the steps of each hour.

use super::hour::ExplicitPlantHour;
use super::result::HourlyTable;

/// A column of the hourly table; a plant without the part has none.
type HourlyColumn = (&'static str, fn(&ExplicitPlantHour) -> Option<f64>);

/// The columns, in their order.
const COLUMNS: [HourlyColumn; 73] = [
    ("dry_bulb_c", |s| Some(s.outdoor.air.dry_bulb().celsius())),
    ("wet_bulb_c", |s| Some(s.outdoor.wet_bulb.celsius())),
    ("pressure_pa", |s| Some(s.outdoor.air.pressure().pascals())),
    ("it_power_w", |s| Some(s.it_power_w())),
    ("facility_power_w", |s| Some(s.facility_power_w())),
    ("tower_leaving_c", |s| Some(s.tower()?.leaving_c)),
    ("tower_fan_power_w", |s| Some(s.tower()?.fan_w)),
    ("tower_evaporation_kg_s", |s| Some(s.tower()?.water.evaporation.kg_s())),
    ("tower_drift_kg_s", |s| Some(s.tower()?.water.drift.kg_s())),
    ("tower_blowdown_kg_s", |s| Some(s.tower()?.water.blowdown.kg_s())),
    ("tower_makeup_kg_s", |s| Some(s.tower()?.water.makeup_water().kg_s())),
    ("fc_tower_leaving_c", |s| Some(s.economizer_tower()?.leaving_c)),
    ("fc_tower_fan_power_w", |s| Some(s.economizer_tower()?.fan_w)),
    ("chiller_power_w", |s| Some(s.plant?.chiller?.power_w)),
    ("chiller_plr", |s| Some(s.plant?.chiller?.plr)),
    ("economizer_heat_w", |s| s.plant?.economizer_heat_w),
    ("dry_cooler_leaving_c", |s| Some(s.plant?.dry?.leaving_c)),
    ("dry_cooler_fan_power_w", |s| Some(s.plant?.dry?.fan_w)),
    ("ite_cpu_power_w", |s| Some(s.servers?.operation.cpu.watts())),
    ("ite_fan_power_w", |s| Some(s.servers?.operation.fan.watts())),
    ("ite_ups_loss_w", |s| Some(s.servers?.operation.supply_loss.watts())),
    ("ite_air_flow_m3_s", |s| Some(s.servers?.operation.air_flow.m3_s())),
    ("supply_c", |s| Some(s.plant?.supply_c)),
    ("pump_power_w", |s| Some(s.plant?.pump_w)),
    ("rejected_heat_w", |s| Some(s.plant?.rejected_w)),
    ("residual_w", |s| Some(s.plant?.residual_w)),
    ("tower_entering_c", |s| Some(s.tower()?.entering_c)),
    ("tower_heat_w", |s| Some(s.tower()?.heat_w)),
    ("tower_water_density_kg_m3", |s| Some(s.tower()?.density_kg_m3)),
    ("tower_air_ratio", |s| Some(s.tower()?.air_ratio)),
    ("fc_tower_entering_c", |s| Some(s.economizer_tower()?.entering_c)),
    ("fc_tower_makeup_kg_s", |s| Some(s.economizer_tower()?.water.makeup_water().kg_s())),
    ("fc_tower_water_density_kg_m3", |s| Some(s.economizer_tower()?.density_kg_m3)),
    ("fc_tower_air_ratio", |s| Some(s.economizer_tower()?.air_ratio)),
    ("chiller_heat_w", |s| Some(s.plant?.chiller?.heat_w)),
    ("chiller_false_load_w", |s| Some(s.plant?.chiller?.false_load_w)),
    ("set_point_c", |s| Some(s.plant?.set_c)),
    ("return_c", |s| Some(s.plant?.return_c)),
    ("loop_flow_kg_s", |s| Some(s.plant?.pump.kg_s)),
    ("loop_pump_power_w", |s| Some(s.plant?.pump.power_w)),
    ("tower_set_point_c", |s| Some(s.tower()?.set_c)),
    ("tower_flow_kg_s", |s| Some(s.tower()?.pump.kg_s)),
    ("tower_pump_power_w", |s| Some(s.tower()?.pump.power_w)),
    ("tower_cells", |s| Some(s.tower()?.cells)),
    ("fc_tower_set_point_c", |s| Some(s.economizer_tower()?.set_c)),
    ("fc_tower_heat_w", |s| Some(s.economizer_tower()?.heat_w)),
    ("fc_tower_flow_kg_s", |s| Some(s.economizer_tower()?.pump.kg_s)),
    ("fc_tower_pump_power_w", |s| Some(s.economizer_tower()?.pump.power_w)),
    ("fc_tower_cells", |s| Some(s.economizer_tower()?.cells)),
    ("fc_tower_evaporation_kg_s", |s| Some(s.economizer_tower()?.water.evaporation.kg_s())),
    ("fc_tower_drift_kg_s", |s| Some(s.economizer_tower()?.water.drift.kg_s())),
    ("fc_tower_blowdown_kg_s", |s| Some(s.economizer_tower()?.water.blowdown.kg_s())),
    ("economizer_flow_kg_s", |s| s.plant?.economizer_kg_s),
    ("chiller_entering_c", |s| Some(s.plant?.chiller?.chilled_c.0)),
    ("chiller_leaving_c", |s| Some(s.plant?.chiller?.chilled_c.1)),
    ("condenser_entering_c", |s| Some(s.plant?.chiller?.condenser_c)),
    ("condenser_heat_w", |s| Some(s.plant?.chiller?.rejected_w)),
    ("condenser_flow_kg_s", |s| s.plant?.condenser_kg_s),
    ("dry_cooler_heat_w", |s| Some(s.plant?.dry?.heat_w)),
    ("evaporative_cooler_leaving_c", |s| Some(s.evaporative()?.leaving_c)),
    ("evaporative_cooler_entering_c", |s| Some(s.evaporative()?.entering_c)),
    ("evaporative_cooler_heat_w", |s| Some(s.evaporative()?.heat_w)),
    ("evaporative_cooler_fan_power_w", |s| Some(s.evaporative()?.fan_w)),
    ("evaporative_cooler_spray_power_w", |s| Some(s.plant?.evaporative?.spray_pump_w)),
    ("evaporative_cooler_evaporation_kg_s", |s| Some(s.evaporative()?.water.evaporation.kg_s())),
    ("evaporative_cooler_drift_kg_s", |s| Some(s.evaporative()?.water.drift.kg_s())),
    ("evaporative_cooler_blowdown_kg_s", |s| Some(s.evaporative()?.water.blowdown.kg_s())),
    ("evaporative_cooler_makeup_kg_s", |s| Some(s.evaporative()?.water.makeup_water().kg_s())),
    ("evaporative_cooler_water_density_kg_m3", |s| Some(s.evaporative()?.density_kg_m3)),
    ("ite_inlet_c", |s| Some(s.servers?.inlet_c)),
    ("ite_supply_c", |s| Some(s.servers?.mixed?.supply_c)),
    ("ite_zone_c", |s| Some(s.servers?.mixed?.zone_c)),
    ("ite_recirculation", |s| Some(s.servers?.mixed?.recirculation)),
];

/// A row for every `steps` states: their mean.
pub(super) fn tabulate_hours(states: &[ExplicitPlantHour], steps: usize) -> HourlyTable {
    let there = |c: &&HourlyColumn| states.first().is_some_and(|s| (c.1)(s).is_some());
    let columns: Vec<&HourlyColumn> = COLUMNS.iter().filter(there).collect();
    let row = |states: &[ExplicitPlantHour]| {
        let mean =
            |c: &&HourlyColumn| states.iter().map(|s| (c.1)(s).unwrap_or(0.0)).sum::<f64>() / states.len() as f64;
        columns.iter().map(mean).collect()
    };
    let step_h = states.first().map_or(0.0, |s| s.outdoor.weight_h * steps as f64);
    HourlyTable {
        step_h,
        rows: states.chunks(steps).map(row).collect(),
        columns: columns.iter().map(|c| c.0).collect(),
    }
}
