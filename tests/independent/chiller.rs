//! Chillers by EnergyPlus' curves, and beyond them (`docs/plant-topologies.md`, chillers outside their curves).

use super::data::Record;

/// Heat that is left within this share of a load is rounding.
pub const ROUNDING: f64 = 1e-9;
/// Steps in which an edge of a fit is searched for turns.
const EDGE_STEPS: u32 = 400;

/// A biquadratic fit held inside its ranges.
#[derive(Clone)]
struct Fit {
    c: [f64; 6],
    x: (f64, f64),
    y: (f64, f64),
    out: (f64, f64),
}

impl Fit {
    fn read(record: &Record, name: &str) -> Self {
        let get = |key: &str| record.get(&format!("{name}_{key}"));
        Self {
            c: ["c1", "c2", "c3", "c4", "c5", "c6"].map(get),
            x: (get("x_min_c"), get("x_max_c")),
            y: (get("y_min_c"), get("y_max_c")),
            out: (get("out_min"), get("out_max")),
        }
    }

    /// The value, temperatures outside the ranges taken at their ends.
    fn value(&self, x: f64, y: f64) -> f64 {
        let (x, y) = (x.clamp(self.x.0, self.x.1), y.clamp(self.y.0, self.y.1));
        let [c1, c2, c3, c4, c5, c6] = self.c;
        (c1 + c2 * x + c3 * x * x + c4 * y + c5 * y * y + c6 * x * y).clamp(self.out.0, self.out.1)
    }

    fn holds(&self, x: f64, y: f64) -> bool {
        (self.x.0..=self.x.1).contains(&x) && (self.y.0..=self.y.1).contains(&y)
    }
}

/// The part-load curve and its limits.
#[derive(Clone)]
struct PartLoad {
    c: [f64; 3],
    range: (f64, f64),
    /// Ratios below which the machine cycles, no longer unloads, and the highest one.
    cycle: f64,
    unload: f64,
    most: f64,
}

/// Equal chillers.
#[derive(Clone)]
pub struct Chillers {
    capacity: Fit,
    input: Fit,
    part: PartLoad,
    cop: f64,
    evaporator_k: f64,
    condenser_k: f64,
    least_lift_k: f64,
    pub count: f64,
    pub rated_w: f64,
}

/// Chillers at work.
#[derive(Clone, Copy)]
pub struct Work {
    pub power_w: f64,
    /// Whether so many carry the load.
    pub carries: bool,
}

impl Chillers {
    /// One machine of the record's size.
    pub fn one(record: &Record) -> Self {
        let get = |key: &str| record.get(key);
        let part = PartLoad {
            c: ["plr_c1", "plr_c2", "plr_c3"].map(get),
            range: (get("plr_min"), get("plr_max")),
            cycle: get("cycle_plr"),
            unload: get("unload_plr"),
            most: get("most_plr"),
        };
        Self {
            capacity: Fit::read(record, "capft"),
            input: Fit::read(record, "eirft"),
            part,
            cop: get("rated_cop"),
            evaporator_k: get("evaporator_approach_k"),
            condenser_k: get("condenser_approach_k"),
            least_lift_k: get("lift_min_k"),
            count: 1.0,
            rated_w: record.get("rated_w"),
        }
    }

    /// Chillers that carry a duty with every condenser temperature between two: as many as machines of the record's size
    /// take, each scaled to fit.
    pub fn sized(record: &Record, duty_w: f64, chilled_c: f64, coldest_c: f64, warmest_c: f64) -> Self {
        let one = Self::one(record);
        let steps = (0..=1000).map(|i| coldest_c + (warmest_c - coldest_c) * f64::from(i) / 1000.0);
        let least = steps.map(|y| one.capacity.value(chilled_c, y)).fold(f64::INFINITY, f64::min);
        let count = (duty_w / (one.rated_w * least)).ceil().max(1.0);
        Self { count, rated_w: duty_w / (least * count), ..one }
    }

    /// As [`Self::sized`] in outdoor air up to a temperature: below the range of the fit capacity does not change.
    pub fn sized_in_air(record: &Record, duty_w: f64, chilled_c: f64, warmest_c: f64) -> Self {
        Self::sized(record, duty_w, chilled_c, record.get("capft_y_min_c").min(warmest_c), warmest_c)
    }

    /// COP at full load.
    pub fn full_load_cop(&self, x: f64, y: f64) -> f64 {
        self.cop / self.energy_input(x, y)
    }

    fn evaporation_k(&self, x: f64) -> f64 {
        x - self.evaporator_k + 273.15
    }

    /// Lift of the refrigerant, at least that of the compressor.
    fn lift_k(&self, difference_k: f64) -> f64 {
        (difference_k + self.condenser_k + self.evaporator_k).max(self.least_lift_k)
    }

    /// `e T_e`, which at one lift tells the share of Carnot.
    fn share(&self, x: f64, y: f64) -> f64 {
        self.input.value(x, y) * self.evaporation_k(x)
    }

    /// `e T_e` at a place `to` of an edge of the range. Where the fit turns the wrong way on the edge, the best value since
    /// `from` (towards the smaller lift, `best`) or the worst one stands for it, joined over the first kelvin outside.
    fn edge(at: impl Fn(f64) -> f64, from: f64, to: f64, best: bool, outside_k: f64) -> f64 {
        let here = at(to);
        let way = (0..=EDGE_STEPS).map(|i| at(from + (to - from) * f64::from(i) / f64::from(EDGE_STEPS)));
        let held = if best { way.fold(here, f64::min) } else { way.fold(here, f64::max) };
        here + (held - here) * outside_k.clamp(0.0, 1.0)
    }

    /// Energy input ratio over that of the rating.
    fn energy_input(&self, x: f64, y: f64) -> f64 {
        let fit = &self.input;
        if fit.holds(x, y) {
            return fit.value(x, y);
        }
        let ((x0, x1), (y0, y1), difference) = (fit.x, fit.y, y - x);
        // The place of the fit with the nearest lift: on the diagonal of equal lift, or a corner.
        let nearest = difference.clamp(y0 - x1, y1 - x0);
        let share = if difference < y0 - x1 {
            // The corner of the smallest lift, warm chilled water and cold air: two edges end there.
            let warm = Self::edge(|x| self.share(x, y0), x0, x1, true, y0 - y);
            let cold = Self::edge(|y| self.share(x1, y), y1, y0, true, x - x1);
            warm + cold - self.share(x1, y0)
        } else if difference > y1 - x0 {
            let cold = Self::edge(|y| self.share(x0, y), y0, y1, false, x0 - x);
            let warm = Self::edge(|x| self.share(x, y1), x1, x0, false, y - y1);
            cold + warm - self.share(x0, y1)
        } else if x < x0 || y < y0 {
            let outside_k = (x0 - x).max(y0 - y);
            if y0 - difference >= x0 {
                Self::edge(|x| self.share(x, y0), x0, y0 - difference, true, outside_k)
            } else {
                Self::edge(|y| self.share(x0, y), y0, x0 + difference, false, outside_k)
            }
        } else {
            let outside_k = (x - x1).max(y - y1);
            if x1 + difference <= y1 {
                Self::edge(|y| self.share(x1, y), y1, x1 + difference, true, outside_k)
            } else {
                Self::edge(|x| self.share(x, y1), x1, y1 - difference, false, outside_k)
            }
        };
        share / self.evaporation_k(x) * self.lift_k(difference) / self.lift_k(nearest)
    }

    /// How many may run.
    pub fn numbers(&self) -> impl Iterator<Item = f64> {
        let most = self.count;
        (1_u32..).map(f64::from).take_while(move |running| *running <= most)
    }

    /// A number of machines that share a load.
    pub fn at_work(&self, load_w: f64, x: f64, y: f64, running: f64) -> Work {
        let available_w = self.rated_w * self.capacity.value(x, y);
        let PartLoad { c, range, cycle, unload, most } = &self.part;
        let load_ratio = load_w / running / available_w;
        let plr = load_ratio.min(*most);
        let cycling = (plr / cycle).min(1.0);
        let part = plr.max(*unload).clamp(range.0, range.1);
        let curve = c[0] + c[1] * part + c[2] * part * part;
        let each_w = available_w / self.cop * self.energy_input(x, y) * curve * cycling;
        Work { power_w: running * each_w, carries: load_ratio <= 1.0 + ROUNDING }
    }

    /// The fewest machines that carry a load; nothing where all together do not.
    pub fn work(&self, load_w: f64, x: f64, y: f64) -> Option<Work> {
        self.numbers().map(|running| self.at_work(load_w, x, y, running)).find(|work| work.carries)
    }
}
