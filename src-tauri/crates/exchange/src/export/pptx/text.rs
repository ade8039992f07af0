//! What is found, as slides of text that can be edited: sentence, reason, question.

use super::parts::{self, HEAD, POINT, ROOT, SPACES};
use super::template::Layout;
use crate::export::report::Found;
use crate::export::xml::escape;

/// The most findings on a slide.
const MOST: usize = 6;
/// The sizes of a sentence and of what stands below it, in points.
const SENTENCE: f64 = 16.0;
const DETAIL: f64 = 12.0;
/// The width of a letter in the mean, and the height of a line, in font sizes.
const LETTER: f64 = 0.5;
const LINE: f64 = 1.2;
/// Space above a sentence, in points.
const ABOVE: f64 = 12.0;

/// Findings as they fit on slides whose text has this width and height (EMU).
pub(super) fn pages(found: &[Found], (width, height): (i64, i64)) -> Vec<&[Found]> {
    let (width, height) = (width as f64 / POINT, height as f64 / POINT);
    let lines = |text: &str, size: f64| {
        let on_a_line = (width / (size * LETTER)).floor().max(1.0);
        (text.chars().count() as f64 / on_a_line).ceil() * size * LINE
    };
    let tall = |one: &Found| {
        let details = [&one.because, &one.question].into_iter().map(|text| lines(text, DETAIL)).sum::<f64>();
        ABOVE + lines(&one.sentence, SENTENCE) + details
    };
    let (mut pages, mut start, mut used) = (Vec::new(), 0, 0.0);
    for (n, one) in found.iter().enumerate() {
        let full = n - start >= MOST || used + tall(one) > height;
        if full && n > start {
            pages.push(&found[start..n]);
            (start, used) = (n, 0.0);
        }
        used += tall(one);
    }
    if start < found.len() {
        pages.push(&found[start..]);
    }
    pages
}

/// A slide's XML.
pub(super) fn write(title: &str, found: &[Found], layout: &Layout, area: (i64, i64, i64, i64)) -> String {
    let paragraphs: String = found.iter().flat_map(paragraphs).collect();
    // Without a place for text in the layout it has its own.
    let (x, y, w, h) = area;
    let (place, frame) = match &layout.body {
        Some(body) => (format!("<p:ph{body}/>"), String::new()),
        None => (
            String::new(),
            format!(
                r#"<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>"#
            ),
        ),
    };
    let (lock, body) = match &layout.body {
        Some(_) => {
            (r#"<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>"#, "<a:bodyPr><a:normAutofit/></a:bodyPr>")
        }
        None => (
            r#"<p:cNvSpPr txBox="1"/>"#,
            r#"<a:bodyPr wrap="square" lIns="0" rIns="0"><a:normAutofit/></a:bodyPr>"#,
        ),
    };
    let shapes = format!(
        r#"{}<p:sp><p:nvSpPr><p:cNvPr id="3" name="Findings"/>{lock}<p:nvPr>{place}</p:nvPr></p:nvSpPr><p:spPr>{frame}</p:spPr><p:txBody>{body}<a:lstStyle/>{paragraphs}</p:txBody></p:sp>"#,
        parts::title(2, title, None, None)
    );
    format!(
        r#"{HEAD}<p:sld {SPACES}><p:cSld><p:spTree>{ROOT}{shapes}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"#
    )
}

fn paragraphs(one: &Found) -> Vec<String> {
    let line = |text: &str, size: f64, look: &str, above: f64| {
        format!(
            r#"<a:p><a:pPr marL="0" indent="0"><a:spcBef><a:spcPts val="{}"/></a:spcBef><a:buNone/></a:pPr><a:r><a:rPr lang="en-US" sz="{}"{look} dirty="0"/><a:t>{}</a:t></a:r></a:p>"#,
            (above * 100.0) as u32,
            (size * 100.0) as u32,
            escape(text)
        )
    };
    let mut out = vec![line(&one.sentence, SENTENCE, r#" b="1""#, ABOVE)];
    if !one.because.is_empty() {
        out.push(line(&one.because, DETAIL, r#" b="0""#, 0.0));
    }
    if !one.question.is_empty() {
        out.push(line(&one.question, DETAIL, r#" b="0" i="1""#, 0.0));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_are_shared_out_so_that_they_fit() {
        let one = Found { sentence: "x".repeat(60), because: "y".repeat(90), ..Found::default() };
        let found = vec![one; 9];
        let wide = (9_000_000, 4_500_000);
        assert_eq!(pages(&found, wide).iter().map(|page| page.len()).collect::<Vec<_>>(), [6, 3]);
        let flat = (9_000_000, 600_000);
        assert_eq!(pages(&found, flat).len(), 9, "each has a slide, however little fits");
        assert!(pages(&[], wide).is_empty());
    }
}
