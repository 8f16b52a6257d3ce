//! Air handlers of a hall and the air that they move.

use crate::component::plant::water_reset::WaterResetSpec;
use crate::component::room::air_handler::AirHandler;
use crate::physics::air::AirFlow;
use crate::plant::sized::WaterLoad;
use crate::rack::response::RackMeans;
use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};
use crate::units::count::MachineCount;
use crate::units::{Power, Temperature, ThermalConductance, VolumeFlow};

/// Evaluations in which the flow of chilled water is found; a dozen do.
const MAX_EVALUATIONS: usize = 100;

/// Air handlers of a hall.
#[derive(Clone, Copy, Debug)]
pub struct AirLoop {
    /// A unit of the record's size.
    pub handler: AirHandler,
    /// How many run, sharing the air, and of which size.
    pub machines: MachineCount,
    /// Supply air at the set point, °C.
    pub supply_c: f64,
    /// Air of the room at full load. Where the servers draw it, its flow follows theirs.
    pub air: AirFlow,
    /// Air moved over air drawn by the servers (air-cooled halls).
    pub bypass: f64,
    /// Capacity rate of chilled water over that of the air: all of it where its temperature follows the load, the most where
    /// its temperature is set.
    pub water_ratio: f64,
    /// Set point of the chilled water, °C; none: the warmest that the coils do with. The coldest where it is reset.
    pub water_set_c: Option<f64>,
    /// Its reset.
    pub water_reset: Option<WaterReset>,
}

/// Reset of a set point of chilled water.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WaterReset {
    /// Warmest set point, °C.
    pub warmest_c: f64,
    /// What it follows.
    pub lead: ResetLead,
}

/// What a reset follows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ResetLead {
    /// The heat over that of the design, W.
    Load {
        /// Heat of the design.
        design_w: f64,
    },
    /// The outdoor dry-bulb.
    Weather(WaterResetSpec),
}

impl AirLoop {
    /// The same with the set point that an outdoor dry-bulb gives, °C; nothing where it does not follow the weather.
    pub(super) fn in_weather(&self, dry_bulb_c: f64) -> Option<Self> {
        let WaterReset { warmest_c, lead: ResetLead::Weather(rule) } = self.water_reset? else { return None };
        let set_c = warmest_c - (warmest_c - self.water_set_c?) * rule.share_in_weather(dry_bulb_c);
        Some(Self { water_set_c: Some(set_c), ..*self })
    }

    /// Set point of the chilled water with a heat, W.
    fn set_point_c(&self, heat_w: f64) -> Option<f64> {
        let set_c = self.water_set_c?;
        match self.water_reset {
            Some(WaterReset { warmest_c, lead: ResetLead::Load { design_w } }) if heat_w < design_w => {
                Some(warmest_c - (warmest_c - set_c) * heat_w / design_w)
            }
            _ => Some(set_c),
        }
    }

    /// The air that servers draw, and what bypasses them.
    pub fn drawn_air(&self, racks: &RackMeans) -> AirFlow {
        let flow = VolumeFlow::new(racks.air_m3_s * self.bypass);
        AirFlow::from_volumetric_heat(flow, racks.air_w_k / racks.air_m3_s, self.air.specific_heat)
    }

    /// Each unit's share of an air flow.
    fn share_of(&self, air: &AirFlow) -> AirFlow {
        AirFlow { flow: air.flow * self.machines.record_units().recip(), ..*air }
    }

    /// Electricity of the fans of all units, W.
    pub fn fan_power_w(&self, air: &AirFlow) -> f64 {
        self.machines.record_units() * self.handler.fan_power(&self.share_of(air)).watts()
    }

    /// The chilled water that the units need to cool air to `supply_c` while they take `heat_w` from it. Water at a set
    /// point that is colder than the coils need is throttled by their valves; where they need colder water they ask for it.
    ///
    /// # Errors
    /// When the water's flow is not found.
    pub fn water_load(&self, air: &AirFlow, heat_w: f64, supply_c: f64) -> Result<WaterLoad, NotConverged> {
        let most_w_k = air.capacity_rate().w_k() * self.water_ratio;
        let needed_c = |water_w_k: f64| self.required_water_c(air, heat_w, supply_c, water_w_k);
        let warmest_c = needed_c(most_w_k);
        let Some(set_c) = self.set_point_c(heat_w).filter(|set_c| *set_c < warmest_c && heat_w > 0.0) else {
            return Ok(WaterLoad { heat_w, supply_c: warmest_c, capacity_w_k: most_w_k });
        };
        // The least water leaves as warm as the air that enters; the warmest that does grows with its flow.
        let least_w_k = (heat_w / (supply_c + heat_w / air.capacity_rate().w_k() - set_c)).min(most_w_k);
        let too_warm_k = |water_w_k: f64| needed_c(water_w_k) - set_c;
        let ends = ((least_w_k, too_warm_k(least_w_k)), (most_w_k, warmest_c - set_c));
        let tolerance = RootTolerance { x: 1e-12 * most_w_k, f: 1e-10 };
        let what = "the chilled water that coils let pass";
        let capacity_w_k = root::find_named_root(what, too_warm_k, ends.0, ends.1, tolerance, MAX_EVALUATIONS)?;
        Ok(WaterLoad { heat_w, supply_c: set_c, capacity_w_k })
    }

    /// The warmest water, °C, with which the coils do at a capacity rate of all of it.
    fn required_water_c(&self, air: &AirFlow, heat_w: f64, supply_c: f64, water_w_k: f64) -> f64 {
        let n = self.machines.record_units();
        let needed = self.handler.required_water_temperature(
            Power::new(heat_w / n),
            Temperature::from_celsius(supply_c),
            &self.share_of(air),
            ThermalConductance::new(water_w_k / n),
        );
        needed.celsius()
    }
}
