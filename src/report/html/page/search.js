// What is searched for and filtered: the words of a finding, where it is, how bad it is.

/** All words of a finding in lower case, made when somebody first searches. */
function haystackOf(finding) {
  finding.haystack ??= inBothSpellings(words(finding).join(" "));
  return finding.haystack;
}

/** A name is found as it is, and as it is seen. */
const inBothSpellings = (text) => (text === shown(text) ? text : `${text} ${shown(text)}`).toLowerCase();

/** The words that are searched for; what a path is written with between its steps is none. */
const wordsOf = (text) => text.toLowerCase().split(/\s+/).filter((word) => word !== "" && word !== "->" && word !== "→");

/** What the rules of these grants are about. */
const resourcesOf = (grants) => grants.flatMap(({ role, rule }) => report.roleObjects[role]?.rules[rule]?.resources ?? []);

/** What the rules are about that a finding rests on. */
function grantedBy({ of, row }) {
  switch (of) {
    case "path": return resourcesOf(row.hops.flatMap((hop) => requestsOf(hop).flatMap((request) => request.grants)));
    case "subject": return resourcesOf(row.entries.flatMap((entry) => entry.grants));
    case "role":
    case "binding": return (report.roleObjects[row.role]?.rules ?? []).flatMap((rule) => rule.resources ?? []);
    default: return [];
  }
}

function words(finding) {
  const { id, row } = finding;
  const entries = [row.check, ...(row.escapes ?? []), ...(row.entries ?? []).map((entry) => entry.id ?? entry), ...(row.hops ?? []).flatMap(entriesOf)].filter(Boolean);
  const known = entries.map((entry) => report.catalogue[entry]).filter(Boolean);
  return [id, sentenceOf(finding), row.to, row.fingerprint, ...new Set(grantedBy(finding)), ...(row.pods ?? []), ...entries, ...known.flatMap((word) => [word.title, ...(word.controls ?? [])])];
}

/** The same of a node of the cluster: who lives there is a word of it. */
function haystackOfNode(node) {
  node.haystack ??= inBothSpellings([node.node, ...node.strong, ...node.untrusted, ...node.serviceAccounts, ...(report.residents[node.node] ?? [])].join(" "));
  return node.haystack;
}

/** The namespaces that a finding has to do with. */
function namespacesOf({ of, row }) {
  switch (of) {
    case "path": return [namespaceOf(row.from), ...row.hops.flatMap((hop) => [...actorsOf(hop), hop.to]).map(namespaceOf)];
    case "pod": return [row.namespace];
    case "subject": return [namespaceOf(row.subject), ...row.entries.map((entry) => entry.scope.replace(/^namespace\//, ""))];
    case "role": return [namespaceOf(row.role)];
    case "binding": return [namespaceOf(row.binding), ...row.subjects.map(namespaceOf)];
    default: return [namespaceOf(aboutOf(row)), ...(report.namespaces ??= allNamespaces()).filter((namespace) => row.message.includes(namespace))];
  }
}

function allNamespaces() {
  const all = new Set([...report.texts, ...report.checks.map(aboutOf)].map(namespaceOf));
  all.delete("");
  all.delete("*");
  return [...all].sort();
}

/** `high` is what is so bad or worse, `=high` what is just that. */
const isBad = (least, severity) => (least.startsWith("=") ? `=${severity}` === least : rank(severity) <= rank(least));

/** Whether a finding passes the filters. */
function passes(filter) {
  const words = wordsOf(filter.text);
  return (finding) => {
    const { row } = finding;
    if (!isBad(filter.least, row.severity)) return false;
    if ((row.guarded && !filter.guarded && filter.certainty !== "guarded") || (row.builtIn && !filter.builtIn) || (row.suppressed && !filter.suppressed)) return false;
    if (filter.fresh && row.since !== "new" && row.since !== "worse") return false;
    if (filter.certainty && finding.of === "path" && row.certainty !== filter.certainty) return false;
    if (filter.namespace && !namespacesOf(finding).includes(filter.namespace)) return false;
    return words.length === 0 || words.every((word) => haystackOf(finding).includes(word));
  };
}
