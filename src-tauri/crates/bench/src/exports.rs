//! The map goes out: every writer beside the library that does its heavy work, and what memory it takes.

use ecosystem::{Map, Unwatched};
use exchange::export::pdf::{self, PdfOptions, PdfPage};
use exchange::export::png::{self, PngOptions};
use exchange::export::pptx::{self, PptxOptions, Slide};
use exchange::export::svg::{self, Fonts, SvgOptions};
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point as At, Transform};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use picture::geometry::{Point, Rect};
use picture::scene::{Line, Scene};
use picture::theme::Theme;
use picture::{Drawing, LegendPlace, WholeOptions};
use resvg::{tiny_skia, usvg};

use crate::organisation;
use crate::times::{in_turns, median, ratio, time};

const ROUNDS: usize = 7;
/// The goal for the memory of any writer.
const MEMORY: u64 = 300 << 20;

pub fn run() -> anyhow::Result<()> {
    let map = organisation::map(300, 600)?;
    let scene = scene(&map);
    let theme = Theme::light();
    let options = PngOptions { scale: 2.0, transparent: false };
    // Fonts are opened once in the life of the app.
    png::write(&scene, &theme, options, &Unwatched)?;

    let fonts = fonts();
    let text = svg::write(&scene, &theme, SvgOptions { fonts: Fonts::Ours, transparent: false });
    let png_once = || time(|| png::write(&scene, &theme, options, &Unwatched)).0;
    let (ours, theirs) = in_turns(ROUNDS, png_once, || time(|| bare_png(&text, &fonts)).0);
    ratio("PNG at 2x / resvg and png with the same SVG", ours, theirs, 1.15);
    let png = ours;

    let page = PdfPage { name: "Map", scene: &scene };
    let pdf_once = || time(|| pdf::write(&[page], &theme, PdfOptions::default(), &Unwatched)).0;
    let (ours, theirs) = in_turns(ROUNDS, pdf_once, || time(|| bare_pdf(&scene)).0);
    ratio("PDF / krilla with the same runs and paths", ours, theirs, 3.0);

    let mut each = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        each[0].push(time(|| svg::write(&scene, &theme, SvgOptions::default())).0);
        each[1].push(pdf_once());
        each[2].push(time(|| deck(&scene)).0);
    }
    let [svg, pdf, pptx] = each.map(median);
    println!("  SVG {svg:.1?}, PDF {pdf:.1?}, PPTX {pptx:.1?}");
    ratio("SVG, PDF and PPTX together / PNG", svg + pdf + pptx, png, 0.25);

    for format in FORMATS {
        let (small, large) = (memory(format, 300, 600)?, memory(format, 1000, 2000)?);
        let verdict = if small < MEMORY { "met" } else { "MISSED" };
        println!("  memory of {format:<5} {:>5} MB (goal 300: {verdict})", small >> 20);
        if format != "png" {
            let grown = large as f64 / small as f64;
            let verdict = if grown <= 1.5 { "met" } else { "MISSED" };
            println!("         at 1,000 teams {:>5} MB, {grown:.2} times (goal 1.5: {verdict})", large >> 20);
        }
    }
    Ok(())
}

const FORMATS: [&str; 4] = ["svg", "png", "pdf", "pptx"];

fn scene(map: &Map) -> Scene {
    Drawing::of(map).whole(&WholeOptions { legend: LegendPlace::Below, ..WholeOptions::default() })
}

fn deck(scene: &Scene) -> usize {
    let slide = Slide::Picture { title: "Map".to_owned(), scene, notes: Vec::new() };
    let deck = pptx::write(&[slide], &Theme::light(), PptxOptions::default(), &Unwatched);
    deck.map_or(0, |bytes| bytes.len())
}

/// The most memory that a process takes which draws a map of this size and writes it.
fn memory(format: &str, teams: usize, ties: usize) -> anyhow::Result<u64> {
    let child = std::process::Command::new(std::env::current_exe()?)
        .args(["--memory-of", format, &teams.to_string(), &ties.to_string()])
        .output()?;
    anyhow::ensure!(child.status.success(), "{}", String::from_utf8_lossy(&child.stderr));
    Ok(String::from_utf8(child.stdout)?.trim().parse()?)
}

/// What [`memory`] runs in a process of its own: prints its peak in bytes.
pub fn write_one(arguments: &[String]) -> anyhow::Result<()> {
    let [format, teams, ties] = arguments else { anyhow::bail!("a format and two numbers are missing") };
    let scene = scene(&organisation::map(teams.parse()?, ties.parse()?)?);
    let theme = Theme::light();
    let size = match format.as_str() {
        "svg" => svg::write(&scene, &theme, SvgOptions::default()).len(),
        "png" => {
            png::write(&scene, &theme, PngOptions { scale: 2.0, transparent: false }, &Unwatched)?.bytes.len()
        }
        "pdf" => {
            let page = PdfPage { name: "Map", scene: &scene };
            pdf::write(&[page], &theme, PdfOptions::default(), &Unwatched)?.len()
        }
        _ => deck(&scene),
    };
    anyhow::ensure!(size > 0, "nothing was written");
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    let kilobytes: u64 = peak.trim().trim_end_matches("kB").trim().parse()?;
    println!("{}", kilobytes << 10);
    Ok(())
}

fn fonts() -> std::sync::Arc<usvg::fontdb::Database> {
    let mut fonts = usvg::fontdb::Database::new();
    for (_, bytes) in picture::text::fonts::BUNDLED {
        for id in fonts.load_font_source(usvg::fontdb::Source::Binary(std::sync::Arc::new(bytes))) {
            let Some(mut face) = fonts.face(id).cloned() else { continue };
            let family = picture::text::fonts::FAMILY.to_owned();
            face.families.push((family, usvg::fontdb::Language::English_UnitedStates));
            fonts.remove_face(id);
            fonts.push_face_info(face);
        }
    }
    std::sync::Arc::new(fonts)
}

/// What anyone would write who has an SVG and wants a PNG of twice its size.
fn bare_png(text: &str, fonts: &std::sync::Arc<usvg::fontdb::Database>) -> Option<usize> {
    let options = usvg::Options { fontdb: std::sync::Arc::clone(fonts), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(text, &options).ok()?;
    let size = tree.size();
    let (w, h) = ((size.width() * 2.0).ceil() as u32, (size.height() * 2.0).ceil() as u32);
    let mut pixels = tiny_skia::Pixmap::new(w, h)?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(2.0, 2.0), &mut pixels.as_mut());
    let rgb: Vec<u8> = pixels.data().chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
    let mut bytes = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut bytes, w, h);
    encoder.set_depth(::png::BitDepth::Eight);
    encoder.set_color(::png::ColorType::Rgb);
    encoder.set_compression(::png::Compression::Balanced);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&rgb).ok()?;
    writer.finish().ok()?;
    Some(bytes.len())
}

/// The same boxes, curves and runs of text, without structure, bookmarks or colours.
fn bare_pdf(scene: &Scene) -> Option<usize> {
    let mut document = krilla::Document::new();
    let Rect { x, y, w, h } = scene.bounds;
    let mut page = document.start_page_with(PageSettings::from_wh(w as f32 * 0.75, h as f32 * 0.75)?);
    let mut surface = page.surface();
    surface.push_transform(&Transform::from_row(0.75, 0.0, 0.0, 0.75, -x as f32 * 0.75, -y as f32 * 0.75));
    let mut fonts = std::collections::HashMap::new();
    for room in &scene.rooms {
        boxed(&mut surface, room.rect);
        room.title.iter().chain(&room.count).for_each(|line| lined(&mut surface, line, &mut fonts));
    }
    for tie in &scene.ties {
        let mut path = PathBuilder::new();
        path.move_to(tie.path.start.x as f32, tie.path.start.y as f32);
        for [a, b, c] in &tie.path.pieces {
            path.cubic_to(a.x as f32, a.y as f32, b.x as f32, b.y as f32, c.x as f32, c.y as f32);
        }
        surface.set_fill(None);
        surface.set_stroke(Some(Stroke::default()));
        surface.draw_path(&path.finish()?);
        tie.arrows.iter().for_each(|arrow| filled(&mut surface, arrow));
    }
    for card in &scene.cards {
        for _ in 0..3 {
            boxed(&mut surface, card.rect);
        }
        card.lines.iter().for_each(|line| lined(&mut surface, line, &mut fonts));
    }
    for label in scene.ties.iter().filter_map(|tie| tie.label.as_ref()) {
        boxed(&mut surface, label.rect);
        lined(&mut surface, &label.line, &mut fonts);
    }
    for entry in scene.legend.iter().flat_map(|legend| &legend.entries) {
        lined(&mut surface, &entry.line, &mut fonts);
    }
    surface.pop();
    surface.finish();
    page.finish();
    Some(document.finish().ok()?.len())
}

fn boxed(surface: &mut Surface<'_>, rect: Rect) {
    let (right, bottom) = (rect.right(), rect.bottom());
    let corners = [(rect.x, rect.y), (right, rect.y), (right, bottom), (rect.x, bottom)];
    filled(surface, &corners.map(|(x, y)| Point::new(x, y)));
}

fn filled(surface: &mut Surface<'_>, corners: &[Point]) {
    let mut path = PathBuilder::new();
    for (n, corner) in corners.iter().enumerate() {
        match n {
            0 => path.move_to(corner.x as f32, corner.y as f32),
            _ => path.line_to(corner.x as f32, corner.y as f32),
        }
    }
    path.close();
    surface.set_stroke(None);
    surface.set_fill(Some(Fill { paint: rgb::Color::new(0, 0, 0).into(), ..Fill::default() }));
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

type Faces = std::collections::HashMap<(u64, u32), Option<Font>>;

fn lined(surface: &mut Surface<'_>, line: &Line, fonts: &mut Faces) {
    surface.set_stroke(None);
    surface.set_fill(Some(Fill::default()));
    for run in &line.runs {
        let mut x = line.left() + run.x;
        for part in picture::text::glyphs(None, run, line.size, line.role.weight()) {
            let (data, file) = part.font.data.clone().into_raw_parts();
            let number = part.font.index;
            let font = fonts.entry((file, number)).or_insert_with(|| Font::new(data.into(), number));
            let in_ems = |length: f64| (length / line.size) as f32;
            let glyph = |g: &picture::text::Glyph| {
                let id = GlyphId::new(g.id);
                KrillaGlyph::new(id, in_ems(g.advance), in_ems(g.x), in_ems(g.y), 0.0, g.text.clone(), None)
            };
            let glyphs: Vec<KrillaGlyph> = part.glyphs.iter().map(glyph).collect();
            if let Some(font) = font {
                let at = At::from_xy(x as f32, line.y as f32);
                surface.draw_glyphs(at, &glyphs, font.clone(), &run.text, line.size as f32, false);
            }
            x += part.glyphs.iter().map(|g| g.advance).sum::<f64>();
        }
    }
}
