//! Made organisations: teams in functions, half of the ties inside them, names and labels as long as real ones. Always
//! the same for the same size.

use ecosystem::{Counted, DependencyPatch, Edit, Incoming, IncomingDependency, IncomingTeam, Map};

/// A small generator of numbers (SplitMix64): benches need no better, and no crate.
pub struct Dice(pub u64);

impl Dice {
    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }
}

/// What teams look after, and as what: names of about the length that real ones have, so that cards and maps have theirs.
const FIELDS: [&str; 8] = [
    "Brand",
    "Field Marketing",
    "Customer Success",
    "Talent",
    "Revenue",
    "Product Marketing",
    "Group Reporting",
    "Service",
];
const WORK: [&str; 6] =
    ["Operations", "Planning", "Enablement", "Partnerships", "Insights", "Programme Office"];
/// What is handed over.
const WHAT: [&str; 6] =
    ["briefs", "qualified leads", "approved copy", "shares data", "budget plan", "launch calendar"];

/// `teams` teams in functions of ten and `ties` dependencies, as a list.
pub fn incoming(teams: usize, ties: usize) -> Incoming {
    let functions = teams.div_ceil(10);
    let mut dice = Dice(teams as u64);
    let mut incoming = Incoming::default();
    for team in 0..teams {
        incoming.teams.push(IncomingTeam {
            key: team.to_string(),
            name: format!("{} {} {team}", FIELDS[dice.below(FIELDS.len())], WORK[dice.below(WORK.len())]),
            function: Some(format!("Function {}", team % functions)),
            ..IncomingTeam::default()
        });
    }
    while incoming.dependencies.len() < ties {
        let provider = dice.below(teams);
        let inside = dice.below(2) == 0;
        let receiver =
            if inside { provider % functions + functions * dice.below(10) } else { dice.below(teams) };
        if receiver < teams && receiver != provider {
            incoming.dependencies.push(IncomingDependency {
                provider: provider.to_string(),
                receiver: receiver.to_string(),
                set: DependencyPatch {
                    what: Some(WHAT[dice.below(WHAT.len())].to_owned()),
                    ..DependencyPatch::default()
                },
                ..IncomingDependency::default()
            });
        }
    }
    incoming
}

/// The same as a map, laid out.
pub fn map(teams: usize, ties: usize) -> anyhow::Result<Map> {
    let mut map = Map::named("Made");
    let mut ids = Counted::default();
    let merge = Edit::Merge { incoming: incoming(teams, ties), add_missing: false, skip_bad_rows: false };
    map.apply(&map.plan(&merge, &mut ids)?.diff);
    if let Some(place) = picture::place_new(&map, 1) {
        map.apply(&map.plan(&place, &mut ids)?.diff);
    }
    Ok(map)
}
