//! Containers of `k8s.io/api/core/v1`.

use super::cluster::LOCAL_OBJECT_REFERENCE;
use super::pods::SECURITY_CONTEXT;
use super::{Field, Message, Occurs, Shape, any_text, embedded, flag, message, messages, text};

pub(super) static CONTAINER: Message = Message::open(
    "Container",
    &[
        any_text(1, "name"),
        text(2, "image"),
        messages(6, "ports", &CONTAINER_PORT),
        messages(7, "env", &ENV_VAR),
        messages(9, "volumeMounts", &VOLUME_MOUNT),
        message(10, "livenessProbe", &PROBE),
        message(11, "readinessProbe", &PROBE),
        message(12, "lifecycle", &LIFECYCLE),
        message(15, "securityContext", &SECURITY_CONTEXT),
        messages(19, "envFrom", &ENV_FROM),
        messages(21, "volumeDevices", &VOLUME_DEVICE),
        message(22, "startupProbe", &PROBE),
    ],
);

/// What it embeds has the fields of a container, under the same numbers.
pub(super) static EPHEMERAL_CONTAINER: Message = Message::open("EphemeralContainer", &[embedded(1, &CONTAINER)]);

static CONTAINER_PORT: Message = Message::open(
    "ContainerPort",
    &[Field { number: 2, name: "hostPort", shape: Shape::Number, occurs: Occurs::UnlessEmpty }],
);

static ENV_VAR: Message =
    Message::open("EnvVar", &[any_text(1, "name"), text(2, "value"), message(3, "valueFrom", &ENV_VAR_SOURCE)]);

static ENV_VAR_SOURCE: Message = Message::open(
    "EnvVarSource",
    &[message(3, "configMapKeyRef", &EMBEDS_REFERENCE), message(4, "secretKeyRef", &EMBEDS_REFERENCE)],
);

static ENV_FROM: Message = Message::open(
    "EnvFromSource",
    &[message(2, "configMapRef", &EMBEDS_REFERENCE), message(3, "secretRef", &EMBEDS_REFERENCE)],
);

/// Any message that embeds a reference as its first field, of which nothing else is read.
pub(super) static EMBEDS_REFERENCE: Message =
    Message::open("SecretKeySelector", &[embedded(1, &LOCAL_OBJECT_REFERENCE)]);

static VOLUME_MOUNT: Message = Message::open(
    "VolumeMount",
    &[
        any_text(1, "name"),
        flag(2, "readOnly"),
        any_text(3, "mountPath"),
        text(4, "subPath"),
        text(5, "mountPropagation"),
    ],
);

static VOLUME_DEVICE: Message = Message::open("VolumeDevice", &[any_text(1, "name")]);

static PROBE: Message = Message::open("Probe", &[embedded(1, &HANDLER)]);

static LIFECYCLE: Message =
    Message::open("Lifecycle", &[message(1, "postStart", &HANDLER), message(2, "preStop", &HANDLER)]);

/// A `ProbeHandler` or a `LifecycleHandler`.
static HANDLER: Message =
    Message::open("ProbeHandler", &[message(2, "httpGet", &HTTP_GET), message(3, "tcpSocket", &TCP_SOCKET)]);

static HTTP_GET: Message = Message::open("HTTPGetAction", &[text(3, "host")]);

static TCP_SOCKET: Message = Message::open("TCPSocketAction", &[text(2, "host")]);
