//! `[[architecture]]`: a system, how its racks are cooled, and how their heat meets the outdoor air.

use crate::catalog::equipment_role::EquipmentRole;
use crate::catalog::system::PumpControlKind;
use crate::catalog::{Catalog, RecordKind};
use crate::units::parse::Dimension;
use crate::units::{Duration, Power, Temperature, VolumeFlow};

use super::activity::{self, ActivityChoice};
use super::best_settings::BestSettings;
use super::by_architecture::ByArchitecture;
use super::campus::CampusWaterSettings;
use super::coolant_units::CoolantUnitSettings;
use super::cooling::{CduKind, ColdPlateCoverage, Containment, CoolingMethod};
use super::defaults::{self, default_room_air, default_supply};
use super::equipment::{self, EquipmentChoice};
use super::fan_control::{FanControl, FanSettings};
use super::feed::PowerFeedSettings;
use super::findings::ScenarioFindings;
use super::fitting::{check_heat_reaches_plant, role_fits};
use super::flow_control::{self, FlowControl, FlowControlContext, GivenFlowControl};
use super::outdoor_air::OutdoorAirSettings;
use super::plant_options::PlantOptions;
use super::reader::{AllowedRange, TableReader};
use super::rejection::{self, HeatRejection};
use super::set_points::SetPoints;
use super::storage::{self, ColdStorage};
use super::tree::TreeNode;
use super::values::{ratio_range, read_catalog_id};

/// Longest name of an architecture, characters.
const NAME_MAX_CHARS: usize = 60;

/// One architecture.
#[derive(Clone, Debug)]
pub struct ArchitectureSettings {
    /// Name.
    pub name: String,
    /// System id; of the first group where there are several.
    pub system: String,
    /// The system that it names itself: of groups that name none.
    pub own_system: Option<String>,
    /// How the racks are cooled.
    pub cooling: CoolingMethod,
    /// Supply temperature at the racks.
    pub supply: Temperature,
    /// How heat meets the outdoor air.
    pub heat_rejection: HeatRejection,
    /// Outdoor air that passes through the hall.
    pub outdoor_air: OutdoorAirSettings,
    /// What it says of bought chilled water.
    pub campus: CampusWaterSettings,
    /// A tank of cold water beside the main loop.
    pub storage: Option<ColdStorage>,
    /// Catalog record of tower cells, where it has towers.
    pub tower: String,
    /// Catalog records that it names for what it is built of; the usual ones stand in the data.
    pub equipment: EquipmentChoice,
    /// Air of the room: what fans draw, or what surrounds racks without fans. For racks cooled by air alone it is the
    /// supply.
    pub air: Temperature,
    /// Share of the exhaust that returns to the inlets, where fans blow.
    pub recirculation: f64,
    /// Containment that the recirculation follows from, where the scenario gives none.
    pub containment: Option<Containment>,
    /// Whether it leaves values to the defaults of the data.
    pub uses_defaults: bool,
    /// Most air that the room supplies to one rack.
    pub air_supply: Option<VolumeFlow>,
    /// Parts under plates in a hybrid rack, where the system's own choice is not taken.
    pub plates: Option<ColdPlateCoverage>,
    /// Where the liquid's heat goes.
    pub cdu: CduKind,
    /// Whether the return manifold ends at the other end than the supply, where not as the system is made.
    pub reverse_return: Option<bool>,
    /// Whether a rear door has fans of its own.
    pub door_fans: bool,
    /// Fans of the servers.
    pub fans: FanSettings,
    /// The power chain.
    pub feed: PowerFeedSettings,
    /// Options of the plant.
    pub plant_options: PlantOptions,
    /// Cap on the power of one accelerator.
    pub power_limit: Option<Power>,
    /// What share of their range busy accelerators draw.
    pub activity: ActivityChoice,
    /// Whether it states that itself.
    pub states_activity: bool,
    /// Loops of other temperatures beside its main one.
    pub loops: Vec<SideLoopSettings>,
    /// Limits of its own within which a search may move its set points.
    pub best: BestSettings,
    /// Set points that the designer is free to choose.
    pub set_points: SetPoints,
    /// Coolant units that racks share.
    pub coolant_units: CoolantUnitSettings,
}

/// Most loops beside the main one.
pub const MAX_SIDE_LOOPS: usize = 4;

/// A loop beside the main one of an architecture.
#[derive(Clone, Debug)]
pub struct SideLoopSettings {
    /// Names of the groups on it.
    pub groups: Vec<String>,
    /// Its racks' cooling and its plant.
    pub settings: ArchitectureSettings,
}

impl SideLoopSettings {
    pub(super) fn to_json(&self) -> serde_json::Value {
        let mut out = self.settings.to_json();
        out["groups"] = self.groups.clone().into();
        out
    }
}

impl ArchitectureSettings {
    /// Set point of the chilled water of the hall's air handlers, where there is one and chillers hold it: those of the
    /// main plant, or of the room beside liquid.
    pub fn chilled_water_set_point(&self) -> Option<Temperature> {
        let chilled = if self.cooling.is_air_cooled() {
            self.heat_rejection.chills_water()
        } else {
            self.plant_options.room.chills_water()
        };
        self.set_points.chilled_water.filter(|_| chilled)
    }

    /// Whether racks share its coolant units.
    pub fn shares_coolant_units(&self) -> bool {
        self.cooling.has_coolant_loop() && self.cooling != CoolingMethod::Immersion1p && self.cdu == CduKind::InRow
    }

    /// Whether its loop holds the pressure that gives a flow, and so keeps the margin of the data.
    pub fn has_design_flow(&self) -> bool {
        self.cooling.has_coolant_loop() && matches!(self.set_points.flow_control, FlowControl::DesignFlow { .. })
    }

    /// Whether fans or pumps hold parts at their control targets.
    pub fn has_controlled_parts(&self) -> bool {
        self.cooling.has_server_fans()
            || self.cooling.has_coolant_loop() && self.set_points.flow_control.kind() == PumpControlKind::ChipTarget
    }

    /// Keys of heat rejection, bought water, outdoor air, coolant loop and set points, with their values.
    fn key_values(&self) -> Vec<(&'static str, serde_json::Value)> {
        let mut out = self.heat_rejection.key_values();
        out.extend(self.campus.key_values().filter(|_| self.heat_rejection.buys_water()));
        out.extend(self.outdoor_air.key_values());
        if self.cooling.has_coolant_loop() {
            out.extend(self.set_points.flow_control.key_values());
        }
        if self.shares_coolant_units() {
            out.extend(self.coolant_units.key_values());
        }
        out.extend(self.set_points.key_values());
        out.extend(self.plant_options.key_values());
        out
    }

    /// Whether the supply may rise above its set point.
    pub fn floats_above_set_point(&self) -> bool {
        let outdoor_air = self.heat_rejection.passes_outdoor_air();
        self.heat_rejection.has_floating_supply() || outdoor_air && !self.outdoor_air.dx
    }

    /// Warmest supply before compressors start, where outdoor air passes through the hall: its set point, or above it.
    pub fn warmest_supply(&self) -> Temperature {
        let given = self.outdoor_air.supply_temperature_max.filter(|_| self.heat_rejection.passes_outdoor_air());
        given.map_or(self.supply, |warmest| warmest.max(self.supply))
    }

    /// Whether water evaporates into the air ahead of coils, exchangers or halls, in its plant or in that of its room.
    pub const fn has_wetted_air(&self) -> bool {
        self.heat_rejection.has_wetted_air()
            || !self.cooling.is_air_cooled() && self.plant_options.room.has_wetted_air()
    }

    pub(super) fn to_json(&self) -> serde_json::Value {
        let mut out = serde_json::json!({
            "name": self.name,
            "system": self.system,
            "cooling": self.cooling.name(),
            "supply_temperature_c": (self.supply.celsius() * 1e9).round() / 1e9,
            "heat_rejection": self.heat_rejection.name(),
            "tower": matches!(self.heat_rejection, HeatRejection::Tower { .. }).then_some(&self.tower),
            "equipment": self.equipment.to_json(),
            "air_temperature_c": (!self.cooling.is_air_cooled()).then_some((self.air.celsius() * 1e9).round() / 1e9),
            "recirculation": self.cooling.has_server_fans().then_some(self.recirculation),
            "air_supply_m3_s": self.air_supply.map(VolumeFlow::m3_s),
            "plates": self.plates.map(ColdPlateCoverage::name),
            "cdu": self.cooling.has_coolant_loop().then_some(self.cdu.name()),
            "manifold": self.reverse_return.map(|r| if r { "reverse-return" } else { "direct-return" }),
            "door": (self.cooling == CoolingMethod::RearDoor).then_some(if self.door_fans { "active" } else { "passive" }),
            "fan_control": self.fans.control.map(FanControl::name),
            "fan_speed_min": self.fans.speed_min,
            "distribution": self.feed.distribution.name(),
            "redundancy": self.feed.redundancy.name(),
            "ups": self.feed.ups_word(),
            "power_limit_w": self.power_limit.map(Power::watts),
            "activity": self.activity.to_json(),
            "loop": (!self.loops.is_empty()).then(|| self.loops.iter().map(SideLoopSettings::to_json).collect::<Vec<_>>()),
            "room_free_cooling": null,
            "best": (self.best != BestSettings::default()).then(|| self.best.to_json()),
            "storage_kwh": self.storage.map(|s| s.capacity.joules() / 3.6e6),
            "storage_time_s": self.storage.and_then(|s| s.time).map(Duration::seconds),
        });
        for (key, value) in self.key_values() {
            out[key] = value;
        }
        out
    }
}

/// What `[it]` says for the architectures that do not say it themselves.
#[derive(Clone, Debug, Default)]
pub(super) struct UsualSettings {
    /// System.
    pub system: Option<String>,
    /// Activity of busy accelerators.
    pub activity: ActivityChoice,
    /// System of each group of racks, of every architecture or by their names.
    pub groups: Vec<ByArchitecture<String>>,
}

impl UsualSettings {
    /// System of an architecture of a name that names none: that of the first group which has one there.
    fn system_of(&self, architecture: Option<&str>) -> Option<&str> {
        let named = architecture.and_then(|name| self.groups.iter().find_map(|group| group.of(name)));
        named.or(self.system.as_ref()).map(String::as_str)
    }
}

/// Reads one architecture; `path` names it in messages.
pub(super) fn read_architecture(
    node: &TreeNode,
    path: &str,
    usual: &UsualSettings,
    catalog: &Catalog,
    issues: &mut ScenarioFindings,
) -> Option<ArchitectureSettings> {
    let mut r = TableReader::new(node, path, issues);
    let name = r.read_name(path, NAME_MAX_CHARS, "every architecture has a name");
    let own_system = read_catalog_id(&mut r, "system", RecordKind::System, catalog);
    let system = own_system.clone().or_else(|| usual.system_of(name.as_deref()).map(ToOwned::to_owned));
    if system.is_none() && r.key_node("system").is_none() {
        let places = if usual.groups.is_empty() { "here or in [it]" } else { "here, in [it] or in each [[it.group]]" };
        r.report_missing("system", &format!("name a system {places}: `rackjoule catalog list system`"));
    }
    let cooling = read_cooling_method(&mut r);
    let (heat_rejection, evaporative) = rejection::read_heat_rejection(&mut r);
    let outdoor_air = OutdoorAirSettings::read_keys(&mut r);
    let campus = CampusWaterSettings::read_keys(&mut r);
    let storage = storage::read_cold_storage(&mut r, heat_rejection);
    let tower = equipment::read_record_of_role(&mut r, "tower", path, EquipmentRole::Tower, catalog);
    let room = RoomKeys::read_keys(&mut r, cooling, catalog);
    let plates = r.read_choice("plates", &ColdPlateCoverage::WORDS).and_then(ColdPlateCoverage::from_word);
    let cdu = r.read_choice("cdu", &CduKind::WORDS).and_then(CduKind::from_word).unwrap_or_default();
    let reverse_return =
        r.read_choice("manifold", &["direct-return", "reverse-return"]).map(|word| word == "reverse-return");
    let door_fans = r.read_choice("door", &["active", "passive"]) != Some("passive");
    let fans = FanSettings::read_keys(&mut r);
    let feed = PowerFeedSettings::read_keys(&mut r);
    let flow = read_pump_control(&mut r, (system.as_deref(), cooling), room.as_ref(), catalog);
    let set_points = SetPoints::read_keys(&mut r, flow);
    let coolant_units = CoolantUnitSettings::read_keys(&mut r);
    let plant_options = PlantOptions::read_keys(&mut r, evaporative);
    let cap = r.read_quantity("power_limit", AllowedRange { dimension: Dimension::Power, min: 100.0, max: 5000.0 });
    let activity = activity::read_activity(&mut r);
    check_heat_reaches_plant(&mut r, cooling, heat_rejection, cdu);
    let chosen = r.table_node("equipment");
    // Read by `best`, which knows the set points of an architecture, and by `side_loop`.
    r.table_node("best");
    r.key_node("loop");
    r.finish();
    let fits = |role| role_fits(role, cooling, cdu, door_fans, feed);
    let mut equipment = chosen.map_or_else(EquipmentChoice::default, |node| {
        equipment::read_equipment_choice(node, &format!("{path}.equipment"), fits, catalog, issues)
    });
    if let Some(tower) = tower {
        equipment.choose(EquipmentRole::Tower, tower);
    }
    let room = room?;
    Some(ArchitectureSettings {
        name: name?,
        system: system?,
        own_system,
        cooling: cooling?,
        supply: room.supply,
        heat_rejection: heat_rejection?,
        outdoor_air,
        campus,
        storage,
        tower: equipment.record_id(catalog, EquipmentRole::Tower).to_owned(),
        equipment,
        air: if cooling == Some(CoolingMethod::Air) { room.supply } else { room.air },
        recirculation: room.recirculation,
        containment: room.containment,
        uses_defaults: room.uses_defaults || flow.uses_defaults && cooling.is_some_and(CoolingMethod::has_coolant_loop),
        air_supply: room.air_supply,
        plates: plates.filter(|_| cooling == Some(CoolingMethod::Hybrid)),
        cdu,
        reverse_return,
        door_fans,
        fans,
        feed,
        plant_options,
        power_limit: cap.map(Power::new),
        states_activity: activity.is_some(),
        activity: activity.unwrap_or_else(|| usual.activity.clone()),
        loops: Vec::new(),
        best: BestSettings::default(),
        set_points,
        coolant_units,
    })
}

/// What the pumps of the racks hold. Without a valid record of defaults, which is reported elsewhere, it has no part.
fn read_pump_control(
    r: &mut TableReader<'_, '_>,
    (system, cooling): (Option<&str>, Option<CoolingMethod>),
    room: Option<&RoomKeys>,
    catalog: &Catalog,
) -> GivenFlowControl {
    let (Some(defaults), Some(room)) = (defaults::read_defaults(catalog), room) else {
        return GivenFlowControl { control: FlowControl::ChipTarget, uses_defaults: false };
    };
    let around = FlowControlContext {
        system: system.and_then(|id| catalog.system(id)),
        cooling: cooling.unwrap_or(CoolingMethod::ColdPlate),
        supply: room.supply,
        defaults: &defaults,
    };
    flow_control::read_flow_control(r, &around)
}

fn read_cooling_method(r: &mut TableReader<'_, '_>) -> Option<CoolingMethod> {
    let given = r.key_node("cooling").is_some();
    let cooling = r.read_choice("cooling", &CoolingMethod::WORDS).and_then(CoolingMethod::from_word);
    if !given {
        r.report_missing("cooling", &format!("use `{}`", CoolingMethod::WORDS.join("`, `")));
    }
    cooling
}

/// Temperatures and air of the room.
struct RoomKeys {
    supply: Temperature,
    air: Temperature,
    recirculation: f64,
    containment: Option<Containment>,
    uses_defaults: bool,
    air_supply: Option<VolumeFlow>,
}

impl RoomKeys {
    /// Keys of another way of cooling or of rejecting heat may stay when one is switched: they have no part then.
    fn read_keys(r: &mut TableReader<'_, '_>, cooling: Option<CoolingMethod>, catalog: &Catalog) -> Option<Self> {
        let known = cooling.unwrap_or(CoolingMethod::ColdPlate);
        let (defaults, aisle) = (defaults::read_defaults(catalog), |own| defaults::aisle_recirculation(catalog, own));
        let range = known.supply_range();
        let temperature = |min: f64, max: f64| AllowedRange { dimension: Dimension::Temperature, min, max };
        let supply = r.read_quantity("supply_temperature", temperature(range.min_c, range.max_c));
        let air = r.read_quantity("air_temperature", temperature(10.0, 45.0));
        let contained = r.read_choice("containment", &Containment::WORDS).and_then(Containment::from_word);
        let given = r.read_quantity("recirculation", ratio_range(0.0, 0.5));
        let containment = if given.is_none() { Some(contained.unwrap_or_default()) } else { None };
        let recirculation = given.or_else(|| containment.and_then(aisle));
        let (Some(defaults), Some(recirculation)) = (defaults, recirculation) else {
            r.report_missing(
                "supply_temperature",
                "the data have no valid record `scenario-defaults`, or none of an aisle",
            );
            return None;
        };
        let takes_air = !known.is_air_cooled() && air.is_none();
        let uses_defaults = supply.is_none() || takes_air;
        let supply = supply.map_or_else(|| default_supply(&defaults, known), Temperature::from_kelvin);
        let air = air.map_or_else(|| default_room_air(&defaults, known), Temperature::from_kelvin);
        let flow = AllowedRange { dimension: Dimension::VolumeFlow, min: 100.0, max: 1e6 };
        let air_supply = r.read_quantity("air_supply", flow).map(VolumeFlow::new);
        Some(Self { supply, air, recirculation, containment, uses_defaults, air_supply })
    }
}
