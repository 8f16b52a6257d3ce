//! The network's fluxes from moment to moment: flows, power, losses, controllers.

use crate::catalog::system::Coolant;
use crate::component::failure_rules::FailureRulesSpec as Rules;
use crate::network::dynamic::DynamicNetwork;
use crate::rack::branch::CoolantStream;
use crate::rack::model::SupplyModel;
use crate::solve::convergence::NotConverged;
use crate::solve::transient::DynamicSystem;

use super::loops::{BoilingTankState, CoolantLoopState, FacilityWaterLoop};
use super::parts::{ChipGroup, LaneStream, ModuleGroup, TrayOutlet, TrayPowerFeed, update_stream_links};
use super::plan::DrivePlan;
use super::room::{DoorCoil, RoomAirLoop, RoomCooling, TrayAirNodes};
use super::servers::{ServerGroup, running_share};

/// Sums over time: electricity in, heat out, work lost, heat of vapour that left.
pub(super) const ENERGY_IN: usize = 0;
pub(super) const HEAT_OUT: usize = 1;
pub(super) const WORK_LOST: usize = 2;
pub(super) const HEAT_VENTED: usize = 3;
pub(super) const SUM_COUNT: usize = 4;

/// What the last evaluation found beside fluxes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct EvaluationOutputs {
    /// Electricity at the rack's inlet, W.
    pub rack_w: f64,
    /// Electricity of what cools it inside its loops, W.
    pub cooler_w: f64,
    /// Heat that left, W.
    pub out_w: f64,
    /// Work done against work without throttling.
    pub work: f64,
}

/// Which rows of the state hold what.
#[derive(Clone, Debug)]
pub(super) struct StateLayout {
    /// Temperatures come first; from here on speeds and clocks.
    pub nodes: usize,
    /// Rows of speeds; those of clocks follow.
    pub speeds: std::ops::Range<usize>,
}

/// An entry of the matrix: row, column, value.
pub(super) type MatrixEntry = (usize, usize, f64);

/// Room for the matrix while it is put together.
#[derive(Clone, Debug)]
pub(super) struct JacobianScratch {
    /// A state moved by a little.
    pub perturbed: Vec<f64>,
    /// How fluxes move with it.
    pub column: Vec<f64>,
    /// Growths beside links.
    pub growth: Vec<MatrixEntry>,
    /// How the rates of speeds and clocks move with temperatures.
    pub steering: Vec<MatrixEntry>,
}

impl JacobianScratch {
    /// Room for a state of so many rows.
    pub fn for_rows(rows: usize) -> Self {
        Self { perturbed: vec![0.0; rows], column: vec![0.0; rows], growth: Vec::new(), steering: Vec::new() }
    }
}

/// Power supplies that all trays share, and where their heat goes.
#[derive(Clone, Debug)]
pub(super) struct SharedSupplies {
    /// Power shelves.
    pub shelf: Option<SupplyModel>,
    /// Busbar: voltage and resistance, V and Ω.
    pub bus: Option<(f64, f64)>,
    /// Row that takes the shelves' loss.
    pub shelf_row: usize,
    /// Row that takes the busbar's.
    pub bus_row: usize,
}

/// A rack in time.
#[derive(Clone, Debug)]
pub(super) struct TransientModel {
    pub net: DynamicNetwork,
    pub error_scales: Vec<f64>,
    pub start: Vec<f64>,
    pub layout: StateLayout,
    pub scratch: JacobianScratch,
    /// Servers that run or have shut down together.
    pub servers: Vec<ServerGroup>,
    pub chips: Vec<ChipGroup>,
    pub modules: Vec<ModuleGroup>,
    pub streams: Vec<LaneStream>,
    pub trays: Vec<TrayOutlet>,
    pub feeds: Vec<TrayPowerFeed>,
    pub tray_air: Vec<TrayAirNodes>,
    pub room_air: Option<RoomAirLoop>,
    pub door_coil: Option<DoorCoil>,
    pub room_cooling: RoomCooling,
    pub coolant_loop: Option<CoolantLoopState>,
    pub facility_water: Option<FacilityWaterLoop>,
    pub boiling_tank: Option<BoilingTankState>,
    pub supplies: SharedSupplies,
    /// Takes the room's other heat.
    pub return_air_row: usize,
    pub air: CoolantStream,
    pub rules: Rules,
    pub plan: DrivePlan,
    pub outputs: EvaluationOutputs,
}

impl TransientModel {
    /// Tells that the run has come to a time, with the state there.
    pub fn enter_time(&mut self, t_s: f64, y: &[f64]) {
        let pump_speed = self.coolant_loop.as_ref().map_or(1.0, |own| y[own.speed].clamp(own.min_speed, 1.0));
        self.plan.enter_time(t_s, pump_speed);
        for b in &mut self.tray_air {
            b.failing.enter_time(t_s, y[b.speed].clamp(b.min_speed, 1.0));
        }
    }

    /// Switches servers off for good, with all their parts.
    pub fn shut_down(&mut self, servers: &[usize]) {
        for server in servers {
            self.servers[*server].off = true;
        }
        for part in &mut self.chips {
            part.running = running_share(&self.servers, &part.servers);
        }
        for part in &mut self.modules {
            part.running = running_share(&self.servers, &part.servers);
        }
    }

    /// Fits the coolers' resistances to the flows of the steady state.
    ///
    /// # Errors
    /// When a flow is not found.
    pub fn fit_resistance_floors(&mut self) -> Result<(), NotConverged> {
        let start = self.start.clone();
        self.update_flows(0.0, &start)?;
        for i in 0..self.chips.len() {
            let (flow, density, heat) = self.coolant_past_chips(i);
            self.chips[i].fit_resistance_floor(flow, density, heat);
        }
        Ok(())
    }

    /// Flow past some chips, m³/s, with its density and heat.
    fn coolant_past_chips(&self, chips: usize) -> (f64, f64, f64) {
        let stream = &self.streams[self.chips[chips].stream];
        let coolant = match (stream.coolant, &self.coolant_loop) {
            (Coolant::Liquid, Some(own)) => own.stream,
            _ => self.air,
        };
        (stream.flow_m3_s, coolant.density_kg_m3, coolant.heat_j_m3_k)
    }

    /// Share of the usual flow of the main coolant.
    pub fn flow_share(&self) -> f64 {
        match (&self.coolant_loop, &self.facility_water, &self.room_air) {
            (Some(own), ..) => own.flow_m3_s / own.steady_flow_m3_s,
            (None, Some(water), _) if self.door_coil.is_some() || self.boiling_tank.is_some() => {
                water.current_w_k / water.steady_w_k
            }
            (.., Some(aisles)) => aisles.flow_m3_s / self.tray_air.iter().map(|b| b.steady_flow_m3_s).sum::<f64>(),
            _ => 1.0,
        }
    }

    fn update_flows(&mut self, t: f64, y: &[f64]) -> Result<(), NotConverged> {
        let (air_heat, natural_air, natural) =
            (self.air.heat_j_m3_k, self.rules.natural_air, self.rules.natural_liquid);
        let fan_share = self.plan.fan_share.value();
        for b in &mut self.tray_air {
            b.update_flow(t, y[b.speed], fan_share, natural_air)?;
        }
        let crah = self.air_handler_drive(t);
        if let Some(aisles) = &mut self.room_air {
            let unit_m3_s =
                self.coolant_loop.as_ref().map_or(0.0, |own| own.liquid_to_air_state(self.plan.pump.value(t)).air_m3_s);
            aisles.update_air_flows(&mut self.net, &self.tray_air, (crah, unit_m3_s), air_heat);
        }
        let plan = &self.plan;
        if let Some(own) = &mut self.coolant_loop {
            let drives = [&plan.pump, &plan.failing_pump];
            own.update_flow((t, y[own.speed]), drives, plan.pump_share.value(), natural)?;
            for link in &own.links {
                self.net.set_conductance(*link, own.flow_m3_s * own.stream.heat_j_m3_k);
            }
        }
        if let Some(water) = &mut self.facility_water {
            let asked = self.coolant_loop.as_ref().map_or(1.0, |own| own.flow_m3_s / own.steady_flow_m3_s);
            water.update_flow(&mut self.net, asked, plan.plant_pump.value(t), natural);
        }
        for stream in &mut self.streams {
            let heat = match (stream.coolant, &self.coolant_loop) {
                (Coolant::Liquid, Some(own)) => {
                    stream.flow_m3_s =
                        own.flow_m3_s * own.system_curve.lane_share(own.flow_m3_s, &stream.positions, stream.lane);
                    own.stream.heat_j_m3_k
                }
                (Coolant::Air, _) => {
                    let Some(b) = self.tray_air.iter().find(|b| b.kind == stream.kind) else { continue };
                    stream.flow_m3_s =
                        b.flow_m3_s * b.system_curve.lane_share(b.flow_m3_s, &stream.positions, stream.lane);
                    air_heat
                }
                (Coolant::Liquid, None) => continue,
            };
            update_stream_links(&mut self.net, stream, heat);
        }
        if let Some(own) = &self.coolant_loop {
            for tray in &self.trays {
                let flow: f64 = tray.streams.iter().map(|s| self.streams[*s].flow_m3_s).sum();
                self.net.set_conductance(tray.link, flow * own.stream.heat_j_m3_k);
            }
        }
        Ok(())
    }

    /// Electricity of parts and fans into their nodes; losses of supplies into theirs.
    fn update_electricity(&mut self, y: &[f64], flux: &mut [f64]) {
        let load = self.plan.load.value();
        let on = if self.plan.servers.is_powered() { 1.0 } else { 0.0 };
        for feed in &mut self.feeds {
            feed.output_w = 0.0;
        }
        for i in 0..self.chips.len() {
            let chips = &mut self.chips[i];
            let (watts, slope) =
                chips.power_draw(load, y[chips.rows.clock].clamp(chips.model.clock_floor, 1.0), y[chips.rows.die]);
            let running = on * chips.running * chips.count;
            chips.power_w = running * watts;
            chips.slope_w_k = running * slope;
            flux[chips.rows.die] += chips.power_w;
            self.feeds[chips.kind].output_w += chips.power_w;
            let (flow, density, heat) = self.coolant_past_chips(i);
            let g = self.chips[i].film_conductance_w_k(flow, density, heat);
            self.net.set_conductance(self.chips[i].film, g);
        }
        for module in &self.modules {
            let each = module.idle_w + load * module.duty * (module.max_w - module.idle_w);
            let watts = on * module.running * module.count * each;
            flux[module.row] += watts;
            self.feeds[module.kind].output_w += watts;
        }
        for b in &self.tray_air {
            let watts = on * b.power_w;
            flux[b.fan_row] += watts;
            self.feeds[b.kind].output_w += watts;
        }
        let (mut rack_w, mut bus_w) = (0.0, 0.0);
        for feed in &self.feeds {
            rack_w += feed.output_w;
            let Some(supply) = &feed.supply else {
                bus_w += feed.output_w;
                continue;
            };
            let loss_w = on * feed.count * supply.loss_w(feed.output_w / feed.count, 1.0);
            for (row, share) in &feed.loss_to {
                flux[*row] += share * loss_w;
            }
            rack_w += loss_w;
        }
        if let Some(shelf) = &self.supplies.shelf {
            let bars_w = self.supplies.bus.map_or(0.0, |(volts, ohm)| (bus_w / volts) * (bus_w / volts) * ohm);
            let loss_w = on * shelf.loss_w(bus_w + bars_w, 1.0);
            flux[self.supplies.bus_row] += bars_w;
            flux[self.supplies.shelf_row] += loss_w;
            rack_w += bars_w + loss_w;
        }
        self.outputs.rack_w = rack_w;
    }
}

impl DynamicSystem for TransientModel {
    fn capacity(&self) -> &[f64] {
        self.net.heat_capacities()
    }

    fn evaluate_flux(&mut self, t: f64, y: &[f64], flux: &mut [f64], rates: &mut [f64]) -> Result<(), NotConverged> {
        flux.fill(0.0);
        self.update_flows(t, y)?;
        self.update_electricity(y, flux);
        let vented_w = self.update_cooling(t, y, flux);
        self.net.add_link_heat(y, flux);
        self.update_controls(y, flux);
        rates[ENERGY_IN] = self.outputs.rack_w + self.outputs.cooler_w;
        rates[HEAT_OUT] = self.outputs.out_w;
        rates[WORK_LOST] = 1.0 - self.outputs.work;
        rates[HEAT_VENTED] = vented_w;
        Ok(())
    }

    fn factor_matrix(&mut self, t: f64, (y, base): (&[f64], &[f64]), s: f64) -> Result<bool, NotConverged> {
        let mut column = std::mem::take(&mut self.scratch.column);
        let mut more = std::mem::take(&mut self.scratch.growth);
        more.clear();
        for speed in self.layout.speeds.clone() {
            self.flux_sensitivity(t, y, speed..speed + 1, base, &mut column)?;
            more.extend(column[..self.layout.nodes].iter().enumerate().map(|(row, d)| (row, speed, -d)));
            more.push((speed, speed, -column[speed]));
        }
        self.flux_sensitivity(t, y, self.layout.speeds.end..y.len(), base, &mut column)?;
        for c in &self.chips {
            more.push((c.rows.die, c.rows.clock, -column[c.rows.die]));
            more.push((c.rows.clock, c.rows.clock, -column[c.rows.clock]));
        }
        // Last at the state itself: links and steering are left as they are there.
        self.evaluate_flux(t, y, &mut column, &mut [0.0; SUM_COUNT])?;
        more.extend(self.chips.iter().map(|c| (c.rows.die, c.rows.die, -c.slope_w_k)));
        more.extend(self.scratch.steering.iter().map(|(row, column, d)| (*row, *column, -d)));
        let factored = self.net.factor_matrix(s, more.iter().copied());
        (self.scratch.column, self.scratch.growth) = (column, more);
        Ok(factored)
    }

    fn solve_factored(&mut self, rhs: &mut [f64]) {
        self.net.solve_factored(rhs);
    }

    fn error_scale(&self, unknown: usize) -> f64 {
        self.error_scales[unknown]
    }

    fn rate_count(&self) -> usize {
        SUM_COUNT
    }
}
