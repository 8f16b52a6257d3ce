//! Heat of the racks' liquid to a district: taken from the warm return, before the plant sees it.
//!
//! The heat pump stands inside the site: its electricity is metered there, and what is delivered holds it.

use crate::component::plant::heat_reuse::{DistrictLoop, HeatSource, HeatStation, HeatStationOperation};
use crate::plant::outdoor::OutdoorConditions;
use crate::plant::sized::WaterLoad;
use crate::scenario::DistrictHeat;
use crate::units::{Power, Temperature, ThermalConductance};

/// A heat station and the district that it serves.
#[derive(Clone, Copy, Debug)]
pub struct HeatReuse {
    /// The station.
    pub station: HeatStation,
    /// The district.
    pub district: DistrictHeat,
}

/// Heat to the district in an hour.
#[derive(Clone, Copy, Debug, Default)]
pub struct HeatReuseHour {
    /// Taken from the hall, W.
    pub taken_w: f64,
    /// Electricity of the heat pump, W.
    pub power_w: f64,
    /// Delivered, W: both together.
    pub delivered_w: f64,
}

impl HeatReuse {
    /// What the district takes from a loop in an hour, and the load that is left for the plant.
    pub fn take_heat(&self, load: &WaterLoad, outdoor: &OutdoorConditions) -> (HeatReuseHour, WaterLoad) {
        let heat = Power::new(load.heat_w);
        let capacity = ThermalConductance::new(load.capacity_w_k);
        let warm = Temperature::from_celsius(load.supply_c) + heat / capacity;
        let district = DistrictLoop {
            supply: self.district.supply,
            return_temperature: self.district.returning,
            demand: self.district.demand * self.station.demand_share(outdoor.air.dry_bulb()),
        };
        let HeatStationOperation { taken, power, delivered, .. } =
            self.station.operate(&HeatSource { warm, capacity_rate: capacity, available: heat }, &district);
        let reused = HeatReuseHour { taken_w: taken.watts(), power_w: power.watts(), delivered_w: delivered.watts() };
        (reused, WaterLoad { heat_w: (heat - taken).max(Power::ZERO).watts(), ..*load })
    }
}
