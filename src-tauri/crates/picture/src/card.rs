//! Cards: how large a team's card is, and what is written on it. The name comes first; one quiet line follows.

use ecosystem::{Badge, Team, TeamId, TeamKind};

use crate::geometry::{Point, Rect, Size};
use crate::scene::{Anchor, BadgeShape, CardShape, Line, Role};
use crate::text::{self, Block};

/// From a card's left edge to its text: past the bar.
const LEFT: f64 = 15.0;
/// From its text to its right edge.
const RIGHT: f64 = 12.0;
/// The least width; wider cards grow in steps, so that columns of cards look alike.
const NARROW: f64 = 132.0;
const STEP: f64 = 12.0;
/// The widest text; a longer name takes a second line.
const TEXT: f64 = 177.0;
/// The height around the lines.
const AROUND: f64 = 11.0;
/// From the name to the second line, beyond the lines' own heights.
const BETWEEN: f64 = -0.5;

/// What is on a card.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Words {
    /// The team's name.
    pub name: String,
    /// Who leads it; may be empty.
    pub lead: String,
    /// How many people.
    pub people: Option<f64>,
    /// Team, role or outside group.
    pub kind: TeamKind,
}

impl Words {
    /// What is on the card of `team`.
    pub fn of(team: &Team) -> Self {
        let Team { name, lead, people, kind, .. } = team;
        Self { name: name.clone(), lead: lead.clone(), people: *people, kind: *kind }
    }

    /// The quiet line. People's names stay out of exports unless asked for.
    pub fn second(&self, with_lead: bool) -> String {
        let lead = Some(self.lead.clone()).filter(|lead| with_lead && !lead.is_empty());
        let people = self.people.map(|people| match people {
            1.0 => "1 person".to_owned(),
            _ => format!("{people} people"),
        });
        let kind = match self.kind {
            TeamKind::Team => None,
            TeamKind::Role => Some("role".to_owned()),
            TeamKind::OutsideGroup => Some("outside group".to_owned()),
        };
        let parts: Vec<String> = [kind, lead, people].into_iter().flatten().collect();
        parts.join(" · ")
    }

    fn name_block(&self) -> std::sync::Arc<Block> {
        text::set(&self.name, Role::CardName.setting().wrapped(TEXT, 2))
    }

    /// How large the card is.
    pub fn size(&self) -> Size {
        let name = self.name_block();
        let second = text::set(&self.second(true), Role::CardSecond.setting().wrapped(TEXT, 1));
        let width = name.width.max(second.width) + LEFT + RIGHT;
        let width = NARROW + ((width - NARROW) / STEP).ceil().max(0.0) * STEP;
        // Cards with and without a second line are equally high.
        let lines = name.height + BETWEEN + Role::CardSecond.size() * text::LINE_HEIGHT;
        Size::new(width, (lines + AROUND).round())
    }

    /// Name and second line on a card at `rect`.
    pub fn full(&self, rect: Rect, with_lead: bool) -> Vec<Line> {
        let name = self.name_block();
        let second = self.second(with_lead);
        let x = rect.x + LEFT;
        if second.is_empty() {
            let top = rect.centre().y - name.height / 2.0;
            return name.placed(x, top, Anchor::Start, Role::CardName).collect();
        }
        let width = rect.w - LEFT - RIGHT;
        let below = text::set(&second, Role::CardSecond.setting().wrapped(width.max(1.0), 1));
        let top = rect.centre().y - (name.height + BETWEEN + below.height) / 2.0;
        let mut lines: Vec<Line> = name.placed(x, top, Anchor::Start, Role::CardName).collect();
        lines.extend(below.placed(x, top + name.height + BETWEEN, Anchor::Start, Role::CardSecond));
        lines
    }

    /// The name alone, larger, to be read from farther away: in one line where it fits, else in two, as large as keeps
    /// its words whole.
    pub fn name_only(&self, rect: Rect) -> Vec<Line> {
        const LARGEST: f64 = 17.0;
        let role = Role::CardName;
        let room = Size::new(rect.w - LEFT - 8.0, rect.h - 2.0);
        let width = |text: &str| text::set(text, role.setting()).width.max(1.0);
        let sized = |width: f64| room.w / width * role.size();
        let in_one = LARGEST.min(sized(width(&self.name)));
        let in_two = LARGEST.min(room.h / 2.0 / text::LINE_HEIGHT);
        // In half steps, so that few different settings are remembered.
        let stepped = |size: f64| (size * 2.0).floor() / 2.0;
        let set = |size: f64, lines: usize| {
            text::set(&self.name, role.sized(size).wrapped(room.w.max(1.0) + 0.5, lines))
        };
        let block = if in_one >= in_two {
            set(stepped(in_one), 1)
        } else {
            let words = self.name.split_inclusive(|c: char| c.is_whitespace() || c == '-');
            let longest = words.map(|word| width(word.trim_end())).fold(1.0, f64::max);
            let mut size = stepped(in_two.min(sized(longest).max(role.size())));
            while set(size, 2).cut && size > role.size() {
                size -= 0.5;
            }
            set(size, 2)
        };
        let top = rect.centre().y - block.height / 2.0;
        block.placed(rect.x + LEFT, top, Anchor::Start, role).collect()
    }
}

/// A card as the drawing keeps it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Card {
    pub words: Words,
    pub size: Size,
    pub corner: Point,
    pub pinned: bool,
    pub room: Option<ecosystem::FunctionId>,
    pub hue: u8,
}

impl Card {
    pub fn rect(&self) -> Rect {
        Rect::at(self.corner, self.size)
    }

    /// The shape without text.
    fn bare(&self, id: TeamId, badge: Option<&Badge>) -> CardShape {
        CardShape {
            id,
            name: self.words.name.clone(),
            room: self.room,
            rect: self.rect(),
            hue: self.hue,
            kind: self.words.kind,
            lines: Vec::new(),
            badge: badge.map(|badge| badge_on(self.rect(), badge)),
            pinned: self.pinned,
        }
    }

    /// The card as it is seen near.
    pub fn near(&self, id: TeamId, badge: Option<&Badge>, with_lead: bool) -> CardShape {
        CardShape { lines: self.words.full(self.rect(), with_lead), ..self.bare(id, badge) }
    }

    /// The card as it is seen from the middle distance.
    pub fn middle(&self, id: TeamId, badge: Option<&Badge>) -> CardShape {
        CardShape { lines: self.words.name_only(self.rect()), ..self.bare(id, badge) }
    }

    /// The card as it is seen from afar, where it stands alone.
    pub fn far(&self, id: TeamId) -> CardShape {
        self.bare(id, None)
    }
}

/// A badge's height, its usual width, and how far it stands beyond its card on the right.
const BADGE: (f64, f64, f64) = (17.0, 38.0, 7.0);

/// Where a lens may put a badge, as far as that stands above the card: labels leave it free, so that whatever the lens no
/// badge is covered.
pub(crate) fn badge_zone(card: Rect) -> Rect {
    let (height, width, beyond) = BADGE;
    Rect::new(card.right() - width + beyond, card.y - height / 2.0, width - beyond, height / 2.0)
}

/// A badge on the top right corner of a card.
fn badge_on(card: Rect, badge: &Badge) -> BadgeShape {
    let (height, _, beyond) = BADGE;
    let block = text::set(&badge.text, Role::Badge.setting().wrapped(card.w - 24.0, 1));
    let width = (block.width + 13.0).max(height);
    let rect = Rect::new(card.right() - width + beyond, card.y - height / 2.0, width, height);
    let line = block.line(rect.centre().x, rect.centre().y - block.height / 2.0, Anchor::Middle, Role::Badge);
    BadgeShape { rect, tone: badge.tone, line }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;
    use proptest::prelude::*;

    fn words(name: &str, lead: &str, people: Option<f64>, kind: TeamKind) -> Words {
        Words { name: name.to_owned(), lead: lead.to_owned(), people, kind }
    }

    #[test]
    fn the_second_line_tells_who_leads_and_how_many() {
        let team = words("Content", "Lu", Some(5.0), TeamKind::Team);
        assert_eq!(team.second(true), "Lu · 5 people");
        assert_eq!(team.second(false), "5 people");
        assert_eq!(words("X", "", Some(1.0), TeamKind::Team).second(true), "1 person");
        assert_eq!(words("Customers", "", None, TeamKind::OutsideGroup).second(true), "outside group");
    }

    #[test]
    fn cards_are_as_large_as_their_words_in_few_widths() {
        let size = |name: &str| {
            let size = words(name, "Lu", Some(5.0), TeamKind::Team).size();
            format!("{} x {}", size.w, size.h)
        };
        expect!["132 x 44"].assert_eq(&size("Brand"));
        expect!["180 x 44"].assert_eq(&size("Marketing operations"));
        expect!["204 x 62"].assert_eq(&size("Procurement and vendor management"));
    }

    proptest! {
        // Any script of the world: fonts of the machine are opened for it, which takes its time.
        #![proptest_config(ProptestConfig::with_cases(40))]

        #[test]
        fn words_stay_on_their_card(
            name in "[\\PC]{1,60}", lead in "[A-Za-z ]{0,40}", people in proptest::option::of(0.0..1e6f64)
        ) {
            let words = words(&name, lead.trim(), people, TeamKind::Team);
            let rect = Rect::at(Point::default(), words.size());
            for line in words.full(rect, true).into_iter().chain(words.name_only(rect)) {
                prop_assert!(line.left() >= LEFT - 0.01);
                prop_assert!(line.left() + line.width() <= rect.w + 0.01, "{line:?} {rect:?}");
                prop_assert!(line.y > 0.0 && line.y < rect.h);
            }
        }

        #[test]
        fn a_name_alone_is_whole_and_breaks_between_words(name in "[A-Z][a-z]{2,13}( [A-Z][a-z]{2,13}){0,2}") {
            let team = words(&name, "", None, TeamKind::Team);
            prop_assume!(!team.name_block().cut);
            let lines = team.name_only(Rect::at(Point::default(), team.size()));
            let said: Vec<String> = (lines.iter())
                .map(|line| line.runs.iter().map(|run| run.text.trim()).collect::<String>())
                .collect();
            prop_assert_eq!(said.join(" "), name);
        }
    }
}
