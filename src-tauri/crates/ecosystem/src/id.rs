//! Names for records that never change: UUIDv7, so that they sort by creation and two copies of a map with a
//! common past can be merged. New ids arrive from outside ([`Ids`]); this crate has no clock and no randomness.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Where new ids come from.
pub trait Ids {
    /// An id nobody has had before, greater than all earlier ones.
    fn next(&mut self) -> Uuid;
}

/// Ids in counting order, for tests and for reproducible samples.
#[derive(Debug, Default, Clone)]
pub struct Counted(pub u64);

impl Ids for Counted {
    fn next(&mut self) -> Uuid {
        self.0 += 1;
        Uuid::from_u64_pair(0x7000, 0x8000_0000_0000_0000 | self.0)
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
        #[serde(transparent)]
        #[ts(export, type = "string")]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

id!(
    /// A team's id.
    TeamId
);
id!(
    /// A function's id.
    FunctionId
);
id!(
    /// A dependency's id.
    DependencyId
);
