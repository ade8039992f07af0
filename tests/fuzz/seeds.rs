//! A good file for every reader, to be bent: what the app itself writes, and what others write in their own way.

use std::io::{Cursor, Write};

use ecosystem::{Choice, Counted, Map, notation};
use exchange::export;
use picture::theme::Theme;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const MAP: &str = "Marketing: Brand, Content, Events\nMarketing / Digital: Web, Search\nSales: Field sales\n\
    Content -> Field sales: sales decks (slowing, weekly)\nField sales <-> Content: insight\n\
    Web -> Search: pages (blocking, x3)\nMarketing | Sales: needed\n";

/// File names, whose endings say the format, and their bytes.
pub fn all() -> Vec<(&'static str, Vec<u8>)> {
    let map = map();
    let scene = picture::Drawing::of(&map).whole(&picture::WholeOptions::default());
    let theme = Theme::light();
    let tables = export::csv::write(&map);
    let mut seeds = vec![
        ("teams.csv", tables.teams),
        ("ties.csv", tables.dependencies),
        ("map.json", export::json::write(&map).unwrap()),
        ("map.txt", export::text::write(&map)),
        ("map.graphml", export::graphml::write(&map, &scene, &theme).into_bytes()),
        ("map.gexf", export::gexf::write(&map, &scene, &theme).into_bytes()),
        ("map.drawio", export::drawio::write(&map, &scene, &theme).into_bytes()),
        ("map.mmd", export::mermaid::write(&map).into_bytes()),
        ("map.dot", export::dot::write(&map, &scene, &theme).into_bytes()),
        ("map.canvas", export::canvas::write(&map, &scene).unwrap()),
        ("map.xlsx", export::xlsx::write(&map, &[], None).unwrap()),
        ("list.ods", ods()),
        ("list.xls", XLS.to_vec()),
    ];
    seeds.extend(OTHERS.map(|(name, text)| (name, text.as_bytes().to_vec())));
    seeds
}

/// A small sheet as LibreOffice writes it for Excel 97.
const XLS: &[u8] = include_bytes!("../fixtures/teams.xls");

/// What others write.
const OTHERS: [(&str, &str); 9] = [
    ("needs.csv", "sep=;\nteam;function;depends on\nBrand;Marketing;Content|Sales\nContent;Marketing;\n"),
    (
        "people.csv",
        "Employee ID,Name,Title,Manager ID,Department\n1,Ana,CMO,,Marketing\n2,Lu,Lead,1,Content\n3,X,Y,2,Content\n",
    ),
    ("matrix.csv", ",Brand,Content,Sales\nBrand,,1,\nContent,x,,2.5\nSales,0,,\n"),
    ("names.txt", "- Brand\n- Content\n3. Events\n"),
    (
        "kumu.json",
        r#"{"elements":[{"id":"a","label":"Brand","type":"Team"},{"id":"b","label":"Sales"}],"connections":[{"from":"a","to":"b","type":"decks","direction":"mutual"}]}"#,
    ),
    (
        "yed.graphml",
        r#"<graphml><key id="n" for="node" yfiles.type="nodegraphics"/><graph edgedefault="directed"><node id="g" yfiles.foldertype="group"><data key="n"><y:ProxyAutoBoundsNode xmlns:y="y"><y:Realizers active="0"><y:GroupNode><y:NodeLabel>Marketing</y:NodeLabel></y:GroupNode></y:Realizers></y:ProxyAutoBoundsNode></data><graph><node id="g::1"><data key="n"><y:ShapeNode xmlns:y="y"><y:NodeLabel>Brand</y:NodeLabel></y:ShapeNode></data></node></graph></node><node id="2"/><edge source="g::1" target="2"/></graph></graphml>"#,
    ),
    (
        "old.xml",
        r#"<mxfile><diagram>jZJdb4MgFIZ/DfcKa7Pdzrbb1Zo0JruccCpkICZQa/frBwV1rlmyG8N5zgfwvkdECjW8WNqKN8NBIpzwAZEdwjhPM+w+gdwiWT9kETSW8VgzgZJ/QYRphL3i4BaF3hjpebuEldEaKr9g1FpzXZadjFye2tIGEigrKlP6wblv4i02OJv4K/BGDCfnWcpUtPpsrOl1PBBh8ro6kT0=</diagram></mxfile>"#,
    ),
    (
        "flow.mmd",
        "flowchart LR\nsubgraph s [Marketing]\na[\"A #amp; B\"] -->|briefs| b & c\nend\nb -- y --> a; c <--> a\n",
    ),
    (
        "graph.gv",
        "digraph g { subgraph cluster_a { label=\"A\"; x [label=\"X\"]; } x -> {y z} [label=<b>]; }",
    ),
];

fn map() -> Map {
    let mut map = Map::named("Seeds");
    let (plan, _) =
        map.plan_merge(&notation::parse(MAP).0, &Choice::default(), true, &mut Counted::default());
    map.apply(&plan.diff);
    map
}

/// A small sheet as LibreOffice writes it.
fn ods() -> Vec<u8> {
    let row = |cells: [&str; 3]| {
        let cells = cells.map(|cell| format!("<table:table-cell><text:p>{cell}</text:p></table:table-cell>"));
        format!("<table:table-row>{}</table:table-row>", cells.concat())
    };
    let rows = [
        row(["name", "function", "people"]),
        row(["Brand", "Marketing", "4"]),
        row(["A &amp; B", "Sales", "2"]),
        "<table:table-row table:number-rows-repeated=\"1000\"><table:table-cell/></table:table-row>"
            .to_owned(),
    ];
    let content = format!(
        r#"<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="Teams">{}</table:table></office:spreadsheet></office:body></office:document-content>"#,
        rows.concat()
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in
        [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_str())]
    {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
