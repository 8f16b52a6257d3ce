//! Heat of the racks' liquid to a district: taken from the warm return, before the plant sees it.
//!
//! The heat pump stands inside the site: its electricity is metered there, and what is delivered holds it.

use crate::component::heat_reuse::{District, HeatStation, Operation, Source};
use crate::scenario::DistrictHeat;
use crate::units::{ThermalConductance, Power, Temperature};

use super::outdoor::Outdoor;
use super::plant::WaterLoad;

/// A heat station and the district that it serves.
#[derive(Clone, Copy, Debug)]
pub struct Reuse {
    /// The station.
    pub station: HeatStation,
    /// The district.
    pub district: DistrictHeat,
}

/// Heat to the district in an hour.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reused {
    /// Taken from the hall, W.
    pub taken_w: f64,
    /// Electricity of the heat pump, W.
    pub power_w: f64,
    /// Delivered, W: both together.
    pub delivered_w: f64,
}

impl Reuse {
    /// What the district takes from a loop in an hour, and the load that is left for the plant.
    pub fn take(&self, load: &WaterLoad, outdoor: &Outdoor) -> (Reused, WaterLoad) {
        let heat = Power::new(load.heat_w);
        let capacity = ThermalConductance::new(load.capacity_w_k);
        let warm = Temperature::from_celsius(load.supply_c) + heat / capacity;
        let district = District {
            supply: self.district.supply,
            returning: self.district.returning,
            demand: self.district.demand * self.station.demand_share(outdoor.air.dry_bulb()),
        };
        let Operation { taken, power, delivered, .. } =
            self.station.operate(&Source { warm, capacity, available: heat }, &district);
        let reused = Reused { taken_w: taken.watts(), power_w: power.watts(), delivered_w: delivered.watts() };
        (reused, WaterLoad { heat_w: (heat - taken).max(Power::ZERO).watts(), ..*load })
    }
}
