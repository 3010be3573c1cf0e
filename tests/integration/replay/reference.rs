//! `docs/techniques.md`: every entry of the template, every escape, identity and check, with how it is proven.

use std::fmt::Write as _;

use kubescan::escalation::{elsewhere, escapes, identity};
use kubescan::findings::{guards, hygiene, trust};
use kubescan::report::explain::{effect_text, need_text, proof_text};
use kubescan::template::{Entry, builtin};

use super::fixture::{FOLDER, Fixture};

const HEAD: &str = "# Techniques\n\n\
    Every entry of `risky-roles.yaml`: what it needs, what it gives, and what shows that it works. Those with a fixture\n\
    are played by `tests/integration/replay` on a real control plane, near misses included. Behind them stand the ways\n\
    that need no permission: escapes from a pod to its node, and what a thing already holds; and the checks of guards\n\
    and of hygiene, which are no steps. This page is generated.\n\n\
    `kubescan explain ID` tells more: why it matters, and what to do.\n";

/// The whole page.
pub(super) fn page(fixtures: &[Fixture]) -> String {
    let mut text = HEAD.to_owned();
    let mut family = "";
    for entry in &builtin().entries {
        if entry.family() != family {
            family = entry.family();
            let _ = write!(text, "\n## {family}\n");
        }
        let fixture = fixtures.iter().find(|fixture| fixture.id == entry.id);
        text.push_str(&technique(entry, fixture));
    }
    text.push_str(&escapes());
    text.push_str(&identities());
    text.push_str(&others());
    text.push_str(&hollow_guards());
    text.push_str(&trusts());
    text.push_str(&methods());
    text.push_str(&checks());
    text
}

/// The escapes: their conditions are judged against a table of hits and near misses, and take a kubelet to be replayed.
fn escapes() -> String {
    let mut text = "\n## escape\n\nReasoned: what they give is code on a node, which takes a kubelet. Conditions and near misses are a table in\n\
        `src/escalation/escapes/tests`; which pods a namespace lets in is compared with the PodSecurity plugin.\n"
        .to_owned();
    for row in escapes::ALL {
        let refused =
            row.refused_from.map_or("no pod security level".to_owned(), |level| format!("level {}", level.word()));
        let _ = write!(
            text,
            "\n### {}\n\n{}.\n\n* gives {}\n* refused from {refused}\n",
            row.id,
            row.title,
            row.gives.words()
        );
    }
    text
}

/// What is true without using any permission.
fn identities() -> String {
    let mut text = "\n## identity\n\nAlways true; no permission is used.\n".to_owned();
    for row in identity::ALL {
        let _ = write!(text, "\n### {}\n\n{}. {}\n\n* what stops it: {}\n", row.id, row.title, row.why, row.fix);
    }
    text
}

/// Techniques that have no step of their own.
fn others() -> String {
    let mut text = "\n## Elsewhere\n\nTechniques that are part of the above, or that kubescan cannot decide.\n\n\
        | technique | what | where it is answered |\n|---|---|---|\n"
        .to_owned();
    for row in elsewhere::ALL {
        let _ = writeln!(text, "| {} | {} | {} |", row.id, row.title, row.answer);
    }
    text
}

/// Flaws of guards.
fn hollow_guards() -> String {
    let mut text = "\n## guard\n\nNo steps: what makes an admission policy, a binding or a webhook hollow. Hits and near misses are a table in\n\
        `tests/integration/hygiene`. A guard that refuses nothing, because it only warns or audits, is `info`.\n\n\
        | check | finds | severity in guards of RBAC or pods | in others |\n|---|---|---|---|\n"
        .to_owned();
    for row in guards::ALL {
        let (rights, others) = (row.severity.word(), row.elsewhere.word());
        let _ = writeln!(text, "| {} | {} | {rights} | {others} |", row.id, row.title);
    }
    text
}

/// What is wrong with the trust between a cluster and its cloud.
fn trusts() -> String {
    let mut text =
        "\n## trust\n\nNo steps: what is wrong in trust policies (with `--cloud`) and in the ConfigMap `aws-auth`.\n\n\
        | check | finds | severity |\n|---|---|---|\n"
            .to_owned();
    for row in trust::ALL {
        let _ = writeln!(text, "| {} | {} | {} |", row.id, row.title, row.severity.word());
    }
    text
}

/// The ways up within an AWS account.
fn methods() -> String {
    let mut text = "\n## AWS\n\nWays up within an account, with `--cloud`: `aws-methods.yaml`, which a template extends. A method\n\
        that a principal applies to itself counts only where the principal, so changed, would administer the account.\n\n\
        | method | what it is | needs | gives |\n|---|---|---|---|\n"
        .to_owned();
    for method in &builtin().methods {
        let needs: Vec<String> = method
            .needs
            .iter()
            .map(|need| {
                let actions: Vec<&str> = need.actions.iter().map(|action| action.as_str()).collect();
                format!("{} on {}", actions.join(" or "), need.on.word())
            })
            .collect();
        let _ = writeln!(text, "| {} | {} | {} | {} |", method.id, method.title, needs.join(", "), method.gives.word());
    }
    text
}

/// Findings without a step.
fn checks() -> String {
    let mut text = "\n## hygiene\n\nNo steps: what should be put in order. Hits and near misses are a table in `tests/integration/hygiene`.\n\n\
        | check | finds | severity |\n|---|---|---|\n"
        .to_owned();
    for row in hygiene::ALL {
        let _ = writeln!(text, "| {} | {} | {} |", row.id, row.title, row.severity.word());
    }
    text.push_str("\nNot decided from what kubescan reads:\n\n");
    for (id, reason) in hygiene::NOT_DECIDED {
        let _ = writeln!(text, "* {id}: {reason}");
    }
    text
}

fn technique(entry: &Entry, fixture: Option<&Fixture>) -> String {
    let mut text = format!("\n### {}\n\n{}.\n\n", entry.id, entry.title);
    let needs: Vec<String> = entry.needs.iter().map(|need| format!("`{}`", need_text(need))).collect();
    let _ = writeln!(text, "* needs {}", needs.join(" and "));
    let gives = entry.gives.as_ref().map_or("nothing further: it is a risk in itself", effect_text);
    let _ = writeln!(text, "* gives {gives}");
    let Some(fixture) = fixture else {
        let _ = writeln!(text, "* {}", proof_text(entry));
        return text;
    };
    let (_, _, replay) = fixture.of_run(0);
    let file = format!("{FOLDER}/{}.yaml", entry.id);
    let proof = proof_text(entry).replace(&file, &format!("[{file}](../{file})"));
    let _ = writeln!(text, "* {proof}: {}", replay.effect);
    for way in &replay.also {
        let _ = writeln!(text, "* also: {}", way.what);
    }
    for miss in &replay.misses {
        let _ = writeln!(text, "* near miss: {}", miss.what);
    }
    text
}
