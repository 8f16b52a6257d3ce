use proptest::prelude::*;

use super::*;

const SPEC: AirEconomizerSpec = AirEconomizerSpec {
    air_flow_m3_s: 50.0,
    fan_power_w: 12e3,
    filter_pa: 80.0,
    outdoor_pa: 60.0,
    fan_efficiency: 0.55,
    rated_density_kg_m3: 1.2,
    dry_bulb_max_c: 60.0,
    dew_point_min_c: -12.0,
    dew_point_max_c: 17.0,
    enthalpy_max_kj_kg: 1000.0,
};

fn air(c: f64, rh: f64) -> MoistAir {
    MoistAir::from_relative_humidity(Temperature::from_celsius(c), rh, Pressure::new(101_325.0)).unwrap()
}

fn stream(return_c: f64, w: HumidityRatio) -> HallAirStream {
    let returning = MoistAir::new(Temperature::from_celsius(return_c), w, Pressure::new(101_325.0)).unwrap();
    HallAirStream { return_air: returning, supply: Temperature::from_celsius(24.0), dry_air: MassFlow::new(50.0) }
}

fn hour(rule: DewPointLimits, outdoor: &MoistAir, return_c: f64) -> AirEconomizerOperation {
    AirEconomizer::new(SPEC, rule).operate(outdoor, &stream(return_c, outdoor.humidity_ratio())).unwrap()
}

/// Without fan heat and with equal humidity the share is that of temperatures: (36 − 24)/(36 − 4) = 0.375.
#[test]
fn the_share_by_hand() {
    let still = AirEconomizerSpec { fan_power_w: 1.0, filter_pa: 0.0, outdoor_pa: 0.0, ..SPEC };
    let outdoor = air(4.0, 0.6);
    let o = AirEconomizer::new(still, DewPointLimits::LockOut)
        .operate(&outdoor, &stream(36.0, outdoor.humidity_ratio()))
        .unwrap();
    assert!((o.outdoor_share - 0.375).abs() < 1e-5, "{o:?}");
    assert_eq!(o.mode, EconomizerMode::Free);
    assert_eq!(o.mechanical, Power::ZERO);
}

/// 50 m³/s against 80 Pa of filters at 55 %: 7.3 kW on top of the fans.
#[test]
fn filters_and_dampers_add_to_the_fans() {
    let warm = hour(DewPointLimits::LockOut, &air(40.0, 0.2), 36.0);
    let returning = stream(36.0, air(40.0, 0.2).humidity_ratio()).return_air;
    let (x, density) = (returning.specific_volume_m3_kg(), returning.density().kg_m3());
    let hand = (12e3 + 50.0 * 80.0 / 0.55) * x.powi(3) * density / 1.2;
    assert!((warm.fan_power.watts() / hand - 1.0).abs() < 1e-9);
    let cold = hour(DewPointLimits::LockOut, &air(20.0, 0.5), 36.0);
    assert!(cold.fan_power > warm.fan_power, "the outdoor path costs");
}

#[test]
fn the_modes_follow_the_weather() {
    let outcome = |c, rh| hour(DewPointLimits::LockOut, &air(c, rh), 36.0).mode;
    assert_eq!(outcome(10.0, 0.5), EconomizerMode::Free);
    assert_eq!(outcome(28.0, 0.4), EconomizerMode::Partial);
    assert_eq!(outcome(37.0, 0.2), EconomizerMode::Recirculation(EconomizerLockout::Warm));
    assert_eq!(outcome(22.0, 0.9), EconomizerMode::Recirculation(EconomizerLockout::Humid));
    assert_eq!(outcome(-20.0, 0.6), EconomizerMode::Recirculation(EconomizerLockout::Dry));
    let limited = AirEconomizer::new(AirEconomizerSpec { enthalpy_max_kj_kg: 40.0, ..SPEC }, DewPointLimits::Report);
    let humid = air(22.0, 0.9);
    assert_eq!(limited.lockout_reason(&humid, Temperature::from_celsius(36.0)), Some(EconomizerLockout::Enthalpy));
}

#[test]
fn hours_outside_the_dew_points_are_counted() {
    let humid = hour(DewPointLimits::Report, &air(22.0, 0.9), 36.0);
    assert!(humid.dehumidification_demand > MassFlow::ZERO && humid.humidification_demand == MassFlow::ZERO);
    let dry = hour(DewPointLimits::Report, &air(-20.0, 0.6), 36.0);
    assert!(dry.humidification_demand > MassFlow::ZERO && dry.mode == EconomizerMode::Free);
    let wet = hour(DewPointLimits::Report, &air(33.0, 0.9), 36.0);
    assert!(wet.condensate > MassFlow::ZERO && wet.mode == EconomizerMode::Partial);
    assert!((wet.supply.relative_humidity() - 1.0).abs() < 1e-6, "the coil dries to saturation");
}

#[test]
fn no_flow_and_no_heat_need_nothing() {
    let e = AirEconomizer::new(SPEC, DewPointLimits::Report);
    let outdoor = air(10.0, 0.5);
    let still = HallAirStream { dry_air: MassFlow::ZERO, ..stream(30.0, outdoor.humidity_ratio()) };
    let o = e.operate(&outdoor, &still).unwrap();
    assert_eq!((o.fan_power, o.mechanical, o.exhausted), (Power::ZERO, Power::ZERO, Power::ZERO));
    let cold = e.operate(&outdoor, &stream(15.0, outdoor.humidity_ratio())).unwrap();
    assert_eq!((cold.outdoor_share, cold.mechanical), (0.0, Power::ZERO));
}

proptest! {
    #[test]
    fn energy_and_water_balance(
        c in -25.0..45.0f64, rh in 0.05..1.0f64, return_c in 24.5..45.0f64, return_rh in 0.05..0.4f64, kg_s in 1.0..70.0f64,
    ) {
        let (outdoor, returning) = (air(c, rh), air(return_c, return_rh));
        let s = HallAirStream { return_air: returning, supply: Temperature::from_celsius(24.0), dry_air: MassFlow::new(kg_s) };
        let o = AirEconomizer::new(SPEC, DewPointLimits::Report).operate(&outdoor, &s).unwrap();
        prop_assert!((0.0..=1.0).contains(&o.outdoor_share));
        prop_assert!(o.mechanical >= Power::ZERO && o.fan_power > Power::ZERO);
        let hall_w = kg_s * (returning.enthalpy_j_kg() - o.supply.enthalpy_j_kg());
        let carried_w = o.exhausted.watts() + o.mechanical.watts() - o.fan_power.watts();
        prop_assert!((hall_w - carried_w).abs() < 1e-9 * (hall_w.abs() + 1e4 * kg_s), "{hall_w} {carried_w}");
        let (w_r, w_o) = (returning.humidity_ratio().kg_kg(), outdoor.humidity_ratio().kg_kg());
        let water = kg_s * (w_r + o.outdoor_share * (w_o - w_r) - o.supply.humidity_ratio().kg_kg());
        prop_assert!((water - o.condensate.kg_s()).abs() < 1e-6 * kg_s);
        prop_assert!(o.supply.dry_bulb().celsius() <= 24.0 + 1e-9);
        if o.mode == EconomizerMode::Free {
            prop_assert!((o.supply.dry_bulb().celsius() - 24.0).abs() < 1e-5, "{o:?}");
        }
    }

    #[test]
    fn colder_air_never_leaves_more_to_the_compressors(c in 0.0..40.0f64, w in 0.002..0.012f64) {
        let at = |c: f64| {
            let outdoor = MoistAir::new(Temperature::from_celsius(c), HumidityRatio::new(w), Pressure::new(101_325.0));
            outdoor.map(|o| hour(DewPointLimits::Report, &o, 36.0).mechanical)
        };
        if let (Ok(here), Ok(colder)) = (at(c), at(c - 1.0)) {
            prop_assert!(colder.watts() <= here.watts() + 1e-6);
        }
    }
}
