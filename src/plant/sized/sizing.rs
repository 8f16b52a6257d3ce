//! Decides what is installed, from the load at full power and the climate's design conditions.
//!
//! Heat rejection is sized for the conditions that 0.4 % of the hours pass, capacity of chillers for the extremes, so
//! that no hour of the year lacks it. No redundancy beyond the designer's margins is added: spare machines that stand
//! still change no energy.

use std::ops::ControlFlow;

use crate::component::liquid::plate_exchanger::WatersideExchanger;
use crate::component::plant::adiabatic_pad::AdiabaticPad;
use crate::component::plant::air_economizer::AirEconomizer;
use crate::component::plant::campus_water::CampusWaterSpec;
use crate::component::plant::chiller;
use crate::component::plant::closed_circuit_cooler::ClosedCircuitCooler;
use crate::component::plant::dry_cooling_unit::DryCoolingUnit;
use crate::component::plant::dx::DxUnit;
use crate::component::plant::free_cooling_coil::FreeCoolingCoil;
use crate::component::plant::glycol_rules::GlycolRulesSpec;
use crate::component::plant::indirect_evaporative::IndirectEvaporativeCooler;
use crate::component::plant::water_reset::WaterResetSpec;
use crate::component::plant::{design_rules, plant_pump, tower_water};
use crate::component::room::air_handler;
use crate::physics::air::CP_DRY_AIR;
use crate::physics::liquid::WATER_HEAT_CAPACITY_J_M3_K;
use crate::plant::error::PlantError;
use crate::plant::outdoor::OutdoorConditions;
use crate::plant::weather::DesignConditions;
use crate::scenario::{EvaporativeAssist, TrimCooling, WatersideEconomizer};
use crate::solve::convergence::iterate_to_convergence;
use crate::units::count::{MachineCount, round_up_count};
use crate::units::{Power, TempDelta, Temperature, ThermalConductance, VolumeFlow};

use super::air::{AirPlant, OutdoorAirCooling};
use super::campus::CampusSupply;
use super::chiller_bank::ChillerBank;
use super::chiller_sizing::{ChillerDuty, size_chiller_bank};
use super::condenser_water::CondenserSetPoint;
use super::controlled_air::OutdoorAirControl;
use super::hour::{AirLoad, WaterLoad};
use super::installed::{InstallableItem, InstalledUnits};
use super::loop_pump::{LoopPumps, PumpControl};
use super::module_need::least_sufficient;
use super::plant::SizedPlant;
use super::tower::TowerPlant;
use super::tower_cells::{SizedTowerCell, SizedTowerCells};
use super::unit_counts::{UnitCounts, choose_count};

/// Parameters of everything a plant may be built from.
#[derive(Clone, Copy, Debug)]
pub struct PlantParts {
    /// Tower cell.
    pub tower: SizedTowerCell,
    /// Its drift and cycles of concentration.
    pub tower_water: tower_water::TowerWaterSpec,
    /// Water-cooled chiller.
    pub chiller_water: chiller::ChillerSpec,
    /// Air-cooled chiller.
    pub chiller_air: chiller::ChillerSpec,
    /// Waterside economiser.
    pub economizer: WatersideExchanger,
    /// Chilled water of a campus.
    pub campus_water: CampusWaterSpec,
    /// Dry cooler.
    pub dry_cooler: DryCoolingUnit,
    /// Wetted pad ahead of a dry cooler.
    pub pad: AdiabaticPad,
    /// Closed-circuit cooler.
    pub closed_circuit: ClosedCircuitCooler,
    /// Thermosyphon cooler.
    pub thermosyphon: DryCoolingUnit,
    /// Free-cooling coil of air-cooled chillers.
    pub free_cooling_coil: FreeCoolingCoil,
    /// Glycol in the loop of dry coolers.
    pub glycol: GlycolRulesSpec,
    /// Electricity that a kilogram of water counts as where a plant chooses between them, J/kg.
    pub water_value_j_kg: f64,
    /// Direct-expansion unit.
    pub dx: DxUnit,
    /// Airside economiser.
    pub air_economizer: AirEconomizer,
    /// Limits of the air at the servers; none: those of the economiser's record.
    pub outdoor_air: Option<OutdoorAirControl>,
    /// Indirect evaporative cooler.
    pub indirect: IndirectEvaporativeCooler,
    /// Pumps of chilled water.
    pub chilled_pump: plant_pump::PlantPumpSpec,
    /// Pumps of condenser water.
    pub condenser_pump: plant_pump::PlantPumpSpec,
    /// Pumps of facility water.
    pub facility_pump: plant_pump::PlantPumpSpec,
    /// How the pumps follow the flow.
    pub pump_control: PumpControl,
    /// Air handler.
    pub air_handler: air_handler::AirHandlerSpec,
    /// Relative humidity of the supply air of a hall whose air recirculates.
    pub room_humidity: f64,
    /// Set point of the condenser water, and the range of tower water.
    pub condenser_water: CondenserSetPoint,
    /// Reset of chilled water.
    pub water_reset: WaterResetSpec,
    /// How many units are wanted.
    pub counts: UnitCounts,
    /// Choices of the designer.
    pub rules: design_rules::DesignRulesSpec,
}

impl PlantParts {
    /// The pumps of a loop with a capacity rate in the design, W/K.
    pub(super) const fn loop_pumps(&self, spec: plant_pump::PlantPumpSpec, design_w_k: f64) -> LoopPumps {
        LoopPumps { spec, control: self.pump_control, design_w_k }
    }
}

/// Growths of chillers in which they carry the design day behind their towers; each takes what is short and more, since a
/// larger machine gives the tower next to nothing more.
const MAX_CHILLER_GROWTHS: usize = 20;

/// Chillers behind towers are sized for condenser water at its set point. Where the towers do not reach it on the extreme
/// day, the chillers grow until they carry the load and the margin.
fn grow_chillers_for_design_day(
    plant: &mut TowerPlant,
    load: &WaterLoad,
    design: &DesignConditions,
    margin: f64,
) -> Result<(), PlantError> {
    let extreme = OutdoorConditions::new(design.extreme);
    let with_margin = WaterLoad { heat_w: load.heat_w * margin, ..*load };
    iterate_to_convergence("the chillers of a design day", MAX_CHILLER_GROWTHS, |_| {
        match (plant.at_load(&with_margin).solve_hour(&extreme), &mut plant.chillers) {
            (Ok(_), _) => Ok(ControlFlow::Break(())),
            (Err(PlantError::Overload { available_kw, load_kw, .. }), Some(bank)) => {
                let short = load_kw / available_kw;
                bank.chiller = bank.chiller.with_rated_capacity(Power::new(bank.chiller.spec().rated_w * short));
                Ok(ControlFlow::Continue(short - 1.0))
            }
            (Err(error), _) => Err(error),
        }
    })
}

/// Water-cooled chillers for a heat, W, at a supply temperature, °C, on a day of an extreme wet-bulb, °C.
fn size_condenser_chillers(parts: &PlantParts, heat_w: f64, supply_c: f64, wet_bulb_c: f64) -> ChillerBank {
    let duty = ChillerDuty {
        heat_w: heat_w * parts.rules.chiller_margin,
        supply_c,
        coldest_condenser: parts.condenser_water.coldest(),
        warmest_condenser: parts.condenser_water.warmest(wet_bulb_c),
    };
    size_chiller_bank(&parts.chiller_water, &duty)
}

/// Towers with water-cooled chillers, an economiser, or both.
///
/// # Errors
/// When the hour of the design day is outside the range of a model or does not settle.
pub fn size_tower_plant(
    parts: &PlantParts,
    load: &WaterLoad,
    design: &DesignConditions,
    economiser: WatersideEconomizer,
    trim: TrimCooling,
) -> Result<(SizedPlant, Vec<InstalledUnits>), PlantError> {
    let (rules, with_chillers) = (&parts.rules, trim == TrimCooling::Chillers);
    let wet_c = design.extreme.wet_bulb().celsius();
    let condenser = parts.condenser_water.warmest(wet_c);
    let chilled_pump = parts.loop_pumps(parts.chilled_pump, load.capacity_w_k);
    let heat_w = load.heat_w + chilled_pump.power_w(load.capacity_w_k);
    let chillers = with_chillers.then(|| size_condenser_chillers(parts, heat_w, load.supply_c, wet_c));
    let campus = match trim {
        TrimCooling::Campus => Some(CampusSupply::size_exchangers(parts.campus_water, parts.economizer, load, heat_w)?),
        TrimCooling::Chillers | TrimCooling::None => None,
    };
    let compressor_w = chillers.as_ref().map_or(0.0, |bank| {
        let full = bank.chiller.full_load(Temperature::from_celsius(load.supply_c), condenser);
        heat_w * full.eirft / bank.chiller.spec().rated_cop
    });
    let condenser_w_k = (heat_w + compressor_w) / parts.condenser_water.range_k;
    let exchanger = (economiser != WatersideEconomizer::None || !with_chillers).then(|| {
        let flows = [load.capacity_w_k, condenser_w_k].map(ThermalConductance::new);
        parts.economizer.sized_for(Power::new(heat_w), flows[0], flows[1])
    });
    let mut plant = TowerPlant {
        cells: SizedTowerCells {
            cell: parts.tower,
            machines: MachineCount::fitted(
                condenser_w_k / WATER_HEAT_CAPACITY_J_M3_K / parts.tower.spec().water_flow_m3_s,
            ),
            treatment: parts.tower_water,
        },
        chillers,
        campus: None,
        economizer: exchanger,
        integrated: economiser == WatersideEconomizer::Integrated,
        chilled_pump,
        condenser_pump: parts.loop_pumps(parts.condenser_pump, condenser_w_k),
        design_heat_w: load.heat_w,
        condenser_w_k,
        condenser_water: parts.condenser_water,
    };
    let mut units = Vec::new();
    let most_cells = rules.tower_cells_max_ratio * plant.cells.machines.record_units();
    let choose_cells = |needed| choose_count("tower_cells", parts.counts.tower_cells, needed, most_cells);
    let needed;
    if with_chillers {
        let rejected_w = heat_w + compressor_w + plant.condenser_pump.power_w(condenser_w_k);
        add_cells_for_condensers(&mut plant, rejected_w, design, rules)?;
        needed = plant.cells.machines;
        plant.cells.machines = choose_cells(needed)?;
        grow_chillers_for_design_day(&mut plant, load, design, rules.chiller_margin)?;
        units.extend(plant.chillers.map(|bank| bank.as_installed(InstallableItem::Chiller, &parts.chiller_water)));
    } else {
        add_cells_for_supply(&mut plant, load, design, rules)?;
        needed = plant.cells.machines;
        plant.cells.machines = choose_cells(needed)?;
        plant.campus = campus;
        units.extend(campus.map(|supply| supply.as_installed(InstallableItem::CampusExchanger)));
    }
    let cells = plant.cells.machines;
    let cell_w = (heat_w + compressor_w) / f64::from(needed.count);
    units.push(if parts.counts.tower_cells.is_some() {
        InstalledUnits::chosen(InstallableItem::TowerCell, cells.count, cell_w)
    } else {
        InstalledUnits::made_to_measure(InstallableItem::TowerCell, cells.count, cells.record_units(), cell_w)
    });
    if let Some(exchanger) = &exchanger {
        let (needed, count) = (exchanger.unit_count(), round_up_count(exchanger.unit_count()));
        let each_w = exchanger.rated_heat().watts() / f64::from(count);
        units.push(InstalledUnits::made_to_measure(InstallableItem::Economizer, count, needed, each_w));
    }
    Ok((SizedPlant::Tower(plant), units))
}

/// Step by which the cells of towers grow until they hold what they are sized for.
const CELL_STEP: f64 = 1.02;

/// Cells until they hold the set point of the condenser water at the design wet-bulb: thin air and the heat of the pumps ask
/// for more than the water flow alone.
fn add_cells_for_condensers(
    plant: &mut TowerPlant,
    heat_w: f64,
    design: &DesignConditions,
    rules: &design_rules::DesignRulesSpec,
) -> Result<(), PlantError> {
    let outdoor = OutdoorConditions::new(design.typical);
    let set_c = plant.condenser_water.design_c(outdoor.wet_bulb.celsius(), rules.tower_approach_min_k);
    let most = rules.tower_cells_max_ratio * plant.cells.machines.record_units();
    let capacity_w_k = plant.condenser_w_k;
    while plant.cells.prepare_hour(&outdoor, capacity_w_k).hold_set_point(heat_w, set_c)?.is_none() {
        let more = CELL_STEP * plant.cells.machines.record_units();
        if more > most {
            break;
        }
        plant.cells.machines = MachineCount::fitted(more);
    }
    Ok(())
}

/// Where towers alone hold the supply: cells until they hold it at the design wet-bulb, as far as the approach that is left
/// is worth more of them. Where it is not, the supply floats above its set point on such days, and the year counts those
/// hours as unmet.
fn add_cells_for_supply(
    plant: &mut TowerPlant,
    load: &WaterLoad,
    design: &DesignConditions,
    rules: &design_rules::DesignRulesSpec,
) -> Result<(), PlantError> {
    let outdoor = OutdoorConditions::new(design.typical);
    let closest_c = outdoor.wet_bulb.celsius() + rules.tower_approach_min_k;
    let most = rules.tower_cells_max_ratio * plant.cells.machines.record_units();
    loop {
        match plant.at_load(load).solve_hour(&outdoor) {
            Ok(hour) if hour.supply_c <= load.supply_c + 1e-9 => break,
            Ok(hour) if hour.rejection_water.is_some_and(|water| water.leaving_c <= closest_c) => break,
            // Too few cells to carry the heat at all are too few to hold the supply.
            Ok(_) | Err(PlantError::HeatNotRejected { .. }) => {}
            Err(error) => return Err(error),
        }
        let more = CELL_STEP * plant.cells.machines.record_units();
        if more > most {
            break;
        }
        plant.cells.machines = MachineCount::fitted(more);
    }
    Ok(())
}

/// Most direct-expansion units over as many as their air flow asks for.
const MAX_DX_FACTOR: u32 = 20;

/// Direct-expansion units for the hall's air on the extreme day, and what outdoor air passes through in an economiser.
///
/// # Errors
/// When a state is out of the range of a model.
pub fn size_air_plant(
    parts: &PlantParts,
    load: &AirLoad,
    design: &DesignConditions,
    outdoor_air: Option<EvaporativeAssist>,
) -> Result<(SizedPlant, Vec<InstalledUnits>), PlantError> {
    let rules = &parts.rules;
    let needed_for = |flow_m3_s: f64| load.flow.m3_s() * rules.air_handler_spare / flow_m3_s;
    let mut units = Vec::new();
    let outside = outdoor_air.map(|evaporative| match evaporative {
        EvaporativeAssist::None | EvaporativeAssist::Direct => {
            let needed = needed_for(parts.air_economizer.spec().air_flow_m3_s);
            let machines = MachineCount::for_duty(needed);
            let of = |kind| InstalledUnits::of_record_size(kind, machines.count, needed, None);
            units.push(of(InstallableItem::AirEconomizer));
            let pad = (evaporative == EvaporativeAssist::Direct).then_some(parts.pad);
            if pad.is_some() {
                units.push(of(InstallableItem::Pad));
            }
            OutdoorAirCooling::Direct { unit: parts.air_economizer, machines, pad, control: parts.outdoor_air }
        }
        EvaporativeAssist::Indirect => {
            let kg_s = load.capacity_w_k / parts.indirect.spec().hall_kg_s / CP_DRY_AIR;
            let needed = kg_s * rules.air_handler_spare;
            let machines = MachineCount::for_duty(needed);
            units.push(InstalledUnits::of_record_size(InstallableItem::Indirect, machines.count, needed, None));
            OutdoorAirCooling::Indirect { unit: parts.indirect, machines }
        }
    });
    let needed_by_flow = needed_for(parts.dx.spec().air_flow_m3_s);
    let mut plant = AirPlant {
        dx: parts.dx,
        machines: MachineCount::whole(round_up_count(needed_by_flow)),
        outdoor_air: outside,
        recirculation_rise: TempDelta::new(rules.yard_rise_k),
    };
    if !plant.has_compressors() {
        return Ok((SizedPlant::Air(plant), units));
    }
    // Enough for the extreme day without help from outdoor air, with the designer's margin.
    let extreme = OutdoorConditions::new(design.extreme);
    let margin = AirLoad { heat_w: load.heat_w * rules.chiller_margin, ..*load };
    let most = MAX_DX_FACTOR * plant.machines.count;
    loop {
        match plant.at_load(&margin)?.solve_recirculated_air(&extreme) {
            Ok(_) => break,
            Err(PlantError::Overload { .. }) if plant.machines.count < most => {
                plant.machines = plant.machines.next_larger();
            }
            Err(error) => return Err(error),
        }
    }
    let count = plant.machines.count;
    let needed = least_sufficient(needed_by_flow, f64::from(count), |units| {
        let part = AirPlant { machines: MachineCount::fitted(units), ..plant };
        Ok::<_, PlantError>(1.0 - part.at_load(&margin)?.recirculated_load_ratio(&extreme)?)
    });
    let capacity_w = Some(parts.dx.spec().rated_w);
    units.push(InstalledUnits::of_record_size(InstallableItem::Dx, count, needed, capacity_w));
    Ok((SizedPlant::Air(plant), units))
}

/// Air handlers of the record's size that an air flow takes, spare ones running along.
pub fn air_handlers_for_flow(parts: &PlantParts, flow: VolumeFlow) -> f64 {
    flow.m3_s() * parts.rules.air_handler_spare / parts.air_handler.air_flow_m3_s
}
