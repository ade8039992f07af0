//! A map written down as text: what tests read like, what can be pasted into the app, and what
//! `tiemap export --to map.txt` writes.
//!
//! ```text
//! # Lines that start with # are comments.
//! Marketing: Brand [lead Ana, 4 people, 85% busy], Content, Analyst [role]
//! Marketing > Digital: SEO, Web
//! Customers [outside]
//! Content -> Field sales: sales decks (slowing, weekly)
//! Support <-> Content: customer insight
//! Marketing | HR: needed
//! ```
//!
//! - `Function: Team, Team` puts teams into a function; `Outer > Inner: ...` nests functions. A line of names
//!   alone puts teams outside all functions. Square brackets after a name say more of it: `role` or `outside` for
//!   its kind, `lead Ana`, `4 people`, `85% busy`, `in Lisbon`.
//! - `Provider -> Receiver: what (details)` is a dependency; `<-` turns it around, `<->` is one each way. Details,
//!   separated by commas: `ok`, `slowing` or `blocking` as the receiver rates it, `provider ok` and so on as the
//!   provider does; `x3` for the strength; `via e-mail`; `waits 2 days`; `review 2026-12-01`; anything else is how
//!   often it happens.
//! - `Function | Function: needed` (or `not needed`) says what is wanted of a border.
//! - A name with a character that means something here stands in double quotes, doubled inside.

use std::fmt::Write as _;

use crate::{
    Border, Dependency, DependencyPatch, FunctionId, Health, Incoming, IncomingBorder, IncomingDependency,
    IncomingFunction, IncomingTeam, Map, Origin, Refusal, Target, Team, TeamKind, TeamPatch, name,
};

/// Reads the notation. Lines that are wrong are listed, with their line number, and left out.
pub fn parse(text: &str) -> (Incoming, Vec<Refusal>) {
    let mut incoming = Incoming::default();
    let mut refused = Vec::new();
    for (row, line) in text.lines().enumerate() {
        let origin = Origin { row: row as u32 + 1, ..Origin::default() };
        let line = line.trim().trim_start_matches('\u{feff}');
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Err(why) = parse_line(line, &origin, &mut incoming) {
            refused.push(Refusal { origin, column: String::new(), why });
        }
    }
    (incoming, refused)
}

/// The parts of a line, cut at the marks that stand outside quotes.
fn tokens(line: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut word = String::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let mark = MARKS.iter().find(|(text, _)| rest.starts_with(text));
        if c == '"' && word.trim().is_empty() {
            let (quoted, after) = quoted(rest)?;
            tokens.push(Token::Word(quoted));
            word.clear();
            rest = after;
        } else if let Some((text, mark)) = mark {
            flush(&mut word, &mut tokens);
            tokens.push(Token::Mark(*mark));
            rest = &rest[text.len()..];
        } else {
            word.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    flush(&mut word, &mut tokens);
    Ok(tokens)
}

fn flush(word: &mut String, tokens: &mut Vec<Token>) {
    let text = name::line(word);
    if !text.is_empty() {
        tokens.push(Token::Word(text));
    }
    word.clear();
}

fn quoted(text: &str) -> Result<(String, &str), String> {
    let mut out = String::new();
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' if chars.peek().is_some_and(|&(_, next)| next == '"') => {
                chars.next();
                out.push('"');
            }
            '"' => return Ok((name::line(&out), &text[at + 1..])),
            c => out.push(c),
        }
    }
    Err("A quote is opened and not closed.".to_owned())
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    Mark(Mark),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Mark {
    Both,
    Forth,
    Back,
    Colon,
    Comma,
    Inside,
    Border,
    Open,
    Close,
    KindOpen,
    KindClose,
}

/// Longer marks first.
const MARKS: [(&str, Mark); 15] = [
    ("<->", Mark::Both),
    ("->", Mark::Forth),
    ("<-", Mark::Back),
    ("\u{2194}", Mark::Both),
    ("\u{2192}", Mark::Forth),
    ("\u{2190}", Mark::Back),
    (":", Mark::Colon),
    (",", Mark::Comma),
    (">", Mark::Inside),
    ("|", Mark::Border),
    ("(", Mark::Open),
    (")", Mark::Close),
    ("[", Mark::KindOpen),
    ("]", Mark::KindClose),
    ("\u{ff0c}", Mark::Comma),
];

fn parse_line(line: &str, origin: &Origin, incoming: &mut Incoming) -> Result<(), String> {
    let tokens = tokens(line)?;
    let find = |marks: &[Mark]| {
        tokens.iter().position(|token| matches!(token, Token::Mark(mark) if marks.contains(mark)))
    };
    let colon = find(&[Mark::Colon]).unwrap_or(tokens.len());
    let head = &tokens[..colon];
    let tail = tokens.get(colon + 1..).unwrap_or_default();
    if let Some(arrow) = find(&[Mark::Both, Mark::Forth, Mark::Back]).filter(|&at| at < colon) {
        return dependency(head, arrow, tail, origin, incoming);
    }
    if let Some(bar) = find(&[Mark::Border]).filter(|&at| at < colon) {
        let target = match words(tail).to_lowercase().as_str() {
            "needed" => Target::Needed,
            "not needed" => Target::NotNeeded,
            _ => {
                return Err(
                    "After a border comes \u{201c}needed\u{201d} or \u{201c}not needed\u{201d}.".into()
                );
            }
        };
        let between = (one_word(&head[..bar], "function")?, one_word(&head[bar + 1..], "function")?);
        incoming.borders.push(IncomingBorder { between, target, origin: origin.clone() });
        return Ok(());
    }
    if colon == tokens.len() {
        return teams(&tokens, None, origin, incoming);
    }
    let mut parent: Option<String> = None;
    for part in head.split(|token| *token == Token::Mark(Mark::Inside)) {
        let function = one_word(part, "function")?;
        let outer = parent.replace(function.clone());
        incoming.functions.push(IncomingFunction { name: function, parent: outer, origin: origin.clone() });
    }
    teams(tail, parent, origin, incoming)
}

fn teams(
    tokens: &[Token],
    function: Option<String>,
    origin: &Origin,
    incoming: &mut Incoming,
) -> Result<(), String> {
    if tokens.is_empty() && function.is_some() {
        return Ok(());
    }
    let mut bracket = false;
    let parts = tokens.split(|token| {
        match token {
            Token::Mark(Mark::KindOpen) => bracket = true,
            Token::Mark(Mark::KindClose) => bracket = false,
            _ => {}
        }
        !bracket && *token == Token::Mark(Mark::Comma)
    });
    for part in parts {
        let at = part.iter().position(|token| *token == Token::Mark(Mark::KindOpen)).unwrap_or(part.len());
        let more = part.get(at + 1..).unwrap_or_default();
        let more = more.strip_suffix(&[Token::Mark(Mark::KindClose)]).unwrap_or(more);
        let mut set = TeamPatch::default();
        for part in more.split(|token| *token == Token::Mark(Mark::Comma)) {
            team_detail(&words(part), &mut set)?;
        }
        incoming.teams.push(IncomingTeam {
            name: one_word(&part[..at], "team")?,
            function: function.clone(),
            set,
            origin: origin.clone(),
            ..IncomingTeam::default()
        });
    }
    Ok(())
}

fn team_detail(text: &str, set: &mut TeamPatch) -> Result<(), String> {
    let lower = text.to_lowercase();
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|n| *n >= 0.0 && n.is_finite());
    let people = lower.strip_suffix("people").or_else(|| lower.strip_suffix("person")).and_then(number);
    let load = lower.strip_suffix("% busy").and_then(number);
    match lower.as_str() {
        "" => {}
        "team" => set.kind = Some(TeamKind::Team),
        "role" => set.kind = Some(TeamKind::Role),
        "outside" | "outside group" => set.kind = Some(TeamKind::OutsideGroup),
        _ if people.is_some() => set.people = Some(people),
        _ if load.is_some() => set.load = Some(load),
        _ => match (text.strip_prefix("lead "), text.strip_prefix("in ")) {
            (Some(lead), _) => set.lead = Some(lead.to_owned()),
            (_, Some(region)) => set.region = Some(region.to_owned()),
            _ => {
                return Err(format!(
                    "\u{201c}{text}\u{201d} says nothing about a team; write role, outside, lead Ana, 4 people, \
                     85% busy or in Lisbon."
                ));
            }
        },
    }
    Ok(())
}

fn dependency(
    head: &[Token],
    arrow: usize,
    tail: &[Token],
    origin: &Origin,
    incoming: &mut Incoming,
) -> Result<(), String> {
    let lefts = names(&head[..arrow])?;
    let rights = names(&head[arrow + 1..])?;
    let open = tail.iter().position(|token| *token == Token::Mark(Mark::Open)).unwrap_or(tail.len());
    let mut set = DependencyPatch { what: Some(words(&tail[..open])), ..DependencyPatch::default() };
    if set.what.as_deref() == Some("") {
        set.what = None;
    }
    let details = tail.get(open + 1..).unwrap_or_default();
    let details = details.strip_suffix(&[Token::Mark(Mark::Close)]).unwrap_or(details);
    for part in details.split(|token| *token == Token::Mark(Mark::Comma)) {
        detail(&words(part), &mut set)?;
    }
    let both = head[arrow] == Token::Mark(Mark::Both);
    for left in &lefts {
        for right in &rights {
            let mut push = |provider: &str, receiver: &str| {
                incoming.dependencies.push(IncomingDependency {
                    provider: provider.to_owned(),
                    receiver: receiver.to_owned(),
                    set: set.clone(),
                    origin: origin.clone(),
                });
            };
            if both || head[arrow] == Token::Mark(Mark::Forth) {
                push(left, right);
            }
            if both || head[arrow] == Token::Mark(Mark::Back) {
                push(right, left);
            }
        }
    }
    Ok(())
}

fn detail(text: &str, set: &mut DependencyPatch) -> Result<(), String> {
    let lower = text.to_lowercase();
    if text.is_empty() {
    } else if let Some(health) = health(&lower) {
        set.receiver_health = Some(Some(health));
    } else if let Some(health) = lower.strip_prefix("provider ").and_then(health) {
        set.provider_health = Some(Some(health));
    } else if let Some(strength) = lower.strip_prefix('x').and_then(|n| n.trim().parse::<f64>().ok()) {
        if !(strength > 0.0 && strength.is_finite()) {
            return Err("The strength must be above zero.".to_owned());
        }
        set.strength = Some(strength);
    } else if let Some(channel) = text.strip_prefix("via ") {
        set.channel = Some(channel.to_owned());
    } else if let Some(wait) = lower.strip_prefix("waits ") {
        let number = wait.trim_end_matches("days").trim_end_matches("day").trim();
        let days = number.parse::<f64>().ok().filter(|days| *days >= 0.0 && days.is_finite());
        set.wait = Some(Some(days.ok_or("After \u{201c}waits\u{201d} comes a number of days.")?));
    } else if let Some(date) = lower.strip_prefix("review ") {
        set.review = Some(Some(date.parse().map_err(|why: crate::NotADate| why.to_string())?));
    } else {
        set.cadence = Some(text.to_owned());
    }
    Ok(())
}

fn health(text: &str) -> Option<Health> {
    match text {
        "ok" => Some(Health::Ok),
        "slowing" => Some(Health::Slowing),
        "blocking" => Some(Health::Blocking),
        _ => None,
    }
}

/// The names of a list, separated by commas.
fn names(tokens: &[Token]) -> Result<Vec<String>, String> {
    tokens.split(|token| *token == Token::Mark(Mark::Comma)).map(|part| one_word(part, "team")).collect()
}

fn one_word(tokens: &[Token], what: &str) -> Result<String, String> {
    match tokens {
        [Token::Word(word)] => Ok(word.clone()),
        // A mark inside a plain name is part of the name, as in "R&D (Berlin)".
        [Token::Word(_), ..] => Ok(words(tokens)),
        _ => Err(format!("A {what} is missing.")),
    }
}

/// Tokens as the text they came from.
fn words(tokens: &[Token]) -> String {
    let mut out = String::new();
    for token in tokens {
        match token {
            Token::Word(word) => {
                if !out.is_empty() && !out.ends_with(['(', '[']) {
                    out.push(' ');
                }
                out.push_str(word);
            }
            Token::Mark(mark) => {
                let text = MARKS.iter().find(|(_, m)| m == mark).map_or("", |(text, _)| text);
                let glued = matches!(mark, Mark::Colon | Mark::Comma | Mark::Close | Mark::KindClose);
                if !glued && !out.is_empty() {
                    out.push(' ');
                }
                out.push_str(text);
            }
        }
    }
    out
}

/// Writes the map down. What the notation cannot hold (positions, notes, custom fields) is left out.
pub fn write(map: &Map) -> String {
    let mut out = String::new();
    write_functions(map, None, "", &mut out);
    for team in map.teams_in(None) {
        let _ = writeln!(out, "{}", team_words(team));
    }
    let mut borders: Vec<String> = map.borders().map(|border| border_words(map, border)).collect();
    borders.sort();
    for border in borders {
        let _ = writeln!(out, "{border}");
    }
    for dependency in map.dependencies() {
        let _ = writeln!(out, "{}", dependency_words(map, dependency));
    }
    out
}

fn write_functions(map: &Map, parent: Option<FunctionId>, path: &str, out: &mut String) {
    for function in map.functions_in(parent) {
        let path = match path {
            "" => written(&function.name),
            path => format!("{path} > {}", written(&function.name)),
        };
        let teams: Vec<String> = map.teams_in(Some(function.id)).map(team_words).collect();
        let line = format!("{path}: {}", teams.join(", "));
        let _ = writeln!(out, "{}", line.trim_end());
        write_functions(map, Some(function.id), &path, out);
    }
}

/// The pair in alphabetical order, since the order of ids says nothing.
fn border_words(map: &Map, border: &Border) -> String {
    let function = |id| map.function(id).map_or("", |f| f.name.as_str());
    let (one, other) = (function(border.between.0), function(border.between.1));
    let (one, other) = if one <= other { (one, other) } else { (other, one) };
    let target = if border.target == Target::Needed { "needed" } else { "not needed" };
    format!("{} | {}: {target}", written(one), written(other))
}

fn team_words(team: &Team) -> String {
    let mut more = Vec::new();
    match team.kind {
        TeamKind::Team => {}
        TeamKind::Role => more.push("role".to_owned()),
        TeamKind::OutsideGroup => more.push("outside".to_owned()),
    }
    more.extend((!team.lead.is_empty()).then(|| written(&format!("lead {}", team.lead))));
    more.extend(team.people.map(|n| format!("{n} {}", if n == 1.0 { "person" } else { "people" })));
    more.extend(team.load.map(|n| format!("{n}% busy")));
    more.extend((!team.region.is_empty()).then(|| written(&format!("in {}", team.region))));
    let more = if more.is_empty() { String::new() } else { format!(" [{}]", more.join(", ")) };
    format!("{}{more}", written(&team.name))
}

fn dependency_words(map: &Map, d: &Dependency) -> String {
    let team = |id| map.team(id).map_or(String::new(), |t| written(&t.name));
    let rating = |health| match health {
        Health::Ok => "ok",
        Health::Slowing => "slowing",
        Health::Blocking => "blocking",
    };
    let mut details = Vec::new();
    details.extend(d.receiver_health.map(|health| rating(health).to_owned()));
    details.extend(d.provider_health.map(|health| format!("provider {}", rating(health))));
    details.extend((d.strength != 1.0).then(|| format!("x{}", d.strength)));
    details.extend((!d.cadence.is_empty()).then(|| cadence(&d.cadence)));
    details.extend((!d.channel.is_empty()).then(|| written(&format!("via {}", d.channel))));
    details.extend(d.wait.map(|days| format!("waits {days} {}", if days == 1.0 { "day" } else { "days" })));
    details.extend(d.review.map(|date| format!("review {date}")));
    let ends = format!("{} -> {}", team(d.provider), team(d.receiver));
    let what = if d.what.is_empty() { String::new() } else { written(&d.what) };
    match (what.is_empty(), details.is_empty()) {
        (true, true) => ends,
        (false, true) => format!("{ends}: {what}"),
        (true, false) => format!("{ends}: ({})", details.join(", ")),
        (false, false) => format!("{ends}: {what} ({})", details.join(", ")),
    }
}

/// How often, unless it would read as another detail; then the notation cannot hold it and it is spelt out.
fn cadence(text: &str) -> String {
    let mut set = DependencyPatch::default();
    match detail(text, &mut set) {
        Ok(()) if set.cadence.is_some() => written(text),
        _ => written(&format!("every {text}")),
    }
}

/// A name as it stands in the notation: in quotes where it has a mark in it.
fn written(text: &str) -> String {
    let marked = MARKS.iter().any(|(mark, _)| text.contains(mark));
    match marked || text.contains('"') || text.starts_with('#') || text.is_empty() {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}
