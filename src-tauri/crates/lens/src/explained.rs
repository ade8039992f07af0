//! The glossary about one map: each figure with its words, and one sentence that says what it is here.

use ecosystem::Map;
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

use crate::figures::Figures;
use crate::glossary::{GLOSSARY, Term};
use crate::words::{percent, thousands};

/// A figure in words, and what it is on this map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Explained {
    /// Its words.
    #[serde(flatten)]
    pub term: Term,
    /// One sentence about this map; empty where only findings have the figure.
    pub here: String,
}

/// Figures that are shares of something, 0 to 1.
const SHARES: &[&str] = &[
    "reciprocity",
    "density",
    "density_in",
    "density_out",
    "conductance",
    "demand_share",
    "betweenness",
    "betweenness_undirected",
    "silo_score",
    "ei_p",
];
/// Figures of which the smallest is the one to look at.
const LEAST: &[&str] = &["ei", "ei_p", "conductance", "density_out", "disjoint_routes", "constraint"];
/// Figures that only number something.
const NUMBERS: &[&str] = &["cluster"];

/// Explains all figures with those of a reading of `map`.
pub fn explained(map: &Map, figures: &Figures) -> Vec<Explained> {
    let whole = fields(&figures.map);
    let functions: Vec<(String, Value)> = (figures.functions.iter())
        .filter_map(|(id, numbers)| Some((map.function(*id)?.name.clone(), fields(numbers))))
        .collect();
    let borders: Vec<(String, Value)> = (figures.borders.iter())
        .filter_map(|border| {
            let [one, other] =
                border.between.map(|id| map.function(id).map(|function| function.name.as_str()));
            Some((format!("{} and {}", one?, other?), fields(border)))
        })
        .collect();
    let teams: Vec<(String, Value)> = (figures.teams.iter())
        .filter_map(|(id, numbers)| Some((map.team(*id)?.name.clone(), fields(numbers))))
        .collect();
    let here = |term: &Term| {
        let figure = term.figure;
        if let Some(number) = number(&whole, figure) {
            return format!("On this map: {}.", shown(figure, number));
        }
        let groups = [&functions, &borders, &teams];
        groups.into_iter().find_map(|group| extreme(group, figure)).unwrap_or_default()
    };
    GLOSSARY.iter().map(|term| Explained { term: *term, here: here(term) }).collect()
}

/// Who stands out with a figure.
fn extreme(group: &[(String, Value)], figure: &str) -> Option<String> {
    if figure == "cut_point" {
        let those: Vec<&str> = group
            .iter()
            .filter(|(_, fields)| fields.get(figure).and_then(Value::as_bool) == Some(true))
            .map(|(name, _)| name.as_str())
            .collect();
        let is_told = group.iter().any(|(_, fields)| fields.get(figure).is_some_and(Value::is_boolean));
        return is_told.then(|| match those.len() {
            0 => "On this map no team does.".to_owned(),
            _ => format!("On this map: {}.", crate::words::list(those, 5)),
        });
    }
    let numbers = group.iter().filter_map(|(name, fields)| Some((name, number(fields, figure)?)));
    if NUMBERS.contains(&figure) {
        let most = numbers.map(|(_, number)| number).max_by(f64::total_cmp)?;
        return Some(format!("On this map: {}.", crate::words::count(most as usize + 1, "such circle")));
    }
    let is_least = LEAST.contains(&figure);
    let (name, number) = numbers.reduce(|best, next| {
        let beats = if is_least { next.1 < best.1 } else { next.1 > best.1 };
        if beats { next } else { best }
    })?;
    let (which, shown) = (if is_least { "Least" } else { "Most" }, shown(figure, number));
    Some(format!("{which} here: {name}, {shown}."))
}

/// A record's numbers by their names.
fn fields(numbers: &impl Serialize) -> Value {
    // Plain structs of numbers always have a form in JSON.
    serde_json::to_value(numbers).unwrap_or_default()
}

fn number(fields: &Value, figure: &str) -> Option<f64> {
    fields.get(figure)?.as_f64()
}

fn shown(figure: &str, number: f64) -> String {
    match () {
        () if SHARES.contains(&figure) => percent(number),
        () if number.fract() == 0.0 && number >= 0.0 => thousands(number as usize),
        () => format!("{number:.2}").replace('-', "\u{2212}"),
    }
}

#[cfg(test)]
mod tests {
    use ecosystem::Unwatched;

    use super::*;
    use crate::lens_tests::{WORKED, map};
    use crate::{Lens, Settings, read};

    #[test]
    fn each_figure_says_what_it_is_on_this_map() {
        let map = map(WORKED);
        let mut figures = None;
        let lens = Lens::named("silos").unwrap();
        read(&map, &[lens], Settings::default(), &Unwatched, |reading| figures = Some(reading.figures))
            .unwrap();
        let all = explained(&map, &figures.unwrap());
        let here = |figure: &str| all.iter().find(|one| one.term.figure == figure).unwrap().here.as_str();
        assert_eq!(here("teams"), "On this map: 12.");
        assert_eq!(here("routes_lost"), "Most here: MarOps, 26.");
        assert!(here("cut_point").contains("MarOps"), "{}", here("cut_point"));
        assert!(here("density").ends_with("%."), "{}", here("density"));
        assert_eq!(here("share_lost"), "");
    }

    #[test]
    fn an_empty_map_has_a_glossary_too() {
        let all = explained(&Map::named("Empty"), &Figures::default());
        assert_eq!(all.len(), GLOSSARY.len());
    }
}
