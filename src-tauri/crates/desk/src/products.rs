//! What is in a file that goes out: the map or its pictures, perhaps with what lenses say, perhaps in disguise.

use std::borrow::Cow;

use ecosystem::{Map, Marks, Watch};
use exchange::export::html::HtmlView;
use exchange::export::pdf::{Paper, PdfOptions, PdfPage, Tiles};
use exchange::export::png::PngOptions;
use exchange::export::pptx::{PptxOptions, Slide, SlideSize, Template};
use exchange::export::svg::SvgOptions;
use exchange::export::xlsx::Sheet;
use exchange::export::{self, ExportError};
use picture::LegendPlace;
use picture::scene::Scene;
use picture::theme::Theme;

use crate::drawn::{self, Drawn, Frame, Heading};
use crate::exporting::Product;
use crate::protocol::{Code, Export, Failure, ImportSource};
use crate::{Call, disguise, importing, look, reading, report, words};

/// The formats in which one file has many pictures.
const HAS_PAGES: [&str; 3] = ["pdf", "pptx", "html"];
/// Pixels per scene unit of a PNG for which none are given.
const SCALE: f64 = 2.0;

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
    marks: Option<&Marks>,
    ending: &str,
    mime: &'static str,
    with: &Export,
    call: &Call,
) -> Result<(Vec<Product>, Vec<String>), Failure> {
    let map: Cow<'_, Map> = if with.safe { Cow::Owned(disguise::of(map)) } else { Cow::Borrowed(map) };
    let one = |content| vec![Product { suffix: format!(".{ending}"), mime, content }];
    let mut remarks = Vec::new();
    let products = match ending {
        "csv" => {
            let export::csv::CsvPair { teams, dependencies } = export::csv::write(&map);
            let product = |suffix: &str, content| Product { suffix: suffix.to_owned(), mime, content };
            vec![product(CSV[0], teams), product(CSV[1], dependencies)]
        }
        "json" => one(export::json::write(&map).map_err(Failure::internal)?),
        "txt" => one(export::text::write(&map)),
        "mmd" => {
            remarks.extend(export::mermaid::remark(&map));
            one(export::mermaid::write(&map).into_bytes())
        }
        _ => {
            let is_report = is_report(ending, with)?;
            let heading = match (is_report, with.safe) {
                // The pictures of a report in Markdown are files of their own.
                (true, _) if ending != "md" => Heading::None,
                // A draft says that it is one.
                (_, true) => Heading::Draft,
                (_, false) if !with.title.unwrap_or(true) => Heading::None,
                (_, false) => Heading::Name,
            };
            let legend = legend(with)?;
            let legend_alone = if is_report { LegendPlace::Nowhere } else { legend };
            let frame = Frame { heading, legend, legend_alone };
            let lenses = lenses(is_report, with);
            let theme = look::of(with, &mut remarks)?;
            let mut drawn = drawn::all(
                &map,
                marks,
                &lenses,
                (with.each || is_report) && HAS_PAGES.contains(&ending),
                frame,
                &call.part(0.0, 0.5),
            )?;
            let write = || {
                drawn.iter_mut().for_each(|one| theme.dress(&mut one.scene));
                Ok::<_, Failure>(match ending {
                    _ if is_report => {
                        report::of(&map, &drawn, ending, mime, &theme, with, &call.part(0.5, 1.0))?
                    }
                    "svg" | "png" => pictures(&drawn, ending, mime, &theme, with, call, &mut remarks)?,
                    _ => one(document(&map, &drawn, ending, &theme, with, &call.part(0.5, 1.0))?),
                })
            };
            theme.guard(write).map_err(|why| Failure::refused(why.to_string()))??
        }
    };
    Ok((products, remarks))
}

fn is_report(ending: &str, with: &Export) -> Result<bool, Failure> {
    let is_report = ending == "md" || with.report;
    if is_report && !report::FORMATS.contains(&ending) {
        let known = report::FORMATS.join(", ");
        return Err(Failure::refused(format!("A report is written as {known}, not as {ending}.")));
    }
    Ok(is_report)
}

/// What is drawn: in a report that does not say, everything.
fn lenses(is_report: bool, with: &Export) -> Vec<String> {
    match is_report && with.lenses.is_empty() {
        true => drawn::every().map(str::to_owned).collect(),
        false => with.lenses.clone(),
    }
}

/// What the files of an export are called after its path's name, without writing them.
pub(crate) fn suffixes(ending: &str, with: &Export) -> Result<Vec<String>, Failure> {
    Ok(match ending {
        "csv" => CSV.map(str::to_owned).to_vec(),
        "svg" | "png" => {
            let names = drawn::names(&with.lenses)?;
            names.iter().map(|name| picture_suffix(name, names.len(), ending)).collect()
        }
        "md" => {
            let lenses = lenses(is_report(ending, with)?, with);
            let pictures = report::suffixes(&lenses)?;
            std::iter::once(".md".to_owned()).chain(pictures).collect()
        }
        ending => vec![format!(".{ending}")],
    })
}

/// The two tables.
const CSV: [&str; 2] = ["-teams.csv", "-dependencies.csv"];

/// A file for each picture.
fn pictures(
    drawn: &[Drawn],
    ending: &str,
    mime: &'static str,
    theme: &Theme,
    with: &Export,
    call: &Call,
    remarks: &mut Vec<String>,
) -> Result<Vec<Product>, Failure> {
    let mut products = Vec::new();
    for (n, one) in drawn.iter().enumerate() {
        let share = |n: usize| 0.5 + 0.5 * n as f32 / drawn.len() as f32;
        let content = match ending {
            "png" => png(&one.scene, theme, with, &call.part(share(n), share(n + 1)), remarks)?,
            _ => {
                call.go_on()?;
                let options = SvgOptions { transparent: with.transparent, ..SvgOptions::default() };
                export::svg::write(&one.scene, theme, options).into_bytes()
            }
        };
        let suffix = picture_suffix(one.name(), drawn.len(), ending);
        products.push(Product { suffix, mime, content });
    }
    Ok(products)
}

/// One of several has its name in that of its file.
fn picture_suffix(name: &str, of: usize, ending: &str) -> String {
    if of == 1 { format!(".{ending}") } else { format!("-{name}.{ending}") }
}

fn png(
    scene: &Scene,
    theme: &Theme,
    with: &Export,
    watch: &dyn Watch,
    remarks: &mut Vec<String>,
) -> Result<Vec<u8>, Failure> {
    let wanted = with.scale.filter(|scale| scale.is_finite()).unwrap_or(SCALE).clamp(1.0, 4.0);
    let png =
        export::png::write(scene, theme, PngOptions { scale: wanted, transparent: with.transparent }, watch)?;
    if png.scale < wanted {
        let (w, h) = (png.width, png.height);
        remarks.push(format!("The picture would have been too large; it is {w} by {h} pixels."));
    }
    Ok(png.bytes)
}

/// One file that holds all pictures, or the map as the first of them shows it.
fn document(
    map: &Map,
    drawn: &[Drawn],
    ending: &str,
    theme: &Theme,
    with: &Export,
    watch: &dyn Watch,
) -> Result<Vec<u8>, Failure> {
    let name = map.about().name.as_str();
    let date = Some(reading::today());
    let first = drawn.first().map(|first| &first.scene).ok_or_else(|| Failure::internal("nothing drawn"))?;
    let titled = |one: &Drawn| match (one.finding(), &one.read) {
        (Some(finding), _) => finding.sentence.clone(),
        (None, Some((lens, _))) => format!("{name}: {}", lens.title),
        (None, None) => name.to_owned(),
    };
    Ok(match ending {
        "pdf" => {
            let titles: Vec<String> = drawn.iter().map(titled).collect();
            let pages = titles.iter().zip(drawn).map(|(name, one)| PdfPage { name, scene: &one.scene });
            let pages: Vec<PdfPage<'_>> = pages.collect();
            let options = PdfOptions { date, paper: paper(with)?, tiles: tiles(with)? };
            export::pdf::write(&pages, theme, options, watch)?
        }
        "pptx" => slides(drawn, theme, &titled, with, watch)?,
        "html" => {
            let views = drawn.iter().map(|one| HtmlView {
                name: one.page(),
                scene: &one.scene,
                notes: one.sentences(),
            });
            let views: Vec<HtmlView<'_>> = views.collect();
            export::html::write(map, &views, theme).into_bytes()
        }
        "xlsx" => export::xlsx::write(map, &findings(drawn), date)?,
        "drawio" => export::drawio::write(map, first, theme).into_bytes(),
        "graphml" => export::graphml::write(map, first, theme).into_bytes(),
        "gexf" => export::gexf::write(map, first, theme).into_bytes(),
        "dot" => export::dot::write(map, first, theme).into_bytes(),
        "canvas" => export::canvas::write(map, first).map_err(Failure::internal)?,
        other => return Err(Failure::internal(format!("nobody writes .{other}"))),
    })
}

/// A presentation, on a company's template where there is one: the pictures, each with what is found in it.
fn slides(
    drawn: &[Drawn],
    theme: &Theme,
    titled: &dyn Fn(&Drawn) -> String,
    with: &Export,
    watch: &dyn Watch,
) -> Result<Vec<u8>, Failure> {
    let mut slides = Vec::new();
    let mut drawn = drawn.iter().peekable();
    while let Some(one) = drawn.next() {
        let notes = if with.notes.unwrap_or(true) { one.sentences() } else { Vec::new() };
        slides.push(Slide::Picture { title: titled(one), scene: &one.scene, notes });
        // After the pictures of single findings, if there are some.
        let goes_on = drawn.peek().is_some_and(|next| next.alone.is_some());
        let found = if goes_on { Vec::new() } else { report::found_in(one) };
        if with.findings.unwrap_or(true) && !found.is_empty() {
            slides.push(Slide::Text { title: format!("{}: what is found", one.title()), found });
        }
    }
    deck(&slides, theme, with, watch)
}

/// Slides in the shape, or on the template, that is asked for.
pub(crate) fn deck(
    slides: &[Slide<'_>],
    theme: &Theme,
    with: &Export,
    watch: &dyn Watch,
) -> Result<Vec<u8>, Failure> {
    let template = with.template.as_ref().map(template).transpose()?;
    let (size, date) = (slide_size(with)?, Some(reading::today()));
    let options = PptxOptions { size, date, template: template.as_ref() };
    Ok(export::pptx::write(slides, theme, options, watch)?)
}

/// Whoever asks may name files, or they were stopped before.
fn template(file: &ImportSource) -> Result<Template, Failure> {
    let name = &file.name;
    let source = importing::open(file, true)?;
    Template::read(&source.bytes)
        .map_err(|why| Failure::refused(format!("The template \u{201c}{name}\u{201d} cannot be used. {why}")))
}

/// A sheet with what the lenses find, where there is something.
fn findings(drawn: &[Drawn]) -> Vec<Sheet> {
    let read = drawn.iter().filter_map(|one| one.read.as_ref());
    let rows: Vec<Vec<String>> = read
        .flat_map(|(lens, reading)| {
            reading.findings.iter().map(|finding| {
                vec![
                    lens.title.to_owned(),
                    finding.sentence.clone(),
                    finding.because.clone(),
                    words::sureness(finding.confidence.level).to_owned(),
                    finding.confidence.why.clone(),
                    finding.attempt.clone(),
                    finding.question.clone(),
                ]
            })
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let headers = ["lens", "finding", "because", "how sure", "why", "what could be done", "question"];
    let headers = headers.map(str::to_owned).to_vec();
    vec![Sheet { name: "Findings".to_owned(), headers, rows }]
}

fn legend(with: &Export) -> Result<LegendPlace, Failure> {
    match with.legend.as_deref().unwrap_or("below") {
        "below" => Ok(LegendPlace::Below),
        "above" => Ok(LegendPlace::Above),
        "beside" => Ok(LegendPlace::Beside),
        "left" => Ok(LegendPlace::Left),
        "none" => Ok(LegendPlace::Nowhere),
        other => Err(Failure::unknown("place for the legend", other, "below, above, beside, left, none")),
    }
}

pub(crate) fn paper(with: &Export) -> Result<Option<Paper>, Failure> {
    let Some(name) = &with.paper else { return Ok(None) };
    let there = Paper::NAMED.map(|(name, ..)| name).join(", ");
    let there = format!("{there}, or width and height in millimetres such as 500x700");
    Paper::named(name).map(Some).ok_or_else(|| Failure::unknown("paper", name, &there))
}

fn tiles(with: &Export) -> Result<Option<Tiles>, Failure> {
    let Some(name) = &with.tiles else { return Ok(None) };
    Tiles::named(name).map(Some).ok_or_else(|| {
        Failure::refused(format!("\u{201c}{name}\u{201d} does not say over how many sheets; 3x2 is three across and two down, and 20 are the most either way."))
    })
}

fn slide_size(with: &Export) -> Result<SlideSize, Failure> {
    match with.slides.as_deref().unwrap_or("wide") {
        "wide" => Ok(SlideSize::Wide),
        "standard" => Ok(SlideSize::Standard),
        other => Err(Failure::unknown("shape of slides", other, "wide, standard")),
    }
}
