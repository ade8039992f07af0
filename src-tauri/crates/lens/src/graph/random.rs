//! Chance that can be repeated: the same seed gives the same reading on every machine and in every later
//! version, which no general random crate promises. Also the few distributions that the lenses need.

/// A stream of random numbers: SplitMix64 (Steele, Lea & Flood 2014, *OOPSLA*), 64 bits of state.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The stream number `stream` of `seed`; streams are independent of each other.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut random = Self(seed ^ stream.wrapping_mul(0xD6E8_FEB8_6659_FD93));
        random.bits();
        Self(random.bits())
    }

    /// 64 random bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A whole number below `bound` (Lemire 2019, without the rejection: the bias is below 2⁻³² here).
    #[inline]
    pub fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.bits()) * bound as u128) >> 64) as usize
    }

    /// A number from 0 up to, not including, 1.
    #[inline]
    pub fn unit(&mut self) -> f64 {
        unit(self.bits())
    }

    /// Puts `items` into random order (Fisher–Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    /// A standard normal number (Marsaglia's polar method).
    pub fn normal(&mut self) -> f64 {
        loop {
            let (x, y) = (2.0 * self.unit() - 1.0, 2.0 * self.unit() - 1.0);
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                return x * (-2.0 * square.ln() / square).sqrt();
            }
        }
    }

    /// A Poisson number of this mean.
    pub fn poisson(&mut self, mean: f64) -> f64 {
        let unit = self.unit();
        self.poisson_at(mean, unit)
    }

    /// The Poisson number of this mean that a uniform number stands for: by inversion below a mean of 12. Above, it
    /// is drawn instead by transformed rejection (PTRS, Hörmann 1993, *Insurance: Mathematics and Economics* 12).
    #[inline]
    pub fn poisson_at(&mut self, mean: f64, unit: f64) -> f64 {
        // exp(−mean) is at least 1 − mean: most numbers of a small mean are 0 without looking closer.
        if unit <= 1.0 - mean || !mean.is_finite() {
            return 0.0;
        }
        if mean < 12.0 {
            return poisson_by_inversion(mean, unit);
        }
        self.poisson_by_rejection(mean)
    }

    fn poisson_by_rejection(&mut self, mean: f64) -> f64 {
        let b = 0.931 + 2.53 * mean.sqrt();
        let a = -0.059 + 0.02483 * b;
        let inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
        let v_r = 0.9277 - 3.6224 / (b - 2.0);
        loop {
            let u = self.unit() - 0.5;
            let v = 1.0 - self.unit();
            let us = 0.5 - u.abs();
            let k = ((2.0 * a / us + b) * u + mean + 0.43).floor();
            if us >= 0.07 && v <= v_r {
                return k;
            }
            if k < 0.0 || (us < 0.013 && v > us) {
                continue;
            }
            let accept = (v * inverse_alpha / (a / (us * us) + b)).ln();
            if accept <= k * mean.ln() - mean - libm::lgamma(k + 1.0) {
                return k;
            }
        }
    }
}

/// The number from 0 up to, not including, 1 that random bits stand for: their highest 53.
#[inline]
pub fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1u64 << 53) as f64
}

/// The least count whose distribution function exceeds `unit`.
fn poisson_by_inversion(mean: f64, unit: f64) -> f64 {
    let mut share = (-mean).exp();
    let (mut count, mut below) = (0.0, share);
    // Beyond the last share that adds anything, rounding may leave `unit` out of reach.
    while below <= unit && share > 1e-18 {
        count += 1.0;
        share *= mean / count;
        below += share;
    }
    count
}

/// `count` equally likely values that stand for a lognormal number with mean 1 whose logarithm has the deviation
/// `sd`: the means of its slices of equal probability, `count · (Φ(z₁ − sd) − Φ(z₀ − sd))` between quantiles z.
pub fn lognormal_steps(sd: f64, count: usize) -> Vec<f64> {
    let density = |z: f64| (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let mut steps = Vec::with_capacity(count);
    let (mut quantile, mut below) = (-7.0f64, 0.0);
    for step in 1..=count {
        let upto = if step == count {
            1.0
        } else {
            let p = step as f64 / count as f64;
            // Newton from the quantile before, never further than a step that keeps the density in sight.
            for _ in 0..60 {
                let change = (p - normal_cdf(quantile)) / density(quantile);
                quantile += change.clamp(-0.5, 0.5);
                if change.abs() < 1e-12 {
                    break;
                }
            }
            normal_cdf(quantile - sd)
        };
        steps.push((upto - below) * count as f64);
        below = upto;
    }
    steps
}

/// P(Z ≤ x) of a standard normal Z.
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x / std::f64::consts::SQRT_2)
}

/// P(X ≥ least) of a binomial X with `tries` tries of chance `p`, summed from the smaller side's log terms.
pub fn binomial_tail(least: usize, tries: usize, p: f64) -> f64 {
    if least == 0 || p >= 1.0 {
        return 1.0;
    }
    if p <= 0.0 || least > tries {
        return 0.0;
    }
    let n = tries as f64;
    let term = |k: f64| {
        (libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0)
            + k * p.ln()
            + (n - k) * libm::log1p(-p))
        .exp()
    };
    // Terms fall off geometrically away from the mean, so stop once they no longer count.
    if least as f64 > n * p {
        let mut sum = 0.0;
        for k in least..=tries {
            let t = term(k as f64);
            sum += t;
            if t < sum * 1e-18 {
                break;
            }
        }
        sum.min(1.0)
    } else {
        let mut below = 0.0;
        for k in (0..least).rev() {
            let t = term(k as f64);
            below += t;
            if t < below * 1e-18 {
                break;
            }
        }
        (1.0 - below).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::fixture::near;

    #[test]
    fn the_same_seed_gives_the_same_stream() {
        let first: Vec<u64> = std::iter::repeat_with(|| Random::new(7, 1).bits()).take(3).collect();
        assert!(first.iter().all(|&x| x == first[0]));
        assert_ne!(Random::new(7, 1).bits(), Random::new(7, 2).bits());
        assert_ne!(Random::new(7, 1).bits(), Random::new(8, 1).bits());
    }

    #[test]
    fn poisson_numbers_have_their_mean_and_variance() {
        let mut random = Random::new(1, 0);
        for mean in [0.3, 4.0, 11.9, 12.1, 60.0, 900.0] {
            let draws: Vec<f64> = (0..20_000).map(|_| random.poisson(mean)).collect();
            let average = draws.iter().sum::<f64>() / 20_000.0;
            let variance = draws.iter().map(|d| (d - average).powi(2)).sum::<f64>() / 20_000.0;
            near(average, mean, 5.0 * (mean / 20_000.0_f64).sqrt());
            near(variance / mean, 1.0, 0.12);
        }
    }

    #[test]
    fn lognormal_steps_have_mean_one_and_the_deviation_asked_for() {
        let steps = lognormal_steps(0.4, 1024);
        near(steps.iter().sum::<f64>() / 1024.0, 1.0, 1e-12);
        let variance = steps.iter().map(|s| (s - 1.0).powi(2)).sum::<f64>() / 1024.0;
        near(variance, 0.16f64.exp() - 1.0, 1e-3);
        assert!(steps.windows(2).all(|w| w[0] < w[1]));
        // The middle one is the median.
        near(steps[512], (-0.08f64).exp(), 1e-3);
    }

    #[test]
    fn a_uniform_number_stands_for_its_poisson_number() {
        let mut random = Random::new(1, 0);
        // P(0) = 0.1353, P(≤1) = 0.4060, P(≤2) = 0.6767 for a mean of 2.
        for (unit, wanted) in [(0.13, 0.0), (0.14, 1.0), (0.41, 2.0), (0.68, 3.0), (1.0 - 1e-16, 20.0)] {
            let found = random.poisson_at(2.0, unit);
            assert!(
                if wanted < 20.0 { found == wanted } else { found > 15.0 && found < 40.0 },
                "{unit}: {found}"
            );
        }
        assert_eq!(random.poisson_at(0.0, 0.5), 0.0);
        assert_eq!(random.poisson_at(f64::NAN, 0.5), 0.0);
        assert_eq!(random.poisson_at(f64::INFINITY, 0.5), 0.0);
    }

    #[test]
    fn tails_agree_with_tables() {
        near(normal_cdf(-1.959_963_984_540_054), 0.025, 1e-15);
        near(normal_cdf(-5.0), 2.866_515_718_791_939e-7, 1e-20);
        near(binomial_tail(8, 10, 0.5), 56.0 / 1024.0, 1e-14);
        near(binomial_tail(3, 10, 0.5), 1.0 - 56.0 / 1024.0, 1e-14);
        near(binomial_tail(1, 3, 0.1), 1.0 - 0.729, 1e-14);
        near(binomial_tail(0, 0, 0.1), 1.0, 0.0);
        near(binomial_tail(4, 4, 0.1), 1e-4, 1e-16);
    }
}
