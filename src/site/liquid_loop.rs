//! Facility water of coolant distribution units.

use crate::component::liquid::plate_exchanger::PlateExchanger;
use crate::plant::sized::WaterLoad;
use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};
use crate::units::{Power, Temperature, ThermalConductance};

/// Evaluations in which the flow of facility water is found; a dozen do.
const MAX_EVALUATIONS: usize = 100;

/// The facility water that valves let pass at a set point, °C, with which the units still hold the supply of the racks and
/// the flow of the racks' liquid. `warmest` is what they do with at all of it: where they need colder water than the set
/// point, they ask for that.
///
/// # Errors
/// When the flow is not found.
pub(super) fn throttled_water(
    exchanger: &PlateExchanger,
    (supply, hot): (Temperature, ThermalConductance),
    warmest: &WaterLoad,
    set_c: f64,
) -> Result<WaterLoad, NotConverged> {
    let heat_w = warmest.heat_w;
    if set_c >= warmest.supply_c || heat_w <= 0.0 {
        return Ok(*warmest);
    }
    // The least water leaves as warm as the racks' liquid that returns; the warmest that does grows with its flow.
    let return_c = supply.celsius() + heat_w / hot.w_k();
    let least_w_k = (heat_w / (return_c - set_c)).min(warmest.capacity_w_k);
    let too_warm_k = |cold_w_k: f64| {
        let cold = ThermalConductance::new(cold_w_k);
        exchanger.required_cold_inlet(Power::new(heat_w), supply, hot, cold).celsius() - set_c
    };
    let ends = ((least_w_k, too_warm_k(least_w_k)), (warmest.capacity_w_k, warmest.supply_c - set_c));
    let tolerance = RootTolerance { x: 1e-12 * warmest.capacity_w_k, f: 1e-10 };
    let what = "the facility water that coolant distribution units let pass";
    let capacity_w_k = root::find_named_root(what, too_warm_k, ends.0, ends.1, tolerance, MAX_EVALUATIONS)?;
    Ok(WaterLoad { heat_w, supply_c: set_c, capacity_w_k })
}
