//! Any system in any way of cooling: what it is made for stands as it is, for anything else its trays are fitted.
//!
//! A fitting keeps the parts and the order in which coolant meets them, and changes what cools each: sinks and fans for
//! air, plates for liquid, sinks in a pumped dielectric, boiling plates. What it assumes (coolers of the class, losses of
//! ducts and hoses) is a record of its own with ranges; it answers what such a rack could do, not what a maker sells.

use crate::catalog::Catalog;
use crate::catalog::record::ChipKind;
use crate::catalog::system::{Coolant, Fans, Fitting, Lane, Station, System, Tray};
use crate::scenario::{Cooling, Plates};

use super::build::BuildError;

/// A system as it is cooled.
#[derive(Clone, Debug)]
pub struct Fitted {
    /// The system, perhaps changed.
    pub system: System,
    /// The fitting that was needed, by its id.
    pub fitting: Vec<String>,
}

/// The system cooled in a way; `plates` names the parts under plates in a hybrid.
///
/// # Errors
/// A tray that no fitting suits.
pub fn fit(catalog: &Catalog, system: &System, cooling: Cooling, plates: Option<Plates>) -> Result<Fitted, BuildError> {
    let native = system.coolings.iter().any(|c| c == cooling.name());
    if native && plates.is_none() {
        return Ok(Fitted { system: system.clone(), fitting: Vec::new() });
    }
    let mut out = Fitted { system: system.clone(), fitting: Vec::new() };
    for place in 0..system.trays.len() {
        let tray = &system.trays[place];
        if tray.lanes.is_empty() {
            continue;
        }
        let fitted = Fitter { catalog, system, tray, cooling }.tray(plates.unwrap_or_default(), &mut out)?;
        out.system.trays[place] = fitted;
    }
    let air = matches!(cooling, Cooling::Air | Cooling::RearDoor);
    if air {
        out.system.manifold = None;
    }
    if let Some(shelf) = &mut out.system.shelf {
        shelf.heat_to = whither(cooling);
    }
    out.fitting.sort();
    out.fitting.dedup();
    Ok(out)
}

/// Where the losses of supplies go.
fn whither(cooling: Cooling) -> Coolant {
    match cooling {
        Cooling::Air | Cooling::RearDoor | Cooling::Hybrid => Coolant::Air,
        Cooling::ColdPlate | Cooling::Immersion1p | Cooling::Immersion2p => Coolant::Liquid,
    }
}

struct Fitter<'a> {
    catalog: &'a Catalog,
    system: &'a System,
    tray: &'a Tray,
    cooling: Cooling,
}

impl Fitter<'_> {
    fn fitting(&self, word: &'static str) -> Result<&Fitting, BuildError> {
        self.catalog.fitting(word, self.tray.height_u).ok_or_else(|| BuildError::Fit {
            system: self.system.id.clone(),
            cooling: self.cooling.name(),
            reason: format!("no fitting suits the {} of {} U", self.tray.name, self.tray.height_u),
        })
    }

    fn tray(&self, plates: Plates, out: &mut Fitted) -> Result<Tray, BuildError> {
        let mut tray = self.tray.clone();
        tray.lanes.clear();
        let mut use_of = |fitting: &Fitting| {
            out.fitting.push(fitting.id.clone());
            if let Some(manifold) = &fitting.manifold {
                out.system.manifold = Some(manifold.clone());
            }
        };
        match self.cooling {
            Cooling::Air | Cooling::RearDoor => {
                let fitting = self.fitting("air")?;
                use_of(fitting);
                tray.lanes = self.tray.lanes.iter().map(|l| self.lane(l, fitting, Coolant::Air, |_| true)).collect();
                tray.fans = self.fans(fitting);
            }
            Cooling::Hybrid => {
                let (wet, dry) = (self.fitting("cold-plate")?, self.fitting("air")?);
                use_of(dry);
                use_of(wet);
                for lane in &self.tray.lanes {
                    let under = self.lane(lane, wet, Coolant::Liquid, |s| self.plated(s, plates));
                    let open = self.lane(lane, dry, Coolant::Air, |s| !self.plated(s, plates));
                    tray.lanes.extend([under, open].into_iter().filter(|l| !l.stations.is_empty()));
                }
                let breathes = tray.lanes.iter().any(|l| l.coolant == Coolant::Air);
                tray.fans = if breathes { self.fans(dry) } else { None };
            }
            Cooling::ColdPlate | Cooling::Immersion1p | Cooling::Immersion2p => {
                let fitting = self.fitting(self.cooling.name())?;
                use_of(fitting);
                tray.lanes = self.tray.lanes.iter().map(|l| self.lane(l, fitting, Coolant::Liquid, |_| true)).collect();
                tray.fans = None;
            }
        }
        if let Some(supply) = &mut tray.supply {
            supply.heat_to = whither(self.cooling);
        }
        Ok(tray)
    }

    fn kind(&self, station: &Station) -> Option<ChipKind> {
        self.catalog.chip(&station.chip).filter(|c| c.thermal.is_some()).map(|c| c.kind)
    }

    fn plated(&self, station: &Station, plates: Plates) -> bool {
        self.kind(station).is_some_and(|kind| plates.cover(kind))
    }

    /// The stations of a lane that are wanted, with coolers of the fitting.
    fn lane(&self, lane: &Lane, fitting: &Fitting, coolant: Coolant, wanted: impl Fn(&Station) -> bool) -> Lane {
        let stations: Vec<Station> =
            lane.stations.iter().filter(|s| wanted(s)).map(|s| self.refit(s, fitting)).collect();
        let cooled = stations.iter().any(|s| s.cooler.is_some());
        // Air keeps the ducts that it has; hoses are new.
        let loss_pa_s2_m6 = match (coolant, lane.coolant) {
            (Coolant::Air, Coolant::Air) => lane.loss_pa_s2_m6,
            _ if cooled => fitting.lane_loss_pa_s2_m6,
            _ => fitting.rest_loss_pa_s2_m6,
        };
        Lane { coolant, loss_pa_s2_m6, stations, ..lane.clone() }
    }

    fn refit(&self, station: &Station, fitting: &Fitting) -> Station {
        let cooler = self.kind(station).and_then(|kind| fitting.coolers.get(&kind)).cloned();
        Station { cooler, ..station.clone() }
    }

    /// Its own fans where it has some; else those of the fitting, as many as its height holds.
    fn fans(&self, fitting: &Fitting) -> Option<Fans> {
        if let Some(own) = &self.tray.fans {
            return Some(own.clone());
        }
        let fans = fitting.fans.as_ref()?;
        let units = self.tray.height_u.floor().max(1.0);
        // Fans and chassis grow with the height; a loss falls with the square of its area.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a tray is a few units high")]
        let count = fans.count * units as u32;
        Some(Fans { count, loss_pa_s2_m6: fans.loss_pa_s2_m6 / (units * units), ..fans.clone() })
    }
}
