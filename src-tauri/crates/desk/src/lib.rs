//! One open map with everything that works on it: requests in, replies and events out.
//!
//! - [`protocol`] is the one table of commands, with what they take and answer, and the events.
//! - [`Office`] answers them: it opens and makes maps, remembers recent ones, and hands the rest to the [`Desk`] of
//!   the open map.
//! - [`Callers`] connects whoever asks; each [`Call`] reports its progress and can be ended.
//!
//! A change is planned, written to the file, applied in memory and told, in this order. Slow work (lenses, tidy,
//! lists, exports) runs on a snapshot of the map on the caller's thread, and holds no lock meanwhile.
//!
//! Deliberately absent: windows, sockets, and rules. What an edit means is the model's business, what a picture
//! looks like is the picture's; the desk only brings them together.

mod asking;
mod bytes;
mod call;
mod comparing;
mod copying;
mod desk;
mod disguise;
mod drawn;
mod exporting;
mod failure;
pub mod folders;
mod following;
mod ids;
mod importing;
mod laying;
mod look;
mod looking;
mod names;
mod office;
mod products;
mod proposing;
pub mod protocol;
mod reading;
mod recent;
mod report;
mod templates;
mod tidying;
mod what_if;
mod words;

use std::path::Path;

use protocol::Failure;

pub use bytes::to_base64;
pub use call::{Call, Caller, Callers};
pub use desk::{Desk, Snapshot};
pub use drawn::every as every_picture;
pub use ecosystem::Style;
pub use exporting::formats;
pub use importing::MOST_LIST_BYTES;
pub use lens::{Finding, LENSES, Lens};
pub use office::{Office, Settings};
pub use picture::geometry::{Curve, Point, Rect};
pub use picture::scene::Scene;
pub use reading::{ReadMap, lens_named};
pub use words::moment;

/// Checks a map's file: that it is whole, keeps the rules, and agrees with its history. Says in words that it is
/// sound.
pub fn check(path: &Path) -> Result<String, Failure> {
    let store::Checked { revision, snapshots } = store::check(path)?;
    Ok(format!("sound, {revision} changes, {snapshots} snapshots"))
}
