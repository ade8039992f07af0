//! A report to read before a meeting: the map, then what each way of looking at it finds, on what evidence, how sure that
//! is, and what to decide. As Markdown and HTML here, as PDF in [`super::pdf::report`].

mod html;
mod markdown;

use std::collections::BTreeMap;

use picture::scene::Scene;

pub use html::html;
pub use markdown::markdown;

/// Something that is found, in sentences.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// What is found.
    pub sentence: String,
    /// What that rests on.
    pub because: String,
    /// How sure it is, and why: "Likely: one map in twenty looks so by chance."
    pub sure: String,
    /// What could be done.
    pub attempt: String,
    /// A question for the room.
    pub question: String,
}

impl Found {
    /// What is said below the sentence, each with what it is; what is empty is left out.
    pub fn details(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [
            ("Because", &self.because),
            ("How sure", &self.sure),
            ("What could be done", &self.attempt),
            ("To ask", &self.question),
        ]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(what, text)| (what, text.as_str()))
    }
}

/// A part of a report: a picture and what is found in it.
#[derive(Debug, Clone)]
pub struct Chapter<'s> {
    /// Its heading.
    pub name: String,
    /// What it asks of the map; may be empty.
    pub question: String,
    /// Its picture, without a heading of its own.
    pub scene: &'s Scene,
    /// What the picture shows, for those who do not see it.
    pub alt: String,
    /// What is found.
    pub found: Vec<Found>,
    /// Pictures that show one finding alone, by its number; may be none.
    pub evidence: BTreeMap<usize, &'s Scene>,
    /// What could not be told, a sentence each.
    pub notes: Vec<String>,
}

/// A report.
#[derive(Debug, Clone)]
pub struct Report<'s> {
    /// The map's name.
    pub title: String,
    /// Its day, and whether it is a draft.
    pub subtitle: String,
    /// How large the map is: "17 teams in 7 functions, 21 dependencies."
    pub summary: String,
    /// The map, then each way of looking at it.
    pub chapters: Vec<Chapter<'s>>,
}

/// How large a map is: "17 teams in 7 functions, 21 dependencies."
pub fn size_of(scene: &Scene) -> String {
    super::paint::Words::scene(scene)
}

/// About how many findings are told at a glance.
const GLANCES: usize = 6;

/// Headings that every format has.
pub(crate) const GLANCE: &str = "At a glance";
pub(crate) const QUESTIONS: &str = "To decide and to ask";
pub(crate) const NOTES: &str = "What could not be told";

impl Report<'_> {
    /// What is found first in each chapter, with the chapter's name: some from each, at least one.
    pub fn glance(&self) -> impl Iterator<Item = (&str, &Found)> {
        let finding = self.chapters.iter().filter(|chapter| !chapter.found.is_empty()).count();
        let each = (GLANCES / finding.max(1)).max(1);
        let of = move |chapter: &'_ Chapter<'_>| chapter.found.len().min(each);
        self.chapters.iter().flat_map(move |chapter| {
            chapter.found[..of(chapter)].iter().map(|found| (chapter.name.as_str(), found))
        })
    }

    /// What there is to ask, once each, with the chapter that asks first.
    pub fn questions(&self) -> Vec<(&str, &str)> {
        let mut asked: Vec<(&str, &str)> = Vec::new();
        for chapter in &self.chapters {
            for found in &chapter.found {
                let question = found.question.trim();
                if !question.is_empty() && !asked.iter().any(|(_, known)| *known == question) {
                    asked.push((&chapter.name, question));
                }
            }
        }
        asked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A report that wants to be more than text.
    pub(crate) fn report(scene: &Scene) -> Report<'_> {
        let found = Found {
            sentence: "Content <script> carries *most*.".into(),
            because: "9 teams rely on it.".into(),
            sure: String::new(),
            attempt: "Share the load.".into(),
            question: "Who could\nhelp?".into(),
        };
        let chapter = Chapter {
            name: "Bottlenecks".into(),
            question: "Where does it wait?".into(),
            scene,
            alt: "A map of 9 teams".into(),
            found: vec![found.clone(), Found { sentence: "Again.".into(), ..found }],
            evidence: BTreeMap::new(),
            notes: vec!["Nobody rated the load.".into()],
        };
        Report {
            title: "Northwind #1".into(),
            subtitle: "21 November 2026".into(),
            summary: "9 teams.".into(),
            chapters: vec![chapter],
        }
    }

    #[test]
    fn a_question_is_asked_once() {
        let scene = crate::export::empty_scene();
        assert_eq!(report(&scene).questions(), [("Bottlenecks", "Who could\nhelp?")]);
    }
}
