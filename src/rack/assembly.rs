//! From an architecture of a scenario to its rack: the system fitted, the room, pumps, doors, tanks.

use crate::catalog::Catalog;
use crate::catalog::equipment_role::EquipmentRole;
use crate::catalog::system::{ManifoldLayout, SystemRecord};
use crate::component::liquid::condenser::{self, TankCondenser};
use crate::component::liquid::liquid_to_air::{LiquidToAirSpec, LiquidToAirUnit};
use crate::component::liquid::plate_exchanger::{self, PlateExchanger};
use crate::component::liquid::{quick_disconnect, rack_rules, rear_door};
use crate::component::room::aisle::AisleSpec;
use crate::component::scenario_defaults::ScenarioDefaultsSpec;
use crate::component::server::boiling;
use crate::component::server::mover::{self, Mover};
use crate::physics::liquid::Liquid;
use crate::scenario::{ArchitectureSettings, CduKind, CoolingMethod, FlowControl};
use crate::units::count::MachineCount;
use crate::units::{Pressure, TempDelta, Temperature};

use super::build::{self, BuildError, read_equipment};
use super::coolant_loop::{CoolantLoop, LoopHeatSink, PumpControl};
use super::coolant_units::{CoolantUnits, UnitSharing};
use super::model::{BoilingTank, LiquidCooling, RackLoad, RackModel, RackRoom, RearDoor};
use super::pump_control::LoopDesign;
use super::solve::RackSolver;
use super::{activity, distribution, fan_control, geometry, retrofit_kit};

/// A rack, the exchanger between its loop and facility water, and the records that they rest on.
#[derive(Clone, Debug)]
pub struct RackAssembly {
    /// The system as fitted.
    pub system: SystemRecord,
    /// Fittings that were needed, by id.
    pub retrofit_kits: Vec<String>,
    /// The rack.
    pub rack: RackModel,
    /// Coolant distribution unit or tank exchanger, as many as all racks need; none where the site's water passes the rack
    /// itself, or none comes.
    pub cdu: Option<CduSet>,
    /// Power supplies, shelves or converters.
    pub supplies: distribution::RackPowerSupplies,
    /// Records beside those of the system.
    pub records: Vec<String>,
}

/// Coolant distribution units of all racks.
#[derive(Clone, Debug)]
pub struct CduSet {
    /// Those that run, each with as many racks as it serves.
    pub exchanger: PlateExchanger,
    /// How many are installed, spare ones counted.
    pub count: u32,
    /// Controls of all of them, W.
    pub control_w: f64,
    /// How many the racks ask for before they are rounded up, spare ones left out.
    pub needed: f64,
    /// Racks that one unit serves; below 1 where a rack has several.
    pub racks_per_unit: f64,
    /// Whether racks share them.
    pub shared: bool,
    /// Record.
    pub id: String,
}

impl RackAssembly {
    /// Every catalog record that the rack rests on.
    pub fn record_ids(&self) -> Vec<String> {
        let system = &self.system;
        let mut ids = vec![system.id.clone()];
        ids.extend(self.retrofit_kits.iter().cloned());
        ids.extend(self.records.iter().cloned());
        ids.extend(system.shelf.iter().map(|s| s.equipment.clone()));
        if let (LiquidCooling::Loop(own), Some(manifold)) = (&self.rack.liquid_cooling, &system.manifold) {
            ids.extend(manifold.quick_disconnect.clone());
            if matches!(own.liquid, Liquid::Dielectric(_)) {
                ids.push(manifold.liquid.clone());
            }
        }
        for tray in &system.trays {
            ids.extend(tray.supply.iter().map(|s| s.equipment.clone()));
            ids.extend(tray.fans.iter().map(|f| f.equipment.clone()));
        }
        for station in system.stations() {
            ids.push(station.chip.clone());
            ids.extend(station.cooler.clone());
        }
        ids.sort();
        ids.dedup();
        ids
    }
}

/// Roles of the exchanger, or of the liquid-to-air unit, and of the pump of a choice of unit.
const fn exchanger_and_pump_roles(cooling: CoolingMethod, cdu: CduKind) -> (EquipmentRole, EquipmentRole) {
    match (cooling, cdu) {
        (CoolingMethod::Immersion1p, _) => (EquipmentRole::CduTank, EquipmentRole::CduPumpTank),
        (_, CduKind::InRow) => (EquipmentRole::CduInRow, EquipmentRole::CduPumpInRow),
        (_, CduKind::InRack) => (EquipmentRole::CduInRack, EquipmentRole::CduPumpInRack),
        (_, CduKind::LiquidToAir) => (EquipmentRole::LiquidToAir, EquipmentRole::CduPumpInRack),
    }
}

/// The rack of an architecture at a site's pressure; `racks` of them share coolant distribution units.
///
/// # Errors
/// [`BuildError`].
pub fn assemble_rack(
    catalog: &Catalog,
    architecture: &ArchitectureSettings,
    pressure: Pressure,
    racks: f64,
) -> Result<RackAssembly, BuildError> {
    let missing =
        || BuildError::Missing { by: architecture.name.clone(), kind: "system", id: architecture.system.clone() };
    let system = catalog.system(&architecture.system).ok_or_else(missing)?;
    geometry::check_geometry(system)?;
    let retrofit_kit::RetrofittedSystem { mut system, retrofit_kits: fitting } =
        retrofit_kit::retrofit_system(catalog, system, architecture.cooling, architecture.plates)?;
    let way = architecture.feed.distribution;
    let bars = distribution::replace_supplies(catalog, &mut system, architecture)?;
    let boiling = if architecture.cooling == CoolingMethod::Immersion2p {
        Some((
            read_equipment(
                catalog,
                &system.id,
                architecture.equipment.record_id(catalog, EquipmentRole::BoilingFluid),
                "boiling-fluid",
                boiling::BoilingFluidSpec::read,
            )?,
            pressure,
        ))
    } else {
        None
    };
    let room = RackRoom {
        air: architecture.air,
        pressure,
        recirculation: recirculation(catalog, architecture)?,
        supply_m3_s: architecture.air_supply.map(crate::units::VolumeFlow::m3_s),
    };
    let rules = architecture.equipment.record_id(catalog, EquipmentRole::RackRules);
    let activity = activity::find_activity(catalog, architecture, &system)?;
    let mut rack = RackModel {
        trays: build::build_trays(catalog, &system, boiling)?,
        manifold_order: build::manifold_order(&system)?,
        shelf: system.shelf.as_ref().map(|s| build::build_supply(catalog, &system.id, s)).transpose()?,
        bus: system.bus.as_ref().map(build::busbar_parameters),
        room,
        liquid_cooling: LiquidCooling::None,
        rules: read_equipment(catalog, &system.id, rules, "rack-rules", rack_rules::RackRulesSpec::read)?,
        activity: activity.share,
    };
    let curves = fan_control::set_fan_control(catalog, architecture, &system, &mut rack)?;
    rack.shift_control_targets(architecture.set_points.control_target_shift);
    if !bars.is_empty() {
        distribution::size_shelf(&mut rack, &mut system);
    }
    let supplies = distribution::summarize_supplies(&system, &rack, way);
    let defaults_id = catalog.default_equipment(EquipmentRole::ScenarioDefaults);
    let by_defaults = architecture.uses_defaults || architecture.has_design_flow();
    let left_to_data =
        by_defaults.then_some(defaults_id).into_iter().chain(aisle_id(catalog, architecture)).map(str::to_owned);
    let silicon = system.stations().filter_map(|s| catalog.chip(&s.chip)?.silicon.clone());
    let mut records: Vec<String> = std::iter::once(rules.to_owned()).chain(bars).chain(left_to_data).collect();
    records.extend(silicon.chain(activity.records).chain(curves));
    let setup = RackAssembly { system, retrofit_kits: fitting, rack, cdu: None, supplies, records };
    let defaults =
        read_equipment(catalog, &setup.system.id, defaults_id, "scenario-defaults", ScenarioDefaultsSpec::read)?;
    let flow_control = flow_control_at_hand(architecture, &setup.system, &defaults);
    let builder = RackBuilder { catalog, architecture, racks, boiling, flow_control, defaults };
    match architecture.cooling {
        CoolingMethod::Air => Ok(setup),
        CoolingMethod::RearDoor => builder.add_rear_door(setup),
        CoolingMethod::Immersion2p => builder.add_boiling_tank(setup),
        CoolingMethod::Hybrid | CoolingMethod::ColdPlate | CoolingMethod::Immersion1p => {
            builder.add_coolant_loop(setup)
        }
    }
}

/// What the pumps hold: the scenario's, with the flow of the data at hand where it gives none.
fn flow_control_at_hand(
    architecture: &ArchitectureSettings,
    system: &SystemRecord,
    defaults: &ScenarioDefaultsSpec,
) -> FlowControl {
    let given = architecture.set_points.flow_control;
    let usual = FlowControl::of_system(Some(system), architecture.cooling, architecture.supply, defaults);
    usual
        .flow_m3_j()
        .filter(|_| architecture.set_points.flow_from_data)
        .map_or(given, |flow_m3_j| given.with_flow(flow_m3_j))
}

/// Record of the aisle, where fans blow into it and the scenario gives no recirculation.
fn aisle_id<'a>(catalog: &'a Catalog, architecture: &ArchitectureSettings) -> Option<&'a str> {
    let containment = architecture.containment.filter(|_| architecture.cooling.has_server_fans())?;
    Some(catalog.default_equipment(containment.aisle_role()))
}

/// Share of the exhaust that returns to the inlets: the scenario's, or that of its containment in the data at hand.
fn recirculation(catalog: &Catalog, architecture: &ArchitectureSettings) -> Result<f64, BuildError> {
    let Some(id) = aisle_id(catalog, architecture) else { return Ok(architecture.recirculation) };
    Ok(read_equipment(catalog, &architecture.name, id, "aisle", AisleSpec::read)?.recirculation)
}

struct RackBuilder<'a> {
    catalog: &'a Catalog,
    architecture: &'a ArchitectureSettings,
    racks: f64,
    boiling: Option<build::BoilingConditions>,
    flow_control: FlowControl,
    defaults: ScenarioDefaultsSpec,
}

impl RackBuilder<'_> {
    fn record_of(&self, role: EquipmentRole) -> &str {
        self.architecture.equipment.record_id(self.catalog, role)
    }

    fn add_rear_door(&self, mut setup: RackAssembly) -> Result<RackAssembly, BuildError> {
        let by = &setup.system.id;
        let (id, exchanger) = if self.architecture.door_fans {
            let id = self.record_of(EquipmentRole::RearDoorActive);
            let read = rear_door::ActiveRearDoorSpec::read;
            (id, read_equipment(self.catalog, by, id, "active-rear-door", read)?.into())
        } else {
            let id = self.record_of(EquipmentRole::RearDoorPassive);
            let read = rear_door::PassiveRearDoorSpec::read;
            (id, read_equipment(self.catalog, by, id, "passive-rear-door", read)?.into())
        };
        setup.rack.liquid_cooling = LiquidCooling::Door(RearDoor { exchanger, liquid: Liquid::Water });
        setup.records.push(id.to_owned());
        Ok(setup)
    }

    fn add_boiling_tank(&self, mut setup: RackAssembly) -> Result<RackAssembly, BuildError> {
        let by = &setup.system.id;
        let id = self.record_of(EquipmentRole::TankCondenser);
        let condenser = read_equipment(self.catalog, by, id, "condenser", condenser::CondenserSpec::read)?;
        let lacks = BuildError::Incomplete { id: by.clone(), what: "boiling fluid" };
        let (fluid, pressure) = self.boiling.ok_or(lacks)?;
        setup.rack.liquid_cooling = LiquidCooling::Tank(BoilingTank {
            condenser: TankCondenser(condenser),
            saturation: fluid.saturation_temperature(pressure),
            surface_w_k: setup.system.manifold.as_ref().map_or(0.0, |m| m.surface_w_k),
            liquid: Liquid::Water,
        });
        setup.records.extend([id.to_owned(), self.record_of(EquipmentRole::BoilingFluid).to_owned()]);
        Ok(setup)
    }

    fn add_coolant_loop(&self, mut setup: RackAssembly) -> Result<RackAssembly, BuildError> {
        let by = setup.system.id.clone();
        let lacks = || BuildError::Incomplete { id: by.clone(), what: "[system.manifold]" };
        let mut manifold = setup.system.manifold.clone().ok_or_else(lacks)?;
        match self.architecture.reverse_return {
            Some(true) => manifold.layout = ManifoldLayout::Reverse,
            Some(false) => manifold.layout = ManifoldLayout::Direct,
            None => {}
        }
        let read = |id: &String| {
            read_equipment(self.catalog, &by, id, "quick-disconnect", quick_disconnect::QuickDisconnectSpec::read)
        };
        let coupling = manifold.quick_disconnect.as_ref().map(read).transpose()?;
        let unit_records = self.unit_records(&setup.system);
        let UnitRecords { role, exchanger_id, pump_id } = &unit_records;
        let pump = read_equipment(self.catalog, &by, pump_id, "pump", mover::MoverSpec::read)?;
        setup.records.extend([exchanger_id.clone(), pump_id.clone()]);
        let rated_w = setup.system.operation.as_ref().and_then(|o| o.rated_kw).map(|kw| 1e3 * kw);
        let rack_w = rated_w.unwrap_or_else(|| setup.rack.nameplate_w());
        let (sink, units) = if *role == EquipmentRole::LiquidToAir {
            let spec = read_equipment(self.catalog, &by, exchanger_id, "liquid-to-air", LiquidToAirSpec::read)?;
            let units = CoolantUnits::of_each_rack(rack_w / spec.rated_w, self.racks);
            (LoopHeatSink::RoomAir(LiquidToAirUnit(spec)), units)
        } else {
            let spec = read_equipment(self.catalog, &by, exchanger_id, "cdu", plate_exchanger::CduSpec::read)?;
            let rating = || BuildError::Rating { id: exchanger_id.clone() };
            let exchanger = PlateExchanger::new(spec).ok_or_else(rating)?;
            // A flow for each kW may ask for more units than the heat: their pumps give it at their best point.
            let flow_m3_s = self.flow_control.flow_m3_j().map_or(0.0, |flow| flow * rack_w);
            let per_rack = (rack_w / spec.rated_w).max(flow_m3_s / pump.best_flow_m3_s);
            let units = self.count_units(*role, per_rack, &setup.system);
            let (count, needed, shared) = (units.installed, units.needed, *role == EquipmentRole::CduInRow);
            // One shared unit larger than its racks has the controls of a unit of their size; a rack filled in part, as
            // much of its own units as of itself.
            let controlled = if shared {
                let spare = f64::from(count) - needed.ceil().max(1.0);
                MachineCount::for_duty(needed).record_units() + spare.max(0.0)
            } else {
                self.racks * units.running_per_rack
            };
            setup.cdu = Some(CduSet {
                exchanger: exchanger.in_parallel(units.running_per_rack * self.racks),
                count,
                control_w: controlled * spec.control_w,
                needed,
                shared,
                racks_per_unit: units.racks_per_unit,
                id: exchanger_id.clone(),
            });
            (LoopHeatSink::FacilityWater { loss_pa: spec.hot_loss_pa }, units)
        };
        setup.rack.liquid_cooling = LiquidCooling::Loop(Box::new(CoolantLoop {
            coupling,
            pump: Mover(pump),
            cdu_share: units.running_per_rack,
            part_group: units.part_group,
            sink,
            liquid: build::manifold_liquid(self.catalog, &by, &manifold)?,
            pump_control: PumpControl::ChipTarget,
            manifold,
        }));
        self.set_pump_control(&mut setup.rack, rated_w);
        Ok(setup)
    }

    /// Records of the coolant unit and of its pumps: those that the scenario names, those that the system is sold with, or
    /// the usual ones.
    fn unit_records(&self, system: &SystemRecord) -> UnitRecords {
        let (role, pump_role) = exchanger_and_pump_roles(self.architecture.cooling, self.architecture.cdu);
        let sold = system.operation.as_ref().filter(|_| role == EquipmentRole::CduInRow);
        let pick = |role, own: Option<&String>| match (self.architecture.equipment.chosen_id(role), own) {
            (None, Some(own)) => own.clone(),
            _ => self.record_of(role).to_owned(),
        };
        UnitRecords {
            role,
            exchanger_id: pick(role, sold.and_then(|o| o.cdu.as_ref())),
            pump_id: pick(pump_role, sold.and_then(|o| o.cdu_pump.as_ref())),
        }
    }

    /// What the pumps hold. The pressure of a flow is that of the busy rack at the supply of the scenario. Pumps that do not
    /// give the flow run at full speed, and the state says what is missing.
    fn set_pump_control(&self, rack: &mut RackModel, rated_w: Option<f64>) {
        let own = match self.flow_control {
            FlowControl::ChipTarget => PumpControl::ChipTarget,
            FlowControl::DifferentialPressure { pressure_pa } => PumpControl::ManifoldPressure { pressure_pa },
            FlowControl::DesignFlow { flow_m3_j } | FlowControl::FlowPerKw { flow_m3_j } => {
                PumpControl::FlowPerHeat { flow_m3_j }
            }
            FlowControl::ReturnTemperature { leaving } => {
                PumpControl::ReturnTemperature { leaving_c: leaving.celsius() }
            }
        };
        rack.set_pump_control(own);
        if let FlowControl::DesignFlow { flow_m3_j } = self.flow_control {
            let limit_margin = TempDelta::new(self.defaults.limit_margin_k);
            let design = LoopDesign { flow_m3_j, rated_w, limit_margin };
            let load = RackLoad::full_load(self.architecture);
            let found = RackSolver::new(rack, self.architecture.supply, load)
                .and_then(|mut solver| solver.find_design_pressure(&design));
            // A rack without a state says so where it is solved.
            if let Ok(Some(pressure_pa)) = found {
                rack.set_pump_control(PumpControl::ManifoldPressure { pressure_pa });
            }
        }
    }

    /// Units for all racks and for each, where one rack's parts need so many.
    fn count_units(&self, role: EquipmentRole, per_rack: f64, system: &SystemRecord) -> CoolantUnits {
        // A rack's own units carry that rack.
        if role != EquipmentRole::CduInRow {
            return CoolantUnits::of_each_rack(per_rack, self.racks);
        }
        let given = self.architecture.coolant_units;
        let stated = given.racks_per_unit.or_else(|| system.operation.as_ref()?.racks_per_cdu);
        let sharing = UnitSharing {
            racks_per_unit: stated.map(f64::from),
            redundancy: given.redundancy,
            spare_runs: given.spare_runs,
            units_per_spare: self.defaults.cdus_per_spare,
        };
        CoolantUnits::shared_by_racks(per_rack, self.racks, &sharing)
    }
}

/// Records of a coolant unit and its pumps.
struct UnitRecords {
    role: EquipmentRole,
    exchanger_id: String,
    pump_id: String,
}

/// Warmest facility water with which units keep a rack's supply, for all racks together.
pub fn warmest_facility_water(set: &CduSet, racks: f64, state: &super::state::RackState) -> Option<Temperature> {
    let liquid = state.liquid.as_ref()?;
    let spec = set.exchanger.rating();
    let hot = crate::units::ThermalConductance::new(racks * liquid.capacity_w_k);
    let cold = hot * (spec.cold_w_k / spec.hot_w_k);
    let heat = crate::units::Power::new(racks * (state.liquid_heat_w + state.pump_w));
    let supply = Temperature::from_celsius(liquid.supply_c);
    (heat.watts() > 0.0).then(|| set.exchanger.required_cold_inlet(heat, supply, hot, cold))
}
