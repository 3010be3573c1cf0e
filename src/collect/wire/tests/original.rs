//! A replica that is told from its text is the pod that decoding gives, whatever is changed in it.

use crate::collect::found::Found;
use crate::collect::kind::Kind;
use crate::collect::wire::{Keep, Original, read_json_start, read_pod_start};

/// A pod as a server stores it, with something of all that is read of one.
const POD: &str = r#"{"apiVersion":"v1","kind":"Pod","metadata":{"annotations":{"cni.example/ips":"10.0.0.7","kubernetes.io/config.mirror":"m","container.seccomp.security.alpha.kubernetes.io/c":"localhost/x"},"creationTimestamp":"2026-01-01T00:00:00Z","deletionTimestamp":"2026-01-02T00:00:00Z","generateName":"web-5d-","labels":{"app":"web","pod-template-hash":"5d"},"name":"web-5d-abcde","namespace":"shop","ownerReferences":[{"apiVersion":"apps/v1","controller":true,"kind":"ReplicaSet","name":"web-5d","uid":"7"}],"uid":"0f9b1a52-6c1e-4d7a-9f00-1234567890ab"},
"spec":{"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"disk","operator":"In","values":["ssd"]}]}]}}},"containers":[{"args":["--x","y"],"env":[{"name":"A","value":"b"},{"name":"S","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}],"envFrom":[{"configMapRef":{"name":"cm"}}],"image":"i@sha256:00","livenessProbe":{"httpGet":{"host":"h","port":"http"},"periodSeconds":10},"name":"c","ports":[{"containerPort":80,"hostPort":8080,"protocol":"TCP"}],"securityContext":{"capabilities":{"add":["NET_ADMIN"]},"privileged":false,"runAsUser":1000},"volumeMounts":[{"mountPath":"/d","name":"d","subPath":"p"},{"mountPath":"/var/run/secrets/kubernetes.io/serviceaccount","name":"kube-api-access-abcde","readOnly":true}]}],"hostNetwork":true,"hostname":"web-0","imagePullSecrets":[{"name":"pull"}],"nodeName":"n1","nodeSelector":{"pool":"a"},"resourceClaims":[{"name":"gpu","resourceClaimTemplateName":"t"}],"schedulerName":"default-scheduler","securityContext":{"seccompProfile":{"type":"RuntimeDefault"},"sysctls":[{"name":"net.core.somaxconn","value":"1"}]},"serviceAccountName":"web","tolerations":[{"key":"dedicated","operator":"Exists","tolerationSeconds":300}],"volumes":[{"hostPath":{"path":"/etc"},"name":"d"},{"name":"kube-api-access-abcde","projected":{"sources":[{"serviceAccountToken":{"expirationSeconds":3607,"path":"token"}},{"configMap":{"name":"kube-root-ca.crt"}}]}}]},
"status":{"conditions":[{"lastProbeTime":null,"status":"True","type":"Ready"}],"containerStatuses":[{"containerID":"containerd://1","name":"c","ready":true,"restartCount":0,"started":true}],"phase":"Running","podIP":"10.0.0.7","qosClass":"Burstable","resourceClaimStatuses":[{"name":"gpu","resourceClaimName":"web-gpu"}],"startTime":"2026-01-01T00:00:00Z"}}"#;

fn original(text: &str) -> Option<Original<'_>> {
    read_pod_start::<false>(text, &mut Keep::new(&mut Found::default(), Kind::Pod, "default")).unwrap().1
}

/// Whether a changed text is taken for a replica; then it must be what decoding makes of it.
fn is_replica(original: &Original<'_>, text: &str) -> bool {
    let (mut found, mut decoded) = (Found::default(), Found::default());
    let Some(length) = original.replica(text, &mut found) else {
        assert!(found.pods.is_empty(), "nothing is kept of what is no replica");
        return false;
    };
    let expected = read_json_start::<false>(text, &mut Keep::new(&mut decoded, Kind::Pod, "default"));
    assert_eq!(Some(length), expected, "{text}");
    assert_eq!(found.pods, decoded.pods, "{text}");
    assert_eq!((found.uids, found.stored), (decoded.uids, decoded.stored), "{text}");
    true
}

/// The offsets of quotes, in pairs.
fn strings(text: &str) -> Vec<(usize, usize)> {
    let quotes: Vec<usize> = text.match_indices('"').map(|(offset, _)| offset).collect();
    quotes.chunks(2).map(|pair| (pair[0] + 1, pair[1])).collect()
}

#[test]
fn what_is_told_from_the_text_is_what_decoding_gives() {
    let original = original(POD).unwrap();
    assert!(is_replica(&original, POD), "the same text");
    let mut taken = Vec::new();
    for (start, end) in strings(POD) {
        let (before, text, after) = (&POD[..start], &POD[start..end], &POD[end..]);
        let longer = format!("{text}x");
        for new in ["", "z", &longer, text.get(1..).unwrap_or("y"), "kube-api-access-zzzzz", "a\\u0062", "a\tb", "é"] {
            if is_replica(&original, &format!("{before}{new}{after}")) {
                taken.push(text);
            }
        }
    }
    for own in
        ["web-5d-abcde", "n1", "10.0.0.7", "containerd://1", "web-0", "--x", "https", "True", "2026-01-01T00:00:00Z"]
    {
        let expected = POD.contains(&format!("\"{own}\""));
        assert_eq!(taken.contains(&own), expected, "{own}");
    }
    for shared in
        ["Pod", "v1", "shop", "web", "Running", "ssd", "cm", "s", "/etc", "kube-api-access-abcde", "RuntimeDefault"]
    {
        assert!(!taken.contains(&shared), "{shared} is no replica's own");
    }
}

#[test]
fn a_changed_byte_is_never_misread() {
    let original = original(POD).unwrap();
    for (offset, _) in POD.char_indices() {
        let (before, after) = (&POD[..offset], &POD[offset..]);
        let behind = &after[after.chars().next().map_or(0, char::len_utf8)..];
        for new in ["", "\"", "\\", "7", ",", "}", " "] {
            is_replica(&original, &format!("{before}{new}{behind}"));
        }
        assert!(!is_replica(&original, before), "it is cut off at {offset}");
    }
}

#[test]
fn a_replica_has_one_name_for_its_token() {
    let original = original(POD).unwrap();
    let both = POD.replace("kube-api-access-abcde", "kube-api-access-fghij");
    assert!(is_replica(&original, &both));
    assert!(!is_replica(&original, &POD.replacen("kube-api-access-abcde", "kube-api-access-fghij", 1)));
    assert!(!is_replica(&original, &POD.replace("kube-api-access-abcde", "kube-api-access-fghijk")));
}

#[test]
fn its_state_may_be_another() {
    let original = original(POD).unwrap();
    for (old, new) in [("\"restartCount\":0", "\"restartCount\":17"), ("\"ready\":true", "\"ready\":false")] {
        assert!(is_replica(&original, &POD.replace(old, new)), "{new}");
    }
    for (old, new) in [
        ("\"restartCount\":0", "\"restartCount\":00"),
        ("\"restartCount\":0", "\"restartCount\":"),
        ("\"restartCount\":0", "\"restartCount\":{}"),
        ("\"hostPort\":8080", "\"hostPort\":80"),
        ("\"runAsUser\":1000", "\"runAsUser\":0"),
        ("\"privileged\":false", "\"privileged\":true"),
    ] {
        assert!(!is_replica(&original, &POD.replace(old, new)), "{new}");
    }
}

#[test]
fn some_pods_have_no_replicas() {
    for (old, new) in [
        ("\"namespace\":\"shop\",", ""),
        ("\"name\":\"web-5d-abcde\",", ""),
        ("\"app\":\"web\"", "\"app\":\"w\\u0065b\""),
        ("\"name\":\"d\"", "\"name\":\"kube-api-access\""),
        ("\"name\":\"d\"", "\"name\":\"kube-api-access-other\""),
    ] {
        let text = POD.replace(old, new);
        assert_ne!(text, POD);
        assert!(original(&text).is_none(), "{new}");
    }
}
