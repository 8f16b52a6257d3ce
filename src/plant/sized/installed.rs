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
    /// Dry cooler.
    DryCooler,
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
            Self::DryCooler => "dry cooler",
            Self::StorageTank => "tank of cold water",
            Self::Cdu => "coolant distribution unit",
            Self::Busway => "busway",
            Self::Ups => "UPS module",
            Self::Rectifier => "rectifier",
            Self::Transformer => "transformer",
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
        )
    }
}

/// Installed equipment.
#[derive(Clone, Debug, PartialEq)]
pub struct InstalledUnits {
    /// What it is.
    pub kind: InstallableItem,
    /// How many.
    pub count: u32,
    /// Capacity of each, W.
    pub capacity_w: Option<f64>,
}
