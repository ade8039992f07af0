//! `serve`: the whole app in a browser, until Ctrl+C.

use desk::protocol::{Code, Failure};
use desk::{Settings, folders};

use crate::Ended;
use crate::arguments::Serve;
use crate::session::Session;
use crate::terminal::{self, Out};

pub fn serve(with: &Serve, out: &mut Out) -> Result<Ended, Failure> {
    // A browser gets this one map and may not name files of this computer.
    let session = Session::with(Settings { may_name_files: false, recent: None, copies: folders::copies() });
    let map = session.office.open(&with.file)?;
    if let Some(why) = map.read_only {
        terminal::complain(&why);
    }
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::internal)?;
    let office = session.office.clone();
    runtime.block_on(async {
        let at = format!("{}, port {}", with.host, with.port);
        let no_port = |why| {
            let advice = "Choose another port, or none for one that is free";
            Failure::new(Code::Refused, format!("{at} cannot be used: {why}. {advice}."))
        };
        let server = web::Server::bind(office, with.host, with.port).await.map_err(no_port)?;
        out.line(server.address());
        server
            .run(stopped())
            .await
            .map_err(|why| Failure::new(Code::Disk, format!("The server stopped: {why}.")))
    })?;
    Ok(Ended::Done)
}

/// Until someone presses Ctrl+C, or the system asks us to end.
async fn stopped() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            // Without the signal there is no other way to end than being killed.
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
