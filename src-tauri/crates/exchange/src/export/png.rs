//! PNG: the SVG painted by resvg with the same fonts it was measured in.

use std::io::Write;
use std::sync::{Arc, OnceLock};

use ecosystem::Watch;
use picture::scene::Scene;
use picture::text::Weight;
use picture::text::fonts::{BUNDLED, FAMILY};
use picture::theme::{Colour, Theme};
use resvg::{tiny_skia, usvg};
use usvg::fontdb;

use super::svg::{self, Fonts, SvgOptions};
use super::{ExportError, paint};

/// The most pixels of a picture: 4 bytes each in memory.
pub const MOST_PIXELS: f64 = 100_000_000.0;
/// The longest side of a picture, in pixels; more is not opened everywhere.
pub const LONGEST_SIDE: f64 = 16_384.0;
/// Pixels in a metre where a scene unit is one pixel: 96 to the inch.
const PER_METRE: f64 = 96.0 / 0.0254;

/// How to paint it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PngOptions {
    /// Pixels for each scene unit.
    pub scale: f64,
    /// Whether the ground is left out.
    pub transparent: bool,
}

/// A picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Png {
    /// The file.
    pub bytes: Vec<u8>,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Pixels for each scene unit: less than was asked for where the picture would have been too large.
    pub scale: f64,
}

/// Paints `scene` in the colours of `theme`.
///
/// # Errors
/// When it is cancelled, or there is no memory for it.
pub fn write(
    scene: &Scene,
    theme: &Theme,
    options: PngOptions,
    watch: &dyn Watch,
) -> Result<Png, ExportError> {
    let (w, h) = (scene.bounds.w.max(1.0), scene.bounds.h.max(1.0));
    let largest = (MOST_PIXELS / (w * h)).sqrt().min(LONGEST_SIDE / w.max(h));
    let scale = options.scale.clamp(0.01, 16.0).min(largest);
    let text = svg::write(scene, theme, SvgOptions { fonts: Fonts::Ours, transparent: options.transparent });
    watch.go_on()?;
    let parse = usvg::Options { fontdb: fonts_for(scene, theme), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(&text, &parse).map_err(|why| ExportError::Failed(why.to_string()))?;
    drop(text);
    watch.go_on()?;
    watch.progress(0.2);
    let (width, height) = (((w * scale).ceil() as u32).max(1), ((h * scale).ceil() as u32).max(1));
    let canvas =
        Canvas { tree, scale, width, height, ground: (!options.transparent).then_some(theme.ground) };
    let bytes = canvas.encode(BAND, watch)?;
    watch.progress(1.0);
    Ok(Png { bytes, width, height, scale })
}

/// The pixels painted at a time: the whole of a large picture would take hundreds of megabytes.
const BAND: u32 = 6_000_000;

/// A picture that is painted band by band.
struct Canvas {
    tree: usvg::Tree,
    scale: f64,
    width: u32,
    height: u32,
    ground: Option<Colour>,
}

impl Canvas {
    /// The file, painted in bands of about so many pixels. While one band is written the next is painted.
    fn encode(&self, band: u32, watch: &dyn Watch) -> Result<Vec<u8>, ExportError> {
        let failed = |why: &dyn std::fmt::Display| ExportError::Failed(why.to_string());
        let rows = (band / self.width).clamp(1, self.height);
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_depth(png::BitDepth::Eight);
        let color = if self.ground.is_some() { png::ColorType::Rgb } else { png::ColorType::Rgba };
        encoder.set_color(color);
        encoder.set_compression(png::Compression::Balanced);
        // So that documents place it at its size, not at that of its pixels.
        let density = (PER_METRE * self.scale).round() as u32;
        let unit = png::Unit::Meter;
        encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: density, yppu: density, unit }));
        let mut writer = encoder.write_header().map_err(|why| failed(&why))?;
        let mut stream = writer.stream_writer().map_err(|why| failed(&why))?;
        let mut band = self.band(0, rows)?;
        for top in (0..self.height).step_by(rows as usize) {
            watch.go_on()?;
            watch.progress(0.2 + 0.8 * top as f32 / self.height as f32);
            let (written, next) = rayon::join(
                || stream.write_all(&band),
                || if top + rows < self.height { self.band(top + rows, rows) } else { Ok(Vec::new()) },
            );
            written.map_err(|why| failed(&why))?;
            band = next?;
        }
        stream.finish().map_err(|why| failed(&why))?;
        writer.finish().map_err(|why| failed(&why))?;
        Ok(bytes)
    }

    /// The pixels of the rows from `top` on, as they go into the file.
    fn band(&self, top: u32, rows: u32) -> Result<Vec<u8>, ExportError> {
        let no_room =
            || ExportError::Failed("there is not enough memory for a picture of that size".to_owned());
        let rows = rows.min(self.height - top);
        let mut pixels = tiny_skia::Pixmap::new(self.width, rows).ok_or_else(no_room)?;
        if let Some(ground) = self.ground {
            // The last row and column may be painted in part only.
            pixels.fill(tiny_skia::Color::from_rgba8(ground.0, ground.1, ground.2, 255));
        }
        // The tree is already moved to the origin by its view box.
        let size = tiny_skia::Transform::from_scale(self.scale as f32, self.scale as f32);
        resvg::render(&self.tree, size.post_translate(0.0, -(top as f32)), &mut pixels.as_mut());
        Ok(match self.ground {
            Some(_) => {
                pixels.data().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect()
            }
            None => (pixels.pixels().iter())
                .map(|pixel| pixel.demultiply())
                .flat_map(|c| [c.red(), c.green(), c.blue(), c.alpha()])
                .collect(),
        })
    }
}

/// The bundled fonts; with those of the machine only where a text names one, since opening them takes long.
fn fonts_for(scene: &Scene, theme: &Theme) -> Arc<fontdb::Database> {
    static OURS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    static ALL: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let foreign = paint::pieces(scene, theme).flat_map(|piece| piece.marks).any(|mark| match mark {
        paint::Mark::Text { line, .. } => line.runs.iter().any(|run| run.family.is_some()),
        paint::Mark::Shape { .. } => false,
    });
    let fonts =
        if foreign { ALL.get_or_init(|| database(true)) } else { OURS.get_or_init(|| database(false)) };
    let Some(own) = &theme.face else { return Arc::clone(fonts) };
    let mut fonts = fontdb::Database::clone(fonts);
    // The given files count, not what of that name is installed.
    let is_its = |face: &&fontdb::FaceInfo| face.families.iter().any(|(name, _)| name == own.family());
    let installed: Vec<fontdb::ID> = fonts.faces().filter(is_its).map(|face| face.id).collect();
    installed.into_iter().for_each(|id| fonts.remove_face(id));
    for weight in Weight::ALL {
        add(&mut fonts, own.family(), weight, own.file(weight).to_vec());
    }
    Arc::new(fonts)
}

/// The bundled fonts, perhaps with those of the machine.
fn database(system: bool) -> Arc<fontdb::Database> {
    let mut fonts = fontdb::Database::new();
    if system {
        fonts.load_system_fonts();
    }
    for (weight, bytes) in BUNDLED {
        add(&mut fonts, FAMILY, weight, bytes);
    }
    Arc::new(fonts)
}

/// Adds a font under a family name.
fn add(
    fonts: &mut fontdb::Database,
    family: &str,
    weight: Weight,
    bytes: impl AsRef<[u8]> + Send + Sync + 'static,
) {
    for id in fonts.load_font_source(fontdb::Source::Binary(Arc::new(bytes))) {
        let Some(mut face) = fonts.face(id).cloned() else { continue };
        face.families = vec![(family.to_owned(), fontdb::Language::English_UnitedStates)];
        face.weight = fontdb::Weight(weight.number());
        fonts.remove_face(id);
        fonts.push_face_info(face);
    }
}

#[cfg(test)]
mod tests {
    use ecosystem::Unwatched;

    use super::*;

    /// A slanted line, a curve and a round box over the whole height.
    const DRAWING: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="80" height="60" viewBox="0 0 80 60">
        <path d="M3 2 L77 57" stroke="#345" stroke-width="1.7" fill="none" stroke-dasharray="4 3"/>
        <path d="M2 50 C30 -20 50 90 78 8" stroke="#a32" fill="none"/>
        <rect x="20.3" y="5.2" width="30" height="49" rx="6" fill="#cde" opacity="0.6"/></svg>"##;

    fn pixels(file: &[u8]) -> Vec<u8> {
        let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        pixels
    }

    #[test]
    fn no_seam_shows_where_one_band_ends_and_the_next_begins() {
        let tree = usvg::Tree::from_str(DRAWING, &usvg::Options::default()).unwrap();
        let ground = Some(Colour(250, 250, 248));
        let canvas = Canvas { tree, scale: 1.5, width: 120, height: 90, ground };
        let whole = pixels(&canvas.encode(BAND, &Unwatched).unwrap());
        assert!(whole.windows(2).any(|pair| pair[0] != pair[1]), "something is painted");
        for rows in [7, 32, 89] {
            let banded = pixels(&canvas.encode(120 * rows, &Unwatched).unwrap());
            // Where a curve is cut by the edge of a band it is flattened anew: some of its pixels are a shade lighter
            // or darker.
            let off: Vec<u8> = whole.iter().zip(&banded).map(|(a, b)| a.abs_diff(*b)).collect();
            let (seen, most) = (off.iter().filter(|off| **off > 8).count(), off.iter().max());
            assert!(seen * 50 < off.len() && most < Some(&48), "{seen}, {most:?} with bands of {rows} rows");
        }
    }
}
