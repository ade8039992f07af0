use std::path::Path;

use super::*;

const TONES: [Tone; 3] = [Tone::Note, Tone::Warn, Tone::Alarm];

fn themes() -> [(&'static str, Theme); 4] {
    [
        ("light", Theme::light()),
        ("dark", Theme::dark()),
        ("print", Theme::print()),
        ("high contrast", Theme::high_contrast()),
    ]
}

#[test]
fn every_text_is_legible_on_what_lies_behind_it() {
    for (name, theme) in themes() {
        let check = |what: &str, text: Colour, ground: Colour| {
            let ratio = text.contrast(ground);
            assert!(ratio >= theme.contrast, "{name}: {what}: {text} on {ground} is {ratio:.2}");
        };
        for ground in [theme.ground, theme.surface] {
            check("ink", theme.ink, ground);
            check("quiet text", theme.quiet, ground);
        }
        for hue in 0..=u8::MAX {
            for depth in 0..=2 {
                check("a room's name", theme.hue_text(hue), theme.room_ground(hue, depth));
            }
        }
        for health in [Health::Ok, Health::Slowing, Health::Blocking] {
            for tone in [None, Some(Tone::Note), Some(Tone::Warn), Some(Tone::Alarm)] {
                let pill = theme.label(health, tone);
                check("a label", pill.text, pill.fill);
            }
        }
        for tone in TONES {
            let badge = theme.badge(tone);
            check("a badge", badge.text, badge.fill);
        }
    }
}

#[test]
fn ties_that_need_attention_stand_out_from_the_ground_more_than_quiet_ones() {
    for (name, theme) in themes() {
        let on_ground = |health| theme.tie(health, false, None, 1.0).colour.contrast(theme.ground);
        assert!(on_ground(Health::Ok) >= 2.0, "{name}");
        assert!(on_ground(Health::Slowing) > on_ground(Health::Ok), "{name}");
        assert!(on_ground(Health::Blocking) >= 3.0, "{name}");
    }
}

#[test]
fn health_and_gaps_are_told_by_pattern_too() {
    let theme = Theme::print();
    let dash = |health, gap| theme.tie(health, gap, None, 1.0).dash;
    assert_ne!(dash(Health::Ok, false), dash(Health::Slowing, false));
    assert_ne!(dash(Health::Slowing, false), dash(Health::Slowing, true));
    assert_ne!(dash(Health::Ok, false), dash(Health::Ok, true));
}

/// How the colour looks to people without one kind of cone (Machado, Oliveira, Fernandes 2009, severity 1), in the
/// perceptual space OKLab (Ottosson 2020).
fn seen(colour: Colour, eyes: [[f64; 3]; 3]) -> [f64; 3] {
    let light = colour.light();
    let [r, g, b] = eyes.map(|row| row.iter().zip(light).map(|(a, b)| a * b).sum::<f64>().max(0.0));
    let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
    let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
    let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
    [
        0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
        1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
    ]
}

#[test]
fn functions_stay_apart_for_eyes_that_see_red_green_or_blue_poorly() {
    let eyes = [
        ("all cones", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        (
            "no red",
            [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
        ),
        (
            "no green",
            [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
        ),
        (
            "no blue",
            [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
        ),
    ];
    for (name, eyes) in eyes {
        for (i, a) in FUNCTIONS.iter().enumerate() {
            for (j, b) in FUNCTIONS.iter().enumerate().skip(i + 1) {
                let apart: f64 =
                    seen(*a, eyes).iter().zip(seen(*b, eyes)).map(|(a, b)| (a - b).powi(2)).sum();
                // The first nine, which most maps use, keep more distance.
                let least = if j < 9 { 0.055 } else { 0.04 };
                assert!(apart.sqrt() >= least, "{name}: {i} {a} and {j} {b}: {:.3}", apart.sqrt());
            }
        }
    }
}

#[test]
fn the_windows_style_sheet_is_written_from_the_themes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/design/theme.css");
    let (now, new) = (std::fs::read_to_string(&path).unwrap_or_default(), css());
    if now != new {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, new).unwrap();
        panic!("{} was stale and has been written anew: commit it", path.display());
    }
}
