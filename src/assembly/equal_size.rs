//! How large each architecture of a comparison is, so that all do the same work.
//!
//! The scenario's number of accelerators is that of its first architecture. By default the others have as many as do the
//! same rated work. Modules of one silicon are rated by their clock under their power cap, along the power–frequency curve
//! of the silicon with the junction at its limit. Modules of different silicon are rated by dense BF16 throughput, the
//! format that all of them have; under a cap they keep the share of their own clock.

use serde::Serialize;

use crate::catalog::Catalog;
use crate::catalog::record::ChipRecord;
use crate::catalog::system::SystemRecord;
use crate::rack::assembly;
use crate::rack::build::{self, BuildError};
use crate::rack::model::RackLoad;
use crate::scenario::{ArchitectureSettings, EqualBasis, ItCapacity, ItSettings};
use crate::units::count::round_up_count;
use crate::units::{Power, Pressure, Temperature};

use super::error::ArchitectureError;

/// What is equal between the architectures of a comparison, and what the number of one follows from.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct RatedModule {
    /// Catalog id of the accelerator.
    pub chip: String,
    /// Its name.
    pub name: String,
    /// Its silicon: the id of a shared one, or of the accelerator itself.
    pub silicon: String,
    /// Power limit, W.
    pub power_limit_w: f64,
    /// Work of one for each unit of work of an accelerator of the first architecture.
    pub work: f64,
    /// What the ratio follows from.
    pub basis: WorkBasis,
}

/// What a ratio of work follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WorkBasis {
    /// The same module under the same limit.
    SameModule,
    /// The power–frequency curve of the silicon that both have.
    SiliconCurve,
    /// Rated dense throughput of different silicon.
    RatedThroughput,
    /// Measured output tokens of the workload.
    MeasuredTokens,
}

/// Capacity of an architecture: that of the scenario, brought to what is equal.
///
/// # Errors
/// Accelerators that the data can't compare; a rack that IT power is measured by that can't be cooled.
pub(crate) fn capacity_of(
    catalog: &Catalog,
    it: &ItSettings,
    architecture: &ArchitectureSettings,
    pressure: Pressure,
) -> Result<ItCapacity, ArchitectureError> {
    let (ItCapacity::Accelerators(count), Some(reference)) = (it.capacity, &it.reference) else {
        return Ok(it.capacity);
    };
    let same = reference.system == architecture.system && reference.power_limit == architecture.power_limit;
    if same && it.equal != EqualBasis::ItPower {
        return Ok(it.capacity);
    }
    match it.equal {
        EqualBasis::Accelerators => Ok(it.capacity),
        EqualBasis::RatedWork | EqualBasis::Tokens => {
            // A system without accelerators is refused where its hall is built.
            let Some(module) = rate_module(catalog, it, architecture)? else { return Ok(it.capacity) };
            Ok(ItCapacity::Accelerators(round_up_count(f64::from(count) / module.work - 1e-9)))
        }
        EqualBasis::ItPower => {
            let system = catalog.system(&reference.system);
            let per_rack = system.map_or(0, SystemRecord::accelerator_count).max(1);
            let racks = f64::from(count) / f64::from(per_rack);
            let setup = assembly::assemble_rack(catalog, reference, pressure, racks)?;
            let load = RackLoad::full_load(reference);
            let rack = setup.rack.solve_within_limits(reference.supply, load)?;
            Ok(ItCapacity::Load(Power::new(racks * rack.power_w())))
        }
    }
}

/// The accelerator of an architecture against that of the first one; nothing where one of them has none or the scenario has
/// no first one.
///
/// # Errors
/// Accelerators that the data can't compare.
pub(crate) fn rate_module(
    catalog: &Catalog,
    it: &ItSettings,
    architecture: &ArchitectureSettings,
) -> Result<Option<RatedModule>, BuildError> {
    let Some(reference) = &it.reference else { return Ok(None) };
    let accelerator = |system: &str| catalog.system(system).and_then(|s| catalog.accelerator_of(s));
    let (Some(first), Some(own)) = (accelerator(&reference.system), accelerator(&architecture.system)) else {
        return Ok(None);
    };
    let (clock, first_clock) = (
        clock_under_cap(catalog, own, architecture.power_limit)?,
        clock_under_cap(catalog, first, reference.power_limit)?,
    );
    let silicon = |chip: &ChipRecord| chip.silicon.clone().unwrap_or_else(|| chip.id.clone());
    let (work, basis) = if it.equal == EqualBasis::Tokens {
        (token_ratio(catalog, it, own, first)? * clock / first_clock, WorkBasis::MeasuredTokens)
    } else if first.id == own.id && reference.power_limit == architecture.power_limit {
        (1.0, WorkBasis::SameModule)
    } else if silicon(first) == silicon(own) {
        (clock * own.power.clock / (first_clock * first.power.clock), WorkBasis::SiliconCurve)
    } else {
        match throughput_ratio(catalog, own, first) {
            Ok(ratio) => (ratio * clock / first_clock, WorkBasis::RatedThroughput),
            Err(error) if it.equal == EqualBasis::RatedWork && counts_accelerators(it) => return Err(error),
            // What is compared does not rest on ratings.
            Err(_) => return Ok(None),
        }
    };
    let power_limit_w = architecture.power_limit.map_or(own.power.max_w, |cap| cap.watts().min(own.power.max_w));
    Ok(Some(RatedModule {
        chip: own.id.clone(),
        name: own.name.clone(),
        silicon: silicon(own),
        power_limit_w,
        work,
        basis,
    }))
}

const fn counts_accelerators(it: &ItSettings) -> bool {
    matches!(it.capacity, ItCapacity::Accelerators(_))
}

/// Share of its full clock that a module keeps under a cap with the junction at its limit: 1 without a cap.
fn clock_under_cap(catalog: &Catalog, chip: &ChipRecord, cap: Option<Power>) -> Result<f64, BuildError> {
    let (Some(cap), Some(thermal)) = (cap, &chip.thermal) else { return Ok(1.0) };
    let model = build::chip_power_model(catalog, chip)?;
    Ok(model.max_clock_under_cap(1.0, cap, Temperature::from_celsius(thermal.limit_c)))
}

fn token_ratio(catalog: &Catalog, it: &ItSettings, own: &ChipRecord, first: &ChipRecord) -> Result<f64, BuildError> {
    let workload = it.workload.as_deref().unwrap_or_default();
    let rate = |chip: &ChipRecord| {
        catalog.token_rate(workload, &chip.id).map(|r| r.tokens_per_s).ok_or_else(|| BuildError::NotComparable {
            id: chip.id.clone(),
            lacks: format!("measured rate of `{workload}`"),
            help: "equal = \"rated-work\" or \"accelerators\"",
        })
    };
    Ok(rate(own)? / rate(first)?)
}

fn throughput_ratio(catalog: &Catalog, own: &ChipRecord, first: &ChipRecord) -> Result<f64, BuildError> {
    let tables = catalog.generations().ok();
    let rating = |chip: &ChipRecord| {
        let found = tables.and_then(|t| t.accelerators().iter().find(|a| a.id == chip.id)).and_then(|a| a.fp16_tflops);
        found.ok_or_else(|| BuildError::NotComparable {
            id: chip.id.clone(),
            lacks: "rated dense BF16 throughput in generations/accelerators.csv".to_owned(),
            help: "equal = \"accelerators\" or \"it-power\"",
        })
    };
    Ok(rating(own)? / rating(first)?)
}
