//! Validation put into words.

use crate::catalog::validation::EvidenceKind;
use crate::report::document::numbers::format_number;
use crate::report::document::unit_label::UnitLabel;
use crate::report::document::units::UnitSystem;
use crate::study::validation::result::{CaseResult, ErrorTotals, QuantityResult, ValidationReport};

/// The unit of a difference of two values.
pub(crate) fn difference_unit(unit: &str) -> &str {
    match unit {
        "degC" => "K",
        "%" => "points",
        other => other,
    }
}

/// A kind of evidence in words.
pub(crate) fn kind_label(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::Measured => "Measured by instrument",
        EvidenceKind::Specification => "Manufacturers' figures",
        EvidenceKind::Modelled => "Modelled by others",
    }
}

/// Beginning of the titles of cases whose figures are hourly or yearly series of an EnergyPlus run.
const ENERGYPLUS_TITLE: &str = "EnergyPlus, ";

/// What a case of EnergyPlus is, without the name of the program; nothing for other cases.
pub(crate) fn energyplus_title(case: &CaseResult) -> Option<&str> {
    case.title.strip_prefix(ENERGYPLUS_TITLE)
}

/// Cases of a kind that stand quantity by quantity: all but those of EnergyPlus.
pub(crate) fn single_cases(report: &ValidationReport, kind: EvidenceKind) -> Vec<&CaseResult> {
    report.cases.iter().filter(|c| c.kind == kind && energyplus_title(c).is_none()).collect()
}

/// Cases of EnergyPlus, each with its title and the prediction that is farthest off in tolerances.
pub(crate) fn energyplus_cases(report: &ValidationReport) -> Vec<(&CaseResult, &str, &QuantityResult)> {
    let share = |q: &QuantityResult| q.error.map_or(f64::INFINITY, |e| e.abs() / q.tolerance);
    let worst = |c: &CaseResult| -> Option<usize> {
        let predictions = c.quantities.iter().enumerate().filter(|(_, q)| !q.calibrated);
        predictions.max_by(|a, b| share(a.1).total_cmp(&share(b.1))).map(|(i, _)| i)
    };
    let runs = report.cases.iter().filter_map(|c| Some((c, energyplus_title(c)?)));
    runs.filter_map(|(c, title)| Some((c, title, c.quantities.get(worst(c)?)?))).collect()
}

/// Kinds with their errors, those of EnergyPlus apart from other models: name and totals.
pub(crate) fn totals_by_kind(report: &ValidationReport) -> Vec<(String, ErrorTotals)> {
    let of = |cases: &[&CaseResult]| ErrorTotals::from_quantities(cases.iter().map(|c| c.quantities.as_slice()));
    let runs: Vec<&CaseResult> = report.cases.iter().filter(|c| energyplus_title(c).is_some()).collect();
    let mut out = Vec::new();
    for kind in EvidenceKind::ALL {
        let apart = kind == EvidenceKind::Modelled && !runs.is_empty();
        if apart {
            out.push((format!("{}: EnergyPlus", kind_label(kind)), of(&runs)));
        }
        let name = if apart { format!("{}: other studies", kind_label(kind)) } else { kind_label(kind).to_owned() };
        out.push((name, of(&single_cases(report, kind))));
    }
    out.retain(|(_, totals)| totals.predictions > 0);
    out
}

/// The answer, kind by kind: figures of instruments, of makers and of other models are not thrown together.
pub(crate) fn headline_sentences(report: &ValidationReport) -> Vec<String> {
    let sentence = |(name, t): (String, ErrorTotals)| {
        let mean = t
            .mean_absolute_error
            .map_or(String::new(), |e| format!("; mean error {}", format_error(e, true, "", false, UnitSystem::SI)));
        format!(
            "{name}: {} of {} predictions are within the tolerance stated beforehand{mean}.",
            t.within, t.predictions
        )
    };
    let out: Vec<String> = totals_by_kind(report).into_iter().map(sentence).collect();
    if out.is_empty() { vec!["No prediction: every figure of these cases is calibrated.".to_owned()] } else { out }
}

/// A figure with as many digits as its size calls for.
pub(crate) fn format_quantity(value: f64, unit: &str, units: UnitSystem) -> String {
    let unit = units.unit_for(unit);
    let value = unit.convert_from_si(value);
    let digits = match value.abs() {
        v if v >= 1000.0 => 0,
        v if v >= 100.0 => 1,
        v if v >= 1.0 => 2,
        _ => 3,
    };
    format!("{} {}", format_number(value, digits), unit.label).trim_end().to_owned()
}

/// An error or a tolerance: a share in percent, or an amount.
pub(crate) fn format_error(value: f64, relative: bool, unit: &str, signed: bool, units: UnitSystem) -> String {
    let (value, unit, digits) = if relative {
        let digits = if value.abs() < 0.00995 { 2 } else { usize::from(signed) };
        (100.0 * value, UnitLabel::Plain("%"), digits)
    } else {
        let unit = units.unit_for(difference_unit(unit));
        let value = unit.convert_from_si(value);
        (value, unit.label, if value.abs() < 0.1 { 3 } else { 1 })
    };
    let sign = if signed && value >= 0.0 { "+" } else { "" };
    format!("{sign}{} {unit}", format_number(value, digits)).trim_end().to_owned()
}

/// The error of a prediction with its unit.
pub(crate) fn format_prediction_error(q: &QuantityResult, units: UnitSystem) -> String {
    q.error.map_or_else(|| "no answer".to_owned(), |e| format_error(e, q.relative, &q.unit, true, units))
}

/// The verdict on a quantity.
pub(crate) fn verdict_label(q: &QuantityResult) -> &'static str {
    match (q.calibrated, q.within_tolerance) {
        (true, _) => "calibrated",
        (false, true) => "within",
        (false, false) => "miss",
    }
}
