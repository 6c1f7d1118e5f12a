//! Running a command and measuring what it cost.

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
    /// The most memory it had, in bytes; never told as less than what this program has itself, which starts it.
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

/// Runs a command to its end.
pub(super) fn run(command: &mut Command) -> Result<Cost, Fault> {
    let start = Instant::now();
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .map_err(|error| format!("{command:?}: {error}"))?;
    let ended = child.wait4().map_err(|error| format!("{command:?}: {error}"))?;
    let wall = start.elapsed();
    if !ended.status.success() {
        return Err(format!("{command:?}: {}", ended.status));
    }
    Ok(Cost { cpu: ended.rusage.utime + ended.rusage.stime, wall, peak: ended.rusage.maxrss })
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
