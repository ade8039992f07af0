//! The parts every presentation has: the smallest set that ECMA-376 asks for, with properties and, where there are
//! notes, their master. What makes PowerPoint offer a repair is kept in mind part by part.

use std::collections::BTreeMap;
use std::fmt::Write;

use picture::text::{self, Setting, Weight};
use picture::theme::{Colour, Theme};

use super::template::{Template, picture_type};
use crate::export::xml::escape;

pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
pub(super) const SPACES: &str = r#"xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main""#;
pub(super) const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// The root of every tree of shapes.
pub(super) const ROOT: &str = r#"<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>"#;
const COLOUR_MAP: &str = r#"<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>"#;
const GROUND: &str = r#"<p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg>"#;
/// The theme of notes; no template has a part of that name.
pub(super) const NOTES_THEME: &str = "ppt/theme/notes-theme.xml";
/// The typeface where the theme has none of its own: recipients do not have ours.
const TYPEFACE: &str = "Arial";

/// A colour as the format writes it.
fn hex(colour: Colour) -> String {
    format!("{:02X}{:02X}{:02X}", colour.0, colour.1, colour.2)
}

/// EMU in a point.
pub(super) const POINT: f64 = 12_700.0;

/// How much smaller letters are than a scene has them. Arial is wider than the bundled font; a face of one's own was
/// measured, and only programs differ a little.
pub(super) fn shrunk(theme: &Theme) -> f64 {
    if theme.face.is_some() { 0.98 } else { 0.93 }
}

/// The names that a deck's theme has for colours. What is painted in one of them changes with the theme.
pub(super) struct Colours(pub Vec<(Colour, String)>);

impl Colours {
    /// Those of [`theme`].
    pub fn of(theme: &Theme) -> Self {
        let hues = (0..6u8).map(|n| (theme.hue(n), format!("accent{}", n + 1)));
        let fixed = [(theme.ink, "tx1"), (theme.ground, "bg1"), (theme.quiet, "tx2"), (theme.surface, "bg2")];
        Self(hues.chain(fixed.map(|(colour, name)| (colour, name.to_owned()))).collect())
    }

    /// A filling, from none at 0 to a solid one at 1.
    pub fn fill(&self, colour: Colour, opacity: f64) -> String {
        if opacity <= 0.0 {
            return "<a:noFill/>".to_owned();
        }
        let alpha = match opacity {
            o if o >= 1.0 => String::new(),
            o => format!(r#"<a:alpha val="{}"/>"#, (o * 100_000.0).round() as u32),
        };
        match self.0.iter().find(|(known, _)| *known == colour) {
            Some((_, name)) => {
                format!(r#"<a:solidFill><a:schemeClr val="{name}">{alpha}</a:schemeClr></a:solidFill>"#)
            }
            None => {
                format!(r#"<a:solidFill><a:srgbClr val="{}">{alpha}</a:srgbClr></a:solidFill>"#, hex(colour))
            }
        }
    }
}

/// A relationships part of (kind, target) pairs; ids count from `rId1`.
pub(super) fn relations(targets: &[(&str, &str)]) -> String {
    let mut out = format!(
        r#"{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#
    );
    for (n, (kind, target)) in targets.iter().enumerate() {
        let kind = if kind.contains(':') { (*kind).to_owned() } else { format!("{RELATION}/{kind}") };
        let _ = write!(out, r#"<Relationship Id="rId{}" Type="{kind}" Target="{target}"/>"#, n + 1);
    }
    out + "</Relationships>"
}

/// Which part has which type, for the parts that are there. Those of a template stand beside ours.
pub(super) fn content_types<'p>(parts: impl Iterator<Item = &'p str>) -> String {
    const OFFICE: &str = "application/vnd.openxmlformats-officedocument";
    let mut out = format!(
        r#"{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>"#
    );
    let mut endings = BTreeMap::new();
    let mut named = String::new();
    for part in parts {
        let kind = match part.rsplit_once('/').map_or("", |(folder, _)| folder) {
            _ if part.ends_with(".rels") => continue,
            _ if !part.ends_with(".xml") => {
                endings.extend(picture_type(part));
                continue;
            }
            "docProps" if part.ends_with("core.xml") => {
                "application/vnd.openxmlformats-package.core-properties+xml".to_owned()
            }
            "docProps" => format!("{OFFICE}.extended-properties+xml"),
            "ppt" if part.ends_with("presProps.xml") => format!("{OFFICE}.presentationml.presProps+xml"),
            "ppt" => format!("{OFFICE}.presentationml.presentation.main+xml"),
            "ppt/slides" => format!("{OFFICE}.presentationml.slide+xml"),
            "ppt/slideMasters" => format!("{OFFICE}.presentationml.slideMaster+xml"),
            "ppt/slideLayouts" => format!("{OFFICE}.presentationml.slideLayout+xml"),
            "ppt/notesMasters" => format!("{OFFICE}.presentationml.notesMaster+xml"),
            "ppt/notesSlides" => format!("{OFFICE}.presentationml.notesSlide+xml"),
            _ => format!("{OFFICE}.theme+xml"),
        };
        let _ = write!(named, r#"<Override PartName="/{part}" ContentType="{kind}"/>"#);
    }
    for (ending, kind) in endings {
        let _ = write!(out, r#"<Default Extension="{ending}" ContentType="{kind}"/>"#);
    }
    out + &named + "</Types>"
}

pub(super) fn core_properties(title: &str, day: Option<&str>) -> String {
    let dated = day.map_or_else(String::new, |day| {
        let stamp = |what: &str| {
            format!(r#"<dcterms:{what} xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:{what}>"#)
        };
        stamp("created") + &stamp("modified")
    });
    format!(
        r#"{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{}</dc:title><dc:creator>Tiemap</dc:creator>{dated}</cp:coreProperties>"#,
        escape(title)
    )
}

pub(super) fn app_properties(slides: usize) -> String {
    format!(
        r#"{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Tiemap</Application><Slides>{slides}</Slides></Properties>"#
    )
}

/// The presentation itself. The notes master stands between slide masters and slides, or PowerPoint repairs it.
pub(super) fn presentation(
    slides: usize,
    has_notes: bool,
    size: (i64, i64),
    template: Option<&Template>,
) -> String {
    let master_of_notes =
        format!(r#"<p:notesMasterIdLst><p:notesMasterId r:id="rId{}"/></p:notesMasterIdLst>"#, slides + 4);
    let notes = if has_notes { master_of_notes } else { String::new() };
    let list: String =
        (0..slides).map(|n| format!(r#"<p:sldId id="{}" r:id="rId{}"/>"#, 256 + n, n + 4)).collect();
    let master = template.map_or(1 << 31, |template| template.master_id);
    let style = template.map_or("", |template| &template.text_style);
    format!(
        r#"{HEAD}<p:presentation {SPACES} saveSubsetFonts="1"><p:sldMasterIdLst><p:sldMasterId id="{master}" r:id="rId1"/></p:sldMasterIdLst>{notes}<p:sldIdLst>{list}</p:sldIdLst><p:sldSz cx="{}" cy="{}"/><p:notesSz cx="6858000" cy="9144000"/>{style}</p:presentation>"#,
        size.0, size.1
    )
}

pub(super) fn presentation_properties() -> String {
    format!("{HEAD}<p:presentationPr {SPACES}/>")
}

/// Colours and type. Each list of fills, lines, effects and grounds has the three entries PowerPoint insists on.
pub(super) fn theme(name: &str, theme: &Theme) -> String {
    let colour =
        |slot: &str, colour: Colour| format!(r#"<a:{slot}><a:srgbClr val="{}"/></a:{slot}>"#, hex(colour));
    let mut colours = colour("dk1", theme.ink) + &colour("lt1", theme.ground);
    colours += &(colour("dk2", theme.quiet) + &colour("lt2", theme.surface));
    for n in 0..6u8 {
        colours += &colour(&format!("accent{}", n + 1), theme.hue(n));
    }
    colours += &(colour("hlink", theme.accent) + &colour("folHlink", theme.accent));
    let face = theme.face.as_ref().map_or(TYPEFACE, |face| face.family());
    let font = format!(r#"<a:latin typeface="{}"/><a:ea typeface=""/><a:cs typeface=""/>"#, escape(face));
    let fill = r#"<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>"#;
    let line = |width: u32| {
        format!(
            r#"<a:ln w="{width}" cap="flat" cmpd="sng" algn="ctr">{fill}<a:prstDash val="solid"/></a:ln>"#
        )
    };
    let effect = "<a:effectStyle><a:effectLst/></a:effectStyle>";
    format!(
        r#"{HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="{name}"><a:themeElements><a:clrScheme name="{name}">{colours}</a:clrScheme><a:fontScheme name="{name}"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme><a:fmtScheme name="{name}"><a:fillStyleLst>{fill}{fill}{fill}</a:fillStyleLst><a:lnStyleLst>{}{}{}</a:lnStyleLst><a:effectStyleLst>{effect}{effect}{effect}</a:effectStyleLst><a:bgFillStyleLst>{fill}{fill}{fill}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"#,
        line(6350),
        line(12700),
        line(19050)
    )
}

/// The styles of nine levels of text.
fn levels(size: u32, indent: u32) -> String {
    (1..=9u32)
        .map(|n| {
            format!(
                r#"<a:lvl{n}pPr marL="{}" indent="0" algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1"><a:defRPr sz="{size}" kern="1200"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr></a:lvl{n}pPr>"#,
                (n - 1) * indent
            )
        })
        .collect()
}

/// The size of a title's letters, in hundredths of a point, where those of the master are too large for its length:
/// then it takes two lines, `width` EMU wide.
pub(super) fn title_size(text: &str, width: i64, theme: &Theme) -> Option<u32> {
    let lines = |points: f64| {
        let letters = text::set_in(theme.face.as_ref(), text, Setting::line(points, Weight::Bold)).width;
        letters / shrunk(theme) / (width as f64 / POINT)
    };
    if lines(24.0) <= 1.0 {
        return None;
    }
    // Lines break at words, so two are never quite full.
    Some(if lines(18.0) <= 1.8 { 1800 } else { 1400 })
}

/// The title's placeholder; where it inherits its place it has none of its own.
pub(super) fn title(id: u32, text: &str, size: Option<u32>, place: Option<(i64, i64, i64, i64)>) -> String {
    let size = size.map_or_else(String::new, |size| format!(r#" sz="{size}""#));
    let (place, body) = match place {
        None => (String::new(), "<a:bodyPr/>".to_owned()),
        Some((x, y, w, h)) => (
            format!(
                r#"<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>"#
            ),
            r#"<a:bodyPr vert="horz" lIns="0" tIns="45720" rIns="0" bIns="45720" rtlCol="0" anchor="ctr"><a:normAutofit/></a:bodyPr>"#.to_owned(),
        ),
    };
    format!(
        r#"<p:sp><p:nvSpPr><p:cNvPr id="{id}" name="Title {id}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:spPr>{place}</p:spPr><p:txBody>{body}<a:lstStyle/><a:p><a:r><a:rPr lang="en-US"{size}/><a:t>{}</a:t></a:r></a:p></p:txBody></p:sp>"#,
        escape(text)
    )
}

/// The slide master; its list of layouts stands after the colour map, or PowerPoint repairs it.
pub(super) fn slide_master(title_place: (i64, i64, i64, i64), (x, y, w, h): (i64, i64, i64, i64)) -> String {
    let body = levels(1800, 342_900);
    let text = format!(
        r#"<p:sp><p:nvSpPr><p:cNvPr id="3" name="Text 2"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr vert="horz" lIns="0" tIns="45720" rIns="0" bIns="45720" rtlCol="0"><a:normAutofit/></a:bodyPr><a:lstStyle/><a:p><a:pPr lvl="0"/><a:r><a:rPr lang="en-US"/><a:t>Text</a:t></a:r></a:p></p:txBody></p:sp>"#
    );
    format!(
        r#"{HEAD}<p:sldMaster {SPACES}><p:cSld>{GROUND}<p:spTree>{ROOT}{}{text}</p:spTree></p:cSld>{COLOUR_MAP}<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/><p:sldLayoutId id="2147483650" r:id="rId2"/></p:sldLayoutIdLst><p:txStyles><p:titleStyle><a:lvl1pPr algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1"><a:spcBef><a:spcPct val="0"/></a:spcBef><a:buNone/><a:defRPr sz="2400" b="1" kern="1200"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mj-lt"/><a:ea typeface="+mj-ea"/><a:cs typeface="+mj-cs"/></a:defRPr></a:lvl1pPr></p:titleStyle><p:bodyStyle>{body}</p:bodyStyle><p:otherStyle>{body}</p:otherStyle></p:txStyles></p:sldMaster>"#,
        title(2, "Title", None, Some(title_place))
    )
}

/// The layout of slides with a picture.
pub(super) fn picture_layout() -> String {
    format!(
        r#"{HEAD}<p:sldLayout {SPACES} type="titleOnly" preserve="1"><p:cSld name="Title Only"><p:spTree>{ROOT}{}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"#,
        title(2, "Title", None, None)
    )
}

/// The layout of slides with text.
pub(super) fn text_layout() -> String {
    format!(
        r#"{HEAD}<p:sldLayout {SPACES} type="obj" preserve="1"><p:cSld name="Title and Content"><p:spTree>{ROOT}{}<p:sp><p:nvSpPr><p:cNvPr id="3" name="Content 2"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph idx="1"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr lvl="0"/><a:r><a:rPr lang="en-US"/><a:t>Text</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"#,
        title(2, "Title", None, None)
    )
}

/// The notes master, with the placeholders PowerPoint's own has.
pub(super) fn notes_master() -> String {
    let picture = r#"<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image Placeholder 1"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="685800" y="1143000"/><a:ext cx="5486400" cy="3086100"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln w="12700"><a:solidFill><a:prstClr val="black"/></a:solidFill></a:ln></p:spPr></p:sp>"#;
    let text = r#"<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes Placeholder 2"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="body" sz="quarter" idx="3"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="685800" y="4400550"/><a:ext cx="5486400" cy="3600450"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr vert="horz" lIns="91440" tIns="45720" rIns="91440" bIns="45720" rtlCol="0"/><a:lstStyle/><a:p><a:pPr lvl="0"/><a:r><a:rPr lang="en-US"/><a:t>Notes</a:t></a:r></a:p></p:txBody></p:sp>"#;
    format!(
        r#"{HEAD}<p:notesMaster {SPACES}><p:cSld>{GROUND}<p:spTree>{ROOT}{picture}{text}</p:spTree></p:cSld>{COLOUR_MAP}<p:notesStyle>{}</p:notesStyle></p:notesMaster>"#,
        levels(1200, 457_200)
    )
}

/// Speaker notes, a paragraph for each text.
pub(super) fn notes_slide(notes: &[String]) -> String {
    let paragraphs: String = notes
        .iter()
        .map(|note| format!(r#"<a:p><a:r><a:rPr lang="en-US"/><a:t>{}</a:t></a:r></a:p>"#, escape(note)))
        .collect();
    format!(
        r#"{HEAD}<p:notes {SPACES}><p:cSld><p:spTree>{ROOT}<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image Placeholder 1"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp><p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes Placeholder 2"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>{paragraphs}</p:txBody></p:sp></p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>"#
    )
}
