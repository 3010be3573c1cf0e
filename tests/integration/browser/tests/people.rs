//! A page is met as people meet it: by mouse, keys and fingers, on screens and paper, and by ear.

use std::fs;

use serde_json::{Value, json};

use super::super::{DESKTOP, PHONE, Page};
use super::page;

#[test]
#[should_panic(expected = "button lies under <div id=\"veil\"")]
fn what_a_person_cannot_reach_is_not_clicked() {
    page("<button>b</button><div id=veil style='position: fixed; inset: 0'></div>").click("button");
}

#[test]
fn what_moves_is_clicked_where_it_comes_to_rest() {
    let page = page(
        "<style>html { scroll-behavior: smooth } @keyframes in { from { margin-left: 0 } to { margin-left: 600px } }\
        button { animation: in 500ms linear forwards }</style><div style='height: 3000px'></div><button>b</button>",
    );
    page.evaluate(
        "document.querySelector('button').onclick = (event) => event.target.dataset.pressed = 1, scrollTo(0, 0)",
    );
    page.click("button");
    assert_eq!(page.evaluate("document.querySelector('button').dataset.pressed"), "1");
}

#[test]
fn mouse_and_keys_are_real() {
    let page = page(
        "<label>Name <input id=name></label><input type=checkbox id=box><div style='height: 3000px'></div>\
        <button onclick='this.dataset.pressed = event.isTrusted'>b</button>\
        <details><summary>more</summary>text</details><select id=s><option>a<option>b</select>",
    );
    page.hover("#name");
    page.wait_until("document.querySelector('#name:hover')");
    page.click("label");
    page.type_text("Olga +1é");
    page.press("Backspace");
    assert_eq!(page.evaluate("document.getElementById('name').value"), "Olga +1");
    page.press("Tab");
    assert_eq!(page.evaluate("document.activeElement.id"), "box");
    page.press("Space");
    assert_eq!(page.evaluate("document.getElementById('box').checked"), true);
    page.press("Shift+Tab");
    assert_eq!(page.evaluate("document.activeElement.id"), "name");
    page.press("Control+a");
    page.type_text("x");
    assert_eq!(page.evaluate("document.getElementById('name').value"), "x");
    page.click("button");
    assert_eq!(page.evaluate("document.querySelector('button').dataset.pressed"), "true");
    page.press("Tab");
    page.press("Enter");
    page.wait_until("document.querySelector('details').open");
    page.press("Tab");
    page.press("ArrowDown");
    assert_eq!(page.evaluate("document.getElementById('s').value"), "b");
}

#[test]
fn screens_and_preferences_are_what_the_page_sees() {
    let page = Page::of_html("<!doctype html><meta name=viewport content='width=device-width'><p>x", PHONE);
    let matches = |query: &str| page.apply("(query) => matchMedia(query).matches", &json!([query]));
    assert_eq!(page.evaluate("[innerWidth, devicePixelRatio]"), json!([390, 2]));
    assert_eq!((matches("(pointer: coarse)"), matches("(hover: none)")), (true.into(), true.into()));
    page.evaluate("addEventListener('touchend', (event) => window.touched = event.isTrusted), 0");
    page.tap("p");
    page.wait_until("window.touched");

    page.resize(DESKTOP);
    assert_eq!(page.evaluate("[innerWidth, devicePixelRatio]"), json!([1280, 1]));
    assert_eq!(matches("(prefers-color-scheme: dark)"), false);
    page.media("print", &[("prefers-color-scheme", "dark"), ("prefers-reduced-motion", "reduce")]);
    for query in ["print", "(prefers-color-scheme: dark)", "(prefers-reduced-motion: reduce)"] {
        assert_eq!(matches(query), true, "{query}");
    }
}

#[test]
fn pictures_are_files_of_their_kind() {
    let page = page("<h1>A page</h1><div style='height: 2000px'></div><p>its end");
    let size = |png: &[u8]| u32::from_be_bytes(png[20..24].try_into().unwrap());
    let whole = fs::read(page.screenshot("harness-whole")).unwrap();
    assert!(whole.starts_with(b"\x89PNG") && size(&whole) > 2000, "{}", size(&whole));
    assert_eq!(size(&fs::read(page.screenshot_of_view("harness-view")).unwrap()), DESKTOP.height);
    assert!(fs::read(page.pdf("harness")).unwrap().starts_with(b"%PDF"));
}

#[test]
fn the_outline_is_what_a_screen_reader_says() {
    let page = page("<h2>Paths</h2><p aria-hidden=true>not this</p><button aria-expanded=false>More</button>");
    let outline = page.outline();
    assert!(outline.contains("heading \"Paths\" level=2\n"), "{outline}");
    assert!(outline.contains("button \"More\" expanded=false"), "{outline}");
    assert!(!outline.contains("not this"), "{outline}");
    let button = page.accessibility().into_iter().find(|thing| thing.role == "button").unwrap();
    assert_eq!((button.name.as_str(), page.text("h2").as_str()), ("More", "Paths"));
}

#[test]
fn each_tab_has_a_store_of_its_own_and_values_come_as_json() {
    let (one, other) = (page("1"), page("2"));
    one.evaluate("localStorage.setItem('key', 'value'), 0");
    assert_eq!(other.evaluate("localStorage.getItem('key')"), Value::Null);
    assert_eq!(one.evaluate("Promise.resolve({a: [1, 'x', null]})"), json!({"a": [1, "x", null]}));
}

#[test]
fn what_shuts_people_out_is_a_flaw() {
    let fine = "<main><h1>Paths</h1><button>More</button></main>";
    assert_eq!(page(fine).flaws(), Vec::<String>::new());
    let flaws = page("<main><h1>Paths</h1><button></button><p style='color: #eee'>pale</main>").flaws();
    for flaw in ["button-name: button", "color-contrast: p"] {
        assert!(flaws.iter().any(|found| found.starts_with(flaw)), "{flaw}: {flaws:?}");
    }
}
