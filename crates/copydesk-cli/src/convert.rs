//! `copydesk convert`.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::args::ConvertArgs;
use crate::batch;
use crate::container::Container;
use crate::desk::{Desk, Parts};
use crate::destination::{Container as Kind, Destination, Inputs};
use crate::journal::{Closed, Earlier, Head, Journal};
use crate::message::{self, UsageError};
use crate::names::Template;
use crate::order::Order;
use crate::plan::{Kept, Plan};
use crate::quarantine::Quarantine;
use crate::report::ReportFile;
use crate::source::is_standard;
use crate::store::{Hidden, Prepare, Store};
use crate::summary::{MANY, Summary};
use crate::walk::Walk;
use crate::{Outcome, interrupt};

/// Runs `copydesk convert`.
pub(crate) fn run(args: &ConvertArgs) -> Result<Outcome, UsageError> {
    let mut order = Order::new(&args.order, args.output.as_deref())?;
    let mut walk = Walk::new(&args.input, &order.settings.limits)?;
    let destination = Destination::new(args.output.as_deref(), &walk, &order.formats)?;
    if matches!(destination, Destination::Container(_, Kind::Lines)) {
        order.use_one_line();
    }
    let template = args.order.name.as_deref().map(Template::new).transpose()?;
    let hidden = Hidden::of(&destination);
    if args.resume && hidden.is_none() {
        return Err(UsageError::new("--resume goes on with what is in a folder or an archive; -o names it"));
    }
    for own in
        [args.output.as_deref(), args.quarantine.as_deref(), args.report.as_deref()].into_iter().flatten()
    {
        walk.leave_out(own);
    }
    let inputs = Inputs::new(&walk);
    if template.is_none() {
        inputs.check_outputs(&destination, &order.formats)?;
    }
    check_report(args, &inputs, &destination)?;
    interrupt::listen();
    let opened = match open(args, &mut order, &walk, &destination, hidden.as_ref()) {
        Ok(opened) => opened,
        Err(NotOpened::Usage(error)) => return Err(error),
        Err(NotOpened::Failed(path, cause)) => {
            Summary::new(false, args.order.is_quiet()).stopped(&path, &cause, false);
            return Ok(Outcome { failed: true, ..Outcome::default() });
        }
    };
    let report = open_report(args)?;
    let many = is_many(&walk);
    let plan = Plan {
        options: order.hash(),
        order: &order,
        destination,
        template,
        prepare: opened.prepare,
        record: match (report.is_wanted(), &opened.journal) {
            (true, _) => Kept::Report,
            (false, Some(_)) => Kept::Place,
            (false, None) => Kept::Nothing,
        },
        in_detail: !many && !args.order.is_quiet(),
        quarantined: args.quarantine.is_some(),
    };
    let all = AtomicU64::new(0);
    let desk = Desk::new(Parts {
        plan: &plan,
        inputs,
        store: opened.store,
        report,
        journal: opened.journal,
        quarantine: args.quarantine.as_deref().map(Quarantine::new),
        summary: Summary::new(many, args.order.is_quiet()),
        strict: args.strict == Some(true),
        all: &all,
    });
    let jobs = jobs(args, &walk);
    let (desk, walked) = weighed(&walk, &all, desk.wants_total(), || {
        batch::run(&plan, desk, opened.earlier, jobs, &mut |take| walk.run(take))
    });
    let passed_over = walk.counts().passed_over.load(Ordering::Relaxed);
    let outcome = desk.finish(walked.is_ok(), passed_over);
    match walked {
        Ok(()) => Ok(outcome),
        Err(UsageError(why)) => {
            message::error(&why);
            Ok(Outcome { usage: true, ..outcome })
        }
    }
}

/// Whether losses are summed up at the end, and progress is told.
fn is_many(walk: &Walk) -> bool {
    walk.named().len() > MANY || walk.is_open_ended()
}

/// How large a single input is for which threads are begun: it may hold many articles.
const LARGE: u64 = 256 << 10;

fn is_single(walk: &Walk) -> bool {
    walk.named().len() < 2 && !walk.is_open_ended()
}

fn jobs(args: &ConvertArgs, walk: &Walk) -> usize {
    let size = |input: &PathBuf| input.metadata().map_or(0, |metadata| metadata.len());
    match args.jobs {
        _ if is_single(walk) && walk.named().iter().map(size).sum::<u64>() < LARGE => 1,
        Some(jobs) => usize::from(jobs),
        None => std::thread::available_parallelism().map_or(1, usize::from),
    }
}

/// Runs `work`; meanwhile, if that is wanted, adds up the bytes of all inputs.
fn weighed<T>(walk: &Walk, all: &AtomicU64, wanted: bool, work: impl FnOnce() -> T) -> T {
    if !wanted {
        return work();
    }
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| walk.weigh(all, &stop));
        let done = work();
        stop.store(true, Ordering::Relaxed);
        done
    })
}

fn check_report(
    args: &ConvertArgs,
    inputs: &Inputs<'_>,
    destination: &Destination,
) -> Result<(), UsageError> {
    let Some(path) = args.report.as_deref() else { return Ok(()) };
    inputs.check(path).map(drop)?;
    if is_standard(path) && *destination == Destination::Standard {
        return Err(UsageError::new("standard output takes the article or the report, not both"));
    }
    Ok(())
}

fn open_report(args: &ConvertArgs) -> Result<ReportFile, UsageError> {
    let path = args.report.as_deref();
    ReportFile::create(path).map_err(|error| {
        UsageError(format!(
            "the report cannot be written to {}: {error}",
            path.unwrap_or(Path::new("")).display()
        ))
    })
}

/// What outputs are put into, and what was there before.
struct Opened {
    store: Store,
    prepare: Prepare,
    journal: Option<Journal>,
    earlier: Option<Earlier>,
}

enum NotOpened {
    Usage(UsageError),
    Failed(PathBuf, std::io::Error),
}

/// Opens what outputs are put into. A journal is kept where there is more to do than can be done again at once.
fn open(
    args: &ConvertArgs,
    order: &mut Order,
    walk: &Walk,
    destination: &Destination,
    hidden: Option<&Hidden>,
) -> Result<Opened, NotOpened> {
    let simple = |store, prepare| Opened { store, prepare, journal: None, earlier: None };
    let Some(hidden) = hidden else {
        let store = if *destination == Destination::Standard { Store::Standard } else { Store::Files };
        return Ok(simple(store, Prepare::Bytes));
    };
    let is_folder = matches!(destination, Destination::Folder(_));
    if is_folder && is_single(walk) && !args.resume {
        return Ok(simple(Store::Files, Prepare::Bytes));
    }
    let folder = hidden.journal.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let failed = |cause| NotOpened::Failed(args.output.clone().unwrap_or_default(), cause);
    std::fs::create_dir_all(folder).map_err(failed)?;
    let (journal, earlier) = match open_journal(args, order, &hidden.journal) {
        Ok((journal, earlier)) => (Some(journal), earlier),
        Err(Closed::Busy) if is_folder && !args.resume => (None, None),
        Err(Closed::Busy) => {
            let place = args.output.as_deref().unwrap_or(Path::new("")).display();
            return Err(NotOpened::Usage(UsageError(format!("another run is writing to {place}"))));
        }
        Err(Closed::Failed(cause)) => return Err(failed(cause)),
    };
    let (store, prepare) = match destination {
        Destination::Container(path, kind) => {
            let mut container = Container::begin(*kind, path, &hidden.part).map_err(failed)?;
            if earlier.is_none() {
                container.cut(0).map_err(failed)?;
            }
            (Store::Container(container), Prepare::Pack(*kind))
        }
        Destination::Folder(_) if journal.is_some() => Store::in_parts(&hidden.part).map_err(failed)?,
        // Who has no journal leaves the parts of the run that has one alone.
        Destination::Folder(_) | Destination::Standard | Destination::File(_) | Destination::Beside => {
            (Store::Files, Prepare::Bytes)
        }
    };
    Ok(Opened { store, prepare, journal, earlier })
}

/// Opens the journal; a run that is gone on with keeps its time.
fn open_journal(
    args: &ConvertArgs,
    order: &mut Order,
    path: &Path,
) -> Result<(Journal, Option<Earlier>), Closed> {
    let mut head = Head {
        copydesk: env!("CARGO_PKG_VERSION").to_owned(),
        options: order.hash(),
        now: order.settings.now.to_string(),
        reported: args.report.is_some(),
    };
    let there = path.exists();
    let (journal, earlier) = Journal::open(path, &mut head, args.resume)?;
    if there && earlier.is_none() && !args.order.is_quiet() {
        message::note(match (args.resume, &args.report) {
            (false, _) => "an interrupted run is begun anew; --resume would have gone on with it",
            (true, None) => "the options are not those of the run that was interrupted; all is done anew",
            (true, Some(_)) => {
                "the options are not those of the run that was interrupted, or it kept no report; all is done anew"
            }
        });
    }
    if let Ok(now) = head.now.parse() {
        order.settings.now = now;
    }
    Ok((journal, earlier))
}
