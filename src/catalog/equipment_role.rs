//! What a record of equipment does in a facility, which record does it where a scenario names none, and which kinds can.
//!
//! The records and kinds stand in the data, in `[[role]]` tables of `equipment/*.toml`: code names roles, never records.

use serde::Deserialize;

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident = $key:literal $(by $choice:literal)?),* $(,)?) => {
        /// A role that equipment has in a facility.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum EquipmentRole {
            $($(#[$doc])* $name),*
        }

        impl EquipmentRole {
            /// Every role.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its key in data.
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$name => $key),*
                }
            }

            /// The key of a scenario that chooses a record for it; none where a scenario has no choice. Roles that
            /// exclude each other have one key.
            pub const fn choice_key(self) -> Option<&'static str> {
                match self {
                    $(Self::$name => roles!(@choice $($choice)?)),*
                }
            }
        }
    };
    (@choice) => { None };
    (@choice $choice:literal) => { Some($choice) };
}

roles! {
    /// Cell of a cooling tower.
    Tower = "tower" by "tower",
    /// Drift and cycles of concentration of tower water.
    TowerWater = "tower_water" by "tower_water",
    /// Water-cooled chiller.
    Chiller = "chiller" by "chiller",
    /// Air-cooled chiller: main, trim or for the room.
    AirCooledChiller = "air_cooled_chiller" by "air_cooled_chiller",
    /// Chilled water of a campus or a district.
    CampusWater = "campus_water" by "campus_water",
    /// Plate exchanger of a waterside economizer, or to the water of a campus.
    Economizer = "economizer" by "economizer",
    /// Dry cooler.
    DryCooler = "dry_cooler" by "dry_cooler",
    /// Closed-circuit cooler.
    ClosedCircuitCooler = "closed_circuit_cooler" by "closed_circuit_cooler",
    /// Thermosyphon cooler ahead of towers.
    Thermosyphon = "thermosyphon" by "thermosyphon",
    /// Free-cooling coil of air-cooled chillers.
    FreeCoolingCoil = "free_cooling_coil" by "free_cooling_coil",
    /// Glycol in the loop of dry coolers.
    GlycolRules = "glycol_rules" by "glycol_rules",
    /// Wetted pad ahead of a dry cooler or an airside economizer.
    AdiabaticPad = "adiabatic_pad" by "adiabatic_pad",
    /// Direct-expansion unit.
    Dx = "dx" by "dx",
    /// Airside economizer.
    AirEconomizer = "air_economizer" by "air_economizer",
    /// Humidifier in which water evaporates.
    AdiabaticHumidifier = "adiabatic_humidifier" by "adiabatic_humidifier",
    /// Steam humidifier.
    SteamHumidifier = "steam_humidifier" by "steam_humidifier",
    /// Indirect evaporative cooler.
    IndirectEvaporative = "indirect_evaporative" by "indirect_evaporative",
    /// Air handler of the room.
    AirHandler = "air_handler" by "air_handler",
    /// Pumps of chilled water.
    ChilledWaterPump = "chilled_water_pump" by "chilled_water_pump",
    /// Pumps of condenser water.
    CondenserWaterPump = "condenser_water_pump" by "condenser_water_pump",
    /// Pumps of facility water at dry coolers.
    FacilityWaterPump = "facility_water_pump" by "facility_water_pump",
    /// Variable speed of the pumps of a plant's loops.
    PumpDrive = "pump_drive" by "pump_drive",
    /// Tank of cold water.
    StorageTank = "storage_tank" by "storage_tank",
    /// Heat station of a district.
    HeatStation = "heat_station" by "heat_station",
    /// Heat pump of the heat station.
    HeatPump = "heat_pump" by "heat_pump",
    /// Reset of chilled water.
    WaterReset = "water_reset",
    /// Choices of the designer of a plant.
    DesignRules = "design_rules",
    /// When storage is filled and emptied.
    StorageRules = "storage_rules",
    /// Coolant distribution unit that several racks share.
    CduInRow = "cdu_in_row" by "cdu",
    /// Coolant distribution unit in a rack.
    CduInRack = "cdu_in_rack" by "cdu",
    /// Exchanger of a tank of pumped dielectric.
    CduTank = "cdu_tank" by "cdu",
    /// Pump of a shared coolant distribution unit.
    CduPumpInRow = "cdu_pump_in_row" by "cdu_pump",
    /// Pump of a unit in a rack, or of a liquid-to-air unit.
    CduPumpInRack = "cdu_pump_in_rack" by "cdu_pump",
    /// Pump of a tank.
    CduPumpTank = "cdu_pump_tank" by "cdu_pump",
    /// Rear door with fans.
    RearDoorActive = "rear_door_active" by "rear_door",
    /// Rear door without fans.
    RearDoorPassive = "rear_door_passive" by "rear_door",
    /// Liquid-to-air unit.
    LiquidToAir = "liquid_to_air" by "liquid_to_air",
    /// Condenser of a tank of boiling dielectric.
    TankCondenser = "tank_condenser" by "tank_condenser",
    /// Fluid of a tank of boiling dielectric.
    BoilingFluid = "boiling_fluid",
    /// Limits and habits of racks.
    RackRules = "rack_rules",
    /// UPS in double conversion.
    UpsDoubleConversion = "ups_double_conversion" by "ups",
    /// UPS in economy mode.
    UpsEco = "ups_eco" by "ups",
    /// Rectifier to a direct-current bus.
    Rectifier = "rectifier" by "rectifier",
    /// Transformer.
    Transformer = "transformer" by "transformer",
    /// Rectifier shelf of a rack with a busbar of 54 V.
    RectifierShelf = "rectifier_shelf" by "rectifier_shelf",
    /// Converter of a tray at a busbar of 800 V.
    TrayConverter = "tray_converter" by "tray_converter",
    /// Busbar of a rack, 54 V.
    RackBusbar54Vdc = "rack_busbar_54vdc" by "rack_busbar",
    /// Busbar of a rack, 800 V.
    RackBusbar800Vdc = "rack_busbar_800vdc" by "rack_busbar",
    /// Busway of three phases of 415 V.
    Busway415Vac = "busway_415vac" by "busway",
    /// Busway of 800 V direct current.
    Busway800Vdc = "busway_800vdc" by "busway",
    /// Lighting of the hall.
    Lighting = "lighting",
    /// Storage and management of the hall.
    HallIt = "hall_it",
    /// Thermal masses of what racks and plant are made of.
    ThermalMass = "thermal_mass",
    /// What happens in a failure.
    FailureRules = "failure_rules",
    /// Aisle that is contained.
    ContainedAisle = "contained_aisle",
    /// Aisle that is open.
    OpenAisle = "open_aisle",
    /// Speed of server fans over their inlet, where a system states no curve of its own.
    FanCurve = "fan_curve" by "fan_curve",
    /// Activity of accelerators whose batches fill them.
    SaturatedActivity = "saturated_activity",
    /// Activity of accelerators that serve requests.
    ServingActivity = "serving_activity",
    /// Activity of accelerators in training.
    TrainingActivity = "training_activity",
    /// Values of a scenario that gives none.
    ScenarioDefaults = "scenario_defaults",
    /// Price of drinking water.
    WaterPrice = "water_price",
    /// Water that power stations evaporate.
    ElectricityWater = "electricity_water",
    /// Years, interest and maintenance of a cost of ownership.
    CostRules = "cost_rules",
    /// Price of air handlers.
    AirHandlerCost = "air_handler_cost",
    /// Price of water-cooled chillers.
    ChillerCost = "chiller_cost",
    /// Price of air-cooled chillers.
    AirCooledChillerCost = "air_cooled_chiller_cost",
    /// Price of tower cells.
    TowerCost = "tower_cost",
    /// Price of exchangers of waterside economizers.
    EconomizerCost = "economizer_cost",
    /// Price of dry coolers.
    DryCoolerCost = "dry_cooler_cost",
    /// Price of closed-circuit coolers.
    ClosedCircuitCost = "closed_circuit_cost",
    /// Price of thermosyphon coolers.
    ThermosyphonCost = "thermosyphon_cost",
    /// Price of free-cooling coils.
    FreeCoolingCoilCost = "free_cooling_coil_cost",
    /// Price of wetted pads.
    AdiabaticPadCost = "adiabatic_pad_cost",
    /// Price of direct-expansion units.
    DxCost = "dx_cost",
    /// Price of heat stations.
    HeatStationCost = "heat_station_cost",
    /// Price of airside economizers.
    AirEconomizerCost = "air_economizer_cost",
    /// Price of indirect evaporative coolers.
    IndirectEvaporativeCost = "indirect_evaporative_cost",
    /// Price of tanks of cold water.
    StorageTankCost = "storage_tank_cost",
    /// Price of coolant distribution units and liquid-to-air units.
    CduCost = "cdu_cost",
    /// Price of busways.
    BuswayCost = "busway_cost",
    /// Price of UPS.
    UpsCost = "ups_cost",
    /// Price of rectifiers.
    RectifierCost = "rectifier_cost",
    /// Price of transformers.
    TransformerCost = "transformer_cost",
    /// Price of heat sinks and fans.
    RackAirCost = "rack_air_cost",
    /// Price of plates and manifolds.
    RackLiquidCost = "rack_liquid_cost",
    /// Price of rear doors.
    RearDoorCost = "rear_door_cost",
    /// Price of tanks of pumped dielectric.
    TankCost = "tank_cost",
    /// Price of tanks of boiling dielectric.
    BoilingTankCost = "boiling_tank_cost",
}

impl EquipmentRole {
    /// Every key of a scenario that chooses a record, each once.
    pub fn choice_keys() -> Vec<&'static str> {
        let mut keys: Vec<&str> = Self::ALL.iter().filter_map(|role| role.choice_key()).collect();
        keys.dedup();
        keys
    }
}

/// A role as the data have it.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct RoleRecord {
    /// Key of the role.
    pub key: String,
    /// Id of the record that has it where a scenario names none.
    pub record: String,
    /// Kinds of equipment that can have it.
    pub kinds: Vec<String>,
    /// Why this record.
    pub why: String,
}
