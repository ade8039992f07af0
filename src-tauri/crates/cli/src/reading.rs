//! `read`: what a lens finds, in words or as JSON.

use desk::protocol::Failure;
use desk::{Finding, LENSES, Lens, ReadMap, lens_named};
use serde_json::Value;

use crate::Ended;
use crate::arguments::Read;
use crate::session::Session;
use crate::terminal::Out;

pub fn read(with: &Read, out: &mut Out) -> Result<Ended, Failure> {
    let all = with.lens == "all";
    let chosen: Vec<&'static Lens> =
        if all { LENSES.iter().collect() } else { vec![lens_named(&with.lens)?] };
    let session = Session::on(&with.file)?;
    let readings = session.desk()?.read(&chosen, u64::from(with.seed), &session.call())?;
    drop(session);
    if with.json {
        let json: Vec<Value> = readings
            .iter()
            .map(|read| serde_json::to_value(read.named()).map_err(Failure::internal))
            .collect::<Result<_, _>>()?;
        let json = match json.as_slice() {
            [one] if !all => serde_json::to_string_pretty(one),
            several => serde_json::to_string_pretty(several),
        };
        out.line(json.map_err(Failure::internal)?);
    } else {
        for (lens, read) in chosen.iter().zip(&readings) {
            in_words(lens, read, out);
        }
    }
    let fails = readings
        .iter()
        .flat_map(|read| &read.reading.findings)
        .any(|finding| is_named(finding, &with.fail_on));
    Ok(if fails { Ended::Found } else { Ended::Done })
}

/// Whether the finding's kind is among those, or "any" is.
fn is_named(finding: &Finding, kinds: &[String]) -> bool {
    let kind = serde_json::to_value(finding.kind).ok();
    kinds.iter().any(|name| name == "any" || kind.as_ref().and_then(Value::as_str) == Some(name))
}

fn in_words(lens: &Lens, read: &ReadMap, out: &mut Out) {
    out.line(format!("{}: {}", lens.title, lens.question));
    if read.reading.findings.is_empty() {
        out.line("\n  Nothing stands out.");
    }
    for finding in &read.reading.findings {
        out.line(format!("\n  {}", finding.sentence));
        for (word, text) in [
            ("Why", &finding.because),
            ("Try", &finding.attempt),
            ("Ask", &finding.question),
            ("Sure", &finding.confidence.why),
        ] {
            if !text.is_empty() {
                out.line(format!("    {word}: {text}"));
            }
        }
    }
    for note in &read.reading.notes {
        out.line(format!("\n  Note: {note}"));
    }
    out.line("");
}
