//! TLS by rustls: the certificate is checked, always; there is no switch to turn that off.

use std::io::{ErrorKind, Read, Write};
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore};

use crate::problem::Problem;

/// Whom to trust: the name that the certificate must be for, and who may have signed it.
#[derive(Debug, Clone)]
pub struct Trust {
    name: ServerName<'static>,
    config: Arc<ClientConfig>,
}

impl Trust {
    /// `ca_file`: certificates in PEM that alone are trusted; none: those of the system. `Problem::Usage` where the name
    /// or the file is none.
    pub fn new(name: &str, ca_file: Option<&str>) -> Result<Trust, Problem> {
        let name = ServerName::try_from(name.to_string())
            .map_err(|_| Problem::Usage(format!("tls.name: must be a host name or an address, got \"{name}\"")))?;
        let roots = match ca_file {
            Some(file) => of_file(file)?,
            None => of_system()?,
        };
        let config = ClientConfig::builder()
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Trust {
            name,
            config: Arc::new(config),
        })
    }
}

fn of_file(file: &str) -> Result<RootCertStore, Problem> {
    let bad = |error: String| {
        Problem::Usage(format!(
            "tls.ca_file: must be a readable file of certificates in PEM, got \"{file}\": {error}"
        ))
    };
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(|error| bad(error.to_string()))? {
        let certificate = certificate.map_err(|error| bad(error.to_string()))?;
        roots.add(certificate).map_err(|error| bad(error.to_string()))?;
    }
    match roots.is_empty() {
        true => Err(bad("it holds none".to_string())),
        false => Ok(roots),
    }
}

fn of_system() -> Result<RootCertStore, Problem> {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(found.certs);
    if roots.is_empty() {
        let why = found
            .errors
            .first()
            .map_or("none found".to_string(), ToString::to_string);
        return Err(Problem::Machine(format!(
            "tls: the system's certificates could not be read ({why}); name your own with tls.ca_file (--ca FILE)"
        )));
    }
    Ok(roots)
}

/// One connection's TLS.
#[derive(Debug)]
pub struct Session(ClientConnection);

impl Session {
    /// A session about to begin; its first words are to be taken out at once.
    pub fn open(trust: &Trust) -> Result<Session, String> {
        let mut connection =
            ClientConnection::new(Arc::clone(&trust.config), trust.name.clone()).map_err(|error| error.to_string())?;
        // A request is handed over whole, whatever its size.
        connection.set_buffer_limit(None);
        Ok(Session(connection))
    }

    /// Unwraps what came, appending to `plain`. An error, a certificate that is not to be trusted for one, ends the
    /// session; there may be a last word to take out.
    pub fn take_in(&mut self, mut bytes: &[u8], plain: &mut Vec<u8>) -> Result<(), String> {
        while !bytes.is_empty() {
            self.0.read_tls(&mut bytes).map_err(|error| error.to_string())?;
            self.0.process_new_packets().map_err(|error| error.to_string())?;
            match self.0.reader().read_to_end(plain) {
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Err(error.to_string()),
            }
        }
        Ok(())
    }

    /// Wraps `plain`; what is to go out for it is then to be taken out.
    pub fn put(&mut self, plain: &[u8]) -> Result<(), String> {
        self.0.writer().write_all(plain).map_err(|error| error.to_string())
    }

    /// Appends what is to go out to `out`.
    pub fn take_out(&mut self, out: &mut Vec<u8>) -> Result<(), String> {
        while self.0.wants_write() {
            self.0.write_tls(out).map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    /// Whether the handshake is done, the certificate found good.
    pub fn is_open(&self) -> bool {
        !self.0.is_handshaking()
    }
}
