//! What a trigger's requests meet in Rust; `server.ts` says what it does.

use std::fmt::{Debug, Display};
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

pub struct Server;

impl Server {
    #[must_use]
    pub fn start() -> Self {
        Server
    }

    pub fn request<T: Debug + Send + 'static>(&self, label: &str, answer: impl FnOnce() -> T + Send + 'static) {
        self.try_request(label, || Ok::<T, String>(answer()));
    }

    /// Runs `answer` in a thread of its own, whose panic ends nothing else: what a server's runtime does with a request.
    pub fn try_request<T, E>(&self, label: &str, answer: impl FnOnce() -> Result<T, E> + Send + 'static)
    where
        T: Debug + Send + 'static,
        E: Display + Send + 'static,
    {
        match std::thread::spawn(answer).join() {
            Ok(Ok(value)) => println!("answer {label}: {value:?}"),
            Ok(Err(error)) => println!("failed {label}: {error}"),
            Err(panic) => {
                let told = panic.downcast_ref::<String>().map(String::as_str);
                let reason = told.or(panic.downcast_ref::<&str>().copied()).unwrap_or("panic");
                println!("failed {label}: panic: {}", reason.lines().next().unwrap_or(""));
            }
        }
    }

    /// Says that the process is alive; what is lent gives itself back, so nothing is left taken.
    pub fn end(self) -> ! {
        println!("left taken: 0\nalive");
        std::process::exit(0)
    }
}

/// Runs a future that waits for nothing outside itself: the standard library has no runtime.
///
/// # Panics
/// If the future has to wait.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the future waits for something outside itself"),
    }
}
