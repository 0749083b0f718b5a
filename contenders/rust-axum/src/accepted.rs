//! The body of a request that carries JSON: read whole, checked, or refused.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, header::CONTENT_TYPE},
};
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::{error::Error, object::Object};

/// What a body says, once every rule of it holds.
#[derive(Debug)]
pub struct Accepted<T>(pub T);

/// The rules that the types do not say.
pub trait Rules: Sized {
    fn check(&self) -> Result<(), String>;

    /// What the text says, whether the rules hold or not.
    fn decode(text: &[u8]) -> Result<Object<Self>, serde_json::Error>
    where
        Self: DeserializeOwned,
    {
        serde_json::from_slice(text)
    }
}

impl<S: Send + Sync, T: DeserializeOwned + Rules> FromRequest<S> for Accepted<T> {
    type Rejection = Error;

    /// Looks at the type first: what would be refused anyway is not read.
    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        if !says_json(request.headers()) {
            return Err(Error::MediaType);
        }
        read(&Bytes::from_request(request, state).await?).map(Self)
    }
}

/// A valid value, or why the text is none: `Syntax` when it is not JSON, `Rule` when it is.
pub fn read<T: DeserializeOwned + Rules>(text: &[u8]) -> Result<T, Error> {
    let Object(value) = T::decode(text).map_err(|cause| refusal(text, &cause))?;
    value.check().map_err(Error::Rule)?;
    Ok(value)
}

pub fn require(holds: bool, rule: &'static str) -> Result<(), &'static str> {
    if holds { Ok(()) } else { Err(rule) }
}

/// Why a text could not be read. A broken rule can be met before broken syntax, and a text that is not JSON as a whole
/// is a syntax error all the same: so the whole text is looked at again, on this path only.
fn refusal(text: &[u8], cause: &serde_json::Error) -> Error {
    let Ok(text) = str::from_utf8(text) else {
        return Error::Syntax("the body is not UTF-8".to_owned());
    };
    match serde_json::from_str::<IgnoredAny>(text) {
        Ok(_) => Error::Rule(cause.to_string()),
        Err(syntax) => Error::Syntax(syntax.to_string()),
    }
}

/// Parameters such as a charset change nothing: JSON is UTF-8. `application/problem+json` and its like are other types.
fn says_json(headers: &HeaderMap) -> bool {
    let given = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = given.split(';').next().unwrap_or_default();
    kind.trim().eq_ignore_ascii_case("application/json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_json_is_json_whatever_its_parameters() {
        for (kind, wanted) in [
            (Some("application/json"), true),
            (Some("Application/JSON; charset=utf-8"), true),
            (Some("application/json;x=\"a;b\""), true),
            (Some("text/plain"), false),
            (Some("text/plain; application/json"), false),
            (Some("application/json+xml"), false),
            (Some("application/problem+json"), false),
            (Some(""), false),
            (None, false),
        ] {
            let given = kind.map(|kind| (CONTENT_TYPE, kind.parse().expect("a header value")));
            assert_eq!(says_json(&given.into_iter().collect()), wanted, "{kind:?}");
        }
    }

    #[test]
    fn a_type_that_is_not_text_is_not_json() {
        let kind = b"application/json\xff".as_slice().try_into().expect("a header value");
        assert!(!says_json(&HeaderMap::from_iter([(CONTENT_TYPE, kind)])));
    }
}
