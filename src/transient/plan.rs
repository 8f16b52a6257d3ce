//! From events and what stands behind the cooling to the drive of every machine over the run.

use crate::component::failure_rules::FailureRulesSpec as Rules;
use crate::scenario::transient::{EventKind, ScheduledEvent, TransientSettings, UpsLoads};
use crate::units::Duration;

use super::boundary::HeatRejectionPlant;
use super::drive::{DriveDynamics, DriveOutage, MachineDrive, StepFunction};
use super::load::load_profile;
use super::machines::MachineSet;

/// Machines and load over a run.
#[derive(Clone, Debug)]
pub(super) struct DrivePlan {
    /// Pumps of the loop that nothing befalls but the loss of power.
    pub pump: MachineDrive,
    /// Those that fail.
    pub failing_pump: MachineDrive,
    /// Share of the pumps that fail.
    pub pump_share: StepFunction,
    /// Facility water of the coolant distribution units that fail.
    pub exchanger: MachineDrive,
    /// Share of them.
    pub exchanger_share: StepFunction,
    /// Fans of the servers that fail.
    pub failing_fan: MachineDrive,
    /// Share of them.
    pub fan_share: StepFunction,
    /// Air handlers.
    pub crah: MachineDrive,
    /// Air handlers that fail.
    pub failing_crah: MachineDrive,
    /// Share of them.
    pub crah_share: StepFunction,
    /// Pumps of the facility water.
    pub plant_pump: MachineDrive,
    /// What carries the plant's heat without compressors.
    pub coolers: MachineDrive,
    /// Compressors of the plant.
    pub compressors: MachineDrive,
    /// Those of them that trip.
    pub failing_compressors: MachineDrive,
    /// Share of the compressors, the room's too.
    pub compressor_share: StepFunction,
    /// What cools the room beside racks with liquid.
    pub room: MachineDrive,
    /// The part of it that trips.
    pub failing_room: MachineDrive,
    /// Power of the servers.
    pub servers: MachineDrive,
    /// Load, share of the busy range.
    pub load: StepFunction,
}

/// What is on the uninterruptible supply where a scenario does not say.
pub(super) const DEFAULT_UPS_LOADS: UpsLoads =
    UpsLoads { pumps: true, crah_fans: false, plant_pumps: false, chillers: false };

/// Outages that a machine has by the loss of power, and by what befalls it alone.
struct OutageEvents<'a> {
    events: &'a [ScheduledEvent],
    ups: UpsLoads,
    ups_s: f64,
    generator_s: f64,
}

impl OutageEvents<'_> {
    /// Times without power, for what the uninterruptible supply feeds or not, with the delay of a restart.
    fn power_outages(&self, on_ups: bool, restart_s: f64) -> Vec<DriveOutage> {
        let blips = self.events.iter().filter(|e| e.kind == EventKind::UtilityBlip);
        let outage = |e: &ScheduledEvent| {
            let from_s = e.at.seconds();
            let away_s = e.lasts.map_or(f64::INFINITY, Duration::seconds).min(self.generator_s);
            let from_s = if on_ups { from_s + self.ups_s } else { from_s };
            let until_s = e.at.seconds() + away_s;
            (from_s < until_s).then_some((from_s, until_s + restart_s))
        };
        blips.filter_map(outage).collect()
    }

    /// Times in which a kind of event holds, with the delay of a restart.
    fn event_outages(&self, kind: EventKind, restart_s: f64) -> Vec<DriveOutage> {
        let held = self.events.iter().filter(move |e| e.kind == kind);
        held.map(|e| (e.at.seconds(), e.at.seconds() + event_duration_s(e) + restart_s)).collect()
    }

    /// Share of the machines that a kind of event befalls.
    fn affected_share(&self, kind: EventKind) -> StepFunction {
        let own = self.events.iter().filter(|e| e.kind == kind);
        StepFunction::new(0.0, own.map(|e| (e.at.seconds(), event_share(e))))
    }

    /// Share of a loop's pumps that fail: whole pumps, so part of one counts as one; units fail with all theirs.
    fn failed_pump_share(&self, pumps: f64) -> StepFunction {
        // Rounding of a share that means whole pumps must not add one.
        let whole = |share: f64| (share * pumps - 1e-9).ceil() / pumps;
        let share = |e: &ScheduledEvent| match e.kind {
            EventKind::PumpTrip => Some(whole(event_share(e))),
            EventKind::CduLoss => Some(event_share(e)),
            _ => None,
        };
        StepFunction::new(0.0, self.events.iter().filter_map(|e| share(e).map(|s| (e.at.seconds(), s))))
    }
}

/// Equal pumps in parallel of a loop, where the scenario gives no number.
const USUAL_PUMP_COUNT: u32 = 2;

/// Share that an event befalls: all where it does not say.
fn event_share(event: &ScheduledEvent) -> f64 {
    event.share.unwrap_or(1.0)
}

/// How long an event lasts, s: a chiller that trips restarts at once, anything else stays as it is until the end.
pub(super) fn event_duration_s(event: &ScheduledEvent) -> f64 {
    let unsaid = if event.kind == EventKind::ChillerTrip { 0.0 } else { f64::INFINITY };
    event.lasts.map_or(unsaid, Duration::seconds)
}

fn concat_outages(a: &[DriveOutage], b: &[DriveOutage]) -> Vec<DriveOutage> {
    a.iter().chain(b).copied().collect()
}

impl DrivePlan {
    /// The plan of a run of `duration_s`; events are in the order of time.
    pub fn new(given: &TransientSettings, events: &[ScheduledEvent], rules: &Rules, duration_s: f64) -> Self {
        let generator_s = match given.generator_start {
            Some(own) => own.map_or(f64::INFINITY, Duration::seconds),
            None => rules.generator_start_s,
        };
        let out = OutageEvents {
            events,
            ups: given.ups.unwrap_or(DEFAULT_UPS_LOADS),
            ups_s: given.ups_time.map_or(rules.ups_s, Duration::seconds),
            generator_s,
        };
        let chiller_s = given.chiller_restart.map_or(rules.chiller_restart_s, Duration::seconds);
        let coasting = |half_s: f64, ramp_s: f64| DriveDynamics { half_speed_s: Some(half_s), ramp_s };
        let cut = |ramp_s: f64| DriveDynamics { half_speed_s: None, ramp_s };
        let pumps = coasting(rules.pump_coast_s, rules.pump_ramp_s);
        let fans = coasting(rules.fan_coast_s, rules.fan_ramp_s);
        let crahs = coasting(rules.crah_coast_s, rules.fan_ramp_s);
        let plants = cut(rules.plant_ramp_s);

        let pump = out.power_outages(out.ups.pumps, rules.pump_restart_s);
        let lost = out.event_outages(EventKind::CduLoss, rules.pump_restart_s);
        let trips = concat_outages(&out.event_outages(EventKind::PumpTrip, rules.pump_restart_s), &lost);
        let crah = out.power_outages(out.ups.crah_fans, rules.crah_restart_s);
        let coolers = out.power_outages(out.ups.chillers, rules.cooler_restart_s);
        let compressors = out.power_outages(out.ups.chillers, chiller_s);
        let trips_too = concat_outages(&compressors, &out.event_outages(EventKind::ChillerTrip, chiller_s));
        Self {
            failing_pump: MachineDrive::new(&concat_outages(&pump, &trips), pumps),
            pump: MachineDrive::new(&pump, pumps),
            pump_share: out.failed_pump_share(f64::from(given.pumps.unwrap_or(USUAL_PUMP_COUNT))),
            exchanger: MachineDrive::new(&lost, cut(rules.pump_ramp_s)),
            exchanger_share: out.affected_share(EventKind::CduLoss),
            failing_fan: MachineDrive::new(&out.event_outages(EventKind::FanFailure, 0.0), fans),
            fan_share: out.affected_share(EventKind::FanFailure),
            failing_crah: MachineDrive::new(
                &concat_outages(&crah, &out.event_outages(EventKind::CrahLoss, rules.crah_restart_s)),
                crahs,
            ),
            crah: MachineDrive::new(&crah, crahs),
            crah_share: out.affected_share(EventKind::CrahLoss),
            plant_pump: MachineDrive::new(&out.power_outages(out.ups.plant_pumps, rules.pump_restart_s), pumps),
            coolers: MachineDrive::new(&coolers, plants),
            compressor_share: out.affected_share(EventKind::ChillerTrip),
            failing_room: MachineDrive::new(&trips_too, plants),
            room: MachineDrive::new(&compressors, plants),
            failing_compressors: MachineDrive::new(&trips_too, plants),
            compressors: MachineDrive::new(&compressors, plants),
            servers: MachineDrive::new(&out.power_outages(true, 0.0), cut(1e-3)),
            load: load_profile(given.load.unwrap_or(1.0), events, duration_s),
        }
    }

    fn drives_mut(&mut self) -> [&mut MachineDrive; 13] {
        [
            &mut self.pump,
            &mut self.failing_pump,
            &mut self.exchanger,
            &mut self.failing_fan,
            &mut self.crah,
            &mut self.failing_crah,
            &mut self.plant_pump,
            &mut self.coolers,
            &mut self.compressors,
            &mut self.failing_compressors,
            &mut self.room,
            &mut self.failing_room,
            &mut self.servers,
        ]
    }

    fn steps_mut(&mut self) -> [&mut StepFunction; 6] {
        [
            &mut self.load,
            &mut self.pump_share,
            &mut self.exchanger_share,
            &mut self.fan_share,
            &mut self.crah_share,
            &mut self.compressor_share,
        ]
    }

    /// Whether any pump of the loop has power.
    pub fn loop_pumps_have_power(&self) -> bool {
        let share = self.pump_share.value();
        share < 1.0 && self.pump.is_powered() || share > 0.0 && self.failing_pump.is_powered()
    }

    /// Tells that the run has come to a time, at which control asks the loop's pumps for a speed.
    pub fn enter_time(&mut self, t_s: f64, pump_speed: f64) {
        self.pump.enter_time(t_s, pump_speed);
        self.failing_pump.enter_time(t_s, pump_speed);
        self.drives_mut().into_iter().for_each(|d| d.enter_time(t_s, 1.0));
        self.steps_mut().into_iter().for_each(|s| s.enter_time(t_s));
    }

    /// Every time up to the end of the run at which something changes, in order, each once.
    pub fn change_times(&mut self, duration_s: f64) -> Vec<f64> {
        let mut out: Vec<f64> =
            self.drives_mut().into_iter().flat_map(|d| d.change_times().collect::<Vec<_>>()).collect();
        out.extend(self.steps_mut().into_iter().flat_map(|s| s.change_times().collect::<Vec<_>>()));
        out.retain(|t| (0.0..duration_s).contains(t));
        out.sort_by(f64::total_cmp);
        out.dedup();
        out
    }

    /// Whether nothing but the load changes from a time on, and every machine is at full drive or stands.
    pub fn only_load_changes_from(&mut self, t_s: f64) -> bool {
        let later = |at_s: f64| at_s > t_s;
        let drives = self.drives_mut().into_iter().all(|d| d.is_constant() && !d.change_times().any(later));
        let [_, others @ ..] = self.steps_mut();
        drives && others.into_iter().all(|s| !s.change_times().any(later))
    }

    /// The machines that an architecture has, by name, with their stories.
    pub fn machine_drives(&self, has: MachineSet, site: &HeatRejectionPlant) -> Vec<(&'static str, &MachineDrive)> {
        let room = (has.room_chiller, "room chiller");
        [
            (has.pumps, "pumps", &self.failing_pump, &self.pump),
            (has.cdu, "facility water of the CDUs", &self.exchanger, &self.exchanger),
            (has.fans, "server fans", &self.failing_fan, &self.failing_fan),
            (has.crah, "air handlers", &self.failing_crah, &self.crah),
            (has.facility, "facility pumps", &self.plant_pump, &self.plant_pump),
            (has.coolers, site.coolers, &self.coolers, &self.coolers),
            (has.running_compressors, site.compressors, &self.failing_compressors, &self.compressors),
            (room.0, room.1, &self.failing_room, &self.room),
            (true, "servers", &self.servers, &self.servers),
        ]
        .into_iter()
        .filter(|(there, ..)| *there)
        // Whatever befalls all of them befalls those that fail too.
        .map(|(_, name, failing, _)| (name, failing))
        .collect()
    }

    /// When every machine of an architecture is back for good, s; none when one never is, or none ever stops.
    pub fn recovery_time_s(&self, has: MachineSet, site: &HeatRejectionPlant) -> Option<f64> {
        let stories = self.machine_drives(has, site);
        let stopped = stories.iter().filter(|(_, d)| d.ever_stops());
        let backs: Option<Vec<f64>> = stopped.map(|(_, d)| d.recovery_time_s()).collect();
        backs.filter(|b| !b.is_empty()).map(|b| b.into_iter().fold(0.0, f64::max))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> Rules {
        Rules {
            pump_coast_s: 1.5,
            fan_coast_s: 1.5,
            crah_coast_s: 5.0,
            natural_liquid: 0.02,
            natural_air: 0.02,
            pump_ramp_s: 10.0,
            fan_ramp_s: 5.0,
            control_period_s: 5.0,
            control_band_k: 15.0,
            throttle_period_s: 0.5,
            throttle_band_k: 5.0,
            generator_start_s: 15.0,
            ups_s: 300.0,
            pump_restart_s: 5.0,
            crah_restart_s: 20.0,
            chiller_restart_s: 180.0,
            cooler_restart_s: 20.0,
            plant_ramp_s: 60.0,
            plant_reserve: 1.2,
            facility_margin_k: 2.0,
            coil_effectiveness: 0.75,
            coil_reserve: 1.15,
        }
    }

    fn event(kind: EventKind, at: f64) -> ScheduledEvent {
        ScheduledEvent { kind, at: Duration::new(at), lasts: None, share: None, level: None, period: None }
    }

    fn plan(given: &TransientSettings, events: &[ScheduledEvent]) -> DrivePlan {
        DrivePlan::new(given, events, &rules(), 600.0)
    }

    const SITE: HeatRejectionPlant = HeatRejectionPlant {
        has_compressors: true,
        compressor_share: 1.0,
        sink_c: 35.0,
        coolers: "towers",
        compressors: "chillers",
    };

    #[test]
    fn a_lost_utility_stops_what_is_not_on_the_supply_until_generators_run() {
        let plan = plan(&TransientSettings::default(), &[event(EventKind::UtilityBlip, 10.0)]);
        assert!(!plan.pump.ever_stops() && !plan.servers.ever_stops(), "the supply lasts until generators run");
        assert_eq!(plan.crah.change_times().next(), Some(10.0));
        // 15 s to generators and 20 s to the fans' restart.
        assert_eq!(plan.crah.change_times().nth(1), Some(45.0));
        assert_eq!(plan.compressors.change_times().nth(1), Some(10.0 + 15.0 + 180.0));
        let has = MachineSet { crah: true, running_compressors: true, ..MachineSet::default() };
        assert_eq!(plan.recovery_time_s(has, &SITE), Some(265.0));
        // Where coolers carry all, they wait for their own fans: 15 s to generators, 20 s to their restart, 60 s of ramp.
        let free = MachineSet { crah: true, coolers: true, ..MachineSet::default() };
        assert_eq!(plan.recovery_time_s(free, &SITE), Some(105.0));
    }

    #[test]
    fn without_generators_batteries_end() {
        let given = TransientSettings { generator_start: Some(None), ..TransientSettings::default() };
        let plan = plan(&given, &[event(EventKind::UtilityBlip, 10.0)]);
        assert_eq!(plan.servers.change_times().collect::<Vec<_>>(), [310.0]);
        assert_eq!(plan.servers.recovery_time_s(), None);
    }

    #[test]
    fn a_short_blip_stops_a_chiller_for_its_whole_restart() {
        let blip = ScheduledEvent { lasts: Some(Duration::new(1.0)), ..event(EventKind::UtilityBlip, 0.0) };
        assert_eq!(plan(&TransientSettings::default(), &[blip]).compressors.change_times().nth(1), Some(181.0));
        let tripped = plan(&TransientSettings::default(), &[event(EventKind::ChillerTrip, 0.0)]);
        assert_eq!(tripped.failing_compressors.recovery_time_s(), Some(240.0));
        assert!(!tripped.coolers.ever_stops() && !tripped.compressors.ever_stops());
    }

    #[test]
    fn part_of_a_pump_is_a_pump() {
        let share = |share: f64, pumps: Option<u32>| {
            let given = TransientSettings { pumps, ..TransientSettings::default() };
            let mut own = plan(&given, &[ScheduledEvent { share: Some(share), ..event(EventKind::PumpTrip, 0.0) }]);
            own.enter_time(1.0, 1.0);
            own.pump_share.value()
        };
        assert_eq!(share(0.5, None), 0.5);
        assert_eq!(share(0.2, None), 0.5);
        assert_eq!(share(0.34, Some(4)), 0.5);
        assert_eq!(share(0.0, Some(4)), 0.0);
        assert_eq!(share(1.0, Some(3)), 1.0);
    }
}
