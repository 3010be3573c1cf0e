//! IP addresses (`pkg/cel/library/ip.go`): neither zones nor IPv4 mapped into IPv6 are addresses there.

use std::net::{IpAddr, Ipv6Addr};

use super::super::value::Value;
use super::{Answer, Function, Library, error, global, int, member, truth};

pub(super) const FUNCTIONS: &[Function] = &[
    global("ip", 1..=1, ip),
    global("isIP", 1..=1, is_ip),
    global("ip.isCanonical", 1..=1, is_canonical),
    member("family", 1..=1, family),
    member("isUnspecified", 1..=1, |values| is(values, |address| address.is_unspecified())),
    member("isLoopback", 1..=1, |values| is(values, |address| address.is_loopback())),
    member("isLinkLocalMulticast", 1..=1, |values| is(values, link_local_multicast)),
    member("isLinkLocalUnicast", 1..=1, |values| is(values, link_local_unicast)),
    member("isGlobalUnicast", 1..=1, |values| is(values, global_unicast)),
];

/// Reads an address.
pub(super) fn parse(value: &str) -> Option<IpAddr> {
    value.parse().ok().filter(|address| !mapped(address))
}

/// Whether it is `::ffff:1.2.3.4`.
pub(super) fn mapped(address: &IpAddr) -> bool {
    matches!(address, IpAddr::V6(address) if address.to_ipv4_mapped().is_some())
}

/// The canonical form; Go writes no dotted quads into IPv6.
pub(super) fn write(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => write_v6(address),
    }
}

fn write_v6(address: Ipv6Addr) -> String {
    let written = address.to_string();
    if !written.contains('.') {
        return written;
    }
    // `::1.2.3.4` of the standard library is `::102:304`.
    let [.., high, low] = address.segments();
    if high == 0 { format!("::{low:x}") } else { format!("::{high:x}:{low:x}") }
}

fn ip(values: &[Value]) -> Answer {
    let [Value::Text(value)] = values else { return None };
    match parse(value) {
        Some(address) => Some(Ok(Value::Library(Library::Ip(address)))),
        None => error("no IP address"),
    }
}

fn is_ip(values: &[Value]) -> Answer {
    let [Value::Text(value)] = values else { return None };
    truth(parse(value).is_some())
}

fn is_canonical(values: &[Value]) -> Answer {
    let [Value::Text(value)] = values else { return None };
    match parse(value) {
        Some(address) => truth(write(address) == value.as_ref()),
        None => error("no IP address"),
    }
}

fn family(values: &[Value]) -> Answer {
    let [Value::Library(Library::Ip(address))] = values else { return None };
    int(if address.is_ipv4() { 4 } else { 6 })
}

fn is(values: &[Value], holds: fn(&IpAddr) -> bool) -> Answer {
    let [Value::Library(Library::Ip(address))] = values else { return None };
    truth(holds(address))
}

fn link_local_multicast(address: &IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => matches!(address.octets(), [224, 0, 0, _]),
        IpAddr::V6(address) => address.segments().first().is_some_and(|first| first & 0xff0f == 0xff02),
    }
}

fn link_local_unicast(address: &IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_link_local(),
        IpAddr::V6(address) => address.is_unicast_link_local(),
    }
}

/// Everything that is none of the others, private addresses included.
fn global_unicast(address: &IpAddr) -> bool {
    let broadcast = matches!(address, IpAddr::V4(address) if address.is_broadcast());
    !(broadcast
        || address.is_unspecified()
        || address.is_loopback()
        || address.is_multicast()
        || link_local_unicast(address))
}
