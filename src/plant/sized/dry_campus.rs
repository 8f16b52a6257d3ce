//! Bought chilled water behind dry coolers or closed-circuit coolers, or alone.

use crate::plant::error::PlantError;

use super::campus::CampusSupply;
use super::cooler_bank::LoopCoolerBank;
use super::dry::{DryPlantAtLoad, Yard};
use super::hour::{PlantMode, ROUNDING, SizedPlantHour, choose_cheaper};

impl DryPlantAtLoad {
    /// The hour of a plant whose trim is bought water: the coolers alone where they carry all, or with their fans full
    /// and the campus for what they leave, or the campus for all while the water bypasses them; the cheapest of these.
    pub(super) fn solve_campus_hour(
        &self,
        campus: &CampusSupply,
        cooler: Option<&LoopCoolerBank>,
        yard: &Yard<'_>,
    ) -> Result<SizedPlantHour, PlantError> {
        let trimmed = self.with_exchangers(campus);
        let alone = campus.take_heat(trimmed.resting_hour().hour, trimmed.heat_w, PlantMode::Mechanical);
        let Some(cooler) = cooler else { return Ok(alone) };
        let cooled = self.operate_coolers(cooler, self.return_c, yard)?;
        if self.heat_w - cooled.taken_w <= ROUNDING * self.heat_w {
            let free = SizedPlantHour { rejected_w: self.heat_w + cooled.cooler_w, ..cooled.hour };
            return choose_cheaper(Ok(free), Ok(alone));
        }
        let cooled = trimmed.operate_coolers(cooler, trimmed.return_c, yard)?;
        let left_w = trimmed.heat_w - cooled.taken_w;
        choose_cheaper(Ok(campus.take_heat(cooled.hour, left_w, PlantMode::Partial)), Ok(alone))
    }
}
