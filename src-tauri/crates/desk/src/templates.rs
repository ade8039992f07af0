//! What a new map can start from: a blank one, marketing and its neighbours with typical handovers to tick, and
//! a finished sample. The texts are in the notation of [`ecosystem::notation`], in `templates/`; the marketing
//! template adds headings (`##`) and ticks (`+`, `-`) for its handovers.

use std::collections::HashSet;

use ecosystem::{Incoming, notation};

use crate::protocol::{Handover, Template};

const SAMPLE: &str = include_str!("../templates/sample.txt");
const MARKETING: &str = include_str!("../templates/marketing.txt");

/// All templates, as the start page shows them.
pub fn all() -> Vec<Template> {
    let template = |id: &str, name: &str, about: &str| Template {
        id: id.to_owned(),
        name: name.to_owned(),
        about: about.to_owned(),
        handovers: Vec::new(),
    };
    vec![
        template(
            "sample",
            "Sample map",
            "Fernhill Outdoor, an invented company: look around and try things out.",
        ),
        Template {
            handovers: handovers(),
            ..template(
                "marketing",
                "Marketing and its neighbours",
                "Teams of marketing, sales, finance, HR and others, with the handovers you tick.",
            )
        },
        template("blank", "Blank map", "An empty ground to draw on."),
    ]
}

/// The map's first name and what it starts with; `None` for a template that is not there. `ticked` are the ids of
/// the chosen handovers; `None` takes the usual ones.
pub fn start(id: &str, ticked: Option<&[String]>) -> Option<(&'static str, Incoming)> {
    match id {
        "blank" => Some(("New map", Incoming::default())),
        "sample" => Some(("Fernhill Outdoor", notation::parse(SAMPLE).0)),
        "marketing" => Some(("Marketing and its neighbours", marketing(ticked))),
        _ => None,
    }
}

fn marketing(ticked: Option<&[String]>) -> Incoming {
    let teams = MARKETING.lines().filter(|line| !is_handover(line)).collect::<Vec<_>>().join("\n");
    let mut incoming = notation::parse(&teams).0;
    let chosen: HashSet<&str> = ticked.unwrap_or_default().iter().map(String::as_str).collect();
    for handover in handovers() {
        let wanted = if ticked.is_some() { chosen.contains(handover.id.as_str()) } else { handover.usual };
        if wanted {
            let line = format!("{} -> {}: {}", handover.provider, handover.receiver, handover.what);
            incoming.dependencies.extend(notation::parse(&line).0.dependencies);
        }
    }
    incoming
}

fn is_handover(line: &str) -> bool {
    line.starts_with("+ ") || line.starts_with("- ")
}

fn handovers() -> Vec<Handover> {
    let mut group = "";
    let mut handovers = Vec::new();
    for line in MARKETING.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            group = heading;
        } else if is_handover(line) {
            let read = notation::parse(&line[2..]).0.dependencies;
            handovers.extend(read.into_iter().map(|dependency| Handover {
                id: format!("{} > {}: {}", dependency.provider, dependency.receiver, what(&dependency)),
                group: group.to_owned(),
                what: what(&dependency),
                provider: dependency.provider,
                receiver: dependency.receiver,
                usual: line.starts_with('+'),
            }));
        }
    }
    handovers
}

fn what(dependency: &ecosystem::IncomingDependency) -> String {
    dependency.set.what.clone().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ecosystem::{Counted, Edit, Map};

    fn map(id: &str, ticked: Option<&[String]>) -> Map {
        let (name, incoming) = start(id, ticked).unwrap();
        let mut map = Map::named(name);
        let edit = Edit::Merge { incoming, add_missing: false, skip_bad_rows: false };
        let plan = map.plan(&edit, &mut Counted::default()).unwrap();
        map.apply(&plan.diff);
        map
    }

    #[test]
    fn every_line_of_every_template_is_read() {
        assert_eq!(notation::parse(SAMPLE).1, []);
        for template in all() {
            assert_eq!(map(&template.id, None).check(), Vec::<String>::new(), "{}", template.id);
        }
        assert!(start("no such thing", None).is_none());
    }

    #[test]
    fn the_sample_is_a_whole_company_with_something_to_find() {
        let sample = map("sample", None);
        assert!(sample.teams().len() >= 20 && sample.dependencies().len() >= 40);
        assert!(sample.dependencies().any(|d| d.is_perception_gap()));
    }

    #[test]
    fn marketing_has_forty_handovers_to_choose_from_and_takes_only_those_ticked() {
        let offered = handovers();
        let ids: HashSet<&str> = offered.iter().map(|h| h.id.as_str()).collect();
        assert!(offered.len() >= 40 && ids.len() == offered.len());
        let usual = offered.iter().filter(|h| h.usual).count();
        assert_eq!(map("marketing", None).dependencies().len(), usual);
        let ticked = [offered[0].id.clone(), offered[7].id.clone()];
        assert_eq!(map("marketing", Some(&ticked)).dependencies().len(), 2);
        assert_eq!(map("marketing", Some(&[])).dependencies().len(), 0);
    }
}
