//! Power of a generation at chip, wall and meter, and performance over it.
//!
//! * chip: rated power.
//! * wall: the mean of measured nodes where there are some, else the rack model; the network between racks is added to
//!   both. Parts whose system is not in the catalog take the mean ratio of wall to rated power of all measured nodes.
//! * meter: the rack model in a hall of the scenario's place, through the year. Parts without a system take the wall times
//!   the PUE of the scenario's own hall on air.

use crate::catalog::generation::GenerationTables;
use crate::catalog::generation::accelerator::Accelerator;
use crate::catalog::generation::node::{MeasuredNode, NodeKind};

use super::halls::{CoolingMedium, GenerationHall, HallOutcome};
use super::result::{BoundaryFigure, PowerBasis};

/// Peaks that were seen are no means: their rows say so.
const PEAK_WORKLOAD_WORD: &str = "greatest";

/// Measured nodes whose power is a mean.
pub fn mean_power_nodes(generations: &GenerationTables) -> impl Iterator<Item = &MeasuredNode> {
    generations
        .measured_nodes()
        .iter()
        .filter(|n| n.kind == NodeKind::Measured && !n.workload.contains(PEAK_WORKLOAD_WORD))
}

fn arithmetic_mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) = values.fold((0.0, 0_u32), |(sum, n), v| (sum + v, n + 1));
    (n > 0).then(|| sum / f64::from(n))
}

/// An accelerator's halls: on air and on liquid, or why there is none.
pub type HallPair = [HallOutcome; 2];

/// The PUE that parts without a system take, and whose hall it is.
#[derive(Clone, Debug)]
pub struct FallbackPue {
    /// Facility over IT energy.
    pub pue: f64,
    /// System of that hall.
    pub system: String,
}

/// Figures at all boundaries.
#[derive(Clone, Debug, Default)]
pub struct BoundaryFigureSet {
    /// Rated power.
    pub chip: BoundaryFigure,
    /// Inlet of the servers.
    pub wall: BoundaryFigure,
    /// Meter, on air.
    pub meter_air: BoundaryFigure,
    /// Meter, on liquid.
    pub meter_liquid: BoundaryFigure,
}

/// The figures of one unit whose performance is `performance`.
pub fn figures_by_boundary(
    generations: &GenerationTables,
    chip: &Accelerator,
    performance: f64,
    halls: &HallPair,
    elsewhere: Option<&FallbackPue>,
) -> BoundaryFigureSet {
    let units = f64::from(chip.accelerators);
    let Some(rated_w) = chip.tdp_w else {
        let none = || BoundaryFigure::without_value("its rated power is not published".to_owned());
        return BoundaryFigureSet { chip: none(), wall: none(), meter_air: none(), meter_liquid: none() };
    };
    let [air, liquid] = halls;
    let modelled = air.modelled().or_else(|| liquid.modelled());
    let wall = wall_power_and_basis(generations, chip, rated_w, modelled);
    let meter = |side: CoolingMedium, hall: &HallOutcome| match (hall, elsewhere) {
        (HallOutcome::Modelled(hall), _) => {
            let kept = hall.performance_kept;
            BoundaryFigure::from_power(performance * kept, units * hall.meter_w, PowerBasis::Model, hall.system.clone())
                .with_performance_kept(kept)
        }
        (HallOutcome::Unavailable(_), Some(other))
            if side == CoolingMedium::Air && chip.system.is_none() && chip.liquid_system.is_none() =>
        {
            let basis = format!("wall times the PUE of {}, {:.3}", other.system, other.pue);
            BoundaryFigure::from_power(performance, wall.power_w * other.pue, PowerBasis::Ratio, basis)
        }
        (HallOutcome::Unavailable(reason), _) => BoundaryFigure::without_value(reason.clone()),
    };
    let (meter_air, meter_liquid) = (meter(CoolingMedium::Air, air), meter(CoolingMedium::Liquid, liquid));
    let kept = if wall.basis == PowerBasis::Model { modelled.map_or(1.0, |h| h.performance_kept) } else { 1.0 };
    BoundaryFigureSet {
        chip: BoundaryFigure::from_power(performance, rated_w, PowerBasis::Rated, String::new()),
        wall: BoundaryFigure::from_power(performance * kept, wall.power_w, wall.basis, wall.detail)
            .with_performance_kept(kept),
        meter_air,
        meter_liquid,
    }
}

/// Power of one unit at the wall.
struct WallPower {
    /// W.
    power_w: f64,
    /// How it is known.
    basis: PowerBasis,
    /// From what.
    detail: String,
}

/// Power of one unit at the wall, how it is known, and from what.
fn wall_power_and_basis(
    generations: &GenerationTables,
    chip: &Accelerator,
    rated_w: f64,
    modelled: Option<&GenerationHall>,
) -> WallPower {
    let own = arithmetic_mean(
        mean_power_nodes(generations).filter(|n| n.chip == chip.id).map(MeasuredNode::wall_to_chip_ratio),
    );
    let network_w = modelled.map_or(0.0, |h| h.network_w) * f64::from(chip.accelerators);
    match (own, modelled) {
        (Some(ratio), _) => {
            let detail = format!("{ratio:.2} x rated on measured nodes, and {network_w:.0} W of network between racks");
            WallPower { power_w: rated_w * ratio + network_w, basis: PowerBasis::Measured, detail }
        }
        (None, Some(hall)) => WallPower {
            power_w: f64::from(chip.accelerators) * hall.wall_power_w(),
            basis: PowerBasis::Model,
            detail: hall.system.clone(),
        },
        (None, None) => {
            let ratio =
                arithmetic_mean(mean_power_nodes(generations).map(MeasuredNode::wall_to_chip_ratio)).unwrap_or(1.0);
            let detail = format!("{ratio:.2} x rated, the mean of all measured nodes, without network between racks");
            WallPower { power_w: rated_w * ratio, basis: PowerBasis::Ratio, detail }
        }
    }
}

impl BoundaryFigure {
    fn without_value(reason: String) -> Self {
        Self { basis: PowerBasis::None, detail: reason, ..Self::default() }
    }

    fn from_power(performance: f64, power_w: f64, basis: PowerBasis, detail: String) -> Self {
        Self { power_w: Some(power_w), per_watt: Some(performance / power_w), performance_kept: None, basis, detail }
    }

    /// Says how much of its performance is kept, where that is not all of it.
    fn with_performance_kept(self, share: f64) -> Self {
        Self { performance_kept: (share < 1.0 - 1e-9).then_some(share), ..self }
    }
}
