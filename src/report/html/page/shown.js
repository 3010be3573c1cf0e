// The one way by which a text reaches a person: what acts in it is told by a mark, and a backslash that looks like one is
// doubled, so that no two names look the same. The data is as it was read: searches, commands and addresses are made of that.

/** Characters that act rather than show; the same as `is_hostile` in report/visible.rs. */
const HOSTILE = /[\p{Cc}\u{AD}\u{34F}\u{61C}\u{115F}\u{1160}\u{17B4}\u{17B5}\u{180E}\u{3164}\u{FFA0}\u{200B}-\u{200F}\u{2028}-\u{202E}\u{2060}-\u{206F}\u{FE00}-\u{FE0F}\u{FEFF}\u{FFF0}-\u{FFFB}\u{E000}-\u{F8FF}\u{FDD0}-\u{FDEF}\u{FFFE}\u{FFFF}\u{E0000}-\u{E0FFF}\u{F0000}-\u{10FFFF}]|\p{Noncharacter_Code_Point}/gu;

/** Backslashes before what is, or looks like, a mark. */
const LIKE_A_MARK = new RegExp(`\\\\+(?=u\\{|${HOSTILE.source})`, "gu");

const marked = (text, mark) => text.replace(HOSTILE, (one) => mark(one.codePointAt(0).toString(16)));

/** A text of several words as it stands in a block that is copied: backslashes stay as they are. */
const inert = (text) => marked(text, (code) => `\\u{${code}}`);

/** A text as people see it. */
const shown = (text) => inert(text.replace(LIKE_A_MARK, (run) => run + run));

const Shown = ({ text }) => shown(text);
const Inert = ({ text }) => inert(text);

/** Attributes that people read. */
const READ = new Set(["title", "aria-label", "placeholder"]);

const templates = new WeakMap();

/** What stands in each gap of a template: a child, an attribute that people read, or anything else. */
function gapsOf(strings) {
  if (templates.has(strings)) return templates.get(strings);
  let tag = "";
  const gaps = strings.slice(0, -1).map((part) => {
    for (let at = 0; at < part.length; at += 1) {
      if (part[at] === "<") tag = at === part.length - 1 ? "component" : "element";
      else if (part[at] === ">") tag = "";
    }
    if (tag === "") return "child";
    return tag === "element" && READ.has(part.match(/([\w-]+)=$/)?.[1]) ? "read" : "other";
  });
  templates.set(strings, gaps);
  return gaps;
}

function child(value) {
  if (Array.isArray(value)) return value.map(child);
  return typeof value === "string" && shown(value) !== value ? htmPreact.h(Shown, { text: value }) : value;
}

/** A template of the page; all texts in it are shown so. */
function html(strings, ...values) {
  const gaps = gapsOf(strings);
  const safe = values.map((value, place) => {
    if (gaps[place] === "child") return child(value);
    return gaps[place] === "read" && typeof value === "string" ? shown(value) : value;
  });
  return htmPreact.html(strings, ...safe);
}
