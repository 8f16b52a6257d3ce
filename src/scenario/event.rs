//! `[[transient.event]]`: what fails, when and for how long, in files and on the command line alike.

use crate::units::Duration;

use super::findings::ScenarioFindings;
use super::issue::ScenarioIssue;
use super::reader::TableReader;
use super::scheduled_event::{DURATION_RANGE_S, EventKind, ScheduledEvent, time_range};
use super::tree::{NodeValue, TreeNode, ValueOrigin};
use super::values::ratio_range;

/// Shortest event and shortest period, s.
const MIN_DURATION_S: f64 = 0.1;

pub(super) fn event_to_json(e: &ScheduledEvent) -> serde_json::Value {
    serde_json::json!({
        "kind": e.kind.name(),
        "at_s": e.at.seconds(),
        "duration_s": e.lasts.map(Duration::seconds),
        "share": e.share,
        "level": e.level,
        "period_s": e.period.map(Duration::seconds),
    })
}

/// Reads the list of events of a run, in the order of time.
pub(super) fn read_events(node: &TreeNode, run: Duration, issues: &mut ScenarioFindings) -> Vec<ScheduledEvent> {
    let at = |message: String, origin: &ValueOrigin, label: &str, help: &str| ScenarioIssue {
        message,
        origin: origin.clone(),
        label: label.to_owned(),
        help: Some(help.to_owned()),
    };
    let NodeValue::Array(items) = &node.value else {
        let message = "`transient.event` must be a list of tables".to_owned();
        issues.push(at(message, &node.origin, "here", "write [[transient.event]] with two brackets"));
        return Vec::new();
    };
    let mut found: Vec<(ScheduledEvent, &TreeNode)> = Vec::with_capacity(items.len());
    for (place, item) in items.iter().enumerate() {
        let path = format!("transient.event.{place}");
        let Some(event) = read_event(item, &path, issues) else { continue };
        if let Some(EventMisfit { key, message, help }) = find_misfit(&event, run) {
            let origin = origin_of_key(item, key);
            issues.push(at(format!("`{path}`: {message}"), origin, "does not fit", &help));
        }
        found.push((event, item));
    }
    found.sort_by(|a, b| a.0.at.seconds().total_cmp(&b.0.at.seconds()));
    let (events, nodes): (Vec<ScheduledEvent>, Vec<&TreeNode>) = found.into_iter().unzip();
    if let Some((first, second)) = find_overlap(&events) {
        let (message, help) = describe_overlap(&events[first], &events[second]);
        issues.push(at(message, origin_of_key(nodes[second], "kind"), "the second", &help));
    }
    events
}

/// Where a key of a table was written, or the table.
fn origin_of_key<'a>(node: &'a TreeNode, key: &str) -> &'a ValueOrigin {
    let NodeValue::Table(keys) = &node.value else { return &node.origin };
    keys.iter().find(|(name, _, _)| name == key).map_or(&node.origin, |(_, _, value)| &value.origin)
}

fn read_event(node: &TreeNode, path: &str, issues: &mut ScenarioFindings) -> Option<ScheduledEvent> {
    let mut r = TableReader::new(node, path, issues);
    let words = EventKind::ALL.map(EventKind::name);
    let kind = r.read_choice("kind", &words).and_then(EventKind::from_word);
    if r.key_node("kind").is_none() {
        r.report_missing("kind", &format!("use `{}`", words.join("`, `")));
    }
    let at = r.read_quantity("at", time_range(0.0, DURATION_RANGE_S.1)).map_or(Duration::ZERO, Duration::new);
    let lasts = r.read_quantity("duration", time_range(MIN_DURATION_S, DURATION_RANGE_S.1)).map(Duration::new);
    let share = r.read_quantity("share", ratio_range(0.001, 1.0));
    let level = r.read_quantity("level", ratio_range(0.0, 1.0));
    let period = r.read_quantity("period", time_range(MIN_DURATION_S, DURATION_RANGE_S.1)).map(Duration::new);
    if let Some(kind) = kind {
        let shared: Vec<&str> = EventKind::ALL.into_iter().filter(|k| k.allows_share()).map(EventKind::name).collect();
        let step = kind == EventKind::LoadStep;
        let load_step = "a load-step";
        for (key, allowed, whose) in [
            ("share", kind.allows_share(), shared.join(", ").as_str()),
            ("level", step, load_step),
            ("period", step, load_step),
        ] {
            if let Some(node) = r.key_node(key).filter(|_| !allowed) {
                let message = format!("`{path}.{key}` has no meaning for {}", kind.name());
                r.report_problem(
                    message,
                    &node.origin,
                    "this key",
                    Some(format!("leave it out; it is a key of {whose}")),
                );
            }
        }
    }
    r.finish();
    Some(ScheduledEvent { kind: kind?, at, lasts, share, level, period })
}

/// Why an event does not fit into a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventMisfit {
    /// The key that does not fit.
    pub key: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Why an event does not fit into a run of some length, where it does not.
pub fn find_misfit(event: &ScheduledEvent, run: Duration) -> Option<EventMisfit> {
    let (name, at, run) = (event.kind.name(), event.at.seconds(), run.seconds());
    if at >= run {
        let message = format!("{name} at {at} s begins after the end of the run at {run} s");
        let help = "let it begin earlier, or give the run a longer duration".to_owned();
        return Some(EventMisfit { key: "at", message, help });
    }
    let lasts = event.lasts.map_or(run - at, |d| d.seconds().min(run - at));
    let period = event.period.map(Duration::seconds).filter(|period| *period > lasts)?;
    let message =
        format!("a period of {period} s is longer than the {lasts} s that the {name} lasts: it would not swing");
    Some(EventMisfit {
        key: "period",
        message,
        help: "shorten the period, or leave it out for a single step".to_owned(),
    })
}

/// The first two events, by place in a list in the order of time, that contradict each other: both of a kind at one time.
pub fn find_overlap(events: &[ScheduledEvent]) -> Option<(usize, usize)> {
    let end = |e: &ScheduledEvent| e.lasts.map_or(f64::INFINITY, |d| e.at.seconds() + d.seconds());
    let pairs = (0..events.len()).flat_map(|second| (0..second).map(move |first| (first, second)));
    pairs.into_iter().find(|(i, j)| {
        let (a, b) = (&events[*i], &events[*j]);
        a.kind == b.kind && a.at.seconds() < end(b) && b.at.seconds() < end(a)
    })
}

/// What is wrong with two events that overlap, and what to do.
pub fn describe_overlap(first: &ScheduledEvent, second: &ScheduledEvent) -> (String, String) {
    let until = |e: &ScheduledEvent| {
        e.lasts.map_or_else(|| "to the end".to_owned(), |d| format!("to {} s", e.at.seconds() + d.seconds()))
    };
    let (name, from, to) = (first.kind.name(), first.at.seconds(), second.at.seconds());
    let message = format!(
        "two events contradict each other: {name} from {from} s {}, and {name} from {to} s {}",
        until(first),
        until(second)
    );
    (message, "let the first end before the second begins: give it a duration".to_owned())
}

/// An event of the command line: `KIND[,key=value…]`, for instance `load-step,level=0.2,period=2s,duration=60s`.
///
/// # Errors
/// Everything that is wrong with it, in a sentence.
pub fn parse_event(text: &str) -> Result<ScheduledEvent, String> {
    let origin = ValueOrigin::Set(text.to_owned());
    let node = |word: &str| TreeNode { value: NodeValue::Text(word.trim().to_owned()), origin: origin.clone() };
    let mut parts = text.split(',');
    let kind = parts.next().unwrap_or_default();
    let mut keys = vec![("kind".to_owned(), origin.clone(), node(kind))];
    for part in parts {
        let Some((key, value)) = part.split_once('=') else {
            return Err(format!("`{}` has no `=`; write KIND,key=value, for instance pump-trip,at=10s", part.trim()));
        };
        let key = key.trim();
        if keys.iter().any(|(known, _, _)| known == key) {
            return Err(format!("`{key}` is given twice"));
        }
        keys.push((key.to_owned(), origin.clone(), node(value)));
    }
    let table = TreeNode { value: NodeValue::Table(keys), origin: origin.clone() };
    let mut found = ScenarioFindings::default();
    let event = read_event(&table, "event", &mut found);
    let problem = |issue: &ScenarioIssue| match &issue.help {
        Some(help) => format!("{}; {help}", issue.message),
        None => issue.message.clone(),
    };
    match event {
        Some(event) if found.is_empty() => Ok(event),
        _ => Err(found.iter().map(problem).collect::<Vec<_>>().join("; ")),
    }
}
