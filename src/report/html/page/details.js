// What is known of what one clicked: a panel beside the page, or over it on a small screen.

function Details({ app }) {
  const { selection } = app;
  const panel = useRef(null);
  useEffect(() => panel.current?.focus({ preventScroll: true }), [selection]);
  if (!selection) return null;
  const View = VIEWS[selection.of];
  return html`<aside class="details" aria-label="Details" tabindex="-1" ref=${panel} onKeyDown=${(event) => event.key === "Escape" && app.close()}>
    <div class="close">${app.depth > 1 && html`<button type="button" onClick=${app.back}>Back</button>`}<button type="button" onClick=${app.close} aria-label="Close details">✕</button></div>
    <${View} key=${selection.id} selection=${selection} app=${app} /></aside>`;
}

/** Where the same was scanned. */
const SOURCE = report.source.kind === "files" ? report.source.name.split(", ").map((file) => ` -f ${shellWord(file)}`).join("") : report.source.name ? ` --context ${shellWord(report.source.name)}` : "";

function Title({ name, severity, row }) {
  return html`<p class="kicker">${kindOf(name)}${namespaceOf(name) && ` in ${namespaceOf(name)}`}</p>
    <h2><${Name} of=${shortName(name)} /> ${severity && html`<${Severity} of=${severity} />`} ${row && html`<${Marks} row=${row} />`}</h2>`;
}

function PathView({ selection, app }) {
  const path = byName.path.get(selection.id);
  if (!path) return html`<p>The report does not hold this path; the filters of the scan left it out.</p>`;
  return html`<p class="kicker">${path.id}</p>
    <h2><${Name} of=${path.from} /> → ${asked(path.to)} <${Severity} of=${path.severity} /> <${Marks} row=${path} /></h2>
    <p class=${`certainty ${path.certainty}`}>${CERTAINTY_WORDS[path.certainty]}</p>
    ${path.impliedBy && html`<p>Follows from <${Link} to=${{ of: "path", id: path.impliedBy }} app=${app} />: whoever may do everything may do this too.</p>`}
    <h3>${plural(path.hops.length, "step")}</h3>
    <ol class="hops">${path.hops.map((hop, place) => html`<li><${Hop} hop=${hop} app=${app} open=${place < 4} /></li>`)}</ol>
    ${path.continues && html`<p>It goes on as <${Link} to=${{ of: "path", id: path.continues }} app=${app} />.</p>`}
    ${path.fix && html`<h3>Fix</h3><p>${path.fix}</p>`}
    <${FixLinks} title="Changes that cut it" fixes=${report.fixes.filter((fix) => fix.cuts.includes(path.id))} app=${app} />
    <h3>Ask again</h3>
    <${Code} label="the command" wrap lines=${`kubescan paths --from ${shellWord(path.from)} --to ${shellWord(asked(path.to))}${SOURCE}`} />
    <${Accept} row=${path} />`;
}

/** One step: what is done and why it can be, how it is done, how it shows, what stops it. */
function Hop({ hop, app, open }) {
  return html`<details class=${`hop ${certaintyOf(hop)}`} open=${open}>
    <summary><${Name} of=${actorsOf(hop).map(asked).join(" + ")} /> → <${Name} of=${hop.to} /> <span class="entries">${entriesOf(hop).join(" + ")}</span></summary>
    ${requestsOf(hop).map((request) => html`<${Request} request=${request} joint=${Boolean(hop.parts)} app=${app} />`)}
    ${hop.confirmed !== undefined && html`<p>${hop.confirmed ? "The API server confirms it." : "The API server refuses it."}</p>`}
    ${hop.commands.length > 0 && html`<p class="label">How</p><${Code} label="the commands" wrap lines=${hop.commands.join("\n")} />`}
    <p class="label">Detection</p>
    ${hop.audit.length > 0 ? html`<p>The audit log has events with</p><${Code} label="the marks in the audit log" wrap lines=${hop.audit.join("\n")} />` : html`<p>${unseen(hop.entry)}</p>`}
    ${hop.stop && html`<p class="label">Fix</p><p>${hop.stop}</p>`}
  </details>`;
}

/** What is done by one request, and what it rests on. */
function Request({ request, joint, app }) {
  const known = report.catalogue[request.entry];
  const list = (title, facts) => facts?.length > 0 && html`<p class="label">${title}</p><ul>${facts.map((fact) => html`<li>${fact}</li>`)}</ul>`;
  return html`<div class="request">
    ${joint && html`<p class="kicker">${request.from}</p>`}
    ${known && html`<h4>${known.title} <span class="entries">${request.entry}</span></h4><p>${known.why}</p>`}
    ${list("Because", request.facts)}${list("The pod gets out by these too", request.also)}
    ${list("Blocked by", request.blockedBy)}${list("May be refused by", request.mayRefuse)}
    ${request.grants.map((grant) => html`<${Grant} grant=${grant} app=${app} />`)}
    ${known?.controls && html`<p class="controls">${known.controls.join(" · ")}</p>`}
  </div>`;
}

/** How a step shows that asks the API server for nothing. */
function unseen(entry) {
  if (entry.startsWith("escape/")) return "The API server does not see it: it happens on the node. Watch processes and mounts there; the audit log has who created the pod.";
  if (entry === "identity/pod-token") return "No request is made: the token lies in the pod. Later requests with it stand in the audit log under the account's name; look for addresses (sourceIPs) that are not those of its pods.";
  return "No request is made: the audit log does not see it.";
}

/** A grant: binding, role and rule, with their YAML. */
function Grant({ grant, app }) {
  const lines = roleYaml(grant.role, grant.rule);
  const bound = grant.binding ? bindingYaml(grant.binding) : [];
  return html`<p class="label">Grant</p>
    <p>${grant.binding ? html`<code>${grant.binding}</code> → ` : "by a binding that it would make itself → "}<code>${grant.role}</code> rule ${grant.rule}</p>
    ${lines.length > 0 && html`<${Code} label=${`YAML of ${grant.role}`} lines=${lines} />`}
    ${bound.length > 0 && html`<details class="more-yaml"><summary>YAML of the binding</summary><${Code} label=${`YAML of ${grant.binding}`} lines=${bound} /></details>`}`;
}

/** How to accept a finding. */
function Accept({ row }) {
  if (!row.fingerprint) return null;
  const yaml = `version: 1\nsuppressions:\n- fingerprint: ${row.fingerprint}\n  reason: …\n  owner: …\n  expires: …`;
  return html`${row.places && html`<h3>Where</h3><ul>${row.places.map((place) => html`<li><code>${place}</code></li>`)}</ul>`}
    <details><summary>Accept it</summary><p>An item for the file of <code>--suppressions</code>:</p><${Code} label="the suppression" lines=${yaml} /></details>`;
}

/** Paths in a list, the worst first. */
function PathList({ title, paths, app }) {
  const [most, setMost] = useState(12);
  if (paths.length === 0) return null;
  return html`<h3>${title} (${paths.length.toLocaleString("en")})</h3>
    <ul class="plain-list">${paths.slice(0, most).map((path) => html`<li><${Link} to=${{ of: "path", id: path.id }} app=${app}><${Severity} of=${path.severity} /> ${clipped(wayOf(path), 160)}<//></li>`)}</ul>
    ${paths.length > most && html`<button type="button" onClick=${() => setMost(most + 50)}>Show more</button>`}`;
}

/** Anything that bears a name: what it holds, where it leads, who leads to it. */
function NameView({ selection, app }) {
  const name = selection.id;
  const [subject, pod, node] = ["subject", "pod", "node"].map((of) => byName[of].get(name));
  const starts = useMemo(() => app.paths.filter((path) => path.from === name), [name, app.paths]);
  const through = useMemo(() => app.paths.filter((path) => path.from !== name && stepsOf(path).some(([from, to]) => from === name || to === name)), [name, app.paths]);
  const known = report.pods.filter((one) => one.serviceAccount === name);
  const row = subject ?? pod ?? node;
  return html`<${Title} name=${name} severity=${row?.severity} row=${row} />
    <p class="buttons"><button type="button" onClick=${() => app.setFilter(prefixOf(name) === "objective" ? { objective: name } : { text: shown(name) })}>Show only this</button></p>
    ${pod && html`<${PodFacts} pod=${pod} app=${app} />`}
    ${node && html`<${NodeFacts} node=${node} app=${app} />`}
    <${PathList} title="Its paths" paths=${starts} app=${app} />
    ${subject && html`<${Entries} subject=${subject} app=${app} />`}
    ${known.length > 0 && html`<h3>Pods with its token</h3><ul>${known.map((one) => html`<li><${Link} to=${{ of: "name", id: one.id }} app=${app} /></li>`)}</ul>`}
    <${PathList} title="Paths through it" paths=${through} app=${app} />
    <h3>Ask again</h3>
    <${Code} label="the command" wrap lines=${`${prefixOf(name) === "objective" ? `kubescan paths --to ${shellWord(asked(name))}` : `kubescan blast-radius ${shellWord(name)}`}${SOURCE}`} />
    ${row && html`<${Accept} row=${row} />`}`;
}

function PodFacts({ pod, app }) {
  return html`<dl>
    <dt>Token of</dt><dd>${pod.token === "none" ? "nobody: it carries none" : html`<${Link} to=${{ of: "name", id: pod.serviceAccount }} app=${app} />${pod.token === "legacy-secret" && " (in a Secret)"}`}</dd>
    ${(pod.cloud ?? []).length > 0 && html`<dt>In the cloud</dt><dd>${pod.cloud.map((id) => html`<${Name} of=${id} /> `)}</dd>`}
    ${pod.escapes.length > 0 && html`<dt>Gets out by</dt><dd>${pod.escapes.map((id) => html`<${Term} id=${id} />`)}</dd>`}
    ${pod.exposed.length > 0 && html`<dt>Faces outside by</dt><dd>${pod.exposed.join(", ")}</dd>`}
    ${pod.reaches.length > 0 && html`<dt>Reaches</dt><dd>${pod.reaches.map(asked).join(", ")}</dd>`}
    <dt>Pods</dt><dd><${Few} names=${pod.pods} most=${5} /></dd>
    ${pod.nodes.length > 0 && html`<dt>On</dt><dd>${pod.nodes.slice(0, 20).map((node) => html`<${Link} to=${{ of: "name", id: `node:${node}` }} app=${app} /> `)}</dd>`}
  </dl>`;
}

function NodeFacts({ node, app }) {
  const residents = report.residents[node.node] ?? [];
  const list = (names) => names.map((name) => html`<${Link} to=${{ of: "name", id: name }} app=${app} /> `);
  return html`${node.advice && html`<p class="advice">${node.advice}</p>`}<dl>
    ${node.strong.length > 0 && html`<dt>Strong tokens</dt><dd>${list(node.strong)}</dd>`}
    ${node.untrusted.length > 0 && html`<dt>Untrusted neighbours</dt><dd>${list(node.untrusted)}</dd>`}
    ${node.reaches.length > 0 && html`<dt>Reaches</dt><dd>${node.reaches.map(asked).join(", ")}</dd>`}
    <dt>Gives tokens of</dt><dd>${list(node.serviceAccounts.slice(0, 60))}${node.serviceAccounts.length > 60 && `and ${node.serviceAccounts.length - 60} more`}${node.serviceAccounts.length === 0 && "nobody"}</dd>
    <dt>Secrets</dt><dd>${node.secrets}</dd>
    <dt>Runs</dt><dd>${list(residents.slice(0, 60))}${residents.length > 60 && `and ${residents.length - 60} more`}</dd></dl>`;
}

/** An id of the catalogue, with its text. */
function Term({ id, open }) {
  const known = report.catalogue[id];
  if (!known) return html`<code>${id}</code> `;
  return html`<details class="term" open=${open}><summary><code>${id}</code> ${known.title}</summary><p>${known.why}</p><p class="label">Fix</p><p>${known.fix}</p></details>`;
}

/** What a subject holds. */
function Entries({ subject, app }) {
  const [most, setMost] = useState(12);
  return html`<h3>What it may do (${subject.entries.length})</h3>
    ${subject.entries.slice(0, most).map((entry) => html`<details class="term"><summary><${Severity} of=${entry.severity} /> <code>${entry.id}</code> ${entry.scope === "cluster" ? "cluster-wide" : `in ${entry.scope}`}${entry.guarded && html` <span class="mark">guarded</span>`}</summary>
      <p>${report.catalogue[entry.id]?.title}: ${report.catalogue[entry.id]?.why}</p>
      ${entry.names && html`<p>Only for <${Few} names=${entry.names} most=${8} />.</p>`}
      ${entry.grants.slice(0, 5).map((grant) => html`<${Grant} grant=${grant} app=${app} />`)}
      <p class="label">Fix</p><p>${report.catalogue[entry.id]?.fix}</p></details>`)}
    ${subject.entries.length > most && html`<button type="button" onClick=${() => setMost(most + 50)}>Show ${Math.min(50, subject.entries.length - most)} more</button>`}`;
}

function FixLinks({ title, fixes, app }) {
  if (fixes.length === 0) return null;
  return html`<h3>${title}</h3><ul class="plain-list">${fixes.map((fix) => html`<li><${Link} to=${{ of: "fix", id: fix.id }} app=${app}>${fix.title}<//></li>`)}</ul>`;
}

/** A fix: what it cuts, what to look at first, the file as `--fix-dir` writes it. */
function FixView({ selection, app }) {
  const fix = report.fixes.find((one) => one.id === selection.id);
  return html`<p class="kicker">${fix.kind.replaceAll("-", " ")}</p><h2>${fix.title} <${Severity} of=${fix.severity} /></h2>
    <${PathList} title="Paths that it cuts" paths=${fix.cuts.map((id) => byName.path.get(id)).filter(Boolean)} app=${app} />
    ${fix.coveredBy && html`<p>Not needed if this is applied, beyond which it cuts nothing: <${Link} to=${{ of: "fix", id: fix.coveredBy }} app=${app}>${report.fixes.find((one) => one.id === fix.coveredBy)?.title}<//></p>`}
    ${fix.guarded && html`<h3>Better, but not gone</h3><p>A guard blocks these from then on, and must stay.</p><ul>${fix.guarded.map(({ path, by }) => html`<li><code>${path}</code> ${by.join("; ")}</li>`)}</ul>`}
    ${fix.stays && html`<h3>What stays</h3><ul>${fix.stays.map((line) => html`<li>${line}</li>`)}</ul>`}
    ${fix.check.length > 0 && html`<h3>Look at first</h3><ul>${fix.check.map((line) => html`<li>${line}</li>`)}</ul>`}
    <h3>${fix.file}</h3><${Code} label=${fix.file} lines=${fix.lines.map((text) => ({ text }))} />
    <details><summary>What takes it back</summary><${Code} label=${`undo/${fix.file}`} lines=${fix.undo.map((text) => ({ text }))} /></details>`;
}

function GroupView({ selection, app }) {
  const { members } = selection.group;
  const words = groupWords(selection.group);
  const [most, setMost] = useState(100);
  return html`<p class="kicker">${words.kind}</p><h2>${words.title}</h2>
    <p>From each of them the same steps lead to the same objectives.</p>
    <p class="buttons"><button type="button" onClick=${() => app.open(selection.id)}>Open in the graph</button></p>
    <ul class="plain-list">${members.slice(0, most).map((member) => html`<li><${Link} to=${{ of: "name", id: member.name }} app=${app} /></li>`)}</ul>
    ${members.length > most && html`<button type="button" onClick=${() => setMost(most + 200)}>Show more</button>`}`;
}

function EdgeView({ selection, app }) {
  const hops = [...selection.edge.hops].sort((one, other) => CERTAINTIES.indexOf(certaintyOf(one)) - CERTAINTIES.indexOf(certaintyOf(other)));
  return html`<p class="kicker">${hops.length === 1 ? "step" : plural(hops.length, "step")} of ${plural(selection.edge.paths, "path")}</p>
    <h2>${titlesOf(selection.edge) || "leads to"}</h2>
    ${hops.slice(0, 30).map((hop, place) => html`<${Hop} hop=${hop} app=${app} open=${place === 0} />`)}
    ${hops.length > 30 && html`<p>and ${hops.length - 30} more</p>`}
    ${hops.length === 0 && html`<p>Whoever has the one has the other.</p>`}`;
}

function RoleView({ selection, app }) {
  const row = byName.role.get(selection.id);
  return html`<${Title} name=${row.role} severity=${row.severity} row=${row} />
    <h3>Allows</h3>${row.entries.slice(0, 40).map((id) => html`<${Term} id=${id} />`)}
    <h3>Bound by</h3><p>${row.boundBy.length === 0 ? "nobody" : html`<${Few} names=${row.boundBy} most=${30} />`}</p>
    <${Code} label=${`YAML of ${row.role}`} lines=${roleYaml(row.role, -1)} /><${Accept} row=${row} />`;
}

function BindingView({ selection, app }) {
  const row = byName.binding.get(selection.id);
  return html`<${Title} name=${row.binding} severity=${row.severity} row=${row} />
    <dl><dt>Grants</dt><dd><code>${row.role}</code></dd><dt>To</dt><dd>${row.subjects.slice(0, 50).map((subject) => html`<${Link} to=${{ of: "name", id: subject }} app=${app} /> `)}</dd></dl>
    <h3>Allows</h3>${row.entries.slice(0, 40).map((id) => html`<${Term} id=${id} />`)}
    <${Code} label=${`YAML of ${row.binding}`} lines=${bindingYaml(row.binding)} /><${Accept} row=${row} />`;
}

function CheckView({ selection }) {
  const row = byName.check.get(selection.id);
  return html`<p class="kicker">${row.kind}</p><h2><${Severity} of=${row.severity} /> ${row.check} <${Marks} row=${row} /></h2>
    <p>${row.message}</p><${Term} id=${row.check} open /><${Accept} row=${row} />`;
}

const VIEWS = { path: PathView, name: NameView, pod: NameView, subject: NameView, node: NameView, group: GroupView, edge: EdgeView, role: RoleView, binding: BindingView, check: CheckView, fix: FixView };
