//! What is asked of the AI factory, and what its parts share.

use crate::catalog::generation::GenerationTables;
use crate::catalog::generation::accelerator::Accelerator;
use crate::catalog::generation::price::PriceRecord;
use crate::units::Power;

use super::halls::CoolingMedium;
use super::options::GenerationError;

/// What is asked.
#[derive(Clone, Debug)]
pub struct FactoryRequest {
    /// Power at the utility meter that must not be passed.
    pub power: Power,
    /// Price of output tokens, USD for a million.
    pub token_price_usd: Option<f64>,
    /// Prices of accelerators with their share of host and network, by id, USD.
    pub prices: Vec<(String, f64)>,
    /// The generation that stands there and the one that could replace it, each with its side if that is said.
    pub replace: Option<[(String, Option<CoolingMedium>); 2]>,
    /// Years that are looked at.
    pub years: f64,
}

/// Name of an option: the accelerator and how its hall is cooled.
pub(crate) fn option_name(chip: &Accelerator, side: CoolingMedium) -> String {
    format!("{}@{}", chip.id, side.name())
}

/// The same in words: the product and how its hall is cooled.
pub(crate) fn option_title(chip: &Accelerator, side: CoolingMedium) -> String {
    format!("{} on {}", chip.name, side.name())
}

/// A record of the table of prices that the factory can't do without.
pub(crate) fn required_price<'a>(
    generations: &'a GenerationTables,
    id: &str,
) -> Result<&'a PriceRecord, GenerationError> {
    generations.price(id).ok_or_else(|| GenerationError::Unknown {
        what: "price",
        word: id.to_owned(),
        near: Vec::new(),
        listed: "generations/prices.csv of the data folder lacks it".to_owned(),
    })
}

/// Carbon of making one accelerator, low and high, kg.
pub(crate) fn embodied_carbon_kg(generations: &GenerationTables) -> Result<[f64; 2], GenerationError> {
    required_price(generations, "embodied-accelerator").map(|p| [p.low, p.high])
}
