// What outlives a reload, and what the browser's own Back takes back: the filters and the changes under trial, with the entry
// of the history that they were set in. The theme stays as long as the window.

/** Replaces or adds an entry of the history; what else it holds stays. */
function keep(change, adds) {
  history[adds ? "pushState" : "replaceState"]({ ...history.state, ...change }, "");
}

function useKept() {
  const [filter, setFilterState] = useState(() => ({ ...NO_FILTER, ...history.state?.filter }));
  const [tried, setTriedState] = useState(() => new Map(history.state?.tried));
  const now = useRef(null);
  now.current = { filter, tried: [...tried] };
  useEffect(() => {
    if (!history.state?.filter) keep(now.current, false);
    const moved = () => {
      // A link within the page makes an entry that holds nothing yet.
      if (!history.state?.filter) return keep(now.current, false);
      setFilterState(history.state.filter);
      setTriedState(new Map(history.state.tried));
    };
    addEventListener("popstate", moved);
    return () => removeEventListener("popstate", moved);
  }, []);
  const setFilter = useCallback((change) => {
    const { filter: old, tried: of } = now.current;
    const next = { ...old, ...change };
    now.current = { filter: next, tried: of };
    // A word that is typed on is no new step.
    keep(now.current, !("text" in change && Object.keys(change).length === 1 && old.text !== ""));
    setFilterState(next);
  }, []);
  const setTried = (next) => {
    keep({ tried: [...next] }, false);
    setTriedState(next);
  };
  return { filter, setFilter, tried, setTried };
}

const THEME = "kubescan-theme";

/** Nothing where the browser keeps nothing for a file. */
function keptTheme() {
  try {
    return sessionStorage.getItem(THEME) ?? "";
  } catch {
    return "";
  }
}

function keepTheme(theme) {
  try {
    sessionStorage.setItem(THEME, theme);
  } catch {
    // It is as it was at the next visit.
  }
}
