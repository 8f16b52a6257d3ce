//! Air: fans, aisles, a rear door, air handlers, metal of trays and room.

use crate::catalog::system::Coolant;
use crate::rack::RackError;
use crate::rack::flows::FlowPoint;
use crate::rack::model::LiquidCooling;
use crate::rack::solve::RackSolver;
use crate::transient::boundary::{BoundaryConditions, HeatRejectionPlant};
use crate::transient::loops::FacilityWaterLoop;
use crate::transient::moving::{ParallelMachines, SystemCurve};
use crate::transient::room::{DirectRoomCooling, DoorCoil, RoomAirLoop, RoomCooling, TrayAirNodes};

use super::builder::{AIR_J_M3_K, IndexedNode, SPEED_SHARES, TransientModelBuilder};

impl TransientModelBuilder<'_> {
    /// Fans, aisles, and the air lanes of every kind; and the node that takes the room's other heat.
    pub(super) fn add_room_air(
        &mut self,
        solver: &mut RackSolver<'_>,
        heat_j_m3_k: f64,
        room_c: f64,
    ) -> Result<(Option<RoomAirLoop>, Vec<TrayAirNodes>, IndexedNode), RackError> {
        let masses = self.masses;
        let tables = solver.air_flow_points(&self.state.setting.fans, &SPEED_SHARES)?;
        let heat_kw = (self.state.air_heat_w / 1e3).max(0.2);
        let air_j_m3_k = if tables.is_empty() { AIR_J_M3_K } else { heat_j_m3_k };
        let volume_j_k = self.room_air_m3 * air_j_m3_k;
        if tables.is_empty() {
            let room = self.add_node(volume_j_k, room_c);
            return Ok((None, Vec::new(), room));
        }
        let usual: f64 = tables.iter().map(|(_, p)| p[0].flow_m3_s).sum();
        let cold = self.add_node(masses.cold_share * volume_j_k, room_c);
        let small_j_k = 0.2 * usual * heat_j_m3_k;
        let exhaust = self.add_node(small_j_k, room_c);
        let exit = self.add_node(0.5 * (1.0 - masses.cold_share) * volume_j_k, room_c);
        let back = self.add_node(0.5 * (1.0 - masses.cold_share) * volume_j_k, room_c);
        let coil = self.add_node(masses.crah_j_k_kw * heat_kw, room_c);
        let all = self.net.add_advection(exhaust.id, exit.id, 0.0);
        let fresh = [(exit, back), (back, coil), (coil, cold)].map(|(a, b)| self.net.add_advection(a.id, b.id, 0.0));
        let beside = [(cold, back), (back, cold)].map(|(a, b)| self.net.add_advection(a.id, b.id, 0.0));
        let spill = self.net.add_advection(exit.id, cold.id, 0.0);
        let density_kg_m3 = solver.air_stream().0.density_kg_m3;
        let mut blown = Vec::new();
        for table in tables {
            blown.extend(self.add_tray_air(table, ([cold, exit], exhaust), (density_kg_m3, heat_j_m3_k), room_c));
        }
        let aisles = RoomAirLoop {
            cold: cold.id,
            exhaust: exhaust.id,
            exhaust_row: exhaust.row,
            exit: exit.id,
            exit_row: exit.row,
            return_air: back.id,
            return_air_row: back.row,
            coil: coil.id,
            coil_row: coil.row,
            all,
            supply_links: fresh,
            unit_links: beside,
            spill,
            own_share: 0.0,
            recirculation: self.rack.room.recirculation,
            max_supply_m3_s: self.rack.room.supply_m3_s.unwrap_or(f64::INFINITY),
            handler_flow_m3_s: 0.0,
            flow_m3_s: usual,
        };
        Ok((Some(aisles), blown, back))
    }

    /// Fans and air of all trays of a kind, with the parts in it, from two inlets to the space behind the rack; nothing
    /// where the kind has no fans.
    fn add_tray_air(
        &mut self,
        (kind, points): (usize, Vec<FlowPoint>),
        (from, exhaust): ([IndexedNode; 2], IndexedNode),
        (density_kg_m3, heat_j_m3_k): (f64, f64),
        room_c: f64,
    ) -> Option<TrayAirNodes> {
        let tray = &self.rack.trays[kind];
        let fans = tray.fans.as_ref()?;
        let air_j_k =
            f64::from(tray.count) * self.system.trays[kind].height_u * self.masses.tray_air_m3_u * heat_j_m3_k;
        let cells = 3 + tray.coolant_lanes(Coolant::Air).map(|l| l.stations.len()).sum::<usize>();
        let cell_j_k = air_j_k / cells as f64;
        let before = self.add_node(cell_j_k, room_c);
        let inlet = self.add_node(cell_j_k, room_c);
        let out = self.add_node(cell_j_k, room_c);
        let inlets = from.map(|node| self.net.add_advection(node.id, before.id, 0.0));
        let through = self.net.add_advection(before.id, inlet.id, 0.0);
        let behind = self.net.add_advection(out.id, exhaust.id, 0.0);
        for (index, lane) in tray.coolant_lanes(Coolant::Air).enumerate() {
            let ends = (inlet.id, Some(out.id));
            self.add_lane((kind, lane, index), (f64::from(tray.count), &[0]), ends, (cell_j_k, room_c));
        }
        let machines = ParallelMachines {
            curve: fans.fan.curve_coefficients(density_kg_m3),
            count: f64::from(tray.count * fans.count),
            check_valves: false,
        };
        let usual_m3_s = points[0].flow_m3_s;
        Some(TrayAirNodes {
            kind,
            fan: fans.fan,
            machines,
            system_curve: SystemCurve::new(points),
            speed: 0,
            min_speed: fans.fan.0.speed_min,
            fan_row: before.row,
            fan_node: before.id,
            inlet: inlet.id,
            out: out.id,
            out_row: out.row,
            inlets,
            through,
            behind,
            failing: self.failing_fan.clone(),
            steady_flow_m3_s: usual_m3_s,
            flow_m3_s: usual_m3_s,
            power_w: 0.0,
        })
    }

    /// A rear door on facility water, where the rack has one.
    pub(super) fn add_rear_door(
        &mut self,
        facility: Option<&FacilityWaterLoop>,
        aisles: Option<&RoomAirLoop>,
        room_c: f64,
    ) -> Option<DoorCoil> {
        let (LiquidCooling::Door(door), Some(water), Some(aisles)) = (&self.rack.liquid_cooling, facility, aisles)
        else {
            return None;
        };
        let set = self.net.add_fixed_node(room_c);
        let limited = self.net.add_transfer((aisles.exhaust, water.inlet), Some(aisles.exit), Some(water.cell), 0.0);
        let held = self.net.add_transfer((aisles.exhaust, set), Some(aisles.exit), Some(water.cell), 0.0);
        let valve_w_k = self.state.liquid.map_or(door.exchanger.coil().liquid_w_k, |l| l.capacity_w_k);
        Some(DoorCoil {
            exchanger: door.exchanger,
            valve_w_k,
            links: [limited, held],
            fan_to: aisles.exit_row,
            power_w: 0.0,
        })
    }

    /// What cools the room.
    pub(super) fn add_room_cooling(
        &mut self,
        around: &BoundaryConditions<'_>,
        facility: Option<&FacilityWaterLoop>,
        aisles: Option<&RoomAirLoop>,
        back: IndexedNode,
        room_c: f64,
    ) -> RoomCooling {
        let set = self.net.add_fixed_node(room_c);
        let Some(aisles) = aisles else {
            // The room stands at its temperature with the handlers at their usual heat: more of it, more heat.
            let link = self.net.add_transfer((back.id, set), Some(back.id), None, 0.0);
            let usual_w = self.state.air_heat_w.max(0.0);
            return RoomCooling::Still { link, row: back.row, steady_heat_w: usual_w, set_c: room_c };
        };
        if let (true, Some(water)) = (self.rack.is_air_only(), facility) {
            let effectiveness = self.coil_effectiveness(around, room_c, water.set_c);
            let limited =
                self.net.add_transfer((aisles.return_air, water.inlet), Some(aisles.coil), Some(water.cell), 0.0);
            let held = self.net.add_transfer((aisles.return_air, set), Some(aisles.coil), Some(water.cell), 0.0);
            return RoomCooling::Water { links: [limited, held], effectiveness };
        }
        let link = self.net.add_transfer((aisles.return_air, set), Some(aisles.coil), None, 0.0);
        let heat_w = self.state.air_heat_w.max(0.0);
        let beside_liquid = !self.rack.is_air_only();
        // A room unit beside racks with liquid has compressors and nothing else; outdoor air that needed none takes any heat.
        let share = if beside_liquid { 1.0 } else { around.plant.compressor_share };
        let capacity_w_k = self.state.air.map_or(f64::INFINITY, |air| air.capacity_w_k);
        let plant = HeatRejectionPlant { compressor_share: share, ..around.plant };
        let way = plant.cooler_way(room_c + heat_w / capacity_w_k, heat_w, capacity_w_k, 1.0);
        let sink = self.net.add_fixed_node(way.sink_c);
        let outdoor = self.net.add_transfer((aisles.return_air, sink), Some(aisles.coil), None, 0.0);
        RoomCooling::Direct(DirectRoomCooling {
            link,
            outdoor,
            row: aisles.coil_row,
            set_c: room_c,
            coolers: (share > 0.0).then_some(way),
            max_compressor_w: around.rules.plant_reserve * share * heat_w,
            room: beside_liquid,
        })
    }

    /// Effectiveness of the coils of the air handlers. With chilled water of a set point they are as many as that takes, with
    /// the reserve of the rules; colder water leaves them more.
    fn coil_effectiveness(&self, around: &BoundaryConditions<'_>, room_c: f64, water_c: f64) -> f64 {
        let usual = around.rules.coil_effectiveness;
        let Some(air) = self.state.air.filter(|_| around.architecture.chilled_water_set_point().is_some()) else {
            return usual;
        };
        let range_k = self.state.air_heat_w / air.capacity_w_k;
        (around.rules.coil_reserve * range_k / (room_c + range_k - water_c)).clamp(usual, 1.0)
    }

    /// Metal of the trays in air, and of the room.
    pub(super) fn add_metal_masses(
        &mut self,
        aisles: Option<&RoomAirLoop>,
        blown: &[TrayAirNodes],
        back: IndexedNode,
        heat_j_m3_k: f64,
        room_c: f64,
    ) {
        let masses = self.masses;
        for b in blown {
            let height_u = self.system.trays[b.kind].height_u;
            let c = f64::from(self.rack.trays[b.kind].count) * height_u * masses.tray_j_k_u;
            let chassis = self.add_node(c, room_c);
            self.net.add_conduction(b.out, chassis.id, c / masses.tray_time_s);
        }
        let air_j_k = self.room_air_m3 * if aisles.is_some() { heat_j_m3_k } else { AIR_J_M3_K };
        let walls = masses.room_metal * air_j_k;
        let sides = aisles.map_or(vec![(back.id, 1.0)], |a| {
            vec![(a.cold, masses.cold_share), (a.return_air, 1.0 - masses.cold_share)]
        });
        for (air, share) in sides {
            let c = (share * walls).max(1e-3);
            let wall = self.add_node(c, room_c);
            self.net.add_conduction(air, wall.id, c / masses.room_time_s);
        }
    }
}
