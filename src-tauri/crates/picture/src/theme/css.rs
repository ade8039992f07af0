//! The window's style sheet, written from the themes: custom properties for every colour, and the rules of a scene's
//! classes, so that the window and the exports cannot differ. A test writes it to `ui/src/design/theme.css`.
//!
//! A painter gives elements these classes inside one with the class `scene`; the parts of a shape are in no group:
//! - a room's parts `room hue-N`: `rect.room-box` with `wall note|warn|alarm`, and texts
//! - a plate's `plate hue-N`: `rect.plate-box`, and texts
//! - a card's `card`: `rect.card-box`, `path.card-bar.hue-N`, texts, and of its badge `rect.badge-box note|warn|alarm`
//!   and `text.badge note|warn|alarm`
//! - a tie's `tie ok|slowing|blocking` with `gap`, `note|warn|alarm`: `path.tie-line` (its stroke width is the
//!   scene's), `path.tie-arrow`
//! - a label's `pill` with the classes of its tie: `rect.pill-box`, and texts
//! - the scene's `unit` is the property `--unit` of the element around it all
//! - a text its role: `card-name`, `card-second`, ... (its font size is the scene's)

use std::fmt::Write;

use ecosystem::{Health, Tone};

use super::{BAR_WIDTH, CARD_RADIUS, ROOM_RADIUS, Stroke, Theme};
use crate::scene::{Level, Role};
use crate::text::fonts;

const HEALTHS: [(&str, Health); 3] =
    [("ok", Health::Ok), ("slowing", Health::Slowing), ("blocking", Health::Blocking)];
const TONES: [(&str, Tone); 3] = [("note", Tone::Note), ("warn", Tone::Warn), ("alarm", Tone::Alarm)];

/// The style sheet.
pub fn css() -> String {
    let (light, dark) = (Theme::light(), Theme::dark());
    let high = Theme::high_contrast();
    let hues = light.functions.len();
    let mut out = String::from(
        "/* Written from src-tauri/crates/picture/src/theme by its test; change it there. */\n\n",
    );
    let mut put = |text: &str| {
        out.push_str(text);
        out.push('\n');
    };
    put(&format!(":root {{\n{}{}}}\n", shared(), properties(&light)));
    let night = properties(&dark);
    put(&format!(
        "@media (prefers-color-scheme: dark) {{\n:root:not([data-theme=\"light\"], [data-theme=\"high-contrast\"]) {{\n{night}}}\n}}\n"
    ));
    put(&format!(":root[data-theme=\"dark\"] {{\n{night}}}\n"));
    let high = properties(&high);
    put(&format!("@media (prefers-contrast: more) {{\n:root:not([data-theme]) {{\n{high}}}\n}}\n"));
    put(&format!(":root[data-theme=\"high-contrast\"] {{\n{high}}}\n"));
    for hue in 0..hues {
        put(&format!(
            ".hue-{hue} {{ --hue: var(--hue-{hue}); --hue-text: var(--hue-{hue}-text); --hue-plate: var(--hue-{hue}-plate); }}"
        ));
    }
    put(&rules(&light));
    out
}

/// What is the same in every theme.
fn shared() -> String {
    let families: Vec<String> =
        std::iter::once(&fonts::FAMILY).chain(FALLBACKS_ANYWHERE).map(|name| format!("\"{name}\"")).collect();
    let mut out = format!(
        "  --font: {}, sans-serif;\n  --card-radius: {CARD_RADIUS}px;\n  --room-radius: {ROOM_RADIUS}px;\n  --bar-width: {BAR_WIDTH}px;\n",
        families.join(", ")
    );
    for role in Role::ALL {
        let (class, size) = (role.class(), role.size());
        // Writing to a String cannot fail.
        let _ = writeln!(out, "  --{class}-size: {size}px;\n  --{class}-weight: {};", role.weight().number());
    }
    out
}

/// The families that stand in on every system: the sheet is the same file everywhere, so it names them all; a run
/// that needs one of them names it itself.
const FALLBACKS_ANYWHERE: &[&str] = &["Segoe UI", "Noto Sans", "Helvetica Neue"];

/// A theme's colours.
fn properties(theme: &Theme) -> String {
    let mut out = format!("  color-scheme: {};\n", if theme.dark { "dark" } else { "light" });
    let mut put = |name: &str, value: &dyn std::fmt::Display| {
        let _ = writeln!(out, "  --{name}: {value};");
    };
    put("ground", &theme.ground);
    put("surface", &theme.surface);
    put("ink", &theme.ink);
    put("quiet", &theme.quiet);
    put("hairline", &theme.hairline);
    put("accent", &theme.accent);
    put("accent-ink", &theme.accent.best_ink(super::Colour::WHITE, theme.ground));
    put("accent-text", &theme.accent.legible_on(theme.ground, theme.contrast));
    put("tint", &theme.tint);
    put("edge", &theme.edge);
    for (name, health) in HEALTHS {
        put(name, &theme.tie(health, false, None, 1.0).colour);
        put(&format!("{name}-text"), &theme.label(health, None).text);
    }
    for (name, tone) in TONES {
        put(name, &theme.tone(tone));
        put(&format!("{name}-text"), &theme.tone(tone).legible_on(theme.ground, theme.contrast));
        let badge = theme.badge(tone);
        put(&format!("badge-{name}"), &badge.fill);
        put(&format!("badge-{name}-text"), &badge.text);
    }
    for (hue, colour) in (0u8..).zip(&theme.functions) {
        put(&format!("hue-{hue}"), colour);
        put(&format!("hue-{hue}-text"), &theme.hue_text(hue));
        put(&format!("hue-{hue}-plate"), &theme.plate(hue, Level::Near).0);
    }
    out
}

/// The rules of a scene's classes. Lengths and patterns are the same in every theme of the window.
fn rules(theme: &Theme) -> String {
    let mut out = String::from(
        "\n.scene { --unit: 1; }\n.scene text { font-family: var(--font); font-kerning: normal; }\n",
    );
    for role in Role::ALL {
        let fill = match role {
            Role::CardName | Role::Title => "var(--ink)",
            Role::RoomName | Role::RoomCount => "var(--hue-text, var(--quiet))",
            _ => "var(--quiet)",
        };
        let (class, weight) = (role.class(), role.weight().number());
        let _ = writeln!(out, ".scene .{class} {{ font-weight: {weight}; fill: {fill}; }}");
    }
    out.push_str(
        ".scene .room-box, .scene .plate-box, .scene .card-box, .scene .badge-box, .scene .pill-box { stroke-width: calc(1px * var(--unit)); }\n\
         .scene .room-box { fill: var(--hue); fill-opacity: var(--tint); stroke: var(--hue); stroke-opacity: var(--edge); rx: calc(var(--room-radius) * var(--unit)); }\n\
         .scene .card-box, .scene .plate-box { fill: var(--surface); stroke: var(--hairline); }\n\
         .scene .picture:not(.far) .plate-box { fill: var(--hue-plate); stroke: none; }\n\
         .scene .card-bar { fill: var(--hue); }\n\
         .scene .tie-line { fill: none; stroke: var(--tie); }\n\
         .scene .tie-arrow { fill: var(--tie); }\n\
         .scene .pill-box { fill: var(--ground); stroke: none; }\n",
    );
    for (name, tone) in TONES {
        let Stroke { width, dash, .. } = theme.room(0, Some(tone)).edge;
        let colour = if tone == Tone::Note { "var(--hue)".to_owned() } else { format!("var(--{name})") };
        let _ = writeln!(
            out,
            ".scene .room-box.wall.{name} {{ stroke: {colour}; stroke-opacity: 1; stroke-width: calc({width}px * var(--unit)); stroke-dasharray: {}; stroke-linecap: round; }}\n\
             .scene .tie.ok.{name}, .scene .pill.ok.{name} {{ --tie: var(--{name}); --tie-text: var(--{name}-text); }}\n\
             .scene .badge-box.{name} {{ fill: var(--badge-{name}); stroke: var(--surface); }}\n\
             .scene .badge.{name} {{ fill: var(--badge-{name}-text); }}",
            dashes(dash),
        );
    }
    for (name, health) in HEALTHS {
        let _ = writeln!(
            out,
            ".scene .tie.{name}, .scene .pill.{name} {{ --tie: var(--{name}); --tie-text: var(--{name}-text); }}"
        );
        let dash = theme.tie(health, false, None, 1.0).dash;
        if !dash.is_empty() {
            let _ = writeln!(out, ".scene .tie-line.{name} {{ stroke-dasharray: {}; }}", dashes(dash));
        }
    }
    let gap = theme.tie(Health::Ok, true, None, 1.0).dash;
    let _ = writeln!(out, ".scene .tie-line.gap {{ stroke-dasharray: {}; }}", dashes(gap));
    out.push_str(
        ".scene .pill-box:is(.slowing, .blocking, .note, .warn, .alarm) { stroke: var(--tie); }\n\
         .scene .pill.label:is(.slowing, .blocking, .note, .warn, .alarm) { fill: var(--tie-text); }\n",
    );
    out
}

fn dashes(dash: &[f64]) -> String {
    dash.iter().map(|length| format!("calc({length}px * var(--unit))")).collect::<Vec<_>>().join(" ")
}
