//! Sums over a part of a year, and the figures that they make.

use crate::assembly::tariffs::SiteRates;
use crate::site::money::UtilityMeter;
use crate::site::year::FacilityYear;

use super::result::TimeTotals;

/// Litres of water in a kilogram at the meter.
const L_PER_KG: f64 = 1.0;
const J_PER_KWH: f64 = 3.6e6;

/// Sums over a time.
#[derive(Clone, Debug, Default)]
pub(super) struct TimeSums {
    pub hours: f64,
    rack_h: f64,
    pub it_j: f64,
    pub facility_j: f64,
    /// Energy at the racks' inlets, had all racks that the hall is built for been at full activity.
    full_it_j: f64,
    peak_w: f64,
    water_kg: f64,
    carbon_kg: f64,
    energy_usd: f64,
    pub demand_usd: f64,
    pub maintenance_usd: f64,
    pub capital_usd: f64,
    tokens: Option<f64>,
    /// Largest power of each month, where the hours have an order.
    pub monthly_peaks_w: Option<[f64; 12]>,
}

impl TimeSums {
    /// A share of the sums of a year, or of a part of it, of a hall that is built for a power at the racks' inlets.
    pub fn from_year(
        (year, share): (&FacilityYear, f64),
        meter: &UtilityMeter<'_>,
        rates: &SiteRates,
        (design_it_w, tokens): (f64, Option<f64>),
    ) -> Self {
        let monthly_peaks_w = meter.monthly_peaks_w().copied();
        // Bins have no months: each day takes its part of twelve charges for the largest power.
        let demand_usd = match monthly_peaks_w {
            Some(_) => 0.0,
            None => share * meter.billed_demand_w(year) / 1e3 * rates.demand_usd_kw,
        };
        Self {
            hours: share * year.hours,
            rack_h: share * year.groups.iter().map(|group| group.rack_h).sum::<f64>(),
            it_j: share * year.it_j,
            facility_j: share * year.facility_j,
            full_it_j: share * year.hours * 3600.0 * design_it_w,
            peak_w: year.peak_w,
            water_kg: share * year.water_kg,
            carbon_kg: share * rates.carbon_kg(year.facility_j, meter),
            energy_usd: share * rates.energy_usd(year.facility_j, meter),
            demand_usd,
            maintenance_usd: 0.0,
            capital_usd: 0.0,
            tokens: tokens.map(|count| share * count),
            monthly_peaks_w,
        }
    }

    /// Adds another time.
    pub fn add(&mut self, other: &Self) {
        self.hours += other.hours;
        self.rack_h += other.rack_h;
        self.it_j += other.it_j;
        self.facility_j += other.facility_j;
        self.full_it_j += other.full_it_j;
        self.peak_w = self.peak_w.max(other.peak_w);
        self.water_kg += other.water_kg;
        self.carbon_kg += other.carbon_kg;
        self.energy_usd += other.energy_usd;
        self.demand_usd += other.demand_usd;
        self.maintenance_usd += other.maintenance_usd;
        self.capital_usd += other.capital_usd;
        self.tokens = match (self.tokens, other.tokens) {
            (Some(own), Some(more)) => Some(own + more),
            (own, more) => own.or(more),
        };
    }

    /// The sum of several times.
    pub fn sum<'a>(all: impl Iterator<Item = &'a Self>) -> Self {
        let mut out = Self::default();
        for one in all {
            out.add(one);
        }
        out
    }

    /// The figures; `water_known` is whether bins tell the water.
    pub fn totals(&self, rates: &SiteRates, water_known: bool) -> TimeTotals {
        let ratio = |of: f64, over: f64| (over > 0.0).then(|| of / over);
        let drawn_l = self.water_kg * L_PER_KG;
        let water_cost_usd = drawn_l / 1e3 * rates.water_usd_m3.value;
        let mut out = TimeTotals {
            hours: self.hours,
            racks: ratio(self.rack_h, self.hours).unwrap_or(0.0),
            it_energy_kwh: self.it_j / J_PER_KWH,
            energy_kwh: self.facility_j / J_PER_KWH,
            pue: ratio(self.facility_j, self.it_j),
            it_load_share: ratio(self.it_j, self.full_it_j),
            peak_facility_power_w: self.peak_w,
            water_l: water_known.then_some(drawn_l),
            water_from_bins_l: (!water_known).then_some(drawn_l),
            carbon_kg_co2e: self.carbon_kg,
            electricity_cost_usd: self.energy_usd,
            demand_cost_usd: self.demand_usd,
            water_cost_usd,
            maintenance_cost_usd: self.maintenance_usd,
            capital_usd: self.capital_usd,
            total_cost_usd: 0.0,
            output_tokens: self.tokens,
        };
        out.total_cost_usd = out.running_cost_usd() + out.capital_usd;
        out
    }
}

/// Charges the months' largest powers of a calendar year, each to the time that has it; of times in bins nothing is left to
/// charge.
pub(super) fn charge_monthly_peaks(times: &mut [&mut TimeSums], usd_kw: f64) {
    for month in 0..12 {
        let peak = |time: &TimeSums| time.monthly_peaks_w.map_or(0.0, |peaks| peaks[month]);
        let Some(most) = times.iter_mut().max_by(|a, b| peak(a).total_cmp(&peak(b))) else { return };
        most.demand_usd += peak(most) / 1e3 * usd_kw;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A month that two phases share is charged once, for the larger power.
    #[test]
    fn a_shared_month_is_charged_once() {
        let with = |powers: &[(usize, f64)]| {
            let mut peaks = [0.0; 12];
            for (month, power) in powers {
                peaks[*month] = *power;
            }
            TimeSums { monthly_peaks_w: Some(peaks), ..TimeSums::default() }
        };
        let (mut first, mut second) = (with(&[(5, 1e6), (6, 2e6)]), with(&[(6, 3e6), (7, 4e6)]));
        charge_monthly_peaks(&mut [&mut first, &mut second], 10.0);
        assert_eq!((first.demand_usd, second.demand_usd), (10e3, 70e3));
    }
}
