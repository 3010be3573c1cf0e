//! Times a command against a bare client that pages the same lists as protobuf and throws the bytes away.
//!
//! `cargo bench --bench fetch -- KUBECONFIG RUNS COMMAND…`, the two in turn; medians. The client is as fast as it can be:
//! it looks for nothing but the token of the next page. Then the same client in other ways of asking: other sizes of pages,
//! all at once, and from the server's cache, whatever its age.
//!
//! Before each run one object of every list is written to, as happens all the time in a cluster that is in use: pages of
//! lists that nobody had written to for some minutes were seen to cost an API server three times as much, presumably
//! because its watch cache no longer holds a snapshot of them.

#![expect(
    clippy::print_stdout,
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_types,
    reason = "a program for developers"
)]

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use http::Request;
use http_body_util::BodyExt;
use kube::client::Body;
use kube::config::{KubeConfigOptions, Kubeconfig};
use kube::{Client, Config};
use serde_json::Value;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

const PROTOBUF: &str = "application/vnd.kubernetes.protobuf";

/// How many requests are under way, and how each asks: what kubectl and kubescan do.
const AT_ONCE: usize = 4;
const QUERY: &str = "limit=500";

/// Other ways to ask for a list.
const OTHERS: [&str; 6] = ["limit=100", "limit=250", "limit=2000", "limit=5000", "", "resourceVersion=0"];

#[derive(Clone, Copy, Default)]
struct Cost {
    wall: f64,
    cpu: f64,
    requests: f64,
    /// Processor time of the API server.
    server: f64,
}

fn main() {
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    let usage = "fetch KUBECONFIG RUNS COMMAND…";
    let kubeconfig = words.next().unwrap_or_else(|| panic!("{usage}"));
    let runs: usize = words.next().and_then(|runs| runs.parse().ok()).unwrap_or_else(|| panic!("{usage}"));
    let command: Vec<String> = words.collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let (mut fetches, mut scans, mut bytes) = (Vec::new(), Vec::new(), 0);
    for _ in 0..runs {
        let fetch = || bytes = runtime.block_on(fetch(Path::new(&kubeconfig), QUERY));
        fetches.push(measured(&runtime, &kubeconfig, fetch));
        scans.push(measured(&runtime, &kubeconfig, || run(&command)));
    }
    let (bare, scan) = (median(fetches), median(scans));
    println!("fetch  {} for {:.1} MB of protobuf", shown(bare), bytes_in_mb(bytes));
    println!("scan   {}", shown(scan));
    println!("ratio  {:.2} (medians of {runs})", scan.wall / bare.wall);
    for query in OTHERS {
        let work = || {
            runtime.block_on(fetch(Path::new(&kubeconfig), query));
        };
        let other = median((0..runs).map(|_| measured(&runtime, &kubeconfig, work)).collect());
        println!("fetch  {}, asking with ?{query}", shown(other));
    }
}

fn shown(cost: Cost) -> String {
    format!(
        "{:.3} s wall, {:.2} s CPU, {:.2} s CPU of the server, {} requests",
        cost.wall, cost.cpu, cost.server, cost.requests
    )
}

fn bytes_in_mb(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes / 1000).unwrap_or(u32::MAX)) / 1000.0
}

fn run(command: &[String]) {
    let mut child = Command::new(&command[0]);
    let status = child.args(&command[1..]).stdout(Stdio::null()).status().unwrap_or_else(|error| panic!("{error}"));
    assert!(status.success(), "{status}");
}

fn measured(runtime: &tokio::runtime::Runtime, kubeconfig: &str, work: impl FnOnce()) -> Cost {
    let served = || runtime.block_on(served(Path::new(kubeconfig)));
    runtime.block_on(touch(Path::new(kubeconfig)));
    let (before, cpu, start) = (served(), cpu(), Instant::now());
    work();
    let (wall, cpu, after) = (start.elapsed().as_secs_f64(), self::cpu() - cpu, served());
    // Of the two questions after what was served, one is counted.
    Cost { wall, cpu, requests: after.0 - before.0 - 1.0, server: after.1 - before.1 }
}

/// The seconds that this process and its ended children have computed: user and system time, in hundredths.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(4);
    fields.map(|field| field.parse::<f64>().unwrap() / 100.0).sum()
}

fn median(mut costs: Vec<Cost>) -> Cost {
    costs.sort_by(|one, other| one.wall.total_cmp(&other.wall));
    costs.get(costs.len() / 2).copied().unwrap_or_default()
}

async fn client(kubeconfig: &Path) -> Client {
    let kubeconfig = Kubeconfig::read_from(kubeconfig).unwrap();
    let config = Config::from_custom_kubeconfig(kubeconfig, &KubeConfigOptions::default()).await.unwrap();
    Client::try_from(config).unwrap()
}

/// How many requests the API server says it has answered, but for watches and those of its own components, and how many
/// seconds it says it has computed.
async fn served(kubeconfig: &Path) -> (f64, f64) {
    let request = Request::get("/metrics").body(Body::empty()).unwrap();
    let answer = client(kubeconfig).await.send(request).await.unwrap();
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    let text = String::from_utf8_lossy(&body);
    let lines = text.lines().filter(|line| line.starts_with("apiserver_request_total{"));
    let lines = lines.filter(|line| ["LIST", "GET"].iter().any(|verb| line.contains(&format!("verb=\"{verb}\""))));
    let value = |line: &str| line.rsplit(' ').next()?.parse::<f64>().ok();
    let seconds = text.lines().find(|line| line.starts_with("process_cpu_seconds_total"));
    (lines.filter_map(value).sum(), seconds.and_then(value).unwrap_or_default())
}

/// Writes to one object of each list.
async fn touch(kubeconfig: &Path) {
    let client = client(kubeconfig).await;
    for path in paths() {
        let request = Request::get(format!("{path}?limit=1")).body(Body::empty()).unwrap();
        let body = client.send(request).await.unwrap().into_body().collect().await.unwrap().to_bytes();
        let list: Value = serde_json::from_slice(&body).unwrap();
        let text = |key: &str| list.pointer(&format!("/items/0/metadata/{key}")).and_then(Value::as_str);
        let Some(name) = text("name") else { continue };
        let (base, resource) = path.rsplit_once('/').unwrap();
        let place = text("namespace").map_or_else(String::new, |namespace| format!("/namespaces/{namespace}"));
        let now = format!("{:?}", std::time::SystemTime::now());
        let patch = serde_json::json!({"metadata": {"annotations": {"touched": now}}}).to_string();
        let request = Request::patch(format!("{base}{place}/{resource}/{name}"));
        let request = request.header("Content-Type", "application/merge-patch+json");
        client.send(request.body(Body::from(patch.into_bytes())).unwrap()).await.unwrap();
    }
}

/// Asks for all lists in this way, page by page if it has any; returns how many bytes came.
async fn fetch(kubeconfig: &Path, query: &'static str) -> usize {
    let client = client(kubeconfig).await;
    let (slots, bytes) = (Arc::new(Semaphore::new(AT_ONCE)), Arc::new(AtomicUsize::new(0)));
    let mut running = JoinSet::new();
    for path in paths() {
        let (client, slots, bytes) = (client.clone(), Arc::clone(&slots), Arc::clone(&bytes));
        running.spawn(async move {
            let mut token = String::new();
            loop {
                let _slot = slots.acquire().await;
                let (size, next) = page(&client, &format!("{path}?{query}&continue={token}")).await;
                bytes.fetch_add(size, Ordering::Relaxed);
                match next {
                    Some(next) => token = next,
                    None => return,
                }
            }
        });
    }
    running.join_all().await;
    bytes.load(Ordering::Relaxed)
}

async fn page(client: &Client, path: &str) -> (usize, Option<String>) {
    let request = Request::get(path).header("Accept", PROTOBUF).body(Body::empty()).unwrap();
    let answer = client.send(request).await.unwrap();
    assert!(answer.status().is_success(), "{path}: {}", answer.status());
    let mut body = answer.into_body();
    let (mut size, mut head) = (0, Vec::new());
    while let Some(frame) = body.frame().await {
        let frame = frame.unwrap().into_data().unwrap_or_default();
        size += frame.len();
        // The token stands before the items.
        if head.len() < 1000 {
            head.extend_from_slice(&frame[..frame.len().min(1000)]);
        }
    }
    (size, token(&head))
}

/// The token of the next page: the base64 of an object, as API servers make it.
fn token(head: &[u8]) -> Option<String> {
    let start = head.windows(6).position(|window| window == b"eyJ2Ij")?;
    let token = head[start..].iter().map(|byte| char::from(*byte));
    Some(token.take_while(|c| c.is_ascii_alphanumeric() || "-_=".contains(*c)).collect())
}

fn paths() -> impl Iterator<Item = String> {
    let needed = kubescan::collect::live::needed_rights().into_iter();
    let built_in = needed.filter(|(group, ..)| !group.contains("kyverno") && !group.contains("gatekeeper"));
    built_in.map(|(group, resource, _)| match group {
        "" => format!("/api/v1/{resource}"),
        group => format!("/apis/{group}/v1/{resource}"),
    })
}
