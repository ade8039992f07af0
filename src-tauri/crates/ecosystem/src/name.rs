//! Names as they enter a map: cleaned, bounded, and comparable. Whatever a file or the clipboard brings, a name
//! that is in a map is one line of NFC text without control characters or invisible direction changes.

use unicode_normalization::UnicodeNormalization;

/// The longest name of a team, a function or what is handed over, in characters.
pub const NAME_LIMIT: usize = 200;
/// The longest note, in characters.
pub const NOTE_LIMIT: usize = 10_000;

/// Whether a character never belongs in a text: controls, and the direction overrides and isolates that let a
/// name disguise the text around it.
fn unwanted(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// One clean line: NFC, no unwanted characters, runs of white space as one space, trimmed.
pub fn line(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfc() {
        if c.is_whitespace() {
            gap = true;
        } else if !unwanted(c) {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        }
    }
    out
}

/// Clean text of several lines, for notes: like [`line()`] for each line, with blank lines kept.
pub fn lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let cleaned: Vec<String> = text.split('\n').map(line).collect();
    cleaned.join("\n").trim_matches('\n').to_owned()
}

/// What two names are compared by: they are the same when they differ only in case, white space or Unicode form.
pub fn key(name: &str) -> String {
    if is_plain(name) {
        return name.to_ascii_lowercase();
    }
    line(name).chars().flat_map(char::to_lowercase).nfc().collect()
}

/// Whether a text is a clean line of ASCII already, as most names of most lists are: then there is nothing to do.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let words = !bytes.starts_with(b" ") && !bytes.ends_with(b" ");
    words
        && bytes.iter().all(|byte| matches!(byte, b' '..=b'~'))
        && !bytes.windows(2).any(|pair| pair == b"  ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_is_one_clean_line() {
        assert_eq!(line("  Field\t sales\u{0} \r\n EMEA "), "Field sales EMEA");
        assert_eq!(line("safe\u{202E}evil"), "safeevil");
        assert_eq!(line("Cafe\u{301}"), "Café");
    }

    #[test]
    fn names_that_differ_only_in_case_or_form_are_the_same() {
        assert_eq!(key("CAFÉ  central"), key("Cafe\u{301} Central"));
        assert_ne!(key("Sales 1"), key("Sales 2"));
    }

    #[test]
    fn a_note_keeps_its_lines() {
        assert_eq!(lines("\r\nfirst \r\n\r\nsecond\u{7}\n"), "first\n\nsecond");
    }

    proptest! {
        #[test]
        fn what_needs_no_cleaning_is_told_right(text in "[ -~]{0,12}|[ a-c\t]{0,6}") {
            prop_assert!(!is_plain(&text) || text.split_whitespace().collect::<Vec<_>>().join(" ") == text);
            prop_assert_eq!(line(&text), text.split_whitespace().collect::<Vec<_>>().join(" "));
        }

        #[test]
        fn cleaning_twice_is_cleaning_once(text in any::<String>()) {
            let once = line(&text);
            prop_assert_eq!(line(&once), once.clone());
            prop_assert_eq!(key(&key(&text)), key(&text));
        }
    }
}
