//! Heat of the racks' liquid to a district: taken from the warm return, before the plant sees it.
//!
//! The heat pump stands inside the site: its electricity is metered there, and what is delivered holds it.
//!
//! Measures (The Green Grid, *ERE: a metric for measuring the benefit of reuse energy from a data center*, white paper
//! 29, 2010; ISO/IEC 30134-6): `ERE = (E_total − E_reuse)/E_IT`, `ERF = E_reuse/E_total`, so `ERE = (1 − ERF) PUE`. Reused
//! is the heat taken from the data centre at its boundary, without the electricity of the heat pump.

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

/// Energy reuse effectiveness, ERE, of a year's energies in one unit. It may be below 1, where PUE can't.
pub fn energy_reuse_effectiveness(total: f64, reused: f64, it: f64) -> f64 {
    (total - reused) / it
}

/// Energy reuse factor, ERF, 0..=1, of a year's energies in one unit.
pub fn energy_reuse_factor(total: f64, reused: f64) -> f64 {
    reused / total
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1300 MWh in, 1000 MWh of it IT, 500 MWh reused: ERE 0.8, ERF 0.385, PUE 1.3.
    #[test]
    fn reuse_by_hand() {
        let (ere, erf) = (energy_reuse_effectiveness(1300.0, 500.0, 1000.0), energy_reuse_factor(1300.0, 500.0));
        assert!((ere - 0.8).abs() < 1e-12 && (erf - 0.384615).abs() < 1e-6);
        assert!((ere - (1.0 - erf) * 1.3).abs() < 1e-12);
    }
}
