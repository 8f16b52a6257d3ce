//! Generations: growth against fits worked elsewhere, the split without a rest, the factory within its power, views.

use crate::support::labels_apart;
use rackjoule::catalog::Catalog;
use rackjoule::catalog::generation::precision::Precision;
use rackjoule::report::{self, OutputFormat as View, Report, ReportContext, UnitSystem};
use rackjoule::scenario::{self, Scenario};
use rackjoule::study::generations::attribution::{self, AttributionResult, SideSelection};
use rackjoule::study::generations::boundaries;
use rackjoule::study::generations::factory::{self, FactoryResult};
use rackjoule::study::generations::halls::CoolingMedium;
use rackjoule::study::generations::options::{
    GenerationError, GenerationRequest, PerformanceMetric, PowerBoundary, PrecisionChoice,
};
use rackjoule::study::generations::result::{GenerationReport, GrowthSeries};
use rackjoule::units::Power;

fn given(set: &[&str]) -> (Catalog, Scenario) {
    let catalog = Catalog::load(None).unwrap();
    let set: Vec<String> = set.iter().map(ToString::to_string).collect();
    let scenario = Scenario::parse("default", scenario::DEFAULT, &set, &catalog).unwrap_or_else(|e| panic!("{e}"));
    (catalog, scenario)
}

fn context(scenario: &Scenario) -> ReportContext {
    ReportContext {
        version: "0.0.0".to_owned(),
        command: "rackjoule generations".to_owned(),
        scenario: scenario.to_json(),
        scenario_text: scenario.text.clone(),
        width: None,
        units: UnitSystem::SI,
    }
}

fn ask(question: &GenerationRequest) -> Result<GenerationReport, GenerationError> {
    let (catalog, scenario) = given(&[]);
    boundaries::run(&scenario, &catalog, question)
}

fn series<'a>(report: &'a GenerationReport, id: &str) -> &'a GrowthSeries {
    report.series.iter().find(|s| s.id == id).unwrap()
}

/// Ordinary least squares of ln(value) on time in a Python script that reads the same rows: points, factor a year, R² and
/// standard error of the slope; half the 95 % interval is that error times Student's t of printed tables.
#[test]
fn growth_agrees_with_fits_worked_elsewhere() {
    let report = ask(&GenerationRequest::default()).unwrap();
    for (id, n, factor, r2, error, t) in [
        ("nvidia-fp16", 5, 1.224_033_361, 0.954_594_061, 0.025_454_418, 3.182_446),
        ("nvidia-lowest", 6, 1.651_242_165, 0.963_862_116, 0.048_555_558, 2.776_445),
        ("nvidia-lowest-package", 6, 1.951_131_459, 0.982_994_236, 0.043_957_722, 2.776_445),
        ("amd-fp16", 5, 1.263_836_191, 0.822_847_220, 0.062_726_500, 3.182_446),
        ("amd-lowest", 6, 1.801_694_690, 0.944_563_886, 0.071_312_425, 2.776_445),
        ("amd-lowest-package", 6, 2.273_772_796, 0.981_639_458, 0.056_171_090, 2.776_445),
        ("nvidia-bandwidth", 6, 1.112_684_767, 0.921_726_187, 0.015_557_870, 2.776_445),
        ("mlperf-bert-wall", 5, 1.188_249_980, 0.726_354_694, 0.061_122_600, 3.182_446),
        ("green500", 26, 1.304_233_547, 0.964_948_177, 0.010_333_589, 2.063_899),
    ] {
        let g = series(&report, id).growth.as_ref().unwrap();
        assert_eq!(g.n, n, "{id}");
        assert!((g.factor_per_year - factor).abs() < 1e-8, "{id}: {}", g.factor_per_year);
        assert!((g.r_squared - r2).abs() < 1e-8, "{id}");
        let half = (g.factor_high / g.factor_per_year).ln();
        assert!((half - t * error).abs() < 1e-6, "{id}: {half} against {}", t * error);
        assert!((g.factor_high / g.factor_per_year - g.factor_per_year / g.factor_low).abs() < 1e-9, "{id}");
    }
}

#[test]
fn verdicts_say_what_the_intervals_say_and_two_points_have_none() {
    let report = ask(&GenerationRequest::default()).unwrap();
    let outcome = |id: &str| report.verdicts.iter().find(|v| v.series == id).unwrap().outcome.name();
    assert_eq!(outcome("nvidia-fp16"), "fails");
    assert_eq!(outcome("nvidia-lowest"), "fails");
    assert_eq!(outcome("green500"), "fails");
    assert_eq!(outcome("nvidia-lowest-package"), "open");
    assert_eq!(outcome("mlperf-llama2-wall"), "none");
    assert_eq!(series(&report, "mlperf-llama2-wall").points.len(), 2);
    assert!(series(&report, "mlperf-llama2-wall").growth.is_none());
}

#[test]
fn announced_parts_take_part_when_asked_only() {
    let without = ask(&GenerationRequest::default()).unwrap();
    let with = ask(&GenerationRequest { announced: true, ..GenerationRequest::default() }).unwrap();
    let n = |r: &GenerationReport| series(r, "nvidia-fp16").points.len();
    assert_eq!((n(&without), n(&with)), (5, 6));
    // V100 to Rubin, 1.19 a year: worked outside the program like the others.
    let g = series(&with, "nvidia-fp16").growth.as_ref().unwrap();
    assert!((g.factor_per_year - 1.19).abs() < 0.005);
}

#[test]
fn power_grows_from_chip_to_wall_to_meter() {
    let report = ask(&GenerationRequest { format: PrecisionChoice::Lowest, ..GenerationRequest::default() }).unwrap();
    let mut halls = 0;
    for g in &report.generations {
        let (Some(chip), Some(wall)) = (g.chip.power_w, g.wall.power_w) else { continue };
        assert!(wall > chip, "{}", g.id);
        for meter in [&g.meter_air, &g.meter_liquid] {
            let Some(w) = meter.power_w else { continue };
            assert!(w > chip, "{}: {w} at the meter, {chip} at the chip", g.id);
            halls += u32::from(meter.basis.name() == "model");
            let kept = meter.performance_kept.unwrap_or(1.0);
            assert!((meter.per_watt.unwrap() - g.performance * kept / w).abs() < 1e-12 * meter.per_watt.unwrap());
        }
    }
    assert!(halls >= 9, "{halls} modelled halls");
    // Measured nodes of B200: 1.30, 1.236, 1.1975 and 1.255 times rated power, mean 1.247; the network comes on top.
    let b200 = report.generations.iter().find(|g| g.id == "b200-sxm").unwrap();
    assert_eq!(b200.wall.basis.name(), "measured");
    assert!((1247.0..1400.0).contains(&b200.wall.power_w.unwrap()));
}

#[test]
fn questions_without_an_answer_are_refused() {
    let fails = |q: GenerationRequest| ask(&q).unwrap_err();
    let vendor = |v: &str| GenerationRequest { vendor: Some(v.to_owned()), ..GenerationRequest::default() };
    assert!(fails(vendor("nvidai")).help().unwrap().contains("NVIDIA"));
    let few = fails(GenerationRequest { format: PrecisionChoice::Fixed(Precision::Fp4), ..vendor("amd") });
    assert!(matches!(few, GenerationError::TooFewPoints { .. }), "{few}");
    assert!(few.to_string().contains("1 points") && few.to_string().contains("mi355x"), "{few}");
    let none = fails(GenerationRequest { since: 2040, ..GenerationRequest::default() });
    assert!(matches!(none, GenerationError::NoAccelerator { .. }), "{none}");
    let tokens = GenerationRequest { metric: PerformanceMetric::Tokens, ..GenerationRequest::default() };
    let model = fails(GenerationRequest { model: "lama-3.1-70b".to_owned(), ..tokens.clone() });
    assert!(model.help().unwrap().contains("llama-3.1-70b"), "{model}");
    let load = fails(GenerationRequest { workload: "chatt".to_owned(), ..tokens });
    assert!(load.help().unwrap().contains("`chat`"), "{load}");
}

fn split(question: &GenerationRequest, from: &str, to: &str) -> Result<AttributionResult, GenerationError> {
    let (catalog, scenario) = given(&[]);
    let side = |word: &str| {
        let (id, side) = word.split_once('@').map_or((word, None), |(id, s)| (id, Some(s)));
        let side = side.map(|s| if s == "air" { CoolingMedium::Air } else { CoolingMedium::Liquid });
        attribution::SideRequest {
            label: word.to_owned(),
            scenario: &scenario,
            selection: SideSelection::Accelerator(id.to_owned(), side),
        }
    };
    attribution::run(&catalog, question, &side(from), &side(to))
}

fn tokens() -> GenerationRequest {
    GenerationRequest {
        metric: PerformanceMetric::Tokens,
        format: PrecisionChoice::Lowest,
        ..GenerationRequest::default()
    }
}

#[test]
fn the_split_has_no_rest_and_turns_round_with_time() {
    let flops = GenerationRequest { format: PrecisionChoice::Lowest, ..GenerationRequest::default() };
    let bandwidth = GenerationRequest { metric: PerformanceMetric::Bandwidth, ..GenerationRequest::default() };
    for question in [tokens(), flops, bandwidth] {
        for (from, to) in [("h100-sxm", "gb200"), ("a100-sxm-80", "rubin-gpu"), ("b200-sxm@air", "b200-sxm@liquid")] {
            let a = split(&question, from, to).unwrap();
            let sum: f64 = a.factors.iter().map(|f| f.ln).sum();
            assert!((sum - a.total_ln).abs() < 1e-12, "{from} {to}: {sum} against {}", a.total_ln);
            assert!((a.total_factor - a.to.per_watt / a.from.per_watt).abs() < 1e-12 * a.total_factor);
            for f in a.factors.iter().filter(|f| !f.parts.is_empty()) {
                assert!((f.parts.iter().map(|p| p.ln).sum::<f64>() - f.ln).abs() < 1e-12);
            }
            for s in [&a.from, &a.to] {
                let power: f64 = s.power.iter().map(|c| c.power_w).sum();
                assert!((power - s.meter_power_w).abs() < 1e-9 * power);
            }
            // No factor stands before another: read backwards every one of them turns its sign.
            let sides = |w: &str, s: &attribution::SideResult| {
                let side = if s.cooling.is_air_cooled() { "air" } else { "liquid" };
                format!("{}@{side}", w.split('@').next().unwrap())
            };
            let back = split(&question, &sides(to, &a.to), &sides(from, &a.from)).unwrap();
            for (f, b) in a.factors.iter().zip(&back.factors) {
                assert!((f.ln + b.ln).abs() < 1e-12, "{}: {} and {}", f.id, f.ln, b.ln);
            }
        }
    }
}

/// H100 in FP8 to B200 in FP4: 1978.9/989.4 and 9000/2250 times FP16 on the data sheets, so the format gives exactly
/// 4/2.000101; FP16 itself 2250/989.4.
#[test]
fn arithmetic_is_split_as_the_data_sheets_say() {
    let a = split(
        &GenerationRequest { format: PrecisionChoice::Lowest, ..GenerationRequest::default() },
        "h100-sxm",
        "b200-sxm@air",
    )
    .unwrap();
    let of = |id: &str| a.factors.iter().find(|f| f.id == id).unwrap();
    assert!((of("number_format").factor - 4.0 / (1978.9 / 989.4)).abs() < 1e-12);
    assert!((of("process_architecture").parts[0].ln - (2250.0_f64 / 989.4).ln()).abs() < 1e-12);
    assert_eq!(of("memory_bandwidth").ln, 0.0);
    // The same chip in another rack: only what is around it can have changed.
    let same = split(&tokens(), "b200-sxm@air", "b200-sxm@liquid").unwrap();
    assert!(same.cooling_factor > 1.02 && (same.chips_factor - 1.0).abs() < 0.01, "{}", same.cooling_factor);
}

#[test]
fn two_scenarios_are_split_too() {
    let (catalog, warm) = given(&["site.climate=us-fl-miami"]);
    let (_, cold) = given(&["site.climate=us-il-chicago"]);
    let side = |scenario, name: &str| attribution::SideRequest {
        label: name.to_owned(),
        scenario,
        selection: SideSelection::Architecture(Some("air".to_owned())),
    };
    let a = attribution::run(&catalog, &tokens(), &side(&warm, "warm"), &side(&cold, "cold")).unwrap();
    let of = |id: &str| a.factors.iter().find(|f| f.id == id).unwrap().ln;
    assert!(of("cooling_plant") > 0.01, "{}", of("cooling_plant"));
    assert_eq!(of("number_format"), 0.0);
    let sum: f64 = a.factors.iter().map(|f| f.ln).sum();
    assert!((sum - a.total_ln).abs() < 1e-12);
}

fn build(mw: f64, prices: &[(&str, f64)], token_price_usd: Option<f64>) -> Result<FactoryResult, GenerationError> {
    let (catalog, scenario) = given(&[]);
    let asked = factory::FactoryRequest {
        power: Power::new(mw * 1e6),
        token_price_usd,
        prices: prices.iter().map(|(id, usd)| ((*id).to_owned(), *usd)).collect(),
        replace: Some([("h100-sxm".to_owned(), None), ("gb200".to_owned(), None)]),
        years: 4.0,
    };
    factory::run(&scenario, &catalog, &tokens(), &asked)
}

#[test]
fn a_factory_is_full_and_keeps_its_power() {
    let f = build(20.0, &[], Some(0.5)).unwrap();
    assert!(f.options.len() >= 8);
    for o in &f.options {
        let rack_w = o.peak_power_w / f64::from(o.racks);
        assert!(o.peak_power_w <= f.power_limit_w, "{}", o.name);
        assert!(o.peak_power_w + 2.0 * rack_w > f.power_limit_w, "{}: room for two racks more", o.name);
        assert!(o.mean_power_w <= o.peak_power_w);
        assert!((o.tokens_per_joule - o.tokens_per_s / o.mean_power_w).abs() < 1e-9 * o.tokens_per_joule);
        // 1e6 tokens at so many tokens a joule, in kWh.
        let kwh = 1e6 / o.tokens_per_joule / 3.6e6;
        assert!((o.energy_kwh_per_mtok - kwh).abs() < 1e-6 * kwh, "{}: {} and {kwh}", o.name, o.energy_kwh_per_mtok);
        let sold = o.revenue_usd.unwrap();
        let year = o.tokens_per_s * 8760.0 * 3600.0 / 1e6 * 0.5;
        assert!((sold - year).abs() < 1e-6 * year, "{}", o.name);
    }
    let of = |name: &str| f.options.iter().find(|o| o.name == name).unwrap();
    assert!(of("b200-sxm@liquid").accelerators > of("b200-sxm@air").accelerators);
}

/// Break-even by hand from the totals of both sides.
#[test]
fn replacing_pays_when_the_sums_say_so() {
    let f = build(20.0, &[("gb200-gpu", 50_000.0)], Some(0.5)).unwrap();
    let r = f.replacement.as_ref().unwrap();
    let of = |name: &str| f.options.iter().find(|o| o.name == name).unwrap();
    let (a, b) = (of("h100-sxm@air"), of("gb200-gpu@liquid"));
    let purchase = 50_000.0 * f64::from(b.accelerators) + b.plant_capital_usd;
    let mtok = |o: &factory::FactoryPlan| o.tokens_per_s * 8760.0 * 3600.0 / 1e6;
    let saved = a.running_cost_usd * mtok(b) / mtok(a) - b.running_cost_usd;
    let earned = 0.5 * (mtok(b) - mtok(a)) - b.running_cost_usd + a.running_cost_usd;
    assert!((r.purchase_usd.unwrap()[0] - purchase).abs() < 1e-6 * purchase);
    assert!((r.break_even_cost_years.unwrap()[0] - purchase / saved).abs() < 1e-6 * purchase / saved);
    assert!((r.break_even_revenue_years.unwrap()[1] - purchase / earned).abs() < 1e-6 * purchase / earned);
    assert!(r.break_even_carbon_years.unwrap()[0] > 0.0);
    let cheap = build(20.0, &[("gb200-gpu", 1_000.0)], None).unwrap();
    let r = cheap.replacement.unwrap();
    assert!(r.break_even_revenue_years.is_none() && r.reason.contains("--token-price"));
}

#[test]
fn a_factory_without_a_rack_is_refused() {
    let e = build(0.02, &[], None).unwrap_err();
    assert!(matches!(e, GenerationError::SmallFactory { .. }), "{e}");
    assert!(e.to_string().contains("NVIDIA A100 SXM4 80GB on air"), "{e}");
    let e = build(20.0, &[("h1000", 1e4)], None).unwrap_err();
    assert!(e.to_string().contains("h1000"), "{e}");
}

/// Records are told by their names; an id stands only in what is to be typed.
#[test]
fn people_read_names_and_no_ids() {
    let (_, scenario) = given(&[]);
    let context = context(&scenario);
    let factory = build(20.0, &[], Some(0.5)).unwrap();
    let change = split(&tokens(), "h100-sxm", "gb200").unwrap();
    let texts = [
        report::render(View::Table, &factory, &context).unwrap(),
        report::render(View::Table, &change, &context).unwrap(),
        report::render(View::Table, &ask(&tokens()).unwrap(), &context).unwrap(),
    ];
    for text in &texts {
        let typed = |line: &&str| !line.contains("--price");
        let read: Vec<&str> = text.lines().filter(typed).collect();
        for id in ["b200-sxm", "h100-sxm", "mi250x", "dgx-h100", "gb200-nvl72", "h100-server", "llama-3.1-70b"] {
            assert!(read.iter().all(|line| !line.contains(id)), "{id} in {text}");
        }
    }
    assert!(texts[0].contains("Llama-3.1-70B") && texts[0].contains("DGX H100 list"), "{}", texts[0]);
}

#[test]
fn a_chart_of_a_replacement_is_titled_by_its_finding() {
    // No price of the new generation is known, and none of tokens: the sentence says so, the title does not.
    let mut factory = build(20.0, &[], None).unwrap();
    if let Some(r) = &mut factory.replacement {
        r.purchase_usd = None;
        r.break_even_cost_years = None;
    }
    let charts = factory.build_charts(UnitSystem::SI).unwrap();
    let chart = charts.iter().find(|c| c.name == "keep-or-replace").unwrap();
    assert!(chart.title.starts_with("Replacing ") && !chart.title.contains("--"), "{}", chart.title);
    labels_apart(&charts, "no price");
}

#[test]
fn labels_of_charts_stand_apart() {
    for (metric, boundary) in
        [(PerformanceMetric::Flops, PowerBoundary::Chip), (PerformanceMetric::Tokens, PowerBoundary::Meter)]
    {
        let report = ask(&GenerationRequest {
            metric,
            boundary,
            format: PrecisionChoice::Lowest,
            ..GenerationRequest::default()
        })
        .unwrap();
        labels_apart(&report.build_charts(UnitSystem::SI).unwrap(), metric.name());
    }
    let change = split(&tokens(), "h100-sxm", "gb200").unwrap();
    labels_apart(&change.build_charts(UnitSystem::SI).unwrap(), "attribution");
    labels_apart(&build(20.0, &[], None).unwrap().build_charts(UnitSystem::SI).unwrap(), "factory");
}

#[test]
fn the_tables_read_well() {
    let (_, scenario) = given(&[]);
    let context = context(&scenario);
    insta::assert_snapshot!(
        "generations",
        report::render(View::Table, &ask(&GenerationRequest::default()).unwrap(), &context).unwrap()
    );
    let change = split(&tokens(), "h100-sxm", "gb200").unwrap();
    insta::assert_snapshot!("attribution", report::render(View::Table, &change, &context).unwrap());
    let factory = build(20.0, &[], Some(0.5)).unwrap();
    insta::assert_snapshot!("factory", report::render(View::Table, &factory, &context).unwrap());
}

#[test]
fn every_view_is_whole() {
    let (_, scenario) = given(&[]);
    let context = context(&scenario);
    let report = ask(&GenerationRequest { metric: PerformanceMetric::Tokens, ..GenerationRequest::default() }).unwrap();
    let change = split(&tokens(), "h100-sxm", "gb200").unwrap();
    let factory = build(20.0, &[], None).unwrap();
    let all = |view: View| {
        [
            report::render(view, &report, &context).unwrap(),
            report::render(view, &change, &context).unwrap(),
            report::render(view, &factory, &context).unwrap(),
        ]
    };
    for (text, schema) in all(View::Json).iter().zip(["generations", "generations-attribution", "generations-factory"])
    {
        let json: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(json["schema"], format!("rackjoule/{schema}/1"));
        assert!(!text.contains("NaN") && !text.contains("inf,"));
    }
    for text in all(View::Csv) {
        assert!(csv::Reader::from_reader(text.as_bytes()).records().all(|r| r.is_ok()));
    }
    for text in all(View::Markdown) {
        assert!(text.starts_with("# "));
    }
    let files = report::render_files(&report, &context).unwrap();
    let names: Vec<&str> = files.iter().map(|(n, _)| n.as_str()).collect();
    for name in ["performance-per-watt.svg", "boundaries.svg", "predicted-measured.svg", "report.html"] {
        assert!(names.contains(&name), "{names:?}");
    }
}

/// Lines of the tables of a view in Markdown, without those of titles in the list.
fn tables(text: &str, without: &[&str]) -> Vec<String> {
    let sections = text.split("\n## ").skip(1);
    let kept = sections.filter(|s| !without.iter().any(|w| s.starts_with(w)));
    kept.flat_map(|s| s.lines().filter(|l| l.starts_with('|')).map(ToOwned::to_owned).collect::<Vec<_>>()).collect()
}

#[test]
fn the_page_shows_the_real_tables() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/generations.md")).unwrap();
    let (_, scenario) = given(&[]);
    let context = context(&scenario);
    let report = report::render(View::Markdown, &ask(&GenerationRequest::default()).unwrap(), &context).unwrap();
    let change = |from: &str, to: &str| {
        let a = split(&tokens(), from, to).unwrap();
        report::render(View::Markdown, &a, &context).unwrap()
    };
    let factory = report::render(View::Markdown, &build(20.0, &[], Some(0.5)).unwrap(), &context).unwrap();
    let shown = [
        tables(&report, &["Performance per watt"]),
        tables(&change("h100-sxm", "gb200"), &["Both sides"]),
        tables(&change("b200-sxm@air", "b200-sxm@liquid"), &["Both sides"]),
        tables(&factory, &[]),
    ];
    let missing: Vec<String> = shown.concat().into_iter().filter(|line| !page.contains(line.as_str())).collect();
    assert!(missing.is_empty(), "docs/generations.md is out of date; it should show:\n{}", missing.join("\n"));
}
