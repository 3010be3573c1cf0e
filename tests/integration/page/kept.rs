//! What outlives a reload, what Back takes back, and what a search finds.

use super::{drawn, shop, shop_file};
use crate::browser::{DESKTOP, Page};

fn choose(page: &Page, label: &str, value: &str) {
    let change = format!(
        "(() => {{ const select = document.querySelector('select[aria-label=\"{label}\"]');
        select.value = '{value}'; select.dispatchEvent(new Event('change', {{bubbles: true}})); }})(), 0"
    );
    page.evaluate(&change);
}

const SEARCHED: &str = "document.querySelector('input[type=search]').value";

#[test]
fn a_reload_keeps_filters_trials_and_theme() {
    let page = drawn(Page::open(shop_file(), DESKTOP));
    page.click("input[type=search]");
    page.type_text("deployer");
    page.wait_until("history.state.filter.text == 'deployer'");
    page.evaluate("document.querySelector('.first button[aria-pressed]').click(), 0");
    page.wait_until("document.querySelector('.what-if')");
    page.evaluate(
        "(() => { const select = document.querySelector('.theme select'); select.value = 'dark';
        select.dispatchEvent(new Event('change', {bubbles: true})); window.before = true; })(), 0",
    );
    page.wait_until("document.documentElement.dataset.theme == 'dark'");
    page.evaluate("setTimeout(() => location.reload()), 0");
    page.wait_until("!window.before && document.getElementById('about')");
    assert_eq!(page.evaluate(SEARCHED), "deployer");
    assert_eq!(page.evaluate("document.documentElement.dataset.theme"), "dark");
    assert_eq!(page.count(".what-if"), 1);
}

#[test]
fn back_takes_a_filter_back() {
    let page = shop(DESKTOP);
    choose(&page, "Namespace", "ci");
    page.wait_until("document.querySelectorAll('#pods tbody tr').length == 1");
    // A link within the page is a step of its own, and loses nothing.
    page.click("nav a[href='#pods']");
    page.wait_until("location.hash == '#pods' && history.state?.filter?.namespace == 'ci'");
    page.evaluate("history.back(), 0");
    page.wait_until("location.hash == ''");
    page.evaluate("history.back(), 0");
    page.wait_until("document.querySelector('select[aria-label=Namespace]').value == ''");
    page.wait_until("document.querySelectorAll('#pods tbody tr').length > 1");
}

#[test]
fn a_search_knows_resources_and_paths_as_they_are_printed() {
    let page = shop(DESKTOP);
    for (text, paths) in
        [("deployments", 4), ("sa:ci/deployer -> cluster-admin", 4), ("olga -> objective:cluster-admin", 1)]
    {
        page.click("input[type=search]");
        page.type_text(text);
        page.wait_until(&format!("document.querySelectorAll('#paths tbody tr').length == {paths}"));
        page.click(".filters button");
        page.wait_until(&format!("{SEARCHED} == ''"));
    }
}
