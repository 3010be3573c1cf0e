//! A page that does what it must not is caught, each way.

use std::fs;
use std::path::PathBuf;

use super::super::{DESKTOP, Incident, Kind, Page};
use super::page;

/// What a page does that it must not, by loading and by a click on its button.
fn incidents(body: &str) -> Vec<Incident> {
    let page = page(body);
    if page.count("button, a") > 0 {
        page.click("button, a");
    }
    page.incidents()
}

fn kinds(body: &str) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = incidents(body).into_iter().map(|incident| incident.kind).collect();
    kinds.dedup();
    kinds
}

#[test]
fn a_page_that_keeps_to_itself_has_no_incident() {
    let quiet = "<h1>ok</h1><img alt=x src='data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA='>\
        <button onclick='document.title = 1; console.log(1); location.hash = 1'>b</button>";
    assert_eq!(incidents(quiet), []);
}

#[test]
fn dialogs_are_seen_and_do_not_stop_the_test() {
    let found = incidents("<script>alert('from ' + 'a script')</script>");
    assert_eq!(found, [Incident { kind: Kind::Dialog, text: "from a script".into() }]);
    assert_eq!(kinds("<button onclick='confirm(1) || prompt(2)'>b</button>"), [Kind::Dialog]);
}

#[test]
fn errors_warnings_and_exceptions_are_seen() {
    assert_eq!(incidents("<script>console.error('bad', 1, {})</script>")[0].text, "bad 1 Object");
    assert_eq!(kinds("<script>console.warn('careful')</script>"), [Kind::Console]);
    assert_eq!(kinds("<script>console.assert(false)</script>"), [Kind::Console]);
    let thrown = incidents("<button onclick='nothing.there()'>b</button>");
    assert_eq!(thrown[0].kind, Kind::Exception);
    assert!(thrown[0].text.contains("nothing is not defined"), "{thrown:?}");
    assert_eq!(kinds("<script>Promise.reject(new Error('lost'))</script>"), [Kind::Exception]);
}

#[test]
fn what_a_policy_forbids_is_seen() {
    let policy = "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'\">";
    for body in [
        "<script>alert(1)</script>",
        "<p style='color: red'>x</p>",
        "<img src=https://example.org/x.png>",
        "<button onclick='alert(1)'>b</button>",
        "<a href='javascript:alert(1)'>b</a>",
    ] {
        let page = Page::of_html(&format!("<!doctype html><head>{policy}</head><body>{body}"), DESKTOP);
        if page.count("button, a") > 0 {
            page.click("button, a");
        }
        let found = page.incidents();
        assert!(found.iter().any(|incident| incident.kind == Kind::ContentSecurityPolicy), "{body}: {found:?}");
        assert!(found.iter().all(|incident| incident.kind != Kind::Dialog), "{body}: {found:?}");
    }
}

#[test]
fn requests_are_seen_wherever_they_go() {
    let other = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("other.js");
    fs::write(&other, "window.loaded = 1").unwrap();
    for body in [
        format!("<script src='file://{}'></script>", other.display()),
        "<img src=https://example.org/x.png>".to_owned(),
        "<img src=missing.png>".to_owned(),
        "<link rel=stylesheet href=http://example.org/x.css>".to_owned(),
        "<style>body { background: url(http://192.0.2.1/x.png) }</style>".to_owned(),
        "<script>fetch('http://example.org/').catch(() => 0)</script>".to_owned(),
        "<script>navigator.sendBeacon('http://example.org/', 'x')</script>".to_owned(),
        "<script>new WebSocket('ws://example.org/')</script>".to_owned(),
        "<iframe src='http://example.org/'></iframe>".to_owned(),
        "<form action='http://example.org/'><button>b</button></form>".to_owned(),
        "<a href='http://example.org/'>b</a>".to_owned(),
        "<a href='http://example.org/' ping='http://example.org/ping'>b</a>".to_owned(),
    ] {
        let found = incidents(&body);
        assert!(found.iter().any(|incident| incident.kind == Kind::Request), "{body}: {found:?}");
    }
}

#[test]
fn windows_and_downloads_are_seen() {
    for body in [
        "<button onclick='window.open(\"about:blank\")'>b</button>",
        "<a target=_blank href='http://example.org/'>b</a>",
        "<a target=_blank rel=opener href='about:blank'>b</a>",
    ] {
        let found = incidents(body);
        assert!(found.iter().any(|incident| incident.kind == Kind::Popup), "{body}: {found:?}");
    }
    let found = incidents("<a download=x.txt href='data:text/plain,hello'>b</a>");
    assert_eq!(found, [Incident { kind: Kind::Download, text: "data:text/plain,hello".into() }]);
}

#[test]
#[should_panic(expected = "must not do this:\nConsole: forgotten")]
fn a_test_that_does_not_look_fails_all_the_same() {
    page("<script>console.error('forgotten')</script>");
}
