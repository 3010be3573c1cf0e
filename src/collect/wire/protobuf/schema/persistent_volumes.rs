//! PersistentVolumes and their claims of `k8s.io/api/core/v1`.

use super::meta::metadata;
use super::placement::NODE_SELECTOR;
use super::{Message, any_text, embedded, message, text};

pub(super) static CLAIM: Message =
    Message::open("PersistentVolumeClaim", &[metadata(), message(2, "spec", &CLAIM_SPEC)]);

static CLAIM_SPEC: Message = Message::open("PersistentVolumeClaimSpec", &[text(3, "volumeName")]);

pub(super) static PERSISTENT_VOLUME: Message = Message::open(
    "PersistentVolume",
    &[metadata(), message(2, "spec", &PERSISTENT_VOLUME_SPEC), message(3, "status", &PERSISTENT_VOLUME_STATUS)],
);

static PERSISTENT_VOLUME_STATUS: Message = Message::open("PersistentVolumeStatus", &[text(1, "phase")]);

static PERSISTENT_VOLUME_SPEC: Message = Message::open(
    "PersistentVolumeSpec",
    &[
        embedded(2, &PERSISTENT_VOLUME_SOURCE),
        message(4, "claimRef", &CLAIM_REFERENCE),
        text(6, "storageClassName"),
        any_text(8, "volumeMode"),
        message(9, "nodeAffinity", &VOLUME_NODE_AFFINITY),
    ],
);

static CLAIM_REFERENCE: Message =
    Message::open("ObjectReference", &[text(2, "namespace"), text(3, "name"), text(4, "uid")]);

static VOLUME_NODE_AFFINITY: Message = Message::open("VolumeNodeAffinity", &[message(1, "required", &NODE_SELECTOR)]);

static PERSISTENT_VOLUME_SOURCE: Message = Message::open(
    "PersistentVolumeSource",
    &[
        message(3, "hostPath", &HOST_PATH),
        message(6, "rbd", &RBD),
        message(7, "iscsi", &ISCSI),
        message(8, "cinder", &CINDER),
        message(9, "cephfs", &CEPHFS),
        message(12, "flexVolume", &FLEX),
        message(13, "azureFile", &AZURE_FILE),
        message(19, "scaleIO", &SCALE_IO),
        message(20, "local", &LOCAL),
        message(21, "storageos", &STORAGEOS),
        message(22, "csi", &CSI),
    ],
);

static HOST_PATH: Message = Message::open("HostPathVolumeSource", &[any_text(1, "path")]);
static LOCAL: Message = Message::open("LocalVolumeSource", &[any_text(1, "path")]);
static AZURE_FILE: Message =
    Message::open("AzureFilePersistentVolumeSource", &[any_text(1, "secretName"), any_text(4, "secretNamespace")]);
static RBD: Message = Message::open("RBDPersistentVolumeSource", &[message(7, "secretRef", &SECRET)]);
static ISCSI: Message = Message::open("ISCSIPersistentVolumeSource", &[message(10, "secretRef", &SECRET)]);
static CINDER: Message = Message::open("CinderPersistentVolumeSource", &[message(4, "secretRef", &SECRET)]);
static CEPHFS: Message = Message::open("CephFSPersistentVolumeSource", &[message(5, "secretRef", &SECRET)]);
static FLEX: Message = Message::open("FlexPersistentVolumeSource", &[message(3, "secretRef", &SECRET)]);
static SCALE_IO: Message = Message::open("ScaleIOPersistentVolumeSource", &[message(3, "secretRef", &SECRET)]);
static STORAGEOS: Message = Message::open("StorageOSPersistentVolumeSource", &[message(5, "secretRef", &OBJECT)]);

static CSI: Message = Message::open(
    "CSIPersistentVolumeSource",
    &[
        message(7, "nodeStageSecretRef", &SECRET),
        message(8, "nodePublishSecretRef", &SECRET),
        message(10, "nodeExpandSecretRef", &SECRET),
    ],
);

static SECRET: Message = Message::open("SecretReference", &[text(1, "name"), text(2, "namespace")]);

/// The same, where it is named as any object is.
static OBJECT: Message = Message::open("ObjectReference", &[text(2, "namespace"), text(3, "name")]);
