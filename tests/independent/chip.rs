//! Parts of a tray: their power, junction and case.

use super::data::{Data, number, quantity, text};

/// What a lane's parts are asked to do.
#[derive(Clone, Copy)]
pub struct Load {
    pub busy: bool,
    /// Cap on the power of an accelerator, W.
    pub cap_w: Option<f64>,
}

/// Usual exponent of the voltage, and usual clock below which it no longer falls (`docs/components.md`).
const USUAL_VOLTAGE: (f64, f64) = (0.6, 0.6);

/// The die of a part, in shares of the part's own full clock.
struct Die {
    area_mm2: f64,
    /// Leakage at a temperature, W and °C, and its growth, 1/K.
    leakage_w: f64,
    leakage_reference_c: f64,
    leakage_per_k: f64,
    /// Exponent of the voltage, and clock below which it no longer falls.
    voltage: (f64, f64),
}

impl Die {
    /// The die of a part: that of its silicon, or the one that it states itself.
    fn read(data: &Data, chip: &toml::Table) -> Self {
        let max_w = number(&chip["power"]["max_w"]);
        let of = |table: &toml::Value, rated_w: f64, voltage: (f64, f64)| Self {
            area_mm2: number(&table["die_area_mm2"]),
            leakage_w: number(&table["leakage_share"]) * rated_w,
            leakage_reference_c: number(&table["leakage_reference_c"]),
            leakage_per_k: number(&table["leakage_per_k"]),
            voltage,
        };
        let Some(silicon) = chip.get("silicon") else { return of(&chip["thermal"], max_w, USUAL_VOLTAGE) };
        let silicon = data.silicon(silicon.as_str().unwrap());
        let (curve, clock) = (&silicon["curve"], full_clock(chip));
        let exponent = number(&curve["voltage_exponent"]);
        // Leakage goes with the square of the voltage, which is higher at a higher clock.
        let rated_w = number(&curve["reference_w"]) * clock.powf(2.0 * exponent);
        of(&silicon["die"], rated_w, (exponent, number(&curve["lowest_voltage_clock"]) / clock))
    }
}

/// Full clock of a module over the reference clock of its silicon.
fn full_clock(chip: &toml::Table) -> f64 {
    chip["power"].get("clock").map_or(1.0, number)
}

/// A part with a junction.
pub struct Junction {
    /// Resistance to the case, K/W.
    inside_k_w: f64,
    pub limit_c: f64,
    pub target_c: f64,
    die: Die,
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
            let die = Die::read(data, chip);
            Junction {
                inside_k_w: get("junction_to_case_k_cm2_w") / (die.area_mm2 / 100.0),
                limit_c: get("limit_c"),
                target_c: get("target_c"),
                die,
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

    fn leakage_w(die: &Die, t_c: f64) -> f64 {
        die.leakage_w * (die.leakage_per_k * (t_c - die.leakage_reference_c)).exp()
    }

    /// Power of one busy part at a clock and a junction temperature.
    fn busy_w(&self, j: &Junction, clock: f64, t_c: f64) -> f64 {
        let v2 = clock.max(j.die.voltage.1).powf(2.0 * j.die.voltage.0);
        let dynamic = self.max_w - Self::leakage_w(&j.die, j.limit_c);
        (dynamic * clock * v2 + Self::leakage_w(&j.die, t_c) * v2).min(self.max_w)
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

    /// Rated work: the clock that it keeps under its cap at its limit, over the reference clock of its silicon.
    pub fn rated_clock(&self, data: &Data, cap_w: Option<f64>) -> f64 {
        let j = self.junction.as_ref().expect("an accelerator without a junction");
        self.clock_under(j, cap_w.unwrap_or(f64::INFINITY), j.limit_c) * full_clock(data.chip(&self.chip))
    }

    /// Highest clock at which a busy part keeps a cap.
    fn clock_under(&self, j: &Junction, cap_w: f64, t_c: f64) -> f64 {
        if self.busy_w(j, 1.0, t_c) <= cap_w {
            return 1.0;
        }
        super::root::find(0.01, 1.0, |clock| self.busy_w(j, clock, t_c) - cap_w)
    }
}
