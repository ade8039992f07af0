//! Sentences that are grammatical for one, two and many. Everything a lens says is put together here, in plain
//! words: terms of art belong on the glossary page.

/// "1 team", "3 teams", "1,204 teams".
pub fn count(number: usize, noun: &str) -> String {
    format!("{} {}", thousands(number), plural(number, noun))
}

/// "team" for one, "teams" otherwise; "dependency" and "dependencies".
fn plural(number: usize, noun: &str) -> String {
    match noun.strip_suffix('y') {
        _ if number == 1 => noun.to_owned(),
        Some(stem) => format!("{stem}ies"),
        None => format!("{noun}s"),
    }
}

/// A verb: "relies" for one, "rely" otherwise.
pub fn verb<'a>(number: usize, one: &'a str, many: &'a str) -> &'a str {
    if number == 1 { one } else { many }
}

/// "12,345".
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// "A", "A and B", "A, B and C", and beyond `most` names "A, B, C and 4 others".
pub fn list<'a>(names: impl IntoIterator<Item = &'a str>, most: usize) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    let shown = if names.len() > most { &names[..most] } else { &names[..] };
    let others = names.len() - shown.len();
    match (shown, others) {
        ([], _) => String::new(),
        ([one], 0) => (*one).to_owned(),
        ([first @ .., last], 0) => format!("{} and {last}", first.join(", ")),
        (shown, others) => format!("{} and {}", shown.join(", "), count(others, "other")),
    }
}

/// A share as "26%", a small one as "1.3%"; never "0%" of something nor "100%" of less than all.
pub fn percent(share: f64) -> String {
    let whole = (share * 100.0).round();
    match whole {
        _ if share > 0.0 && share < 0.0005 => "less than 0.1%".to_owned(),
        _ if share > 0.0 && share < 0.0195 => format!("{:.1}%", share * 100.0),
        _ if share < 1.0 && whole >= 100.0 => "more than 99%".to_owned(),
        _ => format!("{whole:.0}%"),
    }
}

/// A number to two digits, as far as it is one that was computed: 2,081 is 2,100.
fn roughly(number: f64) -> String {
    let unit = 10f64.powi((number.max(10.0).log10().floor() - 1.0) as i32);
    thousands(((number / unit).round() * unit) as usize)
}

/// A count that was computed rather than counted: "about 12", "about 2,100", "fewer than 1".
pub fn about(number: f64) -> String {
    if number < 0.95 { "fewer than 1".to_owned() } else { format!("about {}", roughly(number)) }
}

/// How often: "1 time in 40", from a probability.
pub fn one_in(p: f64) -> String {
    match p {
        p if p < 0.001 => "less than 1 time in 1,000".to_owned(),
        p if p >= 0.34 => "often".to_owned(),
        p => format!("1 time in {}", roughly(1.0 / p)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_two_and_many() {
        assert_eq!(count(1, "team"), "1 team");
        assert_eq!(count(0, "dependency"), "0 dependencies");
        assert_eq!(count(1_234_567, "route"), "1,234,567 routes");
        assert_eq!(verb(1, "relies", "rely"), "relies");
    }

    #[test]
    fn lists_read_like_speech() {
        assert_eq!(list(["A"], 3), "A");
        assert_eq!(list(["A", "B"], 3), "A and B");
        assert_eq!(list(["A", "B", "C"], 3), "A, B and C");
        assert_eq!(list(["A", "B", "C", "D"], 3), "A, B, C and 1 other");
        assert_eq!(list(["A", "B", "C", "D", "E"], 3), "A, B, C and 2 others");
        assert_eq!(list([], 3), "");
    }

    #[test]
    fn shares_are_neither_nothing_nor_all_by_rounding() {
        assert_eq!(percent(0.264), "26%");
        assert_eq!(percent(0.0301), "3%");
        assert_eq!(percent(0.0129), "1.3%");
        assert_eq!(percent(0.0196), "2%");
        assert_eq!(percent(0.001), "0.1%");
        assert_eq!(percent(0.0001), "less than 0.1%");
        assert_eq!(percent(0.999), "more than 99%");
        assert_eq!(percent(1.0), "100%");
        assert_eq!(percent(0.0), "0%");
    }

    #[test]
    fn computed_numbers_are_not_more_exact_than_they_are() {
        assert_eq!(about(0.2), "fewer than 1");
        assert_eq!(about(2.0), "about 2");
        assert_eq!(about(3.42), "about 3");
        assert_eq!(about(1234.6), "about 1,200");
        assert_eq!(about(99.6), "about 100");
        assert_eq!(one_in(0.0025), "1 time in 400");
        assert_eq!(one_in(1.0 / 201.0), "1 time in 200");
        assert_eq!(one_in(1e-9), "less than 1 time in 1,000");
    }
}
