//! What stands in a hall that grows, and what each phase adds to it.
//!
//! Of each kind of equipment the hall has units and a capacity of them all. A phase needs `N` units of `C` together; with
//! `n` and `c` there already it adds a capacity of `C − c` in as many units as the largest of them need for it, rounded up,
//! and in no fewer than `N − n`. Nothing is taken out and nothing is paid back. Whole modules in several phases are never
//! fewer than at once, since `⌈a⌉ + ⌈b⌉ ≥ ⌈a + b⌉`.

use crate::assembly::capital_cost::{self, CapitalItem};
use crate::catalog::Catalog;
use crate::rack::build::BuildError;

use super::result::PhaseEquipment;

/// A hair by which a number of modules is above a whole one by rounding.
const ROUNDING: f64 = 1e-9;

/// Units of one kind.
#[derive(Clone, Debug, Default)]
struct StockItem {
    what: String,
    record: String,
    count: f64,
    capacity_w: f64,
    usd: f64,
}

/// All that stands there.
#[derive(Clone, Debug, Default)]
pub(super) struct Stock {
    items: Vec<StockItem>,
}

/// What a phase needs of one kind.
struct NeededUnits {
    all: StockItem,
    /// Capacity of the largest of them, W.
    largest_w: f64,
    whole: bool,
}

/// What is needed, by kind.
fn pool_items(items: &[CapitalItem]) -> Vec<NeededUnits> {
    let mut out: Vec<NeededUnits> = Vec::new();
    for item in items {
        let each_w = item.capacity_w.unwrap_or(0.0);
        let place = out.iter().position(|pool| pool.all.what == item.what).unwrap_or_else(|| {
            let all = StockItem { what: item.what.clone(), record: item.record.clone(), ..StockItem::default() };
            out.push(NeededUnits { all, largest_w: 0.0, whole: item.whole });
            out.len() - 1
        });
        let pool = &mut out[place];
        pool.all.count += item.count;
        pool.all.capacity_w += item.count * each_w;
        pool.all.usd += item.usd;
        pool.largest_w = pool.largest_w.max(each_w);
    }
    out
}

impl NeededUnits {
    /// Units and capacity that this takes beyond what there is.
    fn beyond(&self, there: &StockItem) -> (f64, f64) {
        let more_w = self.all.capacity_w - there.capacity_w;
        let more_w = if more_w > ROUNDING * self.all.capacity_w { more_w } else { 0.0 };
        let modules = if self.largest_w > 0.0 { more_w / self.largest_w } else { 0.0 };
        let modules = if self.whole { (modules - ROUNDING).ceil() } else { modules };
        let more = (self.all.count - there.count).max(modules).max(0.0);
        (if more > ROUNDING { more } else { 0.0 }, more_w)
    }
}

impl Stock {
    /// Adds what a phase needs, and says what stands there then and what was added.
    ///
    /// # Errors
    /// A price that the catalog lacks.
    pub fn add_needed(&mut self, catalog: &Catalog, needed: &[CapitalItem]) -> Result<Vec<PhaseEquipment>, BuildError> {
        let mut added = vec![(0.0, 0.0); self.items.len()];
        for pool in pool_items(needed) {
            let place = self.items.iter().position(|own| own.what == pool.all.what).unwrap_or_else(|| {
                let (what, record) = (pool.all.what.clone(), pool.all.record.clone());
                self.items.push(StockItem { what, record, ..StockItem::default() });
                added.push((0.0, 0.0));
                self.items.len() - 1
            });
            let own = &mut self.items[place];
            let (count, capacity_w) = pool.beyond(own);
            let usd = if own.count == 0.0 {
                pool.all.usd
            } else {
                capital_cost::added_price_usd(catalog, &own.record, count, capacity_w)?
            };
            own.count += count;
            own.capacity_w += capacity_w;
            own.usd += usd;
            added[place] = (count, usd);
        }
        let told = |(own, (count, usd)): (&StockItem, (f64, f64))| PhaseEquipment {
            what: own.what.clone(),
            count: own.count,
            added: count,
            added_usd: usd,
            record: own.record.clone(),
        };
        Ok(self.items.iter().zip(added).map(told).filter(|own| own.count > 0.0).collect())
    }

    /// What all of it has cost, USD.
    pub fn paid_usd(&self) -> f64 {
        self.items.iter().map(|own| own.usd).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needed(count: f64, each_w: f64, whole: bool) -> NeededUnits {
        let all = StockItem { count, capacity_w: count * each_w, ..StockItem::default() };
        NeededUnits { all, largest_w: each_w, whole }
    }

    fn there(count: f64, capacity_w: f64) -> StockItem {
        StockItem { count, capacity_w, ..StockItem::default() }
    }

    #[test]
    fn whole_modules_are_added_by_hand() {
        // Three modules where two stand: one more.
        assert_eq!(needed(3.0, 1e6, true).beyond(&there(2.0, 2e6)), (1.0, 1e6));
        // A small one of 0.4 MW stays; 3 MW take 2.6 MW more, in three.
        assert_eq!(needed(3.0, 1e6, true).beyond(&there(1.0, 0.4e6)), (3.0, 2.6e6));
        // Made to measure: 3 × 0.9 MW stand, 4 × 0.75 MW would: one more of 0.3 MW.
        let (count, capacity_w) = needed(4.0, 0.75e6, true).beyond(&there(3.0, 2.7e6));
        assert!(count == 1.0 && (capacity_w - 0.3e6).abs() < 1e-3);
        // Less than stands there takes nothing.
        assert_eq!(needed(2.0, 1e6, true).beyond(&there(3.0, 3e6)), (0.0, 0.0));
        // Parts of racks.
        assert_eq!(needed(7.5, 1e5, false).beyond(&there(2.5, 2.5e5)), (5.0, 5e5));
        // Without a capacity they are counted.
        assert_eq!(needed(5.0, 0.0, true).beyond(&there(2.0, 0.0)), (3.0, 0.0));
    }
}
