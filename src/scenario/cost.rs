//! `[cost]`: over how many years and at what interest a cost of ownership is counted, and how modules are priced. Every
//! number has a default in the catalog.

use crate::units::currency::{Currency, DOLLAR, NAME_MAX};
use crate::units::parse::Dimension;

use super::findings::{KeyContent, ScenarioFindings};
use super::reader::{AllowedRange, TableReader};
use super::tree::{NodeValue, TreeNode, ValueOrigin};
use super::values::ratio_range;

/// How the number of modules of plant and power chain is priced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ModulePricing {
    /// As many as are installed.
    #[default]
    Whole,
    /// As many as the duty asks for, the last in part: the price follows the load without steps. The machines that run stay
    /// whole.
    Scaled,
}

impl ModulePricing {
    /// The words in scenarios.
    pub const WORDS: [&'static str; 2] = ["whole", "scaled"];

    /// The word in scenarios.
    pub const fn name(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Whole, Self::Scaled].into_iter().find(|m| m.name() == word)
    }
}

impl serde::Serialize for ModulePricing {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// A checked `[cost]`: what the scenario gives.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CostSettings {
    /// Years that are counted.
    pub years: Option<f64>,
    /// Interest on later money, a year, inflation taken off.
    pub discount_rate: Option<f64>,
    /// Maintenance a year over the price of plant and power chain.
    pub maintenance: Option<f64>,
    /// Price of the IT equipment for each accelerator, USD; not counted where absent.
    pub it_cost_usd: Option<f64>,
    /// How modules are priced.
    pub modules: ModulePricing,
    /// Money that the scenario and its results are in.
    pub currency: Currency,
}

impl CostSettings {
    pub(super) fn to_json(self) -> serde_json::Value {
        let mut json = serde_json::json!({
            "years": self.years,
            "discount_rate": self.discount_rate,
            "maintenance": self.maintenance,
            "it_cost_usd": self.it_cost_usd,
            "modules": self.modules,
        });
        if !self.currency.is_dollar() {
            json["currency"] = self.currency.name().into();
            json["exchange_rate"] = self.currency.per_usd().into();
        }
        json
    }
}

/// Units of a currency for one US dollar.
const EXCHANGE_RATE: AllowedRange =
    AllowedRange { dimension: Dimension::Ratio, min: Currency::RATE_MIN, max: Currency::RATE_MAX };

/// The currency of a scenario, read ahead of every price. US dollars where none is named, or where it is wrong: then the
/// problem stops the scenario.
pub(super) fn find_currency(node: &TreeNode, issues: &mut ScenarioFindings) -> Currency {
    if !matches!(node.value, NodeValue::Table(_)) {
        return Currency::USD;
    }
    // What `[cost]` holds beside it is read and noted later.
    let mut own = ScenarioFindings::default();
    let mut r = TableReader::new(node, "cost", &mut own);
    let named = r.read_text("currency");
    let rate_given = r.key_node("exchange_rate");
    let rate = r.read_quantity("exchange_rate", EXCHANGE_RATE);
    let mut problem = |message: &str, origin: &ValueOrigin, label: &str, help: String| {
        r.report_problem(message.to_owned(), origin, label, Some(help));
        Currency::USD
    };
    // A rate that is wrong stops the scenario; at any other one its prices are no further problem.
    let at = |name: &str| Currency::new(name, rate.unwrap_or(1.0)).unwrap_or_default();
    let currency = match (named, rate_given) {
        (None, Some(node)) => {
            let help = "add the currency whose units these are for one US dollar: currency = \"EUR\"".to_owned();
            problem("`cost.exchange_rate` without `cost.currency`", &node.origin, "of no currency", help)
        }
        (Some((DOLLAR, origin)), Some(_)) if rate != Some(1.0) => {
            let help = "leave `exchange_rate` out, or name another currency".to_owned();
            problem("one US dollar is one US dollar: `cost.exchange_rate` must be 1", origin, "US dollars", help)
        }
        (None, None) | (Some((DOLLAR, _)), _) => Currency::USD,
        (Some((name, origin)), _) if Currency::new(name, 1.0).is_none() => {
            let help = format!("write 1 to {NAME_MAX} letters of the Latin alphabet, for instance \"EUR\"");
            problem(&format!("`cost.currency`: `{name}` is no name of a currency"), origin, "not a name", help)
        }
        (Some((name, origin)), None) => {
            let help = format!(
                "add how many {name} one US dollar is, for instance exchange_rate = 0.92: the defaults of the catalog \
                 are in US dollars"
            );
            problem("`cost.exchange_rate` is missing", origin, "needs a rate", help);
            at(name)
        }
        // What rounding allows at the edge of the range is no rate: none at all, for one.
        (Some((name, _)), Some(node)) if rate.is_some_and(|rate| Currency::new(name, rate).is_none()) => {
            let help = format!("write how many {name} one US dollar is, for instance 0.92");
            let (low, high) = (Currency::RATE_MIN, Currency::RATE_MAX);
            problem(&format!("`cost.exchange_rate` must be {low} to {high}"), &node.origin, "out of range", help);
            Currency::new(name, 1.0).unwrap_or_default()
        }
        (Some((name, _)), Some(_)) => at(name),
    };
    issues.issues.append(&mut own.issues);
    currency
}

/// Reads the table.
pub(super) fn read_cost(node: &TreeNode, issues: &mut ScenarioFindings) -> CostSettings {
    let currency = issues.currency;
    let mut r = TableReader::new(node, "cost", issues);
    let cost = CostSettings {
        years: r.read_quantity("years", ratio_range(1.0, 60.0)),
        discount_rate: r.read_quantity("discount_rate", ratio_range(0.0, 0.5)),
        maintenance: r.read_quantity("maintenance", ratio_range(0.0, 0.5)),
        it_cost_usd: r.read_quantity("it_cost", AllowedRange { dimension: Dimension::Money, min: 0.0, max: 1e7 }),
        modules: r.read_choice("modules", &ModulePricing::WORDS).and_then(ModulePricing::from_word).unwrap_or_default(),
        currency,
    };
    r.note_content("currency", KeyContent::Text);
    r.note_content(
        "exchange_rate",
        KeyContent::Quantity(EXCHANGE_RATE.dimension, EXCHANGE_RATE.min, EXCHANGE_RATE.max),
    );
    r.key_node("currency");
    r.key_node("exchange_rate");
    r.finish();
    cost
}
