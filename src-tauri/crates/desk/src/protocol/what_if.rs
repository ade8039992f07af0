//! What is asked about maps that might be: with something away, with something healed, or as they were.

use lens::away::Absent;
use lens::heal::Ill;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Holds things away. Nothing is stored.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TakeAway {
    /// What, all at once.
    pub absent: Vec<Absent>,
}

/// Asks for what would heal something.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Heal {
    /// What is to be healed.
    pub ill: Ill,
    /// At most this many new dependencies; absent: 3.
    #[ts(optional)]
    pub most: Option<u32>,
}
