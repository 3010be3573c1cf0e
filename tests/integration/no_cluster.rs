//! Exports of an account without any cluster.

use crate::run::{kubescan, kubescan_with_input};

const IAM: &str = "examples/eks/aws/iam.json";
const ADMIN: &str = "objective:aws-admin/111122223333";

/// An account whose one user makes itself an administrator.
pub(crate) fn account() -> String {
    let user = serde_json::json!({
        "Path": "/", "UserName": "ann", "UserId": "AIDAEXAMPLEANN000000", "Arn": "arn:aws:iam::111122223333:user/ann",
        "UserPolicyList": [{"PolicyName": "p", "PolicyDocument": {"Version": "2012-10-17", "Statement": [
            {"Sid": "", "Effect": "Allow", "Action": "iam:PutUserPolicy", "Resource": "*"}
        ]}}],
        "GroupList": [], "AttachedManagedPolicies": [], "Tags": []
    });
    let export =
        serde_json::json!({"UserDetailList": [user], "GroupDetailList": [], "RoleDetailList": [], "Policies": []});
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-cluster.json");
    std::fs::write(&file, export.to_string()).unwrap();
    file.to_str().unwrap().to_owned()
}

/// What holds nothing is no cluster, where an account is named beside it.
#[test]
fn an_account_is_looked_at_alone() {
    let iam = account();
    let run = kubescan(&["scan", "--kubeconfig", "/dev/null", "--cloud", &iam]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("looked at alone"), "{}", run.stderr);
    let first = run.stdout.lines().next().unwrap();
    assert!(first.contains("1 AWS account, 0 IAM roles, 1 IAM user") && !first.contains("Kubernetes"), "{first}");
    let list = r#"{"apiVersion": "v1", "kind": "List", "items": []}"#;
    let of_list = kubescan_with_input(&["scan", "-f", "-", "--cloud", &iam], list.as_bytes());
    assert_eq!((of_list.code, of_list.stdout), (0, run.stdout));
    // Without an account it is a mistake, and so are files of something else beside one.
    assert_eq!(kubescan_with_input(&["scan", "-f", "-"], list.as_bytes()).code, 4);
    assert_eq!(kubescan(&["scan", "--kubeconfig", "/dev/null"]).code, 4);
    assert_eq!(kubescan_with_input(&["scan", "-f", "-", "--cloud", &iam], b"image: web").code, 4);
}

#[test]
fn paths_lead_to_who_administers_the_account() {
    let iam = account();
    let ask = |more: &[&str]| {
        let run = kubescan(&[&["paths", "--kubeconfig", "/dev/null", "--cloud", &iam, "-o", "json"], more].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        let paths = run.json()["paths"].as_array().unwrap().clone();
        paths.iter().map(|path| format!("{} {}", path["from"], path["to"]).replace('"', "")).collect::<Vec<String>>()
    };
    let expected = [format!("aws:arn:aws:iam::111122223333:user/ann {ADMIN}")];
    for to in [&[][..], &["--to", "aws-admin"], &["--to", "objective:aws-admin"], &["--to", ADMIN]] {
        assert_eq!(ask(to), expected, "{to:?}");
    }
    assert_eq!(ask(&["--to", "cluster-admin"]), Vec::<String>::new());
    // With a cluster beside it, cluster-admin is what is asked about.
    let run = kubescan(&["paths", "-f", "examples/eks/cluster.yaml", "--cloud", IAM, "-o", "json"]);
    let report = run.json();
    assert!(report["paths"].as_array().unwrap().iter().all(|path| path["to"] == "objective:cluster-admin"));
}

/// A statement without a name is told by its number, also where the name is there and empty; and AWS sees the request.
#[test]
fn a_hop_says_which_statement_allows_it_and_what_shows() {
    let run = kubescan(&["paths", "--kubeconfig", "/dev/null", "--cloud", &account()]);
    assert!(run.stdout.contains("iam:PutUserPolicy: statement 1 of inline policy p"), "{}", run.stdout);
    let event = "CloudTrail eventSource=iam.amazonaws.com eventName=PutUserPolicy \
                 userIdentity.arn=arn:aws:iam::111122223333:user/ann";
    assert!(run.stdout.contains(event), "{}", run.stdout);
}

/// One line says what was named where, and where it belongs.
#[test]
fn what_stands_in_the_wrong_place_is_said() {
    let empty = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-exports");
    std::fs::create_dir_all(&empty).unwrap();
    let empty = empty.to_str().unwrap();
    let json = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-export.json");
    std::fs::write(&json, r#"{"apiVersion": "v1", "kind": "List", "items": []}"#).unwrap();
    let json = json.to_str().unwrap();
    let alone = ["scan", "--kubeconfig", "/dev/null", "--cloud"];
    let rows: [(Vec<&str>, i32, [&str; 2]); 10] = [
        ([&alone[..], &[empty]].concat(), 4, ["no input at", "name the folder of what the AWS CLI wrote"]),
        (vec!["scan", "-f", empty], 4, ["no input at", "name the directory of the manifests"]),
        ([&alone[..], &["examples/eks/cluster.yaml"]].concat(), 4, ["it holds Kubernetes objects", "name it with -f"]),
        ([&alone[..], &["examples/shop"]].concat(), 4, ["holds Kubernetes objects, and nothing", "name it with -f"]),
        ([&alone[..], &[json]].concat(), 4, ["it is a Kubernetes object", "name it with -f"]),
        (vec!["scan", "-f", IAM], 4, ["is an export of AWS", "name it with --cloud"]),
        (vec!["scan", "-f", "examples/eks/aws"], 4, ["is an export of AWS", "name it with --cloud"]),
        (vec!["scan", "-f", "examples/shop", "-f", IAM], 3, ["is an export of AWS", "name it with --cloud"]),
        (
            vec!["paths", "--to", "aws-admin", "-f", "examples/shop"],
            2,
            ["--to aws-admin: no account of AWS was read", "with --cloud"],
        ),
        (
            vec!["paths", "--to", "objective:aws-admin/111122223333", "-f", "examples/shop"],
            2,
            ["no account of AWS was read", "with --cloud"],
        ),
    ];
    for (arguments, code, told) in rows {
        let run = kubescan(&arguments);
        assert_eq!(run.code, code, "{arguments:?}: {}", run.stderr);
        assert!(told.iter().all(|part| run.stderr.contains(part)), "{arguments:?}: {}", run.stderr);
        assert!(code == 3 || run.stderr.trim_end().lines().count() == 1, "{arguments:?}: {}", run.stderr);
    }
    // What is no export is no reason to speak of one.
    let run = kubescan_with_input(&["scan", "-f", "-"], b"image: web");
    assert!(!run.stderr.contains("--cloud"), "{}", run.stderr);
}

/// What no export holds may refuse what is told, whichever format is read.
#[test]
fn what_is_not_looked_at_is_said_in_every_format() {
    const NOTE: &str = "service and resource control policies";
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("not-claimed");
    std::fs::create_dir_all(&folder).unwrap();
    let formats = ["json", "yaml", "markdown", "html"];
    // How often each format says it: the page where scripts run, and where they do not.
    let told = |input: &[&str]| {
        let outputs = formats.map(|format| format!("{format}={}", folder.join(format).display()));
        let outputs: Vec<&str> = outputs.iter().flat_map(|output| ["-o", output]).collect();
        let run = kubescan(&[&["scan", "-o", "table"], &outputs[..], input].concat());
        let files = formats.map(|format| std::fs::read_to_string(folder.join(format)).unwrap());
        std::iter::once(run.stdout).chain(files).map(|text| text.matches(NOTE).count()).collect::<Vec<usize>>()
    };
    assert_eq!(told(&["--kubeconfig", "/dev/null", "--cloud", &account()]), [1, 1, 1, 1, 2]);
    assert_eq!(told(&["-f", "examples/access-open"]), [0; 5]);
    let ann = "aws:arn:aws:iam::111122223333:user/ann";
    for command in [&["paths"][..], &["blast-radius", ann], &["boundary", ann]] {
        let input = ["--kubeconfig", "/dev/null", "--cloud", &account(), "-o", "json"];
        let run = kubescan(&[command, &input].concat());
        assert_eq!(run.stdout.matches(NOTE).count(), 1, "{command:?}: {}", run.stderr);
    }
}
