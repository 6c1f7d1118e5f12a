//! The articles in an archive.

use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use copydesk::{Error, ErrorKind, Limit, Limits};

use super::pictures::{Album, ArchivePictures};
use super::unpack::{Left, Takes, broken};
use super::{Counts, Spot};
use crate::media::Pictures;
use crate::patterns::{Patterns, is_hidden};
use crate::source::{Content, Source};
use crate::walk::Take;

/// Hands out the files that are inputs.
pub(super) struct Inputs<'a, 'b> {
    pub(super) patterns: &'a Patterns,
    pub(super) limits: &'a Limits,
    pub(super) counts: &'a Counts,
    pub(super) take: &'a mut Take<'b>,
    /// Pictures of the archive; none of a single file, which has its folder's.
    pub(super) album: Option<Arc<Album>>,
}

impl Takes for Inputs<'_, '_> {
    fn enters(&self, spot: &Spot) -> bool {
        !is_hidden(&spot.below) && spot.below.ancestors().all(|below| self.patterns.enters(below))
    }

    fn file(&mut self, stream: &mut dyn Read, spot: &Spot, size: Option<u64>) -> Result<(), Left> {
        if !self.patterns.takes(&spot.below) {
            self.passed_over();
            return Ok(());
        }
        let content = match self.content(stream, size) {
            Ok(bytes) => Content::Unpacked(bytes),
            Err(error) => Content::Lost(error),
        };
        let pictures = match &self.album {
            Some(album) => Pictures::Archive(ArchivePictures::new(album, spot)),
            None => spot
                .path
                .parent()
                .and_then(Path::parent)
                .map_or(Pictures::Nowhere, |folder| Pictures::Folder(folder.to_owned())),
        };
        let source = Source {
            path: spot.path.clone(),
            base: spot.base.clone(),
            mirrored: spot.mirrored.clone(),
            content,
            changed: None,
            pictures,
        };
        match (self.take)(source) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Left::Enough),
        }
    }

    fn passed_over(&mut self) {
        self.counts.passed_over.fetch_add(1, Ordering::Relaxed);
    }

    fn lost(&mut self, spot: &Spot, error: Error) -> ControlFlow<()> {
        (self.take)(Source { mirrored: spot.mirrored.clone(), ..Source::lost(&spot.path, error) })
    }
}

impl Inputs<'_, '_> {
    /// The bytes of a file in an archive.
    fn content(&self, stream: &mut dyn Read, size: Option<u64>) -> Result<Vec<u8>, Error> {
        let limit = self.limits.get(Limit::Bytes);
        let too_large = || self.limits.reached(Limit::Bytes);
        if size.is_some_and(|size| size > limit) {
            return Err(too_large());
        }
        let mut bytes = Vec::new();
        stream.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(broken)?;
        match size {
            _ if bytes.len() as u64 > limit => Err(too_large()),
            Some(size) if size != bytes.len() as u64 => {
                Err(Error::new(ErrorKind::Malformed, "the archive ends in the midst of it"))
            }
            _ => Ok(bytes),
        }
    }
}
