//! The unit that the end of a key names: `_kwh`, `_l_per_kwh`.

/// Endings and their units; a longer ending stands before one that it ends in.
const UNITS: [(&str, &str); 35] = [
    ("_kg_s", "kg/s"),
    ("_mm2_s", "mm2/s"),
    ("_pa_s", "Pa s"),
    ("_usd_per_kwh_it", "USD/kWh"),
    ("_usd_per_kwh", "USD/kWh"),
    ("_usd_per_m3", "USD/m3"),
    ("_usd_per_kw_month", "USD/kW"),
    ("_usd_per_mwh", "USD/MWh"),
    ("_g_per_kwh", "g/kWh"),
    ("_kg_per_kwh", "kg/kWh"),
    ("_l_per_kwh", "L/kWh"),
    ("_kg_co2e", "kg CO2e"),
    ("_tokens_per_s", "1/s"),
    ("_k_cm2_w", "K cm2/W"),
    ("_k_per_w", "K/W"),
    ("_w_k", "W/K"),
    ("_l_min", "L/min"),
    ("_m3_s", "m3/s"),
    ("_pa_s2_m6", "Pa s2/m6"),
    ("_pa_s_m3", "Pa s/m3"),
    ("_m_s", "m/s"),
    ("_per_k", "1/K"),
    ("_mm2", "mm2"),
    ("_kwh", "kWh"),
    ("_usd", "USD"),
    ("_hours", "h"),
    ("_pa", "Pa"),
    ("_mm", "mm"),
    ("_um", "um"),
    ("_w", "W"),
    ("_c", "degC"),
    ("_k", "K"),
    ("_l", "L"),
    ("_m", "m"),
    ("_s", "s"),
];

/// The unit that a key ends in; empty for a ratio.
pub fn unit_of_key(key: &str) -> &'static str {
    UNITS.iter().find(|(end, _)| key.ends_with(end)).map_or("", |(_, unit)| unit)
}
