//! Edits written by hand, as on the command line: wherever an edit wants the id of a team or function, its name
//! will do, and a dependency can be written as `["Content", "Field sales", "sales decks"]`.

use std::collections::HashMap;

use ecosystem::{DependencyId, Edit, FunctionId, Ids, Map, TeamId, name};
use serde_json::Value;
use uuid::Uuid;

/// Reads an edit in JSON. `Err` is a sentence that says what is wrong.
pub(crate) fn read(map: &Map, text: &str, ids: &mut dyn Ids) -> Result<Edit, String> {
    let mut edit: Value =
        serde_json::from_str(text).map_err(|why| format!("The edit is not JSON: {why}."))?;
    let mut names = Names { map, ids, teams: HashMap::new(), functions: HashMap::new() };
    names.edit(&mut edit)?;
    serde_json::from_value(edit).map_err(|why| format!("The edit is not understood: {why}."))
}

struct Names<'a> {
    map: &'a Map,
    ids: &'a mut dyn Ids,
    /// Teams and functions that earlier edits of the same step add, by [`name::key`].
    teams: HashMap<String, Uuid>,
    functions: HashMap<String, Uuid>,
}

impl Names<'_> {
    fn edit(&mut self, edit: &mut Value) -> Result<(), String> {
        let kind = edit.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
        let Value::Object(fields) = edit else {
            return Err(
                "An edit is an object with a \u{201c}type\u{201d}, such as {\"type\": \"add-team\", ...}."
                    .into(),
            );
        };
        for (field, value) in fields.iter_mut() {
            match (field.as_str(), kind.as_str()) {
                // A list that comes in names its teams by itself.
                ("incoming", _) => {}
                ("edits", _) => {
                    value.as_array_mut().into_iter().flatten().try_for_each(|edit| self.edit(edit))?
                }
                ("teams", _) => self.each(value, Self::team)?,
                ("functions", _) | ("between", _) => self.each(value, Self::function)?,
                ("dependencies", _) => self.each(value, Self::dependency)?,
                ("dependency", _) => self.dependency(value)?,
                ("provider" | "receiver", _) => self.team(value)?,
                ("cards" | "rooms" | "set", _) => self.inside(value)?,
                _ => {}
            }
        }
        // What is added gets its id now, so that later edits of the step can name it.
        let added = fields.get("set").and_then(|set| set.get("name")).and_then(Value::as_str).map(name::key);
        let known = match kind.as_str() {
            "add-team" => &mut self.teams,
            "add-function" => &mut self.functions,
            _ => return Ok(()),
        };
        if let Some(added) = added {
            let given = fields.get("id").and_then(Value::as_str).and_then(|id| Uuid::parse_str(id).ok());
            let id = given.unwrap_or_else(|| self.ids.next());
            fields.insert("id".to_owned(), Value::String(id.to_string()));
            known.insert(added, id);
        }
        Ok(())
    }

    /// The ids within a set of fields, or within a list of cards or rooms.
    fn inside(&mut self, value: &mut Value) -> Result<(), String> {
        match value {
            Value::Array(entries) => entries.iter_mut().try_for_each(|entry| self.inside(entry)),
            Value::Object(fields) => fields.iter_mut().try_for_each(|(field, value)| match field.as_str() {
                "team" => self.team(value),
                "function" | "parent" => self.function(value),
                _ => Ok(()),
            }),
            _ => Ok(()),
        }
    }

    fn each(
        &mut self,
        value: &mut Value,
        mut resolve: impl FnMut(&mut Self, &mut Value) -> Result<(), String>,
    ) -> Result<(), String> {
        value.as_array_mut().into_iter().flatten().try_for_each(|entry| resolve(self, entry))
    }

    fn team(&mut self, value: &mut Value) -> Result<(), String> {
        let map = self.map;
        let on_map = |text: &str| map.team_named(text).map(|team| team.id.0);
        let is_id = |id| map.team(TeamId(id)).is_some();
        resolve(value, "team", &self.teams, is_id, on_map)
    }

    fn function(&mut self, value: &mut Value) -> Result<(), String> {
        let map = self.map;
        let on_map = |text: &str| map.function_named(text).map(|function| function.id.0);
        let is_id = |id| map.function(FunctionId(id)).is_some();
        resolve(value, "function", &self.functions, is_id, on_map)
    }

    fn dependency(&mut self, value: &mut Value) -> Result<(), String> {
        let Value::Array(words) = value else { return Ok(()) };
        let words: Vec<String> = words.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        let [provider, receiver, what] = words.as_slice() else {
            return Err("A dependency is named by provider, receiver and what is handed over.".to_owned());
        };
        let id = self.dependency_of(provider, receiver, what).ok_or_else(|| {
            format!(
                "There is no dependency \u{201c}{provider} -> {receiver}: {what}\u{201d}. Check the names."
            )
        })?;
        *value = Value::String(id.to_string());
        Ok(())
    }

    fn dependency_of(&self, provider: &str, receiver: &str, what: &str) -> Option<DependencyId> {
        let (provider, receiver) = (self.map.team_named(provider)?.id, self.map.team_named(receiver)?.id);
        let what = name::key(what);
        self.map.between(provider, receiver).find(|d| name::key(&d.what) == what).map(|d| d.id)
    }
}

/// Puts the id in the place of a name. A name that looks like an id is taken for an id only if there is one.
fn resolve(
    value: &mut Value,
    kind: &str,
    added: &HashMap<String, Uuid>,
    is_id: impl Fn(Uuid) -> bool,
    on_map: impl Fn(&str) -> Option<Uuid>,
) -> Result<(), String> {
    let Value::String(text) = value else { return Ok(()) };
    let id = Uuid::parse_str(text).ok();
    if id.is_some_and(|id| is_id(id) || added.values().any(|&known| known == id)) {
        return Ok(());
    }
    match added.get(&name::key(text)).copied().or_else(|| on_map(text)) {
        Some(found) => {
            *value = Value::String(found.to_string());
            Ok(())
        }
        None => Err(format!("There is no {kind} called \u{201c}{text}\u{201d}. Check the name.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ecosystem::{Counted, notation};

    fn map() -> Map {
        let mut map = Map::named("Test");
        let incoming = notation::parse("Marketing: Content, Brand\nSales: Field\nContent -> Field: decks").0;
        let edit = Edit::Merge { incoming, add_missing: false, skip_bad_rows: false };
        let plan = map.plan(&edit, &mut Counted::default()).unwrap();
        map.apply(&plan.diff);
        map
    }

    /// What the edit makes of the map, or what is wrong with it.
    fn after(edit: &str) -> Result<String, String> {
        let mut map = map();
        let mut ids = Counted(1000);
        let edit = read(&map, edit, &mut ids)?;
        let plan = map.plan(&edit, &mut ids).map_err(|why| why.to_string())?;
        map.apply(&plan.diff);
        Ok(notation::write(&map))
    }

    #[test]
    fn teams_functions_and_dependencies_can_be_named() {
        let text = after(
            r#"{"type":"add-dependency","provider":"brand","receiver":"Content","set":{"what":"guide"}}"#,
        );
        assert!(text.unwrap().contains("Brand -> Content: guide"));
        let text = after(r#"{"type":"update-teams","teams":["Brand"],"set":{"function":"Sales"}}"#);
        assert!(text.unwrap().contains("Sales: Brand, Field"));
        let text = after(r#"{"type":"delete","dependencies":[["Content","Field","Decks"]]}"#);
        assert!(!text.unwrap().contains("decks"));
    }

    #[test]
    fn later_edits_of_a_step_can_name_what_earlier_ones_add() {
        let text = after(
            r#"{"type":"many","edits":[
                {"type":"add-function","set":{"name":"Finance"}},
                {"type":"add-team","set":{"name":"FP&A","function":"Finance"}},
                {"type":"add-dependency","provider":"FP&A","receiver":"Content","set":{"what":"budget"}}]}"#,
        )
        .unwrap();
        assert!(text.contains("Finance: FP&A") && text.contains("FP&A -> Content: budget"), "{text}");
    }

    #[test]
    fn ids_stay_ids() {
        let id = map().team_named("Content").unwrap().id;
        let text = after(&format!(r#"{{"type":"update-teams","teams":["{id}"],"set":{{"name":"Copy"}}}}"#));
        assert!(text.unwrap().contains("Copy"));
    }

    #[test]
    fn what_is_not_there_is_said_by_name() {
        let why = after(r#"{"type":"update-teams","teams":["Legal"],"set":{"note":"x"}}"#).unwrap_err();
        assert_eq!(why, "There is no team called \u{201c}Legal\u{201d}. Check the name.");
        assert!(after("{").unwrap_err().starts_with("The edit is not JSON"));
        assert!(after("[1]").unwrap_err().starts_with("An edit is an object"));
        assert!(after(r#"{"type":"fly"}"#).unwrap_err().starts_with("The edit is not understood"));
        let why = after(r#"{"type":"delete","dependencies":[["Brand","Field","x"]]}"#).unwrap_err();
        assert!(why.contains("Brand -> Field: x"), "{why}");
    }
}
