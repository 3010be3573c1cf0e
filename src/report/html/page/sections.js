// Hot pods, nodes, findings, compliance, and what was scanned.

const severityColumn = { title: "Severity", cell: (row) => html`<${Severity} of=${row.severity} />`, by: (row) => rank(row.severity) };
const opener = (name) => html`<button type="button" class="link"><${Name} of=${name} /></button>`;

const POD_COLUMNS = [
  severityColumn,
  { title: "Pod", cell: (pod) => opener(pod.id), by: (pod) => pod.id },
  { title: "Pods", cell: (pod) => pod.pods.length, by: (pod) => pod.pods.length, class: "number" },
  { title: "Token of", cell: (pod) => (pod.token === "none" ? html`<span class="muted">none</span>` : html`<${Name} of=${pod.serviceAccount} />`), by: (pod) => pod.serviceAccount },
  ...(report.pods.some((pod) => pod.escapes.length > 0) ? [{ title: "Gets out by", cell: (pod) => html`<${Few} names=${pod.escapes} most=${1} />`, by: (pod) => -pod.escapes.length }] : []),
  { title: "Leads to", cell: (pod) => html`<${Few} names=${pod.reaches.length > 0 ? pod.reaches : pod.entries} />`, by: (pod) => -pod.reaches.length },
  ...(report.pods.some((pod) => pod.exposed.length > 0) ? [{ title: "Faces outside by", cell: (pod) => html`<${Few} names=${pod.exposed} most=${1} />`, by: (pod) => -pod.exposed.length }] : []),
  { title: "Standing", cell: (pod) => html`<${Marks} row=${pod} />` },
];

function Pods({ app }) {
  return html`<section id="pods" aria-labelledby="pods-title"><h2 id="pods-title">Hot pods</h2>
    <p class="lead">Pods whose token or spec starts a path, or holds a risky permission. Whoever breaks into one has what it leads to.</p>
    <${Rows} rows=${app.pods} columns=${POD_COLUMNS} caption="Hot pods" keyOf=${(pod) => pod.id} chosen=${app.selection?.id} open=${(pod) => app.show({ of: "name", id: pod.id })} /></section>`;
}

/** A control plane is what it is; it is bad only if somebody shares it. */
const byNature = (node) => node.controlPlane && node.untrusted.length === 0;

const NODE_COLUMNS = [
  { ...severityColumn, cell: (node) => (byNature(node) ? html`<span class="muted">by nature</span>` : severityColumn.cell(node)), by: (node) => (byNature(node) ? 9 : rank(node.severity)) },
  { title: "Node", cell: (node) => html`${opener(node.node)} ${node.controlPlane && html`<span class="mark">control plane</span>`}`, by: (node) => node.node },
  { title: "Pods", cell: (node) => node.pods, by: (node) => -node.pods, class: "number" },
  { title: "Strong tokens", cell: (node) => html`<${Few} names=${node.strong} most=${2} />`, by: (node) => -node.strong.length },
  { title: "Untrusted neighbours", cell: (node) => html`<${Few} names=${node.untrusted} most=${2} />`, by: (node) => -node.untrusted.length },
  { title: "Reaches", cell: (node) => html`<${Few} names=${node.reaches} most=${2} />`, by: (node) => -node.reaches.length },
];

function Nodes({ app }) {
  return html`<section id="nodes" aria-labelledby="nodes-title"><h2 id="nodes-title">Nodes</h2>
    <p class="lead">Who shares a node with whom: whoever gets out of a pod has every token on its node.</p>
    <${Rows} rows=${app.nodes} columns=${NODE_COLUMNS} caption="Nodes" keyOf=${(node) => node.node} chosen=${app.selection?.id} open=${(node) => app.show({ of: "name", id: node.node })} /></section>`;
}

const KIND_WORDS = { "hot-pod": "hot pod", path: "path", subject: "subject", role: "role", binding: "binding", guard: "guard", hygiene: "hygiene", grant: "temporary grant" };

/** What a finding says, as one line. */
function sentenceOf({ of, row }) {
  switch (of) {
    case "path": return wayOf(row);
    case "pod": return `${row.id} with a token of ${row.serviceAccount}`;
    case "subject": return `${row.subject} may ${row.entries.slice(0, 3).map((entry) => entry.id).join(", ")}${row.entries.length > 3 ? ` and ${row.entries.length - 3} more` : ""}`;
    case "role": return `${row.role} allows ${row.entries.slice(0, 3).join(", ")}`;
    case "binding": return `${row.binding} grants ${row.role}`;
    default: return row.message;
  }
}

const FINDING_COLUMNS = [
  { title: "Severity", cell: ({ row }) => html`<${Severity} of=${row.severity} />`, by: ({ row }) => rank(row.severity) },
  { title: "Kind", cell: ({ kind }) => KIND_WORDS[kind], by: ({ kind }) => kind },
  { title: "Finding", cell: (finding) => html`<button type="button" class="link">${clipped(sentenceOf(finding), 220)}</button>`, by: (finding) => sentenceOf(finding) },
  { title: "Standing", cell: ({ row }) => html`<${Marks} row=${row} />` },
];

function Findings({ app }) {
  const [kind, setKind] = useState("");
  const rows = useMemo(() => (kind ? app.findings.filter((finding) => finding.kind === kind) : app.findings), [app.findings, kind]);
  const kinds = [...new Set(findings.map((finding) => finding.kind))];
  return html`<section id="findings" aria-labelledby="findings-title"><h2 id="findings-title">All findings</h2>
    <p class="chips" role="group" aria-label="Kind">${["", ...kinds].map((one) => html`<button type="button" aria-pressed=${kind === one} onClick=${() => setKind(one)}>${one === "" ? "all" : KIND_WORDS[one]}</button>`)}</p>
    <${Rows} rows=${rows} columns=${FINDING_COLUMNS} caption="All findings" keyOf=${(finding) => `${finding.kind} ${finding.id}`} open=${({ of, id }) => app.show({ of, id })} /></section>`;
}

const STATUS_WORDS = { fail: "fail", accepted: "accepted", pass: "pass", "not-checked": "not checked" };

/** Findings by the ids that controls name. */
const byId = new Map(findings.map((finding) => [idOf(finding), finding]));

function idOf({ of, kind, id, row }) {
  switch (of) {
    case "path": return `path ${row.from} ${row.to}`;
    case "pod": return `hot-pod ${bareName(id)} ${row.serviceAccount}`;
    case "check": return row.id;
    default: return `${kind} ${id}`;
  }
}

/** The findings against a control, the first of them at first. */
function Against({ control, app }) {
  const [most, setMost] = useState(3);
  const shown = control.findings.slice(0, most);
  const more = control.count - shown.length;
  return html`${shown.map((id) => html`<div><${Named} id=${id} app=${app} /></div>`)}
    ${more > 0 && (shown.length < control.findings.length ? html`<button type="button" class="link" onClick=${() => setMost(control.findings.length)}>and ${more} more</button>` : html`<span class="muted">and ${more} more</span>`)}`;
}

/** A finding of a control: a link where the page has it. */
function Named({ id, app }) {
  const finding = byId.get(id);
  const words = id.replace(/^(\S+) (?=\1\/)/, "");
  return finding ? html`<${Link} to=${finding.of === "pod" || finding.of === "subject" ? { of: "name", id: finding.id } : { of: finding.of, id: finding.id }} app=${app}><span class="name">${clipped(words, 90)}</span><//>` : html`<span class="name">${clipped(words, 90)}</span>`;
}

function Compliance({ app }) {
  const [at, setAt] = useState(0);
  if (report.compliance.length === 0) return null;
  const framework = report.compliance[at];
  const ofStatus = (...statuses) => framework.controls.filter((control) => statuses.includes(control.status));
  const columns = [
    { title: "Status", cell: (control) => html`<span class=${`status ${control.status}`}>${STATUS_WORDS[control.status]}</span>` },
    { title: "Control", cell: (control) => control.id },
    { title: "Asks for", cell: (control) => html`${control.title}${control.why && html`<br /><span class="muted">${control.why}</span>`}` },
    { title: "Findings", cell: (control) => html`<${Against} key=${`${at} ${control.id}`} control=${control} app=${app} />` },
  ];
  const rows = (controls, caption) => html`<${Rows} rows=${controls} columns=${columns} caption=${caption} keyOf=${(control) => control.id} />`;
  const judged = [...ofStatus("fail"), ...ofStatus("accepted"), ...ofStatus("pass")];
  const unjudged = ofStatus("not-checked");
  return html`<section id="compliance" aria-labelledby="compliance-title"><h2 id="compliance-title">Compliance</h2>
    <p class="chips" role="group" aria-label="Framework">${report.compliance.map((one, place) => html`<button type="button" aria-pressed=${place === at} onClick=${() => setAt(place)}>${one.framework}</button>`)}</p>
    <p class="lead">${Object.keys(STATUS_WORDS).map((status) => `${ofStatus(status).length} ${STATUS_WORDS[status]}`).join(", ")}. A control passes only if all of it was looked for. Filters change nothing here.</p>
    ${rows(judged, framework.framework)}
    ${unjudged.length > 0 && html`<details><summary>${plural(unjudged.length, "control")} not checked</summary>${rows(unjudged, "Not checked")}</details>`}</section>`;
}

/** What a check is about: the end of its id. */
const aboutOf = ({ id, kind, check }) => id.slice(`${kind} ${check} `.length).split(" ", 1)[0];

/** Where the trouble is: the worst namespaces first. */
function Namespaces({ app }) {
  const rows = useMemo(() => {
    const all = new Map();
    const row = (namespace) => all.get(namespace) ?? (all.set(namespace, { namespace, severity: "info", critical: 0, high: 0, pods: 0, sources: new Set() }), all.get(namespace));
    for (const { of, row: found } of app.findings) {
      const namespace = { path: () => namespaceOf(found.from), pod: () => found.namespace, subject: () => namespaceOf(found.subject), binding: () => namespaceOf(found.binding), role: () => namespaceOf(found.role), check: () => namespaceOf(aboutOf(found)) }[of]?.();
      if (!namespace) continue;
      const one = row(namespace);
      one.severity = worst([one.severity, found.severity]);
      if (found.severity in one) one[found.severity] += 1;
      if (of === "pod") one.pods += 1;
      if (of === "path" && !found.guarded) one.sources.add(found.from);
    }
    return [...all.values()].sort((one, other) => bySeverity(one, other) || other.critical - one.critical || other.high - one.high);
  }, [app.findings]);
  const number = (title, of) => ({ title, cell: (row) => of(row).toLocaleString("en"), by: (row) => -of(row), class: "number" });
  const columns = [severityColumn, { title: "Namespace", cell: (row) => opener(row.namespace), by: (row) => row.namespace }, number("Critical", (row) => row.critical), number("High", (row) => row.high), number("Hot pods", (row) => row.pods), number("Sources of paths", (row) => row.sources.size)];
  return html`<section id="namespaces" aria-labelledby="namespaces-title"><h2 id="namespaces-title">Namespaces</h2>
    <p class="lead">Where findings begin: pods, accounts, roles and bindings by their namespace. A click shows only that one.</p>
    <${Rows} rows=${rows} columns=${columns} caption="Namespaces" keyOf=${(row) => row.namespace} open=${(row) => app.setFilter({ namespace: row.namespace })} /></section>`;
}

function About() {
  const { source } = report;
  const counts = Object.entries(report.counts).filter(([, count]) => count > 0);
  return html`<section id="about" aria-labelledby="about-title"><h2 id="about-title">What was scanned</h2>
    <dl><dt>Source</dt><dd>${source.name} (${source.kind}${source.server ? `, ${source.server}` : ""})</dd>
      <dt>Kubernetes</dt><dd>${source.serverVersion}</dd>
      ${source.identity && html`<dt>Read as</dt><dd>${source.identity}</dd>`}
      ${report.time && html`<dt>Read at</dt><dd>${report.time}</dd>`}
      <dt>Read</dt><dd>${counts.length === 0 ? "nothing" : counts.map(([kind, count]) => `${kind} ${count.toLocaleString("en")}`).join(", ")}</dd>
      <dt>kubescan</dt><dd>${report.kubescan}</dd></dl>
    ${report.notes.length > 0 && html`<h3>Notes</h3><ul>${report.notes.map((note) => html`<li class=${note.warning ? "warning" : ""}>${note.text}</li>`)}</ul>`}
    <p class="muted">The page asks for nothing from anywhere. Of what the API server itself installs it holds roles and checks; scan with <code>--include-builtin</code> for the rest. It is a map for an attacker: keep it where only those who need it can read it. Drawn with Preact, htm, dagre and d3-zoom.</p></section>`;
}
