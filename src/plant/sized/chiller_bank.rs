//! Equal chillers that share a load.

use crate::component::plant::chiller::{ChillerOperation, EirChiller};
use crate::plant::error::PlantError;
use crate::scenario::PlantSpares;
use crate::units::count::round_count;
use crate::units::{Power, Temperature};

use super::hour::ROUNDING;

/// Equal chillers of which as few as needed run.
#[derive(Clone, Copy, Debug)]
pub struct ChillerBank {
    /// One machine.
    pub chiller: EirChiller,
    /// How many, spare ones with them.
    pub count: u32,
    /// Whether spare ones share the load.
    pub spares: PlantSpares,
}

/// Chillers of a bank at work.
#[derive(Clone, Copy, Debug)]
pub struct StagedChillers {
    /// All that run together.
    pub operation: ChillerOperation,
    /// How many it takes.
    pub running: f64,
    /// Load to which their electricity belongs.
    pub powered_load: Power,
}

impl ChillerBank {
    /// The bank with a number of machines, spare ones with them.
    pub(super) const fn with_spares(self, count: u32, spares: PlantSpares) -> Self {
        Self { count, spares, ..self }
    }

    /// Machines that run where `needed` carry the load.
    fn running_units(&self, needed: f64) -> f64 {
        f64::from(self.spares.working_units(round_count(needed)).min(self.count))
    }

    /// The machines on a load: as few as carry it but at least `running`, sharing it evenly.
    ///
    /// # Errors
    /// When all of them can't carry it.
    pub fn operate_staged(
        &self,
        load_w: f64,
        chilled: Temperature,
        condenser: Temperature,
        outdoor: Temperature,
        running: f64,
    ) -> Result<StagedChillers, PlantError> {
        let condition = self.chiller.full_load(chilled, condenser);
        let each_w = condition.available.watts();
        // A hair of overload is rounding of the sizing, not a lack of machines.
        let needed = (load_w / each_w - ROUNDING).ceil().max(running);
        if needed > f64::from(self.count) {
            return Err(PlantError::Overload {
                available_kw: each_w * f64::from(self.count) / 1e3,
                load_kw: load_w / 1e3,
                dry_bulb_c: outdoor.celsius(),
            });
        }
        let running = self.running_units(needed);
        let detail = self.chiller.operate_from_full_load(&condition, Power::new(load_w / running));
        let one = detail.operation;
        let all = ChillerOperation {
            carried: one.carried * running,
            power: one.power * running,
            extrapolated: one.extrapolated,
        };
        Ok(StagedChillers { operation: all, running: needed, powered_load: detail.powered_load * running })
    }
}
