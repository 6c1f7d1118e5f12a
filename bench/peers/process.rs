//! Running a command and measuring what it cost.

use std::ffi::OsString;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4 as _;

use super::Fault;

/// What a process cost.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cost {
    /// User and system time.
    pub(super) cpu: Duration,
    /// Time by the clock.
    pub(super) wall: Duration,
    /// The most memory it had, in bytes.
    pub(super) peak: u64,
}

impl Cost {
    /// The cheaper in each respect.
    pub(super) fn best(self, other: Self) -> Self {
        Self {
            cpu: self.cpu.min(other.cpu),
            wall: self.wall.min(other.wall),
            peak: self.peak.min(other.peak),
        }
    }
}

/// Runs a command to its end, through this program started anew: what a process is told to have had in memory is never less
/// than what its parent has, and a fresh parent has little.
pub(super) fn run(command: &mut Command) -> Result<Cost, Fault> {
    let own = std::env::current_exe().map_err(|error| format!("this program is not to be found: {error}"))?;
    let mut parent = Command::new(own);
    parent.arg("measure").arg("--").arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => parent.env(name, value),
            None => parent.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        parent.current_dir(folder);
    }
    let said = parent.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let said = said.map_err(|error| format!("{command:?}: {error}"))?;
    let told = String::from_utf8_lossy(&said.stdout);
    let figures: Vec<u64> = told.split_whitespace().filter_map(|figure| figure.parse().ok()).collect();
    match figures[..] {
        [cpu, wall, peak] if said.status.success() => {
            Ok(Cost { cpu: Duration::from_micros(cpu), wall: Duration::from_micros(wall), peak })
        }
        _ => Err(format!("{command:?} failed")),
    }
}

/// Runs a command and prints what it cost: processor and wall time in microseconds, the most memory in bytes.
pub(crate) fn measure(command: &[OsString]) -> Result<(), Fault> {
    let [program, arguments @ ..] = command else { return Err("say what to measure".to_owned()) };
    let fault = |error: std::io::Error| format!("{}: {error}", program.display());
    let start = Instant::now();
    let mut command = Command::new(program);
    let child = command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).spawn().map_err(fault)?;
    let ended = child.wait4().map_err(fault)?;
    let wall = start.elapsed();
    if !ended.status.success() {
        return Err(format!("{command:?}: {}", ended.status));
    }
    let cpu = ended.rusage.utime + ended.rusage.stime;
    println!("{} {} {}", cpu.as_micros(), wall.as_micros(), ended.rusage.maxrss);
    Ok(())
}

/// Runs commands in turn, so many rounds, and gives the best of each. What the machine does besides falls on all alike.
pub(super) fn in_turn(commands: &mut [Command], rounds: usize) -> Result<Vec<Cost>, Fault> {
    let mut best: Vec<Cost> = Vec::new();
    for round in 0..rounds {
        for (at, command) in commands.iter_mut().enumerate() {
            let cost = run(command)?;
            if round == 0 { best.push(cost) } else { best[at] = best[at].best(cost) }
        }
    }
    Ok(best)
}

/// What a command prints.
pub(super) fn output(command: &mut Command) -> Result<String, Fault> {
    let output =
        command.stderr(Stdio::inherit()).output().map_err(|error| format!("{command:?}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{command:?}: {}", output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
