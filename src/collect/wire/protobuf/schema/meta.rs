//! `k8s.io/apimachinery/pkg/apis/meta/v1`.

use super::{Field, Message, Shape, any_text, boolean, field, message, messages, text, text_map, texts, unread};

/// The metadata of an ordinary object.
pub(super) static META: Message = Message::open(
    "ObjectMeta",
    &[
        text(1, "name"),
        text(2, "generateName"),
        text(3, "namespace"),
        text(5, "uid"),
        field(9, "deletionTimestamp", Shape::Time),
        text_map(11, "labels"),
        text_map(12, "annotations"),
        messages(13, "ownerReferences", &OWNER),
    ],
);

/// The metadata of a role.
pub(super) static ROLE_META: Message = Message::closed(
    "ObjectMeta",
    &[
        text(1, "name"),
        unread(2, "generateName"),
        text(3, "namespace"),
        unread(4, "selfLink"),
        text(5, "uid"),
        unread(6, "resourceVersion"),
        unread(7, "generation"),
        unread(8, "creationTimestamp"),
        unread(9, "deletionTimestamp"),
        unread(10, "deletionGracePeriodSeconds"),
        text_map(11, "labels"),
        unread(12, "annotations"),
        unread(13, "ownerReferences"),
        unread(14, "finalizers"),
        CLUSTER_NAME,
        unread(17, "managedFields"),
    ],
);

/// The metadata of a binding, and of what else is told by whom it belongs to.
pub(super) static BINDING_META: Message = Message::closed(
    "ObjectMeta",
    &[
        text(1, "name"),
        unread(2, "generateName"),
        text(3, "namespace"),
        unread(4, "selfLink"),
        text(5, "uid"),
        unread(6, "resourceVersion"),
        unread(7, "generation"),
        field(8, "creationTimestamp", Shape::Time),
        field(9, "deletionTimestamp", Shape::Time),
        unread(10, "deletionGracePeriodSeconds"),
        text_map(11, "labels"),
        text_map(12, "annotations"),
        messages(13, "ownerReferences", &OWNER_OF_BINDING),
        texts(14, "finalizers"),
        CLUSTER_NAME,
        messages(17, "managedFields", &WRITER),
    ],
);

/// Servers before 1.24 write it, always empty.
const CLUSTER_NAME: Field = unread(15, "clusterName");

static OWNER: Message =
    Message::open("OwnerReference", &[any_text(1, "kind"), any_text(3, "name"), boolean(6, "controller")]);

static OWNER_OF_BINDING: Message = Message::closed(
    "OwnerReference",
    &[
        any_text(1, "kind"),
        any_text(3, "name"),
        any_text(4, "uid"),
        any_text(5, "apiVersion"),
        boolean(6, "controller"),
        unread(7, "blockOwnerDeletion"),
    ],
);

static WRITER: Message = Message::closed(
    "ManagedFieldsEntry",
    &[
        text(1, "manager"),
        unread(2, "operation"),
        unread(3, "apiVersion"),
        field(4, "time", Shape::Time),
        unread(6, "fieldsType"),
        field(7, "fieldsV1", Shape::Json),
        unread(8, "subresource"),
    ],
);

pub(super) static LABEL_SELECTOR: Message = Message::closed(
    "LabelSelector",
    &[text_map(1, "matchLabels"), messages(2, "matchExpressions", &LABEL_REQUIREMENT)],
);

static LABEL_REQUIREMENT: Message =
    Message::closed("LabelSelectorRequirement", &[any_text(1, "key"), any_text(2, "operator"), texts(3, "values")]);

/// The metadata of one of the ordinary kinds.
pub(super) const fn metadata() -> Field {
    message(1, "metadata", &META)
}
