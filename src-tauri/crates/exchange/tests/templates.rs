//! A deck on a company's template: its master, layouts, colours and fonts, and nothing else of the file it came in.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "support/package.rs"]
mod package;
#[path = "support/python.rs"]
mod python;

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::process::Command;

use ecosystem::{Counted, Edit, Map, Unwatched, notation};
use exchange::export::pptx::{self, PptxOptions, Slide, SlideSize, Template};
use exchange::export::report::Found;
use package::parts;
use picture::scene::Scene;
use picture::theme::Theme;
use picture::{Drawing, LegendPlace, WholeOptions};
use python::python;
use roxmltree::Document;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const TEXT: &str = "Marketing: Brand, Content\nSales: Field sales\nContent -> Field sales: sales decks (slowing)\nBrand -> Content: rules\n";

fn scene() -> Scene {
    let mut map = Map::named("Northwind");
    let edit = Edit::Merge { incoming: notation::parse(TEXT).0, add_missing: true, skip_bad_rows: false };
    let plan = map.plan(&edit, &mut Counted::default()).unwrap();
    map.apply(&plan.diff);
    Drawing::of(&map).whole(&WholeOptions { legend: LegendPlace::Below, ..WholeOptions::default() })
}

fn deck(options: PptxOptions<'_>) -> Vec<u8> {
    let scene = scene();
    let found = Found { sentence: "Content carries most.".to_owned(), ..Found::default() };
    let slides = [
        Slide::Picture { title: "The map".to_owned(), scene: &scene, notes: vec!["A note".to_owned()] },
        Slide::Text { title: "What is found".to_owned(), found: vec![found] },
    ];
    pptx::write(&slides, &Theme::light(), options, &Unwatched).unwrap()
}

fn on(template: &[u8]) -> Vec<u8> {
    let template = Template::read(template).unwrap();
    deck(PptxOptions { template: Some(&template), ..PptxOptions::default() })
}

type Parts = BTreeMap<String, Vec<u8>>;

fn zipped(parts: &Parts) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn text<'p>(parts: &'p Parts, name: &str) -> &'p str {
    std::str::from_utf8(&parts[name]).unwrap()
}

fn replace(parts: &mut Parts, name: &str, from: &str, to: &str) {
    let old = text(parts, name).to_owned();
    assert!(old.contains(from), "{from} is not in {name}: {old}");
    parts.insert(name.to_owned(), old.replacen(from, to, 1).into_bytes());
}

const THEME: &str = "ppt/theme/theme1.xml";
const MASTER: &str = "ppt/slideMasters/slideMaster1.xml";
const OF_MASTER: &str = "ppt/slideMasters/_rels/slideMaster1.xml.rels";

/// An invented company's template: night blue ground, mint and coral, Georgia, 4 to 3.
fn acme() -> Parts {
    let mut parts = parts(&deck(PptxOptions { size: SlideSize::Standard, ..PptxOptions::default() }));
    let light = Theme::light();
    let slot = |colour: picture::theme::Colour| colour.to_string().trim_start_matches('#').to_owned();
    for (from, to) in [
        (slot(light.ground), "0B1D3A".to_owned()),
        (slot(light.ink), "F4F7FB".to_owned()),
        (slot(light.hue(0)), "2EC4B6".to_owned()),
        (slot(light.hue(1)), "FF6B6B".to_owned()),
    ] {
        replace(&mut parts, THEME, &format!("val=\"{from}\""), &format!("val=\"{to}\""));
    }
    replace(&mut parts, THEME, r#"typeface="Arial""#, r#"typeface="Georgia""#);
    // A logo on the master.
    let logo = r#"<p:pic><p:nvPicPr><p:cNvPr id="90" name="Logo"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed="rId9"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm><a:off x="8400000" y="100000"/><a:ext cx="400000" cy="400000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic></p:spTree>"#;
    replace(&mut parts, MASTER, "</p:spTree>", logo);
    let image = r#"<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="../media/logo.png"/></Relationships>"#;
    replace(&mut parts, OF_MASTER, "</Relationships>", image);
    parts.insert("ppt/media/logo.png".to_owned(), png());
    parts
}

fn png() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 1, 1);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header().unwrap().write_image_data(&[46, 196, 182]).unwrap();
    bytes
}

/// Every part that is pointed to is there, has a type, and nothing points outside.
fn closed(parts: &Parts) {
    let types = text(parts, "[Content_Types].xml");
    for (name, bytes) in parts.iter().filter(|(name, _)| name.ends_with(".rels")) {
        let xml = std::str::from_utf8(bytes).unwrap();
        assert!(!xml.contains("TargetMode"), "{name} points outside");
        let folder = PathBuf::from(name).parent().unwrap().parent().unwrap().to_owned();
        for relation in Document::parse(xml).unwrap().root_element().children() {
            let mut path = PathBuf::new();
            for step in folder.join(relation.attribute("Target").unwrap()).components() {
                match step {
                    std::path::Component::ParentDir => drop(path.pop()),
                    step => path.push(step),
                }
            }
            assert!(parts.contains_key(path.to_str().unwrap()), "{name} points to {}", path.display());
        }
    }
    for name in parts.keys().filter(|name| name.ends_with(".xml") && *name != "[Content_Types].xml") {
        assert!(types.contains(&format!("PartName=\"/{name}\"")), "{name} has no type");
        Document::parse(text(parts, name)).unwrap_or_else(|why| panic!("{name}: {why}"));
    }
}

#[test]
fn a_deck_takes_master_theme_pictures_and_size_of_a_template() {
    let acme = acme();
    let deck = parts(&on(&zipped(&acme)));
    closed(&deck);
    assert_eq!(text(&deck, THEME), text(&acme, THEME));
    assert_eq!(text(&deck, MASTER), text(&acme, MASTER));
    assert_eq!(deck["ppt/media/logo.png"], acme["ppt/media/logo.png"]);
    assert!(text(&deck, "[Content_Types].xml").contains(r#"Extension="png" ContentType="image/png""#));
    assert!(text(&deck, "ppt/presentation.xml").contains(r#"<p:sldSz cx="9144000" cy="6858000"/>"#));
    let slide = text(&deck, "ppt/slides/slide1.xml");
    assert!(slide.contains(r#"schemeClr val="accent1""#), "functions have the template's own colours");
    assert!(slide.contains(r#"schemeClr val="tx1""#) && !slide.contains("1D2127"), "and names its ink");
    let slides = deck.keys().filter(|name| name.starts_with("ppt/slides/slide")).count();
    assert_eq!(slides, 2, "none of the template's own slides");
}

#[test]
fn what_points_outside_is_left_behind() {
    let mut acme = acme();
    let outside = r#"<Relationship Id="rId7" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://evil.example/" TargetMode="External"/><Relationship Id="rId8" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="file:///c:/secret.png" TargetMode="External"/><Relationship Id="rId6" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/oleObject" Target="../embeddings/evil.bin"/></Relationships>"#;
    replace(&mut acme, OF_MASTER, "</Relationships>", outside);
    acme.insert("ppt/embeddings/evil.bin".to_owned(), b"MZ".to_vec());
    let link = r#"<a:rPr lang="en-US"><a:hlinkClick r:id="rId7"/></a:rPr><a:t>Text"#;
    replace(&mut acme, MASTER, r#"<a:rPr lang="en-US"/><a:t>Text"#, link);
    let linked = r#"<p:pic><p:nvPicPr><p:cNvPr id="91" name="Beacon"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:link="rId8"/></p:blipFill><p:spPr/></p:pic></p:spTree>"#;
    replace(&mut acme, MASTER, "</p:spTree>", linked);
    let deck = parts(&on(&zipped(&acme)));
    closed(&deck);
    let master = text(&deck, MASTER);
    assert!(!master.contains("rId7") && !master.contains("Beacon"), "{master}");
    assert!(master.contains("Logo") && master.contains(">Text<"), "the rest stays");
    assert!(!deck.keys().any(|name| name.contains("evil")));
    let all: Vec<u8> = deck.values().flatten().copied().collect();
    assert!(!all.windows(4).any(|window| window == b"evil"));
}

#[test]
fn what_is_no_template_is_refused_in_a_sentence() {
    let refused = |bytes: &[u8]| Template::read(bytes).unwrap_err().to_string();
    assert_eq!(refused(b"hello"), "It is no PowerPoint file, or it is damaged.");
    assert_eq!(refused(&zipped(&Parts::new())), "It is no PowerPoint file, or it is damaged.");

    let mut macros = acme();
    macros.insert("ppt/vbaProject.bin".to_owned(), b"Sub AutoOpen".to_vec());
    assert!(refused(&zipped(&macros)).starts_with("It holds macros."));

    let mut bomb = acme();
    bomb.insert("ppt/media/bomb.png".to_owned(), vec![0; 8 << 20]);
    assert_eq!(refused(&zipped(&bomb)), "It is packed so tightly that it cannot be a template.");

    let mut entities = acme();
    replace(&mut entities, THEME, "<a:theme ", "<!DOCTYPE a [<!ENTITY b \"c\">]><a:theme ");
    assert_eq!(refused(&zipped(&entities)), "It is no PowerPoint file, or it is damaged.");

    let mut outside = acme();
    outside.insert("../../evil.xml".to_owned(), Vec::new());
    assert!(refused(&zipped(&outside)).contains("unsafe path"));

    let mut flat = acme();
    replace(&mut flat, "ppt/presentation.xml", r#"cx="9144000""#, r#"cx="0""#);
    assert_eq!(refused(&zipped(&flat)), "Its slides have no size.");

    let mut bare = acme();
    replace(&mut bare, "ppt/presentation.xml", "sldMasterId ", "sldMasterNo ");
    assert_eq!(refused(&zipped(&bare)), "It has no slide master.");
}

#[test]
fn no_bent_template_makes_the_reader_panic() {
    let acme = acme();
    let mut chance = 9u64;
    let mut next = |below: usize| {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (chance >> 33) as usize % below.max(1)
    };
    let names: Vec<&String> =
        acme.keys().filter(|name| name.ends_with(".xml") || name.ends_with(".rels")).collect();
    let words = [
        "",
        "<",
        "\"",
        "r:id=\"rId1\"",
        "../../..",
        "<a:blip r:embed=\"no\"/>",
        "/>",
        "val=\"0\"",
        "type=\"title\"",
    ];
    for _ in 0..400 {
        let mut bent = acme.clone();
        for _ in 0..1 + next(3) {
            let bytes = bent.get_mut(names[next(names.len())]).unwrap();
            let at = next(bytes.len());
            let end = (at + next(40)).min(bytes.len());
            bytes.splice(at..end, words[next(words.len())].bytes());
        }
        if let Ok(template) = Template::read(&zipped(&bent)) {
            let deck = parts(&deck(PptxOptions { template: Some(&template), ..PptxOptions::default() }));
            assert!(deck.contains_key("ppt/slides/slide1.xml"));
        }
    }
}

#[test]
fn python_pptx_and_libreoffice_read_a_deck_on_a_template_of_another_program() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("default.pptx");
    let make = "import sys\nfrom pptx import Presentation\nPresentation().save(sys.argv[1])";
    if python("pptx", make, &file).is_none() {
        return;
    }
    for (name, template) in [("default", std::fs::read(&file).unwrap()), ("acme", zipped(&acme()))] {
        let bytes = on(&template);
        closed(&parts(&bytes));
        let out = folder.path().join(format!("{name}-deck.pptx"));
        std::fs::write(&out, &bytes).unwrap();
        if let Some(kept) = std::env::var_os("TIEMAP_PICTURES") {
            std::fs::write(PathBuf::from(kept).join(format!("{name}-deck.pptx")), &bytes).unwrap();
        }
        let script = "import sys\nfrom pptx import Presentation\ndeck = Presentation(sys.argv[1])\nfor slide in deck.slides:\n  print(slide.slide_layout.name, '|', slide.shapes.title.text, '|', len(slide.placeholders))\nprint(len(deck.slide_master.slide_layouts))";
        let said = python("pptx", script, &out).unwrap();
        assert!(said.contains("Title Only | The map | 1"), "{said}");
        assert!(said.contains("Title and Content | What is found | 2"), "{said}");
        let Ok(run) = Command::new("libreoffice")
            .args(["--headless", "--convert-to", "pdf", "--outdir"])
            .arg(folder.path())
            .arg(format!("-env:UserInstallation=file://{}/profile", folder.path().display()))
            .arg(&out)
            .output()
        else {
            eprintln!("skipped: LibreOffice is not there");
            continue;
        };
        let pdf = folder.path().join(format!("{name}-deck.pdf"));
        assert!(pdf.exists(), "{}", String::from_utf8_lossy(&run.stderr));
        let Ok(said) = Command::new("pdftotext").arg(&pdf).arg("-").output() else { continue };
        let said = String::from_utf8_lossy(&said.stdout).into_owned();
        assert!(said.contains("Content carries most.") && said.contains("Field sales"), "{said}");
    }
}
