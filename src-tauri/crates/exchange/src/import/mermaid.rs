//! Mermaid flowcharts: nodes, links with labels, subgraphs. Other diagrams and styling are not read.

use super::graph::{Edge, Graph, plain_text};
use super::{Import, ImportError, limits};

/// Reads a flowchart.
pub(super) fn read(text: &str, file: &str, import: &mut Import) -> Result<(), ImportError> {
    let refuse = |why: String| ImportError::Refused { file: file.to_owned(), why };
    let mut graph = Graph::default();
    let mut within: Vec<String> = Vec::new();
    let mut begun = false;
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        let word = line.split([' ', ';']).next().unwrap_or_default();
        match word {
            "" | "style" | "classDef" | "class" | "linkStyle" | "click" | "direction" | "accTitle:"
            | "accDescr:" => {}
            _ if line.starts_with("%%") || line.starts_with("---") => {}
            "flowchart" | "graph" => begun = true,
            _ if !begun => {
                return Err(refuse("It is not a Mermaid flowchart. Other diagrams are not read.".to_owned()));
            }
            "subgraph" => {
                if within.len() >= limits::DEPTH {
                    return Err(refuse("It is nested too deeply.".to_owned()));
                }
                let outer = within.last().cloned();
                let id = subgraph(line["subgraph".len()..].trim(), number, &mut graph);
                let node = graph.node(&id);
                node.holds = true;
                node.parent = outer;
                within.push(id);
            }
            "end" => drop(within.pop()),
            _ => {
                statements(line).into_iter().for_each(|part| statement(part, within.last(), &mut graph));
            }
        }
    }
    if !begun {
        return Err(refuse("It is not a Mermaid flowchart. Other diagrams are not read.".to_owned()));
    }
    graph.bring_in(file, import)
}

/// The statements of a line: a semicolon ends one, unless it stands in quotes or ends an entity.
fn statements(line: &str) -> Vec<&str> {
    let (mut parts, mut start, mut quoted) = (Vec::new(), 0, false);
    for (at, c) in line.char_indices() {
        let before = line[start..at].trim_end_matches(|c: char| c.is_ascii_alphanumeric());
        match c {
            '"' => quoted = !quoted,
            ';' if !(quoted || before.ends_with('#') && before.len() < at - start) => {
                parts.push(&line[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&line[start..]);
    parts
}

/// The id of a subgraph, whose title is set: `one [Title]`, `"Title"`, `Title`.
fn subgraph(text: &str, number: usize, graph: &mut Graph) -> String {
    let mut rest = Cursor(text);
    let id = rest.id();
    if id.is_empty() || (!rest.0.trim().is_empty() && !rest.0.trim_start().starts_with('[')) {
        let id = format!("subgraph in line {}", number + 1);
        graph.node(&id).label = label(text);
        return id;
    }
    let title = rest.shape();
    let node = graph.node(&id);
    if let Some(title) = title {
        node.label = title;
    }
    id
}

/// `A["x"] & B -->|label| C --> D`.
fn statement(text: &str, within: Option<&String>, graph: &mut Graph) {
    let mut rest = Cursor(text);
    let mut before: Vec<String> = Vec::new();
    let mut link: Option<Link> = None;
    loop {
        let group = rest.group(within, graph);
        if group.is_empty() {
            return;
        }
        if let Some(link) = link.take() {
            for from in &before {
                for to in &group {
                    let (provider, receiver) = if link.back { (to, from) } else { (from, to) };
                    let mut edge = Edge {
                        provider: provider.clone(),
                        receiver: receiver.clone(),
                        both: link.both,
                        ..Edge::default()
                    };
                    edge.set.what = Some(link.label.clone()).filter(|what| !what.is_empty());
                    graph.edges.push(edge);
                }
            }
        }
        before = group;
        link = rest.link();
        if link.is_none() {
            return;
        }
    }
}

struct Link {
    label: String,
    both: bool,
    back: bool,
}

/// What is left to read.
struct Cursor<'t>(&'t str);

impl<'t> Cursor<'t> {
    fn skip_space(&mut self) {
        self.0 = self.0.trim_start();
    }

    fn take(&mut self, bytes: usize) -> &'t str {
        let (taken, rest) = self.0.split_at(bytes);
        self.0 = rest;
        taken
    }

    fn id(&mut self) -> String {
        self.skip_space();
        let mut end = 0;
        for (at, c) in self.0.char_indices() {
            let dash_inside = c == '-' && self.0[at + 1..].starts_with(char::is_alphanumeric) && end > 0;
            if !(c.is_alphanumeric() || c == '_' || c == '/' || dash_inside) {
                break;
            }
            end = at + c.len_utf8();
        }
        self.take(end).to_owned()
    }

    /// The label in the brackets that follow, whatever their shape.
    fn shape(&mut self) -> Option<String> {
        self.skip_space();
        let opens = self.0.len() - self.0.trim_start_matches(['(', '[', '{', '>', '/', '\\']).len();
        if opens == 0 || !self.0.starts_with(['(', '[', '{', '>']) {
            return None;
        }
        self.take(opens.min(3));
        let text = match self.0.trim_start().strip_prefix('"') {
            Some(quoted) => {
                let (inside, rest) = quoted.split_once('"').unwrap_or((quoted, ""));
                self.0 = rest;
                inside
            }
            None => {
                let end = self.0.find([')', ']', '}']).unwrap_or(self.0.len());
                self.take(end).trim_end_matches(['/', '\\'])
            }
        };
        self.0 = self.0.trim_start_matches([')', ']', '}', '/', '\\']);
        Some(label(text))
    }

    /// Nodes joined by `&`.
    fn group(&mut self, within: Option<&String>, graph: &mut Graph) -> Vec<String> {
        let mut group = Vec::new();
        loop {
            let id = self.id();
            if id.is_empty() {
                return group;
            }
            let shape = self.shape();
            // A class at the end of a node: `A:::wide`.
            if let Some(rest) = self.0.strip_prefix(":::") {
                self.0 = rest;
                self.id();
            }
            let node = graph.node(&id);
            if let Some(label) = shape {
                node.label = label;
            }
            if node.parent.is_none() && within != Some(&id) {
                node.parent = within.cloned();
            }
            group.push(id);
            self.skip_space();
            match self.0.strip_prefix('&') {
                Some(rest) => self.0 = rest,
                None => return group,
            }
        }
    }

    /// `-->`, `<-->`, `-.->`, `==>`, `---`, `-- label -->`, `-->|label|`.
    fn link(&mut self) -> Option<Link> {
        self.skip_space();
        let start = self.0.starts_with('<');
        let line = if start { &self.0[1..] } else { self.0 };
        let run = run(line);
        if run < 2 {
            return None;
        }
        self.0 = &line[run..];
        let mut label_text = String::new();
        let mut end = self.head();
        if !end && run == 2 && !self.0.trim_start().starts_with('|') {
            // The label stands inside the line.
            let rest = self.0;
            let found = rest
                .char_indices()
                .find(|(at, c)| matches!(c, '-' | '=' | '.') && self::run(&rest[*at..]) >= 2);
            if let Some((at, _)) = found {
                label_text = label(self.take(at));
                let run = self::run(self.0);
                self.take(run);
                end = self.head();
            }
        }
        self.skip_space();
        if let Some((text, rest)) = self.0.strip_prefix('|').and_then(|rest| rest.split_once('|')) {
            label_text = label(text);
            self.0 = rest;
        }
        Some(Link { label: label_text, both: start && end, back: start && !end })
    }

    fn head(&mut self) -> bool {
        match self.0.strip_prefix('>') {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }
}

/// How many characters of a line stand at the beginning of `text`.
fn run(text: &str) -> usize {
    text.len() - text.trim_start_matches(['-', '=', '.', '~']).len()
}

/// A label without quotes; Mermaid writes entities with `#` in place of `&`.
fn label(text: &str) -> String {
    let text = text.trim().trim_matches('"').replace("#quot;", "\"");
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find('#') {
        let entity = rest[at..].find(';').filter(|end| (2..10).contains(end));
        let inner = entity.map(|end| &rest[at + 1..at + end]);
        out.push_str(&rest[..at]);
        match inner.filter(|inner| inner.bytes().all(|b| b.is_ascii_alphanumeric())) {
            Some(inner) => {
                let code = if inner.bytes().all(|b| b.is_ascii_digit()) {
                    format!("&#{inner};")
                } else {
                    format!("&{inner};")
                };
                out.push_str(&code);
                rest = &rest[at + inner.len() + 2..];
            }
            None => {
                out.push('#');
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    plain_text(&out.replace("<br/>", " ").replace("<br>", " ")).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let mut import = Import::default();
        super::read(text, "", &mut import).unwrap();
        let mut out: Vec<String> = import
            .incoming
            .teams
            .iter()
            .map(|team| format!("{}: {}", team.function.clone().unwrap_or_default(), team.name))
            .collect();
        out.extend(import.incoming.dependencies.iter().map(|d| {
            format!("{} -> {}: {}", d.provider, d.receiver, d.set.what.clone().unwrap_or_default())
        }));
        out
    }

    #[test]
    fn a_flowchart_becomes_teams_functions_and_dependencies() {
        let text = "%% comment\nflowchart LR\n  subgraph m [Marketing]\n    a[\"Brand #amp; co\"]\n    b(Content)\n  end\n  a -->|guide #35;1| b\n  b -- decks --> c{{Field sales}}\n  c -.-> a & d-e\n  c <--> b\n  style a fill:#f00\n";
        assert_eq!(
            read(text),
            [
                "Marketing: Brand & co",
                "Marketing: Content",
                ": Field sales",
                ": d-e",
                "Brand & co -> Content: guide #1",
                "Content -> Field sales: decks",
                "Field sales -> Brand & co: ",
                "Field sales -> d-e: ",
                "Content -> Field sales: ",
                "Field sales -> Content: ",
            ]
        );
    }

    #[test]
    fn other_diagrams_are_refused() {
        let refused =
            super::read("sequenceDiagram\n A->>B: hi", "x.mmd", &mut Import::default()).unwrap_err();
        assert_eq!(refused.to_string(), "x.mmd: It is not a Mermaid flowchart. Other diagrams are not read.");
    }
}
