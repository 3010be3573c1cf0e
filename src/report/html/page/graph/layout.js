// Where boxes and arrows lie: dagre puts sources on one side, objectives on the other.

const BOX = { height: 44, least: 96, margin: 26 };
const LABEL = { height: 14, font: "10.5px" };

/** More arrows than this are drawn without words; they show when one looks at them. */
const LABELLED = 70;

const ruler = document.createElement("canvas").getContext("2d");

/** How wide a text is in the picture. */
function textWidth(text, font) {
  ruler.font = `${font} ${getComputedStyle(document.body).fontFamily}`;
  return ruler.measureText(text).width;
}

function boxWidth(words) {
  const width = Math.max(textWidth(clipped(words.title, 30), "600 13px"), textWidth(clipped(words.kind, 34), "11px"));
  return Math.max(BOX.least, width + BOX.margin);
}

/** Boxes and arrows with their places. `down` puts sources above, for narrow screens. */
function layout(groups, edges, down) {
  const graph = new dagre.graphlib.Graph({ multigraph: false });
  graph.setGraph({ rankdir: down ? "TB" : "LR", nodesep: down ? 18 : 14, ranksep: down ? 46 : 60, edgesep: 10, marginx: 16, marginy: 16 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const one of groups) {
    const words = groupWords(one);
    graph.setNode(one.id, { width: boxWidth(words), height: BOX.height, group: one, words });
  }
  const labelled = edges.length <= LABELLED;
  const last = lastColumn(groups, edges);
  for (const edge of edges) {
    const label = edgeLabel(edge);
    const width = labelled ? textWidth(clipped(label, 34), LABEL.font) + 8 : 0;
    graph.setEdge(edge.from, edge.to, { width, height: labelled ? LABEL.height : 0, labelpos: "c", minlen: last(edge), edge, label });
  }
  dagre.layout(graph);
  const boxes = graph.nodes().map((id) => ({ id, ...graph.node(id) }));
  const arrows = graph.edges().map((at) => ({ id: graph.edge(at).edge.id, labelled, ...graph.edge(at) }));
  const { width, height } = graph.graph();
  return { boxes, arrows, width: width || 1, height: height || 1 };
}

/** How many columns an arrow spans: those to objectives end in the last one. */
function lastColumn(groups, edges) {
  const incoming = new Map();
  for (const edge of edges) incoming.set(edge.to, [...(incoming.get(edge.to) ?? []), edge.from]);
  const depths = new Map();
  const depth = (id) => {
    if (!depths.has(id)) {
      // A cycle ends where it began.
      depths.set(id, 0);
      depths.set(id, Math.max(0, ...(incoming.get(id) ?? []).map((from) => depth(from) + 1)));
    }
    return depths.get(id);
  };
  const most = Math.max(0, ...groups.map((one) => depth(one.id)));
  return (edge) => (prefixOf(edge.to) === "objective" ? Math.max(1, most - depth(edge.from)) : 1);
}

/** A smooth line through the points of an arrow, its label's place among them. */
function curve(points) {
  const at = (x, y) => `${x.toFixed(1)},${y.toFixed(1)}`;
  const [first, ...rest] = points;
  let line = `M${at(first.x, first.y)}`;
  rest.forEach((next, place) => {
    // As Catmull and Rom have it: at each point it goes as from the one before to the one after.
    const [before, here, after] = [points[place - 1] ?? points[place], points[place], points[place + 2] ?? next];
    const [one, other] = [
      at(here.x + (next.x - before.x) / 6, here.y + (next.y - before.y) / 6),
      at(next.x - (after.x - here.x) / 6, next.y - (after.y - here.y) / 6),
    ];
    line += `C${one} ${other} ${at(next.x, next.y)}`;
  });
  return line;
}
