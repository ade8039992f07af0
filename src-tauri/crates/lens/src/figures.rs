//! The numbers of a reading. Undefined ones are absent (`null`), never 0 and never not-a-number. Definitions stand
//! with the kernels in [`crate::graph`]; names are those of the command line.

use std::collections::BTreeMap;

use ecosystem::{FunctionId, TeamId};
use serde::Serialize;
use ts_rs::TS;

/// All numbers of a map.
#[derive(Debug, Clone, Default, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct Figures {
    /// Of the whole map.
    pub map: MapFigures,
    /// Of each function.
    pub functions: BTreeMap<FunctionId, FunctionFigures>,
    /// Of each pair of functions.
    pub borders: Vec<BorderFigures>,
    /// Of each team.
    pub teams: BTreeMap<TeamId, TeamFigures>,
}

/// Numbers of the whole map.
#[derive(Debug, Clone, Default, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct MapFigures {
    /// Teams.
    pub teams: u32,
    /// Dependencies.
    pub dependencies: u32,
    /// Unordered pairs of teams with a dependency either way.
    pub ties: u32,
    /// Ties inside functions.
    pub internal: u32,
    /// Ties across functions.
    pub external: u32,
    /// (external − internal) / (external + internal).
    pub ei: Option<f64>,
    /// What that would be if ties fell on pairs of teams at random.
    pub ei_expected: Option<f64>,
    /// How often it would be as low if functions were dealt out at random.
    pub ei_p: Option<f64>,
    /// Modularity of the functions as a partition of the teams.
    pub modularity: Option<f64>,
    /// The share of provider-receiver pairs that also depend the other way.
    pub reciprocity: Option<f64>,
    /// The share of possible provider-receiver pairs that are there.
    pub density: Option<f64>,
    /// Ordered pairs of teams with a route along dependencies.
    #[ts(type = "number")]
    pub reachable_pairs: u64,
    /// How unevenly demand is spread over teams, 0 to 1.
    pub demand_gini: Option<f64>,
}

/// Numbers of a function.
#[derive(Debug, Clone, Default, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct FunctionFigures {
    /// Teams directly in it.
    pub teams: u32,
    /// Ties between two of them.
    pub internal: u32,
    /// Ties between one of them and another team.
    pub external: u32,
    /// (external − internal) / (external + internal).
    pub ei: Option<f64>,
    /// What that would be if ties fell on pairs of teams at random.
    pub ei_expected: Option<f64>,
    /// How often it would be as low if functions were dealt out at random.
    pub ei_p: Option<f64>,
    /// The share of tie-ends that cross its border.
    pub conductance: Option<f64>,
    /// The share of possible ties inside that are there.
    pub density_in: Option<f64>,
    /// The share of possible ties to others that are there.
    pub density_out: Option<f64>,
    /// How likely it works apart: too few ties to others for its size, and it stands out among the other functions.
    pub silo_score: Option<f64>,
}

/// Numbers of a pair of functions.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct BorderFigures {
    /// Which two.
    pub between: [FunctionId; 2],
    /// Dependencies between their teams, either way.
    pub dependencies: u32,
    /// The share of possible ties between them that are there.
    pub density: Option<f64>,
    /// Routes between them over the whole map of which no two share a team. Absent where there are too many
    /// functions to count for all pairs.
    pub disjoint_routes: Option<u32>,
}

/// Numbers of a team.
#[derive(Debug, Clone, Default, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct TeamFigures {
    /// Teams that rely on it.
    pub demand: u32,
    /// How strongly, all together.
    pub demand_strength: f64,
    /// The same as a share of the whole map's.
    pub demand_share: Option<f64>,
    /// The share of other teams' shortest routes, along dependencies, that run through it.
    pub betweenness: Option<f64>,
    /// The same when dependencies carry both ways.
    pub betweenness_undirected: Option<f64>,
    /// How near it is to those who rely on it, directly or through others: 1 when all do directly.
    pub closeness_harmonic: Option<f64>,
    /// Importance handed on from receivers to providers; 1 over all teams.
    pub pagerank: Option<f64>,
    /// How much its contacts are one circle.
    pub constraint: Option<f64>,
    /// Whether the map falls into more pieces without it.
    pub cut_point: bool,
    /// Routes between other teams that have no way round it.
    #[ts(type = "number | null")]
    pub routes_lost: Option<u64>,
    /// All routes between other teams.
    #[ts(type = "number | null")]
    pub routes_total: Option<u64>,
    /// The cluster of teams it really works with, numbered from 0.
    pub cluster: Option<u32>,
    /// How much of the map's work hangs on it, relative to the others: the mean of three percentile ranks.
    pub bottleneck_score: Option<f64>,
}

/// A number that can be shown.
pub(crate) fn shown(number: f64) -> Option<f64> {
    number.is_finite().then_some(number)
}
