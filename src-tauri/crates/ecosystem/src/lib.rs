//! What a map IS. (page to be written)

mod id;
mod marks;
mod watch;

pub use id::{Counted, DependencyId, FunctionId, Ids, TeamId};
pub use marks::{Badge, Marks, Tone};
pub use watch::{Cancelled, Unwatched, Watch};
