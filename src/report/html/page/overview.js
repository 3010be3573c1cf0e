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

/** The answer in one sentence. */
function verdict() {
  const counted = report.paths.filter((path) => !path.impliedBy && path.certainty !== "guarded" && !path.builtIn && !path.suppressed);
  const admin = new Set(counted.filter((path) => path.to === "objective:cluster-admin").map((path) => path.from));
  if (counted.length === 0) return html`No way to an objective was found${report.complete ? "" : " in what could be read"}.`;
  const cut = report.separation;
  return html`${admin.size > 0 ? html`<strong>${plural(admin.size, "source")}</strong> ${admin.size === 1 ? "reaches" : "reach"} <strong>cluster-admin</strong>` : html`<strong>${plural(counted.length, "path")}</strong> ${counted.length === 1 ? "leads" : "lead"} to an objective, none of them to cluster-admin`}.
    ${cut && ` Removing ${plural(cut.bindings.length, "binding")} separates ${cut.separated} of ${cut.sources}.`}
    ${cut?.needNoBinding > 0 && ` ${cut.needNoBinding} more need no binding that could be removed.`}`;
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
