//! The roofline of serving on the catalog's data: fitted values, errors against MLPerf, and `docs/serving.md`.

use std::fmt::Write;

use rackjoule::catalog::Catalog;
use rackjoule::catalog::generation::GenerationTables;
use rackjoule::catalog::generation::precision::Precision;
use rackjoule::serving::step::StepBottleneck;
use rackjoule::study::generations::serving::cases::MlperfCases;
use rackjoule::study::generations::serving::fit::fit_coefficients;
use rackjoule::study::generations::serving::validate::{ErrorStatistics, ValidationRow};
use rackjoule::study::generations::serving::{
    MlperfValidation, PredictError, ServingPrediction, predict_serving, validate_against_mlperf,
};

fn catalog() -> Catalog {
    Catalog::load(None).unwrap()
}

fn of(
    g: &GenerationTables,
    chip: &str,
    model: &str,
    workload: &str,
    precision: Precision,
) -> Result<ServingPrediction, PredictError> {
    let (chip, model) = (g.accelerator(chip).unwrap(), g.model(model).unwrap());
    predict_serving(g, chip, model, g.workload(workload).unwrap(), precision, None)
}

/// Tokens a second for each accelerator, from a second program: a Python script with the same equations and coefficients.
#[test]
fn predictions_agree_with_a_second_program() {
    let catalog = catalog();
    let g = catalog.generations().unwrap();
    for (chip, model, workload, precision, tokens_s, group, batch) in [
        ("b200-sxm", "llama-2-70b", "mlperf-llama2-70b-offline", Precision::Fp4, 9856.766, 1, 1537.83),
        ("h200-sxm", "llama-2-70b", "mlperf-llama2-70b-interactive", Precision::Fp8, 3489.024, 1, 111.65),
        ("h200-sxm", "mixtral-8x7b", "mlperf-mixtral-8x7b-offline", Precision::Fp8, 7747.731, 1, 3618.31),
        ("h200-sxm", "llama-3.1-405b", "mlperf-llama3.1-405b-offline", Precision::Fp8, 74.054, 4, 55.50),
        ("gb300-gpu", "llama-3.1-405b", "mlperf-llama3.1-405b-server", Precision::Fp4, 202.072, 4, 27.67),
        ("b200-sxm", "deepseek-r1", "mlperf-deepseek-r1-offline", Precision::Fp4, 4235.250, 8, 5807.93),
    ] {
        let p = of(g, chip, model, workload, precision).unwrap();
        assert_eq!(p.group, group, "{chip} {workload}");
        assert!((p.tokens_per_s / tokens_s - 1.0).abs() < 1e-4, "{chip} {workload}: {}", p.tokens_per_s);
        assert!((p.batch / batch - 1.0).abs() < 1e-3, "{chip} {workload}: batch {}", p.batch);
    }
}

/// The values in the file are what the program fits, to the digits that they are written with.
#[test]
fn the_stored_coefficients_are_those_that_a_fit_gives() {
    let catalog = catalog();
    let serving = catalog.generations().unwrap().serving();
    let cases = MlperfCases::from_generations(catalog.generations().unwrap());
    let fitted = fit_coefficients(serving, &cases.counted.iter().collect::<Vec<_>>()).unwrap();
    let mut free = 0;
    for (c, value) in serving.coefficients.iter().zip(&fitted) {
        assert!((value / c.value - 1.0).abs() < 0.01, "{}: stored {}, fitted {value}", c.id, c.value);
        free += u32::from(c.prior_with_spread().is_some());
    }
    assert_eq!(free, 4, "few coefficients are fitted");
}

#[test]
fn every_generation_is_predicted_without_itself() {
    let v = validate_against_mlperf(catalog().generations().unwrap()).unwrap();
    assert!(v.held_out.n >= 20 && v.held_out.median < 0.25, "{:?}", v.held_out);
    assert!(v.family_held_out.median < 0.25, "{:?}", v.family_held_out);
    assert!(v.held_out.bias.abs() < 0.15 && v.fitted.bias.abs() < 0.05, "{:?} {:?}", v.held_out, v.fitted);
    assert!(v.joule_stats.n >= 6 && v.joule_stats.median < 0.25, "{:?}", v.joule_stats);
    assert_eq!(v.rows.iter().filter(|r| r.miss).count(), v.held_out.misses);
    for r in &v.rows {
        let error = r.held_out.unwrap() / r.measured - 1.0;
        assert_eq!((r.error, r.miss), (Some(error), error.abs() > 0.25), "{r:?}");
    }
}

/// Twice as many tokens measured on one generation change its errors, but not what is predicted for it; neither does twice
/// the power at the wall change what tokens per joule are predicted on that node.
#[test]
fn what_is_held_out_does_not_see_its_own_measurements() {
    let folder = tempfile::tempdir().unwrap();
    let table = concat!(env!("CARGO_MANIFEST_DIR"), "/data/generations/mlperf.csv");
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_path(table).unwrap();
    let head = reader.headers().unwrap().clone();
    let at = |name: &str| head.iter().position(|h| h == name).unwrap();
    std::fs::create_dir(folder.path().join("generations")).unwrap();
    let mut writer = csv::Writer::from_path(folder.path().join("generations/mlperf.csv")).unwrap();
    writer.write_record(&head).unwrap();
    for row in reader.records() {
        let row = row.unwrap();
        let blackwell = ["b200-sxm", "gb200-gpu"].contains(&&row[at("chip")]) && &row[at("suite")] == "inference";
        let double = |cell: &str| cell.parse::<f64>().map_or_else(|_| cell.to_owned(), |v| (2.0 * v).to_string());
        let cells = row.iter().enumerate().map(|(i, cell)| {
            if blackwell && (i == at("result") || i == at("wall_power_w")) { double(cell) } else { cell.to_owned() }
        });
        writer.write_record(cells).unwrap();
    }
    writer.flush().unwrap();
    let before = validate_against_mlperf(catalog().generations().unwrap()).unwrap();
    let after = validate_against_mlperf(Catalog::load(Some(folder.path())).unwrap().generations().unwrap()).unwrap();
    let own = |v: &MlperfValidation| -> Vec<_> {
        v.rows.iter().filter(|r| r.generation == "Blackwell").map(|r| (r.measured, r.held_out.unwrap())).collect()
    };
    assert!(own(&before).len() >= 15);
    for ((m0, p0), (m1, p1)) in own(&before).into_iter().zip(own(&after)) {
        assert_eq!((2.0 * m0, p0), (m1, p1));
    }
    for (a, b) in before.joules.iter().zip(&after.joules) {
        assert_eq!(a.predicted, b.predicted);
        assert!((b.measured_wall_over_chips / a.measured_wall_over_chips - 2.0).abs() < 1e-12);
    }
    let hopper = |v: &MlperfValidation| v.rows.iter().find(|r| r.generation == "Hopper").unwrap().held_out.unwrap();
    assert!((hopper(&before) / hopper(&after) - 1.0).abs() > 1e-3, "other generations see them");
}

/// Every accelerator with every model and workload in every format: numbers within the roofs, or a clear reason.
#[test]
fn every_prediction_is_a_number_or_says_why_not() {
    let catalog = catalog();
    let g = catalog.generations().unwrap();
    let mut served = 0;
    for chip in g.accelerators() {
        for (model, workload) in g.models().iter().flat_map(|m| g.workloads().iter().map(move |w| (m, w))) {
            for precision in [Precision::Fp16, Precision::Fp8, Precision::Fp4] {
                let p = match predict_serving(g, chip, model, workload, precision, None) {
                    Ok(p) => p,
                    Err(e) => {
                        assert!(!e.to_string().is_empty());
                        continue;
                    }
                };
                served += 1;
                let s = p.shares;
                let sum = s.products + s.attention + s.prompt_attention + s.activations + s.link + s.launch;
                assert!((sum - 1.0).abs() < 1e-12, "{p:?}");
                assert!(p.tokens_per_s > 0.0 && p.tokens_per_s.is_finite() && p.batch > 0.0, "{p:?}");
                assert!(p.flop_use <= 1.0 && p.byte_use <= 1.0 && (0.0..=1.0).contains(&p.prompt_share), "{p:?}");
                assert!(workload.next_token_s.is_none_or(|limit| p.step_s <= limit), "{p:?}");
                assert!(workload.first_token_s.is_none_or(|limit| p.first_token_s.unwrap() <= limit), "{p:?}");
            }
        }
    }
    assert!(served > 1000, "{served}");
}

#[test]
fn what_cannot_be_predicted_says_why() {
    let catalog = catalog();
    let g = catalog.generations().unwrap();
    let message = |chip, model, workload, precision| of(g, chip, model, workload, precision).unwrap_err().to_string();
    assert_eq!(
        message("a100-sxm-80", "llama-3.1-8b", "chat", Precision::Fp8),
        "`a100-sxm-80` has no fp8; it has fp64, tf32, fp16"
    );
    assert_eq!(
        message("h100-sxm", "llama-3.1-8b", "mlperf-deepseek-r1-server", Precision::Fp8),
        "workload `mlperf-deepseek-r1-server` is for `deepseek-r1`"
    );
    assert_eq!(
        message("h100-sxm", "kimi-k2", "chat", Precision::Fp16),
        "kimi-k2 on h100-sxm: weights of 2052 GB and one request do not fit into 8 accelerators of 80 GB"
    );
}

/// A newer accelerator, or a narrower format on the same, is not slower; an agent's answers cost more than a chat's.
#[test]
fn predictions_are_ordered_as_they_must_be() {
    let catalog = catalog();
    let g = catalog.generations().unwrap();
    let tokens = |chip, workload, precision| of(g, chip, "llama-3.1-70b", workload, precision).unwrap().tokens_per_s;
    assert!(tokens("h200-sxm", "chat", Precision::Fp8) > tokens("h100-sxm", "chat", Precision::Fp8));
    assert!(tokens("b200-sxm", "chat", Precision::Fp8) > tokens("h200-sxm", "chat", Precision::Fp8));
    assert!(tokens("b200-sxm", "chat", Precision::Fp4) > tokens("b200-sxm", "chat", Precision::Fp8));
    assert!(tokens("b200-sxm", "chat", Precision::Fp4) > tokens("b200-sxm", "agentic", Precision::Fp4));
}

fn percent(error: Option<f64>) -> String {
    error.map_or_else(|| "none".to_owned(), |e| format!("{:+.0} %", 100.0 * e))
}

fn digits(v: f64) -> String {
    if v < 1000.0 { format!("{v:.1}") } else { format!("{v:.0}") }
}

fn results(rows: &[ValidationRow], held_out: bool) -> String {
    let mut out = String::from(
        "| benchmark | scenario | accelerator | format | round, submitter | measured | predicted | error | | binds |\n\
         |---|---|---|---|---|---:|---:|---:|---|---|\n",
    );
    for r in rows {
        let predicted = if held_out { r.held_out } else { r.predicted };
        writeln!(
            out,
            "| {} | {} | {} | {} | {}, {} | {} | {} | {} | {} | {} |",
            r.benchmark,
            r.scenario,
            r.chip,
            r.precision,
            r.round,
            r.submitter,
            digits(r.measured),
            predicted.map_or_else(|| "none".to_owned(), digits),
            percent(r.error),
            if r.miss { "**miss**" } else { "" },
            r.bound.map_or("", StepBottleneck::name)
        )
        .unwrap();
    }
    out
}

fn joules(v: &MlperfValidation) -> String {
    let mut out = String::from(
        "| benchmark | scenario | accelerator | system | wall over chips, measured | taken | tokens per joule, measured | \
         predicted | error |\n|---|---|---|---|---:|---:|---:|---:|---:|\n",
    );
    for j in &v.joules {
        writeln!(
            out,
            "| {} | {} | {} | {} {} | {:.2} | {:.2} | {:.3} | {} | {} |",
            j.benchmark,
            j.scenario,
            j.chip,
            j.submitter,
            j.system,
            j.measured_wall_over_chips,
            j.wall_over_chips,
            j.measured,
            j.predicted.map_or_else(|| "none".to_owned(), |p| format!("{p:.3}")),
            percent(j.error)
        )
        .unwrap();
    }
    out
}

fn statistics(v: &MlperfValidation) -> String {
    let mut out = String::from(
        "| held out | results | median error | mean error | bias | worst | misses |\n|---|---:|---:|---:|---:|---:|---:|\n",
    );
    let mut line = |name: &str, s: &ErrorStatistics| {
        writeln!(
            out,
            "| {name} | {} | {:.0} % | {:.0} % | {:+.0} % | {:.0} % | {} |",
            s.n,
            100.0 * s.median,
            100.0 * s.mean,
            100.0 * s.bias,
            100.0 * s.worst,
            s.misses
        )
        .unwrap();
    };
    line("the result's generation", &v.held_out);
    line("the result's whole architecture", &v.family_held_out);
    line("nothing (the fit itself)", &v.fitted);
    line("the result's generation, tokens per joule", &v.joule_stats);
    out
}

fn coefficients(v: &MlperfValidation, g: &GenerationTables) -> String {
    let mut out =
        String::from("| coefficient | value | range | fitted, over the generations held out |\n|---|---:|---:|---:|\n");
    for c in &g.serving().coefficients {
        let span = v.coefficients.iter().find(|f| f.id == c.id);
        let span = span.map_or_else(|| "no".to_owned(), |f| format!("{:.3} to {:.3}", f.low, f.high));
        writeln!(out, "| `{}` | {} | {} to {} | {span} |", c.id, c.value, c.range[0], c.range[1]).unwrap();
    }
    out
}

fn planned(g: &GenerationTables) -> String {
    let mut out =
        String::from("| accelerator | format | chat | batch | reasoning | agentic |\n|---|---|---|---|---|---|\n");
    for chip in ["a100-sxm-80", "h100-sxm", "h200-sxm", "mi300x", "b200-sxm", "gb300-gpu", "rubin-gpu"] {
        let accelerator = g.accelerator(chip).unwrap();
        let (precision, _) = accelerator.narrowest_precision().unwrap();
        write!(out, "| {chip} | {precision} |").unwrap();
        for workload in ["chat", "batch", "reasoning", "agentic"] {
            match of(g, chip, "llama-3.1-70b", workload, precision) {
                Ok(p) => write!(
                    out,
                    " {} tok/s, {:.2} tok/J, {} |",
                    digits(p.tokens_per_s),
                    p.tokens_per_joule.unwrap(),
                    p.bound.name()
                )
                .unwrap(),
                Err(_) => write!(out, " too slow |").unwrap(),
            }
        }
        out.push('\n');
    }
    out
}

#[test]
fn the_document_shows_what_the_program_gives() {
    let catalog = catalog();
    let g = catalog.generations().unwrap();
    let v = validate_against_mlperf(g).unwrap();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/serving.md");
    let text = std::fs::read_to_string(path).unwrap();
    let tables =
        [statistics(&v), coefficients(&v, g), results(&v.rows, true), joules(&v), results(&v.early, false), planned(g)];
    let stale: Vec<&str> = tables.iter().map(|t| t.trim_end()).filter(|t| !text.contains(t)).collect();
    assert!(stale.is_empty(), "docs/serving.md is out of date; it should show:\n{}", stale.join("\n\n"));
    for r in v.rows.iter().filter(|r| r.miss) {
        let named = text.split("## The misses").nth(1).unwrap();
        assert!(named.contains(&r.chip) && named.contains(&r.benchmark), "no reason for {} on {}", r.benchmark, r.chip);
    }
}

#[test]
fn mistakes_in_the_coefficients_are_named() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/generations/serving.toml");
    let text = std::fs::read_to_string(path).unwrap();
    for (right, wrong, expected) in [
        ("id = \"link-share\"", "id = \"link-shore\"", "coefficient `link-share` is missing"),
        ("value = 117.0", "value = 300.0", "coefficient `activation-passes`: value 300 must lie in its range"),
        ("spread = 0.7\n", "", "coefficient `activation-passes`: `prior` and `spread` go together"),
        ("vendor = \"AMD\"\n", "", "coefficient `software-pace-amd` is unknown; use one of compute-share"),
        ("knee = 0.3", "knee = -1.0", "[method]: `scatter`, `knee` and `miss` must be above 0"),
        ("domain = 8", "domain = \"eight\"", "expected u32"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("generations")).unwrap();
        assert!(text.contains(right), "{right}");
        let file = folder.path().join("generations/serving.toml");
        std::fs::write(file, text.replacen(right, wrong, 1)).unwrap();
        let error = Catalog::load(Some(folder.path())).unwrap().generations().unwrap_err().to_string();
        assert!(error.contains("serving.toml") && error.contains(expected), "{error}");
    }
}
