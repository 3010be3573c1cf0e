//! A cluster of EKS and its account: from a pod to a role and back into the cluster.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::aws_role::{ACCOUNT, role};
use crate::run::kubescan;

const CLUSTER: &str = "tests/fixtures/cloud/loop/cluster";
const AWS: &str = "tests/fixtures/cloud/loop/aws";

/// Every path to cluster-admin, as `FROM -> TO (STEP) -> …`, roles and users of the account by their names alone.
fn paths(cloud: &Path) -> Vec<String> {
    let run = kubescan(&["scan", "-f", CLUSTER, "--cloud", cloud.to_str().unwrap(), "-o", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let to_admin = report["paths"].as_array().unwrap().iter().filter(|path| path["to"] == "objective:cluster-admin");
    let mut told: Vec<String> = to_admin.map(told).collect();
    told.sort_unstable();
    told
}

fn told(path: &Value) -> String {
    let short = |id: &Value| id.as_str().unwrap().replace(&format!("aws:arn:aws:iam::{ACCOUNT}:"), "");
    let hops = path["hops"].as_array().unwrap().iter();
    let steps: String =
        hops.map(|hop| format!(" -> {} ({})", short(&hop["to"]), hop["entry"].as_str().unwrap())).collect();
    let sure = if path["certainty"] == "proven-rights" { "" } else { " [unknown]" };
    format!("{}{steps}{sure}", short(&path["from"])).replace("objective:", "")
}

/// A copy of the exports with the account changed.
fn changed(name: &str, change: impl FnOnce(&mut Value)) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("eks").join(name);
    std::fs::create_dir_all(&folder).unwrap();
    for file in ["cluster.json", "entry.json", "policies.json", "iam.json"] {
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(AWS).join(file)).unwrap();
        std::fs::write(folder.join(file), text).unwrap();
    }
    let file = folder.join("iam.json");
    let mut account: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    change(&mut account);
    std::fs::write(&file, account.to_string()).unwrap();
    folder
}

/// The statements of the first inline policy of a role.
fn statements<'v>(account: &'v mut Value, role: &str) -> &'v mut Vec<Value> {
    let roles = account["RoleDetailList"].as_array_mut().unwrap();
    let role = roles.iter_mut().find(|known| known["RoleName"] == role).unwrap();
    role["RolePolicyList"][0]["PolicyDocument"]["Statement"].as_array_mut().unwrap()
}

const LOOP: &str = "workload:shop/Deployment/web -> role/shop-web (identity/irsa) -> role/deployer (sts-001) -> cluster-admin (ks-eks-entry)";

#[test]
fn a_pod_leads_through_the_account_back_into_the_cluster() {
    let expected = [
        "group:ops -> cluster-admin (rbac/cluster-wildcard)",
        "role/deployer -> cluster-admin (ks-eks-entry)",
        "role/old-ops -> group:ops (identity/aws-auth) -> cluster-admin (rbac/cluster-wildcard)",
        "role/session -> user:bob (identity/aws-auth) -> sa:shop/web (tokens/request) -> role/shop-web (identity/irsa) -> \
         role/deployer (sts-001) -> cluster-admin (ks-eks-entry)",
        "role/shop-web -> role/deployer (sts-001) -> cluster-admin (ks-eks-entry)",
        "role/viewer -> cluster-admin (ks-eks-assoc)",
        "user/carol -> role/old-ops (sts-001) -> group:ops (identity/aws-auth) -> cluster-admin (rbac/cluster-wildcard)",
        "user:ann -> sa:shop/web (pods/create) -> role/shop-web (identity/irsa) -> role/deployer (sts-001) -> \
         cluster-admin (ks-eks-entry)",
        "user:bob -> sa:shop/web (tokens/request) -> role/shop-web (identity/irsa) -> role/deployer (sts-001) -> \
         cluster-admin (ks-eks-entry)",
        LOOP,
    ];
    assert_eq!(paths(Path::new(AWS)), expected);
}

#[test]
fn a_deny_or_a_limit_opens_the_loop() {
    type Change = fn(&mut Value);
    let changes: [(&str, Change); 4] = [
        ("denied", |account| {
            statements(account, "deployer")
                .push(json!({"Effect": "Deny", "Action": "eks:AssociateAccessPolicy", "Resource": "*"}));
        }),
        ("view", |account| {
            let view = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
            statements(account, "deployer")[0]["Condition"] = json!({"ArnEquals": {"eks:policyArn": view}});
        }),
        ("elsewhere", |account| {
            let other = "arn:aws:eks:eu-west-1:111122223333:cluster/other";
            statements(account, "deployer")[0]["Resource"] = json!(other);
        }),
        ("not-assumed", |account| statements(account, "shop-web")[0]["Effect"] = json!("Deny")),
    ];
    for (name, change) in changes {
        let found = paths(&changed(name, change));
        // What is left makes an entry in the groups of others; it is shut as well where the role is not taken at all.
        let open = found.iter().any(|path| path.starts_with("workload:") && path.contains("ks-eks-entry"));
        assert!(!open, "{name}: {found:#?}");
        let by_groups = found.iter().any(|path| path.starts_with("workload:") && path.contains("ks-eks-groups"));
        assert_eq!(by_groups, name == "denied", "{name}: {found:#?}");
    }
    let unconditional = |account: &mut Value| {
        statements(account, "deployer").push(json!({
            "Effect": "Deny", "Action": "eks:*", "Resource": "*", "Condition": {"StringEquals": {"aws:SourceVpc": "vpc-1"}}
        }));
    };
    let found = paths(&changed("undecided", unconditional));
    assert!(found.contains(&format!("{LOOP} [unknown]")), "{found:#?}");
}

const POLICIES: &str = "arn:aws:eks::aws:cluster-access-policy/";

/// Every policy that may be associated counts, everywhere or in a namespace.
#[test]
fn what_an_access_policy_gives_depends_on_which_and_where() {
    let reached = |name: &str, conditions: Value| {
        let folder = changed(name, |account| {
            statements(account, "deployer")[0] = json!({
                "Effect": "Allow", "Action": "eks:CreateAccessEntry", "Resource": "*",
                "Condition": {"Null": {"eks:kubernetesGroups": "true", "eks:username": "true"}}
            });
            statements(account, "deployer").push(json!({
                "Effect": "Allow", "Action": "eks:AssociateAccessPolicy", "Resource": "*", "Condition": conditions
            }));
        });
        let role = format!("aws:arn:aws:iam::{ACCOUNT}:role/deployer");
        let cloud = folder.to_str().unwrap();
        let run = kubescan(&["blast-radius", &role, "-f", CLUSTER, "--cloud", cloud, "-o", "name"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stdout.lines().map(str::to_owned).collect::<Vec<String>>()
    };
    let is = |reached: &[String], name: &str| reached.iter().any(|line| line == name);
    let only = |policy: &str| json!({"ArnEquals": {"eks:policyArn": format!("{POLICIES}{policy}")}});
    let not = |policy: &str| json!({"ArnNotEquals": {"eks:policyArn": format!("{POLICIES}{policy}")}});
    let all = reached("any", json!({}));
    assert!(is(&all, "objective:cluster-admin"), "{all:?}");
    // Not the policy of administrators, but one that runs pods anywhere.
    for (name, conditions) in
        [("not-cluster-admin", not("AmazonEKSClusterAdminPolicy")), ("edit", only("AmazonEKSEditPolicy"))]
    {
        let found = reached(name, conditions);
        assert!(is(&found, "objective:all-secrets") && is(&found, "sa:shop/web"), "{name}: {found:?}");
    }
    let found = reached("view", only("AmazonEKSViewPolicy"));
    assert!(!found.iter().any(|line| line.starts_with("objective:") || line.starts_with("sa:")), "{found:?}");
    // In one namespace.
    let scoped = |namespace: &str| json!({"StringEquals": {"eks:accessScope": "namespace"}, "ForAllValues:StringEquals": {"eks:namespaces": [namespace]}});
    let found = reached("in-shop", scoped("shop"));
    assert!(is(&found, "sa:shop/web") && !is(&found, "objective:all-secrets"), "{found:?}");
    let found = reached("elsewhere", scoped("bank"));
    assert!(!is(&found, "sa:shop/web"), "there is no such namespace: {found:?}");
}

/// Whoever makes an access entry gives it any user name that EKS does not reserve.
#[test]
fn an_access_entry_may_have_the_name_of_another_user() {
    let reaches = |name: &str, more: Value| {
        let mut conditions = json!({"Null": {"eks:kubernetesGroups": "true"}});
        conditions.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let folder = changed(name, |account| {
            *statements(account, "deployer") = vec![json!({
                "Effect": "Allow", "Action": "eks:CreateAccessEntry", "Resource": "*", "Condition": conditions
            })];
        });
        let role = format!("aws:arn:aws:iam::{ACCOUNT}:role/deployer");
        let cloud = folder.to_str().unwrap();
        let run = kubescan(&["blast-radius", &role, "-f", CLUSTER, "--cloud", cloud, "-o", "name"]);
        run.stdout.lines().any(|line| line == "user:ann")
    };
    assert!(reaches("username", json!({})));
    assert!(reaches("username-ann", json!({"StringEquals": {"eks:username": "ann"}})));
    assert!(!reaches("username-eve", json!({"StringEquals": {"eks:username": "eve"}})));
    assert!(!reaches("username-none", json!({"Null": {"eks:kubernetesGroups": "true", "eks:username": "true"}})));
}

/// A name in aws-auth that the export does not hold is somebody's whom nobody is yet.
#[test]
fn who_is_not_there_is_not_sure_to_come_in() {
    let folder = changed("missing", |account| {
        let roles = account["RoleDetailList"].as_array_mut().unwrap();
        roles.retain(|role| role["RoleName"] != "old-ops");
    });
    let found = paths(&folder);
    let of_missing: Vec<&String> = found.iter().filter(|path| path.starts_with("role/old-ops")).collect();
    assert!(matches!(of_missing.as_slice(), [path] if path.ends_with("[unknown]")), "{found:#?}");
    assert!(trusts(&folder).iter().any(|check| check.starts_with("awsauth-dangling")), "{:?}", trusts(&folder));
    assert!(!trusts(Path::new(AWS)).iter().any(|check| check.starts_with("awsauth-dangling")));
}

#[test]
fn the_mode_of_the_cluster_decides_who_comes_in() {
    for (mode, by_map, by_entry) in
        [("CONFIG_MAP", true, false), ("API", false, true), ("API_AND_CONFIG_MAP", true, true)]
    {
        let folder = changed(mode, |_| {});
        let file = folder.join("cluster.json");
        let text = std::fs::read_to_string(&file).unwrap().replace("API_AND_CONFIG_MAP", mode);
        std::fs::write(&file, text).unwrap();
        let found = paths(&folder);
        let any = |text: &str| found.iter().any(|path| path.contains(text));
        assert_eq!((any("identity/aws-auth"), any("ks-eks-entry")), (by_map, by_entry), "{mode}: {found:#?}");
    }
}

#[test]
fn whose_sessions_a_service_names_is_one_of_the_users_and_no_other() {
    let trusted_by = |name: &str, principal: Value| {
        let folder = changed(name, |account| {
            let roles = account["RoleDetailList"].as_array_mut().unwrap();
            let role = roles.iter_mut().find(|role| role["RoleName"] == "session").unwrap();
            role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] = principal;
        });
        paths(&folder).into_iter().filter(|path| path.starts_with("role/session")).collect::<Vec<String>>()
    };
    let chosen = trusted_by("chosen", json!({"AWS": format!("arn:aws:iam::{ACCOUNT}:root")}));
    assert!(matches!(chosen.as_slice(), [path] if !path.ends_with("[unknown]")), "{chosen:#?}");
    let named = trusted_by("named", json!({"Service": "ec2.amazonaws.com"}));
    assert!(matches!(named.as_slice(), [path] if path.ends_with("[unknown]")), "{named:#?}");
    let either = json!({"Service": "ec2.amazonaws.com", "AWS": format!("arn:aws:iam::{ACCOUNT}:root")});
    assert_eq!(trusted_by("either", either), chosen);
}

#[test]
fn what_an_access_policy_allows_is_held_by_the_role() {
    let role = format!("aws:arn:aws:iam::{ACCOUNT}:role/viewer");
    let ask = |verb: &str, resource: &str| {
        let run = kubescan(&["who-can", verb, resource, "-n", "shop", "-f", CLUSTER, "--cloud", AWS, "-o", "name"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stdout.lines().any(|line| line == role)
    };
    assert!(ask("list", "pods"));
    assert!(!ask("list", "secrets"));
    assert!(!ask("delete", "pods"));
}

#[test]
fn an_identity_of_the_account_can_be_asked_about_by_either_name() {
    let arn = format!("arn:aws:iam::{ACCOUNT}:role/shop-web");
    for name in [arn.clone(), format!("aws:{arn}")] {
        let run = kubescan(&["blast-radius", &name, "-f", CLUSTER, "--cloud", AWS, "-o", "name"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(run.stdout.lines().any(|line| line == "objective:cluster-admin"), "{}", run.stdout);
    }
    let pod = "deploy/shop/web";
    let run =
        kubescan(&["paths", "--from", pod, "--to", &format!("aws:{arn}"), "-f", CLUSTER, "--cloud", AWS, "-o", "name"]);
    assert_eq!((run.code, run.stdout.lines().count()), (0, 1), "{}{}", run.stdout, run.stderr);
    let wrong = kubescan(&["blast-radius", &format!("{arn}s"), "-f", CLUSTER, "--cloud", AWS]);
    assert_eq!(wrong.code, 2, "{}", wrong.stderr);
    assert!(wrong.stderr.contains(&arn), "{}", wrong.stderr);
}

const ISSUER: &str = "oidc.eks.eu-west-1.amazonaws.com/id/ABCDEF";

/// A role that trusts the cluster under these conditions.
fn trusting(name: &str, conditions: &Value) -> Value {
    let provider = format!("arn:aws:iam::{ACCOUNT}:oidc-provider/{ISSUER}");
    let statement = json!({
        "Effect": "Allow", "Principal": {"Federated": provider}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": conditions
    });
    role(name, &statement)
}

/// The checks of each role, and those of entries of aws-auth.
fn trusts(cloud: &Path) -> Vec<String> {
    let run = kubescan(&["scan", "-f", CLUSTER, "--cloud", cloud.to_str().unwrap(), "-o", "json"]);
    let report = run.json();
    let checks = report["findings"].as_array().unwrap().iter().filter_map(|finding| {
        let check =
            finding["check"].as_str().filter(|check| check.starts_with("irsa-") || check.starts_with("awsauth-"))?;
        let about = finding["id"].as_str()?.split_once(check)?.1.trim();
        Some(format!("{check} {}", about.replace(&format!("aws:arn:aws:iam::{ACCOUNT}:role/"), "").replace(ISSUER, "")))
    });
    let mut checks: Vec<String> = checks.collect();
    checks.sort_unstable();
    checks
}

#[test]
fn what_is_wrong_with_a_trust_policy_is_told() {
    let (sub, aud) = (format!("{ISSUER}:sub"), format!("{ISSUER}:aud"));
    let with = |operator: &str, subject: &str| {
        let mut conditions = json!({"StringEquals": {aud.as_str(): "sts.amazonaws.com"}});
        conditions[operator][sub.as_str()] = json!(subject);
        conditions
    };
    let rows = [
        ("any", json!({"StringEquals": {aud.as_str(): "sts.amazonaws.com"}})),
        ("star", with("StringLike", "system:serviceaccount:*")),
        ("namespace", with("StringLike", "system:serviceaccount:shop:*")),
        ("anyns", with("StringLike", "system:serviceaccount:*:web")),
        ("prefix", with("StringLike", "system:serviceaccount:sh*")),
        ("literal", with("StringEquals", "system:serviceaccount:shop:*")),
        ("weak", with("StringEqualsIfExists", "system:serviceaccount:shop:web")),
        ("negated", with("StringNotEquals", "system:serviceaccount:shop:web")),
        ("noaud", json!({"StringEquals": {sub.as_str(): "system:serviceaccount:shop:web"}})),
        ("absent", with("StringEquals", "system:serviceaccount:shop:gone")),
        ("sound", with("StringEquals", "system:serviceaccount:shop:batch")),
    ];
    let folder = changed("trusts", |account| {
        account["RoleDetailList"]
            .as_array_mut()
            .unwrap()
            .extend(rows.map(|(name, conditions)| trusting(name, &conditions)));
    });
    let subject = |rest: &str| format!("system:serviceaccount:{rest}");
    let expected = [
        "awsauth-session-template arn:aws:iam::111122223333:role/session".to_owned(),
        format!("irsa-dangling absent {}", subject("shop:gone")),
        format!("irsa-literal-star literal {}", subject("shop:*")),
        format!("irsa-negated negated {}", subject("shop:web")),
        "irsa-no-aud noaud".to_owned(),
        "irsa-no-sub any *".to_owned(),
        format!("irsa-sub-anyns anyns {}", subject("*:web")),
        format!("irsa-sub-ns batch {}", subject("shop:*")),
        format!("irsa-sub-ns namespace {}", subject("shop:*")),
        format!("irsa-sub-prefix prefix {}", subject("sh*")),
        format!("irsa-sub-star star {}", subject("*")),
        format!("irsa-unannotated noaud {}", subject("shop:web")),
        format!("irsa-unannotated sound {}", subject("shop:batch")),
        format!("irsa-unannotated weak {}", subject("shop:web")),
        "irsa-weak-op weak".to_owned(),
    ];
    assert_eq!(trusts(&folder), expected);
    let sound = [
        "awsauth-session-template arn:aws:iam::111122223333:role/session",
        "irsa-sub-ns batch system:serviceaccount:shop:*",
    ];
    assert_eq!(trusts(Path::new(AWS)), sound);
}

/// What another page would hold is a gap, and no absence.
#[test]
fn an_export_that_breaks_off_is_no_whole_one() {
    for (goes_on, code) in [(true, 3), (false, 0)] {
        let folder = changed(&format!("goes-on-{goes_on}"), |account| account["IsTruncated"] = json!(goes_on));
        let run = kubescan(&["scan", "-f", CLUSTER, "--cloud", folder.to_str().unwrap(), "-o", "json"]);
        assert_eq!(run.code, code, "{}", run.stderr);
        let report: Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!(report["complete"], json!(!goes_on));
        let gaps = report["gaps"].as_array().unwrap().iter().filter(|gap| gap["resource"] == "iam");
        assert_eq!(gaps.count(), usize::from(goes_on));
        let run = kubescan(&["scan", "-f", CLUSTER, "--cloud", folder.to_str().unwrap()]);
        assert_eq!(run.stdout.contains("breaks off"), goes_on, "{}", run.stdout);
    }
}
