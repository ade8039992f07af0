//! Every figure's plain name and what it means: the words for a number on screen, and the one place for the terms
//! of art.

use serde::Serialize;
use ts_rs::TS;

/// A figure in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Term {
    /// Its name in a reading.
    pub figure: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// One sentence for people.
    pub meaning: &'static str,
    /// What specialists call it, and where it comes from; empty if it has no such name.
    pub art: &'static str,
}

const fn term(figure: &'static str, name: &'static str, meaning: &'static str, art: &'static str) -> Term {
    Term { figure, name, meaning, art }
}

/// All figures of the map, functions, borders and teams.
pub const GLOSSARY: &[Term] = &[
    term("teams", "Teams", "How many teams there are.", ""),
    term("dependencies", "Dependencies", "How many things are handed over.", ""),
    term("ties", "Links", "Pairs of teams that hand something over, one way or both.", "undirected ties"),
    term("internal", "Links inside", "Links between two teams of one function.", ""),
    term("external", "Links across", "Links between teams of different functions.", ""),
    term(
        "ei",
        "Outward balance",
        "From −1, all links stay inside functions, to +1, all go across; compare it with what chance gives.",
        "E-I index (Krackhardt & Stern 1988)",
    ),
    term(
        "ei_expected",
        "Outward balance by chance",
        "What the balance would be if links fell on teams at random: large functions look inward by size alone.",
        "expected E-I index",
    ),
    term(
        "ei_p",
        "Chance of so little outward",
        "How often dealing out the functions at random would look as inward. Small for nearly every company.",
        "permutation p-value of the E-I index",
    ),
    term(
        "modularity",
        "How far work follows the functions",
        "Near 0, links ignore functions; near 1, they hardly ever leave them. Not for comparing maps of different size.",
        "modularity of the function partition (Newman & Girvan 2004)",
    ),
    term(
        "reciprocity",
        "Two-way share",
        "The share of dependencies that are answered by one the other way.",
        "reciprocity",
    ),
    term("density", "How full the map is", "The share of all possible links that are there.", "density"),
    term(
        "reachable_pairs",
        "Routes",
        "Ordered pairs of teams where work can pass from the first to the second.",
        "reachable pairs",
    ),
    term(
        "demand_gini",
        "How unevenly demand is spread",
        "0: all teams are relied on alike; near 1: one carries everything.",
        "Gini coefficient",
    ),
    term(
        "conductance",
        "Link-ends that cross the border",
        "The share of a function's link-ends that lead out of it.",
        "conductance",
    ),
    term(
        "density_in",
        "How full it is inside",
        "The share of possible links inside the function that are there.",
        "density within",
    ),
    term(
        "density_out",
        "How full its border is",
        "The share of possible links to other teams that are there.",
        "density between",
    ),
    term(
        "silo_score",
        "How likely it works apart",
        "How likely it is that the function keeps to itself: too few links to others for its size, and fewer than the other \
         functions here.",
        "standing of observed over expected cross ties (gravity model) among the groups",
    ),
    term(
        "disjoint_routes",
        "Separate threads",
        "Ways between the two functions that share no team: so many teams would have to be away to part them.",
        "node-disjoint paths (Menger 1927)",
    ),
    term(
        "demand",
        "Teams that rely on it",
        "How many teams it hands something over to.",
        "out-degree from provider to receiver",
    ),
    term(
        "demand_strength",
        "What it carries",
        "The strengths of all it hands over, added up.",
        "weighted out-degree",
    ),
    term("demand_share", "Its share of all demand", "What it carries as a share of the whole map.", ""),
    term(
        "betweenness",
        "Routes through it",
        "The share of other teams' shortest routes that run through it, the way the work flows.",
        "betweenness centrality, directed (Freeman 1977)",
    ),
    term(
        "betweenness_undirected",
        "Routes through it, either way",
        "The same when links carry both ways.",
        "betweenness centrality, undirected",
    ),
    term(
        "closeness_harmonic",
        "How near it is to those it serves",
        "1: everyone relies on it directly; less the more steps its work takes.",
        "harmonic closeness (Marchiori & Latora 2000)",
    ),
    term(
        "pagerank",
        "Importance handed on",
        "Teams are important when important teams rely on them.",
        "PageRank, damping 0.85 (Brin & Page 1998)",
    ),
    term(
        "constraint",
        "How closed its circle is",
        "Low: it joins people who are not joined otherwise. High: its contacts all know each other, or are few.",
        "Burt's constraint (1992)",
    ),
    term(
        "cut_point",
        "Holds the map together",
        "Whether the map falls into more pieces without it.",
        "articulation point (Tarjan)",
    ),
    term(
        "routes_lost",
        "Routes lost without it",
        "Routes between other teams that have no way round it.",
        "dominated pairs",
    ),
    term("routes_total", "Routes of the others", "All routes between other teams.", ""),
    term(
        "cluster",
        "Works together with",
        "Teams with the same number have more links among them than chance gives.",
        "Leiden cluster (Traag et al. 2019)",
    ),
    term(
        "bottleneck_score",
        "Rank among the bottlenecks",
        "Near 1: of all teams here, most hangs on this one. It ranks; it is no alarm.",
        "mean logarithm of the rank by betweenness, gateway evidence and reach",
    ),
    // Behind findings only.
    term(
        "share_of_expected",
        "Links across, as a share of the usual",
        "How much it works with others, where 100% is what functions of its size do here.",
        "observed over expected cross ties, gravity model",
    ),
    term(
        "expected",
        "Links to be expected",
        "How many links functions of this size would have here.",
        "gravity model",
    ),
    term(
        "p",
        "Chance of the same by accident",
        "How often the same would be seen if links fell at random.",
        "p-value",
    ),
    term("pairs", "Pairs of functions", "How many pairs of functions the finding is about.", ""),
    term("links", "All its links", "Links inside the function and across its border.", ""),
    term("functions", "Functions", "How many functions the finding is about.", ""),
    term("serves", "Teams it serves", "How many teams rely on it.", ""),
    term("stopped", "Blocked", "How many of those who rely on it say they are blocked.", ""),
    term("slowed", "Slowed", "How many of those who rely on it say they are slowed.", ""),
    term(
        "share_lost",
        "Share of routes lost",
        "Routes cut without it, as a share of all between other teams.",
        "",
    ),
    term("cut_off", "Teams cut off", "Teams that lose touch with most of the map without it.", ""),
    term("cross", "Links across through it", "Links of its function to others that end at this team.", ""),
    term("of", "Links across of its function", "All links of its function to other functions.", ""),
    term("share", "Its share of them", "Which part of its function's links to others end at this team.", ""),
    term("receivers", "Teams that rated it", "How many teams rely on it and have said how that goes.", ""),
    term("load", "Load", "How full it says it is; 100 is full.", "utilisation"),
    term(
        "distance",
        "How far the two sides are apart",
        "1: one step, such as ok and slowing; 2: one says ok, the other blocked.",
        "",
    ),
];

#[cfg(test)]
mod tests {
    use ecosystem::Unwatched;

    use super::*;
    use crate::lens_tests::{WORKED, map};
    use crate::{FunctionFigures, LENSES, MapFigures, Settings, TeamFigures, read};

    #[test]
    fn every_figure_of_a_reading_has_words() {
        let figures = [
            serde_json::to_value(MapFigures::default()),
            serde_json::to_value(FunctionFigures::default()),
            serde_json::to_value(TeamFigures::default()),
        ];
        for figures in figures {
            for figure in figures.unwrap().as_object().unwrap().keys() {
                assert_eq!(GLOSSARY.iter().filter(|term| term.figure == figure).count(), 1, "{figure}");
            }
        }
    }

    #[test]
    fn every_figure_behind_a_finding_has_words() {
        let map = map(WORKED);
        let lenses: Vec<_> = LENSES.iter().collect();
        let mut told = 0;
        let check = |reading: crate::Reading| {
            for figure in reading.findings.iter().flat_map(|finding| finding.figures.keys()) {
                assert_eq!(GLOSSARY.iter().filter(|term| term.figure == figure).count(), 1, "{figure}");
                told += 1;
            }
        };
        read(&map, &lenses, Settings::default(), &Unwatched, check).unwrap();
        assert!(told > 5);
    }
}
