// Finds the mount that a name or a device is on, and whether asking it can wait for ever.
import type { Mount } from "../parse/mountinfo.ts";
import { LOCAL_TYPES, overlayLayers } from "../rules/file_systems.ts";

/** The mounts of one namespace by device, by id and by name. */
export interface MountTable {
  readonly byDevice: ReadonlyMap<string, Mount>;
  readonly byId: ReadonlyMap<string, Mount>;
  /** Returns the mounts on the way to a name, from the root on. The last is the one that the name is on. */
  on(name: string): readonly Mount[];
  /** Returns the mount that a name is on. */
  at(name: string): Mount | undefined;
}

/** Mounts by the components of their mount points: a name is looked up in a time that grows with its length only. */
interface Node {
  readonly mounts: Mount[];
  readonly children: Map<string, Node>;
}

/** Makes a table of mounts. Of several on one directory, the last is on top. */
export function mountTable(mounts: readonly Mount[]): MountTable {
  const root = emptyNode();
  for (const mount of mounts) {
    let node = root;
    for (const component of mount.mountPoint.split("/")) {
      if (component === "") continue;
      const child = node.children.get(component) ?? emptyNode();
      node.children.set(component, child);
      node = child;
    }
    node.mounts.push(mount);
  }
  function on(name: string): readonly Mount[] {
    const found = [...root.mounts];
    let node: Node | undefined = root;
    for (let from = 1; from <= name.length && node !== undefined;) {
      const slash = name.indexOf("/", from);
      const to = slash < 0 ? name.length : slash;
      node = node.children.get(name.slice(from, to));
      for (const mount of node?.mounts ?? []) found.push(mount);
      from = to + 1;
    }
    return found;
  }
  return {
    byDevice: new Map(mounts.map((mount) => [mount.device, mount])),
    byId: new Map(mounts.map((mount) => [mount.id, mount])),
    on,
    at: (name) => on(name).at(-1),
  };
}

function emptyNode(): Node {
  return { mounts: [], children: new Map() };
}

/**
 * Returns whether the kernel answers for a file system by itself. An overlay passes questions on to its layers, so these
 * must be local too. They are looked up in `host`, the namespace of whoever mounts overlays. A layer that is below the
 * overlay itself is out of reach from here and was put there by whoever made this namespace.
 */
export function isLocal(mount: Mount, host: MountTable | undefined): boolean {
  return isLocalBut(mount, host, new Set());
}

/** `above` are the devices of the overlays that the file system is a layer of. */
function isLocalBut(mount: Mount, host: MountTable | undefined, above: ReadonlySet<string>): boolean {
  if (mount.type !== "overlay") return LOCAL_TYPES.includes(mount.type);
  if (above.has(mount.device)) return true;
  const seen = new Set([...above, mount.device]);
  const layers = overlayLayers(mount).flatMap((path) =>
    path.startsWith("/") ? [path] : STORAGE.map((directory) => `${directory}/${path}`)
  );
  return host !== undefined && layers.length > 0 &&
    layers.every((path) => host.on(path).every((each) => isLocalBut(each, host, seen)));
}

/** Where Docker and Podman keep layers. Both write relative paths if absolute ones are too long for mount(2). */
const STORAGE = ["/var/lib/docker/overlay2", "/var/lib/containers/storage/overlay"];
