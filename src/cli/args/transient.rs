//! Arguments of `transient`.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::scenario::transient::{DURATION_RANGE_S, ScheduledEvent, parse_event};
use crate::units::Duration;
use crate::units::parse::{Dimension, parse_quantity};

use super::studies::ScenarioArg;

/// Events, the duration of the run, and its outputs.
#[derive(Debug, ClapArgs)]
pub struct TransientArgs {
    #[command(flatten)]
    pub scenario: ScenarioArg,
    /// Events in place of those of the scenario.
    #[arg(
        long = "event",
        value_name = "EVENT",
        value_parser = parse_event,
        help = "Event, in place of those of the scenario: KIND[,at=10s][,duration=30s][,share=0.5]. Kinds: pump-trip, cdu-loss, fan-failure, crah-loss, chiller-trip, utility-blip, load-step (with level=0.2, period=2s). May be repeated"
    )]
    pub events: Vec<ScheduledEvent>,
    /// Duration of the run, 1 s to 24 h [default: that of the scenario, or 600 s].
    #[arg(long, value_name = "TIME", value_parser = parse_run_duration, allow_hyphen_values = true)]
    pub duration: Option<Duration>,
    /// Write temperatures, flows and power at equal time steps to this CSV file.
    #[arg(long, value_name = "FILE")]
    pub trace: Option<PathBuf>,
    /// Time step of the trace.
    #[arg(long, value_name = "TIME", default_value = "1s", value_parser = parse_duration, allow_hyphen_values = true)]
    pub step: Duration,
    /// Find the buffer tank, and the share of pumps on the uninterruptible supply, with which no chip throttles for
    /// this time.
    #[arg(long, value_name = "TIME", value_parser = parse_run_duration, allow_hyphen_values = true)]
    pub ride_through: Option<Duration>,
    /// Compare all kinds of cooling.
    #[arg(long)]
    pub compare: bool,
    /// Name of an architecture of the scenario, or a kind of cooling [default: all architectures of the scenario].
    #[arg(long, value_name = "NAME", conflicts_with = "compare")]
    pub architecture: Option<String>,
    /// Name of a group of racks [default: the first group on the main loop of the first architecture].
    #[arg(long, value_name = "NAME")]
    pub group: Option<String>,
    /// Run N samples with all estimates varied within their ranges, and print the 5th and 95th percentiles of the
    /// ride-through.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(10..=1_000_000))]
    pub uncertainty: Option<u32>,
}

/// Reads a time with its unit.
fn parse_duration(text: &str) -> Result<Duration, String> {
    parse_quantity(text, Dimension::Duration).map(Duration::new).map_err(|e| e.to_string())
}

/// Reads the duration of a run, and checks it against the allowed range.
fn parse_run_duration(text: &str) -> Result<Duration, String> {
    let time = parse_duration(text)?;
    let (min, max) = DURATION_RANGE_S;
    if (min..=max).contains(&time.seconds()) {
        Ok(time)
    } else {
        Err(format!("must be {min} s to {} h, found {} s", max / 3600.0, time.seconds()))
    }
}
