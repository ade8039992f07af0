//! `import`: lists come in, and what became of each row is said.

use std::io::Read as _;
use std::path::Path;

use desk::protocol::{Answers as _, Failure, ImportReply, ImportRequest, ImportSource};

use crate::Ended;
use crate::arguments::{self, FailOnImport, Import};
use crate::session::{Session, text};
use crate::terminal::{self, Out};

/// The most refused rows that are printed.
const MOST_ROWS: usize = 100;

pub fn import(with: &Import, out: &mut Out) -> Result<Ended, Failure> {
    let request = ImportRequest {
        sources: with.sources.iter().map(|source| open(source)).collect::<Result<_, _>>()?,
        row_means: with.row_means.map(arguments::word),
        columns: with.columns.iter().map(|pair| column(pair)).collect::<Result<_, _>>()?,
        add_missing: with.add_missing,
        skip_bad_rows: with.skip_bad_rows,
        ..ImportRequest::default()
    };
    let is_there = with.into.symlink_metadata().is_ok();
    let session = if is_there { Session::on(&with.into)? } else { Session::new() };
    let call = session.call();
    let reply = match (is_there, with.dry_run) {
        (true, false) => session.office.import(request, &call),
        (true, true) => session.office.import_preview(request, &call),
        (false, dry_run) => session.office.import_new(&with.into, &request, dry_run, &call),
    }?;
    drop((call, session));
    tell(with, &reply, out);
    let refused = !reply.summary.refused.is_empty();
    if refused && !with.skip_bad_rows {
        let advice = "Mend the rows, or leave them out with --skip-bad-rows";
        return Err(Failure::refused(format!("Rows cannot be imported, so nothing was. {advice}.")));
    }
    let fails = refused && matches!(with.fail_on, Some(FailOnImport::Refused));
    Ok(if fails { Ended::Found } else { Ended::Done })
}

fn open(source: &Path) -> Result<ImportSource, Failure> {
    if source != Path::new("-") {
        let path = text(source)?;
        let name =
            source.file_name().map_or_else(|| path.clone(), |name| name.to_string_lossy().into_owned());
        return Ok(ImportSource { name, base64: None, path: Some(path) });
    }
    let mut content = Vec::new();
    let read = std::io::stdin().lock().take(desk::MOST_LIST_BYTES + 1).read_to_end(&mut content);
    read.map_err(|why| Failure::refused(format!("Standard input cannot be read: {why}.")))?;
    Ok(ImportSource {
        name: "standard input.csv".to_owned(),
        base64: Some(desk::to_base64(&content)),
        path: None,
    })
}

fn column(pair: &str) -> Result<(String, String), Failure> {
    // A header may have an equals sign in it, a field has none.
    let (column, field) = pair.rsplit_once('=').ok_or_else(|| {
        Failure::refused(format!(
            "--map takes COLUMN=FIELD, such as 'Works for=receiver', not \u{201c}{pair}\u{201d}."
        ))
    })?;
    Ok((column.trim().to_owned(), field.trim().to_owned()))
}

fn tell(with: &Import, reply: &ImportReply, out: &mut Out) {
    for column in reply.columns.iter().filter(|column| column.field == "custom" || column.field == "ignored")
    {
        let taken_for = if column.field == "custom" { "a field of your own" } else { "left out" };
        out.line(format!("{}: column \u{201c}{}\u{201d} is {taken_for}.", column.file, column.column));
    }
    let summary = &reply.summary;
    for (what, counts) in
        [("functions", summary.functions), ("teams", summary.teams), ("dependencies", summary.dependencies)]
    {
        out.line(format!(
            "{what}: {} new, {} changed, {} unchanged",
            counts.new, counts.changed, counts.unchanged
        ));
    }
    out.line(format!("refused: {}", summary.refused.len()));
    for refusal in summary.refused.iter().take(MOST_ROWS) {
        out.line(format!("  {refusal}"));
    }
    if summary.refused.len() > MOST_ROWS {
        out.line(format!("  and {} more", summary.refused.len() - MOST_ROWS));
    }
    summary.remarks.iter().for_each(|remark| out.line(remark));
    if with.dry_run {
        terminal::complain("Nothing was changed: this was a dry run.");
    }
}
