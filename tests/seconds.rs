//! Racks in seconds: what carried the heat, what shuts down, what is highest and lowest, how much air a room holds.

use rackjoule::catalog::Catalog;
use rackjoule::catalog::change::ValueChange;
use rackjoule::scenario::transient::{EventKind, ScheduledEvent};
use rackjoule::scenario::{self, Scenario};
use rackjoule::study::transient::result::{TransientResult, TransientRun};
use rackjoule::study::transient::{self, TransientOptions};
use rackjoule::units::Duration;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::support::transient::{event, numbers, question, report};

fn swing(period_s: f64) -> ScheduledEvent {
    ScheduledEvent { level: Some(0.2), period: Some(Duration::new(period_s)), ..event(EventKind::LoadStep, 0.0) }
}

fn result(sets: &[&str], ask: &TransientOptions<'_>) -> TransientResult {
    report(sets, ask).architectures.remove(0)
}

fn run(sets: &[&str], ask: &TransientOptions<'_>) -> TransientRun {
    let own = result(sets, ask);
    own.run.unwrap_or_else(|| panic!("{}: {:?}", own.name, own.reason))
}

fn column(run: &TransientRun, name: &str) -> Vec<f64> {
    let place = run.trace.columns.iter().position(|c| c == name).unwrap_or_else(|| panic!("{name}"));
    run.trace.rows.iter().map(|row| row[place]).collect()
}

/// A hall whose dry coolers carry the design day waits for their fans, and not for compressors that stand.
#[test]
fn chillers_that_carry_nothing_change_nothing() {
    for kind in [EventKind::UtilityBlip, EventKind::ChillerTrip] {
        let ask = question(Some("liquid-45"), vec![event(kind, 5.0)], 600.0);
        // Chips that keep their target with pumps to spare, in a hall whose room has no free cooling.
        let common = [
            "architecture.liquid-45.power_limit=1000",
            "architecture.liquid-45.flow_control=chip-target",
            "architecture.liquid-45.room_free_cooling=false",
        ];
        let alone = [&common[..], &["architecture.liquid-45.trim_chiller=false"]].concat();
        let (with, without) = (result(&common, &ask), result(&alone, &ask));
        let plant = with.plant_before.unwrap();
        assert_eq!((plant.mode.name(), plant.compressor_share), ("free", 0.0));
        let (with, without) = (with.run.unwrap(), without.run.unwrap());
        assert!(with.time_to_throttle_s.is_none() && !with.timeline.iter().any(|h| h.what.contains("trim")));
        assert_eq!(
            (with.hottest_chip.highest_c, with.supply.highest_c),
            (without.hottest_chip.highest_c, without.supply.highest_c)
        );
    }
}

/// Where trim chillers carry a part, the coolers hold on without them on warmer water, which settles.
#[test]
fn coolers_carry_on_where_their_trim_chillers_trip() {
    let ask = question(
        Some("liquid-45"),
        vec![ScheduledEvent { lasts: Some(Duration::new(3000.0)), ..event(EventKind::ChillerTrip, 5.0) }],
        2400.0,
    );
    let own = result(&["architecture.liquid-45.supply_temperature=\"38 degC\""], &ask);
    let plant = own.plant_before.unwrap();
    assert_eq!(plant.mode.name(), "partial");
    assert!(plant.compressor_share > 0.0 && plant.compressor_share < 1.0, "{}", plant.compressor_share);
    let run = own.run.unwrap();
    assert!(run.timeline.iter().any(|h| h.what.contains("trim chillers stop")));
    let water = column(&run, "facility_c");
    let (rise_k, last_k) = (water[2400] - water[0], water[2400] - water[2300]);
    assert!(rise_k > 0.3 && rise_k < 20.0 && last_k.abs() < 0.05, "{rise_k} K, {last_k} K in the last 100 s");
}

/// The rack of an independent run: GPUs of a clock of their own under a limit, and the pumps of another unit.
fn rack_of_independent_run() -> TransientRun {
    let values = [
        ("nvidia-blackwell", "curve.reference_w", 1200.0),
        ("nvidia-blackwell", "curve.voltage_exponent", 0.6),
        ("gb200-gpu", "power.clock", 1.0),
        ("gb200-gpu", "thermal.target_c", 80.0),
        ("pump-cdu-1300kw", "shutoff_pa", 340e3),
        ("pump-cdu-1300kw", "free_flow_m3_s", 0.0405),
    ];
    let change =
        |(record, key, value): (&str, &str, f64)| ValueChange { record: record.to_owned(), key: key.to_owned(), value };
    let catalog = Catalog::load(None).unwrap().with_values(&values.map(change)).unwrap();
    let sets = ["architecture.liquid-45.power_limit=1000 W", "architecture.liquid-45.flow_control=chip-target"];
    let scenario = Scenario::parse("default", scenario::DEFAULT, &sets.map(str::to_owned), &catalog).unwrap();
    let ask = question(Some("liquid-45"), vec![event(EventKind::PumpTrip, 0.0)], 60.0);
    transient::run(&scenario, &catalog, &ask).unwrap().architectures.remove(0).run.unwrap()
}

/// Pumps that coast against the square of their speed, whatever control asks. An independent run with the control held gives
/// 9.2 s until the first chip slows down and 25.9 s until it shuts down; with it free to ask for more, 10.1 and 31.5 s.
#[test]
fn controllers_do_not_drive_pumps_without_power() {
    let own = rack_of_independent_run();
    let (slow_s, off_s) = (own.time_to_throttle_s.unwrap(), own.time_to_shutdown_s.unwrap());
    assert!((slow_s - 9.2).abs() < 0.3 && (off_s - 25.9).abs() < 1.5, "{slow_s} s, {off_s} s");
    // Half a second after the trip the flow is that of 1/(1 + 0.5/1.5) of the speed: laminar and turbulent losses keep it
    // near the first power of the speed.
    let flow = column(&own, "flow_share");
    assert!((flow[3] / (1.0 / 3.0) - 1.0).abs() < 0.25, "{}", flow[3]);
}

/// Pumps and fans that come back draw electricity again.
#[test]
fn machines_that_are_back_draw_what_they_drew() {
    for (name, kind) in [("liquid-45", EventKind::PumpTrip), ("air", EventKind::FanFailure)] {
        let trip = ScheduledEvent { lasts: Some(Duration::new(2.0)), ..event(kind, 5.0) };
        let own = run(&[], &question(Some(name), vec![trip], 3600.0));
        assert!(own.servers.shut_down == 0.0 && (own.rack_power.end_w / own.rack_power.start_w - 1.0).abs() < 1e-3);
        // At the end what leaves is what entered: rack, and the pumps or fans of its loops as at the start.
        let (rack, out) = (column(&own, "rack_power_w"), column(&own, "rejected_w"));
        let (start_w, end_w) = (out[0] - rack[0], out[3600] - rack[3600]);
        assert!((end_w - start_w).abs() < 0.002 * rack[0] + 5.0, "{name}: {start_w} W, {end_w} W");
    }
}

/// Memory in still air shuts down with its servers, and what is lost is told.
#[test]
fn a_part_beyond_its_limit_takes_its_server_with_it() {
    let catalog = Catalog::load(None).unwrap();
    let text = include_str!("../examples/every-way.toml");
    let scenario = Scenario::parse("every-way", text, &[], &catalog).unwrap();
    let ask = question(Some("hybrid"), vec![event(EventKind::FanFailure, 0.0)], 7200.0);
    let own = transient::run(&scenario, &catalog, &ask).unwrap().architectures.remove(0).run.unwrap();
    // DDR5 modules shut down at 95 °C: none goes further.
    assert!((own.hottest_chip.highest_c - 95.0).abs() < 0.05, "{:?}", own.hottest_chip);
    assert_eq!(own.servers.shut_down, own.servers.total);
    assert!((own.work_lost_s - (7200.0 - own.time_to_shutdown_s.unwrap())).abs() < 1.0, "{}", own.work_lost_s);
    assert!(own.rack_power.end_w < 0.2 * own.rack_power.start_w && own.recovered_s.is_none());
    assert!(own.timeline.iter().any(|h| h.what.contains("shut down")));
}

/// Servers that go at the very limit, without a load, are switched off in every figure.
#[test]
fn servers_that_go_at_their_limit_are_told_everywhere() {
    let events =
        vec![event(EventKind::FanFailure, 0.0), ScheduledEvent { level: Some(0.0), ..event(EventKind::LoadStep, 0.0) }];
    let own = run(&[], &question(Some("hybrid"), events, 600.0));
    assert_eq!(own.servers.shut_down, own.servers.total);
    let first_s = own.timeline.iter().find(|h| h.what.contains("shut down")).unwrap().after_event_s;
    assert!((own.time_to_shutdown_s.unwrap() - first_s).abs() < 0.1, "{:?} {first_s}", own.time_to_shutdown_s);
}

/// A limit that control holds a part at is not told as kept again while it is passed to and fro.
#[test]
fn back_below_the_limit_is_told_where_it_stays_there() {
    let part = ScheduledEvent { share: Some(0.9), ..event(EventKind::FanFailure, 0.0) };
    let own = run(&[], &question(Some("hybrid"), vec![part], 600.0));
    assert!(own.recovered_s.is_none() && own.servers.shut_down == 0.0);
    assert!(own.timeline.iter().all(|h| h.kind.name() != "back"), "{:?}", own.timeline);
}

/// Whatever happens to whichever rack: what is called the hottest is the hottest, extremes hold every row, lost servers lose
/// work, and no machine stops unseen.
#[test]
fn what_is_told_is_true_for_any_event() {
    let mut next = numbers(20_261_130);
    let cases: Vec<(EventKind, f64, Option<f64>, Option<f64>)> = (0..14)
        .map(|i| {
            let kind = EventKind::ALL[i % EventKind::ALL.len()];
            let share = (kind != EventKind::LoadStep && kind != EventKind::UtilityBlip && next() < 0.4).then(&mut next);
            let lasts_s = (next() < 0.5).then(|| 5.0 + 200.0 * next());
            (kind, 10.0 * next(), share, lasts_s)
        })
        .collect();
    cases.into_par_iter().for_each(|(kind, at_s, share, lasts_s)| {
        let level = (kind == EventKind::LoadStep).then_some(0.3);
        let own = ScheduledEvent { share, level, lasts: lasts_s.map(Duration::new), ..event(kind, at_s) };
        let told = report(&[], &question(None, vec![own], 400.0));
        for a in &told.architectures {
            let Some(run) = &a.run else { continue };
            let place = format!("{} {} {lasts_s:?} {share:?}", a.name, kind.name());
            let all: Vec<usize> =
                (0..run.trace.columns.len()).filter(|i| run.trace.columns[*i].starts_with("junction_")).collect();
            let (hottest, limiting) = (column(run, "hottest_chip_c"), column(run, "limiting_chip_c"));
            for (i, row) in run.trace.rows.iter().enumerate() {
                let most = all.iter().map(|c| row[*c]).fold(limiting[i], f64::max);
                assert_eq!(hottest[i], most, "{place}");
                assert!(hottest[i] <= run.hottest_chip.highest_c + 0.02, "{place}: {} at {i}", hottest[i]);
            }
            for w in column(run, "rack_power_w") {
                let (low, high) = (run.rack_power.lowest_w, run.rack_power.highest_w);
                assert!(w > low - 1e-3 * high && w < high * 1.001, "{place}: {w} W");
            }
            assert_eq!(run.servers.shut_down > 0.0, run.time_to_shutdown_s.is_some(), "{place}");
            assert!(run.servers.shut_down == 0.0 || run.work_lost_s > 0.0, "{place}");
            let stops = run.timeline.iter().any(|h| h.kind.name() == "machine");
            let denied = run.reasons.values().any(|why| why == "no machine fails");
            assert!(!(stops && denied), "{place}: {:?}", run.reasons);
            // Where all limits are kept again, the last line says so at that time; else some line is missing.
            let back = run.timeline.iter().filter(|h| h.kind.name() == "back").map(|h| h.after_event_s);
            let last = back.max_by(f64::total_cmp);
            assert!(run.recovered_s.is_none() || run.recovered_s == last, "{place}: {last:?} {:?}", run.recovered_s);
            let first = run.timeline.iter().find(|h| h.what.ends_with("throttles"));
            assert!(first.is_none_or(|h| h.what.contains(&run.limiting_chip.what)), "{place}: {first:?}");
            assert!(run.energy.balance_relative_error < 1e-6, "{place}");
        }
    });
}

/// A square wave of 0.2 to 1 of the busy range is as high as it is, however far apart the rows lie.
#[test]
fn rows_do_not_move_extremes() {
    let at = |step_s: f64, period_s: f64| {
        let ask = question(Some("liquid-45"), vec![swing(period_s)], 40.0);
        let limit = "architecture.liquid-45.power_limit=1000 W";
        run(&[limit], &TransientOptions { step: Duration::new(step_s), ..ask })
    };
    for period_s in [1.0, 2.5] {
        let (wide, fine) = (at(1.0, period_s), at(0.05, period_s));
        let (a, b) = (wide.swing.as_ref().unwrap(), fine.swing.as_ref().unwrap());
        assert_eq!((a.chip_k, a.power_w, a.rejected_w), (b.chip_k, b.power_w, b.rejected_w));
        assert_eq!(wide.rack_power.lowest_w, fine.rack_power.lowest_w);
        // 73 kW, of which a trace at 50 ms shows nearly all.
        let rows = column(&fine, "rack_power_w");
        let shown_w =
            rows.iter().fold(0.0, |m, w| f64::max(m, *w)) - rows.iter().copied().fold(f64::INFINITY, f64::min);
        assert!(
            (a.power_w - 73e3).abs() < 1e3 && shown_w <= a.power_w * 1.01 && shown_w > 0.95 * a.power_w,
            "{shown_w}"
        );
        // Rows a period apart say what lies between them.
        let (low, high) = (column(&wide, "rack_power_low_w"), column(&wide, "rack_power_high_w"));
        assert!(period_s > 1.0 || (5..40).all(|i| high[i] - low[i] > 60e3));
        // A chart has both ends of every swing.
        let power = wide.trace.columns.iter().position(|c| c == "rack_power_w").unwrap();
        let drawn = wide.trace.course.iter().map(|row| row[power]);
        let (low, high) = drawn.fold((f64::INFINITY, 0.0), |(l, h), w| (f64::min(l, w), f64::max(h, w)));
        assert!((high - low) > 0.99 * (wide.rack_power.highest_w - wide.rack_power.lowest_w));
    }
}

/// Periods that repeat are those that would have been computed: an event on no machine at the very end forbids to repeat.
#[test]
fn repeated_periods_are_the_computed_ones() {
    let nothing = ScheduledEvent { share: Some(0.0), ..event(EventKind::CrahLoss, 2390.0) };
    let ask = |events: Vec<ScheduledEvent>| question(Some("immersion-2p"), events, 2400.0);
    let repeated = run(&[], &ask(vec![swing(4.0)]));
    let computed = run(&[], &ask(vec![swing(4.0), nothing]));
    assert!(2 * repeated.steps < computed.steps, "{} of {} steps", repeated.steps, computed.steps);
    let error = repeated.energy.in_j / computed.energy.in_j - 1.0;
    assert!(error.abs() < 1e-5 && repeated.energy.balance_relative_error < 1e-9, "{error}");
    for name in ["hottest_chip_c", "supply_c", "facility_c"] {
        let (a, b) = (column(&repeated, name), column(&computed, name));
        assert_eq!(a.len(), b.len());
        let most = a.iter().zip(&b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        assert!(most < 0.1, "{name}: {most} K");
    }
    let (a, b) = (repeated.swing.unwrap(), computed.swing.unwrap());
    assert!((a.chip_k - b.chip_k).abs() < 0.01 && (a.power_w / b.power_w - 1.0).abs() < 1e-4);
}

/// Air that the handlers no longer supply comes around to the inlets.
#[test]
fn inlets_warm_where_no_air_handler_runs() {
    let own = run(&[], &question(Some("air"), vec![event(EventKind::CrahLoss, 0.0)], 600.0));
    let inlet = own.server_inlet.as_ref().unwrap();
    // 25 °C supplied, 3 % of the exhaust returned at the start.
    assert!(inlet.start_c > 25.0 && inlet.start_c < 26.5, "{inlet:?}");
    assert!(inlet.highest_c > 45.0 && own.supply.highest_c == inlet.highest_c, "{inlet:?}");
    assert!(column(&own, "server_inlet_c")[40] > 35.0);
}

/// 6 m² of floor and 4 m of height for each rack: 24 m³ of air, 1.18 kg/m³ and 1,006 J/(kg K), and three times that in walls
/// and cabinets; whatever the rack draws.
#[test]
fn a_room_holds_the_air_over_its_floor() {
    let folder = tempfile::tempdir().unwrap();
    let text = include_str!("../data/equipment/transient.toml").replace("room_height_m = 4.0", "room_height_m = 5.0");
    std::fs::create_dir(folder.path().join("equipment")).unwrap();
    std::fs::write(folder.path().join("equipment/transient.toml"), text).unwrap();
    let higher = Catalog::load(Some(folder.path())).unwrap();
    let held = |catalog: &Catalog, sets: &[String]| {
        let scenario = Scenario::parse("default", scenario::DEFAULT, sets, catalog).unwrap();
        let step = ScheduledEvent { level: Some(0.5), ..event(EventKind::LoadStep, 0.5) };
        let run = transient::run(&scenario, catalog, &question(Some("air"), vec![step], 1.0)).unwrap();
        run.architectures[0].run.as_ref().unwrap().capacities.iter().map(|c| c.j_k).sum::<f64>()
    };
    let catalog = Catalog::load(None).unwrap();
    for sets in [vec![], vec!["it.accelerators=96".to_owned()]] {
        let more_j_k = held(&higher, &sets) - held(&catalog, &sets);
        let by_hand_j_k = 6.0 * 1.18 * 1006.0 * (1.0 + 3.0);
        assert!((more_j_k / by_hand_j_k - 1.0).abs() < 0.03, "{more_j_k} J/K against {by_hand_j_k}");
    }
}

/// A cap on the power takes no metal from a chip.
#[test]
fn a_capped_part_keeps_its_mass() {
    let step = || vec![ScheduledEvent { level: Some(0.5), ..event(EventKind::LoadStep, 0.5) }];
    let chips = |limit: &str| {
        let set = format!("architecture.liquid-45.power_limit=\"{limit}\"");
        let own = run(&[&set], &question(Some("liquid-45"), step(), 1.0));
        own.capacities.iter().find(|c| c.what.contains("chips")).unwrap().j_k
    };
    assert_eq!(chips("1000 W"), chips("700 W"));
}
