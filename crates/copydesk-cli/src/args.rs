//! What may be said on the command line.

use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgAction, Args as ClapArgs, Parser, Subcommand, ValueEnum, ValueHint};
use copydesk::Moment;
use copydesk::pdf::Standard;

const EXIT_CODES: &str = "Exit codes: 0 done; 1 an input failed; 2 usage; 3 --strict and something was lost \
    (outputs are written all the same); 4 refused (embargoed, withheld or killed); 130 interrupted.";

/// Every news article, in every format, with nothing lost silently.
#[derive(Debug, Parser)]
#[command(name = "copydesk", version, about, propagate_version = true, after_help = EXIT_CODES)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Convert articles to other formats
    Convert(ConvertArgs),
    /// Convert what arrives in a folder, as it arrives
    Watch(WatchArgs),
    /// Show what was read as what, and what was mended
    Inspect(InspectArgs),
    /// Prove that nothing is lost: read, account for every word, write, read again, compare
    Check(CheckArgs),
    /// Show the configuration that holds, and where each value comes from
    Config(ConfigArgs),
    /// List the formats and their options
    Formats(FormatsArgs),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// Convert articles to other formats.
///
/// What an output does not carry is summed up on standard error; --report lists all of it.
#[derive(Debug, ClapArgs)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct ConvertArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Where to write: a file; a folder (it ends in `/`, is one, or several outputs are due), in which the folders of
    /// the inputs are mirrored; one .jsonl, .tar, .tar.zst or .zip for all outputs; or `-` for standard output
    /// [default: beside the input; for standard input, standard output]
    #[arg(short, long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) output: Option<PathBuf>,
    /// Go on with a run that was interrupted: what is done and has not changed is not done again
    #[arg(long)]
    pub(crate) resume: bool,
    /// Copy inputs that fail into a folder, each with its error beside it
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub(crate) quarantine: Option<PathBuf>,
    /// How many threads convert [default: one for each core]
    #[arg(short, long, value_name = "NUMBER", value_parser = jobs)]
    pub(crate) jobs: Option<u16>,
    /// Write what happened as JSON Lines, one object for each input, article and output
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) report: Option<PathBuf>,
    /// Exit with 3 if anything was lost; outputs are written all the same
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) strict: Option<bool>,
    #[command(flatten)]
    pub(crate) order: OrderArgs,
}

/// What is asked for of every article.
#[derive(Debug, ClapArgs)]
pub(crate) struct OrderArgs {
    /// The formats to write [default: by the extension of --output]
    #[arg(short, long, value_name = "FORMAT", value_delimiter = ',')]
    pub(crate) to: Vec<String>,
    /// How outputs are called below the folder: {date}/{slug}.{ext}; also {year} {month} {day} {headline} {id} {version}
    /// {language} {source} {stem} {folder} {number} {format} [default: as the input, with the extension of the format]
    #[arg(long, value_name = "TEMPLATE")]
    pub(crate) name: Option<String>,
    /// Print errors only
    #[arg(short, long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) quiet: Option<bool>,
    /// Set a field of the article by its path: metadata.publication.name=Herald
    #[arg(long, value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,
    /// The date of issue, where the article gives none
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<Moment>,
    /// The publisher, where the article names none
    #[arg(long, value_name = "NAME")]
    pub(crate) publisher: Option<String>,
    /// What may be done with the article, in words, where the article says nothing of rights
    #[arg(long, value_name = "TERMS")]
    pub(crate) rights: Option<String>,
    /// Where the pictures are [default: the folder of the input; nothing outside it is read]
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub(crate) media: Option<PathBuf>,
    /// A font for PDF besides those that are built in, or a folder of fonts; may be said several times, and is tried in
    /// that order where the others lack a character
    #[arg(long = "font", value_name = "FILE|FOLDER", value_hint = ValueHint::AnyPath, action = ArgAction::Append)]
    pub(crate) fonts: Vec<PathBuf>,
    /// Look in the system's fonts for what no other font of the PDF has; the file depends on the machine then
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) system_fonts: Option<bool>,
    /// The standards a PDF keeps, as -O pdf.standard [default: ua-1+a-2a]
    #[arg(long, value_name = "STANDARD")]
    pub(crate) pdf_standard: Option<Standard>,
    /// Make PDF for a press: boxes, crop marks, a warning of coarse pictures; as -O pdf.press=true
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) press: Option<bool>,
    /// An ICC profile of the inks that pictures in CMYK are made of; without it, their colours are converted
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) cmyk_profile: Option<PathBuf>,
    /// Write finished pages of articles that are embargoed or withheld, stamped
    #[arg(long)]
    pub(crate) allow_embargoed: bool,
    /// Write finished pages of killed articles and of kill notices, stamped
    #[arg(long)]
    pub(crate) allow_killed: bool,
    /// The first flag of the command line itself that is for PDF alone.
    #[arg(skip)]
    pub(crate) pages_flag: Option<&'static str>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

impl OrderArgs {
    /// Whether errors alone are told.
    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet == Some(true)
    }
}

/// Convert what arrives in a folder, as it arrives.
///
/// An input that is finished goes to IN/done, one that failed to IN/failed, each with its report; one under embargo waits
/// in IN/held and is released on time. A kill moves the outputs of the article it names to OUT/withdrawn; an older version
/// never replaces a newer one. Ended and started again, in whatever way, it goes on where it was.
#[derive(Debug, ClapArgs)]
pub(crate) struct WatchArgs {
    /// The folder to watch, with all folders in it
    #[arg(value_name = "IN", value_hint = ValueHint::DirPath)]
    pub(crate) folder: PathBuf,
    /// The folder of outputs; the folders in IN are mirrored in it
    #[arg(short, long, value_name = "OUT", value_hint = ValueHint::DirPath)]
    pub(crate) output: PathBuf,
    /// Look at the folder every so many seconds [default: when the system tells of a change; 2 on network file systems,
    /// which do not tell]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) poll: Option<Duration>,
    /// How long to wait for the pictures of an article that came before them [default: 10]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) settle: Option<Duration>,
    /// How long a file must not have changed to be taken as whole [default: 1]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) whole_after: Option<Duration>,
    /// Convert what is there, and end: for cron. The exit code is 1 if anything failed
    #[arg(long)]
    pub(crate) once: bool,
    /// How the log on standard output is written, a line an item [default: text]
    #[arg(long, value_enum, value_name = "STYLE")]
    pub(crate) log: Option<LogStyle>,
    /// A file to write anew every ten seconds at the latest, as JSON, for monitoring
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) heartbeat: Option<PathBuf>,
    /// For how many days versions and kills of an article are remembered after it was last heard of [default: 90]
    #[arg(long, value_name = "DAYS")]
    pub(crate) remember: Option<u32>,
    #[command(flatten)]
    pub(crate) order: OrderArgs,
}

impl WatchArgs {
    /// How long pictures are awaited.
    pub(crate) fn settle(&self) -> Duration {
        self.settle.unwrap_or(Duration::from_secs(10))
    }

    /// How long a file must not have changed.
    pub(crate) fn whole_after(&self) -> Duration {
        self.whole_after.unwrap_or(Duration::from_secs(1))
    }

    /// How many days articles are remembered.
    pub(crate) fn remember(&self) -> u32 {
        self.remember.unwrap_or(90)
    }
}

/// How a log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogStyle {
    /// For people
    Text,
    /// JSON Lines
    Json,
}

/// How a log is written, by name.
pub(crate) fn log_style(text: &str) -> Result<LogStyle, String> {
    LogStyle::from_str(text, false).map_err(|_| "text or json".to_owned())
}

/// A number of threads.
pub(crate) fn jobs(text: &str) -> Result<u16, String> {
    match text.parse() {
        Ok(number @ 1..=1024) => Ok(number),
        _ => Err("a number from 1 to 1024".to_owned()),
    }
}

/// A number of seconds, such as 2 or 0.5.
pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    let number: f64 = text.parse().map_err(|_| "a number of seconds, such as 2 or 0.5".to_owned())?;
    Duration::try_from_secs_f64(number).map_err(|error| error.to_string())
}

/// Show what was read as what, and what was mended.
#[derive(Debug, ClapArgs)]
pub(crate) struct InspectArgs {
    /// The file to read; `-` is standard input
    #[arg(value_name = "INPUT", value_hint = ValueHint::FilePath)]
    pub(crate) input: PathBuf,
    /// Print the article as JSON; an array where the input holds several
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// Prove that nothing is lost: read, account for every word, write, read again, compare.
///
/// An exception is an input that cannot be read, words of the source that are nowhere, an article that cannot be
/// written, or one that reads back otherwise though no loss was reported. Any exception makes the exit code 1.
#[derive(Debug, ClapArgs)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// The formats to write and read again
    #[arg(short, long, value_name = "FORMAT", value_delimiter = ',', default_value = "nitf")]
    pub(crate) to: Vec<String>,
    /// Print JSON Lines, one object for each file
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// Show the configuration that holds, and where each value comes from.
///
/// The command line is heard first, then variables COPYDESK_KEY of the environment (COPYDESK_PDF_TEXT_SIZE for
/// pdf.text-size), then the file copydesk.toml, found upward from the input.
#[derive(Debug, ClapArgs)]
pub(crate) struct ConfigArgs {
    /// The inputs a configuration is looked for above [default: the current folder]
    #[arg(value_name = "INPUT", value_hint = ValueHint::AnyPath)]
    pub(crate) inputs: Vec<PathBuf>,
    /// Print it as JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// List the formats and their options.
#[derive(Debug, ClapArgs)]
pub(crate) struct FormatsArgs {
    /// Print the list as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What is read.
#[derive(Debug, ClapArgs)]
pub(crate) struct InputArgs {
    /// Files, folders (all that is in them) and archives: .zip, .tar, .tar.gz, .tgz, .tar.zst, .gz, .zst, one in another
    /// too; `-` is standard input
    #[arg(required_unless_present = "files_from", value_name = "INPUT", value_hint = ValueHint::AnyPath)]
    pub(crate) inputs: Vec<PathBuf>,
    /// Read also what a file lists: a path a line, or each ended by a byte of zero; `-` is standard input
    #[arg(long, value_name = "LIST", value_hint = ValueHint::FilePath)]
    pub(crate) files_from: Option<PathBuf>,
    /// Of folders and archives read only files like this: '*.xml', 'wire/**/*.txt'; may be said several times
    #[arg(long, value_name = "PATTERN", action = ArgAction::Append)]
    pub(crate) include: Vec<String>,
    /// Of folders and archives leave out files and folders like this; may be said several times
    #[arg(long, value_name = "PATTERN", action = ArgAction::Append)]
    pub(crate) exclude: Vec<String>,
}

/// How inputs are read.
#[derive(Debug, ClapArgs)]
pub(crate) struct ReadingArgs {
    /// The format of the inputs [default: by content and extension]
    #[arg(short, long, value_name = "FORMAT")]
    pub(crate) from: Option<String>,
    /// The language, where the article names none: a tag such as en or pt-BR
    #[arg(long, value_name = "TAG")]
    pub(crate) lang: Option<String>,
    /// Read broken input as far as it makes sense, and report what was skipped
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) lenient: Option<bool>,
    /// The time to judge embargoes by [default: the clock]
    #[arg(long, value_name = "TIME")]
    pub(crate) now: Option<Moment>,
    /// Set an option of a format; `copydesk formats` lists them; the value @FILE stands for what a file holds
    #[arg(short = 'O', long = "option", value_name = "FORMAT.OPTION=VALUE", action = ArgAction::Append)]
    pub(crate) options: Vec<String>,
    /// Change a limit: bytes, nesting, articles, entity-expansion, media-bytes, pixels,
    /// archive-depth or unpacked-ratio
    #[arg(long = "limit", value_name = "NAME=NUMBER", action = ArgAction::Append)]
    pub(crate) limits: Vec<String>,
    /// The configuration file [default: copydesk.toml, found upward from the input]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) config: Option<PathBuf>,
    /// Take no configuration from any file, nor from the environment
    #[arg(long, conflicts_with = "config")]
    pub(crate) no_config: bool,
}
