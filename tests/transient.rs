//! Racks in seconds: steady ends, hand calculations, balances, limits that none may miss.

use crate::support::labels_apart;
use crate::support::linear_system::{integrate_segments, linearize};
use crate::support::transient::{self as support, event, numbers};
use nalgebra::DVector;
use rackjoule::catalog::Catalog;
use rackjoule::network::thermal::ThermalNetwork;
use rackjoule::physics::liquid::Liquid;
use rackjoule::report::{Report, UnitSystem};
use rackjoule::scenario::transient::{EventKind, ScheduledEvent};
use rackjoule::scenario::{self, Scenario};
use rackjoule::solve::transient::IntegrationAccuracy;
use rackjoule::study::rack;
use rackjoule::study::transient::result::{TransientReport, TransientRun};
use rackjoule::study::transient::{self, TransientOptions, TransientStudyError};
use rackjoule::transient::DEFAULT_ACCURACY;
use rackjoule::units::{Duration, Temperature};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

fn lasting(kind: EventKind, at_s: f64, lasts_s: f64) -> ScheduledEvent {
    ScheduledEvent { lasts: Some(Duration::new(lasts_s)), ..event(kind, at_s) }
}

fn question(events: Vec<ScheduledEvent>, duration_s: f64) -> TransientOptions<'static> {
    support::question(None, events, duration_s)
}

fn run(question: &TransientOptions<'_>) -> TransientReport {
    support::report(&[], question)
}

fn one(architecture: &'static str, events: Vec<ScheduledEvent>, duration_s: f64) -> TransientRun {
    let question =
        TransientOptions { architecture: Some(architecture), compare: false, ..question(events, duration_s) };
    let report = run(&question);
    report.architectures.into_iter().next().unwrap().run.unwrap()
}

#[test]
fn a_run_starts_from_the_rack_and_comes_back_to_it() {
    let catalog = Catalog::load(None).unwrap();
    let scenario = Scenario::parse("default", scenario::DEFAULT, &[], &catalog).unwrap();
    // Down to a third of the load for a minute, and then twice an hour of rest.
    let step = ScheduledEvent { level: Some(0.3), ..lasting(EventKind::LoadStep, 10.0, 60.0) };
    let report = run(&TransientOptions { step: Duration::new(60.0), ..question(vec![step], 7200.0) });
    assert_eq!(report.architectures.len(), 6);
    for a in &report.architectures {
        let own = a.run.as_ref().unwrap();
        let asked = rack::RackOptions { architecture: Some(&a.name), limits: false };
        let rack = rack::run(&scenario, &catalog, asked).unwrap();
        let steady = rack.architectures[0].rack.as_ref().unwrap();
        let error = own.rack_power.start_w / steady.power_w - 1.0;
        assert!(error.abs() < 2e-3, "{}: {} W against {}", a.name, own.rack_power.start_w, steady.power_w);
        let chip = own.limiting_chip.start_c - steady.hottest_chip_c;
        assert!(chip.abs() < 0.2, "{}: {} against {} degC", a.name, own.limiting_chip.start_c, steady.hottest_chip_c);
        assert!(
            (own.limiting_chip.end_c - own.limiting_chip.start_c).abs() < 0.05,
            "{}: {:?}",
            a.name,
            own.limiting_chip
        );
        assert!((own.rack_power.end_w / own.rack_power.start_w - 1.0).abs() < 1e-3, "{}", a.name);
        assert!(own.rack_power.lowest_w < 0.7 * own.rack_power.start_w);
        assert!(own.energy.balance_relative_error < 1e-6, "{}: {:?}", a.name, own.energy);
    }
}

#[test]
fn every_event_keeps_energy_in_every_rack() {
    for kind in EventKind::ALL {
        let report = run(&question(vec![event(kind, 5.0)], 300.0));
        labels_apart(&report.build_charts(UnitSystem::SI).unwrap(), kind.name());
        let mut ran = 0;
        for a in &report.architectures {
            assert_eq!(a.run.is_none(), !a.can_fail.contains(&kind), "{} {}", a.name, kind.name());
            if let Some(own) = &a.run {
                ran += 1;
                let error = own.energy.balance_relative_error;
                assert!(error < 1e-6, "{} {}: {error}", kind.name(), a.name);
                assert!(own.work_lost_s <= 300.0 && own.trace.rows.len() == 301);
            }
        }
        assert!(ran >= 2, "{}", kind.name());
    }
}

#[test]
fn coolant_without_cooling_warms_as_by_hand() {
    // 120 kW into 60 L of PG25: about 0.51 K/s (adiabatic).
    let pg25 = Liquid::propylene_glycol(0.25).unwrap().properties_at(Temperature::from_celsius(40.0)).unwrap();
    let capacity = 0.06 * pg25.density.kg_m3() * pg25.specific_heat.j_kg_k();
    let mut net = ThermalNetwork::new();
    let cells: Vec<_> = (0..6).map(|_| net.add_node(capacity / 6.0)).collect();
    for i in 0..6 {
        net.add_advection(cells[i], cells[(i + 1) % 6], 8000.0);
    }
    let (c, segment) = linearize(&net, &[(cells[0], 120e3)]);
    let start = DVector::from_element(6, 40.0);
    let states = integrate_segments(&c, &[segment], &start, &[60.0, 70.0], IntegrationAccuracy::default());
    let rate = (states[1].mean() - states[0].mean()) / 10.0;
    assert!((rate - 120e3 / capacity).abs() < 1e-6 && (rate - 0.51).abs() < 0.015, "{rate} K/s");
    // A dry plate of 170 J/K under 1 kW: about 5.9 K/s.
    let mut net = ThermalNetwork::new();
    let plate = net.add_node(170.0);
    let (c, segment) = linearize(&net, &[(plate, 1000.0)]);
    let start = DVector::from_element(1, 40.0);
    let states = integrate_segments(&c, &[segment], &start, &[1.0], IntegrationAccuracy::default());
    assert!((states[0][0] - 40.0 - 5.88).abs() < 0.01);
}

#[test]
fn halving_the_tolerance_moves_no_time() {
    for kind in [EventKind::PumpTrip, EventKind::ChillerTrip, EventKind::CrahLoss, EventKind::UtilityBlip] {
        let base = question(vec![event(kind, 10.0)], 600.0);
        let half = IntegrationAccuracy { step_error_k: 0.5 * DEFAULT_ACCURACY.step_error_k, ..DEFAULT_ACCURACY };
        let finer = run(&TransientOptions { accuracy: half, ..base.clone() });
        for (a, b) in run(&base).architectures.iter().zip(&finer.architectures) {
            let (Some(a), Some(b)) = (&a.run, &b.run) else { continue };
            for (x, y) in [(a.ride_through_s, b.ride_through_s), (a.time_to_shutdown_s, b.time_to_shutdown_s)] {
                assert_eq!(x.is_some(), y.is_some());
                let Some((x, y)) = x.zip(y) else { continue };
                assert!((x - y).abs() <= (0.01 * x).max(0.1), "{}: {x} {y}", kind.name());
            }
        }
    }
}

#[test]
fn redundancy_and_reserves_help() {
    let both = one("liquid-45", vec![event(EventKind::PumpTrip, 0.0)], 120.0);
    let half = one("liquid-45", vec![ScheduledEvent { share: Some(0.5), ..event(EventKind::PumpTrip, 0.0) }], 120.0);
    assert!(both.ride_through_s.unwrap() < 60.0 && both.time_to_shutdown_s.is_some());
    assert!(half.ride_through_s.is_none_or(|t| t > both.ride_through_s.unwrap()));
    // Chilled water cools the door, so its chillers' trip is felt.
    let wanted = TransientOptions {
        architecture: Some("rear-door"),
        compare: false,
        ride_through: Some(Duration::new(300.0)),
        ..question(vec![event(EventKind::ChillerTrip, 0.0)], 600.0)
    };
    let without = run(&wanted).architectures.remove(0).run.unwrap();
    let needs = without.needs.unwrap();
    let volume = needs.buffer_m3.unwrap();
    assert!(!needs.reached && volume > 0.0);
    let tank = format!("transient.buffer_tank=\"{volume} m3\"");
    let with = support::report(&[&tank], &wanted).architectures.remove(0).run.unwrap();
    assert!(with.needs.unwrap().reached);
    assert!(with.ride_through_s.is_none_or(|t| t > without.ride_through_s.unwrap()));
}

#[test]
fn a_swing_is_smoothed() {
    let swing = |period_s: f64| ScheduledEvent {
        level: Some(0.2),
        period: Some(Duration::new(period_s)),
        ..event(EventKind::LoadStep, 0.0)
    };
    let at = |period_s: f64| {
        let base = question(vec![swing(period_s)], 20.0 * period_s);
        let ask = TransientOptions {
            architecture: Some("liquid-45"),
            compare: false,
            step: Duration::new(period_s / 20.0),
            ..base
        };
        run(&ask).architectures.remove(0).run.unwrap().swing.unwrap()
    };
    let (fast, slow) = (at(1.0), at(60.0));
    assert!(fast.chip_k < slow.chip_k && slow.chip_k < 1.3 * slow.chip_steady_k, "{fast:?} {slow:?}");
    assert!(fast.smoothed > slow.smoothed && fast.power_w > 1e4, "{fast:?} {slow:?}");
}

/// Extremes are those of the integration: how often the trace is written changes none of them.
#[test]
fn a_swing_is_the_same_whatever_the_step_of_the_trace() {
    for period_s in [1.0, 2.0, 2.5] {
        let swing = ScheduledEvent {
            level: Some(0.2),
            period: Some(Duration::new(period_s)),
            ..event(EventKind::LoadStep, 0.0)
        };
        let [coarse, fine] = [1.0, 0.1].map(|step_s| {
            let base = question(vec![swing], 20.0);
            let asked = TransientOptions {
                architecture: Some("liquid-45"),
                compare: false,
                step: Duration::new(step_s),
                ..base
            };
            run(&asked).architectures.remove(0).run.unwrap()
        });
        let figures = |run: &TransientRun| {
            let swing = run.swing.as_ref().unwrap();
            [swing.chip_k, swing.power_w, run.rack_power.lowest_w, run.rack_power.highest_w]
        };
        for (a, b) in figures(&coarse).into_iter().zip(figures(&fine)) {
            assert!((a / b - 1.0).abs() < 1e-9, "{period_s} s: {a} and {b}");
        }
        // To a fifth of the busy range and back: far from the straight line that a trace of the period's own step shows.
        assert!(coarse.rack_power.lowest_w < 0.6 * coarse.rack_power.highest_w, "{period_s} s");
    }
}

#[test]
fn what_a_rack_lacks_cannot_fail() {
    let catalog = Catalog::load(None).unwrap();
    let scenario = Scenario::parse("default", scenario::DEFAULT, &[], &catalog).unwrap();
    let base = question(vec![event(EventKind::PumpTrip, 0.0)], 60.0);
    let air = TransientOptions { architecture: Some("air"), compare: false, ..base };
    let TransientStudyError::Event { message, help } = transient::run(&scenario, &catalog, &air).unwrap_err() else {
        panic!("another error");
    };
    assert!(message.contains("pump-trip") && help.contains("fan-failure"), "{message} {help}");
}

#[test]
fn intervals_hold_the_run_itself() {
    let base = question(vec![event(EventKind::PumpTrip, 0.0)], 120.0);
    let ask = TransientOptions { architecture: Some("liquid-45"), compare: false, samples: Some(40), ..base };
    let own = run(&ask).architectures.remove(0).run.unwrap();
    let spread = own.uncertainty.unwrap();
    let (low, high) = (spread.p05_s.unwrap(), spread.p95_s.unwrap());
    let middle = own.ride_through_s.unwrap();
    assert!(low < middle && middle < high, "{low} {middle} {high}");
    assert!(spread.fails_probability > 0.9 && !spread.inputs.is_empty());
}

/// Events drawn by a seed: some of four kinds, overlapping as they fall.
fn sequence(seed: u64) -> Vec<ScheduledEvent> {
    let kinds = [EventKind::PumpTrip, EventKind::CduLoss, EventKind::ChillerTrip, EventKind::LoadStep];
    let mut next = numbers(seed);
    let mut events: Vec<ScheduledEvent> = kinds
        .iter()
        .filter_map(|kind| {
            let here = next() < 0.6;
            let (at_s, lasts_s, share, level) = (40.0 * next(), 5.0 + 30.0 * next(), next(), next());
            let load = *kind == EventKind::LoadStep;
            let share = (!load).then_some(share);
            here.then(|| ScheduledEvent { share, level: load.then_some(level), ..lasting(*kind, at_s, lasts_s) })
        })
        .collect();
    events.sort_by(|a, b| a.at.seconds().total_cmp(&b.at.seconds()));
    events
}

/// Fails if a run of a drawn sequence misses a limit that the same run in a hundred times as many steps passes.
fn misses_no_limit(seed: u64) {
    let events = sequence(seed);
    if events.is_empty() {
        return;
    }
    let duration_s = 120.0;
    let coarse =
        TransientOptions { architecture: Some("liquid-45"), compare: false, ..question(events.clone(), duration_s) };
    let solved = |q: &TransientOptions<'_>| run(q).architectures.remove(0).run.unwrap();
    let passed = |own: &TransientRun| {
        own.timeline.iter().filter(|h| h.kind.name() == "limit").map(|h| h.at_s).collect::<Vec<_>>()
    };
    let own = solved(&coarse);
    let longest_step_s = duration_s / (100.0 * own.steps as f64);
    let fine =
        solved(&TransientOptions { accuracy: IntegrationAccuracy { longest_step_s, ..DEFAULT_ACCURACY }, ..coarse });
    assert!(fine.steps >= 100 * own.steps, "seed {seed}: {} steps against {}", own.steps, fine.steps);
    // A limit that is only just touched may be seen by one of the two.
    let touched =
        |run: &TransientRun| run.limits.iter().any(|l| (l.limit_c - run.limiting_chip.highest_c).abs() < 0.02);
    if !touched(&own) && !touched(&fine) {
        let (a, b) = (passed(&own), passed(&fine));
        assert_eq!(a.len(), b.len(), "seed {seed}: {a:?} {b:?} {events:?}");
        for (x, y) in a.iter().zip(&b) {
            assert!((x - y).abs() < (0.01 * y).max(0.1), "seed {seed}: {x} {y}");
        }
    }
}

#[test]
fn random_sequences_miss_no_limit() {
    // The last one only just touches the temperature at which a chip switches off.
    (0..12).into_par_iter().chain(rayon::iter::once(143)).for_each(misses_no_limit);
}

/// `cargo test --release --test suite -- --ignored a_thousand`
#[test]
#[ignore = "minutes of work: a thousand sequences"]
fn a_thousand_random_sequences_miss_no_limit() {
    (0..1000).into_par_iter().for_each(misses_no_limit);
}

#[test]
fn what_is_null_has_its_reason() {
    for duration_s in [5.0, 60.0] {
        let own = one("liquid-45", vec![event(EventKind::PumpTrip, 0.0)], duration_s);
        assert_eq!(own.ride_through_s.is_none(), duration_s < 10.0);
        for (key, value) in [
            ("ride_through_s", own.ride_through_s),
            ("time_to_throttle_s", own.time_to_throttle_s),
            ("time_to_shutdown_s", own.time_to_shutdown_s),
            ("recovered_s", own.recovered_s),
            ("cooling_back_s", own.cooling_back_s),
            ("margin_s", own.margin_s),
        ] {
            assert_eq!(value.is_none(), own.reasons.contains_key(key), "{key}: {value:?} {:?}", own.reasons);
        }
    }
}

#[test]
fn every_example_starts_from_its_racks() {
    let catalog = Catalog::load(None).unwrap();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut seen = 0;
    for file in std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()) {
        if file.extension().is_none_or(|e| e != "toml") {
            continue;
        }
        let name = file.file_stem().unwrap().to_str().unwrap();
        let scenario = Scenario::parse(name, &std::fs::read_to_string(&file).unwrap(), &[], &catalog).unwrap();
        let step = ScheduledEvent { level: Some(0.5), ..event(EventKind::LoadStep, 1.0) };
        let report =
            transient::run(&scenario, &catalog, &TransientOptions { compare: false, ..question(vec![step], 2.0) });
        for a in report.unwrap_or_else(|e| panic!("{name}: {e:?}")).architectures {
            let asked = rack::RackOptions { architecture: Some(&a.name), limits: false };
            let rack = rack::run(&scenario, &catalog, asked).unwrap().architectures.remove(0);
            let Some(own) = a.run else {
                let other_room = a.reason.as_ref().is_some_and(|why| why.contains("room_cooling"));
                assert!(!rack.feasible || other_room, "{name}, {}: {:?}", a.name, a.reason);
                continue;
            };
            let steady = rack.rack.unwrap();
            let error = own.rack_power.start_w / steady.power_w - 1.0;
            assert!(error.abs() < 3e-3, "{name}, {}: {} W against {}", a.name, own.rack_power.start_w, steady.power_w);
            let chips = steady.parts.iter().filter(|p| p.name == own.limiting_chip.what);
            let known_c = chips.map(|p| p.temperature_c).fold(f64::NEG_INFINITY, f64::max);
            let start_c = own.limiting_chip.start_c;
            assert!((start_c - known_c).abs() < 0.3, "{name}, {}: {start_c} against {known_c} degC", a.name);
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn a_tank_that_loses_its_fluid_rides_through_no_longer() {
    // Without generators the dry coolers never come back; batteries carry the servers for five minutes.
    let none = "transient.generator_start=\"none\"";
    let base = question(vec![event(EventKind::UtilityBlip, 2.0)], 300.0);
    let ask = TransientOptions { architecture: Some("immersion-2p"), compare: false, ..base };
    let plain = support::report(&[none], &ask);
    let own = plain.architectures[0].run.as_ref().unwrap();
    assert!(own.time_to_throttle_s.is_none() && own.time_to_dry_s.is_some());
    assert_eq!(own.ride_through_s, own.time_to_dry_s);
    assert!(plain.warnings.iter().any(|w| w.text.contains("chips are uncovered")), "{:?}", plain.warnings);
    let backed = support::report(&[none, "transient.ups=[\"pumps\", \"plant-pumps\", \"chillers\"]"], &ask);
    let held = backed.architectures[0].run.as_ref().unwrap();
    assert!(held.ride_through_s.is_none() && held.time_to_dry_s.is_none());
}
