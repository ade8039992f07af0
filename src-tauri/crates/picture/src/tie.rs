//! Ties: how thick a line, how large an arrowhead, how a label is written on it.

use ecosystem::{Dependency, DependencyId, Health, TeamId};

use crate::geometry::{Curve, Point, Rect, Size};
use crate::route::{LabelPlace, Shown};
use crate::scene::{Anchor, LabelShape, Line, Role};
use crate::text;

/// The widest label's text; a longer one is shortened.
const WIDEST: f64 = 150.0;
/// Around a label's text, left and right.
const SIDE: f64 = 7.0;
/// The height of a label's pill.
const PILL: f64 = 18.0;

/// A dependency as the drawing keeps it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tie {
    pub provider: TeamId,
    pub receiver: TeamId,
    pub what: String,
    pub strength: f64,
    pub health: Health,
    pub gap: bool,
}

impl Tie {
    pub fn of(dependency: &Dependency) -> Self {
        Self {
            provider: dependency.provider,
            receiver: dependency.receiver,
            what: dependency.what.clone(),
            strength: dependency.strength,
            health: dependency.health(),
            gap: dependency.is_perception_gap(),
        }
    }
}

/// Several dependencies between the same two ends, or one.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Sum {
    /// In the order of their ids.
    pub dependencies: Vec<DependencyId>,
    /// How much is handed over in ties that are ok, slowing, blocking.
    by_health: [f64; 3],
    gaps: usize,
}

impl Sum {
    /// The share from which on poor health colours a sum: a single poor one among many does not.
    const SHARE: f64 = 0.2;

    /// Adds one more dependency.
    pub fn add(&mut self, id: DependencyId, tie: &Tie) {
        self.dependencies.push(id);
        self.by_health[tie.health as usize] += tie.strength;
        self.gaps += usize::from(tie.gap);
    }

    /// Adds what another sum holds.
    pub fn merge(&mut self, other: &Sum) {
        self.dependencies.extend(&other.dependencies);
        self.dependencies.sort_unstable();
        self.by_health.iter_mut().zip(other.by_health).for_each(|(a, b)| *a += b);
        self.gaps += other.gaps;
    }

    /// How much is handed over in all.
    pub fn strength(&self) -> f64 {
        self.by_health.iter().sum()
    }

    /// The worst health that a fifth of it has, or worse.
    pub fn health(&self) -> Health {
        let [_, slowing, blocking] = self.by_health;
        let enough = self.strength() * Self::SHARE;
        if blocking > 0.0 && blocking >= enough {
            Health::Blocking
        } else if slowing + blocking > 0.0 && slowing + blocking >= enough {
            Health::Slowing
        } else {
            Health::Ok
        }
    }

    /// Whether at least half of it is seen differently by the two sides.
    pub fn is_gap(&self) -> bool {
        self.gaps > 0 && self.gaps * 2 >= self.dependencies.len()
    }
}

/// How thick a line is: a third more for each doubling of what is handed over, thicker where it hurts.
pub(crate) fn width(strength: f64, health: Health, marked: bool) -> f64 {
    let base = 1.4 + 0.5 * strength.max(1.0).log2().min(6.0);
    let louder = match health {
        Health::Ok => base,
        Health::Slowing => base * 1.3,
        Health::Blocking => base * 1.9,
    };
    if marked { louder + 0.8 } else { louder }
}

/// The line to stroke and the arrowheads to fill, of a route between the borders of two ends; `unit` as in
/// [`crate::scene::Scene::unit`].
pub(crate) fn line_and_arrows(
    route: &Curve,
    width: f64,
    unit: f64,
    both_ways: bool,
) -> (Curve, Vec<[Point; 3]>) {
    let (mut line, head) = with_head(route, width, unit);
    let mut arrows: Vec<[Point; 3]> = head.into_iter().collect();
    if both_ways {
        let (back, head) = with_head(&line.backwards(), width, unit);
        line = back.backwards();
        arrows.extend(head);
    }
    (line, arrows)
}

fn with_head(route: &Curve, width: f64, unit: f64) -> (Curve, Option<[Point; 3]>) {
    let tip = route.end();
    let whole = route.start.distance(tip).max(1e-3);
    // On the shortest ties the head is smaller, so that some line is left.
    let length = (4.5 * unit + 2.2 * width).min(whole * 0.6);
    let half = length * 0.44;
    // The line ends inside the head, so that no gap shows between them.
    let base = route.without_end(length);
    let line = route.without_end(length * 0.8);
    let back = if base.pieces.is_empty() { route.start } else { base.end() } - tip;
    let size = back.length();
    if size < 1e-6 {
        return (line, None);
    }
    let along = back * (length / size);
    let across = Point::new(-back.y, back.x) * (half / size);
    (line, Some([tip, tip + along + across, tip + along - across]))
}

/// From so many ties on, words that nearly all of them share say nothing on a line.
const SAID_ONCE_FROM: usize = 20;

/// The words that at least 95 % of many ties share: they are said once, in the legend, instead of on each line.
pub(crate) fn shared_words<'a>(whats: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let whats: Vec<&str> = whats.into_iter().collect();
    // Whatever more than half of them share is what is left of the count (Boyer and Moore 1981).
    let (mut leading, mut lead) = ("", 0usize);
    for &what in &whats {
        match lead {
            0 => (leading, lead) = (what, 1),
            _ if what == leading => lead += 1,
            _ => lead -= 1,
        }
    }
    let sharing = whats.iter().filter(|what| **what == leading).count();
    let all = whats.len();
    (all >= SAID_ONCE_FROM && !leading.is_empty() && sharing * 20 >= all * 19).then_some(leading)
}

/// The words on a line: none where `what` is what all share.
pub(crate) fn said<'a>(what: &'a str, shared: Option<&str>) -> &'a str {
    if shared == Some(what) { "" } else { what }
}

/// So many pairs of ends with a tie to an end make a drawing crowded.
const CROWDED: usize = 5;

/// Whether so many run between different ends that single ties would hide each other: what runs between two ends is
/// drawn as one line then, without words.
pub(crate) fn is_crowded<T: Ord>(ties: impl Iterator<Item = (T, T)>, ends: usize) -> bool {
    let mut pairs: Vec<(T, T)> = ties.map(|(a, b)| if a < b { (a, b) } else { (b, a) }).collect();
    if pairs.len() > CROWDED * ends {
        pairs.sort_unstable();
        pairs.dedup();
    }
    pairs.len() > CROWDED * ends
}

/// The size of the pill that shows all of `what`; 0 by 0 when there is nothing to show.
pub(crate) fn label_size(what: &str) -> Size {
    if what.is_empty() {
        return Size::default();
    }
    let block = text::set(what, Role::Label.setting().wrapped(WIDEST, 1));
    Size::new((block.width + 2.0 * SIDE).ceil(), PILL)
}

/// The label of a tie in its place. `mark` is what a folded one shows.
pub(crate) fn label(what: &str, place: LabelPlace, mark: &str) -> LabelShape {
    let rect = place.rect;
    let folded = place.shown == Shown::Folded;
    let line = if folded {
        middle_line(mark, rect, rect.w)
    } else {
        middle_line(what, rect, (rect.w - 2.0 * SIDE).max(1.0) + 1.0)
    };
    LabelShape { rect, line, full: what.to_owned(), folded }
}

fn middle_line(what: &str, rect: Rect, width: f64) -> Line {
    let block = text::set(what, Role::Label.setting().wrapped(width, 1));
    let centre = rect.centre();
    block.line(centre.x, centre.y - block.height / 2.0, Anchor::Middle, Role::Label)
}

/// The pill for a number on a summed tie, in letters of `size`.
pub(crate) fn count_size(count: usize, size: f64) -> Size {
    let block = text::set(&count.to_string(), Role::Label.sized(size));
    Size::new(block.width + size * 1.1, size * 1.6)
}

/// A number on a summed tie in its place.
pub(crate) fn count_label(count: usize, rect: Rect, size: f64) -> LabelShape {
    let full = count.to_string();
    let block = text::set(&full, Role::Label.sized(size));
    let centre = rect.centre();
    let line = block.line(centre.x, centre.y - block.height / 2.0, Anchor::Middle, Role::Label);
    LabelShape { rect, line, full, folded: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hurts_and_what_is_much_is_thicker() {
        let ok = |strength| width(strength, Health::Ok, false);
        assert!(ok(1.0) < ok(4.0) && ok(4.0) < ok(100.0) && ok(1e9) < 5.0);
        assert!(ok(1.0) < width(1.0, Health::Slowing, false));
        assert!(width(1.0, Health::Slowing, false) < width(1.0, Health::Blocking, false));
    }

    #[test]
    fn one_poor_tie_among_many_does_not_colour_their_sum() {
        let tie = |health| Tie {
            provider: "00000000-0000-7000-8000-000000000001".parse().unwrap(),
            receiver: "00000000-0000-7000-8000-000000000002".parse().unwrap(),
            what: String::new(),
            strength: 1.0,
            health,
            gap: false,
        };
        let id: DependencyId = "00000000-0000-7000-8000-000000000003".parse().unwrap();
        let sum = |healths: &[Health]| {
            let mut sum = Sum::default();
            healths.iter().for_each(|&health| sum.add(id, &tie(health)));
            sum.health()
        };
        let (ok, slowing, blocking) = (Health::Ok, Health::Slowing, Health::Blocking);
        assert_eq!(sum(&[blocking]), blocking);
        assert_eq!(sum(&[ok, ok, blocking]), blocking);
        assert_eq!(sum(&[ok, ok, ok, ok, ok, ok, ok, ok, slowing, blocking]), slowing);
        assert_eq!(sum(&[ok, ok, ok, ok, ok, ok, ok, ok, ok, blocking]), ok);
    }

    #[test]
    fn words_that_nearly_all_share_are_found() {
        let whats = |links: usize, others: usize, nothing: usize| {
            let words = [vec!["link"; links], vec!["leads"; others], vec![""; nothing]].concat();
            shared_words(words).map(ToOwned::to_owned)
        };
        assert_eq!(whats(286, 0, 0).as_deref(), Some("link"));
        assert_eq!(whats(95, 5, 0).as_deref(), Some("link"));
        assert_eq!(whats(94, 6, 0), None);
        assert_eq!(whats(90, 0, 10), None);
        assert_eq!(whats(0, 0, 100), None);
        assert_eq!(whats(19, 0, 0), None, "a few lines may well all say it");
    }

    #[test]
    fn an_arrow_points_at_the_end_of_its_route_and_its_line_stops_before() {
        let route = Curve::line(Point::new(0.0, 0.0), Point::new(60.0, 0.0));
        let (line, arrows) = line_and_arrows(&route, 1.5, 1.0, true);
        assert_eq!(arrows.len(), 2);
        assert_eq!(arrows[0][0], Point::new(60.0, 0.0));
        assert!(arrows[1][0].distance(Point::new(0.0, 0.0)) < 1e-9);
        assert!(line.end().x < 58.0 && line.start.x > 2.0);
        assert!(arrows[0][1].x < 55.0 && arrows[0][1].y.abs() > 2.0);
    }

    #[test]
    fn a_route_of_no_length_draws_nothing_wild() {
        let point = Point::new(3.0, 3.0);
        let (line, arrows) =
            line_and_arrows(&Curve { start: point, pieces: vec![[point; 3]] }, 1.5, 1.0, true);
        assert!(arrows.len() <= 2 && line.end().x.is_finite());
    }
}
