// The explorer: the graph of the paths that the filters let through, and the same paths as a list.

function Explorer({ app }) {
  const { paths, tried } = app;
  const [full, setFull] = useState(false);
  const narrow = innerWidth < 700;
  const effect = useMemo(() => cutBy(tried), [tried]);
  const { cut } = effect;
  const graph = useMemo(() => graphOf(paths), [paths]);
  const drawn = useMemo(() => {
    const groups = visibleGroups(paths, graph, app.opened);
    const edges = groupedEdges(graph, groups);
    return { ...layout(groups, edges, narrow), whole: groups.every((one) => one.single) };
  }, [paths, graph, app.opened]);
  const left = useMemo(() => stillThere(paths, effect), [paths, effect]);
  const leave = (event) => event.key === "Escape" && full && (setFull(false), event.stopPropagation());
  return html`<section id="paths" aria-labelledby="paths-title">
    <h2 id="paths-title">Escalation paths</h2>
    <p class="lead">${pathsSentence(paths, app)}</p>
    ${tried.size > 0 && html`<p class="what-if" role="status">${[...tried.keys()].join("; ")}: ${left.sentence} <button type="button" onClick=${() => app.setTried(new Map())}>Put back</button></p>`}
    ${paths.length > 0 && html`<div class=${full ? "explorer full" : "explorer"} onKeyDown=${leave}>
      <${Picture} drawn=${drawn} app=${app} narrow=${narrow} kept=${left.kept} full=${full} toggle=${() => setFull(!full)} />
      <${Legend} whole=${drawn.whole} />
    </div>`}
    ${(UNREAD.length < 3 || ALONE) && html`<h3 class="unseen">The paths as a list</h3>
    <${Rows} rows=${paths} columns=${PATH_COLUMNS} caption="Escalation paths" keyOf=${(path) => path.id} chosen=${app.selection?.id} classOf=${(path) => (cut.has(path.id) ? "cut" : "")} open=${(path) => app.show({ of: "path", id: path.id })} />`}
  </section>`;
}

function pathsSentence(paths, app) {
  const folded = app.filter.objective === "" && report.paths.some((path) => path.impliedBy);
  const rest = folded ? " Whoever reaches cluster-admin has the other objectives too: that is said once; choose an objective to see all." : "";
  if (UNREAD.length === 3 && !ALONE) return "Nothing was read that a path could be made of.";
  if (paths.length === 0) return `No open path to an objective${app.filtered ? " by these filters" : ""}.`;
  const ends = new Map();
  for (const path of paths) ends.set(path.to, (ends.get(path.to) ?? new Set()).add(path.from));
  const parts = [...ends].map(([to, from]) => `${asked(to)} from ${plural(from.size, "source")}`);
  return `${plural(paths.length, "path")}: ${parts.join(", ")}.${rest}`;
}

function Picture({ drawn, app, narrow, kept, full, toggle }) {
  const svg = useRef(null);
  const stage = useRef(null);
  const chosen = drawn.boxes.find((box) => isChosen(box.group, app.selection))?.id;
  const near = useMemo(() => (chosen ? related(drawn.arrows, chosen) : null), [drawn, chosen]);
  const neighbours = useMemo(() => neighboursIn(drawn, narrow), [drawn]);
  const way = useMemo(() => wayIn(drawn, app.selection), [drawn, app.selection]);
  const area = useMemo(() => areaOf(way ? drawn.boxes.filter((box) => way.has(box.id)) : drawn.boxes), [drawn, way]);
  const zoom = useZoom(svg, stage, drawn, area, full ? 2.5 : 1.1);
  const dimBox = (box) => (way ? !way.has(box.id) : near && !near.has(box.id));
  const dimArrow = ({ edge }) => (way ? !way.has(edge.id) : near && !(near.has(edge.from) && near.has(edge.to)));
  const isCut = (edge) => kept && !edge.edges.some((one) => kept.has(`${one.from}\n${one.to}`));
  return html`
    <div class="tools" role="toolbar" aria-label="The picture">
      <button type="button" onClick=${() => zoom.by(1.35)} aria-label="Enlarge">+</button>
      <button type="button" onClick=${() => zoom.by(1 / 1.35)} aria-label="Reduce">−</button>
      <button type="button" onClick=${zoom.fit}>Fit</button>
      <button type="button" onClick=${() => app.setOpened(new Set())} disabled=${app.opened.size === 0}>Close groups</button>
      <button type="button" onClick=${toggle} aria-pressed=${full}>${full ? "Back to the page" : "Full window"}</button>
    </div>
    <svg ref=${svg} class="graph" role="group" aria-label="Graph of the paths, from sources to objectives" style=${{ height: full ? undefined : `${heightOf(drawn)}px` }}>
      <defs>${["", "-dim", "-cut"].map((suffix) => html`<marker id=${`head${suffix}`} class=${`head${suffix}`} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0,0L8,4L0,8z" /></marker>`)}</defs>
      <g ref=${stage}>
        ${drawn.arrows.map((arrow) => html`<${Arrow} key=${arrow.id} arrow=${arrow} app=${app} dim=${dimArrow(arrow)} chosen=${app.selection?.of === "edge" && app.selection.id === arrow.id} cut=${isCut(arrow.edge)} />`)}
        ${drawn.boxes.map((box) => html`<${Box} key=${box.id} box=${box} app=${app} dim=${dimBox(box)} chosen=${box.id === chosen} cut=${kept && !box.group.members.some((member) => kept.has(member.name))} neighbours=${neighbours} />`)}
      </g>
    </svg>`;
}

/** As high as the picture is when it is as wide as the page, within reason. */
function heightOf(drawn) {
  const scale = Math.min(1.1, (innerWidth - 40) / drawn.width);
  return Math.round(Math.min(Math.max(drawn.height * scale + 24, 240), innerHeight * 0.76));
}

function isChosen(one, selection) {
  if (!selection) return false;
  if (selection.of === "group") return one.id === selection.id;
  const names = { name: true, pod: true, subject: true, node: true };
  return names[selection.of] && one.members.some((member) => member.name === selection.id);
}

/** The boxes and arrows of a path that is looked at. */
function wayIn(drawn, selection) {
  const path = selection?.of === "path" && byName.path.get(selection.id);
  if (!path) return null;
  const steps = stepsOf(path);
  const pairs = new Set(steps.map(([from, to]) => `${from}\n${to}`));
  const names = new Set([path.from, ...steps.flatMap(([from, to]) => [from, to])]);
  const boxes = drawn.boxes.filter((box) => box.group.members.some((member) => names.has(member.name)));
  const arrows = drawn.arrows.filter(({ edge }) => edge.edges.some((one) => pairs.has(`${one.from}\n${one.to}`)));
  return boxes.length > 0 ? new Set([...boxes, ...arrows].map((one) => one.id)) : null;
}

function Legend({ whole }) {
  return html`<p class="legend"><span class="proven-rights">proven</span> <span class="unknown">unknown</span> <span class="guarded">blocked by a guard</span>
    ${!whole && html`<span class="stack">a stack is a group of what does the same; double-click opens it</span>`}
    <span class="hint">Drag to move, Ctrl and wheel to enlarge. With the keyboard: Tab to a box, arrow keys along the arrows, Enter for details.</span></p>`;
}

const PATH_COLUMNS = [
  { title: "Severity", cell: (path) => html`<${Severity} of=${path.severity} />`, by: (path) => rank(path.severity) },
  { title: "From", cell: (path) => html`<button type="button" class="link"><${Name} of=${path.from} /></button>`, by: (path) => path.from },
  { title: "To", cell: (path) => asked(path.to), by: (path) => path.to },
  { title: "Steps", cell: (path) => path.hops.length, by: (path) => path.hops.length, class: "number" },
  { title: "By", cell: (path) => html`<${Few} names=${path.hops.flatMap(entriesOf)} />` },
  { title: "Standing", cell: (path) => html`<${Marks} row=${path} />${path.certainty === "unknown" && html`<span class="mark">unknown</span>`}` },
];
