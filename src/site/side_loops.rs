//! Loops of other temperatures beside the main one, each with its plant, in an hour.
//!
//! A loop beside the main one takes nothing from it: its supply settles with its own plant, and what its racks leave to the
//! room's air is the room's. So it is solved first.

use crate::plant::error::PlantError;
use crate::plant::outdoor::OutdoorConditions;
use crate::plant::sized::{PlantLoad, PlantMode, SizedPlant, SizedPlantHour};
use crate::solve::least_met::Unmet;

use super::facility::{SUPPLY_ROUNDING_K, SUPPLY_SEARCH};
use super::hall::{DataHall, SideSupplies};
use super::rack_loop::RackLoop;
use crate::solve::least_met::LeastMetSearch;

/// What the plants of the loops beside the main one do in an hour; powers in W.
#[derive(Clone, Copy, Debug, Default)]
pub struct SideLoopsHour {
    /// Supply of each, °C.
    pub supply_c: SideSupplies,
    /// Most that one of them is above its set point, K.
    pub excess_k: f64,
    /// How they cool, where there are any: mechanical where compressors take all heat of each.
    pub mode: Option<PlantMode>,
    /// Compressors.
    pub compressor_w: f64,
    /// Pumps.
    pub pump_w: f64,
    /// Fans of towers and dry coolers.
    pub fan_w: f64,
    /// Electricity of a campus whose chilled water is bought.
    pub purchased_w: f64,
    /// Heat into the outdoor air.
    pub rejected_w: f64,
    /// Water drawn, kg/s.
    pub water_kg_s: f64,
    /// Whether a compressor ran outside its curves.
    pub compressor_extrapolated: bool,
    /// Whether a tower was outside the range of its model.
    pub tower_extrapolated: bool,
}

impl SideLoopsHour {
    /// Electricity of the plants at the meter of the site, W.
    pub fn metered_w(&self) -> f64 {
        self.compressor_w + self.pump_w + self.fan_w
    }

    fn add(&mut self, hour: &SizedPlantHour, excess_k: f64) {
        self.excess_k = self.excess_k.max(excess_k);
        self.mode = Some(match self.mode {
            None => hour.mode,
            Some(mode) if mode == hour.mode => mode,
            Some(_) => PlantMode::Partial,
        });
        self.compressor_w += hour.compressor_w;
        self.pump_w += hour.pump_w;
        self.fan_w += hour.fan_w;
        self.purchased_w += hour.purchased_w;
        self.rejected_w += hour.rejected_w;
        self.water_kg_s += hour.water_kg_s;
        self.compressor_extrapolated |= hour.compressor_extrapolated;
        self.tower_extrapolated |= hour.tower_extrapolated;
    }
}

/// The loops beside the main one with their plants in an outdoor air.
///
/// # Errors
/// [`PlantError`] of a plant that does not carry its heat, or that lets its racks grow too warm.
pub(super) fn solve_side_loops(
    hall: &DataHall,
    plants: &[SizedPlant],
    outdoor: &OutdoorConditions,
) -> Result<SideLoopsHour, PlantError> {
    if hall.side.is_empty() {
        return Ok(SideLoopsHour::default());
    }
    let mut out = SideLoopsHour { supply_c: hall.side_set_points(), ..SideLoopsHour::default() };
    for (place, (own, plant)) in hall.side.iter().zip(plants).enumerate() {
        if own.standing_racks() <= 0.0 {
            continue;
        }
        let (supply_c, hour) = settle_loop(own, plant, outdoor)?;
        out.supply_c[place] = supply_c;
        out.add(&hour, supply_c - own.set_point.celsius());
    }
    Ok(out)
}

/// Supply of a loop, °C, and the hour of its plant.
fn settle_loop(
    own: &RackLoop,
    plant: &SizedPlant,
    outdoor: &OutdoorConditions,
) -> Result<(f64, SizedPlantHour), PlantError> {
    let at_supply = |supply_c: f64| -> Result<(f64, SizedPlantHour), PlantError> {
        let load = own.water_load(supply_c, 0.0)?;
        let hour = plant.at_load(&PlantLoad::Water(load))?.solve_hour(outdoor)?;
        Ok((hour.supply_c - load.supply_c, hour))
    };
    let set_c = own.set_point.celsius();
    let (missed_k, hour) = at_supply(set_c)?;
    if missed_k <= SUPPLY_ROUNDING_K {
        return Ok((set_c, hour));
    }
    let limit_c = own.warmest_supply().celsius();
    let search = LeastMetSearch { limit: limit_c, ..SUPPLY_SEARCH };
    let found = search.solve((set_c, missed_k), PlantError::is_of_model, |supply_c| {
        at_supply(supply_c).map(|(over_k, hour)| (over_k, (supply_c, hour)))
    });
    found.map_err(|unmet| match unmet {
        Unmet::PastLimit(supply_c) => {
            PlantError::SupplyTooWarm { supply_c, dry_bulb_c: outdoor.air.dry_bulb().celsius(), limit_c }
        }
        Unmet::Beyond(error) => error,
        Unmet::NotConverged(error) => error.into(),
    })
}
