#!/usr/bin/env bash
# Questions about permissions on a made-up cluster, beside reading it and beside the naive evaluation.
#
#   benches/queries.sh [NAMESPACES [ROLES [SERVICE_ACCOUNTS]]]        default 200 5000 4000
#
# Machines are shared and noisy: quote the ratios.
set -euo pipefail
cd "$(dirname "$0")/.."
namespaces=${1:-200} roles=${2:-5000} accounts=${3:-4000}
file=target/bench/queries-$namespaces-$roles-$accounts.json
mkdir -p target/bench

cargo build --release --quiet
[ -s "$file" ] || cargo bench --quiet --bench generate -- --namespaces "$namespaces" --roles "$roles" \
  --service-accounts "$accounts" --bindings 12000 --pods 2000 --output "$PWD/$file"
cargo bench --quiet --bench decide -- "$PWD/$file"

# The whole commands, as a user runs them.
python3 - "$file" <<'PYTHON'
import subprocess, sys, time
def seconds(*command):
    times = []
    for _ in range(5):
        start = time.time()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        times.append(time.time() - start)
    return sorted(times)[2]
kubescan, file = "target/release/kubescan", sys.argv[1]
who = seconds(kubescan, "who-can", "get", "secrets", "-A", "-o", "json", "-f", file)
one = seconds(kubescan, "can-i", "get", "secrets", "--as", "nobody", "-f", file)
print(f"who-can get secrets -A -o json: {who:.3f} s; can-i: {one:.3f} s (medians of 5)")
PYTHON
