//! The places of cells that a workbook names, looked at before a reader does: one that no sheet has makes readers
//! count past the end of their numbers.

/// Looks for attributes called `r` and `ref`, whose values are places of cells ("B7", "7", "A1:C9"), in XML that comes
/// in pieces.
///
/// It knows no tags, comments or texts, so that nothing can hide from it by pretending to be another of these.
#[derive(Debug, Default)]
pub(super) struct References {
    at: At,
    range: Range,
}

/// What the last byte was.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum At {
    #[default]
    Elsewhere,
    /// Before a name may begin: white space, or the end of a value.
    Gap,
    /// So much of "ref".
    Ref(usize),
    /// After the whole name.
    Named,
    Equals,
    /// Of a value between these quotes.
    Value(u8),
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

/// White space and quotes.
const ENDS_ELSEWHERE: [bool; 256] = {
    let mut ends = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        ends[byte] = (byte as u8).is_ascii_whitespace() || byte as u8 == b'"' || byte as u8 == b'\'';
        byte += 1;
    }
    ends
};

impl References {
    /// Looks at the next piece.
    pub(super) fn feed(&mut self, piece: &[u8]) -> Result<(), NoSuchPlace> {
        let mut rest = piece.iter();
        while let Some(&byte) = rest.next() {
            self.at = match (self.at, byte) {
                (At::Value(quote), byte) if byte == quote => {
                    std::mem::take(&mut self.range).end()?;
                    At::Gap
                }
                (At::Value(quote), byte) => {
                    self.range.push(byte)?;
                    At::Value(quote)
                }
                (At::Equals, b'"' | b'\'') => At::Value(byte),
                (At::Ref(1 | 3) | At::Named, b'=') => At::Equals,
                (At::Equals, byte) if byte.is_ascii_whitespace() => At::Equals,
                (At::Ref(1 | 3) | At::Named, byte) if byte.is_ascii_whitespace() => At::Named,
                (At::Gap | At::Named, b'r') => At::Ref(1),
                (At::Ref(1), b'e') => At::Ref(2),
                (At::Ref(2), b'f') => At::Ref(3),
                (_, b'"' | b'\'') => At::Gap,
                (_, byte) if byte.is_ascii_whitespace() => At::Gap,
                _ => At::Elsewhere,
            };
            // Most of a sheet is passed over here, up to what may end it.
            if self.at == At::Elsewhere {
                let here = rest.as_slice();
                let ends = here.iter().position(|&byte| ENDS_ELSEWHERE[usize::from(byte)]);
                rest = here[ends.unwrap_or(here.len())..].iter();
            }
        }
        Ok(())
    }
}

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

    /// Whether the places in `xml` are good, read at once and in pieces of every size.
    fn good(xml: &str) -> bool {
        let whole = References::default().feed(xml.as_bytes());
        for size in 1..xml.len() {
            let mut pieces = References::default();
            let in_pieces = xml.as_bytes().chunks(size).try_for_each(|piece| pieces.feed(piece));
            assert_eq!(in_pieces, whole, "in pieces of {size}: {xml}");
        }
        whole.is_ok()
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
