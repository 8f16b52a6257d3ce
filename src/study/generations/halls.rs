//! A generation in racks: the accelerator's system in a hall of the scenario's place, on air or on liquid, through the
//! year at full load. All powers are for one accelerator (GPU or package).

use serde::Serialize;

use crate::assembly::{network_share, rack_count};
use crate::catalog::Catalog;
use crate::catalog::generation::accelerator::Accelerator;
use crate::catalog::system::SystemRecord;
use crate::scenario::{
    ActivityChoice, ArchitectureSettings, BesideSettings, CoolingMethod, EqualBasis, GrowthSettings, ItCapacity,
    ItSettings, LoadPlacement, Scenario,
};
use crate::study::compare::result::{AnnualResult, ArchitectureResult as Answer, EndUsePower, RackSummary};
use crate::study::compare::result::{CapitalItem, CostParameters};
use crate::study::compare::{self, StudyError};

/// How a hall is cooled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CoolingMedium {
    /// Servers on air.
    Air,
    /// Liquid at the accelerators, with or without fans beside it.
    Liquid,
}

impl CoolingMedium {
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
pub struct GenerationHall {
    /// Catalog id of the system.
    pub system: String,
    /// Word of the way of cooling.
    pub cooling: CoolingMethod,
    /// Accelerators in the hall.
    pub accelerators: f64,
    /// At the inlet of the racks, mean of the year, without the network between racks.
    pub rack_w: f64,
    /// Network between racks, its own power.
    pub network_w: f64,
    /// At the utility meter, mean of the year, with the network between racks in the hall.
    pub meter_w: f64,
    /// What the network adds at the meter: the hall with it less the hall without it. Its own power, losses on the way to it,
    /// its air and its cooling.
    pub network_meter_w: f64,
    /// Facility over IT energy, network between racks counted as IT.
    pub pue: f64,
    /// Power at the meter by component of the hall without the network between racks.
    pub shares: Vec<EndUsePower>,
    /// Work done against work without throttling.
    pub performance_kept: f64,
    /// What limits it first.
    pub limit: Option<String>,
    /// One rack at full load.
    pub rack: RackSummary,
    /// The year of the whole hall with the network between racks.
    pub annual: AnnualResult,
    /// Power at the meter at full load on the design day, or in the worst hour of the year, of the whole hall with the network
    /// between racks.
    pub peak_w: f64,
    /// What was priced of that hall.
    pub capital: Vec<CapitalItem>,
    /// Over how many years and at what interest costs are counted.
    pub cost: CostParameters,
}

impl GenerationHall {
    /// At the inlet of servers, network between racks counted.
    pub fn wall_power_w(&self) -> f64 {
        self.rack_w + self.network_w
    }
}

/// What became of an accelerator in a hall.
#[derive(Clone, Debug)]
pub enum HallOutcome {
    /// The hall.
    Modelled(Box<GenerationHall>),
    /// Why there is none.
    Unavailable(String),
}

impl HallOutcome {
    /// The hall, where there is one.
    pub fn modelled(&self) -> Option<&GenerationHall> {
        match self {
            Self::Modelled(hall) => Some(hall),
            Self::Unavailable(_) => None,
        }
    }
}

/// What carries an accelerator on one side.
///
/// # Errors
/// Why there is none.
pub fn find_system<'a>(
    catalog: &'a Catalog,
    chip: &Accelerator,
    side: CoolingMedium,
) -> Result<&'a SystemRecord, String> {
    let id = match side {
        CoolingMedium::Air => &chip.system,
        CoolingMedium::Liquid => &chip.liquid_system,
    };
    let id = id.as_ref().ok_or_else(|| format!("no system of it on {} is in the catalog", side.name()))?;
    catalog.system(id).ok_or_else(|| format!("system `{id}` is not in the catalog"))
}

/// The architecture of a system on one side: the scenario's first one on that side, with this system in it.
///
/// # Errors
/// When the scenario has none on that side.
pub fn build_architecture(
    scenario: &Scenario,
    system: &SystemRecord,
    side: CoolingMedium,
) -> Result<ArchitectureSettings, String> {
    let on_side = |a: &&ArchitectureSettings| (a.cooling == CoolingMethod::Air) == (side == CoolingMedium::Air);
    let template = scenario.architectures.iter().find(on_side);
    let template = template.ok_or_else(|| format!("the scenario has no architecture on {}", side.name()))?;
    let made = |c: &CoolingMethod| *c == CoolingMethod::Air;
    let mut ways = system.coolings.iter().filter_map(|word| CoolingMethod::from_word(word));
    let cooling = ways.find(|c| made(c) == (side == CoolingMedium::Air));
    let cooling = cooling.ok_or_else(|| format!("{} is not made for {}", system.id, side.name()))?;
    Ok(ArchitectureSettings {
        name: format!("{}@{}", system.id, side.name()),
        system: system.id.clone(),
        cooling,
        // Rated power counts, whatever the scenario caps its own accelerators at.
        power_limit: None,
        activity: ActivityChoice::Full,
        plates: None,
        storage: None,
        set_points: template.set_points.without_counts(),
        air: if side == CoolingMedium::Air { template.supply } else { template.air },
        ..template.clone()
    })
}

/// A scenario with one architecture, full of racks at full load.
pub fn full_load_scenario(scenario: &Scenario, architecture: ArchitectureSettings, amount: ItCapacity) -> Scenario {
    let it = ItSettings {
        capacity: amount,
        groups: Vec::new(),
        system: None,
        utilisation: 1.0,
        placement: LoadPlacement::Packed,
        filled: 1.0,
        built: 1.0,
        growth: GrowthSettings::default(),
        workload: None,
        activity: None,
        profile: None,
        load: None,
        beside: BesideSettings::NONE,
        equal: EqualBasis::Accelerators,
        reference: None,
    };
    Scenario { it, architectures: vec![architecture], ..scenario.clone() }
}

/// Rated power of the accelerators of a hall that generations are compared in: whole modules of UPS, transformer and
/// coolant unit weigh the same on all.
fn generation_hall_w(catalog: &Catalog, scenario: &Scenario) -> Result<f64, StudyError> {
    let data = |error| StudyError::Data { name: scenario.title.clone(), error };
    Ok(rack_count::read_defaults(catalog).map_err(data)?.generation_hall_w)
}

/// Accelerators of a hall of some rated power in whole racks.
fn hall_accelerator_count(hall_w: f64, chip: &Accelerator, per_rack: u32) -> Option<u32> {
    let each_w = chip.tdp_w? / f64::from(chip.accelerators);
    let racks = (hall_w / each_w / f64::from(per_rack)).ceil().max(1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most some thousand racks")]
    let racks = racks as u32;
    Some(racks * per_rack)
}

/// The accelerator in a hall, or why it can't be.
///
/// # Errors
/// [`StudyError`]: place, weather, tariff or data.
pub fn run_generation_hall(
    catalog: &Catalog,
    scenario: &Scenario,
    chip: &Accelerator,
    side: CoolingMedium,
) -> Result<HallOutcome, StudyError> {
    let hall_w = generation_hall_w(catalog, scenario)?;
    let built = find_system(catalog, chip, side).and_then(|s| {
        let accelerators = hall_accelerator_count(hall_w, chip, s.accelerator_count().max(1))
            .ok_or("its rated power is not published")?;
        Ok((s, build_architecture(scenario, s, side)?, accelerators))
    });
    let (system, architecture, accelerators) = match built {
        Ok(built) => built,
        Err(reason) => return Ok(HallOutcome::Unavailable(reason)),
    };
    run_single_architecture(
        catalog,
        &full_load_scenario(scenario, architecture, ItCapacity::Accelerators(accelerators)),
        system,
    )
}

/// An architecture of the scenario as it stands, its cap on accelerators too, at full load.
///
/// # Errors
/// As [`run_generation_hall`].
pub fn run_scenario_hall(
    catalog: &Catalog,
    scenario: &Scenario,
    chip: &Accelerator,
    architecture: &ArchitectureSettings,
    system: &SystemRecord,
) -> Result<HallOutcome, StudyError> {
    let hall_w = generation_hall_w(catalog, scenario)?;
    let Some(accelerators) = hall_accelerator_count(hall_w, chip, system.accelerator_count().max(1)) else {
        return Ok(HallOutcome::Unavailable("its rated power is not published".to_owned()));
    };
    run_single_architecture(
        catalog,
        &full_load_scenario(scenario, architecture.clone(), ItCapacity::Accelerators(accelerators)),
        system,
    )
}

/// The only architecture of a scenario at full load, for one accelerator, without and with the network between its racks.
///
/// # Errors
/// As [`run_generation_hall`].
pub fn run_single_architecture(
    catalog: &Catalog,
    scenario: &Scenario,
    system: &SystemRecord,
) -> Result<HallOutcome, StudyError> {
    let network_rack_w = network_share::rack_network_share(catalog, system).power_w;
    let (bare, cost) = match run_hall_year(catalog, scenario)? {
        Ok(ran) => ran,
        Err(reason) => return Ok(HallOutcome::Unavailable(reason)),
    };
    let whole = if network_rack_w > 0.0 {
        let it = ItSettings { beside: BesideSettings::NETWORK_ONLY, ..scenario.it.clone() };
        run_hall_year(catalog, &Scenario { it, ..scenario.clone() })?.map(|(year, _)| year)
    } else {
        Ok(bare.clone())
    };
    let whole = match whole {
        Ok(whole) => whole,
        Err(reason) => return Ok(HallOutcome::Unavailable(format!("with the network between racks: {reason}"))),
    };
    let per_rack = f64::from(system.accelerator_count().max(1));
    let racks = match scenario.it.capacity {
        ItCapacity::Accelerators(n) => f64::from(n) / per_rack,
        ItCapacity::Racks(n) => f64::from(n),
        ItCapacity::Load(_) => f64::from(bare.answer.racks.unwrap_or(1)),
    };
    Ok(HallOutcome::Modelled(Box::new(hall_for_one_accelerator(
        bare,
        whole,
        cost,
        racks * per_rack,
        network_rack_w / per_rack,
    ))))
}

/// A hall through the year.
#[derive(Clone)]
struct HallYear {
    answer: Answer,
    rack: RackSummary,
    annual: AnnualResult,
    it_w: f64,
}

impl HallYear {
    /// Mean of the year at the meter, W.
    fn meter_w(&self) -> f64 {
        self.answer.power.iter().map(|s| s.power_w).sum()
    }
    /// The most at the meter: the design day's transformers with their loss, or the worst hour of the year, W.
    fn peak_w(&self) -> f64 {
        let design_w = self.answer.power_chain.first().map_or(0.0, |stage| stage.full.output_w + stage.full.loss_w);
        design_w.max(self.annual.peak_facility_power_w)
    }
}

/// The only architecture of a scenario through the year with how its costs are counted, or why it can't run.
fn run_hall_year(
    catalog: &Catalog,
    scenario: &Scenario,
) -> Result<Result<(HallYear, CostParameters), String>, StudyError> {
    let comparison = compare::run(scenario, catalog)?;
    let cost = comparison.cost;
    let Some(mut answer) = comparison.architectures.into_iter().next() else {
        return Ok(Err("the scenario has no architecture".to_owned()));
    };
    let limit = answer.limit.as_ref().map(ToString::to_string).unwrap_or_default();
    let (Some(rack), Some(annual), Some(it_w)) = (answer.rack.take(), answer.annual.take(), answer.it_power_w) else {
        return Ok(Err(format!("can't be cooled so: {limit}")));
    };
    Ok(Ok((HallYear { answer, rack, annual, it_w }, cost)))
}

fn hall_for_one_accelerator(
    bare: HallYear,
    whole: HallYear,
    cost: CostParameters,
    accelerators: f64,
    network_w: f64,
) -> GenerationHall {
    let shares = bare.answer.power.iter().map(|s| EndUsePower { power_w: s.power_w / accelerators, ..s.clone() });
    GenerationHall {
        accelerators,
        rack_w: bare.it_w / accelerators,
        network_w,
        meter_w: whole.meter_w() / accelerators,
        network_meter_w: (whole.meter_w() - bare.meter_w()) / accelerators,
        pue: whole.annual.pue,
        shares: shares.collect(),
        performance_kept: bare.rack.performance,
        limit: bare.answer.limit.as_ref().map(ToString::to_string),
        system: bare.answer.system,
        cooling: bare.answer.cooling,
        rack: bare.rack,
        peak_w: whole.peak_w(),
        annual: whole.annual,
        capital: whole.answer.capital,
        cost,
    }
}
