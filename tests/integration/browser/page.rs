//! A tab with one file in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::connection::Connection;
use super::incidents::exception;
use super::{Viewport, process};

/// How long a condition may take to become true.
const PATIENCE: Duration = Duration::from_secs(30);

/// A tab, in a profile of its own. Dropping it closes it, and fails the test if something happened that must not.
pub(crate) struct Page {
    pub(super) connection: &'static Connection,
    pub(super) context: String,
    pub(super) target: String,
    pub(super) session: String,
    pub(super) url: String,
}

impl Page {
    /// Opens a file, and waits until it has loaded.
    pub(crate) fn open(file: &Path, viewport: Viewport) -> Self {
        Self::open_at(file, "", viewport)
    }

    /// The same with what stands behind the file's name in the URL, as `#top`.
    pub(crate) fn open_at(file: &Path, place: &str, viewport: Viewport) -> Self {
        let path = fs::canonicalize(file).unwrap_or_else(|why| panic!("{}: {why}", file.display()));
        let url = format!("file://{}{place}", path.display());
        assert!(!url.contains([' ', '?', '%']), "{url} would have to be escaped");
        let page = Self::blank(url.split('#').next().unwrap().to_owned());
        page.resize(viewport);
        page.call("Page.navigate", &json!({"url": url}));
        page.wait_until("location.protocol == 'file:' && document.readyState == 'complete'");
        page
    }

    /// Opens a file of this text.
    pub(crate) fn of_html(html: &str, viewport: Viewport) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join(format!("{}-{number}.html", std::process::id()));
        fs::write(&file, html).unwrap();
        Self::open(&file, viewport)
    }

    /// An empty tab that is watched already.
    fn blank(url: String) -> Self {
        let connection = process::shared();
        let text = |answer: Value, key: &str| answer[key].as_str().unwrap().to_owned();
        let browser = |method: &str, params: Value| connection.call(None, method, &params);
        let context = text(browser("Target.createBrowserContext", json!({})), "browserContextId");
        let downloads = json!({"behavior": "deny", "browserContextId": context, "eventsEnabled": true});
        browser("Browser.setDownloadBehavior", downloads);
        let tab = json!({"url": "about:blank", "browserContextId": context});
        let target = text(browser("Target.createTarget", tab), "targetId");
        let attach = json!({"targetId": target, "flatten": true});
        let session = text(browser("Target.attachToTarget", attach), "sessionId");
        let page = Self { connection, context, target, session, url };
        for domain in ["Page", "Runtime", "Log", "Network", "Audits", "DOM", "Accessibility"] {
            page.call(&format!("{domain}.enable"), &json!({}));
        }
        // Each tab has the keyboard, however many there are.
        page.call("Emulation.setFocusEmulationEnabled", &json!({"enabled": true}));
        page
    }

    /// Calls a method of the DevTools protocol.
    pub(crate) fn call(&self, method: &str, params: &Value) -> Value {
        self.connection.call(Some(&self.session), method, params)
    }

    /// The value of an expression, a promise's when it has come; what cannot be JSON is null.
    pub(crate) fn evaluate(&self, expression: &str) -> Value {
        self.try_evaluate(expression).unwrap_or_else(|why| panic!("{expression}: {why}"))
    }

    /// Calls a function with arguments: `page.apply("(id) => document.getElementById(id).value", &json!(["x"]))`.
    pub(crate) fn apply(&self, function: &str, arguments: &Value) -> Value {
        self.evaluate(&format!("({function})(...{arguments})"))
    }

    fn try_evaluate(&self, expression: &str) -> Result<Value, String> {
        let params = json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        let answer = self.connection.try_call(Some(&self.session), "Runtime.evaluate", &params)?;
        match answer.get("exceptionDetails") {
            Some(details) => Err(exception(details)),
            None => Ok(answer["result"]["value"].clone()),
        }
    }

    /// Waits until an expression is true; fails with a screenshot if it does not become so.
    pub(crate) fn wait_until(&self, condition: &str) {
        let start = Instant::now();
        loop {
            // While a page loads, an expression may fail because what it is about is not there yet.
            let value = self.try_evaluate(&format!("Boolean({condition})"));
            if value == Ok(Value::Bool(true)) {
                return;
            }
            if start.elapsed() > PATIENCE {
                panic!("{condition} is not so after {PATIENCE:?} but {value:?}, {}", self.evaluate("location.href"));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// What a person can read of the first element of a selector.
    pub(crate) fn text(&self, selector: &str) -> String {
        let text = self.apply("(selector) => document.querySelector(selector)?.innerText", &json!([selector]));
        text.as_str().unwrap_or_else(|| panic!("{selector} is not on the page")).to_owned()
    }

    /// How many elements a selector has.
    pub(crate) fn count(&self, selector: &str) -> u64 {
        self.apply("(selector) => document.querySelectorAll(selector).length", &json!([selector])).as_u64().unwrap()
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        let picture = std::thread::panicking().then(|| self.picture_of_failure());
        let told: Vec<String> = self.incidents().iter().map(ToString::to_string).collect();
        let context = json!({"browserContextId": self.context});
        let _ = self.connection.try_call(None, "Target.disposeBrowserContext", &context);
        match picture {
            Some(picture) => tell(&picture, &told),
            None => assert!(told.is_empty(), "{} must not do this:\n{}", self.url, told.join("\n")),
        }
    }
}

#[expect(clippy::print_stderr, reason = "to whoever reads why a test failed")]
fn tell(picture: &Result<PathBuf, String>, incidents: &[String]) {
    eprintln!("the page as the test failed: {picture:?}\n{}", incidents.join("\n"));
}
