//! Plants: towers with chillers and an integrated economizer, dry coolers with trim chillers, air-cooled chillers.

use super::air_handler::WaterLoad;
use super::chiller::{Chillers, ROUNDING};
use super::data::{Data, Record};
use super::dry_cooler::DryCoolers;
use super::exchanger::Plates;
use super::fluid::{Air, LOOP_WATER_J_M3_K};
use super::machines::Machines;
use super::tower::{Cells, Outdoor, Work};

/// Design conditions: states that 0.4 % of the hours pass, and the 20-year extremes.
pub struct Design {
    pub typical: Outdoor,
    pub extreme: Outdoor,
}

/// A plant's hour; powers in W.
#[derive(Clone, Copy, Default)]
pub struct Hour {
    pub fan_w: f64,
    pub compressor_w: f64,
    pub pump_w: f64,
    pub water_kg_s: f64,
}

impl Hour {
    pub fn power_w(&self) -> f64 {
        self.fan_w + self.compressor_w + self.pump_w
    }
}

/// The admissible one of two modes that draws less.
fn cheaper<T>(one: Option<T>, other: Option<T>, hour: impl Fn(&T) -> &Hour) -> Option<T> {
    match (one, other) {
        (Some(a), Some(b)) => Some(if hour(&b).power_w() < hour(&a).power_w() { b } else { a }),
        (a, b) => a.or(b),
    }
}

/// Pumps of a loop at a capacity rate, with a pressure loss beside their head.
fn pump_w(record: &Record, w_k: f64, loss_pa: f64) -> f64 {
    w_k / LOOP_WATER_J_M3_K * (record.get("head_pa") + loss_pa) / record.get("efficiency")
}

/// Heat of a loop with its pumps, and its return.
fn with_pumps(load: &WaterLoad, pump_w: f64) -> (f64, f64) {
    let heat_w = load.heat_w + pump_w;
    (heat_w, load.supply_c + heat_w / load.w_k)
}

/// Something installed: name, count, capacity, W.
pub type Installed = (&'static str, f64, f64);

/// Towers and water-cooled chillers with an integrated waterside economizer.
pub struct TowerPlant {
    cells: Cells,
    chillers: Chillers,
    economizer: Plates,
    chilled_pump: Record,
    condenser_pump: Record,
    condenser_w_k: f64,
    condenser_min_c: f64,
    condenser_approach_k: f64,
    /// Heat of the cells at full power on the extreme day, W.
    cells_w: f64,
}

impl TowerPlant {
    pub fn new(data: &Data, load: &WaterLoad, design: &Design) -> Self {
        let rules = data.usual("design_rules");
        let get = |key: &str| rules.get(key);
        let (chilled_pump, condenser_pump) = (data.usual("chilled_water_pump"), data.usual("condenser_water_pump"));
        let heat_w = load.heat_w + pump_w(chilled_pump, load.w_k, 0.0);
        let coldest_c = get("condenser_min_c");
        let warmest_c = (design.extreme.wet_c + get("condenser_approach_k")).max(coldest_c);
        let duty_w = heat_w * get("chiller_margin");
        let chillers = Chillers::sized(data.usual("chiller"), duty_w, load.supply_c, coldest_c, warmest_c);
        // The condenser loop carries the heat and what chillers at full load draw for it on the extreme day.
        let cells_w = heat_w * (1.0 + 1.0 / chillers.full_load_cop(load.supply_c, warmest_c));
        let condenser_w_k = cells_w / get("tower_range_k");
        let economizer = data.usual("economizer");
        let share = |flow: f64, key: &str| flow / economizer.get(key);
        let units = share(heat_w, "rated_w").max(share(load.w_k, "hot_w_k")).max(share(condenser_w_k, "cold_w_k"));
        let (tower, water) = (data.usual("tower"), data.usual("tower_water"));
        let mut plant = Self {
            cells: Cells::for_flow(tower, water, condenser_w_k / LOOP_WATER_J_M3_K),
            chillers,
            economizer: Plates::new(economizer, units),
            chilled_pump: chilled_pump.clone(),
            condenser_pump: condenser_pump.clone(),
            condenser_w_k,
            condenser_min_c: coldest_c,
            condenser_approach_k: get("condenser_approach_k"),
            cells_w,
        };
        // Cells grow by 2 % until they hold the set point of the condenser water on the design day.
        let rejected_w = cells_w + pump_w(condenser_pump, condenser_w_k, 0.0);
        let set_c = plant.set_point_c(&design.typical);
        while plant.cells.hold(&design.typical, condenser_w_k, rejected_w, set_c).is_none() {
            plant.cells.machines = Machines::fitted(1.02 * plant.cells.machines.worth());
        }
        let margin = WaterLoad { heat_w: load.heat_w * get("chiller_margin"), ..*load };
        assert!(plant.hour(&margin, &design.extreme).is_some(), "chillers that must grow for the extreme day");
        plant
    }

    pub fn installed(&self) -> Vec<Installed> {
        let cells = self.cells.machines.count;
        let plates = self.economizer.units.ceil();
        vec![
            ("chiller", self.chillers.count, self.chillers.rated_w),
            ("tower", cells, self.cells_w / cells),
            ("economizer", plates, self.economizer.units * self.economizer.record.get("rated_w") / plates),
        ]
    }

    /// Set point of the condenser water: it follows the wet-bulb.
    fn set_point_c(&self, outdoor: &Outdoor) -> f64 {
        (outdoor.wet_c + self.condenser_approach_k).max(self.condenser_min_c)
    }

    /// The hour of a load, water included; nothing where no mode carries it.
    pub fn hour(&self, load: &WaterLoad, outdoor: &Outdoor) -> Option<Hour> {
        let economizer = self.free(load, outdoor).or_else(|| self.partial(load, outdoor));
        let (hour, heat_w, air) = cheaper(economizer, self.mechanical(load, outdoor), |mode| &mode.0)?;
        let water_kg_s = self.cells.makeup_kg_s(outdoor, self.condenser_w_k, heat_w, air);
        Some(Hour { water_kg_s, ..hour })
    }

    /// Pumps of the chilled and of the condenser loop while water passes the economizer.
    fn economizer_pumps_w(&self, load: &WaterLoad) -> (f64, f64) {
        let chilled = pump_w(&self.chilled_pump, load.w_k, self.economizer.loss_pa("hot", load.w_k));
        let cold_pa = self.economizer.loss_pa("cold", self.condenser_w_k);
        (chilled, pump_w(&self.condenser_pump, self.condenser_w_k, cold_pa))
    }

    /// All heat through the economizer. Gives the hour, the heat of the towers and their air flow.
    fn free(&self, load: &WaterLoad, outdoor: &Outdoor) -> Option<(Hour, f64, f64)> {
        let (chilled_w, condenser_w) = self.economizer_pumps_w(load);
        let (heat_w, _) = with_pumps(load, chilled_w);
        let water_c = self.economizer.cold_inlet(heat_w, load.supply_c, load.w_k, self.condenser_w_k);
        if outdoor.wet_c >= water_c {
            return None;
        }
        let tower = self.cells.hold(outdoor, self.condenser_w_k, heat_w + condenser_w, water_c)?;
        let hour = Hour { fan_w: tower.fan_w, pump_w: chilled_w + condenser_w, ..Hour::default() };
        Some((hour, heat_w + condenser_w, tower.air))
    }

    /// Fans full, the economizer ahead of the chillers.
    fn partial(&self, load: &WaterLoad, outdoor: &Outdoor) -> Option<(Hour, f64, f64)> {
        let (chilled_w, condenser_w) = self.economizer_pumps_w(load);
        let (heat_w, return_c) = with_pumps(load, chilled_w);
        if outdoor.wet_c >= return_c {
            return None;
        }
        let w_per_k = self.economizer.conductance(load.w_k, self.condenser_w_k);
        let free_w = |leaving_c: f64| (w_per_k * (return_c - leaving_c)).clamp(0.0, heat_w);
        let found = self.full_fans(load, outdoor, (heat_w, condenser_w), free_w)?;
        let (tower, compressor_w) = found;
        let pumps_w = chilled_w + condenser_w;
        let hour = Hour { fan_w: tower.fan_w, compressor_w, pump_w: pumps_w, ..Hour::default() };
        (free_w(tower.leaving_c) > 0.0).then_some((hour, heat_w + compressor_w + condenser_w, tower.air))
    }

    /// The towers with full fans and chillers for what an economizer leaves, and the compressors' power.
    fn full_fans(
        &self,
        load: &WaterLoad,
        outdoor: &Outdoor,
        (heat_w, condenser_w): (f64, f64),
        free_w: impl Fn(f64) -> f64,
    ) -> Option<(Work, f64)> {
        // Load and condenser water of the chillers depend on the water that leaves the towers. The fewest machines run that
        // carry the load which they find with so many running.
        self.chillers.numbers().find_map(|running| {
            let chillers = |leaving_c: f64| {
                let free = free_w(leaving_c);
                let entering_c = (leaving_c + free / self.condenser_w_k).max(self.condenser_min_c);
                let left_w = if heat_w - free <= ROUNDING * heat_w { 0.0 } else { heat_w - free };
                self.chillers.at_work(left_w, load.supply_c, entering_c, running)
            };
            let rejected_w = |leaving_c: f64| heat_w + condenser_w + chillers(leaving_c).power_w;
            let tower = self.cells.full(outdoor, self.condenser_w_k, 59.0, rejected_w);
            let work = chillers(tower.leaving_c);
            work.carries.then_some((tower, work.power_w))
        })
    }

    /// Chillers carry all; nothing where they cannot.
    fn mechanical(&self, load: &WaterLoad, outdoor: &Outdoor) -> Option<(Hour, f64, f64)> {
        let chilled_w = pump_w(&self.chilled_pump, load.w_k, 0.0);
        let condenser_w = pump_w(&self.condenser_pump, self.condenser_w_k, 0.0);
        let (heat_w, _) = with_pumps(load, chilled_w);
        let set_c = self.set_point_c(outdoor);
        let mut leaving_c = set_c;
        loop {
            let work = self.chillers.work(heat_w, load.supply_c, leaving_c.max(self.condenser_min_c))?;
            let rejected_w = heat_w + work.power_w + condenser_w;
            let pumps_w = chilled_w + condenser_w;
            let Some(tower) = self.cells.hold(outdoor, self.condenser_w_k, rejected_w, set_c) else {
                let (tower, compressor_w) = self.full_fans(load, outdoor, (heat_w, condenser_w), |_| 0.0)?;
                let hour = Hour { fan_w: tower.fan_w, compressor_w, pump_w: pumps_w, ..Hour::default() };
                return Some((hour, heat_w + compressor_w + condenser_w, tower.air));
            };
            if (tower.leaving_c - leaving_c).abs() < 1e-6 {
                let hour = Hour { fan_w: tower.fan_w, compressor_w: work.power_w, pump_w: pumps_w, ..Hour::default() };
                return Some((hour, rejected_w, tower.air));
            }
            leaving_c = tower.leaving_c;
        }
    }
}

/// Dry coolers with trim chillers in series, or air-cooled chillers alone.
pub struct DryPlant {
    coolers: Option<DryCoolers>,
    chillers: Option<Chillers>,
    pump: Record,
    yard_k: f64,
    /// Heat of the loop at full power, W.
    full_w: f64,
}

impl DryPlant {
    /// Dry coolers and trim chillers.
    pub fn with_trim(data: &Data, cooler: &Record, load: &WaterLoad, design: &Design, humidity: f64) -> Self {
        let rules = data.usual("design_rules");
        let yard_k = rules.get("yard_rise_k");
        let pump = data.usual("facility_water_pump");
        let (heat_w, return_c) = with_pumps(load, pump_w(pump, load.w_k, 0.0));
        let mut coolers = DryCoolers::new(cooler);
        // Air that leaves less than the least approach is the trim chillers' part.
        let typical = design.typical.air.warmer(yard_k);
        let worth_c = load.supply_c - rules.get("dry_approach_min_k");
        let air =
            if typical.t_c > worth_c { Air::at_relative_humidity(worth_c, humidity, typical.p_pa) } else { typical };
        // The number is tried from a quarter of the rating on.
        coolers.machines = Machines::whole(heat_w / coolers.rated_w / 4.0);
        while coolers.work(heat_w, return_c, load.w_k, &air).heat_w < heat_w * (1.0 - ROUNDING) {
            coolers.machines = coolers.machines.larger();
        }
        let extreme = design.extreme.air.warmer(yard_k);
        let left_w = heat_w - coolers.work(heat_w, return_c, load.w_k, &extreme).heat_w;
        let duty_w = left_w * rules.get("chiller_margin");
        let chillers = (left_w > ROUNDING * heat_w)
            .then(|| Chillers::sized_in_air(data.usual("air_cooled_chiller"), duty_w, load.supply_c, extreme.t_c));
        Self { coolers: Some(coolers), chillers, pump: pump.clone(), yard_k, full_w: heat_w }
    }

    /// Air-cooled chillers alone.
    pub fn chillers_only(data: &Data, load: &WaterLoad, design: &Design) -> Self {
        let rules = data.usual("design_rules");
        let yard_k = rules.get("yard_rise_k");
        let pump = data.usual("chilled_water_pump");
        let (heat_w, _) = with_pumps(load, pump_w(pump, load.w_k, 0.0));
        let duty_w = heat_w * rules.get("chiller_margin");
        let warmest_c = design.extreme.air.t_c + yard_k;
        let chillers = Chillers::sized_in_air(data.usual("air_cooled_chiller"), duty_w, load.supply_c, warmest_c);
        Self { coolers: None, chillers: Some(chillers), pump: pump.clone(), yard_k, full_w: heat_w }
    }

    pub fn installed(&self) -> Vec<Installed> {
        let mut out = Vec::new();
        if let Some(coolers) = &self.coolers {
            out.push(("dry_cooler", coolers.machines.count, self.full_w / coolers.machines.count));
        }
        out.extend(self.chillers.iter().map(|bank| ("air_cooled_chiller", bank.count, bank.rated_w)));
        out
    }

    pub fn hour(&self, load: &WaterLoad, outdoor: &Outdoor) -> Option<Hour> {
        let pumps_w = pump_w(&self.pump, load.w_k, 0.0);
        let (heat_w, return_c) = with_pumps(load, pumps_w);
        let yard = outdoor.air.warmer(self.yard_k);
        let with_chillers = |left_w: f64, fan_w: f64| {
            let compressor_w =
                if left_w > 0.0 { self.chillers.as_ref()?.work(left_w, load.supply_c, yard.t_c)?.power_w } else { 0.0 };
            Some(Hour { fan_w, compressor_w, pump_w: pumps_w, water_kg_s: 0.0 })
        };
        let mechanical = with_chillers(heat_w, 0.0);
        let Some(coolers) = &self.coolers else { return mechanical };
        let cooled = coolers.work(heat_w, return_c, load.w_k, &yard);
        let left_w = heat_w - cooled.heat_w;
        let left_w = if left_w <= ROUNDING * heat_w { 0.0 } else { left_w };
        cheaper(with_chillers(left_w, cooled.fan_w), mechanical, |hour| hour)
    }
}
