//! From bytes to text, whatever program wrote them.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// The text and the name of the encoding it was in: a byte order mark says it; else the pattern of zero bytes says
/// UTF-16; else what is valid UTF-8 is UTF-8; else the letters' frequencies decide (an old Windows or Asian one).
/// `wanted` is an encoding that a person has chosen instead.
///
/// # Errors
/// When there is no encoding of the wanted name.
pub(super) fn decode<'b>(
    bytes: &'b [u8],
    wanted: Option<&str>,
) -> Result<(Cow<'b, str>, &'static str), String> {
    let Some(wanted) = wanted else { return Ok(detect(bytes)) };
    let encoding = Encoding::for_label(wanted.as_bytes())
        .ok_or_else(|| format!("There is no encoding called {wanted}. Choose another."))?;
    let mark = Encoding::for_bom(bytes).filter(|(marked, _)| *marked == encoding).map_or(0, |(_, mark)| mark);
    Ok(decode_as(encoding, &bytes[mark..]))
}

fn detect(bytes: &[u8]) -> (Cow<'_, str>, &'static str) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, &bytes[mark..]);
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return decode_as(encoding, bytes);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), "UTF-8"),
        Err(_) => {
            let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
            detector.feed(&bytes[..bytes.len().min(1 << 20)], true);
            decode_as(detector.guess(None, chardetng::Utf8Detection::Deny), bytes)
        }
    }
}

/// Whether bytes with zeros among them are text all the same: UTF-16.
pub(super) fn looks_like_text(bytes: &[u8]) -> bool {
    Encoding::for_bom(bytes).is_some() || unmarked_utf16(bytes).is_some()
}

fn decode_as<'b>(encoding: &'static Encoding, bytes: &'b [u8]) -> (Cow<'b, str>, &'static str) {
    (encoding.decode_without_bom_handling(bytes).0, encoding.name())
}

/// UTF-16 without a mark, by where its zero bytes lie: Latin text has one in every second byte.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    if head.len() < 8 {
        return None;
    }
    let zeros = |first: usize| head.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let most = head.len() / 2 * 3 / 4;
    match (zeros(0) > most, zeros(1) > most) {
        (false, true) => Some(UTF_16LE),
        (true, false) => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_common_encoding_is_read() {
        let text = "Team;Größe\nMüller & Söhne;4\n";
        let utf16 = |big: bool| -> Vec<u8> {
            text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
        };
        let with_mark = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        let cases = [
            (text.as_bytes().to_vec(), "UTF-8"),
            (with_mark(b"\xEF\xBB\xBF", text.as_bytes()), "UTF-8"),
            (with_mark(b"\xFF\xFE", &utf16(false)), "UTF-16LE"),
            (with_mark(b"\xFE\xFF", &utf16(true)), "UTF-16BE"),
            (utf16(false), "UTF-16LE"),
            (utf16(true), "UTF-16BE"),
            (encoding_rs::WINDOWS_1252.encode(text).0.into_owned(), "windows-1252"),
        ];
        for (bytes, name) in cases {
            assert_eq!(decode(&bytes, None), Ok((text.into(), name)));
        }
        let japanese = "部署,氏名\nマーケティング部,山田太郎\n営業部,佐藤花子\n";
        let bytes = encoding_rs::SHIFT_JIS.encode(japanese).0;
        assert_eq!(decode(&bytes, None), Ok((japanese.into(), "Shift_JIS")));
        assert_eq!(decode(b"Gr\xF6\xDFe", Some("latin1")), Ok(("Größe".into(), "windows-1252")));
        assert!(decode(b"Team", Some("klingon")).is_err());
    }
}
