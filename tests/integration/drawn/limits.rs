//! Mermaid draws nothing of a text that is too large; kubescan says so, and says so of no other.

use serde_json::{Value, json};

use super::mermaid::Page;
use crate::run::{Run, kubescan_with_input};

/// What the library allows, unless whoever shows the picture says otherwise. GitHub does not.
const EDGES: usize = 500;
const TEXT: usize = 50_000;

/// The picture of these users, whom so many bindings make cluster-admin, and of another whom so many of them do.
fn picture(users: &[String], bindings: usize, of_last: usize) -> Run {
    let group = "rbac.authorization.k8s.io";
    let subject = |name: &str| json!({"kind": "User", "apiGroup": group, "name": name});
    let binding = |number: usize| {
        let last = (number < of_last).then_some("last");
        let subjects: Vec<Value> = users.iter().map(String::as_str).chain(last).map(subject).collect();
        json!({"kind": "ClusterRoleBinding", "apiVersion": format!("{group}/v1"), "metadata": {"name": format!("b{number}")},
            "subjects": subjects, "roleRef": {"apiGroup": group, "kind": "ClusterRole", "name": "cluster-admin"}})
    };
    let list = json!({"kind": "List", "apiVersion": "v1", "items": (0..bindings).map(binding).collect::<Vec<Value>>()});
    let words = ["graph", "--all-ways", "--to", "cluster-admin", "-o", "mermaid", "-f", "-"];
    kubescan_with_input(&words, list.to_string().as_bytes())
}

/// So many edges: those of the last user make up what others leave.
fn edges(number: usize) -> Run {
    let others = arrows(&picture(&users(22, 0), 20, 1));
    picture(&users(22, 0), 20, number - others + 1)
}

fn arrows(run: &Run) -> usize {
    run.stdout.matches("-->").count()
}

/// A text of so many characters: an `@` in a name takes four of them, a letter one. Names of one line are shortened until it
/// fits.
fn text(characters: usize) -> Run {
    let mut users = [users(60, 15), users(52, 200)].concat();
    let more = length(&picture(&users, 1, 1).stdout) - characters;
    for number in 0..more.div_ceil(4) {
        users[number % 60].pop();
    }
    for user in users.iter_mut().take(more.div_ceil(4) * 4 - more) {
        user.push('x');
    }
    picture(&users, 1, 1)
}

fn users(count: usize, more: usize) -> Vec<String> {
    (0..count).map(|number| format!("u{more:03}{number:02}{}", "@".repeat(more))).collect()
}

/// Of the chart, without the settings in front of it.
fn length(text: &str) -> usize {
    text[text.find("flowchart TB").unwrap()..].encode_utf16().count()
}

#[test]
fn a_picture_that_mermaid_does_not_draw_has_a_warning_and_no_other_has() {
    let pages = ["mermaid@11.4.1", "mermaid@12.3.0"].map(|version| Page::new(version, "default", true));
    let runs = [EDGES, EDGES + 1].map(|size| (edges(size), size)).into_iter();
    for (run, size) in runs.chain([TEXT, TEXT + 1].map(|size| (text(size), size))) {
        assert!([arrows(&run), length(&run.stdout)].contains(&size), "{size}");
        let fits = [EDGES, TEXT].contains(&size);
        assert_eq!(run.stderr.contains("more than Mermaid draws"), !fits, "{size}: {}", run.stderr);
        assert!(fits || run.stderr.contains("narrow it with --from, --to or -n"), "{}", run.stderr);
        for page in &pages {
            let drawn = page.draw(&run.stdout).is_ok_and(|(labels, _)| labels.contains(&"cluster-admin".to_owned()));
            assert_eq!(drawn, fits, "{size}");
        }
    }
}
