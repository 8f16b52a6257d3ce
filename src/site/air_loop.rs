//! Air handlers of a hall and the air that they move.

use crate::component::room::air_handler::AirHandler;
use crate::physics::air::AirFlow;
use crate::plant::sized::WaterLoad;
use crate::rack::response::RackMeans;
use crate::units::count::MachineCount;
use crate::units::{Power, Temperature, ThermalConductance, VolumeFlow};

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
    /// Capacity rate of chilled water over that of the air.
    pub water_ratio: f64,
}

impl AirLoop {
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

    /// The chilled water that the units need to cool air to `supply_c` while they take `heat_w` from it.
    pub fn water_load(&self, air: &AirFlow, heat_w: f64, supply_c: f64) -> WaterLoad {
        let (n, capacity_w_k) = (self.machines.record_units(), air.capacity_rate().w_k() * self.water_ratio);
        let needed = self.handler.required_water_temperature(
            Power::new(heat_w / n),
            Temperature::from_celsius(supply_c),
            &self.share_of(air),
            ThermalConductance::new(capacity_w_k / n),
        );
        WaterLoad { heat_w, supply_c: needed.celsius(), capacity_w_k }
    }
}
