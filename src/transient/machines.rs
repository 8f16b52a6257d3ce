//! Which machines an architecture has, and so what can befall it.

use crate::scenario::transient::EventKind;

/// Which machines an architecture has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a list of machines, each there or not")]
pub(super) struct MachineSet {
    /// Pumps of a loop or of water through doors and condensers.
    pub pumps: bool,
    /// Batteries that carry the servers, which this model needs where the utility fails.
    pub batteries: bool,
    /// Coolant distribution units with facility water.
    pub cdu: bool,
    /// Fans in the servers.
    pub fans: bool,
    /// Air handlers of the room.
    pub crah: bool,
    /// Facility water.
    pub facility: bool,
    /// Dry coolers or towers that carry heat without compressors.
    pub coolers: bool,
    /// Compressors of the plant that carry heat.
    pub running_compressors: bool,
    /// A chiller for the room alone.
    pub room_chiller: bool,
    /// Compressors anywhere, running or not.
    pub compressors: bool,
}

impl MachineSet {
    /// Whether a kind of event can befall it.
    pub const fn is_affected_by(self, kind: EventKind) -> bool {
        match kind {
            EventKind::PumpTrip => self.pumps,
            EventKind::CduLoss => self.cdu,
            EventKind::FanFailure => self.fans,
            EventKind::CrahLoss => self.crah,
            EventKind::ChillerTrip => self.compressors,
            EventKind::UtilityBlip => self.batteries,
            EventKind::LoadStep => true,
        }
    }
}
