//! What is in a file that goes out: the map or its picture, perhaps with what a lens says, perhaps in disguise.

use std::borrow::Cow;

use ecosystem::{Map, Watch as _};
use exchange::export::html::HtmlView;
use exchange::export::pdf::{PdfOptions, PdfPage};
use exchange::export::png::PngOptions;
use exchange::export::pptx::{PptxOptions, Slide};
use exchange::export::svg::SvgOptions;
use exchange::export::{self, ExportError};
use lens::{Lens, Reading};
use picture::scene::Scene;
use picture::theme::Theme;
use picture::{Drawing, WholeOptions};

use crate::exporting::Product;
use crate::protocol::{Code, Export, Failure};
use crate::reading::{self, lens_named};
use crate::{Call, disguise, words};

/// Pixels per scene unit of a PNG for which none are given.
const SCALE: f64 = 2.0;
/// What stands on a disguised picture.
const DRAFT: &str = "Draft with invented names";

impl From<ExportError> for Failure {
    fn from(why: ExportError) -> Self {
        match why {
            ExportError::Cancelled(cancelled) => cancelled.into(),
            why @ ExportError::Failed(_) => Self::new(Code::Internal, why.to_string()),
        }
    }
}

/// The files of one export, with what the person should know about them.
pub(crate) fn of(
    map: &Map,
    ending: &str,
    mime: &'static str,
    with: &Export,
    call: &Call,
) -> Result<(Vec<Product>, Vec<String>), Failure> {
    let map: Cow<'_, Map> = if with.safe { Cow::Owned(disguise::of(map)) } else { Cow::Borrowed(map) };
    let one = |content| vec![Product { suffix: format!(".{ending}"), mime, content }];
    let products = match ending {
        "xlsx" => one(export::xlsx::write(&map, &[], Some(reading::today()))?),
        "csv" => {
            let export::csv::CsvPair { teams, dependencies } = export::csv::write(&map);
            let product = |suffix: &str, content| Product { suffix: suffix.to_owned(), mime, content };
            vec![product("-teams.csv", teams), product("-dependencies.csv", dependencies)]
        }
        "json" => one(export::json::write(&map).map_err(Failure::internal)?),
        "txt" => one(export::text::write(&map)),
        "mmd" => {
            let remarks = export::mermaid::remark(&map).into_iter().collect();
            return Ok((one(export::mermaid::write(&map).into_bytes()), remarks));
        }
        _ => {
            let (content, remarks) = picture(&map, ending, with, call)?;
            return Ok((one(content), remarks));
        }
    };
    Ok((products, Vec::new()))
}

/// A file that needs the drawing.
fn picture(map: &Map, ending: &str, with: &Export, call: &Call) -> Result<(Vec<u8>, Vec<String>), Failure> {
    let theme = theme_named(with.theme.as_deref().unwrap_or("light"))?;
    let lens = with.lens.as_deref().map(lens_named).transpose()?;
    // Read from the very map that goes out, so that no name of a disguised one is told.
    let read =
        lens.map(|lens| reading::read(map, &[lens], reading::SEED, &call.part(0.0, 0.5))).transpose()?;
    let reading = read.as_ref().and_then(|read| read.first()).map(AsRef::as_ref);
    let scene = scene(map, lens.zip(reading), with.safe);
    call.go_on()?;
    let part = call.part(0.5, 1.0);
    let today = Some(reading::today());
    let name = map.about().name.as_str();
    let mut remarks = Vec::new();
    let content = match ending {
        "svg" => {
            let options = SvgOptions { transparent: with.transparent, ..SvgOptions::default() };
            export::svg::write(&scene, &theme, options).into_bytes()
        }
        "png" => {
            let wanted = with.scale.filter(|scale| scale.is_finite()).unwrap_or(SCALE).clamp(1.0, 4.0);
            let options = PngOptions { scale: wanted, transparent: with.transparent };
            let png = export::png::write(&scene, &theme, options, &part)?;
            if png.scale < wanted {
                let (w, h) = (png.width, png.height);
                remarks.push(format!("The picture would have been too large; it is {w} by {h} pixels."));
            }
            png.bytes
        }
        "pdf" => {
            let options = PdfOptions { date: today, ..PdfOptions::default() };
            export::pdf::write(&[PdfPage { name, scene: &scene }], &theme, options, &part)?
        }
        "pptx" => {
            let title = lens.map_or_else(|| name.to_owned(), |lens| format!("{name}: {}", lens.title));
            let slide = Slide { title, notes: sentences(reading), scene: &scene };
            export::pptx::write(
                &[slide],
                &theme,
                PptxOptions { date: today, ..PptxOptions::default() },
                &part,
            )?
        }
        "html" => {
            let view = lens.map_or("Map", |lens| lens.title).to_owned();
            let view = HtmlView { name: view, scene: &scene, notes: sentences(reading) };
            export::html::write(map, &[view], &theme).into_bytes()
        }
        "drawio" => export::drawio::write(map, &scene, &theme).into_bytes(),
        "graphml" => export::graphml::write(map, &scene, &theme).into_bytes(),
        "gexf" => export::gexf::write(map, &scene, &theme).into_bytes(),
        "dot" => export::dot::write(map, &scene, &theme).into_bytes(),
        "canvas" => export::canvas::write(map, &scene).map_err(Failure::internal)?,
        other => return Err(Failure::internal(format!("nobody writes .{other}"))),
    };
    Ok((content, remarks))
}

/// The whole drawing with heading and legend. Names of people stay out.
fn scene(map: &Map, read: Option<(&Lens, &Reading)>, is_draft: bool) -> Scene {
    let mut drawing = Drawing::of(map);
    if let Some((_, reading)) = read {
        drawing.mark(&reading.marks);
    }
    let lens = read.map(|(lens, _)| lens.title.to_owned());
    let parts = [lens, is_draft.then(|| DRAFT.to_owned()), Some(words::day(reading::today()))];
    drawing.whole(&WholeOptions {
        people: false,
        title: Some(map.about().name.clone()).filter(|name| !name.is_empty()),
        subtitle: parts.into_iter().flatten().collect::<Vec<_>>().join(" \u{b7} "),
        legend: true,
        badges: read.map(|(lens, _)| lens.title.to_owned()),
    })
}

/// What is found, a sentence each.
fn sentences(reading: Option<&Reading>) -> Vec<String> {
    reading.iter().flat_map(|reading| &reading.findings).map(|finding| finding.sentence.clone()).collect()
}

fn theme_named(name: &str) -> Result<Theme, Failure> {
    match name {
        "light" => Ok(Theme::light()),
        "dark" => Ok(Theme::dark()),
        "print" => Ok(Theme::print()),
        other => {
            let there = "There are: light, dark, print";
            Err(Failure::refused(format!("There is no theme called \u{201c}{other}\u{201d}. {there}.")))
        }
    }
}
