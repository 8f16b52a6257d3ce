//! Arguments of `transient`.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::scenario::transient::{DURATION_RANGE_S, ScheduledEvent, parse_event};
use crate::units::Duration;
use crate::units::parse::{Dimension, parse_quantity};

use super::ScenarioArg;

/// What fails, how long it is followed, and what is shown.
#[derive(Debug, ClapArgs)]
pub struct TransientArgs {
    #[command(flatten)]
    pub scenario: ScenarioArg,
    /// What happens, in place of the scenario's events: KIND, then any of at=10s, duration=30s, share=0.5 behind commas.
    /// Kinds: pump-trip, cdu-loss, fan-failure, crah-loss, chiller-trip, utility-blip, load-step (with level=0.2,
    /// period=2s). May be repeated.
    #[arg(long = "event", value_name = "EVENT", value_parser = parse_event)]
    pub events: Vec<ScheduledEvent>,
    /// How long the run is, 1 s to 24 h [default: the scenario's, or 600 s].
    #[arg(long, value_name = "TIME", value_parser = parse_run_duration, allow_hyphen_values = true)]
    pub duration: Option<Duration>,
    /// Write temperatures, flows and powers at equal steps of time into this CSV file.
    #[arg(long, value_name = "FILE")]
    pub trace: Option<PathBuf>,
    /// Time between the rows of the trace.
    #[arg(long, value_name = "TIME", default_value = "1s", value_parser = parse_duration, allow_hyphen_values = true)]
    pub step: Duration,
    /// Find the buffer tank, and the share of pumps that must go on, with which no chip slows down for this long.
    #[arg(long, value_name = "TIME", value_parser = parse_run_duration, allow_hyphen_values = true)]
    pub ride_through: Option<Duration>,
    /// Put every way of cooling side by side.
    #[arg(long)]
    pub compare: bool,
    /// An architecture of the scenario by name, or any way of cooling; without it all of the scenario's.
    #[arg(long, value_name = "NAME", conflicts_with = "compare")]
    pub architecture: Option<String>,
    /// Vary every estimate within its range, in this many runs, and show 5 and 95 % beside the ride-through.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(10..=1_000_000))]
    pub uncertainty: Option<u32>,
}

fn parse_duration(text: &str) -> Result<Duration, String> {
    parse_quantity(text, Dimension::Duration).map(Duration::new).map_err(|e| e.to_string())
}

/// A time that a run may last.
fn parse_run_duration(text: &str) -> Result<Duration, String> {
    let time = parse_duration(text)?;
    let (min, max) = DURATION_RANGE_S;
    if (min..=max).contains(&time.seconds()) {
        Ok(time)
    } else {
        Err(format!("must be {min} s to {} h, found {} s", max / 3600.0, time.seconds()))
    }
}
