//! A report in words, with the pictures it speaks of beside it.

use std::path::Path;

use ecosystem::{Map, Watch};
use exchange::export::report::{Chapter, Found};
use exchange::export::svg::SvgOptions;
use exchange::export::{report, svg};
use lens::Reading;

use crate::drawn::{DRAFT, Drawn};
use crate::exporting::{Product, file_name};
use crate::protocol::{Export, Failure};
use crate::{products, reading, words};

/// The report and its pictures. The pictures are called after the report, so that several lie in one folder.
pub(crate) fn of(
    map: &Map,
    drawn: &[Drawn],
    mime: &'static str,
    with: &Export,
    watch: &dyn Watch,
) -> Result<Vec<Product>, Failure> {
    let theme = products::theme(with)?;
    let name = &map.about().name;
    let stem = match with.path.as_deref().map(Path::new).and_then(Path::file_stem) {
        Some(stem) => stem.to_string_lossy().into_owned(),
        None => file_name(name),
    };
    let mut pictures = Vec::new();
    let mut chapters = Vec::new();
    for one in drawn {
        watch.go_on()?;
        let suffix = format!("-{}.svg", one.name());
        let content = svg::write(&one.scene, &theme, SvgOptions::default()).into_bytes();
        chapters.push(chapter(one, format!("{stem}{suffix}")));
        pictures.push(Product { suffix, mime: "image/svg+xml", content });
    }
    let day = words::day(reading::today());
    let subtitle = if with.safe { format!("{DRAFT} \u{b7} {day}") } else { day };
    let content = report::markdown(name, &subtitle, &chapters).into_bytes();
    Ok([Product { suffix: ".md".to_owned(), mime, content }].into_iter().chain(pictures).collect())
}

fn chapter(one: &Drawn, picture: String) -> Chapter {
    let reading = one.read.as_ref().map(|(_, reading)| reading);
    Chapter {
        name: one.title().to_owned(),
        question: one.read.as_ref().map_or_else(String::new, |(lens, _)| lens.question.to_owned()),
        picture,
        alt: format!("The picture: {}", one.title()),
        found: reading.map_or_else(Vec::new, |reading| found(reading)),
        notes: reading.map_or_else(Vec::new, |reading| reading.notes.clone()),
    }
}

fn found(reading: &Reading) -> Vec<Found> {
    let found = reading.findings.iter().map(|finding| Found {
        sentence: finding.sentence.clone(),
        because: finding.because.clone(),
        sure: format!("{}. {}", words::sureness(finding.confidence.level), finding.confidence.why),
        attempt: finding.attempt.clone(),
        question: finding.question.clone(),
    });
    found.collect()
}
