//! The roofline against values worked by hand, at its limits, and for what must rise or fall.

use proptest::prelude::*;

use super::coefficients::RooflineCoefficients;
use super::latency;
use super::serve::{BatchLimit, ServeError, evaluate_batch, group_sizes, optimize_group_and_batch};
use super::shape::tests::{DENSE, MIXTURE};
use super::step::{ServingGroup, StepBottleneck};
use super::{AcceleratorRatings, NumberFormats, ServingLoad};

/// A machine of 1 PFLOP/s, 100 GB and 4 TB/s with a link of 400 GB/s.
const MACHINE: AcceleratorRatings = AcceleratorRatings {
    flop_s: 1e15,
    attention_flop_s: 5e14,
    memory_bytes: 100e9,
    memory_bytes_s: 4e12,
    link_bytes_s: Some(400e9),
    domain: 8,
};
const IDEAL: RooflineCoefficients = RooflineCoefficients::IDEAL;
const REAL: RooflineCoefficients = RooflineCoefficients {
    compute_share: 0.8,
    memory_share: 0.8,
    link_share: 0.8,
    collective_s: 10e-6,
    layer_s: 20e-6,
    activation_passes: 120.0,
    expert_share: 0.4,
    spread_pace: 0.6,
    cache_share: 0.9,
    latency_share: 0.8,
    ..IDEAL
};
const BYTES: NumberFormats = NumberFormats { weight_bytes: 1.0, cache_bytes: 1.0 };
const CHAT: ServingLoad = ServingLoad {
    input_tokens: 1000.0,
    input_variation: 0.0,
    cached_share: 0.0,
    output_tokens: 200.0,
    output_variation: 0.0,
    beams: 1.0,
    first_token_s: None,
    next_token_s: None,
};

fn group<'a>(load: &'a ServingLoad, coefficients: &'a RooflineCoefficients, size: u32) -> ServingGroup<'a> {
    ServingGroup { shape: &DENSE, machine: &MACHINE, formats: BYTES, load, coefficients, size }
}

/// Llama-2-70B in 8 bit on two machines, batch 100, prompts of 1000 and answers of 200 tokens, by hand:
/// prompt tokens a step 100/200 · 1000 = 500, tokens 600;
/// products 2 · 70e9 · 600/2e15 = 42 ms; weights 70e9/8e12 = 8.75 ms;
/// attention 2,621,440 · 1100 · 100/1e15 = 0.288358 ms; cache 100 · 1100 · 163,840/8e12 = 2.252800 ms;
/// attention in prompts 2,621,440 · 500 · 500/1e15 = 0.655360 ms;
/// activations 600 · 80 · 8192 · 2 · 120/8e12 = 11.796480 ms;
/// link 80 · (2 · 10 µs + 4 · 600 · 8192 · 2/2/400e9) = 80 · (20 µs + 49.152 µs) = 5.532160 ms; launch 80 · 20 µs = 1.6 ms.
#[test]
fn a_step_is_what_is_worked_by_hand() {
    let k = RooflineCoefficients { activation_passes: 120.0, collective_s: 10e-6, layer_s: 20e-6, ..IDEAL };
    let p = group(&CHAT, &k, 2).steady_step_times(100.0);
    for (name, got, ms) in [
        ("products", p.products_s, 42.0),
        ("weights", p.weights_s, 8.75),
        ("attention", p.attention_s, 0.2883584),
        ("cache", p.cache_s, 2.2528),
        ("prompts", p.prompt_attention_s, 0.65536),
        ("activations", p.activations_s, 11.79648),
        ("link", p.link_s, 5.53216),
        ("launch", p.launch_s, 1.6),
        ("total", p.total_time_s(), 42.0 + 2.2528 + 0.65536 + 11.79648 + 5.53216 + 1.6),
    ] {
        assert!((got * 1e3 - ms).abs() < 1e-9 * ms, "{name}: {} ms", got * 1e3);
    }
    assert_eq!(p.find_bottleneck(), StepBottleneck::Compute);
    let served = evaluate_batch(&group(&CHAT, &k, 2), 100.0, BatchLimit::Capacity);
    assert!((served.tokens_s - 100.0 / 0.0638368 / 2.0).abs() < 1e-6, "{}", served.tokens_s);
}

/// The same with four beams for an answer: 25 answers, 25/200 · 1000 = 125 prompt tokens a step, tokens 225;
/// products 2 · 70e9 · 225/2e15 = 15.75 ms; attention, every beam over 1100 tokens, 0.288358 ms as before; the prompt's cache
/// is shared, 1000/4 + 100 = 350 tokens a beam: 100 · 350 · 163,840/8e12 = 0.716800 ms; only the answer's tokens count.
#[test]
fn beams_share_their_prompt_and_give_one_answer() {
    let load = ServingLoad { beams: 4.0, ..CHAT };
    let g = group(&load, &IDEAL, 2);
    let p = g.steady_step_times(100.0);
    for (name, got, ms) in [
        ("products", p.products_s, 15.75),
        ("attention", p.attention_s, 0.2883584),
        ("cache", p.cache_s, 0.7168),
        ("prompts", p.prompt_attention_s, 2_621_440.0 * 125.0 * 500.0 / 1e15 * 1e3),
    ] {
        assert!((got * 1e3 - ms).abs() < 1e-9 * ms, "{name}: {} ms", got * 1e3);
    }
    let served = evaluate_batch(&g, 100.0, BatchLimit::Capacity);
    assert!((served.tokens_s - 25.0 / p.total_time_s() / 2.0).abs() < 1e-9 * served.tokens_s, "{}", served.tokens_s);
    assert!((g.sequence_capacity() - 130e9 / (350.0 * 163_840.0)).abs() < 1e-9);
}

/// All arithmetic counts as done: 2 · 70e9 · 600 of the products, 2,621,440 · 1100 · 100 of the answers' attention and
/// 2,621,440 · 500 · 500 of that within prompts.
#[test]
fn work_done_counts_all_attention() {
    let g = group(&CHAT, &IDEAL, 2);
    let flop = 2.0 * 70e9 * 600.0 + 2_621_440.0 * (1100.0 * 100.0 + 500.0 * 500.0);
    let served = evaluate_batch(&g, 100.0, BatchLimit::Capacity);
    assert!((served.flop_use - flop / (served.step_s * 2.0 * 1e15)).abs() < 1e-12, "{}", served.flop_use);
}

/// One token of DeepSeek-V3 reads 37e9 − 20.451613e9 shared parameters and 20.451613e9 of experts, these at 0.4 of the
/// bandwidth: (16.548387e9 + 20.451613e9/0.4)/32e12 = 2.114919 ms; its products are slowed alike.
#[test]
fn experts_are_read_and_worked_at_their_share() {
    let k = RooflineCoefficients { expert_share: 0.4, ..IDEAL };
    let load = ServingLoad { input_tokens: 1.0, ..CHAT };
    let g = ServingGroup { shape: &MIXTURE, machine: &MACHINE, formats: BYTES, load: &load, coefficients: &k, size: 8 };
    let p = g.step_times(1.0, 0.0);
    let params = 16.548_387_097e9 + 20.451_612_903e9 / 0.4;
    assert!((p.weights_s - params / 32e12).abs() < 1e-9 * p.weights_s, "{}", p.weights_s);
    assert!((p.products_s - 2.0 * params / 8e15).abs() < 1e-9 * p.products_s, "{}", p.products_s);
}

/// (2 · 100e9 − 70e9)/(1100 · 163,840) = 721.3 sequences.
#[test]
fn memory_holds_what_is_worked_by_hand() {
    assert!((group(&CHAT, &IDEAL, 2).sequence_capacity() - 130e9 / (1100.0 * 163_840.0)).abs() < 1e-9);
    assert_eq!(group_sizes(&MACHINE).collect::<Vec<_>>(), [1, 2, 4, 8]);
    assert_eq!(
        group_sizes(&AcceleratorRatings { domain: 72, ..MACHINE }).collect::<Vec<_>>(),
        [1, 2, 4, 8, 16, 32, 64, 72]
    );
    assert_eq!(group_sizes(&AcceleratorRatings { link_bytes_s: None, ..MACHINE }).collect::<Vec<_>>(), [1]);
}

/// A prompt's service of 2 · 70e9 · 1000/2e15 + 2,621,440 · 500 · 1000/1e15 + 80 · 4 · 1000 · 8192 · 2/2/400e9 = 70 +
/// 1.31072 + 6.5536 = 77.86432 ms; one request in twice that time keeps the queue half busy: the wait exceeded by 1 % is
/// 77.86432 ms/(2 · 0.5) · ln 50.
#[test]
fn the_first_token_waits_as_worked_by_hand() {
    let g = group(&CHAT, &IDEAL, 2);
    let service = 0.077_864_32;
    assert!((g.prompt_service_time_s() - service).abs() < 1e-12, "{}", g.prompt_service_time_s());
    let step_s = 0.05;
    let expected = service + service * 50.0_f64.ln() + step_s;
    assert!((latency::first_token_time_s(&g, 0.5 / service, step_s) - expected).abs() < 1e-12);
    assert_eq!(latency::first_token_time_s(&g, 1.01 / service, step_s), f64::INFINITY);
    assert!((latency::requests_per_second(&g, 100.0, step_s) - 100.0 / 200.0 / 0.05).abs() < 1e-12);
}

/// One answer at a time reads all weights for each token: bandwidth over weights, less the cache's little share.
#[test]
fn a_batch_of_one_is_bound_by_the_weights_bandwidth() {
    let load = ServingLoad { input_tokens: 1.0, ..CHAT };
    let served = evaluate_batch(&group(&load, &IDEAL, 1), 1.0, BatchLimit::Capacity);
    assert_eq!(served.parts.find_bottleneck(), StepBottleneck::Weights);
    assert!((served.tokens_s / (4e12 / 70e9) - 1.0).abs() < 1e-3, "{}", served.tokens_s);
    assert!((served.byte_use - 1.0).abs() < 1e-3);
}

#[test]
fn without_limit_of_bandwidth_arithmetic_binds() {
    let machine = AcceleratorRatings { memory_bytes_s: 1e30, link_bytes_s: Some(1e30), ..MACHINE };
    let load = ServingLoad { input_tokens: 1.0, ..CHAT };
    let served = optimize_group_and_batch(&DENSE, &machine, BYTES, &load, &IDEAL).unwrap();
    assert_eq!(served.parts.find_bottleneck(), StepBottleneck::Compute);
    assert!((0.98..=1.0).contains(&served.flop_use), "{}", served.flop_use);
}

/// A mixture reads the experts that its tokens choose: between the active parameters and all.
#[test]
fn a_mixture_reads_from_the_active_to_all_parameters() {
    let load = ServingLoad { input_tokens: 1.0, ..CHAT };
    let g =
        ServingGroup { shape: &MIXTURE, machine: &MACHINE, formats: BYTES, load: &load, coefficients: &IDEAL, size: 8 };
    let read = |batch: f64| g.step_times(batch, 0.0).weights_s * 32e12;
    assert!((read(1.0) / 37e9 - 1.0).abs() < 1e-9);
    assert!((read(1e5) / 671e9 - 1.0).abs() < 1e-9);
    assert!(read(8.0) > read(1.0) && read(8.0) < read(64.0));
}

#[test]
fn what_is_cached_is_not_worked_again() {
    let agent = ServingLoad { cached_share: 0.9, ..CHAT };
    let (all, rest) =
        (group(&CHAT, &IDEAL, 2).steady_step_times(100.0), group(&agent, &IDEAL, 2).steady_step_times(100.0));
    assert!((rest.products_s / all.products_s - 150.0 / 600.0).abs() < 1e-12, "50 of 500 prompt tokens a step are new");
    assert_eq!(rest.cache_s, all.cache_s, "but kept in memory as before");
    assert!((rest.prompt_attention_s / all.prompt_attention_s - 0.1 * (950.0 / 500.0)).abs() < 1e-12);
}

/// A prompt takes 156 ms and a step 9 ms: one short answer after another would keep the queue of prompts full. With 0.3 s to
/// the first token the group waits for requests most of the time.
#[test]
fn a_group_waits_where_the_first_token_is_urgent() {
    let urgent = ServingLoad { input_tokens: 2000.0, output_tokens: 2.0, first_token_s: Some(0.3), ..CHAT };
    let served =
        optimize_group_and_batch(&DENSE, &AcceleratorRatings { domain: 2, ..MACHINE }, BYTES, &urgent, &IDEAL).unwrap();
    assert!(served.batch < 0.5 && served.batch_limit == BatchLimit::Latency, "{served:?}");
    let first = served.first_token_s.unwrap();
    assert!(first <= 0.3 && first > 0.299, "{first}");
    let relaxed = ServingLoad { first_token_s: Some(1.0), ..urgent };
    let more = optimize_group_and_batch(&DENSE, &AcceleratorRatings { domain: 2, ..MACHINE }, BYTES, &relaxed, &IDEAL)
        .unwrap();
    assert!(more.tokens_s > 2.0 * served.tokens_s, "{more:?}");
}

#[test]
fn what_cannot_be_served_says_why() {
    let small = AcceleratorRatings { memory_bytes: 8e9, ..MACHINE };
    let error = optimize_group_and_batch(&DENSE, &small, BYTES, &CHAT, &IDEAL).unwrap_err();
    assert_eq!(error, ServeError::TooLarge { weights_gb: 70.0, accelerators: 8, memory_gb: 8.0 });
    let hasty = ServingLoad { next_token_s: Some(1e-4), ..CHAT };
    assert!(matches!(
        optimize_group_and_batch(&DENSE, &MACHINE, BYTES, &hasty, &IDEAL),
        Err(ServeError::TooSlow { .. })
    ));
}

fn machine() -> impl Strategy<Value = AcceleratorRatings> {
    (1e14..2e16_f64, 0.25..1.0_f64, 32e9..300e9_f64, 1e12..2e13_f64, 5e10..2e12_f64, 1_u32..73).prop_map(
        |(flop_s, attention, memory_bytes, memory_bytes_s, link, domain)| AcceleratorRatings {
            flop_s,
            attention_flop_s: attention * flop_s,
            memory_bytes,
            memory_bytes_s,
            link_bytes_s: Some(link),
            domain,
        },
    )
}

fn load() -> impl Strategy<Value = ServingLoad> {
    let limit = || prop_oneof![Just(None), (0.01..10.0_f64).prop_map(Some)];
    (1.0..30_000.0_f64, 0.0..1.5_f64, 0.0..0.99_f64, 2.0..5000.0_f64, 0.0..1.5_f64, limit(), limit()).prop_map(
        |(input_tokens, input_variation, cached_share, output_tokens, output_variation, first, next)| ServingLoad {
            input_tokens,
            input_variation,
            cached_share,
            output_tokens,
            output_variation,
            beams: 1.0,
            first_token_s: first,
            next_token_s: next,
        },
    )
}

proptest! {
    /// Whatever is asked of whatever machine: numbers, no faster than either roof, within the limits.
    #[test]
    fn no_roof_is_beaten(machine in machine(), load in load(), mixture in any::<bool>()) {
        let shape = if mixture { MIXTURE } else { DENSE };
        let Ok(s) = optimize_group_and_batch(&shape, &machine, BYTES, &load, &REAL) else { return Ok(()) };
        for v in [s.tokens_s, s.batch, s.step_s, s.prompt_share, s.flop_use, s.byte_use] {
            prop_assert!(v.is_finite() && v >= 0.0, "{s:?}");
        }
        prop_assert!(s.batch > 0.0 && s.flop_use <= 1.0 && s.byte_use <= 1.0 && s.prompt_share <= 1.0, "{s:?}");
        let tokens = 1.0 + load.computed_prompt_tokens() / load.output_tokens;
        prop_assert!(s.tokens_s * tokens * 2.0 * shape.active_params <= machine.flop_s);
        prop_assert!(load.next_token_s.is_none_or(|limit| s.step_s <= limit));
        prop_assert!(load.first_token_s.is_none_or(|limit| s.first_token_s.is_some_and(|t| t <= limit)));
    }

    /// A better machine never serves fewer tokens; a larger batch gives more tokens and longer steps.
    #[test]
    fn better_is_not_worse(machine in machine(), load in load(), by in 1.0..4.0_f64, batch in 1.0..1000.0_f64) {
        let Ok(before) = optimize_group_and_batch(&DENSE, &machine, BYTES, &load, &REAL) else { return Ok(()) };
        for better in [
            AcceleratorRatings { flop_s: by * machine.flop_s, ..machine },
            AcceleratorRatings { attention_flop_s: by * machine.attention_flop_s, ..machine },
            AcceleratorRatings { memory_bytes_s: by * machine.memory_bytes_s, ..machine },
            AcceleratorRatings { memory_bytes: by * machine.memory_bytes, ..machine },
            AcceleratorRatings { link_bytes_s: machine.link_bytes_s.map(|l| by * l), ..machine },
        ] {
            let after = optimize_group_and_batch(&DENSE, &better, BYTES, &load, &REAL);
            prop_assert!(after.is_ok_and(|a| a.tokens_s >= before.tokens_s * (1.0 - 1e-4)), "{better:?} {before:?} {after:?}");
        }
        let g = ServingGroup { shape: &DENSE, machine: &machine, formats: BYTES, load: &load, coefficients: &REAL, size: 1 };
        let (small, large) = (evaluate_batch(&g, batch, BatchLimit::Capacity), evaluate_batch(&g, by * batch, BatchLimit::Capacity));
        prop_assert!(large.tokens_s >= small.tokens_s * (1.0 - 1e-12) && large.step_s >= small.step_s);
    }
}
