#!/usr/bin/env bash
# Scans a real API server on loopback and compares with merely fetching the same lists, in one run.
#
#   benches/live.sh [WORKLOADS [ROLES [BINDINGS]]]        default 300 1000 2000
#
# The API server is the tests' own (tests/control-plane). Its controllers make the pods of the workloads, ten each.
set -euo pipefail
cd "$(dirname "$0")/.."
workloads=${1:-300} roles=${2:-1000} bindings=${3:-2000} runs=${RUNS:-5}
mkdir -p target/bench
cargo build --release --quiet
plane=$(tests/control-plane/build)
file=$PWD/target/bench/apply.json
cargo bench --quiet --bench generate -- --apply --namespaces 50 --nodes 0 --service-accounts 300 \
  --pods $((workloads * 10)) --roles "$roles" --bindings "$bindings" --output "$file"

exec 3< <(sleep infinity)
"$plane" up <&3 > target/bench/plane.json &
trap 'kill %1 2> /dev/null || true' EXIT
until [ -s target/bench/plane.json ]; do sleep 0.2; done
export KUBECONFIG; KUBECONFIG=$(python3 -c 'import json; print(json.load(open("target/bench/plane.json"))["kubeconfig"])')
"$plane" kubectl create -f "$file" > /dev/null 2> target/bench/create.log || tail -1 target/bench/create.log
until [ "$("$plane" kubectl get pods -A --no-headers 2> /dev/null | wc -l)" -ge $((workloads * 10)) ]; do sleep 2; done

python3 benches/fetch.py "$KUBECONFIG" "$runs" target/release/kubescan scan --quiet -o json
