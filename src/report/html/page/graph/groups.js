// What does the same stands together: nodes of one kind from which the same steps lead to the same objectives.
//
// Every path is read from its end, and gives each of its nodes what lies before it: how far its objective is, its next step,
// its next two, all of them. Nodes for which that is the same make a group. A picture begins with the finest of these views
// that can be read; a group opens into those of the next one, then into its namespaces, then into its members. So a graph
// of any size begins as a picture of the ways there are. Cost: the hops of all paths.

/** A picture of more boxes than this takes long to read; groups are opened as long as it stays below. */
const READABLE = 28;

/** So few are drawn one by one. */
const FEW = 48;

/** A group opens by itself only into so few. */
const BY_ITSELF = 8;

/** A group opens into so many at once; the rest is a group again. */
const OPENED = 24;

/** Gives each node what it is told by in each view, the coarsest first. */
function tell(paths, graph) {
  const numbers = new Map();
  const number = (text) => numbers.get(text) ?? (numbers.set(text, numbers.size), numbers.size - 1);
  for (const node of graph.nodes.values()) Object.assign(node, { distance: Infinity, next: new Set(), two: new Set(), all: new Set() });
  for (const path of paths) {
    let [distance, next, rest] = [0, "", number(path.to)];
    for (const [from, to, hop] of stepsOf(path).reverse()) {
      const node = graph.nodes.get(from);
      const step = `${hop ? entriesOf(hop).join("+") : ""}>${prefixOf(to) === "objective" ? to : kindOf(to)}`;
      distance += 1;
      rest = number(`${step}|${rest}`);
      node.distance = Math.min(node.distance, distance);
      node.next.add(number(step));
      node.two.add(number(`${step}|${next}`));
      node.all.add(rest);
      next = step;
    }
  }
  const set = (all) => [...all].sort((one, other) => one - other).join();
  for (const node of graph.nodes.values()) {
    const kind = prefixOf(node.name) === "objective" ? node.name : kindOf(node.name);
    const far = `${kind} ${node.distance}`;
    node.views = [kind, far, `${far} ${set(node.next)}`, `${far} ${set(node.two)}`, `${kind} ${set(node.all)}`];
  }
}

/** Members by what a function says of each. */
function parted(members, by) {
  const parts = new Map();
  for (const member of members) {
    const key = by(member);
    parts.has(key) ? parts.get(key).push(member) : parts.set(key, [member]);
  }
  return [...parts.values()];
}

/** The finest view that can be read, as groups. */
function coarsest(graph) {
  const nodes = [...graph.nodes.values()];
  if (nodes.length <= FEW) return nodes.map((node) => group([node], 4));
  for (let view = 4; view >= 0; view -= 1) {
    const parts = parted(nodes, (node) => node.views[view]);
    if (parts.length <= READABLE || view === 0) return parts.map((members) => group(members, view));
  }
  return [];
}

/** A group of nodes. Its id is made of its members, so it stays when others come or go. */
function group(members, view, rest = "") {
  const single = members.length === 1;
  const id = single ? members[0].name : `group ${rest}${members[0].name} ${members.length}`;
  const namespaces = new Set(members.map((member) => namespaceOf(member.name)));
  return { id, members, single, view, rest, severity: worst(members.map((member) => member.severity)), namespaces };
}

/** What a group opens into. */
function opened({ members, namespaces, view }) {
  if (members.length <= OPENED) return members.map((member) => group([member], 4));
  let [finer, parts] = [view, [members]];
  while (parts.length === 1 && finer < 4) {
    finer += 1;
    parts = parted(members, (node) => node.views[finer]);
  }
  if (parts.length === 1) parts = namespaces.size > 1 ? parted(members, (node) => namespaceOf(node.name)) : members.map((member) => [member]);
  const level = (part) => rank(worst(part.map((member) => member.severity)));
  parts.sort((one, other) => level(one) - level(other) || other.length - one.length);
  const shown = parts.slice(0, OPENED - 1).map((part) => group(part, finer));
  const rest = parts.slice(OPENED - 1).flat();
  return rest.length > 0 ? [...shown, group(rest, finer, "rest ")] : shown;
}

/** The groups, with those in `open` opened, and what that brings forth. */
function openedByHand(groups, open) {
  const opens = (one) => !one.single && open.has(one.id);
  return groups.some(opens) ? openedByHand(groups.flatMap((one) => (opens(one) ? opened(one) : [one])), open) : groups;
}

/** The groups, with the worst of them opened as long as the picture stays readable. */
function openedToRead(groups) {
  const refused = new Set();
  for (;;) {
    const closed = groups.filter((one) => !one.single && !refused.has(one.id));
    const next = closed.sort((one, other) => bySeverity(one, other) || one.members.length - other.members.length)[0];
    if (!next) return groups;
    const parts = opened(next);
    if (groups.length + parts.length - 1 > READABLE || parts.length > BY_ITSELF) refused.add(next.id);
    else groups = groups.flatMap((one) => (one === next ? parts : [one]));
  }
}

/** The groups to draw. What somebody opened by hand is open, whatever that makes of the picture. */
function visibleGroups(paths, graph, open) {
  tell(paths, graph);
  return openedByHand(openedToRead(coarsest(graph)), open);
}

/** Edges between groups, each with those that it stands for. */
function groupedEdges(graph, groups) {
  const groupOf = new Map(groups.flatMap((one) => one.members.map((member) => [member.name, one.id])));
  const edges = new Map();
  for (const edge of graph.edges) {
    const [from, to] = [groupOf.get(edge.from), groupOf.get(edge.to)];
    if (from === to) continue;
    const key = `${from}\n${to}`;
    const known = edges.get(key) ?? { id: key, from, to, edges: [], hops: new Set(), paths: 0 };
    edges.set(key, known);
    known.edges.push(edge);
    known.paths += edge.paths;
    for (const hop of edge.hops) known.hops.add(hop);
  }
  return [...edges.values()];
}

/** What stands at an edge: its steps, and how many more. */
function edgeLabel(edge) {
  const entries = [...new Set([...edge.hops].flatMap(entriesOf))];
  return entries.length > 2 ? `${entries[0]} +${entries.length - 1}` : entries.join(" or ");
}

/** How sure an edge is: as its surest hop. */
function edgeCertainty(edge) {
  const found = [...edge.hops].map(certaintyOf);
  return found.length === 0 ? "proven-rights" : CERTAINTIES.find((certainty) => found.includes(certainty));
}

/** The words of a group: what it is, and what it is called. */
function groupWords(one) {
  if (one.single) {
    const { name } = one.members[0];
    const namespace = prefixOf(name) === "ns" ? "" : namespaceOf(name);
    const [kind, title] = [kindOf(name), shortName(name)];
    const where = namespace === "*" ? "any namespace" : namespace;
    return { kind: where ? `${kind} · ${where}` : kind, title: title === "*" ? `any ${kind}` : title };
  }
  const kinds = [...new Set(one.members.map((member) => kindOf(member.name)))];
  const kind = kinds.length === 1 ? kinds[0] : "workload";
  const [first] = one.namespaces;
  const where = one.namespaces.size === 1 ? first : `${one.namespaces.size} namespaces`;
  const more = one.rest ? "more " : "";
  return { kind: where, title: `${one.members.length.toLocaleString("en")} ${more}${kind === "" ? "things" : `${kind}s`}` };
}
