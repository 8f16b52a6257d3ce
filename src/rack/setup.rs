//! From an architecture of a scenario to its rack: the system fitted, the room, pumps, doors, tanks.

use crate::catalog::Catalog;
use crate::catalog::system::{Layout, System};
use crate::component::coil::{self, Coil};
use crate::component::condenser::{self, Condenser};
use crate::component::mover::{self, Mover};
use crate::component::plate_exchanger::{self, PlateExchanger};
use crate::component::{boiling, quick_disconnect, rack_rules};
use crate::physics::liquid::Liquid;
use crate::scenario::{Architecture, Cdu, Cooling};
use crate::units::{Pressure, Temperature};

use super::build::{self, BuildError, equipment};
use super::model::{Door, Loop, Rack, Room, Tank, Wet};
use super::{distribution, fit, geometry};

/// Catalog records of what stands around the trays.
const RULES: &str = "rack-rules";
const DOOR_ACTIVE: &str = "rear-door-active";
const DOOR_PASSIVE: &str = "rear-door-passive";
const BOILING_FLUID: &str = "fluid-fk-5-1-12";
const CONDENSER: &str = "condenser-tank-120kw";
const LIQUID_TO_AIR: &str = "liquid-to-air-70kw";

/// A rack, the exchanger between its loop and facility water, and the records that they rest on.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The system as fitted.
    pub system: System,
    /// Fittings that were needed, by id.
    pub fittings: Vec<String>,
    /// The rack.
    pub rack: Rack,
    /// Coolant distribution unit or tank exchanger, as many as all racks need; none where the site's water passes the rack
    /// itself, or none comes.
    pub cdu: Option<CduSet>,
    /// Power supplies, shelves or converters.
    pub supplies: distribution::Supplies,
    /// Records beside those of the system.
    pub records: Vec<String>,
}

/// Coolant distribution units of all racks.
#[derive(Clone, Copy, Debug)]
pub struct CduSet {
    /// All of them.
    pub exchanger: PlateExchanger,
    /// How many.
    pub count: u32,
    /// Record.
    pub id: &'static str,
}

impl Setup {
    /// Every catalog record that the rack rests on.
    pub fn record_ids(&self) -> Vec<String> {
        let system = &self.system;
        let mut ids = vec![system.id.clone()];
        ids.extend(self.fittings.iter().cloned());
        ids.extend(self.records.iter().cloned());
        ids.extend(system.shelf.iter().map(|s| s.equipment.clone()));
        if let (Wet::Loop(own), Some(manifold)) = (&self.rack.wet, &system.manifold) {
            ids.extend(manifold.quick_disconnect.clone());
            if matches!(own.liquid, Liquid::Dielectric(_)) {
                ids.push(manifold.liquid.clone());
            }
        }
        for tray in &system.trays {
            ids.extend(tray.supply.iter().map(|s| s.equipment.clone()));
            ids.extend(tray.fans.iter().map(|f| f.equipment.clone()));
        }
        for station in system.stations() {
            ids.push(station.chip.clone());
            ids.extend(station.cooler.clone());
        }
        ids.sort();
        ids.dedup();
        ids
    }
}

/// Exchanger and pump of a choice of unit.
const fn unit(cooling: Cooling, cdu: Cdu) -> (&'static str, &'static str) {
    match (cooling, cdu) {
        (Cooling::Immersion1p, _) => ("cdu-tank-150kw", "pump-tank-150kw"),
        (_, Cdu::InRow) => ("cdu-vertiv-xdu1350", "pump-cdu-1300kw"),
        (_, Cdu::InRack | Cdu::LiquidToAir) => ("cdu-in-rack-100kw", "pump-cdu-100kw"),
    }
}

/// The rack of an architecture at a site's pressure; `racks` of them share coolant distribution units.
///
/// # Errors
/// [`BuildError`].
pub fn setup(
    catalog: &Catalog,
    architecture: &Architecture,
    pressure: Pressure,
    racks: f64,
) -> Result<Setup, BuildError> {
    let missing =
        || BuildError::Missing { by: architecture.name.clone(), kind: "system", id: architecture.system.clone() };
    let system = catalog.system(&architecture.system).ok_or_else(missing)?;
    geometry::check(system)?;
    let fit::Fitted { mut system, fitting } = fit::fit(catalog, system, architecture.cooling, architecture.plates)?;
    let way = architecture.feed.distribution;
    let bars = distribution::apply(catalog, &mut system, way)?;
    let boiling = if architecture.cooling == Cooling::Immersion2p {
        Some((equipment(catalog, &system.id, BOILING_FLUID, "boiling-fluid", boiling::Fluid::read)?, pressure))
    } else {
        None
    };
    let room = Room {
        air: architecture.air,
        pressure,
        recirculation: architecture.recirculation,
        supply_m3_s: architecture.air_supply.map(crate::units::VolumeFlow::m3_s),
    };
    let mut rack = Rack {
        trays: build::trays(catalog, &system, boiling)?,
        order: build::order(&system)?,
        shelf: system.shelf.as_ref().map(|s| build::supply(catalog, &system.id, s)).transpose()?,
        bus: system.bus.as_ref().map(build::bus),
        room,
        wet: Wet::None,
        rules: equipment(catalog, &system.id, RULES, "rack-rules", rack_rules::Spec::read)?,
    };
    if !bars.is_empty() {
        distribution::size(&mut rack, &mut system);
    }
    let supplies = distribution::supplies(&system, &rack, way);
    let records = std::iter::once(RULES.to_owned()).chain(bars).collect();
    let setup = Setup { system, fittings: fitting, rack, cdu: None, supplies, records };
    let builder = Builder { catalog, architecture, racks, boiling };
    match architecture.cooling {
        Cooling::Air => Ok(setup),
        Cooling::RearDoor => builder.door(setup),
        Cooling::Immersion2p => builder.tank(setup),
        Cooling::Hybrid | Cooling::ColdPlate | Cooling::Immersion1p => builder.liquid(setup),
    }
}

struct Builder<'a> {
    catalog: &'a Catalog,
    architecture: &'a Architecture,
    racks: f64,
    boiling: Option<build::Boiling>,
}

impl Builder<'_> {
    fn door(&self, mut setup: Setup) -> Result<Setup, BuildError> {
        let id = if self.architecture.door_fans { DOOR_ACTIVE } else { DOOR_PASSIVE };
        let spec = equipment(self.catalog, &setup.system.id, id, "rear-door", coil::Spec::read)?;
        setup.rack.wet = Wet::Door(Door { coil: Coil(spec), liquid: Liquid::Water });
        setup.records.push(id.to_owned());
        Ok(setup)
    }

    fn tank(&self, mut setup: Setup) -> Result<Setup, BuildError> {
        let by = &setup.system.id;
        let condenser = equipment(self.catalog, by, CONDENSER, "condenser", condenser::Spec::read)?;
        let lacks = BuildError::Lacks { id: by.clone(), what: "boiling fluid" };
        let (fluid, pressure) = self.boiling.ok_or(lacks)?;
        setup.rack.wet = Wet::Tank(Tank {
            condenser: Condenser(condenser),
            saturation: fluid.saturation(pressure),
            surface_w_k: setup.system.manifold.as_ref().map_or(0.0, |m| m.surface_w_k),
            liquid: Liquid::Water,
        });
        setup.records.extend([CONDENSER.to_owned(), BOILING_FLUID.to_owned()]);
        Ok(setup)
    }

    fn liquid(&self, mut setup: Setup) -> Result<Setup, BuildError> {
        let by = setup.system.id.clone();
        let lacks = || BuildError::Lacks { id: by.clone(), what: "[system.manifold]" };
        let mut manifold = setup.system.manifold.clone().ok_or_else(lacks)?;
        match self.architecture.reverse_return {
            Some(true) => manifold.layout = Layout::Reverse,
            Some(false) => manifold.layout = Layout::Direct,
            None => {}
        }
        let read = |id: &String| equipment(self.catalog, &by, id, "quick-disconnect", quick_disconnect::Spec::read);
        let coupling = manifold.quick_disconnect.as_ref().map(read).transpose()?;
        let (exchanger_id, pump_id) = unit(self.architecture.cooling, self.architecture.cdu);
        let pump = equipment(self.catalog, &by, pump_id, "pump", mover::Spec::read)?;
        let spec = equipment(self.catalog, &by, exchanger_id, "cdu", plate_exchanger::Spec::read)?;
        let exchanger = PlateExchanger::new(spec).ok_or_else(|| BuildError::Rating { id: exchanger_id.to_owned() })?;
        let to_air = self.architecture.cdu == Cdu::LiquidToAir && self.architecture.cooling != Cooling::Immersion1p;
        let in_row = exchanger_id == unit(Cooling::ColdPlate, Cdu::InRow).0;
        let own_w = setup.rack.nameplate_w();
        // Units that racks share carry all of them; a rack's own carry that rack.
        let count = if in_row { whole(self.racks * own_w / spec.rated_w) } else { whole(own_w / spec.rated_w) };
        let (count, share) =
            if in_row { (count, f64::from(count) / self.racks) } else { (count * whole(self.racks), f64::from(count)) };
        let coil = if to_air {
            let coil = equipment(self.catalog, &by, LIQUID_TO_AIR, "liquid-to-air", coil::Spec::read)?;
            setup.records.push(LIQUID_TO_AIR.to_owned());
            Some((Coil(coil), f64::from(whole(own_w / LIQUID_TO_AIR_W))))
        } else {
            setup.records.push(exchanger_id.to_owned());
            setup.cdu = Some(CduSet { exchanger: exchanger.times(f64::from(count)), count, id: exchanger_id });
            None
        };
        setup.records.push(pump_id.to_owned());
        setup.rack.wet = Wet::Loop(Box::new(Loop {
            coupling,
            pump: Mover(pump),
            cdu_share: share,
            cdu_loss_pa: spec.cold_loss_pa,
            liquid: build::liquid(self.catalog, &by, &manifold)?,
            to_air: coil,
            manifold,
        }));
        Ok(setup)
    }
}

/// Heat that one liquid-to-air unit is bought for, W: how many stand beside a rack.
const LIQUID_TO_AIR_W: f64 = 70e3;

/// A whole number of units, at least one.
fn whole(count: f64) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounded up and clamped before")]
    let count = count.ceil().clamp(1.0, 1e6) as u32;
    count
}

/// Warmest facility water with which units keep a rack's supply, for all racks together.
pub fn facility_water(set: &CduSet, racks: f64, state: &super::state::RackState) -> Option<Temperature> {
    let liquid = state.liquid.as_ref()?;
    let spec = set.exchanger.spec();
    let hot = crate::units::ThermalConductance::new(racks * liquid.capacity_w_k);
    let cold = hot * (spec.cold_w_k / spec.hot_w_k);
    let heat = crate::units::Power::new(racks * (state.liquid_heat_w + state.pump_w));
    let supply = Temperature::from_celsius(liquid.supply_c);
    (heat.watts() > 0.0).then(|| set.exchanger.cold_needed(heat, supply, hot, cold))
}
