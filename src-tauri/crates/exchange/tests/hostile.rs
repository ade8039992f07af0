//! What comes from outside may want to do harm: each such file is one clear sentence, in little memory and time.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::io::{Cursor, Write};

use base64::Engine;
use ecosystem::Unwatched;
use exchange::import::{ImportOptions, Source, paste, read};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn refused(name: &str, bytes: Vec<u8>) -> String {
    let source = Source { name: name.to_owned(), bytes };
    read(&[source], &ImportOptions::default(), &Unwatched).unwrap_err().to_string()
}

/// A zip of these parts.
fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A compound file with one stream.
fn compound(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream(name).unwrap().write_all(bytes).unwrap();
    file.into_inner().into_inner()
}

/// A workbook of one sheet with this XML, and this table of texts.
fn workbook(sheet: &str, texts: &str) -> Vec<u8> {
    let types = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>"#;
    let root = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let book = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let relations = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
    let sheet = format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{sheet}</sheetData></worksheet>"#
    );
    zipped(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", texts.as_bytes()),
    ])
}

fn cell(place: &str, text: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

const NO_TEXTS: &str = r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="0" uniqueCount="0"/>"#;

#[test]
fn two_far_corners_are_no_grid_of_a_thousand_million_cells() {
    let sheet = format!(
        r#"<row r="1">{}</row><row r="1048576">{}</row>"#,
        cell("A1", "name"),
        cell("XFD1048576", "x")
    );
    let said = refused("far.xlsx", workbook(&sheet, NO_TEXTS));
    assert_eq!(said, "far.xlsx: It has more than 512 columns.");
}

#[test]
fn a_cell_that_no_sheet_has_is_refused() {
    let far = format!(r#"<row r="1">{}</row>"#, cell("A99999999999", "name"));
    let merged = r#"<row r="1"/></sheetData><mergeCells><mergeCell ref="B9:A1"/></mergeCells><sheetData>"#;
    for sheet in [far.as_str(), r#"<row r="99999999999"/>"#, merged] {
        assert_eq!(
            refused("far.xlsx", workbook(sheet, NO_TEXTS)),
            "far.xlsx: It names a cell that no sheet has, in xl/worksheets/sheet1.xml."
        );
    }
}

#[test]
fn a_table_of_texts_is_not_believed() {
    let texts = r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="4294967295"/>"#;
    let said = refused("texts.xlsx", workbook("", texts));
    assert_eq!(said, "texts.xlsx: It claims to hold more texts than any list does.");
}

#[test]
fn a_cell_that_is_packed_beyond_all_measure_is_refused() {
    let sheet = format!(r#"<row r="1">{}</row>"#, cell("A1", &"a".repeat(6 << 20)));
    let said = refused("bomb.xlsx", workbook(&sheet, NO_TEXTS));
    assert_eq!(said, "bomb.xlsx: It is packed so tightly that it cannot be a list.");
}

#[test]
fn entities_are_refused_wherever_they_are_defined() {
    let evil = r#"<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>"#;
    for (name, root) in [
        ("x.graphml", "<graphml>&a;&b;</graphml>"),
        ("x.gexf", "<gexf>&b;</gexf>"),
        ("x.drawio", "<mxfile>&a;</mxfile>"),
        ("x.xml", "<graphml/>"),
    ] {
        let said = refused(name, format!("{evil}{root}").into_bytes());
        assert_eq!(said, format!("{name}: It defines entities, which no map needs."));
    }
    let texts = format!("{evil}<sst/>");
    assert_eq!(refused("x.xlsx", workbook("", &texts)), "x.xlsx: It defines entities, which no list needs.");
}

#[test]
fn deep_nesting_is_refused_and_overflows_nothing() {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(200_000), close.repeat(200_000));
    let said =
        refused("deep.graphml", format!("<graphml>{}</graphml>", deep("<node>", "</node>")).into_bytes());
    assert_eq!(said, "deep.graphml: It is nested too deeply to be a map.");
    let said = refused("deep.json", deep("[", "]").into_bytes());
    assert!(said.starts_with("deep.json: It is not JSON"), "{said}");
    refused("deep.json", format!(r#"{{"elements":{}}}"#, deep("[", "]")).into_bytes());
    refused("deep.dot", format!("digraph {}", "{".repeat(200_000)).into_bytes());
    refused("deep.mmd", format!("flowchart LR\n{}", "subgraph a\n".repeat(200_000)).into_bytes());
}

#[test]
fn a_drawing_that_unpacks_to_gigabytes_is_refused() {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    for _ in 0..80 {
        encoder.write_all(&vec![b'a'; 1 << 20]).unwrap();
    }
    let packed = base64::prelude::BASE64_STANDARD.encode(encoder.finish().unwrap());
    let said = refused("bomb.drawio", format!("<mxfile><diagram>{packed}</diagram></mxfile>").into_bytes());
    assert_eq!(said, "bomb.drawio: A page in it unpacks to far more than any drawing needs.");
}

#[test]
fn what_is_no_workbook_is_refused() {
    assert_eq!(
        refused("a.xlsx", b"PK\x03\x04 and nothing".to_vec()),
        "a.xlsx: It is no workbook, or it is damaged."
    );
    assert_eq!(refused("a.xlsx", b"hello".to_vec()), "a.xlsx: It is no workbook, or it is damaged.");
    assert!(refused("a.xlsx", compound("EncryptedPackage", b"")).contains("protected by a password"));
    assert!(refused("a.xls", compound("Book", b"")).contains("Save it as .xlsx"));
    assert_eq!(refused("a.xls", compound("Else", b"")), "a.xls: It is no workbook, or it is damaged.");
    assert!(
        refused("a.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec()).starts_with("a.xls: It is damaged")
    );
    // A record of password protection, after the one that begins the workbook.
    let locked = [9, 8, 4, 0, 0, 6, 5, 0, 0x2F, 0, 2, 0, 1, 0];
    assert!(refused("a.xls", compound("Workbook", &locked)).contains("protected by a password"));
    let many: Vec<(String, &[u8])> = (0..2100).map(|n| (format!("{n}.xml"), &b""[..])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    assert_eq!(refused("a.xlsx", zipped(&many)), "a.xlsx: It has more than 2000 parts inside.");
    assert!(refused("a.xlsx", zipped(&[("../../etc/passwd", b"x")])).contains("unsafe path"));
}

#[test]
fn repeated_rows_and_cells_of_an_ods_are_counted() {
    let sheet = |inner: &str| {
        let content = format!(
            r#"<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><table:table table:name="S">{inner}</table:table></office:document-content>"#
        );
        zipped(&[
            ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", content.as_bytes()),
        ])
    };
    let cell =
        r#"<table:table-cell table:number-columns-repeated="16384"><text:p>name</text:p></table:table-cell>"#;
    let rows = format!(r#"<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>"#);
    assert_eq!(refused("a.ods", sheet(&rows)), "a.ods: It has more than 512 columns.");
    let cell = r#"<table:table-cell><text:p>name</text:p></table:table-cell>"#;
    let rows = format!(r#"<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>"#);
    assert!(refused("a.ods", sheet(&rows)).contains("more than 500000 rows"));
    let good = r#"<table:table-row><table:table-cell><text:p>name</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16380"/></table:table-row><table:table-row><table:table-cell><text:p>A &amp; B</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>"#;
    let source = Source { name: "a.ods".to_owned(), bytes: sheet(good) };
    let import = read(&[source], &ImportOptions::default(), &Unwatched).unwrap();
    assert_eq!(import.incoming.teams[0].name, "A & B");
}

/// Names of every kind of file that is read.
const KINDS: [&str; 15] = [
    "a.csv",
    "a.txt",
    "a.json",
    "a.canvas",
    "a.graphml",
    "a.gexf",
    "a.drawio",
    "a.xml",
    "a.mmd",
    "a.dot",
    "a.xlsx",
    "a.ods",
    "a.xls",
    "a.tsv",
    "a",
];

/// Small files of each text format, to be bent.
const SEEDS: [&str; 9] = [
    "id,name,function,depends on\n1,Brand,Marketing,\"Content; Sales\"\n2,Content,,\n",
    "sep=;\nprovider;receiver;strength;health\nA;B;1,5;slowing\n",
    "Employee ID,Name,Title,Manager ID,Department\n1,Ana,CMO,,Marketing\n2,Lu,Lead,1,Content\n3,X,Y,2,Content\n",
    ",A,B\nA,,1\nB,x,\n",
    "Marketing: Brand, Content [role]\nBrand -> Content: x (slowing, x3)\nMarketing | HR: needed\n",
    "<graphml><key id=\"a\" attr.name=\"name\"/><graph><node id=\"1\"><data key=\"a\">A</data><graph><node id=\"2\"/></graph></node><node id=\"3\"/><edge source=\"2\" target=\"3\"/></graph></graphml>",
    "<mxfile><diagram><mxGraphModel><root><mxCell id=\"0\"/><object id=\"a\" label=\"&lt;b&gt;A\"><mxCell vertex=\"1\" parent=\"0\"><mxGeometry x=\"1\" y=\"2\"/></mxCell></object><mxCell id=\"b\" value=\"B\" vertex=\"1\" parent=\"a\"/><mxCell id=\"e\" edge=\"1\" source=\"a\" target=\"b\"/></root></mxGraphModel></diagram></mxfile>",
    "flowchart LR\nsubgraph s [T]\na[\"A #amp; B\"] -->|x| b & c\nend\nb -- y --> a; c <--> a\n",
    "digraph g { subgraph cluster_a { label=\"A\"; x [label=\"X\"]; } x -> {y z} [label=<b>]; }",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bent_file_makes_any_reader_panic(
        seed in 0..SEEDS.len(), kind in 0..KINDS.len(),
        cuts in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4u8), 0..12),
    ) {
        let mut bytes = SEEDS[seed].as_bytes().to_vec();
        for (at, byte, how) in cuts {
            if bytes.is_empty() {
                break;
            }
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, b"<>&\"'{}[]();:,|\n-#"[usize::from(byte) % 18]),
                2 => drop(bytes.remove(at)),
                _ => bytes.truncate(at),
            }
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let source = Source { name: KINDS[kind].to_owned(), bytes };
        let _ = read(&[source], &ImportOptions { people: true, ..ImportOptions::default() }, &Unwatched);
        let _ = paste(&text, &ImportOptions::default(), &Unwatched);
    }

    #[test]
    fn no_text_makes_any_reader_panic(text in any::<String>(), kind in 0..KINDS.len()) {
        let source = Source { name: KINDS[kind].to_owned(), bytes: text.clone().into_bytes() };
        let _ = read(&[source], &ImportOptions::default(), &Unwatched);
        let _ = paste(&text, &ImportOptions::default(), &Unwatched);
    }
}
