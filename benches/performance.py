#!/usr/bin/env python3
"""Measures what docs/performance.md promises, and prints it as one table.

    benches/performance.py [--pods N] [--runs N] [--live] [--peer NAME=COMMAND]...

Clusters are made up by benches/generate, the same every time, and kept in target/bench. --pods is the size of the large
one (default 150000); a tenth and a hundredth of it are made too. Machines are shared and noisy: what is compared is
measured in turns in one run, and the median of the ratios is printed.

--live measures a real API server on loopback, too (benches/live.sh). A --peer is another scanner, a shell command that is
run against that API server (KUBECONFIG is set) in turns with kubescan; nothing is fetched.

KUBESCAN names a binary to measure; without it a static one is built as releases are.
"""

import argparse
import json
import math
import os
import pathlib
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
PLATFORM = "x86_64-unknown-linux-gnu"


def build():
    """The binary as it is released: static and stripped."""
    if "KUBESCAN" in os.environ:
        return pathlib.Path(os.environ["KUBESCAN"])
    flags = {**os.environ, "RUSTFLAGS": "-C target-feature=+crt-static"}
    subprocess.run(["cargo", "build", "--quiet", "--release", "--target", PLATFORM], cwd=ROOT, env=flags, check=True)
    return TARGET / PLATFORM / "release" / "kubescan"


def bench(name):
    """The program of a bench target."""
    command = ["cargo", "bench", "--quiet", "--no-run", "--message-format", "json", "--bench", name]
    lines = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.splitlines()
    made = [message for message in map(json.loads, lines) if message.get("executable")]
    return next(message["executable"] for message in made if message["target"]["name"] == name)


def cluster(generate, pods, *options):
    """A made-up cluster of this many pods, ten in a workload. Nearly half of the workloads lead to cluster-admin; with
    --calm a hundredth does."""
    file = TARGET / "bench" / f"cluster-{pods}{''.join(option.removeprefix('-') for option in options)}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        part = pods / 150_000
        counts = {"roles": 40_000, "bindings": 40_000, "service-accounts": 20_000, "nodes": 5_000, "namespaces": 1_000}
        words = [word for name, count in counts.items() for word in (f"--{name}", str(max(10, round(count * part))))]
        made = file.with_suffix(".part")
        words += ["--pods", str(pods), "--output", str(made), *options]
        subprocess.run([generate, *words], check=True, stderr=subprocess.DEVNULL)
        made.rename(file)
    return file


def measure(*command, ok=(0,)):
    """Wall seconds and peak megabytes of a command."""
    started = time.perf_counter()
    child = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status) not in ok:
        sys.exit(f"{' '.join(map(str, command))} ended with {os.waitstatus_to_exitcode(status)}")
    return seconds, used.ru_maxrss / 1024


def skip(program, file):
    """Seconds that serde_json takes to skip a file, on one thread."""
    return float(subprocess.run([program, file], capture_output=True, text=True, check=True).stdout.split()[2])


def row(what, measured, target):
    print(f"{what:<44} {measured:<52} {target}", flush=True)


def files(kubescan, skipper, file, runs, what):
    """How long a file takes beside skipping its bytes; gives the seconds."""
    turns = [(skip(skipper, file), measure(kubescan, "scan", "--quiet", "-f", file, "-o", "json")) for _ in range(runs)]
    ratio = statistics.median(scan / skipped for skipped, (scan, _) in turns)
    wall = statistics.median(scan for _, (scan, _) in turns)
    memory = max(memory for _, (_, memory) in turns)
    size = file.stat().st_size / 1e6
    row(f"{what}, {size:.0f} MB", f"{wall:.2f} s = {ratio:.2f} x skipping the bytes", "<= 1.0")
    row("  peak memory", f"{memory:.0f} MB", "<= 350 MB")
    return wall


def snapshot(kubescan, file, runs, whole):
    """A snapshot of a file, whose scan takes so many seconds. From a snapshot there is little to read, so that the rest is
    more than the analysis and its report."""
    path = file.with_suffix(".snapshot")
    subprocess.run([kubescan, "collect", "--force", "-f", file, "-o", path], check=True, stderr=subprocess.DEVNULL)
    turns = [measure(kubescan, "scan", "--quiet", "-f", path, "-o", "json") for _ in range(runs)]
    part = file.stat().st_size / path.stat().st_size
    table = [measure(kubescan, "scan", "--quiet", "-f", path) for _ in range(runs)]
    row("snapshot", f"{path.stat().st_size / 1e6:.1f} MB = 1/{part:.0f} of the JSON", "<= 1/40")
    for form, turns in (("the table", table), ("the report as JSON", turns)):
        wall, memory = (statistics.median(column) for column in zip(*turns))
        row(f"  from it to {form}", f"{wall:.2f} s, {memory:.0f} MB", "<= 0.5 s")
    row("  which is of the scan of the file", f"{wall / whole:.0%}", "<= 40 %, without reading")


def growth(kubescan, clusters, runs):
    def best(file):
        turns = [measure(kubescan, "scan", "--quiet", "-f", file, "-o", "json") for _ in range(runs)]
        return [min(column) for column in zip(*turns)]

    costs = [best(file) for file in clusters]
    names = ("time", "memory")
    for (small, large), (before, after) in zip(zip(clusters, clusters[1:]), zip(costs, costs[1:])):
        size = math.log(large.stat().st_size / small.stat().st_size)
        exponents = [math.log(new / old) / size for old, new in zip(before, after)]
        told = ", ".join(f"{name} {exponent:.2f}" for name, exponent in zip(names, exponents))
        row(f"growth to {large.stem.split('-')[1]} pods, exponent", told, "<= 1.1")


def start_up(kubescan):
    for words in (["--help"], ["explain", "secrets/mint-token"], ["scan", "-f", ROOT / "examples" / "shop"]):
        wall = statistics.median(measure(kubescan, *words)[0] for _ in range(41))
        told = " ".join(map(str, words)).replace(f"{ROOT}/", "")
        row(f"kubescan {told}", f"{wall * 1000:.1f} ms", "<= 15 ms")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pods", type=int, default=150_000)
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--live", action="store_true")
    arguments.add_argument("--peer", action="append", default=[], metavar="NAME=COMMAND")
    asked = arguments.parse_args()
    kubescan, generate, skipper = build(), bench("generate"), bench("skip")
    row("", "measured", "target")
    row("binary, static and stripped", f"{kubescan.stat().st_size / 1e6:.1f} MB", "<= 20 MB")
    start_up(kubescan)
    clusters = [cluster(generate, asked.pods // part) for part in (100, 10, 1)]
    whole = files(kubescan, skipper, clusters[-1], asked.runs, f"{asked.pods} pods")
    files(kubescan, skipper, cluster(generate, asked.pods, "--indent"), asked.runs, "  indented as kubectl does it")
    snapshot(kubescan, clusters[-1], asked.runs, whole)
    calm = cluster(generate, asked.pods, "--calm")
    snapshot(kubescan, calm, asked.runs, files(kubescan, skipper, calm, asked.runs, "  where little leads on"))
    growth(kubescan, clusters, asked.runs)
    if asked.live or asked.peer:
        told = {**os.environ, "KUBESCAN": str(kubescan), "RUNS": str(asked.runs)}
        subprocess.run([ROOT / "benches" / "live.sh", "20000", "5000", "10000", *asked.peer], env=told, check=True)


main()
