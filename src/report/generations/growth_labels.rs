//! Dots of the growth chart and their names, where these are free of every other name, dot and line.

use crate::catalog::generation::accelerator::ProductStatus;
use crate::report::chart::canvas::{Canvas, LabelStyle, TextAnchor, text_width};
use crate::report::chart::reserve::reserve_line;
use crate::study::generations::result::GenerationRow;

use super::growth_plane::GrowthPlane;
use super::words::product_name;

/// Distances of names that a leader joins to their dots, pixels.
const LEADER_LENGTHS: [f64; 7] = [26.0, 40.0, 56.0, 74.0, 96.0, 120.0, 150.0];
/// Longest leader of a part that takes part in no fit, pixels.
const MAX_SMALL_LEADER: f64 = 50.0;
/// Places at which a leader is held against names.
const LEADER_SAMPLES: u32 = 40;

/// Draws dots, then names where they are free: those of the fits first. Gives how many stay unnamed.
pub(crate) fn draw_points(canvas: &mut Canvas, frame: &GrowthPlane, points: &[(&GenerationRow, f64)]) -> usize {
    let marked = |g: &GenerationRow| g.fitted || g.status == ProductStatus::Announced;
    for (g, v) in points {
        let color = canvas.theme.maker_color(&g.vendor);
        let at = frame.pixel_point(g.year, *v);
        let radius = if marked(g) { 5.0 } else { 3.25 };
        canvas.draw_dot(at, radius, color);
        canvas.reserve_area(at, radius);
        if g.status == ProductStatus::Announced {
            canvas.draw_dot(at, radius - 1.75, canvas.theme.background);
        }
    }
    let mut order: Vec<&(&GenerationRow, f64)> = points.iter().collect();
    order.sort_by_key(|(g, _)| !marked(g));
    let (mut unnamed, mut named) = (0, Vec::new());
    for (g, v) in order {
        let at = frame.pixel_point(g.year, *v);
        let size = if marked(g) { 11.5 } else { 11.0 };
        let look = LabelStyle { size, bold: g.fitted, color: canvas.theme.ink };
        let name = product_name(&g.name, &g.vendor);
        let place = placements(at).into_iter().find(|(place, anchor, leader)| {
            // Small ones stay unnamed rather than fill a crowd with long leaders.
            let near = leader.is_none_or(|end| marked(g) || (end.1 - at.1).abs() < MAX_SMALL_LEADER);
            let free = leader.is_none_or(|end| !named.iter().any(|name| crosses(at, end, *name)));
            // Below the plane stand the years and the sources.
            let above_axis = place.1 + 8.0 <= frame.area[3];
            above_axis && near && free && canvas.has_room_for_text(name, *place, *anchor, look)
        });
        let Some((place, anchor, leader)) = place else {
            unnamed += 1;
            continue;
        };
        if let Some(end) = leader {
            canvas.draw_line(&[at, end], canvas.theme.faint, 0.75);
            reserve_line(canvas, &[at, end]);
        }
        canvas.draw_text(name, place, anchor, look);
        named.push(name_box(name, place, anchor, look));
    }
    unnamed
}

/// What a name covers: left, top, right, bottom.
fn name_box(name: &str, at: (f64, f64), anchor: TextAnchor, look: LabelStyle) -> [f64; 4] {
    let width = text_width(name, look);
    let left = match anchor {
        TextAnchor::Left => at.0,
        TextAnchor::Middle => at.0 - width / 2.0,
        TextAnchor::Right => at.0 - width,
    };
    [left - 2.0, at.1 - 7.0, left + width + 2.0, at.1 + 7.0]
}

/// Whether a leader passes through a name.
fn crosses(from: (f64, f64), to: (f64, f64), [left, top, right, bottom]: [f64; 4]) -> bool {
    (0..=LEADER_SAMPLES).any(|i| {
        let share = f64::from(i) / f64::from(LEADER_SAMPLES);
        let (x, y) = (from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1));
        (left..=right).contains(&x) && (top..=bottom).contains(&y)
    })
}

/// A place for a name: where, how it is anchored, and the end of the leader that joins it to its dot.
type Placement = ((f64, f64), TextAnchor, Option<(f64, f64)>);

/// Where a name may stand against its dot, the best first.
fn placements((x, y): (f64, f64)) -> Vec<Placement> {
    let near = [
        ((x, y - 14.0), TextAnchor::Middle),
        ((x, y + 14.0), TextAnchor::Middle),
        ((x + 9.5, y), TextAnchor::Left),
        ((x - 9.5, y), TextAnchor::Right),
        ((x + 5.0, y - 14.0), TextAnchor::Left),
        ((x - 5.0, y - 14.0), TextAnchor::Right),
        ((x + 5.0, y + 14.0), TextAnchor::Left),
        ((x - 5.0, y + 14.0), TextAnchor::Right),
    ];
    let mut out: Vec<Placement> = near.into_iter().map(|(at, anchor)| (at, anchor, None)).collect();
    for length in LEADER_LENGTHS {
        for (dx, anchor) in [(0.0, TextAnchor::Middle), (-0.5, TextAnchor::Right), (0.5, TextAnchor::Left)] {
            for up in [1.0, -1.0] {
                let at = (x + dx * length, y + up * length);
                out.push((at, anchor, Some((at.0, at.1 - 7.0 * up))));
            }
        }
    }
    out
}
