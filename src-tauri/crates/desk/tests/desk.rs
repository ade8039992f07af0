//! The desk as its callers see it: what is acknowledged is on the disk, what is told is true, what is old is
//! dropped.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use desk::protocol::{
    Answers as _, Nothing, PathOnly, Request, RestoreCopy, SceneReply, SceneRequest, Selection, answer,
};
use desk::protocol::{
    Code, Create, Done, Event, Export, ExportedFile, Failure, HistoryRequest, ImportRequest, ImportSource,
    Paste, Tidy,
};
use desk::{Caller, LENSES, Office, Rect, Settings, lens_named, to_base64};
use ecosystem::{Edit, TeamPatch, Watch as _};
use tempfile::TempDir;

struct Room {
    folder: TempDir,
    office: Arc<Office>,
    caller: Caller,
    events: Receiver<Event>,
}

fn settings(folder: &Path) -> Settings {
    Settings { may_name_files: true, recent: Some(folder.join("data")), copies: Some(folder.join("copies")) }
}

fn office(folder: &Path) -> Arc<Office> {
    Arc::new(Office::with(settings(folder)))
}

/// An office with a new map from that template.
fn room(template: &str) -> Room {
    let folder = tempfile::tempdir().unwrap();
    let office = office(folder.path());
    let path = Some(map_in(folder.path()).to_string_lossy().into_owned());
    office.create(&Create { path, template: template.into(), handovers: None }).unwrap();
    let (caller, events) = office.callers().subscribe();
    Room { folder, office, caller, events }
}

fn map_in(folder: &Path) -> PathBuf {
    folder.join("map.tiemap")
}

impl Room {
    fn path(&self) -> PathBuf {
        map_in(self.folder.path())
    }

    fn edit(&self, json: &str) -> Done {
        self.office.edit_by_name(json).unwrap()
    }

    fn team_names(&self) -> Vec<String> {
        self.office.desk().unwrap().outline().unwrap().teams.into_iter().map(|team| team.name).collect()
    }

    fn changes(&self) -> Vec<String> {
        let label = |event| match event {
            Event::Changed { label, .. } => Some(label),
            _ => None,
        };
        self.events.try_iter().filter_map(label).collect()
    }
}

fn add(name: &str) -> String {
    format!(r#"{{"type": "add-team", "set": {{"name": "{name}"}}}}"#)
}

#[test]
fn what_is_acknowledged_is_there_after_opening_again_and_can_still_be_undone() {
    let room = room("blank");
    assert_eq!(room.edit(&add("Brand")).label, "Add Brand");
    room.edit(&add("Content"));
    room.office.close_map(Nothing {}, &room.caller.call(1)).unwrap();
    let info = room.office.open(&room.path()).unwrap();
    assert_eq!((info.teams, info.undo.as_deref()), (2, Some("Add Content")));
    let undone = room.office.desk().unwrap().undo().unwrap();
    assert_eq!(undone.map.redo.as_deref(), Some("Add Content"));
    assert_eq!(room.team_names(), ["Brand"]);
    room.office.desk().unwrap().redo().unwrap();
    assert_eq!(room.team_names(), ["Brand", "Content"]);
}

#[test]
fn a_refused_edit_changes_nothing_and_tells_nobody() {
    let room = room("blank");
    room.edit(&add("Brand"));
    let before = room.office.desk().unwrap().info().unwrap();
    room.changes();
    let why = room.office.edit_by_name(&add("brand")).unwrap_err();
    assert_eq!(why.code, Code::Refused);
    assert!(why.message.contains("already"), "{}", why.message);
    assert_eq!(room.office.desk().unwrap().info().unwrap().revision, before.revision);
    assert_eq!(room.changes(), Vec::<String>::new());
}

#[test]
fn everyone_is_told_of_every_change_in_order() {
    let room = room("blank");
    let (_other, events) = room.office.callers().subscribe();
    room.edit(&add("Brand"));
    room.edit(r#"{"type": "update-teams", "teams": ["Brand"], "set": {"name": "Brand studio"}}"#);
    room.office.desk().unwrap().undo().unwrap();
    let expected = ["Add Brand", "Rename Brand to Brand studio", "Undo Rename Brand to Brand studio"];
    assert_eq!(room.changes(), expected);
    let revisions: Vec<f64> = events
        .try_iter()
        .filter_map(|event| match event {
            Event::Changed { map, .. } => Some(map.revision),
            _ => None,
        })
        .collect();
    assert_eq!(revisions, [2.0, 3.0, 4.0]);
}

#[test]
fn an_edit_that_changes_nothing_is_no_change() {
    let room = room("blank");
    room.edit(&add("Brand"));
    room.changes();
    let done = room.edit(r#"{"type": "update-teams", "teams": ["Brand"], "set": {"name": "Brand"}}"#);
    assert_eq!(done.label, "");
    assert_eq!(room.changes(), Vec::<String>::new());
}

#[test]
fn a_second_opener_reads_and_is_told_who_has_the_map() {
    let room = room("sample");
    let second = office(room.folder.path());
    let info = second.open(&room.path()).unwrap();
    assert!(info.read_only.unwrap().contains("open"));
    assert_eq!(second.edit_by_name(&add("Legal")).unwrap_err().code, Code::InUse);
    assert!(second.desk().unwrap().outline().unwrap().teams.len() >= 20);
    // What the first one changes is seen by the second.
    let (_caller, events) = second.callers().subscribe();
    let done = room.edit(&add("Legal"));
    let seen = events.recv_timeout(std::time::Duration::from_secs(30)).unwrap();
    assert!(matches!(seen, Event::Changed { map, .. } if map.teams == done.map.teams));
    room.office.close_map(Nothing {}, &room.caller.call(1)).unwrap();
    drop(second);
    let third = office(room.folder.path());
    assert_eq!(third.open(&room.path()).unwrap().read_only, None);
}

#[test]
fn a_damaged_map_comes_back_from_its_latest_copy() {
    let room = room("blank");
    // The first change after opening leaves a copy behind.
    room.edit(&add("Brand"));
    let call = room.caller.call(1);
    room.office.close_map(Nothing {}, &call).unwrap();
    let bytes = std::fs::read(room.path()).unwrap();
    std::fs::write(room.path(), &bytes[..bytes.len() / 2]).unwrap();
    let path = room.path().to_string_lossy().into_owned();
    let why = room.office.open_map(PathOnly { path: path.clone() }, &call).unwrap_err();
    assert_eq!(why.code, Code::Damaged);
    assert!(why.message.contains("Restore"), "{}", why.message);
    let copies = room.office.copies(PathOnly { path: path.clone() }, &call).unwrap();
    let copy = copies.first().expect("a copy").path.clone();
    let info = room.office.restore_copy(RestoreCopy { path, copy }, &call).unwrap();
    assert_eq!(info.read_only, None);
    assert!(room.edit(&add("Content")).map.teams >= 1);
}

#[test]
fn a_reading_is_kept_until_the_map_changes() {
    let room = room("sample");
    let desk = room.office.desk().unwrap();
    let silos = [lens_named("silos").unwrap()];
    let read = || desk.read(&silos, 1, &room.caller.call(1)).unwrap().remove(0).reading;
    let (first, second) = (read(), read());
    assert!(Arc::ptr_eq(&first, &second));
    room.edit(&add("Legal team"));
    assert!(!Arc::ptr_eq(&first, &read()));
}

#[test]
fn results_for_an_old_revision_are_dropped() {
    let room = room("sample");
    let desk = room.office.desk().unwrap();
    // Everyone who hears of progress may change the map meanwhile; here the caller itself does, once.
    let office = Arc::clone(&room.office);
    let once = std::sync::Once::new();
    let busy = room.office.callers().connect(move |event| {
        if let Event::Progress { .. } = event {
            let office = Arc::clone(&office);
            once.call_once(|| {
                let edit = std::thread::spawn(move || office.edit_by_name(&add("In between")).map(drop));
                edit.join().unwrap().unwrap();
            });
        }
    });
    let lenses: Vec<_> = LENSES.iter().collect();
    let read = desk.read(&lenses, 9, &busy.call(1));
    assert_eq!(read.map(|read| read.len()).unwrap_err().code, Code::Outdated);
    assert!(desk.read(&lenses, 9, &busy.call(2)).is_ok());
}

#[test]
fn tidy_is_one_change_and_one_undo() {
    let room = room("sample");
    let desk = room.office.desk().unwrap();
    let before = desk.snapshot().unwrap().map;
    let tidy = Tidy { style: None, seed: Some(5), only: None };
    desk.tidy(&tidy, &room.caller.call(1)).unwrap();
    assert_ne!(*desk.snapshot().unwrap().map, *before);
    desk.undo().unwrap();
    assert_eq!(*desk.snapshot().unwrap().map, *before);
}

#[test]
fn a_proposed_tidy_is_seen_before_it_is_taken_and_taken_as_it_was_seen() {
    let room = room("sample");
    let desk = room.office.desk().unwrap();
    let before = desk.snapshot().unwrap();
    let everything = SceneRequest { viewport: Rect::new(-1e6, -1e6, 2e6, 2e6), scale: 1.0, lens: None };
    let corners = |reply: SceneReply| -> Vec<(String, Rect)> {
        reply.scene.unwrap().cards.iter().map(|card| (card.id.to_string(), card.rect)).collect()
    };
    assert_eq!(desk.take_proposal().unwrap_err().code, Code::Refused);
    let tidy = Tidy { style: None, seed: Some(5), only: None };
    let call = room.caller.call(1);
    let proposed = desk.propose_tidy(&tidy, &call).unwrap();
    assert!(proposed.moves > 0 && proposed.moves <= proposed.teams);
    let seen = corners(desk.proposed_scene(&everything).unwrap());
    assert_eq!(desk.snapshot().unwrap().map, before.map, "looking changes nothing");
    assert_ne!(seen, corners(desk.scene(&everything).unwrap()));
    desk.take_proposal().unwrap();
    assert_eq!(seen, corners(desk.scene(&everything).unwrap()));
    desk.undo().unwrap();
    assert_eq!(*desk.snapshot().unwrap().map, *before.map);
    // What is proposed for a map that has changed since is not taken.
    desk.propose_tidy(&tidy, &call).unwrap();
    desk.redo().unwrap();
    assert_eq!(desk.take_proposal().unwrap_err().code, Code::Outdated);
}

#[test]
fn a_cancelled_call_changes_nothing_and_says_so() {
    let room = room("sample");
    let desk = room.office.desk().unwrap();
    let before = desk.info().unwrap().revision;
    let call = room.caller.call(1);
    room.caller.call(2).cancel(1);
    assert!(call.cancelled());
    let tidy = Tidy { style: None, seed: Some(5), only: None };
    assert_eq!(desk.tidy(&tidy, &call).unwrap_err().code, Code::Cancelled);
    assert_eq!(desk.read(&[&LENSES[0]], 3, &call).map(drop).unwrap_err().code, Code::Cancelled);
    assert_eq!(desk.info().unwrap().revision, before);
}

fn list(name: &str, content: &str) -> ImportSource {
    ImportSource { name: name.into(), base64: Some(to_base64(content.as_bytes())), path: None }
}

#[test]
fn lists_come_in_as_one_change_or_not_at_all() {
    let room = room("blank");
    let desk = room.office.desk().unwrap();
    let with = |content: &str| ImportRequest {
        sources: vec![
            list("teams.csv", "name,function\nBrand,Marketing\nField,Sales\n"),
            list("needs.csv", content),
        ],
        ..ImportRequest::default()
    };
    let call = room.caller.call(1);
    let bad = desk.import(&with("provider,receiver\nBrand,Nobody\n"), false, &call).unwrap();
    assert!(bad.done.is_none() && bad.summary.refused.len() == 1);
    assert_eq!(desk.info().unwrap().teams, 0);
    let good = with("provider,receiver,what\nBrand,Field,decks\n");
    let preview = desk.import_preview(&good, false, &call).unwrap();
    assert_eq!((preview.summary.teams.new, desk.info().unwrap().teams), (2, 0));
    let done = desk.import(&good, false, &call).unwrap().done.unwrap();
    assert_eq!((done.map.teams, done.map.functions, done.map.dependencies), (2, 2, 1));
    desk.undo().unwrap();
    assert_eq!(desk.info().unwrap().teams, 0);
}

#[test]
fn a_pasted_list_comes_in_with_places() {
    let room = room("blank");
    let desk = room.office.desk().unwrap();
    let paste = Paste { text: "Marketing: Brand, Content\nBrand -> Content: guide".into() };
    let call = room.caller.call(1);
    assert_eq!(desk.paste_preview(&paste, &call).unwrap().taken_for, "1 function, 2 teams and 1 dependency");
    let done = desk.paste(&paste, &call).unwrap();
    assert_eq!(done.added.teams.len(), 2);
    let map = desk.snapshot().unwrap().map;
    assert!(map.teams().all(|team| map.place(map.style(), team.id).is_some()));
    let nothing = Paste { text: "   ".into() };
    assert_eq!(desk.paste(&nothing, &call).unwrap_err().code, Code::Refused);
}

#[test]
fn a_scene_shows_the_map_and_an_export_can_be_had_as_bytes() {
    let room = room("sample");
    let desk = room.office.desk().unwrap();
    let viewport = Rect::new(-10_000.0, -10_000.0, 20_000.0, 20_000.0);
    let scene = desk.scene(&SceneRequest { viewport, scale: 1.0, lens: None }).unwrap().scene.unwrap();
    assert_eq!(scene.cards.len(), desk.info().unwrap().teams as usize);
    let export = |format: &str, safe| Export { format: format.into(), safe, ..Export::default() };
    let call = room.caller.call(1);
    let svg = desk.export(&export("svg", false), &call).unwrap().files.remove(0);
    assert_eq!(svg.mime, "image/svg+xml");
    assert!(svg.base64.unwrap().len() > 1000);
    assert_eq!(desk.export(&export("csv", false), &call).unwrap().files.len(), 2);
    assert_eq!(desk.export(&export("docx", false), &call).unwrap_err().code, Code::Refused);
    let text = desk.export(&export("txt", true), &call).unwrap().files.remove(0).base64.unwrap();
    assert!(!text.contains(&to_base64(b"Brand")), "names are replaced");
}

#[test]
fn the_files_that_an_export_would_replace_are_known_before() {
    let room = room("sample");
    let desk = room.office.desk().unwrap();
    let call = room.caller.call(1);
    for (format, lenses, report) in [
        ("svg", &["map"][..], false),
        ("svg", &["map", "silos", "map"], false),
        ("csv", &[], false),
        ("md", &[], false),
        ("md", &["silos"], false),
        ("html", &["silos"], true),
        ("pdf", &["map", "silos"], false),
        ("txt", &[], false),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = Some(folder.path().join(format!("map.{format}")).to_string_lossy().into_owned());
        let lenses = lenses.iter().map(|lens| (*lens).to_owned()).collect();
        let with = Export { format: format.into(), path, lenses, report, ..Export::default() };
        let there = || room.office.files_there(with.clone(), &call).unwrap();
        assert_eq!(there(), Vec::<String>::new());
        let written: Vec<String> =
            desk.export(&with, &call).unwrap().files.into_iter().map(|file| file.name).collect();
        assert_eq!(there(), written, "{format}");
    }
}

#[test]
fn a_report_holds_every_lens_and_is_written_only_in_what_people_read() {
    let room = room("sample");
    let desk = room.office.desk().unwrap();
    let call = room.caller.call(1);
    let report = |format: &str| Export { format: format.into(), report: true, ..Export::default() };
    for format in ["pdf", "pptx", "html", "md"] {
        let files = desk.export(&report(format), &call).unwrap().files;
        assert!(files[0].base64.as_ref().unwrap().len() > 1000, "{format}");
        // Beside Markdown lie the pictures.
        assert_eq!(files.len(), if format == "md" { 2 + LENSES.len() } else { 1 });
    }
    let page = String::from_utf8(bytes_of(&desk.export(&report("html"), &call).unwrap().files[0])).unwrap();
    assert!(page.matches("<figure>").count() > 1 + LENSES.len(), "findings show their evidence");
    let no = desk.export(&report("svg"), &call).unwrap_err();
    assert_eq!((no.code, no.message.contains("md, html, pdf, pptx")), (Code::Refused, true));
    let template = |name: &str| ImportSource { name: name.into(), base64: Some(to_base64(b"x")), path: None };
    let with = Export { format: "pptx".into(), template: Some(template("acme.potx")), ..Export::default() };
    let no = desk.export(&with, &call).unwrap_err();
    assert_eq!((no.code, no.message.contains("acme.potx")), (Code::Refused, true), "{}", no.message);
    for (paper, tiles) in [(Some("b7"), None), (None, Some("0x3"))] {
        let text = |text: Option<&str>| text.map(str::to_owned);
        let with =
            Export { format: "pdf".into(), paper: text(paper), tiles: text(tiles), ..Export::default() };
        assert_eq!(desk.export(&with, &call).unwrap_err().code, Code::Refused);
    }
}

fn bytes_of(file: &ExportedFile) -> Vec<u8> {
    BASE64_STANDARD.decode(file.base64.as_ref().unwrap()).unwrap()
}

#[test]
fn a_company_s_colours_and_each_theme_are_in_the_picture() {
    let room = room("sample");
    let desk = room.office.desk().unwrap();
    let call = room.caller.call(1);
    let file = |json: &str| {
        Some(ImportSource { name: "acme.json".into(), base64: Some(to_base64(json.as_bytes())), path: None })
    };
    let svg = |theme: Option<&str>, colours| {
        let theme = theme.map(str::to_owned);
        let done =
            desk.export(&Export { format: "svg".into(), theme, colours, ..Export::default() }, &call)?;
        let content = bytes_of(&done.files[0]);
        Ok::<_, Failure>((String::from_utf8(content).unwrap(), done.remarks))
    };
    let themes = ["light", "dark", "print", "high-contrast"].map(|theme| svg(Some(theme), None).unwrap().0);
    assert!(themes.iter().enumerate().all(|(n, one)| !themes[..n].contains(one)));
    let (ours, remarks) =
        svg(None, file(r##"{"ground": "#FFFDF5", "functions": ["#0B7285", "#FFFFEE"]}"##)).unwrap();
    assert!(ours.to_uppercase().contains("#FFFDF5") && ours.to_uppercase().contains("#0B7285"));
    assert_eq!(remarks.len(), 1, "a colour nobody would see gave way: {remarks:?}");
    for wrong in ["{", r#"{"inc": "red"}"#, r#"{"ink": "reddish"}"#, &"{ ".repeat(40_000)] {
        let no = svg(None, file(wrong)).unwrap_err();
        assert_eq!((no.code, no.message.contains("acme.json")), (Code::Refused, true), "{}", no.message);
    }
}

/// The bundled font, as if it were a company's.
const FONT: &[u8] = include_bytes!("../../../../assets/fonts/Inter-Bold.ttf");

#[test]
fn a_company_s_font_is_in_every_picture_and_a_bad_one_is_refused_by_name() {
    let room = room("sample");
    let desk = room.office.desk().unwrap();
    let call = room.caller.call(1);
    let folder = tempfile::tempdir().unwrap();
    let beside = folder.path().join("acme.json");
    let file = |name: &str, bytes: &[u8]| ImportSource {
        name: name.into(),
        base64: Some(to_base64(bytes)),
        path: None,
    };
    let write = |format: &str, colours: Option<&str>, fonts: Vec<ImportSource>| {
        let colours = colours.map(|json| {
            std::fs::write(&beside, json).unwrap();
            let path = Some(beside.to_string_lossy().into_owned());
            ImportSource { name: "acme.json".into(), base64: None, path }
        });
        let with = Export { format: format.into(), colours, fonts, ..Export::default() };
        desk.export(&with, &call).map(|done| (bytes_of(&done.files[0]), done.remarks))
    };
    let svg =
        |colours, fonts| write("svg", colours, fonts).map(|(bytes, _)| String::from_utf8(bytes).unwrap());
    let plain = svg(None, Vec::new()).unwrap();
    let ours = svg(None, vec![file("Acme.ttf", FONT)]).unwrap();
    assert!(ours.contains("font-family:'Inter'") && !plain.contains("font-family:'Inter'"));
    let cards = |svg: &str| svg.matches("<rect").count();
    assert_eq!(cards(&ours), cards(&plain), "nothing but the letters differs");
    for format in ["png", "pdf", "pptx", "html"] {
        let own = write(format, None, vec![file("Acme.ttf", FONT)]).unwrap().0;
        assert_ne!(own, write(format, None, Vec::new()).unwrap().0, "{format}");
    }

    let named = r#"{"fonts": ["Acme.ttf"]}"#;
    let missing = svg(Some(named), Vec::new()).unwrap_err();
    assert_eq!((missing.code, missing.message.contains("Acme.ttf")), (Code::Missing, true));
    std::fs::write(folder.path().join("Acme.ttf"), FONT).unwrap();
    let beside_it = svg(Some(named), Vec::new()).unwrap();
    assert!(beside_it.contains("font-family:'Inter'"), "it lies beside the file that names it");
    for (colours, fonts) in [
        (Some(r#"{"fonts": ["../Acme.ttf"]}"#), Vec::new()),
        (Some(r#"{"fonts": ["/etc/passwd"]}"#), Vec::new()),
        (None, vec![file("Acme.ttf", b"no font")]),
        (None, vec![file("Acme.ttf", &FONT[..9000])]),
    ] {
        assert_eq!(svg(colours, fonts).unwrap_err().code, Code::Refused);
    }
    // A browser hands over the file that names them alone.
    let alone = file("acme.json", named.as_bytes());
    let with = Export { format: "svg".into(), colours: Some(alone), ..Export::default() };
    let remarks = desk.export(&with, &call).unwrap().remarks;
    assert!(remarks.len() == 1 && remarks[0].contains("Acme.ttf"), "{remarks:?}");
}

#[test]
fn each_important_finding_has_a_page_of_its_own_where_there_are_pages() {
    let room = room("sample");
    let desk = room.office.desk().unwrap();
    let call = room.caller.call(1);
    let export = |format: &str, each| {
        let lenses = vec!["bottlenecks".to_owned()];
        let files = desk.export(&Export { format: format.into(), lenses, each, ..Export::default() }, &call);
        files.unwrap().files
    };
    let page = |each| String::from_utf8(bytes_of(&export("html", each)[0])).unwrap();
    assert!(page(true).contains("Bottlenecks 1") && !page(false).contains("Bottlenecks 1"));
    assert!(bytes_of(&export("pptx", true)[0]).len() > bytes_of(&export("pptx", false)[0]).len());
    assert_eq!(export("svg", true).len(), 1);
}

#[test]
fn going_back_is_a_change_too() {
    let room = room("blank");
    let desk = room.office.desk().unwrap();
    room.edit(&add("Brand"));
    let kept = desk.keep_snapshot("Before").unwrap();
    room.edit(&add("Content"));
    desk.restore_snapshot(kept.id).unwrap();
    assert_eq!(room.team_names(), ["Brand"]);
    desk.undo().unwrap();
    assert_eq!(room.team_names(), ["Brand", "Content"]);
    desk.go_back(1.0).unwrap();
    assert_eq!(room.team_names(), Vec::<String>::new());
    let history = desk.history(&HistoryRequest { before: None, limit: 2 }).unwrap();
    assert_eq!((history.entries.len(), history.more), (2, true));
    assert!(desk.go_back(99.0).is_err() && desk.go_back(1.5).is_err() && desk.go_back(f64::NAN).is_err());
}

#[test]
fn a_door_that_may_name_no_files_opens_none() {
    let room = room("blank");
    let call = room.caller.call(1);
    room.office.close_map(Nothing {}, &call).unwrap();
    let browser = Office::with(Settings { may_name_files: false, ..Settings::default() });
    browser.open(&room.path()).unwrap();
    let path = room.folder.path().join("stolen").to_string_lossy().into_owned();
    let with = || PathOnly { path: path.clone() };
    assert_eq!(browser.open_map(with(), &call).unwrap_err().code, Code::Refused);
    assert_eq!(browser.save_copy(with(), &call).unwrap_err().code, Code::Refused);
    assert_eq!(browser.copies(with(), &call).unwrap_err().code, Code::Refused);
    assert!(browser.close_map(Nothing {}, &call).is_err());
    let export = serde_json::json!({ "name": "export", "with": { "format": "svg", "path": path } });
    let export: Request = serde_json::from_value(export).unwrap();
    assert_eq!(answer(&browser, export, &call).unwrap_err().code, Code::Refused);
    let source = ImportSource { name: "passwd".into(), base64: None, path: Some("/etc/passwd".into()) };
    let on_template = Export { format: "pptx".into(), template: Some(source.clone()), ..Export::default() };
    assert_eq!(browser.export(on_template, &call).unwrap_err().code, Code::Refused);
    let source_too = Some(source.clone());
    let in_colours = Export { format: "svg".into(), colours: source_too.clone(), ..Export::default() };
    assert_eq!(browser.export(in_colours, &call).unwrap_err().code, Code::Refused);
    let in_font =
        Export { format: "svg".into(), fonts: source_too.into_iter().collect(), ..Export::default() };
    assert_eq!(browser.export(in_font, &call).unwrap_err().code, Code::Refused);
    let there = Export { format: "svg".into(), path: Some("/etc/passwd".into()), ..Export::default() };
    assert_eq!(browser.files_there(there, &call).unwrap_err().code, Code::Refused);
    let import = ImportRequest {
        sources: vec![source],
        add_missing: true,
        skip_bad_rows: true,
        ..ImportRequest::default()
    };
    assert_eq!(browser.import(import, &call).map(drop).unwrap_err().code, Code::Refused);
    assert!(!browser.welcome(Nothing {}, &call).unwrap().can_open);
}

#[test]
fn every_request_is_answered_as_json() {
    let room = room("sample");
    let call = room.caller.call(1);
    for (name, with) in [
        ("welcome", serde_json::json!({})),
        ("map_info", serde_json::json!({})),
        ("outline", serde_json::json!({})),
        ("details", serde_json::json!({ "teams": [], "functions": [], "dependencies": [] })),
        ("search", serde_json::json!({ "text": "sales", "limit": 5 })),
        ("scene", serde_json::json!({ "viewport": [0, 0, 800, 600], "scale": 1 })),
        ("preview", serde_json::json!({ "cards": [] })),
        ("history", serde_json::json!({ "limit": 5 })),
        ("snapshots", serde_json::json!({})),
        ("read", serde_json::json!({ "lens": "silos" })),
        ("cancel", serde_json::json!({ "call": 5 })),
    ] {
        let request: Request =
            serde_json::from_value(serde_json::json!({ "name": name, "with": with })).unwrap();
        assert!(answer(room.office.as_ref(), request, &call).is_ok(), "{name}");
    }
}

#[test]
fn many_hands_at_once_lose_nothing() {
    let room = room("blank");
    let hands: Vec<_> = (0..4)
        .map(|hand| {
            let office = Arc::clone(&room.office);
            std::thread::spawn(move || {
                for n in 0..10 {
                    let set = TeamPatch { name: Some(format!("Team {hand} {n}")), ..TeamPatch::default() };
                    let edit = Edit::AddTeam { id: None, set, at: None };
                    office.desk().unwrap().edit(&edit).unwrap();
                }
            })
        })
        .collect();
    hands.into_iter().for_each(|hand| hand.join().unwrap());
    assert_eq!(room.team_names().len(), 40);
    let none = Selection::default();
    assert_eq!(room.office.desk().unwrap().details(&none).unwrap().revision, 41.0);
    room.office.close_map(Nothing {}, &room.caller.call(1)).unwrap();
    assert!(desk::check(&room.path()).unwrap().contains("sound"));
}
