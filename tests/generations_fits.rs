//! Where fits of growth start, what the network between racks adds, and records against what their sources say.

use rackjoule::catalog::Catalog;
use rackjoule::catalog::generation::mlperf::MlperfSuite;
use rackjoule::scenario::{self, Scenario};
use rackjoule::study::generations::boundaries;
use rackjoule::study::generations::halls::{self, CoolingMedium, GenerationHall};
use rackjoule::study::generations::options::{GenerationRequest, PerformanceMetric, PrecisionChoice};
use rackjoule::study::generations::result::{GenerationReport, GrowthSeries};

/// A folder with a table of the built-in data in which one text is replaced.
fn folder_with(table: &str, old: &str, new: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(format!("{}/data/{table}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    assert_eq!(text.matches(old).count(), 1, "{old}");
    let path = folder.path().join(table);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text.replace(old, new)).unwrap();
    folder
}

fn scenario(catalog: &Catalog) -> Scenario {
    let set = ["site.weather_form=bins".to_owned()];
    Scenario::parse("default", scenario::DEFAULT, &set, catalog).unwrap_or_else(|e| panic!("{e}"))
}

fn ask(catalog: &Catalog, metric: PerformanceMetric, format: PrecisionChoice) -> GenerationReport {
    let question = GenerationRequest { metric, format, ..GenerationRequest::default() };
    boundaries::run(&scenario(catalog), catalog, &question).unwrap()
}

fn series<'a>(report: &'a GenerationReport, id: &str) -> &'a GrowthSeries {
    report.series.iter().find(|s| s.id == id).unwrap()
}

fn factor(report: &GenerationReport, id: &str) -> f64 {
    series(report, id).growth.as_ref().unwrap().factor_per_year
}

/// Slope of ln(y) over time in years, typed by hand from the makers' figures, as a yearly factor.
fn yearly_factor(points: &[(f64, f64)]) -> f64 {
    let n = points.len() as f64;
    let (x, y) = points.iter().fold((0.0, 0.0), |(x, y), p| (x + p.0 / n, y + p.1.ln() / n));
    let top: f64 = points.iter().map(|p| (p.0 - x) * (p.1.ln() - y)).sum();
    (top / points.iter().map(|p| (p.0 - x).powi(2)).sum::<f64>()).exp()
}

/// Months since 2000 as years.
fn month(year: u16, month: u16) -> f64 {
    f64::from(year - 2000) + f64::from(month) / 12.0
}

/// FP16 TFLOP/s and W of MI100, MI250X, MI300X, MI325X and MI355X: 1.26 a year. With MI50, whose 26.5 TFLOP/s are those of
/// vector units, it would be 1.49.
#[test]
fn fp16_grows_as_parts_with_matrix_units_do() {
    let catalog = Catalog::load(None).unwrap();
    let report = ask(&catalog, PerformanceMetric::Flops, PrecisionChoice::Same);
    let matrix = [
        (month(2020, 12), 184.6 / 300.0),
        (month(2022, 3), 383.0 / 560.0),
        (month(2023, 12), 1307.4 / 750.0),
        (month(2024, 12), 1307.4 / 1000.0),
        (month(2025, 10), 2516.6 / 1400.0),
    ];
    let by_hand = yearly_factor(&matrix);
    assert!((by_hand - 1.26).abs() < 0.005, "{by_hand}");
    assert!((factor(&report, "amd-fp16") - by_hand).abs() < 1e-9);
    let vector = [&[(month(2018, 11), 26.5 / 300.0)], &matrix[..]].concat();
    assert!((yearly_factor(&vector) - 1.49).abs() < 0.005);
    // The row decides, not a date: told that MI50 had matrix units, the fit takes it.
    let folder = folder_with("generations/accelerators.csv", "TSMC N7,1,false,300,6.6", "TSMC N7,1,true,300,6.6");
    let told = Catalog::load(Some(folder.path())).unwrap();
    let other = ask(&told, PerformanceMetric::Flops, PrecisionChoice::Same);
    assert!((factor(&other, "amd-fp16") - yearly_factor(&vector)).abs() < 1e-9);
}

/// 26.5, 184.6, 383, 2614.9, 2614.9 and 10066 TFLOP/s for each package: 2.27 a year, the reading kindest to the claim.
#[test]
fn the_kindest_reading_is_among_the_verdicts() {
    let catalog = Catalog::load(None).unwrap();
    let report = ask(&catalog, PerformanceMetric::Flops, PrecisionChoice::Same);
    let by_hand = yearly_factor(&[
        (month(2018, 11), 26.5),
        (month(2020, 12), 184.6),
        (month(2022, 3), 383.0),
        (month(2023, 12), 2614.9),
        (month(2024, 12), 2614.9),
        (month(2025, 10), 10066.0),
    ]);
    assert!((by_hand - 2.27).abs() < 0.005, "{by_hand}");
    assert!((factor(&report, "amd-lowest-package") - by_hand).abs() < 1e-9);
    let verdict = report.verdicts.iter().find(|v| v.series == "amd-lowest-package").unwrap();
    assert!(verdict.sentence.contains("2.27 times a year") && verdict.outcome.name() == "open", "{}", verdict.sentence);
    let fitted = report.verdicts.iter().filter_map(|v| series(&report, &v.series).growth.as_ref());
    assert!(fitted.map(|g| g.factor_per_year).fold(0.0, f64::max) <= by_hand + 1e-9);
}

/// What is asked and what the claim is judged by are one fit where they are one question; the label names its parts.
#[test]
fn one_question_has_one_fit() {
    let catalog = Catalog::load(None).unwrap();
    for (metric, format, claim, asked, parts) in [
        (PerformanceMetric::Flops, PrecisionChoice::Same, "nvidia-fp16", "asked-nvidia", "parts with matrix units"),
        (PerformanceMetric::Flops, PrecisionChoice::Same, "amd-fp16", "asked-amd", "parts with matrix units"),
        (PerformanceMetric::Flops, PrecisionChoice::Lowest, "nvidia-lowest", "asked-nvidia", "all parts"),
        (PerformanceMetric::Flops, PrecisionChoice::Lowest, "amd-lowest", "asked-amd", "all parts"),
        (PerformanceMetric::Bandwidth, PrecisionChoice::Same, "nvidia-bandwidth", "asked-nvidia", "parts with HBM"),
    ] {
        let report = ask(&catalog, metric, format);
        let (one, other) = (series(&report, claim), series(&report, asked));
        assert!((factor(&report, claim) - factor(&report, asked)).abs() < 1e-12, "{claim}");
        assert_eq!(one.points.len(), other.points.len(), "{claim}");
        assert_eq!(report.question.fit_parts, parts);
        for s in [one, other] {
            assert_eq!(s.label.ends_with(parts), parts != "all parts", "{}", s.label);
        }
        for g in &report.generations {
            assert!(!(g.fitted && g.outside_fit.is_some()), "{}", g.id);
        }
    }
    // P100 to GB300, 1.11 a year; Kepler's boards have no HBM, and with them it would be 1.15.
    let report = ask(&catalog, PerformanceMetric::Bandwidth, PrecisionChoice::Same);
    assert!((factor(&report, "asked-nvidia") - 1.1127).abs() < 5e-5);
    let outside = |id: &str| report.generations.iter().find(|g| g.id == id).unwrap().outside_fit;
    assert_eq!((outside("k80"), outside("p100-sxm2")), (Some("no HBM"), None));
}

fn hall(catalog: &Catalog, chip: &str, side: CoolingMedium) -> GenerationHall {
    let chip = catalog.generations().unwrap().accelerator(chip).unwrap();
    let outcome = halls::run_generation_hall(catalog, &scenario(catalog), chip, side).unwrap();
    outcome.modelled().unwrap_or_else(|| panic!("{} on {side:?}", chip.id)).clone()
}

/// Switches give their heat to the hall's air. Where liquid carries the racks' heat, a watt of theirs costs more at the
/// meter than one of the racks; the hall's own components are those without them.
#[test]
fn the_network_counts_what_it_adds_to_its_hall() {
    let catalog = Catalog::load(None).unwrap();
    for (chip, side) in [
        ("h100-sxm", CoolingMedium::Air),
        ("b200-sxm", CoolingMedium::Air),
        ("b200-sxm", CoolingMedium::Liquid),
        ("gb200-gpu", CoolingMedium::Liquid),
        ("gb300-gpu", CoolingMedium::Liquid),
    ] {
        let h = hall(&catalog, chip, side);
        let racks_meter_w: f64 = h.shares.iter().map(|s| s.power_w).sum();
        assert!((racks_meter_w + h.network_meter_w - h.meter_w).abs() < 1e-9 * h.meter_w, "{chip}");
        assert!((h.meter_w / (h.rack_w + h.network_w) - h.pue).abs() < 1e-6, "{chip}: {}", h.pue);
        let overhead = h.network_meter_w / h.network_w - 1.0;
        assert!((0.02..0.6).contains(&overhead), "{chip}: {overhead}");
        let racks_overhead = racks_meter_w / h.rack_w - 1.0;
        if side == CoolingMedium::Liquid {
            assert!(overhead > racks_overhead, "{chip}: {overhead} against {racks_overhead}");
        }
    }
}

/// A power limit below the rating is told where it is known, and no power-tuned run passes for one at its rating.
#[test]
fn power_tuned_runs_are_not_at_their_rating() {
    let catalog = Catalog::load(None).unwrap();
    let g = catalog.generations().unwrap();
    let mut known = 0;
    for r in g.mlperf_results() {
        let tuned = r.power_mode.as_ref().is_some_and(|mode| mode.contains("power-tuned"));
        let name = format!("{} {} {}", r.round, r.system, r.benchmark);
        if !tuned {
            continue;
        }
        let rated_w = r.chip.as_ref().and_then(|id| g.accelerator(id)).and_then(|a| a.tdp_w);
        assert!(r.gpu_limit_w.is_none_or(|limit| rated_w.is_none_or(|rated| limit < rated)), "{name}");
        known += u32::from(r.gpu_limit_w.is_some());
        assert!(!r.notes.as_ref().is_some_and(|n| n.starts_with("GPU at")), "{name}");
    }
    assert_eq!(known, 8);
    let limit = |benchmark: &str, scenario: &str| {
        let is = |r: &&rackjoule::catalog::generation::mlperf::MlperfResult| {
            r.system == "H200-SXM-141GBx8_TRT_MaxQ" && r.benchmark == benchmark && r.scenario == scenario
        };
        g.mlperf_results().iter().find(is).unwrap().gpu_limit_w
    };
    assert_eq!((limit("llama2-70b-99", "Offline"), limit("gptj-99", "Server")), (Some(500.0), Some(350.0)));
}

/// MLPerf counts language models in tokens from v4.1 on.
#[test]
fn language_models_are_counted_in_tokens() {
    let catalog = Catalog::load(None).unwrap();
    let g = catalog.generations().unwrap();
    let models = ["llama", "mixtral", "deepseek", "gptj"];
    for r in g.mlperf_results().iter().filter(|r| r.suite == MlperfSuite::Inference && r.round.as_str() >= "v4.1") {
        if models.iter().any(|m| r.benchmark.starts_with(m)) {
            assert_eq!(r.unit, "tokens/s", "{} {} {}", r.round, r.benchmark, r.scenario);
        }
    }
}

/// 0.96 · 0.98 = 0.9408 from half to full load.
#[test]
fn the_rectifier_of_cray_ex_has_two_stages() {
    let catalog = Catalog::load(None).unwrap();
    let record = catalog.equipment("rectifier-cray-ex").unwrap();
    let of = |key: &str| record.parameters[key].as_float().unwrap();
    for load in [0.5, 0.6, 0.74, 0.8, 0.9, 1.0] {
        let loss = of("a0") + of("a1") * load + of("a2") * load * load;
        let efficiency = load / (load + loss);
        assert!((efficiency - 0.96 * 0.98).abs() < 2e-3, "{load}: {efficiency}");
    }
}

/// eGRID's column of the state table is CO2 equivalent.
#[test]
fn carbon_of_grids_is_of_all_gases() {
    let table = include_str!("../data/sites.csv");
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(table.as_bytes());
    let at = reader.headers().unwrap().iter().position(|h| h == "carbon_basis").unwrap();
    for row in reader.records() {
        let row = row.unwrap();
        assert!(row[at].contains("CO2-equivalent") || row[at].contains("CO2e"), "{row:?}");
    }
}
