//! Plants that save water or compressors: closed-circuit coolers, dry sides ahead of towers, coils on chillers, glycol, and
//! rooms on facility water or outdoor air. Against hand calculations, published savings and each other.

use rackjoule::assembly::error::ArchitectureError;
use rackjoule::assembly::facility::{self, BuiltFacility};
use rackjoule::catalog::climate::WeatherForm;
use rackjoule::physics::air::MoistAir;
use rackjoule::physics::liquid::Liquid;
use rackjoule::plant::outdoor::OutdoorConditions;
use rackjoule::plant::sized::PlantMode;
use rackjoule::plant::sized::cooler_bank::LoopCooler;
use rackjoule::plant::sized::installed::InstallableItem;
use rackjoule::plant::weather::{self, DesignConditions};
use rackjoule::scenario::Scenario;
use rackjoule::site::hour::FacilityHour;
use rackjoule::site::year::{self, FacilityYear};
use rackjoule::units::{Pressure, Temperature};

/// A climate and its year; hours of a climate that is kept as bins are those of its bins.
pub struct Place {
    pub design: DesignConditions,
    pub hours: Vec<OutdoorConditions>,
}

pub fn place(climate: &str) -> Place {
    let catalog = crate::support::catalog();
    let climate = catalog.climate(climate).unwrap();
    let form = if climate.hourly { WeatherForm::Hourly } else { WeatherForm::Bins };
    let (_, rows) = catalog.climate_weather(climate, form).unwrap();
    let hours = OutdoorConditions::from_weather_hours(&weather::hours_from_rows(&rows).unwrap());
    Place { design: weather::design_conditions(climate, &hours).unwrap(), hours }
}

fn parse(climate: &str, keys: &str) -> Result<Scenario, String> {
    let text = format!(
        "[site]\nclimate = \"{climate}\"\n[it]\nracks = 20\nutilisation = 0.9\n[[architecture]]\nname = \"a\"\nsystem = \
         \"lenovo-sc777-v4\"\ncooling = \"cold-plate\"\n{keys}\n"
    );
    Scenario::parse("topology", &text, &[], &crate::support::catalog()).map_err(|e| e.to_string())
}

fn build(climate: &str, place: &Place, keys: &str) -> Result<BuiltFacility, ArchitectureError> {
    let scenario = parse(climate, keys).unwrap();
    facility::build_facility(&crate::support::catalog(), &scenario, &scenario.architectures[0], &place.design)
}

fn year_of(climate: &str, place: &Place, keys: &str) -> FacilityYear {
    let built = build(climate, place, keys).unwrap_or_else(|e| panic!("{keys}: {e}"));
    let year = year::run_year(&built.facility, &place.hours, |_, _| {}).unwrap_or_else(|e| panic!("{keys}: {e}"));
    assert!(year.balance_error() < 1e-9, "{keys}");
    year
}

fn hour_at(built: &BuiltFacility, dry_c: f64, rh: f64) -> FacilityHour {
    let air = MoistAir::from_relative_humidity(Temperature::from_celsius(dry_c), rh, Pressure::new(100e3)).unwrap();
    let hour = built.facility.solve_hour(&OutdoorConditions::new(air)).unwrap();
    assert!((hour.rejected_w / hour.facility_w - 1.0).abs() < 1e-9);
    hour
}

const CHICAGO: &str = "us-il-chicago";

#[test]
fn closed_circuit_coolers_reach_colder_water_than_dry_ones_and_run_dry_in_the_cold() {
    let here = place(CHICAGO);
    let keys = |plant: &str| format!("supply_temperature = 32\nheat_rejection = \"{plant}\"");
    let (wet, dry) = (year_of(CHICAGO, &here, &keys("closed-circuit")), year_of(CHICAGO, &here, &keys("dry-cooler")));
    assert!(wet.compressor_j < dry.compressor_j, "{} {}", wet.compressor_j, dry.compressor_j);
    assert!(wet.water_kg > 0.0 && dry.water_kg == 0.0);
    let built = build(CHICAGO, &here, &keys("closed-circuit")).unwrap();
    let (cold, warm) = (hour_at(&built, -15.0, 0.7), hour_at(&built, 28.0, 0.5));
    assert!(cold.main.water_kg_s == 0.0 && cold.main.mode == PlantMode::Free, "{:?}", cold.main);
    // What the heat evaporates at 2.42 MJ/kg, with a third more for four cycles; a part of it warms the air.
    let evaporated = (warm.main.rejected_w - warm.main.fan_w) / 2.42e6;
    assert!((0.75..1.45).contains(&(warm.main.water_kg_s / evaporated)), "{:?}", warm.main);
}

/// Published: NREL's hall in Golden saved 1.16 million gallons of about 2.5 million in the first year of its thermosyphon
/// cooler, 46 %; the model of its planners said 56 %.
#[test]
fn a_dry_side_ahead_of_towers_saves_about_half_of_the_water() {
    let (climate, keys) = ("us-co-golden", "supply_temperature = 27\nheat_rejection = \"tower\"\nchillers = false");
    let here = place(climate);
    let plain = year_of(climate, &here, keys);
    // Dry coolers of the same rated heat have half as much conductance again.
    for (side, most) in [("thermosyphon", 0.65), ("dry-cooler", 0.95)] {
        let with_side = year_of(climate, &here, &format!("{keys}\ndry_precooling = \"{side}\""));
        let saved = 1.0 - with_side.water_kg / plain.water_kg;
        assert!((0.4..most).contains(&saved), "{side} saves {saved:.3}");
        // Water of 3 USD/m3 at 8 cents buys 37 kWh: the electricity spent is less than it saves.
        let spent_kwh = (with_side.facility_j - plain.facility_j) / 3.6e6;
        assert!(spent_kwh / ((plain.water_kg - with_side.water_kg) / 1e3) < 50.0, "{side} {spent_kwh}");
    }
}

#[test]
fn coils_on_chillers_stop_the_compressors_in_the_cold() {
    let here = place(CHICAGO);
    let keys = "supply_temperature = 25\nheat_rejection = \"chiller-air\"\nroom_free_cooling = true";
    let (plain, coils) =
        (year_of(CHICAGO, &here, keys), year_of(CHICAGO, &here, &format!("{keys}\nfree_cooling_coil = true")));
    assert!(coils.facility_j < 0.95 * plain.facility_j, "{} {}", coils.facility_j, plain.facility_j);
    let built = build(CHICAGO, &here, &format!("{keys}\nfree_cooling_coil = true")).unwrap();
    assert_eq!(hour_at(&built, -16.0, 0.7).compressor_w(), 0.0);
    assert!(hour_at(&built, 15.0, 0.6).main.mode == PlantMode::Partial);
    let hot = hour_at(&built, 37.0, 0.3);
    // By hand: the coils' loss is 0.3 of 25 kW for each MW of chillers, at most.
    let rated_w: f64 = built
        .installed
        .iter()
        .filter(|(unit, _)| unit.kind == InstallableItem::AirChiller)
        .map(|(unit, _)| f64::from(unit.count) * unit.capacity_w.unwrap())
        .sum();
    assert!(hot.main.mode == PlantMode::Mechanical && hot.main.fan_w > 0.0);
    assert!(hot.main.fan_w < 0.3 * 25e3 * rated_w / 1e6, "{} of {rated_w}", hot.main.fan_w);
}

/// Fans at full speed draw as much with the first watt of the compressors as without it.
#[test]
fn no_warmer_hour_is_cheaper_where_coils_no_longer_suffice() {
    let here = place(CHICAGO);
    for system in ["hgx-b200-air", "dgx-a100"] {
        let text = format!(
            "[site]\nclimate = \"{CHICAGO}\"\n[it]\nracks = 8\nutilisation = 0.8\n[[architecture]]\nname = \"a\"\n\
             system = \"{system}\"\ncooling = \"air\"\nsupply_temperature = 25\nheat_rejection = \"chiller-air\"\n\
             free_cooling_coil = true\n"
        );
        let scenario = Scenario::parse("coils", &text, &[], &crate::support::catalog()).unwrap();
        let catalog = crate::support::catalog();
        let built = facility::build_facility(&catalog, &scenario, &scenario.architectures[0], &here.design).unwrap();
        let hours: Vec<FacilityHour> = (0..600).map(|i| hour_at(&built, -5.0 + 0.05 * f64::from(i), 0.6)).collect();
        let edge = hours.iter().rposition(|hour| hour.main.mode == PlantMode::Free).unwrap();
        let (free, partial) = (&hours[edge].main, &hours[edge + 1].main);
        assert_eq!(partial.mode, PlantMode::Partial);
        assert!(partial.fan_w > 0.9 * free.fan_w, "{} {}", partial.fan_w, free.fan_w);
        for pair in hours[edge..].windows(2) {
            let saved = 1.0 - pair[1].main.power_w() / pair[0].main.power_w();
            assert!(saved < 1e-4, "{system}: {saved:.2e} from {:?} to {:?}", pair[0].main, pair[1].main);
        }
    }
}

/// 5 K below the coldest hour; freezing points as CRC and Dow print them: −12.7 °C at 30 %, −21.1 °C at 40 %, within 0.6 K.
#[test]
fn glycol_follows_the_coldest_hour_and_costs_some_power() {
    let share = |freezing_c: f64| match Liquid::propylene_glycol_for_frost(Temperature::from_celsius(freezing_c), 0.0)
        .unwrap()
    {
        Liquid::PropyleneGlycol { mass_fraction } => mass_fraction,
        other => panic!("{other:?}"),
    };
    assert!((share(-12.7) - 0.30).abs() < 0.01 && (share(-21.1) - 0.40).abs() < 0.01);
    assert!(Liquid::propylene_glycol_for_frost(Temperature::from_celsius(-55.0), 0.0).is_err());
    let here = place(CHICAGO);
    let keys = "supply_temperature = 40\nheat_rejection = \"dry-cooler\"";
    let (water, glycol) = (year_of(CHICAGO, &here, keys), year_of(CHICAGO, &here, &format!("{keys}\nglycol = true")));
    assert!(glycol.facility_j > water.facility_j && glycol.facility_j < 1.03 * water.facility_j);
    let built = build(CHICAGO, &here, &format!("{keys}\nglycol = true")).unwrap();
    let exchangers = built.installed.iter().filter(|(unit, _)| unit.kind == InstallableItem::GlycolExchanger);
    assert_eq!(exchangers.count(), 1);
    let Some(LoopCooler::Glycol(held)) = built.facility.main_cooler() else { panic!("no glycol") };
    assert!((held.mass_fraction - share(here.design.coldest.celsius() - 5.0)).abs() < 1e-9, "{held:?}");
}

#[test]
fn no_compressor_cools_the_room_in_frost_where_it_has_other_means() {
    let here = place(CHICAGO);
    let keys =
        |room: &str| format!("supply_temperature = 22\nair_temperature = 35\nheat_rejection = \"dry-cooler\"\n{room}");
    for room in [
        "room_free_cooling = true",
        "room_cooling = \"free-cooling\"",
        "room_cooling = \"facility-water\"",
        "room_cooling = \"economizer\"\nevaporative = \"indirect\"",
    ] {
        let built = build(CHICAGO, &here, &keys(room)).unwrap_or_else(|e| panic!("{room}: {e}"));
        assert_eq!(hour_at(&built, -16.0, 0.7).compressor_w(), 0.0, "{room}");
        year_of(CHICAGO, &here, &keys(room));
    }
    let plain = build(CHICAGO, &here, &keys("")).unwrap();
    assert!(hour_at(&plain, -16.0, 0.7).compressor_w() > 0.0);
}

#[test]
fn facility_water_that_is_too_warm_for_the_room_is_refused_with_the_warmest() {
    let here = place(CHICAGO);
    let keys = "supply_temperature = 45\nair_temperature = 25\nheat_rejection = \"dry-cooler\"\nroom_cooling = \"facility-water\"";
    let error = build(CHICAGO, &here, keys).unwrap_err().to_string();
    assert!(error.contains("room_cooling is facility-water, of ") && error.contains("at most"), "{error}");
}

#[test]
fn keys_that_contradict_each_other_are_refused() {
    let keys = "heat_rejection = \"dry-cooler\"\nroom_cooling = \"chillers\"\nroom_free_cooling = true";
    let error = parse(CHICAGO, keys).unwrap_err();
    assert!(error.contains("`room_free_cooling = true` contradicts `room_cooling = \"chillers\"`"), "{error}");
    let error = parse(CHICAGO, "heat_rejection = \"tower\"\ndry_precooling = \"thermosiphon\"").unwrap_err();
    assert!(error.contains("thermosyphon"), "{error}");
}
