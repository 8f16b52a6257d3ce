//! What things cost and what electricity carries with it: records without physics of their own, read here so that their
//! numbers have a source, a confidence and a range like every other.
//!
//! Neglects: escalation, taxes and residual value.
//!
//! Compared with: sums by hand in `tests/power.rs`; the prices themselves have their sources in `data/costs.toml`.

use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};

/// Price of a class of equipment, installed.
pub mod capital {
    use crate::params;

    params! {
        /// Parameters of a price: so much for each kilowatt of capacity, for each cubic metre and for each unit.
        pub struct CapitalCostSpec {
            /// For each kilowatt of capacity.
            usd_kw ["USD/kW"] in 0.0..=100000.0 = 0.0;
            /// For each cubic metre, of tanks.
            usd_m3 ["USD/m3"] in 0.0..=1e5 = 0.0;
            /// For each unit.
            usd_unit ["USD"] in 0.0..=1e8 = 0.0;
        }
    }
}

/// How a cost of ownership is counted.
pub mod ownership {
    use crate::params;

    params! {
        /// Years, discount rate and maintenance of a life-cycle cost.
        pub struct OwnershipCostSpec {
            /// Years that are counted.
            years [""] in 1.0..=60.0;
            /// Interest on later money, a year, inflation taken off.
            discount_rate [""] in 0.0..=0.5;
            /// Maintenance of plant and power chain, a year, over their price.
            maintenance [""] in 0.0..=0.5;
        }
    }
}

/// Water: its price, and what electricity takes where it is made.
pub mod water {
    use crate::params;

    params! {
        /// Price of water with its sewage.
        pub struct WaterPriceSpec {
            /// For a cubic metre drawn.
            usd_m3 ["USD/m³"] in 0.0..=100.0;
        }
    }
    params! {
        /// Water consumed where electricity is made.
        pub struct ElectricityWaterSpec {
            /// Litres for each kilowatt-hour at the meter.
            l_kwh ["L/kWh"] in 0.0..=100.0;
        }
    }
}

/// Kind of a record that says `kind = "capital-cost"`.
pub static CAPITAL: EquipmentKind = EquipmentKind {
    name: "capital-cost",
    summary: "Price of a class of equipment, installed",
    law: ComponentLaw {
        symbols: "K = k_kW P + k_unit n",
        words: "price for a kilowatt, a cubic metre or a piece",
        results: &[LawResult::CapitalCost],
    },
    params: capital::CapitalCostSpec::PARAMS,
    check: |table| capital::CapitalCostSpec::read(table).map(drop),
};
/// Kind of a record that says `kind = "cost-rules"`.
pub static OWNERSHIP: EquipmentKind = EquipmentKind {
    name: "cost-rules",
    summary: "Years, interest and maintenance of a cost of ownership",
    law: ComponentLaw {
        symbols: "NPC = K_0 + K (1 - (1 + i)^-n) / i",
        words: "years, interest, maintenance",
        results: &[LawResult::LifeCycleCost],
    },
    params: ownership::OwnershipCostSpec::PARAMS,
    check: |table| ownership::OwnershipCostSpec::read(table).map(drop),
};
/// Kind of a record that says `kind = "water-price"`.
pub static WATER_PRICE: EquipmentKind = EquipmentKind {
    name: "water-price",
    summary: "Price of water with its sewage",
    law: ComponentLaw { symbols: "K = W p_w", words: "price of water", results: &[LawResult::WaterPrice] },
    params: water::WaterPriceSpec::PARAMS,
    check: |table| water::WaterPriceSpec::read(table).map(drop),
};
/// Kind of a record that says `kind = "electricity-water"`.
pub static ELECTRICITY_WATER: EquipmentKind = EquipmentKind {
    name: "electricity-water",
    summary: "Water consumed where electricity is made",
    law: ComponentLaw {
        symbols: "w per kilowatt-hour",
        words: "water consumed where electricity is made",
        results: &[LawResult::GenerationWater],
    },
    params: water::ElectricityWaterSpec::PARAMS,
    check: |table| water::ElectricityWaterSpec::read(table).map(drop),
};

/// Price of some units with a capacity each, USD.
pub fn installed_price_usd(spec: &capital::CapitalCostSpec, count: f64, capacity_w: f64) -> f64 {
    count * (spec.usd_unit + spec.usd_kw * capacity_w / 1e3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_and_kilowatts_add() {
        let spec = capital::CapitalCostSpec { usd_kw: 100.0, usd_m3: 0.0, usd_unit: 5000.0 };
        assert_eq!(installed_price_usd(&spec, 3.0, 200e3), 3.0 * (5000.0 + 20_000.0));
        assert_eq!(installed_price_usd(&spec, 0.0, 200e3), 0.0);
    }
}
