//! Getting the peers, from the package registries they are published in, into the cache.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Fault, process};

/// Versions stand here once. `pypandoc-binary` 1.17 brings pandoc 3.9.
const PACKAGES: [&str; 3] = ["pypandoc-binary==1.17", "typst==0.15.0", "weasyprint==70.0"];

/// Where everything that is measured is.
pub(super) struct Tools {
    /// Our command, built for release.
    pub(super) copydesk: PathBuf,
    /// The pandoc binary.
    pub(super) pandoc: PathBuf,
    /// The folder of the Python packages.
    python: PathBuf,
    /// What the peers say their versions are.
    pub(super) versions: String,
}

impl Tools {
    /// A Python program of this folder.
    pub(super) fn python(&self, program: &str) -> Command {
        let mut command = Command::new("python3");
        command.arg(script(program)).env("PYTHONPATH", &self.python);
        command
    }

    /// Our command. It hears no configuration.
    pub(super) fn convert(&self) -> Command {
        let mut command = Command::new(&self.copydesk);
        command.args(["convert", "-q", "--no-config"]);
        command
    }

    /// Pandoc.
    pub(super) fn pandoc(&self) -> Command {
        Command::new(&self.pandoc)
    }
}

/// A program beside this file.
pub(super) fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers").join(name)
}

/// Builds our command and installs the peers that are not in the cache yet.
pub(super) fn install(cache: &Path) -> Result<Tools, Fault> {
    let python = cache.join("python");
    let pandoc = python.join("pypandoc/files/pandoc");
    if !PACKAGES.iter().all(|package| is_installed(&python, package)) {
        eprintln!("installing {} into {}", PACKAGES.join(", "), python.display());
        let mut pip = Command::new("python3");
        pip.args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--root-user-action=ignore",
        ]);
        process::output(pip.args(["--upgrade", "--target"]).arg(&python).args(PACKAGES))?;
    }
    let copydesk = installed(&build()?, cache)?;
    let mut tools = Tools { copydesk, pandoc, python, versions: String::new() };
    let pandoc = process::output(tools.pandoc().arg("--version"))?;
    let others = process::output(&mut tools.python("versions.py"))?;
    tools.versions = format!("{}, {}", pandoc.lines().next().unwrap_or_default(), others.trim());
    Ok(tools)
}

/// Whether pip left the folder that says so.
fn is_installed(python: &Path, package: &str) -> bool {
    let (name, version) = package.split_once("==").unwrap_or((package, ""));
    python.join(format!("{}-{version}.dist-info", name.replace('-', "_"))).is_dir()
}

/// A copy of the command, as `cargo install` makes one. What a linker has just written lies in the page cache in pieces,
/// and is slower to start.
fn installed(command: &Path, cache: &Path) -> Result<PathBuf, Fault> {
    let copy = cache.join("copydesk");
    let failed = |error: std::io::Error| format!("{} cannot be copied: {error}", command.display());
    let _ = std::fs::remove_file(&copy);
    std::fs::write(&copy, std::fs::read(command).map_err(failed)?).map_err(failed)?;
    let permissions = std::fs::metadata(command).map_err(failed)?.permissions();
    std::fs::set_permissions(&copy, permissions).map_err(failed)?;
    Ok(copy)
}

/// `$COPYDESK`, else the command as it is now, built for release.
fn build() -> Result<PathBuf, Fault> {
    if let Some(path) = std::env::var_os("COPYDESK") {
        return Ok(PathBuf::from(path));
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut cargo = Command::new(env!("CARGO"));
    process::output(cargo.args(["build", "--quiet", "--release", "-p", "copydesk-cli"]).current_dir(&root))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let path = target.join("release/copydesk");
    path.canonicalize().map_err(|error| format!("{} is not there: {error}", path.display()))
}
