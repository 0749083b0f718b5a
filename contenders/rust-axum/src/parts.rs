//! The parts of the service that the environment may ask for or not.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{FromRequestParts, State},
    http::{StatusCode, request},
};

use crate::{
    error::Error,
    feed::FeedCache,
    settings::PartSettings,
    settings::Refusal,
    shop::Shop,
    stockroom::{PATIENCE, Stockroom},
    users::Accounts,
};

#[derive(Clone, Default)]
pub struct Parts {
    pub accounts: Option<Arc<Accounts>>,
    pub shop: Option<Arc<Shop>>,
    pub cache: Option<Arc<FeedCache>>,
    pub stockroom: Option<Arc<Stockroom>>,
}

/// A part that a request needs; where it is not there, the request is refused before anything else of it is looked at.
pub struct Part<T>(pub Arc<T>);

impl<T: Send + Sync + 'static> FromRequestParts<Option<Arc<T>>> for Part<T> {
    type Rejection = Error;

    async fn from_request_parts(_: &mut request::Parts, part: &Option<Arc<T>>) -> Result<Self, Error> {
        part.clone().map(Self).ok_or(Error::NotConfigured)
    }
}

impl Parts {
    /// Mistakes in the environment show before a database is opened.
    pub async fn open(settings: &PartSettings) -> Result<Self, Refusal> {
        let mut parts = Self::default();
        if let Some(url) = &settings.upstream {
            let patience = settings.patience_ms.map_or(PATIENCE, |ms| Duration::from_millis(ms.get().into()));
            parts.stockroom = Some(Arc::new(Stockroom::new(url, patience)?));
        }
        if let Some(capacity) = settings.cache_entries {
            parts.cache = Some(Arc::new(FeedCache::new(capacity)?));
        }
        if let Some(wanted) = &settings.accounts {
            parts.accounts = Some(Arc::new(Accounts::open(wanted).await?));
        }
        if let Some(url) = &settings.shop {
            parts.shop = Some(Arc::new(Shop::open(url).await?));
        }
        Ok(parts)
    }

    pub async fn close(&self) -> Result<(), Refusal> {
        if let Some(accounts) = &self.accounts {
            accounts.directory.close().await?;
        }
        if let Some(shop) = &self.shop {
            shop.database.close().await?;
        }
        Ok(())
    }
}

/// Healthy means that every database answers as well.
pub async fn health(State(parts): State<Parts>) -> Result<StatusCode, Error> {
    if let Some(accounts) = &parts.accounts {
        accounts.directory.ping().await?;
    }
    if let Some(shop) = &parts.shop {
        shop.database.ping().await?;
    }
    Ok(StatusCode::OK)
}
