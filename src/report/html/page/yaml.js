// Roles and bindings as the YAML that a person knows.

/** A scalar: plain where that is safe, else in quotes. */
function scalar(value) {
  const plain = /^[A-Za-z][\w./-]*$/.test(value) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(value);
  return plain ? value : JSON.stringify(value);
}

const flow = (list) => `[${list.map(scalar).join(", ")}]`;

/** The lines of one rule. */
function ruleLines(rule) {
  const lines = ["apiGroups", "resources", "resourceNames", "nonResourceURLs", "verbs"]
    .filter((field) => rule[field])
    .map((field) => `${field}: ${flow(rule[field])}`);
  return lines.map((line, place) => (place === 0 ? `- ${line}` : `  ${line}`));
}

/** The head of an object of this name. */
function head(name) {
  const kind = KINDS[prefixOf(name)];
  const namespace = namespaceOf(name);
  const inside = namespace ? [`  namespace: ${scalar(namespace)}`] : [];
  return ["apiVersion: rbac.authorization.k8s.io/v1", `kind: ${kind}`, "metadata:", `  name: ${scalar(shortName(name))}`, ...inside];
}

function subjectLines(subject) {
  const kind = { user: "User", group: "Group", sa: "ServiceAccount" }[prefixOf(subject)] ?? "User";
  const inside = kind === "ServiceAccount" ? [`  namespace: ${scalar(namespaceOf(subject))}`] : ["  apiGroup: rbac.authorization.k8s.io"];
  return [`- kind: ${kind}`, `  name: ${scalar(shortName(subject))}`, ...inside];
}

/** A role as lines; those of the rule that counts are marked. Of a long role only that rule is shown. */
function roleYaml(name, rule) {
  const role = report.roleObjects[name];
  if (!role) return [];
  const lines = [...head(name), "rules:"].map((text) => ({ text }));
  const whole = role.rules.length <= 12;
  role.rules.forEach((one, place) => {
    if (place === rule || whole) lines.push(...ruleLines(one).map((text) => ({ text, marked: place === rule })));
  });
  if (!whole) lines.push({ text: `# ${role.rules.length - 1} more rules; this is rule ${rule}, counted from 0` });
  return lines;
}

/** A binding as lines. */
function bindingYaml(name) {
  const binding = report.bindingObjects[name];
  if (!binding) return [];
  const roleRef = ["roleRef:", "  apiGroup: rbac.authorization.k8s.io", `  kind: ${KINDS[prefixOf(binding.role)] ?? "ClusterRole"}`, `  name: ${scalar(shortName(binding.role))}`];
  const shown = binding.subjects.slice(0, 50);
  const more = binding.subjects.length - shown.length;
  const subjects = ["subjects:", ...shown.flatMap(subjectLines), ...(more > 0 ? [`# and ${more} more`] : [])];
  return [...head(name), ...roleRef, ...subjects].map((text) => ({ text }));
}
