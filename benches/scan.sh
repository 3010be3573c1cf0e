#!/usr/bin/env bash
# Scans a made-up cluster from a file and compares with merely skipping the same bytes.
#
#   benches/scan.sh [PODS [ROLES [BINDINGS]]]        default 10000 4000 12000
#
# Machines are shared and noisy: quote the ratio, and the median of the runs.
set -euo pipefail
cd "$(dirname "$0")/.."
pods=${1:-10000} roles=${2:-4000} bindings=${3:-12000} runs=${RUNS:-5}
file=target/bench/cluster-$pods-$roles-$bindings.json
mkdir -p target/bench

cargo build --release --quiet
[ -s "$file" ] || cargo bench --quiet --bench generate -- \
  --pods "$pods" --roles "$roles" --bindings "$bindings" --output "$PWD/$file"

# The median of the first column of a file.
median() { sort -n "$1" | awk '{v[NR]=$1} END {print v[int((NR+1)/2)]}'; }

# Wall seconds, CPU seconds and peak megabytes of a command, from the kernel's own accounting.
measure() {
  python3 -c '
import os, resource, subprocess, sys, time
start = time.time()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{time.time() - start:.3f} {used.ru_utime + used.ru_stime:.3f} {used.ru_maxrss // 1024}")' "$@"
}

rm -f target/bench/{wall,cpu,memory,skip}
for _ in $(seq "$runs"); do
  read -r wall cpu memory < <(measure target/release/kubescan scan -f "$file" -o json)
  echo "$wall" >> target/bench/wall; echo "$cpu" >> target/bench/cpu; echo "$memory" >> target/bench/memory
  cargo bench --quiet --bench skip -- "$PWD/$file" | awk '{print $3}' >> target/bench/skip
done
size=$(( $(stat -c %s "$file") / 1000000 ))
wall=$(median target/bench/wall) skip=$(median target/bench/skip)
printf '%s pods, %s roles, %s bindings: %s MB of JSON\n' "$pods" "$roles" "$bindings" "$size"
printf 'scan   %s s wall, %s s CPU, %s MB peak (median of %s)\n' \
  "$wall" "$(median target/bench/cpu)" "$(median target/bench/memory)" "$runs"
printf 'skip   %s s wall, one thread\n' "$skip"
awk -v a="$wall" -v b="$skip" 'BEGIN {printf "ratio  %.2f\n", a / b}'
