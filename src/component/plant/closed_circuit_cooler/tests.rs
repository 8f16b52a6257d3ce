use proptest::prelude::*;

use super::*;

const SPEC: ClosedCircuitSpec = ClosedCircuitSpec {
    rated_w: 1e6,
    rated_water_c: 38.9,
    rated_water_w_k: 150e3,
    rated_wet_bulb_c: 23.9,
    rated_spray_c: 30.0,
    air_flow_m3_s: 52.0,
    fan_power_w: 21e3,
    fan_min: 0.2,
    spray_power_w: 5.4e3,
    spray_flow_kg_s: 36.0,
    tube_share: 0.33,
    dry_ratio: 0.31,
};

fn unit() -> ClosedCircuitCooler {
    ClosedCircuitCooler::new(SPEC).unwrap()
}

fn weather(dry_c: f64, rh: f64, pa: f64) -> MoistAir {
    MoistAir::from_relative_humidity(Temperature::from_celsius(dry_c), rh, Pressure::new(pa)).unwrap()
}

fn wetted(kw: f64, water_c: f64, air: &MoistAir) -> ClosedCircuitOperation {
    let water = Temperature::from_celsius(water_c);
    unit().operate_wetted(Power::from_kw(kw), water, ThermalConductance::new(150e3), air).unwrap()
}

#[test]
fn the_rating_is_reached_with_the_full_fans() {
    let full = wetted(5000.0, 38.9, &weather(23.9, 1.0, RATED_PA));
    assert!((full.heat.kw() - 1000.0).abs() < 0.01, "{full:?}");
    assert!((full.fan_power.kw() - 21.0).abs() < 1e-6 && full.spray_power.kw() == 5.4);
}

/// By hand with the tables of ASHRAE: saturated air of 23.9 and 30.0 degC holds 71.7 and 100.0 kJ/kg, 0.01879 and 0.02733
/// kg/kg. 0.8651 m3/kg: 60.1 kg/s of dry air. ε_a = 1005.4 kW / (60.1 kg/s × 28.3 kJ/kg) = 0.591, so
/// 0.591 × 60.1 × 0.00854 = 0.303 kg/s evaporate.
#[test]
fn evaporation_at_the_rating_by_hand() {
    let full = wetted(5000.0, 38.9, &weather(23.9, 1.0, RATED_PA));
    assert!((full.evaporation.kg_s() - 0.303).abs() < 0.004, "{full:?}");
}

#[test]
fn a_rating_that_no_conductance_reaches_is_refused() {
    assert!(ClosedCircuitCooler::new(ClosedCircuitSpec { rated_spray_c: 33.0, ..SPEC }).is_none());
    assert!(ClosedCircuitCooler::new(ClosedCircuitSpec { rated_spray_c: 24.0, ..SPEC }).is_none());
    assert!(ClosedCircuitCooler::new(ClosedCircuitSpec { air_flow_m3_s: 20.0, ..SPEC }).is_none());
}

#[test]
fn liquid_colder_than_the_air_gives_off_nothing() {
    let air = weather(30.0, 0.6, RATED_PA);
    assert_eq!(wetted(500.0, 22.0, &air), ClosedCircuitOperation::default());
    let (load, water) = (Power::from_kw(500.0), Temperature::from_celsius(22.0));
    let dry = unit().operate_dry(load, water, ThermalConductance::new(150e3), &air).unwrap();
    assert_eq!(dry, ClosedCircuitOperation::default());
}

/// A search for the water that carries a heat brackets it with water that would boil.
#[test]
fn hotter_liquid_always_gives_off_more() {
    let air = weather(40.0, 0.2, 95e3);
    let heats: Vec<f64> = (45..160).map(|c| wetted(1e6, f64::from(c), &air).heat.kw()).collect();
    assert!(heats.is_sorted() && heats[0] > 0.0, "{heats:?}");
}

proptest! {
    /// Air leaves with what it takes: enthalpy from the heat, humidity from the evaporation, never more than air has that
    /// is saturated at the film. Cold air leaves as fog.
    #[test]
    fn the_air_takes_heat_and_water(kw in 20.0..3000.0f64, dry_c in -30.0..38.0f64, rh in 0.05..1.0f64, pa in 70e3..104e3f64) {
        let air = weather(dry_c, rh, pa);
        let done = wetted(kw, 40.0, &air);
        prop_assume!(done.heat > Power::ZERO);
        prop_assert!(done.heat.kw() <= kw * (1.0 + 1e-9));
        let air_kg_s = done.air_ratio * SPEC.air_flow_m3_s / air.specific_volume_m3_kg();
        let w = air.humidity_ratio().kg_kg() + done.evaporation.kg_s() / air_kg_s;
        // No more water than air has that is saturated at the warmest film. Between the two, mixing may leave it as fog.
        let at_film = SaturationTable::get().saturated_air(40.0, pa);
        prop_assert!(w <= at_film.humidity_ratio * 1.001, "{w} beyond {}", at_film.humidity_ratio);
    }

    #[test]
    fn drier_air_never_needs_more_fan(kw in 50.0..1000.0f64, dry_c in -20.0..30.0f64, rh in 0.3..0.95f64) {
        let (here, drier) = (wetted(kw, 38.0, &weather(dry_c, rh, RATED_PA)), wetted(kw, 38.0, &weather(dry_c, rh - 0.2, RATED_PA)));
        prop_assert!(drier.heat >= here.heat * (1.0 - 1e-9));
        prop_assert!(drier.heat > here.heat || drier.fan_power <= here.fan_power * (1.0 + 1e-6));
    }
}
