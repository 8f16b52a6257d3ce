//! The power chain from the meter to the racks (`docs/power-and-cost.md`).

use super::data::{Data, Record};
use super::machines::Machines;

/// Units of a stage that share its output evenly.
pub struct Stage {
    pub installed: f64,
    pub rated_w: f64,
    a: [f64; 3],
}

impl Stage {
    /// Units for an output at full power, and some spare ones.
    fn new(rated_w: f64, a: [f64; 3], output_w: f64, load_max: f64, spare: f64) -> Self {
        let needed = Machines::whole(output_w / (rated_w * load_max));
        Self { installed: needed.count + spare, rated_w: rated_w * needed.size, a }
    }

    fn of_record(record: &Record, output_w: f64, load_max: f64, spare: f64) -> Self {
        let a = ["a0", "a1", "a2"].map(|key| record.get(key));
        Self::new(record.get("rated_w"), a, output_w, load_max, spare)
    }

    pub fn loss_w(&self, output_w: f64) -> f64 {
        let rated_w = self.installed * self.rated_w;
        let x = output_w / rated_w;
        assert!(x <= 1.0, "overload");
        rated_w * (self.a[0] + self.a[1] * x + self.a[2] * x * x)
    }
}

/// Rated power of a busway, and the share of it that is lost at the rated current.
fn busway(record: &Record) -> (f64, f64) {
    let three_phases = record.get("phases") > 0.0;
    let (amperes, volts) = (record.get("rated_a"), record.get("volts"));
    let rated_w = amperes * volts * if three_phases { 3.0_f64.sqrt() * record.get("power_factor") } else { 1.0 };
    let resistivity = (1.0 + 0.003_93 * (record.get("conductor_c") - 20.0)) / 58.0;
    let ohm = resistivity * record.get("length_m") / record.get("area_mm2");
    let conductors = if three_phases { 3.0 } else { 2.0 };
    (rated_w, conductors * amperes * amperes * ohm / rated_w)
}

/// The chain with the lighting of the hall.
pub struct Chain {
    pub transformer: Stage,
    pub ups: Stage,
    pub busway: Stage,
    pub lighting_w: f64,
}

/// Racks and what is backed up beside them, W.
#[derive(Clone, Copy)]
pub struct BackedUp {
    pub busway_loss: f64,
    pub ups_loss: f64,
    pub input: f64,
}

impl Chain {
    /// A chain of 415 V with one spare transformer and UPS module, for racks at full power.
    pub fn new(data: &Data, racks: f64, racks_w: f64, load_max: f64) -> Self {
        let light = data.usual("lighting");
        let lighting_w = racks.ceil()
            * light.get("rack_area_m2")
            * (light.get("density_w_m2") * light.get("on_share") + light.get("control_w_m2"));
        let (rated_w, a2) = busway(data.usual("busway_415vac"));
        Self {
            transformer: Stage::of_record(data.usual("transformer"), 1.5 * racks_w + lighting_w, load_max, 1.0),
            ups: Stage::of_record(data.usual("ups_double_conversion"), 1.1 * racks_w, load_max, 1.0),
            busway: Stage::new(rated_w, [0.0, 0.0, a2], racks_w, load_max, 0.0),
            lighting_w,
        }
    }

    /// From the UPS inwards: racks, and coolant pumps and air handlers beside them.
    pub fn backed_up(&self, racks_w: f64, beside_w: f64) -> BackedUp {
        let busway_loss = self.busway.loss_w(racks_w);
        let output_w = racks_w + busway_loss + beside_w;
        let ups_loss = self.ups.loss_w(output_w);
        BackedUp { busway_loss, ups_loss, input: output_w + ups_loss }
    }

    /// Heat of the chain and the lighting into the hall's air.
    pub fn hall_heat_w(&self, fed: &BackedUp) -> f64 {
        fed.busway_loss + fed.ups_loss + self.lighting_w
    }

    /// Loss of the transformers with a plant.
    pub fn transformer_loss_w(&self, fed: &BackedUp, plant_w: f64) -> f64 {
        self.transformer.loss_w(fed.input + plant_w + self.lighting_w)
    }
}
