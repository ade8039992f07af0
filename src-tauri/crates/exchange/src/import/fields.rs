//! Fields by name, for formats that carry data beside their drawing. What cannot be read is kept as a field of the
//! person's own: a graph has no rows to refuse.

use ecosystem::{DependencyPatch, TeamPatch, limits::CUSTOM_FIELDS, name};

use super::aliases::{DEPENDENCY, TEAM};
use super::columns::{Field, lookup, squeeze};
use super::values;

/// Sets the team's field of that name; says which it was. Name, id and function are left to the caller.
pub(super) fn team(field: &str, text: &str, set: &mut TeamPatch) -> Option<Field> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let known = lookup(TEAM, &squeeze(field)).map(|found| found.0);
    let amount = values::number(text, false).filter(|number| *number >= 0.0);
    match known {
        Some(Field::Name | Field::Id | Field::Function | Field::X | Field::Y) => {}
        Some(Field::Kind) if values::kind(text).is_some() => set.kind = values::kind(text),
        Some(Field::Lead) => set.lead = Some(text.to_owned()),
        Some(Field::People) if amount.is_some() => set.people = Some(amount),
        Some(Field::Load) if amount.is_some() => set.load = Some(amount),
        Some(Field::Region) => set.region = Some(text.to_owned()),
        Some(Field::Note) => set.note = Some(text.to_owned()),
        _ => custom(&mut set.custom, field, text),
    }
    known
}

/// Sets the dependency's field of that name.
pub(super) fn dependency(field: &str, text: &str, set: &mut DependencyPatch) {
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    let amount = values::number(text, false).filter(|number| *number >= 0.0);
    let own = || Some(text.to_owned());
    match lookup(DEPENDENCY, &squeeze(field)).map(|found| found.0) {
        // The line's label may have said it already.
        Some(Field::What) if set.what.is_none() || squeeze(field) == "what" => set.what = own(),
        Some(Field::Strength) if amount.is_some_and(|strength| strength > 0.0) => set.strength = amount,
        Some(Field::Health) if values::health(text).is_some() => {
            set.receiver_health = Some(values::health(text))
        }
        Some(Field::ProviderHealth) if values::health(text).is_some() => {
            set.provider_health = Some(values::health(text));
        }
        Some(Field::Cadence) => set.cadence = own(),
        Some(Field::Channel) => set.channel = own(),
        Some(Field::Wait) if amount.is_some() => set.wait = Some(amount),
        Some(Field::Expectation) => set.expectation = own(),
        Some(Field::Agreed) => set.agreed = own(),
        Some(Field::Review) if text.parse::<ecosystem::Date>().is_ok() => {
            set.review = Some(text.parse().ok())
        }
        Some(Field::Note) => set.note = own(),
        _ => custom(&mut set.custom, field, text),
    }
}

fn custom(fields: &mut std::collections::BTreeMap<String, Option<String>>, field: &str, text: &str) {
    let field = name::line(field);
    if fields.len() < CUSTOM_FIELDS && !field.is_empty() {
        fields.insert(field, Some(text.to_owned()));
    }
}
