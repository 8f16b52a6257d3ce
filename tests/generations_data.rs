//! The tables of generations: every reference leads somewhere, figures are what the sources say, mistakes are named.

use std::collections::HashSet;

use rackjoule::catalog::generation::GenerationTables;
use rackjoule::catalog::generation::accelerator::{MarketSegment, ProductStatus};
use rackjoule::catalog::generation::mlperf::MlperfSuite;
use rackjoule::catalog::generation::node::NodeKind;
use rackjoule::catalog::generation::precision::Precision;
use rackjoule::catalog::record::{ChipKind, Confidence, confidence_name};
use rackjoule::catalog::{Catalog, RecordKind};

fn catalog() -> Catalog {
    Catalog::load(None).unwrap()
}

#[test]
fn every_row_has_a_source_and_every_reference_leads_somewhere() {
    let catalog = catalog();
    let g = catalog.generations().unwrap();
    let source = |id: &str| assert!(catalog.source(id).is_some(), "source `{id}`");
    let chip = |id: &Option<String>| {
        assert!(id.as_ref().is_none_or(|id| g.accelerator(id).is_some()), "accelerator {id:?}");
    };
    for a in g.accelerators() {
        source(&a.source);
        assert_eq!(a.confidence == Confidence::Estimate, a.range_share.is_some(), "{}", a.id);
        for system in a.system.iter().chain(&a.liquid_system) {
            assert!(catalog.system(system).is_some(), "{}: system `{system}`", a.id);
        }
    }
    g.devices().iter().for_each(|d| source(&d.source));
    g.models().iter().for_each(|m| source(&m.source));
    g.mlperf_results().iter().for_each(|r| (source(&r.source), chip(&r.chip)).0);
    g.green500_entries().iter().for_each(|r| (source(&r.source), chip(&r.chip)).0);
    g.prices().iter().for_each(|p| (source(&p.source), chip(&p.chip)).0);
    g.measured_nodes().iter().for_each(|n| (source(&n.source), chip(&Some(n.chip.clone()))).0);
    assert_eq!((g.mlperf_results().len(), g.green500_entries().len(), g.prices().len()), (437, 35, 22));
}

/// A system on air or liquid holds the chip of the row that names it, where both are built on one.
#[test]
fn systems_hold_the_accelerator_that_names_them() {
    let catalog = catalog();
    for a in catalog.generations().unwrap().accelerators().iter().filter(|a| a.accelerators == 1) {
        for system in a.system.iter().chain(&a.liquid_system) {
            let mut stations = catalog.system(system).unwrap().stations();
            assert!(stations.any(|s| s.chip == a.id), "`{system}` does not hold `{}`", a.id);
        }
    }
}

#[test]
fn chips_and_accelerators_agree() {
    let catalog = catalog();
    let g = catalog.generations().unwrap();
    let mut both = 0;
    for entry in catalog.list_entries(RecordKind::Chip) {
        let chip = catalog.chip(&entry.id).unwrap();
        if let Some(a) = g.accelerator(&chip.id) {
            assert_eq!(a.tdp_w, Some(chip.power.max_w), "{}", chip.id);
            assert_eq!(chip.kind, ChipKind::Accelerator, "{}", chip.id);
            let month = a.available.filter(|_| a.status == ProductStatus::Shipped).map(|m| m.to_string());
            assert_eq!(month, chip.available, "{}", chip.id);
            both += 1;
        } else {
            assert_ne!(chip.kind, ChipKind::Accelerator, "{} has no row in accelerators.csv", chip.id);
        }
        // Where the device has a power of its own, the chip's lies between its typical and its greatest.
        let Some(d) = g.device(&chip.id) else { continue };
        let (low, high) = (d.typical_w.or(d.max_w), d.max_w.or(d.typical_w));
        let (Some(low), Some(high)) = (low, high) else { continue };
        assert!((low..=high).contains(&chip.power.max_w), "{}: {} W", chip.id, chip.power.max_w);
    }
    assert_eq!(both, 9);
}

/// A format of half the bits has twice the throughput; those that don't are known.
#[test]
fn throughput_doubles_from_format_to_format() {
    let odd: [(&str, Precision, Precision); 5] = [
        // The matrix units do both at one rate.
        ("gaudi3", Precision::Fp16, Precision::Fp8),
        // FP4 alone was raised.
        ("b300-sxm", Precision::Fp8, Precision::Fp4),
        ("gb300-gpu", Precision::Fp8, Precision::Fp4),
        // FP16 recalled and doubtful.
        ("rubin-gpu", Precision::Fp16, Precision::Fp8),
        ("superchip-rubin", Precision::Fp16, Precision::Fp8),
    ];
    let catalog = catalog();
    let g = catalog.generations().unwrap();
    for a in g.accelerators() {
        assert!(a.memory_tb_s > 0.0 && a.memory_gb > 0.0, "{}", a.id);
        let matrix: Vec<_> = a.throughput_by_precision().filter(|(p, _)| *p > Precision::Tf32).collect();
        for pair in matrix.windows(2) {
            let ratio = pair[1].1 / pair[0].1;
            let known = odd.contains(&(a.id.as_str(), pair[0].0, pair[1].0));
            assert_eq!((1.9..=2.1).contains(&ratio), !known, "{}: {} over {} is {ratio}", a.id, pair[1].0, pair[0].0);
        }
    }
}

#[test]
fn superchips_are_twice_their_gpu() {
    let catalog = catalog();
    let g = catalog.generations().unwrap();
    for (pair, one) in [("superchip-gb200", "gb200-gpu"), ("superchip-rubin", "rubin-gpu")] {
        let (pair, one) = (g.accelerator(pair).unwrap(), g.accelerator(one).unwrap());
        assert_eq!((pair.accelerators, one.accelerators), (2, 1));
        assert_eq!(pair.narrowest_precision().map(|(p, t)| (p, t / 2.0)), one.narrowest_precision());
        assert_eq!((pair.memory_tb_s, pair.memory_gb), (2.0 * one.memory_tb_s, 2.0 * one.memory_gb));
    }
    assert_eq!(g.accelerator("k80").unwrap().accelerators, 2);
}

/// Dense TFLOP/s per watt and other figures as the makers' material has them, typed by hand.
#[test]
fn figures_are_those_of_the_sources() {
    let catalog = catalog();
    let g = catalog.generations().unwrap();
    let per_w = |id: &str, p: Precision| {
        let a = g.accelerator(id).unwrap();
        a.dense_tflops(p).unwrap() / a.tdp_w.unwrap()
    };
    for (id, p, expected) in [
        ("v100-sxm2", Precision::Fp16, 0.417),
        ("a100-sxm-80", Precision::Fp16, 0.78),
        ("h100-sxm", Precision::Fp8, 2.827),
        ("b200-sxm", Precision::Fp4, 9.0),
        ("gb300-gpu", Precision::Fp16, 1.786),
        ("gb300-gpu", Precision::Fp4, 10.71),
        ("rubin-gpu", Precision::Fp4, 15.2),
        ("mi355x", Precision::Fp4, 7.19),
        ("h100-sxm", Precision::Fp64, 0.0956),
    ] {
        let found = per_w(id, p);
        assert!((found / expected - 1.0).abs() < 2e-3, "{id} {p}: {found}");
    }
    assert_eq!(g.accelerator("k80").unwrap().narrowest_precision(), None, "its narrowest format is FP32");
    assert_eq!(g.accelerator("h100-sxm").unwrap().narrowest_precision(), Some((Precision::Fp8, 1978.9)));
    assert_eq!(g.accelerator("gb300-gpu").unwrap().dense_tflops(Precision::Fp64), Some(1.3));
    assert_eq!(g.accelerator("rubin-gpu").unwrap().status, ProductStatus::Announced);
    assert_eq!(g.accelerator("b100").unwrap().status, ProductStatus::Withdrawn);
    let edge: Vec<_> = g.accelerators().iter().filter(|a| a.segment == MarketSegment::Edge).map(|a| &a.id).collect();
    assert_eq!(edge, ["drive-orin", "drive-thor"]);
    // Cache bytes of a token at FP16: Llama-2-70B 327,680; Llama-3.1-405B 516,096; DeepSeek-V3 70,272.
    for (id, bytes) in [("llama-2-70b", 327_680.0), ("llama-3.1-405b", 516_096.0), ("deepseek-r1", 70_272.0)] {
        assert_eq!(2.0 * g.model(id).unwrap().kv_elements_per_token, bytes, "{id}");
    }
}

/// Parameters counted from the shape, within the embedding tables and norms that differ between models.
#[test]
fn parameters_follow_from_the_shape() {
    let catalog = catalog();
    for m in catalog.generations().unwrap().models() {
        let f = f64::from;
        if m.kv_heads == 1 {
            assert_eq!(m.kv_elements_per_token, f(m.layers) * 576.0, "{}", m.id);
            continue;
        }
        assert_eq!(m.kv_elements_per_token, 2.0 * f(m.layers) * f(m.kv_heads) * f(m.head_dim), "{}", m.id);
        let attention = 2.0 * f(m.hidden) * f(m.head_dim) * (f(m.heads) + f(m.kv_heads));
        let matrices = if m.id == "gpt-j-6b" { 2.0 } else { 3.0 };
        let feed = |experts: u32| matrices * f(m.hidden) * f(m.ffn) * f(experts);
        let words = 2.0 * f(m.vocab) * f(m.hidden);
        let total = f(m.layers) * (attention + feed(m.experts.unwrap_or(1))) + words;
        let active = f(m.layers) * (attention + feed(m.experts_per_token.unwrap_or(1))) + words;
        assert!((total / m.total_params - 1.0).abs() < 0.002, "{}: {total:e}", m.id);
        assert!((active / m.active_params - 1.0).abs() < 0.002, "{}: {active:e}", m.id);
    }
}

#[test]
fn token_rates_of_the_comparison_are_rows_of_mlperf() {
    let catalog = catalog();
    let g = catalog.generations().unwrap();
    let mut rows = 0;
    for entry in catalog.list_entries(RecordKind::Workload) {
        let (model, scenario) = entry.id.rsplit_once('-').unwrap();
        let benchmark = if model == "llama-2-70b" { "llama2-70b-99" } else { "llama3.1-405b" };
        for a in g.accelerators() {
            let Some(rate) = catalog.token_rate(&entry.id, &a.id) else { continue };
            let same = g.mlperf_results().iter().any(|r| {
                (r.round.as_str(), r.benchmark.as_str(), r.unit.as_str()) == ("v5.1", benchmark, "tokens/s")
                    && r.scenario.to_lowercase() == scenario
                    && r.chip.as_deref() == Some(rate.chip.as_str())
                    && r.precision.as_deref() == Some(rate.precision.as_str())
                    && r.accelerators == rate.accelerators
                    && rate.notes.contains(&r.system)
                    && (r.result_per_accelerator() - rate.tokens_per_s).abs() < 0.06
            });
            assert!(same, "{} on {}", rate.workload, rate.chip);
            rows += 1;
        }
    }
    assert_eq!(rows, 12);
}

#[test]
fn results_with_power_hold_together() {
    let catalog = catalog();
    let g = catalog.generations().unwrap();
    let mut measured = 0;
    for r in g.mlperf_results() {
        let name = format!("{} {} {} {}", r.round, r.benchmark, r.system, r.scenario);
        if let (Some(w), Some(per_joule), MlperfSuite::Inference) = (r.wall_power_w, r.result_per_joule, r.suite) {
            assert!((r.result / w / per_joule - 1.0).abs() < 5e-3, "{name}: {}", r.result / w);
            measured += 1;
        }
        if let (Some(w), Some(mj)) = (r.wall_power_w, r.energy_mj) {
            assert!((w * r.result * 60.0 / 1e6 / mj - 1.0).abs() < 0.03, "{name}: {mj} MJ");
        }
        let rated_w = r.chip.as_ref().and_then(|id| g.accelerator(id)).and_then(|a| a.tdp_w);
        let tuned = r.power_mode.as_ref().is_some_and(|mode| mode.contains("power-tuned"));
        let rated = r.gpu_limit_w.zip(rated_w).is_none_or(|(limit, rated)| limit == rated);
        assert!(tuned || rated, "{name}: {:?} W, not the rated power", r.gpu_limit_w);
        assert!(r.precision.is_some() || !r.precision_inferred, "{name}");
    }
    assert_eq!(measured, 117);
}

/// Least squares of ln(y) on decimal years; the factors were worked outside the program on the same rows.
#[test]
fn growth_per_year_is_that_worked_by_hand() {
    let catalog = catalog();
    let g = catalog.generations().unwrap();
    let factor = |points: Vec<(f64, f64)>| {
        let n = points.len() as f64;
        let (x, y) = points.iter().fold((0.0, 0.0), |(x, y), p| (x + p.0 / n, y + p.1.ln() / n));
        let top: f64 = points.iter().map(|p| (p.0 - x) * (p.1.ln() - y)).sum();
        (top / points.iter().map(|p| (p.0 - x).powi(2)).sum::<f64>()).exp()
    };
    let of = |ids: &[&str], p: Option<Precision>| {
        let point = |id: &&str| {
            let a = g.accelerator(id).unwrap();
            let tflops = p.map_or_else(|| a.narrowest_precision().unwrap().1, |p| a.dense_tflops(p).unwrap());
            (a.available.unwrap().decimal_years(), tflops / a.tdp_w.unwrap())
        };
        factor(ids.iter().map(point).collect())
    };
    let tensor = ["v100-sxm2", "a100-sxm-40", "h100-sxm", "b200-sxm", "gb300-gpu"];
    let led = g.green500_entries().iter().filter(|r| r.number_one).map(|r| (r.list.decimal_years(), r.gflops_per_w));
    for (name, found, expected) in [
        ("FP16", of(&tensor, Some(Precision::Fp16)), 1.22),
        ("lowest", of(&tensor, None), 1.54),
        ("TF32", of(&tensor[1..], Some(Precision::Tf32)), 1.19),
        ("FP8", of(&tensor[2..], Some(Precision::Fp8)), 1.12),
        ("AMD FP16", of(&["mi100", "mi250x", "mi300x", "mi325x", "mi355x"], Some(Precision::Fp16)), 1.26),
        ("Green500", factor(led.collect()), 1.30),
    ] {
        assert!((found - expected).abs() < 0.0051, "{name}: {found}");
    }
}

#[test]
fn nodes_rest_on_the_rated_power_of_their_accelerators() {
    let catalog = catalog();
    let g = catalog.generations().unwrap();
    let mut measured = Vec::new();
    for n in g.measured_nodes() {
        let tdp_w = g.accelerator(&n.chip).unwrap().tdp_w.unwrap();
        assert_eq!(n.chips_w, tdp_w * f64::from(n.accelerators), "{}", n.system);
        if n.kind == NodeKind::Measured && !n.workload.contains("greatest") {
            measured.push(n.wall_to_chip_ratio());
        }
    }
    assert!(measured.len() == 5 && measured.iter().all(|r| (1.19..1.31).contains(r)), "{measured:?}");
}

#[test]
fn the_green500_is_led_once_a_list() {
    let catalog = catalog();
    let leaders: Vec<_> = catalog.generations().unwrap().green500_entries().iter().filter(|r| r.number_one).collect();
    assert_eq!(leaders.len(), 26);
    let lists: HashSet<_> = leaders.iter().map(|r| r.list).collect();
    assert_eq!(lists.len(), 26);
    for r in leaders {
        let ratio = r.rmax_tflops / r.power_kw / r.gflops_per_w;
        assert!((0.85..1.1).contains(&ratio), "{} {}: {ratio}", r.list, r.system);
    }
}

fn resolve(g: &GenerationTables, word: &str) -> Result<String, Vec<String>> {
    g.resolve_accelerator(word).map(|a| a.id.clone())
}

#[test]
fn short_names_resolve_when_they_are_clear() {
    let catalog = catalog();
    let g = catalog.generations().unwrap();
    for (word, id) in [
        ("gb200", "gb200-gpu"),
        ("GB300", "gb300-gpu"),
        ("rubin", "rubin-gpu"),
        ("mi355x", "mi355x"),
        ("b200", "b200-sxm"),
    ] {
        assert_eq!(resolve(g, word).as_deref(), Ok(id));
    }
    assert_eq!(resolve(g, "h100").unwrap_err(), ["h100-sxm", "h100-pcie"]);
    assert_eq!(resolve(g, "mi335x").unwrap_err()[0], "mi325x");
    assert!(resolve(g, "zzzzzzzz").unwrap_err().is_empty());
}

#[test]
fn show_gives_the_chip_and_the_accelerator_together() {
    let catalog = catalog();
    let (entry, values) = catalog.describe_record("h100-sxm").unwrap();
    assert_eq!(entry.kind, RecordKind::Chip);
    let of = |key: &str| values.iter().find(|v| v.key == key).unwrap();
    assert_eq!((of("power.max_w").value.as_str(), of("fp8_tflops").value.as_str()), ("700.0", "1978.9"));
    assert_eq!(
        (of("fp8_tflops").source.as_str(), confidence_name(of("fp8_tflops").confidence)),
        ("aiconfigurator-0.12", "published")
    );
    let (_, thor) = catalog.describe_record("drive-thor").unwrap();
    let tdp = thor.iter().find(|v| v.key == "tdp_w").unwrap();
    assert_eq!((tdp.range, confidence_name(tdp.confidence)), (Some([84.5, 175.5]), "estimate"));
    assert_eq!(catalog.suggest_ids(RecordKind::Accelerator, "gb200-gup")[0], "gb200-gpu");
    assert_eq!(catalog.suggest_ids(RecordKind::Model, "llama-2-70")[0], "llama-2-70b");
}

/// A user's table is checked row by row, and only when it is asked for.
#[test]
fn mistakes_in_a_table_are_named_by_line_and_column() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("generations")).unwrap();
    let path = dir.path().join("generations/accelerators.csv");
    let good =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/generations/accelerators.csv")).unwrap();
    let line_of = |what: &str| good.lines().position(|l| l.starts_with(what)).unwrap() + 1;
    for (from, to, what, row) in [
        (",2017-05,2017-09,", ",2017-05,2017-13,", "column `available`: `2017-13` is not a month", "v100-sxm2"),
        (",2017-05,2017-09,", ",2017-05,2017-04,", "column `available`: must not be before", "v100-sxm2"),
        (",2017-05,2017-09,", ",2017-05,,", "column `available`: a shipped part", "v100-sxm2"),
        (",edge,false,2019", ",car,false,2019", "column `segment`: unknown variant `car`", "drive-orin"),
        ("HBM4,22,", "HBM4,-22,", "column `memory_tb_s`: -22 must be", "rubin-gpu"),
        ("HBM4,22,", "HBM4,fast,", "column `memory_tb_s`: `fast`: ", "rubin-gpu"),
        ("HBM4,22,", "HBM4,NaN,", "column `memory_tb_s`: NaN must be", "rubin-gpu"),
        ("estimate,0.35", "estimate,", "column `range_share`: an `estimate` must say", "drive-thor"),
        ("estimate,0.35", "estimate,35", "column `range_share`: 35 must be a share", "drive-thor"),
        ("\nk40,", "\nk20x,", "column `id`: `k20x` is there twice", "k40"),
    ] {
        assert!(good.contains(from), "{from}");
        std::fs::write(&path, good.replacen(from, to, 1)).unwrap();
        let catalog = Catalog::load(Some(dir.path())).unwrap();
        let error = catalog.generations().unwrap_err().to_string();
        let line = format!("accelerators.csv: line {}, {what}", line_of(&format!("{row},")));
        assert!(error.contains(&line), "{error}\n{line}");
    }
    std::fs::write(&path, good.replacen(",dies,", ",dice,", 1)).unwrap();
    let error = Catalog::load(Some(dir.path())).unwrap().generations().unwrap_err().to_string();
    assert!(error.contains("unknown field `dice`"), "{error}");
}
