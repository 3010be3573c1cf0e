//! Pictures for other programs, drawn by these: by Mermaid's library as on GitHub and GitLab, and by Graphviz.

mod comment;
mod drawing;
mod graphviz;
mod limits;
mod mermaid;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use kubescan::report::visible::visible;
use serde_json::{Value, json};

use crate::formats::hostile::NAMES;
use crate::run::kubescan_with_input;

/// More names that mean something to Mermaid, to Markdown or to Graphviz.
const OF_PICTURES: &[&str] = &[
    "olga@shop.example",
    "https://shop.example/x",
    "www.shop.example",
    "mailto:olga@shop.example",
    "1. first",
    "- item",
    "+ item",
    "# title",
    "*a* _b_ **c** __d__ ~~e~~ `f`",
    "a\"] --> n0[\"b",
    "a\"]\n  click n0 \"javascript:alert(1)\"",
    "---\ntitle: x\n---",
    "%% x",
    "%%{init: {\"securityLevel\": \"loose\"}}%%",
    "style:a@b classDef:x@y",
    "classDef x fill:#fff;",
    "linkStyle 0 stroke:#f00;",
    "end",
    "subgraph x",
    "fa:fa-car fab:fa-github",
    "$$x^2$$",
    "#quot; #35; &quot; &#35; &lt;b&gt;",
    "\u{fb02}\u{b0}\u{b0}60\u{b6}\u{df}img src=x onerror=alert(1)\u{fb02}\u{b0}\u{b0}62\u{b6}\u{df}",
    "<br>",
    "a<br/>b",
    "  two  blanks  ",
    "\u{43e}\u{43b}\u{44c}\u{433}\u{430}",
    "\u{5f20}\u{4e09}",
    "\\N \\G \\l \\\\ \\\"",
    "</title><script>alert(1)</script>",
    "]]> <![CDATA[",
    "x-y-z-x-y-z-x-y-z-x-y-z-x-y-z-x-y-z-x-y-z-x-y-z-x-y-z-x-y-z-x-y-z",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
];

/// A picture, in the languages of those who draw, and what is to be seen then.
struct Picture {
    name: String,
    mermaid: String,
    dot: String,
    /// What a person is to read at each node.
    labels: Vec<String>,
    edges: u64,
}

/// The graph of every example, some of their paths, nothing at all, a part with what is blocked and what is reached together,
/// and names that act. Each is asked for once, however many programs draw it.
fn pictures() -> &'static [Picture] {
    static PICTURES: OnceLock<Vec<Picture>> = OnceLock::new();
    PICTURES.get_or_init(|| {
        let examples = ["access-guarded", "access-hollow", "access-open", "hardened", "platform", "shop"];
        let graphs = examples.iter().map(|example| picture(example, &format!("graph -f examples/{example}"), ""));
        let paths = ["hardened", "platform", "shop"].into_iter();
        let paths =
            paths.map(|example| picture(&format!("paths-{example}"), &format!("paths -f examples/{example}"), ""));
        let all = picture("all-ways", "graph --all-ways --blocked -f tests/fixtures/paths/cluster.yaml", "");
        graphs.chain(paths).chain([all, picture("names", "graph -f -", &hostile())]).collect()
    })
}

fn picture(name: &str, words: &str, input: &str) -> Picture {
    let run = |format: &str| {
        let words: Vec<&str> = words.split(' ').chain(["-o", format]).collect();
        let run = kubescan_with_input(&words, input.as_bytes());
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{name}");
        run
    };
    let (labels, edges) = expected(&run("json").json());
    Picture { name: name.to_owned(), mermaid: run("mermaid").stdout, dot: run("dot").stdout, labels, edges }
}

/// The labels of what is to be drawn, and how many edges there are: of a graph, or of paths.
fn expected(answer: &Value) -> (Vec<String>, u64) {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let hops = list(&answer["paths"]).into_iter().flat_map(|path| list(&path["hops"]));
    let arrows = list(&answer["edges"]).into_iter().chain(hops);
    let edges: BTreeSet<(String, String)> = arrows.map(|arrow| (text(&arrow["from"]), text(&arrow["to"]))).collect();
    let ends = edges.iter().flat_map(|(from, to)| [from.clone(), to.clone()]);
    let nodes: BTreeSet<String> = list(&answer["nodes"]).iter().map(|node| text(&node["id"])).chain(ends).collect();
    let label = |id: &String| visible(id.strip_prefix("objective:").unwrap_or(id));
    (nodes.iter().map(label).collect(), u64::try_from(edges.len()).unwrap())
}

/// All names that act somewhere.
fn names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().chain(OF_PICTURES).copied()
}

/// Each name as a user, as a binding and as a role, of which all may do everything.
fn hostile() -> String {
    let group = "rbac.authorization.k8s.io";
    let objects = names().flat_map(|name| {
        let role = json!({"kind": "ClusterRole", "apiVersion": format!("{group}/v1"), "metadata": {"name": name},
            "rules": [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}]});
        let binding = json!({"kind": "ClusterRoleBinding", "apiVersion": format!("{group}/v1"), "metadata": {"name": name},
            "roleRef": {"apiGroup": group, "kind": "ClusterRole", "name": name},
            "subjects": [{"kind": "User", "apiGroup": group, "name": name}]});
        [role, binding]
    });
    json!({"kind": "List", "apiVersion": "v1", "items": objects.collect::<Vec<Value>>()}).to_string()
}
