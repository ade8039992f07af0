//! What can be asked before a map is open, and which map is open: answers every command. All methods can be called
//! from any thread; slow ones answer when they are done, so each door gives them a thread of their own.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ecosystem::{Edit, Map};
use lens::away::Away;
use lens::heal::Healing;
use lens::{Explained, Reading};
use store::Opening;

use crate::call::{Call, Callers};
use crate::ids::NewIds;
use crate::protocol::*;
use crate::reading::{self, lens_named};
use crate::recent::{self, RecentMaps};
use crate::{Desk, exporting, folders, importing, laying, names, templates};

/// What a door allows, and where the office keeps what belongs to no map.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Whether whoever asks may name files: the desktop and the command line may, a browser may not.
    pub may_name_files: bool,
    /// Where recent maps are remembered; none: nowhere.
    pub recent: Option<PathBuf>,
    /// Where automatic copies are kept; none: nowhere.
    pub copies: Option<PathBuf>,
}

/// Answers everything that can be asked.
pub struct Office {
    settings: Settings,
    recent: Option<RecentMaps>,
    callers: Callers,
    desk: Mutex<Option<Arc<Desk>>>,
    /// Held while a map is opened or closed, so that two do not cross.
    turning: Mutex<()>,
}

impl Default for Office {
    fn default() -> Self {
        Self::new()
    }
}

impl Office {
    /// The office of the desktop: with the user's own folders.
    pub fn new() -> Self {
        Self::with(Settings { may_name_files: true, recent: folders::data(), copies: folders::copies() })
    }

    /// An office that allows and keeps what `settings` say.
    pub fn with(settings: Settings) -> Self {
        let recent = settings.recent.as_deref().map(RecentMaps::in_folder);
        Self {
            settings,
            recent,
            callers: Callers::default(),
            desk: Mutex::default(),
            turning: Mutex::default(),
        }
    }

    /// Everyone who is connected.
    pub fn callers(&self) -> &Callers {
        &self.callers
    }

    /// The open map.
    pub fn desk(&self) -> Result<Arc<Desk>, Failure> {
        self.slot().clone().ok_or_else(Failure::no_map)
    }

    fn slot(&self) -> MutexGuard<'_, Option<Arc<Desk>>> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn opening(&self) -> Opening {
        let opening = Opening::at(recent::now() as i64);
        match &self.settings.copies {
            Some(folder) => opening.with_copies(folder),
            None => opening,
        }
    }

    /// Opens a map, whoever may name files; to read only if someone else has it.
    pub fn open(&self, path: &Path) -> Result<MapInfo, Failure> {
        let _turn = self.turning.lock();
        if let Some(desk) = self.slot().as_ref().filter(|desk| is_same_file(desk.path(), path)) {
            return desk.info();
        }
        let desk = Desk::open(path, &self.opening(), self.callers.clone())?;
        self.turn_to(Some(desk)).and_then(|info| info.ok_or_else(Failure::no_map))
    }

    /// Makes a map from a template and opens it, whoever may name files.
    pub fn create(&self, with: &Create) -> Result<MapInfo, Failure> {
        let _turn = self.turning.lock();
        let (name, incoming) =
            templates::start(&with.template, with.handovers.as_deref()).ok_or_else(|| {
                Failure::refused(format!("There is no template called \u{201c}{}\u{201d}.", with.template))
            })?;
        let path = with.path.as_ref().map(PathBuf::from);
        let stem =
            path.as_ref().and_then(|path| path.file_stem()).map(|stem| stem.to_string_lossy().into_owned());
        let name = stem.filter(|_| with.template != "sample").unwrap_or_else(|| name.to_owned());
        let map = Map::named(&name);
        let edit = Edit::Merge { incoming, add_missing: false, skip_bad_rows: false };
        let map = laying::plan(&map, &edit, &mut NewIds)?.done_to(map);
        let path = match path {
            Some(path) => path,
            None => free_path(&name).ok_or_else(|| Failure::refused("Say where the new map goes."))?,
        };
        let desk = Desk::create(&path, map, &self.opening(), self.callers.clone())?;
        self.turn_to(Some(desk)).and_then(|info| info.ok_or_else(Failure::no_map))
    }

    /// Makes a map out of lists, without opening it; only tells what it would be with `dry_run`. Nothing is made
    /// where rows are refused and not to be left out.
    pub fn import_new(
        &self,
        path: &Path,
        with: &ImportRequest,
        dry_run: bool,
        call: &Call,
    ) -> Result<ImportReply, Failure> {
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let (reply, map) = importing::new_map(&name, with, self.settings.may_name_files, call)?;
        if let Some(map) = map.filter(|_| !dry_run) {
            store::Store::create(path, &map, &self.opening())?;
        }
        Ok(reply)
    }

    /// Puts another map, or none, on the desk, and tells.
    fn turn_to(&self, desk: Option<Arc<Desk>>) -> Result<Option<MapInfo>, Failure> {
        let info = desk.as_ref().map(|desk| desk.info()).transpose()?;
        let before = std::mem::replace(&mut *self.slot(), desk.clone());
        // Outside the lock: nobody need wait for that.
        if let Some(before) = before {
            before.close();
        }
        if let Some(desk) = desk.filter(|_| self.settings.copies.is_some()) {
            // Nobody waits for it, and without it the map is none the worse.
            let _ = std::thread::Builder::new().name("copy".to_owned()).spawn(move || desk.keep_copy());
        }
        if let (Some(recent), Some(info)) = (&self.recent, &info) {
            recent.remember(Path::new(&info.path), &info.name);
        }
        self.callers.tell(&Event::Opened { map: info.clone() });
        Ok(info)
    }

    /// Reads an edit in JSON in which names may stand for ids, and does it.
    pub fn edit_by_name(&self, json: &str) -> Result<Done, Failure> {
        let desk = self.desk()?;
        let edit = names::read(&desk.snapshot()?.map, json, &mut NewIds).map_err(Failure::refused)?;
        desk.edit(&edit)
    }

    fn may_name_files(&self) -> Result<(), Failure> {
        match self.settings.may_name_files {
            true => Ok(()),
            false => Err(Failure::refused("Files can be opened and saved in the desktop app only.")),
        }
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        if let Some(desk) = self.slot().take() {
            desk.close();
        }
    }
}

/// A path in the documents where nothing is yet.
fn free_path(name: &str) -> Option<PathBuf> {
    let folder = folders::documents()?;
    let name = exporting::file_name(name);
    let numbered = (2u32..10_000).map(|n| format!("{name} {n}"));
    let mut paths = std::iter::once(name.clone()).chain(numbered).map(|name| folder.join(name + ".tiemap"));
    paths.find(|path| path.symlink_metadata().is_err())
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    one == other || (real(one).is_some() && real(one) == real(other))
}

impl Answers for Office {
    fn welcome(&self, _: Nothing, _: &Call) -> Result<Welcome, Failure> {
        Ok(Welcome {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            can_open: self.settings.may_name_files,
            recent: self
                .recent
                .as_ref()
                .filter(|_| self.settings.may_name_files)
                .map(RecentMaps::all)
                .unwrap_or_default(),
            templates: templates::all(),
            map: match self.desk() {
                Ok(desk) => Some(desk.info()?),
                Err(_) => None,
            },
        })
    }

    fn open_map(&self, with: PathOnly, _: &Call) -> Result<MapInfo, Failure> {
        self.may_name_files()?;
        self.open(Path::new(&with.path))
    }

    fn create_map(&self, with: Create, _: &Call) -> Result<MapInfo, Failure> {
        self.may_name_files()?;
        self.create(&with)
    }

    fn close_map(&self, _: Nothing, _: &Call) -> Result<Nothing, Failure> {
        self.may_name_files()?;
        let _turn = self.turning.lock();
        self.turn_to(None)?;
        Ok(Nothing {})
    }

    fn copies(&self, with: PathOnly, _: &Call) -> Result<Vec<CopyInfo>, Failure> {
        self.may_name_files()?;
        let folder = self.settings.copies.as_deref();
        let copies = folder.map(|folder| store::copies(Path::new(&with.path), folder)).unwrap_or_default();
        let info = |copy: store::Copy| CopyInfo {
            bytes: std::fs::metadata(&copy.path).map_or(0.0, |about| about.len() as f64),
            path: copy.path.to_string_lossy().into_owned(),
            at: copy.at as f64,
        };
        Ok(copies.into_iter().map(info).collect())
    }

    fn restore_copy(&self, with: RestoreCopy, _: &Call) -> Result<MapInfo, Failure> {
        self.may_name_files()?;
        store::restore(Path::new(&with.copy), Path::new(&with.path), &self.opening())?;
        self.open(Path::new(&with.path))
    }

    fn map_info(&self, _: Nothing, _: &Call) -> Result<MapInfo, Failure> {
        self.desk()?.info()
    }

    fn outline(&self, _: Nothing, _: &Call) -> Result<Outline, Failure> {
        self.desk()?.outline()
    }

    fn details(&self, with: Selection, _: &Call) -> Result<Details, Failure> {
        self.desk()?.details(&with)
    }

    fn around(&self, with: Around, _: &Call) -> Result<Selection, Failure> {
        self.desk()?.around(&with)
    }

    fn search(&self, with: Search, _: &Call) -> Result<Vec<Hit>, Failure> {
        self.desk()?.search(&with)
    }

    fn scene(&self, with: SceneRequest, _: &Call) -> Result<SceneReply, Failure> {
        self.desk()?.scene(&with)
    }

    fn preview(&self, with: Preview, _: &Call) -> Result<PreviewReply, Failure> {
        self.desk()?.preview(&with)
    }

    fn locate(&self, with: Selection, _: &Call) -> Result<Located, Failure> {
        self.desk()?.locate(&with)
    }

    fn edit(&self, with: EditRequest, _: &Call) -> Result<Done, Failure> {
        self.desk()?.edit(&with.edit)
    }

    fn undo(&self, _: Nothing, _: &Call) -> Result<Done, Failure> {
        self.desk()?.undo()
    }

    fn redo(&self, _: Nothing, _: &Call) -> Result<Done, Failure> {
        self.desk()?.redo()
    }

    fn history(&self, with: HistoryRequest, _: &Call) -> Result<History, Failure> {
        self.desk()?.history(&with)
    }

    fn go_back(&self, with: GoBack, _: &Call) -> Result<Done, Failure> {
        self.desk()?.go_back(with.id)
    }

    fn snapshots(&self, _: Nothing, _: &Call) -> Result<Vec<SnapshotInfo>, Failure> {
        self.desk()?.snapshots()
    }

    fn keep_snapshot(&self, with: NameOnly, _: &Call) -> Result<SnapshotInfo, Failure> {
        self.desk()?.keep_snapshot(&with.name)
    }

    fn restore_snapshot(&self, with: IdOnly, _: &Call) -> Result<Done, Failure> {
        self.desk()?.restore_snapshot(with.id)
    }

    fn delete_snapshot(&self, with: IdOnly, _: &Call) -> Result<Nothing, Failure> {
        self.desk()?.delete_snapshot(with.id)?;
        Ok(Nothing {})
    }

    fn read(&self, with: Read, call: &Call) -> Result<Reading, Failure> {
        let seed = with.seed.map_or(reading::SEED, u64::from);
        let read = self.desk()?.read(&[lens_named(&with.lens)?], seed, call)?;
        let read = read.into_iter().next().ok_or_else(|| Failure::internal("a lens gave no reading"))?;
        Ok(Arc::unwrap_or_clone(read.reading))
    }

    fn take_away(&self, with: TakeAway, call: &Call) -> Result<Away, Failure> {
        self.desk()?.take_away(&with, call)
    }

    fn heal(&self, with: Heal, call: &Call) -> Result<Healing, Failure> {
        self.desk()?.heal(&with, call)
    }

    fn compare(&self, with: Compare, call: &Call) -> Result<Compared, Failure> {
        let desk = self.desk()?;
        let (then, called) = match with {
            Compare::Snapshot { id } => desk.kept_state(id)?,
            Compare::Map { path } => {
                self.may_name_files()?;
                let (_, map) = store::Store::open_read_only(Path::new(&path), &self.opening())?;
                let called = map.about().name.clone();
                // Made apart, as two lists of two years are, they share names and not ids.
                (map.recognised_in(&desk.snapshot()?.map), called)
            }
        };
        desk.compare(&then, called, call)
    }

    fn compared_scene(&self, with: SceneRequest, _: &Call) -> Result<SceneReply, Failure> {
        self.desk()?.compared_scene(&with)
    }

    fn compared_picture(&self, with: Export, call: &Call) -> Result<Exported, Failure> {
        if with.names_files() {
            self.may_name_files()?;
        }
        self.desk()?.compared_picture(&with, call)
    }

    fn glossary(&self, _: Nothing, call: &Call) -> Result<Vec<Explained>, Failure> {
        self.desk()?.glossary(call)
    }

    fn propose_tidy(&self, with: Tidy, call: &Call) -> Result<Proposed, Failure> {
        self.desk()?.propose_tidy(&with, call)
    }

    fn proposed_scene(&self, with: SceneRequest, _: &Call) -> Result<SceneReply, Failure> {
        self.desk()?.proposed_scene(&with)
    }

    fn take_proposal(&self, _: Nothing, _: &Call) -> Result<Done, Failure> {
        self.desk()?.take_proposal()
    }

    fn tidy(&self, with: Tidy, call: &Call) -> Result<Done, Failure> {
        self.desk()?.tidy(&with, call)
    }

    fn import_preview(&self, with: ImportRequest, call: &Call) -> Result<ImportReply, Failure> {
        self.desk()?.import_preview(&with, self.settings.may_name_files, call)
    }

    fn import(&self, with: ImportRequest, call: &Call) -> Result<ImportReply, Failure> {
        self.desk()?.import(&with, self.settings.may_name_files, call)
    }

    fn paste_preview(&self, with: Paste, call: &Call) -> Result<PasteReply, Failure> {
        self.desk()?.paste_preview(&with, call)
    }

    fn paste(&self, with: Paste, call: &Call) -> Result<Done, Failure> {
        self.desk()?.paste(&with, call)
    }

    fn copy(&self, with: Selection, _: &Call) -> Result<Copied, Failure> {
        self.desk()?.copy(&with)
    }

    fn duplicate(&self, with: Duplicate, _: &Call) -> Result<Done, Failure> {
        self.desk()?.duplicate(&with)
    }

    fn export(&self, with: Export, call: &Call) -> Result<Exported, Failure> {
        if with.names_files() {
            self.may_name_files()?;
        }
        self.desk()?.export(&with, call)
    }

    fn files_there(&self, with: Export, _: &Call) -> Result<Vec<String>, Failure> {
        if with.names_files() {
            self.may_name_files()?;
        }
        exporting::files_there(&with)
    }

    fn save_copy(&self, with: PathOnly, _: &Call) -> Result<Nothing, Failure> {
        self.may_name_files()?;
        self.desk()?.save_copy(Path::new(&with.path))?;
        Ok(Nothing {})
    }

    fn cancel(&self, with: CallNumber, call: &Call) -> Result<Nothing, Failure> {
        call.cancel(with.call);
        Ok(Nothing {})
    }
}
