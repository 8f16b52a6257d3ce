//! Wetted pad or spray ahead of a coil: adiabatic cooling of the air that a dry cooler or condenser draws.
//!
//! `T_out = T_db − e (T_db − T_wb)` with the saturation efficiency `e`; the humidity ratio follows from the balance of
//! energy and water on the line of adiabatic saturation, `h_out = h_in + (W_out − W_in) c_w T_wb`, in closed form. Water
//! drawn is evaporation times `c/(c − 1)` at `c` cycles of concentration. The pad stands in the air's way wet or dry: at
//! a given flow fan power grows by `1 + Δp_pad/Δp_fan`, both at the rated flow. Below a switch temperature it is dry, and
//! it is never wet where the wet-bulb, the coldest that water gets, is near freezing.
//!
//! Source: ASHRAE Handbook, HVAC Systems and Equipment 2016, chapter 41, direct evaporative coolers: saturation
//! efficiency of rigid media 75 to 95 %, independent of the state of the air. Valid at the rated face velocity; slower air
//! saturates more.
//!
//! Neglects: the growth of the efficiency at lower face velocity, heat of the sump pump, and scale on the media.
//!
//! Compared with: a worked point in this file; validation case `evaporation-in-dry-air`.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::physics::air::MoistAir;
use crate::physics::range::OutOfRange;
use crate::units::{HumidityRatio, MassFlow, TempDelta, Temperature};

params! {
    /// Parameters of a pad at its rated face velocity.
    pub struct AdiabaticPadSpec {
        /// Saturation efficiency: share of the way from dry-bulb to wet-bulb.
        efficiency [""] in 0.0..=1.0;
        /// Dry-bulb up to which the pad stays dry.
        switch_c ["degC"] in -10.0..=45.0 = 20.0;
        /// Wet-bulb up to which the pad stays dry, against frost.
        frost_c ["degC"] in 0.1..=10.0 = 3.0;
        /// Cycles of concentration.
        cycles [""] in 1.5..=20.0 = 3.0;
        /// Pressure loss of the pad at the rated flow.
        loss_pa ["Pa"] in 0.0..=300.0;
        /// Pressure rise of the fans at the rated flow without the pad.
        fan_pa ["Pa"] in 20.0..=1000.0;
    }
}

/// Kind of a record that says `kind = "adiabatic-pad"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "adiabatic-pad",
    summary: "Wetted pad or spray that cools the air ahead of a coil",
    law: ComponentLaw {
        symbols: "T = T_db - e (T_db - T_wb)",
        words: "outdoor air cooled along the wet bulb",
        results: &[LawResult::Power(EndUse::HeatRejection), LawResult::SiteWater],
    },
    params: AdiabaticPadSpec::PARAMS,
    check: |table| AdiabaticPadSpec::read(table).map(drop),
};

/// A wetted pad ahead of a coil.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AdiabaticPad(pub AdiabaticPadSpec);

/// Air that leaves a pad, and the water that it took.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PadOutlet {
    /// The air that leaves.
    pub air: MoistAir,
    /// Water evaporated per kg of dry air.
    pub evaporation: HumidityRatio,
    /// Whether the pad is wetted.
    pub wet: bool,
}

impl AdiabaticPad {
    /// Whether the pad is wetted in air of a dry-bulb and wet-bulb.
    pub fn is_wetted(&self, dry_bulb: Temperature, wet_bulb: Temperature) -> bool {
        dry_bulb.celsius() > self.0.switch_c && wet_bulb.celsius() > self.0.frost_c
    }

    /// Air through the pad; `wet_bulb` is that of `air`.
    ///
    /// # Errors
    /// When `wet_bulb` is below that of `air`, so that the air would leave beyond saturation.
    pub fn cool_air(&self, air: &MoistAir, wet_bulb: Temperature) -> Result<PadOutlet, OutOfRange> {
        if !self.is_wetted(air.dry_bulb(), wet_bulb) {
            return Ok(PadOutlet { air: *air, evaporation: HumidityRatio::ZERO, wet: false });
        }
        let leaving = air.dry_bulb() - (air.dry_bulb() - wet_bulb).max(TempDelta::ZERO) * self.0.efficiency;
        let out = MoistAir::new(leaving, air.humidity_ratio_after_exchange(leaving, 0.0, wet_bulb), air.pressure())?;
        Ok(PadOutlet { air: out, evaporation: out.humidity_ratio() - air.humidity_ratio(), wet: true })
    }

    /// Water drawn for an evaporation: what evaporates and what is bled to keep the cycles of concentration.
    pub fn water_draw(&self, evaporation: HumidityRatio, dry_air: MassFlow) -> MassFlow {
        dry_air * (evaporation.kg_kg() * self.0.cycles / (self.0.cycles - 1.0))
    }

    /// Fan power with the pad in the air's way over that without it, at equal flow.
    pub fn fan_power_factor(&self) -> f64 {
        1.0 + self.0.loss_pa / self.0.fan_pa
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::units::Pressure;

    use super::*;

    fn pad() -> AdiabaticPad {
        AdiabaticPad(AdiabaticPadSpec {
            efficiency: 0.85,
            switch_c: 20.0,
            frost_c: 3.0,
            cycles: 3.0,
            loss_pa: 30.0,
            fan_pa: 120.0,
        })
    }

    fn weather(c: f64, rh: f64) -> MoistAir {
        MoistAir::from_relative_humidity(Temperature::from_celsius(c), rh, Pressure::new(101_325.0)).unwrap()
    }

    /// 40 °C and 20 % relative humidity: wet-bulb 22.0 °C on the chart, so 85 % of the way is 24.7 °C; 6.4 g/kg
    /// evaporate (1.023 kJ/(kg K) × 15.3 K over 2.455 MJ/kg).
    #[test]
    fn a_desert_noon_by_hand() {
        let air = weather(40.0, 0.2);
        let out = pad().cool_air(&air, air.wet_bulb()).unwrap();
        assert!((out.air.dry_bulb().celsius() - 24.7).abs() < 0.1, "{out:?}");
        assert!((out.evaporation.kg_kg() - 1.023 * 15.3 / 2455.0).abs() < 1e-4, "{out:?}");
        assert!(
            (pad().water_draw(out.evaporation, MassFlow::new(10.0)).kg_s() - out.evaporation.kg_kg() * 15.0).abs()
                < 1e-12
        );
        assert_eq!(pad().fan_power_factor(), 1.25);
    }

    #[test]
    fn cool_or_freezing_air_passes_dry() {
        for (c, rh) in [(19.9, 0.3), (20.1, 0.01)] {
            let air = weather(c, rh);
            let cold = AdiabaticPad(AdiabaticPadSpec { frost_c: 8.0, ..pad().0 });
            let out = cold.cool_air(&air, air.wet_bulb()).unwrap();
            assert!(!out.wet && out.air == air && out.evaporation == HumidityRatio::ZERO, "{c}");
        }
    }

    #[test]
    fn saturated_air_takes_no_water_and_a_wrong_wet_bulb_is_refused() {
        let air = weather(25.0, 1.0);
        let out = pad().cool_air(&air, air.wet_bulb()).unwrap();
        assert!(out.evaporation.kg_kg().abs() < 1e-9 && (out.air.dry_bulb() - air.dry_bulb()).kelvin().abs() < 1e-6);
        assert!(pad().cool_air(&air, Temperature::from_celsius(15.0)).is_err());
    }

    proptest! {
        #[test]
        fn water_and_energy_balance_and_nothing_passes_saturation(
            c in 20.1..48.0f64, rh in 0.1..1.0f64, e in 0.0..1.0f64, pa in 70e3..104e3f64,
        ) {
            let air = MoistAir::from_relative_humidity(Temperature::from_celsius(c), rh, Pressure::new(pa)).unwrap();
            let wb = air.wet_bulb();
            let out = AdiabaticPad(AdiabaticPadSpec { efficiency: e, ..pad().0 }).cool_air(&air, wb).unwrap();
            prop_assume!(out.wet);
            let taken = out.evaporation.kg_kg();
            prop_assert!(taken >= -1e-12);
            prop_assert!(out.air.relative_humidity() <= 1.0 + 1e-9);
            let brought = 4186.0 * wb.celsius() * taken;
            prop_assert!((out.air.enthalpy_j_kg() - air.enthalpy_j_kg() - brought).abs() < 0.05);
            // Nearly constant: warm water brings at most a tenth of the heat that it binds.
            prop_assert!((out.air.enthalpy_j_kg() - air.enthalpy_j_kg()).abs() <= 0.1 * 2.45e6 * taken + 0.05);
        }
    }
}
