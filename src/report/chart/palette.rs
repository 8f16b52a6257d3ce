//! Colours by what they mean: one palette for each meaning, none used for another. Each colour is given on white and on
//! near black. All stand out from their ground by 3:1, and those that come to lie beside each other are told apart by
//! colour-blind eyes; tests compute both.

use plotters::style::RGBColor;

use crate::component::end_use::EndUse;

/// A colour on the light and on the dark ground.
#[derive(Clone, Copy, Debug)]
pub struct ColorPair {
    /// On white.
    pub light: RGBColor,
    /// On near black.
    pub dark: RGBColor,
}

const fn pair(light: (u8, u8, u8), dark: (u8, u8, u8)) -> ColorPair {
    ColorPair { light: RGBColor(light.0, light.1, light.2), dark: RGBColor(dark.0, dark.1, dark.2) }
}

/// How a plant cools, in the order of the compressors' share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlantModeClass {
    /// Outdoor air or water does it all.
    Free,
    /// Outdoor air or water takes a part, compressors the rest.
    Partial,
    /// Compressors do it all.
    Mechanical,
    /// Cooling is bought as chilled water.
    Purchased,
}

impl PlantModeClass {
    /// Every mode.
    pub const ALL: [Self; 4] = [Self::Free, Self::Partial, Self::Mechanical, Self::Purchased];

    /// Name in charts.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Free => "free cooling",
            Self::Partial => "partial free cooling",
            Self::Mechanical => "mechanical cooling",
            Self::Purchased => "purchased cooling",
        }
    }
}

/// Fill of an end use. Hues after Okabe and Ito.
pub(crate) const fn end_use_pair(end_use: EndUse) -> ColorPair {
    match end_use {
        EndUse::Accelerators => pair((174, 94, 59), (225, 122, 48)),
        EndUse::OtherIt => pair((114, 139, 175), (103, 129, 255)),
        EndUse::ServerFans => pair((227, 119, 20), (252, 205, 59)),
        EndUse::Network => pair((113, 87, 206), (255, 208, 219)),
        EndUse::Storage => pair((110, 100, 30), (198, 189, 139)),
        EndUse::Conversion => pair((234, 37, 123), (230, 130, 180)),
        EndUse::AirHandling => pair((26, 144, 208), (127, 206, 255)),
        EndUse::Pumps => pair((14, 116, 87), (15, 162, 112)),
        EndUse::Chillers => pair((70, 114, 129), (116, 137, 161)),
        EndUse::PurchasedCooling => pair((6, 55, 80), (120, 225, 235)),
        EndUse::HeatRejection => pair((78, 75, 167), (120, 89, 214)),
        EndUse::Building => pair((146, 144, 89), (196, 193, 180)),
    }
}

/// Colours of a plant's modes.
pub(crate) const fn plant_mode_pair(mode: PlantModeClass) -> ColorPair {
    match mode {
        PlantModeClass::Free => pair((20, 130, 160), (72, 207, 247)),
        PlantModeClass::Partial => pair((180, 140, 0), (240, 210, 90)),
        PlantModeClass::Mechanical => pair((170, 40, 40), (243, 116, 109)),
        PlantModeClass::Purchased => pair((79, 78, 94), (163, 160, 171)),
    }
}

/// Colours of architectures in their order; marks and dashes go on where they repeat.
pub(crate) const ARCHITECTURES: [ColorPair; 7] = [
    pair((19, 31, 99), (125, 150, 169)),
    pair((212, 125, 0), (255, 216, 42)),
    pair((148, 59, 160), (206, 100, 255)),
    pair((0, 140, 130), (84, 216, 189)),
    pair((183, 59, 26), (253, 136, 112)),
    pair((89, 148, 226), (161, 220, 255)),
    pair((75, 53, 40), (165, 110, 46)),
];

/// Makers that have a colour of their own; others share the last.
pub(crate) const MAKERS: [(&str, ColorPair); 5] = [
    ("NVIDIA", pair((83, 153, 19), (67, 149, 0))),
    ("AMD", pair((168, 6, 24), (255, 119, 118))),
    ("Intel", pair((0, 102, 212), (90, 170, 255))),
    ("Google", pair((158, 140, 122), (254, 203, 70))),
    ("AWS", pair((95, 44, 109), (169, 125, 167))),
];

/// Any other maker.
pub(crate) const OTHER_MAKER: ColorPair = pair((80, 80, 80), (190, 190, 190));
