use proptest::prelude::*;

use super::*;

fn unit() -> DxUnit {
    let file: toml::Table = include_str!("../../../../data/equipment/outdoor.toml").parse().unwrap();
    let records = file["equipment"].as_array().unwrap();
    let record = records.iter().find(|r| r["id"].as_str() == Some("dx-york-zf240-82kw")).unwrap();
    DxUnit::new(DxSpec::read(record["parameters"].as_table().unwrap()).unwrap()).unwrap().unwrap()
}

fn c(t: f64) -> Temperature {
    Temperature::from_celsius(t)
}

fn entering(t_c: f64, dew_c: f64) -> DxEnteringAir {
    let air = MoistAir::from_dew_point(c(t_c), c(dew_c), Pressure::new(101_325.0)).unwrap();
    DxEnteringAir { air, wet_bulb: air.wet_bulb(), flow: VolumeFlow::new(3.776), recirculates: false }
}

fn rated() -> DxEnteringAir {
    let air = MoistAir::from_wet_bulb(c(26.7), c(19.4), Pressure::new(101_325.0)).unwrap();
    DxEnteringAir { air, wet_bulb: c(19.4), flow: VolumeFlow::new(3.776), recirculates: false }
}

/// The curves are 1 at 19.44 and 35 °C to the accuracy of their fit.
#[test]
fn the_rating_is_reached() {
    let at = unit().full_load(&rated(), c(35.0)).unwrap();
    assert!((at.total.watts() / 81807.0 - 1.0).abs() < 0.01, "{at:?}");
    assert!((at.power.watts() * 3.59 / 81807.0 - 1.0).abs() < 0.015, "{at:?}");
    assert!((at.sensible / at.total - 0.70).abs() < 0.01, "{at:?}");
    assert!(!at.extrapolated);
}

#[test]
fn dry_air_is_cooled_without_condensate() {
    let at = unit().full_load(&entering(36.0, 8.0), c(30.0)).unwrap();
    assert_eq!(at.sensible, at.total);
    let o = unit().operate(Power::from_kw(60.0), &at);
    assert_eq!((o.latent, o.condensate), (Power::ZERO, MassFlow::ZERO));
    assert!((o.rejected_heat() - o.sensible - o.power).watts().abs() < 1e-9);
    let humid = unit().full_load(&entering(26.0, 18.0), c(30.0)).unwrap();
    assert!(humid.sensible < humid.total && humid.sensible > Power::ZERO);
}

#[test]
fn the_two_regimes_of_the_coil_meet() {
    let share = |dew: f64| {
        let at = unit().full_load(&entering(36.0, dew), c(35.0)).unwrap();
        (at.sensible / at.total, at.sensible)
    };
    let mut last = share(4.0);
    for i in 1..=200 {
        let here = share(4.0 + 0.1 * f64::from(i));
        assert!(here.0 <= last.0 + 1e-3 && (here.1 / last.1 - 1.0).abs() < 0.02, "{i}: {here:?} after {last:?}");
        last = here;
    }
    assert!(last.0 < 0.9, "24 degC condenses");
}

/// A wet coil dries the hall until it condenses nothing: all of its work is sensible, and more than that of the wet coil.
#[test]
fn air_that_recirculates_is_cooled_without_condensate() {
    for (t_c, dew_c) in [(45.0, 20.0), (30.0, 18.0), (24.0, 16.0)] {
        let humid = unit().full_load(&entering(t_c, dew_c), c(25.0)).unwrap();
        let closed = DxEnteringAir { recirculates: true, ..entering(t_c, dew_c) };
        let dried = unit().full_load(&closed, c(25.0)).unwrap();
        assert!(humid.sensible < humid.total && dried.sensible == dried.total);
        assert!(dried.sensible > humid.sensible && dried.total <= humid.total, "{dried:?} {humid:?}");
        let per_watt = |full: &DxFullLoad| full.power / full.sensible;
        assert!(per_watt(&dried) < per_watt(&humid));
    }
}

#[test]
fn cycling_costs_and_slowing_saves() {
    let fixed = unit();
    let at = fixed.full_load(&entering(36.0, 10.0), c(25.0)).unwrap();
    let half = fixed.operate(at.sensible * 0.5, &at);
    assert!((half.power / at.power - 0.5 / 0.925).abs() < 1e-12, "part-load fraction 0.85 + 0.15 × 0.5");
    let slow = DxUnit { spec: DxSpec { speed_min: 0.25, ..*fixed.spec() }, ..fixed };
    assert!(slow.operate(at.sensible * 0.5, &at).power < at.power * 0.5);
    assert_eq!(slow.operate(at.sensible, &at).power, at.power);
    assert_eq!(fixed.operate(Power::ZERO, &at).power, Power::ZERO);
    let over = fixed.operate(at.sensible * 2.0, &at);
    assert!(over.sensible == at.sensible && over.part_load == 1.0);
}

#[test]
fn still_air_carries_nothing_and_cold_days_are_extrapolated() {
    let still = DxEnteringAir { flow: VolumeFlow::ZERO, ..rated() };
    let at = unit().full_load(&still, c(30.0)).unwrap();
    assert_eq!((at.total, at.power), (Power::ZERO, Power::ZERO));
    assert_eq!(unit().operate(Power::from_kw(10.0), &at).sensible, Power::ZERO);
    assert_eq!(unit().fan_power(VolumeFlow::ZERO, Density::new(1.2)), Power::ZERO);
    let fans = |density| unit().fan_power(VolumeFlow::new(3.0), Density::new(density));
    assert!((fans(0.9) / fans(1.2) - 0.75).abs() < 1e-12, "thin air");
    let edge = unit().spec().y_min_c;
    let power = |y: f64| unit().full_load(&entering(36.0, 10.0), c(y)).unwrap();
    assert!(power(0.0).extrapolated && !power(edge + 0.01).extrapolated);
    assert!((power(edge - 1e-7).power - power(edge + 1e-7).power).watts().abs() < 1e-2, "no step at the edge");
}

proptest! {
    #[test]
    fn warmer_days_never_cost_less(y in -10.0..45.0f64, t in 28.0..40.0f64, dew in 2.0..16.0f64, kw in 5.0..60.0f64) {
        let power = |y: f64| {
            let at = unit().full_load(&entering(t, dew), c(y)).unwrap();
            let o = unit().operate(Power::from_kw(kw), &at);
            (o.power, o.sensible)
        };
        let (here, warmer) = (power(y), power(y + 1.0));
        prop_assert!(here.0 > Power::ZERO && here.1.watts() <= kw * 1e3 + 1e-9);
        prop_assert!(warmer.0 >= here.0 * (1.0 - 1e-6), "{here:?} {warmer:?}");
    }
}
