//! What is claimed of liquid-cooled racks, each part with its number: no fans, no special air conditioning, a standard rack
//! on standard power, bought one at a time. And the electrical feed that the numbers rest on.

use crate::catalog::system::SystemRecord;
use crate::component::liquid::rack_rules;
use crate::rack::limits::RackLimitKind;
use crate::rack::state::RackState;
use crate::scenario::PowerDistribution;

use super::result::{ClaimCheck, ElectricalFeed, FeedCurrent};

/// Voltages between phases of alternating feeds, V.
const THREE_PHASE: [(&str, f64); 3] =
    [("208 V AC, three phases", 208.0), ("415 V AC, three phases", 415.0), ("480 V AC, three phases", 480.0)];
/// Voltages of direct feeds, V.
const DIRECT_CURRENT: [(&str, f64); 2] = [("54 V DC", 54.0), ("800 V DC", 800.0)];

/// The electrical feed of a rack: `I = P/(√3 V pf)` in each of three phases, `I = P/V` of a direct feed.
pub(crate) fn electrical_feed(state: &RackState, rules: &rack_rules::RackRulesSpec) -> ElectricalFeed {
    let power_w = state.power_w();
    let phase = |v: f64| power_w / (3f64.sqrt() * v * rules.power_factor);
    let ac = THREE_PHASE.map(|(feed, v)| FeedCurrent { feed, amperes: phase(v) });
    let dc = DIRECT_CURRENT.map(|(feed, v)| FeedCurrent { feed, amperes: power_w / v });
    let supply = state.limits.iter().find(|l| l.kind == RackLimitKind::PowerSupply);
    ElectricalFeed {
        power_w,
        currents: ac.into_iter().chain(dc).collect(),
        standard_feeds: standard_feed_count(phase(rules.feed_v), rules),
        standard: format!(
            "{:.0} V, {:.0} A, three phases, loaded to {:.0} %",
            rules.feed_v,
            rules.feed_a,
            rules.feed_share * 100.0
        ),
        supply_load: supply.map(|l| l.value),
    }
}

fn standard_feed_count(amperes: f64, rules: &rack_rules::RackRulesSpec) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few feeds")]
    let count = (amperes / (rules.feed_a * rules.feed_share)).ceil().clamp(1.0, 1e4) as u32;
    count
}

/// The claims with their numbers.
pub(crate) fn check_claims(
    system: &SystemRecord,
    state: &RackState,
    rules: &rack_rules::RackRulesSpec,
    feed: &ElectricalFeed,
    distribution: PowerDistribution,
    racks_per_unit: f64,
) -> Vec<ClaimCheck> {
    let (left_w, room_w) = (state.air_heat_w, rules.room_rack_w);
    let fans_w = state.fan_w + state.cooler_w;
    let filled = system.filled_height_u();
    let unit = if racks_per_unit > 1.5 {
        format!(
            "one rack of {} accelerators; its coolant unit carries {racks_per_unit:.0} such racks",
            system.accelerator_count()
        )
    } else {
        format!("one rack of {} accelerators with its own cooling", system.accelerator_count())
    };
    vec![
        ClaimCheck {
            claim: "no fans",
            holds: fans_w == 0.0,
            figure: format!("{fans_w:.0} W of fans in and at the rack"),
        },
        ClaimCheck {
            claim: "no special air conditioning",
            holds: left_w <= room_w,
            figure: format!(
                "{:.2} kW left to the room, which takes {:.0} kW from an ordinary rack",
                left_w / 1e3,
                room_w / 1e3
            ),
        },
        ClaimCheck {
            claim: "standard rack",
            holds: filled <= rules.rack_u && system.rack_u <= rules.rack_u,
            figure: format!("{filled:.0} of {:.0} U in a rack of {:.0} U", rules.rack_u, system.rack_u),
        },
        ClaimCheck {
            claim: "standard power",
            holds: f64::from(feed.standard_feeds) <= rules.feeds_max && distribution != PowerDistribution::Dc800,
            figure: if distribution == PowerDistribution::Dc800 {
                "fed with 800 V DC from rectifiers of the hall".to_owned()
            } else {
                format!("{} feeds of {}", feed.standard_feeds, feed.standard)
            },
        },
        // A coolant unit that many racks share is bought for many racks.
        ClaimCheck { claim: "one at a time", holds: racks_per_unit <= 1.5, figure: unit },
    ]
}
