//! Sizes dry coolers and closed-circuit coolers, their trim chillers, and air-cooled chillers alone.

use crate::component::plant::adiabatic_pad::AdiabaticPad;
use crate::physics::air::MoistAir;
use crate::plant::error::PlantError;
use crate::plant::weather::DesignConditions;
use crate::scenario::TrimCooling;
use crate::solve::convergence::NotConverged;
use crate::units::count::MachineCount;
use crate::units::{TempDelta, Temperature};

use super::campus::CampusSupply;
use super::chiller_bank::ChillerBank;
use super::chiller_sizing::{ChillerDuty, size_chiller_bank};
use super::cooler_bank::{LoopCooler, LoopCoolerBank, SprayedCooler};
use super::cooler_duty::{CoilAir, CoolerDuty};
use super::dry::DryPlant;
use super::glycol_sizing;
use super::hour::{ROUNDING, WaterLoad};
use super::installed::{InstallableItem, InstalledUnits, ModuleNeed};
use super::module_need::least_sufficient;
use super::plant::SizedPlant;
use super::sizing::PlantParts;
use super::unit_counts::choose_count;

/// Most dry coolers over as many as their rating asks for.
const MAX_COOLER_FACTOR: f64 = 40.0;

/// Outdoor air as warm as the yard gets.
fn recirculated_air(air: &MoistAir, rise_k: f64) -> MoistAir {
    air.warmed_by(TempDelta::new(rise_k))
}

/// Coolers of a loop of water as a scenario asks for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WantedCooler {
    /// Dry coolers.
    Dry {
        /// Behind wetted pads.
        pads: bool,
        /// With glycol in their coils.
        glycol: bool,
    },
    /// Closed-circuit coolers.
    ClosedCircuit,
}

impl WantedCooler {
    const fn has_pads(self) -> bool {
        matches!(self, Self::Dry { pads: true, .. })
    }

    const fn item(self) -> InstallableItem {
        match self {
            Self::Dry { .. } => InstallableItem::DryCooler,
            Self::ClosedCircuit => InstallableItem::ClosedCircuitCooler,
        }
    }

    fn unit(self, parts: &PlantParts, load: &WaterLoad, coldest: Temperature) -> Result<LoopCooler, PlantError> {
        Ok(match self {
            Self::Dry { glycol: false, .. } => LoopCooler::Dry(parts.dry_cooler),
            Self::Dry { glycol: true, .. } => {
                LoopCooler::Glycol(glycol_sizing::size_glycol_loop(parts, load, coldest)?)
            }
            Self::ClosedCircuit => LoopCooler::ClosedCircuit(SprayedCooler {
                unit: parts.closed_circuit,
                treatment: parts.tower_water,
                water_value_j_kg: parts.water_value_j_kg,
            }),
        })
    }

    /// The air that the coolers are sized for: that of the design day, or colder air where that leaves an approach that no
    /// size of cooler is worth: the trim chillers' part.
    fn design_air(self, parts: &PlantParts, typical: MoistAir, supply_c: f64) -> Result<MoistAir, PlantError> {
        let approach_k = parts.rules.dry_approach_min_k;
        let (sink, approach_k, humidity) = match self {
            Self::Dry { glycol: false, .. } => (typical.dry_bulb(), approach_k, parts.room_humidity),
            // The exchanger has its own approach on the way.
            Self::Dry { glycol: true, .. } => {
                let exchanger_k = parts.economizer.exchanger.rating().approach_k;
                (typical.dry_bulb(), approach_k + exchanger_k, parts.room_humidity)
            }
            Self::ClosedCircuit => (typical.wet_bulb(), approach_k, 1.0),
        };
        let worth = Temperature::from_celsius(supply_c - approach_k);
        if sink > worth {
            return Ok(MoistAir::from_relative_humidity(worth, humidity, typical.pressure())?);
        }
        Ok(typical)
    }
}

/// Coolers, and if wanted trim chillers for what they leave on the extreme day.
///
/// # Errors
/// When the design conditions are out of range.
pub fn size_dry_plant(
    parts: &PlantParts,
    load: &WaterLoad,
    design: &DesignConditions,
    trim: TrimCooling,
    wanted: WantedCooler,
) -> Result<(SizedPlant, Vec<InstalledUnits>), PlantError> {
    let (rules, pads) = (&parts.rules, wanted.has_pads());
    let mut plant = DryPlant {
        cooler: None,
        pads: pads.then_some(parts.pad),
        trim_chillers: None,
        campus: None,
        pump: parts.loop_pumps(parts.facility_pump, load.capacity_w_k),
        recirculation_rise: TempDelta::new(rules.yard_rise_k),
    };
    // What the coils breathe: the yard's air, behind wetted pads if there are some.
    let at_coils = |air: &MoistAir| -> Result<MoistAir, PlantError> {
        let yard = recirculated_air(air, rules.yard_rise_k);
        Ok(plant.air_behind_pads(&yard, air.wet_bulb())?.map_or(yard, |(_, passed)| passed.air))
    };
    let (typical, extreme) = (at_coils(&design.typical)?, at_coils(&design.extreme)?);
    let air = wanted.design_air(parts, typical, load.supply_c)?;
    let duty = CoolerSizing::new(parts, load, wanted, design.coldest)?;
    let needed_machines = duty.machines_for(&air)?;
    let most_units = duty.most_units();
    let counted = parts.counts.dry_coolers.filter(|_| wanted.item() == InstallableItem::DryCooler);
    let machines = choose_count("dry_coolers", counted, needed_machines, most_units)?;
    let needed = duty.least_units(needed_machines, &air);
    let each_w = duty.heat_w / f64::from(needed_machines.count);
    let chosen = counted.is_some();
    let mut coolers = if chosen {
        InstalledUnits::chosen(wanted.item(), machines.count, each_w)
    } else {
        InstalledUnits::made_to_measure(wanted.item(), machines.count, needed, each_w)
    };
    let carrying = if chosen { machines.record_units() } else { needed };
    let pad_units = pads.then(|| InstalledUnits::of_record_size(InstallableItem::Pad, machines.count, carrying, None));
    // Pads stay dry up to their switch: the warmest dry hour may leave more than the extreme one behind wetted pads.
    let warmest_dry = pads.then(|| warmest_air_of_dry_pads(&parts.pad, &design.extreme, rules.yard_rise_k));
    let mut trim_units = None;
    if trim == TrimCooling::Campus {
        let supply = CampusSupply::size_exchangers(parts.campus_water, parts.economizer, load, duty.heat_w)?;
        trim_units = Some(supply.as_installed(InstallableItem::CampusExchanger));
        plant.campus = Some(supply);
    }
    if trim == TrimCooling::Chillers {
        let yard = recirculated_air(&design.extreme, rules.yard_rise_k).dry_bulb();
        let beside = TrimChillers { parts, duty: &duty, warmest: [Some(extreme), warmest_dry], yard };
        plant.trim_chillers = beside.coolers(machines)?;
        trim_units = beside.as_installed(plant.trim_chillers.as_ref(), carrying)?;
        if let Some(need) = &mut coolers.need {
            need.beside = Some(beside.step(need)?);
        }
    }
    let exchanger = match &duty.unit {
        LoopCooler::Glycol(glycol) => Some(glycol_sizing::glycol_exchanger_units(glycol)),
        LoopCooler::Dry(_) | LoopCooler::ClosedCircuit(_) => None,
    };
    let units = std::iter::once(coolers).chain(exchanger).chain(pad_units).chain(trim_units).collect();
    plant.cooler = Some(LoopCoolerBank { unit: duty.unit, machines });
    Ok((SizedPlant::Dry(plant), units))
}

/// Trim chillers for what coolers leave.
struct TrimChillers<'a> {
    parts: &'a PlantParts,
    duty: &'a CoolerSizing,
    /// The warmest air that enters the coils, behind wetted pads and dry ones.
    warmest: [Option<MoistAir>; 2],
    /// The warmest air of the yard.
    yard: Temperature,
}

impl TrimChillers<'_> {
    /// Those beside a number of coolers; none where these leave nothing.
    fn coolers(&self, machines: MachineCount) -> Result<Option<ChillerBank>, PlantError> {
        let (duty, spec) = (self.duty, &self.parts.chiller_air);
        let carried_w = self
            .warmest
            .iter()
            .flatten()
            .try_fold(f64::INFINITY, |least, air| duty.carried_w(machines, air).map(|w| least.min(w)))?;
        let left_w = duty.heat_w - carried_w;
        if left_w <= ROUNDING * duty.heat_w {
            return Ok(None);
        }
        let with_margin_w = left_w * self.parts.rules.chiller_margin;
        Ok(Some(size_chiller_bank(spec, &ChillerDuty::in_air(spec, with_margin_w, duty.supply_c, self.yard))))
    }

    /// Those beside whole coolers as a line of what is installed, priced as those beside coolers in part: these leave them
    /// no less.
    fn as_installed(&self, whole: Option<&ChillerBank>, needed: f64) -> Result<Option<InstalledUnits>, PlantError> {
        let line = |bank: &ChillerBank| bank.as_installed(InstallableItem::TrimChiller, &self.parts.chiller_air);
        let fitted = self.coolers(MachineCount::fitted(needed))?;
        let Some(beside) = fitted.as_ref().or(whole).map(line) else { return Ok(None) };
        let scaled = beside.scaled;
        let none = InstalledUnits { count: 0, capacity_w: None, need: None, ..beside };
        Ok(Some(InstalledUnits { scaled, ..whole.map_or(none, line) }))
    }

    /// Change of their capacity where one more cooler than the duty asks for takes the place of just as many, W.
    fn step(&self, need: &ModuleNeed) -> Result<(InstallableItem, f64), PlantError> {
        let rated_w = |units: f64| -> Result<f64, PlantError> {
            let bank = self.coolers(MachineCount::fitted(units))?;
            Ok(bank.map_or(0.0, |b| f64::from(b.count) * b.chiller.spec().rated_w))
        };
        let one_more = need.needed * (1.0 + need.nearest_step().recip());
        Ok((InstallableItem::TrimChiller, rated_w(one_more)? - rated_w(need.needed)?))
    }
}

/// The warmest air of the yard in which pads stay dry, not warmer than on the extreme day.
fn warmest_air_of_dry_pads(pad: &AdiabaticPad, extreme: &MoistAir, yard_rise_k: f64) -> MoistAir {
    let yard = recirculated_air(extreme, yard_rise_k);
    let switch = Temperature::from_celsius(pad.0.switch_c);
    yard.warmed_by((switch - yard.dry_bulb()).min(TempDelta::ZERO))
}

/// What coolers are sized for.
struct CoolerSizing {
    unit: LoopCooler,
    /// What they are, in the plural.
    what: &'static str,
    /// Heat of the loop with its pumps, W.
    heat_w: f64,
    /// Supply of the loop, °C.
    supply_c: f64,
    /// Return of the loop, °C.
    return_c: f64,
    /// Capacity rate of the loop, W/K.
    capacity_w_k: f64,
}

impl CoolerSizing {
    fn new(
        parts: &PlantParts,
        load: &WaterLoad,
        wanted: WantedCooler,
        coldest: Temperature,
    ) -> Result<Self, PlantError> {
        let heat_w = load.heat_w + parts.loop_pumps(parts.facility_pump, load.capacity_w_k).power_w(load.capacity_w_k);
        let with_pumps = WaterLoad { heat_w, ..*load };
        Ok(Self {
            unit: wanted.unit(parts, &with_pumps, coldest)?,
            what: if wanted == WantedCooler::ClosedCircuit { "closed-circuit coolers" } else { "dry coolers" },
            heat_w,
            supply_c: load.supply_c,
            return_c: load.supply_c + heat_w / load.capacity_w_k,
            capacity_w_k: load.capacity_w_k,
        })
    }

    /// A number of coolers and the loop's water.
    fn bank(&self, machines: MachineCount) -> (LoopCoolerBank, CoolerDuty) {
        let duty = CoolerDuty { heat_w: self.heat_w, entering_c: self.return_c, capacity_w_k: self.capacity_w_k };
        (LoopCoolerBank { unit: self.unit, machines }, duty)
    }

    /// Heat that a number of coolers takes in air that enters their coils, W.
    fn carried_w(&self, machines: MachineCount, air: &MoistAir) -> Result<f64, NotConverged> {
        let (bank, duty) = self.bank(machines);
        Ok(bank.operate(&duty, &CoilAir::passed(*air))?.heat_w)
    }

    /// Most coolers of the record's size.
    fn most_units(&self) -> f64 {
        MAX_COOLER_FACTOR * (self.heat_w / self.unit.rated_w() + 1.0)
    }

    /// Coolers that take all heat in an air. The approach that is left takes no end of them only by a mistake of the data.
    fn machines_for(&self, air: &MoistAir) -> Result<MachineCount, PlantError> {
        // At a quarter of their rating none carries the heat yet.
        let mut machines = MachineCount::for_duty(self.heat_w / self.unit.rated_w() / 4.0);
        let most = self.most_units();
        loop {
            let now_w = self.carried_w(machines, air)?;
            if now_w >= self.heat_w * (1.0 - ROUNDING) {
                return Ok(machines);
            }
            if machines.record_units() >= most {
                let (count, carried_kw, load_kw) = (machines.count, now_w / 1e3, self.heat_w / 1e3);
                return Err(PlantError::TooManyUnits { what: self.what, count, carried_kw, load_kw });
            }
            machines = machines.next_larger();
        }
    }

    /// The least number of coolers of the record's size, the last in part, that takes all heat in an air in which whole ones
    /// do and one fewer does not: more than half of them.
    fn least_units(&self, whole: MachineCount, air: &MoistAir) -> f64 {
        let enough = whole.record_units();
        least_sufficient(0.5 * enough, enough, |units| {
            let (bank, duty) = self.bank(MachineCount { count: 1, size: units });
            Ok::<_, NotConverged>(bank.full_fan_heat_w(&duty, &CoilAir::passed(*air))? - self.heat_w)
        })
    }
}

/// Air-cooled chillers alone; what is installed is of the given kind.
pub fn size_air_chillers(
    parts: &PlantParts,
    load: &WaterLoad,
    design: &DesignConditions,
    kind: InstallableItem,
) -> (SizedPlant, InstalledUnits) {
    let rules = &parts.rules;
    let extreme = recirculated_air(&design.extreme, rules.yard_rise_k);
    let pump = parts.loop_pumps(parts.chilled_pump, load.capacity_w_k);
    let heat_w = load.heat_w + pump.power_w(load.capacity_w_k);
    let with_margin_w = heat_w * rules.chiller_margin;
    let duty = ChillerDuty::in_air(&parts.chiller_air, with_margin_w, load.supply_c, extreme.dry_bulb());
    let bank = size_chiller_bank(&parts.chiller_air, &duty);
    let plant = DryPlant {
        cooler: None,
        pads: None,
        trim_chillers: Some(bank),
        campus: None,
        pump,
        recirculation_rise: TempDelta::new(rules.yard_rise_k),
    };
    (SizedPlant::Dry(plant), bank.as_installed(kind, &parts.chiller_air))
}

/// Bought chilled water alone; what is installed is of the given kind.
///
/// # Errors
/// [`PlantError::CampusTooWarm`].
pub fn size_campus_water(
    parts: &PlantParts,
    load: &WaterLoad,
    kind: InstallableItem,
) -> Result<(SizedPlant, InstalledUnits), PlantError> {
    let pump = parts.loop_pumps(parts.chilled_pump, load.capacity_w_k);
    let heat_w = load.heat_w + pump.power_w(load.capacity_w_k);
    let supply = CampusSupply::size_exchangers(parts.campus_water, parts.economizer, load, heat_w)?;
    let plant = DryPlant {
        cooler: None,
        pads: None,
        trim_chillers: None,
        campus: Some(supply),
        pump,
        recirculation_rise: TempDelta::new(parts.rules.yard_rise_k),
    };
    Ok((SizedPlant::Dry(plant), supply.as_installed(kind)))
}
