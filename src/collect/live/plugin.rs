//! Credential plugins: programs that a kubeconfig names and that print a credential.
//!
//! kube 5 would run them too, but three times to build one client, without a deadline, and with the output in its
//! errors. Here a plugin runs once, is killed at its deadline, and nothing that it prints reaches a person: its stdout
//! is the credential, its stderr goes to a terminal only when a person sits there to answer it.

use std::process::Stdio;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kube::config::{AuthInfo, ExecConfig, ExecInteractiveMode};
use serde::{Deserialize, Serialize};

use super::LiveError;

/// How long a plugin may take: it may have to ask a server of its own.
pub(super) const DEADLINE: Duration = Duration::from_secs(30);

/// The program that this user's credential comes from, if one does.
pub(super) fn command(user: &AuthInfo) -> Option<&str> {
    let provider = user.auth_provider.as_ref();
    let of_provider = provider.and_then(|provider| provider.config.get("cmd-path"));
    // kube looks at a static credential first, and runs no plugin beside one.
    let fixed = user.token.is_some() || user.token_file.is_some() || user.password.is_some();
    let of_exec = user.exec.as_ref().filter(|_| !fixed);
    of_provider.map(String::as_str).or_else(|| of_exec?.command.as_deref())
}

/// Runs the plugin and puts the credential that it prints in its place.
pub(super) async fn resolve(user: &mut AuthInfo, interactive: bool, deadline: Duration) -> Result<(), LiveError> {
    if command(user).is_none() {
        return Ok(());
    }
    let Some(exec) = user.exec.take() else { return Ok(()) };
    let command = exec.command.clone().unwrap_or_default();
    let credential = run(&exec, interactive, deadline).await.map_err(|why| LiveError::Plugin { command, why })?;
    user.token = credential.token.map(Into::into);
    if let (Some(certificate), Some(key)) = (credential.client_certificate_data, credential.client_key_data) {
        user.client_certificate_data = Some(STANDARD.encode(certificate));
        user.client_key_data = Some(STANDARD.encode(key).into());
    }
    Ok(())
}

/// `ExecCredential`, as the plugin is told and as it answers.
#[derive(Serialize)]
struct Ask<'a> {
    kind: &'static str,
    #[serde(rename = "apiVersion")]
    api_version: Option<&'a str>,
    spec: AskSpec<'a>,
}

#[derive(Serialize)]
struct AskSpec<'a> {
    interactive: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    cluster: Option<&'a kube::config::ExecAuthCluster>,
}

#[derive(Deserialize)]
struct Answer {
    status: Option<Credential>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Credential {
    token: Option<String>,
    client_certificate_data: Option<String>,
    client_key_data: Option<String>,
}

/// Runs the program; the reason for a failure holds not a word of its output.
async fn run(exec: &ExecConfig, interactive: bool, deadline: Duration) -> Result<Credential, String> {
    let asks = exec.interactive_mode.as_ref();
    let interactive = interactive && asks != Some(&ExecInteractiveMode::Never);
    if !interactive && asks == Some(&ExecInteractiveMode::Always) {
        return Err("it wants to ask you something, and standard input is no terminal".to_owned());
    }
    let output = tokio::time::timeout(deadline, program(exec, interactive)?.output())
        .await
        .map_err(|_| format!("no answer within {} s", deadline.as_secs()))?
        .map_err(|error| format!("it could not be started ({})", error.kind()))?;
    if !output.status.success() {
        return Err(format!("it failed ({})", output.status));
    }
    let answer: Answer = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("its output is no ExecCredential, at line {}", error.line()))?;
    let usable = |status: &Credential| status.token.is_some() || status.client_certificate_data.is_some();
    let credential = answer.status.filter(usable);
    credential.ok_or_else(|| "its output has neither a token nor a certificate".to_owned())
}

fn program(exec: &ExecConfig, interactive: bool) -> Result<tokio::process::Command, String> {
    let command = exec.command.as_deref().ok_or("it has no command")?;
    let ask = Ask {
        kind: "ExecCredential",
        api_version: exec.api_version.as_deref(),
        spec: AskSpec { interactive, cluster: exec.cluster.as_ref().filter(|_| exec.provide_cluster_info) },
    };
    let ask = serde_json::to_string(&ask).map_err(|_| "it cannot be told about the cluster")?;
    let stream = || if interactive { Stdio::inherit() } else { Stdio::null() };
    let mut program = tokio::process::Command::new(command);
    program
        .args(exec.args.iter().flatten())
        .envs(exec.env.iter().flatten().filter_map(|pair| Some((pair.get("name")?, pair.get("value")?))))
        .env("KUBERNETES_EXEC_INFO", ask)
        .stdin(stream())
        .stderr(stream())
        .kill_on_drop(true);
    Ok(program)
}
