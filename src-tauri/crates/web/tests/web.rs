//! The server as browsers and strangers see it.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use desk::protocol::Create;
use desk::{Office, Settings};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

struct Served {
    _folder: TempDir,
    address: String,
    stop: Option<oneshot::Sender<()>>,
    ended: tokio::task::JoinHandle<std::io::Result<()>>,
}

async fn serve() -> Served {
    let folder = tempfile::tempdir().unwrap();
    let path = Some(folder.path().join("map.tiemap").to_string_lossy().into_owned());
    let office = Office::with(Settings::default());
    office.create(&Create { path, template: "blank".into(), handovers: None }).unwrap();
    let server = web::Server::bind(Arc::new(office), IpAddr::V4(Ipv4Addr::LOCALHOST), 0).await.unwrap();
    let address = server.address();
    let (stop, stopped) = oneshot::channel::<()>();
    let ended = tokio::spawn(server.run(async { drop(stopped.await) }));
    Served { _folder: folder, address, stop: Some(stop), ended }
}

impl Served {
    /// "127.0.0.1:4711".
    fn host(&self) -> &str {
        self.address.trim_start_matches("http://").split('/').next().unwrap()
    }

    fn path(&self) -> &str {
        &self.address[self.address.find(self.host()).unwrap() + self.host().len()..]
    }

    /// The answer to a GET with these headers.
    async fn get(&self, path: &str, headers: &str) -> String {
        let mut stream = TcpStream::connect(self.host()).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    async fn status(&self, path: &str, headers: &str) -> u16 {
        let answer = self.get(path, headers).await;
        answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_else(|| panic!("{answer}"))
    }

    async fn window(&self) -> Window {
        self.window_from(None).await.unwrap()
    }

    async fn window_from(&self, origin: Option<&str>) -> Result<Window, Box<Error>> {
        let address = format!("{}ws", self.address.replace("http://", "ws://"));
        let mut request = address.into_client_request().unwrap();
        if let Some(origin) = origin {
            request.headers_mut().insert("origin", origin.parse().unwrap());
        }
        let (socket, _) = connect_async(request).await.map_err(Box::new)?;
        Ok(Window { socket, next: 0 })
    }
}

struct Window {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    next: u32,
}

impl Window {
    async fn send(&mut self, name: &str, with: Value) -> u32 {
        self.next += 1;
        let ask = json!({ "call": self.next, "request": { "name": name, "with": with } });
        self.socket.send(Message::text(ask.to_string())).await.unwrap();
        self.next
    }

    async fn receive(&mut self) -> Value {
        match self.socket.next().await {
            Some(Ok(Message::Text(text))) => serde_json::from_str(&text).unwrap(),
            other => panic!("{other:?}"),
        }
    }

    /// The answer to a call; events that come before it are left out.
    async fn call(&mut self, name: &str, with: Value) -> Value {
        let call = self.send(name, with).await;
        loop {
            let told = self.receive().await;
            if told["call"] == call {
                return told;
            }
        }
    }

    /// The next event of that type.
    async fn event(&mut self, kind: &str) -> Value {
        loop {
            let told = self.receive().await;
            if told["event"]["type"] == kind {
                return told["event"].clone();
            }
        }
    }
}

fn add(name: &str) -> Value {
    json!({ "edit": { "type": "add-team", "set": { "name": name } } })
}

#[tokio::test]
async fn only_the_secret_opens_the_page() {
    let served = serve().await;
    let host = format!("Host: {}\r\n", served.host());
    let answer = served.get(served.path(), &host).await.to_lowercase();
    for header in [
        "content-security-policy: default-src 'none'",
        "cache-control: no-store",
        "referrer-policy: no-referrer",
        "x-content-type-options: nosniff",
        "x-frame-options: deny",
    ] {
        assert!(answer.contains(header), "{header} in {answer}");
    }
    let secret = served.path().trim_matches('/').to_owned();
    let flipped: String = secret.chars().rev().collect();
    for path in
        ["/", "/ws", "/index.html", &format!("/{flipped}/"), &format!("/{}/", &secret[..31]), "/%2e%2e/"]
    {
        assert_eq!(served.status(path, &host).await, 404, "{path}");
    }
    for path in ["../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "..%2f..%2fetc%2fpasswd", "no.js"] {
        assert_eq!(served.status(&format!("/{secret}/{path}"), &host).await, 404, "{path}");
    }
}

#[tokio::test]
async fn a_foreign_host_or_origin_gets_nothing() {
    let served = serve().await;
    let (host, port) = (served.host().to_owned(), served.host().rsplit_once(':').unwrap().1.to_owned());
    for foreign in ["evil.example".to_owned(), format!("evil.example:{port}"), "127.0.0.1:1".to_owned()] {
        assert_eq!(served.status(served.path(), &format!("Host: {foreign}\r\n")).await, 421, "{foreign}");
    }
    let twice = format!("Host: {host}\r\nHost: evil.example\r\n");
    assert!(matches!(served.status(served.path(), &twice).await, 400 | 421));
    for origin in ["http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1"] {
        let refused = served.window_from(Some(origin)).await;
        assert!(
            matches!(refused.map(drop).map_err(|why| *why), Err(Error::Http(answer)) if answer.status() == 403)
        );
    }
    assert!(served.window_from(Some(&format!("http://{host}"))).await.is_ok());
}

#[tokio::test]
async fn a_window_asks_and_is_answered() {
    let served = serve().await;
    let mut window = served.window().await;
    let welcome = window.call("welcome", json!({})).await;
    assert_eq!((&welcome["ok"]["can_open"], &welcome["ok"]["map"]["teams"]), (&json!(false), &json!(0)));
    let done = window.call("edit", add("Brand")).await;
    assert_eq!(done["ok"]["label"], "Add Brand");
    let outline = window.call("outline", json!({})).await;
    assert_eq!(outline["ok"]["teams"][0]["name"], "Brand");
    let scene = window.call("scene", json!({ "viewport": [-5000, -5000, 10000, 10000], "scale": 1 })).await;
    assert_eq!(scene["ok"]["scene"]["cards"][0]["name"], "Brand");
    let undone = window.call("undo", json!({})).await;
    assert_eq!(undone["ok"]["map"]["teams"], 0);
    let refused = window.call("open_map", json!({ "path": "/etc/passwd" })).await;
    assert_eq!(refused["failure"]["code"], "refused");
    let odd = window.call("fly", json!({})).await;
    assert_eq!(odd["failure"]["code"], "refused");
    let cancelled = window.call("cancel", json!({ "call": 99 })).await;
    assert_eq!(cancelled["ok"], json!({}));
}

#[tokio::test]
async fn two_windows_see_each_others_changes() {
    let served = serve().await;
    let (mut one, mut other) = (served.window().await, served.window().await);
    // Both are connected once they have been answered.
    one.call("map_info", json!({})).await;
    other.call("map_info", json!({})).await;
    one.call("edit", add("Brand")).await;
    let event = other.event("changed").await;
    assert_eq!((&event["label"], &event["map"]["teams"]), (&json!("Add Brand"), &json!(1)));
    other.call("edit", add("Content")).await;
    let event = loop {
        let event = one.event("changed").await;
        if event["map"]["teams"] == 2 {
            break event;
        }
    };
    assert_eq!(event["label"], "Add Content");
}

#[tokio::test]
async fn quick_calls_are_answered_in_their_order() {
    let served = serve().await;
    let mut window = served.window().await;
    for n in 0..50 {
        window.send("edit", add(&format!("Team {n}"))).await;
    }
    let mut answered = Vec::new();
    while answered.len() < 50 {
        let told = window.receive().await;
        if let Some(call) = told["call"].as_u64() {
            assert_eq!(told["ok"]["label"], format!("Add Team {}", call - 1));
            answered.push(call);
        }
    }
    assert!(answered.is_sorted());
}

#[tokio::test]
async fn messages_that_make_no_sense_or_are_too_large_end_the_connection() {
    let served = serve().await;
    for nonsense in ["", "[]", "{\"call\": -1}", "{\"call\": 1e99, \"request\": {}}"] {
        let mut window = served.window().await;
        window.socket.send(Message::text(nonsense)).await.unwrap();
        let told = window.socket.next().await;
        assert!(!matches!(told, Some(Ok(Message::Text(_)))), "{nonsense}: {told:?}");
    }
    let mut window = served.window().await;
    // The frame's header alone says too much: 1 GB of text, masked.
    let mut header = vec![0x81, 0xFF];
    header.extend((1u64 << 30).to_be_bytes());
    header.extend([0; 4]);
    let MaybeTlsStream::Plain(stream) = window.socket.get_mut() else { panic!("no TLS here") };
    stream.write_all(&header).await.unwrap();
    let told = window.socket.next().await;
    assert!(!matches!(told, Some(Ok(Message::Text(_)))), "{told:?}");
    // The others go on.
    assert_eq!(served.window().await.call("map_info", json!({})).await["ok"]["teams"], 0);
}

#[tokio::test]
async fn stopping_says_goodbye() {
    let mut served = serve().await;
    let mut window = served.window().await;
    window.call("edit", add("Brand")).await;
    served.stop.take().unwrap().send(()).unwrap();
    let farewell = loop {
        match window.socket.next().await {
            Some(Ok(Message::Text(_))) => {}
            other => break other,
        }
    };
    assert!(matches!(farewell, Some(Ok(Message::Close(_)))), "{farewell:?}");
    drop(window);
    served.ended.await.unwrap().unwrap();
}
