#!/usr/bin/env bash
# Scans a real API server on loopback and compares with merely fetching the same lists as protobuf, in one run.
#
#   benches/live.sh [PODS [ROLES [BINDINGS [NAME=COMMAND]…]]]        default 20000 5000 10000
#
# Each NAME=COMMAND is another scanner: a shell command that is run in turns with kubescan, with KUBECONFIG set. KUBESCAN names
# a binary to measure; without it one is built. RUNS is how often each is run (default 5, medians are printed).
#
# The API server is the tests' own (tests/control-plane). It has no controllers: the pods are made through its API, each with
# the status that a kubelet would write.
set -euo pipefail
cd "$(dirname "$0")/.."
pods=${1:-20000} roles=${2:-5000} bindings=${3:-10000} runs=${RUNS:-5}
shift $(( $# < 3 ? $# : 3 ))
target=${CARGO_TARGET_DIR:-target}
mkdir -p "$target/bench"
kubescan=${KUBESCAN:-$target/release/kubescan}
[ -n "${KUBESCAN:-}" ] || cargo build --release --quiet
plane=$(tests/control-plane/build)
cargo bench --quiet --bench generate -- --requests --namespaces 50 --nodes 100 --service-accounts 300 \
  --pods "$pods" --roles "$roles" --bindings "$bindings" --output "$target/bench/requests.jsonl"

# What an earlier run wrote is not the address of this one.
rm -f "$target/bench/plane.json"
exec 3< <(sleep infinity)
"$plane" up --no-controller-manager <&3 > "$target/bench/plane.json" &
trap 'kill %1 2> /dev/null || true' EXIT
until [ -s "$target/bench/plane.json" ]; do sleep 0.2; done
export KUBECONFIG; KUBECONFIG=$(sed 's/.*"kubeconfig":"\([^"]*\)".*/\1/' "$target/bench/plane.json")
"$plane" request --kubeconfig "$KUBECONFIG" < "$target/bench/requests.jsonl" > "$target/bench/answers.jsonl"
# What an API server has of its own is no failure.
grep '"status":[45]' "$target/bench/answers.jsonl" | grep -v AlreadyExists | head -3 >&2 || true

cargo bench --quiet --bench fetch -- "$KUBECONFIG" "$runs" "$(realpath "$kubescan")" scan --quiet -o json

python3 - "$kubescan" "$runs" "$@" <<'PYTHON'
import statistics, subprocess, sys, time
kubescan, runs, peers = sys.argv[1], int(sys.argv[2]), sys.argv[3:]

def seconds(command):
    start = time.perf_counter()
    subprocess.run(command, shell=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start

for name, _, command in (peer.partition("=") for peer in peers):
    turns = [(seconds(f"'{kubescan}' scan --quiet -o json"), seconds(command)) for _ in range(runs)]
    own, other = (statistics.median(column) for column in zip(*turns))
    ratio = statistics.median(other / own for own, other in turns)
    print(f"{name:<20} {other:.2f} s beside {own:.2f} s of kubescan: {ratio:.1f} times as long")
PYTHON
