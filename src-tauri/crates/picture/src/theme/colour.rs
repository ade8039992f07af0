//! Colours, and how well they stand out.

use std::fmt;
use std::str::FromStr;

/// A colour by its sRGB parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour(pub u8, pub u8, pub u8);

/// The text is not a colour.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a colour; write it like #3B5BDB")]
pub struct NotAColour(String);

impl Colour {
    /// White.
    pub const WHITE: Self = Self(255, 255, 255);
    /// Black.
    pub const BLACK: Self = Self(0, 0, 0);

    /// This colour with `share` of `other` over it, as painters blend.
    pub fn mixed(self, other: Self, share: f64) -> Self {
        let mix = |a: u8, b: u8| (f64::from(a) * (1.0 - share) + f64::from(b) * share).round() as u8;
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }

    /// The red, green and blue light, from 0 to 1.
    pub(crate) fn light(self) -> [f64; 3] {
        [self.0, self.1, self.2].map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        })
    }

    /// Relative luminance, from 0 to 1 (WCAG 2.2).
    pub fn luminance(self) -> f64 {
        let [r, g, b] = self.light();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// The contrast ratio, from 1 to 21 (WCAG 2.2).
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// This colour, made darker or lighter just so far that its contrast on `ground` is at least `ratio`.
    pub fn legible_on(self, ground: Self, ratio: f64) -> Self {
        let far = ground.best_ink(Self::BLACK, Self::WHITE);
        let steps = (0..=100).map(|step| self.mixed(far, f64::from(step) / 100.0));
        steps.into_iter().find(|colour| colour.contrast(ground) >= ratio).unwrap_or(far)
    }

    /// The one of two colours that stands out more on this one.
    pub fn best_ink(self, a: Self, b: Self) -> Self {
        if self.contrast(a) >= self.contrast(b) { a } else { b }
    }
}

/// As CSS and SVG write it: `#3B5BDB`.
impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02X}{:02X}{:02X}", self.0, self.1, self.2)
    }
}

impl FromStr for Colour {
    type Err = NotAColour;

    fn from_str(text: &str) -> Result<Self, NotAColour> {
        let wrong = || NotAColour(text.chars().take(20).collect());
        let digits = text.trim().strip_prefix('#').ok_or_else(wrong)?;
        let digits = match digits.len() {
            3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            _ => digits.to_owned(),
        };
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(wrong());
        }
        let number = u32::from_str_radix(&digits, 16).map_err(|_| wrong())?;
        let [_, r, g, b] = number.to_be_bytes();
        Ok(Self(r, g, b))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_read_and_written() {
        assert_eq!("#3b5bdb".parse::<Colour>().unwrap().to_string(), "#3B5BDB");
        assert_eq!("#fa0".parse::<Colour>().unwrap(), Colour(255, 170, 0));
        for wrong in ["3b5bdb", "#3b5b", "#3b5bdg", "", "#", "#ééé", "url(x)"] {
            assert!(wrong.parse::<Colour>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((Colour::BLACK.contrast(Colour::WHITE) - 21.0).abs() < 1e-9);
        assert!((Colour(0x76, 0x76, 0x76).contrast(Colour::WHITE) - 4.54).abs() < 0.01);
    }

    #[test]
    fn a_mended_colour_is_legible_and_a_legible_one_stays() {
        for ground in [Colour::WHITE, Colour(0x1F, 0x22, 0x27), Colour(0x80, 0x80, 0x80)] {
            let mended = Colour(0xD9, 0x8A, 0x00).legible_on(ground, 4.5);
            assert!(mended.contrast(ground) >= 4.5, "{mended} on {ground}");
        }
        let fine = Colour(0x20, 0x40, 0x90);
        assert_eq!(fine.legible_on(Colour::WHITE, 4.5), fine);
    }
}
