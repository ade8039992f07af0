//! Files for others: written from a snapshot, off the map, with a drawing of their own. A file is written beside
//! its place and then put there, so that there is never half of one.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use ecosystem::{Map, Marks, Watch as _};

use crate::protocol::{Code, Export, Exported, ExportedFile, Failure};
use crate::{Call, Desk, bytes, products};

/// A file's ending and media type, for each format; pictures first, then the map for other programs, then lists.
const FORMATS: &[(&str, &str)] = &[
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("pdf", "application/pdf"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("html", "text/html; charset=utf-8"),
    ("md", "text/markdown; charset=utf-8"),
    ("drawio", "application/vnd.jgraph.mxfile"),
    ("graphml", "application/graphml+xml"),
    ("gexf", "application/gexf+xml"),
    ("dot", "text/vnd.graphviz"),
    ("mmd", "text/vnd.mermaid"),
    ("canvas", "application/json"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("csv", "text/csv; charset=utf-8"),
    ("json", "application/json"),
    ("txt", "text/plain; charset=utf-8"),
];

/// The endings of all files that can be written.
pub fn formats() -> Vec<&'static str> {
    FORMATS.iter().map(|(ending, _)| *ending).collect()
}

/// A file, before it is anywhere.
pub(crate) struct Product {
    /// What follows the map's name, with the ending: ".svg", "-teams.csv".
    pub suffix: String,
    pub mime: &'static str,
    pub content: Vec<u8>,
}

impl Desk {
    /// Writes the map or the picture to a file, or answers with its bytes.
    pub fn export(&self, with: &Export, call: &Call) -> Result<Exported, Failure> {
        self.export_map(&self.snapshot()?.map, None, with, call)
    }

    /// The same of any map, with marks of its own or those of a lens.
    pub(crate) fn export_map(
        &self,
        map: &Map,
        marks: Option<&Marks>,
        with: &Export,
        call: &Call,
    ) -> Result<Exported, Failure> {
        let (ending, mime) = format_of(with)?;
        let (products, remarks) = products::of(map, marks, ending, mime, with, call)?;
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
}

/// Which of the files that an export would write are there already.
pub(crate) fn files_there(with: &Export) -> Result<Vec<String>, Failure> {
    let Some(path) = &with.path else { return Ok(Vec::new()) };
    let (ending, _) = format_of(with)?;
    let suffixes = products::suffixes(ending, with)?;
    let places = places(Path::new(path), suffixes.iter().map(String::as_str));
    let there = places.into_iter().filter(|place| place.exists());
    Ok(there.map(|place| place.to_string_lossy().into_owned()).collect())
}

fn format_of(with: &Export) -> Result<(&'static str, &'static str), Failure> {
    let format = with.format.to_lowercase();
    FORMATS.iter().find(|(ending, _)| *ending == format).copied().ok_or_else(|| {
        let known = formats().join(", ");
        Failure::refused(format!(
            "Files of the kind \u{201c}{format}\u{201d} cannot be written. There are: {known}."
        ))
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

/// Where files go: a single one where it is asked for, several beside that with what tells them apart.
fn places<'s>(path: &Path, suffixes: impl ExactSizeIterator<Item = &'s str>) -> Vec<PathBuf> {
    if suffixes.len() == 1 {
        return vec![path.to_owned()];
    }
    let stem = path.with_extension("");
    let place = |suffix: &str| {
        let mut name = stem.clone().into_os_string();
        name.push(suffix);
        PathBuf::from(name)
    };
    suffixes.map(place).collect()
}

/// Writes all of them, or none: each beside its place first, then all are put there.
fn write_all(path: &Path, products: &[Product]) -> Result<Vec<ExportedFile>, Failure> {
    let places = places(path, products.iter().map(|product| product.suffix.as_str()));
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
