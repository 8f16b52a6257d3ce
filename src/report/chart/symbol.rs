//! Marks of points: shapes that tell series apart without colour.

use std::f64::consts::PI;

/// Shape of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// Filled circle.
    Circle,
    /// Filled square.
    Square,
    /// Filled triangle, point up.
    Triangle,
    /// Filled square on its corner.
    Diamond,
    /// Filled triangle, point down.
    TriangleDown,
    /// Upright cross.
    Plus,
    /// Star of five points.
    Star,
    /// Cross on its side.
    Cross,
    /// Ring.
    OpenCircle,
    /// Square outline.
    OpenSquare,
    /// Triangle outline, point up.
    OpenTriangle,
    /// Outline of a square on its corner.
    OpenDiamond,
}

/// Corners of a shape in units of its radius, x to the right and y down.
type Outline = Vec<(f64, f64)>;

impl Symbol {
    /// Every shape, in the order in which series take them.
    pub const ALL: [Self; 12] = [
        Self::Circle,
        Self::Square,
        Self::Triangle,
        Self::Diamond,
        Self::TriangleDown,
        Self::Plus,
        Self::Star,
        Self::Cross,
        Self::OpenCircle,
        Self::OpenSquare,
        Self::OpenTriangle,
        Self::OpenDiamond,
    ];

    /// Whether only its outline is drawn.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::OpenCircle | Self::OpenSquare | Self::OpenTriangle | Self::OpenDiamond)
    }

    /// Its corners about the origin for a radius of one. Shapes are scaled so that all look about as large.
    pub(crate) fn outline(self) -> Outline {
        match self {
            Self::Circle | Self::OpenCircle => regular(24, 1.0, 0.0),
            Self::Square | Self::OpenSquare => regular(4, 1.25, PI / 4.0),
            Self::Diamond | Self::OpenDiamond => regular(4, 1.3, 0.0),
            Self::Triangle | Self::OpenTriangle => regular(3, 1.3, -PI / 2.0),
            Self::TriangleDown => regular(3, 1.3, PI / 2.0),
            Self::Plus => cross(0.0),
            Self::Cross => cross(PI / 4.0),
            Self::Star => star(),
        }
    }
}

/// A regular polygon with its first corner at an angle.
fn regular(corners: u32, radius: f64, first: f64) -> Outline {
    let at = |i: u32| first + 2.0 * PI * f64::from(i) / f64::from(corners);
    (0..corners).map(|i| (radius * at(i).cos(), radius * at(i).sin())).collect()
}

fn star() -> Outline {
    let at = |i: u32| -PI / 2.0 + PI * f64::from(i) / 5.0;
    let radius = |i: u32| if i.is_multiple_of(2) { 1.45 } else { 0.6 };
    (0..10).map(|i| (radius(i) * at(i).cos(), radius(i) * at(i).sin())).collect()
}

/// A cross with bars of a third of its width, turned by an angle.
fn cross(angle: f64) -> Outline {
    const ARM: f64 = 1.2;
    const HALF: f64 = 0.4;
    let corners = [
        (-HALF, -ARM),
        (HALF, -ARM),
        (HALF, -HALF),
        (ARM, -HALF),
        (ARM, HALF),
        (HALF, HALF),
        (HALF, ARM),
        (-HALF, ARM),
        (-HALF, HALF),
        (-ARM, HALF),
        (-ARM, -HALF),
        (-HALF, -HALF),
    ];
    let (sin, cos) = angle.sin_cos();
    corners.iter().map(|(x, y)| (x * cos - y * sin, x * sin + y * cos)).collect()
}
