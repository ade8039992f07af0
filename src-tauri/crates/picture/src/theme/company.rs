//! A company's own theme: a few colours and the names of its font files in a small file, the colours checked for
//! contrast.

use serde::{Deserialize, Serialize};

use super::{Colour, NotAColour, Theme};

/// A company's theme as its file holds it, each colour like `#3B5BDB`; what is absent stays as in the light theme.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Company {
    /// Behind everything.
    pub ground: Option<String>,
    /// Cards.
    pub surface: Option<String>,
    /// Text.
    pub ink: Option<String>,
    /// What is chosen.
    pub accent: Option<String>,
    /// Ties that slow the receiver down.
    pub slowing: Option<String>,
    /// Ties that stop the receiver.
    pub blocking: Option<String>,
    /// The functions' colours, in the order they are given out; at most 64.
    pub functions: Vec<String>,
    /// Its font files, named as they lie beside this one; one for each weight there is.
    pub fonts: Vec<String>,
}

/// A company's file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompanyError {
    /// A text in it is not a colour.
    #[error("In the company theme, {0}.")]
    Colour(#[from] NotAColour),
    /// More colours than any map needs.
    #[error("The company theme has {0} function colours; at most 64 are used. Take some out.")]
    TooMany(usize),
}

impl Theme {
    /// The theme of a company without its fonts, and a sentence for each colour that had to give way so that text stays legible.
    ///
    /// # Errors
    /// When a text is not a colour, or there are too many.
    pub fn company(company: &Company) -> Result<(Self, Vec<String>), CompanyError> {
        let mut theme = Self::light();
        let set = |to: &mut Colour, text: &Option<String>| -> Result<(), NotAColour> {
            if let Some(text) = text {
                *to = text.parse()?;
            }
            Ok(())
        };
        set(&mut theme.ground, &company.ground)?;
        set(&mut theme.surface, &company.surface)?;
        set(&mut theme.ink, &company.ink)?;
        set(&mut theme.accent, &company.accent)?;
        set(&mut theme.slowing, &company.slowing)?;
        set(&mut theme.blocking, &company.blocking)?;
        if company.functions.len() > 64 {
            return Err(CompanyError::TooMany(company.functions.len()));
        }
        if !company.functions.is_empty() {
            theme.functions = company.functions.iter().map(|text| text.parse()).collect::<Result<_, _>>()?;
        }
        let notices = theme.mend();
        Ok((theme, notices))
    }

    /// Makes every colour that carries text or meaning stand out, and tells which ones gave way.
    fn mend(&mut self) -> Vec<String> {
        let mut notices = Vec::new();
        self.dark = self.ground.luminance() < 0.18;
        if (self.surface.luminance() < 0.18) != self.dark {
            self.surface = self.ground;
        }
        let (ground, surface) = (self.ground, self.surface);
        let mut mend = |name: &str, colour: &mut Colour, ratio: f64| {
            let mended = colour.legible_on(ground, ratio).legible_on(surface, ratio);
            if mended != *colour {
                notices.push(format!("{name} {colour} is hard to see on {ground}; {mended} is used."));
                *colour = mended;
            }
        };
        mend("Text", &mut self.ink, 7.0);
        mend("The accent", &mut self.accent, 3.0);
        mend("Slowing", &mut self.slowing, 2.5);
        mend("Blocking", &mut self.blocking, 3.0);
        for (number, colour) in self.functions.iter_mut().enumerate() {
            mend(&format!("Function colour {}", number + 1), colour, 1.8);
        }
        self.quiet = self.ink.mixed(ground, 0.3).legible_on(ground, self.contrast);
        self.quiet = self.quiet.legible_on(surface, self.contrast);
        self.hairline = ground.mixed(self.ink, 0.12);
        self.ok = ground.mixed(self.ink, 0.45);
        notices
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_companys_colours_are_used_and_pale_ones_mended() {
        let company: Company = serde_json::from_str(
            r##"{"ink": "#DDDDDD", "accent": "#0055AA", "functions": ["#0055AA", "#FFFFF0"]}"##,
        )
        .unwrap();
        let (theme, notices) = Theme::company(&company).unwrap();
        assert_eq!(theme.hue(0), Colour(0x00, 0x55, 0xAA));
        assert!(theme.ink.contrast(theme.ground) >= 7.0);
        assert_eq!(notices.len(), 2, "{notices:?}");
    }

    #[test]
    fn what_is_not_a_colour_is_refused_with_its_text() {
        let company = Company { ink: Some("blue-ish".to_owned()), ..Company::default() };
        let error = Theme::company(&company).unwrap_err();
        assert!(error.to_string().contains("blue-ish"));
        assert!(serde_json::from_str::<Company>(r#"{"inc": "x"}"#).is_err());
    }
}
