//! The one command and the one event through which the window talks with the desk.

use std::sync::Arc;

use desk::protocol::{Code, Failure, Request, answer};
use desk::{Caller, Office};
use tauri::{AppHandle, Emitter, Manager, State};

/// The window's line to the desk.
pub struct Door {
    office: Arc<Office>,
    caller: Caller,
}

/// Connects the window to a desk of its own; what the desk tells arrives there as `desk-event`.
pub fn open(app: &AppHandle) {
    let office = Arc::new(Office::new());
    let listener = app.clone();
    let caller = office.callers().connect(move |event| {
        // It fails only while the window is going away, when nobody needs it any more.
        let _ = listener.emit("desk-event", event);
    });
    app.manage(Door { office, caller });
}

/// Answers any request, off the main thread.
#[tauri::command]
pub async fn call(door: State<'_, Door>, call: u32, request: Request) -> Result<serde_json::Value, Failure> {
    let office = Arc::clone(&door.office);
    let running = door.caller.call(call);
    let work = move || answer(office.as_ref(), request, &running);
    tauri::async_runtime::spawn_blocking(work).await.unwrap_or_else(|why| {
        Err(Failure { code: Code::Internal, message: format!("Something went wrong inside Tiemap: {why}") })
    })
}
