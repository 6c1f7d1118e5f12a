//! The command and its peers on the same articles, in turn, in one run.

mod articles;
mod batch;
mod cold;
mod install;
mod many;
mod printpdf;
mod process;
mod table;
mod typst;
mod warm;

use std::path::{Path, PathBuf};

use crate::Part;
pub(crate) use process::measure;
use table::Table;

/// Anything that keeps a figure from being measured.
type Fault = String;

/// Runs the parts that are asked for and prints what they measured.
pub(crate) fn run(parts: &[Part], articles: usize) -> Result<(), Fault> {
    let cache = cache();
    let tools = install::install(&cache)?;
    let work = cache.join("work");
    // What is left of an earlier run would be measured with this one.
    let _ = std::fs::remove_dir_all(&work);
    make_folder(&work)?;
    println!("copydesk {}, {}", env!("CARGO_PKG_VERSION"), tools.versions);
    for part in parts {
        println!();
        match part {
            Part::Cold => cold::run(&tools, &work)?,
            Part::Batch => batch::run(&tools, &work)?,
            Part::Warm => warm::run(&tools, &cache, &work)?,
            Part::Many => many::run(&tools, &work, articles)?,
        }
    }
    let _ = std::fs::remove_dir_all(&work);
    Ok(())
}

/// `$COPYDESK_CACHE`, else `.cache` of the repository.
fn cache() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.cache");
    std::env::var_os("COPYDESK_CACHE").map_or(root, PathBuf::from).join("peers")
}

fn make_folder(path: &Path) -> Result<(), Fault> {
    std::fs::create_dir_all(path).map_err(|error| format!("{} cannot be made: {error}", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    std::fs::write(path, bytes).map_err(|error| format!("{} cannot be written: {error}", path.display()))
}
