//! Networks assembled for the solvers: heat through conductances and streams, liquid or air through branches.

mod element;
pub mod hydraulic;
pub mod thermal;
