//! Random rules.

use serde_json::{Value, json};

use super::random::Random;
use super::words::{API_GROUPS, METHODS, NAMES, RESOURCES, URL_PATTERNS, VERBS};

/// Some rules, as a real API server takes them; for URLs too, where the role may have them.
pub(super) fn valid(random: &mut Random, urls: bool) -> Vec<Value> {
    (0..1 + random.below(3))
        .map(|_| if urls && random.chance(20) { url_rule(random) } else { resource_rule(random) })
        .collect()
}

/// Some rules, some of which no server takes: for URLs and resources at once, or without something.
pub(super) fn any(random: &mut Random) -> Vec<Value> {
    let mut rules = valid(random, true);
    for rule in &mut rules {
        if random.chance(10) {
            rule["nonResourceURLs"] = json!(random.some(URL_PATTERNS, 2));
        }
        if random.chance(10) {
            let list = random.pick(&["verbs", "apiGroups", "resources", "nonResourceURLs"]);
            rule[list] = random.pick(&[json!([]), Value::Null]);
        }
    }
    if random.chance(5) {
        rules.clear();
    }
    rules
}

fn resource_rule(random: &mut Random) -> Value {
    let mut rule = json!({"verbs": random.some(VERBS, 3), "apiGroups": random.some(API_GROUPS, 2),
        "resources": random.some(RESOURCES, 3)});
    if random.chance(30) {
        rule["resourceNames"] = json!(random.some(NAMES, 3));
    }
    rule
}

fn url_rule(random: &mut Random) -> Value {
    json!({"verbs": random.some(METHODS, 2), "nonResourceURLs": random.some(URL_PATTERNS, 2)})
}
