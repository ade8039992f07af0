//! A page that opens in any browser without a network: pictures that pan and zoom, a search, and everything in words
//! and tables below. Its only script is its own, allowed by its hash; nothing is fetched.

use std::fmt::Write;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ecosystem::Map;
use picture::scene::Scene;
use picture::theme::Theme;
use sha2::{Digest, Sha256};

use super::fonts;
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
    let other = other(theme);
    let mut paints = Paints::default();
    let pictures: Vec<String> =
        (0..).zip(views).map(|(n, view)| paints.picture(view.scene, theme, other.as_ref(), n)).collect();
    let colours = colours(theme) + &paints.style(other.as_ref());
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
        r#"</nav><label>Find <input id="find" type="search" placeholder="a team or what is handed over"></label><span id="found" role="status"></span><span class="zoom"><button type="button" id="out" aria-label="Zoom out">−</button><button type="button" id="fit">Fit</button><button type="button" id="in" aria-label="Zoom in">+</button></span>"#,
    );
    if let Some(other) = &other {
        let [other, own] = if other.dark { ["Dark", "Light"] } else { ["Light", "Dark"] };
        let _ = write!(
            out,
            r#"<button type="button" id="look" data-own="{own}" data-other="{other}">{other}</button>"#
        );
    }
    out.push_str("</header><main>");
    for ((n, view), svg) in views.iter().enumerate().zip(&pictures) {
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

/// The theme's colours and face as a page's style sheet has them.
pub(super) fn colours(theme: &Theme) -> String {
    let fonts: String = fonts::own(theme).iter().map(fonts::Embedded::rule).collect();
    let face = theme.face.as_ref().map_or_else(String::new, |face| format!(";--face:'{}'", face.family()));
    format!("{fonts}:root{{{}{face}}}", variables(theme))
}

fn variables(theme: &Theme) -> String {
    format!(
        "--ground:{};--surface:{};--ink:{};--quiet:{};--hairline:{};--accent:{};color-scheme:{}",
        theme.ground,
        theme.surface,
        theme.ink,
        theme.quiet,
        theme.hairline,
        theme.accent.legible_on(theme.ground, theme.contrast),
        if theme.dark { "dark" } else { "light" }
    )
}

/// The look that the page can change to: dark for light and light for dark. Others stay as they are.
fn other(theme: &Theme) -> Option<Theme> {
    let [light, dark] = [Theme::light(), Theme::dark()].map(|look| look.with_face(theme.face.clone()));
    match theme {
        theme if *theme == light => Some(dark),
        theme if *theme == dark => Some(light),
        _ => None,
    }
}

/// The colours of pictures that have two looks, each a variable of the page.
#[derive(Default)]
struct Paints(Vec<(String, String)>);

impl Paints {
    /// The `n`th picture. Drawn in both looks it differs in colours alone; these become variables.
    fn picture(&mut self, scene: &Scene, theme: &Theme, other: Option<&Theme>, n: usize) -> String {
        let own = inline(scene, theme, n);
        let Some(other) = other else { return own };
        let other = inline(scene, other, n);
        let mut parts = other.split('"');
        let mut out = String::with_capacity(own.len());
        for part in own.split('"') {
            let twin = parts.next().unwrap_or_default();
            match part.starts_with('#') && twin.starts_with('#') {
                true => {
                    let _ = write!(out, "var(--p{})", self.number(part, twin));
                }
                false => out.push_str(part),
            }
            out.push('"');
        }
        out.pop();
        out
    }

    fn number(&mut self, own: &str, other: &str) -> usize {
        let known = self.0.iter().position(|(a, b)| a == own && b == other);
        known.unwrap_or_else(|| {
            self.0.push((own.to_owned(), other.to_owned()));
            self.0.len() - 1
        })
    }

    fn style(&self, other: Option<&Theme>) -> String {
        let Some(other) = other else { return String::new() };
        let list = |pick: fn(&(String, String)) -> &String| -> String {
            self.0.iter().enumerate().map(|(n, pair)| format!("--p{n}:{};", pick(pair))).collect()
        };
        format!(
            ":root{{{}}}:root.other{{{}{}}}",
            list(|pair| &pair.0),
            list(|pair| &pair.1),
            variables(other)
        )
    }
}

/// The `n`th picture of a page: its ids are its own.
pub(super) fn inline(scene: &Scene, theme: &Theme, n: usize) -> String {
    let svg = svg::write(scene, theme, SvgOptions { transparent: true, ..SvgOptions::default() });
    svg.replace("tiemap-title", &format!("title-{n}")).replace("tiemap-desc", &format!("desc-{n}"))
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
