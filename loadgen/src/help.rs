//! What the program says about its own use.

/// What `--help` prints.
pub const HELP: &str = "\
loadgen - an HTTP/1.1 load generator that times each request from the moment it was due

Usage:
  loadgen --plan FILE              carry out a plan (loadgen/plan@1); events as NDJSON on standard output
  loadgen < FILE                   the same, the plan on standard input
  loadgen URL --rate 5000/s        load one URL at a fixed rate
  loadgen URL --closed             load one URL as fast as the answers come (service time only)
  loadgen null-server              answer everything at once: the generator's own ceiling and floor
  loadgen draws --plan FILE --phase ID --count N
                                   print the first N requests of a phase: k due_ns operation variant

Options with a URL:
  --rate N/s           requests offered a second
  --arrivals LAW       poisson (default) or constant
  --closed             each connection sends its next request when it has its answer
  --connections N      open connections (default 64)
  --for TIME           length of the load, as 10s, 500ms or 2m (default 10s)
  --warm-up TIME       the same load before it, not counted (default none)
  --timeout TIME       limit of one request, from its sending (default 5s)
  --status N           the status that is correct (default 200)
  --workers N          threads (default 1)
  --cores A,B          cores to pin the threads to (default: not pinned)
  --seed N             seed of the arrivals (default 1)
  --ca FILE            certificates (PEM) to trust with https:// (default: the system's)
  --io WAY             auto (default), io_uring or epoll
  --allow-remote       permit a target that is not loopback: only machines that are yours
  --json               the result as one JSON document (loadgen/result@1) instead of a summary

Options of the null server (prints its address as one line of JSON, then serves until it is ended):
  --listen ADDRESS     loopback address and port (default 127.0.0.1:0, any free port)
  --body N             bytes of each answer's body (default 60)
  --delay TIME         hold each answer back for so long (default not at all)
  --stall TIME         stand still for so long after answer --stall-first N (default 12500) and after each
                       --stall-every N (default 25000) from there on
  --threads N, --cores A,B

  --help, --version

Not there yet: TLS, HTTP/2, HTTP/3, WebSocket.
Exit codes: 0 carried out, whatever the verdict; 1 a bug, or the reader of the events went away; 2 usage or plan;
5 target or machine refused; 6 the target did not accept the connections.
";
