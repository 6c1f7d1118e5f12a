//! What the journal of an earlier run says.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Done, Head, Identity, Line};
use crate::digest;
use crate::source::{Content, Source};

/// What an earlier run has done.
#[derive(Debug)]
pub(crate) struct Earlier {
    path: PathBuf,
    /// Where the first line of each input is, by the hash of its name and the count of inputs of that name before.
    inputs: HashMap<u64, u64>,
    /// Where the inputs of the earlier run begin.
    start: u64,
}

/// What an earlier run says of an input.
#[derive(Debug)]
pub(crate) struct Record {
    /// Its lines of the report.
    pub(crate) report: Vec<Box<RawValue>>,
    /// Its last line.
    pub(crate) done: Done,
    /// Where the next input begins.
    pub(crate) next: u64,
}

impl Earlier {
    /// Reads what an earlier run has done, and how long the part of the journal is that counts.
    pub(super) fn read(path: &Path, file: &File, head: &mut Head) -> io::Result<Option<(Self, u64)>> {
        let mut reader = BufReader::new(file);
        reader.seek(SeekFrom::Start(0))?;
        let mut line = Vec::new();
        let mut at = reader.read_until(b'\n', &mut line)? as u64;
        let first: Head = match serde_json::from_slice(&line) {
            Ok(first) if line.ends_with(b"\n") => first,
            _ => return Ok(None),
        };
        let fewer = head.reported && !first.reported;
        if first.options != head.options || first.copydesk != head.copydesk || fewer {
            return Ok(None);
        }
        head.reported = first.reported;
        head.now = first.now;
        let mut earlier = Self { path: path.to_owned(), inputs: HashMap::new(), start: at };
        let (mut begin, mut sound) = (at, at);
        loop {
            line.clear();
            let read = reader.read_until(b'\n', &mut line)?;
            if read == 0 || !line.ends_with(b"\n") {
                return Ok(Some((earlier, sound)));
            }
            at += read as u64;
            match serde_json::from_slice(&line) {
                Ok(Line::Pieces(_)) => {}
                Ok(Line::Done(done)) => {
                    earlier.remember(&done, begin);
                    (begin, sound) = (at, at);
                }
                Err(_) => return Ok(Some((earlier, sound))),
            }
        }
    }

    fn remember(&mut self, done: &Done, begin: u64) {
        let mut count = 0u32;
        while self.inputs.contains_key(&digest::short((&done.input, count))) {
            count += 1;
        }
        if done.instead {
            count = count.saturating_sub(1);
        }
        self.inputs.insert(digest::short((&done.input, count)), begin);
    }

    /// Where the record of the next input of this name is; each is given once.
    pub(crate) fn take(&mut self, input: &str) -> Option<u64> {
        let mut count = 0u32;
        loop {
            match self.inputs.get_mut(&digest::short((input, count))) {
                Some(&mut u64::MAX) => count += 1,
                Some(at) => return Some(std::mem::replace(at, u64::MAX)),
                None => return None,
            }
        }
    }

    /// Where the record of the first input is.
    pub(crate) fn start(&self) -> u64 {
        self.start
    }

    /// The journal.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

/// The record at a place in a journal, if there is one.
pub(crate) fn record(path: &Path, at: u64) -> io::Result<Option<Record>> {
    let mut reader = BufReader::with_capacity(4 << 10, File::open(path)?);
    reader.seek(SeekFrom::Start(at))?;
    let mut next = at;
    let mut report = Vec::new();
    let mut line = Vec::new();
    loop {
        line.clear();
        next += reader.read_until(b'\n', &mut line)? as u64;
        match serde_json::from_slice(&line) {
            Ok(Line::Pieces(pieces)) => report.extend(pieces),
            Ok(Line::Done(done)) => return Ok(Some(Record { report, done, next })),
            Err(_) => return Ok(None),
        }
    }
}

impl Record {
    /// Whether the input is what it was. With `in_files`, whether its outputs are where they were, too.
    pub(crate) fn is_up_to_date(&self, source: &Source, in_files: bool) -> bool {
        if self.done.input != source.path.display().to_string() {
            return false;
        }
        let is_there = |(output, bytes): (String, u64)| {
            Path::new(&output).metadata().is_ok_and(|metadata| metadata.is_file() && metadata.len() == bytes)
        };
        self.is_same_input(source) && (!in_files || self.outputs().all(is_there))
    }

    fn is_same_input(&self, source: &Source) -> bool {
        let same_bytes = |identity: &Identity, bytes: &[u8]| {
            bytes.len() as u64 == identity.size
                && identity.sha256.as_ref().is_some_and(|known| digest::sha256(bytes) == *known)
        };
        match (&self.done.identity, &source.content) {
            (Some(identity), Content::File(_)) => identity.is_file(&source.path).unwrap_or_else(|| {
                std::fs::read(&source.path).is_ok_and(|bytes| same_bytes(identity, &bytes))
            }),
            (Some(identity), Content::Unpacked(bytes)) => same_bytes(identity, bytes),
            (None, Content::Lost(_)) => true,
            (None, Content::File(_)) => File::open(&source.path).is_err(),
            (_, Content::Standard | Content::Taken | Content::Lost(_)) | (None, Content::Unpacked(_)) => {
                false
            }
        }
    }

    /// The outputs it made, and their sizes.
    pub(crate) fn outputs(&self) -> impl Iterator<Item = (String, u64)> {
        #[derive(Deserialize)]
        struct Output {
            output: Option<String>,
            bytes: Option<u64>,
        }
        self.report.iter().filter_map(|piece| {
            let Output { output, bytes } = serde_json::from_str(piece.get()).ok()?;
            output.zip(bytes)
        })
    }

    /// How much memory it takes.
    pub(crate) fn held(&self) -> usize {
        self.report.iter().map(|piece| piece.get().len()).sum()
    }
}
