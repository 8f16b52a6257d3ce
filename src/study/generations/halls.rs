//! A generation in racks: the accelerator's system in a hall of the scenario's place, on air or on liquid, through the
//! year at full load. All powers are for one accelerator (GPU or package).

use serde::Serialize;

use crate::catalog::Catalog;
use crate::catalog::generation::accelerator::Accelerator;
use crate::catalog::system::System;
use crate::scenario::{Amount, Architecture, Cooling, It, Scenario};
use crate::units::Temperature;

use super::super::compare::{self, StudyError};
use super::super::cost_result::{CapitalItem, CostSummary};
use super::super::network_share;
use super::super::result::{Annual, Architecture as Answer, PowerShare, Rack};

/// Rated power of the accelerators of a hall that generations are compared in: whole modules of UPS, transformer and
/// coolant unit weigh the same on all.
const HALL_W: f64 = 1e6;

/// How a hall is cooled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Servers on air.
    Air,
    /// Liquid at the accelerators, with or without fans beside it.
    Liquid,
}

impl Side {
    /// Both.
    pub const BOTH: [Self; 2] = [Self::Air, Self::Liquid];

    /// Word on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Air => "air",
            Self::Liquid => "liquid",
        }
    }
}

/// A generation in a hall, for one accelerator.
#[derive(Clone, Debug)]
pub struct Hall {
    /// Catalog id of the system.
    pub system: String,
    /// Word of the way of cooling.
    pub cooling: String,
    /// Accelerators in the hall.
    pub accelerators: f64,
    /// At the inlet of the racks, mean of the year, without the network between racks.
    pub rack_w: f64,
    /// Network between racks.
    pub network_w: f64,
    /// Facility over IT energy.
    pub pue: f64,
    /// Power at the meter by component, network between racks left out.
    pub shares: Vec<PowerShare>,
    /// Work done against work without throttling.
    pub performance: f64,
    /// What limits it first.
    pub limit: Option<String>,
    /// One rack at full load.
    pub rack: Rack,
    /// The year of the whole hall.
    pub annual: Annual,
    /// Power at the meter at full load on the design day, or in the worst hour of the year, of the whole hall, network
    /// between racks left out.
    pub peak_w: f64,
    /// What was priced of the whole hall.
    pub capital: Vec<CapitalItem>,
    /// Over how many years and at what interest costs are counted.
    pub cost: CostSummary,
}

impl Hall {
    /// At the inlet of servers, network between racks counted.
    pub fn wall_w(&self) -> f64 {
        self.rack_w + self.network_w
    }
    /// At the utility meter. Switches stand in the hall, fed and cooled as the racks are: their share is the hall's PUE.
    pub fn meter_w(&self) -> f64 {
        self.rack_w * self.pue + self.network_w * self.pue
    }
}

/// What carries an accelerator on one side.
///
/// # Errors
/// Why there is none.
pub fn system<'a>(catalog: &'a Catalog, chip: &Accelerator, side: Side) -> Result<&'a System, String> {
    let id = match side {
        Side::Air => &chip.system,
        Side::Liquid => &chip.liquid_system,
    };
    let id = id.as_ref().ok_or_else(|| format!("no system of it on {} is in the catalog", side.name()))?;
    catalog.system(id).ok_or_else(|| format!("system `{id}` is not in the catalog"))
}

/// The architecture of a system on one side: the scenario's first one on that side, with this system in it.
///
/// # Errors
/// When the scenario has none on that side.
pub fn architecture(scenario: &Scenario, system: &System, side: Side) -> Result<Architecture, String> {
    let on_side = |a: &&Architecture| (a.cooling == Cooling::Air) == (side == Side::Air);
    let template = scenario.architectures.iter().find(on_side);
    let template = template.ok_or_else(|| format!("the scenario has no architecture on {}", side.name()))?;
    let made = |c: &Cooling| *c == Cooling::Air;
    let mut ways = system.coolings.iter().filter_map(|word| Cooling::of(word));
    let cooling = ways.find(|c| made(c) == (side == Side::Air));
    let cooling = cooling.ok_or_else(|| format!("{} is not made for {}", system.id, side.name()))?;
    Ok(Architecture {
        name: format!("{}@{}", system.id, side.name()),
        system: system.id.clone(),
        cooling,
        // Rated power counts, whatever the scenario caps its own accelerators at.
        power_limit: None,
        plates: None,
        storage: None,
        air: if side == Side::Air { template.supply } else { room(template) },
        ..template.clone()
    })
}

/// Air around racks that have liquid, and what their fans draw.
fn room(template: &Architecture) -> Temperature {
    if template.cooling.dry() { Temperature::from_celsius(25.0) } else { template.air }
}

/// A scenario with one architecture, full of racks at full load.
pub fn full(scenario: &Scenario, architecture: Architecture, amount: Amount) -> Scenario {
    let it = It { amount, system: None, utilisation: 1.0, workload: None, profile: None };
    Scenario { it, architectures: vec![architecture], ..scenario.clone() }
}

/// Accelerators of a hall of rated [`HALL_W`] in whole racks.
fn amount(chip: &Accelerator, per_rack: u32) -> Option<u32> {
    let each_w = chip.tdp_w? / f64::from(chip.accelerators);
    let racks = (HALL_W / each_w / f64::from(per_rack)).ceil().max(1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most some thousand racks")]
    let racks = racks as u32;
    Some(racks * per_rack)
}

/// The accelerator in a hall; where it can't be, the inner error says why.
///
/// # Errors
/// [`StudyError`]: place, weather, tariff or data.
pub fn of(
    catalog: &Catalog,
    scenario: &Scenario,
    chip: &Accelerator,
    side: Side,
) -> Result<Result<Hall, String>, StudyError> {
    let built = system(catalog, chip, side).and_then(|s| {
        let accelerators = amount(chip, s.accelerators().max(1)).ok_or("its rated power is not published")?;
        Ok((s, architecture(scenario, s, side)?, accelerators))
    });
    let (system, architecture, accelerators) = match built {
        Ok(built) => built,
        Err(reason) => return Ok(Err(reason)),
    };
    run(catalog, &full(scenario, architecture, Amount::Accelerators(accelerators)), system)
}

/// An architecture of the scenario as it stands, its cap on accelerators too, at full load.
///
/// # Errors
/// As [`of`].
pub fn own(
    catalog: &Catalog,
    scenario: &Scenario,
    chip: &Accelerator,
    architecture: &Architecture,
    system: &System,
) -> Result<Result<Hall, String>, StudyError> {
    let Some(accelerators) = amount(chip, system.accelerators().max(1)) else {
        return Ok(Err("its rated power is not published".to_owned()));
    };
    run(catalog, &full(scenario, architecture.clone(), Amount::Accelerators(accelerators)), system)
}

/// The only architecture of a scenario at full load, for one accelerator.
///
/// # Errors
/// As [`of`].
pub fn run(catalog: &Catalog, scenario: &Scenario, system: &System) -> Result<Result<Hall, String>, StudyError> {
    let comparison = compare::run(scenario, catalog)?;
    let cost = comparison.cost;
    let Some(answer) = comparison.architectures.into_iter().next() else {
        return Ok(Err("the scenario has no architecture".to_owned()));
    };
    let racks = match scenario.it.amount {
        Amount::Accelerators(n) => f64::from(n) / f64::from(system.accelerators().max(1)),
        Amount::Racks(n) => f64::from(n),
        Amount::Load(_) => f64::from(answer.racks.unwrap_or(1)),
    };
    Ok(hall(answer, cost, system, (racks, network_share::of(catalog, system).power_w)))
}

fn hall(
    answer: Answer,
    cost: CostSummary,
    system: &System,
    (racks, network_rack_w): (f64, f64),
) -> Result<Hall, String> {
    let limit = answer.limit.clone().unwrap_or_default();
    let (Some(rack), Some(annual), Some(it_w)) = (answer.rack, answer.annual, answer.it_power_w) else {
        return Err(format!("can't be cooled so: {limit}"));
    };
    let accelerators = racks * f64::from(system.accelerators().max(1));
    let shares = answer.power.iter().map(|s| PowerShare { power_w: s.power_w / accelerators, ..s.clone() });
    // Output of the transformer and its loss: all that the design day asks of the utility.
    let design_w = answer.power_chain.first().map_or(0.0, |stage| stage.full.output_w + stage.full.loss_w);
    Ok(Hall {
        system: answer.system,
        cooling: answer.cooling,
        accelerators,
        rack_w: it_w / accelerators,
        network_w: network_rack_w / f64::from(system.accelerators().max(1)),
        pue: annual.pue,
        shares: shares.collect(),
        performance: rack.performance,
        limit: answer.limit,
        rack,
        peak_w: design_w.max(annual.peak_facility_power_w),
        annual,
        capital: answer.capital,
        cost,
    })
}
