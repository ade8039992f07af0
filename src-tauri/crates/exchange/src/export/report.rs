//! A report in words: what each way of looking at the map finds, on what evidence, how sure that is, and what to ask.
//! Markdown, with the pictures beside it.

use std::fmt::Write;

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
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chapter {
    /// Its heading.
    pub name: String,
    /// What it asks of the map; may be empty.
    pub question: String,
    /// The name of the file with its picture.
    pub picture: String,
    /// What the picture shows, for those who do not see it.
    pub alt: String,
    /// What is found.
    pub found: Vec<Found>,
    /// What could not be told, a sentence each.
    pub notes: Vec<String>,
}

/// Writes a report as Markdown (CommonMark).
pub fn markdown(title: &str, subtitle: &str, chapters: &[Chapter]) -> String {
    let mut out = format!("# {}\n\n{}\n", plain(title), plain(subtitle));
    // Writing to a String cannot fail.
    for chapter in chapters {
        let _ = write!(out, "\n## {}\n\n", plain(&chapter.name));
        if !chapter.question.is_empty() {
            let _ = write!(out, "*{}*\n\n", plain(&chapter.question));
        }
        // Angle brackets allow a name with spaces.
        let picture = chapter.picture.replace(['<', '>', '\n'], " ");
        let _ = writeln!(out, "![{}](<{}>)", plain(&chapter.alt), picture.replace('\\', "/"));
        for found in &chapter.found {
            let _ = write!(out, "\n### {}\n\n", plain(&found.sentence));
            for (what, text) in found.details() {
                let _ = writeln!(out, "- **{what}:** {}", plain(text));
            }
        }
        if !chapter.notes.is_empty() {
            out.push_str("\n### What could not be told\n\n");
            for note in &chapter.notes {
                let _ = writeln!(out, "- {}", plain(note));
            }
        }
    }
    out
}

/// A text that stays a text: on one line, and nothing in a name becomes a heading, a link or HTML.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' => out.extend(['\\', c]),
            '\n' | '\r' | '\t' => out.push(' '),
            c => out.push(c),
        }
    }
    // A sentence may not start a list.
    match out.chars().next() {
        Some('-' | '+' | '=') => format!("\\{out}"),
        _ => out,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_reads_as_a_document_and_names_stay_names() {
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
            picture: "Our map-bottlenecks.svg".into(),
            alt: "A map of 9 teams".into(),
            found: vec![found],
            notes: vec!["Nobody rated the load.".into()],
        };
        assert_eq!(
            markdown("Northwind #1", "21 November 2026", &[chapter]),
            "# Northwind \\#1\n\n21 November 2026\n\n## Bottlenecks\n\n*Where does it wait?*\n\n\
             ![A map of 9 teams](<Our map-bottlenecks.svg>)\n\n\
             ### Content \\<script\\> carries \\*most\\*.\n\n- **Because:** 9 teams rely on it.\n\
             - **What could be done:** Share the load.\n- **To ask:** Who could help?\n\n\
             ### What could not be told\n\n- Nobody rated the load.\n"
        );
    }
}
