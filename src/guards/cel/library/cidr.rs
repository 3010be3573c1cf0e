//! Networks (`pkg/cel/library/cidr.go`): an address with the length of a prefix, the bits behind it kept.

use std::net::IpAddr;

use super::super::value::Value;
use super::{Answer, Function, Library, error, global, int, ip, member, truth};

pub(super) const FUNCTIONS: &[Function] = &[
    global("cidr", 1..=1, cidr),
    global("isCIDR", 1..=1, is_cidr),
    member("containsIP", 2..=2, contains_ip),
    member("containsCIDR", 2..=2, contains_cidr),
    member("ip", 1..=1, address),
    member("prefixLength", 1..=1, prefix_length),
    member("masked", 1..=1, masked),
];

/// Reads a network; the length has neither sign nor leading zeros (`netip.ParsePrefix`).
fn parse(value: &str) -> Option<(IpAddr, u8)> {
    let (address, bits) = value.rsplit_once('/')?;
    let canonical = bits == "0" || !bits.starts_with(['0', '+']);
    let address: IpAddr = address.parse().ok()?;
    let bits: u8 = bits.parse().ok().filter(|_| canonical)?;
    (bits <= width(&address) && !ip::mapped(&address)).then_some((address, bits))
}

fn width(address: &IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

/// The address as a number, without the bits behind the prefix.
fn network(address: &IpAddr, bits: u8) -> u128 {
    let number = match address {
        IpAddr::V4(address) => u128::from(address.to_bits()),
        IpAddr::V6(address) => address.to_bits(),
    };
    let hidden = u32::from(width(address) - bits);
    number.checked_shr(hidden).unwrap_or(0).checked_shl(hidden).unwrap_or(0)
}

fn holds(network_address: &IpAddr, bits: u8, address: &IpAddr) -> bool {
    network_address.is_ipv4() == address.is_ipv4() && network(network_address, bits) == network(address, bits)
}

fn cidr(values: &[Value]) -> Answer {
    let [Value::Text(value)] = values else { return None };
    match parse(value) {
        Some((address, bits)) => Some(Ok(Value::Library(Library::Cidr(address, bits)))),
        None => error("no network address"),
    }
}

fn is_cidr(values: &[Value]) -> Answer {
    let [Value::Text(value)] = values else { return None };
    truth(parse(value).is_some())
}

fn contains_ip(values: &[Value]) -> Answer {
    let [Value::Library(Library::Cidr(own, bits)), other] = values else { return None };
    match other {
        Value::Library(Library::Ip(address)) => truth(holds(own, *bits, address)),
        Value::Text(value) => match ip::parse(value) {
            Some(address) => truth(holds(own, *bits, &address)),
            None => error("no IP address"),
        },
        _ => None,
    }
}

fn contains_cidr(values: &[Value]) -> Answer {
    let [Value::Library(Library::Cidr(own, bits)), other] = values else { return None };
    let inner = match other {
        Value::Library(Library::Cidr(address, bits)) => Some((*address, *bits)),
        Value::Text(value) => parse(value),
        _ => return None,
    };
    match inner {
        Some((address, inner_bits)) => truth(*bits <= inner_bits && holds(own, *bits, &address)),
        None => error("no network address"),
    }
}

fn address(values: &[Value]) -> Answer {
    let [Value::Library(Library::Cidr(address, _))] = values else { return None };
    Some(Ok(Value::Library(Library::Ip(*address))))
}

fn prefix_length(values: &[Value]) -> Answer {
    let [Value::Library(Library::Cidr(_, bits))] = values else { return None };
    int(i64::from(*bits))
}

fn masked(values: &[Value]) -> Answer {
    let [Value::Library(Library::Cidr(address, bits))] = values else { return None };
    let network = network(address, *bits);
    let masked = match address {
        IpAddr::V4(_) => IpAddr::V4(u32::try_from(network).unwrap_or_default().into()),
        IpAddr::V6(_) => IpAddr::V6(network.into()),
    };
    Some(Ok(Value::Library(Library::Cidr(masked, *bits))))
}
