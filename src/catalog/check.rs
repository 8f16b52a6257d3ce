//! Whether the records of a folder say what can be: ids once, known sources, values within their ranges, limits in the order
//! that they have. What a kind of equipment allows and how a system is built is checked where these are read.

use std::collections::BTreeSet;

use super::embedded::{DataFiles, read_toml_file};
use super::error::CatalogError;
use super::load_shape::LoadShape;
use super::record::{ChipRecord, TokenRate};
use super::set_point::SetPointLimit;
use super::silicon::SiliconRecord;
use super::{Catalog, RecordKind, TomlFile};

/// What is wrong with a record.
struct RecordFault {
    kind: RecordKind,
    id: String,
    /// Which of the records with this id.
    occurrence: usize,
    problem: String,
    help: &'static str,
}

impl RecordFault {
    fn new(kind: RecordKind, id: &str, problem: String, help: &'static str) -> Self {
        Self { kind, id: id.to_owned(), occurrence: 0, problem, help }
    }
}

/// Kinds of record in TOML files.
const CHECKED: [RecordKind; 6] = [
    RecordKind::Silicon,
    RecordKind::Chip,
    RecordKind::System,
    RecordKind::Equipment,
    RecordKind::RetrofitKit,
    RecordKind::Source,
];

impl Catalog {
    /// Checks every record against what can be.
    ///
    /// # Errors
    /// [`CatalogError::Record`] of the first record at fault, with its file and line.
    pub fn check_records(&self) -> Result<(), CatalogError> {
        let fault = self
            .find_duplicate()
            .or_else(|| self.silicons.iter().find_map(find_silicon_fault))
            .or_else(|| self.chips.iter().find_map(|chip| self.find_chip_fault(chip)))
            .or_else(|| self.rates.iter().find_map(find_rate_fault))
            .or_else(|| self.find_value_fault())
            .or_else(|| self.find_unknown_source());
        fault.map_or(Ok(()), |fault| Err(self.locate_fault(fault)))?;
        let wrong = self.set_point_limits.iter().find_map(|limit| Some((limit, self.find_limit_fault(limit)?)));
        wrong.map_or(Ok(()), |(limit, problem)| Err(self.limit_error(limit, problem)))?;
        let wrong = self.load_shapes.iter().find_map(|shape| Some((shape, self.find_shape_fault(shape)?)));
        wrong.map_or(Ok(()), |(shape, problem)| Err(self.shape_error(&shape.id, problem)))
    }

    /// What is wrong with a shape of load.
    fn find_shape_fault(&self, shape: &LoadShape) -> Option<String> {
        if self.load_shapes.iter().filter(|other| other.id == shape.id).count() > 1 {
            return Some("a second shape has this id".to_owned());
        }
        let known = self.known_sources();
        let unknown = shape.parameters.values().find(|p| !known.contains(&p.source));
        shape.find_fault().or_else(|| unknown.map(|p| format!("source `{}` is not in sources.toml", p.source)))
    }

    fn shape_error(&self, id: &str, problem: String) -> CatalogError {
        let path = "load_shapes.toml";
        let (file, line) = self.files.read_text(path).map_or_else(
            |_| (path.to_owned(), None),
            |(file, text)| {
                let at = |l: &str| l.trim().starts_with("id") && l.contains(&format!("\"{id}\""));
                (file, text.lines().position(at).map(|place| place + 1))
            },
        );
        CatalogError::Record { file, line, record: id.to_owned(), problem, help: "correct the shape".to_owned() }
    }

    /// What is wrong with the limits of a set point.
    fn find_limit_fault(&self, limit: &SetPointLimit) -> Option<String> {
        let unknown = || format!("source `{}` is not in sources.toml", limit.source);
        limit.find_fault().or_else(|| (!self.known_sources().contains(&limit.source)).then(unknown))
    }

    /// The error of a limit of a set point that can't be.
    pub(crate) fn limit_error(&self, limit: &SetPointLimit, problem: String) -> CatalogError {
        let file =
            self.files.read_text("set_points.toml").map_or_else(|_| "set_points.toml".to_owned(), |(name, _)| name);
        CatalogError::Record {
            file,
            line: None,
            record: limit.key.clone(),
            problem,
            help: "correct the limit".to_owned(),
        }
    }

    /// Ids of the folder's sources and of the program's.
    fn known_sources(&self) -> BTreeSet<String> {
        let built_in = read_toml_file::<TomlFile>(&DataFiles::default(), "sources.toml").map(|f| f.source);
        self.sources.iter().cloned().chain(built_in.unwrap_or_default()).map(|s| s.id).collect()
    }

    fn find_duplicate(&self) -> Option<RecordFault> {
        CHECKED.into_iter().find_map(|kind| {
            let mut seen = BTreeSet::new();
            let twice = self.list_entries(kind).into_iter().find(|e| !seen.insert(e.id.clone()))?;
            let problem = "a second record has this id".to_owned();
            let fault = RecordFault::new(kind, &twice.id, problem, "rename or remove one of the two");
            Some(RecordFault { occurrence: 1, ..fault })
        })
    }

    /// Numbers that are none, and values outside the range that their own record gives.
    fn find_value_fault(&self) -> Option<RecordFault> {
        CHECKED.into_iter().find_map(|kind| {
            self.list_entries(kind).into_iter().find_map(|entry| {
                let values = self.record_values(kind, &entry.id)?;
                values.into_iter().find_map(|v| {
                    let number = v.value.parse::<f64>().ok()?;
                    if !number.is_finite() {
                        let problem = format!("{} is {number}, which is no number", v.key);
                        return Some(RecordFault::new(kind, &entry.id, problem, "correct the value"));
                    }
                    let [low, high] = v.range?;
                    let problem = if low > high {
                        format!("the range of {} runs from {low} down to {high}", v.key)
                    } else if (low..=high).contains(&number) {
                        return None;
                    } else {
                        format!("{} is {number}, outside its own range of {low} to {high}", v.key)
                    };
                    Some(RecordFault::new(kind, &entry.id, problem, "correct the value or its range"))
                })
            })
        })
    }

    /// Sources that are neither in the folder's `sources.toml` nor in the program's.
    fn find_unknown_source(&self) -> Option<RecordFault> {
        let known = self.known_sources();
        let help = "add it there, or name one of `rackjoule catalog list source`";
        let text = |source: &str| format!("source `{source}` is not in sources.toml");
        if let Some(climate) = self.climates.iter().find(|c| !known.contains(&c.source)) {
            return Some(RecordFault::new(RecordKind::Climate, &climate.id, text(&climate.source), help));
        }
        let sourced = CHECKED.into_iter().filter(|kind| *kind != RecordKind::Source).chain([RecordKind::Workload]);
        sourced.into_iter().find_map(|kind| {
            self.list_entries(kind).into_iter().find_map(|entry| {
                let values = self.record_values(kind, &entry.id)?;
                let wrong = values.into_iter().find(|v| !v.source.is_empty() && !known.contains(&v.source))?;
                Some(RecordFault::new(kind, &entry.id, text(&wrong.source), help))
            })
        })
    }

    /// The fault with the file and the line of its record.
    fn locate_fault(&self, fault: RecordFault) -> CatalogError {
        let paths: Vec<&str> = match fault.kind {
            RecordKind::Silicon | RecordKind::Chip => vec!["chips.toml"],
            RecordKind::System => vec!["systems.toml"],
            RecordKind::RetrofitKit => vec!["fittings.toml"],
            RecordKind::Source => vec!["sources.toml"],
            RecordKind::Workload => vec!["tokens.toml"],
            RecordKind::Climate => vec!["climates.csv"],
            _ => DataFiles::list_built_in("equipment/", ".toml").chain(["costs.toml"]).collect(),
        };
        let texts = paths.into_iter().filter_map(|path| self.files.read_text(path).ok());
        let key = if fault.kind == RecordKind::Workload { "workload" } else { "id" };
        let names_id = |line: &str| {
            let value = line.trim().strip_prefix(key).and_then(|l| l.trim_start().strip_prefix('='));
            let cell = line.split(',').next().filter(|_| fault.kind == RecordKind::Climate);
            value.or(cell).is_some_and(|v| v.trim().trim_matches(['"', '\'']) == fault.id)
        };
        let mut places = texts.flat_map(|(file, text)| {
            let lines: Vec<usize> = (1..).zip(text.lines()).filter(|(_, l)| names_id(l)).map(|(n, _)| n).collect();
            lines.into_iter().map(move |line| (file.clone(), line))
        });
        let place = places.nth(fault.occurrence);
        let (file, line) = place.map_or_else(|| ("data".to_owned(), None), |(file, line)| (file, Some(line)));
        CatalogError::Record { file, line, record: fault.id, problem: fault.problem, help: fault.help.to_owned() }
    }
}

/// A finite number above 0.
fn is_positive(value: f64) -> bool {
    value > 0.0 && value.is_finite()
}

impl Catalog {
    /// Powers and temperatures of a chip in the order that nature has them in, and a die.
    fn find_chip_fault(&self, chip: &ChipRecord) -> Option<RecordFault> {
        let fault = |problem: String, help| Some(RecordFault::new(RecordKind::Chip, &chip.id, problem, help));
        let (idle, most) = (chip.power.idle_w, chip.power.max_w);
        if !is_positive(most) {
            return fault(format!("power.max_w is {most}; a power above 0 W is wanted"), "give the power at full load");
        }
        if !(0.0..=most).contains(&idle) {
            let problem = format!("power.idle_w is {idle}; 0 to power.max_w, {most}, is possible");
            return fault(problem, "correct one of the two");
        }
        if !is_positive(chip.power.clock) {
            let problem = format!("power.clock is {}; more than 0 is wanted", chip.power.clock);
            return fault(problem, "give the full clock as a share of the reference clock of its silicon");
        }
        let t = chip.thermal.as_ref()?;
        if !(t.target_c <= t.limit_c && t.limit_c <= t.shutdown_c) {
            let problem = format!(
                "target_c, limit_c and shutdown_c are {}, {} and {}; each may not be above the next",
                t.target_c, t.limit_c, t.shutdown_c
            );
            return fault(problem, "correct the temperatures");
        }
        let own = [
            ("die_area_mm2", t.die_area_mm2),
            ("leakage_share", t.leakage_share),
            ("leakage_reference_c", t.leakage_reference_c),
            ("leakage_per_k", t.leakage_per_k),
            ("clock_floor", t.clock_floor),
        ];
        match &chip.silicon {
            Some(id) if self.silicon(id).is_none() => {
                return fault(format!("silicon `{id}` is in no [[silicon]] record"), "add it, or name one that exists");
            }
            Some(id) => {
                if let Some((key, _)) = own.iter().find(|(_, v)| v.is_some()) {
                    let problem = format!("thermal.{key} is given, and its silicon `{id}` has it too");
                    return fault(problem, "keep it in the [[silicon]] record only");
                }
            }
            None => {
                if let Some((key, _)) = own.iter().find(|(_, v)| v.is_none()) {
                    let problem = format!("thermal.{key} is missing");
                    return fault(
                        problem,
                        "give it here, or name a [[silicon]] record that modules share: silicon = \"…\"",
                    );
                }
            }
        }
        let die = self.die_of_chip(chip)?;
        let shares = [("clock_floor", die.clock_floor), ("leakage_share", die.leakage_share)];
        if let Some((name, wrong)) = shares.into_iter().find(|(_, v)| !(0.0..=1.0).contains(v)) {
            return fault(format!("thermal.{name} is {wrong}; a share is 0 to 1"), "correct the share");
        }
        let positive = [("die_area_mm2", die.area_mm2), ("junction_to_case_k_cm2_w", t.junction_to_case_k_cm2_w)];
        let wrong = positive.into_iter().find(|(_, v)| !is_positive(*v))?;
        fault(format!("thermal.{} is {}; more than 0 is wanted", wrong.0, wrong.1), "correct the value")
    }
}

/// A curve and a die that can't be.
fn find_silicon_fault(silicon: &SiliconRecord) -> Option<RecordFault> {
    let (curve, die) = (&silicon.curve, &silicon.die);
    let fault = |problem: String, help| Some(RecordFault::new(RecordKind::Silicon, &silicon.id, problem, help));
    let positive = [
        ("curve.reference_w", curve.reference_w),
        ("curve.lowest_voltage_clock", curve.lowest_voltage_clock),
        ("die.die_area_mm2", die.die_area_mm2),
    ];
    if let Some((key, wrong)) = positive.into_iter().find(|(_, v)| !is_positive(*v)) {
        return fault(format!("{key} is {wrong}; more than 0 is wanted"), "correct the value");
    }
    let shares = [
        ("curve.voltage_exponent", curve.voltage_exponent),
        ("curve.clock_floor", curve.clock_floor),
        ("die.leakage_share", die.leakage_share),
    ];
    let (key, wrong) = shares.into_iter().find(|(_, v)| !(0.0..=1.0).contains(v))?;
    fault(format!("{key} is {wrong}; 0 to 1 is possible"), "correct the value")
}

/// Token rates that nothing has.
fn find_rate_fault(rate: &TokenRate) -> Option<RecordFault> {
    if is_positive(rate.tokens_per_s) {
        return None;
    }
    let problem = format!("tokens_per_s of {} is {}; more than 0 is wanted", rate.chip, rate.tokens_per_s);
    Some(RecordFault::new(RecordKind::Workload, &rate.workload, problem, "correct the rate"))
}
