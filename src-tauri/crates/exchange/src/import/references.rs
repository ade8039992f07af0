//! The places of cells that a workbook names, looked at before a reader does: one that no sheet has makes readers
//! count past the end of their numbers.

/// Looks at all attributes called `r` and `ref`, whose values are places of cells ("B7", "7", "A1:C9").
///
/// It knows no tags, comments or texts, so that nothing can hide from it by pretending to be another of these.
pub(super) fn check(xml: &[u8]) -> Result<(), NoSuchPlace> {
    for equals in memchr::memchr_iter(b'=', xml) {
        let before = xml[..equals].trim_ascii_end();
        let rest = before.strip_suffix(b"r").or_else(|| before.strip_suffix(b"ref"));
        let Some(&[.., gap]) = rest else { continue };
        if !gap.is_ascii_whitespace() && !is_quote(gap) {
            continue;
        }
        let value = xml[equals + 1..].trim_ascii_start();
        let Some((&quote, value)) = value.split_first().filter(|(first, _)| is_quote(**first)) else {
            continue;
        };
        let mut range = Range::default();
        value.iter().take_while(|&&byte| byte != quote).try_for_each(|&byte| range.push(byte))?;
        range.end()?;
    }
    Ok(())
}

fn is_quote(byte: u8) -> bool {
    byte == b'"' || byte == b'\''
}

/// One place, or two with a colon between them.
#[derive(Debug, Default)]
struct Range {
    letters: u8,
    digits: u8,
    column: u64,
    row: u64,
    first: Option<(u64, u64)>,
}

/// No sheet has such a place.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NoSuchPlace;

/// As in "XFD1048576".
const LETTERS: u8 = 3;
const DIGITS: u8 = 7;

impl Range {
    fn push(&mut self, byte: u8) -> Result<(), NoSuchPlace> {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' => {
                self.letters += 1;
                self.column = self.column * 26 + u64::from(byte.to_ascii_uppercase() - b'A') + 1;
            }
            b'0'..=b'9' => {
                self.digits += 1;
                self.row = self.row * 10 + u64::from(byte - b'0');
            }
            b':' => {
                let first = (self.row, self.column);
                *self = Self { first: Some(first), ..Self::default() };
            }
            // Readers refuse any other byte.
            _ => {}
        }
        if self.letters > LETTERS || self.digits > DIGITS { Err(NoSuchPlace) } else { Ok(()) }
    }

    /// A range that ends before it begins has a size below nothing.
    fn end(self) -> Result<(), NoSuchPlace> {
        match self.first {
            Some((row, column)) if self.row < row || self.column < column => Err(NoSuchPlace),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good(xml: &str) -> bool {
        check(xml.as_bytes()).is_ok()
    }

    #[test]
    fn places_of_a_sheet_are_good_and_others_are_not() {
        assert!(good(r#"<dimension ref="A1:XFD1048576"/><row r="7" spans="1:99999999999"><c r='B7' t="n">"#));
        assert!(good(r#"<a:fillToRect l="50000" r="-80000"/><x ref=""/>"#));
        for bad in [
            r#"<c r="A99999999999"/>"#,
            r#"<c r = 'A99999999999'/>"#,
            r#"<c s="1"r="A99999999999"/>"#,
            "<c\nt=\"n\"\tr\n=\n\"ABCDEFGH1\"/>",
            r#"<row r="12345678">"#,
            r#"<mergeCell ref="A1:B99999999"/>"#,
            r#"<mergeCell ref = "A1:B99999999"/>"#,
            r#"<dimension ref="B9:A1"/>"#,
        ] {
            assert!(!good(bad), "{bad}");
        }
    }

    #[test]
    fn other_attributes_are_no_places() {
        assert!(good(r#"<x or="A99999999999" preref="A99999999999" r:id="A99999999999" re="A9999999999"/>"#));
        assert!(good(r#"<x refs="A99999999999" rref="A99999999999" ref x="A99999999999"/>"#));
    }
}
