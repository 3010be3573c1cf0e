#!/usr/bin/env bash
# Scans clusters that somebody has shaped to take forever, at a quarter, half and all of their full size, and prints how
# large the graph is, how many labels its search gives out, and how long drawing, searching and scanning take.
#
#   benches/hostile.sh [CLUSTER]      default: all of tests/integration/hostile
#
# PROFILE names the build (default release), PART divides the full size (default 1).
set -euo pipefail
cd "$(dirname "$0")/.."
KUBESCAN_HOSTILE=${PART:-1} KUBESCAN_HOSTILE_ROW=${1:-} cargo test --quiet --profile "${PROFILE:-release}" \
  --test integration hostile::hostile_clusters_are_scanned_at_full_size -- --nocapture
