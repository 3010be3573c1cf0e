//! `-o html`: the report as one page for a browser, in one file that asks for nothing else.
//!
//! The page is drawn by a small program within it, from data within it. A content security policy lets that very program and
//! its style run, by their hashes, and nothing else: no name of a cluster can become code, and nothing leaves the page. Where
//! scripts do not run at all, a summary stands there as plain HTML.

mod assets;
mod data;
mod embedded;
mod summary;

use std::io;

use askama::Template as _;

use crate::fixes::Fixes;
use crate::model::Snapshot;
use crate::template::Template;

use super::Report;
use super::compliance::Compliance;

use data::{Data, Told};
use summary::Summary;

/// What a page shows beside the report.
pub struct Context<'c> {
    /// What was scanned.
    pub snapshot: &'c Snapshot,
    /// What explains the findings.
    pub template: &'c Template,
    /// The frameworks.
    pub compliance: Vec<Compliance>,
    /// Changes that were tried.
    fixes: Option<&'c Fixes>,
}

impl<'c> Context<'c> {
    /// What a page of this snapshot shows.
    #[must_use]
    pub fn new(
        snapshot: &'c Snapshot,
        template: &'c Template,
        compliance: Vec<Compliance>,
        fixes: Option<&'c Fixes>,
    ) -> Self {
        Context { snapshot, template, compliance, fixes }
    }
}

/// The page.
#[derive(askama::Template)]
#[template(path = "page.html")]
struct Page<'p> {
    title: &'p str,
    policy: &'p str,
    style: &'p str,
    summary: &'p Summary,
    libraries: &'p str,
    code: &'p str,
    data: &'p str,
}

/// Writes the page.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, report: &Report, context: &Context<'_>) -> io::Result<()> {
    let data = embedded::embedded(&Data::new(report, context, &Told::new(report, context)?))?;
    let data = String::from_utf8(data).map_err(io::Error::other)?;
    let (libraries, code) = (assets::libraries(), assets::code());
    let page = Page {
        title: &format!("kubescan: {}", super::visible::visible(&report.source.name)),
        policy: &policy(&libraries, &code),
        style: assets::STYLE,
        summary: &Summary::new(report),
        libraries: &libraries,
        code: &code,
        data: &data,
    };
    let text = page.render().map_err(io::Error::other)?;
    out.write_all(text.as_bytes())
}

/// Only these scripts and this style, and nothing from anywhere.
fn policy(libraries: &str, code: &str) -> String {
    let scripts = format!("{} {}", assets::hash(libraries), assets::hash(code));
    let style = assets::hash(assets::STYLE);
    format!(
        "default-src 'none'; script-src {scripts}; style-src {style}; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'"
    )
}
