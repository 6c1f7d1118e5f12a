//! How much was read of an archive, and how much that unpacked to.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read};
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};

use copydesk::{Limit, Limits};

/// Below this an archive may unpack to any multiple of its size.
const SMALL: u64 = 256 << 20;

/// How much was read of an archive, and how much that unpacked to.
pub(super) struct Meter {
    pub(super) packed: Cell<u64>,
    unpacked: Cell<u64>,
    limits: Limits,
}

impl Meter {
    /// A meter at zero.
    pub(super) fn new(limits: &Limits) -> Rc<Self> {
        Rc::new(Self { packed: Cell::new(0), unpacked: Cell::new(0), limits: limits.clone() })
    }
}

/// Counts what is read of an archive file.
pub(super) struct Packed<'a> {
    pub(super) file: File,
    pub(super) meter: Rc<Meter>,
    pub(super) read: &'a AtomicU64,
}

impl Read for Packed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.meter.packed.set(self.meter.packed.get() + count as u64);
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// Counts what an archive unpacks to, and says no where that is out of all proportion.
pub(super) struct Unpacked<R> {
    pub(super) stream: R,
    pub(super) meter: Rc<Meter>,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.stream.read(buffer)?;
        let Meter { packed, unpacked, limits } = self.meter.as_ref();
        unpacked.set(unpacked.get() + count as u64);
        let ratio = limits.get(Limit::UnpackedRatio);
        if unpacked.get() > SMALL && unpacked.get() / ratio > packed.get() {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, limits.exceeded(Limit::UnpackedRatio)));
        }
        Ok(count)
    }
}
