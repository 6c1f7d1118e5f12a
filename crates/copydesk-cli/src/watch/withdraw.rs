//! Outputs that must not stand any longer, on their way to `withdrawn/`.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use super::clock;
use super::folders::{self, WITHDRAWN};
use super::index::Record;
use super::item::Bench;
use crate::save::save_by;

/// Moves outputs that must not stand any longer to `withdrawn/`, each with a notice beside it.
pub(super) fn withdraw(bench: &mut Bench<'_>) -> io::Result<Vec<(String, Vec<String>, String)>> {
    let mut withdrawn = Vec::new();
    for (key, leaving) in bench.index.leaving() {
        let reason = leaving.values().next().cloned().unwrap_or_default();
        for (output, why) in &leaving {
            withdraw_one(bench, &key, output, why)?;
        }
        let outputs: BTreeSet<String> = leaving.into_keys().collect();
        let record = Record::Withdrawn { key: key.clone(), outputs: outputs.clone() };
        bench.journal.append(std::slice::from_ref(&record))?;
        bench.index.apply(record);
        withdrawn.push((key, outputs.into_iter().collect(), reason));
    }
    Ok(withdrawn)
}

fn withdraw_one(bench: &Bench<'_>, key: &str, output: &str, why: &str) -> io::Result<()> {
    let root = &bench.folders.output;
    let from = root.join(output);
    let plain = Path::new(WITHDRAWN).join(output);
    let (stem, extension) =
        (plain.file_stem().unwrap_or_default().to_string_lossy().into_owned(), plain.extension());
    let mut to = plain.clone();
    let mut count = 1;
    while root.join(&to).exists() {
        count += 1;
        to = plain.with_file_name(format!("{stem}_{count}"));
        if let Some(extension) = extension {
            to.as_mut_os_string().push(".");
            to.as_mut_os_string().push(extension);
        }
    }
    match folders::shift(&from, &root.join(&to)) {
        // Someone took it away already, or it was withdrawn before the journal could say so.
        Err(error) if error.kind() == io::ErrorKind::NotFound && !from.exists() => return Ok(()),
        done => done?,
    }
    let time = clock::told(bench.now);
    let notice = format!("Withdrawn: {output}\nArticle: {key}\nReason: {why}\nTime: {time}\n");
    let mut name = to.into_os_string();
    name.push(".notice.txt");
    save_by(&bench.folders.parts, &root.join(name), notice.as_bytes())
}
