//! Service accounts that are set up for identities of a cloud of which nothing was exported.

use serde_json::Value;

use crate::run::kubescan;

const GOOGLE: &str = "gcp:shop-web@example-1.iam.gserviceaccount.com";
const AZURE: &str = "azure:0a1b2c3d-0000-1111-2222-333344445555";
const AWS: &str = "aws:arn:aws:iam::111122223333:role/shop-web";

fn fixture(cloud: &str) -> String {
    format!("tests/fixtures/cloud/{cloud}")
}

/// The paths to an identity, as JSON.
fn paths(cloud: &str, to: &str) -> Vec<Value> {
    let run = kubescan(&["paths", "--to", to, "-f", &fixture(cloud), "-o", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.json()["paths"].as_array().unwrap().clone()
}

/// Who reaches it, by which steps, with what the last one hangs on; each is unknown.
fn told(cloud: &str, to: &str) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let paths = paths(cloud, to).into_iter().map(|path| {
        assert_eq!(path["certainty"], "unknown", "{path:#}");
        let hops = path["hops"].as_array().unwrap();
        let steps: Vec<String> = hops.iter().map(|hop| text(&hop["entry"])).collect();
        let facts: Vec<String> = hops.last().unwrap()["facts"].as_array().unwrap().iter().map(text).collect();
        format!("{}: {} ({})", text(&path["from"]), steps.join(", "), facts.join("; "))
    });
    let mut told: Vec<String> = paths.collect();
    told.sort_unstable();
    told
}

#[test]
fn on_gke_the_metadata_server_and_tokens_lead_to_a_google_account() {
    let step = "identity/gke-workload-identity \
                (unknown: whether the Google account grants roles/iam.workloadIdentityUser to the service account)";
    let expected = [
        format!("pod:shop/federated: {step}"),
        format!("pod:shop/web: {step}"),
        format!("user:ann: pods/create, {step}"),
        format!("user:bob: tokens/request, {step}"),
        format!("user:shop-web@example-1.iam.gserviceaccount.com: nodes/proxy, {step}"),
    ];
    assert_eq!(told("gke", GOOGLE), expected);
}

#[test]
fn on_aks_a_label_and_tokens_lead_to_an_identity_of_azure() {
    let credential = "unknown: whether the identity has a federated credential for the service account, \
                      in the tenant 99990000-0000-1111-2222-333344445555";
    let step = format!("identity/aks-workload-identity ({credential}");
    let expected = [
        format!("pod:shop/federated: {step})"),
        format!("pod:shop/web: {step}; the webhook of Azure adds the token when it admits the pod)"),
        format!("user:ann: pods/create, {step})"),
        format!("user:bob: tokens/request, {step})"),
    ];
    assert_eq!(told("aks", AZURE), expected);
}

/// The role is mapped into the cluster, so what leads to it leads on.
#[test]
fn on_eks_an_annotation_leads_to_a_role_that_was_not_exported() {
    let trust = "unknown: whether the trust policy of the role, which was not exported, lets the service account in";
    let from = |subject: &str| {
        let all = told("eks", AWS);
        all.iter().find(|path| path.starts_with(subject)).cloned()
    };
    let added = "EKS adds the token when it admits the pod";
    assert_eq!(from("pod:shop/web").unwrap(), format!("pod:shop/web: identity/irsa ({trust}; {added})"));
    assert_eq!(from("user:ann").unwrap(), format!("user:ann: pods/create, identity/irsa ({trust})"));
    assert_eq!(from("user:bob").unwrap(), format!("user:bob: tokens/request, identity/irsa ({trust})"));
    for near in ["user:eve", "pod:shop/batch", "pod:shop/draft"] {
        assert_eq!(from(near), None);
    }
    let run =
        kubescan(&["paths", "--from", "pod:shop/web", "--to", "cluster-admin", "-f", &fixture("eks"), "-o", "json"]);
    let path = &run.json()["paths"][0];
    let steps: Vec<&str> = path["hops"].as_array().unwrap().iter().map(|hop| hop["entry"].as_str().unwrap()).collect();
    assert_eq!(steps, ["identity/irsa", "identity/aws-auth", "rbac/cluster-wildcard"]);
    assert_eq!(path["certainty"], "unknown");
}

/// With an export of the account the trust policy decides. What issues the tokens of the cluster only its description tells.
#[test]
fn an_export_of_the_account_takes_the_place_of_the_annotation() {
    let way = |pod: &str, more: &[&str]| {
        let aws = "tests/fixtures/cloud/loop/aws/iam.json";
        let (input, from) = (fixture("eks"), format!("pod:shop/{pod}"));
        let asked = ["paths", "--to", AWS, "--from", &from, "-f", &input, "-o", "json", "--cloud", aws];
        let run = kubescan(&[&asked, more].concat());
        let paths = run.json()["paths"].as_array().unwrap().clone();
        paths.first().map(|path| (path["certainty"].as_str().unwrap().to_owned(), path["hops"][0]["facts"].to_string()))
    };
    let (certainty, facts) = way("web", &[]).unwrap();
    assert_eq!(certainty, "unknown");
    assert!(facts.contains("issues the tokens of this cluster") && facts.contains("the trust policy of"), "{facts}");
    assert_eq!(way("batch", &[]), None, "the role trusts web alone");
    let (_, facts) = way("web", &["--cloud", "tests/fixtures/cloud/loop/aws/cluster.json"]).unwrap();
    assert!(!facts.contains("issues the tokens"), "{facts}");
}

#[test]
fn a_cloud_identity_can_be_asked_about() {
    for (cloud, identity, short) in [("gke", GOOGLE, "gcp"), ("aks", AZURE, "azure"), ("eks", AWS, "aws")] {
        let run = kubescan(&["blast-radius", "pod:shop/web", "-f", &fixture(cloud), "-o", "name"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(run.stdout.lines().any(|line| line == identity), "{}", run.stdout);
        // A token for the API server is none for the cloud.
        let run = kubescan(&["blast-radius", "sa:shop/web", "-f", &fixture(cloud), "-o", "name"]);
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
        let run = kubescan(&["permissions", identity, "-f", &fixture(cloud)]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let run = kubescan(&["blast-radius", &format!("{short}:nobody"), "-f", &fixture(cloud)]);
        assert_eq!(run.code, 2, "{}", run.stderr);
    }
    // However the id is written.
    assert_eq!(paths("aks", &AZURE.to_ascii_uppercase().replace("AZURE", "azure")).len(), 4);
}

/// They are no objective of their own.
#[test]
fn what_leads_to_an_identity_is_no_path_of_a_scan() {
    let with = kubescan(&["scan", "-f", &fixture("aks"), "-o", "json"]).json();
    let text = with["paths"].to_string();
    assert!(!text.contains("azure:"), "{text}");
}

/// Elsewhere than on GKE the same name is somebody else's.
#[test]
fn on_gke_a_google_account_is_a_user_of_the_cluster() {
    let steps = |input: &str| {
        let asked = ["paths", "--from", "pod:shop/web", "--to", "cluster-admin", "-f", input, "-o", "json"];
        let report = kubescan(&asked).json();
        let path = report["paths"].as_array().unwrap().first()?.clone();
        assert_eq!(path["certainty"], "unknown");
        let hops = path["hops"].as_array().unwrap().clone();
        Some(hops.iter().map(|hop| hop["entry"].as_str().unwrap().to_owned()).collect::<Vec<String>>())
    };
    let expected = ["identity/gke-workload-identity", "identity/gke-user", "rbac/cluster-wildcard"];
    assert_eq!(steps(&fixture("gke")).unwrap(), expected);
    let all = std::fs::read_to_string(format!("{}/{}/all.yaml", env!("CARGO_MANIFEST_DIR"), fixture("gke"))).unwrap();
    let elsewhere = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-gke.yaml");
    std::fs::write(
        &elsewhere,
        all.replace("cloud.google.com/gke-nodepool", "pool")
            .replace("  labels: {pool: a, iam.gke.io/gke-metadata-server-enabled: \"true\"}", "  labels: {pool: a}"),
    )
    .unwrap();
    assert_eq!(steps(elsewhere.to_str().unwrap()), None);
}
