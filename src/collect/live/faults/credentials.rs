//! Kubeconfigs: which one is meant, and the programs and secrets in them.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use super::server::Server;
use super::trial::{CANARY, Trial, kubeconfig};
use crate::collect::live::ExecPlugins;
use crate::collect::live::plugin;

/// A user whose credential comes from this shell script.
fn exec(script: &str) -> String {
    format!(
        "exec: {{apiVersion: client.authentication.k8s.io/v1, interactiveMode: IfAvailable, command: /bin/sh, \
         args: [\"-c\", {script:?}], env: [{{name: SECRET, value: {CANARY}}}]}}"
    )
}

#[test]
fn e01_a_forbidden_plugin_does_not_run() {
    let mut trial = Trial::new(Vec::new());
    let marker = trial.folder.path().join("marker");
    let touch = exec(&format!("touch {}", marker.display()));
    trial = trial.user(&touch);
    trial.connection.exec_plugins = ExecPlugins::Deny;
    let error = trial.run().error();
    assert!(error.contains("/bin/sh") && error.contains("--exec-plugins allowlist=/bin/sh"), "{error}");
    assert!(!marker.exists());
    trial.connection.exec_plugins = ExecPlugins::Allowlist(vec!["aws".to_owned()]);
    assert!(trial.run().error().contains("forbids it"));
    assert!(!marker.exists());
}

#[test]
fn e02_the_program_of_an_auth_provider_is_a_plugin_too() {
    let mut trial = Trial::new(Vec::new());
    let marker = trial.folder.path().join("marker");
    let path = trial.write("program", &format!("#!/bin/sh\ntouch {}\n", marker.display()));
    std::fs::set_permissions(&path, Permissions::from_mode(0o755)).unwrap();
    trial = trial.user(&format!("auth-provider: {{name: gcp, config: {{cmd-path: \"{path}\"}}}}"));
    trial.connection.exec_plugins = ExecPlugins::Deny;
    assert!(trial.run().error().contains("forbids it"));
    assert!(!marker.exists());
}

#[test]
fn a_permitted_plugin_is_announced_and_runs_once() {
    let trial = Trial::new(Vec::new());
    let log = trial.folder.path().join("log");
    let script = format!("echo run >> {}; echo '{{\"status\":{{\"token\":\"CANARY-exec\"}}}}'", log.display());
    let mut trial = trial.user(&exec(&script));
    trial.connection.exec_plugins = ExecPlugins::Allowlist(vec!["/bin/sh".to_owned()]);
    let ended = trial.run();
    assert!(ended.collected().snapshot.complete());
    assert_eq!(std::fs::read_to_string(log).unwrap(), "run\n");
    assert!(ended.said[0].starts_with("running the credential plugin /bin/sh that "), "{:?}", ended.said);
    let bearer = trial.server.log().iter().all(|asked| asked.header("authorization") == Some("Bearer CANARY-exec"));
    assert!(bearer);
}

#[test]
fn e03_what_a_plugin_prints_is_never_shown() {
    for (script, expected) in [
        ("echo 'status: {token: CANARY'; echo CANARY >&2", "no ExecCredential, at line 1"),
        ("echo CANARY; echo CANARY >&2; exit 3", "exit status: 3"),
        ("echo '{\"status\":{\"expirationTimestamp\":\"CANARY\"}}'", "neither a token nor a certificate"),
    ] {
        let error = Trial::new(Vec::new()).user(&exec(script)).run().error();
        assert!(
            error.contains("the credential plugin /bin/sh gave no credential") && error.contains(expected),
            "{error}"
        );
    }
}

#[test]
fn e04_a_plugin_that_waits_is_ended() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let config = kube::config::Kubeconfig::from_yaml(&kubeconfig("http://x", &exec("sleep 60"))).unwrap();
    let mut user = config.auth_infos[0].auth_info.clone().unwrap();
    let deadline = Duration::from_millis(100);
    let error = runtime.block_on(plugin::resolve(&mut user, false, deadline)).unwrap_err();
    assert!(error.to_string().contains("no answer within"), "{error}");
}

#[test]
fn e04_a_plugin_that_must_ask_needs_a_terminal() {
    let user = exec("true").replace("IfAvailable", "Always");
    let error = Trial::new(Vec::new()).user(&user).run().error();
    assert!(error.contains("standard input is no terminal"), "{error}");
}

#[test]
fn e06_a_missing_file_of_several_is_skipped_with_a_note() {
    let mut trial = Trial::new(Vec::new());
    let here = trial.connection.kubeconfig.take().unwrap();
    let missing = trial.folder.path().join("missing");
    trial.around.kubeconfig = Some(std::env::join_paths([&missing, &here]).unwrap());
    assert!(trial.run().noted("missing, named in KUBECONFIG, does not exist"));
    trial.around.kubeconfig = Some(missing.clone().into());
    assert!(trial.run().error().contains("missing: no such file"));
}

#[test]
fn e06_of_two_files_the_first_one_wins() {
    let mut trial = Trial::new(Vec::new());
    let first = trial.connection.kubeconfig.take().unwrap();
    let second = trial.write("second", &kubeconfig("http://192.0.2.1", "token: CANARY").replace("here", "there"));
    trial.around.kubeconfig = Some(std::env::join_paths([first, second.into()]).unwrap());
    assert_eq!(trial.run().collected().snapshot.source.name, "here");
    trial.connection.context = Some("there".to_owned());
    assert_eq!(trial.run().collected().snapshot.source.name, "there", "the cluster of the first file");
}

#[test]
fn e07_what_is_not_in_the_kubeconfig_is_answered_with_what_is() {
    let mut trial = Trial::new(Vec::new());
    trial.connection.context = Some("prod".to_owned());
    assert_eq!(trial.run().error(), r#"no context "prod" in the kubeconfig; it has: here"#);
    trial.connection.context = None;
    trial.connection.cluster = Some("prod".to_owned());
    assert_eq!(trial.run().error(), r#"no cluster "prod" in the kubeconfig; it has: fake"#);
    trial.connection.cluster = None;
    trial.connection.user = Some("root".to_owned());
    assert_eq!(trial.run().error(), r#"no user "root" in the kubeconfig; it has: robot"#);
}

#[test]
fn e08_a_cluster_that_accepts_any_certificate_is_warned_of() {
    let mut trial = Trial::new(Vec::new());
    let text = kubeconfig(&format!("http://{}", trial.server.address), "token: CANARY");
    trial.write("config", &text.replace("server:", "insecure-skip-tls-verify: true, server:"));
    assert!(trial.run().noted("accepts any certificate"));
    trial.connection.strict = true;
    assert!(trial.run().error().contains("--strict forbids that"));
}

#[test]
fn e10_a_variable_that_would_change_the_target_is_refused() {
    let mut trial = Trial::new(Vec::new());
    trial.around.debug_override = Some("KUBE_RS_DEBUG_OVERRIDE_URL".to_owned());
    assert!(trial.run().error().starts_with("KUBE_RS_DEBUG_OVERRIDE_URL is set"));
    assert_eq!(trial.server.log().len(), 0);
}

#[test]
fn e11_a_kubeconfig_that_anybody_can_change_is_warned_of() {
    let trial = Trial::new(Vec::new());
    let path = trial.connection.kubeconfig.clone().unwrap();
    std::fs::set_permissions(path, Permissions::from_mode(0o666)).unwrap();
    assert!(trial.run().noted("can be changed by every user"));
}

#[test]
fn a_broken_kubeconfig_is_told_by_its_place_only() {
    let trial = Trial::bare(Server::start(Vec::new()));
    trial.write("config", "clusters: []\nusers: [{name: CANARY, token: {CANARY: [");
    let error = trial.run().error();
    assert!(error.contains("config: not a kubeconfig, at line "), "{error}");
}

#[test]
fn without_any_kubeconfig_and_outside_a_pod_there_is_no_cluster() {
    let mut trial = Trial::new(Vec::new());
    trial.connection.kubeconfig = None;
    trial.around.home = Some(trial.folder.path().to_owned());
    assert!(trial.run().error().starts_with("no cluster to read"));
    trial.connection.in_cluster = true;
    assert!(trial.run().error().starts_with("not in a pod"));
}

#[test]
fn the_default_file_is_the_last_resort_and_needs_no_announcement() {
    let mut trial = Trial::new(Vec::new()).user(&exec("echo '{\"status\":{\"token\":\"t\"}}'"));
    let named = trial.connection.kubeconfig.take().unwrap();
    let home = trial.folder.path().join(".kube");
    std::fs::create_dir(&home).unwrap();
    std::fs::rename(named, home.join("config")).unwrap();
    trial.around.home = Some(trial.folder.path().to_owned());
    let ended = trial.run();
    assert!(ended.collected().snapshot.complete() && ended.said.is_empty(), "{:?}", ended.said);
}

#[test]
fn who_is_acted_as_is_sent_and_noted() {
    let mut trial = Trial::new(Vec::new());
    trial.connection.impersonate_groups = vec!["ops".to_owned()];
    assert!(trial.run().error().contains("need --as"));
    trial.connection.impersonate_user = Some("jane".to_owned());
    assert!(trial.run().noted("read as the user jane"));
    let asked = trial.server.log();
    assert!(
        asked.iter().all(|asked| asked.header("impersonate-user") == Some("jane")
            && asked.header("impersonate-group") == Some("ops"))
    );
}
