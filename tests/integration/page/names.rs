//! Names that are shown in another way than they are written: commands, filters and searches have them as they are.

use super::drawn;
use crate::browser::{DESKTOP, Page};
use crate::run::{kubescan, kubescan_with_input};

/// Two users who may do everything: one of a Windows domain, one whose name turns the text around.
const WORLD: &str = r#"
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: admins}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects:
- {kind: User, apiGroup: rbac.authorization.k8s.io, name: 'CORP\alice'}
- {kind: User, apiGroup: rbac.authorization.k8s.io, name: "eve\u202elive"}
"#;

fn page() -> Page {
    let run = kubescan_with_input(&["scan", "-f", "-", "-o", "html"], WORLD.as_bytes());
    assert_eq!(run.code, 0, "{}", run.stderr);
    drawn(Page::of_html(&run.stdout, DESKTOP))
}

#[test]
fn commands_and_filters_have_a_name_as_it_is() {
    let page = page();
    page.click("input[type=search]");
    page.type_text("corp\\alice");
    page.wait_until("document.querySelectorAll('#paths tbody tr').length == 1");
    page.click("#paths tbody .link");
    page.wait_until("document.querySelector('.details')");
    let text = page.text(".details");
    for expected in ["user.username=CORP\\alice", "kubescan paths --from 'user:CORP\\alice'"] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    assert!(!page.text("#page").contains("CORP\\\\alice"));
}

#[test]
fn a_name_is_found_as_it_is_seen() {
    let page = page();
    assert!(page.text("#paths").contains("eve\\u{202e}live"));
    assert_eq!(page.evaluate("document.body.innerText.includes('\\u202e')"), false);
    page.click("input[type=search]");
    page.type_text("eve\\u{202e}live");
    page.wait_until("document.querySelectorAll('#paths tbody tr').length == 1");
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("page-names.yaml");
    std::fs::write(&file, WORLD).unwrap();
    for name in ["user:eve\\u{202e}live", "user:CORP\\alice"] {
        let run = kubescan(&["paths", "--from", name, "-f", &file.display().to_string(), "-o", "name"]);
        assert_eq!((run.code, run.stdout.lines().count()), (0, 1), "{name}: {}", run.stderr);
        let run = kubescan(&["permissions", name, "-f", &file.display().to_string()]);
        assert_eq!(run.code, 0, "{name}: {}", run.stderr);
    }
}
