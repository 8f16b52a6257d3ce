//! Sections of a report: tables, paragraphs and lists under a title.

/// A part of a report under a title.
#[derive(Debug)]
pub struct Section {
    /// Heading.
    pub title: String,
    /// What stands in it, in order.
    pub blocks: Vec<Block>,
    /// The renderings that show it.
    pub audience: Audience,
    /// Where it stands on a page.
    pub placement: Placement,
}

/// Where a section stands on a page; text and Markdown keep the order of the document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Placement {
    /// With the answer, above the contents: how sure it is, what to mind.
    WithAnswer,
    /// Before the charts: the figures that matter most.
    BeforeCharts,
    /// After the charts.
    #[default]
    AfterCharts,
}

/// The renderings that show a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Terminal, Markdown and page.
    Everywhere,
    /// The terminal alone: a short form of what documents show.
    Terminal,
    /// Markdown and page.
    Documents,
    /// The page alone.
    Page,
}

/// A part of a section.
#[derive(Debug)]
pub enum Block {
    /// A heading below that of the section.
    Heading(String),
    /// Sentences.
    Paragraph(String),
    /// Entries of a list.
    List(Vec<ListItem>),
    /// A table.
    Table(DataTable),
}

/// An entry of a list.
#[derive(Debug)]
pub struct ListItem {
    /// What the entry is about; nothing where its text says it.
    pub name: Option<String>,
    /// What it says.
    pub text: String,
    /// Whether it tells of a failure.
    pub failure: bool,
}

/// A table.
#[derive(Debug)]
pub struct DataTable {
    /// Heads of its columns; the first is that of the names. All empty: the table has no head.
    pub head: Vec<String>,
    /// Its rows.
    pub groups: Vec<RowGroup>,
    /// Whether columns after the first are numbers.
    pub numbers: bool,
    /// Columns after the first that stand side by side on a terminal; further ones stand below. Without it all do.
    pub max_columns: Option<usize>,
}

/// Rows of a table that belong together.
#[derive(Debug)]
pub struct RowGroup {
    /// Heading of the group.
    pub title: Option<String>,
    /// Rows; the first cell names each.
    pub rows: Vec<Vec<String>>,
}

/// A section that is one table.
#[derive(Debug)]
pub(crate) struct TableSection {
    /// Heading.
    pub title: String,
    /// Heads of its columns; the first is that of the names.
    pub head: Vec<String>,
    /// Its rows; the first cell names it.
    pub rows: Vec<Vec<String>>,
    /// Whether columns after the first are numbers.
    pub numbers: bool,
}

impl Audience {
    /// Whether a terminal shows it.
    pub fn includes_terminal(self) -> bool {
        matches!(self, Self::Everywhere | Self::Terminal)
    }

    /// Whether Markdown shows it.
    pub fn includes_markdown(self) -> bool {
        matches!(self, Self::Everywhere | Self::Documents)
    }

    /// Whether a page shows it.
    pub fn includes_page(self) -> bool {
        self != Self::Terminal
    }
}

impl Section {
    /// A section that every rendering shows.
    pub fn new(title: impl Into<String>, blocks: Vec<Block>) -> Self {
        Self { title: title.into(), blocks, audience: Audience::Everywhere, placement: Placement::default() }
    }

    /// The same section for other renderings.
    #[must_use]
    pub fn shown_to(self, audience: Audience) -> Self {
        Self { audience, ..self }
    }

    /// The same section at another place of the page.
    #[must_use]
    pub fn placed(self, placement: Placement) -> Self {
        Self { placement, ..self }
    }

    /// Tables of one kind, one for each architecture, under a title; each keeps its own as a heading. Nothing without one.
    pub(crate) fn from_tables(
        title: impl Into<String>,
        tables: impl IntoIterator<Item = TableSection>,
    ) -> Option<Self> {
        let blocks: Vec<Block> = tables
            .into_iter()
            .flat_map(|TableSection { title, head, rows, numbers }| {
                [Block::Heading(title), Block::Table(DataTable::from_rows(head, rows, numbers))]
            })
            .collect();
        (!blocks.is_empty()).then(|| Self::new(title, blocks))
    }
}

impl DataTable {
    /// A table whose rows belong together.
    pub fn from_rows(head: Vec<String>, rows: Vec<Vec<String>>, numbers: bool) -> Self {
        Self { head, groups: vec![RowGroup { title: None, rows }], numbers, max_columns: None }
    }

    /// Whether a head stands over the columns.
    pub fn has_head(&self) -> bool {
        self.head.iter().any(|h| !h.is_empty())
    }
}

impl From<TableSection> for Section {
    fn from(TableSection { title, head, rows, numbers }: TableSection) -> Self {
        Self::new(title, vec![Block::Table(DataTable::from_rows(head, rows, numbers))])
    }
}
