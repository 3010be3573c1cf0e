//! How long it takes merely to skip the bytes of a JSON file: the yardstick for reading it.
//!
//! `cargo bench --bench skip -- FILE` prints the megabytes and seconds of one thread.

#![expect(clippy::print_stdout, clippy::panic, reason = "a program for developers")]

fn main() {
    let path = std::env::args().skip(1).find(|word| word != "--bench").unwrap_or_else(|| panic!("name a file"));
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let start = std::time::Instant::now();
    let skipped: Result<serde::de::IgnoredAny, _> = serde_json::from_slice(&bytes);
    skipped.unwrap_or_else(|error| panic!("{path}: {error}"));
    println!("{} MB {:.3} s", bytes.len() / 1_000_000, start.elapsed().as_secs_f64());
}
