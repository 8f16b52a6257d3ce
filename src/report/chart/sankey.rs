//! Flows between columns of nodes, bands as wide as what they carry.

use plotters::style::RGBColor;

use super::canvas::{Canvas, LabelStyle, TextAnchor};
use super::text::text_width;

/// Width of a node.
pub const NODE_WIDTH: f64 = 14.0;
/// Gap between the nodes of a column.
const NODE_GAP: f64 = 4.0;
/// Least height of the row of a node that has a label: thin nodes stand in its middle.
const MIN_ROW_HEIGHT: f64 = 17.0;
/// Distance of a label from its node.
const LABEL_GAP: f64 = 8.0;
/// Size of the labels.
const LABEL_SIZE: f64 = 12.5;
/// Share of the way between two columns that bands may run level beside labels, so that what is left bends gently.
const MAX_LEVEL_SHARE: f64 = 0.8;
/// Share of a node's colour in the bands that leave it.
const BAND_TINT: f64 = 0.38;

/// Where the label of a node stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeLabelSide {
    /// Right of it.
    Right,
    /// Left of it.
    Left,
    /// It has none.
    None,
}

/// A node of a column.
#[derive(Clone, Debug)]
pub struct FlowNode {
    /// Column, from 0.
    pub column: usize,
    /// What it is; with its figure.
    pub label: String,
    /// What it carries.
    pub value: f64,
    /// Where its label stands.
    pub side: NodeLabelSide,
}

/// A flow from a node to one further right, by their places.
#[derive(Clone, Copy, Debug)]
pub struct FlowLink {
    /// The node that it leaves.
    pub from: usize,
    /// The node that it reaches.
    pub to: usize,
    /// What it carries.
    pub value: f64,
}

/// Nodes of columns and the flows between them, in the order in which they are stacked.
#[derive(Clone, Debug, Default)]
pub struct FlowDiagram {
    /// The nodes.
    pub nodes: Vec<FlowNode>,
    /// The flows.
    pub links: Vec<FlowLink>,
}

/// Tops of nodes from the top of the diagram, for a scale in pixels per unit.
struct FlowLayout {
    tops: Vec<f64>,
    height: f64,
}

impl FlowDiagram {
    /// Adds a node and returns its place.
    pub fn add_node(&mut self, node: FlowNode) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// Adds a flow.
    pub fn add_link(&mut self, from: usize, to: usize, value: f64) {
        self.links.push(FlowLink { from, to, value });
    }

    fn layout(&self, scale: f64) -> FlowLayout {
        let columns = self.nodes.iter().map(|n| n.column + 1).max().unwrap_or(0);
        let mut tops = vec![0.0; self.nodes.len()];
        let mut height: f64 = 0.0;
        for column in 0..columns {
            let mut y = 0.0;
            for (i, node) in self.nodes.iter().enumerate().filter(|(_, n)| n.column == column) {
                let tall = node.value * scale;
                let row = if node.side == NodeLabelSide::None { tall } else { tall.max(MIN_ROW_HEIGHT) };
                tops[i] = y + (row - tall) / 2.0;
                y += row + NODE_GAP;
            }
            height = height.max(y - NODE_GAP);
        }
        FlowLayout { tops, height }
    }

    /// Height of the diagram for a scale in pixels per unit.
    pub fn height(&self, scale: f64) -> f64 {
        self.layout(scale).height
    }

    /// How far right of its nodes the bands of a column run level, so that none bends through a label.
    fn level_run(&self, column: usize, xs: &[f64], look: LabelStyle) -> f64 {
        let labels = self.nodes.iter().filter(|n| n.column == column && n.side == NodeLabelSide::Right);
        let widest = labels.map(|n| text_width(&n.label, look) + 2.0 * LABEL_GAP).fold(0.0, f64::max);
        let way = xs.get(column + 1).map_or(0.0, |next| next - xs[column] - NODE_WIDTH);
        widest.min(MAX_LEVEL_SHARE * way)
    }

    /// Draws it from a top, with the left edges of its columns and the colours of its nodes.
    pub fn draw(&self, canvas: &mut Canvas, (top, scale): (f64, f64), xs: &[f64], colors: &[RGBColor]) {
        let layout = self.layout(scale);
        let look = LabelStyle { size: LABEL_SIZE, bold: false, color: canvas.theme.ink };
        let (mut leaving, mut reaching) = (layout.tops.clone(), layout.tops.clone());
        // The widest band into each node and the middle of its end.
        let mut widest = vec![(0.0, 0.0); self.nodes.len()];
        for link in &self.links {
            let tall = link.value * scale;
            let column = self.nodes[link.from].column;
            let bend = (xs[column] + NODE_WIDTH + self.level_run(column, xs, look), top + leaving[link.from]);
            let end = (xs[self.nodes[link.to].column], top + reaching[link.to]);
            let pale = canvas.theme.tint_color(colors[link.from], BAND_TINT);
            canvas.fill_polygon(ribbon_outline(bend, end, tall.max(0.5)), pale);
            if tall > widest[link.to].0 {
                widest[link.to] = (tall, end.1 + tall / 2.0);
            }
            leaving[link.from] += tall;
            reaching[link.to] += tall;
        }
        for (i, node) in self.nodes.iter().enumerate() {
            let (x, y) = (xs[node.column], top + layout.tops[i]);
            let tall = node.value * scale;
            // Beside the labels the bands of a node are one.
            let leaves = leaving[i] - layout.tops[i];
            if leaves > 0.0 {
                let level = [x, y, x + NODE_WIDTH + self.level_run(node.column, xs, look), y + leaves.max(0.5)];
                canvas.fill_rect(level, canvas.theme.tint_color(colors[i], BAND_TINT));
            }
            canvas.fill_rect([x, y, x + NODE_WIDTH, y + tall.max(0.75)], colors[i]);
            let middle = y + tall / 2.0;
            let (at, anchor) = match node.side {
                NodeLabelSide::Right => ((x + NODE_WIDTH + LABEL_GAP, middle), TextAnchor::Left),
                // Over the widest band that arrives, not over the edge of two.
                NodeLabelSide::Left => ((x - LABEL_GAP, widest[i].1), TextAnchor::Right),
                NodeLabelSide::None => continue,
            };
            if tall < MIN_ROW_HEIGHT {
                canvas.draw_text_on_ground(&node.label, at, anchor, look);
            } else {
                canvas.draw_text(&node.label, at, anchor, look);
            }
        }
    }
}

/// Outline of a band that swings from one height to another.
pub fn ribbon_outline((x0, y0): (f64, f64), (x1, y1): (f64, f64), height: f64) -> Vec<(f64, f64)> {
    const STEPS: u32 = 24;
    let at = |i: u32| {
        let t = f64::from(i) / f64::from(STEPS);
        // Third-order smooth step: level at both ends.
        (x0 + t * (x1 - x0), y0 + t * t * (3.0 - 2.0 * t) * (y1 - y0))
    };
    let over: Vec<(f64, f64)> = (0..=STEPS).map(at).collect();
    let under = over.iter().rev().map(|(x, y)| (*x, y + height));
    over.iter().copied().chain(under).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::theme::Theme;

    #[test]
    fn nodes_stack_and_labels_keep_apart() {
        let node = |column, value| FlowNode { column, label: "x".to_owned(), value, side: NodeLabelSide::Right };
        let mut diagram = FlowDiagram::default();
        for (column, value) in [(0, 100.0), (1, 97.0), (1, 1.0), (1, 1.0), (1, 1.0)] {
            diagram.add_node(node(column, value));
        }
        let layout = diagram.layout(2.0);
        assert_eq!(layout.tops[..2], [0.0, 0.0]);
        // Rows of 17 pixels, 4 apart, with the thin nodes in their middles.
        assert_eq!(layout.tops[2..], [194.0 + 4.0 + 7.5, 194.0 + 25.0 + 7.5, 194.0 + 46.0 + 7.5]);
        assert!((layout.height - (194.0 + 3.0 * 21.0)).abs() < 1e-9);
    }

    /// Thin flows beside a thick one, of which some bend down: no band's edge runs through a label.
    #[test]
    fn no_band_runs_through_a_label() {
        let mut diagram = FlowDiagram::default();
        let node = |column, label: &str, value, side| FlowNode { column, label: label.to_owned(), value, side };
        let meter = diagram.add_node(node(0, "", 100.0, NodeLabelSide::None));
        let shares = [60.0, 20.0, 8.0, 5.0, 3.0, 2.0, 1.0, 0.6, 0.4];
        let parts: Vec<usize> =
            shares.iter().map(|v| diagram.add_node(node(1, "A part with a name", *v, NodeLabelSide::Right))).collect();
        let sinks = [
            diagram.add_node(node(2, "Air", 49.0, NodeLabelSide::Left)),
            diagram.add_node(node(2, "Water", 51.0, NodeLabelSide::Left)),
        ];
        for (part, value) in parts.iter().zip(shares) {
            diagram.add_link(meter, *part, value);
            for (sink, share) in sinks.into_iter().zip([0.49, 0.51]) {
                diagram.add_link(*part, sink, share * value);
            }
        }
        let mut canvas = Canvas::new(960, 600, Theme::LIGHT);
        let colors = vec![RGBColor(90, 90, 90); diagram.nodes.len()];
        diagram.draw(&mut canvas, (20.0, 2.5), &[28.0, 200.0, 918.0], &colors);
        let struck = canvas.render_svg().unwrap().struck;
        assert!(struck.iter().all(|label| ["Air", "Water"].contains(&label.as_str())), "{struck:?}");
    }
}
