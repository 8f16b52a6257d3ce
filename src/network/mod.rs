//! Networks assembled for the solvers: heat through conductances and streams, liquid or air through branches.

pub mod dynamic;
mod element;
pub mod hydraulic;
pub mod thermal;
