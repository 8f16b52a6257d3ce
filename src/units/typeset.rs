//! Units as people read them: `degC` is input and JSON, °C is what is shown.

/// Labels of SI that are shown in other letters than they are typed in.
const TYPESET: [(&str, &str); 21] = [
    ("degC", "°C"),
    ("m2", "m²"),
    ("mm2", "mm²"),
    ("m3", "m³"),
    ("m3/h", "m³/h"),
    ("m3/s", "m³/s"),
    ("m2/s", "m²/s"),
    ("mm2/s", "mm²/s"),
    ("m3/kg", "m³/kg"),
    ("kg/m3", "kg/m³"),
    ("USD/m3", "USD/m³"),
    ("Pa s/m3", "Pa s/m³"),
    ("Pa s2/m6", "Pa s²/m⁶"),
    ("K cm2/W", "K cm²/W"),
    ("um", "µm"),
    ("kg CO2e", "kg CO₂e"),
    ("t CO2e", "t CO₂e"),
    ("g CO2e/kWh", "g CO₂e/kWh"),
    ("ft2", "ft²"),
    ("ft2/s", "ft²/s"),
    ("lb/ft3", "lb/ft³"),
];

/// A unit's label as it is shown; one that is typed as it is shown is itself.
pub fn typeset_unit(label: &str) -> &str {
    TYPESET.iter().find(|(typed, _)| *typed == label).map_or(label, |(_, shown)| shown)
}

/// A text of the catalog with its units as they are shown: words that are a unit of their own.
pub fn typeset_text(text: &str) -> String {
    let word = |word: &str| {
        let bare = word.trim_matches(['(', ')', ',', '.', ';', ':']);
        let shown = typeset_unit(bare);
        if bare.is_empty() || shown == bare { word.to_owned() } else { word.replacen(bare, shown, 1) }
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ").replace("CO2", "CO₂").replace("+-", "±")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_units_are_typeset() {
        assert_eq!(typeset_unit("degC"), "°C");
        assert_eq!(typeset_unit("kW"), "kW");
        assert_eq!(
            typeset_text("set points of 78 and 79 degC; m3 and um3, 245 g CO2e/kWh"),
            "set points of 78 and 79 °C; m³ and um3, 245 g CO₂e/kWh"
        );
        assert_eq!(typeset_text("about 800 mm2, +-20 % (10 degC)"), "about 800 mm², ±20 % (10 °C)");
    }
}
