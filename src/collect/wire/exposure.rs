//! What a container uses of its node's network: host ports, and the hosts that its probes and hooks name.
//!
//! Which hosts those are: `check_hostProbesAndhostLifecycle.go` of `k8s.io/pod-security-admission/policy`.

use serde::Deserialize;

use crate::model::{Exposure, Name};

use super::keep::Keep;
use super::text::{List, Text};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PortWire {
    host_port: Option<i64>,
}

/// A probe, or a handler of the lifecycle.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct HandlerWire<'a> {
    #[serde(borrow)]
    http_get: Option<TargetWire<'a>>,
    tcp_socket: Option<TargetWire<'a>>,
}

#[derive(Deserialize)]
struct TargetWire<'a> {
    #[serde(borrow)]
    host: Option<Text<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct LifecycleWire<'a> {
    #[serde(borrow)]
    pub(super) post_start: Option<HandlerWire<'a>>,
    pub(super) pre_stop: Option<HandlerWire<'a>>,
}

pub(super) fn exposure<'a>(
    ports: List<PortWire>,
    handlers: impl IntoIterator<Item = Option<HandlerWire<'a>>>,
    keep: &mut Keep<'_>,
) -> Exposure {
    let targets = handlers.into_iter().flatten().flat_map(|handler| [handler.http_get, handler.tcp_socket]);
    let hosts = targets.flatten().filter_map(|target| keep.optional(target.host));
    let probe_hosts: Vec<Name> = hosts.collect();
    let host_ports = ports.into_iter().filter_map(|port| port.host_port).filter(|port| *port != 0).map(port);
    Exposure { host_ports: host_ports.collect(), probe_hosts }
}

/// No server takes a number that is no port. In a file it is still an attempt at a host port, so the highest stands for
/// it: left out, it would make the pod look as if it asked for none.
fn port(number: i64) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}
