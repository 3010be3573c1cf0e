// How it stands, and what to do first.

function Gaps() {
  if (report.gaps.length === 0) return null;
  return html`<section class="gaps" aria-labelledby="gaps-title"><h2 id="gaps-title">Not everything could be read</h2>
    <p>What is reported below holds. There may be more: what could not be read may hide it.</p>
    <ul>${report.gaps.map((gap) => html`<li><strong>${gap.resource}</strong> in ${gap.scope} (${gap.reason}): ${gap.effect}</li>`)}</ul></section>`;
}

function Overview({ app }) {
  return html`<section id="overview" aria-labelledby="overview-title">
    <h2 id="overview-title">Overview</h2>
    <p class="verdict"><${Verdict} app=${app} /></p>
    <${Baseline} app=${app} />
    ${report.summary.suppressed > 0 && html`<p>${plural(report.summary.suppressed, "finding")} accepted: ${report.summary.suppressed === 1 ? "it counts" : "they count"} nowhere. <button type="button" onClick=${() => app.look("findings", { suppressed: true })}>Show them too</button></p>`}
    ${app.filtered && html`<p class="muted">The overview is of everything, whatever the filters.</p>`}
    <ul class="tiles">${SEVERITIES.map((severity) => html`<li><button type="button" class=${`tile ${severity}`} onClick=${() => app.look("findings", { ...NO_FILTER, least: severity === "critical" ? "critical" : `=${severity}` })}>
      <span class="count">${report.summary[severity].toLocaleString("en")}</span><span>${severity}</span></button></li>`)}</ul>
    <${First} app=${app} /></section>`;
}

/** What changed since a baseline. */
function Baseline({ app }) {
  const { baseline } = report;
  if (!baseline) return null;
  return html`<p>Since <code>${baseline.name}</code>: <button type="button" class="link" onClick=${() => app.look("findings", { fresh: true })}>${baseline.new} new, ${baseline.worse} worse</button>, ${baseline.known} as they were.</p>
    ${baseline.gone.length > 0 && html`<details><summary>${plural(baseline.gone.length, "finding")} gone</summary><ul class="plain-list">${baseline.gone.slice(0, 300).map((one) => html`<li><${Severity} of=${one.severity} /> <${Name} of=${one.id} most=${160} /></li>`)}</ul>${baseline.gone.length > 300 && html`<p>and ${baseline.gone.length - 300} more</p>`}</details>`}`;
}

/** What there is none of, so that nothing can be said of it; an account of AWS has paths of its own. */
const ALONE = report.counts.awsAccounts > 0;
const UNREAD = [["roles", ["roles", "clusterRoles"]], ["bindings", ["roleBindings", "clusterRoleBindings"]], ["pods", ["pods", "workloads"]]]
  .filter(([, kinds]) => kinds.every((kind) => !report.counts[kind]))
  .map(([what]) => what);

/** The answer in a few words. */
function Verdict({ app }) {
  const counted = report.paths.filter((path) => !path.impliedBy && path.certainty !== "guarded" && !path.builtIn && !path.suppressed);
  const guarded = report.paths.filter((path) => !path.impliedBy && path.certainty === "guarded").length;
  if (UNREAD.length === 3 && !ALONE) return html`<strong>Nothing can be said about paths:</strong> no roles, no bindings and no pods were read.`;
  if (counted.length === 0) return html`No open way to an objective was found${report.complete ? "" : " in what could be read"}${UNREAD.length > 0 && `; ${UNREAD.map((what) => `no ${what}`).join(" and ")} were read`}.${guarded > 0 && html` <strong>${plural(guarded, "path")}</strong> ${guarded === 1 ? "is" : "are"} blocked by guards. <button type="button" onClick=${() => app.look("paths", { guarded: true })}>Show them</button>`}`;
  const admins = [...new Set(counted.filter((path) => path.to === "objective:cluster-admin").map((path) => path.from))];
  const nodes = admins.filter((name) => prefixOf(name) === "node").length;
  const own = admins.length - nodes;
  if (admins.length === 0 && ALONE) return html`<${Accounts} paths=${counted} />`;
  if (admins.length === 0) return html`<strong>${plural(counted.length, "path")}</strong> ${counted.length === 1 ? "leads" : "lead"} to an objective, none to cluster-admin.`;
  return html`<strong>${own === 0 ? plural(nodes, "node") : own === 1 ? "1 subject or workload" : `${own.toLocaleString("en")} subjects and workloads`}</strong>
    ${admins.length === 1 || own === 1 ? " reaches" : " reach"} <strong>cluster-admin</strong>${own > 0 && nodes > 0 && `, and so ${nodes === 1 ? "does a node" : `do ${nodes} nodes`} with their tokens`}. <${Separation} />`;
}

/** Who administers accounts, where nobody administers the cluster. */
function Accounts({ paths }) {
  const ends = [...new Set(paths.map((path) => path.to))].sort();
  const told = ends.map((end) => [asked(end), new Set(paths.filter((path) => path.to === end).map((path) => path.from)).size]);
  return html`${told.map(([end, count], place) => html`${place > 0 && "; "}<strong>${count === 1 ? "1 subject or workload" : `${count.toLocaleString("en")} subjects and workloads`}</strong> ${count === 1 ? "reaches" : "reach"} <strong>${end}</strong>`)}.`;
}

/** The few bindings that cut the most off from cluster-admin together. */
function Separation() {
  const cut = report.separation;
  if (!cut) return null;
  const word = cut.bindings.every((binding) => worded(binding) === binding) ? "binding" : "grant";
  const these = cut.bindings.length === 1 ? `this ${word}` : `these ${cut.bindings.length} ${word}s`;
  const whom = cut.separated === cut.sources ? (cut.sources === 1 ? "it" : `all ${cut.sources}`) : `${cut.separated} of ${cut.sources}`;
  return html`Removing ${these} cuts ${whom} off: ${cut.bindings.map((binding, place) => html`${place > 0 && ", "}<${Name} of=${binding} most=${80} />`)}.${cut.needNoBinding > 0 && ` ${cut.needNoBinding} more ${cut.needNoBinding === 1 ? "needs" : "need"} no binding: ${cut.withoutBinding.slice(0, 3).map((one) => `${one.source} by ${one.by}`).join(", ")}${cut.needNoBinding > 3 ? ", …" : ""}.`}`;
}

/** What to change first: fixes that were tried, then the bindings and pods that the most depends on. */
function First({ app }) {
  const points = report.chokePoints.filter((point) => point.cutsPaths > 0 || point.cut);
  const rows = [...points, ...report.podChokePoints].sort((one, other) => other.cutsPaths - one.cutsPaths);
  if (rows.length === 0 && report.fixes.length === 0) return null;
  const most = Math.max(...[...rows, ...report.fixes].map((row) => row.cutsPaths));
  return html`<h3>What to fix first</h3>
    ${report.fixes.length === 0 && report.paths.length > 0 && html`<p class="muted"><code>kubescan scan --fix-dir DIR</code> looks for changes that cut paths and tries each.</p>`}
    ${report.fixes.length > 0 && html`<p class="lead">Each of these changes was applied to a copy of what was scanned, which was then judged again. ${report.fixesSummary[0].toUpperCase()}${report.fixesSummary.slice(1)}</p>
      <ol class="first">${report.fixes.map((fix) => html`<${Point} title=${fix.title} kind=${fix.kind.replaceAll("-", " ")} count=${fix.cutsPaths} most=${most}>
        ${fix.coveredBy && html`<p class="muted">Not needed if this is applied: ${report.fixes.find((one) => one.id === fix.coveredBy)?.title}.</p>`}
        ${fix.guarded && html`<p class="muted">${fix.guarded.length === fix.cutsPaths ? "They are" : `${fix.guarded.length} of them ${fix.guarded.length === 1 ? "is" : "are"}`} better but not gone: a guard blocks ${fix.guarded.length === 1 ? "it" : "them"}, and must stay.</p>`}
        ${fix.stays && html`<p class="muted">What stays: ${fix.stays[0]}${fix.stays.length > 1 && ` and ${fix.stays.length - 1} more`}.</p>`}
        <p class="buttons"><${Effect} app=${app} change=${fix.title} paths=${fix.cuts} /> <button type="button" onClick=${() => app.show({ of: "fix", id: fix.id })}>The change</button></p><//>`)}</ol>
      ${rows.length > 0 && html`<h3>Where the most comes together</h3>`}`}
    <ol class="first">${rows.map((row) => (row.workload ? html`<${Point} title=${row.workload} count=${row.cutsPaths} most=${most} fix=${row.fix} />` : html`<${BindingPoint} point=${row} most=${most} app=${app} />`))}</ol>`;
}

/** A binding on which paths depend: who does what by it. */
function BindingPoint({ point, most, app }) {
  const paths = pathsOf(point);
  const hops = paths.flatMap((id) => byName.path.get(id)?.hops ?? []).filter((hop) => hop.grants.some((grant) => grant.binding === point.grant.binding));
  const does = [...new Set(hops.map((hop) => `${clipped(actorsOf(hop).join(" + "), 60)}: ${hop.title}`))];
  return html`<${Point} title=${clipped(worded(point.grant.binding), 120)} count=${point.cutsPaths} most=${most} fix=${clipped(point.fix, 240)}>
    ${does.length > 0 && html`<ul class="does">${does.slice(0, 3).map((one) => html`<li>${one}</li>`)}${does.length > 3 && html`<li>and ${does.length - 3} more</li>`}</ul>`}
    <${Code} label="the command" wrap lines=${point.change} />
    <p class="buttons"><${Effect} app=${app} change=${`without ${point.grant.binding}`} paths=${paths} /></p><//>`;
}

/** The paths that a choke point cuts; where they were only counted, those that are shown with its binding. */
function pathsOf(point) {
  if (point.paths.length > 0) return point.paths;
  const uses = (path) => path.hops.some((hop) => hop.grants.some((grant) => grant.binding === point.grant.binding));
  return report.paths.filter(uses).map((path) => path.id);
}

function Effect({ app, change, paths }) {
  return html`<button type="button" aria-pressed=${app.tried.has(change)} onClick=${() => app.toggleTrial(change, paths)}>${app.tried.has(change) ? "Put back" : "Show the effect"}</button>`;
}

function Point({ title, kind, count, most, fix, children }) {
  return html`<li><div class="point">${kind && html`<p class="kicker">${kind}</p>`}<h4>${title}</h4>
    <p class="bar"><progress max=${most} value=${count} aria-hidden="true"></progress> cuts ${plural(count, "path")}</p>
    ${fix && html`<p>${fix}</p>`}${children}</div></li>`;
}
