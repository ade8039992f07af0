//! Maps that might be, as callers ask for them: nothing of it is stored.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use desk::protocol::{
    Answers as _, Compare, Create, Export, Fate, Heal, HistoryRequest, Nothing, SceneRequest, TakeAway, Thing,
};
use desk::{Office, Rect, Settings};
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

#[test]
fn another_map_is_compared_by_what_things_are_called() {
    let folder = tempfile::tempdir().unwrap();
    let office = sample(folder.path());
    let (caller, _events) = office.callers().subscribe();
    // The same sample once more, with ids of its own, and a team less.
    let elsewhere = tempfile::tempdir().unwrap();
    let other = sample(elsewhere.path());
    let there = other.desk().unwrap();
    let map = there.snapshot().unwrap().map;
    let gone = map.team_named("Events").unwrap();
    let cut = map.provided_by(gone.id).chain(map.received_by(gone.id)).count();
    let delete = ecosystem::Edit::Delete {
        teams: vec![gone.id],
        functions: vec![],
        dependencies: vec![],
        with_contents: false,
    };
    there.edit(&delete).unwrap();
    let path = elsewhere.path().join("map.tiemap").to_string_lossy().into_owned();
    let with = Compare::Map { path };
    let compared = office.compare(with, &caller.call(1)).unwrap();
    let new = |thing| compared.differences.iter().filter(|d| d.thing == thing && d.fate == Fate::New).count();
    assert_eq!((new(Thing::Team), new(Thing::Dependency), new(Thing::Function)), (1, cut, 0));
    assert_eq!(compared.differences.len(), 1 + cut, "{:?}", compared.differences);
}

#[test]
fn a_snapshot_is_compared_with_now_on_one_layout() {
    let folder = tempfile::tempdir().unwrap();
    let office = sample(folder.path());
    let (caller, _events) = office.callers().subscribe();
    let desk = office.desk().unwrap();
    let kept = desk.keep_snapshot("Before").unwrap();
    let then = desk.snapshot().unwrap().map;
    let gone = then.teams().max_by_key(|team| then.provided_by(team.id).count()).unwrap();
    let stays = then.teams().find(|team| team.id != gone.id).unwrap();
    let delete = ecosystem::Edit::Delete {
        teams: vec![gone.id],
        functions: vec![],
        dependencies: vec![],
        with_contents: false,
    };
    desk.edit(&delete).unwrap();
    let compared = office.compare(Compare::Snapshot { id: kept.id }, &caller.call(1)).unwrap();
    assert_eq!(compared.called, "Before");
    let lost = |thing, fate| {
        compared.differences.iter().filter(|one| one.thing == thing && one.fate == fate).count()
    };
    assert_eq!(lost(Thing::Team, Fate::Gone), 1);
    assert_eq!(
        lost(Thing::Dependency, Fate::Gone),
        then.provided_by(gone.id).count() + then.received_by(gone.id).count()
    );
    assert!(compared.figures.iter().any(|figure| figure.figure == "teams"));
    let request = SceneRequest { viewport: Rect::new(-1e5, -1e5, 2e5, 2e5), scale: 1.0, lens: None };
    let scene = office.compared_scene(request.clone(), &caller.call(2)).unwrap().scene.unwrap();
    let card = scene.cards.iter().find(|card| card.id == gone.id).unwrap();
    assert!(card.badge.is_some());
    // Nothing else has moved.
    let now = desk.scene(&request).unwrap().scene.unwrap();
    let rect = |scene: &desk::Scene| scene.cards.iter().find(|card| card.id == stays.id).unwrap().rect;
    assert_eq!(rect(&scene), rect(&now));
    let export = Export { format: "svg".into(), ..Export::default() };
    assert_eq!(office.compared_picture(export, &caller.call(3)).unwrap().files.len(), 1);
}
