//! Pictures go out: the same drawing in every format, the same bytes every time, and readable by other programs.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::PathBuf;
use std::process::Command;

use ecosystem::{Badge, Counted, Date, Dependency, Edit, Map, Marks, Tone, Unwatched, notation};
use exchange::export::pdf::{self, Paper, PdfOptions, PdfPage};
use exchange::export::png::{self, PngOptions};
use exchange::export::svg::{self, Fonts, SvgOptions};
use picture::scene::{Lit, Scene};
use picture::theme::{Colour, Theme};
use picture::{Drawing, LegendPlace, WholeOptions};

const TEXT: &str = r#"
Marketing: Brand, Content, Demand gen, "Marketing <script>alert(1)</script> & ""operations"""
Sales: Field sales, Revenue ops, فريق المنصة
Outside: Customers [outside], データ基盤
Content -> Field sales: sales decks (slowing, weekly)
Brand -> Content: guidelines
Field sales -> Revenue ops: forecast (blocking, provider ok, x5)
Customers -> Content: questions & "answers"
فريق المنصة -> Brand: data
"#;

fn map() -> Map {
    let (incoming, refused) = notation::parse(TEXT);
    assert_eq!(refused, []);
    let mut map = Map::named("Northwind <ecosystem>");
    let edit = Edit::Merge { incoming, add_missing: true, skip_bad_rows: false };
    let plan = map.plan(&edit, &mut Counted::default()).unwrap();
    map.apply(&plan.diff);
    map
}

fn scene_of(map: &Map) -> Scene {
    let mut drawing = Drawing::of(map);
    let mut marks = Marks::default();
    let team = map.team_named("Content").unwrap().id;
    marks.badges.insert(team, Badge { text: "26%".to_owned(), tone: Tone::Alarm });
    marks.walls.insert(map.function_named("Sales").unwrap().id, Tone::Warn);
    drawing.mark(&marks);
    drawing.whole(&WholeOptions {
        people: false,
        title: Some(map.about().name.clone()),
        subtitle: "21 November 2026".to_owned(),
        legend: LegendPlace::Below,
        badges: Some("share of all needs".to_owned()),
        lit: None,
    })
}

/// Where pictures are kept to be looked at, when `TIEMAP_PICTURES` says so.
fn keep(name: &str, bytes: &[u8]) {
    if let Some(folder) = std::env::var_os("TIEMAP_PICTURES") {
        std::fs::write(PathBuf::from(folder).join(name), bytes).unwrap();
    }
}

fn date() -> Option<Date> {
    Date::new(2026, 11, 21)
}

#[test]
fn an_svg_is_well_formed_and_says_in_words_what_it_shows() {
    let scene = scene_of(&map());
    for (name, theme) in [("light", Theme::light()), ("dark", Theme::dark()), ("print", Theme::print())] {
        let text = svg::write(&scene, &theme, SvgOptions::default());
        keep(&format!("map-{name}.svg"), text.as_bytes());
        let tree = resvg::usvg::roxmltree::Document::parse(&text).unwrap();
        let said: Vec<&str> = tree.descendants().filter_map(|node| node.attribute("aria-label")).collect();
        assert!(
            said.contains(&"Content hands sales decks over to Field sales: slows the receiver"),
            "{said:?}"
        );
        assert!(said.contains(&"Sales, 3 teams, likely a silo"), "{said:?}");
        assert!(tree.descendants().all(|node| node.tag_name().name() != "script"));
        let list = tree.descendants().filter(|node| node.attribute("role") == Some("listitem"));
        for item in list {
            assert_eq!(item.parent().unwrap().attribute("role"), Some("list"));
        }
        assert!(!text.contains("http") || text.matches("http").count() == 1, "nothing is fetched");
    }
}

#[test]
fn on_paper_no_pattern_runs_through_the_name_of_a_room() {
    let text = svg::write(&scene_of(&map()), &Theme::print(), SvgOptions::default());
    let tree = resvg::usvg::roxmltree::Document::parse(&text).unwrap();
    let number = |text: &str| text.trim().parse::<f64>().unwrap();
    let mut rooms = 0;
    for name in tree.descendants().filter(|node| matches!(node.text(), Some("Marketing" | "Sales"))) {
        let Some(baseline) = name.attribute("y").map(number) else { continue };
        let beside = name.parent().unwrap().children();
        let pattern =
            beside.filter_map(|node| node.attribute("d")).find(|d| d.matches('M').count() > 5).unwrap();
        let ends = pattern.split(['M', 'L']).filter(|end| !end.trim().is_empty());
        let ys = ends.map(|end| number(end.trim().split([' ', ',']).next_back().unwrap()));
        assert!(ys.fold(f64::INFINITY, f64::min) > baseline, "{name:?}: {pattern}");
        rooms += 1;
    }
    assert_eq!(rooms, 2);
}

#[test]
fn what_a_picture_is_about_stands_out_and_everything_else_stays_calm() {
    let map = map();
    let (content, decks) = (map.team_named("Content").unwrap().id, |d: &&Dependency| d.what == "sales decks");
    let decks = map.dependencies().find(decks).unwrap();
    let lit = Lit { dependencies: [decks.id].into(), ..Lit::default() };
    let scene = Drawing::of(&map).whole(&WholeOptions { lit: Some(lit), ..WholeOptions::default() });
    // With a dependency both its ends and the functions around them are lit.
    let lit = scene.lit.as_ref().unwrap();
    assert_eq!(lit.teams, [content, decks.receiver].into());
    assert!(lit.functions.contains(&map.team(content).unwrap().function.unwrap()));

    let theme = Theme::light();
    let text = svg::write(&scene, &theme, SvgOptions { fonts: Fonts::Named, transparent: true });
    keep("lit.svg", text.as_bytes());
    let names_in = |colour: Colour| {
        let tree = resvg::usvg::roxmltree::Document::parse(&text).unwrap();
        let inked = tree.descendants().filter(|node| node.attribute("fill") == Some(&colour.to_string()));
        let words = inked.filter(|node| node.tag_name().name() == "text").filter_map(|node| node.text());
        words.map(str::to_owned).collect::<Vec<String>>()
    };
    assert_eq!(names_in(theme.ink), ["Content", "Field sales"]);
    let calm = names_in(theme.calm().ink);
    assert!(calm.contains(&"Brand".to_owned()) && !calm.contains(&"Content".to_owned()), "{calm:?}");
}

#[test]
fn an_svg_carries_its_letters() {
    let scene = scene_of(&map());
    let with = svg::write(&scene, &Theme::light(), SvgOptions::default());
    let without = svg::write(&scene, &Theme::light(), SvgOptions { fonts: Fonts::Named, transparent: true });
    assert!(with.matches("@font-face").count() >= 3);
    assert!(!without.contains("@font-face"));
    assert!(with.len() - without.len() < 120_000, "{} bytes of fonts", with.len() - without.len());
}

#[test]
fn a_png_has_the_size_and_density_asked_for_and_stays_within_bounds() {
    let scene = scene_of(&map());
    for scale in [1.0, 2.0] {
        let written =
            png::write(&scene, &Theme::light(), PngOptions { scale, transparent: false }, &Unwatched)
                .unwrap();
        keep(&format!("map-{scale}x.png"), &written.bytes);
        let reader = ::png::Decoder::new(std::io::Cursor::new(&written.bytes)).read_info().unwrap();
        let info = reader.info();
        assert_eq!(info.width, (scene.bounds.w * scale).ceil() as u32);
        assert_eq!(info.pixel_dims.unwrap().xppu, (scale * 96.0 / 0.0254).round() as u32);
    }
    let mut huge = scene.clone();
    huge.bounds.w = 60_000.0;
    let written =
        png::write(&huge, &Theme::light(), PngOptions { scale: 4.0, transparent: false }, &Unwatched)
            .unwrap();
    assert!(written.width <= 16_384 && written.scale < 1.0);
}

#[test]
fn a_transparent_png_has_no_ground() {
    let scene = scene_of(&map());
    let options = PngOptions { scale: 1.0, transparent: true };
    let written = png::write(&scene, &Theme::dark(), options, &Unwatched).unwrap();
    let mut reader = ::png::Decoder::new(std::io::Cursor::new(&written.bytes)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    assert_eq!(pixels[3], 0, "the corner is clear");
    assert!(pixels.chunks(4).any(|pixel| pixel[3] == 255), "the cards are not");
}

#[test]
fn the_same_map_gives_the_same_bytes() {
    let written = || {
        let scene = scene_of(&map());
        let theme = Theme::light();
        let page = PdfPage { name: "Map", scene: &scene };
        (
            svg::write(&scene, &theme, SvgOptions::default()),
            png::write(&scene, &theme, PngOptions { scale: 1.0, transparent: false }, &Unwatched)
                .unwrap()
                .bytes,
            pdf::write(&[page], &theme, PdfOptions { date: date(), ..PdfOptions::default() }, &Unwatched)
                .unwrap(),
        )
    };
    assert!(written() == written());
}

#[test]
fn the_text_of_a_pdf_can_be_searched() {
    let scene = scene_of(&map());
    let page = PdfPage { name: "Map", scene: &scene };
    let folder = tempfile::tempdir().unwrap();
    for (name, paper) in [("own", None), ("a4", Some(Paper::A4))] {
        let bytes = pdf::write(
            &[page, page],
            &Theme::light(),
            PdfOptions { date: date(), paper, ..PdfOptions::default() },
            &Unwatched,
        )
        .unwrap();
        keep(&format!("map-{name}.pdf"), &bytes);
        let file = folder.path().join("map.pdf");
        std::fs::write(&file, &bytes).unwrap();
        let Ok(said) =
            Command::new("pdftotext").args(["-layout".as_ref(), file.as_os_str(), "-".as_ref()]).output()
        else {
            eprintln!("skipped: pdftotext is not there");
            return;
        };
        let said = String::from_utf8(said.stdout).unwrap();
        for words in [
            "Northwind <ecosystem>",
            "21 November 2026",
            "Field sales",
            "sales decks",
            "slows the receiver",
            "データ基盤",
        ] {
            assert!(said.contains(words), "{words} in {said}");
        }
        let fonts = Command::new("pdffonts").arg(&file).output().unwrap();
        let fonts = String::from_utf8(fonts.stdout).unwrap();
        for font in fonts.lines().skip(2) {
            assert!(font.contains("yes yes yes"), "embedded, subset, with a way back to text: {font}");
        }
    }
}

#[test]
fn a_cancelled_picture_ends() {
    struct Impatient;
    impl ecosystem::Watch for Impatient {
        fn progress(&self, _: f32) {}
        fn cancelled(&self) -> bool {
            true
        }
    }
    let scene = scene_of(&map());
    let options = PngOptions { scale: 1.0, transparent: false };
    assert!(png::write(&scene, &Theme::light(), options, &Impatient).is_err());
    let page = PdfPage { name: "Map", scene: &scene };
    assert!(pdf::write(&[page], &Theme::light(), PdfOptions::default(), &Impatient).is_err());
}
