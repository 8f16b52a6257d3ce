//! A tray of a rack: lanes of air and of liquid, what flows in them and what it takes up.

use super::chip::{Load, Solved, Station};
use super::data::{Data, Record, number, text};
use super::fluid::Water;
use super::root;

/// A coolant that passes the parts.
#[derive(Clone, Copy)]
pub enum Stream {
    /// Air of a density and a volumetric heat capacity.
    Air {
        density: f64,
        heat_j_m3_k: f64,
    },
    Liquid(Water),
}

impl Stream {
    pub fn heat_j_m3_k(&self) -> f64 {
        match self {
            Self::Air { heat_j_m3_k, .. } => *heat_j_m3_k,
            Self::Liquid(water) => water.heat_j_m3_k(),
        }
    }
}

/// Identical parallel ways of a coolant in a tray.
pub struct Lane {
    count: f64,
    loss: f64,
    stations: Vec<(Station, Option<Record>)>,
}

/// What the lanes of a tray did to a coolant.
#[derive(Clone, Copy)]
pub struct Passed {
    pub accelerator_w: f64,
    pub other_w: f64,
    /// Mixed, °C.
    pub outlet_c: f64,
    pub over_target_k: f64,
    pub over_limit_k: f64,
    /// Temperature and limit of the part nearest to its limit.
    pub nearest: (f64, f64),
    pub clock: f64,
}

impl Passed {
    pub const NOTHING: Self = Self {
        accelerator_w: 0.0,
        other_w: 0.0,
        outlet_c: f64::NAN,
        over_target_k: f64::NEG_INFINITY,
        over_limit_k: f64::NEG_INFINITY,
        nearest: (0.0, f64::INFINITY),
        clock: 1.0,
    };

    pub fn heat_w(&self) -> f64 {
        self.accelerator_w + self.other_w
    }

    /// The part of two that is nearer to its limit.
    pub fn nearer(&self, other: &Self) -> (f64, f64) {
        let margin = |p: (f64, f64)| p.1 - p.0;
        if margin(self.nearest) < margin(other.nearest) { self.nearest } else { other.nearest }
    }

    fn see(&mut self, part: &Solved) {
        self.over_target_k = self.over_target_k.max(part.over_target_k);
        self.over_limit_k = self.over_limit_k.max(part.over_limit_k);
        self.clock = self.clock.min(part.clock);
        if part.nearest.1 - part.nearest.0 < self.nearest.1 - self.nearest.0 {
            self.nearest = part.nearest;
        }
    }
}

/// Resistance of a cooler at the flow of one part: `R0 + c V^-n`.
fn cooler_k_w(cooler: &Record, stream: &Stream, flow_m3_s: f64) -> f64 {
    let flow = match stream {
        // Heat sinks: the flow of the same mass at the density of the test. No gain above the fitted range.
        Stream::Air { density, .. } => {
            flow_m3_s.min(cooler.get("flow_max_m3_s")) * density / cooler.get("density_kg_m3")
        }
        // Cold plates: L/min of the liquid of the test.
        Stream::Liquid(_) => (flow_m3_s * 60e3).min(cooler.get("flow_max_l_min")),
    };
    cooler.get("base_k_per_w") + cooler.get("film_k_per_w") * flow.powf(-cooler.get("exponent"))
}

/// Coefficients of the pressure loss `a V + b V²` of a cooler, SI.
fn cooler_loss(cooler: &Record, stream: &Stream) -> (f64, f64) {
    match stream {
        Stream::Air { density, .. } => {
            let share = density / cooler.get("density_kg_m3");
            (share * cooler.get("loss_a_pa_s_m3"), share * cooler.get("loss_d_pa_s2_m6"))
        }
        Stream::Liquid(water) => {
            let a = cooler.get("loss_a_pa_per_l_min") * water.viscosity / cooler.get("test_viscosity_pa_s");
            let b = cooler.get("loss_b_pa_per_l_min2") * water.density / cooler.get("test_density_kg_m3");
            (a * 60e3, b * 60e3 * 60e3)
        }
    }
}

impl Lane {
    /// The lanes of a tray with a coolant, "air" or "liquid".
    pub fn read_all(data: &Data, tray: &toml::Table, coolant: &str) -> Vec<Self> {
        let lanes = tray["lane"].as_array().unwrap().iter().map(|l| l.as_table().unwrap());
        let coolant_of = |lane: &toml::Table| lane.get("coolant").map_or("air", |c| c.as_str().unwrap()).to_owned();
        let lanes = lanes.filter(|lane| coolant_of(lane) == coolant);
        lanes
            .map(|lane| {
                let stations = lane["station"].as_array().unwrap().iter().map(|s| {
                    let table = s.as_table().unwrap();
                    let cooler = table.get("cooler").map(|_| data.record(text(table, "cooler")).clone());
                    (Station::new(data, table), cooler)
                });
                Self {
                    count: number(&lane["count"]),
                    loss: number(&lane["loss_pa_s2_m6"]),
                    stations: stations.collect(),
                }
            })
            .collect()
    }

    /// The accelerators in these lanes.
    pub fn accelerator(&self) -> Option<&Station> {
        self.stations.iter().map(|(station, _)| station).find(|station| station.accelerator)
    }

    /// Rated power of the parts of all these lanes.
    pub fn nameplate_w(&self) -> f64 {
        self.count * self.stations.iter().map(|(s, _)| s.nameplate_w()).sum::<f64>()
    }

    /// Coefficients of the pressure loss of one lane: its own and those of its coolers, whose parts share the flow.
    pub fn loss(&self, stream: &Stream) -> (f64, f64) {
        let mut sum = (0.0, self.loss);
        for (station, cooler) in &self.stations {
            if let Some(cooler) = cooler {
                let (a, b) = cooler_loss(cooler, stream);
                sum = (sum.0 + a / station.count, sum.1 + b / (station.count * station.count));
            }
        }
        sum
    }

    /// Sends a flow through one lane: each position takes coolant that those before have warmed.
    fn pass(&self, load: Load, stream: &Stream, inlet_c: f64, flow_m3_s: f64, sum: &mut Passed) -> f64 {
        let mut t_c = inlet_c;
        for (station, cooler) in &self.stations {
            let each_w = match cooler {
                None => station.plain_w(load),
                Some(cooler) => {
                    let part = station.solve(load, t_c, cooler_k_w(cooler, stream, flow_m3_s / station.count));
                    sum.see(&part);
                    part.power_w
                }
            };
            let heat_w = station.count * each_w;
            *(if station.accelerator { &mut sum.accelerator_w } else { &mut sum.other_w }) += self.count * heat_w;
            t_c += heat_w / (flow_m3_s * stream.heat_j_m3_k());
        }
        t_c
    }
}

/// Parallel lanes with one pressure loss across all of them.
pub struct Bundle<'a> {
    lanes: &'a [Lane],
    losses: Vec<(f64, f64)>,
    pub stream: Stream,
}

impl<'a> Bundle<'a> {
    pub fn new(lanes: &'a [Lane], stream: Stream) -> Self {
        Self { lanes, losses: lanes.iter().map(|l| l.loss(&stream)).collect(), stream }
    }

    fn flows(&self, loss_pa: f64) -> impl Iterator<Item = f64> {
        self.losses.iter().map(move |(a, b)| root::flow_at_loss(*a, *b, loss_pa))
    }

    /// Flow through all lanes at a pressure loss.
    pub fn flow_at_loss(&self, loss_pa: f64) -> f64 {
        self.lanes.iter().zip(self.flows(loss_pa)).map(|(lane, flow)| lane.count * flow).sum()
    }

    /// The coolant through all lanes at a pressure loss.
    pub fn pass(&self, load: Load, inlet_c: f64, loss_pa: f64) -> Passed {
        let mut sum = Passed::NOTHING;
        let (mut flow_m3_s, mut mixed) = (0.0, 0.0);
        for (lane, flow) in self.lanes.iter().zip(self.flows(loss_pa)) {
            let outlet_c = lane.pass(load, &self.stream, inlet_c, flow, &mut sum);
            flow_m3_s += lane.count * flow;
            mixed += lane.count * flow * outlet_c;
        }
        Passed { outlet_c: mixed / flow_m3_s, ..sum }
    }
}
