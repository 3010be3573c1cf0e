//! Pods of `k8s.io/api/core/v1`, and the templates that they are made from.

use super::Shape;
use super::cluster::LOCAL_OBJECT_REFERENCE;
use super::containers::{CONTAINER, EPHEMERAL_CONTAINER};
use super::meta::{META, metadata};
use super::placement::{AFFINITY, TOLERATION};
use super::volumes::VOLUME;
use super::{Message, any_text, boolean, field, flag, message, messages, text, text_map, texts, unread};

pub(super) static POD: Message =
    Message::open("Pod", &[metadata(), message(2, "spec", &POD_SPEC), message(3, "status", &POD_STATUS)]);

pub(super) static POD_TEMPLATE_SPEC: Message =
    Message::open("PodTemplateSpec", &[message(1, "metadata", &META), message(2, "spec", &POD_SPEC)]);

static POD_SPEC: Message = Message::open(
    "PodSpec",
    &[
        messages(1, "volumes", &VOLUME),
        messages(2, "containers", &CONTAINER),
        text_map(7, "nodeSelector"),
        text(8, "serviceAccountName"),
        text(9, "serviceAccount"),
        text(10, "nodeName"),
        flag(11, "hostNetwork"),
        flag(12, "hostPID"),
        flag(13, "hostIPC"),
        message(14, "securityContext", &POD_SECURITY_CONTEXT),
        messages(15, "imagePullSecrets", &LOCAL_OBJECT_REFERENCE),
        message(18, "affinity", &AFFINITY),
        messages(20, "initContainers", &CONTAINER),
        boolean(21, "automountServiceAccountToken"),
        messages(22, "tolerations", &TOLERATION),
        boolean(27, "shareProcessNamespace"),
        any_text(29, "runtimeClassName"),
        messages(34, "ephemeralContainers", &EPHEMERAL_CONTAINER),
        message(36, "os", &POD_OS),
        boolean(37, "hostUsers"),
        unread(38, "schedulingGates"),
        messages(39, "resourceClaims", &POD_RESOURCE_CLAIM),
    ],
);

static POD_OS: Message = Message::open("PodOS", &[any_text(1, "name")]);

static POD_RESOURCE_CLAIM: Message = Message::open(
    "PodResourceClaim",
    &[any_text(1, "name"), any_text(3, "resourceClaimName"), any_text(4, "resourceClaimTemplateName")],
);

static POD_STATUS: Message = Message::open(
    "PodStatus",
    &[
        text(1, "phase"),
        unread(2, "conditions"),
        unread(7, "startTime"),
        text(9, "qosClass"),
        messages(15, "resourceClaimStatuses", &POD_RESOURCE_CLAIM_STATUS),
        message(18, "extendedResourceClaimStatus", &POD_EXTENDED_RESOURCE_CLAIM_STATUS),
    ],
);

static POD_RESOURCE_CLAIM_STATUS: Message =
    Message::open("PodResourceClaimStatus", &[any_text(1, "name"), any_text(2, "resourceClaimName")]);

static POD_EXTENDED_RESOURCE_CLAIM_STATUS: Message =
    Message::open("PodExtendedResourceClaimStatus", &[any_text(2, "resourceClaimName")]);

static POD_SECURITY_CONTEXT: Message = Message::open(
    "PodSecurityContext",
    &[
        message(1, "seLinuxOptions", &SE_LINUX_OPTIONS),
        field(2, "runAsUser", Shape::Number),
        boolean(3, "runAsNonRoot"),
        messages(7, "sysctls", &SYSCTL),
        message(8, "windowsOptions", &WINDOWS_OPTIONS),
        message(10, "seccompProfile", &PROFILE),
        message(11, "appArmorProfile", &PROFILE),
    ],
);

static SYSCTL: Message = Message::open("Sysctl", &[any_text(1, "name")]);

pub(super) static SECURITY_CONTEXT: Message = Message::open(
    "SecurityContext",
    &[
        message(1, "capabilities", &CAPABILITIES),
        boolean(2, "privileged"),
        message(3, "seLinuxOptions", &SE_LINUX_OPTIONS),
        field(4, "runAsUser", Shape::Number),
        boolean(5, "runAsNonRoot"),
        boolean(7, "allowPrivilegeEscalation"),
        any_text(9, "procMount"),
        message(10, "windowsOptions", &WINDOWS_OPTIONS),
        message(11, "seccompProfile", &PROFILE),
        message(12, "appArmorProfile", &PROFILE),
    ],
);

static CAPABILITIES: Message = Message::open("Capabilities", &[texts(1, "add"), texts(2, "drop")]);

/// A `SeccompProfile` or an `AppArmorProfile`.
static PROFILE: Message = Message::open("SeccompProfile", &[any_text(1, "type")]);

static SE_LINUX_OPTIONS: Message =
    Message::open("SELinuxOptions", &[text(1, "user"), text(2, "role"), text(3, "type")]);

static WINDOWS_OPTIONS: Message = Message::open("WindowsSecurityContextOptions", &[boolean(4, "hostProcess")]);
