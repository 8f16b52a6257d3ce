//! A facility and its year.

use super::air_handler::WaterLoad;
use super::chip::Load;
use super::data::Data;
use super::exchanger::Plates;
use super::hall::{Hall, HallState};
use super::plant::{DryPlant, Hour, Installed, TowerPlant};
use super::rack::{Beside, Drive, Pumps, Rack, Room, State};
use super::scenario::{Architecture, Asked, Site};

/// What carries the heat of the main loop away.
enum Plant {
    Tower(TowerPlant),
    Dry(DryPlant),
}

/// Racks, hall and plants.
pub struct Facility {
    /// Chip of its accelerators, and how many there are.
    pub accelerator: String,
    pub accelerators: f64,
    /// Coolant distribution units.
    cdus: f64,
    pub liquid_cooled: bool,
    pub hall: Hall,
    /// One rack busy, and the mean of busy and idle ones.
    pub busy: State,
    pub mean: State,
    main: Plant,
    room: Option<DryPlant>,
    state: HallState,
}

/// Means and sums of a year.
#[derive(Default)]
pub struct Year {
    pub hours: f64,
    /// Of both plants, W and kg/s.
    pub plant: Hour,
    pub transformer_loss_w: f64,
    /// Hours without compressors: of the facility, and of the main plant.
    pub free_hours: f64,
    pub main_free_hours: f64,
}

impl Facility {
    /// `first` is the rated clock of the accelerators of the first architecture.
    pub fn new(data: &Data, site: &Site, asked: &Asked, architecture: &Architecture<'_>, first: f64) -> Self {
        let mut rack = Rack::new(data, &architecture.system);
        let accelerators = if asked.equal_work {
            let work = rack.accelerator().rated_clock(data, architecture.load.cap_w) / first;
            (asked.accelerators / work - 1e-9).ceil()
        } else {
            asked.accelerators
        };
        let racks = accelerators / rack.accelerators();
        let mut cdus = 0.0;
        let cdu = rack.manifold.is_some().then(|| {
            // A unit of a row serves as many whole racks as it carries at their rating with the flow for it at the best point
            // of its pumps. The last one may serve fewer.
            let record = data.usual("cdu_in_row");
            let pump = data.usual("cdu_pump_in_row").clone();
            let by_flow = architecture.flow_m3_j / pump.get("best_flow_m3_s");
            let group = (1.0 / (rack.nameplate_w() * by_flow.max(1.0 / record.get("rated_w")))).floor();
            cdus = (racks / group).ceil();
            let last = racks - group * (cdus - 1.0);
            rack.pumps = Some(Pumps { pump, cdu: record.clone(), racks, group, last });
            Plates::new(record, racks / group)
        });
        let room = Room {
            air_c: architecture.air_c,
            p_pa: site.p_pa,
            humidity: data.usual("rack_rules").get("room_humidity"),
            recirculation: architecture.recirculation,
            liquid_c: architecture.supply_c,
        };
        let rack_busy = rack.solve(data, &room, architecture.load, Drive::ForHeat(architecture.flow_m3_j));
        // The same pressure across ways that do not change is the same speed.
        let held = if architecture.holds_pressure {
            Drive::AtSpeed(rack_busy.speed)
        } else {
            Drive::ForHeat(architecture.flow_m3_j)
        };
        let rack_idle = rack.solve(data, &room, Load { busy: false, ..architecture.load }, held);
        // Storage and management go with the work: with the accelerators of the first architecture.
        let hall_it = data.usual("hall_it");
        let beside = Beside {
            network: rack.network_w,
            storage: (hall_it.get("storage_w") + hall_it.get("management_w")) * asked.accelerators / racks,
            control: cdu.as_ref().map_or(0.0, |cdu| cdus * cdu.record.get("control_w")) / racks,
        };
        let [busy, idle] = [&rack_busy, &rack_idle].map(|state| state.with_beside(beside, &rack_busy));
        let mean = busy.mix(asked.utilisation, &idle);
        let hall = Hall::new(data, site, architecture, racks, cdu, (&busy, &idle));
        // Plants are sized for the racks at full power.
        let full = hall.state(&busy);
        let dry =
            |load: &WaterLoad| DryPlant::with_trim(data, architecture.dry_cooler, load, &site.design, room.humidity);
        let main = if architecture.towers {
            Plant::Tower(TowerPlant::new(data, &full.main, &site.design))
        } else {
            Plant::Dry(dry(&full.main))
        };
        let room = full.room.map(|load| {
            if architecture.room_free_cooling { dry(&load) } else { DryPlant::chillers_only(data, &load, &site.design) }
        });
        let state = hall.state(&mean);
        let liquid_cooled = hall.cdu.is_some();
        let accelerator = rack.accelerator().chip.clone();
        Self { accelerator, accelerators, liquid_cooled, cdus, hall, busy: rack_busy, mean, main, room, state }
    }

    pub fn state(&self) -> &HallState {
        &self.state
    }

    /// Everything installed: name of its price, count, capacity of each, W.
    pub fn installed(&self) -> Vec<Installed> {
        let (hall, chain) = (&self.hall, &self.hall.chain);
        let mut out = vec![("air_handler", hall.handlers.machines.count, 0.0)];
        out.extend(hall.cdu.as_ref().map(|cdu| ("cdu", self.cdus, cdu.record.get("rated_w"))));
        out.extend(match &self.main {
            Plant::Tower(plant) => plant.installed(),
            Plant::Dry(plant) => plant.installed(),
        });
        out.extend(self.room.iter().flat_map(DryPlant::installed));
        for (name, stage) in [("busway", &chain.busway), ("ups", &chain.ups), ("transformer", &chain.transformer)] {
            out.push((name, stage.installed, stage.rated_w));
        }
        // What cools the parts is priced by its heat; plates take what the liquid carries.
        let plates_w = self.busy.liquid_heat_w;
        let sinks_w = self.busy.power_w() - plates_w;
        if self.busy.air_m3_s > 0.0 {
            out.push(("rack_air", hall.racks, sinks_w));
        }
        if self.liquid_cooled {
            out.push(("rack_liquid", hall.racks, plates_w));
        }
        out
    }

    /// The year, hour by hour.
    pub fn year(&self, site: &Site) -> Year {
        let mut year = Year::default();
        let add = |sum: &mut Hour, hour: &Hour| {
            sum.fan_w += hour.fan_w;
            sum.compressor_w += hour.compressor_w;
            sum.pump_w += hour.pump_w;
            sum.water_kg_s += hour.water_kg_s;
        };
        for outdoor in &site.hours {
            let main = match &self.main {
                Plant::Tower(plant) => plant.hour(&self.state.main, outdoor),
                Plant::Dry(plant) => plant.hour(&self.state.main, outdoor),
            };
            let main = main.expect("a main plant that carries every hour");
            let room =
                self.room.as_ref().zip(self.state.room).map(|(plant, load)| {
                    plant.hour(&load, outdoor).expect("chillers of the room that carry every hour")
                });
            let room = room.unwrap_or_default();
            let plant_w = main.power_w() + room.power_w();
            year.transformer_loss_w += self.hall.chain.transformer_loss_w(&self.state.fed, plant_w);
            add(&mut year.plant, &main);
            add(&mut year.plant, &room);
            year.free_hours += f64::from(u8::from(main.compressor_w + room.compressor_w <= 0.0));
            year.main_free_hours += f64::from(u8::from(main.compressor_w <= 0.0));
            year.hours += 1.0;
        }
        let hours = year.hours;
        year.transformer_loss_w /= hours;
        let sum = &mut year.plant;
        for value in [&mut sum.fan_w, &mut sum.compressor_w, &mut sum.pump_w, &mut sum.water_kg_s] {
            *value /= hours;
        }
        year
    }
}
