//! A finding before it is put in order: with a weight, and with indices of the graph for ids.

use std::collections::{BTreeMap, BTreeSet};

use ecosystem::Marks;

use crate::figures::{Figures, shown};
use crate::finding::{Confidence, EVIDENCE, Finding, Kind, LOUD, Reading};
use crate::study::Study;

/// From this weight on a finding may be loud.
pub const LOUD_FROM: f64 = 40.0;

/// Below this weight no more than [`OF_ONE_KIND`] findings of one kind are loud, so that the few show different sides.
const URGENT: f64 = 70.0;
/// See [`URGENT`].
const OF_ONE_KIND: usize = 2;

/// A finding before it is put in order.
pub struct Draft {
    /// How much it matters, 0 to 100; loud from [`LOUD_FROM`].
    pub weight: f64,
    /// The finding.
    pub finding: Finding,
}

/// The words of a finding.
pub struct Words {
    /// What is found.
    pub sentence: String,
    /// What that rests on.
    pub because: String,
    /// What could be done.
    pub attempt: String,
    /// A question for the room.
    pub question: String,
}

impl Draft {
    /// A finding of that kind, weight, words and certainty, about nothing yet.
    pub fn new(kind: Kind, weight: f64, words: Words, confidence: Confidence) -> Self {
        let Words { sentence, because, attempt, question } = words;
        let finding = Finding {
            kind,
            sentence,
            because,
            attempt,
            question,
            teams: Vec::new(),
            functions: Vec::new(),
            dependencies: Vec::new(),
            figures: BTreeMap::new(),
            confidence,
            loud: false,
        };
        Self { weight, finding }
    }

    /// About these teams.
    pub fn teams(mut self, study: &Study<'_>, teams: impl IntoIterator<Item = usize>) -> Self {
        self.finding.teams = teams.into_iter().map(|at| study.subject.teams[at]).collect();
        self
    }

    /// About these functions.
    pub fn functions(mut self, study: &Study<'_>, functions: impl IntoIterator<Item = usize>) -> Self {
        self.finding.functions = functions.into_iter().map(|at| study.subject.functions[at]).collect();
        self
    }

    /// Shown by the dependencies between teams that `shows` accepts, as (provider, receiver).
    pub fn evidence(mut self, study: &Study<'_>, shows: impl Fn(usize, usize) -> bool) -> Self {
        let subject = &study.subject;
        self.finding.dependencies = subject
            .map
            .dependencies()
            .filter(|d| subject.ends(d).is_some_and(|(provider, receiver)| shows(provider, receiver)))
            .map(|d| d.id)
            .take(EVIDENCE)
            .collect();
        self
    }

    /// With these numbers behind it.
    pub fn figures<const N: usize>(mut self, figures: [(&str, f64); N]) -> Self {
        self.finding.figures.extend(figures.map(|(name, number)| (name.to_owned(), shown(number))));
        self
    }
}

/// Puts findings in order, the weightiest first, and makes a few of them loud: no team and no function twice.
pub fn reading(
    lens: &str,
    study: &Study<'_>,
    mut drafts: Vec<Draft>,
    notes: Vec<String>,
    mark: impl Fn(&Finding, &mut Marks),
) -> Reading {
    drafts.sort_by(|a, b| {
        b.weight.total_cmp(&a.weight).then_with(|| a.finding.sentence.cmp(&b.finding.sentence))
    });
    let mut spoken = BTreeSet::new();
    let mut left = LOUD;
    let mut of_kind: BTreeMap<Kind, usize> = BTreeMap::new();
    for draft in &mut drafts {
        let finding = &mut draft.finding;
        let about: Vec<_> = finding
            .teams
            .iter()
            .map(|team| team.0)
            .chain(finding.functions.iter().filter(|_| finding.teams.is_empty()).map(|function| function.0))
            .collect();
        let alike = of_kind.entry(finding.kind).or_default();
        let varied = draft.weight >= URGENT || *alike < OF_ONE_KIND;
        if left > 0 && draft.weight >= LOUD_FROM && varied && !about.iter().all(|id| spoken.contains(id)) {
            finding.loud = true;
            *alike += 1;
            spoken.extend(about);
            left -= 1;
        }
    }
    let findings: Vec<Finding> = drafts.into_iter().map(|draft| draft.finding).collect();
    let mut marks = Marks::default();
    findings.iter().rev().for_each(|finding| mark(finding, &mut marks));
    let figures: Figures = study.figures.clone();
    Reading { lens: lens.to_owned(), seed: study.settings.seed, findings, notes, figures, marks }
}
