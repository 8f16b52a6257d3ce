//! What every report is made of: sections of tables and notes, numbers with units, and a renderer for each format.

pub(crate) mod csv;
pub(crate) mod escape;
pub(crate) mod fold;
pub mod intervals;
pub mod json;
pub(crate) mod markdown;
pub mod model;
pub mod numbers;
pub(crate) mod page;
pub(crate) mod phrase;
pub mod section;
pub(crate) mod terminal;
pub(crate) mod text_table;
pub mod unit_label;
pub mod units;
