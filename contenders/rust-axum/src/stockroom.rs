//! The upstream: another service that knows how many of an article there are.

use std::{error::Error as Cause, iter, time::Duration};

use axum::{
    body::Bytes,
    http::{Uri, uri::Scheme},
};
use http_body_util::{BodyExt, Empty, Limited};
use hyper_util::{
    client::legacy::{
        Client,
        connect::{Connect, HttpConnector},
    },
    rt::{TokioExecutor, TokioTimer},
};
use tokio::time::timeout;

use crate::{error::Error, settings::Refusal, stock::Stock};

/// For the whole answer, from the wait for a connection to the last byte, unless the environment says otherwise.
pub const PATIENCE: Duration = Duration::from_secs(2);
/// Far beyond any answer; the upstream is not trusted with memory.
const LONGEST: usize = 64 * 1024;

pub struct Stockroom<C = HttpConnector> {
    client: Client<C, Empty<Bytes>>,
    /// What an article's number is put behind.
    base: String,
    patience: Duration,
}

impl Stockroom {
    pub fn new(url: &str, patience: Duration) -> Result<Self, Refusal> {
        let mut connector = HttpConnector::new();
        // An attempt goes on for whoever comes next when its own request is over, so it needs an end of its own.
        connector.set_connect_timeout(Some(patience));
        connector.set_nodelay(true);
        Self::over(connector, url, patience)
    }
}

impl<C: Connect + Clone + Send + Sync + 'static> Stockroom<C> {
    fn over(connector: C, url: &str, patience: Duration) -> Result<Self, Refusal> {
        let client = Client::builder(TokioExecutor::new())
            // Connections that are kept have no limit in number by default; without a timer none would be closed.
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(Duration::from_secs(90))
            // By default a request is sent once more where a kept connection closes as it is taken.
            .retry_canceled_requests(false)
            .build(connector);
        Ok(Self { client, base: base(url)?, patience })
    }

    /// Dropped with the request when the client leaves: that closes the connection to the upstream. The number is asked for
    /// as it was given.
    pub async fn stock(&self, given: &str, sku: u64) -> Result<Stock, Error> {
        timeout(self.patience, self.ask(given, sku)).await.map_err(|_| Error::GatewayTimeout)?
    }

    async fn ask(&self, given: &str, sku: u64) -> Result<Stock, Error> {
        let uri = format!("{}{given}", self.base).parse().map_err(|cause| bad_gateway(&cause))?;
        let answer = self.client.get(uri).await.map_err(|cause| bad_gateway(&cause))?;
        let status = answer.status();
        // Read to its end whatever the status: only then is the connection kept.
        let body = Limited::new(answer.into_body(), LONGEST).collect().await.map_err(|cause| bad_gateway(&*cause))?;
        Stock::read(status, &body.to_bytes(), sku)
    }
}

/// With its causes: the client's own message is no more than "client error".
fn bad_gateway(cause: &(dyn Cause + 'static)) -> Error {
    let causes: Vec<_> = iter::successors(Some(cause), |&cause| cause.source()).map(ToString::to_string).collect();
    Error::BadGateway(causes.join(": "))
}

fn base(url: &str) -> Result<String, Refusal> {
    let refused = || format!("UPSTREAM_URL must have the form http://host:port, not {url}");
    let uri: Uri = url.parse().map_err(|_| refused())?;
    if uri.scheme() != Some(&Scheme::HTTP) || uri.query().is_some() || url.contains('#') {
        return Err(refused());
    }
    Ok(format!("{}/stock/", url.trim_end_matches('/')))
}

#[cfg(test)]
mod tests;
