//! Any system in any way of cooling: what it is made for stands as it is, for anything else its trays are fitted.
//!
//! A fitting keeps the parts and the order in which coolant meets them, and changes what cools each: sinks and fans for
//! air, plates for liquid, sinks in a pumped dielectric, boiling plates. What it assumes (coolers of the class, losses of
//! ducts and hoses) is a record of its own with ranges; it answers what such a rack could do, not what a maker sells.

use crate::catalog::Catalog;
use crate::catalog::record::ChipKind;
use crate::catalog::system::{Coolant, CoolantLane, LaneStation, RetrofitKit, SystemRecord, Tray, TrayFans};
use crate::scenario::{ColdPlateCoverage, CoolingMethod};

use super::build::BuildError;

/// A system as it is cooled.
#[derive(Clone, Debug)]
pub struct RetrofittedSystem {
    /// The system, perhaps changed.
    pub system: SystemRecord,
    /// The fitting that was needed, by its id.
    pub retrofit_kits: Vec<String>,
}

/// The system cooled in a way; `plates` names the parts under plates in a hybrid.
///
/// # Errors
/// A tray that no fitting suits, or no part that liquid could cool.
pub fn retrofit_system(
    catalog: &Catalog,
    system: &SystemRecord,
    cooling: CoolingMethod,
    plates: Option<ColdPlateCoverage>,
) -> Result<RetrofittedSystem, BuildError> {
    let native = system.coolings.iter().any(|c| c == cooling.name());
    if native && plates.is_none() {
        return Ok(RetrofittedSystem { system: system.clone(), retrofit_kits: Vec::new() });
    }
    let mut out = RetrofittedSystem { system: system.clone(), retrofit_kits: Vec::new() };
    for place in 0..system.trays.len() {
        let tray = &system.trays[place];
        if tray.lanes.is_empty() {
            continue;
        }
        let fitted =
            TrayRetrofit { catalog, system, tray, cooling }.retrofit_tray(plates.unwrap_or_default(), &mut out)?;
        out.system.trays[place] = fitted;
    }
    check_cooled_parts(&out.system, cooling)?;
    let air = matches!(cooling, CoolingMethod::Air | CoolingMethod::RearDoor);
    if air {
        out.system.manifold = None;
    }
    if let Some(shelf) = &mut out.system.shelf {
        shelf.heat_to = supply_loss_coolant(cooling);
    }
    out.retrofit_kits.sort();
    out.retrofit_kits.dedup();
    Ok(out)
}

/// Liquid that reaches no cooler takes no heat that a model could follow: plates and sinks are known for processors,
/// accelerators, memory and their switches, and not for disks or for switches between racks.
fn check_cooled_parts(system: &SystemRecord, cooling: CoolingMethod) -> Result<(), BuildError> {
    let wet = |lane: &CoolantLane| lane.coolant == Coolant::Liquid && lane.stations.iter().any(|s| s.cooler.is_some());
    let in_air = matches!(cooling, CoolingMethod::Air | CoolingMethod::RearDoor);
    if in_air || system.trays.iter().flat_map(|tray| &tray.lanes).any(wet) {
        return Ok(());
    }
    let reason = "none of its parts has a known cold plate or immersed sink; it can be cooled by air or a rear door";
    Err(BuildError::CannotRetrofit { system: system.id.clone(), cooling: cooling.name(), reason: reason.to_owned() })
}

/// Where the losses of supplies go.
fn supply_loss_coolant(cooling: CoolingMethod) -> Coolant {
    match cooling {
        CoolingMethod::Air | CoolingMethod::RearDoor | CoolingMethod::Hybrid => Coolant::Air,
        CoolingMethod::ColdPlate | CoolingMethod::Immersion1p | CoolingMethod::Immersion2p => Coolant::Liquid,
    }
}

struct TrayRetrofit<'a> {
    catalog: &'a Catalog,
    system: &'a SystemRecord,
    tray: &'a Tray,
    cooling: CoolingMethod,
}

impl TrayRetrofit<'_> {
    fn find_retrofit_kit(&self, word: &'static str) -> Result<&RetrofitKit, BuildError> {
        self.catalog.retrofit_kit(word, self.tray.height_u).ok_or_else(|| BuildError::CannotRetrofit {
            system: self.system.id.clone(),
            cooling: self.cooling.name(),
            reason: format!("no fitting suits the {} of {} U", self.tray.name, self.tray.height_u),
        })
    }

    fn retrofit_tray(&self, plates: ColdPlateCoverage, out: &mut RetrofittedSystem) -> Result<Tray, BuildError> {
        let mut tray = self.tray.clone();
        tray.lanes.clear();
        let mut use_of = |fitting: &RetrofitKit| {
            out.retrofit_kits.push(fitting.id.clone());
            if let Some(manifold) = &fitting.manifold {
                out.system.manifold = Some(manifold.clone());
            }
        };
        match self.cooling {
            CoolingMethod::Air | CoolingMethod::RearDoor => {
                let fitting = self.find_retrofit_kit("air")?;
                use_of(fitting);
                tray.lanes =
                    self.tray.lanes.iter().map(|l| self.retrofit_lane(l, fitting, Coolant::Air, |_| true)).collect();
                tray.fans = self.select_fans(fitting);
            }
            CoolingMethod::Hybrid => {
                let (wet, dry) = (self.find_retrofit_kit("cold-plate")?, self.find_retrofit_kit("air")?);
                use_of(dry);
                use_of(wet);
                for lane in &self.tray.lanes {
                    let under = self.retrofit_lane(lane, wet, Coolant::Liquid, |s| self.is_under_plate(s, plates));
                    let open = self.retrofit_lane(lane, dry, Coolant::Air, |s| !self.is_under_plate(s, plates));
                    tray.lanes.extend([under, open].into_iter().filter(|l| !l.stations.is_empty()));
                }
                let breathes = tray.lanes.iter().any(|l| l.coolant == Coolant::Air);
                tray.fans = if breathes { self.select_fans(dry) } else { None };
            }
            CoolingMethod::ColdPlate | CoolingMethod::Immersion1p | CoolingMethod::Immersion2p => {
                let fitting = self.find_retrofit_kit(self.cooling.name())?;
                use_of(fitting);
                tray.lanes =
                    self.tray.lanes.iter().map(|l| self.retrofit_lane(l, fitting, Coolant::Liquid, |_| true)).collect();
                tray.fans = None;
            }
        }
        if let Some(supply) = &mut tray.supply {
            supply.heat_to = supply_loss_coolant(self.cooling);
        }
        Ok(tray)
    }

    fn thermal_chip_kind(&self, station: &LaneStation) -> Option<ChipKind> {
        self.catalog.chip(&station.chip).filter(|c| c.thermal.is_some()).map(|c| c.kind)
    }

    fn is_under_plate(&self, station: &LaneStation, plates: ColdPlateCoverage) -> bool {
        self.thermal_chip_kind(station).is_some_and(|kind| plates.covers_kind(kind))
    }

    /// The stations of a lane that are wanted, with coolers of the fitting.
    fn retrofit_lane(
        &self,
        lane: &CoolantLane,
        fitting: &RetrofitKit,
        coolant: Coolant,
        wanted: impl Fn(&LaneStation) -> bool,
    ) -> CoolantLane {
        let stations: Vec<LaneStation> =
            lane.stations.iter().filter(|s| wanted(s)).map(|s| self.retrofit_station(s, fitting)).collect();
        let cooled = stations.iter().any(|s| s.cooler.is_some());
        // Air keeps the ducts that it has; hoses are new.
        let loss_pa_s2_m6 = match (coolant, lane.coolant) {
            (Coolant::Air, Coolant::Air) => lane.loss_pa_s2_m6,
            _ if cooled => fitting.lane_loss_pa_s2_m6,
            _ => fitting.rest_loss_pa_s2_m6,
        };
        CoolantLane { coolant, loss_pa_s2_m6, stations, ..lane.clone() }
    }

    fn retrofit_station(&self, station: &LaneStation, fitting: &RetrofitKit) -> LaneStation {
        let cooler = self.thermal_chip_kind(station).and_then(|kind| fitting.coolers.get(&kind)).cloned();
        LaneStation { cooler, ..station.clone() }
    }

    /// Its own fans where it has some; else those of the fitting, as many as its height holds.
    fn select_fans(&self, fitting: &RetrofitKit) -> Option<TrayFans> {
        if let Some(own) = &self.tray.fans {
            return Some(own.clone());
        }
        let fans = fitting.fans.as_ref()?;
        let units = self.tray.height_u.floor().max(1.0);
        // Fans and chassis grow with the height; a loss falls with the square of its area.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a tray is a few units high")]
        let count = fans.count * units as u32;
        Some(TrayFans { count, loss_pa_s2_m6: fans.loss_pa_s2_m6 / (units * units), ..fans.clone() })
    }
}
