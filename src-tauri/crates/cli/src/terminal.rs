//! What is printed, and where. A reader that has gone away, such as `head`, is no error.

use std::io::{self, IsTerminal as _, Write as _};

/// Standard output.
pub struct Out(io::StdoutLock<'static>);

impl Out {
    pub fn new() -> Self {
        Self(io::stdout().lock())
    }

    /// Prints a line, at once: whoever reads it may rely on what it says.
    pub fn line(&mut self, text: impl AsRef<str>) {
        // See above: when nobody reads any more there is nobody to tell.
        let _ = writeln!(self.0, "{}", text.as_ref()).and_then(|()| self.0.flush());
    }
}

/// Says on standard error what is wrong.
pub fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Shows how far slow work is, where a person looks on.
#[derive(Clone, Copy)]
pub struct Progress {
    shown: bool,
}

impl Progress {
    pub fn new() -> Self {
        Self { shown: io::stderr().is_terminal() }
    }

    pub fn show(self, share: f32) {
        if self.shown {
            let _ = write!(io::stderr(), "\r{:3.0} %", share * 100.0);
        }
    }

    pub fn clear(self) {
        if self.shown {
            let _ = write!(io::stderr(), "\r     \r");
        }
    }
}
