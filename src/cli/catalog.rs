//! `catalog list`, `catalog search` and `catalog show`.

use std::process::ExitCode;

use crate::catalog::{Catalog, Entry, RecordKind, describe};

use super::args::{CatalogAction, CatalogArgs, FormatArg, Global};
use super::error::CliError;
use super::print;

/// Runs the command.
pub fn run(args: &CatalogArgs, global: &Global) -> Result<ExitCode, CliError> {
    let catalog = Catalog::load(global.data.as_deref())?;
    // A list with the generations left out would hide a mistake in the user's tables.
    catalog.generations()?;
    let (head, mut rows) = match &args.action {
        CatalogAction::List { kind } => list(&catalog, kind.as_deref())?,
        CatalogAction::Search { words } => search(&catalog, words)?,
        CatalogAction::Show { id } => show(&catalog, id)?,
    };
    // A sentence would stretch the table's column across the screen: it stands below.
    let notes = if global.format == FormatArg::Table {
        rows.extract_if(.., |row| row[0].rsplit('.').next() == Some("notes")).collect()
    } else {
        Vec::new()
    };
    print(&render(head, &rows, global.format)?)?;
    for note in notes {
        print(&format!("\n{}: {}\n", note[0], note[1]))?;
    }
    Ok(ExitCode::SUCCESS)
}

type Rows = (&'static [&'static str], Vec<Vec<String>>);

fn list(catalog: &Catalog, kind: Option<&str>) -> Result<Rows, CliError> {
    let kinds: Vec<RecordKind> = match kind {
        None => RecordKind::ALL.to_vec(),
        Some(word) => {
            let found = RecordKind::ALL.into_iter().find(|k| k.name() == word.trim_end_matches('s'));
            let names = RecordKind::ALL.map(RecordKind::name).join(", ");
            vec![
                found
                    .ok_or_else(|| CliError::input(format!("unknown kind `{word}`"), format!("use one of {names}")))?,
            ]
        }
    };
    let rows = kinds
        .into_iter()
        .flat_map(|k| catalog.entries(k))
        .map(|e| vec![e.kind.name().to_owned(), e.id, e.name])
        .collect();
    Ok((&["kind", "id", "name"], rows))
}

/// Records whose id or name holds every word.
fn search(catalog: &Catalog, words: &[String]) -> Result<Rows, CliError> {
    let words: Vec<String> = words.iter().map(|w| w.to_lowercase()).collect();
    let holds = |e: &Entry| {
        let text = format!("{} {}", e.id, e.name).to_lowercase();
        words.iter().all(|w| text.contains(w))
    };
    let found = RecordKind::ALL.into_iter().flat_map(|k| catalog.entries(k)).filter(holds);
    let rows: Vec<Vec<String>> = found.map(|e| vec![e.kind.name().to_owned(), e.id, e.name]).collect();
    if rows.is_empty() {
        let help = "use fewer or shorter words; `rackjoule catalog list` names every record";
        return Err(CliError::input(format!("no record holds `{}`", words.join(" ")), help));
    }
    Ok((&["kind", "id", "name"], rows))
}

fn show(catalog: &Catalog, id: &str) -> Result<Rows, CliError> {
    let unknown = || {
        let mut seen = std::collections::HashSet::new();
        let near = RecordKind::ALL.into_iter().flat_map(|k| catalog.near(k, id));
        let near: Vec<String> = near.filter(|id| seen.insert(id.clone())).take(5).collect();
        let help = if near.is_empty() {
            "`rackjoule catalog list` names every record".to_owned()
        } else {
            format!("did you mean `{}`?", near.join("` or `"))
        };
        CliError::input(format!("no record `{id}`"), help)
    };
    let short = || catalog.describe(&catalog.generations().ok()?.resolve_accelerator(id).ok()?.id);
    let (entry, values) = catalog.describe(id).or_else(short).ok_or_else(unknown)?;
    let mut rows = vec![vec!["name".to_owned(), entry.name, String::new(), String::new(), String::new()]];
    rows.extend(values.into_iter().map(|v| {
        let range = v.range.map_or_else(String::new, |[low, high]| format!("{low} to {high}"));
        vec![describe::short(&v.key).to_owned(), v.value, v.confidence, range, v.source]
    }));
    Ok((&["key", "value", "confidence", "range", "source"], rows))
}

fn render(head: &[&str], rows: &[Vec<String>], format: FormatArg) -> Result<String, CliError> {
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
        FormatArg::Table => {
            let mut table = comfy_table::Table::new();
            crate::report::table::plain(&mut table);
            table.set_header(head);
            for row in rows {
                table.add_row(row);
            }
            Ok(table.lines().map(|l| l.trim_end().to_owned() + "\n").collect())
        }
    }
}
