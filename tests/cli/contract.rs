//! Every command on a small company.

use serde_json::{Value, json};

use crate::tiemap::Folder;

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn a_new_map_starts_from_a_template_and_never_replaces_a_file() {
    let folder = Folder::new();
    folder.done(&["new", "blank.tiemap"]);
    folder.done(&["new", "m.tiemap", "--template", "marketing"]);
    folder.done(&["new", "s.tiemap", "--template", "sample"]);
    let scene = folder.json(&["scene", "s.tiemap"]);
    assert!(scene["cards"].as_array().unwrap().len() >= 20);
    folder.fails(2, &["new", "blank.tiemap"], "is there already");
    folder.fails(2, &["new", "x.tiemap", "--template", "nonsense"], "nonsense");
    folder.fails(2, &["new", "no/such/folder/x.tiemap"], "");
}

#[test]
fn an_import_says_what_was_new_changed_unchanged_and_refused() {
    let folder = Folder::new();
    folder.write("teams.csv", "name,function,budget code\nBrand,Marketing,B1\nContent,Marketing,C2\n");
    let first = folder.done(&["import", "teams.csv", "--into", "map.tiemap"]);
    assert!(first.contains("teams: 2 new, 0 changed, 0 unchanged"), "{first}");
    assert!(first.contains("budget code") && first.contains("a field of your own"), "{first}");
    let again = folder.done(&["import", "teams.csv", "--into", "map.tiemap"]);
    assert!(again.contains("teams: 0 new, 0 changed, 2 unchanged"), "{again}");
    folder.write("teams.csv", "name,function,lead\nBrand,Sales,Ana\n");
    let moved = folder.done(&["import", "teams.csv", "--into", "map.tiemap"]);
    assert!(moved.contains("teams: 0 new, 1 changed, 0 unchanged"), "{moved}");
    assert!(folder.done(&["check", "map.tiemap"]).contains("sound"));
}

#[test]
fn rows_that_cannot_be_imported_refuse_the_whole_unless_they_are_skipped() {
    let folder = Folder::new();
    folder.company();
    folder.write("more.csv", "provider,receiver,what\nBrand,Content,photos\nBrand,Nobody,letters\n");
    let refused = folder.run(&["import", "more.csv", "--into", "map.tiemap"]);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(refused.out.contains("refused: 1") && refused.out.contains("row 3"), "{}", refused.out);
    assert!(refused.out.contains("Nobody") && refused.out.contains("receiver"), "{}", refused.out);
    assert_eq!(folder.json(&["scene", "map.tiemap"])["ties"].as_array().unwrap().len(), 4);
    folder.done(&["import", "more.csv", "--into", "map.tiemap", "--skip-bad-rows"]);
    assert_eq!(folder.json(&["scene", "map.tiemap"])["ties"].as_array().unwrap().len(), 5);
    let asked = folder.run(&[
        "import",
        "more.csv",
        "--into",
        "map.tiemap",
        "--skip-bad-rows",
        "--fail-on",
        "refused",
    ]);
    assert_eq!(asked.code, 1);
    folder.done(&["import", "more.csv", "--into", "map.tiemap", "--add-missing"]);
    assert_eq!(folder.json(&["scene", "map.tiemap"])["cards"].as_array().unwrap().len(), 5);
}

#[test]
fn a_refused_import_and_a_dry_run_make_no_file() {
    let folder = Folder::new();
    folder.write("bad.csv", "provider,receiver\nA,A\n");
    assert_eq!(folder.run(&["import", "bad.csv", "--into", "new.tiemap", "--add-missing"]).code, 2);
    folder.write("good.csv", "name\nBrand\n");
    let dry = folder.run(&["import", "good.csv", "--into", "new.tiemap", "--dry-run"]);
    assert_eq!(dry.code, 0, "{dry:?}");
    assert!(dry.out.contains("teams: 1 new"), "{}", dry.out);
    assert_eq!(folder.files(), ["bad.csv", "good.csv"]);
    folder.fails(2, &["import", "no.csv", "--into", "new.tiemap"], "no.csv");
    folder.fails(2, &["import", "good.csv", "--into", "new.tiemap", "--map", "x"], "--map");
    folder.fails(2, &["import", "good.csv", "--into", "new.tiemap", "--map", "name=wings"], "wings");
}

#[test]
fn a_list_can_come_from_standard_input_and_columns_be_named_by_hand() {
    let folder = Folder::new();
    let list = "Wer,Braucht\nContent,Brand\n";
    let arguments = [
        "import",
        "-",
        "--into",
        "map.tiemap",
        "--add-missing",
        "--map",
        "Wer=from",
        "--map",
        "Braucht=to",
        "--row-means",
        "relies",
    ];
    let ended = folder.run_with(&arguments, list);
    assert_eq!(ended.code, 0, "{ended:?}");
    let scene = folder.json(&["scene", "map.tiemap"]);
    let id = |name: &str| {
        let cards = scene["cards"].as_array().unwrap();
        cards.iter().find(|card| card["name"] == name).unwrap()["id"].clone()
    };
    // Content relies on Brand, so Brand provides.
    assert_eq!(scene["ties"][0]["provider"], id("Brand"));
    assert_eq!(scene["ties"][0]["receiver"], id("Content"));
}

#[test]
fn a_reading_in_json_has_the_keys_that_programs_rely_on() {
    let folder = Folder::new();
    folder.company();
    for lens in ["silos", "bottlenecks"] {
        let reading = folder.json(&["read", "map.tiemap", "--lens", lens, "--json", "--seed", "7"]);
        for key in ["lens", "revision", "seed", "findings", "map", "functions", "teams", "borders"] {
            assert!(keys(&reading).contains(&key), "{lens}: {key}");
        }
        assert_eq!((&reading["lens"], &reading["seed"]), (&json!(lens), &json!(7)));
        for key in [
            "teams",
            "dependencies",
            "ties",
            "internal",
            "external",
            "ei",
            "ei_expected",
            "ei_p",
            "modularity",
            "reciprocity",
            "density",
            "reachable_pairs",
            "demand_gini",
        ] {
            assert!(keys(&reading["map"]).contains(&key), "map.{key}");
        }
        for key in [
            "teams",
            "internal",
            "external",
            "ei",
            "ei_expected",
            "ei_p",
            "conductance",
            "density_in",
            "density_out",
            "silo_score",
        ] {
            assert!(keys(&reading["functions"]["Marketing"]).contains(&key), "functions.{key}");
        }
        for key in [
            "demand",
            "demand_strength",
            "demand_share",
            "betweenness",
            "betweenness_undirected",
            "closeness_harmonic",
            "pagerank",
            "constraint",
            "cut_point",
            "routes_lost",
            "routes_total",
            "cluster",
            "bottleneck_score",
        ] {
            assert!(keys(&reading["teams"]["NA"]).contains(&key), "teams.{key}");
        }
        for key in ["between", "dependencies", "density", "disjoint_routes"] {
            assert!(keys(&reading["borders"][0]).contains(&key), "borders.{key}");
        }
        for finding in reading["findings"].as_array().unwrap() {
            for key in [
                "kind",
                "sentence",
                "because",
                "try",
                "question",
                "teams",
                "functions",
                "dependencies",
                "figures",
                "confidence",
            ] {
                assert!(keys(finding).contains(&key), "findings.{key}");
            }
            assert_eq!(keys(&finding["confidence"]), ["level", "why"]);
        }
        assert_eq!(reading["teams"]["Content"]["demand"], 1);
        assert_eq!(reading["teams"]["Content"]["demand_strength"], 2.0);
    }
    let all = folder.json(&["read", "map.tiemap", "--lens", "all", "--json"]);
    let lenses: Vec<&Value> = all.as_array().unwrap().iter().map(|reading| &reading["lens"]).collect();
    assert!(lenses.contains(&&json!("silos")) && lenses.contains(&&json!("bottlenecks")));
    folder.fails(2, &["read", "map.tiemap", "--lens", "horoscope"], "horoscope");
}

#[test]
fn a_reading_can_be_asked_to_fail_on_what_it_finds() {
    let folder = Folder::new();
    folder.done(&["new", "map.tiemap", "--template", "sample"]);
    let words = folder.done(&["read", "map.tiemap", "--lens", "all"]);
    assert!(words.contains("Silos") && words.contains("Bottlenecks"), "{words}");
    assert_eq!(folder.run(&["read", "map.tiemap", "--lens", "all", "--fail-on", "any"]).code, 1);
    let json = folder.json(&["read", "map.tiemap", "--lens", "bottlenecks", "--json"]);
    let kind = json["findings"][0]["kind"].as_str().unwrap();
    assert_eq!(folder.run(&["read", "map.tiemap", "--lens", "bottlenecks", "--fail-on", kind]).code, 1);
    assert_eq!(
        folder.run(&["read", "map.tiemap", "--lens", "bottlenecks", "--fail-on", "clear-silo"]).code,
        0
    );
}

#[test]
fn the_scene_has_the_keys_that_programs_rely_on() {
    let folder = Folder::new();
    folder.company();
    let scene = folder.json(&["scene", "map.tiemap"]);
    assert_eq!(keys(&scene), ["bounds", "cards", "containers", "revision", "ties"]);
    let container = &scene["containers"][0];
    assert_eq!(keys(container), ["id", "name", "parent", "rect"]);
    let card = &scene["cards"][0];
    assert_eq!(keys(card), ["container", "id", "level", "name", "rect"]);
    assert_eq!(card["level"], "near");
    assert_eq!(card["rect"].as_array().unwrap().len(), 4);
    for tie in scene["ties"].as_array().unwrap() {
        for key in ["id", "provider", "receiver", "points", "label"] {
            assert!(keys(tie).contains(&key), "{key}");
        }
        assert!(tie["points"].as_array().unwrap().len() >= 2);
        assert_eq!(tie["label"]["rect"].as_array().unwrap().len(), 4);
    }
    let texts: Vec<&str> =
        scene["ties"].as_array().unwrap().iter().map(|tie| tie["label"]["text"].as_str().unwrap()).collect();
    assert!(texts.contains(&"sales decks"), "{texts:?}");
    let far =
        folder.json(&["scene", "map.tiemap", "--viewport", "-5000,-5000,10000,10000", "--scale", "0.05"]);
    assert!(far["cards"].as_array().unwrap().is_empty() && !far["containers"].as_array().unwrap().is_empty());
    folder.fails(2, &["scene", "map.tiemap", "--viewport", "1,2,3", "--scale", "1"], "--viewport");
}

#[test]
fn tidy_gives_the_same_picture_for_the_same_seed_and_can_be_undone() {
    let folder = Folder::new();
    folder.company();
    let before = folder.json(&["scene", "map.tiemap"]);
    for style in ["flow", "rings", "lanes", "ecosystem"] {
        let done = folder.run(&["tidy", "map.tiemap", "--style", style, "--seed", "3"]);
        assert_eq!(done.code, 0, "{style}: {done:?}");
    }
    let one = folder.json(&["scene", "map.tiemap"]);
    folder.done(&["undo", "map.tiemap"]);
    folder.done(&["tidy", "map.tiemap", "--style", "ecosystem", "--seed", "3"]);
    let other = folder.json(&["scene", "map.tiemap"]);
    assert_eq!(one["cards"], other["cards"]);
    while folder.done(&["undo", "map.tiemap"]) != "There is nothing to undo.\n" {}
    assert_eq!(folder.json(&["scene", "map.tiemap"])["cards"], before["cards"]);
}

#[test]
fn every_format_is_written_whole_or_not_at_all() {
    let folder = Folder::new();
    folder.company();
    folder.done(&["export", "map.tiemap", "--to", "a.svg", "a.png", "a.pdf", "a.csv", "a.json", "a.txt"]);
    let starts = |name: &str, start: &[u8]| {
        let bytes = std::fs::read(folder.path(name)).unwrap();
        assert!(bytes.starts_with(start), "{name}: {:?}", &bytes[..bytes.len().min(20)]);
    };
    starts("a.svg", b"<svg");
    starts("a.png", b"\x89PNG");
    starts("a.pdf", b"%PDF-");
    starts("a-teams.csv", b"\xef\xbb\xbfid,name");
    starts("a-dependencies.csv", b"\xef\xbb\xbf");
    starts("a.json", b"{");
    let others =
        ["b.pptx", "b.html", "b.drawio", "b.graphml", "b.gexf", "b.dot", "b.mmd", "b.canvas", "b.xlsx"];
    folder.done(&[&["export", "map.tiemap", "--to"], &others[..]].concat());
    for other in others {
        assert!(std::fs::metadata(folder.path(other)).unwrap().len() > 100, "{other}");
    }
    starts("b.pptx", b"PK");
    starts("b.xlsx", b"PK");
    let text = std::fs::read_to_string(folder.path("a.txt")).unwrap();
    assert!(text.contains("Content -> Field sales: sales decks (slowing, x2)"), "{text}");
    let leftovers: Vec<String> = folder.files().into_iter().filter(|name| name.contains(".part")).collect();
    assert!(leftovers.is_empty(), "{leftovers:?}");
    // One bad ending, and nothing is written.
    folder.fails(2, &["export", "map.tiemap", "--to", "c.svg", "c.docx"], ".docx");
    folder.fails(2, &["export", "map.tiemap", "--to", "c.svg", "--theme", "neon"], "neon");
    folder.fails(2, &["export", "map.tiemap", "--to", "no/folder/c.svg"], "cannot be written");
    assert!(!folder.files().contains(&"c.svg".to_owned()));
}

#[test]
fn several_lenses_are_pages_or_files_of_their_own() {
    let folder = Folder::new();
    folder.company();
    folder.done(&[
        "export",
        "map.tiemap",
        "--to",
        "a.svg",
        "a.pptx",
        "a.pdf",
        "a.xlsx",
        "--lens",
        "all",
        "--paper",
        "a4",
        "--slides",
        "standard",
        "--no-findings",
    ]);
    for name in ["a-map.svg", "a-silos.svg", "a-bottlenecks.svg"] {
        assert!(folder.files().contains(&name.to_owned()), "{name} in {:?}", folder.files());
    }
    // The names of a zip's parts stand in it as they are.
    let deck = std::fs::read(folder.path("a.pptx")).unwrap();
    let has = |part: &[u8]| deck.windows(part.len()).any(|window| window == part);
    assert!(has(b"ppt/slides/slide3.xml") && !has(b"ppt/slides/slide4.xml"), "a slide for each");
    // A report names its pictures, which lie beside it.
    folder.done(&["export", "map.tiemap", "--to", "report.md", "--lens", "all"]);
    let report = std::fs::read_to_string(folder.path("report.md")).unwrap();
    for part in ["\n## Silos\n", "\n### ", "- **Because:** ", "- **How sure:** ", "- **To ask:** "] {
        assert!(report.contains(part), "{part} in {report}");
    }
    for picture in ["report-map.svg", "report-silos.svg", "report-bottlenecks.svg"] {
        assert!(report.contains(&format!("(<{picture}>)")) && folder.files().contains(&picture.to_owned()));
    }
    // A disguised picture tells no name, and says that it is a draft.
    folder.done(&["export", "map.tiemap", "--to", "b.svg", "--lens", "silos", "--safe"]);
    let safe = std::fs::read_to_string(folder.path("b.svg")).unwrap();
    assert!(!safe.contains("Content") && safe.contains("Draft with invented names"));
    folder.fails(2, &["export", "map.tiemap", "--to", "c.svg", "--lens", "moods"], "moods");
    folder.fails(2, &["export", "map.tiemap", "--to", "c.pdf", "--paper", "a9"], "a9");
    folder.fails(2, &["export", "map.tiemap", "--to", "c.pdf", "--tiles", "many"], "many");
    folder.fails(2, &["export", "map.tiemap", "--to", "c.svg", "--report"], "not as svg");
    folder.fails(2, &["export", "map.tiemap", "--to", "c.pptx", "--template", "no.potx"], "no.potx");
    folder.done(&["export", "map.tiemap", "--to", "wall.pdf", "--paper", "500x700", "--tiles", "3x2"]);
    folder.done(&["export", "map.tiemap", "--to", "pre.pdf", "pre.pptx", "pre.html", "--report"]);
    // A deck of ours is a template like any other.
    folder.done(&["export", "map.tiemap", "--to", "d.pptx", "--template", "pre.pptx", "--no-findings"]);
}

#[test]
fn what_is_exported_can_be_imported_again_as_it_was() {
    let folder = Folder::new();
    folder.company();
    folder.done(&["tidy", "map.tiemap"]);
    folder.done(&["export", "map.tiemap", "--to", "a.json", "a.csv", "a.txt"]);
    folder.done(&["import", "a.json", "--into", "json.tiemap"]);
    let (one, other) = (folder.json(&["scene", "map.tiemap"]), folder.json(&["scene", "json.tiemap"]));
    assert_eq!((&one["cards"], &one["ties"]), (&other["cards"], &other["ties"]));
    folder.done(&["import", "a-teams.csv", "a-dependencies.csv", "--into", "csv.tiemap"]);
    folder.done(&["import", "a.txt", "--into", "txt.tiemap"]);
    for copy in ["csv.tiemap", "txt.tiemap"] {
        let scene = folder.json(&["scene", copy]);
        assert_eq!(scene["cards"].as_array().unwrap().len(), 4, "{copy}");
        assert_eq!(scene["ties"].as_array().unwrap().len(), 4, "{copy}");
    }
}

#[test]
fn edits_take_names_and_are_undone_and_redone_one_by_one_across_runs() {
    let folder = Folder::new();
    folder.company();
    let team = r#"{"type": "add-team", "set": {"name": "FP&A", "function": "Sales"}}"#;
    let tie =
        r#"{"type": "add-dependency", "provider": "FP&A", "receiver": "content", "set": {"what": "budget"}}"#;
    let done = folder.done(&["edit", "map.tiemap", "--json", team, tie]);
    assert!(done.contains("Add FP&A") && done.contains("budget"), "{done}");
    assert!(folder.done(&["undo", "map.tiemap"]).contains("budget"));
    assert!(folder.done(&["undo", "map.tiemap"]).contains("Add FP&A"));
    assert!(folder.done(&["redo", "map.tiemap"]).contains("Add FP&A"));
    assert!(folder.done(&["redo", "map.tiemap"]).contains("budget"));
    assert_eq!(folder.done(&["redo", "map.tiemap"]), "There is nothing to redo.\n");
    let history = folder.done(&["history", "map.tiemap", "--most", "3"]);
    assert_eq!(history.lines().count(), 3, "{history}");
    let history = folder.json(&["history", "map.tiemap", "--json"]);
    assert!(history.as_array().unwrap().len() >= 6);
    let wrong = r#"{"type": "delete", "teams": ["Legal"]}"#;
    folder.fails(2, &["edit", "map.tiemap", "--json", wrong], "Legal");
    folder.fails(2, &["edit", "map.tiemap", "--json", "{"], "not JSON");
    assert!(folder.done(&["check", "map.tiemap"]).contains("sound"));
}

#[test]
fn a_stream_of_edits_acknowledges_each() {
    let folder = Folder::new();
    folder.done(&["new", "map.tiemap"]);
    let edits: String = (0..20)
        .map(|n| format!("{{\"type\": \"add-team\", \"set\": {{\"name\": \"Team {n}\"}}}}\n"))
        .collect();
    let ended = folder.run_with(&["edit", "map.tiemap", "--json", "-"], &edits);
    assert_eq!((ended.code, ended.out.lines().count()), (0, 20), "{ended:?}");
    assert_eq!(folder.json(&["scene", "map.tiemap"])["cards"].as_array().unwrap().len(), 20);
}

#[test]
fn files_that_are_no_maps_are_refused_untouched() {
    let folder = Folder::new();
    folder.write("letter.tiemap", "Dear Sir or Madam");
    folder.write("empty.tiemap", "");
    for command in ["read", "scene", "tidy", "undo", "history", "check"] {
        let more: &[&str] = if command == "read" { &["--lens", "silos"] } else { &[] };
        for file in ["letter.tiemap", "empty.tiemap"] {
            folder.fails(2, &[&[command, file], more].concat(), "not a Tiemap file");
        }
        folder.fails(2, &[&[command, "no.tiemap"], more].concat(), "no.tiemap");
    }
    assert_eq!(std::fs::read_to_string(folder.path("letter.tiemap")).unwrap(), "Dear Sir or Madam");
    assert_eq!(std::fs::read(folder.path("empty.tiemap")).unwrap(), b"");
}

#[test]
fn a_damaged_or_too_new_file_ends_with_three() {
    let folder = Folder::new();
    folder.company();
    let bytes = std::fs::read(folder.path("map.tiemap")).unwrap();
    std::fs::write(folder.path("cut.tiemap"), &bytes[..bytes.len() / 2]).unwrap();
    folder.fails(3, &["check", "cut.tiemap"], "damaged");
    folder.fails(3, &["read", "cut.tiemap", "--lens", "silos"], "damaged");
    // SQLite keeps `user_version` in four bytes at 60.
    let mut newer = bytes;
    newer[60..64].copy_from_slice(&9999u32.to_be_bytes());
    std::fs::write(folder.path("newer.tiemap"), newer).unwrap();
    folder.fails(3, &["tidy", "newer.tiemap"], "newer");
}

#[test]
fn help_is_there_for_every_command_with_an_example() {
    let folder = Folder::new();
    for command in [
        "new", "import", "read", "tidy", "export", "scene", "edit", "undo", "redo", "history", "check",
        "serve",
    ] {
        let help = folder.done(&[command, "--help"]);
        assert!(help.contains("Example") && help.contains(&format!("tiemap {command}")), "{help}");
    }
    assert!(folder.done(&["--version"]).starts_with("tiemap "));
    folder.fails(2, &[], "Usage");
    folder.fails(2, &["fly"], "fly");
}

#[test]
fn names_from_hostile_lists_stay_what_they_are() {
    let folder = Folder::new();
    let names = ["<script>alert(1)</script>", "None", "null", "=1+1", "日本 🎉", "שלום", "a\"b"];
    let rows: String = names.iter().map(|name| format!("\"{}\"\n", name.replace('"', "\"\""))).collect();
    folder.write("teams.csv", &format!("name\n{rows}"));
    folder.done(&["import", "teams.csv", "--into", "map.tiemap"]);
    let scene = folder.json(&["scene", "map.tiemap"]);
    let mut found: Vec<&str> =
        scene["cards"].as_array().unwrap().iter().map(|card| card["name"].as_str().unwrap()).collect();
    let mut names = names;
    found.sort_unstable();
    names.sort_unstable();
    assert_eq!(found, names);
    folder.done(&["export", "map.tiemap", "--to", "a.svg"]);
    assert!(!std::fs::read_to_string(folder.path("a.svg")).unwrap().contains("<script"));
}
