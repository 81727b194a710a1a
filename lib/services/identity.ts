// Tells services apart, and finds the unit behind a service and whose files it uses.
import type { Service, UnitService } from "../model/service.ts";

/** Tells services apart: a user can have a unit of the same name as one of the system's. Empty if there is none. */
export function serviceKey(service: Service | undefined): string {
  return service === undefined || service.kind === "none"
    ? ""
    : `${service.kind} ${service.uid ?? ""} ${service.label}`;
}

/** Returns whether a process uses the files of the host. In a container only the names are the same. */
export function usesHostFiles(service: Service | undefined): boolean {
  return service?.kind !== "container" && service?.kind !== "flatpak";
}

/** What a process belongs to of which nothing is known. */
export const NO_SERVICE: Service = { kind: "none", label: "", uid: undefined };

/** Returns the unit that has to be restarted to restart a service: itself, or that which runs a container. */
export function unitOf(service: Service): UnitService | undefined {
  if (service.kind === "system-unit" || service.kind === "user-unit") return service;
  if (service.kind !== "container" && service.kind !== "monitor" || service.unit === undefined) return undefined;
  const { unit, label, uid } = service;
  return { kind: uid === undefined ? "system-unit" : "user-unit", unit, label, uid };
}
