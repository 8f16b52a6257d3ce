//! From solved coolants to the state of the rack: every watt booked once, every limit told.

use crate::catalog::system::Coolant;
use crate::physics::liquid::Liquid;
use crate::solve::convergence::NotConverged;
use crate::units::{Power, Temperature, ThermalConductance, VolumeFlow};

use super::air::{RackAirNetwork, RackAirState};
use super::error::RackError;
use super::limits::{self, RackLimit, RackLimitKind};
use super::liquid::{LiquidSideState, PumpOperatingPoint, RackLiquidNetwork};
use super::model::{BoilingTank, LiquidCooling, RackLoad, RackModel, SupplyModel};
use super::part_limits::{critical_flux_limits, part_limit};
use super::state::{
    BranchState, ControlSetting, CoolantPumpState, CoolantState, LiquidToAirState, PartState, RackState,
};

/// Heat and electricity while they are summed.
#[derive(Default)]
struct RackHeatSums {
    captured_w: f64,
    room_w: f64,
    psu_loss_w: f64,
    bus_output_w: f64,
    overload: f64,
}

/// The coolants of a rack as they were solved at a setting.
pub(super) struct StateAssembly<'s, 'a> {
    pub rack: &'a RackModel,
    pub load: RackLoad,
    /// Main coolant supplied.
    pub supply: Temperature,
    pub air: &'s RackAirNetwork<'a>,
    pub liquid: Option<&'s RackLiquidNetwork<'a>>,
}

impl StateAssembly<'_, '_> {
    /// The state of the rack from what its trays, its air and its parts do.
    pub fn assemble_state(
        &self,
        setting: ControlSetting,
        wetted: &LiquidSideState,
        (air, parts): (&RackAirState, Vec<PartState>),
    ) -> Result<RackState, RackError> {
        let (mut sums, branches) = self.sum_tray_heat(wetted, air);
        self.add_shelf_losses(&mut sums);
        let mut state = RackState {
            accelerator_w: 0.0,
            other_it_w: 0.0,
            fan_w: 0.0,
            psu_loss_w: sums.psu_loss_w,
            cooler_w: air.door_fan_w,
            pump_w: 0.0,
            hall_pump_w: 0.0,
            pumps: None,
            captured_w: sums.captured_w,
            liquid_heat_w: sums.captured_w,
            air_heat_w: sums.room_w,
            liquid: None,
            air: None,
            main_coolant: CoolantState::default(),
            liquid_to_air: None,
            exhaust_c: None,
            recirculation: air.recirculation,
            setting,
            performance: 1.0,
            parts,
            branches,
            limits: Vec::new(),
        };
        self.add_electric_power(&mut state, wetted, air);
        self.record_air(&mut state, air);
        match &self.rack.liquid_cooling {
            LiquidCooling::None => {}
            LiquidCooling::Door(door) => {
                let (heat_w, capacity_w_k) = air.door.unwrap_or((0.0, door.exchanger.coil().liquid_w_k));
                state.captured_w += heat_w;
                state.liquid_heat_w += heat_w;
                self.record_valve_circuit(
                    &mut state,
                    capacity_w_k,
                    |flow, c| door.exchanger.circuit_loss_and_power(flow, c),
                    &door.liquid,
                )?;
            }
            LiquidCooling::Loop(_) => self.record_loop(&mut state)?,
            LiquidCooling::Tank(tank) => self.record_tank(&mut state, tank)?,
        }
        state.main_coolant = state.liquid.or(state.air).ok_or(RackError::NoCoolant)?;
        self.collect_limits(&mut state, sums.overload);
        Ok(state)
    }

    /// Heat of supplies and surfaces, tray by tray.
    fn sum_tray_heat(&self, wetted: &LiquidSideState, air: &RackAirState) -> (RackHeatSums, Vec<BranchState>) {
        let mut sums = RackHeatSums::default();
        let mut branches = Vec::with_capacity(wetted.trays.len());
        let scale = self.load.scale;
        let heat_j_m3_k = self.liquid.map_or(0.0, |n| n.coolant_stream().heat_j_m3_k);
        for liquid in &wetted.trays {
            let tray = &self.rack.trays[liquid.kind];
            let parts_w = liquid.passed.accelerator_w + liquid.passed.other_w;
            let own = air.trays.iter().find(|t| t.kind == liquid.kind);
            let wet = &wetted.air_inputs[liquid.kind];
            let surface_w = match own {
                // The air met the mean of the trays; each gives according to its own temperature.
                Some(t) => t.surface_w + wet.surface_w_k * (liquid.passed.outlet_c - wet.liquid_c),
                None => wet.surface_w_k * (liquid.passed.outlet_c - self.air.supply.celsius()),
            };
            if own.is_none() {
                sums.room_w += surface_w;
            }
            let mut into_w = parts_w - surface_w;
            let outside_w = own.map_or(0.0, |t| t.passed.accelerator_w + t.passed.other_w + t.fan_w);
            if let Some(supply) = &tray.supply {
                let output_w = parts_w + outside_w;
                let loss_w = supply.loss_w(output_w, scale);
                if supply.heat_to == Coolant::Liquid {
                    into_w += loss_w;
                    sums.psu_loss_w += loss_w;
                    sums.overload = sums.overload.max(supply.load_ratio(output_w, scale));
                } else if own.is_none() {
                    sums.room_w += loss_w;
                    sums.psu_loss_w += loss_w;
                    sums.overload = sums.overload.max(supply.load_ratio(output_w, scale));
                }
            } else {
                sums.bus_output_w += parts_w + outside_w;
            }
            let trays = if self.liquid.is_some() { 1.0 } else { f64::from(tray.count) };
            if trays != 1.0 {
                // A tank's trays are alike: one stands for all.
                into_w *= trays;
                sums.psu_loss_w += (trays - 1.0) * tray.supply.map_or(0.0, |s| s.loss_w(parts_w, scale));
                sums.bus_output_w += if tray.supply.is_none() { (trays - 1.0) * parts_w } else { 0.0 };
            }
            sums.captured_w += into_w;
            if heat_j_m3_k > 0.0 {
                let rise_k = into_w / (liquid.flow_m3_s * heat_j_m3_k);
                branches.push(BranchState {
                    kind: liquid.kind,
                    flow_m3_s: liquid.flow_m3_s,
                    loss_pa: liquid.loss_pa,
                    return_c: self.supply.celsius() + rise_k,
                });
            }
        }
        for t in &air.trays {
            let tray = &self.rack.trays[t.kind];
            let count = f64::from(tray.count);
            let wet_w = wetted.air_inputs[t.kind].power_w;
            let output_w = t.passed.accelerator_w + t.passed.other_w + t.fan_w + wet_w;
            match &tray.supply {
                Some(s) if s.heat_to == Coolant::Air => {
                    sums.psu_loss_w += count * t.supply_loss_w;
                    sums.overload = sums.overload.max(s.load_ratio(output_w, scale));
                }
                None if !tray.has_coolant(Coolant::Liquid) => sums.bus_output_w += count * output_w,
                _ => {}
            }
        }
        (sums, branches)
    }

    /// Power shelves and busbar.
    fn add_shelf_losses(&self, sums: &mut RackHeatSums) {
        let Some(shelf) = &self.rack.shelf else { return };
        let bus_w = self.rack.bus.map_or(0.0, |(volts, ohm)| {
            let amperes = sums.bus_output_w / volts;
            amperes * amperes * ohm
        });
        let output_w = sums.bus_output_w + bus_w;
        let loss_w = shelf.loss_w(output_w, self.load.scale);
        sums.psu_loss_w += bus_w + loss_w;
        sums.overload = sums.overload.max(SupplyModel::load_ratio(shelf, output_w, self.load.scale));
        // In a tank the shelf and its bars hang in the fluid; elsewhere bars heat the air around them.
        if shelf.heat_to == Coolant::Liquid {
            sums.captured_w += loss_w;
        } else {
            sums.room_w += loss_w;
        }
        if matches!(self.rack.liquid_cooling, LiquidCooling::Tank(_)) {
            sums.captured_w += bus_w;
        } else {
            sums.room_w += bus_w;
        }
    }

    fn add_electric_power(&self, state: &mut RackState, wetted: &LiquidSideState, air: &RackAirState) {
        let one_each = self.liquid.is_some();
        for t in &wetted.trays {
            let trays = if one_each { 1.0 } else { f64::from(self.rack.trays[t.kind].count) };
            state.accelerator_w += trays * t.passed.accelerator_w;
            state.other_it_w += trays * t.passed.other_w;
            state.performance = state.performance.min(t.passed.clock);
        }
        for t in &air.trays {
            let trays = f64::from(self.rack.trays[t.kind].count);
            state.accelerator_w += trays * t.passed.accelerator_w;
            state.other_it_w += trays * t.passed.other_w;
            state.fan_w += trays * t.fan_w;
            state.performance = state.performance.min(t.passed.clock);
        }
    }

    fn record_air(&self, state: &mut RackState, air: &RackAirState) {
        let (Some(first), heat) = (air.trays.first(), self.air.stream.heat_j_m3_k) else { return };
        let fresh_m3_s = (1.0 - air.recirculation) * air.flow_m3_s;
        let supply_c = self.air.supply.celsius();
        state.air_heat_w += fresh_m3_s * heat * (air.exit_c - supply_c);
        state.exhaust_c = Some(air.exhaust_c);
        state.limits.extend(limits::inlet_limits(self.rack, air.front_c));
        state.air = Some(CoolantState {
            supply_c,
            inlet_c: first.inlet_c,
            return_c: air.exit_c,
            capacity_w_k: fresh_m3_s * heat,
            flow_m3_s: fresh_m3_s,
            rise_pa: first.rise_pa,
        });
    }

    fn record_loop(&self, state: &mut RackState) -> Result<(), NotConverged> {
        let Some(net) = self.liquid else { return Ok(()) };
        let point = net.pump_operating_point();
        let PumpOperatingPoint { flow_m3_s, rise_pa, .. } = point;
        let capacity_w_k = flow_m3_s * net.coolant_stream().heat_j_m3_k;
        let supply_c = net.supply.celsius();
        state.pump_w = point.power.watts();
        state.hall_pump_w = net.hall_pump_w();
        state.pumps = Some(CoolantPumpState {
            holds: net.coolant_loop.pump_control.kind(),
            racks_per_unit: net.coolant_loop.cdu_share.recip(),
            speed: point.speed,
            bypass_m3_s: point.bypass_m3_s,
            manifold_pressure_pa: net.manifold_pressure_pa(),
        });
        state.limits.extend(net.pump_shortfall(state.captured_w));
        state.liquid = Some(CoolantState {
            supply_c,
            inlet_c: supply_c,
            return_c: supply_c + state.captured_w / capacity_w_k,
            capacity_w_k,
            flow_m3_s,
            rise_pa,
        });
        let heat_w = state.captured_w + state.pump_w;
        let Some((LiquidToAirState { air_m3_s, fan_w }, limit)) = self.solve_liquid_to_air(heat_w)? else {
            return Ok(());
        };
        // The heat of a liquid-to-air unit's pumps and fans leaves with the room's air, like all the liquid's.
        state.cooler_w += fan_w;
        state.liquid_heat_w = 0.0;
        state.air_heat_w += heat_w + fan_w;
        state.limits.push(limit);
        state.liquid_to_air = Some(LiquidToAirState { air_m3_s, fan_w });
        let heat = self.air.stream.heat_j_m3_k;
        let room_c = self.air.supply.celsius();
        let (flow, capacity) = (air_m3_s, air_m3_s * heat);
        let before = state.air.unwrap_or(CoolantState {
            supply_c: room_c,
            inlet_c: room_c,
            return_c: room_c,
            capacity_w_k: 0.0,
            flow_m3_s: 0.0,
            rise_pa: 0.0,
        });
        let total_w_k = before.capacity_w_k + capacity;
        state.air = Some(CoolantState {
            return_c: room_c + state.air_heat_w / total_w_k,
            capacity_w_k: total_w_k,
            flow_m3_s: before.flow_m3_s + flow,
            ..before
        });
        Ok(())
    }

    /// Air flow and electricity of a rack's liquid-to-air units for a heat, and their limit.
    fn solve_liquid_to_air(&self, heat_w: f64) -> Result<Option<(LiquidToAirState, RackLimit)>, NotConverged> {
        let Some(net) = self.liquid else { return Ok(None) };
        let Some(unit) = net.coolant_loop.liquid_to_air() else { return Ok(None) };
        let units = net.coolant_loop.cdu_share;
        let flow_m3_s = net.rack_flow_m3_s();
        let each = Power::new(heat_w / units);
        let liquid = ThermalConductance::new(flow_m3_s * net.coolant_stream().heat_j_m3_k / units);
        let room = self.air.supply;
        let full = self.air.stream.air_flow(VolumeFlow::new(unit.0.air_flow_m3_s));
        // At full flow the limit tells whether the supply is reached.
        let air = unit.required_air_flow(each, net.supply, liquid, room, &full)?.unwrap_or(full);
        let reached_c = unit.coil().coldest_supply_c(each, liquid, room, &full);
        let limit = RackLimit {
            kind: RackLimitKind::LiquidToAirExchanger,
            what: "coldest supply of the liquid-to-air unit".to_owned(),
            value: reached_c,
            allowed: net.supply.celsius(),
            base: room.celsius(),
            unit: "degC",
        };
        let (air_m3_s, fan_w) = (units * air.flow.m3_s(), units * unit.fan_power(&air).watts());
        Ok(Some((LiquidToAirState { air_m3_s, fan_w }, limit)))
    }

    fn record_tank(&self, state: &mut RackState, tank: &BoilingTank) -> Result<(), RackError> {
        let walls_w = tank.surface_w_k * (tank.saturation - self.air.supply).kelvin();
        state.captured_w -= walls_w;
        state.liquid_heat_w -= walls_w;
        state.air_heat_w += walls_w;
        let heat = Power::new(state.captured_w);
        let water = tank.condenser.required_capacity_rate(heat, tank.saturation, self.supply)?;
        self.record_valve_circuit(
            state,
            water.w_k(),
            |flow, c| tank.condenser.circuit_loss_and_power(flow, c),
            &tank.liquid,
        )?;
        let most = tank.condenser.max_heat(tank.saturation, self.supply);
        state.setting.pump = water.w_k() / tank.condenser.0.water_w_k;
        let what = "heat to the condenser";
        state.limits.push(limits::zero_based_limit(RackLimitKind::Condenser, what, heat.kw(), most.kw(), "kW"));
        Ok(())
    }

    /// A circuit whose valve lets `capacity_w_k` pass.
    fn record_valve_circuit(
        &self,
        state: &mut RackState,
        capacity_w_k: f64,
        circuit: impl Fn(VolumeFlow, ThermalConductance) -> (f64, Power),
        liquid: &Liquid,
    ) -> Result<(), RackError> {
        let properties = liquid.properties_at(self.supply)?;
        let flow_m3_s = capacity_w_k / (properties.density.kg_m3() * properties.specific_heat.j_kg_k());
        let (rise_pa, pump) = circuit(VolumeFlow::new(flow_m3_s), ThermalConductance::new(capacity_w_k));
        let supply_c = self.supply.celsius();
        state.pump_w = pump.watts();
        state.hall_pump_w = state.pump_w;
        state.liquid = Some(CoolantState {
            supply_c,
            inlet_c: supply_c,
            return_c: supply_c + state.liquid_heat_w / capacity_w_k,
            capacity_w_k,
            flow_m3_s,
            rise_pa,
        });
        if let LiquidCooling::Door(door) = &self.rack.liquid_cooling {
            state.setting.pump = capacity_w_k / door.exchanger.coil().liquid_w_k;
        }
        Ok(())
    }

    fn collect_limits(&self, state: &mut RackState, overload: f64) {
        let rules = &self.rack.rules;
        let mut out = std::mem::take(&mut state.limits);
        out.extend(state.parts.iter().map(part_limit));
        if let (Some(exhaust_c), Some(air)) = (state.exhaust_c, &state.air) {
            out.push(limits::exhaust_limit(rules, exhaust_c, air.supply_c));
        }
        if let Some(liquid) = &state.liquid {
            out.push(limits::return_limit(rules, liquid.return_c, liquid.supply_c));
        }
        if let Some(net) = self.liquid {
            let v = net.manifold_velocity_m_s();
            out.push(limits::zero_based_limit(
                RackLimitKind::ManifoldVelocity,
                "velocity in the manifold",
                v,
                rules.manifold_max_m_s,
                "m/s",
            ));
            if let Some(coupling) = &net.coolant_loop.coupling {
                let most = state.branches.iter().map(|b| b.flow_m3_s).fold(0.0, f64::max) * 60e3;
                let (what, allowed) = ("flow through a quick disconnect", coupling.flow_max_l_min);
                out.push(limits::zero_based_limit(RackLimitKind::QuickDisconnect, what, most, allowed, "L/min"));
            }
        }
        if matches!(self.rack.liquid_cooling, LiquidCooling::Tank(_)) {
            out.extend(critical_flux_limits(self.rack, &state.parts));
        }
        if overload > 0.0 {
            out.push(limits::zero_based_limit(
                RackLimitKind::PowerSupply,
                "load of the power supplies",
                overload,
                1.0,
                "of rating",
            ));
        }
        state.limits = out;
    }
}
