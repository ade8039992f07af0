//! A company's template: its slide master with its layouts, theme and pictures, taken out of a `.pptx` or `.potx` and
//! put into a deck of ours. Nothing else of it is: no slides, no notes, no macros, and nothing that lies outside.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::ops::Range;

use picture::theme::{Colour, Company, Theme};
use roxmltree::{Document, Node};

use super::colours::{colours, ground};
use super::parts::{NOTES_THEME, RELATION};
use crate::import::{archive, limits, tree};

/// The largest picture of a template, in bytes, and all of them together.
const PICTURE: u64 = 16 << 20;
const PICTURES: usize = 48 << 20;

/// A template that cannot be used, and why, in a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct TemplateError(String);

/// What a deck takes from a template.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    /// Parts with their names: master, layouts, themes, pictures and their relations.
    pub(super) parts: Vec<(String, Vec<u8>)>,
    /// The name of the master's part.
    pub(super) master: String,
    /// The name of the master's theme.
    pub(super) theme: String,
    /// The number of the master, which its layouts do not have.
    pub(super) master_id: u32,
    /// Width and height of slides, in EMU.
    pub(super) size: (i64, i64),
    /// The `defaultTextStyle` of the presentation, as it stands.
    pub(super) text_style: String,
    /// For slides with a picture, and for slides with text.
    pub(super) picture: Layout,
    pub(super) text: Layout,
    /// Where a picture lies: left, top, width, height in EMU.
    pub(super) area: (i64, i64, i64, i64),
    colours: BTreeMap<String, Colour>,
    ground: Colour,
}

/// A layout that slides are made on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layout {
    /// The name of its part.
    pub part: String,
    /// The attributes of its placeholder for text, if it has one.
    pub body: Option<String>,
}

type Frame = (i64, i64, i64, i64);

fn refuse<T>(why: impl Into<String>) -> Result<T, TemplateError> {
    Err(TemplateError(why.into()))
}

const NO_TEMPLATE: &str = "It is no PowerPoint file, or it is damaged.";

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// When it is no presentation, holds macros, is too large, or is damaged.
    pub fn read(bytes: &[u8]) -> Result<Self, TemplateError> {
        if bytes.len() > limits::FILE {
            return refuse(format!("It is larger than {} MB.", limits::FILE >> 20));
        }
        if archive::open(bytes).is_err() {
            return refuse(NO_TEMPLATE);
        }
        archive::check(bytes, archive::Kind::Template).map_err(TemplateError)?;
        Package::of(bytes)?.template()
    }

    /// The colours of the map on this template: its own, where text stays legible on its ground.
    pub fn theme(&self) -> Theme {
        let hex = |colour: Colour| Some(colour.to_string());
        let slot = |name: &str| self.colours.get(name).copied();
        let company = Company {
            ground: hex(self.ground),
            surface: slot("bg1").and_then(hex),
            ink: slot("tx1").and_then(hex),
            accent: slot("accent1").and_then(hex),
            functions: (1..=6).filter_map(|n| slot(&format!("accent{n}")).and_then(hex)).collect(),
            ..Company::default()
        };
        // Colours that were read are colours; there are six.
        Theme::company(&company).map_or_else(|_| Theme::light(), |(theme, _)| theme)
    }

    /// The template's own names of colours.
    pub(super) fn names(&self) -> Vec<(Colour, String)> {
        self.colours.iter().map(|(name, colour)| (*colour, name.clone())).collect()
    }
}

/// The parts of the file, and what they point to.
struct Package<'b> {
    zip: zip::ZipArchive<std::io::Cursor<&'b [u8]>>,
    /// Names as the zip has them, by their lower-case form: in a package they differ by more than case.
    names: BTreeMap<String, String>,
    parts: Vec<(String, Vec<u8>)>,
    taken: BTreeSet<String>,
    pictures: usize,
}

/// A relation of a part.
struct Relation {
    id: String,
    kind: String,
    target: String,
    /// The part it points to; none: it lies outside.
    part: Option<String>,
}

impl<'b> Package<'b> {
    fn of(bytes: &'b [u8]) -> Result<Self, TemplateError> {
        let zip = archive::open(bytes).map_err(TemplateError)?;
        let names: BTreeMap<String, String> =
            zip.file_names().flatten().map(|name| (name.to_lowercase(), name.into_owned())).collect();
        let mut package = Self { zip, names, parts: Vec::new(), taken: BTreeSet::new(), pictures: 0 };
        let types = package.text("[Content_Types].xml")?;
        let macros = types.contains("macroEnabled")
            || package.names.keys().any(|name| name.ends_with("vbaproject.bin"));
        if macros {
            return refuse("It holds macros. Save it as .pptx or .potx, without them, and choose that.");
        }
        Ok(package)
    }

    fn bytes(&mut self, name: &str, most: u64) -> Result<Vec<u8>, TemplateError> {
        let missing = || TemplateError(NO_TEMPLATE.to_owned());
        let name = self.names.get(&name.to_lowercase()).cloned().ok_or_else(missing)?;
        let part = self.zip.by_name(&name).map_err(|_| missing())?;
        let mut bytes = Vec::new();
        part.take(most + 1).read_to_end(&mut bytes).map_err(|_| missing())?;
        if bytes.len() as u64 > most {
            return refuse(format!("{name} in it is larger than {} MB.", most >> 20));
        }
        Ok(bytes)
    }

    fn text(&mut self, name: &str) -> Result<String, TemplateError> {
        let bytes = self.bytes(name, PICTURE)?;
        let text = String::from_utf8(bytes).map_err(|_| TemplateError(NO_TEMPLATE.to_owned()))?;
        Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
    }

    fn relations(&mut self, part: &str) -> Result<Vec<Relation>, TemplateError> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let rels = if folder.is_empty() {
            format!("_rels/{name}.rels")
        } else {
            format!("{folder}/_rels/{name}.rels")
        };
        if !self.names.contains_key(&rels.to_lowercase()) {
            return Ok(Vec::new());
        }
        let text = self.text(&rels)?;
        let document = parsed(&text)?;
        let of = |node: Node<'_, '_>| {
            let target = node.attribute("Target")?.to_owned();
            let inside = node.attribute("TargetMode").is_none_or(|mode| mode == "Internal");
            let part = inside.then(|| resolved(folder, &target)).flatten();
            let kind = node.attribute("Type")?.strip_prefix(RELATION)?.strip_prefix('/')?.to_owned();
            Some(Relation { id: node.attribute("Id")?.to_owned(), kind, target, part })
        };
        Ok(document.root_element().children().filter_map(of).collect())
    }

    fn template(mut self) -> Result<Template, TemplateError> {
        let root = self.relations("")?;
        let main = root.into_iter().find(|relation| relation.kind == "officeDocument");
        let Some(main) = main.and_then(|relation| relation.part) else { return refuse(NO_TEMPLATE) };
        let text = self.text(&main)?;
        let document = parsed(&text)?;
        let presentation = document.root_element();
        if !presentation.has_tag_name((PRESENTATION, "presentation")) {
            return refuse(NO_TEMPLATE);
        }
        let no_master = || TemplateError("It has no slide master.".to_owned());
        let relations = self.relations(&main)?;
        let entry = tree::find(presentation, "sldMasterId").ok_or_else(no_master)?;
        let id = entry.attribute((RELATION, "id")).ok_or_else(no_master)?;
        let master = relations.iter().find(|relation| relation.id == id && relation.kind == "slideMaster");
        let master = master.and_then(|relation| relation.part.clone()).ok_or_else(no_master)?;
        let size = tree::find(presentation, "sldSz");
        let side = |name: &str| size.and_then(|size| tree::number(size, name)).map(|side| side as i64);
        // From an inch to 56 inches, as the standard allows.
        let known = |side: i64| (914_400..=51_206_400).contains(&side);
        let size = (side("cx").unwrap_or_default(), side("cy").unwrap_or_default());
        if !known(size.0) || !known(size.1) {
            return refuse("Its slides have no size.");
        }
        let text_style = tree::find(presentation, "defaultTextStyle").map_or_else(String::new, |style| {
            let points_outside = style
                .descendants()
                .flat_map(|node| node.attributes())
                .any(|a| a.namespace() == Some(RELATION));
            if points_outside { String::new() } else { text[style.range()].to_owned() }
        });
        self.masters(&master, size, text_style)
    }

    /// Takes the master, its layouts and its theme.
    fn masters(
        mut self,
        master: &str,
        size: (i64, i64),
        text_style: String,
    ) -> Result<Template, TemplateError> {
        let kept = self.take(master, &["slideLayout", "theme", "image"])?;
        let text = self.text(master)?;
        let document = parsed(&text)?;
        let root = document.root_element();
        let mut numbers: BTreeSet<u32> = BTreeSet::new();
        let mut layouts = Vec::new();
        for entry in root.descendants().filter(|node| node.has_tag_name((PRESENTATION, "sldLayoutId"))) {
            numbers.extend(entry.attribute("id").and_then(|id| id.parse::<u32>().ok()));
            let id = entry.attribute((RELATION, "id"));
            let layout = kept.iter().find(|relation| Some(relation.id.as_str()) == id);
            layouts.extend(layout.and_then(|relation| relation.part.clone()));
        }
        // Those that the master points to without listing them stay too, or it would point to nothing.
        let unlisted =
            kept.iter().filter(|relation| relation.kind == "slideLayout").filter_map(|r| r.part.clone());
        let unlisted: Vec<String> = unlisted.filter(|part| !layouts.contains(part)).collect();
        layouts.extend(unlisted);
        let theme =
            kept.iter().find(|relation| relation.kind == "theme").and_then(|relation| relation.part.clone());
        let Some(theme) = theme else { return refuse("It has no theme.") };
        self.take(&theme, &["image"])?;
        let mut known = Vec::new();
        for layout in layouts {
            let relations = self.take(&layout, &["slideMaster", "image"])?;
            if !relations.iter().any(|relation| relation.kind == "slideMaster") {
                return refuse(NO_TEMPLATE);
            }
            let text = self.text(&layout)?;
            known.push((layout, text));
        }
        let known: Vec<(String, Document<'_>)> = known
            .iter()
            .map(|(name, text)| Ok((name.clone(), parsed(text)?)))
            .collect::<Result<_, TemplateError>>()?;
        let (picture, text) =
            chosen(&known).ok_or_else(|| TemplateError("It has no layout with a title.".to_owned()))?;
        let layout = |n: usize| {
            let (part, document) = &known[n];
            Layout { part: part.clone(), body: body(document.root_element()).map(|found| placeholder(found)) }
        };
        let area = area(root, known[picture].1.root_element(), known[text].1.root_element(), size);
        let theme_text = self.text(&theme)?;
        let colours = colours(&parsed(&theme_text)?, root);
        let ground = ground(known[picture].1.root_element(), &colours)
            .or_else(|| ground(root, &colours))
            .or_else(|| colours.get("bg1").copied())
            .unwrap_or(Colour::WHITE);
        // Numbers of masters and layouts are told apart from 2^31 on.
        let master_id = (1u32 << 31..).find(|id| !numbers.contains(id)).unwrap_or(1 << 31);
        let (picture, text) = (layout(picture), layout(text));
        Ok(Template {
            parts: self.parts,
            master: master.to_owned(),
            theme,
            master_id,
            size,
            text_style,
            picture,
            text,
            area,
            colours,
            ground,
        })
    }

    /// Takes a part with the relations of these kinds, and the pictures they lead to. What else it points to is cut
    /// out of it.
    fn take(&mut self, name: &str, kinds: &[&str]) -> Result<Vec<Relation>, TemplateError> {
        usual(name)?;
        let (kept, lost): (Vec<Relation>, Vec<Relation>) =
            self.relations(name)?.into_iter().partition(|relation| {
                let known =
                    relation.part.as_ref().is_some_and(|part| self.names.contains_key(&part.to_lowercase()));
                known
                    && kinds.contains(&relation.kind.as_str())
                    && (relation.kind != "image" || picture_type(&relation.target).is_some())
            });
        if !self.taken.insert(name.to_lowercase()) {
            return Ok(kept);
        }
        let text = self.text(name)?;
        let lost: BTreeSet<&str> = lost.iter().map(|relation| relation.id.as_str()).collect();
        let known: BTreeSet<&str> = kept.iter().map(|relation| relation.id.as_str()).collect();
        let clean = without(&text, &parsed(&text)?, |id| lost.contains(id) || !known.contains(id));
        // What was cut must have left XML.
        parsed(&clean)?;
        self.parts.push((name.to_owned(), clean.into_bytes()));
        if !kept.is_empty() {
            let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
            self.parts.push((format!("{folder}/_rels/{file}.rels"), relations(&kept).into_bytes()));
        }
        for image in kept.iter().filter(|relation| relation.kind == "image") {
            let Some(part) = &image.part else { continue };
            usual(part)?;
            if self.taken.insert(part.to_lowercase()) {
                let bytes = self.bytes(part, PICTURE)?;
                self.pictures += bytes.len();
                if self.pictures > PICTURES {
                    return refuse(format!("Its pictures are larger than {} MB.", PICTURES >> 20));
                }
                self.parts.push((part.clone(), bytes));
            }
        }
        Ok(kept)
    }
}

/// Parts lie where PowerPoint puts them, which says what they are, and are not called as one of ours.
fn usual(name: &str) -> Result<(), TemplateError> {
    const FOLDERS: [&str; 4] = ["ppt/slideMasters", "ppt/slideLayouts", "ppt/theme", "ppt/media"];
    let safe = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    match name.rsplit_once('/') {
        Some((folder, file))
            if FOLDERS.contains(&folder) && file.chars().all(safe) && name != NOTES_THEME =>
        {
            Ok(())
        }
        _ => refuse("It is not built as PowerPoint does. Open it there, save it again and choose that."),
    }
}

const PRESENTATION: &str = "http://schemas.openxmlformats.org/presentationml/2006/main";

fn parsed(text: &str) -> Result<Document<'_>, TemplateError> {
    tree::parse(text).map_err(|_| TemplateError(NO_TEMPLATE.to_owned()))
}

/// A target as the name of a part.
fn resolved(folder: &str, target: &str) -> Option<String> {
    let mut steps: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|step| !step.is_empty()).collect(),
    };
    for step in target.split('/').filter(|step| !step.is_empty() && *step != ".") {
        match step {
            ".." => drop(steps.pop()?),
            step => steps.push(step),
        }
    }
    (!steps.is_empty()).then(|| steps.join("/"))
}

fn relations(kept: &[Relation]) -> String {
    use crate::export::xml::escape;
    let one = |relation: &Relation| {
        let (id, kind, target) = (escape(&relation.id), &relation.kind, escape(&relation.target));
        format!(r#"<Relationship Id="{id}" Type="{RELATION}/{kind}" Target="{target}"/>"#)
    };
    let all: String = kept.iter().map(one).collect();
    format!(
        r#"{}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{all}</Relationships>"#,
        super::parts::HEAD
    )
}

/// The media type of a picture, by its ending; none for what may be more than a picture.
pub(super) fn picture_type(name: &str) -> Option<(&'static str, &'static str)> {
    const TYPES: [(&str, &str); 9] = [
        ("png", "image/png"),
        ("jpg", "image/jpeg"),
        ("jpeg", "image/jpeg"),
        ("gif", "image/gif"),
        ("bmp", "image/bmp"),
        ("tif", "image/tiff"),
        ("tiff", "image/tiff"),
        ("emf", "image/x-emf"),
        ("wmf", "image/x-wmf"),
    ];
    let ending = name.rsplit_once('.')?.1.to_lowercase();
    TYPES.iter().find(|(known, _)| *known == ending).copied()
}

/// The text without whatever points to a relation that is lost: the smallest part that can be left out.
fn without(text: &str, document: &Document<'_>, lost: impl Fn(&str) -> bool) -> String {
    let mut cuts: Vec<(Range<usize>, &str)> = Vec::new();
    let is_theme = document.root_element().tag_name().name() == "theme";
    for node in document.descendants().filter(Node::is_element) {
        for attribute in node.attributes().filter(|a| a.namespace() == Some(RELATION) && lost(a.value())) {
            cuts.push(cut(node, attribute.name(), attribute.range(), is_theme));
        }
    }
    cuts.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for (range, instead) in cuts {
        // One within another is gone with it.
        if range.start >= at {
            out.push_str(&text[at..range.start]);
            out.push_str(instead);
            at = range.end;
        }
    }
    out + &text[at..]
}

/// What goes when a relation does, and what stands in its place.
fn cut(
    node: Node<'_, '_>,
    attribute: &str,
    range: Range<usize>,
    is_theme: bool,
) -> (Range<usize>, &'static str) {
    const WHOLE: [&str; 11] = [
        "AlternateContent",
        "pic",
        "graphicFrame",
        "transition",
        "timing",
        "custDataLst",
        "controls",
        "contentPart",
        "ext",
        "hf",
        "sldLayoutIdLst",
    ];
    let name = node.tag_name().name();
    // A picture that is both inside and linked stays inside.
    if name == "blip" && attribute == "link" && node.attribute((RELATION, "embed")).is_some() {
        return (range, "");
    }
    if name.starts_with("hlink") || name == "sldLayoutId" {
        return (node.range(), "");
    }
    let around = |names: &[&str]| node.ancestors().find(|outer| names.contains(&outer.tag_name().name()));
    if let Some(outer) = around(&WHOLE) {
        return (outer.range(), "");
    }
    match around(&["blipFill"]) {
        // The lists of a theme have to keep their length.
        Some(fill) if is_theme => (fill.range(), r#"<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>"#),
        Some(fill) => (fill.range(), "<a:noFill/>"),
        None => (node.range(), ""),
    }
}

/// The layouts for pictures and for text.
fn chosen(layouts: &[(String, Document<'_>)]) -> Option<(usize, usize)> {
    let with_title = || {
        (0..layouts.len())
            .filter(|n| placeholders(layouts[*n].1.root_element()).any(|(_, kind)| kind == "title"))
    };
    let of_type = |types: &[&str]| {
        let kind = |n: &usize| {
            layouts[*n].1.root_element().attribute("type").is_some_and(|kind| types.contains(&kind))
        };
        with_title().find(kind)
    };
    let empty = || with_title().find(|n| body(layouts[*n].1.root_element()).is_none());
    let full = || with_title().find(|n| body(layouts[*n].1.root_element()).is_some());
    let picture = of_type(&["titleOnly"]).or_else(empty).or_else(|| with_title().next())?;
    let text = of_type(&["obj", "tx"]).or_else(full).unwrap_or(picture);
    Some((picture, text))
}

/// Placeholders with their kinds.
fn placeholders<'a>(root: Node<'a, 'a>) -> impl Iterator<Item = (Node<'a, 'a>, &'a str)> {
    let shapes = root.descendants().filter(|node| node.tag_name().name() == "sp");
    shapes.filter_map(|shape| {
        let found = shape.descendants().find(|node| node.tag_name().name() == "ph")?;
        Some((shape, found.attribute("type").unwrap_or("obj")))
    })
}

/// The shape that holds a slide's text: a placeholder for anything, or for text.
fn body<'a>(root: Node<'a, 'a>) -> Option<Node<'a, 'a>> {
    placeholders(root).find(|(_, kind)| ["obj", "body"].contains(kind)).map(|(shape, _)| shape)
}

/// How a slide refers to a placeholder of its layout.
fn placeholder(shape: Node<'_, '_>) -> String {
    use crate::export::xml::escape;
    let found = tree::find(shape, "ph");
    ["type", "idx"]
        .into_iter()
        .filter_map(|name| found?.attribute(name).map(|value| format!(r#" {name}="{}""#, escape(value))))
        .collect()
}

fn frame_of(shape: Node<'_, '_>) -> Option<Frame> {
    let (at, size) =
        (tree::find(shape, "off")?, tree::find(shape, "ext").filter(|ext| ext.has_attribute("cx"))?);
    let number = |node: Node<'_, '_>, name: &str| node.attribute(name)?.parse::<i64>().ok();
    let frame = (number(at, "x")?, number(at, "y")?, number(size, "cx")?, number(size, "cy")?);
    (frame.2 > 0 && frame.3 > 0).then_some(frame)
}

/// Where a picture may lie: where the template has its text, up to the title.
fn area(
    master: Node<'_, '_>,
    picture: Node<'_, '_>,
    text: Node<'_, '_>,
    (width, height): (i64, i64),
) -> Frame {
    let of_kind = |root: Node<'_, '_>, kinds: &[&str]| {
        placeholders(root).filter(|(_, kind)| kinds.contains(kind)).find_map(|(shape, _)| frame_of(shape))
    };
    let body = of_kind(text, &["obj", "body"]).or_else(|| of_kind(master, &["body"]));
    let title = of_kind(picture, &["title"]).or_else(|| of_kind(master, &["title"]));
    let margin = width / 24;
    let inside = |(x, y, w, h): Frame| {
        x >= 0 && y >= 0 && x + w <= width && y + h <= height && w > width / 3 && h > height / 4
    };
    let (x, y, w, h) = body.filter(|body| inside(*body)).unwrap_or((
        margin,
        height / 5,
        width - 2 * margin,
        height * 7 / 10,
    ));
    // Maps are wide: what is left between title and text is theirs.
    let below = title
        .filter(|title| inside((title.0, title.1, title.2, height / 3)))
        .map(|(_, top, _, tall)| top + tall + margin / 8);
    match below {
        Some(below) if below < y => (x, below, w, h + (y - below)),
        _ => (x, y, w, h),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_points_outside_is_cut_with_as_little_as_can_be() {
        let xml = format!(
            r#"<p:x xmlns:p="{PRESENTATION}" xmlns:a="a" xmlns:r="{RELATION}"><p:sp><a:rPr><a:hlinkClick r:id="out"/></a:rPr><a:t>Text</a:t></p:sp><p:pic><p:blipFill><a:blip r:embed="out"/></p:blipFill></p:pic><p:pic><a:blip r:embed="in" r:link="out"/></p:pic><p:bgPr><a:blipFill><a:blip r:embed="out"/></a:blipFill></p:bgPr></p:x>"#
        );
        let clean = without(&xml, &tree::parse(&xml).unwrap(), |id| id == "out");
        let inside = clean.split_once('>').unwrap().1;
        assert_eq!(
            inside,
            r#"<p:sp><a:rPr></a:rPr><a:t>Text</a:t></p:sp><p:pic><a:blip r:embed="in" /></p:pic><p:bgPr><a:noFill/></p:bgPr></p:x>"#
        );
    }

    #[test]
    fn targets_stay_inside_the_file() {
        assert_eq!(
            resolved("ppt/slideMasters", "../theme/theme1.xml").as_deref(),
            Some("ppt/theme/theme1.xml")
        );
        assert_eq!(resolved("ppt", "/ppt/media/a.png").as_deref(), Some("ppt/media/a.png"));
        assert_eq!(resolved("ppt", "../../../etc/passwd"), None);
    }
}
