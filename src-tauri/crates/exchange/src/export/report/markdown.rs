//! As Markdown (CommonMark), with the pictures beside it.

use std::fmt::Write;

use super::{GLANCE, NOTES, QUESTIONS, Report};

/// Writes a report; `pictures` are the names of the files with the chapters' pictures.
pub fn markdown(report: &Report<'_>, pictures: &[String]) -> String {
    let mut out = format!("# {}\n\n{}\n", plain(&report.title), plain(&report.subtitle));
    // Writing to a String cannot fail.
    if !report.summary.is_empty() {
        let _ = write!(out, "\n{}\n", plain(&report.summary));
    }
    if report.glance().next().is_some() {
        let _ = write!(out, "\n## {GLANCE}\n\n");
        for (chapter, found) in report.glance() {
            let _ = writeln!(out, "- **{}:** {}", plain(chapter), plain(&found.sentence));
        }
    }
    for (chapter, picture) in report.chapters.iter().zip(pictures) {
        let _ = write!(out, "\n## {}\n\n", plain(&chapter.name));
        if !chapter.question.is_empty() {
            let _ = write!(out, "*{}*\n\n", plain(&chapter.question));
        }
        // Angle brackets allow a name with spaces.
        let picture = picture.replace(['<', '>', '\n'], " ");
        let _ = writeln!(out, "![{}](<{}>)", plain(&chapter.alt), picture.replace('\\', "/"));
        for found in &chapter.found {
            let _ = write!(out, "\n### {}\n\n", plain(&found.sentence));
            for (what, text) in found.details() {
                let _ = writeln!(out, "- **{what}:** {}", plain(text));
            }
        }
        if !chapter.notes.is_empty() {
            let _ = write!(out, "\n### {NOTES}\n\n");
            for note in &chapter.notes {
                let _ = writeln!(out, "- {}", plain(note));
            }
        }
    }
    let questions = report.questions();
    if !questions.is_empty() {
        let _ = write!(out, "\n## {QUESTIONS}\n\n");
        for (chapter, question) in questions {
            let _ = writeln!(out, "- {} ({})", plain(question), plain(chapter));
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
        let scene = crate::export::empty_scene();
        let report = super::super::tests::report(&scene);
        assert_eq!(
            markdown(&report, &["Our map-bottlenecks.svg".to_owned()]),
            "# Northwind \\#1\n\n21 November 2026\n\n9 teams.\n\n\
             ## At a glance\n\n- **Bottlenecks:** Content \\<script\\> carries \\*most\\*.\n- **Bottlenecks:** Again.\n\n\
             ## Bottlenecks\n\n*Where does it wait?*\n\n\
             ![A map of 9 teams](<Our map-bottlenecks.svg>)\n\n\
             ### Content \\<script\\> carries \\*most\\*.\n\n- **Because:** 9 teams rely on it.\n\
             - **What could be done:** Share the load.\n- **To ask:** Who could help?\n\n\
             ### Again.\n\n- **Because:** 9 teams rely on it.\n\
             - **What could be done:** Share the load.\n- **To ask:** Who could help?\n\n\
             ### What could not be told\n\n- Nobody rated the load.\n\n\
             ## To decide and to ask\n\n- Who could help? (Bottlenecks)\n"
        );
    }
}
