//! Where new ids come from: UUIDv7, rising even within a millisecond.

use ecosystem::Ids;
use uuid::Uuid;

/// New ids, each greater than all earlier ones of this process.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct NewIds;

impl Ids for NewIds {
    fn next(&mut self) -> Uuid {
        Uuid::now_v7()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_ids_are_greater() {
        let made: Vec<Uuid> = (0..10_000).map(|_| NewIds.next()).collect();
        assert!(made.is_sorted_by(|a, b| a < b));
    }
}
