//! Which hours of a year decide whether a plant carries its load.
//!
//! Towers, dry coils and chillers at fixed set points never do better in air that is warmer by dry-bulb and by wet-bulb. An
//! hour that is easier by a margin than one that is met is met too; one that is harder by a margin than one that is not met
//! is not met either. Pressure counts as temperature, the thinner air of an hour against it: one per cent of the air is one
//! per cent of the approach.

use crate::plant::outdoor::OutdoorConditions;

/// Width of the cells of dry-bulb, K, and their number.
const CELL_K: f64 = 0.25;
const CELLS: usize = 640;
/// Dry-bulb of the first cell, °C.
const FIRST_C: f64 = -90.0;
/// An hour is easier than another if both of its temperatures are lower by so much, K.
const MARGIN_K: f64 = 0.5;
/// What thinner air counts, K/Pa: an approach of 20 K at sea level.
const THIN_AIR_K_PA: f64 = 2e-4;

/// What is known of an hour before it is solved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KnownHour {
    /// It is met, and an hour harder than it is solved.
    Met,
    /// It is not met, and an hour harder than it is solved.
    Unmet,
    /// It must be solved.
    Open,
}

/// The hours of a year in the order in which solving them tells the most of the others.
pub(super) struct WeatherOrder {
    /// Places in the year.
    pub places: Vec<usize>,
    mean_pressure_pa: f64,
}

impl WeatherOrder {
    /// The first hour, the extremes, and then hours spread over the year ever more densely, so that all of its weather is met
    /// early.
    pub fn new(weather: &[OutdoorConditions]) -> Self {
        let mean_pressure_pa =
            weather.iter().map(|h| h.air.pressure().pascals()).sum::<f64>() / weather.len().max(1) as f64;
        let mut places = Vec::with_capacity(weather.len() + 8);
        places.extend(Self::extremes(weather));
        let bits = weather.len().next_power_of_two().trailing_zeros();
        let halved = (0..1_usize << bits).map(|i| if bits == 0 { 0 } else { i.reverse_bits() >> (usize::BITS - bits) });
        places.extend(halved.filter(|place| *place < weather.len()));
        Self { places, mean_pressure_pa }
    }

    /// The first hour, which stands for all where weather changes nothing, and the least and the most of each measure: where
    /// models end.
    fn extremes(weather: &[OutdoorConditions]) -> impl Iterator<Item = usize> {
        let measures: [fn(&OutdoorConditions) -> f64; 3] =
            [|h| h.air.dry_bulb().celsius(), |h| h.wet_bulb.celsius(), |h| h.air.pressure().pascals()];
        let ends = measures.into_iter().flat_map(move |measure| {
            let all = || weather.iter().map(measure).enumerate();
            [all().min_by(|a, b| a.1.total_cmp(&b.1)), all().max_by(|a, b| a.1.total_cmp(&b.1))]
        });
        weather.first().map(|_| 0).into_iter().chain(ends.flatten().map(|(place, _)| place))
    }

    /// What is known of the hours before any is solved.
    pub fn screen(&self) -> HourScreen {
        HourScreen {
            mean_pressure_pa: self.mean_pressure_pa,
            met_c: vec![f64::NEG_INFINITY; CELLS],
            unmet_c: vec![f64::INFINITY; CELLS],
            solved_c: vec![f64::NEG_INFINITY; CELLS],
        }
    }
}

/// What solved hours tell of others.
pub(super) struct HourScreen {
    mean_pressure_pa: f64,
    /// Highest wet-bulb of the hours that are met in a cell of dry-bulb or a warmer one, °C.
    met_c: Vec<f64>,
    /// Lowest wet-bulb of those that are not met in a cell or a colder one, °C.
    unmet_c: Vec<f64>,
    /// Highest wet-bulb of all that are solved in a cell or a warmer one, °C.
    solved_c: Vec<f64>,
}

/// The cell of a dry-bulb.
fn cell_of(dry_bulb_c: f64) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the cells")]
    let cell = ((dry_bulb_c - FIRST_C) / CELL_K).floor().clamp(0.0, (CELLS - 1) as f64) as usize;
    cell
}

impl HourScreen {
    /// Dry-bulb and wet-bulb of an hour, °C, as one that must be easier, and as one that must be harder than another.
    fn temperatures_c(&self, hour: &OutdoorConditions) -> ([f64; 2], [f64; 2]) {
        let thicker_k = THIN_AIR_K_PA * (hour.air.pressure().pascals() - self.mean_pressure_pa);
        let (dry_c, wet_c) = (hour.air.dry_bulb().celsius(), hour.wet_bulb.celsius());
        let (thin_k, thick_k) = ((-thicker_k).max(0.0), thicker_k.max(0.0));
        ([dry_c + thin_k, wet_c + thin_k], [dry_c - thick_k, wet_c - thick_k])
    }

    /// What is known of an hour.
    pub fn known(&self, hour: &OutdoorConditions) -> KnownHour {
        let (easier, harder) = self.temperatures_c(hour);
        // A cell holds hours up to one cell colder than its end.
        let [dry_c, wet_c] = [easier[0] + MARGIN_K + CELL_K, easier[1] + MARGIN_K];
        let warmer = cell_of(dry_c);
        if self.met_c[warmer] >= wet_c {
            return KnownHour::Met;
        }
        let colder = cell_of(harder[0] - MARGIN_K - CELL_K);
        let is_unmet = self.unmet_c[colder] <= harder[1] - MARGIN_K;
        if is_unmet && self.solved_c[warmer] >= wet_c { KnownHour::Unmet } else { KnownHour::Open }
    }

    /// Takes a solved hour in.
    pub fn add(&mut self, hour: &OutdoorConditions, is_met: bool) {
        let (easier, harder) = self.temperatures_c(hour);
        let raise = |cells: &mut [f64], at_c: [f64; 2]| {
            for cell in cells[..=cell_of(at_c[0])].iter_mut().rev().take_while(|cell| **cell < at_c[1]) {
                *cell = at_c[1];
            }
        };
        raise(&mut self.solved_c, harder);
        if is_met {
            raise(&mut self.met_c, harder);
        } else {
            for cell in self.unmet_c[cell_of(easier[0])..].iter_mut().take_while(|cell| **cell > easier[1]) {
                *cell = easier[1];
            }
        }
    }
}
