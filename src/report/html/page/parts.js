// Small parts that others are made of.

const { render, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } = htmPreact;

function Severity({ of }) {
  return html`<span class=${`severity ${of}`}>${of}</span>`;
}

/** A name, as text that breaks where names may break; long ones are whole in the title. */
function Name({ of, most = 80 }) {
  return html`<span class="name" title=${of.length > most ? of : undefined}>${clipped(worded(of), most)}</span>`;
}

/** A name that opens what is known of it. */
function Link({ to, app, children }) {
  return html`<button type="button" class="link" onClick=${() => app.show(to)}>${children ?? html`<${Name} of=${to.id} />`}</button>`;
}

/** A text to take along, with a button that copies it. */
function Code({ lines, label, wrap }) {
  const [done, setDone] = useState(false);
  const parts = typeof lines === "string" ? lines.split("\n").map((text) => ({ text })) : lines;
  const copy = async () => {
    await navigator.clipboard.writeText(parts.map((part) => inert(part.text)).join("\n"));
    setDone(true);
    setTimeout(() => setDone(false), 1500);
  };
  return html`<figure class="code">
    <pre tabindex="0" aria-label=${label} class=${wrap ? "wrap" : ""}>${parts.map((part) => html`<span class=${part.marked ? "line marked" : "line"}><${Inert} text=${part.text} /></span>`)}</pre>
    <button type="button" class="copy" aria-label=${`Copy ${label}`} onClick=${copy}>${done ? "copied" : "copy"}</button>
  </figure>`;
}

/** What stands of a row beside what it says. */
function Marks({ row }) {
  return html`
    ${row.since && row.since !== "known" && html`<span class="mark new">${row.since}</span>`}
    ${row.guarded && html`<span class="mark">guarded</span>`}
    ${row.builtIn && html`<span class="mark">built in</span>`}
    ${row.suppressed && html`<span class="mark" title=${row.suppressed}>accepted</span>`}`;
}

/** The first of a list, and how many more there are. */
function Few({ names, most = 3, more: unnamed = 0 }) {
  const more = Math.max(0, names.length - most) + unnamed;
  return html`${names.slice(0, most).map((name, place) => html`${place > 0 && ", "}<span title=${report.catalogue[name]?.title}><${Name} of=${name} /></span>`)}${more > 0 && html` <span class="more" title=${names.slice(most, most + 60).join(", ")}>+${more}</span>`}`;
}
