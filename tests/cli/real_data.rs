//! The real input of `../shared/data`, where it is there.

use serde_json::Value;

use crate::tiemap::{Folder, shared};

fn import(folder: &Folder, name: &str) -> Option<()> {
    let data = shared()?.join("data").join(name);
    let file = |name: &str| data.join(name).to_string_lossy().into_owned();
    folder.done(&["import", &file("teams.csv"), &file("ties.csv"), "--into", "map.tiemap"]);
    Some(())
}

fn len(value: &Value) -> usize {
    value.as_array().unwrap().len()
}

#[test]
fn a_real_company_goes_through_import_tidy_lenses_and_every_export() {
    let folder = Folder::new();
    let Some(()) = import(&folder, "sourcegraph_handbook") else { return };
    folder.done(&["tidy", "map.tiemap", "--seed", "1"]);
    let scene = folder.json(&["scene", "map.tiemap"]);
    assert_eq!((len(&scene["cards"]), len(&scene["containers"]), len(&scene["ties"])), (75, 14, 286));
    let cards: Vec<[f64; 4]> = scene["cards"]
        .as_array()
        .unwrap()
        .iter()
        .map(|card| serde_json::from_value(card["rect"].clone()).unwrap())
        .collect();
    for (n, one) in cards.iter().enumerate() {
        for other in &cards[n + 1..] {
            let apart = one[0] + one[2] <= other[0]
                || other[0] + other[2] <= one[0]
                || one[1] + one[3] <= other[1]
                || other[1] + other[3] <= one[1];
            assert!(apart, "two cards overlap: {one:?} {other:?}");
        }
    }
    for lens in ["silos", "bottlenecks"] {
        let reading = folder.json(&["read", "map.tiemap", "--lens", lens, "--json"]);
        assert_eq!((&reading["map"]["teams"], &reading["map"]["dependencies"]), (&75.into(), &286.into()));
        assert!(len(&reading["findings"]) > 0, "{lens}");
    }
    folder.done(&[
        "export",
        "map.tiemap",
        "--lens",
        "silos",
        "--to",
        "a.svg",
        "a.png",
        "a.pdf",
        "a.csv",
        "a.json",
        "a.txt",
    ]);
    assert!(folder.done(&["check", "map.tiemap"]).contains("sound"));
    // Coming in again changes nothing.
    let Some(()) = import(&folder, "sourcegraph_handbook") else { return };
    assert_eq!(folder.json(&["scene", "map.tiemap"])["cards"], scene["cards"]);
}

#[test]
fn other_real_networks_come_in_whole() {
    for (name, teams) in [("krackhardt", 21), ("lazega", 71)] {
        let folder = Folder::new();
        let Some(()) = import(&folder, name) else { return };
        let reading = folder.json(&["read", "map.tiemap", "--lens", "bottlenecks", "--json"]);
        assert_eq!(reading["map"]["teams"], teams, "{name}");
        folder.done(&["tidy", "map.tiemap"]);
        folder.done(&["export", "map.tiemap", "--to", "a.svg"]);
    }
}

#[test]
fn a_thousand_people_and_their_mail_come_in_whole() {
    let folder = Folder::new();
    let Some(()) = import(&folder, "email_eu_core") else { return };
    let scene = folder.json(&["scene", "map.tiemap", "--viewport", "-1e6,-1e6,2e6,2e6", "--scale", "0.01"]);
    assert!(len(&scene["containers"]) > 0 && scene.to_string().len() < 2_000_000);
    let reading = folder.json(&["read", "map.tiemap", "--lens", "silos", "--json"]);
    assert_eq!(reading["map"]["teams"], 1005);
}
