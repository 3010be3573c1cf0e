//! Objects that several rows hold, in their short form.

pub(super) const WEB: &str = "!ServiceAccount shop/web";
pub(super) const TO_ALICE: &str =
    "!ClusterRoleBinding b roleRef: {$RBAC, kind: ClusterRole, name: r}, subjects: [{$RBAC, kind: User, name: alice}]";
pub(super) const TO_WEB: &str = "!ClusterRoleBinding b roleRef: {$RBAC, kind: ClusterRole, name: r}, subjects: [{kind: ServiceAccount, namespace: shop, name: web}]";
pub(super) const READER: &str = "!ClusterRole r rules: [{apiGroups: [''], resources: [secrets], verbs: [get, list]}]";
pub(super) const LOOKER: &str = "!ClusterRole r rules: [{apiGroups: [''], resources: [services], verbs: [get, list]}]";
/// A running pod of `web` with a token, on the node n1.
pub(super) const POD: &str = "!Pod shop/api {labels: {app: api}} spec: {serviceAccountName: web, nodeName: n1, \
    volumes: [{name: t, projected: {sources: [{serviceAccountToken: {path: t}}]}}], \
    containers: [{name: c, image: x, volumeMounts: [{name: t, mountPath: /t}]}]}, status: {phase: Running}";
/// The same without a token.
pub(super) const BARE: &str = "!Pod shop/api {labels: {app: api}} spec: {serviceAccountName: web, nodeName: n1, \
    containers: [{name: c, image: x}]}, status: {phase: Running}";
/// A pod that faces outside, on n1, with a token of `web`.
pub(super) const FRONT: &str = "!Pod shop/front {labels: {app: front}} spec: {serviceAccountName: web, nodeName: n1, \
    volumes: [{name: t, projected: {sources: [{serviceAccountToken: {path: t}}]}}], \
    containers: [{name: c, image: x, volumeMounts: [{name: t, mountPath: /t}]}]}, status: {phase: Running}";
/// The same without a token, and on another node.
pub(super) const FRONT_ON_N2: &str = "!Pod shop/front {labels: {app: front}} spec: {nodeName: n2, containers: [{name: c, image: x}]}, status: {phase: Running}";
pub(super) const FRONT_ON_N1: &str = "!Pod shop/front {labels: {app: front}} spec: {nodeName: n1, containers: [{name: c, image: x}]}, status: {phase: Running}";
pub(super) const OUTSIDE: &str = "!Service shop/front spec: {type: LoadBalancer, selector: {app: front}}";
pub(super) const INSIDE: &str = "!Service shop/front spec: {type: ClusterIP, selector: {app: front}}";
pub(super) const DAEMONS: &str =
    "!DaemonSet shop/agent spec: {template: {spec: {serviceAccountName: web, containers: [{name: c, image: x}]}}}";
pub(super) const TOKEN: &str = "!Secret shop/web-token {annotations: {kubernetes.io/service-account.name: web}} type: kubernetes.io/service-account-token";
pub(super) const LISTED: &str = "!ServiceAccount shop/web secrets: [{name: web-token}]";
pub(super) const TOKEN_USER: &str = "!Pod shop/api spec: {volumes: [{name: s, secret: {secretName: web-token}}], \
    containers: [{name: c, image: x, volumeMounts: [{name: s, mountPath: /s}]}]}, status: {phase: Running}";
