//! A loop of propylene glycol between a plate exchanger and dry coolers: the water of the hall never sees frost.
//!
//! The glycol has the capacity rate that the water has at the load of the sizing, in every hour. Its pumps have the record of the
//! loop's pumps; their head grows with the glycol's `ρ^0.75 μ^0.25` over water's (Blasius), and all their power heats it. The film
//! in the coils has `(k_g/k_w)^0.6 (c_g/c_w)^−0.4 (μ_g/μ_w)^−0.4` of the conductance that water of the same capacity rate has
//! (Dittus and Boelter). Properties are those of the mean temperature of the loop at the sizing. Specific heats are constant, so
//! that energy closes.

use crate::component::liquid::plate_exchanger::WatersideExchanger;
use crate::component::plant::dry_cooling_unit::DryCoolingUnit;
use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};
use crate::units::{Power, Temperature, ThermalConductance};

use super::cooler_duty::{CoilAir, CoolerDuty, CoolerOperation, MORE_THAN_ANY_W};

const SEARCH: &str = "the heat of dry coolers with glycol";
const MAX_EVALUATIONS: usize = 200;

/// Exchanger, pumps and the dry cooler of a loop of glycol.
#[derive(Clone, Copy, Debug)]
pub struct GlycolLoop {
    /// One dry cooler of the record's size with glycol in its coil.
    pub unit: DryCoolingUnit,
    /// The exchanger, of all coolers.
    pub exchanger: WatersideExchanger,
    /// Capacity rate of the glycol of all coolers, W/K.
    pub capacity_w_k: f64,
    /// Pumps of the glycol, W.
    pub pump_w: f64,
    /// Share of glycol by mass.
    pub mass_fraction: f64,
}

impl GlycolLoop {
    /// A number of coolers on a duty of the water at the exchanger; less heat where the full fans do not carry it, and none where
    /// they do not carry that of the glycol's pumps.
    ///
    /// # Errors
    /// When the speed of the fans, or the heat that the full fans take, is not found.
    pub fn operate(&self, count: f64, duty: &CoolerDuty, air: &CoilAir) -> Result<CoolerOperation, NotConverged> {
        let (hot, cold) = (ThermalConductance::new(duty.capacity_w_k), ThermalConductance::new(self.capacity_w_k));
        let (one, none) = (Temperature::from_celsius(1.0), Temperature::from_celsius(0.0));
        let per_k_w = self.exchanger.exchanger.heat_transfer(one, hot, none, cold).watts();
        let each = ThermalConductance::new(self.capacity_w_k / count);
        // With a heat through the exchanger the glycol leaves it so cold, and enters the coils with this and its pumps' heat.
        let operate = |heat_w: f64, load_w: f64| {
            let entering_c = duty.entering_c - heat_w / per_k_w + (heat_w + self.pump_w) / self.capacity_w_k;
            self.unit.operate(Power::new(load_w / count), Temperature::from_celsius(entering_c), each, air.at_coils())
        };
        let surplus_w = |heat_w: f64| {
            let full = operate(heat_w, MORE_THAN_ANY_W)?;
            Ok::<_, NotConverged>(heat_w + self.pump_w - count * full.heat.watts())
        };
        // The glycol leaves the exchanger no colder than the air.
        let most_w = duty.heat_w.min(per_k_w * (duty.entering_c - air.at_coils().dry_bulb().celsius()));
        if most_w <= 0.0 || surplus_w(0.0)? >= 0.0 {
            return Ok(CoolerOperation::default());
        }
        let over_w = surplus_w(most_w)?;
        let heat_w = if over_w <= 0.0 {
            most_w
        } else {
            let tolerance = RootTolerance { x: 1e-12 * most_w, f: 1e-12 * most_w };
            let ends = ((0.0, surplus_w(0.0)?), (most_w, over_w));
            let found = root::find_root_between(surplus_w, ends.0, ends.1, tolerance, MAX_EVALUATIONS);
            found.map_err(|error| error.into_named::<NotConverged>(SEARCH))?.x
        };
        let coolers = operate(heat_w, heat_w + self.pump_w)?;
        let done = CoolerOperation::of_dry_coolers(&coolers, &self.unit, count, air);
        Ok(CoolerOperation { heat_w, pump_w: self.pump_w, ..done })
    }
}
