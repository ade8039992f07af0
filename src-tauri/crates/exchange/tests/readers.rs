//! Other programs read what goes out. Each check is skipped where its program is not installed.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "support/python.rs"]
mod python;

use std::path::PathBuf;
use std::process::Command;

use ecosystem::{Counted, Date, Edit, Map, notation};
use exchange::export::html::HtmlView;
use exchange::export::xlsx::Sheet;
use exchange::export::{canvas, csv, dot, drawio, gexf, graphml, html, mermaid, xlsx};
use picture::scene::Scene;
use picture::theme::Theme;
use picture::{Drawing, LegendPlace, WholeOptions};
use python::python;

const TEXT: &str = r#"
Marketing: Brand, Content, "=cmd|' /C calc'!A0"
Marketing > Digital: SEO, "<script>alert(1)</script> ]]> & ""quoted"" \ back"
Sales: Field sales, Revenue ops, فريق المنصة, "🚀 Launch"
Content -> Field sales: sales decks (slowing, weekly)
Brand -> Content: "guide; lines | 1"
Field sales -> Revenue ops: forecast (blocking, provider ok, x5)
SEO -> Content: keywords
"#;

fn map() -> Map {
    let (incoming, refused) = notation::parse(TEXT);
    assert_eq!(refused, []);
    let mut map = Map::named("Northwind <map>");
    let edit = Edit::Merge { incoming, add_missing: true, skip_bad_rows: false };
    let plan = map.plan(&edit, &mut Counted::default()).unwrap();
    map.apply(&plan.diff);
    map
}

fn scene(map: &Map) -> Scene {
    Drawing::of(map).whole(&WholeOptions { legend: LegendPlace::Below, ..WholeOptions::default() })
}

/// Every written file, in a folder that lasts as long as the first value.
fn written() -> (tempfile::TempDir, PathBuf) {
    let (map, theme) = (map(), Theme::light());
    let scene = scene(&map);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    let kept = std::env::var_os("TIEMAP_PICTURES").map(PathBuf::from);
    let put = |name: &str, bytes: Vec<u8>| {
        std::fs::write(path.join(name), &bytes).unwrap();
        if let Some(kept) = &kept {
            std::fs::write(kept.join(name), &bytes).unwrap();
        }
    };
    let findings = Sheet {
        name: "Findings".to_owned(),
        headers: vec!["finding".to_owned()],
        rows: vec![vec!["=Content carries the most".to_owned()]],
    };
    put("map.xlsx", xlsx::write(&map, &[findings], Date::new(2026, 11, 21)).unwrap());
    put("map.graphml", graphml::write(&map, &scene, &theme).into_bytes());
    put("map.gexf", gexf::write(&map, &scene, &theme).into_bytes());
    put("map.drawio", drawio::write(&map, &scene, &theme).into_bytes());
    put("map.dot", dot::write(&map, &scene, &theme).into_bytes());
    put("map.mmd", mermaid::write(&map).into_bytes());
    put("map.canvas", canvas::write(&map, &scene).unwrap());
    put("teams.csv", csv::write(&map).teams);
    let view =
        |name: &str| HtmlView { name: name.to_owned(), scene: &scene, notes: vec!["A <finding>".to_owned()] };
    put("map.html", html::write(&map, &[view("Map"), view("Silos")], &theme).into_bytes());
    (folder, path)
}

#[test]
fn networkx_reads_graphml_and_gexf() {
    let (_folder, path) = written();
    let script = |reader: &str| {
        format!(
            "import networkx, sys\ng = networkx.{reader}(sys.argv[1])\nprint(len([n for n in g if n.startswith('t')]), g.number_of_edges(), g.is_directed())"
        )
    };
    for (file, reader) in [("map.graphml", "read_graphml"), ("map.gexf", "read_gexf")] {
        let Some(said) = python("networkx", &script(reader), &path.join(file)) else { return };
        assert_eq!(said.trim(), "9 4 True", "{file}");
    }
}

#[test]
fn openpyxl_finds_texts_and_no_formula() {
    let (_folder, path) = written();
    let script = "import openpyxl, sys\nb = openpyxl.load_workbook(sys.argv[1])\nprint(b.sheetnames)\nfor s in b:\n  for r in s.iter_rows():\n    for c in r:\n      assert c.data_type != 'f', c.value\nprint([c.value for c in b['Teams']['B']])";
    let Some(said) = python("openpyxl", script, &path.join("map.xlsx")) else { return };
    assert!(said.contains("['Teams', 'Dependencies', 'Functions', 'Matrix', 'Findings']"), "{said}");
    assert!(said.contains("=cmd|") && said.contains("<script>alert(1)</script> ]]>"), "{said}");
}

#[test]
fn graphviz_draws_the_dot_file() {
    let (_folder, path) = written();
    let Ok(run) = Command::new("neato").args(["-n2", "-Tsvg"]).arg(path.join("map.dot")).output() else {
        eprintln!("skipped: graphviz is not there");
        return;
    };
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let svg = String::from_utf8(run.stdout).unwrap();
    assert_eq!(svg.matches("class=\"edge\"").count(), 4);
}

#[test]
fn the_page_fetches_nothing_and_runs_only_its_own_script() {
    let page = html::write(
        &map(),
        &[HtmlView { name: "Map".to_owned(), scene: &scene(&map()), notes: Vec::new() }],
        &Theme::dark(),
    );
    assert_eq!(page.matches("<script").count(), 1, "names are text");
    assert!(!page.contains("src=\"") && !page.contains("href="), "nothing is fetched");
    assert!(page.contains("script-src 'sha256-"));
    assert!(!page.to_lowercase().contains(" onclick") && !page.contains("<img"));
}

#[test]
fn mermaid_says_when_a_chart_is_too_large() {
    assert_eq!(mermaid::remark(&map()), None);
    let many: String = (0..600).map(|n| format!("A{n} -> B\n")).collect();
    let (incoming, _) = notation::parse(&many);
    let mut map = Map::named("Large");
    let plan = map
        .plan(&Edit::Merge { incoming, add_missing: true, skip_bad_rows: false }, &mut Counted::default())
        .unwrap();
    map.apply(&plan.diff);
    assert!(mermaid::remark(&map).unwrap().contains("600"));
}
