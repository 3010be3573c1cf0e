// The page: what is filtered, what is looked at, and its sections.

const SECTIONS = [["overview", "Overview"], ["paths", "Paths"], ["pods", "Hot pods"], ["nodes", "Nodes"], ["findings", "Findings"], ["compliance", "Compliance"], ["about", "About"]];

const NO_FILTER = { text: "", namespace: "", least: "info", objective: "", certainty: "", fresh: false, guarded: false, builtIn: false, suppressed: false };

/** All words of a row in lower case, made when somebody first searches. */
function haystackOf(finding) {
  finding.haystack ??= [finding.id, sentenceOf(finding), finding.row.check, ...(finding.row.entries ?? []).map((entry) => entry.id ?? entry), ...(finding.row.hops ?? []).flatMap(entriesOf), ...(finding.row.pods ?? [])].join(" ").toLowerCase();
  return finding.haystack;
}

/** The namespaces that a finding has to do with. */
function namespacesOf({ of, row }) {
  switch (of) {
    case "path": return [namespaceOf(row.from), ...row.hops.flatMap((hop) => [...actorsOf(hop), hop.to]).map(namespaceOf)];
    case "pod": return [row.namespace];
    case "subject": return [namespaceOf(row.subject), ...row.entries.map((entry) => entry.scope.replace(/^namespace\//, ""))];
    case "role": return [namespaceOf(row.role)];
    case "binding": return [namespaceOf(row.binding), ...row.subjects.map(namespaceOf)];
    default: return [...(report.namespaces ??= allNamespaces())].filter((namespace) => row.message.includes(namespace));
  }
}

function allNamespaces() {
  const all = new Set(report.texts.map(namespaceOf));
  all.delete("");
  all.delete("*");
  return [...all].sort();
}

/** Whether a finding passes the filters. */
function passes(filter) {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return (finding) => {
    const { row } = finding;
    if (rank(row.severity) > rank(filter.least)) return false;
    if ((row.guarded && !filter.guarded && filter.certainty !== "guarded") || (row.builtIn && !filter.builtIn) || (row.suppressed && !filter.suppressed)) return false;
    if (filter.fresh && row.since !== "new" && row.since !== "worse") return false;
    if (filter.certainty && finding.of === "path" && row.certainty !== filter.certainty) return false;
    if (filter.namespace && !namespacesOf(finding).includes(filter.namespace)) return false;
    return words.length === 0 || words.every((word) => haystackOf(finding).includes(word));
  };
}

function App() {
  const [filter, setFilterState] = useState(NO_FILTER);
  const [history, setHistory] = useState([]);
  const [opened, setOpened] = useState(new Set());
  const [without, setWithout] = useState(new Set());
  const shownFrom = useRef(null);
  const stage = useStage();
  const still = useStill(history.at(-1));
  const setFilter = useCallback((change) => setFilterState((old) => ({ ...old, ...change })), []);
  const passed = useMemo(() => findings.filter(passes(filter)).sort((one, other) => bySeverity(one.row, other.row)), [filter]);
  const rows = (of) => useMemo(() => passed.filter((finding) => finding.of === of).map((finding) => finding.row), [passed]);
  // A path that follows from another is no finding of its own.
  const counted = useMemo(() => passed.filter(({ row }) => row.fingerprint), [passed]);
  const all = rows("path");
  // Whoever may do everything may do the rest too: that is said once, unless one asks for an objective.
  const paths = useMemo(() => all.filter((path) => (filter.objective ? path.to === filter.objective : !path.impliedBy)), [all, filter.objective]);
  const nodes = useMemo(() => report.nodes.filter((node) => rank(node.severity) <= rank(filter.least) && filter.text.toLowerCase().split(/\s+/).every((word) => `${node.node} ${node.strong} ${node.untrusted}`.toLowerCase().includes(word))), [filter]);
  const show = (selection) => {
    if (history.length === 0) shownFrom.current = document.activeElement;
    still.note();
    setHistory((old) => [...old, selection]);
    if (["path", "name"].includes(selection.of)) location.hash = `${selection.of}=${encodeURIComponent(selection.id)}`;
  };
  const close = () => {
    still.note();
    setHistory([]);
    shownFrom.current?.focus?.();
  };
  const look = (section, change) => {
    setFilter(change);
    document.getElementById(section).scrollIntoView();
  };
  const toggleWithout = (binding) => {
    setWithout((old) => (old.has(binding) ? new Set([...old].filter((one) => one !== binding)) : new Set([...old, binding])));
    document.getElementById("paths").scrollIntoView();
  };
  const open = (id) => setOpened((old) => new Set([...old, id]));
  useEffect(() => fromAddress(show), []);
  const app = { filter, setFilter, selection: history.at(-1), history, show, close, back: () => setHistory((old) => old.slice(0, -1)), look, opened, setOpened, open, without, setWithout, toggleWithout, findings: counted, paths, pods: rows("pod"), nodes };
  return html`
    <a class="skip" href="#overview">Skip to the overview</a>
    <${Header} app=${app} />
    <div class=${app.selection ? "body beside" : "body"}>
      <main id="main"><${Gaps} /><${Overview} app=${app} />${PARTS.slice(0, stage).map((Part) => html`<${Part} app=${app} />`)}</main>
      <${Details} app=${app} />
    </div>`;
}

/** The sections below the first one, in order. */
const PARTS = [Explorer, Pods, Nodes, Findings, Compliance, About];

/** How many sections are there: one more after each frame, so that the first is seen before the last is made. */
function useStage() {
  const [stage, setStage] = useState(0);
  useEffect(() => {
    if (stage < PARTS.length) requestAnimationFrame(() => setTimeout(() => setStage(stage + 1)));
    else if (/^#\w+$/.test(location.hash)) document.querySelector(location.hash)?.scrollIntoView({ behavior: "instant" });
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

/** What the address of the page asks to see. */
function fromAddress(show) {
  const [of, id] = location.hash.slice(1).split("=");
  if (id && ["path", "name"].includes(of)) show({ of, id: decodeURIComponent(id) });
}

function Header({ app }) {
  return html`<header>
    <div class="title"><h1>kubescan <span class="source" title=${report.source.name}>${clipped(report.source.name, 60)}</span></h1>
      <span class="muted">Kubernetes ${report.source.serverVersion}</span>
      ${!report.complete && html`<a class="mark partial" href="#gaps-title">incomplete</a>`}
      <${Theme} /></div>
    <nav aria-label="Sections">${SECTIONS.filter(([id]) => id !== "compliance" || report.compliance.length > 0).map(([id, title]) => html`<a href=${`#${id}`}>${title}</a>`)}</nav>
    <${Filters} app=${app} /></header>`;
}

/** Light, dark, or as the system has it. */
function Theme() {
  const [theme, setTheme] = useState("");
  useEffect(() => {
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  }, [theme]);
  return html`<label class="theme"><span class="unseen">Colours</span><select value=${theme} onChange=${(event) => setTheme(event.target.value)}><option value="">as the system</option><option value="light">light</option><option value="dark">dark</option></select></label>`;
}

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
  const any = Object.keys(NO_FILTER).some((field) => filter[field] !== NO_FILTER[field]);
  return html`<form class="filters" role="search" onSubmit=${(event) => event.preventDefault()}>
    <input type="search" aria-label="Search" placeholder="Search names, entries, nodes …" value=${text} onInput=${(event) => setText(event.target.value)} />
    ${select("Namespace", "namespace", [["", "all namespaces"], ...namespaces.map((one) => [one, one])])}
    ${select("Severity", "least", SEVERITIES.map((one) => [one, one === "info" ? "any severity" : one === "critical" ? "critical" : `${one} and worse`]))}
    ${select("Objective", "objective", [["", "all objectives"], ...objectives.map((one) => [one, asked(one)])])}
    ${select("Certainty", "certainty", [["", "any certainty"], ["proven-rights", "proven"], ["unknown", "unknown"], ["guarded", "guarded"]])}
    ${report.baseline && toggle("new or worse", "fresh")}
    ${findings.some(({ row }) => row.guarded) && toggle("guarded", "guarded")}
    ${findings.some(({ row }) => row.builtIn) && toggle("built in", "builtIn")}
    ${findings.some(({ row }) => row.suppressed) && toggle("accepted", "suppressed")}
    ${any && html`<button type="button" onClick=${() => setFilter(NO_FILTER)}>Clear</button>`}
    <span class="muted" role="status">${plural(app.findings.length, "finding")}</span></form>`;
}

const page = document.getElementById("page");
page.replaceChildren();
render(html`<${App} />`, page);
