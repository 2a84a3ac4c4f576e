//! Which machines are asked at all.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use crate::address::Refused;

/// How far the client may reach.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Reach {
    /// Public addresses and the ports of the web: what news is served from.
    #[default]
    Public,
    /// These, and besides one server wherever it is: for tests with a server of their own. No
    /// command of onrecord offers it.
    Besides(SocketAddr),
}

impl Reach {
    /// Whether a connection may be made.
    pub(crate) fn allows(self, address: SocketAddr) -> bool {
        is_public(address.ip()) || self == Reach::Besides(address)
    }
}

/// Looks names up and refuses those that lead anywhere but to public addresses. The connection is
/// made to the very address that was checked: there is no second look-up that could answer
/// something else.
#[derive(Debug)]
pub(crate) struct Guard(pub(crate) Reach);

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        match found.iter().find(|address| !self.0.allows(**address)) {
            Some(hidden) => {
                Err(Error::Other(Box::new(Refused::NotPublic(hidden.ip().to_string()))))
            }
            None => Ok(found),
        }
    }
}

/// Whether an address belongs to the public internet: not to this machine, a private network, a
/// neighborhood, a test bed, or a group.
pub(crate) fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    /// Networks of IANA's special-purpose registry, as address and length of prefix.
    const HIDDEN: &[([u8; 4], u32)] = &[
        ([0, 0, 0, 0], 8),
        ([10, 0, 0, 0], 8),
        ([100, 64, 0, 0], 10),
        ([127, 0, 0, 0], 8),
        ([169, 254, 0, 0], 16),
        ([172, 16, 0, 0], 12),
        ([192, 0, 0, 0], 24),
        ([192, 0, 2, 0], 24),
        ([192, 88, 99, 0], 24),
        ([192, 168, 0, 0], 16),
        ([198, 18, 0, 0], 15),
        ([198, 51, 100, 0], 24),
        ([203, 0, 113, 0], 24),
        ([224, 0, 0, 0], 3),
    ];
    let bits = ip.to_bits();
    HIDDEN.iter().all(|&(network, length)| {
        let shift = 32 - length;
        bits >> shift != u32::from_be_bytes(network) >> shift
    })
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let parts = ip.segments();
    let carried = || Ipv4Addr::from_bits(u32::from(parts[6]) << 16 | u32::from(parts[7]));
    match parts {
        [0, 0, 0, 0, 0, 0xFFFF, _, _] => is_public_v4(carried()),
        // IPv4 behind a translator.
        [0x64, 0xFF9B, 0, 0, 0, 0, _, _] => is_public_v4(carried()),
        [0x2001, 0..0x200, ..] => false,  // tunnels and protocols
        [0x2001, 0xDB8, ..] => false,     // documentation
        [0x2002, ..] => false,            // tunnels that carry IPv4
        [0x3FFF, 0..0x1000, ..] => false, // documentation
        [0x2000..0x4000, ..] => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_addresses() {
        for ip in ["93.184.216.34", "8.8.8.8", "100.128.0.1", "172.32.0.1", "192.167.255.255"] {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
        for ip in ["2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2a00::1"] {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_hidden_in_the_old_form_is_hidden_in_the_new(bits: u32) {
            let ip = Ipv4Addr::from_bits(bits);
            let public = is_public(ip.into());
            proptest::prop_assert_eq!(is_public(ip.to_ipv6_mapped().into()), public);
            if ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_multicast() {
                proptest::prop_assert!(!public);
            }
        }
    }
}
