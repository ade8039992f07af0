//! Who really works together: clusters of teams with more ties among themselves than chance would give.

use std::sync::atomic::{AtomicUsize, Ordering};

use ecosystem::{Cancelled, Watch};
use rayon::prelude::*;

use super::Arcs;
use super::random::Random;

/// A partition of the teams.
#[derive(Debug, Clone, PartialEq)]
pub struct Clusters {
    /// The cluster of each team, numbered from 0 by first team.
    pub of: Vec<u32>,
    /// How many there are.
    pub count: usize,
    /// Their modularity at resolution 1; `None` without ties.
    pub modularity: Option<f64>,
}

/// Modularity of a partition: `Q = Σ_c [L_c/m − γ (k_c/2m)²]` with `L_c` the strength inside c, `k_c` the strength
/// of its teams' ties, m that of all ties (Newman & Girvan 2004; γ: Reichardt & Bornholdt 2006). `None` without
/// ties. A team labelled `None` is alone.
pub fn modularity(ties: &Arcs, labels: &[Option<u32>], resolution: f64) -> Option<f64> {
    let groups = labels.iter().flatten().max().map_or(0, |&most| most as usize + 1);
    let mut mass = vec![0.0; groups];
    let (mut inside, mut alone, mut all) = (0.0, 0.0, 0.0);
    for team in 0..ties.teams() {
        let weight = ties.weight(team);
        all += weight;
        match labels[team] {
            Some(group) => mass[group as usize] += weight,
            None => alone += weight * weight,
        }
        let own = ties
            .with_strength(team)
            .filter(|&(end, _)| labels[team].is_some() && labels[team] == labels[end]);
        inside += own.map(|(_, strength)| strength).sum::<f64>();
    }
    let squares = alone + mass.iter().map(|k| k * k).sum::<f64>();
    (all > 0.0 && squares.is_finite()).then(|| inside / all - resolution * squares / (all * all))
}

/// The best of several Leiden partitions, by modularity at `resolution`: as many tries as are quick, 10 at most.
/// The tries run in parallel; which is best does not depend on which ends first.
pub fn best_leiden(
    ties: &Arcs,
    resolution: f64,
    seed: u64,
    watch: &dyn Watch,
) -> Result<Clusters, Cancelled> {
    const WORK: usize = 100_000;
    let tries = (WORK / (ties.teams() + ties.len()).max(1)).clamp(1, 10) as u64;
    let ground = Level::ground(ties);
    let done = AtomicUsize::new(0);
    let attempt = |attempt: u64| {
        // Every second try starts from a coarser or finer partition: single moves alone can be stuck for every seed.
        let start = [1.0, 0.5, 1.0, 1.6][attempt as usize % 4] * resolution;
        let seed = seed.wrapping_mul(1_000_003).wrapping_add(attempt);
        let mut random = Random::new(seed, 0x1E1D);
        let mut of: Vec<u32> = (0..ties.teams() as u32).collect();
        if start != resolution {
            search(&ground, start, 1, &mut of, &mut random, watch)?;
        }
        search(&ground, resolution, 6, &mut of, &mut random, watch)?;
        let labels: Vec<Option<u32>> = of.iter().map(|&c| Some(c)).collect();
        let quality = modularity(ties, &labels, resolution).unwrap_or(f64::NEG_INFINITY);
        watch.progress((done.fetch_add(1, Ordering::Relaxed) + 1) as f32 / tries as f32);
        Ok((quality, of))
    };
    let found: Vec<(f64, Vec<u32>)> = (0..tries).into_par_iter().map(attempt).collect::<Result<_, _>>()?;
    let better =
        |best: (f64, Vec<u32>), next: (f64, Vec<u32>)| if next.0 > best.0 + 1e-12 { next } else { best };
    let (_, best) = found.into_iter().reduce(better).unwrap_or_default();
    Ok(Clusters::new(ties, best))
}

/// The Leiden algorithm for modularity with a resolution γ (Traag, Waltman & van Eck 2019, *Sci. Rep.* 9:5233):
/// move teams one by one to the cluster with the best gain `k_vC − γ k_v K_C/2m`, refine each cluster from
/// single teams so that none can be badly connected inside, make each refined cluster one node, and repeat;
/// the whole again up to `rounds` times while it helps. About O(ties) a round. The seed decides ties and orders.
///
/// Two triangles joined by one tie become two clusters with Q = 6/7 − ½ ≈ 0.357.
pub fn leiden(
    ties: &Arcs,
    resolution: f64,
    seed: u64,
    rounds: usize,
    watch: &dyn Watch,
) -> Result<Clusters, Cancelled> {
    let mut of: Vec<u32> = (0..ties.teams() as u32).collect();
    let mut random = Random::new(seed, 0x1E1D);
    search(&Level::ground(ties), resolution, rounds, &mut of, &mut random, watch)?;
    Ok(Clusters::new(ties, of))
}

impl Clusters {
    fn new(ties: &Arcs, mut of: Vec<u32>) -> Self {
        let count = renumber(&mut of);
        let labels: Vec<Option<u32>> = of.iter().map(|&c| Some(c)).collect();
        Self { modularity: modularity(ties, &labels, 1.0), of, count }
    }
}

/// Improves the partition `of` until a round changes nothing, or for `rounds`.
fn search(
    ground: &Level,
    resolution: f64,
    rounds: usize,
    of: &mut [u32],
    random: &mut Random,
    watch: &dyn Watch,
) -> Result<(), Cancelled> {
    for _ in 0..rounds {
        let before = of.to_vec();
        one_round(ground, resolution, of, random, watch)?;
        renumber(of);
        if of == before {
            break;
        }
    }
    Ok(())
}

/// A graph whose nodes are teams, or clusters of them.
struct Level {
    start: Vec<u32>,
    ends: Vec<u32>,
    weight: Vec<f64>,
    /// The strength of all tie-ends in each node.
    mass: Vec<f64>,
    /// Twice the strength of all ties: 2m.
    all: f64,
}

impl Level {
    fn ground(ties: &Arcs) -> Self {
        let mass: Vec<f64> = (0..ties.teams()).map(|team| ties.weight(team)).collect();
        let mut start: Vec<u32> = (0..ties.teams()).map(|team| ties.row(team).start as u32).collect();
        start.push(ties.len() as u32);
        let all = mass.iter().sum();
        Self { start, ends: ties.ends().to_vec(), weight: ties.strengths().to_vec(), mass, all }
    }

    fn nodes(&self) -> usize {
        self.mass.len()
    }

    fn ties(&self, node: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let row = self.start[node] as usize..self.start[node + 1] as usize;
        self.ends[row.clone()].iter().zip(&self.weight[row]).map(|(&end, &w)| (end as usize, w))
    }

    /// Each of `count` groups as one node; ties inside groups are dropped, their mass is kept.
    fn gathered(&self, group: &[u32], count: usize) -> Self {
        let mut members = vec![0u32; self.nodes()];
        let mut first = vec![0u32; count + 1];
        group.iter().for_each(|&g| first[g as usize + 1] += 1);
        for g in 0..count {
            first[g + 1] += first[g];
        }
        let mut at = first.clone();
        for (node, &g) in group.iter().enumerate() {
            members[at[g as usize] as usize] = node as u32;
            at[g as usize] += 1;
        }
        let mut gathered = Self {
            start: Vec::with_capacity(count + 1),
            ends: Vec::new(),
            weight: Vec::new(),
            mass: vec![0.0; count],
            all: self.all,
        };
        gathered.start.push(0);
        let mut towards = Sums::new(count);
        for g in 0..count {
            for &node in &members[first[g] as usize..first[g + 1] as usize] {
                gathered.mass[g] += self.mass[node as usize];
                for (end, weight) in self.ties(node as usize) {
                    if group[end] as usize != g {
                        towards.add(group[end], weight);
                    }
                }
            }
            for &end in &towards.touched {
                gathered.ends.push(end);
                gathered.weight.push(towards.sum[end as usize]);
            }
            towards.clear();
            gathered.start.push(gathered.ends.len() as u32);
        }
        gathered
    }
}

/// Sums per label that are cleared in the time of what was touched.
struct Sums {
    sum: Vec<f64>,
    touched: Vec<u32>,
}

impl Sums {
    fn new(labels: usize) -> Self {
        Self { sum: vec![0.0; labels], touched: Vec::new() }
    }

    #[inline]
    fn add(&mut self, label: u32, weight: f64) {
        let sum = &mut self.sum[label as usize];
        if *sum == 0.0 {
            self.touched.push(label);
        }
        *sum += weight;
    }

    fn clear(&mut self) {
        for label in self.touched.drain(..) {
            self.sum[label as usize] = 0.0;
        }
    }
}

fn one_round(
    ground: &Level,
    resolution: f64,
    of: &mut [u32],
    random: &mut Random,
    watch: &dyn Watch,
) -> Result<(), Cancelled> {
    let mut node_of: Vec<u32> = (0..of.len() as u32).collect();
    let mut cluster = of.to_vec();
    let mut gathered: Option<Level> = None;
    loop {
        let level = gathered.as_ref().unwrap_or(ground);
        move_nodes(level, resolution, &mut cluster, random, watch)?;
        let clusters = renumber(&mut cluster);
        let done = clusters == level.nodes();
        let (refined, count) =
            if done { (Vec::new(), 0) } else { refine(level, resolution, &cluster, clusters, random) };
        if done || count == level.nodes() {
            break;
        }
        let mut above = vec![0; count];
        for (node, &group) in refined.iter().enumerate() {
            above[group as usize] = cluster[node];
        }
        node_of.iter_mut().for_each(|node| *node = refined[*node as usize]);
        gathered = Some(level.gathered(&refined, count));
        cluster = above;
    }
    for (of, node) in of.iter_mut().zip(node_of) {
        *of = cluster[node as usize];
    }
    Ok(())
}

/// Gains below this share of the mean tie are rounding, not reasons to move.
const LEAST_GAIN: f64 = 1e-10;

fn move_nodes(
    level: &Level,
    resolution: f64,
    cluster: &mut [u32],
    random: &mut Random,
    watch: &dyn Watch,
) -> Result<(), Cancelled> {
    watch.go_on()?;
    let n = level.nodes();
    let mut mass = vec![0.0; n];
    let mut size = vec![0u32; n];
    for node in 0..n {
        mass[cluster[node] as usize] += level.mass[node];
        size[cluster[node] as usize] += 1;
    }
    let mut empty: Vec<u32> = (0..n as u32).filter(|&c| size[c as usize] == 0).collect();
    let mut queue: Vec<u32> = (0..n as u32).collect();
    random.shuffle(&mut queue);
    let mut waiting = vec![true; n];
    let mut towards = Sums::new(n);
    let least = LEAST_GAIN * level.all / (level.ends.len().max(1) as f64);
    let mut at = 0;
    while let Some(&next) = queue.get(at) {
        at += 1;
        if at % 4096 == 0 {
            watch.go_on()?;
        }
        // A queue that is mostly past is moved to its front.
        if at > n {
            queue.drain(..at);
            at = 0;
        }
        let node = next as usize;
        waiting[node] = false;
        let own = cluster[node];
        for (end, weight) in level.ties(node) {
            towards.add(cluster[end], weight);
        }
        let pull = resolution * level.mass[node] / level.all;
        mass[own as usize] -= level.mass[node];
        let stay = towards.sum[own as usize] - pull * mass[own as usize];
        let (mut best, mut best_gain) = (own, stay);
        for &c in &towards.touched {
            let gain = towards.sum[c as usize] - pull * mass[c as usize];
            if gain > best_gain + least {
                (best, best_gain) = (c, gain);
            }
        }
        if best_gain < -least
            && let Some(&free) = empty.last()
        {
            best = free;
        }
        towards.clear();
        mass[best as usize] += level.mass[node];
        if best == own {
            continue;
        }
        if size[best as usize] == 0 {
            empty.pop();
        }
        size[own as usize] -= 1;
        size[best as usize] += 1;
        if size[own as usize] == 0 {
            empty.push(own);
        }
        cluster[node] = best;
        for (end, _) in level.ties(node) {
            if !waiting[end] && cluster[end] != best {
                waiting[end] = true;
                queue.push(end as u32);
            }
        }
    }
    Ok(())
}

/// Splits every cluster into parts that are well connected: starting from single nodes, each that is well tied
/// to its cluster may join a part of it, with chance growing exponentially with the gain.
fn refine(
    level: &Level,
    resolution: f64,
    cluster: &[u32],
    clusters: usize,
    random: &mut Random,
) -> (Vec<u32>, usize) {
    const RANDOMNESS: f64 = 0.01;
    let n = level.nodes();
    let mut cluster_mass = vec![0.0; clusters];
    for node in 0..n {
        cluster_mass[cluster[node] as usize] += level.mass[node];
    }
    let mut part: Vec<u32> = (0..n as u32).collect();
    let mut part_mass = level.mass.clone();
    let mut alone = vec![true; n];
    // The strength between each part and the rest of its cluster.
    let mut outward: Vec<f64> = (0..n)
        .map(|node| level.ties(node).filter(|&(end, _)| cluster[end] == cluster[node]).map(|(_, w)| w).sum())
        .collect();
    let unit = level.all / (level.ends.len().max(1) as f64);
    let well_tied = |outward: f64, mass: f64, whole: f64| {
        outward >= resolution * mass * (whole - mass) / level.all - LEAST_GAIN * unit
    };
    let mut order: Vec<u32> = (0..n as u32).collect();
    random.shuffle(&mut order);
    let mut towards = Sums::new(n);
    let mut options: Vec<(u32, f64)> = Vec::new();
    for node in order {
        let node = node as usize;
        let whole = cluster_mass[cluster[node] as usize];
        if !alone[node] || !well_tied(outward[node], level.mass[node], whole) {
            continue;
        }
        for (end, weight) in level.ties(node) {
            if cluster[end] == cluster[node] {
                towards.add(part[end], weight);
            }
        }
        options.clear();
        let mut most = 0.0f64;
        for &p in &towards.touched {
            let at = p as usize;
            let gain = towards.sum[at] - resolution * level.mass[node] * part_mass[at] / level.all;
            if gain >= 0.0 && well_tied(outward[at], part_mass[at], whole) {
                options.push((p, gain / unit));
                most = most.max(gain / unit);
            }
        }
        // Staying alone is an option of gain 0.
        let chance = |gain: f64| ((gain - most) / RANDOMNESS).exp();
        let mut draw = random.unit() * (chance(0.0) + options.iter().map(|o| chance(o.1)).sum::<f64>());
        let chosen = options.iter().find(|o| {
            draw -= chance(o.1);
            draw < 0.0
        });
        if let Some(&(chosen, _)) = chosen {
            let at = chosen as usize;
            outward[at] += outward[node] - 2.0 * towards.sum[at];
            part_mass[at] += level.mass[node];
            part_mass[node] = 0.0;
            part[node] = chosen;
            alone[node] = false;
            alone[at] = false;
        }
        towards.clear();
    }
    let count = renumber(&mut part);
    (part, count)
}

/// Numbers labels from 0 by first use; how many there are.
fn renumber(labels: &mut [u32]) -> usize {
    const NEW: u32 = u32::MAX;
    let most = labels.iter().max().map_or(0, |&m| m as usize + 1);
    let mut number = vec![NEW; most];
    let mut count = 0;
    for label in labels {
        let number = &mut number[*label as usize];
        if *number == NEW {
            *number = count;
            count += 1;
        }
        *label = *number;
    }
    count as usize
}

#[cfg(test)]
mod tests {
    use ecosystem::Unwatched;
    use proptest::prelude::*;

    use super::*;
    use crate::graph::Graph;
    use crate::graph::components::pieces;
    use crate::graph::fixture::{any_graph, near, worked};

    #[test]
    fn two_triangles_are_two_clusters() {
        let dependencies = [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (2, 3)];
        let graph = Graph::new(&[None; 7], 0, dependencies.map(|(a, b)| (a, b, 1.0)));
        let found = leiden(graph.ties(), 1.0, 1, 2, &Unwatched).unwrap();
        assert_eq!(found.of, [0, 0, 0, 1, 1, 1, 2]);
        near(found.modularity.unwrap(), 6.0 / 7.0 - 0.5, 1e-12);
    }

    #[test]
    fn worked_map() {
        let graph = worked();
        let plain = graph.ties().map_strength(|_| 1.0);
        let functions: Vec<Option<u32>> =
            (0..12).map(|team| graph.function(team).map(|f| f as u32)).collect();
        near(modularity(&plain, &functions, 1.0).unwrap(), 0.329, 0.0005);
        near(modularity(graph.ties(), &functions, 1.0).unwrap(), 0.309, 0.0005);
        let best = best_leiden(&plain, 1.0, 1, &Unwatched).unwrap();
        near(best.modularity.unwrap(), 0.390, 0.0005);
    }

    #[test]
    fn without_ties_everyone_is_alone() {
        let graph = Graph::new(&[None; 3], 0, []);
        let found = best_leiden(graph.ties(), 1.0, 1, &Unwatched).unwrap();
        assert_eq!((found.of, found.modularity), (vec![0, 1, 2], None));
        let nobody = best_leiden(Graph::new(&[], 0, []).ties(), 1.0, 1, &Unwatched).unwrap();
        assert_eq!(nobody.count, 0);
    }

    #[test]
    fn resolution_decides_how_fine_clusters_are() {
        let graph = worked();
        let count = |resolution| leiden(graph.ties(), resolution, 1, 6, &Unwatched).unwrap().count;
        assert_eq!(count(0.0001), 1);
        assert!(count(1.0) < count(8.0));
    }

    proptest! {
        #[test]
        fn clusters_are_connected_and_repeatable(graph in any_graph(40), seed in 0u64..5) {
            let found = leiden(graph.ties(), 1.0, seed, 4, &Unwatched).unwrap();
            prop_assert_eq!(&found, &leiden(graph.ties(), 1.0, seed, 4, &Unwatched).unwrap());
            let within = graph.ties().iter().filter(|&(a, b, _)| found.of[a] == found.of[b]);
            let inner = Arcs::new(graph.teams(), within.map(|(a, b, s)| (a as u32, b as u32, s)).collect());
            prop_assert_eq!(pieces(&inner).1, found.count);
            // No worse than everyone in one cluster, or everyone alone.
            if let Some(q) = found.modularity {
                prop_assert!(q >= -1e-9);
            }
        }
    }
}
