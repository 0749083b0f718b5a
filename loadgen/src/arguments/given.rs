//! The words and options of a command line, taken one by one, and the values they may have.

use crate::arrivals::HIGHEST_RATE;
use crate::clock::{MICROSECOND, MILLISECOND, SECOND};
use crate::problem::{Problem, rule};

const FLAGS: [&str; 5] = ["--help", "--version", "--closed", "--allow-remote", "--json"];
const VALUES: [&str; 30] = [
    "--plan",
    "--phase",
    "--count",
    "--rate",
    "--ramp",
    "--steps",
    "--replay",
    "--arrivals",
    "--method",
    "--header",
    "--requests-per-connection",
    "--spin",
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
    "--limit",
    "--threads",
];

/// The one option that may be given more than once.
const REPEATED: &str = "--header";

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
            if name != REPEATED && given.options[..index].iter().any(|(earlier, _)| earlier == name) {
                return Err(Problem::Usage(format!("{name}: must be given once, got it twice")));
            }
        }
        Ok(given)
    }

    pub fn has(&self, name: &str) -> bool {
        self.options.iter().any(|(given, _)| given == name)
    }

    pub fn value(&mut self, name: &str) -> Option<String> {
        let place = self.options.iter().position(|(given, _)| given == name)?;
        Some(self.options.swap_remove(place).1)
    }

    /// All values of an option that may be repeated, in the order given.
    pub fn values(&mut self, name: &str) -> Vec<String> {
        let (taken, left) = std::mem::take(&mut self.options)
            .into_iter()
            .partition(|(given, _)| given == name);
        self.options = left;
        let taken: Vec<(String, String)> = taken;
        taken.into_iter().map(|(_, value)| value).collect()
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

/// Requests a second, with or without the unit.
fn per_s(text: &str) -> Option<f64> {
    let number = text.strip_suffix("/s").unwrap_or(text).trim().replace(',', "");
    let per_s: f64 = number.parse().ok()?;
    (0.0..=HIGHEST_RATE).contains(&per_s).then_some(per_s)
}

pub(super) fn rate(name: &str, text: &str) -> Result<f64, Problem> {
    per_s(text).filter(|rate| *rate > 0.0).ok_or_else(|| {
        Problem::Usage(format!(
            "{name}: must be above 0 and at most 10000000, as 5000/s, got \"{text}\""
        ))
    })
}

/// Two rates, of which one may be 0.
pub(super) fn ramp(text: &str) -> Result<(f64, f64), Problem> {
    let rates = text
        .split_once("..")
        .and_then(|(from, to)| Some((per_s(from)?, per_s(to)?)));
    rates.filter(|(from, to)| from + to > 0.0).ok_or_else(|| {
        Problem::Usage(format!(
            "--ramp: must be two rates from 0 to 10000000, one of them above 0, as 0..5000/s, got \"{text}\""
        ))
    })
}

/// Rates, 0 for a pause, and how long each lasts in ns.
pub(super) fn steps(text: &str) -> Result<Vec<(f64, u64)>, Problem> {
    // A comma parts the steps, so none may stand within a rate.
    let mut whole = 0;
    text.split(',')
        .map(|step| {
            let parts = step.split_once(':').and_then(|(rate, lasts)| Some((per_s(rate)?, lasts)));
            let (rate, lasts) = parts.ok_or_else(|| {
                Problem::Usage(format!(
                    "--steps: each must be a rate from 0 to 10000000 and a time, as 1000/s:10s,2000/s:10s, got \"{step}\""
                ))
            })?;
            let lasts = time("--steps", lasts)?;
            whole += lasts;
            // A day, the limit of a phase.
            rule(whole <= 86_400 * SECOND, || {
                format!("--steps: must be at most 24 hours together, got more from \"{step}\" on")
            })?;
            Ok((rate, lasts))
        })
        .collect()
}

/// Name and value of a header field.
pub(super) fn header(text: &str) -> Result<(String, String), Problem> {
    // RFC 9110, 5.6.2: the letters of a token.
    let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let field = text.split_once(':').map(|(name, value)| (name, value.trim()));
    let (name, value) = field
        .filter(|(name, value)| {
            let printable = value.bytes().all(|byte| byte == b'\t' || (b' '..0x7f).contains(&byte));
            !name.is_empty() && name.bytes().all(token) && printable
        })
        .ok_or_else(|| {
            Problem::Usage(format!(
                "--header: must be a name and a value of printable ASCII, as 'Accept: text/html', got \"{}\"",
                text.escape_debug()
            ))
        })?;
    for ours in ["Content-Length", "Transfer-Encoding", "Connection", "User-Agent"] {
        if name.eq_ignore_ascii_case(ours) {
            return Err(Problem::Usage(format!(
                "--header: {ours} is written by this program, got \"{text}\""
            )));
        }
    }
    Ok((name.to_string(), value.to_string()))
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
