//! One input on its way: it is read, and each article of it is written in every format that is asked for.
//!
//! Nothing here prints, keeps state between inputs, or writes a file: what comes out is handed to a sink. An [`Order`] is
//! shared by all threads; each thread has a [`Pipeline`] of its own.

use std::ops::ControlFlow;

use copydesk::{
    Article, Converted, Error, ErrorKind, Format, Hold, Moment, Report, WriteContext, Writer, expired, holds,
};

use crate::check::findings::turns;
use crate::media::{Media, Pictures};
use crate::order::Order;
use crate::panic::caught;
use crate::source::Source;

/// After how many articles a thread takes new writers: what writers remember from one article to the next, and the
/// libraries below them, must not grow with a batch.
const RENEWED: usize = 500;
/// How much room is kept from one output to the next, in bytes.
const KEPT: usize = 1 << 20;

/// The writers of one thread.
pub(crate) struct Pipeline<'a> {
    order: &'a Order,
    writers: Vec<Box<dyn Writer>>,
    /// How many articles they have written.
    written: usize,
    /// What was written last, if nobody took it: room for the next.
    bytes: Vec<u8>,
}

/// What comes out of an input.
pub(crate) enum Event<'a> {
    /// An article was read; its outputs follow.
    Article(Found<'a>),
    /// An output of the article, or why there is none.
    Output(Found<'a>, &'static Format, Result<Written<'a>, Undone>),
    /// The input, or an article of it, could not be read.
    Failed(Failure),
}

/// An article that was read.
#[derive(Clone, Copy)]
pub(crate) struct Found<'a> {
    /// Its number in the input, from 1.
    pub(crate) number: usize,
    /// Whether the input holds several.
    pub(crate) several: bool,
    /// The format it was read as.
    pub(crate) from: &'static str,
    /// The article, with what the command line fills in and sets.
    pub(crate) article: &'a Article,
    /// What the reader reported.
    pub(crate) report: &'a Report,
    /// Its expiry, if that has passed.
    pub(crate) expired: Option<Moment>,
}

impl Found<'_> {
    /// What the desk should know besides: that the article has expired, that its headline is not what it seems.
    pub(crate) fn warnings(&self) -> Vec<String> {
        let mut warnings: Vec<String> =
            self.expired.iter().map(|expiry| format!("expired on {expiry}")).collect();
        if self.article.headline.plain_text().contains(turns) {
            warnings.push("unseen characters turn the direction of the headline".to_owned());
        }
        warnings
    }
}

/// An output.
pub(crate) struct Written<'a> {
    /// The bytes. They may be taken; what is left is used again.
    pub(crate) bytes: &'a mut Vec<u8>,
    /// What the writer reported.
    pub(crate) report: Report,
}

/// Why there is no output.
pub(crate) enum Undone {
    /// The article must not be published.
    Refused(Vec<Hold>),
    /// It could not be written.
    Failed(Error),
}

/// What could not be read.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The article's number in the input, from 1; none where the input as a whole failed.
    pub(crate) number: Option<usize>,
    /// The format it was read as, where that is known.
    pub(crate) from: Option<&'static str>,
    /// Why.
    pub(crate) error: Error,
}

/// An article that was read and is to be written.
pub(crate) struct Unwritten {
    number: usize,
    several: bool,
    from: &'static str,
    read: Converted<Article>,
}

/// Takes what comes out of an input; [`ControlFlow::Break`] leaves the rest of it.
pub(crate) type Sink<'a> = dyn FnMut(Event<'_>) -> ControlFlow<()> + 'a;

/// Takes what comes out of an input, and may have other threads write some of its articles.
pub(crate) trait Outlet {
    /// Takes what came out; [`ControlFlow::Break`] leaves the rest of the input.
    fn event(&mut self, event: Event<'_>) -> ControlFlow<()>;

    /// Takes one of several articles for another thread to write; `Some` if it does not.
    fn share(&mut self, article: Unwritten) -> Option<Unwritten>;
}

/// One thread alone.
struct Alone<'s, 't>(&'s mut Sink<'t>);

impl Outlet for Alone<'_, '_> {
    fn event(&mut self, event: Event<'_>) -> ControlFlow<()> {
        (self.0)(event)
    }

    fn share(&mut self, article: Unwritten) -> Option<Unwritten> {
        Some(article)
    }
}

impl<'a> Pipeline<'a> {
    /// The writers of an order.
    pub(crate) fn new(order: &'a Order) -> Self {
        Self { order, writers: order.writers(), written: 0, bytes: Vec::new() }
    }

    /// Converts an input whose bytes these are.
    pub(crate) fn convert(&mut self, source: &Source, bytes: &[u8], sink: &mut Sink<'_>) {
        self.convert_shared(source, bytes, &mut Alone(sink));
    }

    /// Converts an input, on other threads too. The first article is held back until it is known whether there are more,
    /// for only then is it numbered.
    pub(crate) fn convert_shared(&mut self, source: &Source, bytes: &[u8], outlet: &mut dyn Outlet) {
        let mut from = None;
        if let Err(error) = self.read(source, bytes, &mut from, outlet) {
            let _ = outlet.event(Event::Failed(Failure { number: None, from, error }));
        }
    }

    /// Writes articles that another thread has read.
    pub(crate) fn write_shared(
        &mut self,
        source: &Source,
        articles: Vec<Unwritten>,
        outlet: &mut dyn Outlet,
    ) {
        let media = self.media(source);
        for article in articles {
            if self.article(article, &media, outlet).is_break() {
                return;
            }
        }
    }

    fn media(&self, source: &Source) -> Media {
        let named = self.order.media.clone().map(Pictures::Folder);
        Media::new(named.unwrap_or_else(|| source.pictures.clone()), self.order.settings.limits.media_bytes)
    }

    fn read(
        &mut self,
        source: &Source,
        bytes: &[u8],
        from: &mut Option<&'static str>,
        outlet: &mut dyn Outlet,
    ) -> Result<(), Error> {
        let settings = &self.order.settings;
        let reader = source.reader(bytes, settings)?;
        let name = *from.insert(reader.format().name);
        let media = self.media(source);
        let context = settings.read_context(settings.language());
        let unwritten = |number, several, read| Unwritten { number, several, from: name, read };
        let (mut count, mut first) = (0, None);
        let mut flow = ControlFlow::Continue(());
        let read = caught(|| {
            reader.read(bytes, &context, &mut |found| {
                count += 1;
                if count == 1 && found.is_ok() {
                    first = found.ok();
                    return ControlFlow::Continue(());
                }
                if let Some(first) = first.take() {
                    flow = self.one_of_several(unwritten(1, true, first), &media, outlet);
                }
                if flow.is_continue() {
                    flow = match found {
                        Ok(read) => self.one_of_several(unwritten(count, true, read), &media, outlet),
                        Err(error) => {
                            let (number, from) = (Some(count), Some(name));
                            outlet.event(Event::Failed(Failure { number, from, error }))
                        }
                    };
                }
                flow
            })
        });
        if let Some(first) = first {
            flow = self.article(unwritten(1, false, first), &media, outlet);
        }
        if flow.is_break() {
            return Ok(());
        }
        read?;
        match count {
            0 => Err(Error::new(ErrorKind::Unsupported, "the input holds no article").in_format(name)),
            _ => Ok(()),
        }
    }

    fn one_of_several(
        &mut self,
        article: Unwritten,
        media: &Media,
        outlet: &mut dyn Outlet,
    ) -> ControlFlow<()> {
        match outlet.share(article) {
            Some(article) => self.article(article, media, outlet),
            None => ControlFlow::Continue(()),
        }
    }

    fn article(&mut self, article: Unwritten, media: &Media, outlet: &mut dyn Outlet) -> ControlFlow<()> {
        let Unwritten { number, several, from, read } = article;
        let Converted { output: mut article, mut report } = read;
        if let Err(error) = self.order.apply(&mut article, &mut report) {
            return outlet.event(Event::Failed(Failure { number: Some(number), from: Some(from), error }));
        }
        let expired = expired(&article, self.order.settings.now);
        let found = Found { number, several, from, article: &article, report: &report, expired };
        outlet.event(Event::Article(found))?;
        self.written += 1;
        if self.written > RENEWED {
            self.writers = self.order.writers();
            self.written = 1;
        }
        let mut bytes = std::mem::take(&mut self.bytes);
        for index in 0..self.writers.len() {
            let format = self.writers[index].format();
            let done = self.output(found, index, media, &mut bytes);
            let done = done.map(|report| Written { bytes: &mut bytes, report });
            outlet.event(Event::Output(found, format, done))?;
        }
        if bytes.capacity() <= KEPT {
            self.bytes = bytes;
        }
        ControlFlow::Continue(())
    }

    /// Writes an article in one format, if it may be published or that is no finished page.
    fn output(
        &mut self,
        found: Found<'_>,
        index: usize,
        media: &Media,
        bytes: &mut Vec<u8>,
    ) -> Result<Report, Undone> {
        if !self.writers[index].format().finished {
            return self.write(found, None, index, media, bytes).map_err(Undone::Failed);
        }
        let held = holds(found.article, Some(self.order.settings.now));
        if held.iter().any(|hold| !self.order.allows(hold)) {
            return Err(Undone::Refused(held.into_iter().filter(|hold| !self.order.allows(hold)).collect()));
        }
        let stamp = (!held.is_empty()).then(|| stamp(&held));
        self.write(found, stamp.as_deref(), index, media, bytes).map_err(Undone::Failed)
    }

    fn write(
        &mut self,
        found: Found<'_>,
        stamp: Option<&str>,
        index: usize,
        media: &Media,
        bytes: &mut Vec<u8>,
    ) -> Result<Report, Error> {
        let writer = &mut self.writers[index];
        let prefix = format!("a{}-", found.number);
        let limits = self.order.settings.limits.clone();
        let context = WriteContext { limits, media, id_prefix: &prefix, stamp };
        bytes.clear();
        let written = caught(|| writer.write(found.article, &context, bytes));
        if written.as_ref().is_err_and(|error| error.kind() == ErrorKind::Internal) {
            // What a fault leaves of a writer is not to be used again.
            self.writers = self.order.writers();
        }
        written
    }
}

/// Why an output is refused, and what allows it.
pub(crate) fn refusal(holds: &[Hold]) -> String {
    let what: Vec<String> = holds.iter().map(ToString::to_string).collect();
    let flag = |for_now: bool| holds.iter().any(|hold| hold.is_for_now() == for_now);
    let flags = match (flag(true), flag(false)) {
        (true, true) => "--allow-embargoed --allow-killed write",
        (true, false) => "--allow-embargoed writes",
        (false, _) => "--allow-killed writes",
    };
    format!("refused: {}; {flags} it all the same, stamped", what.join(", "))
}

/// What is stamped on every page of what must not be published.
fn stamp(holds: &[Hold]) -> String {
    let what: Vec<String> = holds.iter().map(ToString::to_string).collect();
    format!("NOT FOR PUBLICATION: {}", what.join("; "))
}
