//! How different two colours look: CIEDE2000 (Sharma, Wu and Dalal 2005, doi:10.1002/col.20070), as seen with full colour
//! vision, without green cones and without red cones (Machado, Oliveira and Fernandes 2009,
//! doi:10.1109/TVCG.2009.113, severity 1.0).

/// A colour in sRGB, a byte each.
pub type Srgb = [u8; 3];

/// CIE L*a*b* under D65.
type Lab = [f64; 3];

const NORMAL: [[f64; 3]; 3] = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
const DEUTERANOPIA: [[f64; 3]; 3] =
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]];
const PROTANOPIA: [[f64; 3]; 3] =
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]];
/// Linear sRGB to CIE XYZ, IEC 61966-2-1.
const XYZ: [[f64; 3]; 3] =
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]];

fn times(matrix: &[[f64; 3]; 3], v: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(v).map(|(m, x)| m * x).sum())
}

fn linear(color: Srgb) -> [f64; 3] {
    color.map(|byte| {
        let share = f64::from(byte) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    })
}

fn lab(linear: [f64; 3]) -> Lab {
    let white = times(&XYZ, [1.0; 3]);
    let xyz = times(&XYZ, linear);
    let f = |i: usize| {
        let t = xyz[i] / white[i];
        if t > (6.0_f64 / 29.0).powi(3) { t.cbrt() } else { t / (3.0 * (6.0_f64 / 29.0).powi(2)) + 4.0 / 29.0 }
    };
    [116.0 * f(1) - 16.0, 500.0 * (f(0) - f(1)), 200.0 * (f(1) - f(2))]
}

/// CIEDE2000 difference.
pub fn ciede2000(p: Lab, q: Lab) -> f64 {
    let chroma = |c: Lab| c[1].hypot(c[2]);
    let mean = f64::midpoint(chroma(p), chroma(q)).powi(7);
    let g = 0.5 * (1.0 - (mean / (mean + 25_f64.powi(7))).sqrt());
    let polar = |c: Lab| {
        let a = c[1] * (1.0 + g);
        (a.hypot(c[2]), c[2].atan2(a).to_degrees().rem_euclid(360.0))
    };
    let ((c1, h1), (c2, h2)) = (polar(p), polar(q));
    let grey = c1 * c2 == 0.0;
    let turn = match h2 - h1 {
        _ if grey => 0.0,
        d if d > 180.0 => d - 360.0,
        d if d < -180.0 => d + 360.0,
        d => d,
    };
    let hue = match h1 + h2 {
        sum if grey => sum,
        sum if (h1 - h2).abs() <= 180.0 => sum / 2.0,
        sum if sum < 360.0 => f64::midpoint(sum, 360.0),
        sum => (sum - 360.0) / 2.0,
    };
    let (dl, dc) = (q[0] - p[0], c2 - c1);
    let dh = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin();
    let (l, c) = (f64::midpoint(p[0], q[0]), f64::midpoint(c1, c2));
    let cos = |degrees: f64| degrees.to_radians().cos();
    let t = 1.0 - 0.17 * cos(hue - 30.0) + 0.24 * cos(2.0 * hue) + 0.32 * cos(3.0 * hue + 6.0)
        - 0.20 * cos(4.0 * hue - 63.0);
    let sl = 1.0 + 0.015 * (l - 50.0).powi(2) / (20.0 + (l - 50.0).powi(2)).sqrt();
    let (sc, sh) = (1.0 + 0.045 * c, 1.0 + 0.015 * c * t);
    let rc = 2.0 * (c.powi(7) / (c.powi(7) + 25_f64.powi(7))).sqrt();
    let rt = -rc * (60.0 * (-((hue - 275.0) / 25.0).powi(2)).exp()).to_radians().sin();
    ((dl / sl).powi(2) + (dc / sc).powi(2) + (dh / sh).powi(2) + rt * (dc / sc) * (dh / sh)).sqrt()
}

/// The least difference of two colours to eyes with full colour vision, without green and without red cones.
pub fn least_difference(a: Srgb, b: Srgb) -> f64 {
    let seen = |eyes: &[[f64; 3]; 3], c: Srgb| lab(times(eyes, linear(c)).map(|v| v.clamp(0.0, 1.0)));
    let eyes = [NORMAL, DEUTERANOPIA, PROTANOPIA];
    eyes.iter().map(|e| ciede2000(seen(e, a), seen(e, b))).fold(f64::INFINITY, f64::min)
}
