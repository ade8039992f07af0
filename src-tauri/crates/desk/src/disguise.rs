//! A map that can be shown to outsiders: names are replaced, and what people wrote or rated is left out. What is
//! tied to what stays.

use ecosystem::{About, Dependency, Function, Map, Record, Team};

/// The map in disguise.
pub(crate) fn of(map: &Map) -> Map {
    let (mut teams, mut functions) = (0, 0);
    Map::of(map.records().map(|record| match record {
        Record::About(about) => {
            Record::About(About { name: String::from("A map"), note: String::new(), style: about.style })
        }
        Record::Function(function) => {
            functions += 1;
            Record::Function(Function {
                name: format!("Function {functions}"),
                note: String::new(),
                custom: Default::default(),
                ..function
            })
        }
        Record::Team(team) => {
            teams += 1;
            Record::Team(Team {
                name: format!("Team {teams}"),
                lead: String::new(),
                region: String::new(),
                note: String::new(),
                key: String::new(),
                people: None,
                load: None,
                custom: Default::default(),
                ..team
            })
        }
        Record::Dependency(dependency) => Record::Dependency(Dependency {
            id: dependency.id,
            provider: dependency.provider,
            receiver: dependency.receiver,
            strength: dependency.strength,
            what: String::new(),
            provider_health: None,
            receiver_health: None,
            cadence: String::new(),
            channel: String::new(),
            wait: None,
            expectation: String::new(),
            agreed: String::new(),
            review: None,
            note: String::new(),
            custom: Default::default(),
        }),
        other @ (Record::Border(_) | Record::Place(_) | Record::Room(_)) => other,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ecosystem::{Counted, Edit, notation};

    #[test]
    fn nothing_that_was_written_or_rated_is_left() {
        let text = "Marketing: Content [lead Ana, 5 people, 90% busy]\nSales: Field\n\
                    Content -> Field: secret decks (blocking, weekly, via e-mail, waits 3 days)";
        let mut map = Map::named("Acme");
        let edit =
            Edit::Merge { incoming: notation::parse(text).0, add_missing: false, skip_bad_rows: false };
        let plan = map.plan(&edit, &mut Counted::default()).unwrap();
        map.apply(&plan.diff);
        let disguised = of(&map);
        let json = serde_json::to_string(&disguised.records().collect::<Vec<_>>()).unwrap();
        for word in
            ["Acme", "Marketing", "Content", "Field", "Ana", "secret", "weekly", "mail", "blocking", "90"]
        {
            assert!(!json.contains(word), "{word} in {json}");
        }
        assert_eq!(notation::write(&disguised), "Function 1: Team 1\nFunction 2: Team 2\nTeam 1 -> Team 2\n");
    }
}
