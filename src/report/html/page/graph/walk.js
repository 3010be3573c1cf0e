// From paths to a graph: nodes, and between each two of them one edge with all hops that lead from one to the other.

/** The steps of a path as [from, to, hop]; the last one may only say that its end is what the path is about. */
function stepsOf(path) {
  const steps = [];
  for (const hop of path.hops) {
    for (const actor of actorsOf(hop)) steps.push([actor, hop.to, hop]);
  }
  const end = path.hops.at(-1)?.to ?? path.from;
  if (end !== path.to && !path.continues) steps.push([end, path.to, null]);
  return steps;
}

/** The graph of these paths. Cost: the hops of all of them. */
function graphOf(paths) {
  const nodes = new Map();
  const edges = new Map();
  const node = (name, path) => {
    const known = nodes.get(name) ?? { name, severity: "info", paths: 0, starts: 0 };
    nodes.set(name, known);
    known.severity = rank(path.severity) < rank(known.severity) ? path.severity : known.severity;
    return known;
  };
  for (const path of paths) {
    const passed = new Set();
    node(path.from, path).starts += 1;
    for (const [from, to, hop] of stepsOf(path)) {
      const key = `${from}\n${to}`;
      const edge = edges.get(key) ?? { from, to, hops: new Set(), paths: 0, certainty: path.certainty };
      edges.set(key, edge);
      if (hop) edge.hops.add(hop);
      edge.paths += 1;
      passed.add(from).add(to);
    }
    for (const name of passed) node(name, path).paths += 1;
  }
  return { nodes, edges: [...edges.values()] };
}

/** How sure a hop is. */
function certaintyOf(hop) {
  if (hop.blockedBy?.length) return "guarded";
  return hop.mayRefuse?.length ? "unknown" : "proven-rights";
}
