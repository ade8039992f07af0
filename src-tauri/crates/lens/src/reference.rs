//! The kernels and scores against values computed by igraph and networkx on nine real organisations. The data lie
//! beside the repository; where they are absent these tests say that they are skipped.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use ecosystem::Unwatched;
use serde_json::Value;

use crate::bottleneck_score::{RESOLUTIONS, bottleneck_scores};
use crate::graph::betweenness::{betweenness, distances, possible_routes};
use crate::graph::components::{density, loops, pieces, reciprocity};
use crate::graph::constraint::constraint;
use crate::graph::cuts::cuts;
use crate::graph::leiden::{best_leiden, modularity};
use crate::graph::mixing::{mixing, permutation};
use crate::graph::pagerank::pagerank;
use crate::graph::sample::Starts;
use crate::graph::weighted::weighted_betweenness;
use crate::graph::{Arcs, Graph};
use crate::silo_score::{LEAST_TEAMS, apart, significance, silo_scores};

fn shared(path: &str) -> Option<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared").join(path);
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        println!("skipped: {} is not there", path.display());
    }
    text
}

/// One table of plain comma-separated values, with quotes.
fn table(text: &str) -> Vec<BTreeMap<String, String>> {
    let row = |line: &str| {
        let mut cells = vec![String::new()];
        let mut quoted = false;
        for c in line.trim_end().chars() {
            match c {
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(String::new()),
                c => cells.last_mut().unwrap().push(c),
            }
        }
        cells
    };
    let mut lines = text.lines();
    let header = row(lines.next().unwrap());
    lines.map(|line| header.iter().cloned().zip(row(line)).collect()).collect()
}

struct Org {
    graph: Graph,
    ids: Vec<String>,
    functions: Vec<String>,
    /// Arcs of the file, from → to, or ties where it is undirected.
    arcs: Arcs,
    back: Arcs,
}

fn organisation(dataset: &str, kind: &str, directed: bool, column: &str) -> Org {
    let teams = table(&shared(&format!("data/{dataset}/teams.csv")).unwrap());
    let ties = table(&shared(&format!("data/{dataset}/ties.csv")).unwrap());
    let ids: Vec<String> = teams.iter().map(|team| team["id"].clone()).collect();
    let at: BTreeMap<&String, usize> = ids.iter().enumerate().map(|(at, id)| (id, at)).collect();
    let functions: Vec<String> =
        teams.iter().map(|team| team[column].clone()).collect::<BTreeSet<_>>().into_iter().collect();
    let function: Vec<_> =
        teams.iter().map(|team| functions.iter().position(|name| *name == team[column])).collect();
    let rows = ties
        .iter()
        .filter(|tie| tie["kind"] == kind)
        .map(|tie| (at[&tie["from"]], at[&tie["to"]], tie["weight"].parse::<f64>().unwrap()));
    let graph = Graph::new(&function, functions.len(), rows);
    let view = |arcs: &Arcs| if directed { arcs.clone() } else { graph.ties().clone() };
    let (arcs, back) = (view(graph.receivers()), view(graph.providers()));
    Org { graph, ids, functions, arcs, back }
}

/// Every entry of a reference file, with its organisation.
fn each(file: &str, check: impl Fn(&str, &Value, Org)) {
    let Some(text) = shared(&format!("reference/{file}")) else { return };
    let reference: serde_json::Map<String, Value> = serde_json::from_str(&text).unwrap();
    let full: Value = serde_json::from_str(&shared("reference/reference.json").unwrap()).unwrap();
    let mut checked = 0;
    for (name, wanted) in reference.iter().filter(|(name, _)| !name.starts_with('_')) {
        let parts: Vec<&str> = name.split('/').collect();
        let column = parts.get(2).copied().unwrap_or("function");
        let directed = full
            .get(format!("{}/{}/function", parts[0], parts[1]))
            .or_else(|| full.get(name))
            .is_some_and(|entry| entry["directed"] == true);
        check(name, wanted, organisation(parts[0], parts[1], directed, column));
        checked += 1;
    }
    assert!(checked >= 9, "{file}: only {checked} entries");
}

/// Equal to nine decimals, as far as the files are written.
#[track_caller]
fn same(what: &str, found: Option<f64>, wanted: &Value) {
    match (found, wanted.as_f64()) {
        (Some(found), Some(wanted)) => {
            assert!(
                (found - wanted).abs() <= 1.0001e-9 * wanted.abs().max(1.0),
                "{what}: found {found}, wanted {wanted}"
            );
        }
        (found, wanted) => assert_eq!(found, wanted, "{what}"),
    }
}

/// Checks named values: all of `values` where the file has them, else the five best.
fn same_values(what: &str, ids: &[String], found: impl Fn(usize) -> Option<f64>, wanted: &Value) {
    if let Some(values) = wanted["values"].as_object() {
        assert_eq!(values.len(), ids.len(), "{what}");
        for (at, id) in ids.iter().enumerate() {
            same(&format!("{what} {id}"), found(at), &values[id]);
        }
    }
    for best in wanted["top5"].as_array().into_iter().flatten() {
        let at = ids.iter().position(|id| best[0] == id.as_str()).unwrap();
        same(&format!("{what} {}", ids[at]), found(at), &best[1]);
    }
}

#[test]
fn counts_and_mixing_are_those_of_the_reference() {
    each("reference.json", |name, wanted, org| {
        let (graph, mixing) = (&org.graph, mixing(&org.graph));
        let ties = graph.ties();
        let n = graph.teams() as f64;
        let shape = &wanted["graph"];
        let all = if wanted["directed"] == true {
            density(&org.arcs)
        } else {
            Some(ties.len() as f64 / (n * (n - 1.0)))
        };
        same(&format!("{name} density"), all, &shape["density"]);
        if wanted["directed"] == true {
            same(&format!("{name} reciprocity"), reciprocity(&org.arcs), &shape["reciprocity"]);
            let groups = loops(&org.arcs);
            let strong = graph.teams() - groups.iter().map(|group| group.len() - 1).sum::<usize>();
            assert_eq!(shape["strong_components"], strong, "{name}");
        }
        let (piece, count) = pieces(ties);
        assert_eq!(shape["weak_components"], count, "{name}");
        let largest = (0..count as u32).map(|p| piece.iter().filter(|&&q| q == p).count()).max();
        assert_eq!(shape["largest_component"], largest.unwrap_or(0), "{name}");
        if wanted["directed"] == true {
            assert_eq!(wanted["arcs"], org.arcs.len(), "{name}");
            let weight = org.arcs.iter().map(|(.., strength)| strength).sum();
            same(&format!("{name} total weight"), Some(weight), &wanted["total_weight"]);
        }
        assert_eq!(wanted["undirected_pairs"], ties.len() / 2, "{name}");
        let of = &wanted["org"];
        assert_eq!(of["internal_pairs"], mixing.inside, "{name}");
        assert_eq!(of["external_pairs"], mixing.across, "{name}");
        same(&format!("{name} E-I"), mixing.ei(), &of["EI_global"]);
        let labels: Vec<_> = (0..graph.teams()).map(|t| graph.function(t).map(|f| f as u32)).collect();
        let plain = ties.map_strength(|_| 1.0);
        same(&format!("{name} modularity"), modularity(&plain, &labels, 1.0), &of["modularity_of_groups"]);
        same(
            &format!("{name} weighted"),
            modularity(ties, &labels, 1.0),
            &of["modularity_of_groups_weighted"],
        );
        // The strengths that cross a border and that do not, as the snapshot holds them.
        let strength = |of: Option<usize>, crosses: bool| -> f64 {
            let counts = |&(a, b, _): &(usize, usize, f64)| {
                (of.is_none() && a < b || of.is_some() && graph.function(a) == of)
                    && graph.together(a, b) != crosses
            };
            ties.iter().filter(counts).map(|(.., strength)| strength).sum()
        };
        let (inside, across) = (strength(None, false), strength(None, true));
        same(
            &format!("{name} weighted E-I"),
            Some((across - inside) / (across + inside)),
            &of["EI_global_weighted"],
        );
        for (function, wanted) in wanted["groups"].as_object().unwrap() {
            let f = org.functions.iter().position(|name| name == function).unwrap();
            let what = format!("{name} {function}");
            let (twice, cut) = (strength(Some(f), false), strength(Some(f), true));
            if twice + cut > 0.0 {
                let ei = (cut - twice / 2.0) / (cut + twice / 2.0);
                same(&format!("{what} weighted E-I"), Some(ei), &wanted["EI_weighted"]);
                let smaller = (twice + cut).min(2.0 * (inside + across) - twice - cut);
                same(&format!("{what} weighted"), Some(cut / smaller), &wanted["conductance_weighted"]);
            }
            assert_eq!(wanted["size"], mixing.size[f], "{what}");
            assert_eq!(wanted["internal"], mixing.internal[f], "{what}");
            assert_eq!(wanted["external"], mixing.external[f], "{what}");
            same(&what, mixing.ei_of(f), &wanted["EI"]);
            same(&what, mixing.conductance(f), &wanted["conductance"]);
        }
    });
}

#[test]
fn chance_is_that_of_the_reference_within_its_own_error() {
    each("reference.json", |name, wanted, org| {
        let mixing = mixing(&org.graph);
        let chance = permutation(&org.graph, &mixing, 1, &Unwatched).unwrap();
        let near = |what: &str, found: Option<f64>, wanted: &Value| {
            let (Some(found), Some(wanted)) = (found, wanted.as_f64()) else { return };
            let error = (wanted.max(1e-4) * (1.0 - wanted).max(1e-4) / chance.draws as f64).sqrt();
            let unit = 2.0 / chance.draws as f64;
            assert!((found - wanted).abs() <= 6.0 * error + unit, "{what}: found {found}, wanted {wanted}");
        };
        near(name, chance.map, &wanted["org"]["perm_p_global"]);
        for (function, wanted) in wanted["groups"].as_object().unwrap() {
            let f = org.functions.iter().position(|name| name == function).unwrap();
            near(&format!("{name} {function}"), chance.functions[f], &wanted["perm_p_low"]);
        }
    });
}

#[test]
fn centralities_are_those_of_the_reference() {
    each("reference.json", |name, wanted, org| {
        let starts = Starts::all(org.graph.teams());
        let wanted = &wanted["bottlenecks"];
        let ties = org.graph.ties();
        let plain = ties.map_strength(|_| 1.0);
        let directed = org.arcs != *ties;
        let half = |both: bool, value: f64| if both { value / 2.0 } else { value };
        let found = betweenness(&org.arcs, &starts, &Unwatched).unwrap();
        same_values(name, &org.ids, |t| Some(half(!directed, found[t])), &wanted["betweenness"]);
        let found = betweenness(ties, &starts, &Unwatched).unwrap();
        same_values(name, &org.ids, |t| Some(half(true, found[t])), &wanted["betweenness_undirected"]);
        let weighted = &wanted["betweenness_weighted_dist_round_720720_over_w"];
        if !weighted.is_null() {
            let found = weighted_betweenness(&org.arcs, &starts, &Unwatched).unwrap();
            same_values(name, &org.ids, |t| Some(half(!directed, found[t])), weighted);
        }
        let minus = |found: &[Option<f64>], t: usize| found[t].map(|c| -c);
        let found = constraint(&plain);
        same_values(
            name,
            &org.ids,
            |t| minus(&found, t),
            &wanted["constraint_binary_undirected_LOW_is_broker"],
        );
        let found = constraint(ties);
        same_values(
            name,
            &org.ids,
            |t| minus(&found, t),
            &wanted["constraint_weighted_undirected_LOW_is_broker"],
        );
        let ones = |arcs: &Arcs| arcs.map_strength(|_| 1.0);
        let found = pagerank(&ones(&org.arcs), &ones(&org.back), &Unwatched).unwrap();
        same_values(name, &org.ids, |t| Some(found[t]), &wanted["pagerank_0.85"]);
        if !wanted["pagerank_0.85_weighted"].is_null() {
            let found = pagerank(&org.arcs, &org.back, &Unwatched).unwrap();
            same_values(name, &org.ids, |t| Some(found[t]), &wanted["pagerank_0.85_weighted"]);
        }
        // Wasserman & Faust: of those who reach a team, their share of all others over their mean distance.
        let near = |t: usize| {
            let far: Vec<u32> = distances(&org.back, t).into_iter().flatten().filter(|&d| d > 0).collect();
            let (reached, steps) = (far.len() as f64, far.iter().sum::<u32>() as f64);
            Some(reached * reached / (steps.max(1.0) * (org.graph.teams() as f64 - 1.0)))
        };
        same_values(name, &org.ids, near, &wanted["closeness_in_wasserman_faust"]);
        let cuts = cuts(ties);
        let id = |t: usize| org.ids[t].clone();
        let points: BTreeSet<String> = (0..org.ids.len()).filter(|&t| cuts.teams[t]).map(id).collect();
        let named = |list: &Value| -> BTreeSet<String> {
            list.as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(wanted["articulation_points"]["count"], points.len(), "{name}");
        assert_eq!(named(&wanted["articulation_points"]["networkx"]), points, "{name}");
        let bridges: BTreeSet<BTreeSet<String>> =
            cuts.ties.iter().map(|&(a, b)| BTreeSet::from([id(a as usize), id(b as usize)])).collect();
        assert_eq!(wanted["bridges"]["count"], bridges.len(), "{name}");
        let wanted: BTreeSet<_> =
            wanted["bridges"]["networkx"].as_array().unwrap().iter().map(named).collect();
        assert_eq!(wanted, bridges, "{name}");
    });
}

#[test]
fn clusters_are_as_good_as_the_best_of_the_reference() {
    each("reference.json", |name, wanted, org| {
        let wanted = &wanted["communities"];
        let ties = org.graph.ties();
        let view = if wanted["weighted"] == true { ties.clone() } else { ties.map_strength(|_| 1.0) };
        let found = best_leiden(&view, 1.0, 1, &Unwatched).unwrap().modularity.unwrap();
        for tool in ["leidenalg_best_of_10", "igraph_leiden_best_of_10"] {
            let best = wanted[tool]["modularity"].as_f64().unwrap();
            assert!(found >= best - 0.002, "{name}: found {found}, {tool} {best}");
        }
    });
}

#[test]
fn silo_scores_and_gateways_are_those_of_the_reference() {
    each("scores.json", |name, wanted, org| {
        let scores = silo_scores(&mixing(&org.graph));
        for (function, wanted) in wanted["silo"].as_object().unwrap() {
            let f = org.functions.iter().position(|name| name == function).unwrap();
            let score = scores[f].unwrap();
            let what = format!("{name} {function}");
            same(&what, Some(score.a), &wanted["a"]);
            same(&what, Some(score.b), &wanted["b"]);
            same(&what, Some(score.z), &wanted["z"]);
            same(&what, Some(score.probability()), &wanted["P"]);
        }
        let n = org.graph.teams();
        let through = betweenness(org.graph.ties(), &Starts::all(n), &Unwatched).unwrap();
        let found = bottleneck_scores(&org.graph, &through, &[]);
        for wanted in wanted["gateway_top5"].as_array().unwrap() {
            let t = org.ids.iter().position(|id| wanted["id"] == id.as_str()).unwrap();
            let (door, share) =
                (found.gateways[t], possible_routes(n).map(|pairs| through[t] / pairs).unwrap());
            assert_eq!(wanted["cross"], door.cross, "{name}");
            same(name, Some(door.share()), &wanted["share"]);
            same(name, Some(share), &wanted["betweenness_norm"]);
            same(name, Some(share.sqrt() * found.reach[t]), &wanted["score_function_only"]);
            let p = wanted["p"].as_f64().unwrap();
            assert!((door.p - p).abs() <= 1e-5 * p, "{name}: found {}, wanted {p}", door.p);
        }
    });
}

#[test]
fn on_real_organisations_only_two_functions_are_clear_silos() {
    each("scores.json", |name, _, org| {
        let mixing = mixing(&org.graph);
        let scores = silo_scores(&mixing);
        let found = significance(&mixing, &scores, 1, &Unwatched).unwrap();
        let clear: Vec<&str> = (0..org.functions.len())
            .filter(|&f| scores[f].and_then(|s| found.family(f, s)).is_some_and(|p| p < 0.05))
            .map(|f| org.functions[f].as_str())
            .collect();
        let wanted: &[&str] = match name {
            "aucs/lunch" => &["G6"],
            "email_eu_core/email" => &["Dept 14"],
            _ => &[],
        };
        assert_eq!(clear, wanted, "{name}");
    });
}

#[test]
fn what_is_known_of_real_organisations_stands_on_top() {
    each("scores.json", |name, _, org| {
        let graph = &org.graph;
        let best = |count: usize, score: &dyn Fn(usize) -> Option<f64>, of: &[String]| -> BTreeSet<String> {
            let mut order: Vec<usize> = (0..of.len()).filter(|&at| score(at).is_some()).collect();
            order.sort_by(|&a, &b| score(b).partial_cmp(&score(a)).unwrap());
            order.into_iter().take(count).map(|at| of[at].clone()).collect()
        };
        let has = |found: &BTreeSet<String>, wanted: &[&str]| {
            assert!(wanted.iter().all(|name| found.contains(*name)), "{name}: {found:?}");
        };
        match name {
            // Who administrates for all is in everybody's way.
            "aucs/work" => {
                let through = betweenness(graph.ties(), &Starts::all(graph.teams()), &Unwatched).unwrap();
                let plain = graph.ties().map_strength(|_| 1.0);
                let clusters = RESOLUTIONS.map(|r| best_leiden(&plain, r, 1, &Unwatched).unwrap().of);
                let score = bottleneck_scores(graph, &through, &clusters).score;
                has(&best(5, &|team| score[team], &org.ids), &["U4", "U67", "U123"]);
            }
            "email_eu_core/email" => {
                let mixing = mixing(graph);
                let score = apart(&silo_scores(&mixing));
                let judged = |f: usize| score[f].filter(|_| mixing.size[f] > LEAST_TEAMS);
                has(&best(2, &judged, &org.functions), &["Dept 14", "Dept 17"]);
            }
            _ => {}
        }
    });
}
