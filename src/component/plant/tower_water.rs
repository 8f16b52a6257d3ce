//! Water of an open tower: what evaporates, drifts and is blown down, and what makes it up.
//!
//! Evaporation in three forms. [`EvaporationModel::DryAir`], the balance of the dry air: `m_a (W_o − W_i)`, with air leaving
//! saturated at the enthalpy `h + Q/m_a`. [`EvaporationModel::SaturatedExit`], as EnergyPlus 25.2 writes it: `h_o = h_s(T_wb) +
//! Q/m_a`, its saturation by [`saturated_exit`], `m_a (W_o/(1+W_o) − W_i/(1+W_i))`: the flow of dry air times a difference per kilogram of moist air, which is 2 to
//! 6 % less.
//! [`EvaporationModel::LossFactor`]: a share of the water flow for every kelvin of range (rule of thumb 0.0015 to 0.0027).
//! Drift is a share of the water that passes. Blow-down keeps the cycles of concentration `c`, less what drift takes
//! along: `B = E/(c − 1) − D`, not below zero. Where drift alone is less than that, make-up is `E c/(c − 1)` for every
//! `c > 1` (balance of what is dissolved, `M = c (B + D)`, with `M = E + B + D`).
//!
//! Neglects: water lost in maintenance and to leaks, and that slow fans carry out fewer drops.
//!
//! Compared with: the balance of the air by its own enthalpy in `tests/plant.rs`; make-up of EnergyPlus years there;
//! validation case `nrel-esif`.

use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::physics::air::{MoistAir, SaturationTable};
use crate::physics::range::OutOfRange;
use crate::units::{MassFlow, Power, TempDelta, Temperature, VolumeFlow};

use super::saturated_exit;

params! {
    /// How a tower's water is kept.
    pub struct TowerWaterSpec {
        /// Cycles of concentration.
        cycles [""] in 1.1..=20.0 = 4.0;
        /// Drift over water flow.
        drift [""] in 0.0..=0.01 = 0.00008;
    }
}

/// Kind of a record that says `kind = "tower-water"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "tower-water",
    summary: "Water treatment of a tower: drift and cycles of concentration",
    law: ComponentLaw {
        symbols: "W = E + D + B, E = m (W_out - W_in), D = d L, B = max(E / (c - 1) - D, 0)",
        words: "evaporation, drift, blow-down",
        results: &[LawResult::SiteWater],
    },
    params: TowerWaterSpec::PARAMS,
    check: |table| TowerWaterSpec::read(table).map(drop),
};

/// Which balance gives the evaporation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum EvaporationModel {
    /// Balance of the dry air, which leaves saturated.
    DryAir,
    /// Saturated exit as EnergyPlus has it.
    SaturatedExit,
    /// Share of the water flow for every kelvin of range.
    LossFactor(f64),
}

/// What a tower does to its air and water.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TowerWorkingPoint {
    /// Heat given to the air.
    pub heat: Power,
    /// Air through the tower, at the state that enters.
    pub air_flow: VolumeFlow,
    /// Water through the tower.
    pub water_flow: MassFlow,
    /// Entering less leaving water.
    pub range: TempDelta,
}

/// Water that leaves a tower other than through its pipe.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TowerWaterLosses {
    /// Evaporated.
    pub evaporation: MassFlow,
    /// Carried out as drops.
    pub drift: MassFlow,
    /// Drained so that what is dissolved stays dilute.
    pub blowdown: MassFlow,
}

impl TowerWaterLosses {
    /// Water drawn to keep the level.
    pub fn makeup_water(&self) -> MassFlow {
        self.evaporation + self.drift + self.blowdown
    }

    /// With the blow-down that keeps a number of cycles.
    pub fn from_cycles(evaporation: MassFlow, drift: MassFlow, cycles: f64) -> Self {
        Self { evaporation, drift, blowdown: (evaporation / (cycles - 1.0) - drift).max(MassFlow::ZERO) }
    }
}

/// Evaporation and the temperature at which the air leaves (that which enters, where none is reckoned).
///
/// # Errors
/// When the leaving air is outside the range of the moist-air formulas.
pub fn compute_evaporation(
    form: EvaporationModel,
    work: &TowerWorkingPoint,
    air: &MoistAir,
    wet_bulb: Temperature,
) -> Result<(MassFlow, Temperature), OutOfRange> {
    let w_in = air.humidity_ratio().kg_kg();
    let dry_kg_s = work.air_flow.m3_s() / air.specific_volume_m3_kg();
    let exit = |enthalpy: f64, air_kg_s: f64| -> Result<(Temperature, f64), OutOfRange> {
        let h = enthalpy + work.heat.watts() / air_kg_s;
        let (leaving, w_out) = SaturationTable::get().saturated_at_enthalpy(h, air.pressure())?;
        Ok((leaving, w_out.kg_kg()))
    };
    let (kg_s, leaving) = match form {
        EvaporationModel::LossFactor(per_k) => (per_k * work.range.kelvin() * work.water_flow.kg_s(), air.dry_bulb()),
        _ if dry_kg_s <= 0.0 => (0.0, air.dry_bulb()),
        EvaporationModel::DryAir => {
            let (leaving, w_out) = exit(air.enthalpy_j_kg(), dry_kg_s)?;
            (dry_kg_s * (w_out - w_in), leaving)
        }
        EvaporationModel::SaturatedExit => {
            let p_pa = air.pressure().pascals();
            let entering = SaturationTable::get().saturated_air(wet_bulb.celsius(), p_pa);
            let h = saturated_exit::moist_air_enthalpy(wet_bulb.celsius(), entering.humidity_ratio)
                + work.heat.watts() / dry_kg_s;
            let (leaving, w_out) = match saturated_exit::saturated_state(h, p_pa) {
                Some((t_c, w_out)) => (Temperature::from_celsius(t_c), w_out),
                None => exit(entering.enthalpy_j_kg, dry_kg_s)?,
            };
            (dry_kg_s * (w_out / (1.0 + w_out) - w_in / (1.0 + w_in)), leaving)
        }
    };
    Ok((MassFlow::new(kg_s.max(0.0)), leaving))
}

#[cfg(test)]
mod tests {
    use crate::units::Pressure;

    use super::*;

    fn work(kw: f64) -> TowerWorkingPoint {
        TowerWorkingPoint {
            heat: Power::from_kw(kw),
            air_flow: VolumeFlow::new(20.0),
            water_flow: MassFlow::new(42.6),
            range: TempDelta::new(kw / 178.0),
        }
    }

    #[test]
    fn blow_down_keeps_the_cycles() {
        let of = |cycles: f64| TowerWaterLosses::from_cycles(MassFlow::new(0.3), MassFlow::new(0.003), cycles);
        // What leaves dissolved (drift and blow-down) times cycles is what comes in.
        let w = of(4.0);
        assert!(((w.drift + w.blowdown).kg_s() * 4.0 - w.makeup_water().kg_s()).abs() < 1e-12);
        assert!((w.makeup_water().kg_s() - 0.4).abs() < 1e-12);
        // Brackish and sea water: 1.5 cycles draw three times the evaporation, 1.1 cycles eleven times.
        assert!((of(1.5).makeup_water().kg_s() - 0.9).abs() < 1e-12);
        assert!((of(1.1).makeup_water().kg_s() - 3.3).abs() < 1e-12);
        assert_eq!(
            TowerWaterLosses::from_cycles(MassFlow::new(1e-6), MassFlow::new(0.003), 4.0).blowdown,
            MassFlow::ZERO
        );
    }

    #[test]
    fn the_forms_agree_and_never_pass_the_latent_bound() {
        for (t_c, rh) in [(30.0, 0.3), (10.0, 0.6), (-15.0, 0.7)] {
            let p = Pressure::new(101_325.0);
            let air = MoistAir::from_relative_humidity(Temperature::from_celsius(t_c), rh, p).unwrap();
            let of = |form| compute_evaporation(form, &work(1000.0), &air, air.wet_bulb()).unwrap().0.kg_s();
            let (dry, saturated) = (of(EvaporationModel::DryAir), of(EvaporationModel::SaturatedExit));
            assert!((saturated / dry - 1.0).abs() < 0.06, "{t_c}: {dry} {saturated}");
            // All latent at 2430 kJ/kg would be 0.41 kg/s; warm dry air adds its own heat.
            assert!(dry > 0.1 && dry < 0.5, "{dry}");
            assert!((of(EvaporationModel::LossFactor(0.002)) - 0.002 * 42.6 * 1000.0 / 178.0).abs() < 1e-9);
        }
    }
}
