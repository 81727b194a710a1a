import type { ContainerService, Service } from "../../lib/model/service.ts";

/** An id of a container. */
export const HEX = "0123456789abcdef".repeat(4);
/** The id of another. */
export const HEX2 = "fedcba9876543210".repeat(4);
/** The uid of a pod. */
export const POD = "12345678-9abc-def0-1234-56789abcdef0";
/** The same, as the name of a slice has it. */
export const SLICE_POD = POD.replaceAll("-", "_");
/** The uid of a pod that no server knows. */
export const STATIC_POD = "0123456789abcdef0123456789abcdef";
/** Where the manager of user 1000 is. */
export const USER = "/user.slice/user-1000.slice/user@1000.service";
export const NONE: Service = { kind: "none", label: "", uid: undefined };

/** A unit of the system, or of the user. */
export function unit(name: string, uid?: number): Service {
  return { kind: uid === undefined ? "system-unit" : "user-unit", unit: name, label: name, uid };
}

/** The manager of a user. */
export function manager(uid: number): Service {
  return { kind: "user-manager", unit: `user@${uid}.service`, label: `user@${uid}.service`, uid };
}

/** A login session in a scope. */
export function session(id: string, uid?: number): Service {
  return { kind: "session", session: id, label: `session-${id}.scope`, uid };
}

/** A program of a desktop. */
export function application(
  kind: "application" | "snap" | "flatpak",
  name: string,
  scope: string,
  uid?: number,
): Service {
  return { kind, application: name, unit: scope, label: scope, uid };
}

/** A scope that nobody can start again. */
export function scope(name: string, uid?: number): Service {
  return { kind: "scope", unit: name, label: name, uid };
}

/** A container (default: of the system). */
export function container(
  runtime: ContainerService["runtime"],
  id: string,
  label: string,
  rest: Partial<ContainerService> = {},
): Service {
  const nothing = { unit: undefined, pod: undefined, manager: undefined, uid: undefined };
  return { kind: "container", runtime, id, label, ...nothing, ...rest };
}

/** A virtual machine. */
export function vm(machine: string, label: string, uid?: number): Service {
  return { kind: "vm", machine, label, uid };
}

/** A service of OpenRC. */
export function openrc(service: string): Service {
  return { kind: "openrc", service, directory: undefined, label: service, uid: undefined };
}
