//! How likely it is that a function works with others far less than it would be expected to, and how often chance
//! alone would make it look so.
//!
//! The textbook test (deal the function labels out anew) calls most functions of healthy companies silos, because
//! people everywhere work more with their own. The score asks instead: compared with the *other functions of
//! this map*, does it have too few ties outwards for its size, and is it not merely a quiet function? And does it
//! stand out from them: where everyone looks a little closed, nobody is a silo. Measured on planted organisations it
//! finds more silos than E-I, conductance or clusters, at fewer false alarms.

use ecosystem::{Cancelled, Watch};

use crate::graph::mixing::Mixing;
use crate::graph::random::{Random, lognormal_steps, normal_cdf, unit};
use crate::graph::sample::Starts;

/// By how much functions differ for no reason, as the standard deviation of the logarithm of their ties.
const TAU: f64 = 0.30;
/// Collaboration below this share of what is expected counts as a silo.
pub const SILO_SHARE: f64 = 2.0 / 3.0;
/// Below this many functions with teams there is nothing to compare one with.
pub const LEAST_FUNCTIONS: usize = 3;
/// Above this many functions none gets a verdict: they are so small that no count could tell.
pub const MOST_FUNCTIONS: usize = 400;
/// Below this many teams a function gets no verdict.
pub const LEAST_TEAMS: usize = 2;

/// What the score says of one function.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SiloScore {
    /// Ties to others that its size would suggest.
    pub expected: f64,
    /// `ln((C+1)/(E+1))`: how far its ties to others are from that.
    pub a: f64,
    /// The same relative to how its internal ties are from what they would be.
    pub b: f64,
    /// Standard errors of `a` and `b`.
    pub error: (f64, f64),
    /// How strongly both speak for a silo, in standard errors.
    pub z: f64,
    /// Whether every tie across functions is its own.
    pub alone: bool,
}

impl SiloScore {
    /// By how many standard errors its collaboration is below `SILO_SHARE` of `expected`, by the weaker of the two
    /// comparisons.
    fn below(&self, expected: f64) -> f64 {
        let more = ((self.expected + 1.0) / (expected + 1.0)).ln();
        let below = |x: f64, error: f64| (SILO_SHARE.ln() - x - more) / error;
        below(self.a, self.error.0).min(below(self.b, self.error.1))
    }

    /// The probability that its collaboration is below `SILO_SHARE` of what is expected, 0 to 1.
    pub fn probability(&self) -> f64 {
        normal_cdf(self.below(self.expected))
    }

    /// How much speaks for a silo. Where no two others have a tie, none can be expected of this one either.
    fn evidence(&self) -> f64 {
        self.below(if self.alone { 0.0 } else { self.expected })
    }

    /// Collaboration as a share of what is expected, by the weaker of the two comparisons.
    pub fn share(&self) -> f64 {
        self.a.max(self.b).exp()
    }
}

/// The counts that scores are made of, real or drawn.
struct Counts<'a> {
    size: &'a [f64],
    teams: f64,
    pairs_across: f64,
    internal: &'a [f64],
    external: &'a [f64],
    across: f64,
}

/// How many internal ties a team of a function of `n` teams can keep up, relative to a very large one.
fn saturation(n: f64) -> f64 {
    (n - 1.0) / (n + 2.0)
}

impl Counts<'_> {
    /// The score of every function; `None` for those without teams and where fewer than three have any.
    ///
    /// With C cross ties of g, I internal ones, n teams, N all: θ = cross ties not touching g per pair of teams
    /// not touching g; E = θ n (N − n); `a = ln((C+1)/(E+1))`; r = others' internal ties per saturated team;
    /// `b = a − ln((I+1)/(r n f(n) + 1))`; the score is the smaller of Φ((ln ⅔ − a)/sd_a) and the same for b.
    fn scores(&self) -> Vec<Option<SiloScore>> {
        if self.size.iter().filter(|n| **n > 0.0).count() < LEAST_FUNCTIONS {
            return vec![None; self.size.len()];
        }
        let inside: f64 = self.internal.iter().sum();
        let room: f64 = self.size.iter().filter(|n| **n > 0.0).map(|n| n * saturation(*n)).sum();
        let score = |g: usize| {
            let (n, c, i) = (self.size[g], self.external[g], self.internal[g]);
            if n == 0.0 {
                return None;
            }
            let own_pairs = n * (self.teams - n);
            let (ties, pairs) = (self.across - c, self.pairs_across - own_pairs);
            let theta =
                if ties > 0.0 && pairs > 0.0 { ties / pairs } else { self.across / self.pairs_across };
            let expected = theta * own_pairs;
            let own_room = n * saturation(n);
            let rate = (inside - i) / (room - own_room).max(1e-9);
            let a = ((c + 1.0) / (expected + 1.0)).ln();
            let b = a - ((i + 1.0) / (rate * own_room + 1.0)).ln();
            let variance_a = 1.0 / (c + 1.0) + TAU * TAU + 1.0 / ties.max(1.0);
            let variance_b = variance_a + 1.0 / (i + 1.0) + TAU * TAU;
            let error = (variance_a.sqrt(), variance_b.sqrt());
            Some(SiloScore { expected, a, b, error, z: (-a / error.0).min(-b / error.1), alone: ties == 0.0 })
        };
        (0..self.size.len()).map(score).collect()
    }
}

fn as_numbers(counts: &[usize]) -> Vec<f64> {
    counts.iter().map(|&count| count as f64).collect()
}

/// The silo score of every function; `None` for those without teams and where fewer than three have any.
pub fn silo_scores(mixing: &Mixing) -> Vec<Option<SiloScore>> {
    let size = as_numbers(&mixing.size);
    Counts {
        size: &size,
        teams: mixing.teams as f64,
        pairs_across: mixing.pairs_across(),
        internal: &as_numbers(&mixing.internal),
        external: &as_numbers(&mixing.external),
        across: mixing.across as f64,
    }
    .scores()
}

/// How likely each function works apart, 0 to 1: the score that is shown. It weighs a function's evidence against that
/// of all others, whose order it keeps: with m its evidence, `s = m − ln mean(exp m of the others)`, and the
/// score is `1/(1 + exp(2.25 − 1.45 s))`, fitted so that among planted organisations with and without silos as many
/// functions of a score are silos as it says.
///
/// Functions of two maps can then be compared: recall at 5 % false alarms over all sizes of map rises from .56 to .62
/// against the probability alone.
pub fn apart(scores: &[Option<SiloScore>]) -> Vec<Option<f64>> {
    let most = scores.iter().flatten().map(SiloScore::evidence).fold(f64::NEG_INFINITY, f64::max);
    let weight = |score: &Option<SiloScore>| score.as_ref().map_or(0.0, |s| (s.evidence() - most).exp());
    // Sums before and after each, so that nothing is lost to rounding where one outweighs all others.
    let before = scores.iter().scan(0.0, |sum, score| Some(std::mem::replace(sum, *sum + weight(score))));
    let mut after: Vec<f64> = scores
        .iter()
        .rev()
        .scan(0.0, |sum, score| Some(std::mem::replace(sum, *sum + weight(score))))
        .collect();
    after.reverse();
    let others = scores.iter().flatten().count().saturating_sub(1) as f64;
    let shown = |(score, (before, after)): (&Option<SiloScore>, (f64, &f64))| {
        let stands_out = score.as_ref()?.evidence() - most - ((before + after) / others).ln();
        Some(1.0 / (1.0 + (2.25 - 1.45 * stands_out).exp()))
    };
    scores.iter().zip(before.zip(&after)).map(shown).collect()
}

/// How often chance alone gives evidence as strong, in organisations like this one without any silo. Evidence is
/// compared as [`SiloScore::z`], which means the same for large functions and small ones.
#[derive(Debug, Clone, PartialEq)]
pub struct Significance {
    /// For each function that gets a verdict, its evidence in drawn organisations, rising.
    null: Vec<Option<Vec<f64>>>,
    /// The strongest evidence of each drawn organisation, rising.
    highest: Vec<f64>,
}

impl Significance {
    /// How often chance gives this function as much evidence; `None` where no verdict is given.
    pub fn single(&self, function: usize, score: SiloScore) -> Option<f64> {
        self.null[function].as_ref().map(|null| share_as_high(null, score.z))
    }

    /// How often chance gives any function as much evidence; `None` where no verdict is given.
    pub fn family(&self, function: usize, score: SiloScore) -> Option<f64> {
        self.null[function].as_ref().map(|_| share_as_high(&self.highest, score.z))
    }
}

/// `(values at least as high + 1) / (values + 1)` of rising values.
fn share_as_high(rising: &[f64], value: f64) -> f64 {
    let as_high = rising.len() - rising.partition_point(|&null| null < value);
    (as_high as f64 + 1.0) / (rising.len() as f64 + 1.0)
}

/// A parametric bootstrap from the map's own null: cross ties of two functions are Poisson with mean
/// `θ n_g n_h exp(u_g + u_h + e)`, u with deviation 0.30 and e with 0.40; internal ones with deviation 0.45.
/// Unlike the permutation test it knows that healthy functions differ. O(draws · functions²).
pub fn significance(
    mixing: &Mixing,
    scores: &[Option<SiloScore>],
    seed: u64,
    watch: &dyn Watch,
) -> Result<Significance, Cancelled> {
    const WORK: usize = 100_000;
    // Fewer would blur 1 in 20.
    const LEAST_DRAWS: usize = 400;
    let k = mixing.size.len();
    let tested: Vec<bool> = (0..k).map(|g| mixing.size[g] >= LEAST_TEAMS && scores[g].is_some()).collect();
    if !tested.contains(&true) || k > MOST_FUNCTIONS {
        return Ok(Significance { null: vec![None; k], highest: Vec::new() });
    }
    let draws = (WORK / (k * k)).clamp(LEAST_DRAWS, 1_000);
    let model = Null::of(mixing);
    let drawn: Vec<Vec<f64>> = Starts::all(draws)
        .in_runs(1, watch, |run| {
            run.iter()
                .map(|&draw| {
                    watch.go_on()?;
                    Ok(model.draw(&mut Random::new(seed, 0x2_0000 + u64::from(draw))))
                })
                .collect::<Result<Vec<_>, Cancelled>>()
        })?
        .into_iter()
        .flatten()
        .collect();
    let rising = |mut scores: Vec<f64>| {
        scores.sort_unstable_by(f64::total_cmp);
        scores
    };
    let highest =
        |draw: &Vec<f64>| (0..k).filter(|&g| tested[g]).map(|g| draw[g]).fold(f64::NEG_INFINITY, f64::max);
    Ok(Significance {
        null: (0..k).map(|g| tested[g].then(|| rising(drawn.iter().map(|draw| draw[g]).collect()))).collect(),
        highest: rising(drawn.iter().map(highest).collect()),
    })
}

/// An organisation like this one without a silo.
struct Null {
    /// Teams of each function, and last those without one, who count as functions of one team.
    size: Vec<f64>,
    teams: f64,
    pairs_across: f64,
    theta: f64,
    rate: f64,
    /// Equally likely factors of a pair's affinity.
    affinity: Vec<f64>,
}

impl Null {
    const OPENNESS: f64 = 0.30;
    const AFFINITY: f64 = 0.40;
    const COHESION: f64 = 0.45;
    /// A pair's factor is one of 2¹⁰ equally likely ones: there are functions² pairs, so each has to be cheap.
    const STEPS: u32 = 10;

    fn of(mixing: &Mixing) -> Self {
        let mut size = as_numbers(&mixing.size);
        let room: f64 = size.iter().filter(|n| **n > 0.0).map(|n| n * saturation(*n)).sum();
        let teams = mixing.teams as f64;
        size.push(teams - size.iter().sum::<f64>());
        let pairs_across = mixing.pairs_across();
        Self {
            size,
            teams,
            pairs_across,
            theta: mixing.across as f64 / pairs_across.max(1.0),
            rate: mixing.inside as f64 / room.max(1e-9),
            affinity: lognormal_steps(Self::AFFINITY, 1 << Self::STEPS),
        }
    }

    /// The evidence against each function of one drawn organisation.
    fn draw(&self, random: &mut Random) -> Vec<f64> {
        // Factors with mean 1, so that the level stays that of the map.
        let factor = |random: &mut Random, sd: f64| (sd * random.normal() - sd * sd / 2.0).exp();
        let k = self.size.len() - 1;
        let openness: Vec<f64> = self.size.iter().map(|_| factor(random, Self::OPENNESS)).collect();
        let mut external = vec![0.0; k + 1];
        let mut across = 0.0;
        let open: Vec<f64> =
            self.size.iter().zip(&openness).map(|(size, openness)| size * openness).collect();
        for g in 0..=k {
            let mean = self.theta * open[g];
            let mut own = 0.0;
            for h in g + 1..=k {
                // One random number gives both: its lowest bits the affinity, its highest 53 the ties.
                let bits = random.bits();
                let affinity = self.affinity[bits as usize & (self.affinity.len() - 1)];
                let ties = random.poisson_at(mean * open[h] * affinity, unit(bits));
                external[h] += ties;
                own += ties;
            }
            external[g] += own;
            across += own;
        }
        let loose = self.size[k];
        across += random.poisson(self.theta * loose * (loose - 1.0) / 2.0);
        let internal: Vec<f64> = self.size[..k]
            .iter()
            .map(|&n| {
                let mean = if n > 1.0 { self.rate * n * saturation(n) } else { 0.0 };
                let cohesion = factor(random, Self::COHESION);
                random.poisson(mean * cohesion)
            })
            .collect();
        let counts = Counts {
            size: &self.size[..k],
            teams: self.teams,
            pairs_across: self.pairs_across,
            internal: &internal,
            external: &external[..k],
            across,
        };
        counts.scores().into_iter().map(|score| score.map_or(f64::NEG_INFINITY, |s| s.z)).collect()
    }
}

#[cfg(test)]
mod tests {
    use ecosystem::Unwatched;

    use super::*;
    use crate::graph::Graph;
    use crate::graph::mixing::mixing;

    /// Five functions of six teams, well tied to each other, but the last with `links` ties to others.
    fn five(links: usize) -> Mixing {
        let function: Vec<_> = (0..30).map(|team| Some(team / 6)).collect();
        let inner = (0..30).map(|t| (t, t / 6 * 6 + (t + 1) % 6, 1.0));
        let outer = (0..24).flat_map(|t| [(t, (t + 6) % 24, 1.0), (t, (t + 13) % 24, 1.0)]);
        let last = (0..links).map(|l| (24 + l % 6, l % 24, 1.0));
        mixing(&Graph::new(&function, 5, inner.chain(outer).chain(last)))
    }

    #[test]
    fn a_function_that_is_cut_off_stands_out_and_the_others_do_not() {
        let closed = five(1);
        let scores = silo_scores(&closed);
        let found = significance(&closed, &scores, 1, &Unwatched).unwrap();
        assert!(scores[4].unwrap().probability() > 0.95);
        assert!(scores[4].unwrap().share() < 0.2);
        let p = |g: usize| found.single(g, scores[g].unwrap()).unwrap();
        assert!(found.family(4, scores[4].unwrap()).unwrap() < 0.05);
        assert!((0..4).all(|g| p(g) > 0.2));
        assert_eq!(found, significance(&closed, &scores, 1, &Unwatched).unwrap());
    }

    #[test]
    fn more_ties_outwards_always_lower_the_score() {
        let scores: Vec<f64> =
            (1..20).map(|links| silo_scores(&five(links))[4].unwrap().probability()).collect();
        assert!(scores.windows(2).all(|w| w[1] < w[0]), "{scores:?}");
    }

    #[test]
    fn a_function_stands_out_less_where_others_are_closed_too() {
        let scores = silo_scores(&five(2));
        let shown = apart(&scores);
        let order = |values: &[f64]| {
            let mut order: Vec<usize> = (0..values.len()).collect();
            order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
            order
        };
        let shown: Vec<f64> = shown.into_iter().flatten().collect();
        let alone: Vec<f64> = scores.iter().map(|score| score.unwrap().evidence()).collect();
        assert_eq!(order(&shown), order(&alone));
        assert!(shown[4] > 0.9 && shown[..4].iter().all(|&s| s < 0.05), "{shown:?}");
        let twice = [scores[0], scores[1], scores[4], scores[4], None];
        let twice = apart(&twice);
        assert!(twice[2].unwrap() < shown[4] && twice[2] == twice[3] && twice[4].is_none(), "{twice:?}");
        assert_eq!(apart(&[None, None]), [None, None]);
    }

    #[test]
    fn two_functions_cannot_be_compared() {
        let graph = Graph::new(&[Some(0), Some(0), Some(1)], 3, [(0, 1, 1.0), (1, 2, 1.0)]);
        let mixing = mixing(&graph);
        let scores = silo_scores(&mixing);
        assert_eq!(scores, [None; 3]);
        let found = significance(&mixing, &scores, 1, &Unwatched).unwrap();
        assert_eq!(found.family(0, silo_scores(&five(1))[4].unwrap()), None);
    }
}
