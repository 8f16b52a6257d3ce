//! A water loop: its pump, what warms the water, and the temperatures along it.

use super::water;

/// Which specific heat a component takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SpecificHeatModel {
    /// One for the whole plant, J/(kg K): heat is conserved.
    Constant(f64),
    /// That of EnergyPlus's table at the inlet of each component: heat given by one and taken by another differ by as much
    /// as the table between them, up to 0.3 %.
    AtInlet,
}

impl SpecificHeatModel {
    /// J/(kg K) at an inlet temperature.
    pub(crate) fn value_at_inlet(self, t_c: f64) -> f64 {
        match self {
            Self::Constant(cp) => cp,
            Self::AtInlet => water::specific_heat(t_c),
        }
    }
}

/// How a pump of variable speed works.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VariableSpeedPump {
    /// Least flow while it runs, share of design; what nobody takes passes a bypass.
    pub least_share: f64,
    /// Coefficients of power over design power in rising powers of the flow over the design flow.
    pub power_curve: [f64; 4],
}

/// Pumps of a loop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExplicitPump {
    /// Design flow, m³/s.
    pub flow_m3_s: f64,
    /// Water at constant speed, or the most at variable speed, kg/s.
    pub kg_s: f64,
    /// Electricity at the design flow, W.
    pub power_w: f64,
    /// Share of it that ends in the water; the rest warms the room.
    pub motor_efficiency: f64,
    /// Variable speed; otherwise flow and power are constant, whoever takes the water.
    pub variable: Option<VariableSpeedPump>,
}

impl ExplicitPump {
    /// Water that flows where the loop asks for some, kg/s. A pump of variable speed stops with what it serves.
    pub(crate) fn delivered_kg_s(&self, demand_kg_s: f64) -> f64 {
        match self.variable {
            None => self.kg_s,
            Some(_) if demand_kg_s <= 0.0 => 0.0,
            Some(pump) => demand_kg_s.max(pump.least_share * self.kg_s).min(self.kg_s),
        }
    }

    /// Electricity at a flow of water that enters the pump at a temperature, W: the curve of the volume flow over that of
    /// the design, not more than the design.
    pub(crate) fn electricity_w(&self, kg_s: f64, entering_c: f64) -> f64 {
        let Some(pump) = self.variable else { return self.power_w };
        if kg_s <= 0.0 {
            return 0.0;
        }
        let share = (kg_s / water::density(entering_c) / self.flow_m3_s).min(1.0);
        let curve = pump.power_curve.iter().rev().fold(0.0, |sum, c| sum * share + c);
        self.power_w * curve.max(0.0)
    }
}

/// What a pump does in an hour.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ExplicitPumpHour {
    /// Water, kg/s.
    pub kg_s: f64,
    /// Electricity, W.
    pub power_w: f64,
    /// Share of it that warms the room, W.
    pub room_w: f64,
}

impl ExplicitPumpHour {
    /// The mean of two states, `share` of the time in this one.
    pub(crate) fn blend_with(self, other: Self, share: f64) -> Self {
        let mean = |f: fn(&Self) -> f64| share * f(&self) + (1.0 - share) * f(&other);
        Self { kg_s: mean(|p| p.kg_s), power_w: mean(|p| p.power_w), room_w: mean(|p| p.room_w) }
    }
}

/// Water that leaves a cooler, is warmed by what it cools and then by its pump, and returns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WaterCircuit {
    /// Water, kg/s.
    pub kg_s: f64,
    /// Heat of what is cooled, W.
    pub load_w: f64,
    /// Pump.
    pub pump: ExplicitPump,
    /// Specific heat.
    pub cp: SpecificHeatModel,
}

impl WaterCircuit {
    /// Water that entered at a temperature, warmed by a heat, °C; water that stands still is not.
    fn warm_water(&self, t_c: f64, heat_w: f64) -> f64 {
        if self.kg_s > 0.0 { t_c + heat_w / (self.kg_s * self.cp.value_at_inlet(t_c)) } else { t_c }
    }

    /// Pump of the loop whose cooler the water leaves at a temperature.
    pub fn pump_hour(&self, leaving_c: f64) -> ExplicitPumpHour {
        let power_w = self.pump.electricity_w(self.kg_s, self.warm_water(leaving_c, self.load_w));
        ExplicitPumpHour { kg_s: self.kg_s, power_w, room_w: power_w * (1.0 - self.pump.motor_efficiency) }
    }

    /// Return of water that left at a temperature, °C.
    pub fn return_temperature_c(&self, leaving_c: f64) -> f64 {
        let pump_w = self.pump_hour(leaving_c).power_w * self.pump.motor_efficiency;
        self.warm_water(self.warm_water(leaving_c, self.load_w), pump_w)
    }

    /// Whether there is nothing to cool: no water, or no heat in it.
    pub fn is_idle(&self) -> bool {
        self.kg_s <= 0.0 || (self.load_w <= 0.0 && self.pump.power_w * self.pump.motor_efficiency <= 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pump(variable: Option<VariableSpeedPump>) -> ExplicitPump {
        ExplicitPump { flow_m3_s: 0.045, kg_s: 44.995, power_w: 9000.0, motor_efficiency: 0.9, variable }
    }

    /// EnergyPlus 25.2, `Pump:VariableSpeed` of 9 kW at 0.045 m³/s: 13.3166776 kg/s at 31.3381 °C take 236.6457 W.
    #[test]
    fn a_variable_speed_pump_follows_the_cube_of_its_volume_flow() {
        let cube = VariableSpeedPump { least_share: 0.1, power_curve: [0.0, 0.0, 0.0, 1.0] };
        let p = pump(Some(cube));
        let power_w = p.electricity_w(13.316_677_6, 31.338_1);
        assert!((power_w - 236.645_7).abs() < 1e-2, "{power_w}");
        assert_eq!((p.delivered_kg_s(0.0), p.electricity_w(0.0, 30.0)), (0.0, 0.0));
        assert!((p.delivered_kg_s(1.0) - 4.4995).abs() < 1e-12 && p.delivered_kg_s(60.0) == 44.995);
        assert_eq!((pump(None).delivered_kg_s(1.0), pump(None).electricity_w(1.0, 30.0)), (44.995, 9000.0));
    }

    #[test]
    fn the_circuit_gains_load_and_pump() {
        let cp = SpecificHeatModel::Constant(4180.0);
        let circuit = WaterCircuit { kg_s: 44.995, load_w: 1e6, pump: pump(None), cp };
        let by_hand_c = 20.0 + (1e6 + 8100.0) / (44.995 * 4180.0);
        assert!((circuit.return_temperature_c(20.0) - by_hand_c).abs() < 1e-12);
        assert!((circuit.pump_hour(20.0).room_w - 900.0).abs() < 1e-9);
        let still = WaterCircuit { kg_s: 0.0, ..circuit };
        assert!(still.is_idle() && !circuit.is_idle() && still.return_temperature_c(20.0) == 20.0);
    }
}
