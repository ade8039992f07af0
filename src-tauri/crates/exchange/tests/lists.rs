//! Lists come in: what people have in Excel becomes a map, and what is wrong with it is said with its place.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::PathBuf;

use ecosystem::{Counted, Edit, Health, Map, Unwatched};
use exchange::import::{
    Content, Field, Import, ImportError, ImportOptions, RowMeans, Source, TableOptions, read,
};

fn source(name: &str, text: &str) -> Source {
    Source { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
}

fn imported(files: &[(&str, &str)], options: &ImportOptions) -> Result<Import, ImportError> {
    let sources: Vec<Source> = files.iter().map(|(name, text)| source(name, text)).collect();
    read(&sources, options, &Unwatched)
}

/// The map an import gives, every refusal a failure.
fn map_of(import: &Import) -> Map {
    assert_eq!(import.refused, [], "nothing is refused");
    let mut map = Map::named("Test");
    let edit = Edit::Merge { incoming: import.incoming.clone(), add_missing: false, skip_bad_rows: false };
    let plan = map.plan(&edit, &mut Counted::default()).unwrap();
    map.apply(&plan.diff);
    assert_eq!(map.check(), Vec::<String>::new());
    map
}

fn ties(map: &Map) -> Vec<String> {
    let name = |id| map.team(id).unwrap().name.clone();
    map.dependencies()
        .map(|d| format!("{} -> {}: {} x{}", name(d.provider), name(d.receiver), d.what, d.strength))
        .collect()
}

const TEAMS: &str =
    "id,name,function,head count,tenure\n1,Brand,Marketing,4,9\n2,Content,Marketing,\"1,5\",\n3,NA,Sales,,\n";

#[test]
fn teams_and_dependencies_come_from_two_files_in_any_order() {
    let ties_csv = "from,to,kind,weight\n1,2,brief,3\n2,NA,decks,\nbrand,content,brief,2\n";
    let import =
        imported(&[("ties.csv", ties_csv), ("teams.csv", TEAMS)], &ImportOptions::default()).unwrap();
    let map = map_of(&import);
    assert_eq!(ties(&map), ["Brand -> Content: brief x5", "Content -> NA: decks x1"]);
    let brand = map.team_named("brand").unwrap();
    assert_eq!((brand.people, brand.key.as_str(), brand.custom["tenure"].as_str()), (Some(4.0), "1", "9"));
    assert_eq!(map.team_named("content").unwrap().people, Some(1.5));
    assert_eq!(
        import.remarks,
        ["teams.csv: Columns that are not known became fields of your own on the teams: tenure."]
    );
}

#[test]
fn what_from_and_to_mean_can_be_turned_around_but_plain_words_cannot() {
    let relies = ImportOptions { row_means: Some(RowMeans::Relies), ..ImportOptions::default() };
    let turned = imported(&[("teams.csv", TEAMS), ("ties.csv", "from,to\n1,2\n")], &relies).unwrap();
    assert_eq!(ties(&map_of(&turned)), ["Content -> Brand:  x1"]);
    assert_eq!(turned.recognised[1].row_means, Some(RowMeans::Relies));
    assert_eq!(turned.recognised[1].example, Some(("1".to_owned(), "2".to_owned())));
    let plain = imported(&[("teams.csv", TEAMS), ("ties.csv", "provider,receiver\n1,2\n")], &relies).unwrap();
    assert_eq!(ties(&map_of(&plain)), ["Brand -> Content:  x1"]);
}

#[test]
fn a_column_of_needs_says_whom_the_team_relies_on() {
    for header in ["depends on", "Needs", "DEPENDS_ON"] {
        let text = format!("team,{header},what\nBrand,Content,texts\n");
        let import =
            imported(&[("teams.csv", TEAMS), ("needs.csv", &text)], &ImportOptions::default()).unwrap();
        assert_eq!(ties(&map_of(&import)), ["Content -> Brand: texts x1"], "{header}");
    }
    let one = "team,function,needs\nBrand,Marketing,Content; Field\nContent,Marketing,\nField,Sales,\n";
    let import = imported(&[("teams.csv", one)], &ImportOptions::default()).unwrap();
    assert_eq!(ties(&map_of(&import)), ["Content -> Brand:  x1", "Field -> Brand:  x1"]);
}

#[test]
fn every_bad_row_is_refused_with_its_place_and_the_others_are_read() {
    let text = "provider;receiver;strength;health;review\n\
                Brand;Content;0;;\nBrand;;1;;\nBrand;Content;many;;\nBrand;Content;1,5;slowing;2026-12-01\n\
                Brand;Content;;purple;\nBrand;Content;;;soon\nBrand;Content;1;ok;2026-12-01;more\n";
    let import = imported(&[("ties.csv", text)], &ImportOptions::default()).unwrap();
    let said: Vec<String> = import.refused.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "ties.csv, row 2, column “strength”: The strength must be above zero.",
            "ties.csv, row 3, column “receiver”: The receiver is missing.",
            "ties.csv, row 4, column “strength”: “many” is not a number.",
            "ties.csv, row 6, column “health”: “purple” is no health. Write ok, slowing or blocking.",
            "ties.csv, row 7, column “review”: \"soon\" is not a date; write it like 2026-11-21.",
            "ties.csv, row 8: The row has 6 cells, but there are only 5 columns.",
        ]
    );
    let [good] = import.incoming.dependencies.as_slice() else { panic!("{:?}", import.incoming) };
    assert_eq!((good.set.strength, good.set.receiver_health), (Some(1.5), Some(Some(Health::Slowing))));
}

#[test]
fn a_table_nobody_can_read_is_refused_as_a_whole() {
    let refused = |name: &str, bytes: &[u8]| {
        let source = Source { name: name.to_owned(), bytes: bytes.to_vec() };
        read(&[source], &ImportOptions::default(), &Unwatched).unwrap_err().to_string()
    };
    assert_eq!(refused("a.csv", b""), "a.csv: It is empty.");
    assert_eq!(refused("a.csv", b"\r\n \n"), "a.csv: It is empty.");
    assert!(refused("a.doc", b"\xD0\xCF\x11\xE0\x00\x00\x00\x01\x02").contains("is not known"));
    let long = vec![b'x'; exchange::import::limits::FILE + 1];
    assert_eq!(refused("a.csv", &long), "a.csv: It is larger than 50 MB. Split it and bring in the parts.");
    let mut endless = std::io::repeat(b'x');
    assert!(Source::read("-", &mut endless).is_err(), "no more is read than a file may have");
}

#[test]
fn a_table_of_unknown_columns_is_shown_and_mapped_by_hand() {
    let files = [("a.csv", "colour,shape\nred,round\n")];
    let import = imported(&files, &ImportOptions::default()).unwrap();
    assert!(
        import.refused[0].to_string().starts_with("a.csv, row 1: Its columns are not known: colour, shape.")
    );
    assert_eq!((import.recognised[0].content, import.recognised[0].columns.len()), (Content::Unknown, 2));
    let table =
        TableOptions { columns: [("colour".to_owned(), Field::Name)].into(), ..TableOptions::default() };
    let options = ImportOptions { tables: [("a.csv".to_owned(), table)].into(), ..ImportOptions::default() };
    assert!(map_of(&imported(&files, &options).unwrap()).team_named("red").is_some());
}

#[test]
fn a_file_is_read_with_the_encoding_and_delimiter_a_person_chose() {
    let source =
        Source { name: "a.csv".to_owned(), bytes: b"team:function\nGr\xF6\xDFe:Marketing\n".to_vec() };
    let table = TableOptions {
        encoding: Some("windows-1252".to_owned()),
        delimiter: Some(':'),
        ..TableOptions::default()
    };
    let options = ImportOptions { tables: [("a.csv".to_owned(), table)].into(), ..ImportOptions::default() };
    let import = read(&[source], &options, &Unwatched).unwrap();
    let [recognised] = import.recognised.as_slice() else { panic!("{:?}", import.recognised) };
    assert_eq!((recognised.encoding.as_deref(), recognised.delimiter), (Some("windows-1252"), Some(':')));
    assert_eq!(import.incoming.teams[0].name, "Größe");
}

#[test]
fn one_id_for_two_names_is_refused() {
    let import =
        imported(&[("t.csv", "id,name\n7,Brand\n7,Content\n7,brand\n")], &ImportOptions::default()).unwrap();
    let said = import.refused[0].to_string();
    assert_eq!(said, "t.csv, row 3, column “id”: The id 7 is used twice, for teams of different names.");
    assert_eq!(import.refused.len(), 1);
}

#[test]
fn columns_can_be_mapped_by_hand() {
    let columns = [("Squad".to_owned(), Field::Name), ("Tribe".to_owned(), Field::Function)].into();
    let options = ImportOptions { columns, ..ImportOptions::default() };
    let map = map_of(&imported(&[("t.csv", "squad,tribe\nBrand,Marketing\n")], &options).unwrap());
    let function = map.team_named("Brand").unwrap().function.unwrap();
    assert_eq!(map.function(function).unwrap().name, "Marketing");
}

#[test]
fn names_from_everywhere_survive() {
    let names =
        ["<script>alert(1)</script>", "=1+1", "فريق المنصة", "🚀 Launch", "O'Brien & \"Co\"", "null", "None"];
    let rows: String = names.iter().map(|name| format!("\"{}\"\r\n", name.replace('"', "\"\""))).collect();
    let map = map_of(
        &imported(&[("t.csv", &format!("\u{feff}name\r\n{rows}"))], &ImportOptions::default()).unwrap(),
    );
    for name in names {
        assert_eq!(map.team_named(name).unwrap().name, name);
    }
}

#[test]
fn a_cancelled_import_ends() {
    struct Impatient;
    impl ecosystem::Watch for Impatient {
        fn progress(&self, _: f32) {}
        fn cancelled(&self) -> bool {
            true
        }
    }
    let cancelled = read(&[source("t.csv", TEAMS)], &ImportOptions::default(), &Impatient);
    assert!(matches!(cancelled, Err(ImportError::Cancelled(_))));
}

/// A folder of the shared real data, if it is there.
fn shared(folder: &str) -> Option<Vec<Source>> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data").join(folder);
    if !root.exists() {
        eprintln!("skipped: {} is not there", root.display());
        return None;
    }
    let load = |name: &str| Source { name: name.to_owned(), bytes: std::fs::read(root.join(name)).unwrap() };
    Some(vec![load("teams.csv"), load("ties.csv")])
}

#[test]
fn real_lists_come_in_whole() {
    let cases = [
        ("sourcegraph_handbook", 75, 286),
        ("krackhardt", 21, 312),
        ("lazega", 71, 2571),
        ("email_eu_core", 1005, 24929),
    ];
    for (folder, teams, dependencies) in cases {
        let Some(sources) = shared(folder) else { return };
        let import = read(&sources, &ImportOptions::default(), &Unwatched).unwrap();
        let map = map_of(&import);
        assert_eq!((map.teams().len(), map.dependencies().len()), (teams, dependencies), "{folder}");
    }
}
