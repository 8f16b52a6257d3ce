//! Network devices: switches, cards, transceivers.

use serde::{Deserialize, Serialize};

use super::super::record::Confidence;
use super::super::table::{ColumnFault, TableRow, check_positive, check_range_share};

/// What a device does.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "kebab-case")]
pub enum NetworkDeviceKind {
    /// Switch of the network between racks.
    Switch,
    /// Switch chip of the scale-up network.
    ScaleUpSwitch,
    /// Network card.
    Nic,
    /// Network card with processors of its own.
    Dpu,
    /// Optical transceiver.
    Optics,
}

/// A network device.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkDeviceRecord {
    /// Catalog id, kebab-case; the same as that of the chip in `chips.toml` if it is there.
    pub id: String,
    /// Name in words.
    pub name: String,
    /// What it does.
    pub kind: NetworkDeviceKind,
    /// Generation of the network.
    pub generation: String,
    /// Year of first availability.
    pub year: u16,
    /// Ports.
    pub ports: Option<u32>,
    /// Speed of one port in each direction, Gbit/s.
    pub port_gbit_s: Option<f64>,
    /// Power with ordinary cables and load, W.
    pub typical_w: Option<f64>,
    /// Highest power, W.
    pub max_w: Option<f64>,
    /// Source id.
    pub source: String,
    /// How well the row is known.
    pub confidence: Confidence,
    /// Range of the powers as a share of the value, plus or minus; every estimate has one.
    pub range_share: Option<f64>,
    /// Remarks for the reader.
    pub notes: Option<String>,
}

impl NetworkDeviceRecord {
    /// Columns that `range_share` is for.
    pub(crate) const RANGED_COLUMNS: [&'static str; 2] = ["typical_w", "max_w"];
}

impl TableRow for NetworkDeviceRecord {
    fn unique_key(&self) -> Option<&str> {
        Some(&self.id)
    }

    fn check_row(&self) -> Result<(), ColumnFault> {
        check_positive(&[
            ("ports", self.ports.map(f64::from)),
            ("port_gbit_s", self.port_gbit_s),
            ("typical_w", self.typical_w),
            ("max_w", self.max_w),
        ])?;
        if let (Some(typical), Some(max)) = (self.typical_w, self.max_w)
            && typical > max
        {
            return Err(("typical_w", format!("{typical} must not be above `max_w`, {max}")));
        }
        check_range_share(self.confidence, self.range_share)
    }
}
