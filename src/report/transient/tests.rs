//! Views of a result made by hand: whole, safe, readable.

use super::fixture::{full, report};
use super::*;
use crate::report::chart::Chart;
use crate::report::format::OutputFormat;
use crate::report::view::{render, render_files};
use crate::scenario::transient::EventKind;
use crate::study::transient::result::TransientRun;

fn context(width: Option<usize>) -> ReportContext {
    ReportContext {
        version: "0.0.0".to_owned(),
        command: "rackjoule transient".to_owned(),
        scenario_text: String::new(),
        scenario: serde_json::Value::Null,
        width,
        units: crate::report::document::units::UnitSystem::SI,
    }
}

fn shown(format: OutputFormat, report: &TransientReport) -> String {
    render(format, report, &context(None)).unwrap()
}

#[test]
fn the_table_of_one_rack_reads_well() {
    insta::assert_snapshot!(shown(OutputFormat::Table, &report(1)));
}

#[test]
fn the_table_of_many_racks_reads_well() {
    insta::assert_snapshot!(shown(OutputFormat::Table, &full(6)));
}

#[test]
fn markdown_and_csv_read_well() {
    insta::assert_snapshot!("markdown", shown(OutputFormat::Markdown, &full(3)));
    insta::assert_snapshot!("csv", shown(OutputFormat::Csv, &full(3)));
}

#[test]
fn a_chip_that_is_hottest_and_first_to_its_limit_has_one_row() {
    let rows = |report: &TransientReport| {
        let text = shown(OutputFormat::Table, report);
        (text.matches("hottest").count(), text.matches("first to its limit").count())
    };
    let mut one = report(1);
    assert_eq!(rows(&one), (1, 1));
    let run = one.architectures[0].run.as_mut().unwrap();
    run.hottest_chip = run.limiting_chip.clone();
    let text = shown(OutputFormat::Table, &one);
    assert!(text.contains("hottest chip and first to its limit, B200 GPU in the top tray"), "{text}");
    assert_eq!(rows(&one), (1, 1));
}

#[test]
fn every_answer_is_a_sentence() {
    let mut r = report(1);
    let mut said = |change: &dyn Fn(&mut TransientRun)| {
        r.architectures[0].run = report(1).architectures.remove(0).run;
        change(r.architectures[0].run.as_mut().unwrap());
        headline_sentence(&r, &r.architectures[0])
    };
    let all = [
        said(&|_| {}),
        said(&|run| run.time_to_shutdown_s = Some(38.0)),
        said(&|run| run.time_to_dry_s = run.ride_through_s),
        said(&|run| (run.ride_through_s, run.margin_s) = (None, None)),
        said(&|run| (run.cooling_back_s, run.margin_s) = (None, None)),
        said(&|run| (run.cooling_back_s, run.margin_s) = (Some(20.0), Some(18.0))),
    ];
    insta::assert_snapshot!(all.join("\n"));
    r.events[0].kind = EventKind::LoadStep;
    let run = r.architectures[0].run.as_mut().unwrap();
    (run.ride_through_s, run.cooling_back_s, run.margin_s) = (None, None, None);
    assert_eq!(
        headline_sentence(&r, &r.architectures[0]),
        "air: no chip throttles within the 9.8 min after the load step."
    );
}

#[test]
fn lines_are_no_wider_than_a_terminal() {
    for width in [60, 80, 120] {
        let text = render(OutputFormat::Table, &full(6), &context(Some(width))).unwrap();
        let long: Vec<&str> = text.lines().filter(|l| l.chars().count() > width).collect();
        assert!(long.is_empty(), "{width}: {long:#?}");
    }
}

#[test]
fn json_holds_the_result_without_its_trace() {
    let json: serde_json::Value = serde_json::from_str(&shown(OutputFormat::Json, &full(3))).unwrap();
    assert_eq!(json["schema"], "rackjoule/transient/1");
    let first = &json["architectures"][0];
    assert_eq!((first["ride_through_s"].as_f64(), first["needs"]["reached"].as_bool()), (Some(38.0), Some(false)));
    assert!(first.get("trace").is_none() && first.get("reason").is_none());
    assert!(json["architectures"][2]["reason"].is_string() && json["architectures"][2].get("energy").is_none());
}

#[test]
fn the_trace_names_its_racks_where_there_are_several() {
    let one = render_trace_csv(&report(1)).unwrap();
    assert!(
        one.starts_with(
            "time_s,hottest_chip_c,limiting_chip_c,cooler_c,supply_c,room_c,flow_share,rack_power_w\n0,72,71,"
        ),
        "{one:.200}"
    );
    assert_eq!(one.lines().count(), 602);
    let two = render_trace_csv(&report(2)).unwrap();
    let head =
        "architecture,time_s,hottest_chip_c,limiting_chip_c,cooler_c,supply_c,room_c,flow_share,rack_power_w,return_c";
    assert_eq!(two.lines().next(), Some(head));
    let air = two.lines().nth(1).unwrap();
    assert!(air.starts_with("air,0,") && air.ends_with(','), "{air}");
    assert_eq!(two.lines().count(), 1 + 2 * 601);
}

#[test]
fn names_are_text_in_the_page() {
    let mut r = full(3);
    r.architectures[0].name = "<script>alert('x')</script> & \"quotes\"".to_owned();
    for (name, bytes) in render_files(&r, &context(None)).unwrap() {
        if name.ends_with("svg") || name.ends_with("html") {
            assert!(!String::from_utf8(bytes).unwrap().contains("<script"), "{name}");
        }
    }
}

fn apart(charts: &[Chart], case: &str) {
    for chart in charts {
        let (width, height) = chart.pixel_size();
        for (i, a) in chart.labels.iter().enumerate() {
            let inside = a[0] >= 0.0 && a[1] >= 0.0 && a[2] <= f64::from(width) && a[3] <= f64::from(height);
            assert!(inside, "{} with {case}: label {i} {a:?} leaves {width}x{height}", chart.name);
            for (j, b) in chart.labels.iter().enumerate().skip(i + 1) {
                let apart = a[2] <= b[0] + 0.5 || b[2] <= a[0] + 0.5 || a[3] <= b[1] + 1.0 || b[3] <= a[1] + 1.0;
                assert!(apart, "{} with {case}: labels {i} {a:?} and {j} {b:?} overlap", chart.name);
            }
        }
    }
}

#[test]
fn labels_never_collide_or_leave_the_picture() {
    for count in [1, 2, 3, 6, 12, 50] {
        for mut r in [report(count), full(count)] {
            apart(&charts::build_charts(&r, UnitSystem::SI).unwrap(), &count.to_string());
            for (i, a) in r.architectures.iter_mut().enumerate() {
                a.name = format!("a name of forty characters, number {i:05}");
            }
            apart(&charts::build_charts(&r, UnitSystem::SI).unwrap(), &format!("{count} long names"));
        }
    }
}

#[test]
fn crowded_traces_keep_their_labels_apart() {
    let mut r = report(1);
    let run = r.architectures[0].run.as_mut().unwrap();
    for i in 0..12 {
        run.trace.columns.push(format!("further_temperature_{i}_c"));
        let rows = run.trace.rows.iter_mut().chain(&mut run.trace.course);
        rows.for_each(|row| row.push(40.0 + 0.1 * f64::from(i)));
        let mut more = run.timeline[0].clone();
        (more.at_s, more.what) = (599.0 - 0.2 * f64::from(i), format!("something with a long name happens, {i}"));
        run.timeline.push(more);
    }
    run.limits.push(run.limits[0].clone());
    apart(&charts::build_charts(&r, UnitSystem::SI).unwrap(), "crowd");
    for duration_s in [1.0, 300.0, 3600.0, 86_400.0] {
        (r.duration_s, r.first_event_s) = (duration_s, 0.0);
        let run = r.architectures[0].run.as_mut().unwrap();
        let rows = run.trace.rows.len() as f64 - 1.0;
        run.trace.rows.iter_mut().enumerate().for_each(|(i, row)| row[0] = duration_s * i as f64 / rows);
        run.trace.course.clone_from(&run.trace.rows);
        run.timeline.iter_mut().for_each(|h| h.at_s = h.at_s.min(duration_s));
        apart(&charts::build_charts(&r, UnitSystem::SI).unwrap(), &format!("{duration_s} s"));
    }
}

#[test]
fn charts_are_named_by_their_racks() {
    let names = |r: &TransientReport| {
        charts::build_charts(r, UnitSystem::SI).unwrap().iter().map(|c| c.name.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(names(&report(1)), ["temperatures"]);
    assert_eq!(names(&full(1)), ["ride-through", "temperatures"]);
    assert_eq!(names(&report(2)), ["ride-through", "temperatures-air", "temperatures-cold-plate"]);
    let mut twice = report(2);
    (twice.architectures[0].name, twice.architectures[1].name) = ("A/b".to_owned(), "a b".to_owned());
    assert_eq!(names(&twice), ["ride-through", "temperatures-a-b", "temperatures-a-b-2"]);
}

#[test]
fn same_input_same_bytes() {
    assert_eq!(render_files(&full(3), &context(None)).unwrap(), render_files(&full(3), &context(None)).unwrap());
}
