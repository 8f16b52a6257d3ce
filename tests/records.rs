//! Records of the catalog against the published figures that they stand for.

use rackjoule::catalog::Catalog;
use rackjoule::component::liquid::plate_exchanger::{self, PlateExchanger};
use rackjoule::component::power::conversion;
use rackjoule::component::server::cold_plate::{self, ColdPlate};
use rackjoule::component::server::heat_sink::{self, HeatSink};
use rackjoule::physics::liquid::Liquid;
use rackjoule::units::{Density, Power, Temperature, ThermalConductance, VolumeFlow};

fn parameters(id: &str) -> toml::Table {
    Catalog::load(None).unwrap().equipment(id).unwrap().parameters.clone()
}

/// Cheng et al., OCP 2023: case-to-inlet resistance of a 1 kW accelerator's plate.
#[test]
fn cold_plates_pass_through_the_measured_points() {
    for (id, points, within) in [
        ("cold-plate-ocp-1kw-pg25", &[(0.4, 0.0389), (1.0, 0.0245), (2.0, 0.0204), (2.4, 0.0197)][..], 5e-5),
        ("cold-plate-ocp-1kw-water", &[(2.0, 0.0172), (5.0, 0.0151)][..], 1e-6),
    ] {
        let plate = ColdPlate(cold_plate::ColdPlateSpec::read(&parameters(id)).unwrap());
        for (l_min, k_w) in points {
            let r = plate.thermal_resistance(VolumeFlow::from_l_min(*l_min)).0.k_w();
            assert!((r - k_w).abs() < within, "{id} at {l_min} L/min: {r}");
        }
        let (a, b) =
            plate.pressure_loss_coefficients(&Liquid::Water.properties_at(Temperature::from_celsius(40.0)).unwrap());
        let v = VolumeFlow::from_l_min(2.0).m3_s();
        assert!((8e3..40e3).contains(&(a * v + b * v * v)), "10 to 40 kPa at design flow");
    }
}

/// Intel's 2U+ reference sink: 0.277 K/W and 52 Pa at 30 CFM, 0.243 K/W and 268 Pa at 100 CFM.
#[test]
fn the_reference_heat_sink_has_its_published_points() {
    let sink = HeatSink(heat_sink::HeatSinkSpec::read(&parameters("heat-sink-intel-2u")).unwrap());
    let rho = Density::new(1.184);
    for (cfm, k_w, pa) in [(30.0, 0.277, 52.0), (100.0, 0.243, 268.0)] {
        let v = VolumeFlow::new(cfm * 4.719474e-4);
        assert!((sink.thermal_resistance(v, rho).0.k_w() - k_w).abs() < 6e-4);
        let (a, b) = sink.pressure_loss_coefficients(rho);
        assert!((a * v.m3_s() + b * v.m3_s() * v.m3_s() - pa).abs() < 0.6);
    }
}

/// Typical of the class: 0.04 to 0.07 K/W at 80 to 150 CFM for a 1 kW accelerator's sink.
#[test]
fn the_estimated_sink_lies_in_its_class() {
    let sink = HeatSink(heat_sink::HeatSinkSpec::read(&parameters("heat-sink-1kw-accelerator")).unwrap());
    for cfm in [110.0, 150.0] {
        let r = sink.thermal_resistance(VolumeFlow::new(cfm * 4.719474e-4), Density::new(1.184)).0.k_w();
        assert!((0.04..0.07).contains(&r), "{cfm} CFM: {r}");
    }
}

#[test]
fn distribution_units_have_their_published_approach() {
    for (id, mw, approach_k) in [("cdu-vertiv-xdu1350", 1.368, 4.0), ("cdu-google-deschutes", 2.0, 3.0)] {
        let spec = plate_exchanger::CduSpec::read(&parameters(id)).unwrap();
        let cdu = PlateExchanger::new(spec).unwrap();
        let (hot, cold) = (ThermalConductance::new(spec.hot_w_k), ThermalConductance::new(spec.cold_w_k));
        let supply = Temperature::from_celsius(45.0);
        let needed = cdu.required_cold_inlet(Power::new(mw * 1e6), supply, hot, cold);
        assert!(((supply - needed).kelvin() - approach_k).abs() < 1e-6, "{id}");
    }
}

/// 80 PLUS Titanium, 230 V internal redundant.
#[test]
fn power_supplies_meet_the_floors_of_their_level() {
    for id in ["psu-titanium-3300w", "psu-station-15kw"] {
        let spec = conversion::PowerConverterSpec::read(&parameters(id)).unwrap();
        for (x, floor) in [(0.1, 0.90), (0.2, 0.94), (0.5, 0.96), (1.0, 0.91)] {
            let out = Power::new(x * spec.rated_w);
            let efficiency = out / (out + conversion::conversion_loss(&spec, 1.0, out).unwrap());
            assert!(efficiency >= floor, "{id} at {x}: {efficiency}");
        }
    }
}

/// 10 CFR 431.196 (a)(2): low-voltage dry-type, three-phase, 1000 kVA, at 35 % load; larger ones may lose no more.
#[test]
fn the_transformer_meets_its_efficiency_rule() {
    let spec = conversion::PowerConverterSpec::read(&parameters("transformer-dry-2500kva")).unwrap();
    let out = Power::new(0.35 * spec.rated_w);
    let efficiency = out / (out + conversion::conversion_loss(&spec, 1.0, out).unwrap());
    assert!((0.9928..0.995).contains(&efficiency), "{efficiency}");
}

/// A double-conversion UPS has two conversions, a rectifier to a bus with batteries one; eco mode bypasses both.
#[test]
fn fewer_conversions_lose_less_at_every_load() {
    let loss = |id: &str, x: f64| {
        let spec = conversion::PowerConverterSpec::read(&parameters(id)).unwrap();
        conversion::conversion_loss(&spec, 1.0, Power::new(x * spec.rated_w)).unwrap() / Power::new(spec.rated_w)
    };
    for x in [0.0, 0.1, 0.35, 0.5, 0.8, 1.0] {
        let [double, one, eco] = ["ups-double-conversion", "rectifier-800vdc", "ups-eco"].map(|id| loss(id, x));
        assert!(double > one && one > eco, "{x}: {double} {one} {eco}");
        let [server, shelf, tray] = ["psu-titanium-3300w", "shelf-33kw", "converter-800vdc"].map(|id| loss(id, x));
        assert!(server > shelf && shelf > tray, "{x}: {server} {shelf} {tray}");
    }
}
