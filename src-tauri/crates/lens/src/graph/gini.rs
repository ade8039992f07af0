//! How unevenly something is spread.

/// The Gini coefficient of `amounts` (Gini 1912): 0 when all are equal, near 1 when one has everything; `None`
/// when there is nothing to share out.
///
/// With the amounts x sorted rising, `G = Σᵢ (2i − n − 1) xᵢ / (n Σ x)`. O(n log n). Three teams with demands
/// 0, 1, 3 have G = (−2·0 + 0·1 + 2·3) / (3·4) = 0.5.
pub fn gini(amounts: &[f64]) -> Option<f64> {
    let mut sorted = amounts.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let total: f64 = sorted.iter().sum();
    let n = sorted.len() as f64;
    let uneven: f64 =
        sorted.iter().enumerate().map(|(i, amount)| (2.0 * (i as f64 + 1.0) - n - 1.0) * amount).sum();
    (total > 0.0).then(|| uneven / (n * total))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::fixture::{near, worked};

    #[test]
    fn worked_examples() {
        assert_eq!(gini(&[3.0, 0.0, 1.0]), Some(0.5));
        assert_eq!(gini(&[2.0, 2.0]), Some(0.0));
        assert_eq!(gini(&[]), None);
        assert_eq!(gini(&[0.0, 0.0]), None);
        let graph = worked();
        let demand: Vec<f64> = (0..graph.teams()).map(|team| graph.receivers().weight(team)).collect();
        near(gini(&demand).unwrap(), 0.48, 0.005);
    }
}
