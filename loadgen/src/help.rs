//! What the program says about its own use.

/// What `--help` prints: one screen.
pub const HELP: &str = "\
loadgen - an HTTP/1.1 load generator that times each request from the moment it was due

Usage:
  loadgen URL --rate 5000/s        load one URL; exactly one of --rate, --ramp, --steps, --replay and --closed
  loadgen --plan FILE              carry out a plan (loadgen/plan@1); events as NDJSON on standard output
  loadgen < FILE                   the same, the plan on standard input
  loadgen draws --plan FILE --phase ID --count N
                                   print the first N requests of a phase: k due_ns operation variant
  loadgen null-server              answer everything at once: the generator's own ceiling and floor
  loadgen upstream                 what a service asks and waits for: articles in stock, after 50 to 200 ms
  loadgen core-speed [--cores A]   how long a fixed piece of work takes there, in ns, as one line of JSON
  loadgen core-watch [--cores A]   do a smaller one there every 3 ms; each line of standard input asks for its times

When requests come:
  --rate N/s           at one rate; --arrivals poisson (default) or constant
  --ramp A..B/s        at a rate that goes from A to B in a straight line
  --steps R:T,R:T      at one rate after the other, as 1000/s:10s,2000/s:10s; 0/s is a pause
  --replay FILE        at the times in a file: on each line ns from the start
  --closed             each connection sends its next request when it has its answer (service time only)
  --for TIME           length, as 10s, 500ms or 2m (default 10s; a replay's own; --steps have theirs)
  --warm-up TIME       the load of --rate or --closed before it, not counted (default none)
  --seed N             seed of the arrivals (default 1)

What is sent:
  --method M           default GET
  --header 'N: V'      may be repeated; Content-Length and User-Agent are ours
  --body TEXT|@FILE    with a matching Content-Length
  --status N           the status that is correct (default 200)
  --timeout TIME       limit of one request, from its sending (default 5s)

Over what:
  --connections N      open connections (default 64)
  --requests-per-connection N
                       then close it and open another (default: keep it)
  --workers N          threads (default 1), pinned with --cores A,B (default: not pinned)
  --spin TIME          poll for so long before each due time, at most 1ms (default: sleep)
  --ca FILE            certificates (PEM) to trust with https:// (default: the system's)
  --io WAY             auto (default), io_uring or epoll
  --allow-remote       permit a target that is not loopback: only machines that are yours

  --json               the result as one JSON document (loadgen/result@1) instead of a summary
  --help, --version

Options of the two servers (each prints its address as one line of JSON, then serves until it is ended):
  --listen ADDRESS     loopback address and port (default 127.0.0.1:0, any free port)
  --threads N, --cores A,B

Options of the null server alone:
  --body N             bytes of each answer's body (default 60)
  --delay TIME         hold each answer back for so long (default not at all)
  --stall TIME         stand still for so long after answer --stall-first N (default 12500) and after each
                       --stall-every N (default 25000) from there on
  --limit N/s          answer no more than so many a second, by a token bucket that holds one token and those of 10 ms;
                       the others wait their turn (default: as many as are asked)

HTTP/1.1 only; HTTP/2 and HTTP/3 are left for later. An https URL needs a build with the feature tls.
Exit codes: 0 carried out, whatever the verdict; 1 a bug, or the reader of the events went away; 2 usage or plan;
5 target or machine refused; 6 the target did not accept the connections.
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_fits_on_one_screen_and_says_what_is_not_there() {
        assert!(HELP.lines().count() <= 60, "{}", HELP.lines().count());
        for line in HELP.lines() {
            assert!(line.chars().count() <= 120, "{line}");
        }
        for word in [
            "HTTP/2 and HTTP/3 are left for later",
            "feature tls",
            "null-server",
            "upstream",
            "core-speed",
            "core-watch",
            "--limit",
            "--spin",
            "--replay",
        ] {
            assert!(HELP.contains(word), "{word}");
        }
    }
}
