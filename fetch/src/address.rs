use std::net::{IpAddr, SocketAddr};

use thiserror::Error;
use url::{Host, Url};

use crate::Reach;

/// Where news is served: the ports of the web and those that stand in for them.
const PORTS: &[u16] = &[80, 443, 8000, 8080, 8443];

/// Why an address is not asked.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Refused {
    /// It cannot be read as an address.
    #[error("is no web address ({0})")]
    Malformed(String),
    /// Neither http nor https.
    #[error("is no web address: {0}: is not fetched")]
    Scheme(String),
    /// It carries a name and a password.
    #[error("carries a user name; such addresses are not fetched")]
    User,
    /// A port that serves something else.
    #[error("names port {0}; only ports of the web are asked (80, 443, 8000, 8080, 8443)")]
    Port(u16),
    /// It leads into a network that is not public.
    #[error("leads to {0}, which is not a public address")]
    NotPublic(String),
}

/// Reads an address; without a scheme it is one of https.
pub(crate) fn parse(written: &str, reach: Reach) -> Result<Url, Refused> {
    let written = written.trim();
    let url = match Url::parse(written) {
        Err(url::ParseError::RelativeUrlWithoutBase) => Url::parse(&format!("https://{written}")),
        read => read,
    };
    let url = url.map_err(|error| Refused::Malformed(error.to_string()))?;
    check(&url, reach)?;
    Ok(url)
}

/// What must hold before anything is looked up.
pub(crate) fn check(url: &Url, reach: Reach) -> Result<(), Refused> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Refused::Scheme(url.scheme().to_owned()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refused::User);
    }
    let port = url.port_or_known_default().unwrap_or_default();
    let ip: Option<IpAddr> = match url.host() {
        Some(Host::Ipv4(ip)) => Some(ip.into()),
        Some(Host::Ipv6(ip)) => Some(ip.into()),
        Some(Host::Domain(_)) => None,
        None => return Err(Refused::Malformed("no host".to_owned())),
    };
    let address = ip.map(|ip| SocketAddr::new(ip, port));
    if address.is_some_and(|address| reach == Reach::Besides(address)) {
        return Ok(());
    }
    if !PORTS.contains(&port) {
        return Err(Refused::Port(port));
    }
    match address.filter(|&address| !reach.allows(address)) {
        Some(hidden) => Err(Refused::NotPublic(hidden.ip().to_string())),
        None => Ok(()),
    }
}

/// The server, for which requests wait for one another: the host, and the port if it is not that of
/// the scheme.
pub(crate) fn server(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_are_asked() {
        for (written, read) in [
            ("example.com/feed", "https://example.com/feed"),
            (" http://example.com ", "http://example.com/"),
            ("https://münchen.example/ä", "https://xn--mnchen-3ya.example/%C3%A4"),
            ("https://93.184.216.34:8080/", "https://93.184.216.34:8080/"),
        ] {
            assert_eq!(parse(written, Reach::Public).unwrap().as_str(), read);
        }
    }

    #[test]
    fn addresses_that_are_not() {
        for written in [
            "",
            "file:///etc/passwd",
            "gopher://example.com/",
            "ftp://example.com/",
            "javascript:alert(1)",
            "data:text/html,x",
            "http://user:secret@example.com/",
            "http://user@127.0.0.1@example.com/",
            "http://example.com:22/",
            "http://example.com:25/",
            "http://example.com:6379/",
            "http://127.0.0.1/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0x7f.0.0.1/",
            "http://0177.0.0.1/",
            "http://017700000001/",
            "http://127.0.0.1./",
            "http://１２７.０.０.１/",
            "http://⑫7.0.0.1/",
            "http://0/",
            "http://0.0.0.0/",
            "http://10.1.2.3/",
            "http://172.16.0.1/",
            "http://172.31.255.255/",
            "http://192.168.1.1/",
            "http://100.64.0.1/",
            "http://169.254.169.254/latest/meta-data/",
            "http://198.18.0.1/",
            "http://224.0.0.1/",
            "http://255.255.255.255/",
            "http://[::1]/",
            "http://[::]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/",
            "http://[0:0:0:0:0:ffff:10.0.0.1]/",
            "http://[::127.0.0.1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[64:ff9b:1::1]/",
            "http://[2002:7f00:1::]/",
            "http://[2001:0:7f00:1::]/",
            "http://[fe80::1]/",
            "http://[fc00::1]/",
            "http://[fd00:ec2::254]/",
            "http://[fec0::1]/",
            "http://[ff02::1]/",
            "http://[2001:db8::1]/",
            "http://exa mple.com/",
            "http:///",
            "http://[::1",
        ] {
            assert!(parse(written, Reach::Public).is_err(), "{written}");
        }
    }
}
