//! XML from outside: parsed only when it defines no entities, is not nested too deeply and has not too many elements.

use roxmltree::{Document, Node, ParsingOptions};

use super::limits;

/// The document, or why it is not read.
pub(crate) fn parse(text: &str) -> Result<Document<'_>, String> {
    check_depth(text)?;
    let options =
        ParsingOptions { allow_dtd: false, nodes_limit: limits::ELEMENTS, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|why| match why {
        roxmltree::Error::DtdDetected => "It defines entities, which no map needs.".to_owned(),
        roxmltree::Error::NodesLimitReached => "It has more elements than any map needs.".to_owned(),
        why => format!("It is not well-formed: {why}."),
    })
}

/// The parser calls itself for nested elements, so they are counted first.
fn check_depth(text: &str) -> Result<(), String> {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut depth = 0usize;
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Start(_)) => depth += 1,
            Ok(quick_xml::events::Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(quick_xml::events::Event::Eof) => return Ok(()),
            Ok(_) => {}
            // The parser says better what is wrong.
            Err(_) => return Ok(()),
        }
        if depth > limits::DEPTH {
            return Err("It is nested too deeply to be a map.".to_owned());
        }
    }
}

/// The first element of that name inside, at any depth.
pub(crate) fn find<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.descendants().find(|inner| inner.tag_name().name() == name)
}

/// All text inside, as it stands.
pub(crate) fn text(node: Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|inner| inner.text()).collect()
}

/// An attribute as a number.
pub(crate) fn number(node: Node<'_, '_>, name: &str) -> Option<f64> {
    node.attribute(name)?.trim().parse::<f64>().ok().filter(|value| value.is_finite())
}
