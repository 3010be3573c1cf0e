//! One run of the collector against a fake server.

use std::fs;
use std::sync::Mutex;
use std::time::Duration;

use super::server::{Rule, Server};
use crate::collect::live::pace::Pace;
use crate::collect::live::stop::Cause;
use crate::collect::live::surroundings::Surroundings;
use crate::collect::live::{
    Collected, Connection, Discovered, Discovery, Errand, LiveError, Reading, aws_auth, discover, gather,
};
use crate::collect::progress::Progress;
use crate::collect::wire::ENGINE_GROUPS;
use crate::model::Reason;

/// Stands in every credential and environment variable; must stand in nothing that comes out.
pub(super) const CANARY: &str = "CANARY";

/// A server, a kubeconfig for it, and what the user asks for.
pub(super) struct Trial {
    pub(super) server: Server,
    pub(super) folder: tempfile::TempDir,
    pub(super) connection: Connection,
    pub(super) around: Surroundings,
    /// What is asked beside the lists.
    pub(super) discover: Discovery,
    /// What may be asked for beyond the fixed resources, by the end of its path: parameters of policies.
    pub(super) params: &'static [&'static str],
    /// How early the whole is stopped.
    pub(super) stop: Option<(Duration, Cause)>,
}

/// What came of it.
pub(super) struct Ended {
    pub(super) result: Result<Collected, LiveError>,
    /// What was said meanwhile.
    pub(super) said: Vec<String>,
}

impl Trial {
    pub(super) fn new(rules: Vec<Rule>) -> Self {
        let server = Server::start(rules);
        let url = format!("http://{}", server.address);
        let trial = Trial::bare(server);
        trial.write("config", &kubeconfig(&url, "token: CANARY-token"));
        trial
    }

    /// Without a kubeconfig.
    pub(super) fn bare(server: Server) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let connection = Connection {
            kubeconfig: Some(folder.path().join("config")),
            page_size: 2,
            request_timeout: Duration::from_secs(5),
            ..Connection::default()
        };
        let around = Surroundings::default();
        Trial { server, folder, connection, around, discover: Discovery::None, params: &[], stop: None }
    }

    /// A kubeconfig for the server with this as its user.
    pub(super) fn user(self, user: &str) -> Self {
        let url = format!("http://{}", self.server.address);
        self.write("config", &kubeconfig(&url, user));
        self
    }

    pub(super) fn write(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// Runs it. Whatever the scenario: only known requests, no canary, a snapshot that owns up to its gaps.
    pub(super) fn run(&self) -> Ended {
        let said = Mutex::new(Vec::new());
        let say = |talk: crate::collect::live::Talk| said.lock().unwrap().push(talk.text());
        let pace = Pace { second: Duration::from_millis(1) };
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let result = runtime.block_on(async {
            let (tell, stop) = tokio::sync::watch::channel(None);
            let early = self.stop;
            tokio::spawn(async move {
                if let Some((after, cause)) = early {
                    tokio::time::sleep(after).await;
                    tell.send_replace(Some(cause));
                }
                tell.closed().await;
            });
            let progress = Progress::none();
            let errand = &Errand { discover: self.discover, ..Errand::NONE };
            let (connection, around) = (&self.connection, &self.around);
            gather(Reading { connection, errand, around, progress: &progress, say: &say }, stop, pace).await
        });
        runtime.shutdown_background();
        let said = said.into_inner().unwrap();
        self.only_lists_were_asked_for();
        nothing_leaked(&result, &said);
        Ended { result, said }
    }

    /// Runs discovery alone.
    pub(super) fn discover(&self) -> Result<Discovered, LiveError> {
        let pace = Pace { second: Duration::from_millis(1) };
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let (_tell, stop) = tokio::sync::watch::channel(None);
            discover::inquire(&self.connection, &self.around, &|_| (), stop, pace).await
        })
    }

    fn only_lists_were_asked_for(&self) {
        for asked in self.server.log() {
            let path = asked.path.split('?').next().unwrap_or_default().to_owned();
            let resource = path.rsplit('/').next().unwrap_or_default().to_owned();
            let rights = crate::collect::live::needed_rights();
            let of_engine = ENGINE_GROUPS.iter().any(|group| path.starts_with(&format!("/apis/{group}")));
            let asked_beside = of_engine || path == "/apis" && self.discover == Discovery::Groups;
            let asked_beside = asked_beside || self.params.contains(&resource.as_str());
            let by_name = path == aws_auth::PATH && asked.path == path;
            let known =
                path == "/version" || by_name || asked_beside || rights.iter().any(|(_, known, _)| *known == resource);
            assert!(asked.method == "GET" && known, "{} {}", asked.method, asked.path);
            assert!(asked.header("accept-encoding").is_none());
            assert!(asked.header("user-agent").is_some_and(|agent| agent.starts_with("kubescan/")));
        }
    }
}

fn nothing_leaked(result: &Result<Collected, LiveError>, said: &[String]) {
    let shown = match result {
        Ok(collected) => format!("{:?}", collected.snapshot),
        Err(error) => format!("{error} {error:?}"),
    };
    assert!(!shown.contains(CANARY), "{shown}");
    assert!(said.iter().all(|line| !line.contains(CANARY)), "{said:?}");
}

/// A kubeconfig with one context.
pub(super) fn kubeconfig(url: &str, user: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Config\ncurrent-context: here\n\
         clusters: [{{name: fake, cluster: {{server: \"{url}\"}}}}]\n\
         contexts: [{{name: here, context: {{cluster: fake, user: robot}}}}]\n\
         users:\n- name: robot\n  user: {{{user}}}\n"
    )
}

impl Ended {
    pub(super) fn collected(&self) -> &Collected {
        match &self.result {
            Ok(collected) => collected,
            Err(error) => panic!("{error}"),
        }
    }

    pub(super) fn error(&self) -> String {
        match &self.result {
            Ok(collected) => panic!("a snapshot with the gaps {:?}", collected.snapshot.gaps),
            Err(error) => error.to_string(),
        }
    }

    /// The gaps as (resource, scope, reason).
    pub(super) fn gaps(&self) -> Vec<(&str, &str, Reason)> {
        let gaps = &self.collected().snapshot.gaps;
        gaps.iter().map(|gap| (gap.resource.as_str(), gap.scope.as_str(), gap.reason)).collect()
    }

    /// Whether a note holds this text.
    pub(super) fn noted(&self, text: &str) -> bool {
        self.collected().snapshot.notes.iter().any(|note| note.text.contains(text))
    }
}
