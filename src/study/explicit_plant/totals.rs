//! Sums of a plant's year.

use crate::plant::explicit::{ExplicitTowerHour, UNMET_TOLERANCE_K};
use crate::plant::outdoor::settle_minutes;
use crate::plant::sized::PlantMode;

use super::hour::ExplicitPlantHour;
use super::result::{AnnualTowerWater, ExplicitPlantTotals};

const J_PER_KWH: f64 = 3.6e6;

/// A rate times the time that a state stands for.
fn weigh(s: &ExplicitPlantHour, rate: f64) -> f64 {
    rate * s.outdoor.weight_h * 3600.0
}

/// Water of a tower; nothing where there is none.
fn sum_water(
    states: &[ExplicitPlantHour],
    tower: impl Fn(&ExplicitPlantHour) -> Option<ExplicitTowerHour>,
) -> Option<AnnualTowerWater> {
    states.first().and_then(&tower)?;
    let mut year = AnnualTowerWater::default();
    for s in states {
        let Some(t) = tower(s) else { continue };
        let m3 = |kg_s: f64| weigh(s, kg_s / t.density_kg_m3);
        year.evaporation_m3 += m3(t.water.evaporation.kg_s());
        year.drift_m3 += m3(t.water.drift.kg_s());
        year.blowdown_m3 += m3(t.water.blowdown.kg_s());
        year.makeup_m3 += m3(t.water.makeup_water().kg_s());
    }
    Some(year)
}

pub(super) fn sum_year(states: &[ExplicitPlantHour]) -> ExplicitPlantTotals {
    let kwh = |f: &dyn Fn(&ExplicitPlantHour) -> f64| states.iter().map(|s| weigh(s, f(s))).sum::<f64>() / J_PER_KWH;
    let maybe_kwh = |f: &dyn Fn(&ExplicitPlantHour) -> Option<f64>| {
        states.first().and_then(f).map(|_| kwh(&|s| f(s).unwrap_or(0.0)))
    };
    let count = |f: &dyn Fn(&ExplicitPlantHour) -> bool| {
        settle_minutes(states.iter().filter(|s| f(s)).fold(0.0, |sum, s| sum + s.outdoor.weight_h))
    };
    let mode = |mode: PlantMode| {
        let first = states.first().and_then(ExplicitPlantHour::operating_mode);
        first.map(|_| count(&|s| s.operating_mode() == Some(mode)))
    };
    let missed = |f: fn(&ExplicitPlantHour) -> Option<ExplicitTowerHour>| {
        states.first().and_then(f).map(|_| count(&|s| f(s).is_some_and(|t| t.misses_set_point(UNMET_TOLERANCE_K))))
    };
    let warmest = states.iter().filter_map(|s| Some(s.plant?.supply_c)).fold(f64::NEG_INFINITY, f64::max);
    ExplicitPlantTotals {
        it_energy_kwh: kwh(&ExplicitPlantHour::it_power_w),
        facility_energy_kwh: kwh(&ExplicitPlantHour::facility_power_w),
        pump_energy_kwh: kwh(&|s| s.plant.map_or(0.0, |p| p.pump_w)),
        tower_fan_energy_kwh: maybe_kwh(&|s| Some(s.tower()?.fan_w)),
        tower_heat_kwh: maybe_kwh(&|s| Some(s.tower()?.heat_w)),
        tower_water: sum_water(states, ExplicitPlantHour::tower),
        fc_tower_fan_energy_kwh: maybe_kwh(&|s| Some(s.economizer_tower()?.fan_w)),
        fc_tower_water: sum_water(states, ExplicitPlantHour::economizer_tower),
        chiller_energy_kwh: maybe_kwh(&|s| Some(s.plant?.chiller?.power_w)),
        chiller_heat_kwh: maybe_kwh(&|s| Some(s.plant?.chiller?.heat_w)),
        economizer_heat_kwh: maybe_kwh(&|s| s.plant?.economizer_heat_w),
        dry_cooler_fan_energy_kwh: maybe_kwh(&|s| Some(s.plant?.dry?.fan_w)),
        ite_cpu_energy_kwh: maybe_kwh(&|s| Some(s.servers?.operation.cpu.watts())),
        ite_fan_energy_kwh: maybe_kwh(&|s| Some(s.servers?.operation.fan.watts())),
        ite_ups_loss_kwh: maybe_kwh(&|s| Some(s.servers?.operation.supply_loss.watts())),
        free_hours: mode(PlantMode::Free),
        partial_hours: mode(PlantMode::Partial),
        mechanical_hours: mode(PlantMode::Mechanical),
        evaporative_cooler_fan_energy_kwh: maybe_kwh(&|s| Some(s.evaporative()?.fan_w)),
        evaporative_cooler_spray_energy_kwh: maybe_kwh(&|s| Some(s.plant?.evaporative?.spray_pump_w)),
        evaporative_cooler_water: sum_water(states, ExplicitPlantHour::evaporative),
        tower_warm_hours: missed(ExplicitPlantHour::tower),
        fc_tower_warm_hours: missed(ExplicitPlantHour::economizer_tower),
        unmet_hours: count(&|s| s.plant.is_some_and(|p| p.unmet.is_some())),
        outside_hours: count(&|s| s.plant.is_some_and(|p| p.extrapolated)),
        warmest_supply_c: warmest.is_finite().then_some(warmest),
        residual_kwh: kwh(&|s| s.plant.map_or(0.0, |p| p.residual_w)),
    }
}
