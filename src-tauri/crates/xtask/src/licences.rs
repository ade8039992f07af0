//! Only permissive licences come into the app. Checked for every Rust package that is built into it.

use anyhow::bail;

use crate::steps::{cargo, output};

/// What may be linked and shipped by anyone under our own two licences.
const PERMISSIVE: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MITNFA",
    "OFL-1.1",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

/// Weak copyleft that ends at its own files, in packages that Tauri brings and that we use unchanged; the last one
/// comes with a yardstick of the benches and is not in the app.
const UNCHANGED: &[(&str, &str)] =
    &[("MPL-2.0", "cssparser selectors dtoa-short cssparser-macros option-ext priority-queue")];

pub fn check() -> anyhow::Result<()> {
    let metadata = output(cargo().args(["metadata", "--format-version", "1", "--locked"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    let packages = metadata["packages"].as_array().cloned().unwrap_or_default();
    let mut wrong = Vec::new();
    for package in &packages {
        let name = package["name"].as_str().unwrap_or_default();
        let licence = package["license"].as_str().unwrap_or("none given");
        if !is_permissive(licence, name) {
            wrong.push(format!("{name}: {licence}"));
        }
    }
    if packages.len() < 100 {
        bail!("only {} packages were looked at; that cannot be all", packages.len());
    }
    if !wrong.is_empty() {
        bail!("licences that may not be permissive:\n{}", wrong.join("\n"));
    }
    eprintln!("{} packages, all under permissive licences", packages.len());
    Ok(())
}

/// Whether an SPDX expression can be met with permissive licences alone.
fn is_permissive(expression: &str, package: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    let permitted = |licence: &str| {
        let licence = licence.trim().trim_matches(['(', ')']).trim();
        let unchanged = |(weak, packages): &(&str, &str)| {
            *weak == licence && packages.split(' ').any(|name| name == package)
        };
        PERMISSIVE.contains(&licence) || UNCHANGED.iter().any(unchanged)
    };
    // "(A OR B) AND C": every part joined by AND must offer a choice that is permitted.
    expression.split(" AND ").all(|part| part.split(" OR ").any(permitted))
        || expression.split(" OR ").any(|part| part.split(" AND ").all(permitted))
}

#[cfg(test)]
mod tests {
    use super::is_permissive;

    #[test]
    fn an_expression_is_permissive_when_one_choice_is() {
        assert!(is_permissive("MIT OR GPL-3.0", "x"));
        assert!(is_permissive("(MIT OR Apache-2.0) AND Unicode-3.0", "x"));
        assert!(is_permissive("Apache-2.0/MIT", "x"));
        assert!(is_permissive("MPL-2.0", "cssparser"));
        for licence in ["GPL-3.0", "MIT AND GPL-2.0", "LGPL-2.1 OR GPL-2.0", "MPL-2.0", "none given"] {
            assert!(!is_permissive(licence, "x"), "{licence}");
        }
    }
}
