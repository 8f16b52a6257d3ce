//! What `transient` is asked: the scenario's table, events on the command line, and what is wrong with them.

use std::path::Path;

use assert_cmd::Command;
use rackjoule::catalog::Catalog;
use rackjoule::scenario::transient::{
    BufferTank, EventKind, ScheduledEvent, TankKind, TransientSettings, UpsLoads, find_overlap, parse_event,
};
use rackjoule::scenario::{self, Scenario};
use rackjoule::units::{Duration, Volume};

const TABLE: &str = r#"
[transient]
duration = "20 min"
load = 0.9
ups = ["pumps", "crah-fans"]
ups_time = "5 min"
generator_start = "none"
chiller_restart = "180 s"
pumps = 3
check_valves = false
buffer_tank = "12 m3"
buffer_kind = "stratified"
[[transient.event]]
kind = "load-step"
at = "60 s"
duration = 30
level = 0.2
period = "2 s"
[[transient.event]]
kind = "pump-trip"
at = "10 s"
share = "50 %"
"#;

fn read(table: &str) -> Scenario {
    let catalog = Catalog::load(None).unwrap();
    let text = format!("{}\n{table}", scenario::DEFAULT);
    Scenario::parse("test", &text, &[], &catalog).unwrap_or_else(|e| panic!("{e}"))
}

fn s(seconds: f64) -> Duration {
    Duration::new(seconds)
}

fn trip() -> ScheduledEvent {
    ScheduledEvent {
        kind: EventKind::PumpTrip,
        at: Duration::ZERO,
        lasts: None,
        share: None,
        level: None,
        period: None,
    }
}

#[test]
fn a_full_table_is_read_and_written_back() {
    let scenario = read(TABLE);
    let step = ScheduledEvent { kind: EventKind::LoadStep, at: s(60.0), lasts: Some(s(30.0)), ..trip() };
    let wanted = TransientSettings {
        duration: Some(s(1200.0)),
        load: Some(0.9),
        ups: Some(UpsLoads { pumps: true, crah_fans: true, ..UpsLoads::default() }),
        ups_time: Some(s(300.0)),
        generator_start: Some(None),
        chiller_restart: Some(s(180.0)),
        pumps: Some(3),
        check_valves: Some(false),
        buffer: Some(BufferTank { volume: Volume::new(12.0), kind: TankKind::Stratified }),
        events: vec![
            ScheduledEvent { at: s(10.0), share: Some(0.5), ..trip() },
            ScheduledEvent { level: Some(0.2), period: Some(s(2.0)), ..step },
        ],
    };
    assert_eq!(scenario.transient, wanted);
    let json = &scenario.to_json()["transient"];
    assert_eq!(json["ups"], serde_json::json!(["pumps", "crah-fans"]));
    assert_eq!((json["generator_start"].as_str(), json["buffer_tank_m3"].as_f64()), (Some("none"), Some(12.0)));
    assert_eq!(json["event"][0], serde_json::json!({ "kind": "pump-trip", "at_s": 10.0, "share": 0.5 }));
}

#[test]
fn what_is_not_given_is_not_there() {
    let plain = read("");
    assert_eq!(plain.transient, TransientSettings::default());
    assert_eq!(plain.transient.run_duration(), s(600.0));
    assert!(plain.to_json().get("transient").is_none());
    let little = read("[transient]\nups = []\ngenerator_start = 20\nbuffer_tank = 0\nbuffer_kind = \"mixed\"\n");
    let wanted = TransientSettings {
        ups: Some(UpsLoads::default()),
        generator_start: Some(Some(s(20.0))),
        ..TransientSettings::default()
    };
    assert_eq!(little.transient, wanted);
    let json = &little.to_json()["transient"];
    assert_eq!(*json, serde_json::json!({ "ups": [], "generator_start_s": 20.0 }));
}

#[test]
fn events_of_the_command_line_are_those_of_the_file() {
    assert_eq!(parse_event("pump-trip").unwrap(), trip());
    let half = ScheduledEvent { at: s(10.0), lasts: Some(s(300.0)), share: Some(0.5), ..trip() };
    for text in ["pump-trip,at=10s,duration=5min,share=0.5", " pump-trip , at = 10 s, duration=5 min,share=50%"] {
        assert_eq!(parse_event(text).unwrap(), half, "{text}");
    }
    let swing = parse_event("load-step,level=0.2,period=2s,duration=60s").unwrap();
    assert_eq!((swing.level, swing.period, swing.lasts), (Some(0.2), Some(s(2.0)), Some(s(60.0))));
    for kind in EventKind::ALL {
        assert_eq!(parse_event(kind.name()).unwrap().kind, kind);
    }
    for (text, says) in [
        ("pump-tripp", "did you mean `pump-trip`"),
        ("", "not known"),
        ("pump-trip,at", "no `=`"),
        ("pump-trip,at=-5s", "must be 0 to 86400 s, found -5"),
        ("pump-trip,at=1s,at=2s", "given twice"),
        ("pump-trip,when=1s", "unknown key `event.when`"),
        ("pump-trip,duration=0s", "must be 0.1 to 86400 s"),
        ("pump-trip,duration=2 days", "unknown unit `days`"),
        ("pump-trip,share=1.2", "must be 0.001 to 1"),
        ("pump-trip,share=0", "must be 0.001 to 1"),
        ("pump-trip,level=0.2", "no meaning for pump-trip"),
        ("utility-blip,share=0.5", "no meaning for utility-blip"),
        ("load-step,period=10ms", "must be 0.1 to 86400 s"),
        ("fan-failure,at=nan", "not a finite number"),
    ] {
        let message = parse_event(text).unwrap_err();
        assert!(message.contains(says), "{text}: {message}");
    }
}

#[test]
fn only_events_of_a_kind_at_one_time_contradict_each_other() {
    let at = |kind, at, lasts: Option<f64>| ScheduledEvent { kind, at: s(at), lasts: lasts.map(s), ..trip() };
    let (pump, step) = (EventKind::PumpTrip, EventKind::LoadStep);
    assert_eq!(find_overlap(&[at(pump, 0.0, None), at(step, 5.0, None)]), None);
    assert_eq!(find_overlap(&[at(pump, 0.0, Some(5.0)), at(pump, 5.0, None)]), None);
    assert_eq!(find_overlap(&[at(pump, 0.0, Some(5.1)), at(step, 1.0, None), at(pump, 5.0, None)]), Some((0, 2)));
    assert_eq!(find_overlap(&[at(step, 0.0, None), at(step, 500.0, Some(1.0))]), Some((0, 1)));
    assert_eq!(find_overlap(&[at(pump, 3.0, None), at(pump, 3.0, None)]), Some((0, 1)));
}

fn fails(dir: &Path, args: &[&str], says: &str) {
    let args = [&["transient"], args].concat();
    let out = Command::cargo_bin("rackjoule").unwrap().current_dir(dir).args(&args).output().unwrap();
    let err = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(2), "{args:?}: {err}");
    assert!(err.contains(says) && !err.contains("panicked"), "{args:?}: {err}");
    assert!(out.stdout.is_empty(), "{args:?}");
}

#[test]
fn what_can_not_be_run_is_refused_with_a_way_out() {
    let dir = tempfile::tempdir().unwrap();
    let event = "--event=pump-trip,at=10s";
    let cases: [(&[&str], &str); 20] = [
        (&[], "add --event KIND"),
        (&["--event", "pump-tripp"], "did you mean `pump-trip`"),
        (&["--event", "pump-trip,at=700s"], "begins after the end of the run"),
        (&["--event", "pump-trip", "--event", "pump-trip,at=5s"], "contradict each other"),
        (&["--event", "load-step", "--event", "load-step,level=1,at=5s"], "give it a duration"),
        (&["--event", "load-step,duration=1s,period=2s"], "would not swing"),
        (&[event, "--duration", "-5s"], "must be 1 s to 24 h, found -5 s"),
        (&[event, "--duration", "2000h"], "must be 1 s to 24 h"),
        (&[event, "--duration", "5"], "begins after the end"),
        (&[event, "--duration", "5 kW"], "a time is wanted"),
        (&[event, "--step", "1ms"], "finer than the model"),
        (&[event, "--step", "-1s"], "finer than the model"),
        (&[event, "--step", "700s"], "longer than the run"),
        (&[event, "--step", "10ms", "--duration", "24h"], "8640000 rows"),
        (&[event, "--ride-through", "0s"], "must be 1 s to 24 h"),
        (&[event, "--ride-through", "10min"], "longer --duration, 610 s or more"),
        (&[event, "--compare", "--architecture", "air"], "cannot be used with"),
        (&[event, "--uncertainty", "1"], "10..=1000000"),
        (&[event, "absent.toml"], "absent.toml"),
        (&[event, "--set", "transient.pumps=99"], "must be 1 to 12"),
    ];
    for (args, says) in cases {
        fails(dir.path(), args, says);
    }
    std::fs::write(dir.path().join("trace.csv"), "kept").unwrap();
    fails(dir.path(), &[event, "--trace", "trace.csv"], "add --force");
    let own = format!("{}\n{TABLE}", scenario::DEFAULT);
    std::fs::write(dir.path().join("own.toml"), own).unwrap();
    fails(dir.path(), &["own.toml", "--duration", "30s"], "load-step at 60 s begins after the end of the run at 30 s");
    fails(dir.path(), &["own.toml", "--set", "transient.duration=30"], "begins after the end of the run");
}
