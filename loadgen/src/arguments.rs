//! The command line, read into what is to be done. What each option means stands in `help`.

use crate::clock::{MILLISECOND, SECOND};
use crate::problem::Problem;

/// What the command line asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    Help,
    Version,
    Plan { file: Option<String> },
    Draws { file: String, phase: String, count: u64 },
    Url(UrlCommand),
}

/// Load on one URL. Times in ns.
#[derive(Debug, Clone, PartialEq)]
pub struct UrlCommand {
    pub url: String,
    /// Requests a second and their law; none: closed loop.
    pub rate: Option<(f64, Arrival)>,
    pub connections: usize,
    pub length: u64,
    pub warm_up: Option<u64>,
    pub timeout: u64,
    pub status: u16,
    pub workers: usize,
    pub cores: Vec<usize>,
    pub seed: u64,
    pub allow_remote: bool,
    pub json: bool,
}

/// The two laws by their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    Poisson,
    Constant,
}

/// Reads the arguments after the program's name.
pub fn read(arguments: &[String]) -> Result<Command, Problem> {
    let mut given = Given::split(arguments)?;
    if given.flag("--help") || arguments.iter().any(|a| a == "-h") {
        return Ok(Command::Help);
    }
    if given.flag("--version") {
        return Ok(Command::Version);
    }
    let command = match given.words.as_slice() {
        [] => Command::Plan {
            file: given.value("--plan"),
        },
        [word] if word == "draws" => draws(&mut given)?,
        [url] => Command::Url(url_command(url.clone(), &mut given)?),
        [_, second, ..] => return Err(usage(format!("arguments: one URL at most, got also \"{second}\""))),
    };
    match given.options.first() {
        None => Ok(command),
        Some((name, _)) => Err(usage(format!(
            "{name}: does not belong to this form of the command; see --help"
        ))),
    }
}

fn usage(text: String) -> Problem {
    Problem::Usage(text)
}

const FLAGS: [&str; 5] = ["--help", "--version", "--closed", "--allow-remote", "--json"];
const VALUES: [&str; 13] = [
    "--plan",
    "--phase",
    "--count",
    "--rate",
    "--arrivals",
    "--connections",
    "--for",
    "--warm-up",
    "--timeout",
    "--status",
    "--workers",
    "--cores",
    "--seed",
];

/// The words and options not used up yet.
struct Given {
    words: Vec<String>,
    options: Vec<(String, String)>,
}

impl Given {
    fn split(arguments: &[String]) -> Result<Given, Problem> {
        let mut given = Given {
            words: Vec::new(),
            options: Vec::new(),
        };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let (name, joined) = match argument.split_once('=') {
                Some((name, value)) if name.starts_with("--") => (name, Some(value.to_string())),
                _ => (argument.as_str(), None),
            };
            if FLAGS.contains(&name) && joined.is_none() {
                given.options.push((name.to_string(), String::new()));
            } else if VALUES.contains(&name) {
                let value = joined.or_else(|| rest.next().cloned());
                let value = value.ok_or_else(|| usage(format!("{name}: must be followed by a value, got none")))?;
                given.options.push((name.to_string(), value));
            } else if name.starts_with('-') && name != "-h" {
                return Err(usage(format!("{argument}: is not an option; see --help")));
            } else if name != "-h" {
                given.words.push(argument.clone());
            }
        }
        for (index, (name, _)) in given.options.iter().enumerate() {
            if given.options[..index].iter().any(|(earlier, _)| earlier == name) {
                return Err(usage(format!("{name}: must be given once, got it twice")));
            }
        }
        Ok(given)
    }

    fn value(&mut self, name: &str) -> Option<String> {
        let place = self.options.iter().position(|(given, _)| given == name)?;
        Some(self.options.swap_remove(place).1)
    }

    fn flag(&mut self, name: &str) -> bool {
        self.value(name).is_some()
    }

    fn number(&mut self, name: &str, least: u64, most: u64, default: u64) -> Result<u64, Problem> {
        let Some(text) = self.value(name) else {
            return Ok(default);
        };
        let number = text.parse().ok().filter(|number| (least..=most).contains(number));
        number.ok_or_else(|| {
            usage(format!(
                "{name}: must be a whole number from {least} to {most}, got \"{text}\""
            ))
        })
    }

    fn time(&mut self, name: &str) -> Result<Option<u64>, Problem> {
        self.value(name).map(|text| time(name, &text)).transpose()
    }
}

fn draws(given: &mut Given) -> Result<Command, Problem> {
    let mut need = |name: &str| {
        given
            .value(name)
            .ok_or_else(|| usage(format!("draws: {name} must be given; see --help")))
    };
    Ok(Command::Draws {
        file: need("--plan")?,
        phase: need("--phase")?,
        count: {
            let text = need("--count")?;
            text.parse()
                .map_err(|_| usage(format!("--count: must be a whole number, got \"{text}\"")))?
        },
    })
}

fn url_command(url: String, given: &mut Given) -> Result<UrlCommand, Problem> {
    let closed = given.flag("--closed");
    let rate = given.value("--rate").map(|text| rate(&text)).transpose()?;
    let law = given.value("--arrivals");
    let rate = match (closed, rate, law.as_deref()) {
        (true, None, None) => None,
        (true, None, Some(_)) => return Err(usage("--arrivals: belongs to --rate; --closed has none".to_string())),
        (false, Some(rate), None | Some("poisson")) => Some((rate, Arrival::Poisson)),
        (false, Some(rate), Some("constant")) => Some((rate, Arrival::Constant)),
        (false, Some(_), Some(law)) => {
            return Err(usage(format!("--arrivals: must be poisson or constant, got \"{law}\"")));
        }
        (true, Some(_), _) => return Err(usage("--rate, --closed: must be one of the two, got both".to_string())),
        (false, None, _) => {
            return Err(usage(
                "--rate, --closed: must be one of the two, got neither; try --rate 1000/s".to_string(),
            ));
        }
    };
    let cores = given.value("--cores").map_or(Ok(Vec::new()), |text| cores(&text))?;
    Ok(UrlCommand {
        url,
        rate,
        connections: given.number("--connections", 1, 60_000, 64)? as usize,
        length: given.time("--for")?.unwrap_or(10 * SECOND),
        warm_up: given.time("--warm-up")?.filter(|time| *time > 0),
        timeout: given.time("--timeout")?.unwrap_or(5 * SECOND),
        status: given.number("--status", 200, 599, 200)? as u16,
        workers: given.number("--workers", 1, 256, 1)? as usize,
        cores,
        seed: given.number("--seed", 0, u64::MAX, 1)?,
        allow_remote: given.flag("--allow-remote"),
        json: given.flag("--json"),
    })
}

fn rate(text: &str) -> Result<f64, Problem> {
    let number = text.strip_suffix("/s").unwrap_or(text).trim().replace(',', "");
    let rate = number
        .parse::<f64>()
        .ok()
        .filter(|rate| *rate > 0.0 && *rate <= crate::arrivals::HIGHEST_RATE);
    rate.ok_or_else(|| {
        usage(format!(
            "--rate: must be above 0 and at most 10000000, as 5000/s, got \"{text}\""
        ))
    })
}

fn cores(text: &str) -> Result<Vec<usize>, Problem> {
    let core = |part: &str| part.trim().parse().ok();
    let cores: Option<Vec<usize>> = text.split(',').map(core).collect();
    cores.ok_or_else(|| {
        usage(format!(
            "--cores: must be core numbers with commas between, got \"{text}\""
        ))
    })
}

/// A time in ns: a number and its unit.
fn time(name: &str, text: &str) -> Result<u64, Problem> {
    let digits = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let unit = match text[digits..].trim() {
        "ms" => Some(MILLISECOND),
        "s" => Some(SECOND),
        "m" | "min" => Some(60 * SECOND),
        _ => None,
    };
    let ns = unit.and_then(|unit| Some(text[..digits].parse::<f64>().ok()? * unit as f64));
    // A day: the limit of a phase in a plan too.
    let ns = ns.filter(|ns| *ns <= 86_400.0 * SECOND as f64);
    ns.map(|ns| ns as u64).ok_or_else(|| {
        usage(format!(
            "{name}: must be a time up to 24 hours as 10s, 500ms or 2m, got \"{text}\""
        ))
    })
}

#[cfg(test)]
#[path = "arguments_test.rs"]
mod tests;
