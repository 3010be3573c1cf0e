#!/usr/bin/env bash
# Scans a real API server on loopback and compares with merely fetching the same lists as protobuf, in one run.
#
#   benches/live.sh [PODS [ROLES [BINDINGS]]]        default 20000 5000 10000
#
# The API server is the tests' own (tests/control-plane). It has no controllers: the pods are made through its API, each with
# the status that a kubelet would write.
set -euo pipefail
cd "$(dirname "$0")/.."
pods=${1:-20000} roles=${2:-5000} bindings=${3:-10000} runs=${RUNS:-5}
target=${CARGO_TARGET_DIR:-target}
mkdir -p "$target/bench"
cargo build --release --quiet
plane=$(tests/control-plane/build)
cargo bench --quiet --bench generate -- --requests --namespaces 50 --nodes 100 --service-accounts 300 \
  --pods "$pods" --roles "$roles" --bindings "$bindings" --output "$target/bench/requests.jsonl"

exec 3< <(sleep infinity)
"$plane" up --no-controller-manager <&3 > "$target/bench/plane.json" &
trap 'kill %1 2> /dev/null || true' EXIT
until [ -s "$target/bench/plane.json" ]; do sleep 0.2; done
export KUBECONFIG; KUBECONFIG=$(sed 's/.*"kubeconfig":"\([^"]*\)".*/\1/' "$target/bench/plane.json")
"$plane" request --kubeconfig "$KUBECONFIG" < "$target/bench/requests.jsonl" > "$target/bench/answers.jsonl"
# What an API server has of its own is no failure.
grep '"status":[45]' "$target/bench/answers.jsonl" | grep -v AlreadyExists | head -3 >&2 || true

cargo bench --quiet --bench fetch -- "$KUBECONFIG" "$runs" "$target/release/kubescan" scan --quiet -o json
