//! Numbers as people read them.

use crate::study::compare::result::ItSummary;

/// A number with thousands set apart by commas and `digits` decimals; a true minus sign.
pub fn format_number(value: f64, digits: usize) -> String {
    let text = format!("{:.digits$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::with_capacity(text.len() + 4);
    // A value that rounds to zero has no sign.
    if value < 0.0 && text.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        out.push('−');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A number with three to four significant digits.
pub fn format_significant(value: f64) -> String {
    let digits = match value.abs() {
        v if v >= 100.0 || v == 0.0 => 0,
        v if v >= 10.0 => 1,
        v if v >= 1.0 => 2,
        _ => 3,
    };
    format_number(value, digits)
}

/// Decimals that make five digits; none below a hundredth, where a power of ten says more.
pub fn decimal_count(value: f64) -> Option<usize> {
    match value.abs() {
        v if v >= 1e4 || v == 0.0 => Some(0),
        v if v >= 1e3 => Some(1),
        v if v >= 1e2 => Some(2),
        v if v >= 1e1 => Some(3),
        v if v >= 1e-2 => Some(4),
        _ => None,
    }
}

/// A power with its prefix.
pub fn format_power(watts: f64) -> String {
    match watts.abs() {
        w if w >= 999.5e6 => format!("{} GW", format_number(watts / 1e9, 2)),
        w if w >= 100e6 => format!("{} MW", format_number(watts / 1e6, 0)),
        w if w >= 999.5e3 => format!("{} MW", format_number(watts / 1e6, 2)),
        w if w >= 999.5 => format!("{} kW", format_significant(watts / 1e3)),
        _ => format!("{} W", format_number(watts, 0)),
    }
}

/// An energy of some kWh with its prefix.
pub fn format_energy(kwh: f64) -> String {
    match kwh.abs() {
        e if e >= 999.5e3 => format!("{} GWh", format_significant(kwh / 1e6)),
        e if e >= 999.5 => format!("{} MWh", format_significant(kwh / 1e3)),
        _ => format!("{} kWh", format_number(kwh, 0)),
    }
}

/// How much equipment there is: "1,152 accelerators", "16 racks", "1.00 MW of IT".
pub fn format_it_size(it: &ItSummary) -> String {
    let counted = |n: u32, noun: &str| {
        let plural = if n == 1 { "" } else { "s" };
        format!("{} {noun}{plural}", format_number(f64::from(n), 0))
    };
    if !it.groups.is_empty() {
        let n = it.groups.len();
        return format!("{n} group{} of racks", if n == 1 { "" } else { "s" });
    }
    match (it.accelerators, it.racks, it.load_w) {
        (Some(n), _, _) => counted(n, "accelerator"),
        (_, Some(n), _) => counted(n, "rack"),
        (_, _, load) => format!("{} of IT", format_power(load.unwrap_or(0.0))),
    }
}

/// What is compared and how busy it is: `1,448 accelerators, 80 % of the servers busy`.
pub fn format_it(it: &ItSummary) -> String {
    let loads = it.loads();
    let (low, high) = loads.fold((f64::INFINITY, 0.0_f64), |(low, high), load| (low.min(load), high.max(load)));
    let percent = |share: f64| format_number(share * 100.0, 0);
    let busy =
        if percent(low) == percent(high) { percent(low) } else { format!("{} to {}", percent(low), percent(high)) };
    let busy = format!("{busy} % of the servers busy");
    let filled = if it.filled < 1.0 { format!(", {} % of the racks there", percent(it.filled)) } else { String::new() };
    let load = if it.has_profile() { "load by the hour".to_owned() } else { busy };
    format!("{}, {load}{filled}", format_it_size(it))
}

/// A share in percent.
pub fn format_percent(share: f64) -> String {
    format!("{} %", format_number(share * 100.0, 1))
}

/// A probability in percent; what is nearly certain is not called certain.
pub fn format_probability(p: f64) -> String {
    match 100.0 * p {
        0.0 => "0 %".to_owned(),
        100.0 => "100 %".to_owned(),
        p if p < 0.95 => "< 1 %".to_owned(),
        p if p > 99.05 => "> 99 %".to_owned(),
        p => format!("{} %", format_number(p, 0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        assert_eq!(format_number(1_234_567.0, 0), "1,234,567");
        assert_eq!(format_number(-1234.56, 1), "−1,234.6");
        assert_eq!(format_number(-0.01, 1), "0.0");
        assert_eq!(format_number(999.0, 0), "999");
        assert_eq!(format_power(1_432_000.0), "1.43 MW");
        assert_eq!(format_power(113.2e6), "113 MW");
        assert_eq!(format_power(1.132e9), "1.13 GW");
        assert_eq!(format_power(41_711.0), "41.7 kW");
        assert_eq!(format_power(-537.2), "−537 W");
        assert_eq!(format_percent(0.0712), "7.1 %");
    }
}
