use super::*;
use crate::geometry::Point;
use proptest::prelude::*;

/// Cards on a loose grid that keep a gap, and ties between them.
fn any_cards_and_ties() -> impl Strategy<Value = (Vec<Rect>, Vec<RouteTie>)> {
    let jitter = proptest::collection::vec((0.0..18.0f64, 0.0..14.0f64, 100.0..150.0f64), 2..16);
    let ties =
        proptest::collection::vec((0..16usize, 0..16usize, prop_oneof![Just(0.0), 30.0..120.0f64]), 1..24);
    (jitter, ties).prop_map(|(cards, ties)| {
        let cards: Vec<Rect> = (cards.into_iter().enumerate())
            .map(|(i, (dx, dy, w))| {
                let (column, row) = ((i % 4) as f64, (i / 4) as f64);
                Rect::new(column * 210.0 + dx, row * 92.0 + dy, w, 44.0)
            })
            .collect();
        let ties = (ties.into_iter())
            .map(|(provider, receiver, w)| RouteTie {
                provider: provider % cards.len(),
                receiver: receiver % cards.len(),
                strength: 1.0,
                label: Size::new(w, if w > 0.0 { 18.0 } else { 0.0 }),
            })
            .collect();
        (cards, ties)
    })
}

fn all_routes(cards: &[Rect], ties: &[RouteTie]) -> Vec<Route> {
    let card_room = vec![None; cards.len()];
    route(&Obstacles { cards, rooms: &[], card_room: &card_room }, ties)
}

fn on_border(card: Rect, p: Point) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() < 0.01;
    card.grown(0.01).holds(p)
        && (near(p.x, card.x) || near(p.x, card.right()) || near(p.y, card.y) || near(p.y, card.bottom()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_tie_runs_through_a_card((cards, ties) in any_cards_and_ties()) {
        for (tie, route) in ties.iter().zip(all_routes(&cards, &ties)) {
            let points = route.curve.flattened(0.5);
            for (i, card) in cards.iter().enumerate() {
                // Its own two cards a tie only touches; from others it keeps away.
                let inner = if i == tie.provider || i == tie.receiver { card.grown(-1.0) } else { *card };
                let through = points.windows(2).any(|s| inner.is_crossed(s[0], s[1]));
                prop_assert!(!through, "{:?} runs through card {}", tie, i);
            }
        }
    }

    #[test]
    fn ties_lead_from_border_to_border((cards, ties) in any_cards_and_ties()) {
        for (tie, route) in ties.iter().zip(all_routes(&cards, &ties)) {
            if tie.provider == tie.receiver {
                prop_assert_eq!(route, Route::default());
                continue;
            }
            prop_assert!(on_border(cards[tie.provider], route.curve.start), "{:?}", route);
            prop_assert!(on_border(cards[tie.receiver], route.curve.end()), "{:?}", route);
        }
    }

    #[test]
    fn labels_lie_on_no_card_and_on_no_other_label((cards, ties) in any_cards_and_ties()) {
        let labels: Vec<Rect> = all_routes(&cards, &ties).iter().filter_map(|r| r.label).map(|l| l.rect).collect();
        for (i, label) in labels.iter().enumerate() {
            prop_assert!(!cards.iter().any(|card| card.overlaps(*label)), "{:?} lies on a card", label);
            let is_over_badge = cards.iter().any(|card| crate::card::badge_zone(*card).overlaps(*label));
            prop_assert!(!is_over_badge, "{:?} lies where a badge may be", label);
            prop_assert!(!labels[..i].iter().any(|other| other.overlaps(*label)), "{:?} lies on a label", label);
        }
    }

    #[test]
    fn routes_do_not_depend_on_anything_but_places_and_ties((cards, ties) in any_cards_and_ties()) {
        prop_assert_eq!(all_routes(&cards, &ties), all_routes(&cards, &ties));
    }

    #[test]
    fn a_preview_keeps_off_the_cards_too((cards, ties) in any_cards_and_ties()) {
        let card_room = vec![None; cards.len()];
        let which: Vec<usize> = (0..ties.len()).step_by(2).collect();
        let obstacles = Obstacles { cards: &cards, rooms: &[], card_room: &card_room };
        for (&k, route) in which.iter().zip(route_some(&obstacles, &ties, &which)) {
            let points = route.curve.flattened(0.5);
            let ends = [ties[k].provider, ties[k].receiver];
            for (i, card) in cards.iter().enumerate().filter(|(i, _)| !ends.contains(i)) {
                prop_assert!(!points.windows(2).any(|s| card.is_crossed(s[0], s[1])), "tie {} through card {}", k, i);
            }
        }
    }
}

#[test]
fn both_directions_run_side_by_side() {
    let cards = [Rect::new(0.0, 0.0, 132.0, 44.0), Rect::new(300.0, 0.0, 132.0, 44.0)];
    let tie = |provider, receiver| RouteTie { provider, receiver, strength: 1.0, label: Size::default() };
    let routes = all_routes(&cards, &[tie(0, 1), tie(1, 0)]);
    let (there, back) = (routes[0].curve.flattened(0.5), routes[1].curve.flattened(0.5));
    let apart = (there[0].y - back[back.len() - 1].y).abs();
    assert!((5.0..30.0).contains(&apart), "{apart}");
    assert!(there.iter().all(|p| p.y == there[0].y), "straight: {there:?}");
}

/// A tie with a label so wide.
fn labelled(provider: usize, receiver: usize, w: f64) -> RouteTie {
    RouteTie { provider, receiver, strength: 1.0, label: Size::new(w, 18.0) }
}

#[test]
fn two_lines_side_by_side_both_show_their_words() {
    let cards = [Rect::new(0.0, 0.0, 150.0, 44.0), Rect::new(0.0, 84.0, 150.0, 44.0)];
    for (one, other) in [(46.0, 84.0), (84.0, 84.0), (60.0, 104.0), (110.0, 110.0)] {
        let routes = all_routes(&cards, &[labelled(0, 1, one), labelled(1, 0, other)]);
        let shown: Vec<_> = routes.iter().map(|route| route.label.map(|label| label.shown)).collect();
        assert_eq!(shown, [Some(Shown::Whole); 2], "{one} and {other}");
    }
}

#[test]
fn a_label_is_shortened_no_more_than_it_must_be() {
    let cards = [Rect::new(0.0, 0.0, 120.0, 44.0), Rect::new(220.0, 0.0, 120.0, 44.0)];
    let width = |label: f64| all_routes(&cards, &[labelled(0, 1, label)])[0].label.unwrap();
    assert_eq!(width(76.0).shown, Shown::Whole);
    let label = width(90.0);
    assert_eq!(label.shown, Shown::Shortened);
    assert!(label.rect.w >= 0.8 * 90.0, "{} of 90", label.rect.w);
}

#[test]
fn where_labels_have_no_room_marks_can_be_read_and_arrows_seen() {
    let cards = [Rect::new(0.0, 0.0, 150.0, 44.0), Rect::new(0.0, 84.0, 150.0, 44.0)];
    let ties: Vec<_> = (0..4).map(|n| labelled(n % 2, 1 - n % 2, 110.0)).collect();
    for route in all_routes(&cards, &ties) {
        let label = route.label.unwrap();
        assert!(label.rect.w >= 11.0, "{label:?}");
        let arrow = route.curve.end();
        assert!(!label.rect.grown(5.0).holds(arrow), "{label:?} lies on the arrow at {arrow:?}");
    }
}

#[test]
fn ends_that_are_not_there_give_no_curve() {
    let cards = [Rect::new(0.0, 0.0, 132.0, 44.0)];
    let routes = all_routes(&cards, &[RouteTie { provider: 0, receiver: 9, ..RouteTie::default() }]);
    assert_eq!(routes, vec![Route::default()]);
}

#[test]
fn cards_on_top_of_each_other_still_get_a_line() {
    let cards = [
        Rect::new(0.0, 0.0, 132.0, 44.0),
        Rect::new(10.0, 5.0, 132.0, 44.0),
        Rect::new(0.0, 0.0, 132.0, 44.0),
    ];
    let tie = RouteTie { provider: 0, receiver: 1, strength: 1.0, label: Size::new(50.0, 18.0) };
    let routes = all_routes(&cards, &[tie]);
    assert!(!routes[0].curve.pieces.is_empty());
}
