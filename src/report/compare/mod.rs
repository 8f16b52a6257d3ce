//! The comparison of architectures as table, CSV, Markdown, charts and page.

pub mod csv;
pub(crate) mod difference_chart;
pub(crate) mod end_use_chart;
pub(crate) mod headline;
pub mod markdown;
pub mod metrics;
pub mod page;
pub(crate) mod power_chain;
pub mod table;
