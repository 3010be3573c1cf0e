// The report as it stands in the page. Names come as numbers of a table and are put back once, here.

const report = JSON.parse(document.getElementById("data").textContent);

/** Which fields of each list are numbers of texts, or lists of such numbers. */
const NAMED = {
  hops: ["from", "to", "entry", "about", "facts", "also", "blockedBy", "mayRefuse", "title", "commands", "audit", "stop"],
  grants: ["binding", "role"],
  paths: ["from", "to", "fix"],
  pods: ["namespace", "nodes", "serviceAccount", "entries", "escapes", "reaches"],
  subjects: ["subject"],
  entries: ["id", "scope", "names"],
  roles: ["role", "entries", "boundBy"],
  bindings: ["binding", "role", "subjects", "entries"],
  nodes: ["node", "reaches", "serviceAccounts", "strong", "untrusted"],
};

function spell(value) {
  return Array.isArray(value) ? value.map(spell) : report.texts[value];
}

function name(rows, fields) {
  for (const row of rows) {
    for (const field of fields) {
      if (row[field] !== undefined) row[field] = spell(row[field]);
    }
  }
}

/** Hops may have parts, which are hops; grants of both are numbers of the table of grants. */
function nameHops(hops) {
  name(hops, NAMED.hops);
  for (const hop of hops) {
    hop.grants = (hop.grants ?? []).map((number) => report.grants[number]);
    if (hop.parts) nameHops(hop.parts);
  }
}

name(report.grants, NAMED.grants);
nameHops(report.hops);
for (const list of ["paths", "pods", "subjects", "roles", "bindings", "nodes"]) name(report[list], NAMED[list]);
for (const path of report.paths) {
  path.hops = path.hops.map((number) => report.hops[number]);
  // What is said of most is left out.
  path.certainty ??= "proven-rights";
}
for (const subject of report.subjects) {
  name(subject.entries, NAMED.entries);
  for (const entry of subject.entries) entry.grants = entry.grants.map((number) => report.grants[number]);
}
for (const node of Object.keys(report.residents)) report.residents[node] = spell(report.residents[node]);

/** The requests of a hop: its parts, or itself. */
const requestsOf = (hop) => hop.parts ?? [hop];

/** Who takes a hop, each once. */
const actorsOf = (hop) => [...new Set(requestsOf(hop).map((part) => part.from))];

/** The entries that a hop takes, each once. */
const entriesOf = (hop) => [...new Set(requestsOf(hop).map((part) => part.entry))];

report.fixes ??= [];

/** Rows by their names, to find one from another. */
const byName = {
  path: new Map(report.paths.map((row) => [row.id, row])),
  pod: new Map(report.pods.map((row) => [row.id, row])),
  subject: new Map(report.subjects.map((row) => [row.subject, row])),
  role: new Map(report.roles.map((row) => [row.role, row])),
  binding: new Map(report.bindings.map((row) => [row.binding, row])),
  node: new Map(report.nodes.map((row) => [row.node, row])),
  check: new Map(report.checks.map((row) => [row.fingerprint, row])),
};

/** All findings as one list: what each is called, and its row. */
const findings = [
  ...report.pods.map((row) => ({ kind: "hot-pod", of: "pod", id: row.id, row })),
  ...report.paths.map((row) => ({ kind: "path", of: "path", id: row.id, row })),
  ...report.subjects.map((row) => ({ kind: "subject", of: "subject", id: row.subject, row })),
  ...report.roles.map((row) => ({ kind: "role", of: "role", id: row.role, row })),
  ...report.bindings.map((row) => ({ kind: "binding", of: "binding", id: row.binding, row })),
  ...report.checks.map((row) => ({ kind: row.kind, of: "check", id: row.fingerprint, row })),
];
