/** An awk program for the shell, which tells on which devices a file and its name are. */
export const PLACES: string = String.raw`
# Prints on which devices, as stat would tell them, a file, its name, and its name with the mark are: "-" where stat
# must not be asked, because nothing is known to be mounted there, or something that need not answer, be it only on the
# way. A "*" at the end says that something is mounted in the folder.
# shellcheck disable=SC2016
PLACES='
BEGIN {
  remote = " 9p afs autofs beegfs ceph cifs coda davfs fuse fuseblk gfs2 glusterfs gpfs hostfs lustre ncpfs nfs nfs4 " \
    "ocfs2 orangefs prl_fs pvfs2 smb3 smbfs vboxsf virtiofs vmhgfs "
  name = ENVIRON["name"]
  device = ENVIRON["device"]
  mount = ENVIRON["mount"]
}
{
  for (i = 7; i < NF && $i != "-";) i++
  point = unescape($5)
  devices[point] = $3
  kinds[point] = kind[$3] = $(i + 1)
  if ($1 == mount) {
    device = $3
    found = 1
  }
}
END {
  if (!is_mounted()) print "- - - *"
  else print (device in kind ? number(device, kind[device]) : "-"), ask(name), ask(name " (deleted)"), is_divided()
}
function is_divided(   point) {
  for (point in devices) if (parent(point) == parent(name)) return "*"
}
function is_mounted() {
  if (mount != "") return found
  if (device == "") device = devices[at(name)]
  if (device in kind) return 1
  # Older kernels show the device below an overlay, which may be mounted nowhere in a container.
  return kinds[at(name)] == "overlay" && device !~ /^0:/
}
function ask(name,   above, point) {
  for (above = name; above != ""; above = parent(above)) {
    if (above in devices && number(devices[above], kinds[above]) == "-") return "-"
  }
  point = at(name)
  return number(devices[point], kinds[point])
}
function at(name) {
  while (name != "" && !(name in devices)) name = parent(name)
  return name == "" ? "/" : name
}
function parent(name,   i) {
  for (i = length(name); i > 0 && substr(name, i, 1) != "/";) i--
  return substr(name, 1, i - 1)
}
function number(device, kind,   part) {
  if (substr(kind, 1, 5) == "fuse." || index(remote, " " kind " ")) return "-"
  split(device, part, ":")
  # As makedev(3) does.
  return sprintf("%.0f", part[1] % 4096 * 256 + int(part[1] / 4096) * 17592186044416 + \
    part[2] % 256 + int(part[2] / 256) * 1048576)
}
function unescape(point,   plain) {
  while (match(point, /\\[0-3][0-7][0-7]/)) {
    plain = plain substr(point, 1, RSTART - 1) sprintf("%c", \
      substr(point, RSTART + 1, 1) * 64 + substr(point, RSTART + 2, 1) * 8 + substr(point, RSTART + 3, 1))
    point = substr(point, RSTART + 4)
  }
  return plain point
}
'
`;
