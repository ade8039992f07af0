//! The colours of a company's template, read from its theme and its slide master.

use std::collections::BTreeMap;

use picture::theme::Colour;
use roxmltree::{Document, Node};

use crate::import::tree;

/// The theme's colours by the names that shapes use, through the master's map.
pub(super) fn colours(theme: &Document<'_>, master: Node<'_, '_>) -> BTreeMap<String, Colour> {
    let scheme = tree::find(theme.root_element(), "clrScheme");
    let slots: BTreeMap<&str, Colour> = scheme
        .into_iter()
        .flat_map(|scheme| scheme.children())
        .filter_map(|slot| {
            let value = slot.children().find(Node::is_element)?;
            let hex = value.attribute("lastClr").or_else(|| value.attribute("val"))?;
            Some((slot.tag_name().name(), format!("#{hex}").parse::<Colour>().ok()?))
        })
        .collect();
    let map = tree::find(master, "clrMap");
    let names =
        ["bg1", "tx1", "bg2", "tx2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6"];
    let usual = |name: &'static str| match name {
        "bg1" => "lt1",
        "tx1" => "dk1",
        "bg2" => "lt2",
        "tx2" => "dk2",
        other => other,
    };
    names
        .into_iter()
        .filter_map(|name| {
            let slot = map.and_then(|map| map.attribute(name)).unwrap_or(usual(name));
            Some((name.to_owned(), *slots.get(slot)?))
        })
        .collect()
}

/// The plain colour behind slides, where it is one.
pub(super) fn ground(root: Node<'_, '_>, colours: &BTreeMap<String, Colour>) -> Option<Colour> {
    let ground = tree::find(root, "bg")?;
    let of = |value: Node<'_, '_>| {
        if value.has_children() && value.children().any(|inner| inner.is_element()) {
            return None;
        }
        match value.tag_name().name() {
            "srgbClr" => format!("#{}", value.attribute("val")?).parse().ok(),
            "schemeClr" => colours.get(value.attribute("val")?).copied(),
            _ => None,
        }
    };
    let inside = tree::find(ground, "solidFill").or_else(|| tree::find(ground, "bgRef"))?;
    inside.children().find(Node::is_element).and_then(of)
}
