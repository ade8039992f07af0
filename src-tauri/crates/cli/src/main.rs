//! The desk without a window: the `tiemap` command.
//!
//! Each command is a few lines: its arguments become a request of the desk's protocol, the reply becomes words or
//! JSON. The names, flags, exit codes and JSON keys are a contract that other programs rely on.
//!
//! Exit codes: 0 done; 1 done, with findings or refused rows that it was asked to fail on; 2 the input or the
//! arguments are wrong; 3 the file is damaged, too new or in use.
//!
//! Deliberately absent: rules, formats and files. This crate knows the terminal.

mod arguments;
mod changing;
mod exporting;
mod importing;
mod keeping;
mod looking;
mod reading;
mod serving;
mod session;
mod terminal;

use std::process::ExitCode;

use clap::Parser as _;
use desk::protocol::{Code, Failure};

use arguments::{Arguments, Command};
use terminal::Out;

/// How a command ended that could do what it was asked.
enum Ended {
    Done,
    /// Done, and it was asked to fail on what it found.
    Found,
}

fn main() -> ExitCode {
    let Arguments { command } = Arguments::parse();
    let mut out = Out::new();
    match run(command, &mut out) {
        Ok(Ended::Done) => ExitCode::SUCCESS,
        Ok(Ended::Found) => ExitCode::from(1),
        Err(failure) => {
            terminal::complain(&failure.message);
            ExitCode::from(exit_code(&failure))
        }
    }
}

fn run(command: Command, out: &mut Out) -> Result<Ended, Failure> {
    match command {
        Command::New(with) => keeping::new(&with, out),
        Command::Import(with) => importing::import(&with, out),
        Command::Read(with) => reading::read(&with, out),
        Command::Tidy(with) => changing::tidy(&with, out),
        Command::Export(with) => exporting::export(&with, out),
        Command::Scene(with) => looking::scene(&with, out),
        Command::Edit(with) => changing::edit(&with, out),
        Command::Undo(with) => changing::undo(&with, out),
        Command::Redo(with) => changing::redo(&with, out),
        Command::History(with) => keeping::history(&with, out),
        Command::Check(with) => keeping::check(&with, out),
        Command::Serve(with) => serving::serve(&with, out),
    }
}

fn exit_code(failure: &Failure) -> u8 {
    match failure.code {
        Code::Damaged | Code::TooNew | Code::InUse => 3,
        _ => 2,
    }
}
