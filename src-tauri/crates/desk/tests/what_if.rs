//! Maps that might be, as callers ask for them: nothing of it is stored.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use desk::protocol::{Answers as _, Create, Heal, HistoryRequest, Nothing, TakeAway};
use desk::{Office, Settings};
use lens::away::Absent;
use lens::heal::Ill;

fn sample(folder: &std::path::Path) -> Office {
    let office = Office::with(Settings { may_name_files: true, recent: None, copies: None });
    let path = Some(folder.join("map.tiemap").to_string_lossy().into_owned());
    office.create(&Create { path, template: "sample".into(), handovers: None }).unwrap();
    office
}

#[test]
fn what_is_tried_out_leaves_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let office = sample(folder.path());
    let (caller, _events) = office.callers().subscribe();
    let desk = office.desk().unwrap();
    let before = (desk.info().unwrap().revision, desk.snapshot().unwrap().map);
    let team = before.1.teams().max_by_key(|team| before.1.provided_by(team.id).count()).unwrap().id;
    let away = office.take_away(TakeAway { absent: vec![Absent::Team(team)] }, &caller.call(1)).unwrap();
    assert_eq!(away.teams, [team]);
    assert!(!away.dependencies.is_empty());
    let healing = office.heal(Heal { ill: Ill::Bottleneck(team), most: None }, &caller.call(2)).unwrap();
    assert!(healing.remedies.len() <= 3 && !healing.sentence.is_empty());
    let terms = office.glossary(Nothing {}, &caller.call(3)).unwrap();
    assert!(terms.iter().any(|term| !term.here.is_empty()));
    assert_eq!((desk.info().unwrap().revision, &*desk.snapshot().unwrap().map), (before.0, &*before.1));
    let history = desk.history(&HistoryRequest { before: None, limit: 100 }).unwrap();
    assert!(history.entries.len() <= 1);
}

#[test]
fn looking_for_help_can_be_ended() {
    let folder = tempfile::tempdir().unwrap();
    let office = sample(folder.path());
    let (caller, _events) = office.callers().subscribe();
    let team = office.desk().unwrap().snapshot().unwrap().map.teams().next().unwrap().id;
    let call = caller.call(1);
    call.cancel(1);
    let ended = office.heal(Heal { ill: Ill::Bottleneck(team), most: None }, &call);
    assert_eq!(ended.unwrap_err().code, desk::protocol::Code::Cancelled);
}
