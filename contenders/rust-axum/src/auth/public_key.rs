//! The public key that signatures are checked with: read once, and refused where no token could ever be checked with it.

use std::fmt::Display;

use jsonwebtoken::{Algorithm, DecodingKey, crypto, jwk::Jwk};
use spki::{
    ObjectIdentifier, SubjectPublicKeyInfoOwned,
    der::{DecodePem, referenced::OwnedToRef},
};

use crate::settings::Refusal;

// RFC 3279 and RFC 5480.
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const ELLIPTIC_CURVE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");

/// The key of a PEM text that begins with `-----BEGIN PUBLIC KEY-----`. jsonwebtoken's own reader would take a private
/// key, a certificate or a key of another curve as well.
pub fn read(algorithm: Algorithm, pem: &str) -> Result<DecodingKey, Refusal> {
    let refusal =
        |cause: &dyn Display| format!("JWT_PUBLIC_KEY must be a public key for {algorithm:?} as PEM: {cause}");
    let info = SubjectPublicKeyInfoOwned::from_pem(pem).map_err(|cause| refusal(&cause))?;
    let info = info.owned_to_ref();
    let bits = info.subject_public_key.raw_bytes();
    let key = match algorithm {
        Algorithm::RS256 if info.algorithm.oid == RSA => DecodingKey::from_rsa_der(bits),
        Algorithm::ES256 if info.algorithm.oids() == Ok((ELLIPTIC_CURVE, Some(P_256))) => {
            DecodingKey::from_ec_der(bits)
        }
        _ => return Err(refusal(&"it is one of another kind")),
    };
    // The bits themselves are first looked at when the key is used, and a token would be refused without a reason: so it
    // is used here, once as a key and once, with a signature that is none, to check one.
    Jwk::from_decoding_key(&key, Some(algorithm)).map_err(|cause| refusal(&cause))?;
    crypto::verify("", b"", &key, algorithm).map_err(|cause| refusal(&cause))?;
    Ok(key)
}
