//! Colours of makers, a set of categories, and of what cools the accelerators.

use plotters::style::RGBColor;

use crate::report::chart::theme::Theme;
use crate::study::compare::result::EndUse;
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

/// Colour of a maker.
pub(crate) fn maker_color(theme: &Theme, vendor: &str, _makers: &[&str]) -> RGBColor {
    let bucket = match vendor {
        "NVIDIA" => EndUse::Pumps,
        "AMD" => EndUse::Accelerators,
        "Intel" => EndUse::Chillers,
        "Google" => EndUse::ServerFans,
        _ => EndUse::Conversion,
    };
    theme.end_use_colors(bucket).0
}

/// Colour of what cools the accelerators: that of air or of liquid.
pub(crate) fn medium_color(theme: &Theme, medium: CoolingMedium) -> RGBColor {
    let bucket = match medium {
        CoolingMedium::Air => EndUse::AirHandling,
        CoolingMedium::Liquid => EndUse::Chillers,
    };
    theme.end_use_colors(bucket).0
}
