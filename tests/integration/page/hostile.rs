//! Names that would act in a page: they are text there, and nothing else.

use serde_json::json;

use crate::browser::{DESKTOP, Page};
use crate::formats::hostile::{NAMES, acting, cluster};
use crate::run::kubescan_with_input;

/// More names that mean something to a page and its program.
const OF_PAGES: &[&str] = &[
    "\"><img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "__proto__",
    "constructor",
    "'\"`${alert(1)}",
    "<svg onload=alert(1)>",
    "]]\"]{} > *",
];

#[test]
fn hostile_names_are_text() {
    let mut list: serde_json::Value = serde_json::from_str(&cluster()).unwrap();
    let subjects = list["items"][0]["subjects"].as_array_mut().unwrap();
    subjects.extend(
        OF_PAGES.iter().map(|name| json!({"kind": "User", "apiGroup": "rbac.authorization.k8s.io", "name": name})),
    );
    let run = kubescan_with_input(&["scan", "-f", "-", "-o", "html"], list.to_string().as_bytes());
    assert_eq!(run.code, 0, "{}", run.stderr);
    // The libraries come after the data; what is ours before it.
    let ours = run.stdout.split("</script>").next().unwrap();
    assert_eq!(acting(ours), None);
    let page = super::drawn(Page::of_html(&run.stdout, DESKTOP));
    // As many rows as names, none with markup of a name in it.
    let all = u64::try_from(NAMES.len() + OF_PAGES.len()).unwrap();
    assert_eq!(page.count("#paths tbody tr"), all);
    assert_eq!(
        page.evaluate(
            "document.querySelectorAll('img, iframe, a[href^=\"javascript\"], svg script, [onerror], [onload]').length"
        ),
        0
    );
    assert_eq!(
        page.evaluate("[...document.scripts].map((script) => script.type)"),
        json!(["application/json", "", ""])
    );
    // Each can be opened, and each is told apart.
    let seen = page
        .evaluate("new Set([...document.querySelectorAll('#paths tbody .link')].map((link) => link.textContent)).size");
    assert_eq!(seen, all);
    let opened = page.evaluate(
        "(async () => { for (const link of document.querySelectorAll('#paths tbody .link')) {
            link.click();
            await new Promise((done) => setTimeout(done, 5));
            if (!document.querySelector('.details')) return link.textContent;
        } return ''; })()",
    );
    assert_eq!(opened, "");
    for name in
        ["<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>", "a\\u{202e}b\\u{2066}c", "a\\\\u{0}b"]
    {
        let found = page.apply("(name) => document.body.innerText.includes(name)", &json!([name]));
        assert_eq!(found, true, "{name}");
    }
    page.screenshot("page-hostile");
}

#[test]
fn nothing_but_the_scripts_of_the_page_runs() {
    let page = super::shop(DESKTOP);
    let inject = "(() => { const script = document.createElement('script');
        try { script.textContent = 'window.ran = 1'; document.body.append(script); } catch (why) { return why.name; } })()";
    assert_eq!(page.evaluate(inject), "TypeError");
    let markup = "(() => { try { document.body.innerHTML += '<img src=x onerror=\"window.ran = 1\">'; } catch (why) { return why.name; } })()";
    assert_eq!(page.evaluate(markup), "TypeError");
    assert_eq!(page.evaluate("window.ran ?? null"), serde_json::Value::Null);
    let told = page.incidents();
    assert!(!told.is_empty(), "the policy is broken in silence");
}
