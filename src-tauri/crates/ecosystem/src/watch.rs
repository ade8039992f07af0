//! How slow work reports and is told to stop. Lenses, layout, import and export all take a [`Watch`], so that
//! the desk can show progress and cancel any of them the same way.

/// Someone who watches a piece of slow work.
pub trait Watch: Sync {
    /// Tells how much is done, from 0 to 1. Cheap enough to call often.
    fn progress(&self, share: f32);
    /// Whether the result is no longer wanted; the work then ends early with [`Cancelled`].
    fn cancelled(&self) -> bool;

    /// `Err` as soon as the result is no longer wanted, for use with `?` inside loops.
    fn go_on(&self) -> Result<(), Cancelled> {
        if self.cancelled() { Err(Cancelled) } else { Ok(()) }
    }
}

/// Nobody watches: the work runs to its end.
pub struct Unwatched;

impl Watch for Unwatched {
    fn progress(&self, _share: f32) {}
    fn cancelled(&self) -> bool {
        false
    }
}

/// The work was stopped because its result is no longer wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;
