#!/usr/bin/env bash
# Scans made-up clusters, each ten times the last, and prints what ten times the cluster costs.
#
#   benches/growth.sh [PODS…]        default 1000 10000 100000
#
# Each has a fifth as many risky subjects as pods: named tokens, halves of techniques, roles that may be rewritten, on nodes
# that some pods get out to. Ten times the cluster may cost at most twelve times the time and memory; more fails.
# PROFILE names the build (default release; the ratios of another are as good), RUNS how often each is scanned.
set -euo pipefail
cd "$(dirname "$0")/.."
sizes=("$@") runs=${RUNS:-3} profile=${PROFILE:-release} most=12
[ ${#sizes[@]} -gt 0 ] || sizes=(1000 10000 100000)
folder=$profile; [ "$profile" != dev ] || folder=debug
target=${CARGO_TARGET_DIR:-target}
kubescan=$target/$folder/kubescan
mkdir -p target/bench
cargo build --profile "$profile" --quiet

for pods in "${sizes[@]}"; do
  file=target/bench/growth-$pods.json
  [ -s "$file" ] || cargo bench --quiet --profile "$profile" --bench generate -- --pods "$pods" --roles $((pods / 5)) \
    --bindings $((pods / 2)) --namespaces $((pods / 50)) --service-accounts $((pods / 5)) --nodes $((pods / 30)) \
    --risky $((pods / 5)) --output "$PWD/$file" 2> /dev/null
done

python3 - "$kubescan" "$runs" "$most" "${sizes[@]}" <<'PYTHON'
import os, subprocess, sys, time
kubescan, runs, most, sizes = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), [int(size) for size in sys.argv[4:]]

def measure(file):
    """Wall seconds and peak megabytes of the fastest run."""
    found = []
    for _ in range(runs):
        start = time.time()
        child = subprocess.Popen([kubescan, "scan", "--quiet", "-f", file, "-o", "json"], stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        if os.waitstatus_to_exitcode(status) != 0:
            sys.exit(f"scan of {file} failed")
        found.append((time.time() - start, used.ru_maxrss / 1024))
    return min(seconds for seconds, _ in found), min(megabytes for _, megabytes in found)

print(f"{'pods':>8} {'risky':>7} {'MB':>6} {'wall s':>8} {'RSS MB':>8} {'x wall':>7} {'x RSS':>7}")
before, broken = None, False
for pods in sizes:
    file = f"target/bench/growth-{pods}.json"
    now = measure(file)
    line = f"{pods:>8} {pods // 5:>7} {os.path.getsize(file) / 1e6:>6.0f} {now[0]:>8.2f} {now[1]:>8.0f}"
    if before:
        size, then = before
        # As if it had been ten times.
        ratios = [(value / old) ** (1 / __import__("math").log10(pods / size)) for value, old in zip(now, then)]
        broken |= max(ratios) > most
        line += f" {ratios[0]:>7.1f} {ratios[1]:>7.1f}"
    print(line, flush=True)
    before = (pods, now)
sys.exit(f"ten times the cluster costs more than {most:g} times" if broken else 0)
PYTHON
