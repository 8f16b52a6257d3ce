//! Silicon: what every module of one die shares, whatever cools it.
//!
//! The power–frequency curve and the leakage belong to the die; package, rating and limits belong to the module. A module
//! whose full clock is `c` times the reference clock has, of the die's law, the leakage `s P_ref c^2m` at the reference
//! temperature and its lowest-voltage clock at `f_v / c` of its own full clock. Two modules of one silicon under the same
//! power cap at the same temperature therefore run at the same clock.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Catalog;
use super::record::{ChipRecord, Confidence, ValueRange};

/// A die, or the dies of one package, that several modules may carry.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SiliconRecord {
    /// Catalog id, kebab-case.
    pub id: String,
    /// Name in words.
    pub name: String,
    /// Maker.
    pub vendor: String,
    /// Power against clock.
    pub curve: PowerCurve,
    /// Area and leakage.
    pub die: DieValues,
    /// Remarks for the reader.
    pub notes: Option<String>,
}

/// Power of a silicon against its clock.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PowerCurve {
    /// Power at the reference clock with the junction at the limit of its module, W.
    pub reference_w: f64,
    /// Exponent of voltage with clock above the clock of lowest voltage.
    pub voltage_exponent: f64,
    /// Clock below which the voltage no longer falls, as a share of the reference clock.
    pub lowest_voltage_clock: f64,
    /// Lowest clock as a share of the module's highest: below it the part cannot be throttled.
    pub clock_floor: f64,
    /// Source id.
    pub source: String,
    /// How well these are known.
    pub confidence: Confidence,
    /// Ranges of estimated values, by key.
    #[serde(default)]
    pub range: BTreeMap<String, ValueRange>,
}

/// Area and leakage of a silicon.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DieValues {
    /// Area of the die or dies, mm².
    pub die_area_mm2: f64,
    /// Leakage at `leakage_reference_c` as a share of `reference_w`.
    pub leakage_share: f64,
    /// Junction temperature of `leakage_share`, °C.
    pub leakage_reference_c: f64,
    /// Growth of leakage with temperature, 1/K.
    pub leakage_per_k: f64,
    /// Source id.
    pub source: String,
    /// How well these are known.
    pub confidence: Confidence,
    /// Ranges of estimated values, by key.
    #[serde(default)]
    pub range: BTreeMap<String, ValueRange>,
}

/// The die of a part, in shares of the part's own power and full clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ModuleDie {
    /// Area of the die or dies, mm².
    pub area_mm2: f64,
    /// Leakage at the reference temperature as a share of the part's rated power.
    pub leakage_share: f64,
    /// Junction temperature of that share, °C.
    pub leakage_reference_c: f64,
    /// Growth of leakage with temperature, 1/K.
    pub leakage_per_k: f64,
    /// Lowest clock as a share of the part's highest.
    pub clock_floor: f64,
    /// Exponent of voltage with clock and the clock of lowest voltage as a share of the part's highest; nothing where the
    /// usual values of chips hold.
    pub curve: Option<(f64, f64)>,
}

impl Catalog {
    /// A silicon.
    pub fn silicon(&self, id: &str) -> Option<&SiliconRecord> {
        self.silicons.iter().find(|r| r.id == id)
    }

    /// The die of a part: that of its silicon, or the one that it states itself. Nothing where the record is incomplete.
    pub fn die_of_chip(&self, chip: &ChipRecord) -> Option<ModuleDie> {
        if let Some(id) = &chip.silicon {
            return Some(self.silicon(id)?.die_of_module(chip));
        }
        let thermal = chip.thermal.as_ref()?;
        Some(ModuleDie {
            area_mm2: thermal.die_area_mm2?,
            leakage_share: thermal.leakage_share?,
            leakage_reference_c: thermal.leakage_reference_c?,
            leakage_per_k: thermal.leakage_per_k?,
            clock_floor: thermal.clock_floor?,
            curve: None,
        })
    }
}

impl SiliconRecord {
    /// This silicon as a module of some rating and full clock has it.
    fn die_of_module(&self, module: &ChipRecord) -> ModuleDie {
        let (curve, die, clock) = (&self.curve, &self.die, module.power.clock);
        let voltage_squared = clock.powf(2.0 * curve.voltage_exponent);
        ModuleDie {
            area_mm2: die.die_area_mm2,
            leakage_share: die.leakage_share * curve.reference_w * voltage_squared / module.power.max_w,
            leakage_reference_c: die.leakage_reference_c,
            leakage_per_k: die.leakage_per_k,
            clock_floor: curve.clock_floor,
            curve: Some((curve.voltage_exponent, curve.lowest_voltage_clock / clock)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rated dense throughput over rated power of the two modules: the die's curve goes through both ratings.
    #[test]
    fn the_curve_of_a_silicon_goes_through_the_ratings_of_its_modules() {
        let catalog = Catalog::load(None).unwrap();
        let silicon = catalog.silicon("nvidia-blackwell").unwrap();
        let (b200, gb200) = (catalog.chip("b200-sxm").unwrap(), catalog.chip("gb200-gpu").unwrap());
        let limit_c = b200.thermal.as_ref().unwrap().limit_c;
        let die = &silicon.die;
        let leakage_w = silicon.curve.reference_w
            * die.leakage_share
            * (die.leakage_per_k * (limit_c - die.leakage_reference_c)).exp();
        let power_w = |clock: f64| {
            let v2 = clock.powf(2.0 * silicon.curve.voltage_exponent);
            (silicon.curve.reference_w - leakage_w) * clock * v2 + leakage_w * v2
        };
        for module in [b200, gb200] {
            let rated = power_w(module.power.clock) / module.power.max_w;
            assert!((rated - 1.0).abs() < 1e-3, "{}: {rated}", module.id);
        }
        let tables = catalog.generations().unwrap();
        let rating = |id: &str| tables.accelerators().iter().find(|a| a.id == id).unwrap().fp16_tflops.unwrap();
        assert!((gb200.power.clock - rating("gb200-gpu") / rating("b200-sxm")).abs() < 1e-9);
    }
}
