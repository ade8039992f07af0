//! A company's font is in every picture, and a bent font file breaks none of them.
//!
//! A longer run, or one with another font: `TIEMAP_FONTS=2000 TIEMAP_FONT=PATH cargo test -p exchange --test fonts`.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use ecosystem::{Counted, Edit, Map, Unwatched, notation};
use exchange::export::pdf::{self, PdfOptions, PdfPage};
use exchange::export::png::{self, PngOptions};
use exchange::export::pptx::{self, PptxOptions, Slide};
use exchange::export::svg::{self, SvgOptions};
use picture::scene::Scene;
use picture::text::Face;
use picture::theme::Theme;
use picture::{Drawing, LegendPlace, WholeOptions};

const FONT: &[u8] = include_bytes!("../../../../assets/fonts/Inter-Regular.ttf");
/// The longest that one bent font may take, in a debug build on a busy machine.
const SLOWEST: Duration = Duration::from_secs(20);

fn scene() -> Scene {
    let text = "Marketing: Brand, Équipe\nSales: 日本, مبيعات\nBrand -> Équipe: guide & \"voice\" (slowing)\nBrand -> 日本: x";
    let (incoming, refused) = notation::parse(text);
    assert_eq!(refused, []);
    let mut map = Map::named("Northwind");
    let edit = Edit::Merge { incoming, add_missing: true, skip_bad_rows: false };
    let plan = map.plan(&edit, &mut Counted::default()).unwrap();
    map.apply(&plan.diff);
    let title = Some("Northwind".to_owned());
    Drawing::of(&map).whole(&WholeOptions { title, legend: LegendPlace::Below, ..WholeOptions::default() })
}

/// Every picture with this font; false where it is refused, by its reader or by who paints it.
fn painted(font: Vec<u8>, scene: &Scene) -> bool {
    let Ok(face) = Face::read(vec![("Acme.ttf".to_owned(), font)]) else { return false };
    let theme = Theme::light().with_face(Some(face));
    let Ok(painted) = theme.guard(|| paint(scene, &theme)) else { return false };
    painted.unwrap();
    true
}

/// Errors are told and not panicked with: a panic is what the guard is for.
fn paint(scene: &Scene, theme: &Theme) -> Result<(), Box<dyn std::error::Error>> {
    let mut scene = scene.clone();
    theme.dress(&mut scene);
    let svg = svg::write(&scene, theme, SvgOptions::default());
    roxmltree::Document::parse(&svg)?;
    png::write(&scene, theme, PngOptions { scale: 1.0, transparent: false }, &Unwatched)?;
    // A document may be refused for what a broken font makes of it, but in words.
    let _ = pdf::write(&[PdfPage { name: "Map", scene: &scene }], theme, PdfOptions::default(), &Unwatched);
    let slide = Slide::Picture { title: "Map".to_owned(), scene: &scene, notes: Vec::new() };
    pptx::write(&[slide], theme, PptxOptions::default(), &Unwatched)?;
    Ok(())
}

#[test]
fn a_bent_font_is_refused_or_painted() {
    let font =
        std::env::var("TIEMAP_FONT").map_or_else(|_| FONT.to_vec(), |path| std::fs::read(path).unwrap());
    let runs: u32 = std::env::var("TIEMAP_FONTS").map_or(60, |runs| runs.parse().unwrap());
    let scene = scene();
    assert!(painted(font.clone(), &scene), "it is painted as it is");
    let tables = usize::from(u16::from_be_bytes([font[4], font[5]]));
    let mut chance = 0x9E37_79B9_7F4A_7C15_u64;
    let mut below = |bound: usize| {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        (chance % bound as u64) as usize
    };
    let mut used = 0;
    for run in 0..runs {
        let mut bent = font.clone();
        for _ in 0..=below(6) {
            // Somewhere at the beginning of a table, where what its rest means is said; now and then in the directory.
            let record = &font[12 + 16 * below(tables)..][..16];
            let number = |at: usize| u32::from_be_bytes(record[at..at + 4].try_into().unwrap()) as usize;
            let (start, length) = if below(8) == 0 { (0, 12 + 16 * tables) } else { (number(8), number(12)) };
            let at = start + below(length.clamp(1, 400));
            bent[at] = [0, 1, 0x7F, 0x80, 0xFF, below(256) as u8][below(6)];
        }
        if below(10) == 0 {
            bent.truncate(below(bent.len()));
        }
        let began = Instant::now();
        let result = catch_unwind(AssertUnwindSafe(|| painted(bent, &scene)));
        assert!(result.is_ok() && began.elapsed() < SLOWEST, "run {run} after {:?}", began.elapsed());
        used += u32::from(result.unwrap());
    }
    println!("{used} of {runs} bent fonts were used");
}
