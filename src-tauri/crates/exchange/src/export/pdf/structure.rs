//! In which order a page is read aloud.

use std::collections::BTreeMap;
use std::num::NonZeroU16;

use ecosystem::FunctionId;
use krilla::tagging::{Identifier, ListNumbering, Tag, TagGroup};
use picture::scene::{RoomShape, Scene};

use super::painter::Painted;
use crate::export::paint::Words;

/// Reading order: the heading; each function with its teams; teams outside all; dependencies; the legend.
pub(super) fn structure(scene: &Scene, painted: Painted) -> TagGroup {
    let heading = |level: u16, words: String| {
        let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
        TagGroup::new(Tag::Hn(level, Some(words)))
    };
    let mut page = TagGroup::new(Tag::Part);
    let mut title = painted.title.into_iter();
    if let Some(first) = title.next() {
        let mut top = heading(1, Words::title(scene));
        top.push(first);
        page.push(top);
    }
    for line in title {
        let mut paragraph = TagGroup::new(Tag::P);
        paragraph.push(line);
        page.push(paragraph);
    }
    let mut of_room: BTreeMap<Option<FunctionId>, Vec<Vec<Identifier>>> = BTreeMap::new();
    for (room, ids) in painted.cards {
        of_room.entry(room).or_default().push(ids);
    }
    let rooms: Vec<Option<&RoomShape>> = scene.rooms.iter().map(Some).chain([None]).collect();
    let mut room_ids = painted.rooms;
    for room in rooms {
        if let Some((room, id)) = room.and_then(|room| Some((room, room_ids.remove(&room.id)?))) {
            let mut head = heading(2, room.name.clone());
            head.push(id);
            page.push(head);
        }
        let Some(cards) = of_room.remove(&room.map(|room| room.id)) else { continue };
        let mut list = TagGroup::new(Tag::L(ListNumbering::None));
        for ids in cards {
            let mut body = TagGroup::new(Tag::LBody);
            ids.into_iter().for_each(|id| body.push(id));
            let mut item = TagGroup::new(Tag::LI);
            item.push(body);
            list.push(item);
        }
        page.push(list);
    }
    for (words, id) in painted.ties {
        let mut figure = TagGroup::new(Tag::Figure(Some(words)));
        figure.push(id);
        page.push(figure);
    }
    if !painted.legend.is_empty() {
        let mut legend = TagGroup::new(Tag::P);
        painted.legend.into_iter().for_each(|id| legend.push(id));
        page.push(legend);
    }
    page
}
