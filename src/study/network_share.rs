//! The network between racks that a rack takes a share of.

use crate::catalog::Catalog;
use crate::catalog::system::System;

use super::rack_result::{Device, Network};

/// A rack's share of the network outside it.
pub(super) fn of(catalog: &Catalog, system: &System) -> Network {
    let devices: Vec<Device> = system
        .network
        .iter()
        .filter_map(|share| {
            let chip = catalog.chip(&share.device)?;
            let each_w = chip.power.idle_w + share.duty * (chip.power.max_w - chip.power.idle_w);
            Some(Device { name: chip.name.clone(), count: share.count, power_w: share.count * each_w })
        })
        .collect();
    Network { power_w: devices.iter().map(|d| d.power_w).sum(), devices }
}
