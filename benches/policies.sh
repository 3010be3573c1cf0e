#!/usr/bin/env bash
# What a hundred admission policies cost a scan: the same clusters with and without them, and the ratio.
#
#   benches/policies.sh [KUBESCAN]        default: a release build of this tree
#
# Two made-up clusters: one as clusters are, and one where every fifth account is risky. The policies look at pods, workloads,
# ConfigMaps, RBAC, tokens and namespaces; ten of them at who asks. RUNS is how often each is scanned (default 5, the fastest
# counts). A hundred policies may cost a fifth more; more is said, and fails nothing: machines are noisy.
set -euo pipefail
cd "$(dirname "$0")/.."
kubescan=${1:-}
if [ -z "$kubescan" ]; then
  cargo build --release --quiet
  kubescan=${CARGO_TARGET_DIR:-target}/release/kubescan
fi
mkdir -p target/bench
for risky in 0 2000; do
  file=target/bench/policies-$risky.json
  [ -s "$file" ] || cargo bench --quiet --bench generate -- --pods 10000 --roles 2000 --bindings 5000 --namespaces 200 \
    --service-accounts 2000 --nodes 333 --risky "$risky" --output "$PWD/$file" 2> /dev/null
done

python3 - "$kubescan" "${RUNS:-5}" <<'PYTHON'
import json, resource, subprocess, sys, time
kubescan, runs = sys.argv[1], int(sys.argv[2])
items = []

def policy(name, group, resources, expression, operations=("CREATE", "UPDATE"), condition=None, labels=None):
    rules = [{"apiGroups": [group], "apiVersions": ["*"], "operations": list(operations), "resources": resources}]
    constraints = {"resourceRules": rules, **({"namespaceSelector": {"matchLabels": labels}} if labels else {})}
    spec = {"failurePolicy": "Fail", "matchConstraints": constraints, "validations": [{"expression": expression}]}
    if condition:
        spec["matchConditions"] = [{"name": "who", "expression": condition}]
    of = {"apiVersion": "admissionregistration.k8s.io/v1", "metadata": {"name": name, "uid": name}}
    items.append({**of, "kind": "ValidatingAdmissionPolicy", "spec": spec})
    bound = {"policyName": name, "validationActions": ["Deny"]}
    items.append({**of, "kind": "ValidatingAdmissionPolicyBinding", "spec": bound})

rbac = "rbac.authorization.k8s.io"
for n in range(30):
    policy(f"image-{n}", "", ["pods"], f"object.spec.containers.all(c, !c.image.startsWith('bad{n}.example/'))")
for n in range(20):
    policy(f"replicas-{n}", "apps", ["deployments", "statefulsets"], f"object.spec.?replicas.orValue(1) <= {100 + n}")
for n in range(15):
    policy(f"names-{n}", "", ["configmaps", "services"], f"!object.metadata.name.startsWith('reserved-{n}')")
for n in range(10):
    policy(f"roles-{n}", rbac, ["rolebindings", "clusterrolebindings"], f"object.roleRef.name != 'forbidden-{n}'")
for n in range(5):
    privileged = "!c.?securityContext.?privileged.orValue(false)"
    policy(f"team-{n}", "", ["pods"], f"object.spec.containers.all(c, {privileged})", labels={f"team{n}": "x"})
    who = f"request.userInfo.username == 'system:serviceaccount:ns-{n}:bad'"
    policy(f"who-{n}", "", ["pods"], f"!({who})")
    subjects = "!has(object.subjects) || object.subjects.all(s, s.name != 'x')"
    policy(f"writer-{n}", rbac, ["roles", "clusterroles", "rolebindings", "clusterrolebindings"], subjects, condition=who)
    lifetime = f"object.spec.?expirationSeconds.orValue(3600) < {100000 + n}"
    policy(f"token-{n}", "", ["serviceaccounts/token"], lifetime, operations=["CREATE"])
    policy(f"label-{n}", "", ["namespaces"], f"!has(object.metadata.labels) || !('x{n}' in object.metadata.labels)")
policies = "target/bench/policies.json"
with open(policies, "w") as out:
    json.dump({"apiVersion": "v1", "kind": "List", "items": items}, out)

def measure(files):
    """Wall and user seconds of one run."""
    start, before = time.time(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    command = [kubescan, "scan", "--quiet", "-o", "json"] + [word for file in files for word in ("-f", file)]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.time() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before

print(f"{'risky':>6} {'wall s':>8} {'with':>8} {'x wall':>7} {'user s':>8} {'with':>8} {'x user':>7}")
for risky in (0, 2000):
    cluster = f"target/bench/policies-{risky}.json"
    pairs = [(measure([cluster]), measure([cluster, policies])) for _ in range(runs)]
    line = f"{risky:>6}"
    for kind in (0, 1):
        without, with_them = (min(pair[which][kind] for pair in pairs) for which in (0, 1))
        line += f" {without:>8.3f} {with_them:>8.3f} {with_them / without:>7.2f}"
    print(line, flush=True)
PYTHON
