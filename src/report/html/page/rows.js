// Tables: worst first, sorted by any column, a hundred rows at a time.

const STEP = 100;

/**
 * A table of rows. A column has a title, a cell, perhaps what it is sorted by, and a class.
 * `open` is called with the row that a person wants to know more of; `chosen` is the key of the one that is looked at.
 */
function Rows({ rows, columns, caption, open, keyOf, chosen, classOf = () => "" }) {
  const [most, setMost] = useState(STEP);
  const [order, setOrder] = useState(null);
  const sorted = useMemo(() => sort(rows, columns, order), [rows, order]);
  useEffect(() => setMost(STEP), [rows]);
  if (rows.length === 0) return html`<p class="none">None.</p>`;
  const shown = sorted.slice(0, most);
  return html`<div class="scroll" role="group" aria-label=${caption} tabindex="0"><table>
      <caption class="unseen">${caption}</caption>
      <thead><tr>${columns.map((column, place) => html`<${Head} column=${column} place=${place} order=${order} setOrder=${setOrder} />`)}</tr></thead>
      <tbody>${shown.map((row) => html`<tr key=${keyOf(row)} class=${`${open ? "row" : ""} ${classOf(row)}`} aria-current=${chosen !== undefined && keyOf(row) === chosen ? "true" : undefined} onClick=${open && (() => open(row))}>
        ${columns.map((column) => html`<td class=${column.class} data-title=${column.title}>${column.cell(row)}</td>`)}</tr>`)}</tbody>
    </table></div>
    <p class="count" role="status">${shown.length < rows.length
      ? html`${shown.length.toLocaleString("en")} of ${rows.length.toLocaleString("en")} <button type="button" onClick=${() => setMost(most + STEP)}>Show ${STEP} more</button>`
      : plural(rows.length, "row")}</p>`;
}

function Head({ column, place, order, setOrder }) {
  if (!column.by) return html`<th scope="col" class=${column.class}>${column.title}</th>`;
  const mine = order?.place === place;
  const next = () => setOrder(mine && order.down ? null : { place, down: mine });
  return html`<th scope="col" class=${column.class} aria-sort=${mine ? (order.down ? "descending" : "ascending") : "none"}>
    <button type="button" class="sort" onClick=${next}>${column.title}<span aria-hidden="true">${mine ? (order.down ? " ↓" : " ↑") : ""}</span></button></th>`;
}

function sort(rows, columns, order) {
  if (!order) return rows;
  const by = columns[order.place].by;
  const keyed = rows.map((row, place) => ({ row, place, key: by(row) }));
  const compare = (one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : one.place - other.place);
  keyed.sort(order.down ? (one, other) => compare(other, one) : compare);
  return keyed.map((item) => item.row);
}
