//! `serve`: one line with the address, a page behind it, and an end without a mess.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use crate::tiemap::Folder;

struct Served {
    child: Child,
    address: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(folder: &Folder, file: &str) -> Served {
    let mut child = folder.command(&["serve", file]).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    Served { child, address: line.trim().to_owned() }
}

/// The status line of a GET.
fn get(address: &str) -> String {
    let rest = address.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn the_address_is_on_this_computer_and_holds_a_secret() {
    let folder = Folder::new();
    folder.company();
    let served = serve(&folder, "map.tiemap");
    let secret = served.address.trim_end_matches('/').rsplit_once('/').unwrap().1;
    assert!(served.address.starts_with("http://127.0.0.1:") && secret.len() == 32, "{}", served.address);
    let answer = get(&served.address);
    assert!(answer.contains("content-security-policy") && !answer.starts_with("HTTP/1.1 404"), "{answer}");
    assert!(get(&served.address.replace(secret, "guess")).starts_with("HTTP/1.1 404"));
}

#[test]
fn a_served_map_can_be_read_beside_it_but_not_changed() {
    let folder = Folder::new();
    folder.company();
    let _served = serve(&folder, "map.tiemap");
    folder.done(&["history", "map.tiemap"]);
    let edit = r#"{"type": "add-team", "set": {"name": "Legal"}}"#;
    folder.fails(3, &["edit", "map.tiemap", "--json", edit], "open");
    folder.fails(3, &["undo", "map.tiemap"], "open");
}
