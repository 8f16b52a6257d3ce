//! The network between racks that a rack takes a share of.

use serde::Serialize;

use crate::catalog::Catalog;
use crate::catalog::system::SystemRecord;

/// Network devices outside the rack.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct RackNetwork {
    /// Their power for one rack.
    pub power_w: f64,
    /// Which and how many.
    pub devices: Vec<NetworkDevice>,
}

/// A device.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct NetworkDevice {
    /// Name.
    pub name: String,
    /// How many for one rack.
    pub count: f64,
    /// Power of all of them.
    pub power_w: f64,
}

/// A rack's share of the network outside it.
pub(crate) fn rack_network_share(catalog: &Catalog, system: &SystemRecord) -> RackNetwork {
    let devices: Vec<NetworkDevice> = system
        .network
        .iter()
        .filter_map(|share| {
            let chip = catalog.chip(&share.device)?;
            let each_w = chip.power.idle_w + share.duty * (chip.power.max_w - chip.power.idle_w);
            Some(NetworkDevice { name: chip.name.clone(), count: share.count, power_w: share.count * each_w })
        })
        .collect();
    RackNetwork { power_w: devices.iter().map(|d| d.power_w).sum(), devices }
}
