//! One browser window: its calls in, answers and events out. Quick calls are answered in their order, so that an
//! edit and the look at its result can be sent together; slow ones run beside them and answer when they are done.
//! All work on the map runs on threads that may wait.

use std::sync::Arc;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, close_code};
use desk::protocol::{Event, Failure, Request, answer};
use desk::{Call, Caller, Office};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::{Semaphore, watch};
use tokio::task::spawn_blocking;

/// The largest message: a list of the largest size in base64, and some.
pub(crate) const MOST_BYTES: usize = 72 << 20;
/// The most slow calls at once, and the most quick ones that wait for their turn.
const MOST_SLOW: usize = 8;
const MOST_QUICK: usize = 256;
/// The most messages that wait for a window to take them. One that falls further behind is told to come again.
const MOST_WAITING: usize = 4096;

/// What a window asks.
#[derive(Deserialize)]
struct Ask {
    call: u32,
    request: Value,
}

/// What a window is told.
#[derive(Serialize)]
#[serde(untagged)]
enum Tell {
    Ok { call: u32, ok: Value },
    Failed { call: u32, failure: Failure },
    Event { event: Event },
}

/// Serves one window until either side hangs up.
pub(crate) async fn attend(socket: WebSocket, office: Arc<Office>, stopping: watch::Receiver<bool>) {
    let (sink, stream) = socket.split();
    let (tell, told) = channel::<Tell>(MOST_WAITING);
    // Told when the window falls behind: it would miss an event, and show what is not so any more.
    let (behind, is_behind) = watch::channel(false);
    let events = tell.clone();
    let caller = office.callers().connect(move |event| {
        if events.try_send(Tell::Event { event }).is_err() {
            behind.send_replace(true);
        }
    });
    let writing = tokio::spawn(write(sink, told, stopping.clone(), is_behind));
    let reading = read(stream, Arc::clone(&office), caller, tell);
    let mut stopping = stopping;
    tokio::select! {
        () = reading => {}
        _ = stopping.wait_for(|stopping| *stopping) => {}
    }
    // Once nobody reads there are no more senders, and the writer ends.
    let _ = writing.await;
}

async fn read(mut stream: SplitStream<WebSocket>, office: Arc<Office>, caller: Caller, tell: Sender<Tell>) {
    let slow = Arc::new(Semaphore::new(MOST_SLOW));
    let (quick, queue) = channel::<(u32, Request, Call)>(MOST_QUICK);
    tokio::spawn(in_order(Arc::clone(&office), queue, tell.clone()));
    while let Some(Ok(message)) = stream.next().await {
        let text = match message {
            Message::Text(text) => text,
            Message::Close(_) => return,
            // Pings are answered by the library.
            _ => continue,
        };
        let Ok(Ask { call, request }) = serde_json::from_str(&text) else { return };
        drop(text);
        let request: Request = match serde_json::from_value(request) {
            Ok(request) => request,
            Err(why) => {
                let failure = Failure::refused(format!("This request is not understood: {why}."));
                if tell.send(Tell::Failed { call, failure }).await.is_err() {
                    return;
                }
                continue;
            }
        };
        let running = caller.call(call);
        if let Request::cancel(with) = &request {
            // At once: it must not wait behind what it is to end.
            running.cancel(with.call);
            if tell.send(Tell::Ok { call, ok: Value::Object(Default::default()) }).await.is_err() {
                return;
            }
        } else if request.is_slow() {
            let Ok(turn) = Arc::clone(&slow).try_acquire_owned() else {
                let failure = Failure::refused("Too much is being worked on at once. Wait for one to end.");
                if tell.send(Tell::Failed { call, failure }).await.is_err() {
                    return;
                }
                continue;
            };
            let (office, tell) = (Arc::clone(&office), tell.clone());
            tokio::spawn(async move {
                let answered = respond(office, call, request, running).await;
                drop(turn);
                let _ = tell.send(answered).await;
            });
        } else if quick.send((call, request, running)).await.is_err() {
            return;
        }
    }
}

/// Answers quick calls one after the other.
async fn in_order(office: Arc<Office>, mut queue: Receiver<(u32, Request, Call)>, tell: Sender<Tell>) {
    while let Some((call, request, running)) = queue.recv().await {
        let answered = respond(Arc::clone(&office), call, request, running).await;
        if tell.send(answered).await.is_err() {
            return;
        }
    }
}

async fn respond(office: Arc<Office>, call: u32, request: Request, running: Call) -> Tell {
    let work = spawn_blocking(move || answer(office.as_ref(), request, &running));
    match work.await {
        Ok(Ok(ok)) => Tell::Ok { call, ok },
        Ok(Err(failure)) => Tell::Failed { call, failure },
        Err(_panicked) => Tell::Failed { call, failure: Failure::internal("a call broke off") },
    }
}

async fn write(
    mut sink: SplitSink<WebSocket, Message>,
    mut told: Receiver<Tell>,
    mut stopping: watch::Receiver<bool>,
    mut is_behind: watch::Receiver<bool>,
) {
    let goodbye = |code, reason: &'static str| {
        Message::Close(Some(CloseFrame { code, reason: Utf8Bytes::from_static(reason) }))
    };
    loop {
        let message = tokio::select! {
            told = told.recv() => match told.and_then(|tell| serde_json::to_string(&tell).ok()) {
                Some(text) => Message::text(text),
                None => break,
            },
            _ = stopping.wait_for(|stopping| *stopping) => goodbye(close_code::AWAY, "Tiemap is closing."),
            Ok(_) = is_behind.wait_for(|behind| *behind) => goodbye(close_code::AGAIN, "Connect again."),
        };
        let ends = matches!(message, Message::Close(_));
        if sink.send(message).await.is_err() || ends {
            break;
        }
    }
    // The window may be gone already.
    let _ = sink.close().await;
}
