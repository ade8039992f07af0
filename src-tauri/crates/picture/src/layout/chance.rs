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

    /// Whether an annealing step that makes things dearer by `loss` is taken at `heat`.
    ///
    /// Metropolis' rule with a rational stand-in for exp(-x): a library's `exp` may differ by a bit from machine to
    /// machine, and the layout with it.
    pub(crate) fn takes(&mut self, loss: f64, heat: f64) -> bool {
        if loss <= 0.0 {
            return true;
        }
        let x = loss / heat;
        x < 12.0 && self.share() * (1.0 + x * (1.0 + x * (0.5 + x * (1.0 / 6.0 + x / 24.0)))) < 1.0
    }
}
