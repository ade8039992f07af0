//! What a cell says: numbers as people write them, and words in the languages a list comes in.

use ecosystem::{Health, TeamKind};

use super::columns::squeeze;

/// A number, with a decimal comma or point, thousands separators or a percent sign. `comma_decides` when the file
/// itself uses decimal commas, so that `1,234` is one and a bit.
pub(super) fn number(text: &str, comma_decides: bool) -> Option<f64> {
    // Nearly all are digits alone, and take no memory.
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok().filter(|number: &f64| number.is_finite());
    }
    let mut text: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '\'' | '’'))
        .collect();
    if text.ends_with('%') {
        text.pop();
    }
    let (comma, point) = (text.rfind(','), text.rfind('.'));
    let plain = match (comma, point) {
        (Some(comma), Some(point)) if comma > point => text.replace('.', "").replace(',', "."),
        (Some(_), Some(_)) => text.replace(',', ""),
        (Some(_), None) if is_grouped(&text, ',') && !(comma_decides && text.matches(',').count() == 1) => {
            text.replace(',', "")
        }
        (Some(_), None) => text.replace(',', "."),
        (None, Some(_)) if text.matches('.').count() > 1 && is_grouped(&text, '.') => text.replace('.', ""),
        _ => text,
    };
    // `parse` also takes "inf", "nan" and "infinity", which are no numbers of people or days.
    let digits = plain.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'));
    plain.parse::<f64>().ok().filter(|number| digits && number.is_finite())
}

/// Whether `mark` cuts the digits into threes: `1,234,567`.
fn is_grouped(text: &str, mark: char) -> bool {
    let mut groups = text.trim_start_matches(['-', '+']).split(mark);
    let first = groups.next().unwrap_or_default();
    let all_digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    (1..=3).contains(&first.len())
        && all_digits(first)
        && groups.all(|group| group.len() == 3 && all_digits(group))
}

/// How well a dependency works.
pub(super) fn health(text: &str) -> Option<Health> {
    const OK: &[&str] = &[
        "ok", "okay", "good", "healthy", "fine", "works", "green", "gut", "gruen", "grun", "bon", "bien",
        "vert", "verde",
    ];
    const SLOWING: &[&str] = &[
        "slowing",
        "slow",
        "slows",
        "slowsus",
        "slowsusdown",
        "delayed",
        "atrisk",
        "risk",
        "amber",
        "yellow",
        "orange",
        "bremst",
        "langsam",
        "verzogert",
        "gelb",
        "ralentit",
        "lent",
        "jaune",
        "lento",
        "ralentiza",
        "amarillo",
    ];
    const BLOCKING: &[&str] = &[
        "blocking",
        "blocked",
        "blocks",
        "blocksus",
        "blocker",
        "critical",
        "bad",
        "red",
        "blockiert",
        "rot",
        "bloque",
        "bloquant",
        "rouge",
        "bloquea",
        "bloqueado",
        "rojo",
    ];
    let word = squeeze(text);
    let among = |words: &[&str]| words.contains(&word.as_str());
    match () {
        () if among(OK) => Some(Health::Ok),
        () if among(SLOWING) => Some(Health::Slowing),
        () if among(BLOCKING) => Some(Health::Blocking),
        () => None,
    }
}

/// What a team is.
pub(super) fn kind(text: &str) -> Option<TeamKind> {
    const TEAM: &[&str] = &["team", "teams", "group", "squad", "unit", "equipe", "equipo", "gruppe"];
    const ROLE: &[&str] = &["role", "person", "position", "rolle", "personne", "persona", "rol"];
    const OUTSIDE: &[&str] = &[
        "outsidegroup",
        "outside",
        "external",
        "externalgroup",
        "partner",
        "partners",
        "customer",
        "customers",
        "client",
        "agency",
        "supplier",
        "vendor",
        "influencer",
        "influencers",
        "extern",
        "kunde",
        "kunden",
        "agentur",
        "lieferant",
        "externe",
        "agence",
        "fournisseur",
        "externo",
        "cliente",
        "agencia",
        "proveedor",
    ];
    let word = squeeze(text);
    let among = |words: &[&str]| words.contains(&word.as_str());
    match () {
        () if among(TEAM) => Some(TeamKind::Team),
        () if among(ROLE) => Some(TeamKind::Role),
        () if among(OUTSIDE) => Some(TeamKind::OutsideGroup),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let cases = [
            ("7", 7.0),
            ("1.5", 1.5),
            ("1,5", 1.5),
            ("1.234,5", 1234.5),
            ("1,234.5", 1234.5),
            ("1,234", 1234.0),
            ("1,234,567", 1_234_567.0),
            ("1.234.567", 1_234_567.0),
            ("1 234", 1234.0),
            ("1\u{a0}234,5", 1234.5),
            ("1'234", 1234.0),
            ("80 %", 80.0),
            ("-2", -2.0),
            ("1e3", 1000.0),
        ];
        for (text, value) in cases {
            assert_eq!(number(text, false), Some(value), "{text}");
        }
        assert_eq!(number("1,234", true), Some(1.234));
        for wrong in ["", "nan", "inf", "Infinity", "many", "1,2,3", "--1", "1e999", "12 people"] {
            assert_eq!(number(wrong, false), None, "{wrong}");
        }
    }

    #[test]
    fn health_and_kind_are_read_in_several_languages() {
        assert_eq!(health(" Slowing "), Some(Health::Slowing));
        assert_eq!(health("blockiert"), Some(Health::Blocking));
        assert_eq!(health("OK"), Some(Health::Ok));
        assert_eq!(health("purple"), None);
        assert_eq!(kind("outside group"), Some(TeamKind::OutsideGroup));
        assert_eq!(kind("Équipe"), Some(TeamKind::Team));
        assert_eq!(kind("Associate"), None);
    }
}
