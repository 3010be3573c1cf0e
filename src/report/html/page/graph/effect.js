// What changes under trial do together.

/**
 * The paths that the changes under trial cut: what each cuts by itself, and what kubescan found that only several of them
 * cut. `all` says whether that is all: of every change by itself and of all fixes together it is known, of others it may be more.
 */
function cutBy(tried) {
  const cut = new Set([...tried.values()].flat());
  const fixes = report.fixes.filter((fix) => tried.has(fix.title));
  const joint = report.fixesTogether.joint.filter(({ by }) => by.every((id) => fixes.some((fix) => fix.id === id)));
  for (const { path } of joint) cut.add(path);
  const whole = fixes.length === report.fixes.length && fixes.length > 0;
  const most = new Set([...report.fixes.flatMap((fix) => fix.cuts), ...report.fixesTogether.joint.map(({ path }) => path)]);
  const known = tried.size < 2 || (fixes.length === tried.size && [...most].every((path) => cut.has(path)));
  const followers = new Set(whole ? report.fixesTogether.left : fixes.flatMap((fix) => fix.leaves ?? []));
  return { cut, all: known || whole, followers };
}

/** Nodes and edges of the paths that are left, and what to say of it. */
function stillThere(paths, { cut, all, followers }) {
  if (cut.size === 0) return { kept: null, sentence: "no path is cut." };
  const remaining = paths.filter((path) => !cut.has(path.id));
  const kept = new Set(remaining.flatMap((path) => [path.from, path.to, ...stepsOf(path).flatMap(([from, to]) => [`${from}\n${to}`, from, to])]));
  const shown = new Set(paths.map((path) => path.id));
  const hidden = [...followers].filter((id) => !shown.has(id) && !cut.has(id)).length;
  const counts = `${plural(paths.length - remaining.length, "path")} cut, ${all ? "" : "at most "}${remaining.length} left.`;
  const rest = hidden > 0 ? ` ${plural(hidden, "path")} that only followed from these ${hidden === 1 ? "is" : "are"} there by ${hidden === 1 ? "itself" : "themselves"} then.` : "";
  return { kept, sentence: `${all ? "" : "at least "}${counts}${rest}` };
}
