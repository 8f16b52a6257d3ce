//! Parts of a tray: their power, junction and case.

use super::data::{Data, number, quantity, text};

/// What a lane's parts are asked to do.
#[derive(Clone, Copy)]
pub struct Load {
    pub busy: bool,
    /// Cap on the power of an accelerator, W.
    pub cap_w: Option<f64>,
}

/// Clock below which the voltage no longer falls, and the exponent of the voltage (`docs/rack-model.md`, section 2).
const LOWEST_VOLTAGE_CLOCK: f64 = 0.6;
const VOLTAGE_EXPONENT: f64 = 0.6;

/// A part with a junction.
pub struct Junction {
    /// Resistance to the case, K/W.
    inside_k_w: f64,
    pub limit_c: f64,
    pub target_c: f64,
    leakage_share: f64,
    leakage_reference_c: f64,
    leakage_per_k: f64,
    /// Limit, °C, and resistance, K/W, of the memory in the package.
    memory: Option<(f64, f64)>,
}

/// Equal parts side by side in a lane.
pub struct Station {
    pub chip: String,
    pub count: f64,
    pub accelerator: bool,
    duty: f64,
    max_w: f64,
    idle_w: f64,
    /// What is followed where the part has a cooler.
    pub junction: Option<Junction>,
    /// Record of that cooler.
    pub cooler: Option<String>,
}

/// A part at work.
#[derive(Clone, Copy, Default)]
pub struct Solved {
    pub power_w: f64,
    pub junction_c: f64,
    /// Hottest junction, its own or its memory's, above what control aims at, K.
    pub over_target_k: f64,
    /// Above its limit, K.
    pub over_limit_k: f64,
    /// Hottest temperature of chip or memory against its limit: temperature and limit of the nearer one.
    pub nearest: (f64, f64),
    /// Clock under a cap.
    pub clock: f64,
}

impl Station {
    pub fn new(data: &Data, table: &toml::Table) -> Self {
        let chip = data.chip(text(table, "chip"));
        let power = chip["power"].as_table().unwrap();
        let cooler = table.get("cooler").and_then(toml::Value::as_str).map(str::to_owned);
        let junction = cooler.as_ref().map(|_| {
            let thermal = chip["thermal"].as_table().unwrap();
            let get = |key: &str| number(&thermal[key]);
            Junction {
                inside_k_w: get("junction_to_case_k_cm2_w") / (get("die_area_mm2") / 100.0),
                limit_c: get("limit_c"),
                target_c: get("target_c"),
                leakage_share: get("leakage_share"),
                leakage_reference_c: get("leakage_reference_c"),
                leakage_per_k: get("leakage_per_k"),
                memory: thermal.get("memory_limit_c").map(|limit| (number(limit), get("memory_k_w"))),
            }
        });
        Self {
            chip: text(table, "chip").to_owned(),
            count: quantity(&table["count"]),
            accelerator: text(chip, "kind") == "accelerator",
            duty: table.get("duty").map_or(1.0, number),
            max_w: number(&power["max_w"]),
            idle_w: number(&power["idle_w"]),
            junction,
            cooler,
        }
    }

    /// Rated power of the parts together.
    pub fn nameplate_w(&self) -> f64 {
        self.count * self.max_w
    }

    fn leakage_w(&self, j: &Junction, t_c: f64) -> f64 {
        j.leakage_share * self.max_w * (j.leakage_per_k * (t_c - j.leakage_reference_c)).exp()
    }

    /// Power of one busy part at a clock and a junction temperature.
    fn busy_w(&self, j: &Junction, clock: f64, t_c: f64) -> f64 {
        let v2 = clock.max(LOWEST_VOLTAGE_CLOCK).powf(2.0 * VOLTAGE_EXPONENT);
        let dynamic = self.max_w - self.leakage_w(j, j.limit_c);
        (dynamic * clock * v2 + self.leakage_w(j, t_c) * v2).min(self.max_w)
    }

    /// Power of one part without a junction.
    pub fn plain_w(&self, load: Load) -> f64 {
        if load.busy { self.idle_w + self.duty * (self.max_w - self.idle_w) } else { self.idle_w }
    }

    /// A part in coolant of `inlet_c` with a cooler of a resistance: the lowest root of the junction's temperature.
    pub fn solve(&self, load: Load, inlet_c: f64, cooler_k_w: f64) -> Solved {
        let j = self.junction.as_ref().expect("a part without a junction");
        let duty = if load.busy { self.duty } else { 0.0 };
        let cap_w = load.cap_w.filter(|_| self.accelerator).unwrap_or(f64::INFINITY);
        let power = |t: f64| ((1.0 - duty) * self.idle_w + duty * self.busy_w(j, 1.0, t)).min(cap_w);
        let mut t = inlet_c;
        // Power grows with temperature: from the coolant's temperature the passes rise to the lowest root.
        let power_w = loop {
            let next = inlet_c + power(t) * (j.inside_k_w + cooler_k_w);
            if (next - t).abs() < 1e-11 {
                break power(next);
            }
            t = next;
        };
        let (case_c, junction_c) = (inlet_c + power_w * cooler_k_w, inlet_c + power_w * (cooler_k_w + j.inside_k_w));
        let memory = j.memory.map(|(limit, k_w)| (case_c + k_w * power_w, limit));
        let (memory_over, own_over) = (memory.map_or(f64::NEG_INFINITY, |m| m.0 - m.1), junction_c - j.limit_c);
        Solved {
            power_w,
            junction_c,
            over_target_k: (junction_c - j.target_c).max(memory_over),
            over_limit_k: own_over.max(memory_over),
            nearest: memory.filter(|_| memory_over > own_over).unwrap_or((junction_c, j.limit_c)),
            clock: self.clock_under(j, cap_w, junction_c),
        }
    }

    /// Highest clock at which a busy part keeps a cap.
    fn clock_under(&self, j: &Junction, cap_w: f64, t_c: f64) -> f64 {
        if self.busy_w(j, 1.0, t_c) <= cap_w {
            return 1.0;
        }
        super::root::find(0.01, 1.0, |clock| self.busy_w(j, clock, t_c) - cap_w)
    }
}
