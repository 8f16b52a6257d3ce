//! How an architecture's heat meets the outdoor air.

use std::fmt;

use serde::{Serialize, Serializer};

use super::findings::KeyContent;
use super::reader::TableReader;
use super::tree::{NodeValue, TreeNode, ValueOrigin};

/// Topology of the plant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeatRejection {
    /// Cooling towers.
    Tower {
        /// Waterside economiser.
        economiser: WatersideEconomizer,
        /// What cools where the towers do not suffice: water-cooled chillers, or bought water.
        trim: TrimCooling,
    },
    /// Dry coolers.
    DryCooler {
        /// What cools where the dry coolers do not suffice: air-cooled chillers, or bought water.
        trim: TrimCooling,
        /// With wetted pads ahead of the coils.
        pads: bool,
    },
    /// Closed-circuit evaporative coolers.
    ClosedCircuit {
        /// What cools where the coolers do not suffice: air-cooled chillers, or bought water.
        trim: TrimCooling,
    },
    /// Air-cooled chillers alone.
    ChillerAir,
    /// Chilled water of a campus alone.
    Campus,
    /// Direct-expansion units in the hall.
    Dx,
    /// Outdoor air through the hall, direct-expansion units behind it.
    AirEconomizer {
        /// Water evaporated to cool it.
        evaporative: EvaporativeAssist,
    },
}

/// What cools a loop where outdoor air does not suffice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrimCooling {
    /// Own chillers.
    Chillers,
    /// Chilled water bought from a campus.
    Campus,
    /// Nothing: the supply floats on warm days.
    None,
}

impl TrimCooling {
    const WORDS: [&'static str; 3] = ["chillers", "campus", "none"];

    /// That of the key that has own chillers or not.
    const fn from_chillers(chillers: bool) -> Self {
        if chillers { Self::Chillers } else { Self::None }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Chillers, Self::Campus, Self::None].into_iter().find(|trim| trim.name() == word)
    }

    const fn name(self) -> &'static str {
        Self::WORDS[self as usize]
    }
}

/// How towers cool the chilled loop without compressors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WatersideEconomizer {
    /// Not at all.
    None,
    /// Beside the chillers: it carries all of the load or nothing.
    Separate,
    /// Ahead of the chillers in series: it carries what it can.
    Integrated,
}

/// How evaporation helps an airside economiser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvaporativeAssist {
    /// Not at all: outdoor air mixes with return air.
    None,
    /// Outdoor air passes wetted pads into the hall.
    Direct,
    /// Outdoor air stays outside: an exchanger between it, wetted, and the hall's air.
    Indirect,
}

impl WatersideEconomizer {
    const WORDS: [&'static str; 3] = ["none", "separate", "integrated"];

    const fn name(self) -> &'static str {
        Self::WORDS[self as usize]
    }
}

impl EvaporativeAssist {
    const WORDS: [&'static str; 3] = ["none", "direct", "indirect"];

    pub(super) const fn name(self) -> &'static str {
        Self::WORDS[self as usize]
    }
}

/// Kind of heat rejection: the word of a scenario, without the choices within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeatRejectionKind {
    /// Cooling towers with an economizer or without chillers.
    Tower,
    /// Cooling towers and water-cooled chillers without an economizer.
    ChillerWater,
    /// Dry coolers.
    DryCooler,
    /// Dry coolers behind wetted pads.
    Adiabatic,
    /// Air-cooled chillers alone.
    ChillerAir,
    /// Chilled water of a campus alone.
    Campus,
    /// Direct-expansion units in the hall.
    Dx,
    /// Outdoor air for the hall, direct-expansion units behind it.
    AirEconomizer,
    /// Closed-circuit evaporative coolers.
    ClosedCircuit,
}

impl HeatRejectionKind {
    /// The word in scenarios and results.
    pub const fn name(self) -> &'static str {
        HeatRejection::WORDS[self as usize]
    }
}

impl fmt::Display for HeatRejectionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Serialize for HeatRejectionKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl HeatRejection {
    /// Every word in scenarios, in the order of [`HeatRejectionKind`].
    pub const WORDS: [&'static str; 9] = [
        "tower",
        "chiller-water",
        "dry-cooler",
        "adiabatic",
        "chiller-air",
        "campus",
        "dx",
        "air-economizer",
        "closed-circuit",
    ];

    /// Its kind.
    pub const fn kind(self) -> HeatRejectionKind {
        match self {
            Self::Tower { economiser: WatersideEconomizer::None, trim: TrimCooling::Chillers } => {
                HeatRejectionKind::ChillerWater
            }
            Self::Tower { .. } => HeatRejectionKind::Tower,
            Self::DryCooler { pads: false, .. } => HeatRejectionKind::DryCooler,
            Self::DryCooler { pads: true, .. } => HeatRejectionKind::Adiabatic,
            Self::ChillerAir => HeatRejectionKind::ChillerAir,
            Self::Campus => HeatRejectionKind::Campus,
            Self::Dx => HeatRejectionKind::Dx,
            Self::AirEconomizer { .. } => HeatRejectionKind::AirEconomizer,
            Self::ClosedCircuit { .. } => HeatRejectionKind::ClosedCircuit,
        }
    }

    /// The word in scenarios.
    pub const fn name(self) -> &'static str {
        self.kind().name()
    }

    /// Whether water evaporates into the air ahead of coils, exchangers or the hall.
    pub const fn has_wetted_air(self) -> bool {
        matches!(
            self,
            Self::DryCooler { pads: true, .. }
                | Self::AirEconomizer { evaporative: EvaporativeAssist::Direct | EvaporativeAssist::Indirect }
        )
    }

    /// Whether compressors, own ones or those of a campus, cool the water that a main loop supplies.
    pub const fn chills_water(self) -> bool {
        match self {
            Self::Tower { trim, .. } | Self::DryCooler { trim, .. } | Self::ClosedCircuit { trim } => {
                !matches!(trim, TrimCooling::None)
            }
            Self::ChillerAir | Self::Campus => true,
            Self::Dx | Self::AirEconomizer { .. } => false,
        }
    }

    /// Whether chilled water is bought.
    pub const fn buys_water(self) -> bool {
        matches!(
            self,
            Self::Campus
                | Self::Tower { trim: TrimCooling::Campus, .. }
                | Self::DryCooler { trim: TrimCooling::Campus, .. }
                | Self::ClosedCircuit { trim: TrimCooling::Campus }
        )
    }

    /// Whether towers cool the condensers of chillers.
    pub const fn has_condenser_water(self) -> bool {
        matches!(self, Self::Tower { trim: TrimCooling::Chillers, .. })
    }

    /// Whether water evaporates in the outdoor air, so that the wet-bulb temperature counts.
    pub const fn evaporates_water(self) -> bool {
        match self {
            Self::Tower { .. } | Self::DryCooler { pads: true, .. } | Self::ClosedCircuit { .. } => true,
            Self::AirEconomizer { evaporative } => !matches!(evaporative, EvaporativeAssist::None),
            Self::DryCooler { pads: false, .. } | Self::ChillerAir | Self::Campus | Self::Dx => false,
        }
    }

    /// Whether the supply floats above its set point where outdoor air is too warm: nothing compresses.
    pub const fn has_floating_supply(self) -> bool {
        matches!(
            self,
            Self::Tower { trim: TrimCooling::None, .. }
                | Self::DryCooler { trim: TrimCooling::None, .. }
                | Self::ClosedCircuit { trim: TrimCooling::None }
        )
    }

    /// Whether it takes heat from the hall's air without water between: of use for air-cooled racks only.
    pub const fn cools_hall_air(self) -> bool {
        matches!(self, Self::Dx | Self::AirEconomizer { .. })
    }

    /// Whether outdoor air passes through the hall.
    pub const fn passes_outdoor_air(self) -> bool {
        matches!(self, Self::AirEconomizer { evaporative: EvaporativeAssist::None | EvaporativeAssist::Direct })
    }

    /// The keys that it has, with their values.
    pub(super) fn key_values(self) -> Vec<(&'static str, serde_json::Value)> {
        let chillers = |trim: TrimCooling| serde_json::Value::from(trim == TrimCooling::Chillers);
        let bought = |trim: TrimCooling| (trim == TrimCooling::Campus).then(|| ("trim", trim.name().into()));
        match self {
            Self::Tower { economiser, trim } => {
                let own = [("economizer", economiser.name().into()), ("chillers", chillers(trim))];
                own.into_iter().chain(bought(trim)).collect()
            }
            Self::DryCooler { trim, .. } | Self::ClosedCircuit { trim } => {
                std::iter::once(("trim_chiller", chillers(trim))).chain(bought(trim)).collect()
            }
            Self::ChillerAir | Self::Campus | Self::Dx => Vec::new(),
            Self::AirEconomizer { evaporative } => vec![("evaporative", evaporative.name().into())],
        }
    }
}

/// Reads the topology and its keys, and how evaporation helps outdoor air. Keys of another topology may stay when one is
/// switched: they have no part then.
pub(super) fn read_heat_rejection(r: &mut TableReader<'_, '_>) -> (Option<HeatRejection>, EvaporativeAssist) {
    let given = r.key_node("heat_rejection").is_some();
    let word = r.read_choice("heat_rejection", &HeatRejection::WORDS);
    if !given {
        r.report_missing("heat_rejection", &format!("use \"{}\"", HeatRejection::WORDS.join("\", \"")));
    }
    let economiser = read_economizer(r);
    let trim = TrimKeys {
        word: r.read_choice("trim", &TrimCooling::WORDS).and_then(TrimCooling::from_word),
        chillers: r.read_boolean("chillers"),
        trim_chiller: r.read_boolean("trim_chiller"),
    };
    let evaporative = read_evaporative_assist(r);
    let rejection = word.map(|word| match word {
        "tower" => {
            let trim = trim.resolve_trim(r, "chillers", trim.chillers);
            if trim == TrimCooling::Campus && economiser == WatersideEconomizer::None {
                report_idle_towers(r);
            }
            HeatRejection::Tower { economiser, trim }
        }
        "chiller-water" => HeatRejection::Tower { economiser: WatersideEconomizer::None, trim: TrimCooling::Chillers },
        "dry-cooler" | "adiabatic" => {
            let trim = trim.resolve_trim(r, "trim_chiller", trim.trim_chiller);
            HeatRejection::DryCooler { trim, pads: word == "adiabatic" }
        }
        "closed-circuit" => {
            HeatRejection::ClosedCircuit { trim: trim.resolve_trim(r, "trim_chiller", trim.trim_chiller) }
        }
        "chiller-air" => HeatRejection::ChillerAir,
        "campus" => HeatRejection::Campus,
        "dx" => HeatRejection::Dx,
        _ => HeatRejection::AirEconomizer { evaporative },
    });
    (rejection, evaporative)
}

/// How evaporation helps the outdoor air of the hall, or of the room beside liquid.
fn read_evaporative_assist(r: &mut TableReader<'_, '_>) -> EvaporativeAssist {
    match r.read_choice("evaporative", &EvaporativeAssist::WORDS) {
        Some("direct") => EvaporativeAssist::Direct,
        Some("indirect") => EvaporativeAssist::Indirect,
        _ => EvaporativeAssist::None,
    }
}

/// What the keys say of trim cooling.
#[derive(Clone, Copy)]
struct TrimKeys {
    word: Option<TrimCooling>,
    chillers: Option<bool>,
    trim_chiller: Option<bool>,
}

impl TrimKeys {
    /// The trim of a topology whose older key, `key`, says whether it has chillers. The two may not contradict each other,
    /// unless the command line set `trim` over the file.
    fn resolve_trim(self, r: &mut TableReader<'_, '_>, key: &'static str, chillers: Option<bool>) -> TrimCooling {
        let Some(trim) = self.word else { return TrimCooling::from_chillers(chillers.unwrap_or(true)) };
        let set = |node: &TreeNode| matches!(node.origin, ValueOrigin::Set(_));
        let switched = r.key_node("trim").is_some_and(set) && !r.key_node(key).is_some_and(set);
        if let Some(given) = chillers
            && given != (trim == TrimCooling::Chillers)
            && !switched
            && let Some(node) = r.key_node(key)
        {
            let message = format!("`trim` is \"{}\" and `{key}` is {given}: they contradict each other", trim.name());
            r.report_problem(message, &node.origin, "against `trim`", Some(format!("leave `{key}` out")));
        }
        trim
    }
}

/// Towers that neither an economizer nor chillers need have nothing to do.
fn report_idle_towers(r: &mut TableReader<'_, '_>) {
    if let Some(node) = r.key_node("economizer") {
        let message = "`trim = \"campus\"` without an economizer leaves the towers nothing to cool".to_owned();
        let help = "use `heat_rejection = \"campus\"`, or `economizer = \"integrated\"`";
        r.report_problem(message, &node.origin, "no economizer", Some(help.to_owned()));
    }
}

/// A truth or a word: true is integrated.
fn read_economizer(r: &mut TableReader<'_, '_>) -> WatersideEconomizer {
    r.note_content("economizer", KeyContent::Boolean);
    if let Some(NodeValue::Bool(with)) = r.key_node("economizer").map(|node| &node.value) {
        return if *with { WatersideEconomizer::Integrated } else { WatersideEconomizer::None };
    }
    match r.read_choice("economizer", &WatersideEconomizer::WORDS) {
        Some("none") => WatersideEconomizer::None,
        Some("separate") => WatersideEconomizer::Separate,
        _ => WatersideEconomizer::Integrated,
    }
}
