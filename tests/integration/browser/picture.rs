//! Pictures for people: screenshots and paper.

use std::fs;
use std::path::PathBuf;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use super::Page;
use super::process::screenshots;

impl Page {
    /// Writes the whole page to `target/screenshots/NAME.png`, however long it is.
    pub(crate) fn screenshot(&self, name: &str) -> PathBuf {
        let size = self.call("Page.getLayoutMetrics", &json!({}))["cssContentSize"].clone();
        let clip = json!({"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1});
        self.capture(name, &json!({"captureBeyondViewport": true, "clip": clip}))
    }

    /// Writes what is seen now, without scrolling, to `target/screenshots/NAME.png`.
    pub(crate) fn screenshot_of_view(&self, name: &str) -> PathBuf {
        self.capture(name, &json!({}))
    }

    /// Prints the page to `target/screenshots/NAME.pdf`.
    pub(crate) fn pdf(&self, name: &str) -> PathBuf {
        let paper = json!({"printBackground": true, "preferCSSPageSize": true});
        write(&format!("{name}.pdf"), &self.call("Page.printToPDF", &paper))
    }

    fn capture(&self, name: &str, params: &Value) -> PathBuf {
        write(&format!("{name}.png"), &self.call("Page.captureScreenshot", params))
    }

    /// What the page looks like while its test fails, if it still answers.
    pub(super) fn picture_of_failure(&self) -> Result<PathBuf, String> {
        let name = std::thread::current().name().unwrap_or("test").replace("::", "-");
        let data = self.connection.try_call(Some(&self.session), "Page.captureScreenshot", &json!({}))?;
        Ok(write(&format!("failed-{name}.png"), &data))
    }
}

fn write(name: &str, answer: &Value) -> PathBuf {
    let path = screenshots().join(name);
    fs::write(&path, BASE64_STANDARD.decode(answer["data"].as_str().unwrap()).unwrap()).unwrap();
    path
}
