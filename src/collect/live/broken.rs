//! Why a request got no whole answer: the network, TLS, or the credential on its way.
//!
//! kube, hyper and rustls wrap each other's errors; this walks down to the one that says what happened, and keeps only
//! which it was, never its text.

use std::error::Error;
use std::io;

use rustls::{AlertDescription, CertificateError};

/// What broke.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Broken {
    /// The name of the server is not known.
    Name,
    /// Nothing listens there.
    Refused,
    /// The connection or the answer took too long.
    Silent,
    /// The connection ended in the middle, or the answer was no HTTP.
    Cut,
    /// The server's certificate is signed by nobody that the kubeconfig trusts.
    UnknownIssuer,
    /// The server's certificate is expired, or not valid yet.
    Expired,
    /// The server's certificate is for another host.
    WrongHost,
    /// The server refused the client certificate.
    ClientCertificate,
    /// The server does not speak TLS.
    NotTls,
    /// TLS failed in another way.
    Tls,
}

impl Broken {
    /// Finds out what broke from an error of kube.
    pub(super) fn of(error: &kube::Error) -> Self {
        let mut next: Option<&(dyn Error + 'static)> = Some(error);
        let mut found = Broken::Cut;
        while let Some(error) = next {
            if let Some(kind) = of_link(error) {
                found = kind;
            }
            next = below(error);
        }
        found
    }

    /// Why, and what to do.
    pub(super) fn sentence(self) -> &'static str {
        match self {
            Broken::Name => "its name is not known; check the server's address, DNS and VPN",
            Broken::Refused => "nothing listens there; check the server's address and port",
            Broken::Silent => "no answer in time; check network, VPN and proxy",
            Broken::Cut => "the connection ends without a whole answer",
            Broken::UnknownIssuer => "its certificate has an unknown issuer; check certificate-authority",
            Broken::Expired => "its certificate is expired or not valid yet; check the clock of both sides",
            Broken::WrongHost => "its certificate is for another host; check the server's address, or tls-server-name",
            Broken::ClientCertificate => "it refuses the client certificate; renew it or choose another user",
            Broken::NotTls => "it does not speak TLS; check the port, or use http://",
            Broken::Tls => "no secure connection could be agreed on",
        }
    }

    /// Whether trying again could help.
    pub(super) fn passing(self) -> bool {
        matches!(self, Broken::Name | Broken::Refused | Broken::Silent | Broken::Cut)
    }
}

/// The error below this one. An `io::Error` hides the one that it was made from.
fn below<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(inner) => Some(inner),
        None => error.source(),
    }
}

fn of_link(error: &(dyn Error + 'static)) -> Option<Broken> {
    if let Some(error) = error.downcast_ref::<rustls::Error>() {
        return Some(of_tls(error));
    }
    // hyper keeps the type to itself; the words are its own and hold no name.
    if error.to_string() == "dns error" {
        return Some(Broken::Name);
    }
    match error.downcast_ref::<io::Error>()?.kind() {
        io::ErrorKind::ConnectionRefused | io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => {
            Some(Broken::Refused)
        }
        io::ErrorKind::TimedOut => Some(Broken::Silent),
        _ => None,
    }
}

fn of_tls(error: &rustls::Error) -> Broken {
    use rustls::Error as Tls;
    match error {
        Tls::InvalidCertificate(problem) => of_certificate(problem),
        Tls::AlertReceived(
            AlertDescription::BadCertificate
            | AlertDescription::CertificateExpired
            | AlertDescription::CertificateRequired
            | AlertDescription::CertificateRevoked
            | AlertDescription::CertificateUnknown
            | AlertDescription::UnknownCA
            | AlertDescription::AccessDenied,
        ) => Broken::ClientCertificate,
        Tls::InvalidMessage(_) => Broken::NotTls,
        _ => Broken::Tls,
    }
}

fn of_certificate(problem: &CertificateError) -> Broken {
    match problem {
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => Broken::Expired,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => Broken::WrongHost,
        CertificateError::UnknownIssuer | CertificateError::BadSignature => Broken::UnknownIssuer,
        _ => Broken::Tls,
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use rustls::{AlertDescription, CertificateError, Error, InvalidMessage};

    use super::Broken;

    #[test]
    fn d18_five_failures_of_tls_are_five_sentences() {
        let rows = [
            (Error::InvalidCertificate(CertificateError::UnknownIssuer), Broken::UnknownIssuer),
            (Error::InvalidCertificate(CertificateError::Expired), Broken::Expired),
            (Error::InvalidCertificate(CertificateError::NotValidForName), Broken::WrongHost),
            (Error::AlertReceived(AlertDescription::CertificateRequired), Broken::ClientCertificate),
            (Error::InvalidMessage(InvalidMessage::InvalidContentType), Broken::NotTls),
        ];
        let mut sentences = std::collections::BTreeSet::new();
        for (error, expected) in rows {
            // As it comes: rustls in io, io in hyper or kube.
            let wrapped = kube::Error::Service(Box::new(io::Error::other(io::Error::other(error))));
            assert_eq!(Broken::of(&wrapped), expected);
            assert!(!expected.passing());
            sentences.insert(expected.sentence());
        }
        assert_eq!(sentences.len(), 5);
    }
}
