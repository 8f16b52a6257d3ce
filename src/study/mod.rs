//! Many runs of the model: the comparison of architectures, the study of one rack. Knows nothing of how results are shown.

mod amount;
pub mod bare_build;
pub mod bare_result;
pub mod bare_study;
pub mod build;
mod claims;
pub mod climates;
pub mod compare;
mod envelope;
mod place;
mod provenance;
pub mod rack_result;
pub mod rack_study;
pub mod result;
pub mod site_result;
pub mod site_study;
mod summary;
mod ways;
