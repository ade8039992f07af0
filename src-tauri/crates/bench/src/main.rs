//! How fast it is. Machines are shared and noisy, so every figure that compares is a ratio of two measurements taken
//! in turns in one run: ours, and a yardstick that does the same work. `cargo xtask bench [NAME...]` runs these.
//!
//! The real organisations are read from `../shared`; where it is absent, a made one of the same size stands in.

mod canvas;
mod changes;
mod exports;
mod kernels;
mod lists;
mod organisation;
mod python;
mod readings;
mod times;
mod workbook;

/// A bench's name and what it measures.
type Bench = (&'static str, fn() -> anyhow::Result<()>);

const BENCHES: &[Bench] = &[
    ("changes", changes::run),
    ("lists", lists::run),
    ("canvas", canvas::run),
    ("workbook", workbook::run),
    ("exports", exports::run),
    ("kernels", kernels::run),
    ("readings", readings::run),
];

fn main() -> anyhow::Result<()> {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    if let [what, arguments @ ..] = wanted.as_slice()
        && what == "--memory-of"
    {
        return exports::write_one(arguments);
    }
    if let Some(unknown) = wanted.iter().find(|name| BENCHES.iter().all(|(bench, _)| bench != name)) {
        let names: Vec<&str> = BENCHES.iter().map(|(name, _)| *name).collect();
        anyhow::bail!("there is no bench {unknown}; there are {}", names.join(", "));
    }
    for (name, run) in BENCHES {
        if wanted.is_empty() || wanted.iter().any(|w| w == name) {
            println!("\n{name}");
            run()?;
        }
    }
    Ok(())
}
