//! Numbers with units in text: "45 degC", "132 kW", "80 L/min".
