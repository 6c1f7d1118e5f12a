//! Whether a folder lies on a network file system, where the kernel tells of no changes that others make.

use std::path::Path;

/// Kinds of file systems that other machines change.
const NETWORK: [&str; 21] = [
    "9p",
    "afs",
    "beegfs",
    "ceph",
    "cifs",
    "coda",
    "davfs",
    "glusterfs",
    "gpfs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "ocfs2",
    "orangefs",
    "prl_fs",
    "smb3",
    "smbfs",
    "vboxsf",
    "virtiofs",
    "vmhgfs",
];

/// Whether `folder` lies on one. Where this cannot be told, it does not.
pub(super) fn is_on_network(folder: &Path) -> bool {
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    kind(&mounts, folder).is_some_and(is_network)
}

/// Programs may serve file systems of any kind (`fuse.sshfs`), and most of those are far away.
fn is_network(kind: &str) -> bool {
    kind.starts_with("fuse.") || NETWORK.contains(&kind)
}

/// The kind of the file system that `folder` lies on, by the lines of proc_pid_mountinfo(5): the fifth field is where it
/// is mounted, the one after ` - ` is its kind. Of several in one place, the last one mounted is seen.
fn kind<'a>(mounts: &'a str, folder: &Path) -> Option<&'a str> {
    let mounted = mounts.lines().filter_map(|line| {
        let point = unescaped(line.split(' ').nth(4)?);
        let kind = line.split_once(" - ")?.1.split(' ').next()?;
        folder.starts_with(&point).then_some((point.len(), kind))
    });
    mounted.max_by_key(|(length, _)| *length).map(|(_, kind)| kind)
}

/// Blanks stand as `\040` there.
fn unescaped(path: &str) -> String {
    path.replace("\\040", " ").replace("\\011", "\t").replace("\\012", "\n").replace("\\134", "\\")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_mount_counts() {
        let mounts = "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n\
            30 22 0:40 / /mnt/wire rw,relatime shared:1 - nfs4 server:/wire rw\n\
            31 30 0:41 / /mnt/wire/local\\040copy rw - tmpfs tmpfs rw\n\
            32 22 0:42 / /home/desk/remote rw - fuse.sshfs server: rw\n";
        for (folder, network) in [
            ("/mnt/wire/in", true),
            ("/mnt/wire/local copy/in", false),
            ("/mnt/wires", false),
            ("/home/desk/remote", true),
        ] {
            assert_eq!(kind(mounts, Path::new(folder)).is_some_and(is_network), network, "{folder}");
        }
    }
}
