//! The font of charts and pages: Inter, SIL Open Font License 1.1 (data/fonts).

use base64::Engine;

/// Regular weight, for text.
pub(crate) const REGULAR_FONT: &[u8] = include_bytes!("../../../data/fonts/Inter-Regular.otf");
/// Semi-bold weight, for headings.
pub(crate) const SEMIBOLD_FONT: &[u8] = include_bytes!("../../../data/fonts/Inter-SemiBold.otf");

/// The fonts as CSS, for a page or a file that stands alone.
pub fn font_css() -> String {
    let face = |weight: u32, bytes: &[u8]| {
        let data = base64::engine::general_purpose::STANDARD.encode(bytes);
        format!("@font-face{{font-family:Inter;font-weight:{weight};src:url(data:font/otf;base64,{data})}}")
    };
    face(400, REGULAR_FONT) + &face(600, SEMIBOLD_FONT)
}
