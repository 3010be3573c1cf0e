#!/usr/bin/env bash
# Makes clusters of three sizes, writes each as a page, and prints how many findings it has, how large the page is beside the
# JSON report, and how long a browser takes to open it beside an empty page: the best of five, start of the browser included.
#
#   benches/page.sh [RISKY…]      default: 40 400 4000, the number of users with a risky grant
#
# PROFILE names the build (default release).
set -euo pipefail
cd "$(dirname "$0")/.."
profile=${PROFILE:-release}
cargo build --quiet --profile "$profile" --bin kubescan
kubescan=${CARGO_TARGET_DIR:-target}/$([[ $profile == dev ]] && echo debug || echo "$profile")/kubescan
browser=$(tests/browser/find)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

flags=(--headless --disable-gpu --no-first-run --disable-background-networking --disable-sync --hide-scrollbars)
if [[ $(id -u) == 0 ]]; then flags+=(--no-sandbox); fi

# Milliseconds to open a page and draw it.
opened() {
  local best=999999 start took
  for _ in 1 2 3 4 5; do
    start=$(date +%s%N)
    "$browser" "${flags[@]}" "--user-data-dir=$folder/profile" "--screenshot=$folder/page.png" "file://$1" 2> /dev/null > /dev/null
    took=$((($(date +%s%N) - start) / 1000000))
    best=$((took < best ? took : best))
  done
  echo "$best"
}

echo '<!doctype html><title>empty</title>' > "$folder/empty.html"
empty=$(opened "$folder/empty.html")
echo "an empty page: $empty ms"
for risky in "${@:-40 400 4000}"; do
  for size in $risky; do
    cargo bench --quiet --bench generate -- --pods $((size * 5)) --roles $((size * 2)) --bindings $((size * 3)) \
      --namespaces $((size / 7 + 3)) --service-accounts $((size * 3 / 2)) --nodes $((size / 8 + 2)) --risky "$size" \
      --output "$folder/cluster.json" 2> /dev/null
    "$kubescan" scan --quiet -f "$folder/cluster.json" -o "html=$folder/page.html" -o "json=$folder/report.json" -o "name=$folder/names"
    took=$(opened "$folder/page.html")
    page=$(stat -c %s "$folder/page.html")
    report=$(stat -c %s "$folder/report.json")
    echo "$size risky users: $(wc -l < "$folder/names") findings, page $((page / 1000)) kB ($((page * 100 / report)) % of the JSON)," \
      "opened in $took ms, $((took - empty)) ms more than an empty page"
  done
done
