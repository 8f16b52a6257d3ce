//! What separates a machine at work from its data sheet.

/// The coefficients of the model. Which of them are from a source and which are fitted stands in
/// `data/generations/serving.toml`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RooflineCoefficients {
    /// Share of the rated arithmetic that large matrix products reach.
    pub compute_share: f64,
    /// Share of the rated memory bandwidth that long reads reach.
    pub memory_share: f64,
    /// Share of the rated link that long transfers reach.
    pub link_share: f64,
    /// Time that a collective among accelerators takes however short its message is, s.
    pub collective_s: f64,
    /// Time that starting the work of a layer takes, s.
    pub layer_s: f64,
    /// Reads and writes of the residual stream (16 bit) in a layer for each token, that the operations between the matrix
    /// products amount to: norms, rotations, gates, conversions of format, and what of attention is no product.
    pub activation_passes: f64,
    /// Share of the machine's arithmetic and bandwidth that the products of experts reach, against those of a dense layer.
    pub expert_share: f64,
    /// Pace of a model whose many experts are spread over the group, against one that splits every layer.
    pub spread_pace: f64,
    /// Pace of the software on this maker's machines, against the one on which the other coefficients rest.
    pub software_pace: f64,
    /// Share of the memory that weights leave that the cache can use.
    pub cache_share: f64,
    /// Mean time for each further token over the limit that 99 % of requests must keep.
    pub latency_share: f64,
}

impl RooflineCoefficients {
    /// Everything as the data sheet says, and nothing beside the products, attention and the link: the bare roofline.
    pub const IDEAL: Self = Self {
        compute_share: 1.0,
        memory_share: 1.0,
        link_share: 1.0,
        collective_s: 0.0,
        layer_s: 0.0,
        activation_passes: 0.0,
        expert_share: 1.0,
        spread_pace: 1.0,
        software_pace: 1.0,
        cache_share: 1.0,
        latency_share: 1.0,
    };
}
