//! How it lies on the page: headings above their numbers, words on their lines, buttons that nothing hides.

use super::{drawn, node, shop, written};
use crate::browser::{DESKTOP, PHONE, Page};

#[test]
fn a_heading_stands_above_its_numbers() {
    let page = shop(DESKTOP);
    let aligned = "[...document.querySelectorAll('#namespaces th')].map((th) => getComputedStyle(th).textAlign)";
    assert_eq!(page.evaluate(aligned), serde_json::json!(["left", "left", "right", "right", "right", "right"]));
}

#[test]
fn what_closes_the_details_lies_over_no_text() {
    for viewport in [DESKTOP, PHONE] {
        let page = shop(viewport);
        page.evaluate(&format!(
            "document.querySelector('{}').dispatchEvent(new MouseEvent('click', {{bubbles: true}})), 0",
            node("sa:ci/deployer")
        ));
        page.wait_until("document.querySelector('.details')");
        page.evaluate("document.querySelector('.details').scrollTop = 200, 0");
        let bar = "(() => { const panel = document.querySelector('.details').getBoundingClientRect();
            const bar = document.querySelector('.details .close');
            const { top, bottom, left } = bar.getBoundingClientRect();
            const over = [left + 8, panel.left + panel.width / 2].map((x) => bar.contains(document.elementFromPoint(x, (top + bottom) / 2)));
            return [Math.abs(top - panel.top) < 3, ...over, getComputedStyle(bar).backgroundColor == getComputedStyle(bar.parentNode).backgroundColor]; })()";
        assert_eq!(page.evaluate(bar), serde_json::json!([true, true, true, true]));
    }
}

#[test]
fn the_words_of_an_arrow_stand_on_its_line() {
    for input in ["examples/shop", "examples/platform", "examples/access-guarded"] {
        let page = drawn(Page::open(&written("words", &["-f", input]), DESKTOP));
        let far = "[...document.querySelectorAll('.arrow')].filter((arrow) => arrow.querySelector('text')).map((arrow) => {
            const [line, text] = [arrow.querySelector('.line'), arrow.querySelector('text')];
            const [x, y, all] = [text.x.baseVal[0].value, text.y.baseVal[0].value - 3, line.getTotalLength()];
            return Math.min(...Array.from({length: 200}, (_, at) => { const point = line.getPointAtLength(all * at / 199);
              return Math.hypot(point.x - x, point.y - y); }));
          }).filter((distance) => distance > 4)";
        assert_eq!(page.evaluate(far), serde_json::json!([]), "{input}");
    }
}

#[test]
fn findings_of_a_control_can_be_opened_all_of_them() {
    let page = drawn(Page::open(&written("controls", &["-f", "examples/platform"]), DESKTOP));
    let plain = "[...document.querySelectorAll('#compliance td > div > .name')].map((name) => name.textContent)";
    assert_eq!(page.evaluate(plain), serde_json::json!([]));
    let before = page.count("#compliance td div");
    page.evaluate("[...document.querySelectorAll('#compliance td button')].find((one) => /^and \\d+ more$/.test(one.textContent)).click(), 0");
    page.wait_until(&format!("document.querySelectorAll('#compliance td div').length > {before}"));
}

#[test]
fn what_is_built_in_is_counted_as_the_table_counts_it() {
    let page = shop(DESKTOP);
    let table = crate::run::kubescan(&["scan", "-f", "examples/shop"]).stdout;
    let all = table.split(" findings on what the API server").next().unwrap().rsplit('\n').next().unwrap().to_owned();
    assert!(page.text(".filters").contains(&format!(" of {all})")), "{all}: {}", page.text(".filters"));
}

#[test]
fn of_an_empty_cluster_nothing_is_denied() {
    let empty = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("page-nothing.yaml");
    std::fs::write(&empty, "{apiVersion: v1, kind: Namespace, metadata: {name: lonely}}").unwrap();
    let page = drawn(Page::open(&written("nothing", &["-f", &empty.display().to_string()]), DESKTOP));
    let text = page.text("#paths");
    assert!(text.contains("Nothing was read that a path could be made of."), "{text}");
    assert!(!text.contains("None.") && !text.contains("No open path"), "{text}");
    assert!(page.text("#namespaces").contains("lonely"));
    let run = crate::run::kubescan(&["paths", "-f", &empty.display().to_string(), "-o", "mermaid"]);
    assert!(run.stdout.contains("nothing to draw"), "{}", run.stdout);
    let run = crate::run::kubescan(&["paths", "-f", &empty.display().to_string(), "-o", "mermaid=x.mmd"]);
    assert!(run.code == 2 && run.stderr.contains("-o mermaid > FILE"), "{}", run.stderr);
}
