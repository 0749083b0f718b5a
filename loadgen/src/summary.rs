//! The result of the bare-URL command for a reader: verdict first.

use std::fmt::Write;

use crate::histogram::Percentiles;
use crate::result::PhaseResult;
use crate::verdict::Verdict;

/// About ten lines of plain text.
pub fn write(url: &str, result: &PhaseResult) -> String {
    let mut text = String::new();
    let mut line = |words: String| {
        // Writing to a String cannot fail.
        let _always_ok = writeln!(text, "{words}");
    };
    line(format!("{}: {}", word(result.verdict), meaning(result.verdict)));
    result
        .reasons
        .iter()
        .for_each(|reason| line(format!("  because {reason}")));
    if result.partial {
        line("  stopped before its end: the figures are of the part that was run".to_string());
    }
    for (verdict, seconds) in odd_seconds(result) {
        line(format!("  {}: {seconds}", word(verdict)));
    }
    line(format!("target      {url}"));
    let offered = result
        .offered_per_s
        .map_or("closed loop".to_string(), |rate| format!("offered {rate:.1}/s"));
    let achieved = result
        .achieved_per_s
        .map_or("unknown".to_string(), |rate| format!("{rate:.1}/s"));
    line(format!("rate        {offered}, correct answers {achieved}"));
    line(format!(
        "requests    {} planned = {} correct + {} wrong + {} failed + {} shed + {} unfinished",
        result.planned, result.correct, result.wrong, result.failed, result.shed, result.unfinished
    ));
    for (name, count) in result
        .wrong_by
        .iter()
        .chain(&result.failed_by)
        .filter(|(_, count)| **count > 0)
    {
        line(format!("            {count} by {name}"));
    }
    line(format!(
        "response    {} (from due; what a user waits)",
        times(&result.response_ms, "ms")
    ));
    line(format!("service     {} (from sent)", times(&result.service_ms, "ms")));
    line(format!(
        "send lag    {} (sent after due)",
        times(&result.send_lag_us, "us")
    ));
    let cost = result
        .cpu_us_per_request
        .map_or("unknown".to_string(), |us| format!("{us:.1} us CPU a request"));
    line(format!(
        "own cost    {cost}, peak memory {:.1} MiB",
        result.peak_memory_bytes as f64 / 1048576.0
    ));
    text
}

/// Which seconds came to another verdict than valid, by verdict.
fn odd_seconds(result: &PhaseResult) -> Vec<(Verdict, String)> {
    let mut found: Vec<(Verdict, Vec<String>)> = Vec::new();
    for second in result.seconds.iter().filter(|second| second.verdict != Verdict::Valid) {
        match found.iter_mut().find(|(verdict, _)| *verdict == second.verdict) {
            Some((_, seconds)) => seconds.push(second.second.to_string()),
            None => found.push((second.verdict, vec![second.second.to_string()])),
        }
    }
    let told = |seconds: Vec<String>| match seconds.len() {
        1 => format!("second {}", seconds[0]),
        count if count <= 8 => format!("seconds {}", seconds.join(", ")),
        count => format!("{count} of {} seconds, the first {}", result.seconds.len(), seconds[0]),
    };
    found
        .into_iter()
        .map(|(verdict, seconds)| (verdict, told(seconds)))
        .collect()
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Valid => "valid",
        Verdict::GeneratorLimited => "generator-limited",
        Verdict::NoisyHost => "noisy-host",
        Verdict::ServerSaturated => "server-saturated",
        Verdict::ConnectionLimited => "connection-limited",
        Verdict::Void => "void",
    }
}

fn meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Valid => "the figures are the server's",
        Verdict::GeneratorLimited => "the generator was at its limit, the figures are partly its own",
        Verdict::NoisyHost => "others took the machine from the generator, the figures are partly theirs",
        Verdict::ServerSaturated => "the server did not keep up with the rate",
        Verdict::ConnectionLimited => "requests waited for a connection; the server had time left for more",
        Verdict::Void => "the books do not balance, trust no figure",
    }
}

/// A missing percentile had too few requests beyond it.
fn times(times: &Option<Percentiles>, unit: &str) -> String {
    let Some(times) = times else { return "none".to_string() };
    let one = |name: &str, value: Option<f64>| match value {
        Some(value) => format!("{name} {value:.3}"),
        None => format!("{name} -"),
    };
    let all = [
        one("p50", times.p50),
        one("p90", times.p90),
        one("p99", times.p99),
        one("p99.9", times.p99_9),
        one("max", Some(times.max)),
    ];
    format!("{} {unit}", all.join("  "))
}
