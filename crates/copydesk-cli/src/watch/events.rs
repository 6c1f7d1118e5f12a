//! What wakes a watch: the system, when something changes in the folder, and whoever ends it.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;

use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::message;

static STOP: AtomicBool = AtomicBool::new(false);

/// Whether the watch is to end.
pub(super) fn is_stopped() -> bool {
    STOP.load(Ordering::Relaxed)
}

/// From now on SIGTERM and Ctrl-C end the watch when the item at hand is finished.
pub(super) fn listen(wake: Sender<()>) {
    // Without a handler the process ends at once, and the next one recovers.
    let _ = ctrlc::set_handler(move || {
        STOP.store(true, Ordering::Relaxed);
        let _ = wake.send(());
    });
}

/// Has the system tell of changes in the folder; `None` where it does not.
pub(super) fn watcher(folder: &Path, wake: Sender<()>) -> Option<RecommendedWatcher> {
    let tell = move |event: notify::Result<notify::Event>| {
        // To look at a file is no change.
        let counts = match event.map(|event| event.kind) {
            Ok(EventKind::Access(AccessKind::Close(AccessMode::Write))) | Err(_) => true,
            Ok(kind) => !kind.is_access(),
        };
        if counts {
            let _ = wake.send(());
        }
    };
    let watching = notify::recommended_watcher(tell).and_then(|mut watcher| {
        watcher.watch(folder, RecursiveMode::Recursive)?;
        Ok(watcher)
    });
    match watching {
        Ok(watcher) => Some(watcher),
        Err(error) => {
            message::warning(&format!("{}: {error}; it is looked at every 2 seconds", folder.display()));
            None
        }
    }
}
