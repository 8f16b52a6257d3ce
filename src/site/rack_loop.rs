//! Racks on a loop: groups of them, the coolant units between their liquid and the facility water, and the set point.
//!
//! Groups of a loop share its supply. Each kind of rack has coolant units of its own; their facility water comes from one
//! header, so it is as cold as the unit that needs the coldest, and the valves of the others throttle it.

use crate::component::liquid::plate_exchanger::PlateExchanger;
use crate::plant::error::PlantError;
use crate::plant::sized::WaterLoad;
use crate::rack::response::{RackMeans, RackResponse};
use crate::solve::convergence::NotConverged;
use crate::units::{Power, Temperature, ThermalConductance};

use super::liquid_loop::throttled_water;

/// Racks of one system that run alike.
#[derive(Clone, Debug)]
pub struct RackGroup {
    /// Its place in the scenario's list of groups.
    pub place: usize,
    /// Racks that the hall is built for; the last may be partly filled.
    pub rack_count: f64,
    /// Share of them that stand there, 0..=1.
    pub filled: f64,
    /// A rack's answer to supply temperature and load.
    pub response: RackResponse,
    /// Its load now: share of busy servers, or of the range that all of them draw, 0..=1.
    pub load: f64,
    /// Supply of its own, where the room's air cools it beside racks in liquid.
    pub room_supply: Option<Temperature>,
    /// Its coolant units in the list of the loop.
    pub units: usize,
    /// One rack at the set point of its loop with the load now, in a facility: every hour asks for it.
    pub(crate) at_set_point: Option<(Temperature, RackMeans)>,
}

impl RackGroup {
    /// Racks that stand there.
    pub fn standing_racks(&self) -> f64 {
        self.filled * self.rack_count
    }

    /// One rack with the loop's supply at `supply`.
    pub fn rack_means(&self, supply: Temperature) -> RackMeans {
        match &self.at_set_point {
            Some((set_point, means)) if *set_point == supply => *means,
            _ => self.response.mean_at(self.room_supply.unwrap_or(supply), self.load),
        }
    }

    /// All of its racks.
    pub fn means(&self, supply: Temperature) -> RackMeans {
        self.rack_means(supply).for_racks(self.standing_racks())
    }

    /// The same with all its racks there and every server busy at full activity.
    #[must_use]
    pub fn at_full_power(&self) -> Self {
        Self { filled: 1.0, load: 1.0, response: self.response.at_full_activity(), at_set_point: None, ..self.clone() }
    }
}

/// Coolant units of one kind of rack; none where facility water itself passes the racks, or where they have no liquid.
#[derive(Clone, Copy, Debug, Default)]
pub struct CoolantUnitBank {
    /// Those of all racks.
    exchanger: Option<PlateExchanger>,
    /// Those of the racks that stand there.
    running: Option<PlateExchanger>,
    /// Capacity rate of facility water over that of the racks' liquid.
    water_ratio: f64,
}

impl CoolantUnitBank {
    /// Units of all racks of a hall, together one exchanger.
    pub fn new(exchanger: Option<PlateExchanger>) -> Self {
        let water_ratio = exchanger.as_ref().map_or(1.0, |e| e.rating().cold_w_k / e.rating().hot_w_k);
        Self { exchanger, running: exchanger, water_ratio }
    }

    /// The same with the units of a share of the racks.
    fn for_share(self, share: f64) -> Self {
        let running = if share < 1.0 { self.exchanger.map(|all| all.in_parallel(share)) } else { self.exchanger };
        Self { running, ..self }
    }
}

/// Racks on a loop.
#[derive(Clone, Debug)]
pub struct RackLoop {
    /// Its racks, and those in the air of the room beside it.
    pub groups: Vec<RackGroup>,
    /// Coolant units, those of each kind of rack.
    pub units: Vec<CoolantUnitBank>,
    /// Supply temperature set point.
    pub set_point: Temperature,
    /// Set point of the facility water, °C; none: the warmest with which the units hold the supply of the racks.
    pub water_set_c: Option<f64>,
}

/// Sums the means of groups.
fn sum_groups<'a>(groups: impl Iterator<Item = &'a RackGroup>, supply: Temperature) -> Option<RackMeans> {
    let mut sum: Option<(f64, RackMeans)> = None;
    for group in groups {
        let (count, means) = (group.standing_racks(), group.means(supply));
        sum = Some(match sum {
            None => (count, means),
            Some((racks, total)) => (racks + count, total.with_racks(racks, &means, count)),
        });
    }
    sum.map(|(_, total)| total)
}

impl RackLoop {
    /// All racks with the loop's supply at `supply_c`.
    pub fn means(&self, supply_c: f64) -> RackMeans {
        sum_groups(self.groups.iter(), Temperature::from_celsius(supply_c)).unwrap_or_default()
    }

    /// Racks that stand there.
    pub fn standing_racks(&self) -> f64 {
        self.groups.iter().map(RackGroup::standing_racks).sum()
    }

    /// The warmest supply that all of its racks bear.
    pub fn warmest_supply(&self) -> Temperature {
        let on_loop = self.groups.iter().filter(|group| group.room_supply.is_none());
        let warmest = on_loop.map(|group| group.response.warmest_supply()).reduce(Temperature::min);
        warmest.unwrap_or(self.set_point)
    }

    /// Whether any of its racks gives heat to liquid.
    pub fn has_liquid(&self) -> bool {
        self.groups.iter().any(|group| group.response.design.liquid_heat_w > 0.0)
    }

    /// Facility water that the units need with the racks' supply at `supply_c` and `added_w` of heat from the room's air.
    ///
    /// # Errors
    /// When a flow is not found.
    pub fn water_load(&self, supply_c: f64, added_w: f64) -> Result<WaterLoad, NotConverged> {
        self.water_load_of(&self.means(supply_c), supply_c, added_w)
    }

    /// The same where the means of all racks with that supply are known.
    pub(super) fn water_load_of(
        &self,
        all: &RackMeans,
        supply_c: f64,
        added_w: f64,
    ) -> Result<WaterLoad, NotConverged> {
        let floating_k = supply_c - self.set_point.celsius();
        // One kind of rack on the loop has all of its liquid; what stands in the room's air has none.
        let alone = self.units.len() == 1;
        let needed = |place: usize| {
            let added_w = if place == 0 { added_w } else { 0.0 };
            let racks = if alone { *all } else { self.racks_of_units(place, supply_c) };
            self.unit_water(&racks, (place, supply_c), added_w)
        };
        let set_c = self.water_set_c.map(|set_c| set_c + floating_k);
        let coldest_c = match (set_c, self.units.len()) {
            (Some(set_c), _) => Some(set_c),
            (None, 0 | 1) => None,
            (None, count) => Some((0..count).map(|place| needed(place).load.supply_c).fold(f64::INFINITY, f64::min)),
        };
        let mut sum: Option<WaterLoad> = None;
        for place in 0..self.units.len() {
            let UnitWater { load, exchanger, hot } = needed(place);
            let load = match (coldest_c, exchanger) {
                (Some(set_c), Some(exchanger)) => {
                    throttled_water(exchanger, (Temperature::from_celsius(supply_c), hot), &load, set_c)?
                }
                _ => load,
            };
            sum = Some(sum.map_or(load, |sum| WaterLoad {
                heat_w: sum.heat_w + load.heat_w,
                supply_c: sum.supply_c.min(load.supply_c),
                capacity_w_k: sum.capacity_w_k + load.capacity_w_k,
            }));
        }
        Ok(sum.unwrap_or(WaterLoad { heat_w: added_w, supply_c, capacity_w_k: 0.0 }))
    }

    /// Racks on the units of one kind.
    fn racks_of_units(&self, place: usize, supply_c: f64) -> RackMeans {
        let on_units = self.groups.iter().filter(|group| group.units == place && group.room_supply.is_none());
        sum_groups(on_units, Temperature::from_celsius(supply_c)).unwrap_or_default()
    }

    /// The warmest facility water with which the units of one kind of rack hold their supply.
    fn unit_water(&self, racks: &RackMeans, (place, supply_c): (usize, f64), added_w: f64) -> UnitWater<'_> {
        let supply = Temperature::from_celsius(supply_c);
        let heat_w = racks.liquid_heat_w + racks.pump_w + added_w;
        let hot = ThermalConductance::new(racks.liquid_w_k);
        let bank = &self.units[place];
        let Some(exchanger) = bank.running.as_ref().filter(|_| racks.liquid_w_k > 0.0) else {
            let load = WaterLoad { heat_w, supply_c, capacity_w_k: racks.liquid_w_k };
            return UnitWater { load, exchanger: None, hot };
        };
        let capacity_w_k = racks.liquid_w_k * bank.water_ratio;
        let cold = ThermalConductance::new(capacity_w_k);
        let needed = exchanger.required_cold_inlet(Power::new(heat_w), supply, hot, cold);
        let load = WaterLoad { heat_w, supply_c: needed.celsius(), capacity_w_k };
        UnitWater { load, exchanger: Some(exchanger), hot }
    }

    /// Puts a share of the racks of each group in their places; `filled` goes by the scenario's list of groups.
    pub fn fill(&mut self, filled: &[f64]) {
        for group in &mut self.groups {
            group.filled = filled.get(group.place).copied().unwrap_or(1.0);
        }
        for (place, bank) in self.units.iter_mut().enumerate() {
            let of_bank = || self.groups.iter().filter(|group| group.units == place);
            let (all, there): (f64, f64) =
                (of_bank().map(|group| group.rack_count).sum(), of_bank().map(RackGroup::standing_racks).sum());
            *bank = bank.for_share(if all > 0.0 { there / all } else { 1.0 });
        }
    }

    /// Gives each group its load of the scenario's list.
    pub fn set_loads(&mut self, loads: &[f64]) {
        for group in &mut self.groups {
            group.load = loads.get(group.place).copied().unwrap_or(group.load);
        }
        self.keep_means();
    }

    /// Finds one rack of each group at the set point with its load, which most hours ask for.
    pub(crate) fn keep_means(&mut self) {
        for group in &mut self.groups {
            group.at_set_point = None;
            group.at_set_point = Some((self.set_point, group.rack_means(self.set_point)));
        }
    }

    /// The same with all racks there and busy at full activity.
    #[must_use]
    pub fn at_full_power(&self) -> Self {
        let units = self.units.iter().map(|bank| bank.for_share(1.0)).collect();
        Self { groups: self.groups.iter().map(RackGroup::at_full_power).collect(), units, ..self.clone() }
    }

    /// The same with all racks there, at one load.
    #[must_use]
    pub fn with_load(&self, load: f64) -> Self {
        let units = self.units.iter().map(|bank| bank.for_share(1.0)).collect();
        let groups = self
            .groups
            .iter()
            .map(|group| RackGroup { filled: 1.0, load, at_set_point: None, ..group.clone() })
            .collect();
        Self { groups, units, ..self.clone() }
    }

    /// Refuses facility water of a set point with which the units do not hold the supply of the racks at full power.
    ///
    /// # Errors
    /// [`PlantError::FacilityWaterTooWarm`].
    pub fn check_water_set_point(&self) -> Result<(), PlantError> {
        let Some(set_c) = self.water_set_c.filter(|_| self.units.iter().any(|bank| bank.exchanger.is_some())) else {
            return Ok(());
        };
        let needed_c = self.water_load(self.set_point.celsius(), 0.0)?.supply_c;
        // A hair is rounding of the exchanger.
        if set_c > needed_c + 1e-6 { Err(PlantError::FacilityWaterTooWarm { set_c, needed_c }) } else { Ok(()) }
    }
}

/// Facility water of units, and what they are.
struct UnitWater<'a> {
    load: WaterLoad,
    exchanger: Option<&'a PlateExchanger>,
    hot: ThermalConductance,
}
