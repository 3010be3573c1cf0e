//! Questions about identities of AWS: a session is its role, and who that is in the cluster exports say.

use crate::run::{Run, kubescan};

const INPUT: [&str; 4] = ["-f", "examples/eks/cluster.yaml", "--cloud", "examples/eks/aws"];

fn ask(arguments: &[&str]) -> Run {
    kubescan(&[arguments, &INPUT].concat())
}

fn role(name: &str) -> String {
    format!("arn:aws:iam::111122223333:role/{name}")
}

fn session(name: &str) -> String {
    format!("arn:aws:sts::111122223333:assumed-role/{name}/ann@example.com")
}

#[test]
fn can_i_answers_for_whom_the_cluster_takes_it() {
    let rows = [
        // By an access policy, by a group of aws-auth, and a near miss of it.
        (role("platform-admin"), ["delete", "nodes", "shop"], 0),
        (format!("aws:{}", role("platform-admin")), ["delete", "nodes", "shop"], 0),
        (session("platform-admin"), ["delete", "nodes", "shop"], 0),
        (role("on-call"), ["get", "pods", "shop"], 0),
        (role("on-call"), ["get", "pods", "access"], 1),
        // Nobody in the cluster, though the export of its account holds it; and nobody at all.
        (role("deployer"), ["get", "pods", "shop"], 2),
        (session("deployer"), ["get", "pods", "shop"], 2),
        (role("absent"), ["get", "pods", "shop"], 2),
        // A user of the cluster that is called like one.
        ("aws:on-call:ann".to_owned(), ["get", "pods", "shop"], 1),
    ];
    for (name, [verb, resource, namespace], expected) in rows {
        let run = ask(&["can-i", verb, resource, "-n", namespace, "--as", &name]);
        assert_eq!(run.code, expected, "{name} {verb} {resource} in {namespace}: {} {}", run.stdout, run.stderr);
        let is_refused = run.stderr.contains("nothing says who") && run.stderr.contains("--cloud");
        assert_eq!(is_refused, expected == 2, "{}", run.stderr);
    }
    let run = ask(&["can-i", "get", "pods", "-n", "shop", "--as", &role("on-call")]);
    assert!(run.stderr.contains("group:shop-viewers") && run.stderr.contains("by aws-auth"), "{}", run.stderr);
    let run = ask(&["can-i", "get", "pods", "--as", &role("on-call"), "--confirm"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
}

#[test]
fn a_session_is_its_role_wherever_one_is_named() {
    let same = |before: &[&str], name: &str| {
        let of = |arn: &str| ask(&[before, &[arn]].concat());
        let (whole, short) = (of(&format!("aws:{}", role(name))), of(&session(name)));
        assert_eq!((short.code, &short.stdout), (whole.code, &whole.stdout), "{before:?}: {}", short.stderr);
        assert!(whole.stdout.contains(name), "{before:?}: {}", whole.stdout);
    };
    same(&["blast-radius"], "deployer");
    same(&["paths", "--to", "cluster-admin", "--from"], "shop-web");
    same(&["boundary"], "deployer");
    same(&["permissions"], "on-call");
    let whole = ask(&["boundary", &format!("aws:{}", role("deployer"))]);
    assert_eq!(ask(&["boundary", &role("deployer")]).stdout, whole.stdout);
    // Another account has no such role, and a session of nobody is said to be none.
    for name in ["arn:aws:sts::999900001111:assumed-role/deployer/ann", &session("absent")] {
        let run = ask(&["blast-radius", name]);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains(":role/"), "{}", run.stderr);
    }
}

/// Its session does not tell the path of a role.
#[test]
fn the_path_of_a_role_is_found() {
    let iam = std::fs::read_to_string("examples/eks/aws/iam.json").unwrap();
    let moved = iam.replace("111122223333:role/deployer", "111122223333:role/ops/deployer");
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("role-with-path.json");
    std::fs::write(&file, moved).unwrap();
    let export = file.to_str().unwrap();
    let run = kubescan(&["boundary", &session("deployer"), "--cloud", export, "-o", "json"]);
    assert_eq!(run.json()["subject"], "aws:arn:aws:iam::111122223333:role/ops/deployer", "{}", run.stderr);
}

/// What EKS grants beside RBAC is no binding, though it has the name of one where programs read.
#[test]
fn people_are_told_of_access_entries() {
    let told = format!("access entry of {} (AmazonEKSClusterAdminPolicy)", role("platform-admin"));
    let id = format!("clusterrolebinding:eks:access-entry:AmazonEKSClusterAdminPolicy:{}", role("platform-admin"));
    let commands: [&[&str]; 3] = [
        &["scan"],
        &["paths", "--to", "cluster-admin", "--from", &role("platform-admin")],
        &["who-can", "delete", "nodes"],
    ];
    for command in commands {
        let table = ask(command).stdout;
        assert!(table.contains(&told) && !table.contains("eks:access-entry"), "{command:?}: {table}");
        assert!(table.contains("access policy AmazonEKSClusterAdminPolicy"), "{command:?}: {table}");
        let data = ask(&[command, &["-o", "json"]].concat()).stdout;
        assert!(data.contains(&id), "{command:?}: {data}");
    }
    // What is really a binding keeps its name, and the cluster is called by its own.
    let scan = ask(&["scan", "-o", "json"]);
    assert!(ask(&["scan"]).stdout.contains("clusterrolebinding:access-controller"));
    assert!(scan.stdout.contains("--cluster-name prod ") && !scan.stdout.contains("--cluster-name CLUSTER"));
}
