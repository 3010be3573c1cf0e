// The page: what is filtered, what is looked at, and its sections.

const SECTIONS = [["overview", "Overview"], ["paths", "Paths"], ["pods", "Hot pods"], ["nodes", "Nodes"], ["namespaces", "Namespaces"], ["findings", "Findings"], ["compliance", "Compliance"], ["about", "About"]];

const NO_FILTER = { text: "", namespace: "", least: "info", objective: "", certainty: "", fresh: false, guarded: false, builtIn: false, suppressed: false };

function App() {
  const { filter, setFilter, tried, setTried } = useKept();
  const [opened, setOpened] = useState(new Set());
  const stage = useStage();
  const passed = useMemo(() => findings.filter(passes(filter)).sort((one, other) => bySeverity(one.row, other.row)), [filter]);
  const rows = (of) => useMemo(() => passed.filter((finding) => finding.of === of).map((finding) => finding.row), [passed]);
  // A path that follows from another is no finding of its own.
  const counted = useMemo(() => passed.filter(({ row }) => row.fingerprint), [passed]);
  const all = rows("path");
  // Whoever may do everything may do the rest too: that is said once, unless one asks for an objective.
  const paths = useMemo(() => all.filter((path) => (filter.objective ? path.to === filter.objective : !path.impliedBy)), [all, filter.objective]);
  const nodes = useMemo(() => {
    const words = wordsOf(filter.text);
    const here = (node) => !filter.namespace || (report.residents[node.node] ?? []).some((name) => namespaceOf(name) === filter.namespace);
    return report.nodes.filter((node) => isBad(filter.least, node.severity) && here(node) && words.every((word) => haystackOfNode(node).includes(word)));
  }, [filter]);
  const { selection, depth, show, close, back } = useSelection();
  const look = (section, change) => {
    setFilter(change);
    document.getElementById(section).scrollIntoView();
  };
  const toggleTrial = (change, paths) => {
    setTried(tried.has(change) ? new Map([...tried].filter(([one]) => one !== change)) : new Map([...tried, [change, paths]]));
    document.getElementById("paths").scrollIntoView();
  };
  const open = (id) => setOpened((old) => new Set([...old, id]));
  const filtered = Object.keys(NO_FILTER).some((field) => filter[field] !== NO_FILTER[field]);
  const app = { filter, setFilter, filtered, selection, depth, show, close, back, look, opened, setOpened, open, tried, setTried, toggleTrial, findings: counted, paths, pods: rows("pod"), nodes };
  return html`
    <a class="skip" href="#overview">Skip to the overview</a>
    <${Header} app=${app} />
    <div class=${app.selection ? "body beside" : "body"}>
      <main id="main"><${Gaps} /><${Overview} app=${app} />${PARTS.slice(0, stage).map((Part) => html`<${Part} app=${app} />`)}</main>
      <${Details} app=${app} />
    </div>`;
}

/** The sections below the first one, in order. */
const PARTS = [Explorer, Pods, Nodes, Namespaces, Findings, Compliance, About];

/** How many sections are there: one more after each frame, so that the first is seen before the last is made. */
function useStage() {
  const [stage, setStage] = useState(0);
  useEffect(() => {
    if (stage < PARTS.length) requestAnimationFrame(() => setTimeout(() => setStage(stage + 1)));
    else if (/^#\w+$/.test(location.hash)) document.querySelector(location.hash)?.scrollIntoView({ behavior: "instant" });
    else if (location.hash.startsWith("#path=")) document.getElementById("paths").scrollIntoView({ behavior: "instant" });
  }, [stage]);
  return stage;
}

/** Keeps in its place what one looks at when the panel comes or goes and the page beside it becomes narrower or wider. */
function useStill(selection) {
  const noted = useRef(null);
  useLayoutEffect(() => {
    const { section, top } = noted.current ?? {};
    noted.current = null;
    if (section) scrollBy({ top: section.getBoundingClientRect().top - top, behavior: "instant" });
  }, [selection]);
  const note = () => {
    const middle = innerHeight / 2;
    const section = [...document.querySelectorAll("section")].find((one) => one.getBoundingClientRect().bottom > middle);
    noted.current = section && { section, top: section.getBoundingClientRect().top };
  };
  return { note };
}

/** What was looked at, by its place in the address: groups and arrows are made as one looks. */
const seen = new Map();

const addressOf = ({ of, id }) => `#${of}=${encodeURIComponent(id)}`;

/** What an address asks to see: something, or nothing where it names a section. */
function fromAddress(hash) {
  const [of, id] = hash.slice(1).split("=");
  const known = seen.get(hash) ?? (id && ["path", "name", "role", "binding", "check", "fix"].includes(of) ? { of, id: decodeURIComponent(id) } : null);
  return known && isThere(known) ? known : null;
}

const isThere = ({ of, id }) => (of === "fix" ? report.fixes.some((fix) => fix.id === id) : of === "path" || byName[of] === undefined || byName[of].has(id) || of === "node");

/** What is looked at. It stands in the address, so the browser's own Back leads to what one saw before. */
function useSelection() {
  const [selection, setSelection] = useState(() => fromAddress(location.hash));
  const [depth, setDepth] = useState(0);
  const shownFrom = useRef(null);
  const still = useStill(selection);
  useEffect(() => {
    const moved = () => {
      still.note();
      if (location.hash === "" || location.hash.includes("=")) setSelection(fromAddress(location.hash));
      setDepth(history.state?.depth ?? 0);
    };
    addEventListener("popstate", moved);
    return () => removeEventListener("popstate", moved);
  }, []);
  const go = (next, address) => {
    still.note();
    const deeper = next ? depth + 1 : 0;
    history.pushState({ ...history.state, depth: deeper }, "", address);
    setDepth(deeper);
    setSelection(next);
  };
  const show = (next) => {
    if (!selection) shownFrom.current = document.activeElement;
    seen.set(addressOf(next), next);
    go(next, addressOf(next));
  };
  const close = () => {
    go(null, location.pathname + location.search);
    shownFrom.current?.focus?.({ preventScroll: true });
  };
  return { selection, depth, show, close, back: () => history.back() };
}

function Header({ app }) {
  return html`<header>
    <div class="title"><h1>kubescan <span class="source" title=${report.source.name}>${clipped(report.source.name, 60)}</span></h1>
      <span class="muted">Kubernetes ${report.source.serverVersion}${report.time && `, read ${report.time}`}</span>
      ${!report.complete && html`<a class="mark partial" href="#gaps-title">incomplete</a>`}
      <${Theme} /></div>
    <nav aria-label="Sections">${SECTIONS.filter(([id]) => id !== "compliance" || report.compliance.length > 0).map(([id, title]) => html`<a href=${`#${id}`}>${title}</a>`)}</nav>
    <${Filters} app=${app} /></header>`;
}

/** Light, dark, or as the system has it. */
function Theme() {
  const [theme, setTheme] = useState(keptTheme);
  useEffect(() => {
    keepTheme(theme);
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  }, [theme]);
  return html`<label class="theme"><span class="muted">Theme</span> <select value=${theme} onChange=${(event) => setTheme(event.target.value)}><option value="">as the system</option><option value="light">light</option><option value="dark">dark</option></select></label>`;
}

/** From a level on, and each level by itself. */
const SEVERITY_CHOICES = [["info", "any severity"], ["critical", "critical"], ...["high", "medium", "low"].map((one) => [one, `${one} and worse`]), ...["high", "medium", "low", "info"].map((one) => [`=${one}`, `only ${one}`])];

/** How many findings have a mark, for those that are left out until one asks for them. */
const countOf = (field) => findings.filter(({ row }) => row[field] && row.fingerprint).length;

function Filters({ app }) {
  const { filter, setFilter } = app;
  const [text, setText] = useState("");
  useEffect(() => setText(filter.text), [filter.text]);
  useEffect(() => {
    const later = setTimeout(() => text !== filter.text && setFilter({ text }), 120);
    return () => clearTimeout(later);
  }, [text]);
  const namespaces = useMemo(allNamespaces, []);
  const objectives = useMemo(() => [...new Set(report.paths.map((path) => path.to))].sort(), []);
  const select = (label, field, options) => html`<label><span class="unseen">${label}</span><select value=${filter[field]} aria-label=${label} onChange=${(event) => setFilter({ [field]: event.target.value })}>${options.map(([value, words]) => html`<option value=${value}>${words}</option>`)}</select></label>`;
  const toggle = (label, field) => html`<label class="toggle"><input type="checkbox" checked=${filter[field]} onChange=${(event) => setFilter({ [field]: event.target.checked })} />${label}</label>`;
  const counts = useMemo(() => ({ guarded: countOf("guarded"), builtIn: countOf("builtIn"), suppressed: countOf("suppressed") }), []);
  return html`<form class="filters" role="search" onSubmit=${(event) => event.preventDefault()}>
    <input type="search" aria-label="Search" placeholder="Search names, entries, nodes …" value=${text} onInput=${(event) => setText(event.target.value)} />
    ${select("Namespace", "namespace", [["", "all namespaces"], ...namespaces.map((one) => [one, one])])}
    ${select("Severity", "least", SEVERITY_CHOICES)}
    ${select("Objective", "objective", [["", "all objectives"], ...objectives.map((one) => [one, asked(one)])])}
    ${select("Certainty", "certainty", [["", "any certainty"], ["proven-rights", "proven"], ["unknown", "unknown"], ["guarded", "guarded"]])}
    ${report.baseline && toggle("new or worse", "fresh")}
    ${counts.guarded > 0 && toggle(`guarded (${counts.guarded})`, "guarded")}
    ${counts.builtIn > 0 && toggle(`built in (${counts.builtIn}${report.builtIn > counts.builtIn ? ` of ${report.builtIn}` : ""})`, "builtIn")}
    ${counts.suppressed > 0 && toggle(`accepted (${counts.suppressed})`, "suppressed")}
    ${app.filtered && html`<button type="button" onClick=${() => setFilter(NO_FILTER)}>Clear</button>`}
    <span class="muted" role="status">${plural(app.findings.length, "finding")}</span></form>`;
}

const page = document.getElementById("page");
page.replaceChildren();
render(html`<${App} />`, page);
