//! The graph kernels beside rustworkx-core and python-igraph on the same graphs.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Duration;

use ecosystem::{Cancelled, Unwatched};
use lens::graph::Graph;
use lens::graph::betweenness::betweenness;
use lens::graph::closeness::harmonic_closeness;
use lens::graph::cuts::cuts;
use lens::graph::leiden::leiden;
use lens::graph::pagerank::pagerank;
use lens::graph::sample::Starts;
use lens::graph::weighted::weighted_betweenness;
use petgraph::graph::UnGraph;

use crate::organisation::Dice;
use crate::python::Yardstick;
use crate::times::{in_turns, ratio, time};

const ROUNDS: usize = 5;
/// What disturbs the machine only ever makes slower, so the best of several rounds in turns is compared.
const BEST_OF: usize = 7;
/// Until nothing moves any more, as igraph is asked to.
const LEIDEN_ROUNDS: usize = 100;

pub fn run() -> anyhow::Result<()> {
    for (name, teams, ties) in [("1,000 / 5,000", 1000, 5000), ("10,000 / 50,000", 10_000, 50_000)] {
        println!("  {name}");
        let pairs = planted(teams, ties);
        let graph = Graph::new(&vec![None; teams], 0, pairs.iter().map(|&(a, b)| (a, b, 1.0)));
        beside_rustworkx(teams, &graph);
        beside_igraph(teams, &pairs, &graph)?;
    }
    Ok(())
}

/// Groups of fifty, seven of ten ties inside, no pair twice.
fn planted(teams: usize, ties: usize) -> Vec<(usize, usize)> {
    let mut dice = Dice(7);
    let mut seen = std::collections::BTreeSet::new();
    while seen.len() < ties {
        let a = dice.below(teams);
        let b = if dice.below(10) < 7 { a / 50 * 50 + dice.below(50) } else { dice.below(teams) };
        if a != b && b < teams {
            seen.insert((a.min(b), a.max(b)));
        }
    }
    seen.into_iter().collect()
}

fn every_route(graph: &Graph, threads: usize) -> Duration {
    let starts = Starts::all(graph.teams());
    in_pool(threads, || betweenness(graph.ties(), &starts, &Unwatched))
}

/// How long `work` takes on that many threads.
fn in_pool<T: Send>(threads: usize, work: impl Fn() -> Result<T, Cancelled> + Sync) -> Duration {
    match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool.install(|| time(|| drop(black_box(work()))).0),
        Err(_) => Duration::MAX,
    }
}

fn beside_rustworkx(teams: usize, graph: &Graph) {
    let mut peer: UnGraph<(), ()> = UnGraph::with_capacity(teams, graph.ties().len());
    let nodes: Vec<_> = (0..teams).map(|_| peer.add_node(())).collect();
    for (a, b, _) in graph.ties().iter().filter(|(a, b, _)| a < b) {
        peer.add_edge(nodes[a], nodes[b], ());
    }
    for threads in [1, 2] {
        let threshold = if threads == 1 { usize::MAX } else { 50 };
        let (ours, theirs) = in_turns(
            ROUNDS,
            || every_route(graph, threads),
            || {
                in_pool(threads, || {
                    Ok(rustworkx_core::centrality::betweenness_centrality(&peer, false, false, threshold))
                })
            },
        );
        ratio(&format!("betweenness / rustworkx-core, {threads} thread(s)"), ours, theirs, 1.0);
    }
}

fn beside_igraph(teams: usize, pairs: &[(usize, usize)], graph: &Graph) -> anyhow::Result<()> {
    let file = tempfile::NamedTempFile::new()?;
    let mut text = format!("{teams}\n");
    for (a, b) in pairs {
        let _ = writeln!(text, "{a} {b}");
    }
    std::fs::write(file.path(), text)?;
    let ties = graph.ties();
    let starts = Starts::all(teams);
    let mut igraph = Yardstick::start("igraph_kernels.py", &["igraph"], &[file.path()])?;
    let mut beside = |name: &str, theirs: &str, goal: f64, work: &dyn Fn() -> Duration| {
        let (mut best, mut other) = (Duration::MAX, Duration::MAX);
        for _ in 0..BEST_OF {
            best = best.min(work());
            other = other.min(igraph.takes(theirs)?);
        }
        ratio(&format!("{name} / igraph"), best, other, goal);
        anyhow::Ok(())
    };
    let routes = "betweenness";
    beside(routes, routes, 0.75, &|| every_route(graph, 1))?;
    beside("betweenness on two threads", routes, 0.45, &|| every_route(graph, 2))?;
    beside("weighted betweenness", "weighted betweenness", 0.9, &|| {
        in_pool(1, || weighted_betweenness(ties, &starts, &Unwatched))
    })?;
    beside("cut points and bridges", "cut points and bridges", 0.2, &|| in_pool(1, || Ok(cuts(ties))))?;
    beside("closeness", "closeness", 0.8, &|| in_pool(1, || harmonic_closeness(ties, &starts, &Unwatched)))?;
    beside("pagerank", "pagerank", 1.1, &|| in_pool(1, || pagerank(ties, ties, &Unwatched)))?;
    beside("leiden", "leiden", 0.8, &|| in_pool(1, || leiden(ties, 1.0, 1, LEIDEN_ROUNDS, &Unwatched)))
}
