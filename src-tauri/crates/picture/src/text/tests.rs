use std::fmt::Write;

use expect_test::expect;
use proptest::prelude::*;

use super::*;

const NAME: Setting = Setting::line(14.0, Weight::SemiBold);

/// Widths and lines as text; runs of other fonts without widths, as they depend on the machine.
fn described(text: &str, setting: Setting) -> String {
    let block = set(text, setting);
    let mut out = String::new();
    for line in &block.lines {
        let runs: Vec<String> = line.runs.iter().map(|run| format!("[{}]", run.text)).collect();
        let plain = line.runs.iter().all(|run| run.family.is_none());
        let width = if plain { format!(" {:.2}", line.width) } else { String::new() };
        let _ = writeln!(out, "{}{width}", runs.concat());
    }
    out
}

#[test]
fn widths_of_the_bundled_font_are_the_same_on_every_machine() {
    let texts =
        ["Marketing operations", "FP&A", "AVATAR To. Ty", "Größenänderung", "Команда", "Nhóm Tiếp thị", ""];
    let all: String = texts.iter().map(|text| described(text, NAME)).collect();
    expect![[r#"
        [Marketing operations] 144.51
        [FP&A] 36.25
        [AVATAR To. Ty] 99.07
        [Größenänderung] 115.19
        [Команда] 62.64
        [Nhóm Tiếp thị] 94.51
         0.00
    "#]]
    .assert_eq(&all);
}

#[test]
fn a_long_name_wraps_and_then_ends_in_an_ellipsis() {
    let narrow = NAME.wrapped(100.0, 2);
    expect![[r#"
        [Procurement] 87.45
        [and vendor…] 89.00
    "#]]
    .assert_eq(&described("Procurement and vendor management", narrow));
    let block = set("Procurement and vendor management of everything", narrow);
    assert!(block.cut && block.lines.len() == 2);
    assert!(block.lines[1].runs[0].text.ends_with('…'));
    expect![[r#"
        [Donaudampfs] 94.79
        [chifffahrtsg…] 92.39
    "#]]
    .assert_eq(&described("Donaudampfschifffahrtsgesellschaft", narrow));
}

#[test]
fn a_name_of_words_joined_by_underscores_breaks_between_them() {
    let lines = |text: &str| -> Vec<String> {
        let block = set(text, NAME.wrapped(150.0, 2));
        block.lines.iter().map(|line| line.runs.iter().map(|run| run.text.as_str()).collect()).collect()
    };
    assert_eq!(lines("marketing_rapid_response"), ["marketing_rapid_", "response"]);
    assert_eq!(lines("_marketing__rapid_response"), ["_marketing__rapid_", "response"]);
    assert_eq!(lines("marketing_ops"), ["marketing_ops"]);
}

#[test]
fn right_to_left_names_are_runs_in_the_order_they_are_seen() {
    let block = set("فريق Sales פריז", NAME);
    let line = &block.lines[0];
    let seen: Vec<(&str, bool)> = line.runs.iter().map(|run| (run.text.trim(), run.rtl)).collect();
    assert!(seen.contains(&("Sales", false)), "{seen:?}");
    assert_eq!(seen.last(), Some(&("فريق", true)), "a right-to-left line begins on the right");
    for pair in line.runs.windows(2) {
        assert!((pair[0].x + pair[0].width - pair[1].x).abs() < 1e-3, "runs touch");
    }
}

#[test]
fn other_scripts_say_which_font_they_were_measured_in() {
    for text in ["データ基盤", "فريق", "צוות", "ทีม", "टीम", "🚀", "✈\u{FE0F}"] {
        let block = set(text, NAME);
        for run in &block.lines[0].runs {
            assert!(run.family.is_some(), "{text}: {run:?}");
        }
    }
    assert!(set("Café", NAME).lines[0].runs[0].family.is_none());
}

#[test]
fn glyphs_of_a_run_are_as_wide_as_the_run() {
    for text in ["Marketing ops", "فريق المنصة", "データ基盤"] {
        for run in &set(text, NAME).lines[0].runs {
            let glyphs = glyphs(None, run, NAME.size, NAME.weight);
            let width: f64 = glyphs.iter().flat_map(|g| &g.glyphs).map(|g| g.advance).sum();
            assert!((width - run.width).abs() < 0.01, "{text}: {width} {}", run.width);
            assert!(glyphs.iter().all(|g| fonts::is_bundled(&g.font) == run.family.is_none()));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_text_fits_the_width_it_is_given(text in "[\\PC ]{0,60}", width in 30.0..200.0f64) {
        let block = set(&text, NAME.wrapped(width, 2));
        prop_assert!(block.lines.len() <= 2);
        // One character alone may be wider than the line.
        let narrow_enough = block.lines.iter().all(|line| line.width <= width + 0.01 || width < 60.0);
        prop_assert!(narrow_enough, "{block:?}");
    }

    #[test]
    fn a_line_that_does_not_wrap_keeps_all_its_characters(text in "[a-zA-Zäöü&.,/ ]{0,40}") {
        let block = set(text.trim(), NAME);
        let kept: String = block.lines.iter().flat_map(|line| &line.runs).map(|run| run.text.as_str()).collect();
        prop_assert_eq!(kept, text.trim());
    }
}
