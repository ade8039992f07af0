//! Who calls, and how a slow call reports and is ended. Each window, browser tab or command line is a [`Caller`]
//! with numbers of its own for its calls; what happens on the map is told to all of them, progress only to the
//! one who waits for it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use ecosystem::{Cancelled, Watch};

use crate::protocol::Event;

/// Everyone who is connected. Cheap to clone; all clones are the same.
#[derive(Clone, Default)]
pub struct Callers(Arc<Mutex<Vec<Weak<Line>>>>);

/// One who calls. Dropping it ends its running calls and its events.
pub struct Caller(Arc<Line>);

struct Line {
    tell: Box<dyn Fn(Event) + Send + Sync>,
    running: Mutex<HashMap<u32, Arc<AtomicBool>>>,
}

/// One call, while it runs.
pub struct Call {
    number: u32,
    line: Arc<Line>,
    cancelled: Arc<AtomicBool>,
    /// The last progress told, in thousandths.
    told: AtomicU32,
}

impl Callers {
    /// Connects someone. `tell` gets the events, in order; it must neither wait nor call back.
    pub fn connect(&self, tell: impl Fn(Event) + Send + Sync + 'static) -> Caller {
        let line = Arc::new(Line { tell: Box::new(tell), running: Mutex::default() });
        let mut lines = held(&self.0);
        lines.retain(|line| line.strong_count() > 0);
        lines.push(Arc::downgrade(&line));
        Caller(line)
    }

    /// Connects someone who takes the events from a channel.
    pub fn subscribe(&self) -> (Caller, Receiver<Event>) {
        let (events, receiver) = channel();
        // Nobody listens any more once the receiver is gone.
        let caller = self.connect(move |event| drop(events.send(event)));
        (caller, receiver)
    }

    /// Tells everyone.
    pub(crate) fn tell(&self, event: &Event) {
        let lines: Vec<Arc<Line>> = held(&self.0).iter().filter_map(Weak::upgrade).collect();
        for line in lines {
            (line.tell)(event.clone());
        }
    }
}

impl Caller {
    /// Begins a call under that number, which [`Call::cancel`] and progress refer to.
    pub fn call(&self, number: u32) -> Call {
        let cancelled = Arc::new(AtomicBool::new(false));
        held(&self.0.running).insert(number, Arc::clone(&cancelled));
        Call { number, line: Arc::clone(&self.0), cancelled, told: AtomicU32::new(0) }
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        for cancelled in held(&self.0.running).values() {
            cancelled.store(true, Ordering::Relaxed);
        }
    }
}

impl Call {
    /// Ends another call of the same caller, if it still runs.
    pub fn cancel(&self, number: u32) {
        if let Some(cancelled) = held(&self.line.running).get(&number) {
            cancelled.store(true, Ordering::Relaxed);
        }
    }

    /// Tells the end of the call's work as far as it takes part in a longer one: `share` of 1 becomes `end`, 0
    /// becomes `begin`.
    pub(crate) fn part(&self, begin: f32, end: f32) -> Part<'_> {
        Part { call: self, begin, end }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        let mut running = held(&self.line.running);
        if running.get(&self.number).is_some_and(|cancelled| Arc::ptr_eq(cancelled, &self.cancelled)) {
            running.remove(&self.number);
        }
    }
}

impl Watch for Call {
    fn progress(&self, share: f32) {
        // Slow work tells often; only every full percent is worth a message.
        let now = (share.clamp(0.0, 1.0) * 1000.0) as u32;
        let before = self.told.load(Ordering::Relaxed);
        if now >= before + 10
            && self.told.compare_exchange(before, now, Ordering::Relaxed, Ordering::Relaxed).is_ok()
        {
            (self.line.tell)(Event::Progress { call: self.number, share: now as f32 / 1000.0 });
        }
    }

    fn cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

/// A stretch of a longer piece of work.
pub(crate) struct Part<'a> {
    call: &'a Call,
    begin: f32,
    end: f32,
}

impl Watch for Part<'_> {
    fn progress(&self, share: f32) {
        self.call.progress(self.begin + (self.end - self.begin) * share.clamp(0.0, 1.0));
    }

    fn cancelled(&self) -> bool {
        self.call.cancelled()
    }

    fn go_on(&self) -> Result<(), Cancelled> {
        self.call.go_on()
    }
}

/// The lock; what it guards here is whole after every single step, so a panic elsewhere does no harm.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_can_end_its_own_calls_and_nobody_elses() {
        let callers = Callers::default();
        let (one, _events) = callers.subscribe();
        let (other, _events) = callers.subscribe();
        let (slow, foreign) = (one.call(1), other.call(1));
        one.call(2).cancel(1);
        assert!(slow.cancelled() && !foreign.cancelled());
    }

    #[test]
    fn a_finished_call_frees_its_number() {
        let callers = Callers::default();
        let (caller, _events) = callers.subscribe();
        drop(caller.call(1));
        let again = caller.call(1);
        assert!(!again.cancelled());
        caller.call(2).cancel(1);
        assert!(again.cancelled());
    }

    #[test]
    fn hanging_up_ends_what_runs() {
        let callers = Callers::default();
        let (caller, _events) = callers.subscribe();
        let slow = caller.call(1);
        drop(caller);
        assert!(slow.cancelled());
    }

    #[test]
    fn progress_reaches_only_the_one_who_waits_and_never_goes_back() {
        let callers = Callers::default();
        let (one, mine) = callers.subscribe();
        let (_other, theirs) = callers.subscribe();
        let call = one.call(7);
        for share in [0.1, 0.101, 0.05, 0.5, f32::NAN, 1.0] {
            call.progress(share);
        }
        let shares: Vec<f32> = mine
            .try_iter()
            .map(|event| match event {
                Event::Progress { call: 7, share } => share,
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(shares, [0.1, 0.5, 1.0]);
        assert_eq!(theirs.try_iter().count(), 0);
    }
}
