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
}

/// The file to write.
#[derive(Debug, ClapArgs)]
pub struct SweepInitArgs {
    /// File to write.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}
