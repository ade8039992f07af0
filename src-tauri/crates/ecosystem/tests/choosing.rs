//! What a list would do is shown item by item, and only what is wanted of it happens.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use ecosystem::{
    Choice, Counted, Diff, Effect, Incoming, IncomingDependency, IncomingTeam, ItemKind, Map, Summary,
    TeamPatch, notation,
};

fn team(key: &str, name: &str, function: &str, lead: &str) -> IncomingTeam {
    IncomingTeam {
        key: key.to_owned(),
        name: name.to_owned(),
        function: Some(function.to_owned()),
        set: TeamPatch { lead: Some(lead.to_owned()), ..TeamPatch::default() },
        ..IncomingTeam::default()
    }
}

fn tie(provider: &str, receiver: &str) -> IncomingDependency {
    let (provider, receiver) = (provider.to_owned(), receiver.to_owned());
    IncomingDependency { provider, receiver, ..IncomingDependency::default() }
}

fn bring(map: &mut Map, ids: &mut Counted, list: &Incoming, choice: &Choice) -> (Diff, Summary) {
    let (plan, summary) = map.plan_merge(list, choice, true, ids);
    map.apply(&plan.diff);
    assert_eq!(map.check(), Vec::<String>::new());
    (plan.diff, summary)
}

fn first() -> Incoming {
    Incoming {
        teams: vec![team("1", "Brand", "Marketing", "Ada"), team("2", "Events", "Marketing", "Bo")],
        dependencies: vec![tie("Brand", "Events"), tie("Events", "Brand")],
        ..Incoming::default()
    }
}

/// Brand has another lead, Events is gone, Web is new; of the two dependencies one new one is left.
fn second() -> Incoming {
    Incoming {
        teams: vec![team("1", "Brand", "Marketing", "Cy"), team("3", "Web", "Digital", "Di")],
        dependencies: vec![tie("Web", "Brand")],
        ..Incoming::default()
    }
}

fn told(summary: &Summary) -> Vec<String> {
    let told = summary.items.iter().map(|item| format!("{:?} {:?} {}", item.effect, item.kind, item.name));
    told.collect()
}

fn started() -> (Map, Counted) {
    let (mut map, mut ids) = (Map::named("Test"), Counted::default());
    bring(&mut map, &mut ids, &first(), &Choice::default());
    let by_hand = notation::parse("Own team -> Brand: help").0;
    bring(&mut map, &mut ids, &by_hand, &Choice::default());
    (map, ids)
}

#[test]
fn every_item_is_listed_with_what_becomes_of_it() {
    let (map, mut ids) = started();
    let (_, summary) = map.plan_merge(&second(), &Choice::default(), true, &mut ids);
    assert_eq!(
        told(&summary),
        [
            "Changed Team Brand",
            "New Function Digital",
            "New Team Web",
            "New Dependency Web \u{2192} Brand",
            "Gone Team Events",
        ]
    );
    let [lead] = summary.items[0].changes.as_slice() else { panic!("{:?}", summary.items[0]) };
    assert_eq!((lead.field.as_str(), lead.before.as_str(), lead.after.as_str()), ("lead", "Ada", "Cy"));
    assert_eq!((summary.teams.gone, summary.dependencies.gone), (1, 0));
}

#[test]
fn what_is_gone_stays_unless_it_is_to_go() {
    let (mut map, mut ids) = started();
    bring(&mut map, &mut ids, &second(), &Choice::default());
    assert!(map.team_named("Events").is_some() && map.team_named("Own team").is_some());
    let choice = Choice { groups: [(ItemKind::Team, Effect::Gone)].into(), ..Choice::default() };
    let before = map.clone();
    let (diff, _) = bring(&mut map, &mut ids, &second(), &choice);
    assert!(map.team_named("Events").is_none(), "it went");
    assert!(map.team_named("Own team").is_some(), "what was drawn by hand was never in the list");
    map.apply(&diff.inverse());
    assert_eq!(map, before, "one undo takes it all back");
}

#[test]
fn a_team_that_is_left_out_leaves_its_dependencies_out() {
    let (mut map, mut ids) = started();
    let choice = Choice { items: [(ItemKind::Team, "Web".to_owned())].into(), ..Choice::default() };
    let (_, summary) = bring(&mut map, &mut ids, &second(), &choice);
    assert!(map.team_named("Web").is_none() && map.function_named("Digital").is_none());
    assert_eq!((summary.refused.len(), summary.dependencies.new), (0, 0));
    assert_eq!(map.team_named("Brand").unwrap().lead, "Cy");
}

#[test]
fn a_group_is_left_out_but_for_single_items() {
    let (mut map, mut ids) = started();
    let choice = Choice {
        groups: [(ItemKind::Team, Effect::New), (ItemKind::Team, Effect::Changed)].into(),
        items: [(ItemKind::Team, "Web".to_owned())].into(),
    };
    bring(&mut map, &mut ids, &second(), &choice);
    assert!(map.team_named("Web").is_some());
    assert_eq!(map.team_named("Brand").unwrap().lead, "Ada");
    assert_eq!(map.dependencies().count(), 4);
}

#[test]
fn a_dependency_that_the_list_no_longer_has_is_gone() {
    let (mut map, mut ids) = started();
    let list = Incoming { dependencies: vec![tie("Brand", "Events")], ..Incoming::default() };
    let name = "Events \u{2192} Brand".to_owned();
    let choice = Choice { items: [(ItemKind::Dependency, name)].into(), ..Choice::default() };
    let (_, summary) = bring(&mut map, &mut ids, &list, &choice);
    assert_eq!(told(&summary), ["Gone Dependency Events \u{2192} Brand"]);
    assert_eq!(map.dependencies().count(), 2, "what was drawn between others stays");
}
