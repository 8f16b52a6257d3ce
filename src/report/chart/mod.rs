//! Charts: one look, one palette with one meaning, titles that say what is seen. Here are the primitives; what a chart
//! shows stands with its question.

pub(crate) mod canvas;
pub mod data;
pub mod fonts;
pub mod image;
pub mod inline;
pub(crate) mod ladder;
pub(crate) mod legend;
pub(crate) mod log;
pub(crate) mod marks;
pub mod palette;
pub(crate) mod plane;
pub(crate) mod reserve;
pub(crate) mod rows;
pub(crate) mod sankey;
pub(crate) mod scale;
pub(crate) mod sequential;
pub(crate) mod series;
mod strikes;
pub mod symbol;
pub(crate) mod text;
pub mod theme;

pub use self::image::{Chart, render_files};
