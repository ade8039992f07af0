//! Type: the size and weight of each role of text, and its class in the window's style sheet.

use crate::scene::Role;
use crate::text::{Setting, Weight};

impl Role {
    /// Every role.
    pub const ALL: [Self; 9] = [
        Self::CardName,
        Self::CardSecond,
        Self::RoomName,
        Self::RoomCount,
        Self::Label,
        Self::Badge,
        Self::Legend,
        Self::Title,
        Self::Subtitle,
    ];

    /// Its size where nothing asks for another one, in scene units.
    pub const fn size(self) -> f64 {
        match self {
            Self::CardName => 14.0,
            Self::CardSecond => 11.5,
            Self::RoomName => 13.0,
            Self::RoomCount | Self::Legend => 12.0,
            Self::Label => 11.0,
            Self::Badge => 10.5,
            Self::Title => 24.0,
            Self::Subtitle => 13.0,
        }
    }

    /// Its weight.
    pub const fn weight(self) -> Weight {
        match self {
            Self::CardName | Self::RoomName | Self::Title => Weight::SemiBold,
            Self::Badge => Weight::Bold,
            Self::RoomCount => Weight::Medium,
            Self::CardSecond | Self::Label | Self::Legend | Self::Subtitle => Weight::Regular,
        }
    }

    /// One line at its own size.
    pub const fn setting(self) -> Setting {
        Setting::line(self.size(), self.weight())
    }

    /// One line at another size.
    pub const fn sized(self, size: f64) -> Setting {
        Setting::line(size, self.weight())
    }

    /// Its class in the style sheet; the same word as on the wire.
    pub const fn class(self) -> &'static str {
        match self {
            Self::CardName => "card-name",
            Self::CardSecond => "card-second",
            Self::RoomName => "room-name",
            Self::RoomCount => "room-count",
            Self::Label => "label",
            Self::Badge => "badge",
            Self::Legend => "legend",
            Self::Title => "title",
            Self::Subtitle => "subtitle",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_has_the_same_word_in_the_style_sheet_as_on_the_wire() {
        for role in Role::ALL {
            assert_eq!(serde_json::to_value(role).unwrap(), role.class());
        }
    }
}
