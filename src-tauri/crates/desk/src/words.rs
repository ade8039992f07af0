//! Days, moments and how sure something is, in words.

use ecosystem::Date;
use lens::Level;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// How sure a finding is, as the window says it too.
pub(crate) fn sureness(level: Level) -> &'static str {
    match level {
        Level::Low => "A hint",
        Level::Medium => "Likely",
        Level::High => "Sure",
    }
}

/// "21 November 2026".
pub(crate) fn day(date: Date) -> String {
    // A date writes itself as 2026-11-21.
    let text = date.to_string();
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let month = month
        .and_then(|month| month.parse::<usize>().ok())
        .and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    match (year, month, day.and_then(|day| day.parse::<u8>().ok())) {
        (Some(year), Some(month), Some(day)) => format!("{day} {month} {year}"),
        _ => text,
    }
}

/// A moment in milliseconds since 1970, as "2026-11-21 22:14" in UTC.
pub fn moment(at: f64) -> String {
    let seconds = (at / 1000.0).floor() as i64;
    let of_day = seconds.rem_euclid(86_400);
    format!("{} {:02}:{:02}", Date::of_unix_seconds(seconds), of_day / 3600, of_day % 3600 / 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_moments_read_plainly() {
        assert_eq!(day(Date::new(2026, 11, 21).unwrap()), "21 November 2026");
        assert_eq!(day(Date::new(2027, 1, 3).unwrap()), "3 January 2027");
        assert_eq!(moment(1_795_299_299_000.0), "2026-11-21 22:14");
        assert_eq!(moment(0.0), "1970-01-01 00:00");
    }
}
