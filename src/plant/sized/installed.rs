//! What a facility has installed.

/// What may be installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstallableItem {
    /// Air handler.
    AirHandler,
    /// Water-cooled chiller.
    Chiller,
    /// Air-cooled chiller of the main loop.
    AirChiller,
    /// Wetted pad ahead of a dry cooler or an airside economiser.
    Pad,
    /// Heat station of a district, with its heat pump.
    HeatStation,
    /// Direct-expansion unit.
    Dx,
    /// Airside economiser.
    AirEconomizer,
    /// Indirect evaporative cooler.
    Indirect,
    /// Air-cooled chiller behind dry coolers.
    TrimChiller,
    /// Air-cooled chiller for the room's air of a liquid-cooled hall.
    RoomChiller,
    /// Dry cooler for the room's air of a liquid-cooled hall.
    RoomDryCooler,
    /// Cell of a cooling tower.
    TowerCell,
    /// Waterside economiser.
    Economizer,
    /// Exchanger to the chilled water of a campus.
    CampusExchanger,
    /// The same of the room's air in a liquid-cooled hall.
    RoomCampusExchanger,
    /// Dry cooler.
    DryCooler,
    /// Closed-circuit cooler.
    ClosedCircuitCooler,
    /// Thermosyphon cooler.
    Thermosyphon,
    /// Free-cooling coil of an air-cooled chiller.
    FreeCoolingCoil,
    /// Plate exchanger between water and the glycol of dry coolers.
    GlycolExchanger,
    /// Tank of cold water.
    StorageTank,
    /// Coolant distribution unit.
    Cdu,
    /// Busway.
    Busway,
    /// UPS module.
    Ups,
    /// Rectifier to a direct-current bus.
    Rectifier,
    /// Transformer.
    Transformer,
}

impl InstallableItem {
    /// Name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::AirHandler => "air handler",
            Self::Chiller => "chiller",
            Self::AirChiller => "air-cooled chiller",
            Self::Pad => "adiabatic pad",
            Self::HeatStation => "heat station",
            Self::Dx => "direct-expansion unit",
            Self::AirEconomizer => "airside economizer",
            Self::Indirect => "indirect evaporative cooler",
            Self::TrimChiller => "trim chiller",
            Self::RoomChiller => "room chiller",
            Self::RoomDryCooler => "room dry cooler",
            Self::TowerCell => "cooling tower cell",
            Self::Economizer => "economizer",
            Self::CampusExchanger => "campus water exchanger",
            Self::RoomCampusExchanger => "room campus water exchanger",
            Self::DryCooler => "dry cooler",
            Self::ClosedCircuitCooler => "closed-circuit cooler",
            Self::Thermosyphon => "thermosyphon cooler",
            Self::FreeCoolingCoil => "free-cooling coil",
            Self::GlycolExchanger => "glycol exchanger",
            Self::StorageTank => "tank of cold water",
            Self::Cdu => "coolant distribution unit",
            Self::Busway => "busway",
            Self::Ups => "UPS module",
            Self::Rectifier => "rectifier",
            Self::Transformer => "transformer",
        }
    }

    /// The same machine in the plant of the room's air of a liquid-cooled hall.
    #[must_use]
    pub const fn in_room(self) -> Self {
        match self {
            Self::DryCooler => Self::RoomDryCooler,
            Self::AirChiller | Self::TrimChiller => Self::RoomChiller,
            other => other,
        }
    }

    /// Whether its capacity is one to cool. That of towers and dry coolers is heat that they reject, and a ton of a tower
    /// is another unit.
    pub const fn has_cooling_capacity(self) -> bool {
        matches!(
            self,
            Self::AirHandler
                | Self::Chiller
                | Self::AirChiller
                | Self::Dx
                | Self::AirEconomizer
                | Self::Indirect
                | Self::TrimChiller
                | Self::RoomChiller
                | Self::Economizer
                | Self::CampusExchanger
                | Self::RoomCampusExchanger
        )
    }
}

/// Installed equipment.
#[derive(Clone, Debug, PartialEq)]
pub struct InstalledUnits {
    /// What it is.
    pub kind: InstallableItem,
    /// How many; none where only modules of every size would leave it a duty.
    pub count: u32,
    /// Capacity of each, W.
    pub capacity_w: Option<f64>,
    /// What the same duty takes where modules come in every size.
    pub scaled: ScaledUnits,
    /// How the number follows the duty; nothing where it does not.
    pub need: Option<ModuleNeed>,
}

/// Modules of the record's size that a duty takes, the last in part, with the spare ones.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScaledUnits {
    /// How many.
    pub count: f64,
    /// Capacity of each, W.
    pub capacity_w: Option<f64>,
}

/// How the number of modules follows their duty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ModuleNeed {
    /// Modules of the record's size that the duty asks for before they are rounded up, spare ones left out.
    pub needed: f64,
    /// Modules that must be able to carry the duty, spare ones left out.
    pub carrying: u32,
    /// Modules that come with one more of those: two where each has its double.
    pub added_per_step: u32,
    /// Whether each is made to measure, so that one more of them adds no capacity.
    pub fitted: bool,
    /// Other equipment, and the capacity by which it is larger beyond the nearest step, W.
    pub beside: Option<(InstallableItem, f64)>,
}

impl ModuleNeed {
    /// Modules at the nearest step: they carry the duty that it stands at, and a little more takes one more.
    pub fn nearest_step(&self) -> f64 {
        self.needed.round().max(1.0)
    }
}

impl InstalledUnits {
    /// One unit of a size that the scenario gives.
    pub const fn single(kind: InstallableItem, capacity_w: Option<f64>) -> Self {
        Self { kind, count: 1, capacity_w, scaled: ScaledUnits { count: 1.0, capacity_w }, need: None }
    }

    /// Units whose number the scenario chooses, with a capacity each: it does not follow the duty.
    pub fn chosen(kind: InstallableItem, count: u32, each_w: f64) -> Self {
        let scaled = ScaledUnits { count: f64::from(count), capacity_w: Some(each_w) };
        Self { kind, count, capacity_w: Some(each_w), scaled, need: None }
    }

    /// Modules of the record's size, or one smaller one, for a duty of `needed` modules.
    pub const fn of_record_size(kind: InstallableItem, count: u32, needed: f64, capacity_w: Option<f64>) -> Self {
        Self {
            kind,
            count,
            capacity_w,
            scaled: ScaledUnits { count: needed, capacity_w },
            need: Some(ModuleNeed { needed, carrying: count, added_per_step: 1, fitted: false, beside: None }),
        }
    }

    /// Modules that are made to measure for a duty of `needed` of the record's size, with a capacity each.
    pub fn made_to_measure(kind: InstallableItem, count: u32, needed: f64, each_w: f64) -> Self {
        let all_w = f64::from(count) * each_w;
        Self {
            kind,
            count,
            capacity_w: Some(each_w),
            // A duty of nothing has no capacity.
            scaled: ScaledUnits { count: needed, capacity_w: Some(all_w / needed.max(f64::MIN_POSITIVE)) },
            need: Some(ModuleNeed { needed, carrying: count, added_per_step: 1, fitted: true, beside: None }),
        }
    }
}
