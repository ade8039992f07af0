//! Everything that is computed of one map and that more than one lens reads: computed once, in one place.

use std::collections::{BTreeMap, HashMap};

use ecosystem::{Cancelled, Date, Dependency, FunctionId, Map, TeamId, Watch};
use rayon::prelude::*;

use crate::bottleneck_score::{self, BottleneckScores, bottleneck_scores};
use crate::figures::{BorderFigures, Figures, FunctionFigures, MapFigures, TeamFigures, shown};
use crate::graph::betweenness::{betweenness, possible_routes};
use crate::graph::closeness::harmonic_closeness;
use crate::graph::components::{density, reciprocity};
use crate::graph::constraint::constraint;
use crate::graph::cuts::{Cuts, cuts};
use crate::graph::disjoint::Disjoint;
use crate::graph::gini::gini;
use crate::graph::leiden::{Clusters, best_leiden, modularity};
use crate::graph::mixing::{Chance, Mixing, mixing, permutation};
use crate::graph::pagerank::pagerank;
use crate::graph::routes::{Routes, routes};
use crate::graph::sample::Starts;
use crate::graph::{Arcs, Graph};
use crate::silo_score::{Significance, SiloScore, apart, significance, silo_scores};
use crate::stability::{Stability, stability};

/// How a map is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Decides everything that is left to chance; the same seed gives the same reading.
    pub seed: u64,
    /// The day it is read on, for what is overdue; without one nothing is.
    pub today: Option<Date>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { seed: 1, today: None }
    }
}

/// A map with its graph and who is who in it.
#[derive(Debug, Clone)]
pub struct Subject<'a> {
    /// The map.
    pub map: &'a Map,
    /// Its graph.
    pub graph: Graph,
    /// The team at each index of the graph.
    pub teams: Vec<TeamId>,
    /// The function at each index of the graph.
    pub functions: Vec<FunctionId>,
    index: HashMap<TeamId, usize>,
}

impl<'a> Subject<'a> {
    /// The map as a graph. A team counts for the function it lies in directly.
    pub fn of(map: &'a Map) -> Self {
        let teams: Vec<TeamId> = map.teams().map(|team| team.id).collect();
        let functions: Vec<FunctionId> = map.functions().map(|function| function.id).collect();
        let index: HashMap<TeamId, usize> = teams.iter().enumerate().map(|(at, &id)| (id, at)).collect();
        let place: HashMap<FunctionId, usize> =
            functions.iter().enumerate().map(|(at, &id)| (id, at)).collect();
        let function: Vec<Option<usize>> =
            map.teams().map(|team| team.function.and_then(|id| place.get(&id).copied())).collect();
        let dependencies = map
            .dependencies()
            .filter_map(|d| Some((*index.get(&d.provider)?, *index.get(&d.receiver)?, d.strength)));
        let graph = Graph::new(&function, functions.len(), dependencies);
        Self { map, graph, teams, functions, index }
    }

    /// The index of a team.
    pub fn at(&self, team: TeamId) -> Option<usize> {
        self.index.get(&team).copied()
    }

    /// The name of the team at an index.
    pub fn team(&self, at: usize) -> &'a str {
        self.map.team(self.teams[at]).map_or("", |team| &team.name)
    }

    /// The name of the function at an index.
    pub fn function(&self, at: usize) -> &'a str {
        self.map.function(self.functions[at]).map_or("", |function| &function.name)
    }

    /// The indices of a dependency's provider and receiver.
    pub fn ends(&self, dependency: &Dependency) -> Option<(usize, usize)> {
        Some((self.at(dependency.provider)?, self.at(dependency.receiver)?))
    }
}

/// A map, read through: all kernels' results.
#[derive(Debug, Clone)]
pub struct Study<'a> {
    /// The map and its graph.
    pub subject: Subject<'a>,
    /// How it is read.
    pub settings: Settings,
    /// The teams of each function.
    pub members: Vec<Vec<usize>>,
    /// Ties inside and across functions.
    pub mixing: Mixing,
    /// What chance would give.
    pub chance: Chance,
    /// The silo score of each function.
    pub silos: Vec<Option<SiloScore>>,
    /// How likely each function works apart.
    pub apart: Vec<Option<f64>>,
    /// How often chance gives such scores.
    pub significance: Significance,
    /// Who really works together.
    pub clusters: Clusters,
    /// Teams and ties that hold the map together.
    pub cuts: Cuts,
    /// Who reaches whom.
    pub routes: Routes,
    /// Betweenness over ties, every pair once.
    pub through: Vec<f64>,
    /// Partitions that the bottleneck score looks at beside the functions.
    pub partitions: Vec<Vec<u32>>,
    /// The bottleneck score of each team.
    pub bottlenecks: BottleneckScores,
    /// Whether the first team stays first when one tie is left out; absent on large maps.
    pub stability: Option<Stability>,
    /// The numbers as they are shown.
    pub figures: Figures,
}

/// Above this many pairs of functions only those with a dependency are listed.
const MOST_BORDERS: usize = 5_000;
/// Disjoint routes are counted as long as no more ties than this are looked at once for every pair of functions.
const MOST_LOOKS: usize = 300_000_000;

impl<'a> Study<'a> {
    /// Reads `map` through. Bounded for every map within [`ecosystem::limits`]: very large ones are sampled.
    pub fn of(map: &'a Map, settings: Settings, watch: &dyn Watch) -> Result<Self, Cancelled> {
        let subject = Subject::of(map);
        let graph = &subject.graph;
        let seed = settings.seed;
        let starts = Starts::of(graph.teams(), seed);
        let plain = graph.ties().map_strength(|_| 1.0);
        let mixing = mixing(graph);
        let chance = permutation(graph, &mixing, seed, &Part(watch, 0.0, 0.05))?;
        let silos = silo_scores(&mixing);
        let apart = apart(&silos);
        let significance = significance(&mixing, &silos, seed, &Part(watch, 0.05, 0.1))?;
        let mut partitions = Vec::new();
        let mut clusters = Clusters { of: Vec::new(), count: 0, modularity: None };
        for (at, resolution) in bottleneck_score::RESOLUTIONS.into_iter().enumerate() {
            let part = Part(watch, 0.1 + 0.03 * at as f32, 0.13 + 0.03 * at as f32);
            clusters = best_leiden(&plain, resolution, seed, &part)?;
            if clusters.count > 1 && clusters.count < graph.teams() {
                partitions.push(clusters.of.clone());
            }
        }
        let cuts = cuts(graph.ties());
        let routes = routes(graph.receivers(), graph.providers(), &starts, &Part(watch, 0.2, 0.5))?;
        let mut through = betweenness(graph.ties(), &starts, &Part(watch, 0.5, 0.75))?;
        through.iter_mut().for_each(|pairs| *pairs /= 2.0);
        let along = betweenness(graph.receivers(), &starts, &Part(watch, 0.75, 0.9))?;
        let near = harmonic_closeness(graph.providers(), &starts, &Part(watch, 0.9, 0.93))?;
        let rank = pagerank(graph.providers(), graph.receivers(), &Part(watch, 0.93, 0.94))?;
        let members = graph.members();
        let borders = borders(&subject, &members, &Part(watch, 0.94, 1.0))?;
        let bottlenecks = bottleneck_scores(graph, &through, &partitions);
        let stability = stability(graph, &bottlenecks.score, &partitions, seed, &Part(watch, 1.0, 1.0))?;
        let measured = Measured { along, near, rank, constraint: constraint(&plain) };
        let mut study = Self {
            members,
            mixing,
            chance,
            silos,
            apart,
            significance,
            clusters,
            cuts,
            routes,
            through,
            partitions,
            bottlenecks,
            stability,
            figures: Figures::default(),
            settings,
            subject,
        };
        study.figures = study.figures(&measured, &plain, borders);
        Ok(study)
    }

    /// The graph.
    pub fn graph(&self) -> &Graph {
        &self.subject.graph
    }

    fn figures(&self, measured: &Measured, plain: &Arcs, borders: Vec<BorderFigures>) -> Figures {
        let (graph, mixing) = (self.graph(), &self.mixing);
        let demand: Vec<f64> = (0..graph.teams()).map(|team| graph.receivers().weight(team)).collect();
        let functions: Vec<Option<u32>> =
            (0..graph.teams()).map(|team| graph.function(team).map(|f| f as u32)).collect();
        let map = MapFigures {
            teams: graph.teams() as u32,
            dependencies: self.subject.map.dependencies().len() as u32,
            ties: graph.ties().len() as u32 / 2,
            internal: mixing.inside as u32,
            external: mixing.across as u32,
            ei: mixing.ei(),
            ei_expected: mixing.ei_expected(),
            ei_p: self.chance.map,
            modularity: modularity(plain, &functions, 1.0),
            reciprocity: reciprocity(graph.receivers()),
            density: density(graph.receivers()),
            reachable_pairs: self.routes.pairs,
            demand_gini: gini(&demand).and_then(shown),
        };
        let function = |g: usize| FunctionFigures {
            teams: mixing.size[g] as u32,
            internal: mixing.internal[g] as u32,
            external: mixing.external[g] as u32,
            ei: mixing.ei_of(g),
            ei_expected: mixing.ei_expected_of(g),
            ei_p: self.chance.functions[g],
            conductance: mixing.conductance(g),
            density_in: mixing.density_in(g),
            density_out: mixing.density_out(g),
            silo_score: self.apart[g],
        };
        let total: f64 = demand.iter().sum();
        let pairs = possible_routes(graph.teams());
        let team = |team: usize| TeamFigures {
            demand: graph.receivers().degree(team) as u32,
            demand_strength: demand[team],
            demand_share: shown(demand[team] / total),
            betweenness: pairs.map(|pairs| measured.along[team] / pairs),
            betweenness_undirected: pairs.map(|pairs| 2.0 * self.through[team] / pairs),
            closeness_harmonic: (graph.teams() > 1).then(|| measured.near[team]),
            pagerank: measured.rank.get(team).copied().and_then(shown),
            constraint: measured.constraint[team],
            cut_point: self.cuts.teams[team],
            routes_lost: Some(self.routes.lost[team]),
            routes_total: Some(self.routes.total[team]),
            cluster: self.clusters.of.get(team).copied(),
            bottleneck_score: self.bottlenecks.score[team],
        };
        let ids = &self.subject;
        Figures {
            map,
            functions: ids.functions.iter().enumerate().map(|(at, &id)| (id, function(at))).collect(),
            borders,
            teams: ids.teams.iter().enumerate().map(|(at, &id)| (id, team(at))).collect(),
        }
    }
}

/// Results that are shown as they are.
struct Measured {
    along: Vec<f64>,
    near: Vec<f64>,
    rank: Vec<f64>,
    constraint: Vec<Option<f64>>,
}

/// Every pair of functions that have teams.
fn borders(
    subject: &Subject<'_>,
    members: &[Vec<usize>],
    watch: &dyn Watch,
) -> Result<Vec<BorderFigures>, Cancelled> {
    let graph = &subject.graph;
    let mut between: BTreeMap<(usize, usize), (u32, u32)> = BTreeMap::new();
    let pair = |a: usize, b: usize| {
        let (f, g) = (graph.function(a)?, graph.function(b)?);
        (f != g).then_some((f.min(g), f.max(g)))
    };
    for (a, b) in subject.map.dependencies().filter_map(|d| subject.ends(d)) {
        if let Some(pair) = pair(a, b) {
            between.entry(pair).or_default().0 += 1;
        }
    }
    for (a, b, _) in graph.ties().iter().filter(|(a, b, _)| a < b) {
        if let Some(pair) = pair(a, b) {
            between.entry(pair).or_default().1 += 1;
        }
    }
    let peopled: Vec<usize> = (0..members.len()).filter(|&f| !members[f].is_empty()).collect();
    let all = peopled.len() * peopled.len().saturating_sub(1) / 2;
    let counted = all.saturating_mul(graph.ties().len() + graph.teams()) <= MOST_LOOKS;
    let pairs: Vec<(usize, usize)> = if all <= MOST_BORDERS {
        peopled
            .iter()
            .enumerate()
            .flat_map(|(at, &f)| peopled[at + 1..].iter().map(move |&g| (f, g)))
            .collect()
    } else {
        between.keys().copied().collect()
    };
    let found: Result<Vec<_>, Cancelled> = pairs
        .par_iter()
        .with_min_len(16)
        .map_init(
            || Disjoint::new(graph.ties()),
            |disjoint, &(f, g)| {
                watch.go_on()?;
                let (dependencies, ties) = between.get(&(f, g)).copied().unwrap_or_default();
                Ok(BorderFigures {
                    between: [subject.functions[f], subject.functions[g]],
                    dependencies,
                    density: shown(f64::from(ties) / (members[f].len() * members[g].len()) as f64),
                    disjoint_routes: counted.then(|| disjoint.count(&members[f], &members[g]) as u32),
                })
            },
        )
        .collect();
    watch.progress(1.0);
    found
}

/// A part of a longer piece of work, from one share of it to another.
pub(crate) struct Part<'a>(pub &'a dyn Watch, pub f32, pub f32);

impl Watch for Part<'_> {
    fn progress(&self, share: f32) {
        self.0.progress(self.1 + share.clamp(0.0, 1.0) * (self.2 - self.1));
    }
    fn cancelled(&self) -> bool {
        self.0.cancelled()
    }
}
