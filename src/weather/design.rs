//! Design conditions of an EPW header, whatever the edition of the handbook they are from.
//!
//! The editions agree in the order of quantities after their keyword, not in their number: 2009 and 2013 give the extreme
//! wet-bulb as fourth value of `Extremes`, 2017 and 2021 as last of `Cooling`; 2017 has one more value at the very end (an
//! extreme of the coldest wet-bulb). What is not in the order that nature demands (0.4 %
//! warmer than 1 % warmer than 2 %, wet-bulbs below dry-bulbs) is not read.

use super::location::WeatherLocation;

/// Wind speeds after `Extremes`.
const WIND_FIELDS: usize = 3;
/// Values from the first yearly mean on: mean, deviation, and returns in 5, 10, 20 and 50 years, each least and most.
const RETURN_PERIOD_FIELDS: usize = 12;
/// Place of the returns in 20 years among them.
const TWENTY_YEARS: usize = 8;
/// Furthest that an extreme lies above the value that 0.4 % of the hours pass, K.
const EXTREME_MARGIN_K: f64 = 20.0;

fn temperature_field(fields: &[&str], place: usize) -> Option<f64> {
    fields.get(place)?.trim().parse().ok().filter(|v: &f64| (-70.0..70.0).contains(v))
}

/// Reads them into `place`; what is missing or out of order stays absent.
pub(super) fn read_design_conditions(fields: &[&str], place: &mut WeatherLocation) {
    let after = |word: &str| fields.iter().position(|f| f.eq_ignore_ascii_case(word));
    let Some((dry, wet)) = after("Cooling").and_then(|at| cooling_design(fields, at)) else { return };
    (place.design_dry_bulb_c, place.design_wet_bulb_c) = (Some(dry), Some(wet));
    let Some(at) = after("Extremes") else { return };
    let end = fields.iter().rposition(|f| !f.is_empty()).map_or(0, |last| last + 1);
    let first = at + 1 + WIND_FIELDS;
    let Some(more) = end.checked_sub(first + RETURN_PERIOD_FIELDS) else { return };
    // One value more stands in front (the extreme wet-bulb, warmer than the coldest hour of a year) or at the end.
    let wet_bulb_first = more > 0
        && temperature_field(fields, first).zip(temperature_field(fields, first + 1)).is_some_and(|(a, b)| a > b);
    let means = if wet_bulb_first { first + 1 } else { first };
    // Some editions give the most of a pair first.
    let twenty = temperature_field(fields, means + TWENTY_YEARS)
        .zip(temperature_field(fields, means + TWENTY_YEARS + 1))
        .map(|(a, b)| a.max(b));
    place.extreme_dry_bulb_c = twenty.filter(|t| (dry..=dry + EXTREME_MARGIN_K).contains(t));
    let most_wet = temperature_field(fields, if wet_bulb_first { first } else { at.saturating_sub(1) });
    place.extreme_wet_bulb_c = most_wet.filter(|t| (wet..=wet + EXTREME_MARGIN_K).contains(t));
}

/// Dry-bulb and wet-bulb that 0.4 % of the hours pass: after the warmest month and the daily range, which the oldest
/// headers leave out.
fn cooling_design(fields: &[&str], at: usize) -> Option<(f64, f64)> {
    [at + 3, at + 1, at + 2, at + 4].into_iter().find_map(|first| {
        let v = |i: usize| temperature_field(fields, first + i);
        // Three dry-bulbs with their mean wet-bulbs, then three wet-bulbs with their mean dry-bulbs.
        let dry = [v(0)?, v(2)?, v(4)?];
        let wet = [v(6)?, v(8)?, v(10)?];
        let falls = |t: [f64; 3]| t[0] >= t[1] && t[1] >= t[2];
        let below =
            (0..6).all(|i| v(2 * i).zip(v(2 * i + 1)).is_some_and(|(a, b)| if i < 3 { b <= a } else { a <= b }));
        (falls(dry) && falls(wet) && below && dry[0] >= wet[0] && dry[0] > -10.0).then_some((dry[0], wet[0]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> [Option<f64>; 4] {
        let fields: Vec<&str> = text.split(',').map(str::trim).collect();
        let mut p = WeatherLocation::default();
        read_design_conditions(&fields, &mut p);
        [p.design_dry_bulb_c, p.design_wet_bulb_c, p.extreme_dry_bulb_c, p.extreme_wet_bulb_c]
    }

    // Lines as the files of each edition have them; Dulles (2009), Munich (2021).
    const Y2009: &str = "DESIGN CONDITIONS,1,Climate Design Data 2009 ASHRAE Handbook,,Heating,1,-11.8,-9,-19.5,0.7,-9,-16.7,0.9,-6.5,11.2,0.8,10.3,0.6,2.7,310,Cooling,7,11.4,34.1,23.9,32.7,23.5,31.2,22.8,25.4,31.6,24.7,30.3,24.1,29.1,4,290,23.6,18.6,27.8,23,18,27.1,22.5,17.4,26.6,78,31.6,75.2,30.6,72.5,29.2,712,Extremes,9.2,8.2,7.3,28.9,-17.2,36.2,4.6,1.9,-20.4,37.5,-23.1,38.7,-25.7,39.7,-29,41.1";
    const Y2021: &str = "DESIGN CONDITIONS,1,2021 ASHRAE Handbook -- Fundamentals - Chapter 14 Climatic Design Information,,Heating,2,-11.9,-9.2,-15.1,1.1,-10.4,-12.8,1.3,-7.9,10.3,9.2,9.2,7.1,1.8,90,0.476,Cooling,7,8.8,29.5,19.0,27.7,18.1,26.1,17.5,19.7,27.4,18.9,26.1,18.2,24.4,2.6,270,17.2,13.1,21.6,16.4,12.5,21.1,15.8,11.9,20.8,58.6,27.5,55.9,26.3,53.3,24.5,22.7,Extremes,7.8,6.4,5.3,-13.4,33.1,4.3,2.0,-16.5,34.6,-19.0,35.8,-21.4,36.9,-24.5,38.4";

    // New Delhi and Atlanta, as the weather of ASHRAE 140 in LBNL's Modelica Buildings has them (2017).
    const DELHI: &str = "DESIGN CONDITIONS,1,2017 ASHRAE Handbook -- Fundamentals - Chapter 14 Climatic Design Information,,Heating,1,5.8,6.9,-0.9,3.6,19,1.1,4.2,21,7.7,18.5,6.8,18.2,1.5,250,Cooling,5,12.5,43.2,22.4,42,22.3,40.8,22.4,29.4,33.2,28.7,32.5,28.2,31.8,4.7,300,28.9,26.2,30.9,28,24.8,30.6,27.2,23.6,30,98.4,32.6,95.1,32.9,92.4,31.5,32.2,Extremes,7.9,6.7,5.9,3.1,45.5,1.8,1.5,1.8,46.5,0.8,47.4,-0.2,48.3,-1.5,49.4,2.6";
    const ATLANTA: &str = "DESIGN CONDITIONS,1,2017 ASHRAE Handbook -- Fundamentals - Chapter 14 Climatic Design Information,,Heating,1,-5.6,-3,-15.1,1,-1.5,-12.6,1.3,0.5,11.1,4.3,10.4,4,5.3,320,Cooling,7,9.3,34.4,23.4,33.1,23.2,32,22.9,25.2,31.3,24.6,30.3,24.1,29.3,3.9,300,23.5,19,27.4,23,18.4,26.8,22.6,17.9,26.5,78.3,31.3,75.9,30.4,73.9,29.6,28,Extremes,9.5,8.5,7.6,-9.5,35.9,2.6,2,-11.3,37.4,-12.8,38.6,-14.3,39.7,-16.1,41.2,-10.8";

    #[test]
    fn the_edition_of_2017_gives_its_extremes() {
        let delhi = [Some(43.2), Some(29.4), Some(48.3), Some(32.2)];
        assert_eq!(of(DELHI), delhi);
        assert_eq!(of(ATLANTA), [Some(34.4), Some(25.2), Some(39.7), Some(28.0)]);
        // Its last value may be missing.
        assert_eq!(of(DELHI.trim_end_matches("2.6")), delhi);
    }

    #[test]
    fn every_edition_gives_the_same_four() {
        let dulles = [Some(34.1), Some(25.4), Some(39.7), Some(28.9)];
        assert_eq!(of(Y2009), dulles);
        assert_eq!(of(Y2021), [Some(29.5), Some(19.7), Some(36.9), Some(22.7)]);
        // No enthalpies and hours (2005), the most before the least, no month and range, trailing commas.
        assert_eq!(of(&Y2009.replace(",78,31.6,75.2,30.6,72.5,29.2,712,", ",")), dulles);
        let most_first =
            Y2009.replace("-20.4,37.5,-23.1,38.7,-25.7,39.7,-29,41.1", "37.5,-20.4,38.7,-23.1,39.7,-25.7,41.1,-29");
        assert_eq!(of(&most_first), dulles);
        assert_eq!(of(&Y2009.replace("Cooling,7,11.4,", "Cooling,")), dulles);
        assert_eq!(of(&format!("{Y2009},,,")), dulles);
    }

    #[test]
    fn what_is_out_of_order_is_not_read() {
        assert_eq!(of("DESIGN CONDITIONS,0"), [None; 4]);
        assert_eq!(of("DESIGN CONDITIONS,1,x,,Cooling,7"), [None; 4]);
        assert_eq!(of(&Y2009.replace("34.1,23.9", "23.9,34.1")), [None; 4], "wet-bulb above dry-bulb");
        // A 20-year value below the 0.4 % one is none; nor is a mean of the coldest night the extreme wet-bulb.
        assert_eq!(of(&Y2009.replace("39.7", "29.7"))[2], None);
        assert_eq!(of(&Y2021.replace(",22.7,Extremes", ",712,Extremes"))[3], None);
    }
}
