//! A map that someone else has open is shown as it becomes: whoever only reads follows what the other writes.

use std::sync::Arc;
use std::time::Duration;

use crate::Desk;
use crate::protocol::{Code, Failure};

/// How long a change of another window may stay unseen. Looking costs one read of the file's first page.
const PAUSE: Duration = Duration::from_millis(700);

impl Desk {
    /// Follows, until the map is closed.
    pub(crate) fn follow_others(self: &Arc<Self>) {
        let desk = Arc::downgrade(self);
        let follow = move || {
            loop {
                std::thread::sleep(PAUSE);
                let Some(desk) = desk.upgrade() else { return };
                // Just now they may be writing, or have moved the file; the next look may go better.
                if desk.catch_up().is_err_and(|why| why.code == Code::NoMap) {
                    return;
                }
            }
        };
        // Without a thread the map is shown as it was when it was opened.
        let _ = std::thread::Builder::new().name("follow".to_owned()).spawn(follow);
    }

    fn catch_up(&self) -> Result<(), Failure> {
        let mut file = self.file()?;
        let store = file.store()?;
        let news = store.news()?;
        self.take_over(store, news)
    }
}
