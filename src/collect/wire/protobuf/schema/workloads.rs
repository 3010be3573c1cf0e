//! What makes pods: `k8s.io/api/apps/v1`, `k8s.io/api/batch/v1`, and ReplicationControllers of `k8s.io/api/core/v1`.

use super::meta::metadata;
use super::pods::POD_TEMPLATE_SPEC;
use super::{Field, Message, Shape, boolean, field, message, text, unread};

const REPLICAS: Field = field(1, "replicas", Shape::Number);

/// The status of what never ends.
const OTHER_STATUS: Field = message(3, "status", &NOTHING);

static NOTHING: Message = Message::open("DeploymentStatus", &[]);

const fn spec(spec: &'static Message) -> Field {
    message(2, "spec", spec)
}

const fn template(number: u32) -> Field {
    message(number, "template", &POD_TEMPLATE_SPEC)
}

pub(super) static DEPLOYMENT: Message = Message::open("Deployment", &[metadata(), spec(&REPLICATED), OTHER_STATUS]);
pub(super) static REPLICA_SET: Message = Message::open("ReplicaSet", &[metadata(), spec(&REPLICATED), OTHER_STATUS]);
pub(super) static REPLICATION_CONTROLLER: Message =
    Message::open("ReplicationController", &[metadata(), spec(&REPLICATED), OTHER_STATUS]);

/// A `DeploymentSpec`, a `ReplicaSetSpec` or a `ReplicationControllerSpec`.
static REPLICATED: Message = Message::open("DeploymentSpec", &[REPLICAS, template(3)]);

pub(super) static STATEFUL_SET: Message =
    Message::open("StatefulSet", &[metadata(), spec(&STATEFUL_SET_SPEC), OTHER_STATUS]);

static STATEFUL_SET_SPEC: Message =
    Message::open("StatefulSetSpec", &[REPLICAS, template(3), message(7, "updateStrategy", &UPDATE_STRATEGY)]);

pub(super) static DAEMON_SET: Message = Message::open("DaemonSet", &[metadata(), spec(&DAEMON_SET_SPEC), OTHER_STATUS]);

static DAEMON_SET_SPEC: Message =
    Message::open("DaemonSetSpec", &[template(2), message(3, "updateStrategy", &UPDATE_STRATEGY)]);

static UPDATE_STRATEGY: Message = Message::open("DaemonSetUpdateStrategy", &[text(1, "type")]);

pub(super) static JOB: Message =
    Message::open("Job", &[metadata(), spec(&JOB_SPEC), message(3, "status", &JOB_STATUS)]);

static JOB_SPEC: Message = Message::open("JobSpec", &[template(6), boolean(10, "suspend")]);

static JOB_STATUS: Message = Message::open("JobStatus", &[unread(3, "completionTime")]);

pub(super) static CRON_JOB: Message = Message::open("CronJob", &[metadata(), spec(&CRON_JOB_SPEC)]);

static CRON_JOB_SPEC: Message =
    Message::open("CronJobSpec", &[boolean(4, "suspend"), message(5, "jobTemplate", &JOB_TEMPLATE_SPEC)]);

static JOB_TEMPLATE_SPEC: Message = Message::open("JobTemplateSpec", &[spec(&JOB_SPEC)]);
