//! A page that opens in any browser without a network: pictures that pan and zoom, a search, and everything in words
//! and tables below. Its only script is its own, allowed by its hash; nothing is fetched.

use std::fmt::Write;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ecosystem::Map;
use picture::scene::Scene;
use picture::theme::Theme;
use sha2::{Digest, Sha256};

use super::svg::{self, SvgOptions};
use super::xml::escape;
use super::{csv, paint::Words};

/// A picture of the page, such as a lens or a view.
#[derive(Debug, Clone)]
pub struct HtmlView<'s> {
    /// What its button says.
    pub name: String,
    /// What it shows.
    pub scene: &'s Scene,
    /// Sentences about it: findings.
    pub notes: Vec<String>,
}

const SCRIPT: &str = include_str!("page.js");
const STYLE: &str = include_str!("page.css");

/// Writes a page with `views` and the tables of `map`.
pub fn write(map: &Map, views: &[HtmlView<'_>], theme: &Theme) -> String {
    let hash = BASE64_STANDARD.encode(Sha256::digest(SCRIPT));
    let title = escape(&map.about().name);
    let colours = format!(
        ":root{{--ground:{};--surface:{};--ink:{};--quiet:{};--hairline:{};--accent:{};color-scheme:{}}}",
        theme.ground,
        theme.surface,
        theme.ink,
        theme.quiet,
        theme.hairline,
        theme.accent.legible_on(theme.ground, theme.contrast),
        if theme.dark { "dark" } else { "light" }
    );
    let mut out = format!(
        r#"<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; script-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'">
<title>{title}</title><style>{colours}{STYLE}</style></head><body>
<header><h1>{title}</h1><nav aria-label="Views">"#
    );
    // Writing to a String cannot fail.
    for (n, view) in views.iter().enumerate() {
        let _ = write!(
            out,
            r#"<button type="button" data-view="{n}" aria-pressed="{}">{}</button>"#,
            n == 0,
            escape(&view.name)
        );
    }
    out.push_str(
        r#"</nav><label>Find <input id="find" type="search" placeholder="a team or what is handed over"></label><span id="found" role="status"></span><span class="zoom"><button type="button" id="out" aria-label="Zoom out">−</button><button type="button" id="fit">Fit</button><button type="button" id="in" aria-label="Zoom in">+</button></span></header><main>"#,
    );
    for (n, view) in views.iter().enumerate() {
        let svg = svg::write(view.scene, theme, SvgOptions { transparent: true, ..SvgOptions::default() });
        // Ids are unique on a page.
        let svg =
            svg.replace("tiemap-title", &format!("title-{n}")).replace("tiemap-desc", &format!("desc-{n}"));
        let hidden = if n == 0 { "" } else { " hidden" };
        let _ = write!(
            out,
            r#"<section data-view="{n}" aria-label="{}"{hidden}><div class="canvas" tabindex="0" role="group" aria-label="Drawing; arrow keys move it, plus and minus zoom">{svg}</div>"#,
            escape(&view.name)
        );
        if !view.notes.is_empty() {
            let notes: String = view.notes.iter().map(|note| format!("<li>{}</li>", escape(note))).collect();
            let _ = write!(out, "<h2>What it shows</h2><ul>{notes}</ul>");
        }
        out.push_str("</section>");
    }
    let summary = views.first().map_or_else(String::new, |view| Words::scene(view.scene));
    let _ = write!(out, "<p>{}</p>", escape(&summary));
    table(&mut out, "Teams", &csv::teams(map));
    table(&mut out, "Dependencies", &csv::dependencies(map));
    let _ = writeln!(out, "</main><script>{SCRIPT}</script></body></html>");
    out
}

/// A table with only the columns that say something.
fn table(out: &mut String, name: &str, rows: &csv::Rows) {
    let used: Vec<usize> =
        (0..rows[0].len()).filter(|&n| rows[1..].iter().any(|row| !row[n].is_empty())).collect();
    if used.is_empty() {
        return;
    }
    let _ = write!(out, "<details><summary>{name}</summary><table><caption>{name}</caption><thead><tr>");
    for &n in &used {
        let _ = write!(out, r#"<th scope="col">{}</th>"#, escape(&rows[0][n]));
    }
    out.push_str("</tr></thead><tbody>");
    for row in &rows[1..] {
        out.push_str("<tr>");
        for &n in &used {
            let _ = write!(out, "<td>{}</td>", escape(&row[n]));
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></details>");
}
