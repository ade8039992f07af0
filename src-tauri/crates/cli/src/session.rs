//! An office for one command: the map is open, calls show their progress, nothing is remembered in the list of
//! recent maps.

use std::path::Path;
use std::sync::Arc;

use desk::protocol::{Code, Event, Failure};
use desk::{Call, Caller, Desk, Office, Settings, folders};

use crate::terminal::Progress;

/// The office, and ourselves as its one caller.
pub struct Session {
    pub office: Arc<Office>,
    caller: Caller,
    progress: Progress,
}

impl Session {
    /// An office without an open map.
    pub fn new() -> Self {
        Self::with(Settings { may_name_files: true, recent: None, copies: folders::copies() })
    }

    /// One that allows what `settings` say.
    pub fn with(settings: Settings) -> Self {
        let office = Arc::new(Office::with(settings));
        let progress = Progress::new();
        let caller = office.callers().connect(move |event| {
            if let Event::Progress { share, .. } = event {
                progress.show(share);
            }
        });
        Self { office, caller, progress }
    }

    /// An office with that map open.
    pub fn on(file: &Path) -> Result<Self, Failure> {
        let session = Self::new();
        session.office.open(file)?;
        Ok(session)
    }

    /// The open map.
    pub fn desk(&self) -> Result<Arc<Desk>, Failure> {
        self.office.desk()
    }

    /// A call whose progress is shown.
    pub fn call(&self) -> Call {
        self.caller.call(1)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.progress.clear();
    }
}

/// A path as the protocol carries it.
pub fn text(path: &Path) -> Result<String, Failure> {
    path.to_str().map(str::to_owned).ok_or_else(|| {
        let message = format!("The name \u{201c}{}\u{201d} is not Unicode. Rename the file.", path.display());
        Failure::new(Code::Refused, message)
    })
}
