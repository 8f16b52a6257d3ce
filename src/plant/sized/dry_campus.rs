//! Bought chilled water behind dry coolers, or alone.

use crate::plant::error::PlantError;

use super::campus::CampusSupply;
use super::dry::{DryCoolerBank, DryPlantAtLoad, Yard};
use super::hour::{PlantMode, ROUNDING, SizedPlantHour, choose_cheaper};

impl DryPlantAtLoad {
    /// The hour of a plant whose trim is bought water: the dry coolers alone where they carry all, or with their fans full
    /// and the campus for what they leave, or the campus for all while the water bypasses them; the cheapest of these.
    pub(super) fn solve_campus_hour(
        &self,
        campus: &CampusSupply,
        cooler: Option<&DryCoolerBank>,
        yard: &Yard<'_>,
    ) -> Result<SizedPlantHour, PlantError> {
        let trimmed = self.with_exchangers(campus);
        let alone = campus.take_heat(trimmed.resting_hour(), trimmed.heat_w, PlantMode::Mechanical);
        let Some(cooler) = cooler else { return Ok(alone) };
        let cooled = self.operate_coolers(cooler, self.return_c, yard)?;
        let left_w = self.heat_w - (cooled.rejected_w - cooled.fan_w);
        if left_w <= ROUNDING * self.heat_w {
            let free = SizedPlantHour { rejected_w: self.heat_w + cooled.fan_w, ..cooled };
            return choose_cheaper(Ok(free), Ok(alone));
        }
        let cooled = trimmed.operate_coolers(cooler, trimmed.return_c, yard)?;
        let left_w = trimmed.heat_w - (cooled.rejected_w - cooled.fan_w);
        choose_cheaper(Ok(campus.take_heat(cooled, left_w, PlantMode::Partial)), Ok(alone))
    }
}
