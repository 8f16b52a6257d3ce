//! Arguments of `sweep`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

/// A design, or a step of a large one.
#[derive(Debug, ClapArgs)]
#[command(args_conflicts_with_subcommands = true, arg_required_else_help = true)]
pub struct SweepArgs {
    /// Design file, or - for standard input: what varies, and what each row tells.
    #[arg(value_name = "DESIGN")]
    pub design: Option<PathBuf>,
    #[command(subcommand)]
    pub action: Option<SweepAction>,
}

/// The steps of a large design.
#[derive(Debug, Subcommand)]
pub enum SweepAction {
    /// Write a commented design to start from.
    Init(SweepInitArgs),
    /// Check a design and tell its rows, time and size. With -o DIR, write the lock of its rows there.
    Plan(SweepPlanArgs),
    /// Run the rows of a design in parts, to Parquet files in the folder of -o. Parts that stand there are kept: after an
    /// interruption the same command goes on.
    Run(SweepRunArgs),
    /// Write all parts of a folder to one file, the one of -o: .parquet or .csv.
    Gather(SweepGatherArgs),
    /// Find the rows of a Parquet file that no other row is better than in every objective.
    Pareto(SweepParetoArgs),
}

/// The file to write.
#[derive(Debug, ClapArgs)]
pub struct SweepInitArgs {
    /// File to write.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// A design to plan.
#[derive(Debug, ClapArgs)]
pub struct SweepPlanArgs {
    /// Design file, or - for standard input.
    #[arg(value_name = "DESIGN")]
    pub design: PathBuf,
}

/// A design to run, and which part of it.
#[derive(Debug, ClapArgs)]
pub struct SweepRunArgs {
    /// Design file, or - for standard input.
    #[arg(value_name = "DESIGN")]
    pub design: PathBuf,
    /// Run only every N-th part, from the I-th on: 1/4 to 4/4 are four machines.
    #[arg(long, value_name = "I/N", default_value = "1/1", value_parser = parse_shard)]
    pub shard: (u32, u32),
}

/// A folder of parts.
#[derive(Debug, ClapArgs)]
pub struct SweepGatherArgs {
    /// Folder that `sweep run` wrote into.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

/// A file of rows, and what is to be least or most.
#[derive(Debug, ClapArgs)]
pub struct SweepParetoArgs {
    /// Parquet file that `sweep gather` wrote.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Figures, separated by commas. min: or max: before a key says which is better where the figure does not.
    #[arg(long, value_name = "KEYS", value_delimiter = ',', required = true)]
    pub objectives: Vec<String>,
}

/// Reads a shard like `2/7`.
fn parse_shard(text: &str) -> Result<(u32, u32), String> {
    let wrong = || format!("`{text}` is no shard; write 1/4 to 4/4 for four machines");
    let (number, count) = text.split_once('/').ok_or_else(wrong)?;
    let (number, count) = (number.parse().map_err(|_| wrong())?, count.parse().map_err(|_| wrong())?);
    if (1..=count).contains(&number) { Ok((number, count)) } else { Err(wrong()) }
}
