//! The forms that a result can be printed in.

/// The forms of a result on standard output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OutputFormat {
    /// A table for people.
    #[default]
    Table,
    /// The whole result.
    Json,
    /// One row per architecture.
    Csv,
    /// A table for documents.
    Markdown,
}
