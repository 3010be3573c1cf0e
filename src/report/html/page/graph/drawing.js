// The picture: boxes that can be clicked, walked with the keyboard and read aloud, and the arrows between them.

function Box({ box, app, dim, chosen, cut, neighbours }) {
  const { group: one, words, width, height, x, y } = box;
  const objective = one.single && prefixOf(one.members[0].name) === "objective";
  const paths = plural(one.members.reduce((most, member) => Math.max(most, member.paths), 0), "path");
  // The title is both what a pointer shows and the name that is read aloud.
  const title = `${words.kind} ${words.title}, ${one.severity}, ${paths}${one.single ? "" : "; double-click to open"}`;
  const choose = () => app.show(one.single ? { of: "name", id: one.members[0].name } : { of: "group", id: one.id, group: one });
  const keys = (event) => {
    if (event.key === "Enter" || event.key === " ") choose();
    else if (!event.key.startsWith("Arrow") || !focusNext(event.currentTarget, neighbours(box, event.key))) return;
    event.preventDefault();
  };
  return html`<g class=${`box ${one.severity} ${objective ? "objective" : ""} ${dim ? "dim" : ""} ${chosen ? "chosen" : ""} ${cut ? "cut" : ""}`}
      transform=${`translate(${x - width / 2},${y - height / 2})`} role="button" tabindex="0" aria-pressed=${chosen}
      data-id=${one.id} onClick=${choose} onKeyDown=${keys} onDblClick=${() => !one.single && app.open(one.id)}>
    <title>${title}</title>
    ${!one.single && html`<rect class="back" x="6" y="6" width=${width} height=${height} rx="7" /><rect class="back" x="3" y="3" width=${width} height=${height} rx="7" />`}
    <rect class="face" width=${width} height=${height} rx="7" />
    <rect class="edge" width="5" height=${height} rx="2.5" />
    <text class="kind" x="14" y="17">${clipped(words.kind, 34)}</text>
    <text class="title" x="14" y="34">${clipped(words.title, 30)}</text>
  </g>`;
}

function focusNext(element, id) {
  const next = id && element.parentNode.querySelector(`[data-id="${CSS.escape(id)}"]`);
  next?.focus();
  return Boolean(next);
}

function Arrow({ arrow, app, dim, chosen, cut }) {
  const { edge, points, label, labelled, x, y } = arrow;
  const certainty = edgeCertainty(edge);
  const line = curve(points);
  const choose = () => app.show({ of: "edge", id: edge.id, edge });
  return html`<g class=${`arrow ${certainty} ${dim ? "dim" : ""} ${chosen ? "chosen" : ""} ${cut ? "cut" : ""} ${labelled ? "" : "quiet"}`} onClick=${choose} data-edge=${edge.id}>
    <path class="hit" d=${line} />
    <path class="line" d=${line} marker-end=${`url(#head${cut ? "-cut" : dim ? "-dim" : ""})`} />
    ${label && html`<text x=${x ?? points[Math.floor(points.length / 2)].x} y=${(y ?? points[Math.floor(points.length / 2)].y) + 3}>${clipped(label, 34)}</text>`}
    <title>${`${titlesOf(edge) || "leads to"} (${CERTAINTY_WORDS[certainty]}), ${plural(edge.paths, "path")}`}</title>
  </g>`;
}

/** What is done along an arrow, in words. */
function titlesOf(edge) {
  const titles = [...new Set([...edge.hops].map((hop) => hop.title))];
  return titles.length > 3 ? `${titles.slice(0, 3).join("; ")} and ${titles.length - 3} more` : titles.join("; ");
}

/** What leads to a box and what it leads to, over any number of steps. */
function related(arrows, id) {
  const found = new Set([id]);
  for (const [here, there] of [["from", "to"], ["to", "from"]]) {
    const queue = [id];
    const seen = new Set(queue);
    while (queue.length > 0) {
      const at = queue.pop();
      for (const { edge } of arrows) {
        if (edge[here] !== at || seen.has(edge[there])) continue;
        seen.add(edge[there]);
        found.add(edge[there]);
        queue.push(edge[there]);
      }
    }
  }
  return found;
}

/** The box that an arrow key leads to. */
function neighboursIn({ boxes, arrows }, down) {
  const [along, across] = down ? [["ArrowDown", "ArrowUp"], ["x", "y"]] : [["ArrowRight", "ArrowLeft"], ["y", "x"]];
  return (box, key) => {
    if (key === along[0]) return arrows.find(({ edge }) => edge.from === box.id)?.edge.to;
    if (key === along[1]) return arrows.find(({ edge }) => edge.to === box.id)?.edge.from;
    const forward = key === "ArrowDown" || key === "ArrowRight";
    const beside = boxes.filter((other) => Math.abs(other[across[1]] - box[across[1]]) < 60 && (forward ? other[across[0]] > box[across[0]] : other[across[0]] < box[across[0]]));
    const distance = (other) => Math.abs(other[across[0]] - box[across[0]]);
    return beside.sort((one, other) => distance(one) - distance(other))[0]?.id;
  };
}

/** The area that these boxes take. */
function areaOf(boxes) {
  const [left, top] = [Math.min(...boxes.map((box) => box.x - box.width / 2)) - 16, Math.min(...boxes.map((box) => box.y - box.height / 2)) - 16];
  const width = Math.max(...boxes.map((box) => box.x + box.width / 2)) + 16 - left;
  return { left, top, width, height: Math.max(...boxes.map((box) => box.y + box.height / 2)) + 16 - top };
}

/** Lets a person move and enlarge the picture, and shows an area of it; gives the functions for the buttons. */
function useZoom(svg, stage, drawn, area, largest) {
  const zoom = useRef(null);
  useLayoutEffect(() => {
    // The wheel scrolls the page; with Ctrl, as a pinch on a touchpad is told, it enlarges.
    const allowed = (event) => (event.type === "wheel" ? event.ctrlKey || event.metaKey : !event.button && !event.target.closest(".box"));
    zoom.current = d3.zoom().scaleExtent([0.1, 4]).filter(allowed).on("zoom", ({ transform }) => stage.current?.setAttribute("transform", transform));
    d3.select(svg.current).call(zoom.current).on("dblclick.zoom", null);
    const drawing = d3.select(svg.current);
    return () => drawing.interrupt();
  }, []);
  const to = (change, ...values) => {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    d3.select(svg.current).transition().duration(calm ? 0 : 250).call(change, ...values);
  };
  /** Shows all of an area. */
  const fit = ({ left, top, width, height }, now) => {
    const { clientWidth, clientHeight } = svg.current;
    const scale = Math.min(largest, clientWidth / width, clientHeight / height);
    const place = d3.zoomIdentity.translate(clientWidth / 2, clientHeight / 2).scale(scale).translate(-left - width / 2, -top - height / 2);
    if (now) d3.select(svg.current).call(zoom.current.transform, place);
    else to(zoom.current.transform, place);
  };
  const shown = useRef(area);
  shown.current = area;
  useLayoutEffect(() => fit(shown.current, true), [drawn]);
  useEffect(() => {
    const observer = new ResizeObserver(() => fit(shown.current, true));
    observer.observe(svg.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => fit(area), [area, largest]);
  return { fit: () => fit(areaOf(drawn.boxes)), by: (factor) => to(zoom.current.scaleBy, factor) };
}
