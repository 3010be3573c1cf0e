//! From a target to a client, with kube's habits that a scanner cannot have turned off.

use std::time::Duration;

use kube::{Client, Config};

use super::LiveError;
use super::connection::Connection;
use super::plugin;
use super::target::Target;
use crate::model::Note;

/// How long the server may stay silent in the middle of an answer.
const READ_TIMEOUT: Duration = Duration::from_secs(30);

/// How long a connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// A client, and what is known of the server before the first request.
pub(super) struct Link {
    pub(super) client: Client,
    /// Host and port, without user name and password.
    pub(super) server: String,
    /// Nothing for plain HTTP.
    pub(super) tls_verified: Option<bool>,
    /// The namespace of the context, or of the pod.
    pub(super) default_namespace: String,
    /// The user that the server takes kubescan for, by flag or kubeconfig.
    pub(super) acts_as: Option<String>,
    pub(super) notes: Vec<Note>,
}

/// Makes a client. Runs the credential plugin if there is one; whether it may run was decided with the target.
pub(super) async fn connect(target: &Target, connection: &Connection, interactive: bool) -> Result<Link, LiveError> {
    let mut config = configured(target, connection).await?;
    let server = host_and_port(&config.cluster_url);
    plugin::resolve(&mut config.auth_info, interactive, plugin::DEADLINE).await?;
    let encrypted = config.cluster_url.scheme_str() != Some("http");
    let tls_verified = encrypted.then_some(!config.accept_invalid_certs);
    let notes = warnings(&config, &server, connection.strict)?;
    Ok(Link {
        default_namespace: config.default_namespace.clone(),
        acts_as: config.auth_info.impersonate.clone(),
        client: client(config).await?,
        server,
        tls_verified,
        notes,
    })
}

/// kube's configuration of this target, with a scanner's limits.
async fn configured(target: &Target, connection: &Connection) -> Result<Config, LiveError> {
    let mut config = match &target.chosen {
        Some((content, options)) => {
            Config::from_custom_kubeconfig(content.clone(), options).await.map_err(|error| unusable(&error))?
        }
        None => Config::incluster().map_err(|error| outside(&error, connection.in_cluster))?,
    };
    config.default_retry = false;
    config.read_timeout = Some(READ_TIMEOUT);
    config.reset_reader_on_write = true;
    config.connect_timeout = Some(CONNECT_TIMEOUT);
    if let Some(user) = &connection.impersonate_user {
        config.auth_info.impersonate = Some(user.clone());
        config.auth_info.impersonate_groups = Some(connection.impersonate_groups.clone());
        config.auth_info.impersonate_uid.clone_from(&connection.impersonate_uid);
        config.auth_info.impersonate_user_extra = None;
    }
    Ok(config)
}

/// kube runs an old `auth-provider` program in here, so it gets a thread and a deadline.
async fn client(config: Config) -> Result<Client, LiveError> {
    let command = plugin::command(&config.auth_info).unwrap_or("of the kubeconfig").to_owned();
    let built = tokio::task::spawn_blocking(move || Client::try_from(config));
    match tokio::time::timeout(plugin::DEADLINE, built).await {
        Ok(Ok(Ok(client))) => Ok(client),
        Ok(Ok(Err(error))) => Err(refused(&error, command)),
        Ok(Err(_)) => Err(LiveError::Start("the client could not be built")),
        Err(_) => {
            let why = format!("no answer within {} s", plugin::DEADLINE.as_secs());
            Err(LiveError::Plugin { command, why })
        }
    }
}

fn warnings(config: &Config, server: &str, strict: bool) -> Result<Vec<Note>, LiveError> {
    let server = server.to_owned();
    let plain = config.cluster_url.scheme_str() == Some("http");
    let local = matches!(config.cluster_url.host(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let text = match (config.accept_invalid_certs, plain && !local) {
        (true, _) if strict => return Err(LiveError::Insecure { server }),
        (true, _) => format!("the kubeconfig accepts any certificate: whatever answers as {server} is believed"),
        (_, true) => format!("the connection to {server} is not encrypted"),
        _ => return Ok(Vec::new()),
    };
    Ok(vec![Note { warning: true, text }])
}

fn host_and_port(url: &http::Uri) -> String {
    let usual = if url.scheme_str() == Some("http") { 80 } else { 443 };
    let host = url.host().unwrap_or("?");
    format!("{host}:{}", url.port_u16().unwrap_or(usual))
}

fn unusable(error: &kube::config::KubeconfigError) -> LiveError {
    use kube::config::KubeconfigError as Error;
    LiveError::Unusable(match error {
        Error::MissingClusterUrl => "its cluster has no server",
        Error::ParseClusterUrl(_) => "its cluster's server is no URL",
        Error::ParseProxyUrl(_) => "the proxy (proxy-url or HTTPS_PROXY) is no URL",
        Error::ParseNoProxy(_) => "NO_PROXY cannot be understood",
        Error::LoadCertificateAuthority(_) | Error::ParseCertificates(_) => "its certificate authority cannot be read",
        _ => "it does not say how to reach a cluster",
    })
}

fn outside(error: &kube::config::InClusterError, asked: bool) -> LiveError {
    use kube::config::InClusterError as Error;
    match error {
        Error::ReadEnvironmentVariable(_) if !asked => LiveError::NoKubeconfig,
        Error::ReadEnvironmentVariable(_) => LiveError::NotInCluster("KUBERNETES_SERVICE_HOST is not set"),
        Error::ReadDefaultNamespace(_) => LiveError::NotInCluster("the service account is not mounted"),
        Error::ReadCertificateBundle(_) | Error::ParseCertificates(_) => {
            LiveError::NotInCluster("ca.crt of the service account cannot be read")
        }
        _ => LiveError::NotInCluster("KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are no address"),
    }
}

fn refused(error: &kube::Error, command: String) -> LiveError {
    use kube::client::AuthError;
    let why = match error {
        kube::Error::Auth(AuthError::ReadTokenFile(..)) => "its token file cannot be read",
        kube::Error::Auth(AuthError::InvalidBasicAuth(_) | AuthError::InvalidBearerToken(_)) => {
            "its token or password cannot stand in a request"
        }
        kube::Error::Auth(AuthError::AuthExecRun { out, .. }) => {
            let why = format!("it failed ({})", out.status);
            return LiveError::Plugin { command, why };
        }
        kube::Error::Auth(_) => "its auth-provider gives no credential",
        kube::Error::InferKubeconfig(_) | kube::Error::RustlsTls(_) => {
            "its client certificate, key or authority cannot be used"
        }
        kube::Error::ProxyProtocolUnsupported { .. } => "its proxy is of an unknown kind",
        kube::Error::HttpError(_) => "the user or group to act as cannot stand in a request",
        _ => "a client could not be made from it",
    };
    LiveError::Unusable(why)
}
