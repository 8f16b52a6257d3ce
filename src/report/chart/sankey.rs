//! Flows between columns of nodes, bands as wide as what they carry.

use plotters::style::RGBColor;

use super::canvas::{Canvas, LabelStyle, TextAnchor};

/// Width of a node.
pub const NODE_WIDTH: f64 = 14.0;
/// Gap between the nodes of a column.
const NODE_GAP: f64 = 5.0;
/// Least distance of the labels of a column.
const MIN_LABEL_SPACING: f64 = 16.0;
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

/// Tops of nodes and heights of labels, from the top of the diagram, for a scale in pixels per unit.
struct FlowLayout {
    tops: Vec<f64>,
    label_middles: Vec<f64>,
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
        let mut label_middles = vec![0.0; self.nodes.len()];
        let mut height: f64 = 0.0;
        for column in 0..columns {
            let (mut y, mut label_y) = (0.0, f64::NEG_INFINITY);
            for (i, node) in self.nodes.iter().enumerate().filter(|(_, n)| n.column == column) {
                tops[i] = y;
                let tall = node.value * scale;
                let free = (y + tall / 2.0).max(MIN_LABEL_SPACING / 2.0);
                label_middles[i] = free.max(label_y + MIN_LABEL_SPACING);
                if node.side != NodeLabelSide::None {
                    label_y = label_middles[i];
                }
                y += tall + NODE_GAP;
            }
            height = height.max(y - NODE_GAP).max(label_y + MIN_LABEL_SPACING / 2.0);
        }
        FlowLayout { tops, label_middles, height }
    }

    /// Height of the diagram for a scale in pixels per unit.
    pub fn height(&self, scale: f64) -> f64 {
        self.layout(scale).height
    }

    /// Draws it from a top, with the left edges of its columns and the colours of its nodes.
    pub fn draw(&self, canvas: &mut Canvas, (top, scale): (f64, f64), xs: &[f64], colors: &[RGBColor]) {
        let layout = self.layout(scale);
        let (mut leaving, mut reaching) = (layout.tops.clone(), layout.tops.clone());
        for link in &self.links {
            let tall = link.value * scale;
            let start = (xs[self.nodes[link.from].column] + NODE_WIDTH, top + leaving[link.from]);
            let end = (xs[self.nodes[link.to].column], top + reaching[link.to]);
            let pale = canvas.theme.tint_color(colors[link.from], BAND_TINT);
            canvas.fill_polygon(ribbon_outline(start, end, tall.max(0.5)), pale);
            leaving[link.from] += tall;
            reaching[link.to] += tall;
        }
        let look = LabelStyle { size: 12.5, bold: false, color: canvas.theme.ink };
        for (i, node) in self.nodes.iter().enumerate() {
            let (x, y) = (xs[node.column], top + layout.tops[i]);
            canvas.fill_rect([x, y, x + NODE_WIDTH, y + (node.value * scale).max(0.75)], colors[i]);
            let at = top + layout.label_middles[i];
            let middle = y + node.value * scale / 2.0;
            let (text_x, anchor) = match node.side {
                NodeLabelSide::Right => (x + NODE_WIDTH + 8.0, TextAnchor::Left),
                NodeLabelSide::Left => (x - 8.0, TextAnchor::Right),
                NodeLabelSide::None => continue,
            };
            // A label that was pushed away from its node is led to it.
            if (at - middle).abs() > 2.0 {
                let edge = if anchor == TextAnchor::Left { x + NODE_WIDTH } else { x };
                let near = if anchor == TextAnchor::Left { text_x - 2.0 } else { text_x + 2.0 };
                canvas.draw_line(&[(edge, middle), (near, at)], canvas.theme.faint, 0.75);
            }
            canvas.draw_text(&node.label, (text_x, at), anchor, look);
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

    #[test]
    fn nodes_stack_and_labels_keep_apart() {
        let node = |column, value| FlowNode { column, label: "x".to_owned(), value, side: NodeLabelSide::Right };
        let mut diagram = FlowDiagram::default();
        for (column, value) in [(0, 100.0), (1, 97.0), (1, 1.0), (1, 1.0), (1, 1.0)] {
            diagram.add_node(node(column, value));
        }
        let layout = diagram.layout(2.0);
        assert_eq!(layout.tops, [0.0, 0.0, 199.0, 206.0, 213.0]);
        assert!(layout.label_middles.windows(2).skip(1).all(|w| w[1] - w[0] >= MIN_LABEL_SPACING));
        assert!(layout.height >= layout.label_middles[4]);
    }
}
