use std::sync::mpsc::{Receiver, RecvError, channel};
use std::thread;

fn host_of(link: &str) -> String {
    link.split('/').nth(2).unwrap().to_owned()
}

pub fn first_host(queue: Receiver<String>) -> Result<String, RecvError> {
    let (sender, host) = channel();
    thread::spawn(move || {
        if let Ok(link) = queue.recv() {
            let _ = sender.send(host_of(&link));
        }
    });
    host.recv()
}
