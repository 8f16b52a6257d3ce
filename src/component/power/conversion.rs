//! Power conversion: power supplies, UPS, rectifiers, transformers.
//!
//! `P_in = P_out + P_r (a₀ + a₁ x + a₂ x²)`, `x = P_out/P_r`: a fixed loss, one that follows the current and one that
//! follows its square. Units in parallel share the load evenly, so that two full paths (2N) run at half load at most.
//!
//! Neglects: temperature, power factor, harmonics, and the charging of batteries.
//!
//! Compared with: the 80 PLUS floors in this file and in `tests/records.rs`; losses on both sides of supplies in
//! `h100-tank-training`.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::component::params::ParamError;
use crate::params;
use crate::physics::range::{OutOfRange, ValidityRange};
use crate::units::Power;

params! {
    /// Rating and loss coefficients of one converter.
    pub struct PowerConverterSpec {
        /// Rated output.
        rated_w ["W"] in 1.0..=1e9;
        /// Fixed loss over rated output.
        a0 [""] in 0.0..=0.1;
        /// Loss that follows the load, over rated output.
        a1 [""] in 0.0..=0.2;
        /// Loss that follows the square of the load, over rated output.
        a2 [""] in 0.0..=0.2;
    }
}

fn check(table: &toml::Table) -> Result<(), Vec<ParamError>> {
    PowerConverterSpec::read(table).map(drop)
}

/// Kind of a record that says `kind = "power-supply"`.
pub static POWER_SUPPLY: EquipmentKind = EquipmentKind {
    name: "power-supply",
    summary: "Power supply: loss against load",
    law: ComponentLaw {
        symbols: "P_loss = P_r (a0 + a1 x + a2 x²)",
        words: "loss against load",
        results: &[LawResult::Power(EndUse::Conversion), LawResult::SupplyLoss],
    },
    params: PowerConverterSpec::PARAMS,
    check,
};
/// Kind of a record that says `kind = "ups"`.
pub static UPS: EquipmentKind = EquipmentKind {
    name: "ups",
    summary: "Uninterruptible power supply: loss against load",
    law: ComponentLaw {
        symbols: "P_loss = P_r (a0 + a1 x + a2 x²)",
        words: "loss against load",
        results: &[LawResult::Power(EndUse::Conversion)],
    },
    params: PowerConverterSpec::PARAMS,
    check,
};
/// Kind of a record that says `kind = "transformer"`.
pub static TRANSFORMER: EquipmentKind = EquipmentKind {
    name: "transformer",
    summary: "Transformer: loss against load",
    law: ComponentLaw {
        symbols: "P_loss = P_r (a0 + a2 x²)",
        words: "iron and copper",
        results: &[LawResult::Power(EndUse::Conversion)],
    },
    params: PowerConverterSpec::PARAMS,
    check,
};
/// Kind of a record that says `kind = "rectifier"`.
pub static RECTIFIER: EquipmentKind = EquipmentKind {
    name: "rectifier",
    summary: "Rectifier to a direct-current bus with batteries: loss against load",
    law: ComponentLaw {
        symbols: "P_loss = P_r (a0 + a1 x + a2 x²)",
        words: "loss against load",
        results: &[LawResult::Power(EndUse::Conversion), LawResult::SupplyLoss],
    },
    params: PowerConverterSpec::PARAMS,
    check,
};

/// Loss of `units` equal converters that share `output`; the number may be a share of a unit.
///
/// # Errors
/// A load above 110 % of the rating of the units together.
pub fn conversion_loss(spec: &PowerConverterSpec, units: f64, output: Power) -> Result<Power, OutOfRange> {
    const LOAD: ValidityRange =
        ValidityRange { model: "power converter", quantity: "load", unit: "of rating", min: 0.0, max: 1.1 };
    let rated_w = units * spec.rated_w;
    let x = LOAD.check_value(output.watts() / rated_w)?;
    Ok(Power::new(rated_w * (spec.a0 + spec.a1 * x + spec.a2 * x * x)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TITANIUM: PowerConverterSpec = PowerConverterSpec { rated_w: 3300.0, a0: 0.008, a1: 0.012, a2: 0.022 };

    #[test]
    fn a_titanium_supply_meets_the_80_plus_floors() {
        // 80 PLUS Titanium, 230 V internal redundant: minimum efficiency at 10, 20, 50 and 100 % load.
        for (x, floor) in [(0.1, 0.90), (0.2, 0.94), (0.5, 0.96), (1.0, 0.91)] {
            let out = Power::new(x * 3300.0);
            let eta = out / (out + conversion_loss(&TITANIUM, 1.0, out).unwrap());
            assert!(eta >= floor && eta < 0.97, "{x}: {eta}");
        }
    }

    #[test]
    fn two_units_share_the_load() {
        let both = conversion_loss(&TITANIUM, 2.0, Power::new(3300.0)).unwrap();
        let half = conversion_loss(&TITANIUM, 1.0, Power::new(1650.0)).unwrap();
        assert!((both - half * 2.0).watts().abs() < 1e-9);
        assert!(conversion_loss(&TITANIUM, 1.0, Power::new(4000.0)).is_err());
        assert_eq!(conversion_loss(&TITANIUM, 1.0, Power::ZERO).unwrap().watts(), 0.008 * 3300.0);
    }
}
