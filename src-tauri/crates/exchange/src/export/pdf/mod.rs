//! PDF: vectors, embedded fonts, text that can be selected and searched, a structure for those who hear it, and
//! bookmarks. A page for each picture, or several for a wall; or a report.
//!
//! Checked against PDF/UA-1 while it is written; a text that no font can show makes that fail, and then the same
//! document is written without the claim.

mod book;
mod frame;
mod painter;
pub mod report;
mod structure;

use ecosystem::{Date, Watch};
use krilla::destination::XyzDestination;
use krilla::outline::OutlineNode;
use picture::geometry::Rect;
use picture::scene::Scene;
use picture::theme::Theme;

use super::ExportError;
use super::paint::Words;
use book::{About, Book};
use frame::Frame;

pub use frame::{Paper, Tiles};

/// A picture of the document.
#[derive(Debug, Clone, Copy)]
pub struct PdfPage<'s> {
    /// Its bookmark.
    pub name: &'s str,
    /// What is on it.
    pub scene: &'s Scene,
}

/// How to write it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PdfOptions {
    /// The day it is written on; it arrives from outside, so that the same map gives the same bytes.
    pub date: Option<Date>,
    /// The paper that pages are fitted to; none: each page is as large as its picture.
    pub paper: Option<Paper>,
    /// Over how many sheets each picture is spread; on A4 where there is no paper.
    pub tiles: Option<Tiles>,
}

/// Writes a document.
///
/// # Errors
/// When it is cancelled, or there is no page.
pub fn write(
    pages: &[PdfPage<'_>],
    theme: &Theme,
    options: PdfOptions,
    watch: &dyn Watch,
) -> Result<Vec<u8>, ExportError> {
    let Some(first) = pages.first() else {
        return Err(ExportError::Failed("there is nothing to show".to_owned()));
    };
    let (title, said) = (Words::title(first.scene), Words::scene(first.scene));
    let about = About { title: &title, said: &said, date: options.date };
    Book::write(&about, theme.face.as_ref(), |book| {
        for (n, page) in pages.iter().enumerate() {
            watch.go_on()?;
            watch.progress(n as f32 / pages.len() as f32);
            let sheets = Frame::sheets(page.scene.bounds, options.paper, options.tiles);
            let first = book.pages();
            for (n, frame) in sheets.iter().enumerate() {
                book.picture(page.scene, theme, frame, (n + 1, sheets.len()))?;
            }
            book.bookmark(bookmarks(page, first, &sheets, pages.len() == 1));
        }
        watch.go_on()?;
        Ok(())
    })
}

/// A bookmark for the picture, with its functions and their teams below it; open when it is the only one.
fn bookmarks(page: &PdfPage<'_>, first: usize, sheets: &[Frame], alone: bool) -> OutlineNode {
    let at = |rect: Rect| {
        let on = |frame: &Frame| frame.window.is_none_or(|window| window.holds(rect.corner()));
        let n = sheets.iter().position(on).unwrap_or(0);
        XyzDestination::new(first + n, sheets[n].on_page(rect.corner()))
    };
    let mut node = OutlineNode::new(page.name.to_owned(), at(sheets[0].window.unwrap_or(sheets[0].sheet())))
        .with_open(alone);
    for room in &page.scene.rooms {
        let mut inner = OutlineNode::new(room.name.clone(), at(room.rect));
        for card in page.scene.cards.iter().filter(|card| card.room == Some(room.id)) {
            inner.push_child(OutlineNode::new(card.name.clone(), at(card.rect)));
        }
        node.push_child(inner);
    }
    node
}
