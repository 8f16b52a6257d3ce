//! What drives a machine from moment to moment: full, coasting down, standing, coming back.

/// What a machine does in one stretch of time.
#[derive(Clone, Copy, Debug, PartialEq)]
enum DriveSegment {
    /// At full drive.
    Full,
    /// Without power, against a torque that grows with the square of its speed: `d = d₀/(1 + t/τ)`.
    Coast { from: f64, half_s: f64 },
    /// At once without effect.
    Stopped,
    /// Coming back along a straight ramp.
    Ramp { from: f64, over_s: f64 },
}

/// How a machine stops and comes back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct DriveDynamics {
    /// Time in which it falls to half without power; none where its effect ends at once.
    pub half_speed_s: Option<f64>,
    /// From its restart to full drive, s.
    pub ramp_s: f64,
}

/// The drive of a machine over a run, 0..=1.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct MachineDrive {
    segments: Vec<(f64, DriveSegment)>,
    current: usize,
    /// Speed at which the stretch entered began, 0..=1: without power no controller moves it.
    entry_speed: f64,
}

/// A time without drive: from, and until the machine starts to come back.
pub(super) type DriveOutage = (f64, f64);

impl MachineDrive {
    /// A machine with these outages; they may overlap and need no order.
    pub fn new(outages: &[DriveOutage], manner: DriveDynamics) -> Self {
        let mut pieces = vec![(f64::NEG_INFINITY, DriveSegment::Full)];
        for (off_s, on_s) in merge_outages(outages) {
            let now = Self { segments: pieces.clone(), current: 0, entry_speed: 1.0 }.value_at_time(off_s);
            // A ramp that is not over when the next outage comes ends there.
            pieces.retain(|(start_s, _)| *start_s < off_s);
            let down =
                manner.half_speed_s.map_or(DriveSegment::Stopped, |half_s| DriveSegment::Coast { from: now, half_s });
            pieces.push((off_s, down));
            if on_s.is_finite() {
                let left = Self { segments: pieces.clone(), current: pieces.len() - 1, entry_speed: 1.0 }.value(on_s);
                let over_s = manner.ramp_s * (1.0 - left);
                pieces.push((on_s, DriveSegment::Ramp { from: left, over_s }));
                pieces.push((on_s + over_s, DriveSegment::Full));
            }
        }
        Self { segments: pieces, current: 0, entry_speed: 1.0 }
    }

    /// Tells that the run has come to a time, at which control asks for a speed: what holds from there on holds now.
    pub fn enter_time(&mut self, t_s: f64, asked: f64) {
        let next = self.segments.partition_point(|(start_s, _)| *start_s <= t_s).max(1) - 1;
        while self.current < next {
            let start_s = self.segments[self.current + 1].0;
            self.entry_speed = self.speed(start_s, asked);
            self.current += 1;
        }
        self.current = next;
    }

    /// Speed of a machine that control asks for a speed, 0..=1, at a time within the stretch entered. Without power it
    /// falls from the speed that it had, whatever control asks; coming back it goes over to what is asked.
    pub fn speed(&self, t_s: f64, asked: f64) -> f64 {
        let (start_s, piece) = self.segments[self.current];
        match piece {
            DriveSegment::Stopped => 0.0,
            DriveSegment::Coast { half_s, .. } => self.entry_speed / (1.0 + (t_s - start_s) / half_s),
            DriveSegment::Ramp { over_s, .. } if over_s > 0.0 => {
                let share = ((t_s - start_s) / over_s).clamp(0.0, 1.0);
                self.entry_speed + share * (asked - self.entry_speed)
            }
            DriveSegment::Full | DriveSegment::Ramp { .. } => asked,
        }
    }

    /// The drive at a time, whichever stretch it lies in.
    fn value_at_time(mut self, t_s: f64) -> f64 {
        self.enter_time(t_s, 1.0);
        self.value(t_s)
    }

    /// The drive of a machine at its full speed, at a time within the stretch entered.
    pub fn value(&self, t_s: f64) -> f64 {
        let (start_s, piece) = self.segments[self.current];
        match piece {
            DriveSegment::Full => 1.0,
            DriveSegment::Stopped => 0.0,
            DriveSegment::Coast { from, half_s } => from / (1.0 + (t_s - start_s) / half_s),
            DriveSegment::Ramp { from, over_s } => from + (1.0 - from) * ((t_s - start_s) / over_s).clamp(0.0, 1.0),
        }
    }

    /// Whether it draws power in the stretch entered.
    pub fn is_powered(&self) -> bool {
        matches!(self.segments[self.current].1, DriveSegment::Full | DriveSegment::Ramp { .. })
    }

    /// Whether it is at full drive, or stands, in the stretch entered.
    pub fn is_constant(&self) -> bool {
        matches!(self.segments[self.current].1, DriveSegment::Full | DriveSegment::Stopped)
    }

    /// Times at which something changes.
    pub fn change_times(&self) -> impl Iterator<Item = f64> {
        self.segments.iter().skip(1).map(|p| p.0)
    }

    /// When it stops, begins to come back, and is back, in the order of time.
    pub fn event_log(&self) -> impl Iterator<Item = (f64, MachineEventKind)> {
        self.segments.iter().skip(1).map(|(at_s, piece)| {
            let phase = match piece {
                DriveSegment::Full => MachineEventKind::Recovered,
                DriveSegment::Coast { .. } | DriveSegment::Stopped => MachineEventKind::Stops,
                DriveSegment::Ramp { .. } => MachineEventKind::Starts,
            };
            (*at_s, phase)
        })
    }

    /// When it is at full drive for good; none when it never is again, nor when it always is.
    pub fn recovery_time_s(&self) -> Option<f64> {
        self.segments.last().filter(|(at_s, piece)| *piece == DriveSegment::Full && at_s.is_finite()).map(|p| p.0)
    }

    /// Whether it ever stops.
    pub fn ever_stops(&self) -> bool {
        self.segments.len() > 1
    }
}

/// A turn in the story of a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MachineEventKind {
    /// It stops.
    Stops,
    /// It begins to come back.
    Starts,
    /// It is back.
    Recovered,
}

/// A turn of a machine in words.
pub(super) fn describe_event(machine: &str, phase: MachineEventKind) -> String {
    let verb = match phase {
        MachineEventKind::Stops => "stop",
        MachineEventKind::Starts => "start again",
        MachineEventKind::Recovered => "are back",
    };
    if machine.ends_with('s') {
        format!("{machine} {verb}")
    } else {
        let verb = match phase {
            MachineEventKind::Stops => "stops",
            MachineEventKind::Starts => "starts again",
            MachineEventKind::Recovered => "is back",
        };
        format!("{machine} {verb}")
    }
}

/// Outages in order, those that overlap as one.
fn merge_outages(outages: &[DriveOutage]) -> Vec<DriveOutage> {
    let mut sorted = outages.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out: Vec<DriveOutage> = Vec::new();
    for (off_s, on_s) in sorted {
        match out.last_mut() {
            Some(last) if off_s <= last.1 => last.1 = last.1.max(on_s),
            _ => out.push((off_s, on_s)),
        }
    }
    out
}

/// A value that changes by steps.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct StepFunction {
    values: Vec<(f64, f64)>,
    current: usize,
}

impl StepFunction {
    /// `first`, and at each time another value; times rise.
    pub fn new(first: f64, changes: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let mut values = vec![(f64::NEG_INFINITY, first)];
        values.extend(changes);
        Self { values, current: 0 }
    }

    /// As [`MachineDrive::enter_time`].
    pub fn enter_time(&mut self, t_s: f64) {
        self.current = self.values.partition_point(|(start_s, _)| *start_s <= t_s).max(1) - 1;
    }

    /// The value in the stretch entered.
    pub fn value(&self) -> f64 {
        self.values[self.current].1
    }

    /// Times at which it changes.
    pub fn change_times(&self) -> impl Iterator<Item = f64> {
        self.values.iter().skip(1).map(|p| p.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUMP: DriveDynamics = DriveDynamics { half_speed_s: Some(2.0), ramp_s: 10.0 };

    fn at(drive: &mut MachineDrive, t: f64) -> f64 {
        drive.enter_time(t, 1.0);
        assert!((drive.value(t) - drive.speed(t, 1.0)).abs() < 1e-12);
        drive.value(t)
    }

    #[test]
    fn a_pump_coasts_and_comes_back() {
        let mut drive = MachineDrive::new(&[(10.0, 12.0)], PUMP);
        assert_eq!(at(&mut drive, 9.0), 1.0);
        assert!(drive.is_powered());
        assert_eq!(at(&mut drive, 11.0), 1.0 / 1.5);
        assert!(!drive.is_powered());
        // At half speed it needs half of the ramp.
        assert_eq!(at(&mut drive, 12.0), 0.5);
        assert_eq!(at(&mut drive, 14.5), 0.75);
        assert_eq!(at(&mut drive, 18.0), 1.0);
        assert_eq!(drive.recovery_time_s(), Some(17.0));
        assert_eq!(
            drive.event_log().map(|s| s.1).collect::<Vec<_>>(),
            [MachineEventKind::Stops, MachineEventKind::Starts, MachineEventKind::Recovered]
        );
    }

    #[test]
    fn no_controller_moves_a_machine_without_power() {
        let mut drive = MachineDrive::new(&[(10.0, 14.0)], PUMP);
        drive.enter_time(0.0, 0.6);
        assert_eq!(drive.speed(9.0, 0.6), 0.6);
        drive.enter_time(10.0, 0.6);
        // 0.6/(1 + t/2 s), though control asks for more and more.
        for (t, asked, speed) in [(10.0, 0.6, 0.6), (11.0, 0.8, 0.4), (12.0, 1.0, 0.3), (14.0, 1.0, 0.2)] {
            assert!((drive.speed(t, asked) - speed).abs() < 1e-12, "{t} s");
        }
        drive.enter_time(14.0, 1.0);
        // A third is left of full speed; two thirds of a ramp of 10 s lead from what is left to what is asked.
        assert!((drive.speed(14.0, 1.0) - 0.2).abs() < 1e-12);
        assert!((drive.speed(14.0 + 10.0 / 3.0, 0.8) - 0.5).abs() < 1e-12);
        drive.enter_time(30.0, 0.8);
        assert_eq!(drive.speed(30.0, 0.8), 0.8);
    }

    #[test]
    fn at_the_end_of_a_stretch_its_own_law_holds() {
        let mut drive = MachineDrive::new(&[(10.0, f64::INFINITY)], DriveDynamics { half_speed_s: None, ramp_s: 1.0 });
        drive.enter_time(0.0, 1.0);
        assert_eq!(drive.value(10.0), 1.0, "still of the stretch before");
        drive.enter_time(10.0, 1.0);
        assert_eq!(drive.value(10.0), 0.0);
        assert_eq!(drive.recovery_time_s(), None);
        assert!(drive.ever_stops() && !MachineDrive::new(&[], PUMP).ever_stops());
    }

    #[test]
    fn outages_that_overlap_are_one_and_a_ramp_may_be_cut_short() {
        assert_eq!(merge_outages(&[(5.0, 9.0), (1.0, 3.0), (2.0, 6.0)]), [(1.0, 9.0)]);
        let mut drive = MachineDrive::new(&[(0.0, 18.0), (19.0, 30.0)], PUMP);
        // 0.1 left after 18 s; one second of a 9 s ramp to 1 gives 0.2.
        assert!((at(&mut drive, 19.0) - 0.2).abs() < 1e-12);
        assert!((at(&mut drive, 21.0) - 0.1).abs() < 1e-12);
    }

    #[test]
    fn steps_hold_until_the_next() {
        let mut steps = StepFunction::new(1.0, [(5.0, 0.0), (7.0, 0.5)]);
        assert_eq!(steps.value(), 1.0);
        steps.enter_time(5.0);
        assert_eq!(steps.value(), 0.0);
        steps.enter_time(100.0);
        assert_eq!(steps.value(), 0.5);
        assert_eq!(steps.change_times().collect::<Vec<_>>(), [5.0, 7.0]);
    }
}
