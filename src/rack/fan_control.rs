//! Control of the servers' fans: the lowest speed that holds every part at its target, and that of the inlet where a
//! curve asks for one.

use std::ops::ControlFlow;

use crate::catalog::Catalog;
use crate::catalog::equipment_role::EquipmentRole;
use crate::catalog::system::{SystemRecord, TrayFans};
use crate::component::server::fan_curve::{self, FanCurveSpec};
use crate::scenario::{ArchitectureSettings, FanControl};
use crate::solve::convergence::iterate_to_convergence;
use crate::units::Temperature;

use super::air::{AirSideInput, RackAirNetwork};
use super::branch::SolvedPart;
use super::build::{BuildError, read_equipment};
use super::control::{self, TemperatureExcess};
use super::error::RackError;
use super::model::{FanModel, RackLoad, RackModel};

/// Rounds in which the fans of trays that share a rear settle with each other; few do.
const MAX_FAN_ROUNDS: usize = 20;
/// Speeds of fans are settled within this share of full.
const FAN_SPEED_TOLERANCE: f64 = 1e-9;
/// A speed that is short by full speed counts as much as a part that is too hot by so many kelvin.
const FULL_SPEED_K: f64 = 100.0;

/// Gives the fans of a rack the control of its system, or that of its scenario; returns the records of the curves.
///
/// # Errors
/// Data without a curve that is asked for.
pub(super) fn set_fan_control(
    catalog: &Catalog,
    architecture: &ArchitectureSettings,
    system: &SystemRecord,
    rack: &mut RackModel,
) -> Result<Vec<String>, BuildError> {
    let mut records = Vec::new();
    for (tray, model) in system.trays.iter().zip(&mut rack.trays) {
        let (Some(own), Some(fans)) = (&tray.fans, &mut model.fans) else { continue };
        if let Some(speed_min) = architecture.fans.speed_min {
            fans.fan.0.speed_min = speed_min;
        }
        let Some(id) = curve_id(catalog, architecture, own) else { continue };
        fans.curve = Some(read_equipment(catalog, &system.id, id, "fan-curve", FanCurveSpec::read)?);
        records.push(id.to_owned());
    }
    Ok(records)
}

/// The record of the curve that fans follow: the scenario's choice, the system's own, or the usual one.
fn curve_id<'a>(catalog: &'a Catalog, architecture: &'a ArchitectureSettings, own: &'a TrayFans) -> Option<&'a str> {
    let own = own.curve.as_deref();
    let chosen = architecture.equipment.chosen_id(EquipmentRole::FanCurve);
    match architecture.fans.control {
        Some(FanControl::Component) => None,
        None if own.is_none() => None,
        _ => chosen.or(own).or_else(|| Some(catalog.default_equipment(EquipmentRole::FanCurve))),
    }
}

impl FanModel {
    /// How far a speed is below that which the curve asks for at an inlet, as an excess of temperature, K.
    fn shortfall_k(&self, speed: f64, inlet_c: f64) -> f64 {
        let asked = |curve: &FanCurveSpec| fan_curve::speed_at_inlet(curve, Temperature::from_celsius(inlet_c));
        self.curve.as_ref().map_or(f64::NEG_INFINITY, |curve| FULL_SPEED_K * (asked(curve) - speed))
    }
}

impl RackAirNetwork<'_> {
    /// Speeds of the fans of every kind of tray, one after the other; they meet only behind the rack, so few rounds settle
    /// them. `speeds` holds where they start, `guess` those of a like state.
    ///
    /// # Errors
    /// Speeds that do not settle, or a state that can't be found.
    pub(super) fn find_fan_speeds(
        &mut self,
        speeds: &mut [f64],
        guess: Option<&[f64]>,
        load: RackLoad,
        from_liquid: &[AirSideInput],
        add_part: impl Fn(&mut TemperatureExcess, &SolvedPart<'_>),
    ) -> Result<(), RackError> {
        let kinds = self.tray_kinds();
        let alone = kinds.len() == 1;
        let rack = self.rack;
        iterate_to_convergence("fan speeds of trays that share a rear", MAX_FAN_ROUNDS, |round| {
            let mut moved = 0.0_f64;
            for &kind in &kinds {
                let fans = rack.trays[kind].fans.as_ref();
                let least = fans.map_or(0.2, |f| f.fan.0.speed_min);
                let mut tried = speeds.to_vec();
                let near = if round > 0 { Some(tried[kind]) } else { guess.and_then(|g| g.get(kind).copied()) };
                let found = control::find_lowest_speed(
                    |speed| {
                        tried[kind] = speed;
                        let mut excess = TemperatureExcess::FAR_BELOW;
                        let air = self.solve_air(&tried, (load, 1.0), from_liquid, &mut |k, seen| {
                            if k == kind {
                                add_part(&mut excess, &seen);
                            }
                        })?;
                        let short_k = fans.map_or(f64::NEG_INFINITY, |f| f.shortfall_k(speed, air.front_c));
                        excess.target_k = excess.target_k.max(short_k);
                        Ok(excess)
                    },
                    least,
                    near.filter(|s| *s > least && *s < 1.0),
                )?;
                moved = moved.max((found - speeds[kind]).abs());
                speeds[kind] = found;
            }
            Ok(if alone || moved < FAN_SPEED_TOLERANCE { ControlFlow::Break(()) } else { ControlFlow::Continue(moved) })
        })
    }
}
