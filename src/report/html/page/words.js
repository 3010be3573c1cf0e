// Words and orders that all parts of the page share.

const SEVERITIES = ["critical", "high", "medium", "low", "info"];
const CERTAINTIES = ["proven-rights", "unknown", "guarded"];

/** What the prefix of a name says. */
const KINDS = {
  sa: "service account",
  user: "user",
  group: "group",
  pod: "pod",
  workload: "workload",
  node: "node",
  ns: "namespace",
  secret: "secret",
  objective: "objective",
  role: "Role",
  clusterrole: "ClusterRole",
  rolebinding: "RoleBinding",
  clusterrolebinding: "ClusterRoleBinding",
  aws: "AWS principal",
  gcp: "Google account",
  azure: "Azure identity",
};

const CERTAINTY_WORDS = {
  "proven-rights": "proven: every right was found",
  unknown: "unknown: a step rests on something that cannot be seen",
  guarded: "guarded: a guard blocks a step",
};

const NAMESPACED = new Set(["sa", "pod", "workload", "secret", "role", "rolebinding"]);

const rank = (severity) => SEVERITIES.indexOf(severity);
const worst = (severities) => severities.reduce((one, other) => (rank(other) < rank(one) ? other : one), "info");
const bySeverity = (one, other) => rank(one.severity) - rank(other.severity);

const prefixOf = (name) => name.slice(0, Math.max(0, name.indexOf(":")));
const bareName = (name) => name.slice(name.indexOf(":") + 1);

/** The namespace of what bears this name; empty for what has none. */
function namespaceOf(name) {
  const prefix = prefixOf(name);
  if (prefix === "ns") return bareName(name);
  return NAMESPACED.has(prefix) && name.includes("/") ? bareName(name).split("/", 1)[0] : "";
}

/** What a person calls its kind: `Deployment`, `service account`. */
function kindOf(name) {
  const prefix = prefixOf(name);
  return prefix === "workload" ? (bareName(name).split("/")[1] ?? "workload") : (KINDS[prefix] ?? prefix);
}

/** The name without kind and namespace. */
function shortName(name) {
  const parts = bareName(name).split("/");
  if (prefixOf(name) === "workload") return parts.slice(2).join("/");
  return NAMESPACED.has(prefixOf(name)) ? parts.slice(1).join("/") || bareName(name) : bareName(name);
}

/** A name as it may be asked about: an objective without its kind. */
const asked = (name) => name.replace(/^objective:/, "");

/** A name as people read it: what EKS grants beside RBAC is no object of the cluster, though it has the name of one. */
function worded(name) {
  const policy = /^clusterrole:eks:access-policy:(.+)$/.exec(name);
  if (policy) return `access policy ${policy[1]}`;
  const entry = /^(?:clusterrolebinding:|rolebinding:([^/]+)[/])eks:access-entry:([^:]+):(arn:.+)$/.exec(name);
  return entry ? `access entry of ${entry[3]} (${entry[2]}${entry[1] ? ` in ${entry[1]}` : ""})` : asked(name);
}

const plural = (count, word) => `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;

/** The middle of a long name is what one misses least. */
function clipped(text, most) {
  if (text.length <= most) return text;
  const head = Math.ceil((most - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (most - 1 - head))}`;
}

/** A word for a POSIX shell. */
function shellWord(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A path as one line. */
function wayOf(path) {
  let line = asked(path.from);
  let at = path.from;
  for (const hop of path.hops) {
    const actors = actorsOf(hop);
    if (actors.length !== 1 || actors[0] !== at) line += `, ${actors.map(asked).join(" + ")}`;
    line += ` → ${asked(hop.to)}`;
    at = hop.to;
  }
  return line;
}
