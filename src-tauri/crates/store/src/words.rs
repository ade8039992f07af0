//! The words that stand in the file for what can be only one of a few. They are those of the records' own JSON.

use ecosystem::{Health, Style, Target, TeamKind};

pub(crate) type Words<T> = &'static [(T, &'static str)];

pub(crate) const KINDS: Words<TeamKind> =
    &[(TeamKind::Team, "team"), (TeamKind::Role, "role"), (TeamKind::OutsideGroup, "outside-group")];
pub(crate) const HEALTHS: Words<Health> =
    &[(Health::Ok, "ok"), (Health::Slowing, "slowing"), (Health::Blocking, "blocking")];
pub(crate) const TARGETS: Words<Target> = &[(Target::Needed, "needed"), (Target::NotNeeded, "not-needed")];
pub(crate) const STYLES: Words<Style> = &[
    (Style::Ecosystem, "ecosystem"),
    (Style::Flow, "flow"),
    (Style::Rings, "rings"),
    (Style::Lanes, "lanes"),
];

/// The word for `value`; empty, and refused when read, for one that has none.
pub(crate) fn word<T: PartialEq>(words: Words<T>, value: T) -> &'static str {
    words.iter().find(|(v, _)| *v == value).map_or("", |(_, word)| word)
}

/// What `word` stands for.
pub(crate) fn meant<T: Copy>(words: Words<T>, word: &str) -> Option<T> {
    words.iter().find(|(_, w)| *w == word).map(|(value, _)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn are_those_of_the_json<T: PartialEq + Copy + std::fmt::Debug + serde::Serialize>(words: Words<T>) {
        for (value, word) in words {
            assert_eq!(serde_json::to_value(value).unwrap(), *word);
            assert_eq!(meant(words, word), Some(*value));
        }
    }

    #[test]
    fn the_words_are_those_of_the_json() {
        are_those_of_the_json(KINDS);
        are_those_of_the_json(HEALTHS);
        are_those_of_the_json(TARGETS);
        are_those_of_the_json(STYLES);
        assert_eq!(STYLES.len(), Style::ALL.len());
    }
}
