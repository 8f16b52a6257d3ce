//! A block of servers that breathe room air, as EnergyPlus 25.2 `ElectricEquipment:ITE:AirCooled` has it.
//!
//! With `N` the design power, `φ` the fans' share of it, `x` the CPU load and `T` the inlet in °C: CPU `N (1 − φ) f₁(x, T)`,
//! air `v N f₂(x, T)`, fans `N φ f₃(f₂)`, loss of the supply `(CPU + fans) (1 − η₀ g(r))`, `r = (CPU + fans)/N`, not below
//! zero: a share of what leaves the supply. `f₁`, `f₂` are biquadratic, `f₃` cubic, `g` quadratic.
//!
//! Neglects: the temperature of single parts, and everything that the curves leave out.
//!
//! Compared with: an hour of EnergyPlus in this file; the zone `e_ite_zone` of `tests/energyplus.rs`.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::units::{Power, Temperature, VolumeFlow};

params! {
    /// Sizes and curves of a block.
    pub struct ServerBlockSpec {
        /// Servers.
        units [""] in 1.0..=1e7;
        /// Design power of one.
        unit_power_w ["W"] in 1.0..=1e6;
        /// Fans' share of the design power.
        fan_share [""] in 0.0..=1.0;
        /// Air flow per design power.
        air_m3_s_per_w ["m3/(s W)"] in 0.0..=0.01;
        /// Efficiency of the power supply at the design power.
        supply_efficiency [""] in 0.1..=1.0;
        /// CPU power, constant.
        cpu_c1 [""] in -100.0..=100.0;
        /// CPU power, load.
        cpu_c2 [""] in -100.0..=100.0;
        /// CPU power, load².
        cpu_c3 [""] in -100.0..=100.0 = 0.0;
        /// CPU power, inlet.
        cpu_c4 ["1/K"] in -100.0..=100.0 = 0.0;
        /// CPU power, inlet².
        cpu_c5 ["1/K2"] in -100.0..=100.0 = 0.0;
        /// CPU power, load times inlet.
        cpu_c6 ["1/K"] in -100.0..=100.0 = 0.0;
        /// Air flow, constant.
        air_c1 [""] in -100.0..=100.0;
        /// Air flow, load.
        air_c2 [""] in -100.0..=100.0;
        /// Air flow, load².
        air_c3 [""] in -100.0..=100.0 = 0.0;
        /// Air flow, inlet.
        air_c4 ["1/K"] in -100.0..=100.0 = 0.0;
        /// Air flow, inlet².
        air_c5 ["1/K2"] in -100.0..=100.0 = 0.0;
        /// Air flow, load times inlet.
        air_c6 ["1/K"] in -100.0..=100.0 = 0.0;
        /// Fan power, constant.
        fan_c1 [""] in -100.0..=100.0 = 0.0;
        /// Fan power, air flow.
        fan_c2 [""] in -100.0..=100.0 = 0.0;
        /// Fan power, air flow².
        fan_c3 [""] in -100.0..=100.0 = 0.0;
        /// Fan power, air flow³.
        fan_c4 [""] in -100.0..=100.0 = 1.0;
        /// Efficiency over that at design, constant.
        supply_c1 [""] in -100.0..=100.0 = 1.0;
        /// Efficiency over that at design, load of the supply.
        supply_c2 [""] in -100.0..=100.0 = 0.0;
        /// Efficiency over that at design, load² of the supply.
        supply_c3 [""] in -100.0..=100.0 = 0.0;
    }
}

/// Kind of a record that says `kind = "server-block"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "server-block",
    summary: "Servers by curves of load and inlet temperature",
    law: ComponentLaw {
        symbols: "P = N [0.9 f1(x, T) + 0.1 f3(V)]",
        words: "EnergyPlus air-cooled IT equipment",
        results: &[LawResult::Power(EndUse::OtherIt)],
    },
    params: ServerBlockSpec::PARAMS,
    check: |table| ServerBlockSpec::read(table).map(drop),
};

/// What a block of servers draws and breathes in an hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ServerBlockOperation {
    /// CPUs and all else but fans.
    pub cpu: Power,
    /// Fans.
    pub fan: Power,
    /// Loss of the power supply.
    pub supply_loss: Power,
    /// Air through the servers.
    pub air_flow: VolumeFlow,
}

impl ServerBlockOperation {
    /// Heat into the room: all electricity, the loss of the supply with it.
    pub fn heat(&self) -> Power {
        self.cpu + self.fan + self.supply_loss
    }
}

/// A block at a CPU load (0..=1.5) and inlet temperature; a curve that falls below zero gives zero.
pub fn operate_block(spec: &ServerBlockSpec, load: f64, inlet: Temperature) -> ServerBlockOperation {
    let s = spec;
    let (x, t) = (load, inlet.celsius());
    let biquadratic = |c: [f64; 6]| c[0] + x * (c[1] + c[2] * x) + t * (c[3] + c[4] * t + c[5] * x);
    let design_w = s.units * s.unit_power_w;
    let cpu = biquadratic([s.cpu_c1, s.cpu_c2, s.cpu_c3, s.cpu_c4, s.cpu_c5, s.cpu_c6]).max(0.0);
    let air = biquadratic([s.air_c1, s.air_c2, s.air_c3, s.air_c4, s.air_c5, s.air_c6]).max(0.0);
    let fan = (s.fan_c1 + air * (s.fan_c2 + air * (s.fan_c3 + air * s.fan_c4))).max(0.0);
    let (cpu_w, fan_w) = (design_w * (1.0 - s.fan_share) * cpu, design_w * s.fan_share * fan);
    let r = (cpu_w + fan_w) / design_w;
    let efficiency = s.supply_efficiency * (s.supply_c1 + r * (s.supply_c2 + r * s.supply_c3));
    ServerBlockOperation {
        cpu: Power::new(cpu_w),
        fan: Power::new(fan_w),
        supply_loss: Power::new((cpu_w + fan_w) * (1.0 - efficiency).max(0.0)),
        air_flow: VolumeFlow::new(s.air_m3_s_per_w * design_w * air),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// EnergyPlus 25.2 for 100 servers of 500 W at 15.0006 °C and 5 % load: CPU 18,562.58 W, fans 1280.34 W, loss 2471.99 W,
    /// 2.381313 m³/s.
    #[test]
    fn an_hour_of_energyplus() {
        let table = toml::toml! {
            units = 100
            unit_power_w = 500.0
            fan_share = 0.1
            air_m3_s_per_w = 7.5e-5
            supply_efficiency = 0.95
            cpu_c1 = 0.36
            cpu_c2 = 0.6
            cpu_c5 = 1e-4
            air_c1 = 0.4
            air_c2 = 0.2
            air_c5 = 1e-3
            supply_c1 = 0.85
            supply_c2 = 0.2
            supply_c3 = -0.05
        };
        let o = operate_block(&ServerBlockSpec::read(&table).unwrap(), 0.05, Temperature::from_celsius(15.0005581));
        assert!((o.cpu.watts() - 18562.5753).abs() < 1e-3 && (o.fan.watts() - 1280.34065).abs() < 1e-4, "{o:?}");
        assert!((o.supply_loss.watts() - 2471.99087).abs() < 1e-3 && (o.air_flow.m3_s() - 2.38131279).abs() < 1e-7);
    }
}
