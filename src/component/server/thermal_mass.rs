//! Heat that a rack, its loops and its room store for each kelvin, and how fast they take it up.
//!
//! `C = c X`: a specific capacity times what it belongs to: watts of rating for chips and their coolers (a larger chip has
//! a larger plate), rack units for trays, litres or metres for liquids. A room holds the air above its floor. Water and air themselves
//! come from their properties; here stands how much of them there is. Makers publish next to none of these values:
//! they are estimates with ranges (Incropera, *Fundamentals of Heat and Mass Transfer*, for silicon, copper and steel;
//! the rest from masses of typical products).
//!
//! Neglects: gradients inside a part, and the building behind the room's surfaces.
//!
//! Compared with: rates of warming by hand in `tests/transient.rs`.

use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;

params! {
    /// Masses of a rack and what stands around it.
    pub struct ThermalMassSpec {
        /// Silicon, for each watt of a chip's rating.
        die_j_k_w ["J/(K W)"] in 0.0001..=1.0;
        /// Lid, substrate and memory stacks, for each watt of a chip's rating.
        lid_j_k_w ["J/(K W)"] in 0.001..=5.0;
        /// Share of the resistance from junction to case between silicon and lid.
        die_share [""] in 0.05..=0.95;
        /// Cold plate, for each watt of the chip's rating.
        plate_j_k_w ["J/(K W)"] in 0.01..=10.0;
        /// Liquid in a cold plate, for each watt of the chip's rating.
        plate_ml_w ["mL/W"] in 0.001..=5.0;
        /// Heat sink in air, for each watt of the chip's rating.
        sink_j_k_w ["J/(K W)"] in 0.01..=20.0;
        /// Heat sink or boiling plate in a dielectric, for each watt of the chip's rating.
        immersed_j_k_w ["J/(K W)"] in 0.01..=20.0;
        /// Parts without a junction to follow stand this far above their coolant at their rating.
        module_rise_k ["K"] in 1.0..=100.0;
        /// Time in which such a part follows its coolant.
        module_time_s ["s"] in 1.0..=3600.0;
        /// Metal of a tray for each rack unit of its height.
        tray_j_k_u ["J/(K U)"] in 100.0..=100000.0;
        /// Time in which that metal follows what flows past it.
        tray_time_s ["s"] in 1.0..=7200.0;
        /// Air in a tray for each rack unit of its height.
        tray_air_m3_u ["m3/U"] in 0.001..=0.05;
        /// Liquid in the hoses of a tray.
        hose_l_tray ["L"] in 0.01..=20.0;
        /// Liquid of a coolant distribution unit for each kilowatt of its load.
        cdu_l_kw ["L/kW"] in 0.005..=5.0;
        /// Pipe between unit and rack, one way, where the unit stands outside the rack.
        loop_pipe_m ["m"] in 0.1..=500.0;
        /// Velocity in it at full flow.
        loop_pipe_m_s ["m/s"] in 0.1..=5.0;
        /// Metal of pipes and vessels, as a share of their liquid's heat capacity.
        pipe_metal_share [""] in 0.0..=2.0;
        /// Dielectric of a tank in which it is pumped, for each kilowatt of rating.
        tank_l_kw ["L/kW"] in 0.1..=100.0;
        /// Boiling fluid of a tank for each kilowatt of rating.
        boiling_l_kw ["L/kW"] in 0.1..=100.0;
        /// Specific heat of that fluid.
        boiling_j_kg_k ["J/(kg K)"] in 500.0..=5000.0;
        /// Above its boiling point by this much a tank vents its vapour.
        vent_rise_k ["K"] in 0.05..=20.0;
        /// Share of the boiling fluid that may be lost before parts stand dry.
        boiling_reserve [""] in 0.01..=0.9;
        /// Pipe of the facility water, one way.
        facility_pipe_m ["m"] in 1.0..=5000.0;
        /// Velocity in it at full flow.
        facility_pipe_m_s ["m/s"] in 0.1..=5.0;
        /// Water in chillers, coolers and headers of the plant for each kilowatt.
        plant_l_kw ["L/kW"] in 0.01..=50.0;
        /// Height of the air above the floor of a rack and its aisles.
        room_height_m ["m"] in 2.0..=30.0;
        /// Share of it that stands before the racks.
        cold_share [""] in 0.05..=0.95;
        /// Walls, floor and cabinets, as a multiple of the air's heat capacity.
        room_metal ["x"] in 0.0..=50.0;
        /// Time in which they follow the air.
        room_time_s ["s"] in 1.0..=7200.0;
        /// Coils and water of the air handlers for each kilowatt of the room's heat.
        crah_j_k_kw ["J/(K kW)"] in 1.0..=50000.0;
    }
}

/// Kind of a record that says `kind = "thermal-mass"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "thermal-mass",
    summary: "Heat capacities of a rack, its loops and its room, and how fast they take up heat",
    law: ComponentLaw {
        symbols: "C = c X",
        words: "heat that parts, loops and room store: a specific capacity times watts, units, litres or m3",
        results: &[LawResult::Transient],
    },
    params: ThermalMassSpec::PARAMS,
    check: |table| ThermalMassSpec::read(table).map(drop),
};
