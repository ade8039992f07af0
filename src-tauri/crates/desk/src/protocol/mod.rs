//! Everything that can be asked of a desk and everything it tells, declared once. The shell's one command, the
//! WebSocket and the command line carry these; the UI's types are generated from them.
//!
//! A call that takes long answers when it is done. Meanwhile it tells its progress as [`Event::Progress`] under
//! the number the caller gave it, and [`Cancel`](Request::cancel) ends it with [`Code::Cancelled`].

/// Declares a struct or enum of the protocol.
macro_rules! wire {
    ($($(#[$meta:meta])* $vis:vis $kind:ident $name:ident $body:tt)*) => {
        $(#[derive(Debug, Clone, Serialize, Deserialize, TS)]
        #[ts(export)]
        $(#[$meta])*
        $vis $kind $name $body)*
    };
}

mod exchanging;
mod types;
mod what_if;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use exchanging::*;
pub use types::*;
pub use what_if::*;

/// Declares all commands: `name(Request) -> Reply`, in one table.
macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident($request:ty) -> $reply:ty;)*) => {
        /// Every command, with what it takes.
        #[derive(Debug, Clone, Serialize, Deserialize, TS)]
        #[serde(tag = "name", content = "with", rename_all = "snake_case")]
        #[ts(export)]
        #[allow(non_camel_case_types)]
        pub enum Request {
            $($(#[$doc])* $name($request),)*
        }

        /// Every command: what it takes and what it answers.
        #[derive(TS)]
        #[ts(export)]
        #[allow(dead_code)]
        pub struct Commands {
            $($(#[$doc])* $name: ($request, $reply),)*
        }

        /// Whoever answers the commands: one method each.
        pub trait Answers {
            $($(#[$doc])* fn $name(&self, with: $request, call: &crate::Call) -> Result<$reply, Failure>;)*
        }

        /// Answers any request as JSON.
        pub fn answer(
            who: &impl Answers,
            request: Request,
            call: &crate::Call,
        ) -> Result<serde_json::Value, Failure> {
            match request {
                $(Request::$name(with) => {
                    let reply = who.$name(with, call)?;
                    serde_json::to_value(reply).map_err(|why| Failure {
                        code: Code::Internal,
                        message: format!("The answer could not be written: {why}"),
                    })
                })*
            }
        }
    };
}

commands! {
    /// What the window needs before a map is open.
    welcome(Nothing) -> Welcome;
    /// Opens a map; to read only if someone else has it.
    open_map(PathOnly) -> MapInfo;
    /// Makes a map and opens it.
    create_map(Create) -> MapInfo;
    /// Closes the map.
    close_map(Nothing) -> Nothing;
    /// The automatic copies of a map that cannot be opened.
    copies(PathOnly) -> Vec<CopyInfo>;
    /// Puts a copy in the place of a damaged map, and opens it.
    restore_copy(RestoreCopy) -> MapInfo;

    /// The open map at a glance.
    map_info(Nothing) -> MapInfo;
    /// Every name on the map.
    outline(Nothing) -> Outline;
    /// The records of a selection.
    details(Selection) -> Details;
    /// What can be reached from a selection in a few steps.
    around(Around) -> Selection;
    /// Finds things by name.
    search(Search) -> Vec<Hit>;
    /// A part of the drawing.
    scene(SceneRequest) -> SceneReply;
    /// The routes at cards that are being dragged.
    preview(Preview) -> PreviewReply;
    /// Where things lie, also those that are not in sight.
    locate(Selection) -> Located;

    /// Changes the map.
    edit(EditRequest) -> Done;
    /// Takes the last change back.
    undo(Nothing) -> Done;
    /// Brings it back again.
    redo(Nothing) -> Done;
    /// The history.
    history(HistoryRequest) -> History;
    /// Goes back to an earlier state, as one change.
    go_back(GoBack) -> Done;
    /// The named states.
    snapshots(Nothing) -> Vec<SnapshotInfo>;
    /// Names the state as it is now.
    keep_snapshot(NameOnly) -> SnapshotInfo;
    /// Goes back to a named state, as one change.
    restore_snapshot(IdOnly) -> Done;
    /// Forgets a named state.
    delete_snapshot(IdOnly) -> Nothing;

    /// Reads the map through a lens. Slow.
    read(Read) -> lens::Reading;
    /// What would be without some of the map; nothing is stored. Quick, but not in its turn.
    take_away(TakeAway) -> lens::away::Away;
    /// What new dependencies would help most against an ill. Slow.
    heal(Heal) -> lens::heal::Healing;
    /// What has changed since a snapshot, or from another map. Slow.
    compare(Compare) -> Compared;
    /// A part of the picture of what was compared last.
    compared_scene(SceneRequest) -> SceneReply;
    /// Writes that picture to a file. Slow.
    compared_picture(Export) -> Exported;
    /// Every figure in words, with what it is on this map. Slow.
    glossary(Nothing) -> Vec<lens::Explained>;
    /// Lays the map out, as one change. Slow.
    tidy(Tidy) -> Done;
    /// Lays the map out only to look at it. Slow.
    propose_tidy(Tidy) -> Proposed;
    /// A part of the picture of that.
    proposed_scene(SceneRequest) -> SceneReply;
    /// Makes it the layout, as one change.
    take_proposal(Nothing) -> Done;

    /// What bringing lists in would do. Slow.
    import_preview(ImportRequest) -> ImportReply;
    /// Brings lists in, as one change. Slow.
    import(ImportRequest) -> ImportReply;
    /// What a text from the clipboard would be taken for.
    paste_preview(Paste) -> PasteReply;
    /// Brings a text from the clipboard in, as one change.
    paste(Paste) -> Done;
    /// A selection as text for the clipboard.
    copy(Selection) -> Copied;
    /// Copies a selection within the map, as one change.
    duplicate(Duplicate) -> Done;
    /// Writes a file for others. Slow.
    export(Export) -> Exported;
    /// Which of the files that an export would write are there already.
    files_there(Export) -> Vec<String>;
    /// Saves a copy of the map beside it or elsewhere.
    save_copy(PathOnly) -> Nothing;
    /// Ends a slow call.
    cancel(CallNumber) -> Nothing;
}

impl Request {
    /// Whether it may take long; the quick ones are best answered in their order.
    pub fn is_slow(&self) -> bool {
        matches!(
            self,
            Self::read(_)
                | Self::take_away(_)
                | Self::heal(_)
                | Self::glossary(_)
                | Self::compare(_)
                | Self::compared_picture(_)
                | Self::tidy(_)
                | Self::propose_tidy(_)
                | Self::import_preview(_)
                | Self::import(_)
                | Self::export(_)
                | Self::save_copy(_)
        )
    }
}
