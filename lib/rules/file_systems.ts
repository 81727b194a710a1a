/** The types of those file systems that ask something outside the kernel to answer, as `mountinfo` names them. */
export const REMOTE_TYPES: readonly string[] = (
  "9p afs autofs beegfs ceph cifs coda davfs fuse fuseblk gfs2 glusterfs gpfs hostfs lustre ncpfs nfs nfs4 ocfs2 " +
  "orangefs prl_fs pvfs2 smb3 smbfs vboxsf virtiofs vmhgfs"
).split(" ");

/**
 * Whether a file system of this type, as `mountinfo` names it, asks something outside the kernel to answer: a server,
 * a daemon, another machine. Even a `stat` on it can wait for ever.
 */
export function isRemote(type: string): boolean {
  return REMOTE_TYPES.includes(type) || type.startsWith("fuse.");
}
