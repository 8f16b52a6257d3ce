//! The shape of a language model: what a token costs in arithmetic and in bytes.

/// Routed experts of a layer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoutedExperts {
    /// All of them.
    pub all: f64,
    /// Those that a token uses.
    pub used: f64,
}

impl RoutedExperts {
    /// More experts than this are spread over the group, a token going to where its experts are; fewer are split like any
    /// other layer. The mixtures that are served today have 8 to 16 or 64 to 384.
    const SPREAD_FROM: f64 = 64.0;

    /// Whether the group spreads the experts instead of splitting each of them.
    pub fn are_spread(self) -> bool {
        self.all >= Self::SPREAD_FROM
    }

    /// Share of the experts that a step with this many tokens touches: 1 − (1 − k/E)^n, each token choosing k of E evenly
    /// and independently.
    pub fn touched_share(self, tokens: f64) -> f64 {
        -(tokens * (-self.used / self.all).ln_1p()).exp_m1()
    }
}

/// A language model's shape: layers, widths, heads and experts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ModelShape {
    /// Layers.
    pub layers: f64,
    /// Width of the residual stream.
    pub hidden: f64,
    /// Query heads of a layer.
    pub heads: f64,
    /// Key/value heads of a layer.
    pub kv_heads: f64,
    /// Width of a head, mean of key and value.
    pub head_dim: f64,
    /// Values that a token leaves in the cache, all layers together.
    pub cache_values: f64,
    /// Parameters that a token uses.
    pub active_params: f64,
    /// All parameters.
    pub total_params: f64,
    /// Routed experts, for mixtures.
    pub experts: Option<RoutedExperts>,
}

impl ModelShape {
    /// Parameters of all experts that a token uses, and of all experts. From active = shared + k·e and total = shared +
    /// E·e: e = (total − active)/(E − k).
    pub fn expert_params(&self) -> (f64, f64) {
        match self.experts {
            Some(x) if x.all > x.used => {
                let one = (self.total_params - self.active_params) / (x.all - x.used);
                (x.used * one, x.all * one)
            }
            _ => (0.0, 0.0),
        }
    }

    /// Parameters of the experts that a step with this many tokens reads.
    pub fn touched_expert_params(&self, tokens: f64) -> f64 {
        self.experts.map_or(0.0, |x| self.expert_params().1 * x.touched_share(tokens))
    }

    /// Whether keys and values of all heads are kept as one latent: the cache then holds more than its key/value heads do.
    pub fn has_latent_cache(&self) -> bool {
        self.cache_values > 2.0 * self.layers * self.kv_heads * self.head_dim
    }

    /// Arithmetic of attention for an answer's token and each token of its context, FLOP: every query head meets the key
    /// and the value, 2 FLOP a value each. With grouped heads that is 4·layers·heads·head_dim; with a latent every head
    /// meets the whole latent twice (the projections are absorbed into the query), 4·heads·cache values.
    pub fn answer_attention_flop(&self) -> f64 {
        let met = if self.has_latent_cache() { self.cache_values } else { self.cache_values / (2.0 * self.kv_heads) };
        4.0 * self.heads * met
    }

    /// The same for a prompt's token: keys and values are unfolded once for the prompt, 4·layers·heads·head_dim.
    pub fn prompt_attention_flop(&self) -> f64 {
        4.0 * self.layers * self.heads * self.head_dim
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Llama-2-70B with round numbers of parameters.
    pub(crate) const DENSE: ModelShape = ModelShape {
        layers: 80.0,
        hidden: 8192.0,
        heads: 64.0,
        kv_heads: 8.0,
        head_dim: 128.0,
        cache_values: 163_840.0,
        active_params: 70e9,
        total_params: 70e9,
        experts: None,
    };

    /// DeepSeek-V3.
    pub(crate) const MIXTURE: ModelShape = ModelShape {
        layers: 61.0,
        hidden: 7168.0,
        heads: 128.0,
        kv_heads: 1.0,
        head_dim: 160.0,
        cache_values: 35_136.0,
        active_params: 37e9,
        total_params: 671e9,
        experts: Some(RoutedExperts { all: 256.0, used: 8.0 }),
    };

    /// 1 − (31/32)^n: one token touches 1/32, two 63/1024, very many all.
    #[test]
    fn experts_are_touched_as_tokens_choose_them() {
        let x = RoutedExperts { all: 256.0, used: 8.0 };
        assert!((x.touched_share(1.0) - 1.0 / 32.0).abs() < 1e-15);
        assert!((x.touched_share(2.0) - 63.0 / 1024.0).abs() < 1e-15);
        assert_eq!((x.touched_share(0.0), x.touched_share(1e5)), (0.0, 1.0));
        assert!(x.are_spread() && !RoutedExperts { all: 8.0, used: 2.0 }.are_spread());
    }

    /// (671 − 37)/(256 − 8) = 2.556 billion parameters for one expert of every layer.
    #[test]
    fn parameters_split_into_shared_and_experts() {
        let (used, all) = MIXTURE.expert_params();
        assert!((used - 8.0 * 2.556_451_613e9).abs() < 1e3 && (all - 256.0 * 2.556_451_613e9).abs() < 1e3);
        assert!((MIXTURE.active_params - used - (MIXTURE.total_params - all)).abs() < 1e3);
        assert!((MIXTURE.touched_expert_params(1.0) - used).abs() < 1e3, "one token reads what it uses");
        assert_eq!(DENSE.expert_params(), (0.0, 0.0));
        assert_eq!(DENSE.touched_expert_params(1e6), 0.0);
    }

    /// 4 · 80 · 64 · 128 = 2,621,440 FLOP; 4 · 128 · 35,136 = 17,989,632 for the latent.
    #[test]
    fn attention_costs_what_its_heads_meet() {
        assert!(!DENSE.has_latent_cache() && MIXTURE.has_latent_cache());
        assert_eq!(DENSE.answer_attention_flop(), 2_621_440.0);
        assert_eq!(DENSE.prompt_attention_flop(), 2_621_440.0);
        assert_eq!(MIXTURE.answer_attention_flop(), 17_989_632.0);
        assert_eq!(MIXTURE.prompt_attention_flop(), 4_997_120.0);
    }
}
