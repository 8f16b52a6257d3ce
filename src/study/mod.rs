//! Many runs of the model: the comparison of architectures, the study of one rack. Knows nothing of how results are shown.

mod amount;
mod annual;
pub mod bare_build;
pub mod bare_result;
pub mod bare_study;
pub mod bucket;
pub mod build;
pub mod chain_result;
mod claims;
pub mod climates;
pub mod compare;
mod cost;
pub mod cost_result;
mod envelope;
mod feed;
mod outdoor_air;
mod place;
mod provenance;
pub mod rack_result;
pub mod rack_study;
mod rates;
pub mod result;
pub mod site_result;
pub mod site_study;
mod summary;
mod towers;
mod ways;
