//! A real browser, for tests of what people open in one.
//!
//! `tests/browser` finds Chromium and runs it; this module speaks the DevTools protocol with it over a pipe, which takes
//! no port and no crate. One browser serves all tests of a process, each in a tab and a profile of its own:
//!
//! ```text
//! let page = Page::open(&file, DESKTOP);       // or PHONE; Page::of_html(text, …)
//! page.click("summary");                       // real events; fails if something lies over it
//! page.press("Tab");
//! page.wait_until("document.activeElement.id == 'search'");
//! page.type_text("deployer");
//! assert_eq!(page.evaluate("document.querySelectorAll('tr').length"), 3);
//! page.media("print", &[("prefers-color-scheme", "dark")]);
//! page.screenshot("report-dark");              // target/screenshots/report-dark.png
//! ```
//!
//! What a page must never do (errors, dialogs, requests, …: [`Kind`]) fails its test when it is dropped, unless the test
//! took it out by [`Page::incidents`]. A test that fails otherwise leaves a screenshot.

mod accessibility;
mod connection;
mod emulation;
mod incidents;
mod input;
mod keys;
mod library;
mod page;
mod picture;
mod process;
mod tests;

pub(crate) use emulation::{DESKTOP, PHONE, Viewport};
pub(crate) use incidents::{Incident, Kind};
pub(crate) use library::library;
pub(crate) use page::Page;
