//! Sizes dry coolers, their trim chillers, and air-cooled chillers alone.

use crate::component::plant::adiabatic_pad::AdiabaticPad;
use crate::component::plant::dry_cooling_unit::DryCoolingUnit;
use crate::physics::air::MoistAir;
use crate::plant::error::PlantError;
use crate::plant::weather::DesignConditions;
use crate::solve::convergence::NotConverged;
use crate::units::count::MachineCount;
use crate::units::{Power, TempDelta, Temperature, ThermalConductance};

use super::chiller_sizing::{ChillerDuty, size_chiller_bank};
use super::dry::{DryCoolerBank, DryPlant};
use super::hour::{ROUNDING, WaterLoad};
use super::installed::{InstallableItem, InstalledUnits};
use super::loop_pump::pump_power_w;
use super::plant::SizedPlant;
use super::sizing::PlantParts;
use super::unit_counts::choose_count;

/// Most dry coolers over as many as their rating asks for.
const MAX_COOLER_FACTOR: f64 = 40.0;

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
        MoistAir::from_relative_humidity(Temperature::from_celsius(worth_c), parts.room_humidity, typical.pressure())?
    } else {
        typical
    };
    let duty = DryCoolerDuty::new(parts, load);
    let needed = duty.machines_for(&air)?;
    let machines = choose_count("dry_coolers", parts.counts.dry_coolers, needed, duty.most_units())?;
    let (count, heat_w) = (machines.count, duty.heat_w);
    let capacity_w = Some(heat_w / f64::from(needed.count));
    let mut units = vec![InstalledUnits { kind: InstallableItem::DryCooler, count, capacity_w }];
    if pads {
        units.push(InstalledUnits { kind: InstallableItem::Pad, count, capacity_w: None });
    }
    // Pads stay dry up to their switch: the warmest dry hour may leave more than the extreme one behind wetted pads.
    let warmest_dry = pads.then(|| warmest_air_of_dry_pads(&parts.pad, &design.extreme, rules.yard_rise_k));
    let carried_w = std::iter::once(extreme)
        .chain(warmest_dry)
        .try_fold(f64::INFINITY, |least, air| duty.carried_w(machines, &air).map(|w| least.min(w)))?;
    let left_w = heat_w - carried_w;
    if trim && left_w > ROUNDING * heat_w {
        let yard = recirculated_air(&design.extreme, rules.yard_rise_k);
        let with_margin_w = left_w * rules.chiller_margin;
        let chillers = ChillerDuty::in_air(&parts.chiller_air, with_margin_w, load.supply_c, yard.dry_bulb());
        let bank = size_chiller_bank(&parts.chiller_air, &chillers);
        units.push(bank.as_installed(InstallableItem::TrimChiller));
        plant.trim_chillers = Some(bank);
    }
    plant.cooler = Some(DryCoolerBank { unit: parts.dry_cooler, machines });
    Ok((SizedPlant::Dry(plant), units))
}

/// The warmest air of the yard in which pads stay dry, not warmer than on the extreme day.
fn warmest_air_of_dry_pads(pad: &AdiabaticPad, extreme: &MoistAir, yard_rise_k: f64) -> MoistAir {
    let yard = recirculated_air(extreme, yard_rise_k);
    let switch = Temperature::from_celsius(pad.0.switch_c);
    yard.warmed_by((switch - yard.dry_bulb()).min(TempDelta::ZERO))
}

/// What dry coolers are sized for.
struct DryCoolerDuty<'a> {
    unit: &'a DryCoolingUnit,
    /// Heat of the loop with its pumps, W.
    heat_w: f64,
    /// Return of the loop.
    return_water: Temperature,
    /// Capacity rate of the loop, W/K.
    capacity_w_k: f64,
}

impl<'a> DryCoolerDuty<'a> {
    fn new(parts: &'a PlantParts, load: &WaterLoad) -> Self {
        let heat_w = load.heat_w + pump_power_w(&parts.facility_pump, load.capacity_w_k);
        Self {
            unit: &parts.dry_cooler,
            heat_w,
            return_water: Temperature::from_celsius(load.supply_c + heat_w / load.capacity_w_k),
            capacity_w_k: load.capacity_w_k,
        }
    }

    /// Heat that a number of coolers takes in air that enters their coils, W.
    fn carried_w(&self, machines: MachineCount, air: &MoistAir) -> Result<f64, NotConverged> {
        let n = machines.record_units();
        let capacity = ThermalConductance::new(self.capacity_w_k / n);
        let one = self.unit.operate(Power::new(self.heat_w / n), self.return_water, capacity, air)?;
        Ok(one.heat.watts() * n)
    }

    /// Most coolers of the record's size.
    fn most_units(&self) -> f64 {
        MAX_COOLER_FACTOR * (self.heat_w / self.unit.spec().rated_w + 1.0)
    }

    /// Coolers that take all heat in an air. The approach that is left takes no end of them only by a mistake of the data.
    fn machines_for(&self, air: &MoistAir) -> Result<MachineCount, PlantError> {
        let rated_w = self.unit.spec().rated_w;
        // At a quarter of their rating none carries the heat yet.
        let mut machines = MachineCount::for_duty(self.heat_w / rated_w / 4.0);
        let most = self.most_units();
        loop {
            let now_w = self.carried_w(machines, air)?;
            if now_w >= self.heat_w * (1.0 - ROUNDING) {
                return Ok(machines);
            }
            if machines.record_units() >= most {
                let (count, carried_kw, load_kw) = (machines.count, now_w / 1e3, self.heat_w / 1e3);
                return Err(PlantError::TooManyUnits { what: "dry coolers", count, carried_kw, load_kw });
            }
            machines = machines.next_larger();
        }
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
    let heat_w = load.heat_w + pump_power_w(&parts.chilled_pump, load.capacity_w_k);
    let with_margin_w = heat_w * rules.chiller_margin;
    let duty = ChillerDuty::in_air(&parts.chiller_air, with_margin_w, load.supply_c, extreme.dry_bulb());
    let bank = size_chiller_bank(&parts.chiller_air, &duty);
    let plant = DryPlant {
        cooler: None,
        pads: None,
        trim_chillers: Some(bank),
        pump: parts.chilled_pump,
        recirculation_rise: TempDelta::new(rules.yard_rise_k),
    };
    (SizedPlant::Dry(plant), bank.as_installed(kind))
}
