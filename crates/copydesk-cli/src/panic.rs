//! A fault of the program costs one article, not the run.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};

use copydesk::{Error, ErrorKind};

thread_local! {
    static MESSAGE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps the message of a panic for [`caught`] in place of printing it.
pub(crate) fn keep_messages() {
    set_hook(Box::new(|info| MESSAGE.set(info.to_string().replace('\n', " "))));
}

/// Runs `work`; a panic in it is an error.
pub(crate) fn caught<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(Error::new(ErrorKind::Internal, MESSAGE.take())))
}
