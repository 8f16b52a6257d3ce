//! Sizes of pictures and steps of axes.

/// A height in whole pixels.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a picture's height is small and positive")]
pub fn pixel_height(height: f64) -> u32 {
    height.ceil() as u32
}

/// A round step that gives about five ticks up to `most`.
pub fn tick_step(most: f64) -> f64 {
    let rough = most / 5.0;
    let base = 10f64.powf(rough.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|k| k * base).find(|s| *s >= rough).unwrap_or(rough)
}
