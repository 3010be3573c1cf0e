//! For everybody: by keyboard, by ear, in the dark, on a phone, on a wall, on paper.

use serde_json::json;

use super::{node, shop};
use crate::browser::{DESKTOP, PHONE, Page, Viewport};

/// A screen on a wall.
const WALL: Viewport = Viewport { width: 3840, height: 2160, scale: 1, phone: false };

/// Nothing is wider than the page but what scrolls by itself.
fn fits(page: &Page) {
    let wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]");
    assert!(wide[0].as_u64() <= wide[1].as_u64(), "{wide}");
}

#[test]
fn the_graph_is_walked_with_the_keyboard_alone() {
    let page = shop(DESKTOP);
    let focused =
        || page.evaluate("document.activeElement.dataset?.id ?? document.activeElement.outerHTML.slice(0, 80)");
    page.evaluate("document.querySelector('[data-id=\"workload:ci/Deployment/runner\"]').focus(), 0");
    page.press("ArrowRight");
    assert_eq!(focused(), "sa:ci/deployer");
    page.press("ArrowLeft");
    assert_eq!(focused(), "workload:ci/Deployment/runner");
    page.press("ArrowRight");
    page.press("Enter");
    page.wait_until("document.activeElement.classList.contains('details')");
    page.press("Escape");
    page.wait_until("!document.querySelector('.details')");
    assert_eq!(focused(), "sa:ci/deployer");
}

#[test]
fn the_first_key_leads_past_the_head_and_each_box_can_be_reached() {
    let page = shop(DESKTOP);
    page.press("Tab");
    assert_eq!(page.evaluate("document.activeElement.className"), "skip");
    assert_eq!(page.evaluate("[...document.querySelectorAll('.box')].every((box) => box.tabIndex == 0)"), true);
}

#[test]
fn a_screen_reader_hears_headings_tables_and_boxes() {
    let outline = shop(DESKTOP).outline();
    for expected in [
        "heading \"Overview\" level=2",
        "heading \"Escalation paths\" level=2",
        "heading \"Hot pods\" level=2",
        "button \"service account · ci deployer, critical, 4 paths\"",
        "navigation \"Sections\"",
        "searchbox \"Search\"",
        "table \"Hot pods\"",
    ] {
        assert!(outline.contains(expected), "{expected} in {outline}");
    }
}

#[test]
fn every_field_and_button_has_a_name() {
    let page = shop(DESKTOP);
    page.click(&node("sa:ci/deployer"));
    let nameless: Vec<String> = page
        .accessibility()
        .into_iter()
        .filter(|thing| {
            ["button", "link", "combobox", "checkbox", "searchbox", "table", "dialog"].contains(&thing.role.as_str())
        })
        .filter(|thing| thing.name.trim().is_empty())
        .map(|thing| format!("{} {:?}", thing.role, thing.properties))
        .collect();
    assert_eq!(nameless, [""; 0]);
}

#[test]
fn colours_can_be_told_from_their_ground_in_light_and_dark() {
    let page = shop(DESKTOP);
    for theme in ["light", "dark"] {
        page.media("", &[("prefers-color-scheme", theme)]);
        let low = page.evaluate(CONTRAST);
        assert_eq!(low, json!([]), "{theme}");
        page.screenshot(&format!("page-{theme}"));
    }
    // Who chooses has it so, whatever the system has.
    let change = "(() => { const select = document.querySelector('.theme select'); select.value = 'light';
        select.dispatchEvent(new Event('change', {bubbles: true})); })()";
    page.evaluate(&format!("{change}, 0"));
    page.wait_until("getComputedStyle(document.body).backgroundColor == 'rgb(255, 255, 255)'");
}

/// Texts with less contrast than 4.5 to 1, which is what WCAG asks for.
const CONTRAST: &str = "(() => {
  const parse = (text) => (text.match(/[\\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, place) => sum + v * [0.2126, 0.7152, 0.0722][place], 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const low = new Set();
  for (const element of document.querySelectorAll('main *:not(svg *), header *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || element.disabled || !element.getClientRects().length) continue;
    const [one, other] = [light(parse(getComputedStyle(element).color)), light(ground(element))].sort((a, b) => b - a);
    if ((one + 0.05) / (other + 0.05) < 4.5) low.add(element.className + ' ' + element.textContent.slice(0, 30));
  }
  return [...low];
})()";

#[test]
fn axe_finds_nothing() {
    let page = shop(DESKTOP);
    assert_eq!(page.flaws(), [""; 0]);
    page.click(&node("sa:ci/deployer"));
    page.wait_until("document.querySelector('.details')");
    assert_eq!(page.flaws(), [""; 0]);
}

#[test]
fn a_phone_and_a_wall_show_it_whole() {
    let phone = shop(PHONE);
    fits(&phone);
    phone.tap("#paths tbody tr:nth-child(1) .link");
    phone.wait_until("document.querySelector('.details')");
    fits(&phone);
    phone.screenshot_of_view("page-phone-details");
    phone.tap(".details .close button:last-child");
    phone.wait_until("!document.querySelector('.details')");
    phone.screenshot("page-phone");
    let wall = shop(WALL);
    fits(&wall);
    wall.screenshot("page-wall");
}

#[test]
fn the_documentation_shows_it() {
    let page = shop(Viewport { width: 1280, height: 860, scale: 1, phone: false });
    let picture = page.screenshot_of_view("page-documentation");
    let kept = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/page.png");
    if std::env::var_os("KUBESCAN_REGENERATE").is_some() {
        std::fs::copy(picture, &kept).unwrap();
    }
    // Fonts differ from machine to machine, so the bytes do too.
    assert!(std::fs::read(kept).unwrap().starts_with(b"\x89PNG"));
}

#[test]
fn on_paper_there_are_no_buttons() {
    let page = shop(DESKTOP);
    page.media("print", &[]);
    assert_eq!(
        page.evaluate(
            "[...document.querySelectorAll('nav, .filters, .tools')].every((part) => !part.getClientRects().length)"
        ),
        true
    );
    let pdf = std::fs::read(page.pdf("page")).unwrap();
    assert!(pdf.starts_with(b"%PDF") && pdf.len() > 20_000);
}
