//! Lists come in: read off the map (slow), then merged into it as one change. A text from the clipboard comes in
//! the same way.

use std::fs::File;
use std::path::Path;

use ecosystem::{Choice, Diff, Incoming, Map, Plan, Refusal, Summary, Watch};
use exchange::import::{self, Import, ImportError, ImportOptions, Source};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::ids::NewIds;
use crate::laying::{self, Laid};
use crate::protocol::{
    Code, Done, Failure, ImportColumn, ImportReply, ImportRequest, ImportSource, Paste, PasteReply,
};
use crate::{Call, Desk, bytes};

/// The largest list that is read, in bytes.
pub const MOST_LIST_BYTES: u64 = import::limits::FILE as u64;
/// How much of an import's time is reading its sources.
const READING: f32 = 0.6;

impl From<ImportError> for Failure {
    fn from(why: ImportError) -> Self {
        match why {
            ImportError::Cancelled(cancelled) => cancelled.into(),
            why @ ImportError::Refused { .. } => Self::refused(why.to_string()),
        }
    }
}

/// What an import comes to: what is to be told, and what is to be done unless rows refuse it.
struct Outcome {
    summary: Summary,
    laid: Option<Laid>,
}

/// What `import` does to `map`. Without a plan where rows are refused and not to be left out.
fn outcome(map: &Map, import: &Import, with: &ImportRequest) -> Result<Outcome, Failure> {
    let (planned, summary) = merge(map, import, &with.choice, with.add_missing);
    let stands = summary.refused.is_empty() || with.skip_bad_rows;
    let laid = match whole(map, import) {
        _ if !stands => None,
        Some(whole) => Some(whole.into()),
        None => Some(laying::lay(map, planned, &mut NewIds)?),
    };
    Ok(Outcome { summary, laid })
}

/// Where nothing comes in but one reason against it, that is the answer.
fn refuse_alone(import: &Import) -> Result<(), Failure> {
    match import.refused.as_slice() {
        [alone] if is_empty(&import.incoming) => Err(Failure::refused(alone.to_string())),
        _ => Ok(()),
    }
}

/// Makes a map out of lists. Without a map where rows are refused and not to be left out.
pub(crate) fn new_map(
    name: &str,
    with: &ImportRequest,
    may_read: bool,
    call: &Call,
) -> Result<(ImportReply, Option<Map>), Failure> {
    let import = read(with, may_read, call)?;
    refuse_alone(&import)?;
    call.go_on()?;
    let map = Map::named(name);
    let Outcome { summary, laid } = outcome(&map, &import, with)?;
    let map = laid.map(|laid| laid.done_to(map));
    Ok((reply(&import, summary, None), map))
}

impl Desk {
    /// What bringing lists in would do.
    pub fn import_preview(
        &self,
        with: &ImportRequest,
        may_read: bool,
        call: &Call,
    ) -> Result<ImportReply, Failure> {
        let import = read(with, may_read, call)?;
        let summary = merge(&self.snapshot()?.map, &import, &Choice::default(), with.add_missing).1;
        Ok(reply(&import, summary, None))
    }

    /// Brings lists in, as one change. Where rows are refused and not to be left out, nothing is done, and the
    /// reply says which.
    pub fn import(&self, with: &ImportRequest, may_read: bool, call: &Call) -> Result<ImportReply, Failure> {
        let import = read(with, may_read, call)?;
        refuse_alone(&import)?;
        call.go_on()?;
        let mut told = Summary::default();
        let mut is_refused = false;
        let done = self.change(|map| {
            let Outcome { summary, laid } = outcome(map, &import, with)?;
            told = summary;
            is_refused = laid.is_none();
            Ok(laid.unwrap_or_else(|| Plan { diff: Diff::default(), label: String::new() }.into()))
        })?;
        Ok(reply(&import, told, (!is_refused).then_some(done)))
    }

    /// What a text from the clipboard would be taken for.
    pub fn paste_preview(&self, with: &Paste, call: &Call) -> Result<PasteReply, Failure> {
        let import = import::paste(&with.text, &ImportOptions::default(), call)?;
        let summary = merge(&self.snapshot()?.map, &import, &Choice::default(), true).1;
        Ok(PasteReply { taken_for: taken_for(&import.incoming), incoming: import.incoming, summary })
    }

    /// Brings a text from the clipboard in, as one change; what cannot be brought in is left out.
    pub fn paste(&self, with: &Paste, call: &Call) -> Result<Done, Failure> {
        let import = import::paste(&with.text, &ImportOptions::default(), call)?;
        if is_empty(&import.incoming) {
            let first = import.refused.first().map(ToString::to_string).unwrap_or_default();
            return Err(Failure::refused(format!("There is nothing in it for a map. {first}").trim_end()));
        }
        self.change(|map| {
            let (planned, _) = merge(map, &import, &Choice::default(), true);
            let laid = laying::lay(map, planned, &mut NewIds)?;
            Ok(laid.called(|label| label.replacen("Bring in", "Paste", 1)))
        })
    }
}

fn read(with: &ImportRequest, may_read: bool, call: &Call) -> Result<Import, Failure> {
    let sources = with.sources.iter().map(|source| open(source, may_read)).collect::<Result<Vec<_>, _>>()?;
    let columns = with.columns.iter().map(|(column, field)| {
        let wrong = || {
            let advice = "Use a name such as provider, receiver, what, name or function";
            Failure::refused(format!("There is no field called \u{201c}{field}\u{201d}. {advice}."))
        };
        Ok((column.clone(), word(field).ok_or_else(wrong)?))
    });
    let row_means = with.row_means.as_ref().map(|means| {
        let wrong = || Failure::refused("A row means \u{201c}provides\u{201d} or \u{201c}relies\u{201d}.");
        word(means).ok_or_else(wrong)
    });
    let options = ImportOptions {
        row_means: row_means.transpose()?,
        columns: columns.collect::<Result<_, Failure>>()?,
        people: with.people,
        tables: with.tables.clone(),
    };
    Ok(import::read(&sources, &options, &call.part(0.0, READING))?)
}

/// A word of a list that another crate owns.
fn word<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(Value::String(text.trim().to_lowercase().replace([' ', '_'], "-"))).ok()
}

/// A file that was chosen: its content, or what lies at its path where that may be read.
pub(crate) fn open(source: &ImportSource, may_read: bool) -> Result<Source, Failure> {
    match (&source.base64, &source.path) {
        (Some(base64), _) => {
            let content = bytes::from_base64(base64).ok_or_else(|| {
                Failure::refused(format!("{} came in broken. Choose it again.", source.name))
            })?;
            Ok(Source::read(&source.name, content.as_slice())?)
        }
        (None, Some(path)) if may_read => {
            let path = Path::new(path);
            let missing = |why| match why {
                std::io::ErrorKind::NotFound => Code::Missing,
                _ => Code::Disk,
            };
            let refuse = |why: std::io::Error| {
                Failure::new(missing(why.kind()), format!("{} cannot be read: {why}.", path.display()))
            };
            let file = File::open(path).map_err(refuse)?;
            if file.metadata().map_err(refuse)?.is_dir() {
                return Err(Failure::refused(format!(
                    "{} is a folder. Name the files in it.",
                    path.display()
                )));
            }
            Ok(Source::read(&source.name, file)?)
        }
        _ => Err(Failure::refused(format!("{} has no content. Choose it again.", source.name))),
    }
}

/// What the import does to the map as far as it is wanted, and every row that cannot come in.
fn merge(map: &Map, import: &Import, choice: &Choice, add_missing: bool) -> (Plan, Summary) {
    let (plan, merged) = map.plan_merge(&import.incoming, choice, add_missing, &mut NewIds);
    let refused: Vec<Refusal> = import.refused.iter().cloned().chain(merged.refused).collect();
    let remarks = import.remarks.iter().cloned().chain(merged.remarks).collect();
    (plan, Summary { refused, remarks, ..merged })
}

/// A whole map with its layout replaces an empty one as it is.
fn whole(map: &Map, import: &Import) -> Option<Plan> {
    let is_empty = map.teams().len() == 0 && map.functions().len() == 0;
    let whole = import.whole.as_ref().filter(|_| is_empty)?;
    Some(Plan { diff: map.towards(whole), label: format!("Bring in {}", whole.about().name) })
}

fn reply(import: &Import, summary: Summary, done: Option<Done>) -> ImportReply {
    let columns = import.recognised.iter().flat_map(|source| {
        source.columns.iter().map(|column| ImportColumn {
            file: source.file.clone(),
            column: column.header.clone(),
            field: serde_json::to_value(column.field).ok().and_then(text).unwrap_or_default(),
        })
    });
    ImportReply { columns: columns.collect(), recognised: import.recognised.clone(), summary, done }
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

fn is_empty(incoming: &Incoming) -> bool {
    let Incoming { functions, teams, dependencies, borders } = incoming;
    functions.is_empty() && teams.is_empty() && dependencies.is_empty() && borders.is_empty()
}

/// "5 teams and 3 dependencies".
fn taken_for(incoming: &Incoming) -> String {
    let count = |n: usize, one: &str, many: &str| match n {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {many}")),
    };
    let parts: Vec<String> = [
        count(incoming.functions.len(), "function", "functions"),
        count(incoming.teams.len(), "team", "teams"),
        count(incoming.dependencies.len(), "dependency", "dependencies"),
        count(incoming.borders.len(), "border", "borders"),
    ]
    .into_iter()
    .flatten()
    .collect();
    match parts.as_slice() {
        [] => "nothing that a map holds".to_owned(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
