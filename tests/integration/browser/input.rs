//! A person's hands: mouse, finger, keyboard.

use serde_json::json;

use super::Page;
use super::keys::key;

/// Where the middle of an element is, once it is in view and stands still, and whether something lies over it. A page
/// that scrolls smoothly or makes room while one aims would otherwise be clicked beside the element.
const MIDDLE: &str = "async (selector) => {
  const frame = () => new Promise((shown) => requestAnimationFrame(shown));
  const middle = (element) => {
    const box = [...element.getClientRects()].find((box) => box.width && box.height);
    return box && [box.x + box.width / 2, box.y + box.height / 2];
  };
  for (let patience = 600; patience > 0; patience -= 1) {
    const element = document.querySelector(selector);
    if (!element) return {trouble: 'is not on the page'};
    element.scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'});
    const before = middle(element);
    if (!before) return {trouble: 'is not visible'};
    await frame();
    await frame();
    const after = element.isConnected && middle(element);
    if (String(before) !== String(after)) continue;
    const [x, y] = after;
    const hit = document.elementFromPoint(x, y);
    if (!hit || !(element.contains(hit) || hit.contains(element) || hit.closest('label')?.control == element))
      return {trouble: 'lies under ' + (hit?.outerHTML ?? 'nothing').slice(0, 200)};
    return {x, y};
  }
  return {trouble: 'does not stand still'};
}";

impl Page {
    /// Clicks the middle of the first element of a selector, which must be there for a person to click.
    pub(crate) fn click(&self, selector: &str) {
        let (x, y) = self.middle(selector);
        for (event, buttons) in [("mouseMoved", 0), ("mousePressed", 1), ("mouseReleased", 0)] {
            let button = if event == "mouseMoved" { "none" } else { "left" };
            let params = json!({"type": event, "x": x, "y": y, "button": button, "buttons": buttons, "clickCount": 1});
            self.call("Input.dispatchMouseEvent", &params);
        }
    }

    /// Moves the mouse over it.
    pub(crate) fn hover(&self, selector: &str) {
        let (x, y) = self.middle(selector);
        self.call("Input.dispatchMouseEvent", &json!({"type": "mouseMoved", "x": x, "y": y}));
    }

    /// Taps it with a finger, on a phone.
    pub(crate) fn tap(&self, selector: &str) {
        let (x, y) = self.middle(selector);
        self.call("Input.dispatchTouchEvent", &json!({"type": "touchStart", "touchPoints": [{"x": x, "y": y}]}));
        self.call("Input.dispatchTouchEvent", &json!({"type": "touchEnd", "touchPoints": []}));
    }

    /// Presses a key: `Tab`, `Shift+Tab`, `Enter`, `Space`, `Escape`, `ArrowDown`, `a`, …
    pub(crate) fn press(&self, name: &str) {
        let key = key(name);
        let event = |kind: &str, text: &str| {
            json!({"type": kind, "key": key.key, "code": key.code, "windowsVirtualKeyCode": key.number,
                "modifiers": key.modifiers, "text": text})
        };
        let down = if key.text.is_empty() { "rawKeyDown" } else { "keyDown" };
        self.call("Input.dispatchKeyEvent", &event(down, &key.text));
        self.call("Input.dispatchKeyEvent", &event("keyUp", ""));
    }

    /// Types a text where the focus is.
    pub(crate) fn type_text(&self, text: &str) {
        text.chars().for_each(|letter| self.press(&letter.to_string()));
    }

    fn middle(&self, selector: &str) -> (f64, f64) {
        let found = self.apply(MIDDLE, &json!([selector]));
        if let Some(trouble) = found["trouble"].as_str() {
            panic!("{selector} {trouble}");
        }
        (found["x"].as_f64().unwrap(), found["y"].as_f64().unwrap())
    }
}
