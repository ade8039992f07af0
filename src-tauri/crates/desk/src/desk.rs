//! One open map: its file, the map in memory, its drawing, and whoever listens. Disk first, then memory, then
//! tell.
//!
//! Two locks. `file` is held for the whole of one change, so changes come one after the other. `open` is held for
//! moments only, never while a disk is waited for or something slow is computed: looking never waits for
//! writing. Whoever takes both takes `file` first.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ecosystem::{Diff, Edit, Map, Plan, Record};
use lens::Reading;
use picture::geometry::{Point, Rect};
use picture::{Drawing, Refinement};
use store::{Change, Opening, Standing, Store, StoreError};

use crate::call::Callers;
use crate::comparing::Comparing;
use crate::ids::NewIds;
use crate::laying::{self, Laid};
use crate::proposing::Proposal;
use crate::protocol::{
    Around, Code, Details, Done, Event, Failure, History, HistoryEntry, HistoryRequest, Hit, Located,
    MapInfo, Outline, Preview, PreviewReply, SceneReply, SceneRequest, Search, Selection, SnapshotInfo,
};
use crate::{asking, recent};

/// A change of so many records is drawn while it is being written.
const MANY: usize = 2000;
/// The most entries of the history that one answer holds.
const MOST_ENTRIES: u32 = 500;

/// One open map.
pub struct Desk {
    path: PathBuf,
    author: String,
    /// Why the map can only be read here.
    read_only: Option<Failure>,
    callers: Callers,
    /// None once the map is closed, whoever still looks at it.
    file: Mutex<Option<Store>>,
    open: Mutex<Open>,
    /// The comparison that was asked for last.
    comparing: Mutex<Option<Comparing>>,
    /// The layout that was proposed last.
    proposal: Mutex<Option<Proposal>>,
    /// Whether better routes are being looked for.
    refining: AtomicBool,
}

/// What is in memory.
struct Open {
    revision: u32,
    map: Arc<Map>,
    drawing: Drawing,
    undo: Option<String>,
    redo: Option<String>,
    /// The latest reading of each lens.
    readings: HashMap<String, Known>,
}

struct Known {
    revision: u32,
    seed: u64,
    reading: Arc<Reading>,
}

/// What is in memory after a change, as far as it is worked out already.
#[derive(Default)]
struct After {
    map: Option<Map>,
    drawing: Option<Drawing>,
}

/// The map as it is at one revision. It stays as it is, whatever happens on the desk meanwhile.
#[derive(Clone)]
pub struct Snapshot {
    /// Of which revision.
    pub revision: u32,
    /// The map.
    pub map: Arc<Map>,
}

/// The file of a map that is open, for as long as it is held.
pub(crate) struct File<'a>(MutexGuard<'a, Option<Store>>);

impl File<'_> {
    pub fn store(&mut self) -> Result<&mut Store, Failure> {
        self.0.as_mut().ok_or_else(Failure::no_map)
    }
}

impl Desk {
    /// Opens a map; to read only if someone else has it or its folder allows no more.
    pub(crate) fn open(
        path: &std::path::Path,
        opening: &Opening,
        callers: Callers,
    ) -> Result<Arc<Self>, Failure> {
        let (store, map, read_only) = match Store::open(path, opening) {
            Ok((store, map)) => (store, map, None),
            Err(why @ (StoreError::InUse { .. } | StoreError::ReadOnly(_))) => {
                let (store, map) = Store::open_read_only(path, opening)?;
                (store, map, Some(Failure::from(why)))
            }
            Err(why) => return Err(why.into()),
        };
        Self::on(store, map, read_only, opening, callers)
    }

    /// Makes a map's file and opens it.
    pub(crate) fn create(
        path: &std::path::Path,
        map: Map,
        opening: &Opening,
        callers: Callers,
    ) -> Result<Arc<Self>, Failure> {
        let store = Store::create(path, &map, opening)?;
        Self::on(store, map, None, opening, callers)
    }

    fn on(
        store: Store,
        map: Map,
        read_only: Option<Failure>,
        opening: &Opening,
        callers: Callers,
    ) -> Result<Arc<Self>, Failure> {
        let open = Open {
            revision: store.revision(),
            drawing: Drawing::of(&map),
            map: Arc::new(map),
            undo: store.next_undo()?,
            redo: store.next_redo()?,
            readings: HashMap::new(),
        };
        let desk = Arc::new(Self {
            path: store.path().to_owned(),
            author: opening.who.name.clone(),
            read_only,
            callers,
            file: Mutex::new(Some(store)),
            open: Mutex::new(open),
            comparing: Mutex::new(None),
            proposal: Mutex::new(None),
            refining: AtomicBool::new(false),
        });
        if desk.read_only.is_some() {
            desk.follow_others();
        }
        Ok(desk)
    }

    /// Where its file lies.
    pub fn path(&self) -> &std::path::Path {
        &self.path
    }

    fn held(&self) -> Result<MutexGuard<'_, Open>, Failure> {
        self.open.lock().map_err(|_| Failure::internal("the map in memory may be wrong"))
    }

    /// The comparison that was asked for last.
    pub(crate) fn comparing(&self) -> Result<MutexGuard<'_, Option<Comparing>>, Failure> {
        self.comparing.lock().map_err(|_| Failure::internal("the comparison may be wrong"))
    }

    /// The layout that was proposed last.
    pub(crate) fn proposal(&self) -> Result<MutexGuard<'_, Option<Proposal>>, Failure> {
        self.proposal.lock().map_err(|_| Failure::internal("the proposed layout may be wrong"))
    }

    /// The map as it was, with the name of that state.
    pub(crate) fn kept_state(&self, id: f64) -> Result<(Map, String), Failure> {
        let id = as_number(id)?;
        let mut file = self.file()?;
        let store = file.store()?;
        let name = store.snapshots()?.into_iter().find(|kept| kept.id == id).map(|kept| kept.name);
        Ok((store.snapshot(id)?, name.unwrap_or_default()))
    }

    /// The file, whoever may write to it.
    pub(crate) fn file(&self) -> Result<File<'_>, Failure> {
        let file = self.file.lock().map_err(|_| Failure::internal("a change was broken off"))?;
        Ok(File(file))
    }

    /// The file, for changing it.
    fn writing(&self) -> Result<File<'_>, Failure> {
        match &self.read_only {
            Some(why) => Err(why.clone()),
            None => self.file(),
        }
    }

    /// Closes the file, after what is being written to it. Slow calls that still look at the map may go on looking.
    pub(crate) fn close(&self) {
        self.file.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// The map as it is now, for slow work.
    pub fn snapshot(&self) -> Result<Snapshot, Failure> {
        let open = self.held()?;
        Ok(Snapshot { revision: open.revision, map: Arc::clone(&open.map) })
    }

    /// The map at a glance.
    pub fn info(&self) -> Result<MapInfo, Failure> {
        Ok(self.info_of(&*self.held()?))
    }

    fn info_of(&self, open: &Open) -> MapInfo {
        let about = open.map.about();
        let file_name = || self.path.file_stem().map(|name| name.to_string_lossy().into_owned());
        let name = Some(about.name.clone()).filter(|name| !name.is_empty());
        MapInfo {
            revision: f64::from(open.revision),
            name: name.or_else(file_name).unwrap_or_default(),
            path: self.path.to_string_lossy().into_owned(),
            read_only: self.read_only.as_ref().map(|why| why.message.clone()),
            undo: open.undo.clone(),
            redo: open.redo.clone(),
            style: about.style,
            teams: open.map.teams().len() as u32,
            functions: open.map.functions().len() as u32,
            dependencies: open.map.dependencies().len() as u32,
            bounds: open.drawing.bounds(),
        }
    }

    /// Every name on the map.
    pub fn outline(&self) -> Result<Outline, Failure> {
        let Snapshot { revision, map } = self.snapshot()?;
        Ok(asking::outline(&map, revision))
    }

    /// The records of a selection.
    pub fn details(&self, selection: &Selection) -> Result<Details, Failure> {
        let Snapshot { revision, map } = self.snapshot()?;
        Ok(asking::details(&map, revision, selection))
    }

    /// What can be reached from a selection in a few steps.
    pub fn around(&self, around: &Around) -> Result<Selection, Failure> {
        Ok(asking::around(&self.snapshot()?.map, around))
    }

    /// Finds things by name.
    pub fn search(&self, search: &Search) -> Result<Vec<Hit>, Failure> {
        Ok(asking::search(&self.snapshot()?.map, search))
    }

    /// A part of the drawing. The marks are those of the latest reading of the lens, even while a newer one is
    /// still being made: an edit does not make the picture flicker.
    pub fn scene(self: &Arc<Self>, request: &SceneRequest) -> Result<SceneReply, Failure> {
        let mut open = self.held()?;
        let known = request.lens.as_ref().and_then(|lens| open.readings.get(lens));
        let marks = known.map(|known| known.reading.marks.clone()).unwrap_or_default();
        open.drawing.mark(&marks);
        let scene = open.drawing.visible(request.viewport, request.scale);
        let revision = f64::from(open.revision);
        drop(open);
        self.refine();
        Ok(SceneReply { revision, scene: Some(scene) })
    }

    /// The routes at cards that are being dragged.
    pub fn preview(&self, preview: &Preview) -> Result<PreviewReply, Failure> {
        let cards = preview.cards.iter().filter(|card| card.x.is_finite() && card.y.is_finite());
        let moved: Vec<_> = cards.map(|card| (card.team, Point::new(card.x, card.y))).collect();
        Ok(PreviewReply { ties: self.held()?.drawing.preview(&moved) })
    }

    /// Where things lie, also those that are not in sight.
    pub fn locate(&self, selection: &Selection) -> Result<Located, Failure> {
        let open = self.held()?;
        let (map, drawing) = (&open.map, &open.drawing);
        // A function that is hidden lies in the nearest closed one around it.
        let room = |id| {
            let outwards =
                std::iter::successors(Some(id), |id| map.function(*id).and_then(|function| function.parent));
            outwards.take(usize::from(u8::MAX)).find_map(|id| drawing.room_rect(id))
        };
        let card = |id| drawing.card_rect(id).or_else(|| room(map.team(id)?.function?));
        let ends = selection.dependencies.iter().filter_map(|id| map.dependency(*id));
        let teams = selection.teams.iter().copied().chain(ends.flat_map(|tie| [tie.provider, tie.receiver]));
        let rects = teams.filter_map(card).chain(selection.functions.iter().filter_map(|id| room(*id)));
        Ok(Located { rect: Rect::around(rects) })
    }

    /// Looks for better routes in the background, and tells when they are there.
    fn refine(self: &Arc<Self>) {
        if self.refining.swap(true, Ordering::AcqRel) {
            return;
        }
        let desk = Arc::clone(self);
        // Piece by piece; the drawing may change while one is worked on, and then it is looked for anew.
        let work = move || {
            while let Some(refinement) = desk.next_refinement() {
                let refined = refinement.run();
                let Ok(mut open) = desk.held() else { break };
                let seen = open.drawing.refined(refined);
                let revision = f64::from(open.revision);
                drop(open);
                if seen {
                    desk.callers.tell(&Event::Redrawn { revision });
                }
            }
        };
        // Without a thread the routes stay as they are, which is fine.
        if std::thread::Builder::new().name("routes".to_owned()).spawn(work).is_err() {
            self.refining.store(false, Ordering::Release);
        }
    }

    /// What is next to be looked for. When there is nothing, that is noted under the same lock, so that whoever
    /// looks next starts anew.
    fn next_refinement(&self) -> Option<Refinement> {
        self.held().ok().and_then(|mut open| {
            let refinement = open.drawing.refinement();
            if refinement.is_none() {
                self.refining.store(false, Ordering::Release);
            }
            refinement
        })
    }

    /// Changes the map: the file first, then the map in memory, then whoever listens.
    pub fn edit(&self, edit: &Edit) -> Result<Done, Failure> {
        self.change(|map| Ok(laying::plan(map, edit, &mut NewIds)?))
    }

    /// Changes the map, if it still is what `since` says.
    pub(crate) fn edit_since(&self, since: u32, edit: &Edit, doing: &str) -> Result<Done, Failure> {
        self.change_if(
            |revision| if revision == since { Ok(()) } else { Err(Failure::outdated(doing)) },
            |map| Ok(laying::plan(map, edit, &mut NewIds)?),
        )
    }

    /// Changes the map by what is planned on it as it is when its turn comes.
    pub(crate) fn change(&self, plan: impl FnOnce(&Map) -> Result<Laid, Failure>) -> Result<Done, Failure> {
        self.change_if(|_| Ok(()), plan)
    }

    fn change_if(
        &self,
        condition: impl FnOnce(u32) -> Result<(), Failure>,
        plan: impl FnOnce(&Map) -> Result<Laid, Failure>,
    ) -> Result<Done, Failure> {
        let mut file = self.writing()?;
        let store = file.store()?;
        let Snapshot { revision, map } = self.snapshot()?;
        condition(revision)?;
        let Laid { plan: Plan { diff, label }, after } = plan(&map)?;
        if diff.is_empty() {
            return self.nothing_done();
        }
        // Ours would be one owner too many when the map is changed in place.
        drop(map);
        let mut record = || store.record(&diff, &label, &self.author, recent::now() as i64);
        let (recorded, drawing) = match &after {
            Some(after) if diff.len() >= MANY => std::thread::scope(|scope| {
                let drawing = scope.spawn(|| Drawing::of(after));
                // Where drawing breaks off, it is done again below, and there it is told.
                (record(), drawing.join().ok())
            }),
            _ => (record(), None),
        };
        let revision = recorded?;
        self.follow(store, Change { revision, label, diff }, After { map: after, drawing })
    }

    fn nothing_done(&self) -> Result<Done, Failure> {
        Ok(Done { map: self.info()?, label: String::new(), added: Selection::default() })
    }

    /// Brings memory in line with what someone else has written, and tells.
    pub(crate) fn take_over(&self, store: &Store, news: Vec<Diff>) -> Result<(), Failure> {
        if news.is_empty() {
            return Ok(());
        }
        let mut guard = self.held()?;
        let open = &mut *guard;
        for diff in &news {
            Arc::make_mut(&mut open.map).apply(diff);
            open.drawing.update(&open.map, diff);
        }
        open.revision = store.revision();
        let map = self.info_of(open);
        drop(guard);
        let only_layout = news.iter().all(is_only_layout);
        self.callers.tell(&Event::Changed { map, label: String::new(), only_layout });
        Ok(())
    }

    /// Brings memory in line with what has just been written, and tells.
    fn follow(&self, store: &mut Store, change: Change, after: After) -> Result<Done, Failure> {
        let Change { revision, label, diff } = change;
        let (undo, redo) = (store.next_undo()?, store.next_redo()?);
        let mut guard = self.held()?;
        let open = &mut *guard;
        match after.map {
            Some(map) => open.map = Arc::new(map),
            None => Arc::make_mut(&mut open.map).apply(&diff),
        }
        match after.drawing {
            Some(drawing) => open.drawing = drawing,
            None => open.drawing.update(&open.map, &diff),
        }
        (open.revision, open.undo, open.redo) = (revision, undo, redo);
        let map = self.info_of(open);
        drop(guard);
        // Still under the lock of the file, so that events come in the order of the changes.
        let only_layout = is_only_layout(&diff);
        self.callers.tell(&Event::Changed { map: map.clone(), label: label.clone(), only_layout });
        // A copy that cannot be made is no reason to refuse a change that is safely on the disk.
        let _ = store.keep_copy(recent::now() as i64);
        Ok(Done { map, label, added: added(&diff) })
    }

    /// Takes the last change back.
    pub fn undo(&self) -> Result<Done, Failure> {
        self.step(|store, _, author, at| store.undo(author, at))
    }

    /// Brings back what was taken back last.
    pub fn redo(&self) -> Result<Done, Failure> {
        self.step(|store, _, author, at| store.redo(author, at))
    }

    /// Goes back to an earlier state, as one change.
    pub fn go_back(&self, revision: f64) -> Result<Done, Failure> {
        let revision = as_number(revision)?;
        self.step(|store, map, author, at| store.go_back(map, revision, author, at))
    }

    /// Goes back to a named state, as one change.
    pub fn restore_snapshot(&self, id: f64) -> Result<Done, Failure> {
        let id = as_number(id)?;
        self.step(|store, map, author, at| {
            let past = store.snapshot(id)?;
            let name = store.snapshots()?.into_iter().find(|kept| kept.id == id).map(|kept| kept.name);
            let diff = map.towards(&past);
            if diff.is_empty() {
                return Ok(None);
            }
            let label = format!("Go back to \u{201c}{}\u{201d}", name.unwrap_or_default());
            let revision = store.record(&diff, &label, author, at)?;
            Ok(Some(Change { revision, label, diff }))
        })
    }

    fn step(
        &self,
        step: impl FnOnce(&mut Store, &Map, &str, i64) -> Result<Option<Change>, StoreError>,
    ) -> Result<Done, Failure> {
        let mut file = self.writing()?;
        let store = file.store()?;
        let map = self.snapshot()?.map;
        let change = step(store, &map, &self.author, recent::now() as i64)?;
        drop(map);
        match change {
            Some(change) => self.follow(store, change, After::default()),
            None => self.nothing_done(),
        }
    }

    /// What was done, latest first.
    pub fn history(&self, request: &HistoryRequest) -> Result<History, Failure> {
        let limit = request.limit.min(MOST_ENTRIES) as usize;
        let before = request.before.map(as_number).transpose()?;
        let mut entries = self.file()?.store()?.history(before, limit + 1)?;
        let more = entries.len() > limit;
        entries.truncate(limit);
        let entries = entries.into_iter().map(|entry| HistoryEntry {
            id: f64::from(entry.revision),
            label: entry.label,
            author: entry.author,
            at: entry.at as f64,
            undone: matches!(entry.standing, Standing::Undone | Standing::Dropped),
        });
        Ok(History { entries: entries.collect(), more })
    }

    /// The named states, latest first.
    pub fn snapshots(&self) -> Result<Vec<SnapshotInfo>, Failure> {
        Ok(self.file()?.store()?.snapshots()?.into_iter().rev().map(snapshot_info).collect())
    }

    /// Names the state as it is now.
    pub fn keep_snapshot(&self, name: &str) -> Result<SnapshotInfo, Failure> {
        let mut file = self.writing()?;
        let store = file.store()?;
        Ok(snapshot_info(store.keep_snapshot(name, &self.author, recent::now() as i64)?))
    }

    /// Saves a copy of the file elsewhere.
    pub fn save_copy(&self, to: &std::path::Path) -> Result<(), Failure> {
        // The dialog has asked whether a map that is there may be replaced.
        Ok(self.file()?.store()?.save_copy(to, true)?)
    }

    /// Makes an automatic copy if one is due.
    pub(crate) fn keep_copy(&self) -> Result<(), Failure> {
        self.writing()?.store()?.keep_copy(recent::now() as i64)?;
        Ok(())
    }

    /// Forgets a named state.
    pub fn delete_snapshot(&self, id: f64) -> Result<(), Failure> {
        Ok(self.writing()?.store()?.delete_snapshot(as_number(id)?)?)
    }

    /// The reading of that lens and seed, if it is of the present revision.
    pub(crate) fn known_reading(&self, lens: &str, seed: u64) -> Result<Option<Arc<Reading>>, Failure> {
        let open = self.held()?;
        let known =
            open.readings.get(lens).filter(|known| known.revision == open.revision && known.seed == seed);
        Ok(known.map(|known| Arc::clone(&known.reading)))
    }

    /// Keeps a reading of the map as it was at `revision`. Whether it still is at that revision; else it is dropped.
    pub(crate) fn learn_reading(
        &self,
        revision: u32,
        seed: u64,
        reading: &Arc<Reading>,
    ) -> Result<bool, Failure> {
        let mut open = self.held()?;
        let fits = open.revision == revision;
        if fits {
            let known = Known { revision, seed, reading: Arc::clone(reading) };
            open.readings.insert(reading.lens.clone(), known);
        }
        Ok(fits)
    }
}

fn snapshot_info(snapshot: store::Snapshot) -> SnapshotInfo {
    SnapshotInfo { id: f64::from(snapshot.id), name: snapshot.name, at: snapshot.at as f64 }
}

/// A number of the history or of a snapshot, as it came over the wire.
fn as_number<T: TryFrom<u32>>(number: f64) -> Result<T, Failure> {
    let whole =
        (number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number)).then_some(number as u32);
    let fits = whole.and_then(|whole| T::try_from(whole).ok());
    fits.ok_or_else(|| Failure::new(Code::Refused, "There is no entry of that number."))
}

fn is_only_layout(diff: &Diff) -> bool {
    let is_layout = |record: &Record| matches!(record, Record::Place(_) | Record::Room(_) | Record::About(_));
    diff.added.iter().chain(&diff.removed).all(is_layout)
        && diff.updated.iter().all(|(_, after)| is_layout(after))
}

fn added(diff: &Diff) -> Selection {
    let mut added = Selection::default();
    for record in &diff.added {
        match record {
            Record::Team(team) => added.teams.push(team.id),
            Record::Function(function) => added.functions.push(function.id),
            Record::Dependency(dependency) => added.dependencies.push(dependency.id),
            _ => {}
        }
    }
    added
}
