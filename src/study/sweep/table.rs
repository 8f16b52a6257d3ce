//! The rows of a sweep as columns: what files hold, and what is drawn.

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use super::design::SweepDesign;
use super::row::SweepRow;

/// The values of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum ColumnValues {
    /// Whole numbers.
    Count(Vec<i64>),
    /// Numbers, some perhaps missing; all finite.
    Number(Vec<Option<f64>>),
    /// Texts, some perhaps missing.
    Text(Vec<Option<String>>),
    /// Truths.
    Flag(Vec<bool>),
}

/// A column with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct TableColumn {
    /// Its name: `row`, the key of an axis or of a figure …
    pub name: String,
    /// Its values.
    pub values: ColumnValues,
}

/// Rows of a sweep: `row`, `architecture`, the axes, `feasible`, `meets_constraints`, `limit`, `error`, the figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowTable {
    /// The columns, all of one length.
    pub columns: Vec<TableColumn>,
}

/// Name of the column of row numbers.
pub const ROW: &str = "row";
/// Name of the column of architectures.
pub const ARCHITECTURE: &str = "architecture";
/// Name of the column that tells what can be cooled.
pub const FEASIBLE: &str = "feasible";
/// Name of the column that tells what keeps the limits of the design.
pub const MEETS_CONSTRAINTS: &str = "meets_constraints";
/// Name of the column of limits that are hit.
pub const LIMIT: &str = "limit";
/// Name of the column of errors.
pub const ERROR: &str = "error";

impl ColumnValues {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Count(all) => all.len(),
            Self::Number(all) => all.len(),
            Self::Text(all) => all.len(),
            Self::Flag(all) => all.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds values of the same type; of another type nothing.
    fn append(&mut self, more: Self) {
        match (self, more) {
            (Self::Count(own), Self::Count(more)) => own.extend(more),
            (Self::Number(own), Self::Number(more)) => own.extend(more),
            (Self::Text(own), Self::Text(more)) => own.extend(more),
            (Self::Flag(own), Self::Flag(more)) => own.extend(more),
            _ => {}
        }
    }

    fn select(&self, places: &[usize]) -> Self {
        match self {
            Self::Count(all) => Self::Count(places.iter().map(|p| all[*p]).collect()),
            Self::Number(all) => Self::Number(places.iter().map(|p| all[*p]).collect()),
            Self::Text(all) => Self::Text(places.iter().map(|p| all[*p].clone()).collect()),
            Self::Flag(all) => Self::Flag(places.iter().map(|p| all[*p]).collect()),
        }
    }

    /// A value as text; empty where it is missing.
    pub fn text_at(&self, place: usize) -> String {
        match self {
            Self::Count(all) => all[place].to_string(),
            Self::Number(all) => all[place].map_or_else(String::new, |value| value.to_string()),
            Self::Text(all) => all[place].clone().unwrap_or_default(),
            Self::Flag(all) => all[place].to_string(),
        }
    }
}

impl RowTable {
    /// The table of some rows of a design.
    pub fn from_rows(design: &SweepDesign, rows: &[SweepRow]) -> Self {
        let text = |of: &dyn Fn(&SweepRow) -> Option<String>| ColumnValues::Text(rows.iter().map(of).collect());
        let flag = |of: &dyn Fn(&SweepRow) -> bool| ColumnValues::Flag(rows.iter().map(of).collect());
        let column = |name: &str, values: ColumnValues| TableColumn { name: name.to_owned(), values };
        // The plan of a design has no row beyond the largest whole number of a file.
        let id = |row: &SweepRow| i64::try_from(row.row).unwrap_or(i64::MAX);
        let mut columns = vec![
            column(ROW, ColumnValues::Count(rows.iter().map(id).collect())),
            column(ARCHITECTURE, text(&|row| Some(row.architecture.clone()))),
        ];
        for (place, axis) in design.axes().iter().enumerate() {
            let values = if axis.domain.is_numeric() {
                ColumnValues::Number(rows.iter().map(|row| row.point[place].number()).collect())
            } else {
                text(&|row| Some(row.point[place].to_string()))
            };
            columns.push(column(&axis.key, values));
        }
        columns.push(column(FEASIBLE, flag(&|row| row.feasible)));
        columns.push(column(MEETS_CONSTRAINTS, flag(&|row| row.meets_constraints)));
        columns.push(column(LIMIT, text(&|row| row.limit.as_ref().map(ToString::to_string))));
        columns.push(column(ERROR, text(&|row| row.error.clone())));
        for (place, figure) in design.columns.iter().enumerate() {
            columns.push(column(figure.key, ColumnValues::Number(rows.iter().map(|row| row.figures[place]).collect())));
        }
        Self { columns }
    }

    /// Adds the rows of another table; false, with nothing added, where its columns are others.
    pub fn append(&mut self, more: Self) -> bool {
        if self.columns.is_empty() {
            *self = more;
            return true;
        }
        let alike = self.columns.len() == more.columns.len()
            && self.columns.iter().zip(&more.columns).all(|(own, other)| {
                own.name == other.name && std::mem::discriminant(&own.values) == std::mem::discriminant(&other.values)
            });
        if alike {
            for (own, other) in self.columns.iter_mut().zip(more.columns) {
                own.values.append(other.values);
            }
        }
        alike
    }

    /// Some rows, by their places, which must lie in the table.
    #[must_use]
    pub fn select(&self, places: &[usize]) -> Self {
        let column = |own: &TableColumn| TableColumn { name: own.name.clone(), values: own.values.select(places) };
        Self { columns: self.columns.iter().map(column).collect() }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.columns.first().map_or(0, |column| column.values.len())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The values of a column; nothing where there is none of that name.
    pub fn values(&self, name: &str) -> Option<&ColumnValues> {
        self.columns.iter().find(|column| column.name == name).map(|column| &column.values)
    }

    /// The numbers of a column; nothing where it has none.
    pub fn numbers(&self, name: &str) -> Option<&[Option<f64>]> {
        match self.values(name)? {
            ColumnValues::Number(all) => Some(all),
            _ => None,
        }
    }

    /// The texts of a column; nothing where it has none.
    pub fn texts(&self, name: &str) -> Option<&[Option<String>]> {
        match self.values(name)? {
            ColumnValues::Text(all) => Some(all),
            _ => None,
        }
    }

    /// The truths of a column; nothing where it has none.
    pub fn flags(&self, name: &str) -> Option<&[bool]> {
        match self.values(name)? {
            ColumnValues::Flag(all) => Some(all),
            _ => None,
        }
    }

    /// The row numbers.
    pub fn row_ids(&self) -> &[i64] {
        match self.values(ROW) {
            Some(ColumnValues::Count(all)) => all,
            _ => &[],
        }
    }

    /// A row as JSON.
    pub fn row(&self, place: usize) -> TableRow<'_> {
        TableRow { table: self, place }
    }
}

/// A row of a table; its JSON has a key for each column.
#[derive(Clone, Copy, Debug)]
pub struct TableRow<'a> {
    table: &'a RowTable,
    place: usize,
}

impl Serialize for TableRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.table.columns.len()))?;
        for column in &self.table.columns {
            map.serialize_key(&column.name)?;
            match &column.values {
                ColumnValues::Count(all) => map.serialize_value(&all[self.place])?,
                ColumnValues::Number(all) => map.serialize_value(&all[self.place])?,
                ColumnValues::Text(all) => map.serialize_value(&all[self.place])?,
                ColumnValues::Flag(all) => map.serialize_value(&all[self.place])?,
            }
        }
        map.end()
    }
}

impl Serialize for RowTable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.len()))?;
        for place in 0..self.len() {
            list.serialize_element(&self.row(place))?;
        }
        list.end()
    }
}
