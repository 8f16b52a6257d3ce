//! Many runs of the model: the comparison of architectures, the study of one rack. Knows nothing of how results are shown.

pub mod best;
pub mod capacity;
pub mod climates;
pub mod compare;
pub mod design;
mod error;
pub mod explain;
pub mod explicit_plant;
pub mod generations;
pub mod growth;
pub mod optimize;
pub mod properties;
mod provenance;
pub mod rack;
pub mod site;
pub mod sweep;
pub mod transient;
pub mod uncertainty;
pub mod validation;
mod words;
