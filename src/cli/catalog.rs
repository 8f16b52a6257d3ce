//! `catalog list`, `catalog search` and `catalog show`.

use std::process::ExitCode;

use crate::catalog::record::confidence_name;
use crate::catalog::{Catalog, CatalogEntry, RecordKind, describe};
use crate::report::document::fold::fold_sentence;
use crate::report::document::terminal::{line_width, render_plain_table};

use super::args::{CatalogAction, CatalogArgs, FormatArg, GlobalArgs};
use super::console::{text_width, write_stdout};
use super::error::CliError;

/// Runs the command.
pub fn run(args: &CatalogArgs, global: &GlobalArgs) -> Result<ExitCode, CliError> {
    let catalog = Catalog::load(global.data.as_deref())?;
    // A list with the generations left out would hide a mistake in the user's tables.
    catalog.generations()?;
    let (head, mut rows) = match &args.action {
        CatalogAction::List { kind } => list_records(&catalog, kind.as_deref())?,
        CatalogAction::Search { words } => search_records(&catalog, words)?,
        CatalogAction::Show { id } => show_record(&catalog, id)?,
    };
    // A sentence would stretch the table's column across the screen: it stands below.
    let notes = if global.format == FormatArg::Table {
        rows.extract_if(.., |row| row[0].rsplit('.').next() == Some("notes")).collect()
    } else {
        Vec::new()
    };
    write_stdout(&render_records(head, &rows, global.format)?)?;
    for note in notes {
        let text = format!("{}: {}", note[0], note[1]);
        write_stdout(&format!("\n{}\n", fold_sentence(&text, line_width(text_width()))))?;
    }
    Ok(ExitCode::SUCCESS)
}

type CatalogRows = (&'static [&'static str], Vec<Vec<String>>);

fn list_records(catalog: &Catalog, kind: Option<&str>) -> Result<CatalogRows, CliError> {
    let kinds: Vec<RecordKind> = match kind {
        None => RecordKind::ALL.to_vec(),
        Some(word) => {
            let found = RecordKind::ALL.into_iter().find(|k| k.name() == word.trim_end_matches('s'));
            let names = RecordKind::ALL.map(RecordKind::name).join(", ");
            vec![found.ok_or_else(|| {
                CliError::invalid_input(format!("unknown kind `{word}`"), format!("use one of {names}"))
            })?]
        }
    };
    let entries = kinds.iter().flat_map(|k| catalog.list_entries(*k));
    // Systems listed alone tell what each does in a hall.
    if kinds == [RecordKind::System] {
        let role = |id: &str| catalog.system(id).map_or("", |system| system.role().name()).to_owned();
        let rows = entries.map(|e| vec![e.kind.name().to_owned(), role(&e.id), e.id, e.name]).collect();
        return Ok((&["kind", "role", "id", "name"], rows));
    }
    let rows = entries.map(|e| vec![e.kind.name().to_owned(), e.id, e.name]).collect();
    Ok((&["kind", "id", "name"], rows))
}

/// Records whose id or name holds every word.
fn search_records(catalog: &Catalog, words: &[String]) -> Result<CatalogRows, CliError> {
    let words: Vec<String> = words.iter().map(|w| w.to_lowercase()).collect();
    let holds = |e: &CatalogEntry| {
        let text = format!("{} {}", e.id, e.name).to_lowercase();
        words.iter().all(|w| text.contains(w))
    };
    let found = RecordKind::ALL.into_iter().flat_map(|k| catalog.list_entries(k)).filter(holds);
    let rows: Vec<Vec<String>> = found.map(|e| vec![e.kind.name().to_owned(), e.id, e.name]).collect();
    if rows.is_empty() {
        let help = "use fewer or shorter words; `rackjoule catalog list` names every record";
        return Err(CliError::invalid_input(format!("no record holds `{}`", words.join(" ")), help));
    }
    Ok((&["kind", "id", "name"], rows))
}

fn show_record(catalog: &Catalog, id: &str) -> Result<CatalogRows, CliError> {
    let unknown = || {
        let mut seen = std::collections::HashSet::new();
        let near = RecordKind::ALL.into_iter().flat_map(|k| catalog.suggest_ids(k, id));
        let near: Vec<String> = near.filter(|id| seen.insert(id.clone())).take(5).collect();
        let help = if near.is_empty() {
            "`rackjoule catalog list` names every record".to_owned()
        } else {
            format!("did you mean `{}`?", near.join("` or `"))
        };
        CliError::invalid_input(format!("no record `{id}`"), help)
    };
    let short = || catalog.describe_record(&catalog.generations().ok()?.resolve_accelerator(id).ok()?.id);
    let (entry, values) = catalog.describe_record(id).or_else(short).ok_or_else(unknown)?;
    let mut rows = vec![vec!["name".to_owned(), entry.name, String::new(), String::new(), String::new()]];
    rows.extend(values.into_iter().map(|v| {
        let range = v.range.map_or_else(String::new, |[low, high]| format!("{low} to {high}"));
        vec![describe::short_key(&v.key).to_owned(), v.value, confidence_name(v.confidence).to_owned(), range, v.source]
    }));
    Ok((&["key", "value", "confidence", "range", "source"], rows))
}

fn render_records(head: &[&str], rows: &[Vec<String>], format: FormatArg) -> Result<String, CliError> {
    let failed = |e: &dyn std::fmt::Display| CliError::Other(e.to_string());
    match format {
        FormatArg::Json => {
            let objects: Vec<serde_json::Map<String, serde_json::Value>> = rows
                .iter()
                .map(|row| head.iter().zip(row).map(|(k, v)| ((*k).to_owned(), v.clone().into())).collect())
                .collect();
            let top = serde_json::json!({
                "schema": "rackjoule/catalog/1",
                "version": env!("CARGO_PKG_VERSION"),
                "records": objects,
            });
            Ok(serde_json::to_string_pretty(&top).map_err(|e| failed(&e))? + "\n")
        }
        FormatArg::Csv => {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(head).map_err(|e| failed(&e))?;
            for row in rows {
                writer.write_record(row).map_err(|e| failed(&e))?;
            }
            String::from_utf8(writer.into_inner().map_err(|e| failed(&e))?).map_err(|e| failed(&e))
        }
        FormatArg::Markdown => {
            let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
            let mut out = line(head.iter().map(ToString::to_string).collect());
            out.push_str(&line(head.iter().map(|_| "---".to_owned()).collect()));
            for row in rows {
                out.push_str(&line(row.iter().map(|c| c.replace('|', "\\|")).collect()));
            }
            Ok(out)
        }
        FormatArg::Table => Ok(render_plain_table(head, rows.to_vec(), text_width())),
    }
}
