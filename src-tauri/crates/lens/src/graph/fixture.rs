//! The worked map of twelve teams that every kernel's test counts on, and random small maps for properties.

use proptest::prelude::*;

use super::Graph;

/// The teams of the worked map with the index of their function (Marketing, Sales, Finance, HR, Service).
pub const TEAMS: [(&str, usize); 12] = [
    ("Brand", 0),
    ("Content", 0),
    ("Performance", 0),
    ("MarOps", 0),
    ("FieldSales", 1),
    ("RevOps", 1),
    ("FPA", 2),
    ("Procurement", 2),
    ("TalentBrand", 3),
    ("HRBP", 3),
    ("Support", 4),
    ("CustSuccess", 4),
];

/// Its dependencies: who relies, on whom, how strongly.
pub const RELIES: [(&str, &str, f64); 20] = [
    ("Brand", "Content", 1.),
    ("Content", "Brand", 2.),
    ("Performance", "Content", 2.),
    ("Performance", "MarOps", 3.),
    ("Brand", "MarOps", 1.),
    ("Content", "MarOps", 2.),
    ("FieldSales", "RevOps", 2.),
    ("RevOps", "FieldSales", 1.),
    ("RevOps", "MarOps", 3.),
    ("MarOps", "RevOps", 2.),
    ("FPA", "Procurement", 1.),
    ("Procurement", "FPA", 1.),
    ("MarOps", "FPA", 2.),
    ("Performance", "FPA", 3.),
    ("TalentBrand", "HRBP", 1.),
    ("HRBP", "TalentBrand", 1.),
    ("TalentBrand", "Brand", 1.),
    ("Support", "CustSuccess", 2.),
    ("CustSuccess", "Support", 1.),
    ("CustSuccess", "RevOps", 2.),
];

/// The index of a team of the worked map.
pub fn team(name: &str) -> usize {
    TEAMS.iter().position(|t| t.0 == name).unwrap()
}

/// The worked map.
pub fn worked() -> Graph {
    let function: Vec<_> = TEAMS.iter().map(|t| Some(t.1)).collect();
    Graph::new(&function, 5, RELIES.map(|(receiver, provider, s)| (team(provider), team(receiver), s)))
}

/// Any small map, some of its teams without a function.
pub fn any_graph(most: usize) -> impl Strategy<Value = Graph> {
    (1..=most).prop_flat_map(|n| {
        let function = prop::collection::vec(prop::option::weighted(0.9, 0usize..4), n);
        let arc = (0..n, 0..n, prop::sample::select(vec![1.0, 1.0, 2.0, 3.0, 0.5]));
        (function, prop::collection::vec(arc, 0..=3 * n)).prop_map(|(f, arcs)| Graph::new(&f, 4, arcs))
    })
}

/// Asserts that two numbers agree to `within`.
#[track_caller]
pub fn near(found: f64, wanted: f64, within: f64) {
    assert!((found - wanted).abs() <= within, "found {found}, wanted {wanted}");
}
