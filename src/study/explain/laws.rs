//! The laws below a figure, each with the records that it is applied to. The text of a component's law is the component's.

use std::collections::BTreeSet;

use crate::catalog::describe::short_key;
use crate::catalog::record::ChipKind;
use crate::catalog::record::confidence_name;
use crate::catalog::{Catalog, RecordKind};
use crate::component;
use crate::component::kind::EquipmentKind;
use crate::component::server::chip;
use crate::units::suffix::unit_of_key;

use super::figures::LawSource;
use super::result::{AppliedLaw, ExplainedRecord, RecordParameter};

/// A law with its records still to be found.
struct LawText {
    kind: &'static str,
    symbols: &'static str,
    words: &'static str,
    record_kind: RecordKind,
    /// The kind that declares the parameters of its records, where one does.
    declared_by: Option<&'static EquipmentKind>,
}

impl LawText {
    fn from_equipment(kind: &'static EquipmentKind) -> Self {
        let component::kind::ComponentLaw { symbols, words, .. } = kind.law;
        Self { kind: kind.name, symbols, words, record_kind: RecordKind::Equipment, declared_by: Some(kind) }
    }

    fn from_chips(name: &'static str) -> Self {
        Self { kind: name, record_kind: RecordKind::Chip, ..Self::from_equipment(&chip::KIND) }
    }

    fn from_records(record_kind: RecordKind, [kind, symbols, words]: [&'static str; 3]) -> Self {
        Self { kind, symbols, words, record_kind, declared_by: None }
    }
}

/// The laws that a source stands for.
fn laws_of_source(source: LawSource) -> Vec<LawText> {
    let records = |kind, text| vec![LawText::from_records(kind, text)];
    match source {
        LawSource::Equipment(result) => component::equipment_kinds()
            .filter(|kind| kind.law.results.contains(&result))
            .map(LawText::from_equipment)
            .collect(),
        LawSource::Accelerators => {
            let curve =
                ["silicon", "v = max(f, f_v)^m, P ∝ f v²", "clock and leakage are those of the die, whatever cools it"];
            vec![LawText::from_chips("accelerator"), LawText::from_records(RecordKind::Silicon, curve)]
        }
        LawSource::OtherParts => vec![LawText::from_chips("part")],
        LawSource::Network => {
            let draw =
                ["network", "P = n [P_idle + d (P_max - P_idle)]", "each system's number of devices at their load"];
            vec![LawText::from_records(RecordKind::Chip, draw)]
        }
        LawSource::Systems => records(
            RecordKind::System,
            [
                "system",
                "trays, lanes and stations; Δp = k V²",
                "how parts share the coolant: counts, and losses of ducts and hoses",
            ],
        ),
        LawSource::Climate => {
            records(RecordKind::Climate, ["climate", "price and carbon of the place", "one figure for the year"])
        }
        LawSource::Workload => records(
            RecordKind::Workload,
            ["workload", "tokens a second of one accelerator", "as a benchmark measured it"],
        ),
    }
}

/// Finds the records that an architecture's figures rest on; tells the parameters of each once.
pub(super) struct LawTracer<'a> {
    catalog: &'a Catalog,
    /// Records of the architecture, in order and each once.
    records: BTreeSet<&'a str>,
    climate: Option<&'a str>,
    workload: Option<&'a str>,
    /// Records whose parameters stand further up.
    seen: BTreeSet<String>,
}

impl<'a> LawTracer<'a> {
    /// For the records of an architecture, at a climate and with a workload.
    pub fn new(
        catalog: &'a Catalog,
        records: &'a [String],
        climate: Option<&'a str>,
        workload: Option<&'a str>,
    ) -> Self {
        let records = records.iter().map(String::as_str).collect();
        Self { catalog, records, climate, workload, seen: BTreeSet::new() }
    }

    /// The laws of a source with the records of each that the architecture rests on; none without any.
    pub fn apply(&mut self, source: LawSource) -> Vec<AppliedLaw> {
        let mut applied = Vec::new();
        for law in laws_of_source(source) {
            let ids = self.find_records(&law, source);
            let records: Vec<ExplainedRecord> = ids.into_iter().map(|id| self.trace_record(&law, id)).collect();
            let LawText { kind, symbols, words, .. } = law;
            if !records.is_empty() {
                applied.push(AppliedLaw { kind, symbols, words, records });
            }
        }
        applied
    }

    fn find_records(&self, law: &LawText, source: LawSource) -> Vec<String> {
        let catalog = self.catalog;
        let accelerator = |id: &str| catalog.chip(id).map(|c| c.kind == ChipKind::Accelerator);
        let is_network = |id: &str| catalog.chip(id).is_some_and(|c| c.kind == ChipKind::Network);
        let of = |id: &str| match source {
            LawSource::Equipment(_) => catalog.equipment(id).is_some_and(|e| e.kind == law.kind),
            LawSource::Accelerators if law.record_kind == RecordKind::Silicon => catalog.silicon(id).is_some(),
            LawSource::Accelerators => accelerator(id) == Some(true),
            LawSource::OtherParts => accelerator(id) == Some(false) && !is_network(id),
            LawSource::Network => is_network(id),
            LawSource::Systems => catalog.system(id).is_some(),
            LawSource::Climate | LawSource::Workload => false,
        };
        match source {
            LawSource::Climate => {
                self.climate.filter(|id| catalog.grid_data(id).is_some()).into_iter().map(str::to_owned).collect()
            }
            LawSource::Workload => self.workload.into_iter().map(str::to_owned).collect(),
            _ => self.records.iter().copied().filter(|id| of(id)).map(str::to_owned).collect(),
        }
    }

    fn trace_record(&mut self, law: &LawText, id: String) -> ExplainedRecord {
        if !self.seen.insert(id.clone()) {
            return ExplainedRecord { id, above: true, parameters: Vec::new() };
        }
        // What no kind declares has the unit that its key ends in.
        let unit = |key: &str| {
            let declared = law.declared_by.and_then(|kind| kind.params.iter().find(|p| p.name == key));
            declared.map_or_else(|| unit_of_key(key), |p| p.unit)
        };
        let values = self.catalog.record_values(law.record_kind, &id).unwrap_or_default();
        let parameters = values.into_iter().filter(|v| v.value.parse::<f64>().is_ok()).map(|v| RecordParameter {
            unit: unit(short_key(&v.key)),
            key: short_key(&v.key).to_owned(),
            value: v.value,
            source: v.source,
            confidence: confidence_name(v.confidence).to_owned(),
            range: v.range.filter(|[low, high]| low < high),
        });
        ExplainedRecord { above: false, parameters: parameters.collect(), id }
    }
}
