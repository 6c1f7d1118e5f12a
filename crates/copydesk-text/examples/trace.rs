//! Prints what each line of a wire file was read as, then the article and the report as JSON.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "an example that reads a file and prints"
)]

use std::cell::RefCell;
use std::error::Error;
use std::ops::ControlFlow;

use copydesk_core::{ReadContext, Reader};
use copydesk_text::TextReader;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("which file?")?;
    let input = std::fs::read(path)?;
    let trace = RefCell::new(Vec::new());
    let context = ReadContext { trace: Some(&trace), ..ReadContext::default() };
    TextReader::default().read(&input, &context, &mut |article| {
        match article {
            Ok(article) => {
                println!("{}", serde_json::to_string_pretty(&article.output).unwrap_or_default());
                println!("{}", serde_json::to_string_pretty(&article.report).unwrap_or_default());
            }
            Err(error) => println!("{error}"),
        }
        ControlFlow::Continue(())
    })?;
    for entry in trace.borrow().iter() {
        println!("{:?} {} ({})", entry.source, entry.path, entry.rule);
    }
    Ok(())
}
