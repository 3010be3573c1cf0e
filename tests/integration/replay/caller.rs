//! Requests to the API server, as anybody who has a credential.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use kube::Client;
use kube::client::Body;
use kube::config::{AuthInfo, Config, KubeConfigOptions, Kubeconfig};
use serde_json::Value;
use tokio::runtime::Runtime;

/// The key of every certificate that a fixture asks for.
const KEY: &str = include_str!("../../fixtures/replay/key.base64");

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

/// Somebody with a credential.
#[derive(Clone)]
pub(super) struct Caller {
    client: Client,
}

/// How one gets in.
pub(super) enum Credential<'a> {
    /// What the kubeconfig holds.
    Kubeconfig,
    Token(&'a str),
    /// A certificate in base64, for the key of the fixtures.
    Certificate(&'a str),
}

/// A request.
pub(super) struct Request<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) content_type: &'a str,
    pub(super) headers: &'a BTreeMap<String, Vec<String>>,
    pub(super) body: Option<&'a Value>,
}

/// What the server says.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: http::HeaderMap,
    pub(super) text: String,
}

impl Caller {
    /// Somebody who knows of the server by a kubeconfig.
    pub(super) fn new(kubeconfig: &std::path::Path, credential: &Credential<'_>) -> Self {
        RUNTIME.block_on(async {
            let kubeconfig = Kubeconfig::read_from(kubeconfig).unwrap();
            let options = KubeConfigOptions::default();
            let mut config = Config::from_custom_kubeconfig(kubeconfig, &options).await.unwrap();
            match credential {
                Credential::Kubeconfig => {}
                Credential::Token(token) => {
                    config.auth_info = AuthInfo { token: Some((*token).to_owned().into()), ..AuthInfo::default() };
                }
                Credential::Certificate(certificate) => {
                    config.auth_info = AuthInfo {
                        client_certificate_data: Some((*certificate).to_owned()),
                        client_key_data: Some(KEY.trim_end().to_owned().into()),
                        ..AuthInfo::default()
                    };
                }
            }
            config.default_retry = false;
            Caller { client: Client::try_from(config).unwrap() }
        })
    }

    /// Sends a request.
    pub(super) fn send(&self, request: &Request<'_>) -> Reply {
        RUNTIME.block_on(self.answer(request))
    }

    async fn answer(&self, request: &Request<'_>) -> Reply {
        let mut built = http::Request::builder().method(request.method).uri(request.path);
        if request.body.is_some() {
            built = built.header("Content-Type", request.content_type);
        }
        for (name, values) in request.headers {
            for value in values {
                built = built.header(name, value);
            }
        }
        let body = request.body.map_or_else(Body::empty, |body| Body::from(body.to_string().into_bytes()));
        match self.client.send(built.body(body).unwrap()).await {
            Ok(response) => {
                let status = response.status().as_u16();
                let headers = response.headers().clone();
                let bytes = response.into_body().collect_bytes().await.unwrap();
                Reply { status, headers, text: String::from_utf8_lossy(&bytes).into_owned() }
            }
            Err(why) => Reply { status: 0, headers: http::HeaderMap::new(), text: why.to_string() },
        }
    }
}

impl Reply {
    /// The answer as JSON; null where it is none.
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }
}
