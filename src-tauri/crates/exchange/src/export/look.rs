//! In which colours each thing is painted: what the picture is about as it is, everything else calm.

use picture::scene::{CardShape, Lit, RoomShape, Scene, TieShape};
use picture::theme::Theme;

/// The themes of a scene.
pub(crate) struct Look<'s> {
    pub theme: &'s Theme,
    calm: Option<(Box<Theme>, &'s Lit)>,
}

impl<'s> Look<'s> {
    pub fn of(scene: &'s Scene, theme: &'s Theme) -> Self {
        Self { theme, calm: scene.lit.as_ref().map(|lit| (Box::new(theme.calm()), lit)) }
    }

    fn when(&self, is_lit: impl FnOnce(&Lit) -> bool) -> &Theme {
        match &self.calm {
            Some((calm, lit)) if !is_lit(lit) => calm,
            _ => self.theme,
        }
    }

    pub fn room(&self, room: &RoomShape) -> &Theme {
        self.when(|lit| lit.functions.contains(&room.id))
    }

    pub fn card(&self, card: &CardShape) -> &Theme {
        self.when(|lit| lit.teams.contains(&card.id))
    }

    pub fn tie(&self, tie: &TieShape) -> &Theme {
        self.when(|lit| lit.holds(tie))
    }
}
