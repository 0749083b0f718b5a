//! The words and options of a command line, taken one by one, and the values they may have.

use crate::clock::{MICROSECOND, MILLISECOND, SECOND};
use crate::problem::Problem;

const FLAGS: [&str; 5] = ["--help", "--version", "--closed", "--allow-remote", "--json"];
const VALUES: [&str; 22] = [
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
    "--io",
    "--ca",
    "--listen",
    "--body",
    "--delay",
    "--stall",
    "--stall-first",
    "--stall-every",
    "--threads",
];

/// The words and options not used up yet.
pub(super) struct Given {
    pub words: Vec<String>,
    pub options: Vec<(String, String)>,
}

impl Given {
    pub fn split(arguments: &[String]) -> Result<Given, Problem> {
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
                let value =
                    value.ok_or_else(|| Problem::Usage(format!("{name}: must be followed by a value, got none")))?;
                given.options.push((name.to_string(), value));
            } else if name.starts_with('-') && name != "-h" {
                return Err(Problem::Usage(format!("{argument}: is not an option; see --help")));
            } else if name != "-h" {
                given.words.push(argument.clone());
            }
        }
        for (index, (name, _)) in given.options.iter().enumerate() {
            if given.options[..index].iter().any(|(earlier, _)| earlier == name) {
                return Err(Problem::Usage(format!("{name}: must be given once, got it twice")));
            }
        }
        Ok(given)
    }

    pub fn value(&mut self, name: &str) -> Option<String> {
        let place = self.options.iter().position(|(given, _)| given == name)?;
        Some(self.options.swap_remove(place).1)
    }

    pub fn flag(&mut self, name: &str) -> bool {
        self.value(name).is_some()
    }

    pub fn number(&mut self, name: &str, least: u64, most: u64, default: u64) -> Result<u64, Problem> {
        let Some(text) = self.value(name) else {
            return Ok(default);
        };
        let number = text.parse().ok().filter(|number| (least..=most).contains(number));
        number.ok_or_else(|| {
            Problem::Usage(format!(
                "{name}: must be a whole number from {least} to {most}, got \"{text}\""
            ))
        })
    }

    pub fn time(&mut self, name: &str) -> Result<Option<u64>, Problem> {
        self.value(name).map(|text| time(name, &text)).transpose()
    }
}

pub(super) fn rate(text: &str) -> Result<f64, Problem> {
    let number = text.strip_suffix("/s").unwrap_or(text).trim().replace(',', "");
    let rate = number
        .parse::<f64>()
        .ok()
        .filter(|rate| *rate > 0.0 && *rate <= crate::arrivals::HIGHEST_RATE);
    rate.ok_or_else(|| {
        Problem::Usage(format!(
            "--rate: must be above 0 and at most 10000000, as 5000/s, got \"{text}\""
        ))
    })
}

pub(super) fn cores(text: &str) -> Result<Vec<usize>, Problem> {
    let core = |part: &str| part.trim().parse().ok();
    let cores: Option<Vec<usize>> = text.split(',').map(core).collect();
    cores.ok_or_else(|| {
        Problem::Usage(format!(
            "--cores: must be core numbers with commas between, got \"{text}\""
        ))
    })
}

/// A time in ns: a number and its unit.
pub(super) fn time(name: &str, text: &str) -> Result<u64, Problem> {
    let digits = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let unit = match text[digits..].trim() {
        "us" => Some(MICROSECOND),
        "ms" => Some(MILLISECOND),
        "s" => Some(SECOND),
        "m" | "min" => Some(60 * SECOND),
        _ => None,
    };
    let ns = unit.and_then(|unit| Some(text[..digits].parse::<f64>().ok()? * unit as f64));
    // A day: the limit of a phase in a plan too.
    let ns = ns.filter(|ns| *ns <= 86_400.0 * SECOND as f64);
    ns.map(|ns| ns as u64).ok_or_else(|| {
        Problem::Usage(format!(
            "{name}: must be a time up to 24 hours as 10s, 500ms, 50us or 2m, got \"{text}\""
        ))
    })
}
