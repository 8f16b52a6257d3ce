//! One result, rendered many ways. Nothing here computes physics: it formats, and puts findings into words.
//!
//! A room for each question holds its text and its charts. [`document`] has what every report is made of, [`chart`] the
//! primitives of drawing.

pub mod capacity;
pub mod chart;
pub mod climates;
pub mod compare;
pub mod context;
pub mod document;
pub mod error;
pub mod explain;
pub mod explicit_plant;
pub mod format;
pub mod generations;
pub mod optimize;
pub mod properties;
pub mod rack;
pub mod site;
pub mod sweep;
pub mod transient;
pub mod uncertainty;
pub mod validation;
pub mod view;

pub use self::context::ReportContext;
pub use self::document::units::UnitSystem;
pub use self::error::ReportError;
pub use self::format::OutputFormat;
pub use self::view::{Report, render, render_files};
