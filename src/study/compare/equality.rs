//! What a comparison holds equal between its architectures, what differs beside the cooling, and what it leaves out.

use serde::Serialize;
use std::collections::BTreeSet;

use super::result::{ArchitectureResult, ItSummary, WorkBasis};

/// What is equal and what isn't.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct EqualitySummary {
    /// What every architecture has alike.
    pub equal: Vec<String>,
    /// What differs between them beside cooling and plant.
    pub unequal: Vec<String>,
    /// What no architecture counts.
    pub left_out: Vec<&'static str>,
}

/// What no side counts in power, heat or money.
const LEFT_OUT: [&str; 8] = [
    "generators and battery charging",
    "humidity control of recirculated air",
    "offices",
    "building and land",
    "pipework and plant pumps in capital",
    "purchase of IT and network",
    "engineering and labour",
    "taxes",
];

/// Ratios of work nearer to 1 than this are equal: a whole accelerator more or less.
pub(crate) const SAME_WORK_SHARE: f64 = 0.005;

/// What the architectures of a comparison have alike.
pub(crate) fn summarize_equality(it: &ItSummary, architectures: &[ArchitectureResult]) -> EqualitySummary {
    let mut equal = vec![equal_size(it, architectures)];
    if it.accelerators.is_some() && it.equal != "accelerators" && same(architectures, |a| a.accelerators) {
        equal.push("number of accelerators".to_owned());
    }
    let silicon_alike = same(architectures, |a| a.silicon.clone());
    if silicon_alike {
        equal.extend(architectures.first().and_then(|a| a.silicon.clone()).map(|name| format!("silicon ({name})")));
    }
    equal.extend(["share of busy servers", "storage and management", "weather", "prices"].map(ToOwned::to_owned));
    let mut unequal = Vec::new();
    if !silicon_alike {
        unequal.push(format!("silicon ({})", listed(architectures, |a| a.silicon.clone())));
    }
    if !same(architectures, |a| a.module.as_ref().map(|m| m.chip.clone())) {
        unequal.push(format!("accelerator modules ({})", listed(architectures, module_words)));
    }
    let worked = |a: &ArchitectureResult| a.rated_work;
    let first = architectures.first().and_then(worked);
    let unlike = |a: &&ArchitectureResult| match (worked(a), first) {
        (Some(w), Some(f)) if f > 0.0 => (w / f - 1.0).abs() > SAME_WORK_SHARE,
        _ => false,
    };
    if architectures.iter().any(|a| unlike(&a)) {
        let one = |a: &ArchitectureResult| Some(format!("{:.0}", worked(a)?));
        unequal.push(format!("rated work, in accelerators of the first architecture ({})", listed(architectures, one)));
    }
    if it.groups.is_empty() && !same(architectures, |a| Some(a.system.clone())) {
        unequal.push(format!(
            "servers with their hosts and supplies ({})",
            listed(architectures, |a| Some(a.system.clone()))
        ));
    }
    let of_groups = |a: &ArchitectureResult| {
        let all: Vec<String> = a.groups.iter().map(|group| format!("{} {}", group.name, group.system)).collect();
        (!all.is_empty()).then(|| all.join(", "))
    };
    if !it.groups.is_empty() && !same(architectures, of_groups) {
        unequal.push(format!("systems of the groups ({})", listed(architectures, of_groups)));
    }
    EqualitySummary { equal, unequal, left_out: LEFT_OUT.to_vec() }
}

/// What their size is equal in.
fn equal_size(it: &ItSummary, architectures: &[ArchitectureResult]) -> String {
    match (it.equal, it.accelerators, it.racks) {
        ("groups", ..) => "groups of racks with their loads".to_owned(),
        ("rated-work", Some(n), _) => match architectures.first().and_then(|a| a.module.as_ref()) {
            Some(module) => format!("rated work (of {n} {})", module.name),
            None => "number of accelerators".to_owned(),
        },
        ("tokens", ..) => "output tokens as measured".to_owned(),
        ("accelerators", ..) => "number of accelerators".to_owned(),
        (_, _, Some(n)) => format!("number of racks ({n})"),
        _ => "IT power at full load".to_owned(),
    }
}

fn module_words(a: &ArchitectureResult) -> Option<String> {
    let module = a.module.as_ref()?;
    let count = a.accelerators.map_or_else(String::new, |n| format!("{n} × "));
    let basis = match module.basis {
        WorkBasis::SameModule => String::new(),
        WorkBasis::SiliconCurve => format!(", {:.2} of the work each by the curve of the silicon", module.work),
        WorkBasis::RatedThroughput => format!(", {:.2} of the work each by rated BF16", module.work),
        WorkBasis::MeasuredTokens => format!(", {:.2} of the tokens each as measured", module.work),
    };
    Some(format!("{count}{} at {:.0} W{basis}", module.name, module.power_limit_w))
}

fn same<T: PartialEq>(architectures: &[ArchitectureResult], of: impl Fn(&ArchitectureResult) -> Option<T>) -> bool {
    architectures.windows(2).all(|pair| of(&pair[0]) == of(&pair[1]))
}

/// Every different word, with the first architecture that has it.
fn listed(architectures: &[ArchitectureResult], of: impl Fn(&ArchitectureResult) -> Option<String>) -> String {
    let mut seen = BTreeSet::new();
    let words = architectures
        .iter()
        .filter_map(|a| of(a).filter(|w| seen.insert(w.clone())).map(|w| format!("{}: {w}", a.name)));
    words.collect::<Vec<_>>().join("; ")
}
