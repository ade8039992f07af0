//! People start from what they have: workbooks, org charts, matrices, drawings.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use ecosystem::{Counted, Edit, Map, Unwatched};
use exchange::import::{Content, Import, ImportOptions, RowMeans, Source, read};
use rust_xlsxwriter::Workbook;

fn imported(name: &str, bytes: Vec<u8>, options: &ImportOptions) -> Import {
    read(&[Source { name: name.to_owned(), bytes }], options, &Unwatched).unwrap()
}

fn text(name: &str, text: &str) -> Import {
    imported(name, text.as_bytes().to_vec(), &ImportOptions::default())
}

fn map_of(import: &Import) -> Map {
    let mut map = Map::named("Test");
    let edit = Edit::Merge { incoming: import.incoming.clone(), add_missing: false, skip_bad_rows: false };
    let plan = map.plan(&edit, &mut Counted::default()).unwrap();
    map.apply(&plan.diff);
    map
}

/// "Function: Team (people)" for each team, then "Provider -> Receiver: what".
fn said(map: &Map) -> Vec<String> {
    let teams = map.teams().map(|team| {
        let function = team.function.and_then(|id| map.function(id)).map_or("", |f| f.name.as_str());
        let people = team.people.map_or_else(String::new, |people| format!(" ({people})"));
        format!("{function}: {}{people}", team.name)
    });
    let name = |id| map.team(id).unwrap().name.as_str();
    let ties =
        map.dependencies().map(|d| format!("{} -> {}: {}", name(d.provider), name(d.receiver), d.what));
    teams.chain(ties).collect()
}

#[test]
fn a_workbook_of_the_time_before_2007_comes_in() {
    let bytes = include_bytes!("../../../../tests/fixtures/teams.xls").to_vec();
    let import = imported("teams.xls", bytes.clone(), &ImportOptions::default());
    let map = map_of(&import);
    assert_eq!(
        said(&map),
        [
            "Marketing: Brand (4)",
            "Marketing: Content (7)",
            "Sales: Vertrieb S\u{fc}d \u{2013} \u{55b6}\u{696d} (12)",
            "Marketing: \u{c9}v\u{e9}nements (3)"
        ]
    );
    let first = map.teams().next().unwrap();
    assert_eq!(first.load, Some(0.85));
    assert_eq!(first.custom["review"], "2026-03-01", "days are days, not numbers");
    // Whatever it is called.
    assert_eq!(said(&map_of(&imported("teams.old", bytes, &ImportOptions::default()))).len(), 4);
}

#[test]
fn a_workbook_of_several_sheets_comes_in_with_what_is_no_list_left_out() {
    let mut book = Workbook::new();
    let mut sheet = |name: &str, rows: &[&[&str]]| {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (row, cells) in (0u32..).zip(rows) {
            for (column, cell) in (0u16..).zip(*cells) {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write_number(row, column, number).unwrap(),
                    Err(_) => sheet.write_string(row, column, *cell).unwrap(),
                };
            }
        }
    };
    sheet("About", &[&["Written by Ana"], &["on a Monday"]]);
    sheet(
        "Teams",
        &[
            &["Teams of 2026"],
            &[],
            &["Team", "Department", "People"],
            &["Brand", "Marketing", "4"],
            &["Field", "Sales", "9"],
        ],
    );
    sheet("Ties", &[&["From", "To", "What"], &["Brand", "Field", "=decks"]]);
    sheet("Old (ignore)", &[&["From", "To"], &["Nobody", "Nobody else"]]);
    let import = imported("book.xlsx", book.save_to_buffer().unwrap(), &ImportOptions::default());
    assert_eq!(
        said(&map_of(&import)),
        ["Marketing: Brand (4)", "Sales: Field (9)", "Brand -> Field: =decks"]
    );
    assert_eq!(import.remarks, ["book.xlsx: These sheets hold no list and were left out: About."]);
    assert_eq!(import.recognised[0].file, "book.xlsx, sheet Teams");
    assert_eq!(import.incoming.teams[0].origin.row, 4, "rows are those Excel shows");
}

#[test]
fn a_matrix_becomes_dependencies_both_ways_round() {
    let matrix = ",Brand,Content,Field\nBrand,5,1,\nContent,,,x\nField,0,2.5,\n";
    let map = map_of(&text("matrix.csv", matrix));
    assert_eq!(said(&map)[3..], ["Brand -> Content: ", "Content -> Field: ", "Field -> Content: "]);
    let relies = ImportOptions { row_means: Some(RowMeans::Relies), ..ImportOptions::default() };
    let import = imported("matrix.csv", matrix.as_bytes().to_vec(), &relies);
    assert_eq!(import.recognised[0].content, Content::Matrix);
    assert_eq!(
        said(&map_of(&import))[3..],
        ["Content -> Brand: ", "Field -> Content: ", "Content -> Field: "]
    );
}

const STAFF: &str = "Employee ID,First Name,Last Name,Job Title,Manager ID,Department\n\
    1,Ana,Abel,CMO,,Marketing\n2,Lu,Berg,Head of content,1,Content\n3,Mo,Crane,Writer,2,Content\n\
    4,Kim,Dahl,Head of events,1,Events\n5,Sol,Eng,Writer,2,Content\n";

#[test]
fn people_are_rolled_up_to_teams_and_their_names_stay_out() {
    let import = text("staff.csv", STAFF);
    assert_eq!(import.recognised[0].content, Content::People);
    assert_eq!(
        said(&map_of(&import)),
        ["Marketing: Content (3)", "Marketing: Events (1)", "Marketing: Marketing (1)"]
    );
    let everything = format!("{:?}", import.incoming);
    for name in ["Ana", "Abel", "Lu", "Berg"] {
        assert!(!everything.contains(name), "{name}");
    }
    let with_names = ImportOptions { people: true, ..ImportOptions::default() };
    let import = imported("staff.csv", STAFF.as_bytes().to_vec(), &with_names);
    assert_eq!(map_of(&import).team_named("Content").unwrap().lead, "Lu Berg");
}

#[test]
fn managers_are_found_by_address_or_name_and_circles_are_cut() {
    let by_mail = "Work Email,Name,Reports To,Team,Department\n\
        a@x.org,Ana,,Leads,Marketing\nb@x.org,Bo,a@x.org,Web,Marketing\nc@x.org,Cy,Bo,Web,Marketing\n";
    assert_eq!(said(&map_of(&text("mail.csv", by_mail))), ["Marketing: Leads (1)", "Marketing: Web (2)"]);
    let circle = "Name,Title,Reports To,Department\nAna,CMO,Cy,M\nBo,VP,Ana,M\nCy,VP,Bo,N\nDi,X,Nobody,N\n";
    let import = text("circle.csv", circle);
    assert!(import.remarks.iter().any(|remark| remark.contains("run in a circle")), "{:?}", import.remarks);
    assert!(
        import.remarks.iter().any(|remark| remark.contains("the first in row 5")),
        "{:?}",
        import.remarks
    );
}

#[test]
fn a_list_of_teams_with_a_manager_column_stays_a_list_of_teams() {
    let import = text("teams.csv", "id,name,function,manager\n1,Brand,Marketing,Ana\n2,Field,Sales,Bo\n");
    assert_eq!(import.recognised[0].content, Content::Teams);
    assert_eq!(map_of(&import).team_named("Brand").unwrap().lead, "Ana");
}

#[test]
fn a_column_that_mostly_holds_something_else_is_kept_as_it_is() {
    let import = text("teams.csv", "team,members,status\nBrand,\"Ana, Bo\",active\nField,Cy,paused\n");
    let map = map_of(&import);
    let custom = &map.team_named("Brand").unwrap().custom;
    assert_eq!((custom["members"].as_str(), custom["status"].as_str()), ("Ana, Bo", "active"));
    let ties = text("ties.csv", "from,to,status\nBrand,Field,open\n");
    assert_eq!(ties.refused, []);
    let one_wrong = text("ties.csv", "from,to,health\nBrand,Field,open\n");
    assert_eq!(one_wrong.refused.len(), 1, "the app's own column means what it says");
}

#[test]
fn graphs_of_other_programs_come_in() {
    let yed = r#"<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
      <key for="node" id="d6" yfiles.type="nodegraphics"/><key for="edge" id="d9" yfiles.type="edgegraphics"/>
      <graph edgedefault="directed"><node id="n0" yfiles.foldertype="group"><data key="d6"><y:ProxyAutoBoundsNode><y:Realizers><y:GroupNode><y:NodeLabel>Marketing</y:NodeLabel></y:GroupNode><y:GroupNode><y:NodeLabel>closed</y:NodeLabel></y:GroupNode></y:Realizers></y:ProxyAutoBoundsNode></data>
      <graph id="n0:"><node id="n0::n0"><data key="d6"><y:ShapeNode><y:Geometry x="3" y="4"/><y:NodeLabel>Brand</y:NodeLabel></y:ShapeNode></data></node></graph></node>
      <node id="n1"><data key="d6"><y:ShapeNode><y:NodeLabel>Sales</y:NodeLabel></y:ShapeNode></data></node>
      <edge id="e0" source="n0::n0" target="n1"><data key="d9"><y:PolyLineEdge><y:EdgeLabel>decks</y:EdgeLabel></y:PolyLineEdge></data></edge></graph></graphml>"#;
    assert_eq!(
        said(&map_of(&text("y.graphml", yed))),
        ["Marketing: Brand", ": Sales", "Brand -> Sales: decks"]
    );
    let kumu = r#"{"elements":[{"_id":"e1","attributes":{"label":"Brand","element type":"team","department":"Marketing"}},{"label":"Sales"}],
      "connections":[{"from":"e1","to":"Sales","direction":"mutual","attributes":{"label":"plans"}}]}"#;
    assert_eq!(
        said(&map_of(&text("k.json", kumu))),
        ["Marketing: Brand", ": Sales", "Sales -> Brand: plans", "Brand -> Sales: plans"]
    );
    let canvas = r##"{"nodes":[{"id":"g","type":"group","label":"Marketing","x":0,"y":0,"width":400,"height":300},
      {"id":"a","type":"text","text":"# Brand\nKeeps the guide","x":20,"y":20,"width":100,"height":50},
      {"id":"b","type":"text","text":"Sales","x":900,"y":20,"width":100,"height":50}],
      "edges":[{"id":"e","fromNode":"a","toNode":"b","label":"guide"}]}"##;
    let map = map_of(&text("c.canvas", canvas));
    assert_eq!(said(&map), ["Marketing: Brand", ": Sales", "Brand -> Sales: guide"]);
    assert_eq!(map.team_named("Brand").unwrap().note, "Keeps the guide");
    let two = text("two.dot", "digraph { a [label=Ops]; b [label=Ops]; a -> b; b -> missing; c -> c }");
    assert_eq!(two.remarks, ["two.dot: 1 names were there twice or empty; they have a number now."]);
    assert_eq!(two.refused[0].why, "It runs from a team to itself.");
}

/// Every alias that the field work has found in real exports is recognised as something.
#[test]
fn the_headers_found_in_the_field_are_known() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/reference/columns.json");
    let Ok(bytes) = std::fs::read(&file) else {
        eprintln!("skipped: {} is not there", file.display());
        return;
    };
    let reference: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let fields: BTreeMap<String, Vec<String>> = serde_json::from_value(reference["fields"].clone()).unwrap();
    // Pictures and addresses have no place on a map; tags and categories become fields of one's own.
    let without = ["image", "url", "tags", "direction", "type"];
    let unknown: Vec<String> = fields
        .iter()
        .filter(|(field, _)| !without.contains(&field.as_str()))
        .flat_map(|(field, names)| names.iter().map(move |name| (field, name)))
        .filter(|(_, name)| exchange::import::Field::named(name).is_none())
        .map(|(field, name)| format!("{field}: {name}"))
        .collect();
    assert_eq!(unknown, Vec::<String>::new());
}
