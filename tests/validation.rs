//! Published figures of racks beside what the model gives, as `docs/validation.md` shows them. Nothing is fitted to them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use std::fmt::Write;

use rackjoule::rack::model::{Load, Rack};
use rackjoule::rack::solve::Solver;
use rackjoule::rack::state::{RackState, Setting};
use rackjoule::units::Temperature;
use support::rack;

struct Case {
    what: &'static str,
    kind: &'static str,
    published: f64,
    predicted: f64,
    unit: &'static str,
    /// Largest error that is honest for it: relative; in kelvin for temperatures.
    tolerance: f64,
    source: &'static str,
}

impl Case {
    /// Predicted against published: relative, in kelvin for temperatures.
    fn error(&self) -> f64 {
        if self.unit == "degC" { self.predicted - self.published } else { self.predicted / self.published - 1.0 }
    }
    fn within(&self) -> bool {
        self.error().abs() <= self.tolerance
    }
}

/// Chosen with this figure in view (number of fans, modules under plates): no prediction, and out of the statistics.
const CALIBRATED: &str = "calibrated";

fn settle(rack: &Rack, supply_c: f64) -> RackState {
    rack.settle(Temperature::from_celsius(supply_c), Load::FULL).unwrap()
}

/// The warmest supply that needs no throttling, °C.
fn warmest(rack: &Rack) -> f64 {
    let (mut low, mut high) = (10.0, 75.0);
    for _ in 0..30 {
        let middle = f64::midpoint(low, high);
        let s = settle(rack, middle);
        if s.coolable() && s.setting.clock == 1.0 { low = middle } else { high = middle }
    }
    low
}

fn node_kw(system: &str, cooling: &str, supply_c: f64) -> f64 {
    let rack = rack(system, cooling, "");
    settle(&rack, supply_c).power_w() / f64::from(rack.trays[0].count) / 1e3
}

/// Air through one server with fans at 80 %, CFM.
fn airflow(system: &str) -> f64 {
    let rack = rack(system, "air", "");
    let setting = Setting { pump: 1.0, fans: vec![0.8], clock: 1.0 };
    let state = Solver::new(&rack, Temperature::from_celsius(25.0), Load::FULL).unwrap().at(setting).unwrap();
    let drawn = state.air.unwrap().flow_m3_s / (1.0 - state.recirculation);
    drawn / f64::from(rack.trays[0].count) / 4.719_474e-4
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn cases() -> Vec<Case> {
    let gb200 = settle(&rack("gb200-nvl72", "hybrid", ""), 40.0);
    let gb300 = settle(&rack("gb300-nvl72", "hybrid", ""), 40.0);
    let liquid = gb300.liquid.unwrap();
    let tray = gb300.branches.iter().find(|b| b.kind == 0).unwrap();
    let tray_kw = liquid.capacity_w_k * tray.flow_m3_s / liquid.flow_m3_s * (tray.return_c - liquid.supply_c) / 1e3;
    let flow = liquid.flow_m3_s * 60e6 / gb300.captured_w * (liquid.return_c - liquid.supply_c) / 10.0;
    let (air, hybrid) =
        (settle(&rack("lenovo-sr680a-v3", "air", ""), 25.0), settle(&rack("lenovo-sr780a-v3", "hybrid", ""), 40.0));
    let fans = |s: &RackState, servers: f64| s.fan_w / servers;
    let immersed = rack("dgx-h100", "immersion-1p", "");
    let bath = settle(&immersed, 35.0);
    let case = |what, kind, published, predicted, unit, tolerance, source| Case {
        what,
        kind,
        published,
        predicted,
        unit,
        tolerance,
        source,
    };
    vec![
        case(
            "8 × B200 in air (SR680a V3), node at the wall, inference",
            "measured",
            10.40,
            node_kw("lenovo-sr680a-v3", "air", 25.0),
            "kW",
            0.05,
            "MLPerf Inference v5.1",
        ),
        case(
            "8 × B200 on plates (SR780a V3), node at the wall, training, middle of two runs",
            "measured",
            9.81,
            node_kw("lenovo-sr780a-v3", "hybrid", 40.0),
            "kW",
            0.05,
            "MLPerf Training v5.0 power logs",
        ),
        case(
            "8 × H100 in air, node at the wall, peak in training",
            "measured",
            8.4,
            node_kw("dgx-h100", "air", 25.0),
            "kW",
            0.10,
            "Latif et al., arXiv 2412.08602",
        ),
        case(
            "8 × H100 in air, node in training, 76 % of nameplate",
            "measured",
            7.75,
            node_kw("dgx-h100", "air", 25.0),
            "kW",
            0.10,
            "arXiv 2506.14551",
        ),
        case(
            "8 × H100 in a tank, node, AC, fine-tuning",
            "measured",
            7.16,
            node_kw("dgx-h100", "immersion-1p", 35.0),
            "kW",
            0.10,
            "MLPerf Training v4.0 power logs (Sustainable Metal Cloud)",
        ),
        case(
            "the same, loss from AC to DC",
            "measured",
            2.9,
            100.0 * bath.psu_loss_w / bath.power_w(),
            "%",
            0.25,
            "the same logs: 7.16 and 6.95 kW",
        ),
        case(
            "Cray EX235a cabinet, 512 MI250X, HPL",
            "measured",
            309.0,
            settle(&rack("hpe-cray-ex235a", "cold-plate", ""), 32.0).power_w() / 1e3,
            "kW",
            0.15,
            "Green500, June 2022",
        ),
        case(
            "GB200 NVL72, rack",
            "specification",
            120.0,
            gb200.power_w() / 1e3,
            "kW",
            0.10,
            "leviathansystems.co and others: 120 to 132 kW",
        ),
        case(
            "GB200 NVL72, heat to liquid",
            "specification",
            87.0,
            100.0 * gb200.captured_w / gb200.power_w(),
            "%",
            0.05,
            "HPE QuickSpecs, 115 of 132 kW (recalled)",
        ),
        case(
            "GB300 NVL72, rack, middle of 132 to 142 kW",
            "specification",
            137.0,
            gb300.power_w() / 1e3,
            "kW",
            0.10,
            "introl.com; manishklach.github.io",
        ),
        case(
            "GB300 NVL72, heat to liquid of a compute tray",
            CALIBRATED,
            6.2,
            tray_kw,
            "kW",
            0.05,
            "epium.com (Morgan Stanley)",
        ),
        case(
            "liquid for each kW at 10 K, PG25",
            "specification",
            1.5,
            flow,
            "L/min",
            0.10,
            "OCP guidance as quoted by prophetstor: 1.25 to 2.0",
        ),
        case(
            "warmest air of a DGX H100 without throttling",
            "specification",
            30.0,
            warmest(&rack("dgx-h100", "air", "")),
            "degC",
            5.0,
            "DGX H100 User Guide: 5 to 30 degC",
        ),
        case(
            "warmest air of a DGX B200 without throttling",
            "specification",
            35.0,
            warmest(&rack("hgx-b200-air", "air", "")),
            "degC",
            5.0,
            "DGX B200 User Guide: 10 to 35 degC (recalled)",
        ),
        case(
            "warmest water of the SC777 without throttling",
            "specification",
            45.0,
            warmest(&rack("lenovo-sc777-v4", "cold-plate", "")),
            "degC",
            5.0,
            "Lenovo, 45 degC (recalled)",
        ),
        case(
            "server fans saved by plates on the same silicon",
            "modelled",
            80.0,
            100.0 * (1.0 - fans(&hybrid, 8.0) / fans(&air, 5.0)),
            "%",
            0.15,
            "ASME 2022, Vertiv and NVIDIA hybrid hall (recalled)",
        ),
        case(
            "air through a DGX A100, fans at 80 %",
            CALIBRATED,
            840.0,
            airflow("dgx-a100"),
            "CFM",
            0.15,
            "DGX A100 User Guide (recalled)",
        ),
        case(
            "air through a DGX H100, fans at 80 %",
            CALIBRATED,
            1105.0,
            airflow("dgx-h100"),
            "CFM",
            0.15,
            "DGX H100 User Guide (recalled)",
        ),
        case(
            "air through a DGX B200, fans at 80 %",
            CALIBRATED,
            1550.0,
            airflow("hgx-b200-air"),
            "CFM",
            0.15,
            "DGX B200 User Guide (recalled)",
        ),
    ]
}

/// The table as it stands in the document.
fn table(cases: &[Case]) -> String {
    let mut out = String::from(
        "| quantity | kind | published | predicted | error | tolerance | | source |\n|---|---|---:|---:|---:|---:|---|---|\n",
    );
    for c in cases {
        let digits = if c.published < 20.0 { 2 } else { 0 };
        let verdict = if c.within() { "within" } else { "**miss**" };
        let (error, tolerance) = if c.unit == "degC" {
            (format!("{:+.1} K", c.error()), format!("{:.0} K", c.tolerance))
        } else {
            (format!("{:+.1} %", 100.0 * c.error()), format!("{:.0} %", 100.0 * c.tolerance))
        };
        writeln!(
            out,
            "| {} | {} | {:.digits$} {} | {:.digits$} {} | {error} | {tolerance} | {verdict} | {} |",
            c.what, c.kind, c.published, c.unit, c.predicted, c.unit, c.source
        )
        .unwrap();
    }
    let blind: Vec<&Case> = cases.iter().filter(|c| c.kind != CALIBRATED).collect();
    let relative: Vec<f64> = blind.iter().filter(|c| c.unit != "degC").map(|c| c.error()).collect();
    let n = relative.len() as f64;
    writeln!(
        out,
        "\n{} of {} predictions within tolerance; of the {} that are not temperatures the mean absolute error is {:.1} %, \
         the bias {:+.1} %.",
        blind.iter().filter(|c| c.within()).count(),
        blind.len(),
        relative.len(),
        100.0 * relative.iter().map(|e| e.abs()).sum::<f64>() / n,
        100.0 * relative.iter().sum::<f64>() / n
    )
    .unwrap();
    out
}

#[test]
fn the_document_shows_what_the_model_gives() {
    let cases = cases();
    let table = table(&cases);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/validation.md");
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(table.trim_end()), "docs/validation.md is out of date; it should show:\n{table}");
}

#[test]
fn measured_powers_are_met() {
    for c in cases().iter().filter(|c| c.kind == "measured" && c.unit == "kW") {
        assert!(c.within(), "{}: {:+.3}", c.what, c.error());
    }
}
