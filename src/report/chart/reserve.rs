//! Keeps names off lines.

use super::canvas::Canvas;

/// Distance of the places that a line keeps free of names, pixels.
const STEP: f64 = 3.0;
/// Half the width that it keeps free, pixels.
const HALF_WIDTH: f64 = 1.5;

/// Texts that need a free place stay clear of the line through these points.
pub fn reserve_line(canvas: &mut Canvas, path: &[(f64, f64)]) {
    for pair in path.windows(2) {
        let [from, to] = [pair[0], pair[1]];
        let steps = ((to.0 - from.0).hypot(to.1 - from.1) / STEP).ceil().max(1.0);
        let mut i = 0.0;
        while i <= steps {
            let at = (from.0 + (to.0 - from.0) * i / steps, from.1 + (to.1 - from.1) * i / steps);
            canvas.reserve_area(at, HALF_WIDTH);
            i += 1.0;
        }
    }
}
