//! As one page to read and to print: no script, and nothing is fetched.

use std::fmt::Write;

use picture::theme::Theme;

use super::{GLANCE, NOTES, QUESTIONS, Report};
use crate::export::html::{colours, inline};
use crate::export::xml::escape;

const STYLE: &str = include_str!("report.css");

/// Writes a report.
pub fn html(report: &Report<'_>, theme: &Theme) -> String {
    let (title, subtitle, summary) =
        (escape(&report.title), escape(&report.subtitle), escape(&report.summary));
    let mut out = format!(
        r#"<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'">
<title>{title}</title><style>{}{STYLE}</style></head><body>
<header><h1>{title}</h1><p class="quiet">{subtitle}</p><p>{summary}</p></header><main>"#,
        colours(theme)
    );
    // Writing to a String cannot fail.
    if report.glance().next().is_some() {
        let _ = write!(out, "<section class=\"glance\"><h2>{GLANCE}</h2><ul>");
        for (chapter, found) in report.glance() {
            let (chapter, sentence) = (escape(chapter), escape(&found.sentence));
            let _ =
                write!(out, r#"<li><span class="quiet">{chapter}</span> <strong>{sentence}</strong></li>"#);
        }
        out.push_str("</ul></section>");
    }
    // No two pictures of a page may share their names.
    let mut pictures = 0..;
    let mut figure = |scene| {
        let n = pictures.next().unwrap_or_default();
        format!("<figure>{}</figure>", inline(scene, theme, n))
    };
    for chapter in &report.chapters {
        let _ = write!(out, "<section><h2>{}</h2>", escape(&chapter.name));
        if !chapter.question.is_empty() {
            let _ = write!(out, r#"<p class="quiet">{}</p>"#, escape(&chapter.question));
        }
        out += &figure(chapter.scene);
        for (n, found) in chapter.found.iter().enumerate() {
            let _ = write!(out, "<article><h3>{}</h3>", escape(&found.sentence));
            out.extend(chapter.evidence.get(&n).map(|scene| figure(scene)));
            out.push_str("<dl>");
            for (what, text) in found.details() {
                let _ = write!(out, "<dt>{what}</dt><dd>{}</dd>", escape(text));
            }
            out.push_str("</dl></article>");
        }
        if !chapter.notes.is_empty() {
            let notes: String =
                chapter.notes.iter().map(|note| format!("<li>{}</li>", escape(note))).collect();
            let _ = write!(out, "<h3>{NOTES}</h3><ul>{notes}</ul>");
        }
        out.push_str("</section>");
    }
    let questions = report.questions();
    if !questions.is_empty() {
        let _ = write!(
            out,
            r#"<section><h2>{QUESTIONS}</h2><table><thead><tr><th scope="col">Question</th><th scope="col">From</th><th scope="col">Owner</th><th scope="col">By</th></tr></thead><tbody>"#
        );
        for (chapter, question) in questions {
            let (chapter, question) = (escape(chapter), escape(question));
            let _ = write!(out, "<tr><td>{question}</td><td>{chapter}</td><td></td><td></td></tr>");
        }
        out.push_str("</tbody></table></section>");
    }
    out + "</main></body></html>\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_names_and_nothing_is_fetched() {
        let scene = crate::export::empty_scene();
        let page = html(&super::super::tests::report(&scene), &Theme::light());
        assert!(page.contains("<h3>Content &lt;script&gt; carries *most*.</h3>"), "{page}");
        assert!(!page.contains("<script") && !page.contains("src=\"") && !page.contains("href=\""));
        assert_eq!(page.matches("<td>Who could&#10;help?</td>").count(), 1);
    }
}
