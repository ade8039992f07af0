//! A company's own typeface, read from its font files.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use parley::fontique::Blob;
use skrifa::raw::{FontRef, ReadError, TableProvider};
use skrifa::string::StringId;
use skrifa::{MetadataProvider, Tag};

use super::fonts::Files;
use super::typesetter::{self, Presses};
use super::{Setting, Weight};
use crate::scene::{Line, Run};

/// The most bytes of a font file.
pub const MOST_BYTES: usize = 16 << 20;
/// The most files of a face.
pub const MOST_FILES: usize = 20;
/// What its size against the bundled font's is measured by: the letters that maps are made of.
const SAMPLE: &str =
    "Marketing hands campaigns, leads and 1,250 briefs over to Field Sales, People & Finance";
/// The bounds of its size against the bundled font's.
const SCALES: (f64, f64) = (0.5, 1.15);
/// A line may become that much longer than it was, as a share or in scene units, whichever is more; boxes and pills
/// have more around their words.
const LONGER: (f64, f64) = (0.04, 4.0);
/// `fsType` of a font that must not be put into documents (OpenType, `OS/2`).
const RESTRICTED: u16 = 0x0002;

/// A typeface of one's own: a font file for each weight, and how large it is set to look as large as the bundled one.
///
/// What it lacks is shown in the bundled font, and in fonts of the machine.
#[derive(Clone)]
pub struct Face(Arc<Inner>);

struct Inner {
    family: String,
    files: Files,
    scale: f64,
    presses: Mutex<Presses>,
}

/// A font file cannot be used; says why and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FaceError {
    /// There is none.
    #[error("There is no font file.")]
    None,
    /// There are more than [`MOST_FILES`].
    #[error("{0} font files are too many; at most {MOST_FILES} are read.")]
    TooMany(usize),
    /// Larger than [`MOST_BYTES`].
    #[error("\u{201c}{0}\u{201d} is too large for a font; {most} MB are the most.", most = MOST_BYTES >> 20)]
    TooLarge(String),
    /// Another kind of file, or a damaged one.
    #[error("\u{201c}{0}\u{201d} is not a font that can be read. Take a file that ends with .ttf or .otf.")]
    NotAFont(String),
    /// Its weights are not files of their own.
    #[error("\u{201c}{0}\u{201d} is a variable font. Take its static files, such as Regular and Bold.")]
    Variable(String),
    /// Its maker forbids it.
    #[error(
        "The maker of \u{201c}{0}\u{201d} does not allow it to be put into documents. Take another font."
    )]
    Restricted(String),
    /// It says it is a font, and those who read it stumble over what it holds.
    #[error("The font \u{201c}{0}\u{201d} is damaged. Take another copy of it, or another font.")]
    Damaged(String),
    /// An icon font, or one for another script alone.
    #[error("\u{201c}{0}\u{201d} has no Latin letters or digits. Take the font that texts are set in.")]
    NoLetters(String),
}

/// A font file with what it says about itself.
struct Read {
    family: String,
    weight: u16,
    slanted: bool,
    bytes: Vec<u8>,
}

impl Face {
    /// Reads font files, each with its name for messages. Of each weight the nearest is taken; slanted ones only where
    /// there are no others.
    ///
    /// # Errors
    /// When one of them cannot be used.
    pub fn read(files: Vec<(String, Vec<u8>)>) -> Result<Self, FaceError> {
        if files.len() > MOST_FILES {
            return Err(FaceError::TooMany(files.len()));
        }
        let files = files.into_iter().map(|(name, bytes)| Read::of(name, bytes));
        let mut read = files.collect::<Result<Vec<_>, _>>()?;
        if read.iter().any(|file| !file.slanted) {
            read.retain(|file| !file.slanted);
        }
        let regular = nearest(&read, Weight::Regular).ok_or(FaceError::None)?;
        let family = read[regular].family.clone();
        guarded(&family, || Self::of(read, regular))
    }

    fn of(read: Vec<Read>, regular: usize) -> Self {
        let family = read[regular].family.clone();
        let chosen = Weight::ALL.map(|weight| nearest(&read, weight).unwrap_or(regular));
        let blobs: Vec<Blob<u8>> = read.into_iter().map(|file| Blob::new(Arc::new(file.bytes))).collect();
        let files = chosen.map(|n| blobs[n].clone());
        let mut presses = Presses::of(files.clone());
        let scale = scale(&mut presses);
        Self(Arc::new(Inner { family, files, scale, presses: Mutex::new(presses) }))
    }

    /// Its family name, as programs on a machine that has it list it. Without quotes and other signs that could end a
    /// name in a file.
    pub fn family(&self) -> &str {
        &self.0.family
    }

    /// The font file for a weight.
    pub fn file(&self, weight: Weight) -> &[u8] {
        let n = Weight::ALL.iter().position(|one| *one == weight).unwrap_or(0);
        self.0.files[n].data()
    }

    /// Sets a line anew that was set in the bundled font: in letters that look as large, or as much smaller as it takes
    /// to fit.
    pub(crate) fn dress(&self, line: &mut Line) {
        let (before, size) = (line.width(), line.size * self.0.scale);
        let setting = Setting::line(size, line.role.weight());
        let (mut width, mut runs) = (0.0, Vec::with_capacity(line.runs.len()));
        for run in &line.runs {
            let set = typesetter::line(Some(self), &run.text, setting);
            runs.extend(set.runs.into_iter().map(|run| Run { x: width + run.x, ..run }));
            width += set.width;
        }
        let fits = (longest(before) / width.max(1.0)).min(1.0);
        for run in &mut runs {
            run.x *= fits;
            run.width *= fits;
        }
        line.size = size * fits;
        line.runs = runs;
    }

    pub(super) fn presses(&self) -> MutexGuard<'_, Presses> {
        self.0.presses.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PartialEq for Face {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl std::fmt::Debug for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Face").field(&self.0.family).finish()
    }
}

impl Read {
    fn of(name: String, bytes: Vec<u8>) -> Result<Self, FaceError> {
        if bytes.len() > MOST_BYTES {
            return Err(FaceError::TooLarge(name));
        }
        let Ok(said) = Said::by(&bytes) else { return Err(FaceError::NotAFont(name)) };
        match said {
            Said { variable: true, .. } => Err(FaceError::Variable(name)),
            Said { restricted: true, .. } => Err(FaceError::Restricted(name)),
            Said { letters: false, .. } => Err(FaceError::NoLetters(name)),
            Said { family, weight, slanted, .. } => Ok(Self { family, weight, slanted, bytes }),
        }
    }
}

/// Runs `work`, which reads font files from outside. Their readers are other people's: where one of them panics, the
/// font is damaged and nothing else is.
pub(crate) fn guarded<T>(font: &str, work: impl FnOnce() -> T) -> Result<T, FaceError> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| FaceError::Damaged(font.to_owned()))
}

/// What a font file says about itself.
struct Said {
    family: String,
    weight: u16,
    slanted: bool,
    variable: bool,
    restricted: bool,
    letters: bool,
}

impl Said {
    fn by(bytes: &[u8]) -> Result<Self, ReadError> {
        let font = FontRef::new(bytes)?;
        let about = font.os2()?;
        // Without these nothing can be set in it.
        font.head()?;
        font.hhea()?;
        font.hmtx()?;
        let letters = font.charmap();
        let has = |c: char| letters.map(c).is_some_and(|glyph| glyph.to_u32() != 0);
        let plain = |c: char| c.is_alphanumeric() || " -_.&+".contains(c);
        let name = font.localized_strings(StringId::FAMILY_NAME).english_or_first();
        let name = name.ok_or(ReadError::TableIsMissing(Tag::new(b"name")))?;
        let family: String = name.chars().filter(|c| plain(*c)).take(60).collect();
        let family = family.trim().to_owned();
        Ok(Self {
            family: if family.is_empty() { "Company".to_owned() } else { family },
            weight: about.us_weight_class(),
            slanted: about.fs_selection().bits() & 1 == 1,
            variable: font.table_data(Tag::new(b"fvar")).is_some(),
            // The lowest of the four bits that is set counts; newer ones mean something else.
            restricted: about.fs_type() & 0x000F == RESTRICTED,
            letters: ('a'..='z').chain('A'..='Z').chain('0'..='9').all(has),
        })
    }
}

/// The file nearest to a weight: of two as near, the heavier for a heavy one.
fn nearest(files: &[Read], weight: Weight) -> Option<usize> {
    let wanted = weight.number();
    let far = |file: &Read| {
        let off = file.weight.abs_diff(wanted);
        (off, (file.weight < wanted) == (wanted >= 600))
    };
    (0..files.len()).min_by_key(|&n| far(&files[n]))
}

/// How wide a line may become that was so wide.
fn longest(before: f64) -> f64 {
    before + LONGER.1.max(before * LONGER.0)
}

/// How large to set it, so that its texts are as long as the bundled font's.
fn scale(presses: &mut Presses) -> f64 {
    let weights = [Weight::Regular, Weight::SemiBold];
    let settings = weights.map(|weight| Setting::line(100.0, weight));
    let bundled: f64 = settings.iter().map(|&setting| super::set(SAMPLE, setting).width).sum();
    let own: f64 = settings.iter().map(|&setting| presses.width(SAMPLE, setting)).sum();
    if own > 0.0 { (bundled / own).clamp(SCALES.0, SCALES.1) } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::{Anchor, Role};
    use crate::text::fonts::BUNDLED;
    use crate::text::{self, set};

    /// The bundled font as if it were someone else's.
    fn files(weights: &[usize]) -> Vec<(String, Vec<u8>)> {
        weights.iter().map(|&n| (format!("{n}.ttf"), BUNDLED[n].1.to_vec())).collect()
    }

    #[test]
    fn each_weight_takes_the_nearest_file() {
        let face = Face::read(files(&[3, 0])).unwrap();
        let is_bold = |weight| face.file(weight) == BUNDLED[3].1;
        assert_eq!(Weight::ALL.map(is_bold), [false, false, true, true]);
        assert_eq!(face.family(), "Inter");
        assert!((face.0.scale - 1.0).abs() < 0.02, "{}", face.0.scale);
    }

    #[test]
    fn a_text_in_the_same_font_keeps_its_place_and_size() {
        let face = Face::read(files(&[0, 1, 2, 3])).unwrap();
        assert!((face.0.scale - 1.0).abs() < 1e-9);
        for words in ["Field sales", "Équipe 日本 ops", "مبيعات Sales"] {
            let block = set(words, Role::CardName.setting());
            let before = block.line(10.0, 20.0, Anchor::Middle, Role::CardName);
            let mut after = before.clone();
            face.dress(&mut after);
            assert!((after.width() - before.width()).abs() < 0.05, "{words}: {before:?} {after:?}");
            assert_eq!(after.runs.len(), before.runs.len());
            let families = |line: &Line| line.runs.iter().map(|run| run.family.clone()).collect::<Vec<_>>();
            assert_eq!(families(&after), families(&before), "{words}");
        }
    }

    #[test]
    fn a_wider_face_is_set_smaller_and_never_leaves_its_box() {
        // The bold one alone is wider everywhere.
        let face = Face::read(files(&[3])).unwrap();
        assert!(face.0.scale < 0.99, "{}", face.0.scale);
        for words in ["Brand", "Performance marketing", "IIIIllll", "MWMWMW"] {
            let block = set(words, Role::Label.setting());
            let before = block.line(0.0, 0.0, Anchor::Middle, Role::Label);
            let mut after = before.clone();
            face.dress(&mut after);
            assert!(after.width() <= longest(before.width()) + 1e-6, "{words}");
            assert!(after.size > before.size * 0.75, "{words}: {}", after.size);
            let shown: f64 = text::glyphs(Some(&face), &after.runs[0], after.size, Role::Label.weight())
                .iter()
                .flat_map(|part| &part.glyphs)
                .map(|glyph| glyph.advance)
                .sum();
            assert!((shown - after.width()).abs() < 0.05, "{words}: {shown} {}", after.width());
        }
    }

    #[test]
    fn a_font_that_its_readers_stumble_over_is_damaged_and_no_crash() {
        let stumbled = guarded("Acme", || -> u8 { Vec::new()[3] }).unwrap_err();
        assert!(stumbled.to_string().contains("\u{201c}Acme\u{201d} is damaged"), "{stumbled}");
        assert_eq!(guarded("Acme", || 3), Ok(3));
    }

    #[test]
    fn what_is_no_usable_font_is_refused_by_name() {
        let one = |bytes: Vec<u8>| Face::read(vec![("Acme.ttf".to_owned(), bytes)]).unwrap_err();
        let said = one(b"not a font at all".to_vec()).to_string();
        assert!(said.contains("Acme.ttf") && said.contains(".otf"), "{said}");
        assert!(matches!(one(vec![0; MOST_BYTES + 1]), FaceError::TooLarge(_)));
        assert!(matches!(one(BUNDLED[0].1[..4000].to_vec()), FaceError::NotAFont(_)));
        assert_eq!(Face::read(Vec::new()).unwrap_err(), FaceError::None);
        assert_eq!(Face::read(files(&[0; 21])).unwrap_err(), FaceError::TooMany(21));
        let mut locked = BUNDLED[0].1.to_vec();
        let at = table(&locked, b"OS/2") + 8;
        locked[at..at + 2].copy_from_slice(&RESTRICTED.to_be_bytes());
        assert!(matches!(one(locked), FaceError::Restricted(_)));
        let mut unlettered = BUNDLED[0].1.to_vec();
        let at = table(&unlettered, b"cmap");
        // No subtables: a font without a single letter.
        unlettered[at + 2..at + 4].fill(0);
        assert!(matches!(one(unlettered), FaceError::NoLetters(_)));
    }

    /// Where a table begins.
    fn table(font: &[u8], tag: &[u8; 4]) -> usize {
        let record = font[12..].chunks_exact(16).find(|record| &record[..4] == tag).unwrap();
        u32::from_be_bytes(record[8..12].try_into().unwrap()) as usize
    }
}
