//! Colours: one meaning each, light and dark. Hues after Okabe and Ito, told apart by colour-blind eyes.

use plotters::style::RGBColor;

use crate::scenario::CoolingMethod;
use crate::study::compare::result::EndUse;

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
    /// Limits and what passes them.
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

    /// Fill of a component class, and the ink that reads on it.
    pub fn end_use_colors(&self, bucket: EndUse) -> (RGBColor, RGBColor) {
        let (white, black) = (RGBColor(255, 255, 255), RGBColor(23, 28, 36));
        let (light, dark) = match bucket {
            EndUse::Accelerators => ((RGBColor(213, 94, 0), white), (RGBColor(240, 134, 60), black)),
            EndUse::OtherIt => ((RGBColor(142, 164, 190), black), (RGBColor(142, 164, 190), black)),
            EndUse::ServerFans => ((RGBColor(230, 159, 0), black), (RGBColor(244, 184, 60), black)),
            EndUse::Network => ((RGBColor(120, 94, 160), white), (RGBColor(172, 150, 214), black)),
            EndUse::Storage => ((RGBColor(196, 180, 84), black), (RGBColor(206, 192, 110), black)),
            EndUse::Conversion => ((RGBColor(204, 121, 167), black), (RGBColor(221, 150, 190), black)),
            EndUse::AirHandling => ((RGBColor(86, 180, 233), black), (RGBColor(120, 196, 240), black)),
            EndUse::Pumps => ((RGBColor(0, 158, 115), white), (RGBColor(52, 190, 150), black)),
            EndUse::Chillers => ((RGBColor(0, 114, 178), white), (RGBColor(76, 160, 220), black)),
            EndUse::PurchasedCooling => ((RGBColor(0, 66, 107), white), (RGBColor(110, 205, 215), black)),
            EndUse::HeatRejection => ((RGBColor(61, 90, 128), white), (RGBColor(150, 170, 215), black)),
            EndUse::Building => ((RGBColor(166, 166, 156), black), (RGBColor(176, 176, 166), black)),
        };
        if self.dark { dark } else { light }
    }
}
