//! `[transient]`: what stands behind the cooling when something fails, and what fails.

use crate::units::parse::Dimension;
use crate::units::{Duration, Volume};

use super::event;
use super::findings::{KeyContent, ScenarioFindings};
use super::reader::{AllowedRange, TableReader};
use super::scheduled_event::time_range;
use super::tree::{NodeValue, TreeNode};
use super::values::ratio_range;

pub use super::scheduled_event::{DURATION_RANGE_S, EventKind, ScheduledEvent};

pub use super::event::{EventMisfit, describe_overlap, find_misfit, find_overlap, parse_event};

/// Length of a run where none is given.
pub const DEFAULT_DURATION: Duration = Duration::new(600.0);
/// How the water of a buffer tank stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TankKind {
    /// Fully mixed.
    Mixed,
    /// Cold below warm.
    Stratified,
}

impl TankKind {
    /// The words in files.
    pub const WORDS: [&'static str; 2] = ["mixed", "stratified"];

    /// Word in files and results.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mixed => "mixed",
            Self::Stratified => "stratified",
        }
    }
}

/// A buffer tank in the facility water, for all racks together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BufferTank {
    /// Its water.
    pub volume: Volume,
    /// How it stands.
    pub kind: TankKind,
}

/// Machines that an uninterruptible supply may feed beside the servers, which it always feeds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "four independent switches, as they stand in a one-line diagram")]
pub struct UpsLoads {
    /// Pumps of coolant distribution units, doors and tanks.
    pub pumps: bool,
    /// Fans of the room's air handlers.
    pub crah_fans: bool,
    /// Pumps of the facility water.
    pub plant_pumps: bool,
    /// Chillers, or the fans of dry coolers and towers.
    pub chillers: bool,
}

impl UpsLoads {
    /// Words in files, in the order of the fields.
    pub const WORDS: [&'static str; 4] = ["pumps", "crah-fans", "plant-pumps", "chillers"];

    /// Whether each of [`Self::WORDS`] is on it.
    const fn fed_flags(self) -> [bool; 4] {
        [self.pumps, self.crah_fans, self.plant_pumps, self.chillers]
    }

    fn from_words(words: &[&str]) -> Self {
        let has = |word: &str| words.contains(&word);
        let [pumps, crah_fans, plant_pumps, chillers] = Self::WORDS.map(has);
        Self { pumps, crah_fans, plant_pumps, chillers }
    }
}

/// What stands behind the cooling, and what happens.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TransientSettings {
    /// How long the run is, if not 600 s.
    pub duration: Option<Duration>,
    /// Load at the start as a share of the busy range, 0..=1; full if not given.
    pub load: Option<f64>,
    /// What is on the uninterruptible supply, if not the pumps of coolant distribution units alone.
    pub ups: Option<UpsLoads>,
    /// How long its batteries last, if not the catalog's.
    pub ups_time: Option<Duration>,
    /// When the generators carry the load after a loss, if not the catalog's; `None` inside for no generators.
    pub generator_start: Option<Option<Duration>>,
    /// From power to cooling for a chiller, if not the catalog's.
    pub chiller_restart: Option<Duration>,
    /// Equal pumps in parallel in the loop, if not 2.
    pub pumps: Option<u32>,
    /// Whether a stopped pump lets no liquid back; it does if not given.
    pub check_valves: Option<bool>,
    /// Water beside the plant.
    pub buffer: Option<BufferTank>,
    /// What happens, in the order of time.
    pub events: Vec<ScheduledEvent>,
}

impl TransientSettings {
    /// How long the run is.
    pub fn run_duration(&self) -> Duration {
        self.duration.unwrap_or(DEFAULT_DURATION)
    }

    pub(super) fn to_json(&self) -> serde_json::Value {
        let seconds = |time: Option<Duration>| time.map(Duration::seconds);
        let on = |ups: UpsLoads| -> Vec<&str> {
            UpsLoads::WORDS.into_iter().zip(ups.fed_flags()).filter(|(_, on)| *on).map(|(word, _)| word).collect()
        };
        let events: Vec<_> = self.events.iter().map(event::event_to_json).collect();
        serde_json::json!({
            "duration_s": seconds(self.duration),
            "load": self.load,
            "ups": self.ups.map(on),
            "ups_time_s": seconds(self.ups_time),
            "generator_start": (self.generator_start == Some(None)).then_some("none"),
            "generator_start_s": seconds(self.generator_start.flatten()),
            "chiller_restart_s": seconds(self.chiller_restart),
            "pumps": self.pumps,
            "check_valves": self.check_valves,
            "buffer_tank_m3": self.buffer.map(|b| b.volume.m3()),
            "buffer_kind": self.buffer.map(|b| b.kind.name()),
            "event": (!events.is_empty()).then_some(events),
        })
    }
}

/// Reads the table.
pub(super) fn read_transient(node: &TreeNode, issues: &mut ScenarioFindings) -> TransientSettings {
    let mut r = TableReader::new(node, "transient", issues);
    let duration = r.read_quantity("duration", time_range(DURATION_RANGE_S.0, DURATION_RANGE_S.1)).map(Duration::new);
    let load = r.read_quantity("load", ratio_range(0.0, 1.0));
    let ups = r.read_choices("ups", &UpsLoads::WORDS).map(|words| UpsLoads::from_words(&words));
    let ups_time = r.read_quantity("ups_time", time_range(1.0, 36_000.0)).map(Duration::new);
    let generator_start = if read_no_generators(&mut r) {
        Some(None)
    } else {
        r.read_quantity("generator_start", time_range(1.0, 3600.0)).map(|s| Some(Duration::new(s)))
    };
    let chiller_restart = r.read_quantity("chiller_restart", time_range(0.0, 3600.0)).map(Duration::new);
    let pumps = r.read_integer("pumps", 1, 12);
    let check_valves = r.read_boolean("check_valves");
    let tank = AllowedRange { dimension: Dimension::Volume, min: 0.0, max: 100_000.0 };
    let volume = r.read_quantity("buffer_tank", tank).filter(|m3| *m3 > 0.0).map(Volume::new);
    let stratified = r.read_choice("buffer_kind", &TankKind::WORDS) == Some(TankKind::Stratified.name());
    let kind = if stratified { TankKind::Stratified } else { TankKind::Mixed };
    let buffer = volume.map(|volume| BufferTank { volume, kind });
    let list = r.table_list_node("event");
    r.finish();
    let out = TransientSettings {
        duration,
        load,
        ups,
        ups_time,
        generator_start,
        chiller_restart,
        pumps,
        check_valves,
        buffer,
        events: Vec::new(),
    };
    let events = list.map(|node| event::read_events(node, out.run_duration(), issues)).unwrap_or_default();
    TransientSettings { events, ..out }
}

/// Whether a word stands in place of a time: `none`, or another, which is a problem. Notes what the key may hold.
fn read_no_generators(r: &mut TableReader<'_, '_>) -> bool {
    r.note_content("generator_start", KeyContent::Choice(vec!["none"]));
    let Some(node) = r.key_node("generator_start") else { return false };
    let NodeValue::Text(word) = &node.value else { return false };
    if word.starts_with(|c: char| !c.is_alphabetic()) {
        return false;
    }
    if word != "none" {
        let message = format!("`transient.generator_start`: `{word}` is not known");
        let help = "write a time, for instance \"15 s\", or \"none\"".to_owned();
        r.report_problem(message, &node.origin, "no time", Some(help));
    }
    true
}
