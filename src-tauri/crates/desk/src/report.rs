//! A report to read before a meeting, in the formats that people read.

use std::path::Path;

use ecosystem::{Map, Watch};
use exchange::export::pdf::{self, Paper};
use exchange::export::pptx::Slide;
use exchange::export::report::{self, Chapter, Found, Report};
use exchange::export::svg::{self, SvgOptions};
use lens::Reading;
use picture::theme::Theme;

use crate::drawn::{self, DRAFT, Drawn};
use crate::exporting::{Product, file_name};
use crate::protocol::{Export, Failure};
use crate::{products, reading, words};

/// The formats of reports.
pub(crate) const FORMATS: [&str; 4] = ["md", "html", "pdf", "pptx"];

/// The report, and its pictures where they lie beside it.
pub(crate) fn of(
    map: &Map,
    drawn: &[Drawn],
    ending: &str,
    mime: &'static str,
    theme: &Theme,
    with: &Export,
    watch: &dyn Watch,
) -> Result<Vec<Product>, Failure> {
    let day = words::day(reading::today());
    let report = Report {
        title: map.about().name.clone(),
        subtitle: if with.safe { format!("{DRAFT} \u{b7} {day}") } else { day },
        summary: drawn.first().map_or_else(String::new, |one| report::size_of(&one.scene)),
        chapters: drawn.iter().filter(|one| one.alone.is_none()).map(|one| chapter(one, drawn)).collect(),
    };
    let content = match ending {
        "html" => report::html(&report, theme).into_bytes(),
        "pdf" => {
            let paper = products::paper(with)?.unwrap_or(Paper::A4);
            pdf::report::write(&report, theme, paper, Some(reading::today()), watch)?
        }
        "pptx" => products::deck(&slides(&report), theme, with, watch)?,
        _ => return markdown(&report, drawn, mime, theme, with, watch),
    };
    Ok(vec![Product { suffix: format!(".{ending}"), mime, content }])
}

/// What the pictures beside a report in Markdown are called after its name.
pub(crate) fn suffixes(lenses: &[String]) -> Result<Vec<String>, Failure> {
    Ok(drawn::names(lenses)?.into_iter().map(picture).collect())
}

fn picture(name: &str) -> String {
    format!("-{name}.svg")
}

/// The pictures are called after the report, so that several lie in one folder.
fn markdown(
    report: &Report<'_>,
    drawn: &[Drawn],
    mime: &'static str,
    theme: &Theme,
    with: &Export,
    watch: &dyn Watch,
) -> Result<Vec<Product>, Failure> {
    let stem = match with.path.as_deref().map(Path::new).and_then(Path::file_stem) {
        Some(stem) => stem.to_string_lossy().into_owned(),
        None => file_name(&report.title),
    };
    let (mut pictures, mut names) = (Vec::new(), Vec::new());
    for one in drawn {
        watch.go_on()?;
        let suffix = picture(one.name());
        let content = svg::write(&one.scene, theme, SvgOptions::default()).into_bytes();
        names.push(format!("{stem}{suffix}"));
        pictures.push(Product { suffix, mime: "image/svg+xml", content });
    }
    let content = report::markdown(report, &names).into_bytes();
    Ok([Product { suffix: ".md".to_owned(), mime, content }].into_iter().chain(pictures).collect())
}

/// At a glance, then each picture and what is found in it, then what to ask.
fn slides<'s>(report: &Report<'s>) -> Vec<Slide<'s>> {
    let glance = report.glance().map(|(chapter, found)| Found {
        sentence: found.sentence.clone(),
        because: chapter.to_owned(),
        ..Found::default()
    });
    let mut slides = vec![Slide::Text { title: report.title.clone(), found: glance.collect() }];
    for chapter in &report.chapters {
        slides.push(Slide::Picture {
            title: chapter.name.clone(),
            scene: chapter.scene,
            notes: chapter.found.iter().map(|found| found.sentence.clone()).collect(),
        });
        for (n, scene) in &chapter.evidence {
            let Some(found) = chapter.found.get(*n) else { continue };
            let notes = found.details().map(|(what, text)| format!("{what}: {text}")).collect();
            slides.push(Slide::Picture { title: found.sentence.clone(), scene, notes });
        }
        let title = format!("{}: what is found", chapter.name);
        slides.push(Slide::Text { title, found: chapter.found.clone() });
    }
    let ask = |(chapter, question): (&str, &str)| Found {
        sentence: question.to_owned(),
        because: format!("{chapter}. Owner:            By:"),
        ..Found::default()
    };
    let found = report.questions().into_iter().map(ask).collect();
    slides.push(Slide::Text { title: "To decide and to ask".to_owned(), found });
    slides
}

/// A chapter of the report, with the pictures among `all` that show one of its findings alone.
fn chapter<'d>(one: &'d Drawn, all: &'d [Drawn]) -> Chapter<'d> {
    let evidence = all.iter().filter(|other| other.name() == one.name());
    let evidence = evidence.filter_map(|other| Some((other.alone?, &other.scene))).collect();
    let reading = one.read.as_ref().map(|(_, reading)| reading);
    Chapter {
        name: one.title().to_owned(),
        question: one.read.as_ref().map_or_else(String::new, |(lens, _)| lens.question.to_owned()),
        scene: &one.scene,
        alt: format!("The picture: {}", one.title()),
        found: found_in(one),
        evidence,
        notes: reading.map_or_else(Vec::new, |reading| reading.notes.clone()),
    }
}

/// What a lens finds in a picture; nothing where none lies on it.
pub(crate) fn found_in(one: &Drawn) -> Vec<Found> {
    one.read.as_ref().map_or_else(Vec::new, |(_, reading)| found(reading))
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
