//! Servers that shut down: which parts are whose.
//!
//! A part beyond its shutdown temperature takes its server with it: every part of that server is without power for the rest
//! of the run. Its fans go on, on standby power. Parts in liquid belong to the trays of one place in the order of flow; air
//! passes all trays of a kind alike, so its parts belong to all of them, and warm up as the mean of those that run.

use crate::catalog::record::ChipKind;
use crate::catalog::system::Coolant;
use crate::rack::model::TrayModel;

use super::parts::{ChipGroup, LaneStream, ModuleGroup};

/// Equal trays that run or have shut down together.
#[derive(Clone, Debug)]
pub(super) struct ServerGroup {
    /// Kind of tray.
    pub kind: usize,
    /// Name of that kind.
    pub name: String,
    /// How many.
    pub count: f64,
    /// Whether they have shut down.
    pub off: bool,
    places: Vec<usize>,
}

/// The servers of a rack, and in every part the servers that it belongs to.
pub(super) fn group_servers(
    trays: &[TrayModel],
    streams: &[LaneStream],
    (chips, modules): (&mut [ChipGroup], &mut [ModuleGroup]),
) -> Vec<ServerGroup> {
    let mut out: Vec<ServerGroup> = Vec::new();
    for (kind, tray) in trays.iter().enumerate() {
        let wet = streams.iter().filter(|s| s.kind == kind && s.coolant == Coolant::Liquid && !s.positions.is_empty());
        let mut add = |places: &[usize], count: f64| {
            if !out.iter().any(|s| s.kind == kind && s.places == places) {
                out.push(ServerGroup { kind, name: tray.name.clone(), count, off: false, places: places.to_vec() });
            }
        };
        let mut any = false;
        for stream in wet {
            any = true;
            add(&stream.positions, stream.positions.len() as f64);
        }
        if !any {
            add(&[], f64::from(tray.count));
        }
    }
    let of = |stream: usize| -> Vec<usize> {
        let LaneStream { coolant, kind, positions, .. } = &streams[stream];
        let own = |s: &ServerGroup| {
            s.kind == *kind && (*coolant == Coolant::Air || s.places.is_empty() || s.places == *positions)
        };
        (0..out.len()).filter(|i| own(&out[*i])).collect()
    };
    for part in &mut *chips {
        part.servers = of(part.stream);
    }
    for part in modules {
        part.servers = of(part.stream);
    }
    mark_workers(chips);
    out
}

/// The parts whose work is the rack's: accelerators; where there are none, processors; where there are neither, all chips.
fn mark_workers(chips: &mut [ChipGroup]) {
    let has = |kind: ChipKind| chips.iter().any(|c| c.part == kind);
    let worker = [ChipKind::Accelerator, ChipKind::Cpu].into_iter().find(|kind| has(*kind));
    for part in chips {
        part.works = worker.is_none_or(|kind| part.part == kind);
    }
}

/// Share of some servers that runs.
pub(super) fn running_share(all: &[ServerGroup], own: &[usize]) -> f64 {
    let count = |i: &usize| all[*i].count;
    let whole: f64 = own.iter().map(count).sum();
    let on: f64 = own.iter().filter(|i| !all[**i].off).map(count).sum();
    if whole > 0.0 { on / whole } else { 1.0 }
}
