//! URLs as Go's `net/url` reads them, which is not as browsers do.

use super::super::fault::{Fault, Outcome};

/// A URL in its parts, each as it is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Url {
    pub(super) scheme: String,
    pub(super) host: String,
    pub(super) path: String,
    pub(super) query: String,
    /// Who logs in and what is behind `#`: they count where URLs are compared.
    rest: String,
}

/// Whether `url.ParseRequestURI` accepts it.
pub(super) fn is_request_uri(text: &str) -> Outcome<bool> {
    Ok(parse_request(text)?.is_some())
}

/// The URL, if it is one with a scheme or an absolute path. What is behind `#` counts for nothing once it is accepted.
pub(super) fn parse(text: &str) -> Outcome<Option<Url>> {
    if parse_request(text)?.is_none() {
        return Ok(None);
    }
    match text.split_once('#') {
        Some((before, fragment)) if valid_escapes(fragment) => {
            Ok(parse_request(before)?.map(|url| Url { rest: format!("{}#{fragment}", url.rest), ..url }))
        }
        Some(_) => Ok(None),
        None => parse_request(text),
    }
}

fn parse_request(text: &str) -> Outcome<Option<Url>> {
    if text.is_empty() || text.bytes().any(|byte| byte.is_ascii_control()) {
        return Ok(None);
    }
    let Some((scheme, rest)) = scheme(text) else { return Ok(None) };
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let url = |host: &str, path: &str, user: &str| Url {
        scheme: scheme.to_ascii_lowercase(),
        host: host.to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        rest: user.to_owned(),
    };
    if text == "*" {
        return Ok(Some(url("", "*", "")));
    }
    if !rest.starts_with('/') {
        // With a scheme it is opaque: it has neither host nor path.
        return Ok((!scheme.is_empty()).then(|| url("", "", rest)));
    }
    let authority = rest.strip_prefix("//").filter(|_| !scheme.is_empty());
    let Some(authority) = authority else { return Ok(valid_escapes(rest).then(|| url("", rest, ""))) };
    let (authority, path) = match authority.find('/').and_then(|place| authority.split_at_checked(place)) {
        Some(both) => both,
        None => (authority, ""),
    };
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    if !valid_user(user) || !valid_escapes(user) || !valid_host(host)? || !valid_escapes(path) {
        return Ok(None);
    }
    Ok(Some(url(host, path, user)))
}

/// The scheme, which may be missing, and what follows; nothing where the text begins with a colon.
fn scheme(text: &str) -> Option<(&str, &str)> {
    for (place, character) in text.char_indices() {
        match character {
            'a'..='z' | 'A'..='Z' => {}
            '0'..='9' | '+' | '-' | '.' if place > 0 => {}
            ':' if place == 0 => return None,
            ':' => return text.split_once(':'),
            _ => return Some(("", text)),
        }
    }
    Some(("", text))
}

/// Every percent sign is followed by two hexadecimal digits.
fn valid_escapes(text: &str) -> bool {
    text.split('%').skip(1).all(|rest| rest.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2)
}

fn valid_user(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(&byte))
}

fn valid_host(host: &str) -> Outcome<bool> {
    if host.contains('%') {
        return Err(Fault::undecided("a host with an escape"));
    }
    if let Some(inner) = host.strip_prefix('[') {
        let Some((address, port)) = inner.rsplit_once(']') else { return Ok(false) };
        return match address.parse::<std::net::Ipv6Addr>() {
            Ok(_) => Ok(valid_port(port)),
            Err(_) => Err(Fault::undecided("a host in brackets that is no address")),
        };
    }
    if host.contains(['[', ']']) || host.matches(':').count() > 1 {
        return Err(Fault::undecided("a host with several colons or brackets"));
    }
    let port = host.rfind(':').and_then(|place| host.get(place..)).unwrap_or("");
    let allowed = |byte: u8| byte >= 0x80 || byte.is_ascii_alphanumeric() || b"-_.~!$&'()*+,;=:<>\"".contains(&byte);
    Ok(valid_port(port) && host.bytes().all(allowed))
}

fn valid_port(port: &str) -> bool {
    port.is_empty() || port.strip_prefix(':').is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
}

impl Url {
    /// The host without its port and brackets (`URL.Hostname`).
    pub(super) fn hostname(&self) -> &str {
        let host = match self.host.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
            _ => &self.host,
        };
        host.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(host)
    }

    /// The port, or the empty string (`URL.Port`).
    pub(super) fn port(&self) -> &str {
        let behind = self.host.rsplit_once(']').map_or(self.host.as_str(), |(_, behind)| behind);
        behind.rsplit_once(':').map_or("", |(_, port)| port)
    }

    /// The path with its escapes (`URL.EscapedPath`), where all of it may stand as it is.
    pub(super) fn escaped_path(&self) -> Option<&str> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~!$&'()*+,;=:@[]%/".contains(&byte);
        self.path.bytes().all(allowed).then_some(self.path.as_str())
    }

    /// The keys and values of the query in their order, malformed ones left out (`url.ParseQuery`).
    pub(super) fn query(&self) -> Option<Vec<(String, String)>> {
        let mut pairs = Vec::new();
        for part in self.query.split('&').filter(|part| !part.is_empty() && !part.contains(';')) {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            if valid_escapes(key) && valid_escapes(value) {
                pairs.push((unescaped(key)?, unescaped(value)?));
            }
        }
        Some(pairs)
    }
}

/// Without escapes; nothing where that is no text.
fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut parts = text.split('%');
    let plain = |part: &str| part.replace('+', " ").into_bytes();
    bytes.extend(plain(parts.next().unwrap_or_default()));
    for part in parts {
        let (digits, rest) = part.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        bytes.extend(plain(rest));
    }
    String::from_utf8(bytes).ok()
}
