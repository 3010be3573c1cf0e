//! The one Chromium of a test run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use super::connection::Connection;

/// The connection to the browser that all tests of this process share; each has a tab and a profile of its own there.
///
/// It is never dropped: the browser ends when its input closes, which the system does even when this process is killed.
pub(super) fn shared() -> &'static Connection {
    static SHARED: OnceLock<Connection> = OnceLock::new();
    SHARED.get_or_init(|| {
        let connection = Connection::new(start(), log());
        connection.call(None, "Target.setDiscoverTargets", &serde_json::json!({"discover": true}));
        connection
    })
}

fn start() -> Child {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/run");
    let mut command = Command::new(script);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(fs::File::create(log()).unwrap());
    // A test runner may kill the whole process group of a test. The script must survive that to clean up.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command.spawn().unwrap()
}

/// Where the browser writes what it has to say, which is much and rarely of use.
fn log() -> PathBuf {
    screenshots().join("chromium.log")
}

/// Where pictures for people go.
pub(super) fn screenshots() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("screenshots");
    fs::create_dir_all(&folder).unwrap();
    folder
}
