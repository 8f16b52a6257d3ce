//! Makers of products in the order in which they come, and colours of what cools the accelerators.

use plotters::style::RGBColor;

use crate::report::chart::theme::Theme;
use crate::study::generations::halls::CoolingMedium;

/// The makers of some products, each once, in the order in which they come.
pub(crate) fn list_makers<'m>(vendors: impl Iterator<Item = &'m str>) -> Vec<&'m str> {
    let mut out: Vec<&str> = Vec::new();
    for vendor in vendors {
        if !out.contains(&vendor) {
            out.push(vendor);
        }
    }
    out
}

/// Colour of what cools the accelerators: two architectures.
pub(crate) fn medium_color(theme: &Theme, medium: CoolingMedium) -> RGBColor {
    theme.architecture_style(usize::from(medium == CoolingMedium::Liquid)).color
}
