//! What commands take and answer, and what is told without being asked.

use ecosystem::{
    CardMove, Dependency, DependencyId, Edit, Function, FunctionId, Style, Team, TeamId, TeamKind,
};
use picture::geometry::Rect;
use picture::scene::{Scene, TieShape};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

wire! {
    /// Nothing to ask, or nothing to answer.
    #[derive(Default, Copy)]
    pub struct Nothing {}

    /// What the window needs before a map is open.
    pub struct Welcome {
        /// The app's version.
        pub version: String,
        /// Whether this door can open and make files (the desktop can; a browser is given one map).
        pub can_open: bool,
        /// Maps opened before, latest first.
        pub recent: Vec<Recent>,
        /// What a new map can start from.
        pub templates: Vec<Template>,
        /// The map that is open, if one is.
        pub map: Option<MapInfo>,
    }

    /// A map opened before.
    pub struct Recent {
        /// Its file.
        pub path: String,
        /// Its name.
        pub name: String,
        /// When it was last open, in milliseconds since 1970.
        pub at: f64,
        /// Whether the file is there.
        pub there: bool,
    }

    /// What a new map can start from.
    pub struct Template {
        /// `blank`, `marketing` or `sample`.
        pub id: String,
        /// Its name.
        pub name: String,
        /// One sentence.
        pub about: String,
        /// Typical handovers to tick; empty where there is nothing to choose.
        pub handovers: Vec<Handover>,
    }

    /// A typical handover of a template.
    pub struct Handover {
        /// Unique within the template.
        pub id: String,
        /// The pair of functions it belongs to: "Marketing and Finance".
        pub group: String,
        /// The team that hands over.
        pub provider: String,
        /// The team that relies on it.
        pub receiver: String,
        /// What is handed over.
        pub what: String,
        /// Ticked from the start.
        pub usual: bool,
    }

    /// Makes a map.
    pub struct Create {
        /// Its file; absent: a free name in the user's documents.
        #[ts(optional)]
        pub path: Option<String>,
        /// `blank`, `marketing` or `sample`.
        pub template: String,
        /// The ticked handovers; absent: the usual ones.
        #[ts(optional)]
        pub handovers: Option<Vec<String>>,
    }

    /// A file.
    pub struct PathOnly {
        /// Where.
        pub path: String,
    }

    /// An automatic copy of a map.
    pub struct CopyInfo {
        /// Its file.
        pub path: String,
        /// When it was made, in milliseconds since 1970.
        pub at: f64,
        /// Its size in bytes.
        pub bytes: f64,
    }

    /// Takes the place of a damaged map, which is kept aside.
    pub struct RestoreCopy {
        /// The map's file.
        pub path: String,
        /// The copy's file.
        pub copy: String,
    }

    /// The open map at a glance.
    pub struct MapInfo {
        /// Counts up with every change.
        pub revision: f64,
        /// Its name.
        pub name: String,
        /// Its file.
        pub path: String,
        /// Who else has it open, so that it can only be read here.
        pub read_only: Option<String>,
        /// What undo would take back.
        pub undo: Option<String>,
        /// What redo would bring back.
        pub redo: Option<String>,
        /// The style it is shown in.
        pub style: Style,
        /// How many teams.
        pub teams: u32,
        /// How many functions.
        pub functions: u32,
        /// How many dependencies.
        pub dependencies: u32,
        /// What holds all of the picture, in scene units; of no size where nothing lies on it.
        pub bounds: Rect,
    }

    /// Every name on the map, for the outline.
    pub struct Outline {
        /// Of which revision.
        pub revision: f64,
        /// Functions, oldest first.
        pub functions: Vec<OutlineFunction>,
        /// Teams, oldest first.
        pub teams: Vec<OutlineTeam>,
    }

    /// A function in the outline.
    pub struct OutlineFunction {
        /// Its id.
        pub id: FunctionId,
        /// Its name.
        pub name: String,
        /// The function it lies in.
        pub parent: Option<FunctionId>,
        /// Its colour: a number of the theme's palette.
        pub hue: u8,
        /// Shown as one box.
        pub collapsed: bool,
        /// Never moves by itself.
        pub locked: bool,
    }

    /// A team in the outline.
    pub struct OutlineTeam {
        /// Its id.
        pub id: TeamId,
        /// Its name.
        pub name: String,
        /// Team, role or outside group.
        pub kind: TeamKind,
        /// The function it belongs to.
        pub function: Option<FunctionId>,
        /// Never moves by itself.
        pub pinned: bool,
    }

    /// Some records of the map.
    #[derive(Default)]
    pub struct Selection {
        /// Teams.
        #[serde(default)]
        pub teams: Vec<TeamId>,
        /// Functions.
        #[serde(default)]
        pub functions: Vec<FunctionId>,
        /// Dependencies.
        #[serde(default)]
        pub dependencies: Vec<DependencyId>,
    }

    /// What lies around a selection.
    pub struct Around {
        /// Around what.
        pub of: Selection,
        /// How many dependencies away at most, whichever way they run.
        pub steps: u32,
    }

    /// The records of a selection, with what the inspector shows beside them.
    pub struct Details {
        /// Of which revision.
        pub revision: f64,
        /// The teams that are still there.
        pub teams: Vec<Team>,
        /// The functions that are still there.
        pub functions: Vec<Function>,
        /// The dependencies that are still there.
        pub dependencies: Vec<Dependency>,
        /// The dependencies at the selected teams.
        pub ties: Vec<Dependency>,
        /// The names of all teams that are mentioned.
        pub names: Vec<OutlineTeam>,
    }

    /// A part of the drawing.
    pub struct SceneRequest {
        /// What is in sight, in scene units; the answer covers it and no more.
        pub viewport: Rect,
        /// Screen pixels per scene unit.
        pub scale: f64,
        /// The lens whose marks are drawn.
        #[ts(optional)]
        pub lens: Option<String>,
    }

    /// A part of the drawing, with its revision.
    #[serde(bound(deserialize = ""))]
    pub struct SceneReply {
        /// Of which revision.
        pub revision: f64,
        /// What to paint.
        #[serde(skip_deserializing)]
        pub scene: Option<Scene>,
    }

    /// Cards that are being dragged.
    pub struct Preview {
        /// Where they are now.
        pub cards: Vec<CardMove>,
    }

    /// The routes of the ties at dragged cards.
    #[serde(bound(deserialize = ""))]
    pub struct PreviewReply {
        /// What to paint instead of those ties.
        #[serde(skip_deserializing)]
        pub ties: Vec<TieShape>,
    }

    /// Where things lie.
    pub struct Located {
        /// What holds them all; what is in a closed room lies where that is. Absent: none of them is on the map.
        #[ts(optional)]
        pub rect: Option<Rect>,
    }

    /// An edit.
    pub struct EditRequest {
        /// What is wanted.
        pub edit: Edit,
    }

    /// What a change did.
    pub struct Done {
        /// The map afterwards.
        pub map: MapInfo,
        /// What was done; empty when nothing changed.
        pub label: String,
        /// What is new, for selecting it.
        pub added: Selection,
    }

    /// Asks for the history, latest first.
    pub struct HistoryRequest {
        /// Only entries before this one.
        #[ts(optional)]
        pub before: Option<f64>,
        /// At most this many.
        pub limit: u32,
    }

    /// The history, latest first.
    pub struct History {
        /// The entries.
        pub entries: Vec<HistoryEntry>,
        /// Whether there are earlier ones.
        pub more: bool,
    }

    /// A change in the history.
    pub struct HistoryEntry {
        /// Its number.
        pub id: f64,
        /// What was done.
        pub label: String,
        /// Who did it; may be empty.
        pub author: String,
        /// When, in milliseconds since 1970.
        pub at: f64,
        /// Whether it has been taken back.
        pub undone: bool,
    }

    /// A change of the history to go back to.
    pub struct GoBack {
        /// The last change that still holds.
        pub id: f64,
    }

    /// A named state of the map.
    pub struct SnapshotInfo {
        /// Its number.
        pub id: f64,
        /// Its name.
        pub name: String,
        /// When it was made, in milliseconds since 1970.
        pub at: f64,
    }

    /// A name.
    pub struct NameOnly {
        /// The name.
        pub name: String,
    }

    /// A number.
    pub struct IdOnly {
        /// The number.
        pub id: f64,
    }

    /// Finds things by name.
    pub struct Search {
        /// What is typed.
        pub text: String,
        /// At most this many.
        pub limit: u32,
    }

    /// Something found.
    #[serde(tag = "type", rename_all = "kebab-case")]
    pub enum Hit {
        /// A team.
        Team {
            /// Its id.
            id: TeamId,
            /// Its name.
            name: String,
            /// Its function's name.
            within: String,
        },
        /// A function.
        Function {
            /// Its id.
            id: FunctionId,
            /// Its name.
            name: String,
        },
        /// A dependency.
        Dependency {
            /// Its id.
            id: DependencyId,
            /// What is handed over.
            name: String,
            /// "Content → Field sales".
            within: String,
        },
    }

    /// Reads the map through a lens.
    pub struct Read {
        /// `silos` or `bottlenecks`.
        pub lens: String,
        /// Decides what is left to chance: the same seed gives the same reading; absent: 1.
        #[ts(optional)]
        pub seed: Option<u32>,
    }

    /// Lays the map out.
    pub struct Tidy {
        /// Which style; absent: the one it is shown in.
        #[ts(optional)]
        pub style: Option<Style>,
        /// For the same seed the same picture; absent: 1.
        #[ts(optional)]
        pub seed: Option<u32>,
        /// Only these move; absent: all that is not pinned.
        #[ts(optional)]
        pub only: Option<Selection>,
    }

    /// A layout that is only looked at.
    pub struct Proposed {
        /// Of which revision.
        pub revision: f64,
        /// How many teams would move.
        pub moves: u32,
        /// How many there are.
        pub teams: u32,
    }

    /// A running call.
    pub struct CallNumber {
        /// The number the caller gave it.
        pub call: u32,
    }

    /// What a desk tells without being asked.
    #[serde(tag = "type", rename_all = "kebab-case")]
    pub enum Event {
        /// The map changed; scenes and outlines of earlier revisions are out of date.
        Changed {
            /// The map afterwards.
            map: MapInfo,
            /// What was done.
            label: String,
            /// Whether only positions changed.
            only_layout: bool,
        },
        /// A slow call goes on.
        Progress {
            /// The number the caller gave it.
            call: u32,
            /// How much is done, from 0 to 1.
            share: f32,
        },
        /// Better routes were found for the ties; the scene of that revision looks better when asked for again.
        Redrawn {
            /// Of which revision.
            revision: f64,
        },
        /// Another map is open now, or none.
        Opened {
            /// The map.
            map: Option<MapInfo>,
        },
    }

    /// Why a call cannot be answered.
    pub struct Failure {
        /// For the program.
        pub code: Code,
        /// For the person: what, and what to do.
        pub message: String,
    }

    /// What the UI branches on.
    #[derive(Copy, PartialEq, Eq)]
    #[serde(rename_all = "kebab-case")]
    pub enum Code {
        /// The request makes no sense or breaks a rule.
        Refused,
        /// The map can only be read here.
        ReadOnly,
        /// The file is damaged; automatic copies may be there.
        Damaged,
        /// The file was made by a newer version.
        TooNew,
        /// The file is not a map.
        NotOurs,
        /// The file is not there.
        Missing,
        /// Someone else has it open.
        InUse,
        /// No map is open.
        NoMap,
        /// The call was cancelled.
        Cancelled,
        /// The map has changed since; ask again.
        Outdated,
        /// The disk or the file system refused.
        Disk,
        /// A mistake of ours.
        Internal,
    }
}
