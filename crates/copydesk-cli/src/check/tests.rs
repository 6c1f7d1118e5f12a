//! Writers with a fault are found out, and the command says so in its exit code.

use clap::Parser as _;
use copydesk::{Format, Report};

use super::*;
use crate::args::{Args, Command};

const ARTICLE: &str = "# Bridge opens\n\nAt last the ferries stop.\n";

/// Writes NITF with a fault in it.
struct Faulty(fn(String) -> Result<String, Error>);

impl Writer for Faulty {
    fn format(&self) -> &'static Format {
        copydesk::nitf::FORMAT
    }

    fn write(
        &mut self,
        article: &Article,
        context: &WriteContext<'_>,
        output: &mut Vec<u8>,
    ) -> Result<Report, Error> {
        let mut sound = Vec::new();
        let report = copydesk::nitf::NitfWriter::default().write(article, context, &mut sound)?;
        let sound = String::from_utf8(sound).expect("the default encoding is UTF-8");
        output.extend(self.0(sound)?.into_bytes());
        Ok(report)
    }
}

/// What `copydesk check` of one file says and how it ends, where NITF is written with this fault.
fn checked(fault: fn(String) -> Result<String, Error>) -> (Checked, Outcome) {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let file = folder.path().join("story.md");
    std::fs::write(&file, ARTICLE).expect("there is room for a file");
    let words = ["copydesk", "check"].map(Into::into).into_iter().chain([file.into_os_string()]);
    let Command::Check(args) = Args::parse_from(words).command else { unreachable!("`check` was said") };
    let settings = Settings::new(&args.reading).expect("nothing is set");
    let mut writers: Vec<Box<dyn Writer>> = vec![Box::new(Faulty(fault))];
    let mut found = None;
    Walk::new(&args.input, &settings.limits)
        .and_then(|walk| {
            walk.run(&mut |source| {
                found = Some(check(source, &settings, &mut writers));
                ControlFlow::Continue(())
            })
        })
        .expect("the file is there");
    let outcome = check_all(&args, &settings, &mut writers).expect("what is said can be printed");
    (found.expect("one file was checked"), outcome)
}

#[test]
fn sound_output_is_no_exception() {
    let (checked, outcome) = checked(Ok);
    assert!(checked.exceptions.is_empty(), "{:?}", checked.exceptions);
    assert_eq!((checked.again[0].valid, checked.again[0].same), (Some(true), true));
    assert_eq!(outcome.code(), 0);
}

#[test]
fn each_fault_is_an_exception_and_fails() {
    type Fault = fn(String) -> Result<String, Error>;
    let faults: [(Fault, &str, Option<bool>, bool); 4] = [
        // The schema has no such attribute; the reader has no use for an empty one.
        (|sound| Ok(sound.replacen("<nitf ", "<nitf tide=\"\" ", 1)), "invalid as nitf: ", Some(false), true),
        (
            |sound| Ok(sound.replace("ferries", "trains")),
            "reads back otherwise from nitf, ",
            Some(true),
            false,
        ),
        (
            |sound| Ok(sound[..sound.len() / 2].to_owned()),
            "does not read back from nitf: ",
            Some(false),
            false,
        ),
        (
            |_| Err(Error::new(ErrorKind::Internal, "the ink is out")),
            "not written as nitf: the ink is out",
            None,
            false,
        ),
    ];
    for (fault, words, valid, same) in faults {
        let (checked, outcome) = checked(fault);
        let exceptions = &checked.exceptions;
        assert!(exceptions.iter().any(|exception| exception.starts_with(words)), "{words}: {exceptions:?}");
        assert_eq!((checked.again[0].valid, checked.again[0].same), (valid, same), "{words}: {exceptions:?}");
        assert_eq!(outcome.code(), 1, "{words}");
    }
}

#[test]
fn a_panic_is_an_exception_and_fails() {
    let (checked, outcome) = checked(|sound| panic!("{} bytes are too many", sound.len()));
    assert!(checked.exceptions[0].starts_with("not written as nitf: "), "{:?}", checked.exceptions);
    assert_eq!(outcome.code(), 1);
}
