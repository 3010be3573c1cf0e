//! Volumes of pods in `k8s.io/api/core/v1`. Which sources there are counts, so all of them are here.

use super::cluster::LOCAL_OBJECT_REFERENCE;
use super::containers::EMBEDS_REFERENCE;
use super::{Message, any_text, embedded, flag, message, messages, text, unread};

pub(super) static VOLUME: Message = Message::closed("Volume", &[any_text(1, "name"), embedded(2, &VOLUME_SOURCE)]);

static VOLUME_SOURCE: Message = Message::closed(
    "VolumeSource",
    &[
        message(1, "hostPath", &HOST_PATH),
        unread(2, "emptyDir"),
        unread(3, "gcePersistentDisk"),
        unread(4, "awsElasticBlockStore"),
        unread(5, "gitRepo"),
        message(6, "secret", &SECRET),
        unread(7, "nfs"),
        message(8, "iscsi", &ISCSI),
        unread(9, "glusterfs"),
        message(10, "persistentVolumeClaim", &CLAIM),
        message(11, "rbd", &RBD),
        message(12, "flexVolume", &FLEX),
        message(13, "cinder", &CINDER),
        message(14, "cephfs", &CEPHFS),
        unread(15, "flocker"),
        unread(16, "downwardAPI"),
        unread(17, "fc"),
        message(18, "azureFile", &AZURE_FILE),
        message(19, "configMap", &EMBEDS_REFERENCE),
        unread(20, "vsphereVolume"),
        unread(21, "quobyte"),
        unread(22, "azureDisk"),
        unread(23, "photonPersistentDisk"),
        unread(24, "portworxVolume"),
        message(25, "scaleIO", &SCALE_IO),
        message(26, "projected", &PROJECTED),
        message(27, "storageos", &STORAGEOS),
        message(28, "csi", &CSI),
        unread(29, "ephemeral"),
        unread(30, "image"),
    ],
);

static HOST_PATH: Message = Message::open("HostPathVolumeSource", &[any_text(1, "path"), text(2, "type")]);
static SECRET: Message = Message::open("SecretVolumeSource", &[text(1, "secretName")]);
static CLAIM: Message =
    Message::open("PersistentVolumeClaimVolumeSource", &[any_text(1, "claimName"), flag(2, "readOnly")]);
static AZURE_FILE: Message = Message::open("AzureFileVolumeSource", &[any_text(1, "secretName")]);
static ISCSI: Message = Message::open("ISCSIVolumeSource", &[message(10, "secretRef", &LOCAL_OBJECT_REFERENCE)]);
static RBD: Message = Message::open("RBDVolumeSource", &[message(7, "secretRef", &LOCAL_OBJECT_REFERENCE)]);
static FLEX: Message = Message::open("FlexVolumeSource", &[message(3, "secretRef", &LOCAL_OBJECT_REFERENCE)]);
static CINDER: Message = Message::open("CinderVolumeSource", &[message(4, "secretRef", &LOCAL_OBJECT_REFERENCE)]);
static CEPHFS: Message = Message::open("CephFSVolumeSource", &[message(5, "secretRef", &LOCAL_OBJECT_REFERENCE)]);
static SCALE_IO: Message = Message::open("ScaleIOVolumeSource", &[message(3, "secretRef", &LOCAL_OBJECT_REFERENCE)]);
static STORAGEOS: Message = Message::open("StorageOSVolumeSource", &[message(5, "secretRef", &LOCAL_OBJECT_REFERENCE)]);

static CSI: Message = Message::open(
    "CSIVolumeSource",
    &[any_text(1, "driver"), message(5, "nodePublishSecretRef", &LOCAL_OBJECT_REFERENCE)],
);

static PROJECTED: Message = Message::open("ProjectedVolumeSource", &[messages(1, "sources", &PROJECTION)]);

static PROJECTION: Message = Message::open(
    "VolumeProjection",
    &[
        message(1, "secret", &EMBEDS_REFERENCE),
        message(3, "configMap", &EMBEDS_REFERENCE),
        message(4, "serviceAccountToken", &TOKEN),
    ],
);

static TOKEN: Message = Message::open("ServiceAccountTokenProjection", &[text(1, "audience")]);
