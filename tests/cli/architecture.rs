//! Every arrow points down: what a lower layer must never know is not among its dependencies, however indirectly.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;

/// Our crates that may know it; every other of ours must not.
const MAY_KNOW: [(&str, &[&str]); 4] = [
    ("tauri", &["shell"]),
    ("axum", &["web", "cli"]),
    ("tokio", &["shell", "web", "cli"]),
    ("rusqlite", &["store", "desk", "web", "cli", "shell"]),
];

/// Our crates and those of ours that they may build on.
const BUILDS_ON: [(&str, &[&str]); 9] = [
    ("ecosystem", &[]),
    ("lens", &["ecosystem"]),
    ("picture", &["ecosystem"]),
    ("store", &["ecosystem"]),
    ("exchange", &["ecosystem", "picture"]),
    ("desk", &["ecosystem", "lens", "picture", "store", "exchange"]),
    ("web", &["desk"]),
    ("cli", &["desk", "web"]),
    ("shell", &["desk"]),
];

/// Read once for all tests.
static PACKAGES: LazyLock<Packages> = LazyLock::new(Packages::read);

/// For each package its name, and those it needs to be built and to run.
struct Packages {
    names: BTreeMap<String, String>,
    needs: BTreeMap<String, Vec<String>>,
}

impl Packages {
    fn read() -> Self {
        let metadata = Command::new(env!("CARGO"))
            .args(["metadata", "--format-version", "1", "--locked"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&metadata.stderr);
        assert!(metadata.status.success(), "{}: {said}", metadata.status);
        let metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let packages = metadata["packages"].as_array().unwrap();
        let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
        // What only tests need, a crate may know.
        let counts =
            |need: &&Value| need["dep_kinds"].as_array().unwrap().iter().any(|kind| kind["kind"] != "dev");
        let needs = |node: &Value| {
            node["deps"].as_array().unwrap().iter().filter(counts).map(|need| text(&need["pkg"])).collect()
        };
        Self {
            names: packages.iter().map(|package| (text(&package["id"]), text(&package["name"]))).collect(),
            needs: nodes.iter().map(|node| (text(&node["id"]), needs(node))).collect(),
        }
    }

    fn ours(&self, name: &str) -> &str {
        let is_ours = |id: &str| id.starts_with("path+");
        self.names.iter().find(|(id, known)| is_ours(id) && *known == name).map(|(id, _)| id).unwrap()
    }

    /// The names of all that `name` of ours needs, directly or not.
    fn below(&self, name: &str) -> BTreeSet<&str> {
        let (mut seen, mut open) = (BTreeSet::new(), vec![self.ours(name)]);
        while let Some(id) = open.pop() {
            for need in &self.needs[id] {
                if seen.insert(need.as_str()) {
                    open.push(need);
                }
            }
        }
        seen.into_iter().map(|id| self.names[id].as_str()).collect()
    }
}

#[test]
fn no_layer_knows_what_is_above_it() {
    let packages = &*PACKAGES;
    for (name, _) in BUILDS_ON {
        let below = packages.below(name);
        for (forbidden, allowed) in MAY_KNOW {
            assert!(
                allowed.contains(&name) || !below.contains(forbidden),
                "{name} must not know {forbidden}"
            );
        }
    }
    // The check sees what is there.
    assert!(packages.below("desk").contains("rusqlite") && packages.below("web").contains("axum"));
}

#[test]
fn our_crates_build_only_on_those_below_them() {
    let packages = &*PACKAGES;
    let ours: BTreeSet<&str> = BUILDS_ON.iter().map(|(name, _)| *name).collect();
    for (name, allowed) in BUILDS_ON {
        let direct = packages.needs[packages.ours(name)].iter().map(|id| packages.names[id].as_str());
        let wrong: Vec<&str> = direct.filter(|need| ours.contains(need) && !allowed.contains(need)).collect();
        assert!(wrong.is_empty(), "{name} builds on {wrong:?}");
    }
}
