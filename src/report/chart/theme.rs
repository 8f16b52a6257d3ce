//! Grounds, inks and the colours of every palette on them, light and dark.

use plotters::style::RGBColor;

use crate::component::end_use::EndUse;
use crate::scenario::CoolingMethod;

use super::palette::{ARCHITECTURES, ColorPair, MAKERS, OTHER_MAKER, PlantModeClass, end_use_pair, plant_mode_pair};
use super::symbol::Symbol;

/// Pattern of a line: strokes and gaps in pixels by turns; none is a solid line.
pub type Dash = &'static [f64];

/// The pattern of limits.
pub const LIMIT_DASH: Dash = &[7.0, 4.0];

/// Patterns that series take in turn.
const DASHES: [Dash; 4] = [&[], &[9.0, 3.0], &[2.0, 3.0], &[11.0, 3.0, 2.0, 3.0]];

/// How a series is told from others.
#[derive(Clone, Copy, Debug)]
pub struct SeriesStyle {
    /// Colour of its line and marks.
    pub color: RGBColor,
    /// Shape of its marks.
    pub symbol: Symbol,
    /// Pattern of its line.
    pub dash: Dash,
}

/// Colours of a drawing.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    /// Behind everything.
    pub background: RGBColor,
    /// Text that carries the message.
    pub ink: RGBColor,
    /// Text beside it.
    pub faint: RGBColor,
    /// Grid lines.
    pub grid: RGBColor,
    /// Limits and what passes them: dashed lines with a label.
    pub limit: RGBColor,
    dark: bool,
}

impl Theme {
    /// On white.
    pub const LIGHT: Self = Self {
        background: RGBColor(255, 255, 255),
        ink: RGBColor(31, 41, 55),
        faint: RGBColor(92, 102, 117),
        grid: RGBColor(229, 231, 235),
        limit: RGBColor(180, 35, 24),
        dark: false,
    };
    /// On near black.
    pub const DARK: Self = Self {
        background: RGBColor(17, 24, 39),
        ink: RGBColor(243, 244, 246),
        faint: RGBColor(165, 173, 186),
        grid: RGBColor(55, 65, 81),
        limit: RGBColor(255, 138, 122),
        dark: true,
    };

    const fn pick(&self, pair: ColorPair) -> RGBColor {
        if self.dark { pair.dark } else { pair.light }
    }

    /// Line of a cooling method.
    pub fn cooling_color(&self, cooling: CoolingMethod) -> RGBColor {
        let bucket = match cooling {
            CoolingMethod::Air => EndUse::AirHandling,
            CoolingMethod::RearDoor => EndUse::ServerFans,
            CoolingMethod::Hybrid => EndUse::Pumps,
            CoolingMethod::ColdPlate => EndUse::Chillers,
            CoolingMethod::Immersion1p => EndUse::Conversion,
            CoolingMethod::Immersion2p => EndUse::Accelerators,
        };
        self.end_use_colors(bucket).0
    }

    /// A share of a colour over the background.
    pub fn tint_color(&self, color: RGBColor, share: f64) -> RGBColor {
        let mix = |back: u8, front: u8| {
            let value = f64::from(back) + share.clamp(0.0, 1.0) * (f64::from(front) - f64::from(back));
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two bytes")]
            let byte = value.round() as u8;
            byte
        };
        let (b, c) = (self.background, color);
        RGBColor(mix(b.0, c.0), mix(b.1, c.1), mix(b.2, c.2))
    }

    /// Fill of an end use, and the ink that reads on it.
    pub fn end_use_colors(&self, end_use: EndUse) -> (RGBColor, RGBColor) {
        let fill = self.pick(end_use_pair(end_use));
        (fill, ink_on(fill))
    }

    /// Colour, mark and dash of the architecture at a place of the scenario, from 0; the first 84 differ, the first
    /// twelve by their marks alone.
    pub fn architecture_style(&self, place: usize) -> SeriesStyle {
        // Seven colours and twelve marks have no common divisor, so that pairs repeat only after 84.
        SeriesStyle {
            color: self.pick(ARCHITECTURES[place % ARCHITECTURES.len()]),
            symbol: Symbol::ALL[place % Symbol::ALL.len()],
            dash: DASHES[place / ARCHITECTURES.len() % DASHES.len()],
        }
    }

    /// Colour of a maker of accelerators by its name.
    pub fn maker_color(&self, maker: &str) -> RGBColor {
        let known = MAKERS.iter().find(|(name, _)| *name == maker);
        self.pick(known.map_or(OTHER_MAKER, |(_, pair)| *pair))
    }

    /// Colour of how a plant cools.
    pub const fn plant_mode_color(&self, mode: PlantModeClass) -> RGBColor {
        self.pick(plant_mode_pair(mode))
    }
}

/// Relative luminance of a colour, 0 to 1 (Web Content Accessibility Guidelines 2.2).
pub fn relative_luminance(color: RGBColor) -> f64 {
    let linear = |byte: u8| {
        let share = f64::from(byte) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(color.0) + 0.7152 * linear(color.1) + 0.0722 * linear(color.2)
}

/// Contrast of two colours, 1 to 21 (Web Content Accessibility Guidelines 2.2).
pub fn contrast_ratio(a: RGBColor, b: RGBColor) -> f64 {
    let (a, b) = (relative_luminance(a), relative_luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// White or near black, whichever stands out more from a fill.
pub fn ink_on(fill: RGBColor) -> RGBColor {
    let (white, black) = (RGBColor(255, 255, 255), RGBColor(10, 12, 16));
    if contrast_ratio(white, fill) >= contrast_ratio(black, fill) { white } else { black }
}
