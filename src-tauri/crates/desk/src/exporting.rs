//! Files for others: written from a snapshot, off the map, with a drawing of their own. A file is written beside
//! its place and then put there, so that there is never half of one.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ecosystem::{Map, Watch};
use exchange::export::pdf::{PdfOptions, PdfPage};
use exchange::export::png::PngOptions;
use exchange::export::svg::SvgOptions;
use exchange::export::{self, ExportError};
use picture::theme::Theme;
use picture::{Drawing, WholeOptions};

use crate::protocol::{Code, Export, Exported, ExportedFile, Failure};
use crate::reading::{self, lens_named};
use crate::{Call, Desk, bytes, disguise, words};

/// A file's ending and media type, for each format; those of pictures first.
const FORMATS: &[(&str, &str)] = &[
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("pdf", "application/pdf"),
    ("csv", "text/csv; charset=utf-8"),
    ("json", "application/json"),
    ("txt", "text/plain; charset=utf-8"),
];
/// What stands on a disguised picture.
const DRAFT: &str = "Draft with invented names";
/// Pixels per scene unit of a PNG for which none are given.
const SCALE: f64 = 2.0;

/// The endings of all files that can be written.
pub fn formats() -> Vec<&'static str> {
    FORMATS.iter().map(|(ending, _)| *ending).collect()
}

/// A file, before it is anywhere.
struct Product {
    /// What follows the map's name, with the ending: ".svg", "-teams.csv".
    suffix: String,
    mime: &'static str,
    content: Vec<u8>,
}

impl Desk {
    /// Writes the map or the picture to a file, or answers with its bytes.
    pub fn export(&self, with: &Export, call: &Call) -> Result<Exported, Failure> {
        let format = with.format.to_lowercase();
        let Some(&(ending, mime)) = FORMATS.iter().find(|(ending, _)| *ending == format) else {
            let known = formats().join(", ");
            let message =
                format!("Files of the kind \u{201c}{format}\u{201d} cannot be written. There are: {known}.");
            return Err(Failure::refused(message));
        };
        let (products, remarks) = match ending {
            "svg" | "png" | "pdf" => self.picture(ending, mime, with, call)?,
            _ => {
                let map = self.written(with)?;
                (lists(ending, mime, &map)?, Vec::new())
            }
        };
        call.go_on()?;
        let files = match &with.path {
            Some(path) => write_all(Path::new(path), &products)?,
            None => {
                let name = self.info()?.name;
                products.into_iter().map(|product| in_the_answer(&name, product)).collect()
            }
        };
        Ok(Exported { files, remarks })
    }

    /// The map as it goes out.
    fn written(&self, with: &Export) -> Result<Arc<Map>, Failure> {
        let map = self.snapshot()?.map;
        Ok(if with.safe { Arc::new(disguise::of(&map)) } else { map })
    }

    fn picture(
        &self,
        ending: &str,
        mime: &'static str,
        with: &Export,
        call: &Call,
    ) -> Result<(Vec<Product>, Vec<String>), Failure> {
        let theme = theme_named(with.theme.as_deref().unwrap_or("light"))?;
        let map = self.written(with)?;
        let (marks, lens) = match &with.lens {
            Some(name) => {
                let lens = lens_named(name)?;
                // What is disguised is read anew: a reading's sentences are not shown, its marks are.
                let readings = reading::read(&map, &[lens], reading::SEED, &call.part(0.0, 0.5))?;
                (readings.first().map(|reading| reading.marks.clone()).unwrap_or_default(), Some(lens))
            }
            None => Default::default(),
        };
        let mut drawing = Drawing::of(&map);
        drawing.mark(&marks);
        let name = Some(map.about().name.clone()).filter(|name| !name.is_empty());
        let day = words::day(reading::today());
        let parts = [lens.map(|lens| lens.title.to_owned()), with.safe.then(|| DRAFT.to_owned()), Some(day)];
        let scene = drawing.whole(&WholeOptions {
            people: false,
            title: name,
            subtitle: parts.into_iter().flatten().collect::<Vec<_>>().join(" \u{b7} "),
            legend: true,
            badges: lens.map(|lens| lens.question.to_owned()),
        });
        call.go_on()?;
        let part = call.part(0.5, 1.0);
        let mut remarks = Vec::new();
        let content = match ending {
            "svg" => {
                let options = SvgOptions { transparent: with.transparent, ..SvgOptions::default() };
                export::svg::write(&scene, &theme, options).into_bytes()
            }
            "png" => {
                let wanted = with.scale.filter(|scale| scale.is_finite()).unwrap_or(SCALE).clamp(1.0, 4.0);
                let options = PngOptions { scale: wanted, transparent: with.transparent };
                let png = export::png::write(&scene, &theme, options, &part)?;
                if png.scale < wanted {
                    let (w, h) = (png.width, png.height);
                    remarks.push(format!("The picture would have been too large; it is {w} by {h} pixels."));
                }
                png.bytes
            }
            _ => {
                let page = PdfPage { name: &map.about().name, scene: &scene };
                let options = PdfOptions { date: Some(reading::today()), ..PdfOptions::default() };
                export::pdf::write(&[page], &theme, options, &part)?
            }
        };
        Ok((vec![Product { suffix: format!(".{ending}"), mime, content }], remarks))
    }
}

impl From<ExportError> for Failure {
    fn from(why: ExportError) -> Self {
        match why {
            ExportError::Cancelled(cancelled) => cancelled.into(),
            why @ ExportError::Failed(_) => Self::new(Code::Internal, why.to_string()),
        }
    }
}

fn theme_named(name: &str) -> Result<Theme, Failure> {
    match name {
        "light" => Ok(Theme::light()),
        "dark" => Ok(Theme::dark()),
        "print" => Ok(Theme::print()),
        other => {
            let message =
                format!("There is no theme called \u{201c}{other}\u{201d}. There are: light, dark, print.");
            Err(Failure::refused(message))
        }
    }
}

fn lists(ending: &str, mime: &'static str, map: &Map) -> Result<Vec<Product>, Failure> {
    let one = |content| vec![Product { suffix: format!(".{ending}"), mime, content }];
    Ok(match ending {
        "csv" => {
            let export::csv::CsvPair { teams, dependencies } = export::csv::write(map);
            let product = |suffix: &str, content| Product { suffix: suffix.to_owned(), mime, content };
            vec![product("-teams.csv", teams), product("-dependencies.csv", dependencies)]
        }
        "json" => one(export::json::write(map).map_err(Failure::internal)?),
        _ => one(export::text::write(map)),
    })
}

fn in_the_answer(name: &str, Product { suffix, mime, content }: Product) -> ExportedFile {
    let name = format!("{}{suffix}", file_name(name));
    ExportedFile { name, mime: mime.to_owned(), base64: Some(bytes::to_base64(&content)) }
}

/// A map's name as a file may be called on any system.
pub(crate) fn file_name(name: &str) -> String {
    let odd = |c: char| c.is_control() || r#"/\:*?"<>|"#.contains(c);
    let name: String = name.chars().map(|c| if odd(c) { ' ' } else { c }).take(80).collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.trim_matches('.').trim();
    if name.is_empty() { "map".to_owned() } else { name.to_owned() }
}

/// Writes all of them, or none: each beside its place first, then all are put there.
fn write_all(path: &Path, products: &[Product]) -> Result<Vec<ExportedFile>, Failure> {
    let stem = path.with_extension("");
    let places: Vec<PathBuf> = products
        .iter()
        .map(|product| match products.len() {
            1 => path.to_owned(),
            _ => {
                let mut name = stem.clone().into_os_string();
                name.push(&product.suffix);
                PathBuf::from(name)
            }
        })
        .collect();
    let mut written = Vec::new();
    for (place, product) in places.iter().zip(products) {
        written.push((Aside::write(place, &product.content)?, place));
    }
    for (aside, place) in written {
        aside.put(place)?;
    }
    let file = |(place, product): (&PathBuf, &Product)| ExportedFile {
        name: place.to_string_lossy().into_owned(),
        mime: product.mime.to_owned(),
        base64: None,
    };
    Ok(places.iter().zip(products).map(file).collect())
}

/// A file beside its place; it is removed if it never gets there.
struct Aside(PathBuf);

impl Aside {
    fn write(place: &Path, content: &[u8]) -> Result<Self, Failure> {
        let mut name = std::ffi::OsString::from(".");
        name.push(place.file_name().ok_or_else(|| Failure::refused("The file needs a name."))?);
        name.push(format!(".{}.part", std::process::id()));
        let aside = Self(place.with_file_name(name));
        let write = || {
            let mut file = std::fs::File::create(&aside.0)?;
            file.write_all(content)?;
            file.sync_all()
        };
        write().map_err(|why| cannot_write(place, &why))?;
        Ok(aside)
    }

    fn put(self, place: &Path) -> Result<(), Failure> {
        std::fs::rename(&self.0, place).map_err(|why| cannot_write(place, &why))
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        // Once it has been put in its place there is nothing left to remove.
        let _ = std::fs::remove_file(&self.0);
    }
}

fn cannot_write(place: &Path, why: &std::io::Error) -> Failure {
    let message =
        format!("\u{201c}{}\u{201d} cannot be written: {why}. Choose another place.", place.display());
    Failure::new(Code::Disk, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_map_name_makes_a_file_name() {
        assert_eq!(file_name("Q3/Q4: plan?"), "Q3 Q4 plan");
        assert_eq!(file_name("..\\..\\"), "map");
        assert_eq!(file_name("Ökosystem 日本"), "Ökosystem 日本");
        assert_eq!(file_name(&"x".repeat(500)).len(), 80);
    }

    #[test]
    fn what_cannot_be_written_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let product = |suffix: &str| Product { suffix: suffix.into(), mime: "", content: b"x".to_vec() };
        let taken = folder.path().join("map-two.csv");
        std::fs::create_dir_all(taken.join("full")).unwrap();
        let failed = write_all(&folder.path().join("map.csv"), &[product("-one.csv"), product("-two.csv")]);
        assert_eq!(failed.unwrap_err().code, Code::Disk);
        let left = std::fs::read_dir(folder.path())
            .unwrap()
            .filter(|f| f.as_ref().unwrap().file_name().to_string_lossy().ends_with(".part"));
        assert_eq!(left.count(), 0);
    }
}
