//! Arguments of `optimize`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

/// A design to search.
#[derive(Debug, ClapArgs)]
#[command(args_conflicts_with_subcommands = true, arg_required_else_help = true)]
pub struct OptimizeArgs {
    /// Design file, or - for standard input: what varies, what is sought and what must be kept.
    #[arg(value_name = "DESIGN")]
    pub design: Option<PathBuf>,
    #[command(subcommand)]
    pub action: Option<OptimizeAction>,
}

/// What is not a search.
#[derive(Debug, Subcommand)]
pub enum OptimizeAction {
    /// Write a commented design to start from.
    Init(OptimizeInitArgs),
}

/// The file to write.
#[derive(Debug, ClapArgs)]
pub struct OptimizeInitArgs {
    /// File to write.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}
