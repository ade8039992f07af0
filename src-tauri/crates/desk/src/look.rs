//! How an export looks: one of the themes, or a company's own colours and fonts.

use std::path::Path;

use picture::text::Face;
use picture::theme::{Company, Theme};

use crate::importing;
use crate::protocol::{Export, Failure, ImportSource};

/// The most bytes that a file with a company's theme has.
const MOST_BYTES: usize = 64 << 10;

/// The theme of an export. There is a remark for each colour that had to give way, and for fonts that are not at hand.
/// Whoever asks may name files, or they were stopped before.
pub(crate) fn of(with: &Export, remarks: &mut Vec<String>) -> Result<Theme, Failure> {
    let (theme, fonts) = match &with.colours {
        None => (named(with.theme.as_deref().unwrap_or("light"))?, Vec::new()),
        Some(file) => {
            let company = company(file)?;
            let (theme, gave_way) = Theme::company(&company).map_err(|why| refuse(file, &why))?;
            remarks.extend(gave_way);
            (theme, if with.fonts.is_empty() { beside(file, &company.fonts, remarks)? } else { Vec::new() })
        }
    };
    // Those that were chosen one by one count.
    let fonts = if with.fonts.is_empty() { &fonts } else { &with.fonts };
    Ok(theme.with_face(face(fonts)?))
}

fn named(name: &str) -> Result<Theme, Failure> {
    match name {
        "light" => Ok(Theme::light()),
        "dark" => Ok(Theme::dark()),
        "print" => Ok(Theme::print()),
        "high-contrast" => Ok(Theme::high_contrast()),
        other => Err(Failure::unknown("theme", other, "light, dark, print, high-contrast")),
    }
}

fn refuse(file: &ImportSource, why: &dyn std::fmt::Display) -> Failure {
    Failure::refused(format!("The company theme \u{201c}{}\u{201d} cannot be used. {why}", file.name))
}

fn company(file: &ImportSource) -> Result<Company, Failure> {
    let source = importing::open(file, true)?;
    if source.bytes.len() > MOST_BYTES {
        return Err(refuse(file, &"The file is too large for a few colours."));
    }
    serde_json::from_slice(&source.bytes)
        .map_err(|why| refuse(file, &format!("It is not as it should be: {why}.")))
}

/// The fonts that a company's file names, as they lie beside it.
fn beside(
    file: &ImportSource,
    names: &[String],
    remarks: &mut Vec<String>,
) -> Result<Vec<ImportSource>, Failure> {
    if let Some(odd) = names.iter().find(|name| Path::new(name).file_name() != Some(name.as_ref())) {
        return Err(refuse(file, &format!("\u{201c}{odd}\u{201d} is not the name of a file beside it.")));
    }
    let Some(path) = &file.path else {
        // A browser hands over a file alone.
        if !names.is_empty() {
            let names = names.join(", ");
            remarks.push(format!("The fonts {names} are not at hand; choose them too, as company fonts."));
        }
        return Ok(Vec::new());
    };
    let folder = Path::new(path).parent().unwrap_or(Path::new(""));
    let source = |name: &String| ImportSource {
        name: name.clone(),
        base64: None,
        path: Some(folder.join(name).to_string_lossy().into_owned()),
    };
    Ok(names.iter().map(source).collect())
}

fn face(files: &[ImportSource]) -> Result<Option<Face>, Failure> {
    if files.is_empty() {
        return Ok(None);
    }
    let read = |file: &ImportSource| Ok((file.name.clone(), importing::open(file, true)?.bytes));
    let files = files.iter().map(read).collect::<Result<_, Failure>>()?;
    Face::read(files).map(Some).map_err(|why| Failure::refused(why.to_string()))
}
