//! Kinds of records, entries of a list, and ids near to a wrong one.

/// The kinds of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordKind {
    /// Silicon that modules share.
    Silicon,
    /// Chips and modules.
    Chip,
    /// Servers and trays.
    System,
    /// Coolers, movers, plant, power.
    Equipment,
    /// Retrofits to another way of cooling.
    RetrofitKit,
    /// Places with weather.
    Climate,
    /// Workloads with measured token rates.
    Workload,
    /// Accelerators of every generation, with their throughput.
    Accelerator,
    /// Switches, network cards, transceivers.
    Device,
    /// Language models.
    Model,
    /// Prices.
    Price,
    /// What is asked of language models.
    Request,
    /// Coefficients of the roofline of serving.
    Coefficient,
    /// Sources.
    Source,
}

impl RecordKind {
    /// Every kind.
    pub const ALL: [Self; 14] = [
        Self::Silicon,
        Self::Chip,
        Self::System,
        Self::Equipment,
        Self::RetrofitKit,
        Self::Climate,
        Self::Workload,
        Self::Accelerator,
        Self::Device,
        Self::Model,
        Self::Price,
        Self::Request,
        Self::Coefficient,
        Self::Source,
    ];
    /// Name as the command line has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Silicon => "silicon",
            Self::Chip => "chip",
            Self::System => "system",
            Self::Equipment => "equipment",
            Self::RetrofitKit => "fitting",
            Self::Climate => "climate",
            Self::Workload => "workload",
            Self::Accelerator => "accelerator",
            Self::Device => "device",
            Self::Model => "model",
            Self::Price => "price",
            Self::Request => "request",
            Self::Coefficient => "coefficient",
            Self::Source => "source",
        }
    }
}

/// A record in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct CatalogEntry {
    /// Kind of record.
    pub kind: RecordKind,
    /// Id.
    pub id: String,
    /// Name in words.
    pub name: String,
}

/// What a list says of a record, before anything is copied.
#[derive(Clone, Copy, Debug)]
pub(super) struct EntryName<'a> {
    pub id: &'a str,
    /// Kind of equipment, where it stands before the name.
    pub equipment: Option<&'a str>,
    pub name: &'a str,
}

impl<'a> EntryName<'a> {
    pub const fn new(id: &'a str, name: &'a str) -> Self {
        Self { id, equipment: None, name }
    }

    pub fn to_entry(self, kind: RecordKind) -> CatalogEntry {
        let name = self.equipment.map_or_else(|| self.name.to_owned(), |of| format!("{of}: {}", self.name));
        CatalogEntry { kind, id: self.id.to_owned(), name }
    }
}

/// The names of a list of records.
pub(super) type EntryNames<'a> = Box<dyn Iterator<Item = EntryName<'a>> + 'a>;

/// Up to three known ids that are near to a wrong one, the nearest first; part of an id or of a name is near.
pub(super) fn nearest_ids<'a>(wrong: &str, known: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let wanted = wrong.to_lowercase();
    let mut found: Vec<(usize, &str)> = known
        .map(|(id, name)| {
            let part = wanted.len() >= 3 && (id.contains(&wanted) || name.to_lowercase().contains(&wanted));
            (if part { 1 } else { strsim::damerau_levenshtein(id, &wanted) }, id)
        })
        .filter(|(distance, id)| *distance <= (id.len() / 3).max(2))
        .collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().take(3).map(|(_, id)| id.to_owned()).collect()
}
