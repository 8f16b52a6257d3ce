//! Sizes chillers for a duty.

use crate::component::plant::chiller::{ChillerSpec, EirChiller};
use crate::scenario::PlantSpares;
use crate::units::count::round_up_count;
use crate::units::{Power, Temperature};

use super::chiller_bank::ChillerBank;
use super::installed::{InstallableItem, InstalledUnits};

/// What chillers are sized for.
pub(super) struct ChillerDuty {
    /// Heat with that of the loop's pumps, and with the designer's margin, W.
    pub heat_w: f64,
    /// Chilled water, °C.
    pub supply_c: f64,
    /// Coldest condenser fluid with which they must carry it.
    pub coldest_condenser: Temperature,
    /// Warmest one.
    pub warmest_condenser: Temperature,
}

impl ChillerDuty {
    /// In outdoor air up to a temperature: capacity does not change below the range of the fit.
    pub(super) fn in_air(spec: &ChillerSpec, heat_w: f64, supply_c: f64, warmest: Temperature) -> Self {
        let coldest_condenser = Temperature::from_celsius(spec.capft_y_min_c).min(warmest);
        Self { heat_w, supply_c, coldest_condenser, warmest_condenser: warmest }
    }
}

/// Chillers that carry a duty: as many as machines of the record's size take, each scaled to fit.
pub(super) fn size_chiller_bank(spec: &ChillerSpec, duty: &ChillerDuty) -> ChillerBank {
    let chiller = EirChiller::new(*spec);
    let supply = Temperature::from_celsius(duty.supply_c);
    let available_w = chiller.least_available(supply, duty.coldest_condenser, duty.warmest_condenser).watts();
    let count = round_up_count(duty.heat_w / available_w);
    let rated_w = spec.rated_w * duty.heat_w / (available_w * f64::from(count));
    let chiller = chiller.with_rated_capacity(Power::new(rated_w));
    ChillerBank { chiller, count, spares: PlantSpares::default() }
}

impl ChillerBank {
    /// As a line of what is installed, made from a record.
    pub(super) fn as_installed(&self, kind: InstallableItem, record: &ChillerSpec) -> InstalledUnits {
        let each_w = self.chiller.spec().rated_w;
        InstalledUnits::made_to_measure(kind, self.count, f64::from(self.count) * each_w / record.rated_w, each_w)
    }
}
