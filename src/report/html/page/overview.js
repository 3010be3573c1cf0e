// How it stands, and what to do first.

function Gaps() {
  if (report.gaps.length === 0) return null;
  return html`<section class="gaps" aria-labelledby="gaps-title"><h2 id="gaps-title">Not everything could be read</h2>
    <p>What is found below is true. What is not found may be missing.</p>
    <ul>${report.gaps.map((gap) => html`<li><strong>${gap.resource}</strong> in ${gap.scope} (${gap.reason}): ${gap.effect}</li>`)}</ul></section>`;
}

function Overview({ app }) {
  return html`<section id="overview" aria-labelledby="overview-title">
    <h2 id="overview-title">Overview</h2>
    <p class="verdict">${verdict()}</p>
    ${report.baseline && html`<p>Since <code>${report.baseline.name}</code>: ${report.baseline.new} new, ${report.baseline.worse} worse, ${report.baseline.known} as they were, ${report.baseline.gone.length} gone.</p>`}
    <ul class="tiles">${SEVERITIES.map((severity) => html`<li><button type="button" class=${`tile ${severity}`} onClick=${() => app.look("findings", { least: severity })}>
      <span class="count">${report.summary[severity].toLocaleString("en")}</span><span>${severity}</span></button></li>`)}</ul>
    <${First} app=${app} /></section>`;
}

/** The answer in a few words. */
function verdict() {
  const counted = report.paths.filter((path) => !path.impliedBy && path.certainty !== "guarded" && !path.builtIn && !path.suppressed);
  if (counted.length === 0) return `No way to an objective was found${report.complete ? "" : " in what could be read"}.`;
  const admins = [...new Set(counted.filter((path) => path.to === "objective:cluster-admin").map((path) => path.from))];
  const nodes = admins.filter((name) => prefixOf(name) === "node").length;
  const own = admins.length - nodes;
  if (admins.length === 0) return html`<strong>${plural(counted.length, "path")}</strong> ${counted.length === 1 ? "leads" : "lead"} to an objective, none to cluster-admin.`;
  return html`<strong>${own === 0 ? plural(nodes, "node") : own === 1 ? "1 subject or workload" : `${own.toLocaleString("en")} subjects and workloads`}</strong>
    ${admins.length === 1 || own === 1 ? " reaches" : " reach"} <strong>cluster-admin</strong>${own > 0 && nodes > 0 && `, and so ${nodes === 1 ? "does a node" : `do ${nodes} nodes`} with their tokens`}. <${Separation} />`;
}

/** The few bindings that cut the most off from cluster-admin together. */
function Separation() {
  const cut = report.separation;
  if (!cut) return null;
  const these = cut.bindings.length === 1 ? "this binding" : `these ${cut.bindings.length} bindings`;
  const whom = cut.separated === cut.sources ? (cut.sources === 1 ? "it" : `all ${cut.sources}`) : `${cut.separated} of ${cut.sources}`;
  return html`Removing ${these} cuts ${whom} off: ${cut.bindings.map((binding, place) => html`${place > 0 && ", "}<code>${binding}</code>`)}.${cut.needNoBinding > 0 && ` ${cut.needNoBinding} more ${cut.needNoBinding === 1 ? "needs" : "need"} no binding: ${cut.withoutBinding.slice(0, 3).map((one) => `${one.source} by ${one.by}`).join(", ")}${cut.needNoBinding > 3 ? ", …" : ""}.`}`;
}

/** Choke points, with the effect of removing each. */
function First({ app }) {
  const points = report.chokePoints.filter((point) => point.cutsPaths > 0 || point.cut);
  if (points.length === 0 && report.podChokePoints.length === 0) return null;
  const most = Math.max(...[...points, ...report.podChokePoints].map((point) => point.cutsPaths));
  return html`<h3>What to fix first</h3>
    <ol class="first">
      ${points.map((point) => html`<${Point} title=${point.grant.binding} count=${point.cutsPaths} most=${most} fix=${point.fix}>
        <${Code} label="the command" wrap lines=${point.change} />
        <button type="button" aria-pressed=${app.without.has(point.grant.binding)} onClick=${() => app.toggleWithout(point.grant.binding)}>Show the effect</button><//>`)}
      ${report.podChokePoints.map((point) => html`<${Point} title=${point.workload} count=${point.cutsPaths} most=${most} fix=${point.fix} />`)}
    </ol>`;
}

function Point({ title, count, most, fix, children }) {
  return html`<li><div class="point"><h4>${title}</h4>
    <p class="bar"><progress max=${most} value=${count} aria-hidden="true"></progress> cuts ${plural(count, "path")}</p>
    <p>${fix}</p>${children}</div></li>`;
}
