//! What a screen reader is told.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::{Page, library};

/// One thing of the accessibility tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Accessible {
    /// How many things it stands within.
    pub(crate) depth: usize,
    /// Its role: `button`, `heading`, `table`, …
    pub(crate) role: String,
    /// What it is called.
    pub(crate) name: String,
    /// The rest that a reader says, as `expanded=true` or `level=2`, sorted.
    pub(crate) properties: Vec<String>,
}

impl Page {
    /// The accessibility tree in reading order, without what is hidden from readers and without the letters of texts.
    pub(crate) fn accessibility(&self) -> Vec<Accessible> {
        let answer = self.call("Accessibility.getFullAXTree", &json!({}));
        let nodes = answer["nodes"].as_array().unwrap();
        let by_id: HashMap<&str, &Value> = nodes.iter().map(|node| (node["nodeId"].as_str().unwrap(), node)).collect();
        let mut found = Vec::new();
        let mut left = vec![(0, nodes.first().unwrap())];
        while let Some((depth, node)) = left.pop() {
            let shown = node["ignored"] == false && node["role"]["value"] != "InlineTextBox";
            if shown {
                found.push(accessible(depth, node));
            }
            let children = node["childIds"].as_array().into_iter().flatten().rev();
            let below = children.filter_map(|id| by_id.get(id.as_str().unwrap()));
            left.extend(below.map(|child| (depth + usize::from(shown), *child)));
        }
        found
    }

    /// The same as text: a line each, indented, as `button "More" expanded=false`.
    pub(crate) fn outline(&self) -> String {
        self.accessibility().iter().map(line).collect()
    }
}

impl Page {
    /// What axe-core, the usual checker, finds wrong with the page as it is shown now: `color-contrast: .row > td`.
    pub(crate) fn flaws(&self) -> Vec<String> {
        self.evaluate(&format!("{}; 0", library("axe-core@4.14.1")));
        let found = self.evaluate(
            "axe.run().then(({violations}) => violations.flatMap(({id, nodes}) =>
                nodes.map(({target, failureSummary}) => `${id}: ${target.join(' ')}: ${failureSummary}`)))",
        );
        found.as_array().unwrap().iter().map(|flaw| flaw.as_str().unwrap().to_owned()).collect()
    }
}

fn accessible(depth: usize, node: &Value) -> Accessible {
    let text = |value: &Value| value["value"].as_str().unwrap_or_default().to_owned();
    let said = |property: &&Value| !matches!(property["name"].as_str(), Some("focusable" | "editable" | "settable"));
    let properties = node["properties"].as_array().into_iter().flatten().filter(said);
    let mut properties: Vec<String> = properties
        .map(|property| format!("{}={}", property["name"].as_str().unwrap(), plain(&property["value"]["value"])))
        .collect();
    properties.sort();
    Accessible { depth, role: text(&node["role"]), name: text(&node["name"]), properties }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn line(thing: &Accessible) -> String {
    let properties: String = thing.properties.iter().map(|property| format!(" {property}")).collect();
    format!("{}{} {:?}{properties}\n", "  ".repeat(thing.depth), thing.role, thing.name)
}
