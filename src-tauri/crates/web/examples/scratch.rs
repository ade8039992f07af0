//! Scratch: not committed.
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let office = std::sync::Arc::new(desk::Office::with(desk::Settings {
        may_name_files: true,
        recent: None,
        copies: None,
    }));
    let path = std::path::PathBuf::from(&args[1]);
    let _ = std::fs::remove_file(&path);
    office
        .create(&desk::protocol::Create {
            path: Some(args[1].clone()),
            template: args[2].clone(),
            handovers: None,
        })
        .unwrap();
    #[cfg(any())]
    if let Some(text) = args.get(4) {
        let text = std::fs::read_to_string(text).unwrap();
        let (incoming, bad) = ecosystem::notation::parse(&text);
        println!("{} bad", bad.len());
        office
            .desk()
            .unwrap()
            .edit(&ecosystem::Edit::Merge { incoming, add_missing: true, skip_bad_rows: true })
            .unwrap();
    }
    let rt = tokio::runtime::Runtime::new().unwrap();
    rt.block_on(async {
        let server =
            web::Server::bind(office, "127.0.0.1".parse().unwrap(), args[3].parse().unwrap()).await.unwrap();
        println!("{}", server.address());
        server.run(std::future::pending()).await.unwrap();
    });
}
