//! Graphviz DOT: nodes, edges, clusters as functions, labels.

use std::collections::BTreeMap;

use super::graph::{Edge, Graph, plain_text};
use super::{Import, ImportError, limits};

/// Reads a graph.
pub(super) fn read(text: &str, file: &str, import: &mut Import) -> Result<(), ImportError> {
    let refuse = |why: String| ImportError::Refused { file: file.to_owned(), why };
    let tokens = tokens(text).map_err(refuse)?;
    let mut reader = Reader { tokens: &tokens, at: 0, graph: Graph::default(), unnamed: 0 };
    reader.head().map_err(refuse)?;
    let mut members = Vec::new();
    reader.body(None, 0, &mut members).map_err(refuse)?;
    reader.graph.bring_in(file, import)
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Id(String),
    /// `->` or `--`.
    Edge(bool),
    Mark(char),
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let Some(c) = rest.chars().next() else { return Ok(tokens) };
        if rest.starts_with("//") || c == '#' {
            rest = rest.split_once('\n').map_or("", |(_, after)| after);
        } else if rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, after)| after);
        } else if rest.starts_with("->") || rest.starts_with("--") {
            tokens.push(Token::Edge(rest.starts_with("->")));
            rest = &rest[2..];
        } else if c == '"' {
            let (value, after) = quoted(rest)?;
            tokens.push(Token::Id(value));
            rest = after;
        } else if c == '<' {
            let (value, after) = html(rest)?;
            tokens.push(Token::Id(value));
            rest = after;
        } else if "{}[];,=:+".contains(c) {
            tokens.push(Token::Mark(c));
            rest = &rest[1..];
        } else {
            let end = rest
                .char_indices()
                .find(|(at, c)| {
                    let minus = *c == '-' && *at > 0;
                    c.is_whitespace() || minus || "{}[];,=:+\"<>".contains(*c)
                })
                .map_or(rest.len(), |(at, _)| at);
            if end == 0 {
                return Err(format!("There is a \u{201c}{c}\u{201d} where none can be."));
            }
            tokens.push(Token::Id(rest[..end].to_owned()));
            rest = &rest[end..];
        }
    }
}

fn quoted(text: &str) -> Result<(String, &str), String> {
    let mut out = String::new();
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Ok((out, &text[at + 1..])),
            '\\' => match chars.next() {
                Some((_, '"')) => out.push('"'),
                Some((_, '\\')) => out.push('\\'),
                Some((_, 'n' | 'l' | 'r')) => out.push(' '),
                Some((_, '\n')) => {}
                Some((_, other)) => {
                    out.push('\\');
                    out.push(other);
                }
                None => break,
            },
            c => out.push(c),
        }
    }
    Err("A quote is opened and never closed.".to_owned())
}

fn html(text: &str) -> Result<(String, &str), String> {
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '<' => depth += 1,
            '>' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Ok((plain_text(&text[1..at]), &text[at + 1..]));
        }
    }
    Err("A bracket is opened and never closed.".to_owned())
}

struct Reader<'t> {
    tokens: &'t [Token],
    at: usize,
    graph: Graph,
    unnamed: usize,
}

type Attributes = BTreeMap<String, String>;

impl Reader<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn eat(&mut self, mark: char) -> bool {
        let found = self.peek() == Some(&Token::Mark(mark));
        self.at += usize::from(found);
        found
    }

    fn id(&mut self) -> Option<String> {
        let Some(Token::Id(id)) = self.peek() else { return None };
        let mut id = id.clone();
        self.at += 1;
        // Strings are joined by a plus.
        while let (Some(Token::Mark('+')), Some(Token::Id(more))) =
            (self.peek(), self.tokens.get(self.at + 1))
        {
            id.push_str(more);
            self.at += 2;
        }
        Some(id)
    }

    fn head(&mut self) -> Result<(), String> {
        let mut word = self.id();
        if word.as_deref().is_some_and(|word| word.eq_ignore_ascii_case("strict")) {
            word = self.id();
        }
        let known = word.is_some_and(|word| matches!(word.to_lowercase().as_str(), "digraph" | "graph"));
        self.id();
        if known && self.eat('{') { Ok(()) } else { Err("It is not a DOT graph.".to_owned()) }
    }

    /// Statements up to the closing brace; `members` are the nodes they name.
    fn body(&mut self, within: Option<&str>, depth: usize, members: &mut Vec<String>) -> Result<(), String> {
        if depth > limits::DEPTH {
            return Err("It is nested too deeply.".to_owned());
        }
        loop {
            if self.eat('}') || self.peek().is_none() {
                return Ok(());
            }
            if self.eat(';') || self.eat(',') {
                continue;
            }
            self.statement(within, depth, members)?;
        }
    }

    fn statement(
        &mut self,
        within: Option<&str>,
        depth: usize,
        members: &mut Vec<String>,
    ) -> Result<(), String> {
        let before = self.at;
        let mut ends: Vec<Vec<String>> = Vec::new();
        let mut directed = Vec::new();
        loop {
            let mut group = Vec::new();
            match self.peek() {
                Some(Token::Mark('{')) => {
                    self.at += 1;
                    self.body(within, depth + 1, &mut group)?;
                }
                Some(Token::Id(word)) if word.eq_ignore_ascii_case("subgraph") => {
                    self.at += 1;
                    self.subgraph(within, depth, &mut group)?;
                }
                Some(Token::Id(_)) => {
                    let id = self.id().unwrap_or_default();
                    // A port says where on the node a line ends.
                    while self.eat(':') {
                        self.id();
                    }
                    let alone = ends.is_empty();
                    if alone && self.eat('=') {
                        let value = self.id().unwrap_or_default();
                        if let (Some(within), "label") = (within, id.as_str()) {
                            self.graph.node(within).label = value;
                        }
                        return Ok(());
                    }
                    let word = id.to_lowercase();
                    if alone
                        && matches!(word.as_str(), "node" | "edge" | "graph")
                        && self.peek() == Some(&Token::Mark('['))
                    {
                        let attributes = self.attributes();
                        if let (Some(within), Some(label), "graph") =
                            (within, attributes.get("label"), word.as_str())
                        {
                            self.graph.node(within).label.clone_from(label);
                        }
                        return Ok(());
                    }
                    let node = self.graph.node(&id);
                    if node.parent.is_none() && within != Some(id.as_str()) {
                        node.parent = within.map(str::to_owned);
                    }
                    group.push(id);
                }
                _ => {}
            }
            members.extend(group.iter().cloned());
            ends.push(group);
            match self.peek() {
                Some(Token::Edge(way)) => {
                    directed.push(*way);
                    self.at += 1;
                }
                _ => break,
            }
        }
        let attributes = self.attributes();
        if directed.is_empty()
            && let ([id], Some(label)) = (ends[0].as_slice(), attributes.get("label"))
        {
            self.graph.node(id).label.clone_from(label);
        }
        for (pair, directed) in ends.windows(2).zip(directed) {
            let way = attributes.get("dir").map(String::as_str);
            for from in &pair[0] {
                for to in &pair[1] {
                    let (provider, receiver) = if way == Some("back") { (to, from) } else { (from, to) };
                    let both = way == Some("both") || (!directed && way.is_none());
                    let mut edge = Edge {
                        provider: provider.clone(),
                        receiver: receiver.clone(),
                        both,
                        ..Edge::default()
                    };
                    edge.set.what = attributes.get("label").filter(|label| !label.trim().is_empty()).cloned();
                    self.graph.edges.push(edge);
                    if self.graph.edges.len() > ecosystem::limits::DEPENDENCIES {
                        return Err("It holds more dependencies than a map can.".to_owned());
                    }
                }
            }
        }
        if self.at == before {
            return Err("It cannot be read as a DOT graph.".to_owned());
        }
        Ok(())
    }

    /// A subgraph is a function when it is a cluster.
    fn subgraph(
        &mut self,
        within: Option<&str>,
        depth: usize,
        members: &mut Vec<String>,
    ) -> Result<(), String> {
        let name = self.id();
        if !self.eat('{') {
            return Ok(());
        }
        self.unnamed += 1;
        match name.filter(|name| name.starts_with("cluster")) {
            Some(name) => {
                // Nodes and clusters may have the same names.
                let id = format!("cluster {name}");
                let node = self.graph.node(&id);
                node.label = name.trim_start_matches("cluster").trim_start_matches('_').to_owned();
                node.holds = true;
                node.parent = within.map(str::to_owned);
                self.body(Some(&id), depth + 1, members)
            }
            None => self.body(within, depth + 1, members),
        }
    }

    fn attributes(&mut self) -> Attributes {
        let mut attributes = Attributes::new();
        while self.eat('[') {
            while !self.eat(']') {
                match self.id() {
                    Some(name) => {
                        let value =
                            if self.eat('=') { self.id().unwrap_or_default() } else { "true".to_owned() };
                        attributes.insert(name, value);
                    }
                    None if self.peek().is_none() => return attributes,
                    None => self.at += 1,
                }
            }
        }
        attributes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_graph_becomes_teams_functions_and_dependencies() {
        let text = r#"digraph "g" { rankdir=LR; node [shape=box];
            subgraph cluster_m { label="Marketing"; brand [label="Brand \"A\""]; content; }
            brand -> content [label="guide"]; content -> {sales; "a b"} // both
            sales -> brand -> "a b" [dir=back]; }"#;
        let mut import = Import::default();
        read(text, "", &mut import).unwrap();
        let teams: Vec<String> = import
            .incoming
            .teams
            .iter()
            .map(|team| format!("{}: {}", team.function.clone().unwrap_or_default(), team.name))
            .collect();
        assert_eq!(teams, ["Marketing: Brand \"A\"", "Marketing: content", ": sales", ": a b"]);
        let ties: Vec<String> = import
            .incoming
            .dependencies
            .iter()
            .map(|d| format!("{} -> {}", d.provider, d.receiver))
            .collect();
        let expected = [
            "Brand \"A\" -> content",
            "content -> sales",
            "content -> a b",
            "Brand \"A\" -> sales",
            "a b -> Brand \"A\"",
        ];
        assert_eq!(ties, expected);
    }

    #[test]
    fn what_is_no_graph_is_refused_and_never_panics() {
        for text in [
            "",
            "hello",
            "digraph {",
            "digraph { a -> ",
            "digraph { \"a",
            "graph { [ }",
            "digraph { a = }",
            "{{{{",
        ] {
            let _ = read(text, "", &mut Import::default());
        }
        assert!(read("hello { }", "", &mut Import::default()).is_err());
        let deep = format!("digraph {{ {} }}", "{".repeat(100_000));
        assert!(read(&deep, "", &mut Import::default()).is_err());
    }
}
