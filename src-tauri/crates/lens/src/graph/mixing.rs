//! How much of the work stays inside functions: the classical counts, and what chance would give.

use ecosystem::{Cancelled, Watch};

use super::Graph;
use super::random::Random;
use super::sample::Starts;

/// Ties inside and across functions.
#[derive(Debug, Clone, PartialEq)]
pub struct Mixing {
    /// All teams.
    pub teams: usize,
    /// Teams of each function.
    pub size: Vec<usize>,
    /// Ties between two teams of the function.
    pub internal: Vec<usize>,
    /// Ties between a team of the function and any other team.
    pub external: Vec<usize>,
    /// Ties inside any function.
    pub inside: usize,
    /// Ties across functions; a team without a function counts as a function of its own.
    pub across: usize,
}

/// Counts ties inside and across functions. O(teams + ties).
pub fn mixing(graph: &Graph) -> Mixing {
    let labels: Vec<Option<usize>> = (0..graph.teams()).map(|team| graph.function(team)).collect();
    let mut size = vec![0; graph.functions()];
    labels.iter().flatten().for_each(|&f| size[f] += 1);
    let mut mixing = Mixing {
        teams: graph.teams(),
        size,
        internal: vec![0; graph.functions()],
        external: vec![0; graph.functions()],
        inside: 0,
        across: 0,
    };
    for (a, b, _) in graph.ties().iter().filter(|(a, b, _)| a < b) {
        match (labels[a], labels[b]) {
            (Some(f), Some(g)) if f == g => {
                mixing.internal[f] += 1;
                mixing.inside += 1;
            }
            (f, g) => {
                f.into_iter().chain(g).for_each(|f| mixing.external[f] += 1);
                mixing.across += 1;
            }
        }
    }
    mixing
}

/// The E-I index `(E − I)/(E + I)`: −1 all ties inside, +1 all across; `None` without ties (Krackhardt & Stern
/// 1988, *Social Psychology Quarterly* 51:123).
pub fn ei(internal: f64, external: f64) -> Option<f64> {
    (internal + external > 0.0).then(|| (external - internal) / (external + internal))
}

impl Mixing {
    fn pairs(n: usize) -> f64 {
        n as f64 * (n as f64 - 1.0) / 2.0
    }

    /// Pairs of teams in one function, over all functions.
    pub fn pairs_inside(&self) -> f64 {
        self.size.iter().map(|&n| Self::pairs(n)).sum()
    }

    /// Pairs of teams in different functions.
    pub fn pairs_across(&self) -> f64 {
        Self::pairs(self.teams) - self.pairs_inside()
    }

    /// Pairs of a team of `function` with a team elsewhere.
    pub fn pairs_out(&self, function: usize) -> f64 {
        self.size[function] as f64 * (self.teams - self.size[function]) as f64
    }

    /// The map's E-I.
    pub fn ei(&self) -> Option<f64> {
        ei(self.inside as f64, self.across as f64)
    }

    /// The E-I to expect of the map if ties fell on pairs of teams at random.
    pub fn ei_expected(&self) -> Option<f64> {
        ei(self.pairs_inside(), self.pairs_across())
    }

    /// A function's E-I.
    pub fn ei_of(&self, function: usize) -> Option<f64> {
        ei(self.internal[function] as f64, self.external[function] as f64)
    }

    /// The E-I to expect of a function if ties fell on pairs of teams at random.
    pub fn ei_expected_of(&self, function: usize) -> Option<f64> {
        ei(Self::pairs(self.size[function]), self.pairs_out(function))
    }

    /// Conductance `cut / min(vol, vol elsewhere)`, vol counting the ends of ties: the share of a function's
    /// tie-ends that cross its border. `None` where one side has no ties (Kannan, Vempala & Vetta 2004).
    pub fn conductance(&self, function: usize) -> Option<f64> {
        let own = 2 * self.internal[function] + self.external[function];
        let all = 2 * (self.inside + self.across);
        let smaller = own.min(all - own);
        (smaller > 0).then(|| self.external[function] as f64 / smaller as f64)
    }

    /// The share of possible ties that are there inside the function; `None` below two teams.
    pub fn density_in(&self, function: usize) -> Option<f64> {
        let pairs = Self::pairs(self.size[function]);
        (pairs > 0.0).then(|| self.internal[function] as f64 / pairs)
    }

    /// The share of possible ties to other teams that are there; `None` if there are no other teams.
    pub fn density_out(&self, function: usize) -> Option<f64> {
        let pairs = self.pairs_out(function);
        (pairs > 0.0).then(|| self.external[function] as f64 / pairs)
    }
}

/// How often chance gives an E-I as low as the real one, when function labels are dealt out anew.
#[derive(Debug, Clone, PartialEq)]
pub struct Chance {
    /// For the map; `None` without ties.
    pub map: Option<f64>,
    /// For each function; `None` without ties.
    pub functions: Vec<Option<f64>>,
    /// How many deals were tried.
    pub draws: usize,
}

/// One-sided permutation test of E-I (Krackhardt & Stern 1988): `p = (as low + 1)/(draws + 1)`. Nearly every
/// function of every real company is "significant" here, so this is no test of silos.
///
/// O(draws · (teams + ties)); draws are chosen so that this is bounded: 9,999 on small maps, 199 at least.
pub fn permutation(
    graph: &Graph,
    mixing: &Mixing,
    seed: u64,
    watch: &dyn Watch,
) -> Result<Chance, Cancelled> {
    const WORK: usize = 3_000_000;
    let ties: Vec<(u32, u32)> =
        graph.ties().iter().filter(|(a, b, _)| a < b).map(|(a, b, _)| (a as u32, b as u32)).collect();
    let draws = (WORK / (graph.teams() + ties.len()).max(1)).clamp(199, 9_999);
    let k = graph.functions();
    let alone = k as u32;
    let labels: Vec<u32> =
        (0..graph.teams()).map(|team| graph.function(team).map_or(alone, |f| f as u32)).collect();
    let real: Vec<Option<f64>> = (0..k).map(|f| mixing.ei_of(f)).collect();
    let runs = Starts::all(draws).in_runs(1, watch, |run| {
        let mut random = Random::new(seed, 0x1000 + u64::from(run[0]));
        let mut dealt = labels.clone();
        let mut as_low = vec![0u32; k + 1];
        let (mut internal, mut ends) = (vec![0u32; k + 1], vec![0u32; k + 1]);
        for _ in run {
            watch.go_on()?;
            random.shuffle(&mut dealt);
            internal.fill(0);
            ends.fill(0);
            for &(a, b) in &ties {
                let (f, g) = (dealt[a as usize], dealt[b as usize]);
                ends[f as usize] += 1;
                ends[g as usize] += 1;
                internal[f as usize] += u32::from(f == g);
            }
            let mut inside = 0;
            for f in 0..k {
                inside += internal[f];
                let (i, e) = (f64::from(internal[f]), f64::from(ends[f] - 2 * internal[f]));
                let low = matches!((ei(i, e), real[f]), (Some(dealt), Some(real)) if dealt <= real + 1e-12);
                as_low[f] += u32::from(low);
            }
            as_low[k] += u32::from(inside as usize >= mixing.inside);
        }
        Ok(as_low)
    })?;
    let p = |f: usize| {
        let as_low: u32 = runs.iter().map(|run| run[f]).sum();
        (f64::from(as_low) + 1.0) / (draws as f64 + 1.0)
    };
    Ok(Chance {
        map: mixing.ei().map(|_| p(k)),
        functions: real.iter().enumerate().map(|(f, real)| real.map(|_| p(f))).collect(),
        draws,
    })
}

#[cfg(test)]
mod tests {
    use ecosystem::Unwatched;

    use super::*;
    use crate::graph::fixture::{near, worked};

    #[test]
    fn worked_map() {
        let graph = worked();
        let mixing = mixing(&graph);
        assert_eq!((mixing.inside, mixing.across), (9, 5));
        near(mixing.ei().unwrap(), -0.286, 0.0005);
        near(mixing.ei_expected().unwrap(), 0.697, 0.0005);
        for (function, internal, external, ei, conductance, inside, outside) in [
            (0, 5, 4, -0.111, 0.286, 0.833, 0.125),
            (1, 1, 2, 0.333, 0.5, 1.0, 0.1),
            (2, 1, 2, 0.333, 0.5, 1.0, 0.1),
            (3, 1, 1, 0.0, 0.333, 1.0, 0.05),
            (4, 1, 1, 0.0, 0.333, 1.0, 0.05),
        ] {
            assert_eq!((mixing.internal[function], mixing.external[function]), (internal, external));
            near(mixing.ei_of(function).unwrap(), ei, 0.0005);
            near(mixing.conductance(function).unwrap(), conductance, 0.0005);
            near(mixing.density_in(function).unwrap(), inside, 0.0005);
            near(mixing.density_out(function).unwrap(), outside, 0.0005);
        }
        let chance = permutation(&graph, &mixing, 1, &Unwatched).unwrap();
        near(chance.map.unwrap(), 0.0001, 0.0003);
        assert_eq!(chance, permutation(&graph, &mixing, 1, &Unwatched).unwrap());
    }

    #[test]
    fn where_there_is_nothing_to_divide_by_there_is_no_figure() {
        let graph = Graph::new(&[Some(0), Some(0)], 2, [(0, 1, 1.0)]);
        let mixing = mixing(&graph);
        assert_eq!(mixing.ei_of(1), None);
        assert_eq!(mixing.conductance(0), None);
        assert_eq!(mixing.density_out(0), None);
        assert_eq!(mixing.density_in(1), None);
        let alone = Graph::new(&[None, None, Some(0)], 1, [(0, 1, 1.0), (1, 2, 1.0)]);
        let mixed = super::mixing(&alone);
        assert_eq!((mixed.inside, mixed.across, mixed.external[0]), (0, 2, 1));
    }
}
