//! SVG: one self-contained file, with what it shows in words for those who hear or search it. No scripts, no links.

use std::fmt::{Display, Write};

use picture::geometry::Rect;
use picture::scene::{Anchor, Line, Run, Scene};
use picture::text::fonts::FAMILY;
use picture::theme::{Colour, Stroke, Theme};

use super::fonts;
use super::paint::{Mark, Of, Outline, Step, Words, pieces};
use super::xml::escape;

/// What fonts a file brings along.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Fonts {
    /// The letters it uses, inside it: it looks the same everywhere. Other scripts are named, not carried.
    #[default]
    Embedded,
    /// None; where the bundled font is missing, another one is squeezed into the same lengths.
    Named,
    /// None, and no lengths: for our own painter, which has the fonts.
    Ours,
}

/// How to write it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SvgOptions {
    /// What fonts it brings along.
    pub fonts: Fonts,
    /// Whether the ground is left out.
    pub transparent: bool,
}

/// Writes `scene` in the colours of `theme`.
pub fn write(scene: &Scene, theme: &Theme, options: SvgOptions) -> String {
    let mut out = Svg { text: String::with_capacity(1 << 16), fonts: options.fonts };
    let Rect { x, y, w, h } = scene.bounds;
    let words = Words::of(scene);
    out.put(format_args!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="{} {} {} {}" width="{}" height="{}" role="graphics-document" aria-labelledby="tiemap-title tiemap-desc" lang="en"><title id="tiemap-title">{}</title><desc id="tiemap-desc">{}</desc>"#,
        Hundredth(x),
        Hundredth(y),
        Hundredth(w),
        Hundredth(h),
        Hundredth(w),
        Hundredth(h),
        escape(&Words::title(scene)),
        escape(&Words::scene(scene)),
    ));
    if options.fonts == Fonts::Embedded {
        out.text.push_str("<style>");
        fonts::used_by(scene, theme).iter().for_each(|font| out.text.push_str(&font.rule()));
        out.text.push_str("</style>");
    }
    if !options.transparent {
        out.rect(scene.bounds, 0.0);
        out.put(format_args!(r#" fill="{}"/>"#, theme.ground));
    }
    let own = theme.face.as_ref().map_or_else(String::new, |face| format!("'{}',", face.family()));
    out.put(format_args!(r#"<g font-family="{own}'{FAMILY}',Inter,Arial,sans-serif">"#));
    let mut open: Option<&str> = None;
    for piece in pieces(scene, theme) {
        let (list, said) = match piece.of {
            Of::Room(room) => ("Functions", Some(words.room(room))),
            Of::Tie(tie) => ("Dependencies", Some(words.tie(tie))),
            Of::Card(card) => ("Teams", Some(words.card(card))),
            // Their words are those of the rooms and ties.
            Of::Plate(_) | Of::Label => ("", None),
            Of::Legend => ("Legend", Some(String::new())),
            Of::Title => ("", None),
        };
        if open != Some(list) {
            out.text.push_str(if open.is_some() { "</g>" } else { "" });
            match list {
                "" => out.text.push_str("<g aria-hidden=\"true\">"),
                list => out.put(format_args!(r#"<g role="list" aria-label="{list}">"#)),
            }
            open = Some(list);
        }
        match said.as_deref() {
            None => out.text.push_str("<g>"),
            Some("") => out.text.push_str("<g role=\"listitem\">"),
            Some(said) => {
                let said = escape(said);
                out.put(format_args!(r#"<g role="listitem" aria-label="{said}"><title>{said}</title>"#));
            }
        }
        piece.marks.iter().for_each(|mark| out.mark(mark));
        out.text.push_str("</g>");
    }
    out.text.push_str(if open.is_some() { "</g></g></svg>\n" } else { "</g></svg>\n" });
    out.text
}

struct Svg {
    text: String,
    fonts: Fonts,
}

/// A number to a hundredth, as short as it can be written.
struct Hundredth(f64);

impl Display for Hundredth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Adding zero turns -0 into 0.
        write!(f, "{}", (self.0 * 100.0).round() / 100.0 + 0.0)
    }
}

impl Svg {
    fn put(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing to a String cannot fail.
        let _ = self.text.write_fmt(text);
    }

    fn mark(&mut self, mark: &Mark<'_>) {
        match mark {
            Mark::Shape { outline, fill, stroke } => {
                match outline {
                    Outline::Rounded(rect, radius) => self.rect(*rect, *radius),
                    outline => self.path(&outline.steps()),
                }
                self.paint(*fill, *stroke);
                self.text.push_str("/>");
            }
            Mark::Text { line, colour } => self.line(line, *colour),
        }
    }

    fn rect(&mut self, Rect { x, y, w, h }: Rect, radius: f64) {
        let [x, y, w, h, r] = [x, y, w, h, radius].map(Hundredth);
        self.put(format_args!(r#"<rect x="{x}" y="{y}" width="{w}" height="{h}""#));
        if r.0 > 0.0 {
            self.put(format_args!(r#" rx="{r}""#));
        }
    }

    fn path(&mut self, steps: &[Step]) {
        self.text.push_str("<path d=\"");
        for step in steps {
            match step {
                Step::Move(p) => self.put(format_args!("M{} {}", Hundredth(p.x), Hundredth(p.y))),
                Step::Line(p) => self.put(format_args!("L{} {}", Hundredth(p.x), Hundredth(p.y))),
                Step::Cubic(a, b, c) => {
                    let [ax, ay, bx, by, cx, cy] = [a.x, a.y, b.x, b.y, c.x, c.y].map(Hundredth);
                    self.put(format_args!("C{ax} {ay} {bx} {by} {cx} {cy}"));
                }
                Step::Close => self.text.push('Z'),
            }
        }
        self.text.push('"');
    }

    fn paint(&mut self, fill: Option<(Colour, f64)>, stroke: Option<Stroke>) {
        match fill {
            None => self.text.push_str(r#" fill="none""#),
            Some((colour, opacity)) => {
                self.put(format_args!(r#" fill="{colour}""#));
                if opacity < 1.0 {
                    self.put(format_args!(r#" fill-opacity="{opacity}""#));
                }
            }
        }
        let Some(Stroke { colour, opacity, width, dash, round }) = stroke else { return };
        self.put(format_args!(r#" stroke="{colour}" stroke-width="{}""#, Hundredth(width)));
        if opacity < 1.0 {
            self.put(format_args!(r#" stroke-opacity="{opacity}""#));
        }
        if !dash.is_empty() {
            let dash: Vec<String> = dash.iter().map(f64::to_string).collect();
            self.put(format_args!(r#" stroke-dasharray="{}""#, dash.join(" ")));
        }
        if round {
            self.text.push_str(r#" stroke-linecap="round""#);
        }
    }

    /// A plain line is one text at its anchor; any other is written run by run, each at its own place, so that no
    /// reader orders or measures it anew.
    fn line(&mut self, line: &Line, colour: Colour) {
        if line.is_plain() {
            let anchor = match line.anchor {
                Anchor::Start => "",
                Anchor::Middle => r#" text-anchor="middle""#,
                Anchor::End => r#" text-anchor="end""#,
            };
            self.put(format_args!(r#"<text x="{}"{anchor}"#, Hundredth(line.x)));
            self.type_and_colour(line, colour, line.width(), "spacing");
            let text: String = line.runs.iter().map(|run| run.text.as_str()).collect();
            self.put(format_args!(">{}</text>", escape(&text)));
            return;
        }
        for run in line.runs.iter().filter(|run| !run.text.trim().is_empty()) {
            self.run(line, run, colour);
        }
    }

    /// Anchored in its middle and between marks of its direction, a run looks the same whatever direction the reader
    /// assumes around it.
    fn run(&mut self, line: &Line, run: &Run, colour: Colour) {
        let middle = line.left() + run.x + run.width / 2.0;
        self.put(format_args!(
            r#"<text x="{}" text-anchor="middle" xml:space="preserve""#,
            Hundredth(middle)
        ));
        if let Some(family) = &run.family {
            self.put(format_args!(r#" font-family="'{}',sans-serif""#, escape(&family.replace('\'', ""))));
        }
        if run.rtl {
            self.text.push_str(r#" direction="rtl""#);
        }
        let adjust = if run.family.is_some() { "spacingAndGlyphs" } else { "spacing" };
        self.type_and_colour(line, colour, run.width, adjust);
        let mark = if run.rtl { '\u{200f}' } else { '\u{200e}' };
        self.put(format_args!(">{mark}{}{mark}</text>", escape(&run.text)));
    }

    fn type_and_colour(&mut self, line: &Line, colour: Colour, length: f64, adjust: &str) {
        let (y, size, weight) = (Hundredth(line.y), Hundredth(line.size), line.role.weight().number());
        self.put(format_args!(r#" y="{y}" font-size="{size}" font-weight="{weight}" fill="{colour}""#));
        if self.fonts != Fonts::Ours && length > 0.0 {
            self.put(format_args!(r#" textLength="{}" lengthAdjust="{adjust}""#, Hundredth(length)));
        }
    }
}
