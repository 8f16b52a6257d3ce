//! Large sweeps: parts of fixed rows, each a file that appears whole or not at all, on any number of machines.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::catalog::Catalog;
use crate::study::uncertainty::ProgressMonitor;

use super::design::SweepDesign;
use super::error::SweepError;
use super::evaluate::RowRunner;
use super::lock::SweepLock;
use super::parquet_file::{TableWriter, column_names, encode_part, read_origin, read_table};
use super::result::{SweepFront, find_front};
use super::table::{ARCHITECTURE, ERROR, FEASIBLE, LIMIT, MEETS_CONSTRAINTS, ROW, RowTable};
use super::{MAX_PARTS, run_rows};
use crate::study::design::Objective;

/// Name of the lock in the folder of a sweep.
pub const LOCK_FILE: &str = "design.lock";

/// Rows of a group in a gathered file.
const GROUP_ROWS: usize = 100_000;

/// The share of a sweep's parts that one run takes: every so many-th one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Number of the shard, from 1.
    pub number: u32,
    /// How many there are.
    pub count: u32,
}

/// What a run of a shard did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShardOutcome {
    /// Parts of the shard.
    pub parts: usize,
    /// Those that stood there before.
    pub kept: usize,
    /// Rows that were run.
    pub rows: u64,
}

/// How many parts the rows of a lock make.
fn part_count(lock: &SweepLock) -> Result<u64, SweepError> {
    let parts = lock.rows.div_ceil(lock.part_rows.max(1));
    if parts > MAX_PARTS { Err(SweepError::TooManyParts { parts }) } else { Ok(parts) }
}

/// The rows of a part.
fn part_range(part: u64, lock: &SweepLock) -> Range<u64> {
    let first = part * lock.part_rows;
    first..(first + lock.part_rows).min(lock.rows)
}

/// The file of a part.
fn part_path(folder: &Path, part: u64) -> PathBuf {
    folder.join(format!("part-{part:06}.parquet"))
}

/// Writes a file that appears whole or not at all.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), SweepError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".partial");
    let partial = PathBuf::from(name);
    let written = File::create(&partial).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&partial, path)
    });
    written.map_err(|error| {
        // What is half written is worthless, and may not even exist.
        let _ = fs::remove_file(&partial);
        SweepError::file(path, &error)
    })
}

/// Writes the lock of a sweep into its folder; one that stands there must be the same, but for `force`, which begins anew.
///
/// # Errors
/// [`SweepError::LockMismatch`], and a folder that can't be written.
pub fn place_lock(folder: &Path, lock: &SweepLock, force: bool) -> Result<(), SweepError> {
    fs::create_dir_all(folder).map_err(|error| SweepError::file(folder, &error))?;
    let path = folder.join(LOCK_FILE);
    if path.exists() && !force {
        let differences = SweepLock::read(&path)?.differences(lock);
        if differences.is_empty() {
            return Ok(());
        }
        return Err(SweepError::LockMismatch { folder: folder.to_owned(), differences });
    }
    write_whole(&path, lock.to_text().as_bytes())
}

/// Whether the file of a part stands there as this sweep makes it.
fn is_done(path: &Path, digest: &str, part: u64, rows: u64) -> Result<bool, SweepError> {
    if !path.exists() {
        return Ok(false);
    }
    let origin = read_origin(path)?;
    let foreign = |reason: &str| SweepError::ForeignFile { path: path.to_owned(), reason: reason.to_owned() };
    match origin.lock {
        None => Err(foreign("a Parquet file that is no part of a sweep")),
        Some(lock) if lock != digest => Err(foreign("a part of another sweep, or of this one before a change")),
        Some(_) if origin.part != Some(part) || origin.rows != rows => Err(foreign("another part of this sweep")),
        Some(_) => Ok(true),
    }
}

/// Runs the parts of a shard that are not in the folder yet. The bytes depend neither on shards nor on threads.
///
/// # Errors
/// [`SweepError`]; parts that are finished stay.
pub fn run_shard(
    design: &SweepDesign,
    catalog: &Catalog,
    folder: &Path,
    shard: Shard,
    force: bool,
    watch: &ProgressMonitor<'_>,
) -> Result<ShardOutcome, SweepError> {
    let lock = SweepLock::new(design, catalog)?;
    let parts = part_count(&lock)?;
    place_lock(folder, &lock, force)?;
    let digest = lock.digest();
    let architectures = design.architecture_count() as u64;
    let (number, count) = (u64::from(shard.number), u64::from(shard.count));
    let of_shard = (0..parts).filter(|part| part % count == number - 1);
    let mut outcome = ShardOutcome::default();
    let mut missing = Vec::new();
    for part in of_shard {
        let (path, range) = (part_path(folder, part), part_range(part, &lock));
        outcome.parts += 1;
        match is_done(&path, &digest, part, (range.end - range.start) * architectures) {
            Ok(true) => outcome.kept += 1,
            Ok(false) => missing.push((part, path, range)),
            Err(SweepError::ForeignFile { .. }) if force => missing.push((part, path, range)),
            Err(error) => return Err(error),
        }
    }
    let all: u64 = missing.iter().map(|(_, _, range)| range.end - range.start).sum();
    (watch.begin)(usize::try_from(all).unwrap_or(usize::MAX));
    let runner = RowRunner::new(design, catalog);
    for (part, path, range) in missing {
        let length = range.end - range.start;
        let rows = run_rows(&runner, range, watch).ok_or(SweepError::Interrupted { parts: true })?;
        let table = RowTable::from_rows(design, &rows);
        let bytes = encode_part(&table, &digest, part).map_err(|error| SweepError::file(&path, &error))?;
        write_whole(&path, &bytes)?;
        outcome.rows += length;
    }
    Ok(outcome)
}

/// The parts of a folder by their number, each once and of one lock.
fn find_parts(folder: &Path, lock: &SweepLock) -> Result<BTreeMap<u64, PathBuf>, SweepError> {
    let digest = lock.digest();
    let entries = fs::read_dir(folder).map_err(|error| SweepError::file(folder, &error))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| SweepError::file(folder, &error))?.path();
        if path.extension().is_some_and(|ending| ending == "parquet") {
            files.push(path);
        }
    }
    files.sort();
    let count = part_count(lock)?;
    let mut parts: BTreeMap<u64, PathBuf> = BTreeMap::new();
    for path in files {
        let origin = read_origin(&path)?;
        let foreign = |reason: &str| SweepError::ForeignFile { path: path.clone(), reason: reason.to_owned() };
        let part = match (origin.lock, origin.part) {
            (None, _) => return Err(foreign("a Parquet file that is no part of a sweep")),
            (Some(own), _) if own != digest => {
                return Err(foreign("a part of another sweep, or of this one before a change"));
            }
            (Some(_), Some(part)) if part < count => part,
            (Some(_), _) => return Err(foreign("a gathered file among the parts")),
        };
        if let Some(first) = parts.insert(part, path.clone()) {
            return Err(SweepError::RepeatedPart { part, first, second: path });
        }
    }
    let missing: Vec<u64> = (0..count).filter(|part| !parts.contains_key(part)).collect();
    if missing.is_empty() {
        return Ok(parts);
    }
    let list = list_ranges(&missing);
    Err(SweepError::MissingParts { folder: folder.to_owned(), missing: missing.len(), all: count, list })
}

/// Rising numbers in words: `0, 3 to 5, 9`; of many runs the first ten.
fn list_ranges(numbers: &[u64]) -> String {
    const MOST: usize = 10;
    let runs: Vec<&[u64]> = numbers.chunk_by(|a, b| a + 1 == *b).collect();
    let told = |run: &&[u64]| match *run {
        [one] => one.to_string(),
        [first, .., last] => format!("{first} to {last}"),
        [] => String::new(),
    };
    let mut words: Vec<String> = runs.iter().take(MOST).map(told).collect();
    if runs.len() > MOST {
        words.push("…".to_owned());
    }
    words.join(", ")
}

/// A file that takes tables one after the other.
trait TableSink {
    /// Takes a table.
    fn take_table(&mut self, table: &RowTable) -> Result<(), String>;
    /// Ends the file.
    fn finish(self: Box<Self>) -> Result<(), String>;
}

struct ParquetSink(TableWriter<File>);

impl TableSink for ParquetSink {
    fn take_table(&mut self, table: &RowTable) -> Result<(), String> {
        self.0.write(table).map_err(|e| e.to_string())
    }

    fn finish(self: Box<Self>) -> Result<(), String> {
        self.0.finish().map_err(|e| e.to_string())?.sync_all().map_err(|e| e.to_string())
    }
}

struct CsvSink(csv::Writer<File>);

impl TableSink for CsvSink {
    fn take_table(&mut self, table: &RowTable) -> Result<(), String> {
        for place in 0..table.len() {
            let cells = table.columns.iter().map(|column| column.values.text_at(place));
            self.0.write_record(cells).map_err(|e| e.to_string())?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), String> {
        let file = self.0.into_inner().map_err(|e| e.to_string())?;
        file.sync_all().map_err(|e| e.to_string())
    }
}

/// Opens a sink for a path by its ending.
fn open_sink(path: &Path, is_csv: bool, like: &RowTable, digest: &str) -> Result<Box<dyn TableSink>, String> {
    let file = File::create(path).map_err(|e| e.to_string())?;
    if is_csv {
        let mut writer = csv::Writer::from_writer(file);
        writer.write_record(like.columns.iter().map(|column| &column.name)).map_err(|e| e.to_string())?;
        return Ok(Box::new(CsvSink(writer)));
    }
    Ok(Box::new(ParquetSink(TableWriter::new(file, like, digest, None).map_err(|e| e.to_string())?)))
}

/// Writes all parts of a folder to one file, Parquet or CSV by its ending, in the order of rows; returns how many results
/// there are. The file appears whole or not at all.
///
/// # Errors
/// Parts that are missing, there twice or of another sweep; a file that can't be written.
pub fn gather(folder: &Path, file: &Path) -> Result<u64, SweepError> {
    let lock = SweepLock::read(&folder.join(LOCK_FILE))?;
    let parts = find_parts(folder, &lock)?;
    let digest = lock.digest();
    let is_csv = file.extension().is_some_and(|ending| ending == "csv");
    let mut name = file.as_os_str().to_owned();
    name.push(".partial");
    let partial = PathBuf::from(name);
    let written = write_parts(&parts, &lock, (&partial, is_csv), &digest)
        .and_then(|rows| fs::rename(&partial, file).map(|()| rows).map_err(|error| SweepError::file(file, &error)));
    if written.is_err() {
        // What is half written is worthless, and may not even exist.
        let _ = fs::remove_file(&partial);
    }
    written
}

fn write_parts(
    parts: &BTreeMap<u64, PathBuf>,
    lock: &SweepLock,
    (path, is_csv): (&Path, bool),
    digest: &str,
) -> Result<u64, SweepError> {
    let failed = |reason: String| SweepError::File { path: path.to_owned(), reason };
    let mut sink: Option<Box<dyn TableSink>> = None;
    let (mut waiting, mut rows) = (RowTable::default(), 0);
    for (part, source) in parts {
        let table = read_table(source, &|_| true)?;
        check_rows(&table, source, part_range(*part, lock))?;
        rows += table.len() as u64;
        if sink.is_none() {
            sink = Some(open_sink(path, is_csv, &table, digest).map_err(failed)?);
        }
        if !waiting.append(table) {
            let reason = "its columns are not those of the other parts".to_owned();
            return Err(SweepError::ForeignFile { path: source.clone(), reason });
        }
        if waiting.len() >= GROUP_ROWS
            && let Some(sink) = sink.as_mut()
        {
            sink.take_table(&waiting).map_err(failed)?;
            waiting = RowTable::default();
        }
    }
    if let Some(mut sink) = sink {
        if !waiting.is_empty() {
            sink.take_table(&waiting).map_err(failed)?;
        }
        sink.finish().map_err(failed)?;
    }
    Ok(rows)
}

/// Checks that a part has each of its rows, in order, for every architecture.
fn check_rows(table: &RowTable, path: &Path, range: Range<u64>) -> Result<(), SweepError> {
    let ids = table.row_ids();
    let each = ids.len() as u64 / (range.end - range.start).max(1);
    let wanted = range.flat_map(|row| std::iter::repeat_n(i64::try_from(row).ok(), usize::try_from(each).unwrap_or(0)));
    if each > 0 && ids.iter().copied().map(Some).eq(wanted) {
        return Ok(());
    }
    Err(SweepError::ForeignFile { path: path.to_owned(), reason: "it has not the rows of its part".to_owned() })
}

/// The front of the rows of a file by some objectives.
///
/// # Errors
/// A file that is none of a sweep, or has no column of an objective.
pub fn front_of_file(path: &Path, objectives: &[Objective]) -> Result<SweepFront, SweepError> {
    let origin = read_origin(path)?;
    if origin.lock.is_none() {
        let reason = "a Parquet file that is not of a sweep".to_owned();
        return Err(SweepError::ForeignFile { path: path.to_owned(), reason });
    }
    let schema = column_names(path)?;
    let split = schema.iter().position(|name| name == FEASIBLE).unwrap_or(schema.len());
    let axes: Vec<String> =
        schema[..split].iter().filter(|name| *name != ROW && *name != ARCHITECTURE).cloned().collect();
    let known: Vec<String> = schema[split..]
        .iter()
        .filter(|n| ![FEASIBLE, MEETS_CONSTRAINTS, LIMIT, ERROR].contains(&n.as_str()))
        .cloned()
        .collect();
    if let Some(missing) = objectives.iter().find(|o| !known.iter().any(|name| name == o.figure.key)) {
        let column = missing.figure.key.to_owned();
        return Err(SweepError::MissingColumn { path: path.to_owned(), column, known });
    }
    let wanted = |name: &str| {
        [ROW, ARCHITECTURE, FEASIBLE, MEETS_CONSTRAINTS].contains(&name)
            || axes.iter().any(|axis| axis == name)
            || objectives.iter().any(|o| o.figure.key == name)
    };
    let table = read_table(path, &wanted)?;
    let front = find_front(&table, objectives);
    Ok(SweepFront::new(&table, &front, objectives.to_vec(), axes))
}
