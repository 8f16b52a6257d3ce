//! Decides what is installed, from the load at full power and the climate's design conditions.
//!
//! Heat rejection is sized for the conditions that 0.4 % of the hours pass, capacity of chillers for the extremes, so
//! that no hour of the year lacks it. No redundancy beyond the designer's margins is added: spare machines that stand
//! still change no energy.

use crate::component::liquid::plate_exchanger::WatersideExchanger;
use crate::component::plant::adiabatic_pad::AdiabaticPad;
use crate::component::plant::air_economizer::AirEconomizer;
use crate::component::plant::chiller::{self, EirChiller};
use crate::component::plant::dry_cooling_unit::DryCoolingUnit;
use crate::component::plant::dx::DxUnit;
use crate::component::plant::indirect_evaporative::IndirectEvaporativeCooler;
use crate::component::plant::{design_rules, plant_pump, tower_water};
use crate::component::room::air_handler;
use crate::physics::air::{CP_DRY_AIR, MoistAir};
use crate::physics::liquid::WATER_HEAT_CAPACITY_J_M3_K;
use crate::plant::error::PlantError;
use crate::plant::outdoor::OutdoorConditions;
use crate::plant::weather::DesignConditions;
use crate::scenario::{EvaporativeAssist, WatersideEconomizer};
use crate::solve::convergence::NotConverged;
use crate::units::count::{MachineCount, round_up_count};
use crate::units::{Power, TempDelta, Temperature, ThermalConductance, VolumeFlow};

use super::air::{AirPlant, OutdoorAirCooling};
use super::chiller_bank::ChillerBank;
use super::dry::{DryCoolerBank, DryPlant};
use super::hour::{AirLoad, WaterLoad};
use super::installed::{InstallableItem, InstalledUnits};
use super::loop_pump::pump_power_w;
use super::plant::SizedPlant;
use super::tower::TowerPlant;
use super::tower_cells::{SizedTowerCell, SizedTowerCells};

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
    /// Dry cooler.
    pub dry_cooler: DryCoolingUnit,
    /// Wetted pad ahead of a dry cooler.
    pub pad: AdiabaticPad,
    /// Direct-expansion unit.
    pub dx: DxUnit,
    /// Airside economiser.
    pub air_economizer: AirEconomizer,
    /// Indirect evaporative cooler.
    pub indirect: IndirectEvaporativeCooler,
    /// Pumps of chilled water.
    pub chilled_pump: plant_pump::PlantPumpSpec,
    /// Pumps of condenser water.
    pub condenser_pump: plant_pump::PlantPumpSpec,
    /// Pumps of facility water.
    pub facility_pump: plant_pump::PlantPumpSpec,
    /// Air handler.
    pub air_handler: air_handler::AirHandlerSpec,
    /// Choices of the designer.
    pub rules: design_rules::DesignRulesSpec,
}

/// Chillers that carry `heat_w` with a margin at the given temperatures: as many as machines of the record's size take,
/// each scaled to fit.
fn size_chiller_bank(
    spec: &chiller::ChillerSpec,
    heat_w: f64,
    margin: f64,
    supply_c: f64,
    condenser: Temperature,
) -> (ChillerBank, InstalledUnits) {
    let chiller = EirChiller(*spec);
    let available_w = chiller.full_load(Temperature::from_celsius(supply_c), condenser).available.watts();
    let count = round_up_count(heat_w * margin / available_w);
    let rated_w = spec.rated_w * heat_w * margin / (available_w * f64::from(count));
    let bank = ChillerBank { chiller: chiller.with_rated_capacity(Power::new(rated_w)), count };
    (bank, InstalledUnits { kind: InstallableItem::Chiller, count, capacity_w: Some(rated_w) })
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
    with_chillers: bool,
) -> Result<(SizedPlant, Vec<InstalledUnits>), PlantError> {
    let rules = &parts.rules;
    let wet_c = design.extreme.wet_bulb().celsius();
    let condenser = Temperature::from_celsius((wet_c + rules.condenser_approach_k).max(rules.condenser_min_c));
    let mut units = Vec::new();
    let chillers = with_chillers.then(|| {
        let (found, unit) =
            size_chiller_bank(&parts.chiller_water, load.heat_w, rules.chiller_margin, load.supply_c, condenser);
        units.push(unit);
        found
    });
    let compressor_w = chillers.as_ref().map_or(0.0, |bank| {
        let full = bank.chiller.full_load(Temperature::from_celsius(load.supply_c), condenser);
        load.heat_w * full.eirft / bank.chiller.0.rated_cop
    });
    let condenser_w_k = (load.heat_w + compressor_w) / rules.tower_range_k;
    let exchanger = (economiser != WatersideEconomizer::None || !with_chillers).then(|| {
        let flows = [load.capacity_w_k, condenser_w_k].map(ThermalConductance::new);
        parts.economizer.sized_for(Power::new(load.heat_w), flows[0], flows[1])
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
        economizer: exchanger,
        integrated: economiser == WatersideEconomizer::Integrated,
        chilled_pump: parts.chilled_pump,
        condenser_pump: parts.condenser_pump,
        condenser_w_k,
        condenser_min_c: rules.condenser_min_c,
        condenser_approach_k: rules.condenser_approach_k,
    };
    if with_chillers {
        let chilled_w = load.heat_w + pump_power_w(&plant.chilled_pump, load.capacity_w_k);
        let heat_w =
            chilled_w * (1.0 + compressor_w / load.heat_w) + pump_power_w(&plant.condenser_pump, condenser_w_k);
        add_cells_for_condensers(&mut plant, heat_w, design, rules)?;
    } else {
        add_cells_for_supply(&mut plant, load, design, rules)?;
    }
    let count = plant.cells.machines.count;
    let cell_w = (load.heat_w + compressor_w) / f64::from(count);
    units.push(InstalledUnits { kind: InstallableItem::TowerCell, count, capacity_w: Some(cell_w) });
    if let Some(exchanger) = &exchanger {
        let count = round_up_count(exchanger.unit_count());
        let capacity_w = Some(exchanger.rated_heat().watts() / f64::from(count));
        units.push(InstalledUnits { kind: InstallableItem::Economizer, count, capacity_w });
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
    let set_c = (outdoor.wet_bulb.celsius() + plant.condenser_approach_k).max(plant.condenser_min_c);
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

/// Most dry coolers, and direct-expansion units, over as many as their rating or air flow asks for.
const MAX_COOLER_FACTOR: f64 = 40.0;
const MAX_DX_FACTOR: u32 = 20;

/// Outdoor air as warm as the yard gets.
fn recirculated_air(air: &MoistAir, rise_k: f64) -> MoistAir {
    air.warmed_by(TempDelta::new(rise_k))
}

/// Dry coolers, behind pads if wanted, and if wanted trim chillers for what they leave on the extreme day.
///
/// # Errors
/// When the design conditions are out of range.
pub fn size_dry_plant(
    parts: &PlantParts,
    load: &WaterLoad,
    design: &DesignConditions,
    trim: bool,
    pads: bool,
) -> Result<(SizedPlant, Vec<InstalledUnits>), PlantError> {
    let rules = &parts.rules;
    let mut plant = DryPlant {
        cooler: None,
        pads: pads.then_some(parts.pad),
        trim_chillers: None,
        pump: parts.facility_pump,
        recirculation_rise: TempDelta::new(rules.yard_rise_k),
    };
    // What the coils breathe: the yard's air, behind wetted pads if there are some.
    let at_coils = |air: &MoistAir| -> Result<MoistAir, PlantError> {
        let yard = recirculated_air(air, rules.yard_rise_k);
        Ok(plant.air_behind_pads(&yard, air.wet_bulb())?.map_or(yard, |(_, passed)| passed.air))
    };
    let (typical, extreme) = (at_coils(&design.typical)?, at_coils(&design.extreme)?);
    // Warmer air than this leaves an approach that no size of cooler is worth: the trim chillers' part.
    let worth_c = load.supply_c - rules.dry_approach_min_k;
    let air = if typical.dry_bulb().celsius() > worth_c {
        MoistAir::from_relative_humidity(Temperature::from_celsius(worth_c), rules.room_humidity, typical.pressure())?
    } else {
        typical
    };
    let return_water = Temperature::from_celsius(load.supply_c + load.heat_w / load.capacity_w_k);
    let carried_w = |machines: MachineCount, air: &MoistAir| -> Result<f64, NotConverged> {
        let n = machines.record_units();
        let capacity = ThermalConductance::new(load.capacity_w_k / n);
        let most = parts.dry_cooler.operate(Power::new(load.heat_w / n), return_water, capacity, air)?;
        Ok(most.heat.watts() * n)
    };
    let rated_w = parts.dry_cooler.spec().rated_w;
    // At a quarter of their rating none carries the heat yet.
    let mut machines = MachineCount::for_duty(load.heat_w / rated_w / 4.0);
    let most = MAX_COOLER_FACTOR * (load.heat_w / rated_w + 1.0);
    // The approach that is left carries the heat with enough of them; that takes no end of them is a mistake of the data.
    loop {
        let now_w = carried_w(machines, &air)?;
        if now_w >= load.heat_w * (1.0 - 1e-12) {
            break;
        }
        if machines.record_units() >= most {
            let (count, carried_kw, load_kw) = (machines.count, now_w / 1e3, load.heat_w / 1e3);
            return Err(PlantError::TooManyUnits { what: "dry coolers", count, carried_kw, load_kw });
        }
        machines = machines.next_larger();
    }
    let count = machines.count;
    let mut units = vec![InstalledUnits {
        kind: InstallableItem::DryCooler,
        count,
        capacity_w: Some(load.heat_w / f64::from(count)),
    }];
    if pads {
        units.push(InstalledUnits { kind: InstallableItem::Pad, count, capacity_w: None });
    }
    let left_w = load.heat_w - carried_w(machines, &extreme)?;
    if trim && left_w > 0.0 {
        let yard = recirculated_air(&design.extreme, rules.yard_rise_k);
        let (bank, unit) =
            size_chiller_bank(&parts.chiller_air, left_w, rules.chiller_margin, load.supply_c, yard.dry_bulb());
        units.push(InstalledUnits { kind: InstallableItem::TrimChiller, ..unit });
        plant.trim_chillers = Some(bank);
    }
    plant.cooler = Some(DryCoolerBank { unit: parts.dry_cooler, machines });
    Ok((SizedPlant::Dry(plant), units))
}

/// Air-cooled chillers alone.
pub fn size_air_chillers(
    parts: &PlantParts,
    load: &WaterLoad,
    design: &DesignConditions,
) -> (SizedPlant, InstalledUnits) {
    let rules = &parts.rules;
    let extreme = recirculated_air(&design.extreme, rules.yard_rise_k);
    let (bank, unit) =
        size_chiller_bank(&parts.chiller_air, load.heat_w, rules.chiller_margin, load.supply_c, extreme.dry_bulb());
    let plant = DryPlant {
        cooler: None,
        pads: None,
        trim_chillers: Some(bank),
        pump: parts.chilled_pump,
        recirculation_rise: TempDelta::new(rules.yard_rise_k),
    };
    (SizedPlant::Dry(plant), unit)
}

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
    let units_for = |flow_m3_s: f64| MachineCount::for_duty(load.flow.m3_s() * rules.air_handler_spare / flow_m3_s);
    let mut units = Vec::new();
    let outside = outdoor_air.map(|evaporative| match evaporative {
        EvaporativeAssist::None | EvaporativeAssist::Direct => {
            let machines = units_for(parts.air_economizer.spec().air_flow_m3_s);
            let count = machines.count;
            units.push(InstalledUnits { kind: InstallableItem::AirEconomizer, count, capacity_w: None });
            let pad = (evaporative == EvaporativeAssist::Direct).then_some(parts.pad);
            if pad.is_some() {
                units.push(InstalledUnits { kind: InstallableItem::Pad, count, capacity_w: None });
            }
            OutdoorAirCooling::Direct { unit: parts.air_economizer, machines, pad }
        }
        EvaporativeAssist::Indirect => {
            let kg_s = load.capacity_w_k / parts.indirect.spec().hall_kg_s / CP_DRY_AIR;
            let machines = MachineCount::for_duty(kg_s * rules.air_handler_spare);
            units.push(InstalledUnits { kind: InstallableItem::Indirect, count: machines.count, capacity_w: None });
            OutdoorAirCooling::Indirect { unit: parts.indirect, machines }
        }
    });
    let mut plant = AirPlant {
        dx: parts.dx,
        count: units_for(parts.dx.spec().air_flow_m3_s).count,
        outdoor_air: outside,
        recirculation_rise: TempDelta::new(rules.yard_rise_k),
    };
    // Enough for the extreme day without help from outdoor air, with the designer's margin.
    let extreme = OutdoorConditions::new(design.extreme);
    let alone = |plant: &AirPlant| AirPlant { outdoor_air: None, ..*plant };
    let margin = AirLoad { heat_w: load.heat_w * rules.chiller_margin, ..*load };
    let most = MAX_DX_FACTOR * plant.count;
    loop {
        match alone(&plant).at_load(&margin)?.solve_hour(&extreme) {
            Ok(_) => break,
            Err(PlantError::Overload { .. }) if plant.count < most => plant.count += 1,
            Err(error) => return Err(error),
        }
    }
    units.push(InstalledUnits {
        kind: InstallableItem::Dx,
        count: plant.count,
        capacity_w: Some(parts.dx.spec().rated_w),
    });
    Ok((SizedPlant::Air(plant), units))
}

/// Air handlers for an air flow, spare ones running along.
pub fn size_air_handlers(parts: &PlantParts, flow: VolumeFlow) -> MachineCount {
    MachineCount::for_duty(flow.m3_s() * parts.rules.air_handler_spare / parts.air_handler.air_flow_m3_s)
}
