//! From bytes to text, whatever program wrote them.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// The text and the name of the encoding it was in: a byte order mark says it; else the pattern of zero bytes says
/// UTF-16; else what is valid UTF-8 is UTF-8; else the letters' frequencies decide (an old Windows or Asian one).
pub(super) fn decode(bytes: &[u8]) -> (String, &'static str) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, &bytes[mark..]);
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return decode_as(encoding, bytes);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), "UTF-8"),
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

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> (String, &'static str) {
    (encoding.decode_without_bom_handling(bytes).0.into_owned(), encoding.name())
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
            assert_eq!(decode(&bytes), (text.to_owned(), name));
        }
        let japanese = "部署,氏名\nマーケティング部,山田太郎\n営業部,佐藤花子\n";
        assert_eq!(decode(&encoding_rs::SHIFT_JIS.encode(japanese).0), (japanese.to_owned(), "Shift_JIS"));
    }
}
