//! The palettes, computed: every text reads on its ground, every mark stands out from the page, neighbours are told apart
//! by colour-blind eyes.

use rackjoule::component::end_use::EndUse;
use rackjoule::report::chart::palette::PlantModeClass;
use rackjoule::report::chart::theme::{Theme, contrast_ratio};

use crate::support::colour::{Srgb, ciede2000, least_difference};

/// Contrast of text with its ground: Web Content Accessibility Guidelines 2.2, 1.4.3.
const TEXT: f64 = 4.5;
/// Contrast of marks with the page: the same, 1.4.11.
const MARK: f64 = 3.0;
/// Difference by which neighbours are told apart at a glance.
const APART: f64 = 15.0;

const THEMES: [(&str, Theme); 2] = [("light", Theme::LIGHT), ("dark", Theme::DARK)];

macro_rules! srgb {
    ($color:expr) => {{
        let color = $color;
        [color.0, color.1, color.2]
    }};
}

#[test]
fn the_difference_is_that_of_the_published_pairs() {
    // Sharma, Wu and Dalal 2005, table 1, pairs 1, 7, 17, 25 and 34.
    for (a, b, published) in [
        ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
        ([50.0, 0.0, 0.0], [50.0, -1.0, 2.0], 2.3669),
        ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492),
        ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
        ([2.0776, 0.0795, -1.1350], [0.9033, -0.0636, -0.5514], 0.9082),
    ] {
        let found = ciede2000(a, b);
        assert!((found - published).abs() < 1e-4, "{a:?} {b:?}: {found} for {published}");
    }
}

#[test]
fn every_text_reads_on_its_ground() {
    for (name, theme) in THEMES {
        for (what, ink) in [("ink", theme.ink), ("faint", theme.faint), ("limit", theme.limit)] {
            let contrast = contrast_ratio(ink, theme.background);
            assert!(contrast >= TEXT, "{name} {what}: {contrast:.2}");
        }
        for end_use in EndUse::ALL {
            let (fill, ink) = theme.end_use_colors(end_use);
            let contrast = contrast_ratio(ink, fill);
            assert!(contrast >= TEXT, "{name} text on {end_use:?}: {contrast:.2}");
        }
    }
}

#[test]
fn every_mark_stands_out_from_the_page() {
    for (name, theme) in THEMES {
        let end_uses = EndUse::ALL.map(|e| (format!("{e:?}"), theme.end_use_colors(e).0));
        let modes = PlantModeClass::ALL.map(|m| (format!("{m:?}"), theme.plant_mode_color(m)));
        let series = (0..12).map(|i| (format!("architecture {i}"), theme.architecture_style(i).color));
        let makers = MAKERS.map(|m| (m.to_owned(), theme.maker_color(m)));
        for (what, color) in end_uses.into_iter().chain(modes).chain(series).chain(makers) {
            let contrast = contrast_ratio(color, theme.background);
            assert!(contrast >= MARK, "{name} {what}: {contrast:.2}");
        }
    }
}

const MAKERS: [&str; 6] = ["NVIDIA", "AMD", "Intel", "Google", "AWS", "anyone else"];

fn assert_apart(name: &str, a: &(String, Srgb), b: &(String, Srgb)) {
    let found = least_difference(a.1, b.1);
    assert!(found >= APART, "{name}: {} and {}: {found:.1}", a.0, b.0);
}

#[test]
fn neighbours_in_a_stack_are_told_apart() {
    use EndUse::{Building, Chillers, Conversion, HeatRejection, OtherIt, Pumps, ServerFans};
    let all = EndUse::ALL;
    let beside = all.windows(2).map(|w| (w[0], w[1]));
    let one_missing = all.windows(3).map(|w| (w[0], w[2]));
    // Without network and storage; without fans too, as in a tank; without chillers or purchased cooling.
    let usual = [
        (ServerFans, Conversion),
        (OtherIt, Conversion),
        (Pumps, HeatRejection),
        (Chillers, Building),
        (Pumps, Building),
    ];
    for (a, b) in beside.chain(one_missing).chain(usual) {
        for (name, theme) in THEMES {
            let named = |e: EndUse| (format!("{e:?}"), srgb!(theme.end_use_colors(e).0));
            assert_apart(name, &named(a), &named(b));
        }
    }
}

#[test]
fn sets_are_told_apart_by_colour_alone() {
    for (name, theme) in THEMES {
        let series = (0..7).map(|i| (format!("architecture {i}"), srgb!(theme.architecture_style(i).color))).collect();
        let makers = MAKERS.map(|m| (m.to_owned(), srgb!(theme.maker_color(m)))).to_vec();
        let modes = PlantModeClass::ALL.map(|m| (format!("{m:?}"), srgb!(theme.plant_mode_color(m)))).to_vec();
        for set in [series, makers, modes] {
            let set: Vec<(String, Srgb)> = set;
            for (i, a) in set.iter().enumerate() {
                for b in &set[i + 1..] {
                    assert_apart(name, a, b);
                }
            }
        }
    }
}

#[test]
fn fifty_architectures_differ_by_colour_mark_or_dash() {
    let style = |i: usize| Theme::LIGHT.architecture_style(i);
    for i in 0..50 {
        for j in i + 1..50 {
            let (a, b) = (style(i), style(j));
            assert!(a.symbol != b.symbol || a.color != b.color || a.dash != b.dash, "{i} and {j}");
            // By their marks alone up to twelve.
            assert!(j >= 12 || a.symbol != b.symbol, "{i} and {j}");
        }
    }
}
