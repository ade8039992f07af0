//! Structural holes: how much a team's contacts are all one circle.

use super::Arcs;

/// Burt's constraint of every team: `C_i = Σ_j (p_ij + Σ_q p_iq p_qj)²` with `p_ij` = the strength of i's tie to j
/// over all of i's ties (Burt 1992, *Structural Holes*, ch. 2), over a symmetric view. Low: it joins people
/// who are not joined otherwise. High: it depends on few, or on one circle. `None` without ties; 1 with one.
///
/// O(Σ_i Σ_{q ~ i} ties of q). In the triangle a, b, c every C = 2 (½ + ½·½)² = 1.125.
pub fn constraint(ties: &Arcs) -> Vec<Option<f64>> {
    let n = ties.teams();
    let weight: Vec<f64> = (0..n).map(|team| ties.weight(team)).collect();
    let mut invested = vec![0.0; n];
    (0..n)
        .map(|i| {
            if ties.degree(i) == 0 {
                return None;
            }
            for (q, strength) in ties.with_strength(i) {
                let p_iq = strength / weight[i];
                invested[q] += p_iq;
                for (j, strength) in ties.with_strength(q) {
                    invested[j] += p_iq * (strength / weight[q]);
                }
            }
            let total = ties.of(i).iter().map(|&j| invested[j as usize].powi(2)).sum();
            // Clear what this team touched, and only that.
            for &q in ties.of(i) {
                invested[q as usize] = 0.0;
                for &j in ties.of(q as usize) {
                    invested[j as usize] = 0.0;
                }
            }
            Some(total)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Graph;
    use crate::graph::fixture::{near, team, worked};

    #[test]
    fn a_triangle_a_star_and_someone_alone() {
        let triangle = Graph::new(&[None; 4], 0, [(0, 1, 1.0), (1, 2, 1.0), (2, 0, 1.0)]);
        let found = constraint(triangle.ties());
        near(found[0].unwrap(), 1.125, 1e-12);
        assert_eq!(found[3], None);
        let star = Graph::new(&[None; 5], 0, (1..5).map(|leaf| (0, leaf, 1.0)));
        assert_eq!(constraint(star.ties())[..2], [Some(0.25), Some(1.0)]);
    }

    #[test]
    fn worked_map() {
        let found = constraint(&worked().ties().map_strength(|_| 1.0));
        for (name, wanted) in [
            ("MarOps", 0.404),
            ("RevOps", 0.333),
            ("Brand", 0.469),
            ("FPA", 0.469),
            ("TalentBrand", 0.5),
            ("CustSuccess", 0.5),
            ("Content", 0.629),
            ("Performance", 0.629),
            ("Support", 1.0),
        ] {
            near(found[team(name)].unwrap(), wanted, 0.0006);
        }
    }
}
