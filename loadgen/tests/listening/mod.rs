//! A server of the program that ends with the test.

#![allow(dead_code, reason = "each test file is its own program and uses only part of this")]

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::drive::PROGRAM;

pub struct Listening {
    process: Child,
    pub address: String,
}

impl Listening {
    /// Starts `loadgen command arguments` and waits until it takes connections.
    pub fn start(command: &str, arguments: &[&str]) -> Listening {
        let mut process = Command::new(PROGRAM)
            .arg(command)
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let event: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(event["event"], "listening");
        Listening {
            process,
            address: event["address"].as_str().unwrap().to_string(),
        }
    }

    /// What it holds in memory now, in KiB.
    pub fn resident(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim_end_matches("kB").trim().parse().unwrap()
    }
}

/// How often the threads of a process have gone to sleep.
pub fn sleeps(server: &Listening) -> u64 {
    let tasks = std::fs::read_dir(format!("/proc/{}/task", server.process.id())).unwrap();
    let slept = |task: std::fs::DirEntry| {
        let status = std::fs::read_to_string(task.path().join("status")).unwrap();
        let count = status.split("\nvoluntary_ctxt_switches:").nth(1).unwrap();
        count.lines().next().unwrap().trim().parse::<u64>().unwrap()
    };
    tasks.map(|task| slept(task.unwrap())).sum()
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}
