//! What graph formats have in common: nodes, some of which hold others, and edges. Here they become teams, functions
//! and dependencies.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use ecosystem::{
    DependencyPatch, IncomingDependency, IncomingFunction, IncomingTeam, Origin, Refusal, Spot, TeamPatch,
    limits, name,
};

use super::{Content, Import, ImportError, Recognised};

/// A graph as a format gave it.
#[derive(Debug, Default)]
pub(super) struct Graph {
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
    /// Where nodes stand that were added by [`Graph::node`].
    mentioned: HashMap<String, usize>,
}

/// A team, or a function where it holds others.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// The format's own id; unique.
    pub id: String,
    pub label: String,
    /// The id of the node it lies in.
    pub parent: Option<String>,
    /// Whether it holds others even if none are there.
    pub holds: bool,
    /// The function it belongs to, by name, where the format has no nesting.
    pub function: Option<String>,
    /// The list's own id, where it is one that people gave.
    pub key: String,
    pub set: TeamPatch,
    pub at: Option<Spot>,
}

/// A dependency.
#[derive(Debug, Default)]
pub(super) struct Edge {
    /// The id of the node it starts at: who hands over.
    pub provider: String,
    /// The id of the node it ends at: who relies on it.
    pub receiver: String,
    /// Whether it runs both ways.
    pub both: bool,
    pub set: DependencyPatch,
}

impl Graph {
    /// The node of that id, added at its first mention; for formats without declarations.
    pub fn node(&mut self, id: &str) -> &mut Node {
        let known = self.mentioned.get(id).copied();
        let at = known.unwrap_or_else(|| {
            self.nodes.push(Node { id: id.to_owned(), label: id.to_owned(), ..Node::default() });
            self.mentioned.insert(id.to_owned(), self.nodes.len() - 1);
            self.nodes.len() - 1
        });
        &mut self.nodes[at]
    }

    /// Brings the graph in. `file` is for saying what is wrong.
    pub fn bring_in(self, file: &str, import: &mut Import) -> Result<(), ImportError> {
        let refuse = |why: &str| ImportError::Refused { file: file.to_owned(), why: why.to_owned() };
        let Self { nodes, edges, .. } = self;
        if nodes.is_empty() {
            return Err(refuse("It holds no teams."));
        }
        if nodes.len() > limits::TEAMS + limits::FUNCTIONS || edges.len() > limits::DEPENDENCIES {
            return Err(refuse("It holds more teams or dependencies than a map can."));
        }
        let place: Arc<str> = file.into();
        let origin = |row: usize| Origin { file: Arc::clone(&place), row: row as u32 + 1 };
        let by_id: HashMap<&str, usize> =
            nodes.iter().enumerate().map(|(n, node)| (node.id.as_str(), n)).collect();
        let parent =
            |n: usize| nodes[n].parent.as_deref().and_then(|id| by_id.get(id).copied()).filter(|p| *p != n);
        let mut holds: Vec<bool> = nodes.iter().map(|node| node.holds).collect();
        for n in 0..nodes.len() {
            if let Some(parent) = parent(n) {
                holds[parent] = true;
            }
        }
        let names = names(&nodes, &holds, &parent);
        for (n, node) in nodes.iter().enumerate() {
            let within = parent(n).map(|parent| names[parent].clone());
            if holds[n] {
                // A loop of nesting is cut by the map, which refuses the function that closes it.
                let parent = Some(within.unwrap_or_default());
                import.incoming.functions.push(IncomingFunction {
                    name: names[n].clone(),
                    parent,
                    origin: origin(n),
                });
            } else {
                import.incoming.teams.push(IncomingTeam {
                    key: node.key.clone(),
                    name: names[n].clone(),
                    function: within.or_else(|| node.function.clone()),
                    set: node.set.clone(),
                    at: node.at,
                    origin: origin(n),
                });
            }
        }
        let renamed =
            names.iter().zip(&nodes).filter(|(name, node)| **name != name::line(&node.label)).count();
        if renamed > 0 {
            import
                .remarks
                .push(format!("{file}: {renamed} names were there twice or empty; they have a number now."));
        }
        let count = edges.len();
        for (n, edge) in edges.into_iter().enumerate() {
            let end = |id: &str| match by_id.get(id) {
                Some(&at) if holds[at] => {
                    Err(format!("It ends at the function {}; dependencies run between teams.", names[at]))
                }
                Some(&at) => Ok(names[at].clone()),
                None => Err("One of its ends is not there.".to_owned()),
            };
            match end(&edge.provider).and_then(|provider| Ok((provider, end(&edge.receiver)?))) {
                Ok((provider, receiver)) if provider == receiver => {
                    let why = "It runs from a team to itself.".to_owned();
                    import.refused.push(Refusal { origin: origin(n), column: "dependency".to_owned(), why });
                }
                Ok((provider, receiver)) => {
                    let dependency =
                        IncomingDependency { provider, receiver, set: edge.set, origin: origin(n) };
                    if edge.both {
                        let mut back = dependency.clone();
                        std::mem::swap(&mut back.provider, &mut back.receiver);
                        import.incoming.dependencies.push(back);
                    }
                    import.incoming.dependencies.push(dependency);
                }
                Err(why) => {
                    import.refused.push(Refusal { origin: origin(n), column: "dependency".to_owned(), why });
                }
            }
        }
        import.recognised.push(Recognised { rows: count as u32, ..Recognised::plain(file, Content::Graph) });
        Ok(())
    }
}

/// A name for each node, unique among teams and among functions.
fn names(nodes: &[Node], holds: &[bool], parent: &dyn Fn(usize) -> Option<usize>) -> Vec<String> {
    let mut taken: HashSet<(bool, String)> = HashSet::new();
    let mut numbers: BTreeMap<(bool, String), u32> = BTreeMap::new();
    nodes
        .iter()
        .enumerate()
        .map(|(n, node)| {
            let given = name::line(&node.label);
            let given = match given.is_empty() {
                true => "Unnamed".to_owned(),
                false => given,
            };
            let free =
                |name: &str, taken: &HashSet<(bool, String)>| !taken.contains(&(holds[n], name::key(name)));
            let mut chosen = given.clone();
            if !free(&chosen, &taken)
                && let Some(parent) = parent(n)
            {
                chosen = format!("{given} ({})", name::line(&nodes[parent].label));
            }
            let number = numbers.entry((holds[n], name::key(&given))).or_insert(1);
            while !free(&chosen, &taken) {
                *number += 1;
                chosen = format!("{given} {number}");
            }
            taken.insert((holds[n], name::key(&chosen)));
            chosen
        })
        .collect()
}

/// Text of a label that may be HTML, as drawing programs write it: without tags, entities resolved.
pub(super) fn plain_text(label: &str) -> String {
    let mut out = String::with_capacity(label.len());
    let mut rest = label;
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let tag = rest.starts_with('<').then(|| rest.find('>')).flatten();
        let is_entity = |end: &usize| {
            let inner = &rest[1..*end];
            (1..12).contains(&inner.len()) && inner.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#')
        };
        let entity = rest.starts_with('&').then(|| rest.find(';')).flatten().filter(is_entity);
        match (tag, entity) {
            (Some(end), _) if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') => {
                out.push(' ');
                rest = &rest[end + 1..];
            }
            (_, Some(end)) => {
                let known = match &rest[1..end] {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    "nbsp" => Some(' '),
                    code => code.strip_prefix('#').and_then(|code| {
                        let hex = code.strip_prefix(['x', 'X']).map(|hex| u32::from_str_radix(hex, 16));
                        char::from_u32(hex.unwrap_or_else(|| code.parse()).ok()?)
                    }),
                };
                match known {
                    Some(c) => out.push(c),
                    None => out.push_str(&rest[..=end]),
                }
                rest = &rest[end + 1..];
            }
            _ => {
                out.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_lose_their_markup_and_nothing_else() {
        assert_eq!(plain_text("<b>Brand</b> &amp; <i>Content</i>").trim(), "Brand  &  Content");
        assert_eq!(plain_text("a < b && c &#65;&#x42;"), "a < b && c AB");
        assert_eq!(plain_text("5 < 6"), "5 < 6");
    }
}
