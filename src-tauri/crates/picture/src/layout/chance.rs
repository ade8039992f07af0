//! Pseudo-random numbers that are the same on every machine.

/// SplitMix64 (Steele, Lea, Flood 2014): small, fast and good enough for annealing.
pub(crate) struct Chance(u64);

impl Chance {
    /// The sequence of `seed`.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed ^ 0x9E37_79B9_7F4A_7C15)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`, which is at least 1.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }

    /// A number from 0 up to, not including, 1.
    pub(crate) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// How much dearer an annealing step at `heat` may make things and still be taken.
    ///
    /// Drawn so that a loss of x heats is taken with a chance of (1 + x/16)^-16, which stands in for Metropolis'
    /// exp(-x): a library's `exp` may differ by a bit from machine to machine, and the layout with it; square roots
    /// may not. Drawing first lets a step be given up as soon as it has cost too much.
    pub(crate) fn allowance(&mut self, heat: f64) -> f64 {
        let u = self.share().max(1e-5);
        heat * 16.0 * (1.0 / u.sqrt().sqrt().sqrt().sqrt() - 1.0)
    }
}
