//! Cooling towers with water-cooled chillers, a waterside economiser, or both.
//!
//! Three modes, the cheapest admissible one each hour:
//! - free: tower water cools the loop through the economiser; the tower fan holds just the temperature that this needs;
//! - partial (integrated economisers): the tower runs its fans fully, the economiser takes what it can, chillers the rest;
//!   tower water passes the economiser first and the condensers behind it;
//! - mechanical: chillers take all; the condenser-water set point follows the wet-bulb.
//!
//! Water passes the economizer in the free and the partial mode alone; valves lead it past in the mechanical one. What it
//! loses there adds to the head of both loops' pumps.
//!
//! Chillers never see condenser water below their lowest; a bypass holds it. Without chillers the supply floats above its
//! set point as far as the tower water asks for.

use std::ops::ControlFlow;

use crate::component::liquid::plate_exchanger::WatersideExchanger;
use crate::component::plant::chiller::ChillerOperation;
use crate::component::plant::tower::TowerOperation;
use crate::plant::error::PlantError;
use crate::plant::outdoor::OutdoorConditions;
use crate::solve::convergence::{NotConverged, iterate_to_convergence};
use crate::units::{Power, Temperature, ThermalConductance};

use super::campus::CampusSupply;
use super::chiller_bank::ChillerBank;
use super::condenser_water::CondenserSetPoint;
use super::hour::{PlantMode, ROUNDING, RejectionWater, SizedPlantHour, WaterLoad, choose_cheaper};
use super::loop_pump::LoopPumps;
use super::tower_campus::CampusAtLoad;
use super::tower_cells::{BalanceResidual, SizedTowerCells, SizedTowerHour};
use super::tower_loops::{EconomizerExchange, LoopHeat};

/// Towers, chillers and economiser.
#[derive(Clone, Copy, Debug)]
pub struct TowerPlant {
    /// Tower cells.
    pub cells: SizedTowerCells,
    /// Water-cooled chillers.
    pub chillers: Option<ChillerBank>,
    /// Bought chilled water in their place.
    pub campus: Option<CampusSupply>,
    /// Exchanger between chilled and tower water.
    pub economizer: Option<WatersideExchanger>,
    /// Whether chillers follow the economiser in series; else it carries all of the load or nothing.
    pub integrated: bool,
    /// Pumps of the chilled loop.
    pub chilled_pump: LoopPumps,
    /// Pumps of the condenser loop.
    pub condenser_pump: LoopPumps,
    /// Heat of the chilled loop in the design, its pumps not counted, W.
    pub design_heat_w: f64,
    /// Capacity rate of the condenser loop, W/K.
    pub condenser_w_k: f64,
    /// Set point of the condenser water.
    pub condenser_water: CondenserSetPoint,
}

/// Water and chillers find each other in three or four passes; a step of staging takes some more.
const MAX_PASSES: usize = 40;
/// Leaving water is settled within this, K: chiller power then is within a few parts in a million.
const CONVERGED_K: f64 = 1e-4;
/// Electricity of compressors over their heat at a usual hour: where the search for the water's temperature begins.
const TYPICAL_COMPRESSOR_RATIO: f64 = 0.1;
/// Longest step of that search.
const MAX_STEP_K: f64 = 10.0;

impl TowerPlant {
    /// The plant with a load.
    pub fn at_load(&self, load: &WaterLoad) -> TowerPlantAtLoad {
        let condenser_w_k = self.condenser_pump.capacity_at_share_w_k(load.heat_w / self.design_heat_w);
        let plant = Self { cells: self.cells.at_flow(condenser_w_k), condenser_w_k, ..*self };
        let chilled_w = plant.chilled_pump.power_w(load.capacity_w_k);
        let condenser_w = plant.condenser_pump.power_w(condenser_w_k);
        let supply = Temperature::from_celsius(load.supply_c);
        let exchange = plant.economizer.as_ref().map(|e| plant.exchange_at_load(e, load));
        let loops = LoopHeat::new(load, chilled_w, condenser_w);
        let coldest = self.condenser_water.coldest();
        let least_compressor_w = self.chillers.as_ref().map_or(f64::INFINITY, |bank| {
            LEAST_PART_LOAD_SHARE * loops.heat_w * bank.chiller.energy_input().ratio(load.supply_c, coldest.celsius())
                / bank.chiller.spec().rated_cop
        });
        let campus =
            self.campus.map(|supply| CampusAtLoad::new(&plant, supply, load, plant.economizer_losses_pa(load)));
        TowerPlantAtLoad { plant, supply, loops, exchange, campus, least_compressor_w }
    }

    /// Pressure losses of the economizer on the side of the chilled loop and of the towers, Pa.
    fn economizer_losses_pa(&self, load: &WaterLoad) -> (f64, f64) {
        let flows = [load.capacity_w_k, self.condenser_w_k].map(ThermalConductance::new);
        self.economizer.as_ref().map_or((0.0, 0.0), |e| e.pressure_losses_pa(flows[0], flows[1]))
    }

    fn exchange_at_load(&self, economizer: &WatersideExchanger, load: &WaterLoad) -> EconomizerExchange {
        let (hot, cold) = (ThermalConductance::new(load.capacity_w_k), ThermalConductance::new(self.condenser_w_k));
        let (hot_pa, cold_pa) = self.economizer_losses_pa(load);
        let loops = LoopHeat::new(
            load,
            self.chilled_pump.power_with_loss_w(load.capacity_w_k, hot_pa),
            self.condenser_pump.power_with_loss_w(self.condenser_w_k, cold_pa),
        );
        let (one, none) = (Temperature::from_celsius(1.0), Temperature::from_celsius(0.0));
        let supply = Temperature::from_celsius(load.supply_c);
        EconomizerExchange {
            warmest_tower_water: economizer.exchanger.required_cold_inlet(Power::new(loops.heat_w), supply, hot, cold),
            conductance_w_k: economizer.exchanger.heat_transfer(one, hot, none, cold).watts(),
            loops,
        }
    }
}

/// An hour with the fans full.
struct FullFanHour {
    hour: SizedPlantHour,
    /// Heat that the economizer takes, W.
    free_w: f64,
}

/// The plant with a load: all that no hour changes.
#[derive(Clone, Copy, Debug)]
pub struct TowerPlantAtLoad {
    pub(super) plant: TowerPlant,
    pub(super) supply: Temperature,
    /// The loops while their water does not pass the economizer.
    pub(super) loops: LoopHeat,
    pub(super) exchange: Option<EconomizerExchange>,
    pub(super) campus: Option<CampusAtLoad>,
    /// Less than compressors draw for the load in any weather, W.
    least_compressor_w: f64,
}

/// Compressors at part load draw no less than this share of what the COP of full load and the coldest condenser water asks.
const LEAST_PART_LOAD_SHARE: f64 = 0.5;

impl TowerPlantAtLoad {
    /// The plant's hour.
    ///
    /// # Errors
    /// [`PlantError`].
    pub fn solve_hour(&self, outdoor: &OutdoorConditions) -> Result<SizedPlantHour, PlantError> {
        let tower = self.plant.cells.prepare_hour(outdoor, self.plant.condenser_w_k);
        if let Some(campus) = &self.campus {
            return self.solve_campus_hour(&tower, outdoor, campus);
        }
        let mut best: Option<SizedPlantHour> = None;
        if let Some(exchange) = &self.exchange {
            best = match (self.solve_free_cooling(&tower, outdoor, exchange)?, &self.plant.chillers) {
                (Some(free), _) => Some(free),
                (None, None) => self.solve_floating_supply(&tower, exchange)?,
                (None, Some(bank)) if self.plant.integrated => {
                    self.solve_partial_cooling(&tower, outdoor, bank, exchange)?
                }
                (None, Some(_)) => None,
            };
        }
        if let Some(bank) = self.plant.chillers.as_ref().filter(|_| best.is_none_or(|b| self.may_be_dearer(&b))) {
            best = match (self.solve_mechanical_cooling(&tower, outdoor, bank, best.as_ref()), best) {
                (Ok(Some(mechanical)), Some(partial)) => Some(choose_cheaper(Ok(partial), Ok(mechanical))?),
                (Ok(mechanical), partial) => mechanical.or(partial),
                // Chillers that do not carry all of the load may carry what the economizer leaves.
                (Err(PlantError::Overload { .. }), Some(partial)) => Some(partial),
                (Err(error), _) => return Err(error),
            };
        }
        // Chillers carry the load or say why not; what is left are towers alone whose water gets too warm.
        let mut hour = best.ok_or_else(|| PlantError::HeatNotRejected {
            load_kw: (self.loops.heat_w + self.loops.condenser_w) / 1e3,
            dry_bulb_c: outdoor.air.dry_bulb().celsius(),
        })?;
        hour.water_kg_s = tower.makeup_water_kg_s(hour.rejected_w - hour.fan_w, hour.air_ratio)?;
        Ok(hour)
    }

    /// Whether chillers alone may draw less than a mode. Fans of free cooling that draw far less than any compressor would
    /// are not put to the test.
    fn may_be_dearer(&self, mode: &SizedPlantHour) -> bool {
        mode.compressor_w > 0.0 || mode.fan_w + mode.pump_w - self.loops.pump_w > self.least_compressor_w
    }

    pub(super) fn hour_in_mode(
        &self,
        (heat_w, pump_w): (f64, f64),
        tower: &TowerOperation,
        chillers: Option<&ChillerOperation>,
        mode: PlantMode,
    ) -> SizedPlantHour {
        let fan_w = tower.fan_power.watts();
        let leaving_c = tower.leaving.celsius();
        let compressor_w = chillers.map_or(0.0, |c| c.power.watts());
        SizedPlantHour {
            fan_w,
            pump_w,
            mode: if compressor_w > 0.0 { mode } else { PlantMode::Free },
            supply_c: self.supply.celsius(),
            compressor_w,
            air_ratio: tower.air_ratio,
            rejected_w: heat_w + fan_w,
            rejection_water: Some(RejectionWater {
                entering_c: leaving_c + heat_w / self.plant.condenser_w_k,
                leaving_c,
            }),
            compressor_extrapolated: chillers.is_some_and(|c| c.extrapolated),
            tower_extrapolated: tower.extrapolated,
            ..SizedPlantHour::default()
        }
    }

    /// Everything through the economiser, if the tower reaches the temperature that takes.
    pub(super) fn solve_free_cooling(
        &self,
        tower: &SizedTowerHour<'_>,
        outdoor: &OutdoorConditions,
        exchange: &EconomizerExchange,
    ) -> Result<Option<SizedPlantHour>, NotConverged> {
        // No tower cools below the wet-bulb.
        if outdoor.wet_bulb >= exchange.warmest_tower_water {
            return Ok(None);
        }
        let LoopHeat { heat_w, condenser_w, pump_w, .. } = exchange.loops;
        let heat_w = heat_w + condenser_w;
        let held = tower.hold_set_point(heat_w, exchange.warmest_tower_water.celsius())?;
        Ok(held.map(|held| self.hour_in_mode((heat_w, pump_w), &held, None, PlantMode::Free)))
    }

    /// Everything through the economiser with the fans full; the supply gets as warm as that needs. Nothing where no water
    /// below 60 °C gives off the heat.
    fn solve_floating_supply(
        &self,
        tower: &SizedTowerHour<'_>,
        exchange: &EconomizerExchange,
    ) -> Result<Option<SizedPlantHour>, NotConverged> {
        let loops = &exchange.loops;
        let heat_w = loops.heat_w + loops.condenser_w;
        let Some(leaving_c) = tower.full_fan_leaving_c(heat_w)? else { return Ok(None) };
        let full = tower.operate_full_fan(heat_w, leaving_c)?;
        let return_c = full.leaving.celsius() + loops.heat_w / exchange.conductance_w_k;
        let range_k = loops.return_c - self.supply.celsius();
        let hour = self.hour_in_mode((heat_w, loops.pump_w), &full, None, PlantMode::Free);
        Ok(Some(SizedPlantHour { supply_c: return_c - range_k, ..hour }))
    }

    /// Fans full, the economiser ahead of the chillers; nothing if it has no part.
    fn solve_partial_cooling(
        &self,
        tower: &SizedTowerHour<'_>,
        outdoor: &OutdoorConditions,
        bank: &ChillerBank,
        exchange: &EconomizerExchange,
    ) -> Result<Option<SizedPlantHour>, PlantError> {
        if outdoor.wet_bulb.celsius() >= exchange.loops.return_c {
            return Ok(None);
        }
        match self.solve_full_fan(tower, outdoor, bank, Some(exchange)) {
            Ok(FullFanHour { hour, free_w }) => Ok((free_w > 0.0).then_some(hour)),
            // The exchanger's pressure loss warms the loop: without it the chillers may carry what is left.
            Err(PlantError::Overload { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Chillers alone, the condenser water at its set point where the tower reaches it; nothing where chillers and pumps would
    /// draw more by themselves than all of `best`.
    fn solve_mechanical_cooling(
        &self,
        tower: &SizedTowerHour<'_>,
        outdoor: &OutdoorConditions,
        bank: &ChillerBank,
        best: Option<&SizedPlantHour>,
    ) -> Result<Option<SizedPlantHour>, PlantError> {
        let set_c = self.plant.condenser_water.at_wet_bulb(outdoor.wet_bulb.celsius());
        let (mut leaving_c, mut running) = (set_c, 1.0);
        iterate_to_convergence("chillers and the set point of their towers", MAX_PASSES, |_| {
            let chillers = self.operate_chillers(bank, outdoor, (leaving_c, self.loops.heat_w, 0.0), &mut running)?;
            if best.is_some_and(|b| chillers.power.watts() + self.loops.pump_w >= b.power_w()) {
                return Ok(ControlFlow::Break(None));
            }
            let heat_w = chillers.rejected_heat().watts() + self.loops.condenser_w;
            let Some(held) = tower.hold_set_point(heat_w, set_c)? else {
                return Ok(ControlFlow::Break(Some(self.solve_full_fan(tower, outdoor, bank, None)?.hour)));
            };
            // Without any fan the water may leave colder than the set point, and less comes back from the chillers.
            let moved_k = held.leaving.celsius() - leaving_c;
            if moved_k.abs() <= CONVERGED_K {
                let heat = (heat_w, self.loops.pump_w);
                let hour = self.hour_in_mode(heat, &held, Some(&chillers), PlantMode::Mechanical);
                return Ok(ControlFlow::Break(Some(hour)));
            }
            leaving_c += moved_k;
            Ok(ControlFlow::Continue(moved_k))
        })
    }

    /// The hour with the fans full, and the economiser's heat: the leaving water at which the tower takes what economiser and
    /// chillers give off at it.
    fn solve_full_fan(
        &self,
        tower: &SizedTowerHour<'_>,
        outdoor: &OutdoorConditions,
        bank: &ChillerBank,
        exchange: Option<&EconomizerExchange>,
    ) -> Result<FullFanHour, PlantError> {
        let mode = if exchange.is_some() { PlantMode::Partial } else { PlantMode::Mechanical };
        let loops = exchange.map_or(&self.loops, |e| &e.loops);
        let guess_c = tower.estimate_leaving_c(loops.heat_w * (1.0 + TYPICAL_COMPRESSOR_RATIO) + loops.condenser_w)?;
        let (mut balance, mut running) = (LeavingWaterSearch { leaving_c: guess_c, previous: None }, 1.0);
        iterate_to_convergence("chillers and towers with the fans full", MAX_PASSES, |_| {
            let leaving_c = balance.leaving_c;
            let free_w =
                exchange.map_or(0.0, |e| (e.conductance_w_k * (loops.return_c - leaving_c)).clamp(0.0, loops.heat_w));
            let water = (leaving_c, loops.heat_w, free_w);
            let chillers = self.operate_chillers(bank, outdoor, water, &mut running)?;
            let heat_w = free_w + chillers.rejected_heat().watts() + loops.condenser_w;
            let residual = tower.balance_residual(heat_w, leaving_c)?;
            if balance.step_converged(residual) {
                let full = tower.operate_full_fan(heat_w, leaving_c)?;
                let hour = self.hour_in_mode((heat_w, loops.pump_w), &full, Some(&chillers), mode);
                return Ok(ControlFlow::Break(FullFanHour { hour, free_w }));
            }
            Ok(ControlFlow::Continue(residual.surplus))
        })
    }

    /// Chillers that carry what the economizer leaves of the loop's heat, with water that left the tower and warmed in the
    /// economizer. A machine that started stays on: else two numbers of machines could call for each other for ever.
    fn operate_chillers(
        &self,
        bank: &ChillerBank,
        outdoor: &OutdoorConditions,
        (leaving_c, loop_w, free_w): (f64, f64, f64),
        running: &mut f64,
    ) -> Result<ChillerOperation, PlantError> {
        let entering_c = (leaving_c + free_w / self.plant.condenser_w_k).max(self.plant.condenser_water.coldest_c);
        let entering = Temperature::from_celsius(entering_c);
        let left_w = loop_w - free_w;
        if left_w <= ROUNDING * loop_w {
            return Ok(ChillerOperation { carried: Power::new(left_w), power: Power::ZERO, extrapolated: false });
        }
        let staged = bank.operate_staged(left_w, self.supply, entering, outdoor.air.dry_bulb(), *running)?;
        *running = staged.running;
        Ok(staged.operation)
    }
}

/// The pass before in a search for the leaving water.
struct SearchPass {
    leaving_c: f64,
    surplus: f64,
}

/// Leaving water at which heat given and taken agree: a step by the slope that the tower knows, then secants.
struct LeavingWaterSearch {
    leaving_c: f64,
    previous: Option<SearchPass>,
}

impl LeavingWaterSearch {
    /// Takes surplus and slope at the temperature; whether it is the answer. If not, the next one stands ready.
    fn step_converged(&mut self, BalanceResidual { surplus, slope }: BalanceResidual) -> bool {
        let secant = self
            .previous
            .as_ref()
            .map_or(slope, |before| (surplus - before.surplus) / (self.leaving_c - before.leaving_c));
        // A machine more or less makes a step, not a slope.
        let slope = if (0.5 * slope..2.0 * slope).contains(&secant) { secant } else { slope };
        let step_k = (surplus / slope).clamp(-MAX_STEP_K, MAX_STEP_K);
        if step_k.abs() <= CONVERGED_K {
            return true;
        }
        self.previous = Some(SearchPass { leaving_c: self.leaving_c, surplus });
        self.leaving_c -= step_k;
        false
    }
}
