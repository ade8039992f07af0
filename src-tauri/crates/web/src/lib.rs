//! The desk over HTTP and WebSocket: the whole app in a browser.
//!
//! - [`Server::bind`] takes a port, [`Server::address`] is what to open, [`Server::run`] serves until it is told to
//!   stop.
//! - The page is the built UI; a WebSocket beside it carries the desk's protocol: `{"call": 1, "request": ...}`
//!   in, `{"call": 1, "ok": ...}` or `{"call": 1, "failure": ...}` and `{"event": ...}` out.
//!
//! Whoever has the address has the map, so the address holds a secret that nobody can guess, and it never leaves
//! the machine in a header, a log or a cache. A page of another site that finds the port gets nothing: `Host` and
//! `Origin` are checked ([`guard`](self)), sizes and numbers are bounded.
//!
//! Deliberately absent: rules, and the map. Every request is handed to the [`desk::Office`] as it is.

mod guard;
mod site;
mod socket;

use std::future::Future;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Request, State, WebSocketUpgrade};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::serve::ListenerExt;
use desk::Office;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};

pub use guard::Secret;

/// The most browser windows at once.
const MOST_WINDOWS: usize = 64;

/// A server that has its port.
pub struct Server {
    listener: TcpListener,
    at: SocketAddr,
    door: Arc<Door>,
}

/// What every request needs.
struct Door {
    office: Arc<Office>,
    secret: Secret,
    port: u16,
    windows: Arc<Semaphore>,
    stopping: watch::Sender<bool>,
}

impl Server {
    /// Takes the port; 0 takes any that is free.
    ///
    /// # Errors
    /// When the port is taken, or the address is not of this machine.
    pub async fn bind(office: Arc<Office>, host: IpAddr, port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((host, port)).await?;
        let at = listener.local_addr()?;
        let door = Door {
            office,
            secret: Secret::new()?,
            port: at.port(),
            windows: Arc::new(Semaphore::new(MOST_WINDOWS)),
            stopping: watch::Sender::new(false),
        };
        Ok(Self { listener, at, door: Arc::new(door) })
    }

    /// What to open in a browser.
    pub fn address(&self) -> String {
        let host = match self.at.ip() {
            // All addresses at once are none that a browser can open.
            any if any.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
            one => one,
        };
        format!("http://{}/{}/", SocketAddr::new(host, self.at.port()), self.door.secret.as_str())
    }

    /// Serves until `stop` is done; then says goodbye to all windows.
    ///
    /// # Errors
    /// When the system takes the port away.
    pub async fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
        let Self { listener, door, .. } = self;
        let routes = Router::new()
            .route("/{secret}", get(without_slash))
            .route("/{secret}/", get(page))
            .route("/{secret}/ws", get(connect))
            .route("/{secret}/{*file}", get(file))
            .layer(middleware::from_fn_with_state(Arc::clone(&door), check))
            .with_state(Arc::clone(&door));
        let stopped = async move {
            stop.await;
            door.stopping.send_replace(true);
        };
        // Answers are small and asked for one by one: held back to be sent together, each would wait 40 ms.
        let listener = listener.tap_io(|connection| {
            // A connection that refuses is only slower.
            let _ = connection.set_nodelay(true);
        });
        axum::serve(listener, routes).with_graceful_shutdown(stopped).await
    }
}

/// Lets in only who knows the secret and comes from our own page, and dresses every answer.
async fn check(State(door): State<Arc<Door>>, request: Request, next: Next) -> Response {
    let response = match guard::check(&request, &door.secret, door.port) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    };
    guard::dressed(response)
}

async fn without_slash(State(door): State<Arc<Door>>) -> Redirect {
    Redirect::permanent(&format!("/{}/", door.secret.as_str()))
}

async fn page() -> Response {
    site::file("index.html")
}

async fn file(Path((_secret, file)): Path<(String, String)>) -> Response {
    site::file(&file)
}

async fn connect(State(door): State<Arc<Door>>, upgrade: WebSocketUpgrade) -> Response {
    let Ok(seat) = Arc::clone(&door.windows).try_acquire_owned() else {
        return (StatusCode::SERVICE_UNAVAILABLE, "Too many windows are open. Close one.").into_response();
    };
    let (office, stopping) = (Arc::clone(&door.office), door.stopping.subscribe());
    upgrade.max_message_size(socket::MOST_BYTES).max_frame_size(socket::MOST_BYTES).on_upgrade(
        |socket| async move {
            socket::attend(socket, office, stopping).await;
            drop(seat);
        },
    )
}
