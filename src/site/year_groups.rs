//! What each group of racks did through a year.

use crate::units::Temperature;

use super::run::SeenHour;

/// Sums of a group of racks over a year.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct GroupYear {
    /// Its energy at the inlets of its racks and of what stands beside them, J.
    pub it_j: f64,
    /// Losses of its power supplies, J.
    pub supply_loss_j: f64,
    /// Largest power there, W.
    pub peak_w: f64,
    /// Load summed over the hours.
    pub load_h: f64,
    /// Racks that stand there, summed over the hours.
    pub rack_h: f64,
    /// Busy racks and their work against work without throttling, summed over the hours.
    pub work_rack_h: f64,
    /// Racks and their work against work without throttling, summed over the hours.
    pub performance_rack_h: f64,
}

/// Adds an hour to each group of a facility.
pub(super) fn add_hour(groups: &mut Vec<GroupYear>, &SeenHour { facility, outdoor, state: h, .. }: &SeenHour<'_>) {
    let weight_h = outdoor.weight_h;
    for (side, group) in facility.hall.groups() {
        if groups.len() <= group.place {
            groups.resize(group.place + 1, GroupYear::default());
        }
        let supply_c = side.map_or(h.supply_c, |place| h.side.supply_c[place]);
        let one = group.rack_means(Temperature::from_celsius(supply_c));
        let (racks, year) = (group.standing_racks(), &mut groups[group.place]);
        let power_w = racks * one.power_w();
        year.it_j += weight_h * 3600.0 * power_w;
        year.supply_loss_j += weight_h * 3600.0 * racks * one.psu_loss_w;
        year.peak_w = year.peak_w.max(power_w);
        year.load_h += weight_h * group.load;
        year.rack_h += weight_h * racks;
        year.work_rack_h += weight_h * racks * group.load * one.performance;
        year.performance_rack_h += weight_h * racks * one.performance;
    }
}
