//! What changes do together: the page and the folder of fixes say the same.

use super::{shop, written};
use crate::browser::{DESKTOP, Page};

/// Switches the effect of so many fixes on, the first ones.
fn switch_on(page: &Page, count: usize) {
    for place in 0..count {
        let click =
            format!("document.querySelector('.first').querySelectorAll('button[aria-pressed]')[{place}].click(), 0");
        page.evaluate(&click);
        let pressed = "document.querySelector('.first').querySelectorAll('button[aria-pressed=true]').length";
        page.wait_until(&format!("{pressed} == {}", place + 1));
    }
}

#[test]
fn all_fixes_together_cut_what_kubescan_says() {
    let page = shop(DESKTOP);
    assert!(page.text("#overview").contains("5 fixes that together cut 8 of 8 paths"));
    switch_on(&page, 2);
    // What only these two cut is known; of others it is not.
    let text = page.text(".what-if");
    assert!(text.contains("at least 7 paths cut, at most 1 left."), "{text}");
    let page = shop(DESKTOP);
    switch_on(&page, 5);
    let text = page.text(".what-if");
    assert!(text.contains(": 8 paths cut, 0 left."), "{text}");
    assert_eq!(page.count("#paths tr.cut"), 8);
}

#[test]
fn a_fix_tells_what_it_leaves_and_what_makes_it_needless() {
    let page = shop(DESKTOP);
    let text = page.text(".first");
    for expected in [
        "They are better but not gone: a guard blocks them",
        "What stays: sa:monitoring/config-reloader still has secrets/read in the whole cluster, high",
        "Not needed if this is applied: sa:monitoring/config-reloader may list/watch secrets",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
}

#[test]
fn titles_are_whole() {
    let page = super::drawn(Page::open(&written("platform", &["-f", "examples/platform"]), DESKTOP));
    let text = page.text(".first");
    assert!(!text.contains('…'), "{text}");
    assert!(text.contains("only for those named"), "{text}");
}
