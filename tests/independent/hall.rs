//! A hall: its racks, the air that takes up their heat, and what the loops ask of their plants.

use super::air_handler::{AirFlow, Handlers, WaterLoad};
use super::chain::{BackedUp, Chain};
use super::data::{Data, Record};
use super::exchanger::Plates;
use super::fluid::Air;
use super::machines::Machines;
use super::rack::State;
use super::scenario::{Architecture, Cooling, Site};

/// Racks and the loops that take their heat.
pub struct Hall {
    pub racks: f64,
    pub chain: Chain,
    pub handlers: Handlers,
    /// Coolant distribution units of all racks, where liquid cools them.
    pub cdu: Option<Plates>,
    /// Main coolant at the racks, °C.
    supply_c: f64,
    /// Air from the handlers, °C, its density and heat.
    air_c: f64,
    density: f64,
    heat_j_m3_k: f64,
    /// Air of a liquid-cooled hall: the same all year.
    room_m3_s: Option<f64>,
    /// Air moved over air drawn by the servers.
    bypass: f64,
}

/// The hall with its racks in a state.
#[derive(Clone, Copy)]
pub struct HallState {
    pub handler_w: f64,
    pub fed: BackedUp,
    /// Asked of the main plant.
    pub main: WaterLoad,
    /// Asked of the plant of the room's air, where liquid cools the racks.
    pub room: Option<WaterLoad>,
}

impl Hall {
    /// The hall for racks busy and idle, and the handlers that it needs.
    pub fn new(
        data: &Data,
        site: &Site,
        architecture: &Architecture<'_>,
        racks: f64,
        cdu: Option<Plates>,
        (busy, idle): (&State, &State),
    ) -> Self {
        let rules = data.usual("design_rules");
        let chain = Chain::new(data, racks, racks * busy.it_w(), rules.get("converter_load_max"));
        // Servers with fans draw the air of the handlers. Elsewhere the room is kept at its temperature by colder air.
        let breathes = architecture.cooling != Cooling::ColdPlate;
        let air_c = architecture.air_c - if breathes { 0.0 } else { rules.get("room_air_range_k") };
        let humidity = data.usual("rack_rules").get("room_humidity");
        let air = Air::at_relative_humidity(air_c, humidity, site.p_pa);
        let handler = data.usual("air_handler");
        let mut hall = Self {
            racks,
            chain,
            handlers: Handlers {
                record: handler.clone(),
                machines: Machines { count: 1.0, size: 1e-6 },
                water_ratio: rules.get("chilled_water_ratio"),
            },
            cdu,
            supply_c: architecture.supply_c,
            air_c,
            density: air.density(),
            heat_j_m3_k: air.density() * air.specific_heat(),
            room_m3_s: None,
            bypass: rules.get("air_bypass"),
        };
        hall.size_air(rules, handler, breathes, busy, busy.air_heat_w.max(idle.air_heat_w));
        for rack in [busy, idle] {
            let coldest_c = rules.get("chilled_water_min_c");
            while hall.state(rack).coil_water_c() < coldest_c {
                hall.handlers.machines = hall.handlers.machines.larger();
            }
        }
        hall
    }

    /// Air flow at full power and the handlers for it.
    fn size_air(&mut self, rules: &Record, handler: &Record, breathes: bool, busy: &State, air_heat_w: f64) {
        let drawn_m3_s = if breathes { self.racks * busy.air_m3_s * self.bypass } else { 0.0 };
        let per_record = |m3_s: f64| m3_s * rules.get("air_handler_spare") / handler.get("air_flow_m3_s");
        if self.cdu.is_none() {
            self.handlers.machines = Machines::whole(per_record(drawn_m3_s));
            return;
        }
        // The fans heat the air that they move.
        let mut fan_w = 0.0;
        loop {
            let fed = self.backed_up(busy, fan_w);
            let heat_w = self.racks * air_heat_w + self.chain.hall_heat_w(&fed) + fan_w;
            let m3_s = (heat_w / (self.heat_j_m3_k * rules.get("room_air_range_k"))).max(drawn_m3_s);
            let machines = Machines::whole(per_record(m3_s));
            if machines.worth() > self.handlers.machines.worth() {
                self.handlers.machines = machines;
            }
            self.room_m3_s = Some(m3_s);
            let next_w = self.handlers.fan_w(&self.air(busy));
            if (next_w - fan_w).abs() < 1e-9 * heat_w {
                return;
            }
            fan_w = next_w;
        }
    }

    /// The air that the handlers move: in an air-cooled hall it follows the servers.
    fn air(&self, rack: &State) -> AirFlow {
        let m3_s = self.room_m3_s.unwrap_or(self.racks * rack.air_m3_s * self.bypass);
        AirFlow { m3_s, density: self.density, heat_j_m3_k: self.heat_j_m3_k }
    }

    /// From the UPS inwards: racks and the IT beside them; coolant pumps with their controls, and air handlers.
    fn backed_up(&self, rack: &State, handler_w: f64) -> BackedUp {
        let pumps_w = rack.hall_pump_w + rack.beside.control;
        self.chain.backed_up(self.racks * rack.it_w(), self.racks * pumps_w + handler_w)
    }

    /// The hall with its racks in a state.
    pub fn state(&self, rack: &State) -> HallState {
        let air = self.air(rack);
        let handler_w = self.handlers.fan_w(&air);
        let fed = self.backed_up(rack, handler_w);
        let room_w = self.racks * rack.air_heat_w + self.chain.hall_heat_w(&fed) + handler_w;
        let room = self.handlers.water_load(&air, room_w, self.air_c);
        let Some(cdu) = &self.cdu else { return HallState { handler_w, fed, main: room, room: None } };
        let heat_w = self.racks * (rack.liquid_heat_w + rack.hall_pump_w);
        let hot_w_k = self.racks * rack.liquid_w_k;
        // Facility water flows in proportion to the racks' liquid.
        let w_k = hot_w_k * cdu.record.get("cold_w_k") / cdu.record.get("hot_w_k");
        let supply_c = cdu.cold_inlet(heat_w, self.supply_c, hot_w_k, w_k);
        HallState { handler_w, fed, main: WaterLoad { heat_w, supply_c, w_k }, room: Some(room) }
    }
}

impl HallState {
    /// Chilled water that the coils of the handlers need, °C.
    fn coil_water_c(&self) -> f64 {
        self.room.unwrap_or(self.main).supply_c
    }
}
