//! The smallest program that uses the library: wire text in, Markdown out, and what that cost.
//!
//! ```sh
//! cargo run -p copydesk --example convert < examples/harbour-bridge.txt
//! ```

use std::io::{Read, Write};

use copydesk::{ReadContext, WriteContext};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut input = Vec::new();
    std::io::stdin().read_to_end(&mut input)?;

    let reader = copydesk::recognise(&input, None).ok_or("this is no format that is read")?;
    let read = copydesk::read_one(reader.as_ref(), &input, &ReadContext::default())?;
    let mut writer = copydesk::writer("markdown").ok_or("Markdown is not written")?;
    let mut output = Vec::new();
    let mut report = writer.write(&read.output, &WriteContext::default(), &mut output)?;

    report.join(read.report);
    for loss in report.losses {
        writeln!(std::io::stderr(), "{loss}")?;
    }
    std::io::stdout().write_all(&output)?;
    Ok(())
}
