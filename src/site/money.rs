//! What a year costs and what years cost: tariffs, charges for peaks, discounting.
//!
//! With a yearly cost `C` paid at the end of each of `n` years, interest `r` and capital `K` paid at once:
//! `A = Σ (1+r)^−t = (1 − (1+r)^−n)/r` (`n` where `r = 0`), net present cost `K + A C`, and levelised cost
//! `(K + A C)/(A E)` of a yearly energy `E`.

use crate::units::calendar::{date_at_minute, whole_minutes};
use crate::units::clock::{DaylightSaving, LocalClock};

use super::profile::HourlyProfile;
use super::year::FacilityYear;

/// Present worth of one dollar at the end of each of `years` years; a part of a year counts as that part.
pub fn annuity_factor(rate: f64, years: f64) -> f64 {
    // Below this the closed form loses digits; its series is exact there.
    if rate < 1e-6 { years * (1.0 - rate * (years + 1.0) / 2.0) } else { (1.0 - (1.0 + rate).powf(-years)) / rate }
}

/// Capital now and a cost at the end of each year, in today's money.
pub fn net_present_cost(capital_usd: f64, yearly_usd: f64, rate: f64, years: f64) -> f64 {
    capital_usd + annuity_factor(rate, years) * yearly_usd
}

/// The same over the energy of those years, discounted alike.
pub fn levelized_cost(capital_usd: f64, yearly_usd: f64, energy_kwh: f64, rate: f64, years: f64) -> f64 {
    net_present_cost(capital_usd, yearly_usd, rate, years) / (annuity_factor(rate, years) * energy_kwh)
}

/// Water at the site over IT energy, and with it the water of all electricity:
/// `WUE_source = WUE_site + EWIF · PUE`.
pub fn wue_source(wue_site_l_kwh: f64, ewif_l_kwh: f64, pue: f64) -> f64 {
    wue_site_l_kwh + ewif_l_kwh * pue
}

/// What the electricity meter counts hour by hour beside energy.
#[derive(Clone, Debug)]
pub struct UtilityMeter<'a> {
    price: Option<&'a HourlyProfile>,
    carbon: Option<&'a HourlyProfile>,
    chronological: bool,
    leap: bool,
    /// Minutes of standard time since the year began: whole, so that no step falls into the hour before.
    time_min: u32,
    daylight: Option<DaylightSaving>,
    /// Cost of electricity by the hourly price: sum of energy in J and price.
    pub energy_cost: f64,
    /// Emissions by the hourly intensity: sum of energy in J and intensity.
    pub carbon_kg: f64,
    monthly_peaks_w: [f64; 12],
}

impl<'a> UtilityMeter<'a> {
    /// A meter at the beginning of a year of `hours` hours; `hourly` where the hours stand in the order of the year. Prices
    /// are per J, intensities in kg/J.
    pub const fn new(
        price: Option<&'a HourlyProfile>,
        carbon: Option<&'a HourlyProfile>,
        hourly: bool,
        hours: f64,
    ) -> Self {
        Self {
            price,
            carbon,
            chronological: hourly,
            leap: hours > 8772.0,
            time_min: 0,
            daylight: None,
            energy_cost: 0.0,
            carbon_kg: 0.0,
            monthly_peaks_w: [0.0; 12],
        }
    }

    /// The same with clocks that change: months begin by the clock on the wall.
    #[must_use]
    pub const fn with_daylight_saving(mut self, daylight: Option<DaylightSaving>) -> Self {
        self.daylight = daylight;
        self
    }

    /// The same at a later time of its year, minutes of standard time.
    #[must_use]
    pub const fn at_minute(mut self, minute: u32) -> Self {
        self.time_min = minute;
        self
    }

    /// Largest power of each month by the clock on the wall, W; nothing where the hours have no order.
    pub fn monthly_peaks_w(&self) -> Option<&[f64; 12]> {
        self.chronological.then_some(&self.monthly_peaks_w)
    }

    /// Counts a period.
    pub fn add_period(&mut self, facility_w: f64, weight_h: f64) {
        if !self.chronological {
            return;
        }
        let j = facility_w * weight_h * 3600.0;
        self.energy_cost += self.price.map_or(0.0, |p| j * p.value_at_minute(self.time_min));
        self.carbon_kg += self.carbon.map_or(0.0, |p| j * p.value_at_minute(self.time_min));
        let clock = LocalClock { standard: None, daylight: self.daylight };
        let month = date_at_minute(clock.wall_minute(self.time_min, self.leap), self.leap).month;
        let peak = &mut self.monthly_peaks_w[month as usize - 1];
        *peak = peak.max(facility_w);
        self.time_min += whole_minutes(weight_h);
    }

    /// Sum of the months' largest powers; twelve times the year's where the hours have no order.
    pub fn billed_demand_w(&self, year: &FacilityYear) -> f64 {
        if self.chronological { self.monthly_peaks_w.iter().sum() } else { 12.0 * year.peak_w }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annuities_have_their_closed_forms() {
        assert_eq!(annuity_factor(0.0, 10.0), 10.0);
        // Tables of interest: 6.7101 for 8 % and 10 years, 7.7217 for 5 % and 10.
        assert!(
            (annuity_factor(0.08, 10.0) - 6.710_081).abs() < 1e-6
                && (annuity_factor(0.05, 10.0) - 7.721_735).abs() < 1e-6
        );
        let sum: f64 = (1..=25).map(|t| 1.07_f64.powi(-t)).sum();
        assert!((annuity_factor(0.07, 25.0) - sum).abs() < 1e-12);
        assert!(
            (annuity_factor(1e-6, 30.0) / annuity_factor(0.999e-6, 30.0) - 1.0).abs() < 1e-7,
            "the series meets the closed form"
        );
        assert!((annuity_factor(0.1, 1000.0) - 10.0).abs() < 1e-9, "a perpetuity is worth 1/r");
    }

    #[test]
    fn present_and_levelised_cost_by_hand() {
        // 1000 now and 100 a year for two years at 10 %: 1000 + 90.909 + 82.645.
        assert!((net_present_cost(1000.0, 100.0, 0.1, 2.0) - 1173.554).abs() < 1e-3);
        // Without capital the levelised cost is that of the year; capital adds K/A.
        assert!((levelized_cost(0.0, 100.0, 1000.0, 0.1, 7.0) - 0.1).abs() < 1e-15);
        assert!((levelized_cost(1000.0, 0.0, 1000.0, 0.0, 10.0) - 0.1).abs() < 1e-15);
    }

    #[test]
    fn water_of_electricity_adds_by_the_pue() {
        assert_eq!(wue_source(1.5, 4.0, 1.25), 6.5);
        assert_eq!(wue_source(0.0, 4.0, 1.0), 4.0);
    }

    #[test]
    fn an_hourly_price_counts_every_hour_once() {
        let mut prices = vec![1e-8; 8760];
        prices[..24].fill(3e-8);
        let profile = HourlyProfile::new(prices);
        let mut meter = UtilityMeter::new(Some(&profile), None, true, 8760.0);
        let mut halves = UtilityMeter::new(Some(&profile), None, true, 8760.0);
        for _ in 0..8760 {
            meter.add_period(1000.0, 1.0);
            halves.add_period(1000.0, 0.5);
            halves.add_period(1000.0, 0.5);
        }
        let expected = 3.6e6 * (8736.0 * 1e-8 + 24.0 * 3e-8);
        assert!(
            (meter.energy_cost / expected - 1.0).abs() < 1e-12 && (halves.energy_cost / expected - 1.0).abs() < 1e-12
        );
        assert_eq!(meter.carbon_kg, 0.0);
        assert!((profile.mean() * 8760.0 * 3.6e6 / expected - 1.0).abs() < 1e-12);
    }

    /// A price of 1 from 12 to 13 h and of 0 else, and 1 kW in that hour alone: 8,760/24 kWh cost 365, whatever the step.
    #[test]
    fn parts_of_an_hour_take_their_own_hours_price() {
        let profile = HourlyProfile::new((0..8760).map(|h| f64::from(u8::from(h % 24 == 12)) / 3.6e6).collect());
        for parts in [1, 2, 3, 4, 6, 12] {
            let mut meter = UtilityMeter::new(Some(&profile), Some(&profile), true, 8760.0);
            for step in 0..8760 * parts {
                let noon = step / parts % 24 == 12;
                meter.add_period(if noon { 1000.0 } else { 0.0 }, 1.0 / f64::from(parts));
            }
            assert!((meter.energy_cost - 365.0).abs() < 1e-6 && (meter.carbon_kg - 365.0).abs() < 1e-6, "{parts}");
        }
    }

    #[test]
    fn a_peak_counts_in_its_month() {
        for (hours, february_ends) in [(8760, 1415), (8784, 1439)] {
            let mut meter = UtilityMeter::new(None, None, true, f64::from(hours));
            for hour in 0..hours {
                meter.add_period(if hour == february_ends { 500.0 } else { 100.0 }, 1.0);
            }
            assert_eq!(meter.monthly_peaks_w[1], 500.0, "{hours}");
            assert_eq!(meter.billed_demand_w(&FacilityYear::default()), 11.0 * 100.0 + 500.0);
        }
        let bins = UtilityMeter::new(None, None, false, 8760.0);
        assert_eq!(bins.billed_demand_w(&FacilityYear { peak_w: 7.0, ..FacilityYear::default() }), 84.0);
    }
}
