//! The drawing for programs that look at where things are: all of it or a part, always with the best routes.

use ecosystem::Unwatched;
use picture::geometry::Rect;
use picture::scene::Scene;
use picture::{Drawing, WholeOptions};

use crate::Desk;
use crate::protocol::Failure;

impl Desk {
    /// The drawing of the map with its revision: the whole, or what is seen in a part at a scale (pixels per scene
    /// unit). The routes are the best there are, so it takes as long as finding them.
    pub fn drawn(&self, part: Option<(Rect, f64)>) -> Result<(u32, Scene), Failure> {
        let snapshot = self.snapshot()?;
        let mut drawing = Drawing::of(&snapshot.map);
        let scene = match part {
            None => drawing.whole(&WholeOptions { people: true, ..WholeOptions::default() }),
            Some((viewport, scale)) => {
                // Nobody waits who could cancel.
                let _ = drawing.refine(&Unwatched);
                drawing.visible(viewport, scale)
            }
        };
        Ok((snapshot.revision, scene))
    }
}
