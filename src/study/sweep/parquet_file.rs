//! Tables of rows in Parquet files.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as PhysicalType};
use parquet::column::reader::ColumnReader;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};

use super::error::SweepError;
use super::table::{ColumnValues, RowTable, TableColumn};

/// Key of the digest of the lock in the metadata of a file.
pub(super) const LOCK_KEY: &str = "rackjoule.sweep.lock";
/// Key of the number of a part.
pub(super) const PART_KEY: &str = "rackjoule.sweep.part";

/// What the metadata of a file tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TableOrigin {
    /// Digest of the lock; nothing in a file of another program.
    pub lock: Option<String>,
    /// Number of the part; nothing in a gathered file.
    pub part: Option<u64>,
    /// Rows.
    pub rows: u64,
}

/// Writes tables of one shape as groups of rows of a Parquet file.
pub(super) struct TableWriter<W: std::io::Write + Send> {
    writer: SerializedFileWriter<W>,
}

impl<W: std::io::Write + Send> TableWriter<W> {
    /// A writer of tables that have the columns of `like`, with a lock and, for a part, its number.
    pub fn new(out: W, like: &RowTable, lock: &str, part: Option<u64>) -> Result<Self, ParquetError> {
        let mut metadata = vec![KeyValue::new(LOCK_KEY.to_owned(), lock.to_owned())];
        metadata.extend(part.map(|part| KeyValue::new(PART_KEY.to_owned(), part.to_string())));
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("rackjoule ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_key_value_metadata(Some(metadata))
            .build();
        Ok(Self { writer: SerializedFileWriter::new(out, table_schema(like)?, Arc::new(properties))? })
    }

    /// Writes a table as a group of rows.
    pub fn write(&mut self, table: &RowTable) -> Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        for column in &table.columns {
            write_column(&mut group, &column.values)?;
        }
        group.close()?;
        Ok(())
    }

    /// Ends the file.
    pub fn finish(self) -> Result<W, ParquetError> {
        self.writer.into_inner()
    }
}

/// The file of a part.
pub(super) fn encode_part(table: &RowTable, lock: &str, part: u64) -> Result<Vec<u8>, ParquetError> {
    let mut writer = TableWriter::new(Vec::new(), table, lock, Some(part))?;
    writer.write(table)?;
    writer.finish()
}

fn table_schema(table: &RowTable) -> Result<TypePtr, ParquetError> {
    let field = |column: &TableColumn| -> Result<TypePtr, ParquetError> {
        let (physical, logical, repetition) = match &column.values {
            ColumnValues::Count(_) => (PhysicalType::INT64, None, Repetition::REQUIRED),
            ColumnValues::Number(_) => (PhysicalType::DOUBLE, None, Repetition::OPTIONAL),
            ColumnValues::Text(_) => (PhysicalType::BYTE_ARRAY, Some(LogicalType::String), Repetition::OPTIONAL),
            ColumnValues::Flag(_) => (PhysicalType::BOOLEAN, None, Repetition::REQUIRED),
        };
        let built = Type::primitive_type_builder(&column.name, physical)
            .with_logical_type(logical)
            .with_repetition(repetition)
            .build()?;
        Ok(Arc::new(built))
    };
    let fields = table.columns.iter().map(field).collect::<Result<Vec<_>, _>>()?;
    Ok(Arc::new(Type::group_type_builder("sweep").with_fields(fields).build()?))
}

fn write_column<W: std::io::Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &ColumnValues,
) -> Result<(), ParquetError> {
    let missing = || ParquetError::General("a column more than the schema has".to_owned());
    let mut column = group.next_column()?.ok_or_else(missing)?;
    let levels = |present: Vec<bool>| -> Vec<i16> { present.into_iter().map(i16::from).collect() };
    match values {
        ColumnValues::Count(all) => {
            column.typed::<Int64Type>().write_batch(all, None, None)?;
        }
        ColumnValues::Flag(all) => {
            column.typed::<BoolType>().write_batch(all, None, None)?;
        }
        ColumnValues::Number(all) => {
            let present: Vec<f64> = all.iter().copied().flatten().collect();
            let defined = levels(all.iter().map(Option::is_some).collect());
            column.typed::<DoubleType>().write_batch(&present, Some(&defined), None)?;
        }
        ColumnValues::Text(all) => {
            let present: Vec<ByteArray> = all.iter().flatten().map(|text| ByteArray::from(text.as_str())).collect();
            let defined = levels(all.iter().map(Option::is_some).collect());
            column.typed::<ByteArrayType>().write_batch(&present, Some(&defined), None)?;
        }
    }
    column.close()
}

/// Opens a Parquet file.
fn open(path: &Path) -> Result<SerializedFileReader<File>, SweepError> {
    let file = File::open(path).map_err(|error| SweepError::file(path, &error))?;
    SerializedFileReader::new(file)
        .map_err(|error| SweepError::ForeignFile { path: path.to_owned(), reason: format!("no Parquet file: {error}") })
}

/// What the metadata of a file tell.
pub(super) fn read_origin(path: &Path) -> Result<TableOrigin, SweepError> {
    let reader = open(path)?;
    let metadata = reader.metadata().file_metadata();
    let value = |key: &str| {
        let all = metadata.key_value_metadata()?;
        all.iter().find(|pair| pair.key == key)?.value.clone()
    };
    Ok(TableOrigin {
        lock: value(LOCK_KEY),
        part: value(PART_KEY).and_then(|part| part.parse().ok()),
        rows: u64::try_from(metadata.num_rows()).unwrap_or(0),
    })
}

/// Names of the columns of a file, in their order.
pub(super) fn column_names(path: &Path) -> Result<Vec<String>, SweepError> {
    let reader = open(path)?;
    let columns = reader.metadata().file_metadata().schema_descr().columns().iter();
    Ok(columns.map(|column| column.name().to_owned()).collect())
}

/// The wanted columns of a file.
pub(super) fn read_table(path: &Path, wanted: &dyn Fn(&str) -> bool) -> Result<RowTable, SweepError> {
    let wrong = |error: &dyn std::fmt::Display| SweepError::ForeignFile {
        path: path.to_owned(),
        reason: format!("it can't be read: {error}"),
    };
    let reader = open(path)?;
    let fields = reader.metadata().file_metadata().schema_descr().columns().to_vec();
    let mut table = RowTable::default();
    for field in fields.iter().filter(|field| wanted(field.name())) {
        let values = match field.physical_type() {
            PhysicalType::INT64 => ColumnValues::Count(Vec::new()),
            PhysicalType::DOUBLE => ColumnValues::Number(Vec::new()),
            PhysicalType::BYTE_ARRAY => ColumnValues::Text(Vec::new()),
            PhysicalType::BOOLEAN => ColumnValues::Flag(Vec::new()),
            other => return Err(wrong(&format!("column `{}` is of the type {other}", field.name()))),
        };
        table.columns.push(TableColumn { name: field.name().to_owned(), values });
    }
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group).map_err(|e| wrong(&e))?;
        let places = fields.iter().enumerate().filter(|(_, field)| wanted(field.name())).map(|(place, _)| place);
        for (place, column) in places.zip(&mut table.columns) {
            read_column(group.as_ref(), place, &mut column.values).map_err(|e| wrong(&e))?;
        }
    }
    Ok(table)
}

/// Adds the values of a column of a group of rows.
fn read_column(group: &dyn RowGroupReader, place: usize, into: &mut ColumnValues) -> Result<(), ParquetError> {
    let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
    let mismatch = || ParquetError::General("a column changes its type".to_owned());
    match (into, group.get_column_reader(place)?) {
        (ColumnValues::Count(all), ColumnReader::Int64ColumnReader(mut reader)) => {
            all.extend(read_optional::<Int64Type>(&mut reader, rows)?.into_iter().flatten());
        }
        (ColumnValues::Flag(all), ColumnReader::BoolColumnReader(mut reader)) => {
            all.extend(read_optional::<BoolType>(&mut reader, rows)?.into_iter().flatten());
        }
        (ColumnValues::Number(all), ColumnReader::DoubleColumnReader(mut reader)) => {
            all.extend(read_optional::<DoubleType>(&mut reader, rows)?);
        }
        (ColumnValues::Text(all), ColumnReader::ByteArrayColumnReader(mut reader)) => {
            for text in read_optional::<ByteArrayType>(&mut reader, rows)? {
                all.push(text.map(|bytes| bytes.as_utf8().map(str::to_owned)).transpose()?);
            }
        }
        _ => return Err(mismatch()),
    }
    Ok(())
}

/// The values of a column, nothing where one is missing; of a column without missing ones all.
fn read_optional<T: DataType>(
    reader: &mut parquet::column::reader::ColumnReaderImpl<T>,
    rows: usize,
) -> Result<Vec<Option<T::T>>, ParquetError> {
    let (mut values, mut levels): (Vec<T::T>, Vec<i16>) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
    let mut done = 0;
    while done < rows {
        let (records, ..) = reader.read_records(rows - done, Some(&mut levels), None, &mut values)?;
        if records == 0 {
            return Err(ParquetError::General("a column ends early".to_owned()));
        }
        done += records;
    }
    if levels.is_empty() {
        return Ok(values.into_iter().map(Some).collect());
    }
    let mut present = values.into_iter();
    Ok(levels.into_iter().map(|level| if level > 0 { present.next() } else { None }).collect())
}
