use super::*;
use ecosystem::{Cancelled, Unwatched, Watch};
use proptest::prelude::*;

const STYLES: [Style; 4] = [Style::Ecosystem, Style::Flow, Style::Rings, Style::Lanes];

/// Any ground with up to 14 cards in up to 5 rooms, nested or not, some cards loose, some ties between them.
fn any_ground() -> impl Strategy<Value = Ground> {
    let room = (proptest::option::weighted(0.3, 0..5usize), 40.0..220.0f64);
    let card = (proptest::option::weighted(0.85, 0..5usize), 116..180i32);
    let tie = (0..14usize, 0..14usize, 1..4i32, prop_oneof![Just(0.0), 30.0..120.0f64]);
    (
        proptest::collection::vec(room, 0..5),
        proptest::collection::vec(card, 1..14),
        proptest::collection::vec(tie, 0..20),
    )
        .prop_map(|(rooms, cards, ties)| Ground {
            cards: (cards.into_iter())
                .map(|(room, w)| GroundCard {
                    size: Size::new(f64::from(w), 44.0),
                    room,
                    movable: true,
                    ..GroundCard::default()
                })
                .collect(),
            rooms: (rooms.into_iter())
                .map(|(parent, title_width)| GroundRoom { parent, title_width, ..GroundRoom::default() })
                .collect(),
            ties: (ties.into_iter())
                .map(|(provider, receiver, strength, w)| GroundTie {
                    provider,
                    receiver,
                    strength: f64::from(strength),
                    label: Size::new(w, 18.0),
                })
                .collect(),
        })
}

fn tidied(ground: &Ground, style: Style, seed: u64) -> Arrangement {
    tidy(ground, style, seed, &Unwatched).expect("nobody cancels")
}

/// The ground with everything where the arrangement has it.
fn settled_on(ground: &Ground, at: &Arrangement) -> Ground {
    let mut ground = ground.clone();
    ground.cards.iter_mut().zip(&at.cards).for_each(|(card, place)| card.place = Some(*place));
    ground.rooms.iter_mut().zip(&at.rooms).for_each(|(room, place)| room.place = Some(*place));
    ground
}

fn card_rects(ground: &Ground, at: &Arrangement) -> Vec<Rect> {
    ground.cards.iter().zip(&at.cards).map(|(card, place)| Rect::at(*place, card.size)).collect()
}

/// Everything a picture must never show, in words.
fn faults(ground: &Ground, at: &Arrangement) -> Vec<String> {
    let tree = tree::Tree::of(ground);
    let cards = card_rects(ground, at);
    let around =
        |room: Option<usize>| -> Vec<usize> { std::iter::successors(room, |&r| tree.parent[r]).collect() };
    let mut faults = Vec::new();
    for (i, card) in cards.iter().enumerate() {
        let homes = around(tree.blocks[tree.block_of[i]].room);
        for (j, other) in cards.iter().enumerate().skip(i + 1) {
            if card.overlaps(*other) {
                faults.push(format!("cards {i} and {j} overlap"));
            }
        }
        for (r, room) in at.rooms.iter().enumerate() {
            if homes.contains(&r) && !room.encloses(*card) {
                faults.push(format!("card {i} sticks out of its room {r}"));
            }
            if !homes.contains(&r) && room.overlaps(*card) {
                faults.push(format!("card {i} stands in room {r}, where it does not belong"));
            }
        }
    }
    for (i, room) in at.rooms.iter().enumerate() {
        let homes = around(tree.parent[i]);
        for (j, other) in at.rooms.iter().enumerate() {
            if homes.contains(&j) && !other.encloses(*room) {
                faults.push(format!("room {i} sticks out of room {j} around it"));
            }
            if i < j && !homes.contains(&j) && !around(tree.parent[j]).contains(&i) && room.overlaps(*other) {
                faults.push(format!("rooms {i} and {j} overlap"));
            }
        }
    }
    faults
}

/// Cards in one room with many ties, on the slots of a grid, in any order.
fn any_grid() -> impl Strategy<Value = (Ground, usize, Vec<usize>)> {
    (2..30usize, 1..7usize).prop_flat_map(|(cards, columns)| {
        let tie = (0..cards, 0..cards);
        let slots = cards.div_ceil(columns) * columns;
        (proptest::collection::vec(tie, 0..80), Just((0..slots).collect::<Vec<_>>()).prop_shuffle()).prop_map(
            move |(ties, order)| {
                let size = Size::new(120.0, 44.0);
                let card = GroundCard { size, room: Some(0), movable: true, ..GroundCard::default() };
                let tie = |(provider, receiver)| GroundTie {
                    provider,
                    receiver,
                    strength: 1.0,
                    label: Size::default(),
                };
                let ground = Ground {
                    cards: vec![card; cards],
                    rooms: vec![GroundRoom::default()],
                    ties: ties.into_iter().filter(|(a, b)| a != b).map(tie).collect(),
                };
                (ground, columns, order)
            },
        )
    })
}

proptest! {
    #[test]
    fn no_gap_is_left_in_the_midst_of_a_block((ground, columns, order) in any_grid()) {
        let tree = tree::Tree::of(&ground);
        let mut slots = slots::Slots::new(&tree, &vec![columns; tree.blocks.len()], false);
        let block = tree.block_of[0];
        let grid = slots.grids[block];
        let before = slots.card_at.clone();
        for (from, &to) in order.iter().enumerate() {
            let card = before[grid.first + from];
            slots.card_at[grid.first + to] = card;
            if card != slots::NOBODY {
                slots.slot_of[card as usize] = (grid.first + to) as u32;
            }
        }
        let place = |slot: usize| Point::new((slot % columns) as f64 * 180.0, (slot / columns) as f64 * 80.0);
        let places: Vec<Point> = (0..slots.card_at.len()).map(place).collect();
        slots.close_gaps(&tree, &places);
        for slot in grid.first..grid.first + grid.count {
            match slots.card_at[slot] {
                slots::NOBODY => prop_assert!(slots.ends_row(grid, slot), "a gap at {slot}"),
                card => prop_assert_eq!(slots.slot_of[card as usize] as usize, slot),
            }
        }
        let there = slots.card_at.iter().filter(|&&card| card != slots::NOBODY).count();
        prop_assert_eq!(there, ground.cards.len());
        // Where one row can lack all that is lacking, the last one does, or the first: not both.
        let rows: Vec<&[u32]> = slots.card_at[grid.first..grid.first + grid.count].chunks(columns).collect();
        let lacking = |row: &[u32]| row.iter().filter(|&&card| card == slots::NOBODY).count();
        let (first, last) = (lacking(rows[0]), lacking(rows[rows.len() - 1]));
        prop_assert!(rows.len() < 2 || first * last == 0 || first + last >= columns, "{first} and {last} lack");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn no_tidy_lets_anything_overlap_or_stick_out(ground in any_ground(), seed in any::<u64>()) {
        for style in STYLES {
            prop_assert_eq!(faults(&ground, &tidied(&ground, style, seed)), Vec::<String>::new());
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_picture(ground in any_ground(), seed in any::<u64>()) {
        prop_assert_eq!(tidied(&ground, Style::Ecosystem, seed), tidied(&ground, Style::Ecosystem, seed));
    }

    #[test]
    fn pinned_cards_and_locked_rooms_stay_in_every_style(ground in any_ground(), pins in any::<u64>()) {
        let first = tidied(&ground, Style::Ecosystem, 1);
        let mut pinned = settled_on(&ground, &first);
        pinned.cards.iter_mut().enumerate().for_each(|(i, card)| card.pinned = pins >> i & 3 == 3);
        pinned.rooms.iter_mut().enumerate().for_each(|(i, room)| room.pinned = pins >> (20 + i) & 3 == 3);
        for style in STYLES {
            let second = tidied(&pinned, style, 2);
            for (i, card) in pinned.cards.iter().enumerate() {
                prop_assert!(!card.pinned || second.cards[i] == first.cards[i], "card {} moved", i);
            }
            for (i, room) in pinned.rooms.iter().enumerate() {
                prop_assert!(
                    !room.pinned || second.rooms[i].corner() == first.rooms[i].corner(), "room {} moved", i
                );
            }
        }
    }

    #[test]
    fn what_is_out_of_scope_stays(ground in any_ground(), scope in any::<u64>()) {
        let first = tidied(&ground, Style::Ecosystem, 1);
        let mut scoped = settled_on(&ground, &first);
        scoped.cards.iter_mut().enumerate().for_each(|(i, card)| card.movable = scope >> i & 1 == 1);
        let second = tidied(&scoped, Style::Ecosystem, 2);
        for (i, card) in scoped.cards.iter().enumerate() {
            prop_assert!(card.movable || second.cards[i] == first.cards[i], "card {} moved", i);
        }
    }

    #[test]
    fn a_new_card_finds_a_place_and_moves_hardly_anyone(ground in any_ground(), room in 0..6usize) {
        let first = tidied(&ground, Style::Ecosystem, 1);
        let mut more = settled_on(&ground, &first);
        more.cards.push(GroundCard {
            size: Size::new(140.0, 44.0),
            room: Some(room),
            movable: true,
            ..GroundCard::default()
        });
        let second = place_new(&more, Style::Ecosystem, 1);
        prop_assert_eq!(faults(&more, &second), Vec::<String>::new());
        // Who shares the new card's room does not move against each other, nor does the room's corner.
        let home = tree::Tree::of(&more);
        let own = home.blocks[home.block_of[more.cards.len() - 1]].room;
        for (i, card) in ground.cards.iter().enumerate() {
            if own.is_some() && card.room == own {
                let room = own.unwrap_or_default();
                prop_assert_eq!(
                    second.cards[i] - second.rooms[room].corner(), first.cards[i] - first.rooms[room].corner()
                );
            }
        }
    }

    #[test]
    fn settling_moves_no_card_and_rooms_grow_around_them(ground in any_ground(), dx in -300.0..300.0f64) {
        let mut moved = settled_on(&ground, &tidied(&ground, Style::Ecosystem, 1));
        if let Some(place) = &mut moved.cards[0].place {
            *place = *place + Point::new(dx, dx / 2.0);
        }
        let settled = settle(&moved);
        let tree = tree::Tree::of(&moved);
        for (i, card) in moved.cards.iter().enumerate() {
            prop_assert_eq!(Some(settled.cards[i]), card.place);
            if let Some(room) = tree.blocks[tree.block_of[i]].room {
                prop_assert!(settled.rooms[room].encloses(Rect::at(settled.cards[i], card.size)));
            }
        }
        // Nothing is left to settle.
        prop_assert_eq!(&settle(&settled_on(&moved, &settled)), &settled);
    }
}

#[test]
fn hostile_numbers_lead_to_sound_places() {
    let bad = [f64::NAN, f64::INFINITY, -5.0, 0.0, 1e300];
    let mut ground = Ground::default();
    for (i, &w) in bad.iter().enumerate() {
        ground.rooms.push(GroundRoom {
            parent: Some((i + 1) % bad.len()),
            title_width: w,
            ..GroundRoom::default()
        });
        ground.cards.push(GroundCard {
            size: Size::new(w, w),
            room: Some(i * 7),
            place: (i % 2 == 0).then(|| Point::new(w, w)),
            pinned: i % 2 == 0,
            movable: true,
        });
        ground.ties.push(GroundTie { provider: i, receiver: i * 3, strength: w, label: Size::new(w, w) });
    }
    for style in STYLES {
        let at = tidied(&ground, style, 1);
        assert!(at.cards.iter().all(|p| p.x.is_finite() && p.y.is_finite()), "{style:?}: {at:?}");
        assert!(at.rooms.iter().all(|r| r.x.is_finite() && r.w.is_finite()), "{style:?}: {at:?}");
    }
    let at = place_new(&ground, Style::Ecosystem, 1);
    assert!(at.cards.iter().all(|p| p.x.is_finite() && p.y.is_finite()));
}

#[test]
fn an_empty_ground_is_laid_out_at_once() {
    for style in STYLES {
        assert_eq!(tidied(&Ground::default(), style, 1), Arrangement::default());
    }
    assert_eq!(place_new(&Ground::default(), Style::Ecosystem, 1), Arrangement::default());
}

#[test]
fn a_cancelled_tidy_says_so() {
    struct Impatient;
    impl Watch for Impatient {
        fn progress(&self, _: f32) {}
        fn cancelled(&self) -> bool {
            true
        }
    }
    let ground = Ground { cards: vec![GroundCard::default(); 20], ..Ground::default() };
    assert_eq!(tidy(&ground, Style::Ecosystem, 1, &Impatient), Err(Cancelled));
}

#[test]
fn flow_runs_from_provider_to_receiver() {
    let card = |room| GroundCard {
        size: Size::new(132.0, 44.0),
        room: Some(room),
        movable: true,
        ..Default::default()
    };
    let tie = |provider, receiver| GroundTie { provider, receiver, strength: 1.0, label: Size::default() };
    let ground = Ground {
        cards: vec![card(2), card(0), card(1)],
        rooms: vec![GroundRoom::default(); 3],
        ties: vec![tie(1, 2), tie(2, 0)],
    };
    let at = tidied(&ground, Style::Flow, 1);
    assert!(at.rooms[0].right() <= at.rooms[1].x && at.rooms[1].right() <= at.rooms[2].x, "{at:?}");
}

#[test]
fn the_hub_is_in_the_middle_of_the_rings() {
    let card = |room| GroundCard {
        size: Size::new(132.0, 44.0),
        room: Some(room),
        movable: true,
        ..Default::default()
    };
    let ground = Ground {
        cards: (0..9).map(card).collect(),
        rooms: (0..9).map(|i| GroundRoom { hub: i == 4, ..Default::default() }).collect(),
        ties: Vec::new(),
    };
    let at = tidied(&ground, Style::Rings, 1);
    let whole = Rect::around(at.rooms.iter().copied()).unwrap_or_default();
    assert!(whole.grown(-whole.h / 4.0).holds(at.rooms[4].centre()), "{at:?}");
}

#[test]
fn lanes_are_equally_wide_and_one_below_the_other() {
    let card = |i: usize| GroundCard {
        size: Size::new(132.0, 44.0),
        room: Some(i % 3),
        movable: true,
        ..Default::default()
    };
    let ground = Ground {
        cards: (0..10).map(card).collect(),
        rooms: vec![GroundRoom::default(); 3],
        ties: Vec::new(),
    };
    let at = tidied(&ground, Style::Lanes, 1);
    assert!(at.rooms.iter().all(|r| r.x == at.rooms[0].x && r.w == at.rooms[0].w), "{at:?}");
}

#[test]
fn few_functions_fit_a_slide_too() {
    for (teams, functions) in [(14, 2), (34, 2), (17, 3), (33, 1), (60, 1), (60, 2)] {
        let card = |n: usize| GroundCard {
            size: Size::new(140.0, 44.0),
            room: Some(n % functions),
            movable: true,
            ..Default::default()
        };
        let tie = |n: usize| GroundTie {
            provider: n,
            receiver: (n * 7 + 3) % teams,
            strength: 1.0,
            label: Size::new(80.0, 18.0),
        };
        let ground = Ground {
            cards: (0..teams).map(card).collect(),
            rooms: vec![GroundRoom::default(); functions],
            ties: (0..teams).map(tie).collect(),
        };
        let at = tidied(&ground, Style::Ecosystem, 1);
        let whole = Rect::around(at.rooms.iter().copied()).unwrap();
        let aspect = whole.w / whole.h;
        assert!((1.2..=1.9).contains(&aspect), "{teams} teams in {functions} functions: {aspect:.2}");
    }
}

#[test]
fn few_functions_of_unlike_sizes_leave_no_part_of_the_slide_empty() {
    let sizes = [48, 19, 4];
    let room = |n: usize| usize::from(n >= 48) + usize::from(n >= 67);
    let count: usize = sizes.iter().sum();
    let card = |n: usize| GroundCard {
        size: Size::new(116.0, 38.0),
        room: Some(room(n)),
        movable: true,
        ..Default::default()
    };
    let tie = |n: usize| GroundTie {
        provider: n * 31 % count,
        receiver: (n * n + n / 3) % count,
        strength: 1.0,
        label: Size::default(),
    };
    let ground = Ground {
        cards: (0..count).map(card).collect(),
        rooms: vec![GroundRoom::default(); sizes.len()],
        ties: (0..600).map(tie).collect(),
    };
    for seed in [1, 12] {
        let at = tidied(&ground, Style::Ecosystem, seed);
        let spaced = |r: Rect| (r.w + spacing::ROOM_GAP_X) * (r.h + spacing::ROOM_GAP_Y);
        let whole = Rect::around(at.rooms.iter().copied()).unwrap();
        let empty = spaced(whole) / at.rooms.iter().map(|r| spaced(*r)).sum::<f64>() - 1.0;
        assert!(empty < 0.2, "seed {seed}: {empty:.2}");
    }
}

#[test]
fn a_label_between_neighbours_in_two_functions_has_room_beside_its_arrowhead() {
    for wide in [80.0, 110.0, 128.0] {
        let card = |room| GroundCard {
            size: Size::new(132.0, 44.0),
            room: Some(room),
            movable: true,
            ..Default::default()
        };
        let label = Size::new(wide, 18.0);
        let ground = Ground {
            cards: vec![card(0), card(1)],
            rooms: vec![GroundRoom::default(); 2],
            ties: vec![GroundTie { provider: 0, receiver: 1, strength: 1.0, label }],
        };
        let at = tidied(&ground, Style::Flow, 1);
        let gap = at.cards[1].x - at.cards[0].x - 132.0;
        assert!(gap >= wide + spacing::LABEL_ENDS - 1.0, "{wide}: {gap}");
    }
}
