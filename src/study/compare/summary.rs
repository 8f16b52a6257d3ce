//! From states and sums to the figures of a result.

use crate::rack::state::RackState;
use crate::site::year::FacilityYear;

use super::result::{ArchitectureResult, EndUse, EndUsePower, PowerDifference, RackPart, RackSummary};

/// Mean power by component class.
pub(crate) fn mean_end_use_power(year: &FacilityYear, seconds: f64) -> Vec<EndUsePower> {
    let energy_j = |bucket| match bucket {
        EndUse::Accelerators => year.accelerator_j,
        EndUse::OtherIt => year.other_it_j,
        EndUse::ServerFans => year.server_fan_j,
        EndUse::Network => year.network_j,
        EndUse::Storage => year.storage_it_j,
        EndUse::Conversion => year.conversion_loss_j(),
        EndUse::AirHandling => year.handler_j,
        EndUse::Pumps => year.pump_j,
        EndUse::Chillers => year.compressor_j,
        EndUse::PurchasedCooling => year.purchased_j,
        EndUse::HeatRejection => year.rejection_fan_j,
        EndUse::Building => year.building_j,
    };
    EndUse::ALL.into_iter().map(|bucket| EndUsePower { bucket, power_w: energy_j(bucket) / seconds }).collect()
}

/// One rack at full load.
pub(crate) fn summarize_rack(s: &RackState, per_rack: u32) -> RackSummary {
    let hottest = s.critical_part();
    let main = s.main_coolant;
    RackSummary {
        power_w: s.power_w(),
        accelerators: per_rack,
        accelerator_power_w: s.accelerator_w,
        other_it_power_w: s.other_it_w,
        fan_power_w: s.fan_w,
        pump_power_w: s.pump_w,
        psu_loss_w: s.psu_loss_w,
        hottest_chip: hottest.map_or_else(String::new, |p| p.name.clone()),
        hottest_chip_c: hottest.map_or(main.return_c, |p| p.junction_c),
        chip_limit_c: hottest.map_or(main.return_c, |p| p.limit_c),
        liquid_heat_fraction: s.liquid_heat_w / (s.liquid_heat_w + s.air_heat_w),
        liquid_heat_w: s.liquid_heat_w,
        air_heat_w: s.air_heat_w,
        supply_c: main.inlet_c,
        return_c: main.return_c,
        liquid_flow_l_min: s.liquid.map(|l| l.flow_m3_s * 60e3),
        air_flow_m3_s: s.air.map(|a| a.flow_m3_s),
        pressure_rise_pa: main.rise_pa,
        speed: s.main_mover_speed(),
        performance: s.performance,
        parts: s
            .parts
            .iter()
            .map(|p| RackPart {
                name: p.name.clone(),
                count: p.count,
                power_w: p.power_w,
                flow_l_min: p.flow_m3_s.filter(|_| p.liquid).map(|q| q * 60e3),
                inlet_c: p.inlet_c,
                case_c: p.case_c,
                temperature_c: p.junction_c,
                limit_c: p.limit_c,
            })
            .collect(),
    }
}

/// Every feasible architecture against the first feasible one, by component class.
pub(crate) fn power_differences(architectures: &[ArchitectureResult]) -> Vec<PowerDifference> {
    let mut feasible = architectures.iter().filter(|a| a.feasible);
    let Some(base) = feasible.next() else { return Vec::new() };
    feasible
        .map(|other| {
            let by_bucket: Vec<EndUsePower> = other
                .power
                .iter()
                .zip(&base.power)
                .map(|(a, b)| EndUsePower { bucket: a.bucket, power_w: a.power_w - b.power_w })
                .collect();
            PowerDifference {
                base: base.name.clone(),
                name: other.name.clone(),
                facility_power_w: by_bucket.iter().map(|s| s.power_w).sum(),
                by_bucket,
            }
        })
        .collect()
}
