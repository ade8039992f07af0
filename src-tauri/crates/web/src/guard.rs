//! Who is let in. The secret in the address keeps out whoever was not given it. `Host` must name this machine by
//! number, so that a foreign page cannot reach us under a name of its own (DNS rebinding). `Origin` must be our own
//! page, so that a foreign page cannot use the socket.

use std::io;
use std::net::IpAddr;

use axum::extract::Request;
use axum::http::header::{self, HeaderValue};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode};
use axum::response::Response;
use subtle::ConstantTimeEq;

/// What the address holds and nobody can guess: 128 random bits.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// A new one.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn new() -> io::Result<Self> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(io::Error::other)?;
        Ok(Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    /// As it stands in the address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `guess` is the secret; takes as long whatever is wrong with it.
    fn is(&self, guess: &str) -> bool {
        self.0.as_bytes().ct_eq(guess.as_bytes()).into()
    }
}

/// Never shown, in no log either.
impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

type Refusal = (StatusCode, &'static str);

/// Whether a request may come in.
pub(crate) fn check(request: &Request, secret: &Secret, port: u16) -> Result<(), Refusal> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err((StatusCode::METHOD_NOT_ALLOWED, "Only GET."));
    }
    let host = host(request.headers()).filter(|host| is_this_machine(host, port));
    let Some(host) = host else {
        return Err((StatusCode::MISDIRECTED_REQUEST, "Open the address as it was printed."));
    };
    let is_foreign = |origin: &HeaderValue| origin.as_bytes() != format!("http://{host}").as_bytes();
    if request.headers().get_all(header::ORIGIN).iter().any(is_foreign) {
        return Err((StatusCode::FORBIDDEN, "Open the address as it was printed."));
    }
    let guess = request.uri().path().trim_start_matches('/').split('/').next().unwrap_or_default();
    match secret.is(guess) {
        true => Ok(()),
        false => Err((StatusCode::NOT_FOUND, "There is nothing here. Open the address as it was printed.")),
    }
}

/// The one `Host` of a request.
fn host(headers: &HeaderMap) -> Option<&str> {
    let mut hosts = headers.get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().ok(),
        _ => None,
    }
}

/// Whether a `Host` names a machine by number, or this one as `localhost`, with our port.
fn is_this_machine(host: &str, port: u16) -> bool {
    let (name, given) = match host.rsplit_once(':') {
        // A colon within brackets belongs to the address.
        Some((name, given)) if !given.ends_with(']') => (name, given.parse().ok()),
        _ => (host, Some(80)),
    };
    let number = match name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(v6) => v6.parse().is_ok_and(|ip: IpAddr| ip.is_ipv6()),
        None => name.parse().is_ok_and(|ip: IpAddr| ip.is_ipv4()),
    };
    given == Some(port) && (number || name.eq_ignore_ascii_case("localhost"))
}

/// What the page may do: only what comes from here, and no other page around it. Styles stand in the page, since
/// the drawing sets them on its elements.
const MAY_DO: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; \
     img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'; object-src 'none'";

/// Puts on every answer what keeps the secret and the page to themselves.
pub(crate) fn dressed(mut response: Response) -> Response {
    let dress: [(HeaderName, &'static str); 8] = [
        (header::CONTENT_SECURITY_POLICY, MAY_DO),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("x-robots-tag"), "noindex"),
    ];
    for (name, value) in dress {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_by_number_or_as_localhost_is_a_host() {
        for good in ["127.0.0.1:8080", "localhost:8080", "LOCALHOST:8080", "[::1]:8080", "192.168.1.20:8080"]
        {
            assert!(is_this_machine(good, 8080), "{good}");
        }
        for bad in [
            "127.0.0.1",
            "127.0.0.1:80",
            "evil.example:8080",
            "localhost.evil.example:8080",
            "::1:8080",
            "[::1]",
            "127.0.0.1:8080:8080",
            "",
            ":8080",
            "[127.0.0.1]:8080",
            "127.0.0.1:8080 ",
            "2130706433:8080",
        ] {
            assert!(!is_this_machine(bad, 8080), "{bad}");
        }
        assert!(is_this_machine("127.0.0.1", 80) && is_this_machine("[::1]", 80));
    }

    #[test]
    fn secrets_differ_and_only_the_whole_one_fits() {
        let (one, other) = (Secret::new().unwrap(), Secret::new().unwrap());
        assert_eq!(one.as_str().len(), 32);
        assert!(one.is(one.as_str()) && !one.is(other.as_str()));
        assert!(!one.is("") && !one.is(&one.as_str()[..31]) && !one.is(&format!("{}0", one.as_str())));
        assert_eq!(format!("{one:?}"), "Secret");
    }
}
