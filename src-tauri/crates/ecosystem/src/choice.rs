//! What a list would do to a map, item by item, and which of it a person wants.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Dependency, FunctionId, Health, Origin, Team, TeamKind};

/// The most items of one kind and effect that are listed; the others are counted.
pub const LISTED: usize = 500;

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum ItemKind {
    /// A function.
    Function,
    /// A team.
    Team,
    /// A dependency.
    Dependency,
}

/// What a list does to an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Effect {
    /// It is not on the map.
    New,
    /// It is on the map, and different.
    Changed,
    /// It is on the map, and the list that brought it no longer has it.
    Gone,
}

/// One thing that a list does to a map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// What becomes of it.
    pub effect: Effect,
    /// Its name, by which it is chosen: a team's or function's, or "Content → Field sales: sales decks".
    pub name: String,
    /// The fields that change, where it is there already.
    pub changes: Vec<FieldChange>,
    /// Where the list says so; absent for what is gone.
    #[ts(optional)]
    pub origin: Option<Origin>,
}

/// A field that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FieldChange {
    /// Its name, as columns are called; one of the person's own by its own name.
    pub field: String,
    /// What it holds now; may be empty.
    pub before: String,
    /// What it would hold; may be empty.
    pub after: String,
}

/// Which of a list a person wants, where that is not the usual: what is new and changed comes in, what is gone stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Choice {
    /// Groups of which the contrary of the usual is wanted.
    pub groups: BTreeSet<(ItemKind, Effect)>,
    /// Items, by kind and name, of which the contrary of what holds for their group is wanted.
    pub items: BTreeSet<(ItemKind, String)>,
}

impl Choice {
    /// Whether the list has its way with the item: it comes in, changes, or is taken away. `name` is asked for only
    /// where items were chosen singly.
    pub(crate) fn takes(&self, kind: ItemKind, effect: Effect, name: impl FnOnce() -> String) -> bool {
        let usual = effect != Effect::Gone;
        let turned = self.groups.contains(&(kind, effect));
        let alone = !self.items.is_empty() && self.items.contains(&(kind, name()));
        usual ^ turned ^ alone
    }
}

/// "Content → Field sales: sales decks".
pub(crate) fn dependency_name(provider: &str, receiver: &str, what: &str) -> String {
    let what = if what.is_empty() { String::new() } else { format!(": {what}") };
    format!("{provider} \u{2192} {receiver}{what}")
}

/// What differs between two states of a team; `function` names functions.
pub(crate) fn of_team(
    before: &Team,
    after: &Team,
    function: impl Fn(FunctionId) -> String,
) -> Vec<FieldChange> {
    let mut changes = Changes::default();
    let named = |id: Option<FunctionId>| id.map(&function).unwrap_or_default();
    changes.note("id", before.key.clone(), after.key.clone());
    changes.note("name", before.name.clone(), after.name.clone());
    changes.note("function", named(before.function), named(after.function));
    changes.note("kind", kind(before.kind), kind(after.kind));
    changes.note("lead", before.lead.clone(), after.lead.clone());
    changes.note("people", number(before.people), number(after.people));
    changes.note("load", number(before.load), number(after.load));
    changes.note("region", before.region.clone(), after.region.clone());
    changes.note("note", before.note.clone(), after.note.clone());
    changes.custom(&before.custom, &after.custom);
    changes.0
}

/// What differs between two states of a dependency.
pub(crate) fn of_dependency(before: &Dependency, after: &Dependency) -> Vec<FieldChange> {
    let mut changes = Changes::default();
    let day = |date: Option<crate::Date>| date.map(|date| date.to_string()).unwrap_or_default();
    changes.note("what", before.what.clone(), after.what.clone());
    changes.note("strength", number(Some(before.strength)), number(Some(after.strength)));
    changes.note("health", health(before.receiver_health), health(after.receiver_health));
    changes.note("provider-health", health(before.provider_health), health(after.provider_health));
    changes.note("cadence", before.cadence.clone(), after.cadence.clone());
    changes.note("channel", before.channel.clone(), after.channel.clone());
    changes.note("wait", number(before.wait), number(after.wait));
    changes.note("expectation", before.expectation.clone(), after.expectation.clone());
    changes.note("agreed", before.agreed.clone(), after.agreed.clone());
    changes.note("review", day(before.review), day(after.review));
    changes.note("note", before.note.clone(), after.note.clone());
    changes.custom(&before.custom, &after.custom);
    changes.0
}

#[derive(Default)]
struct Changes(Vec<FieldChange>);

impl Changes {
    fn note(&mut self, field: &str, before: String, after: String) {
        if before != after {
            self.0.push(FieldChange { field: field.to_owned(), before, after });
        }
    }

    fn custom(
        &mut self,
        before: &std::collections::BTreeMap<String, String>,
        after: &std::collections::BTreeMap<String, String>,
    ) {
        let fields: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for field in fields {
            let value = |of: &std::collections::BTreeMap<String, String>| of.get(field).cloned();
            self.note(field, value(before).unwrap_or_default(), value(after).unwrap_or_default());
        }
    }
}

fn number(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn health(value: Option<Health>) -> String {
    let word = |health| match health {
        Health::Ok => "ok",
        Health::Slowing => "slowing",
        Health::Blocking => "blocking",
    };
    value.map(word).unwrap_or_default().to_owned()
}

fn kind(kind: TeamKind) -> String {
    let word = match kind {
        TeamKind::Team => "team",
        TeamKind::Role => "role",
        TeamKind::OutsideGroup => "outside group",
    };
    word.to_owned()
}
