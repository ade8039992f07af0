//! The bundled font and the machine's fonts that stand in for the scripts it lacks.

use std::sync::{Arc, OnceLock};

use parley::fontique::{Blob, Collection, CollectionOptions, FontInfoOverride, SourceCache};
use parley::{FontContext, FontData, FontFamilyName, FontWeight};

use super::Weight;

/// The bundled font's family name, ours alone: a font of the same make on the machine must not win over it.
pub const FAMILY: &str = "Tiemap Sans";

/// The bundled font's files, one for each weight (Inter 4.1, static; see `assets/fonts/OFL.txt`).
pub const BUNDLED: [(Weight, &[u8]); 4] = [
    (Weight::Regular, include_bytes!("../../../../../assets/fonts/Inter-Regular.ttf")),
    (Weight::Medium, include_bytes!("../../../../../assets/fonts/Inter-Medium.ttf")),
    (Weight::SemiBold, include_bytes!("../../../../../assets/fonts/Inter-SemiBold.ttf")),
    (Weight::Bold, include_bytes!("../../../../../assets/fonts/Inter-Bold.ttf")),
];

/// The families asked, in this order, for what the bundled font lacks. A painter names the same ones.
#[cfg(target_os = "windows")]
pub const FALLBACKS: &[&str] = &[
    "Segoe UI",
    "Microsoft YaHei",
    "Yu Gothic",
    "Malgun Gothic",
    "Leelawadee UI",
    "Nirmala UI",
    "Segoe UI Symbol",
    EMOJI,
];
/// The families asked, in this order, for what the bundled font lacks. A painter names the same ones.
#[cfg(target_os = "macos")]
pub const FALLBACKS: &[&str] = &[
    "Geeza Pro",
    "Arial Hebrew",
    "PingFang SC",
    "Hiragino Sans",
    "Apple SD Gothic Neo",
    "Thonburi",
    "Kohinoor Devanagari",
    "Kohinoor Bangla",
    "Tamil Sangam MN",
    EMOJI,
];
/// The families asked, in this order, for what the bundled font lacks. A painter names the same ones.
#[cfg(not(any(target_os = "windows", target_os = "macos")))]
pub const FALLBACKS: &[&str] = &[
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Thai",
    "Noto Sans Devanagari",
    "Noto Sans Bengali",
    "Noto Sans Tamil",
    "Noto Sans CJK SC",
    "Noto Sans Symbols",
    "Noto Sans Symbols2",
    EMOJI,
];

/// The family that draws emoji.
#[cfg(target_os = "windows")]
pub const EMOJI: &str = "Segoe UI Emoji";
/// The family that draws emoji.
#[cfg(target_os = "macos")]
pub const EMOJI: &str = "Apple Color Emoji";
/// The family that draws emoji.
#[cfg(not(any(target_os = "windows", target_os = "macos")))]
pub const EMOJI: &str = "Noto Color Emoji";

/// What a face of one's own is called while texts are set in it: a font of the same make on the machine must not win
/// over the files that were given.
const OWN: &str = "Tiemap Own";

/// The families asked in their order: a face of one's own where there is one, the bundled one, the fallbacks.
pub(super) fn stack(own: bool) -> Vec<FontFamilyName<'static>> {
    let first = own.then_some(&OWN).into_iter().chain([&FAMILY]);
    first.chain(FALLBACKS).map(|name| FontFamilyName::named(name)).collect()
}

/// A font's files, one for each of [`Weight::ALL`].
pub(super) type Files = [Blob<u8>; 4];

/// The bundled font's files as parley takes them.
fn blobs() -> &'static Files {
    static BLOBS: OnceLock<Files> = OnceLock::new();
    BLOBS.get_or_init(|| BUNDLED.map(|(_, bytes)| Blob::new(Arc::new(bytes))))
}

/// Whether `font` is the bundled one.
pub(super) fn is_bundled(font: &FontData) -> bool {
    blobs().iter().any(|blob| blob.id() == font.data.id())
}

/// The files of a face of one's own, if there is one, and the bundled font; with `system` the machine's too: reading
/// those takes tens of milliseconds, so they are opened only once a text needs them.
pub(super) fn context(own: Option<&Files>, system: bool) -> FontContext {
    let options = CollectionOptions { shared: false, system_fonts: system };
    let mut context =
        FontContext { collection: Collection::new(options), source_cache: SourceCache::default() };
    for blob in blobs() {
        let named = FontInfoOverride { family_name: Some(FAMILY), ..FontInfoOverride::default() };
        context.collection.register_fonts(blob.clone(), Some(named));
    }
    for (weight, blob) in own.into_iter().flat_map(|files| Weight::ALL.into_iter().zip(files)) {
        let weight = Some(FontWeight::new(weight.number().into()));
        let named = FontInfoOverride { family_name: Some(OWN), weight, ..FontInfoOverride::default() };
        context.collection.register_fonts(blob.clone(), Some(named));
    }
    context
}

/// The name of the family that `font` belongs to.
pub(super) fn family_of(context: &mut FontContext, font: &FontData) -> String {
    let mut others: Vec<String> = context.collection.family_names().map(str::to_owned).collect();
    // The order of a hash map is no order.
    others.sort_unstable();
    let is_its = |name: &String| {
        let Some(family) = context.collection.family_by_name(name) else { return false };
        family.fonts().iter().any(|info| {
            info.index() == font.index
                && info.load(Some(&mut context.source_cache)).is_some_and(|blob| blob.id() == font.data.id())
        })
    };
    let mut names = FALLBACKS.iter().map(|name| (*name).to_owned()).chain(others);
    names.find(is_its).unwrap_or_else(|| "sans-serif".to_owned())
}
