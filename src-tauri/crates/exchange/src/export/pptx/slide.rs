//! A scene as shapes of a slide: functions as groups, a shape for each team, connectors glued to them.

use std::collections::HashMap;
use std::fmt::Write;

use ecosystem::{FunctionId, Health, Tone};
use picture::geometry::Rect;
use picture::scene::{
    CardShape, End, LabelShape, LegendEntry, LegendShape, Line, Role, RoomShape, Sample, Scene, TieShape,
};
use picture::theme::{CARD_RADIUS, Colour, ROOM_RADIUS, Theme};

use super::connector::Site;
use super::parts::{self, Colours, HEAD, POINT, ROOT, SPACES};
use super::route::{Ended, Route, Routes, Scale};
use crate::export::look::Look;
use crate::export::paint::{Words, spoken};
use crate::export::xml::escape;

/// EMU in a scene unit at full size: 914,400 to the inch against 96.
const FULL_SIZE: f64 = 9525.0;
/// Says that a shape carries no meaning of its own.
const DECORATIVE: &str = r#"<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>"#;

/// A slide's XML. The picture is fitted into `area` (left, top, width, height in EMU).
pub(super) fn write(
    title: &str,
    scene: &Scene,
    theme: &Theme,
    colours: &Colours,
    area: (i64, i64, i64, i64),
) -> String {
    let mut slide = Slide::fitted(scene, theme, colours, area);
    slide.id = 2;
    let mut shapes = String::new();
    let inner: Vec<&RoomShape> = scene.rooms.iter().filter(|room| slide.is_outermost(scene, room)).collect();
    for room in inner {
        shapes += &slide.group(scene, room);
    }
    let loose =
        scene.cards.iter().filter(|card| !card.room.is_some_and(|id| scene.rooms.iter().any(|r| r.id == id)));
    for card in loose.collect::<Vec<_>>() {
        shapes += &slide.card(card);
    }
    // Read aloud in this order: title, functions with their teams, dependencies. A connector that cannot help running
    // across another team lies below it, so that the team's name stays legible.
    let mut routes = Routes::of(scene);
    let (mut below, mut above, mut labels) = (String::new(), String::new(), Vec::new());
    for tie in &scene.ties {
        let Some((connector, route)) = slide.tie(tie, &mut routes) else { continue };
        if route.across { &mut below } else { &mut above }.push_str(&connector);
        labels.extend(tie.label.as_ref().map(|label| (tie, label, route.line)));
    }
    let mut shapes =
        parts::title(2, title, parts::title_size(title, area.2, theme), None) + &below + &shapes + &above;
    for (tie, label, line) in labels {
        shapes += &slide.label(tie, label, routes.label(label.rect, &line));
    }
    if let Some(legend) = &scene.legend {
        shapes += &slide.legend(legend);
    }
    format!(
        r#"{HEAD}<p:sld {SPACES}><p:cSld><p:spTree>{ROOT}{shapes}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"#
    )
}

struct Slide<'s> {
    look: Look<'s>,
    colours: &'s Colours,
    words: Words<'s>,
    /// The last id given.
    id: u32,
    /// EMU for each scene unit, and where the scene's origin is.
    scale: f64,
    left: f64,
    top: f64,
    /// Shapes that connectors are glued to: their ids and where they are.
    glued: HashMap<End, (u32, Rect)>,
}

/// A shape's look and text.
struct Shape<'a> {
    name: String,
    /// What it says to those who do not see it; none: it is decorative.
    alt: Option<String>,
    rect: Rect,
    radius: f64,
    fill: Option<(Colour, f64)>,
    line: Option<String>,
    lines: Vec<(&'a Line, Colour)>,
    /// Where the text stands: `ctr`, `t`.
    anchor: &'static str,
    /// `l`, `ctr`, `r`.
    align: &'static str,
    /// Left, top, right and bottom space around the text, in scene units.
    insets: [f64; 4],
}

impl<'s> Slide<'s> {
    fn fitted(
        scene: &'s Scene,
        theme: &'s Theme,
        colours: &'s Colours,
        (x, y, w, h): (i64, i64, i64, i64),
    ) -> Self {
        let drawn = scene.rooms.iter().map(|room| room.rect);
        let drawn = drawn.chain(scene.cards.iter().map(|card| card.rect));
        let drawn = drawn.chain(scene.ties.iter().flat_map(|tie| Some(tie.label.as_ref()?.rect)));
        let drawn = Rect::around(drawn.chain(scene.legend.iter().map(|legend| legend.rect)));
        let bounds = drawn.unwrap_or(Rect::new(0.0, 0.0, 1.0, 1.0)).grown(4.0);
        let scale = (w as f64 / bounds.w).min(h as f64 / bounds.h).min(1.25 * FULL_SIZE);
        let left = x as f64 + (w as f64 - bounds.w * scale) / 2.0 - bounds.x * scale;
        let top = y as f64 + (h as f64 - bounds.h * scale) / 2.0 - bounds.y * scale;
        let look = Look::of(scene, theme);
        Self { look, colours, words: Words::of(scene), id: 0, scale, left, top, glued: HashMap::new() }
    }

    fn next_id(&mut self) -> u32 {
        self.id += 1;
        self.id
    }

    fn length(&self, units: f64) -> i64 {
        (units * self.scale).round() as i64
    }

    /// Left, top, width and height in EMU; even, so that connection sites fall on whole numbers.
    fn frame(&self, rect: Rect) -> (i64, i64, i64, i64) {
        let even = |emu: f64| (emu / 2.0).round() as i64 * 2;
        let x = even(self.left + rect.x * self.scale);
        let y = even(self.top + rect.y * self.scale);
        (x, y, even(rect.w * self.scale).max(2), even(rect.h * self.scale).max(2))
    }

    fn is_outermost(&self, scene: &Scene, room: &RoomShape) -> bool {
        !room.parent.is_some_and(|parent| scene.rooms.iter().any(|other| other.id == parent))
    }

    /// A function with everything in it. Children keep the slide's coordinates.
    fn group(&mut self, scene: &Scene, room: &RoomShape) -> String {
        let (id, said) = (self.next_id(), self.words.room(room));
        let mut inside = self.room(room);
        let rooms: Vec<&RoomShape> =
            scene.rooms.iter().filter(|inner| inner.parent == Some(room.id)).collect();
        for inner in rooms {
            inside += &self.group(scene, inner);
        }
        let id_of_room: Option<FunctionId> = Some(room.id);
        for card in scene.cards.iter().filter(|card| card.room == id_of_room) {
            inside += &self.card(card);
        }
        self.grouped(id, &format!("Function {}", room.name), &said, room.rect, &inside)
    }

    /// Shapes as one thing that is moved as a whole.
    fn grouped(&self, id: u32, name: &str, said: &str, rect: Rect, inside: &str) -> String {
        let (x, y, w, h) = self.frame(rect);
        format!(
            r#"<p:grpSp><p:nvGrpSpPr><p:cNvPr id="{id}" name="{}" descr="{}"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/><a:chOff x="{x}" y="{y}"/><a:chExt cx="{w}" cy="{h}"/></a:xfrm></p:grpSpPr>{inside}</p:grpSp>"#,
            escape(name),
            escape(said)
        )
    }

    fn room(&mut self, room: &RoomShape) -> String {
        let theme = self.look.room(room);
        let paint = theme.room(room.hue, room.wall);
        let edge = paint.edge;
        let dash = if room.wall.is_some() { "sysDot" } else { "solid" };
        let line = self.line_xml(edge.colour, edge.opacity, edge.width, dash, edge.round);
        let colour = theme.text(Role::RoomName, room.hue);
        let id = self.next_id();
        self.glued.insert(End::Function(room.id), (id, room.rect));
        let mut out = self.shape(
            id,
            &Shape {
                name: format!("Room of {}", room.name),
                alt: None,
                rect: room.rect,
                radius: ROOM_RADIUS,
                fill: Some((paint.fill, paint.fill_opacity)),
                line: Some(line),
                lines: room.title.iter().map(|line| (line, colour)).collect(),
                anchor: "t",
                align: "l",
                insets: [14.0, 9.0, 34.0, 0.0],
            },
        );
        if let Some(count) = &room.count {
            let rect =
                Rect::new(room.rect.right() - 60.0, count.y - count.size * 1.1, 46.0, count.size * 1.4);
            let id = self.next_id();
            out += &self.shape(
                id,
                &Shape { align: "r", ..Shape::bare("Number of teams", rect, vec![(count, colour)]) },
            );
        }
        out
    }

    fn card(&mut self, card: &CardShape) -> String {
        let id = self.next_id();
        self.glued.insert(End::Team(card.id), (id, card.rect));
        let theme = self.look.card(card);
        let line = self.line_xml(theme.hue(card.hue), 1.0, 1.25, "solid", false);
        let (surface, paint) = (theme.surface, card.badge.as_ref().map(|badge| theme.badge(badge.tone)));
        let lines = card.lines.iter().map(|line| (line, theme.text(line.role, card.hue))).collect();
        let said = self.words.card(card);
        let mut out = self.shape(
            id,
            &Shape {
                name: format!("Team {}", card.name),
                alt: Some(said),
                rect: card.rect,
                radius: CARD_RADIUS,
                fill: Some((surface, 1.0)),
                line: Some(line),
                lines,
                anchor: "ctr",
                align: "l",
                insets: [10.0, 2.0, 6.0, 2.0],
            },
        );
        if let Some((badge, paint)) = card.badge.as_ref().zip(paint) {
            let line = paint.edge.map(|colour| self.line_xml(colour, 1.0, 1.0, "solid", false));
            let shape = Shape {
                fill: Some((paint.fill, 1.0)),
                line,
                radius: badge.rect.h / 2.0,
                ..Shape::bare(&format!("Badge of {}", card.name), badge.rect, vec![(&badge.line, paint.text)])
            };
            let id = self.next_id();
            out += &self.shape(id, &shape);
        }
        out
    }

    /// A connector, and how it runs.
    fn tie(&mut self, tie: &TieShape, routes: &mut Routes) -> Option<(String, Route)> {
        let (provider, receiver) = (*self.glued.get(&tie.provider)?, *self.glued.get(&tie.receiver)?);
        let end = |(_, rect): (u32, Rect)| Ended { rect, frame: self.frame(rect) };
        let scale = Scale { emu: self.scale, left: self.left, top: self.top };
        let route = routes.connect(tie, end(provider), end(receiver), scale);
        let connector = &route.connector;
        let (x, y, w, h) = connector.frame;
        let mut turned = String::new();
        if connector.turns > 0 {
            let _ = write!(turned, r#" rot="{}""#, u32::from(connector.turns) * 5_400_000);
        }
        for (flipped, word) in [(connector.flip_h, "flipH"), (connector.flip_v, "flipV")] {
            if flipped {
                let _ = write!(turned, r#" {word}="1""#);
            }
        }
        let adjust = |(n, share): (usize, i64)| format!(r#"<a:gd name="adj{n}" fmla="val {share}"/>"#);
        let adjust: String = (1..).zip(connector.way.adjustments()).map(adjust).collect();
        let stroke = self.look.tie(tie).tie(tie.health, tie.gap, tie.tone, tie.width);
        let dash = match (tie.gap, tie.health) {
            (true, _) => "dashDot",
            (false, Health::Slowing) => "dash",
            (false, _) => "solid",
        };
        let head =
            if tie.arrows.len() > 1 { r#"<a:headEnd type="triangle" w="med" len="med"/>"# } else { "" };
        let site = |end: (u32, Rect), site: Site| format!(r#"id="{}" idx="{}""#, end.0, site.number());
        let said = escape(&self.words.tie(tie));
        let name = escape(&format!("{} to {}", self.words.name(tie.provider), self.words.name(tie.receiver)));
        let id = self.next_id();
        let points = self.length(stroke.width).max(3175);
        let xml = format!(
            r#"<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="{id}" name="{name}" descr="{said}"/><p:cNvCxnSpPr><a:stCxn {}/><a:endCxn {}/></p:cNvCxnSpPr><p:nvPr/></p:nvCxnSpPr><p:spPr><a:xfrm{turned}><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm><a:prstGeom prst="{}"><a:avLst>{adjust}</a:avLst></a:prstGeom><a:ln w="{points}">{}<a:prstDash val="{dash}"/><a:round/>{head}<a:tailEnd type="triangle" w="med" len="med"/></a:ln></p:spPr></p:cxnSp>"#,
            site(provider, connector.from),
            site(receiver, connector.to),
            connector.way.preset(),
            self.colours.fill(stroke.colour, 1.0)
        );
        Some((xml, route))
    }

    fn label(&mut self, tie: &TieShape, label: &LabelShape, rect: Rect) -> String {
        let paint = self.look.tie(tie).label(tie.health, tie.tone);
        let line = paint.edge.map(|colour| self.line_xml(colour, 1.0, 1.0, "solid", false));
        let shape = Shape {
            fill: Some((paint.fill, 1.0)),
            line,
            radius: rect.h / 2.0,
            ..Shape::bare("Label", rect, vec![(&label.line, paint.text)])
        };
        let id = self.next_id();
        self.shape(id, &shape)
    }

    /// All of it as one group, so that it can be put elsewhere at once.
    fn legend(&mut self, legend: &LegendShape) -> String {
        let id = self.next_id();
        let inside: String = legend.entries.iter().map(|entry| self.entry(entry)).collect();
        let said = format!("Legend of {} signs", legend.entries.len());
        self.grouped(id, "Legend", &said, legend.rect, &inside)
    }

    fn entry(&mut self, entry: &LegendEntry) -> String {
        let theme = self.look.theme;
        let mut out = match &entry.sample {
            Sample::Tie { health } => self.sample(
                entry.rect,
                theme.tie(*health, false, None, 2.0).colour,
                match health {
                    Health::Slowing => "dash",
                    Health::Ok | Health::Blocking => "solid",
                },
            ),
            Sample::Gap => self.sample(entry.rect, theme.ok, "dashDot"),
            Sample::Tone { tone } => self.sample(entry.rect, theme.tone(*tone), "solid"),
            Sample::Widths => self.sample(entry.rect, theme.ok, "solid"),
            Sample::Wall { tone } => {
                let colour = if *tone == Tone::Note { theme.quiet } else { theme.tone(*tone) };
                let line = self.line_xml(colour, 1.0, 2.0, "sysDot", true);
                let id = self.next_id();
                let rect = entry.rect.grown(-1.5);
                self.shape(
                    id,
                    &Shape { line: Some(line), radius: 5.0, ..Shape::bare("Sign", rect, Vec::new()) },
                )
            }
            Sample::Badge { tone } => {
                let id = self.next_id();
                let fill = Some((theme.badge(*tone).fill, 1.0));
                let rect =
                    Rect::new(entry.rect.x + 3.0, entry.rect.centre().y - 6.0, entry.rect.w - 6.0, 12.0);
                self.shape(id, &Shape { fill, radius: 6.0, ..Shape::bare("Sign", rect, Vec::new()) })
            }
            Sample::Mark { line } => {
                let edge = self.line_xml(theme.hairline, 1.0, 1.0, "solid", false);
                let rect = Rect::new(entry.rect.x, entry.rect.centre().y - 8.0, entry.rect.w, 16.0);
                let shape = Shape::bare("Sign", rect, vec![(line, theme.quiet)]);
                let id = self.next_id();
                self.shape(id, &Shape { line: Some(edge), radius: 8.0, ..shape })
            }
        };
        let line = &entry.line;
        let rect =
            Rect::new(line.left() - 2.0, line.y - line.size * 1.2, line.width() * 1.1 + 8.0, line.size * 1.6);
        let words = Shape::bare("Legend", rect, vec![(line, theme.text(Role::Legend, 0))]);
        let id = self.next_id();
        let said = format!("Legend: {}", spoken(line));
        out += &self.shape(id, &Shape { align: "l", alt: Some(said), ..words });
        out
    }

    /// A line with an arrow, for the legend.
    fn sample(&mut self, rect: Rect, colour: Colour, dash: &str) -> String {
        let (x, y, w, h) = self.frame(rect);
        let (id, line) = (self.next_id(), self.length(2.0).max(3175));
        format!(
            r#"<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="{id}" name="Sign">{DECORATIVE}</p:cNvPr><p:cNvCxnSpPr/><p:nvPr/></p:nvCxnSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{}"/><a:ext cx="{w}" cy="0"/></a:xfrm><a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="{line}">{}<a:prstDash val="{dash}"/><a:round/><a:tailEnd type="triangle" w="med" len="med"/></a:ln></p:spPr></p:cxnSp>"#,
            y + h / 2,
            self.colours.fill(colour, 1.0)
        )
    }

    fn line_xml(&self, colour: Colour, opacity: f64, width: f64, dash: &str, round: bool) -> String {
        let cap = if round { r#" cap="rnd""# } else { "" };
        format!(
            r#"<a:ln w="{}"{cap}>{}<a:prstDash val="{dash}"/></a:ln>"#,
            self.length(width).max(3175),
            self.colours.fill(colour, opacity)
        )
    }

    fn shape(&self, id: u32, shape: &Shape<'_>) -> String {
        let (x, y, w, h) = self.frame(shape.rect);
        let side = shape.rect.w.min(shape.rect.h).max(1.0);
        let round = ((shape.radius / side).min(0.5) * 100_000.0).round() as u32;
        let preset = match round {
            0 => r#"<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>"#.to_owned(),
            round => format!(
                r#"<a:prstGeom prst="roundRect"><a:avLst><a:gd name="adj" fmla="val {round}"/></a:avLst></a:prstGeom>"#
            ),
        };
        let fill = shape
            .fill
            .map_or_else(|| "<a:noFill/>".to_owned(), |(colour, share)| self.colours.fill(colour, share));
        let line = shape.line.clone().unwrap_or_else(|| "<a:ln><a:noFill/></a:ln>".to_owned());
        let name = escape(&shape.name);
        let properties = match &shape.alt {
            Some(said) => format!(r#"<p:cNvPr id="{id}" name="{name}" descr="{}"/>"#, escape(said)),
            None => format!(r#"<p:cNvPr id="{id}" name="{name}">{DECORATIVE}</p:cNvPr>"#),
        };
        let [l, t, r, b] = shape.insets.map(|inset| self.length(inset));
        format!(
            r#"<p:sp><p:nvSpPr>{properties}<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>{preset}{fill}{line}</p:spPr><p:txBody><a:bodyPr wrap="square" lIns="{l}" tIns="{t}" rIns="{r}" bIns="{b}" rtlCol="0" anchor="{}"><a:normAutofit/></a:bodyPr><a:lstStyle/>{}</p:txBody></p:sp>"#,
            shape.anchor,
            self.paragraphs(&shape.lines, shape.align)
        )
    }

    /// The lines as paragraphs: those of one role are one paragraph, for PowerPoint breaks lines itself.
    fn paragraphs(&self, lines: &[(&Line, Colour)], align: &str) -> String {
        let mut texts: Vec<(&Line, Colour, String, bool)> = Vec::new();
        for (line, colour) in lines {
            let rtl = line.runs.iter().any(|run| run.rtl);
            match texts.last_mut().filter(|last| last.0.role == line.role) {
                Some(last) => {
                    last.2.push(' ');
                    last.2.push_str(&spoken(line));
                }
                None => texts.push((line, *colour, spoken(line), rtl)),
            }
        }
        if texts.is_empty() {
            return r#"<a:p><a:endParaRPr lang="en-US"/></a:p>"#.to_owned();
        }
        let paragraph = |(line, colour, text, rtl): &(&Line, Colour, String, bool)| {
            let size = line.size * self.scale / POINT * parts::shrunk(self.look.theme);
            let size = (size * 100.0).round().max(100.0) as u32;
            let bold = if line.role.weight().number() >= 600 { r#" b="1""# } else { "" };
            let rtl = if *rtl { r#" rtl="1""# } else { "" };
            format!(
                r#"<a:p><a:pPr algn="{align}"{rtl}/><a:r><a:rPr lang="en-US" sz="{size}"{bold} dirty="0">{}<a:latin typeface="+mn-lt"/></a:rPr><a:t>{}</a:t></a:r></a:p>"#,
                self.colours.fill(*colour, 1.0),
                escape(text)
            )
        };
        texts.iter().map(paragraph).collect()
    }
}

impl<'a> Shape<'a> {
    /// Text in the middle of nothing; decorative.
    fn bare(name: &str, rect: Rect, lines: Vec<(&'a Line, Colour)>) -> Self {
        Self {
            name: name.to_owned(),
            alt: None,
            rect,
            radius: 0.0,
            fill: None,
            line: None,
            lines,
            anchor: "ctr",
            align: "ctr",
            insets: [0.0; 4],
        }
    }
}
