//! The command: turns arguments into a run and problems into exit codes.

use std::fs;
use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use loadgen::arguments::{self, Command, UrlCommand};
use loadgen::events::{Event, Lines, Listener};
use loadgen::plan::Plan;
use loadgen::problem::Problem;
use loadgen::stop::Stop;
use loadgen::url::Keeper;
use loadgen::{core_speed, core_watch, draws, help, null, run, signals, summary, upstream, url, wire};

fn main() -> ExitCode {
    let parent = std::os::unix::process::parent_id();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments::read(&arguments).and_then(|command| obey(command, parent)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            // With nobody to read standard error there is nobody left to tell.
            let _told = writeln!(io::stderr(), "loadgen: {problem}");
            ExitCode::from(problem.exit_code())
        }
    }
}

fn obey(command: Command, parent: u32) -> Result<(), Problem> {
    match command {
        Command::Help => print(help::HELP),
        Command::Version => print(concat!("loadgen ", env!("CARGO_PKG_VERSION"), "\n")),
        Command::Draws { file, phase, count } => {
            let plan = wire::read_plan(&read_file(&file)?)?;
            draws::print(&plan, &phase, count, io::stdout().lock())
        }
        Command::Plan { file } => {
            let mut lines = Lines(io::stdout());
            let result = read_plan(file.as_deref()).and_then(|plan| carry_out(plan, parent, &mut lines));
            if let Err(problem) = &result {
                let message = problem.to_string();
                // The exit code says the same to a reader who has gone.
                let _told = lines.hear(&Event::Error {
                    reason: problem.reason(),
                    message: &message,
                });
            }
            result
        }
        Command::Url(command) => load_url(&command),
        Command::CoreSpeed { cores } => print(&core_speed::line(&core_speed::measure(&cores)?)),
        Command::CoreWatch { cores } => core_watch::run(&cores, io::stdin().lines(), print),
        Command::NullServer(server) => null::run(&server, tell_address),
        Command::Upstream(site) => upstream::run(&site, tell_address),
    }
}

fn tell_address(address: SocketAddr) -> Result<(), Problem> {
    print(&format!("{{\"event\":\"listening\",\"address\":\"{address}\"}}\n"))
}

fn print(text: &str) -> Result<(), Problem> {
    let written = io::stdout().write_all(text.as_bytes());
    written.map_err(|error| Problem::ReaderGone(format!("standard output could not be written: {error}")))
}

fn read_file(file: &str) -> Result<String, Problem> {
    fs::read_to_string(file).map_err(|error| {
        Problem::Usage(format!(
            "--plan: must be a readable file of UTF-8 text, got \"{file}\": {error}"
        ))
    })
}

fn read_plan(file: Option<&str>) -> Result<Plan, Problem> {
    let Some(file) = file else {
        let mut text = String::new();
        io::stdin()
            .read_to_string(&mut text)
            .map_err(|error| Problem::Usage(format!("plan: standard input must be UTF-8 text, got: {error}")))?;
        let plan = wire::read_plan(&text)?;
        if plan.handshake {
            let rule = "handshake: needs the plan by --plan FILE, since standard input then carries the \"go\" lines";
            return Err(Problem::Usage(rule.to_string()));
        }
        return Ok(plan);
    };
    wire::read_plan(&read_file(file)?)
}

fn carry_out(plan: Plan, parent: u32, lines: &mut dyn Listener) -> Result<(), Problem> {
    let stop = Arc::new(Stop::default());
    signals::listen(&stop);
    if !signals::follow_parent(parent) {
        return Err(Problem::ReaderGone(
            "the program that started this one has died".to_string(),
        ));
    }
    run::carry_out(plan, &stop, lines)
}

/// Does not follow its parent: a shell may end before what it started in the background.
fn load_url(command: &UrlCommand) -> Result<(), Problem> {
    let plan = url::plan(command)?;
    let stop = Arc::new(Stop::default());
    signals::listen(&stop);
    let mut keeper = Keeper::default();
    run::carry_out(plan, &stop, &mut keeper)?;
    match keeper.result {
        Some(result) if command.json => {
            let mut text = serde_json::to_string_pretty(&url::document(command, &result))
                .map_err(|error| Problem::ReaderGone(format!("the result could not be written: {error}")))?;
            text.push('\n');
            print(&text)
        }
        Some(result) => print(&summary::write(&command.url, &result)),
        // Stopped before the load began: there is nothing to tell.
        None => Ok(()),
    }
}
