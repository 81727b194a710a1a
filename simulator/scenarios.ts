import type { Scenarios } from "./scenario.ts";
import { DISK_SCENARIOS } from "./scenarios/disk.ts";
import { FIELD_SCENARIOS } from "./scenarios/field.ts";
import { FLEET_SCENARIOS } from "./scenarios/fleet.ts";
import { HARMLESS_SCENARIOS } from "./scenarios/harmless.ts";
import { HOSTILE_SCENARIOS } from "./scenarios/hostile.ts";
import { NAME_SCENARIOS } from "./scenarios/names.ts";
import { NAMESPACE_SCENARIOS } from "./scenarios/namespaces.ts";
import { OWNER_SCENARIOS } from "./scenarios/owners.ts";
import { RACE_SCENARIOS } from "./scenarios/races.ts";
import { SERVICE_SCENARIOS } from "./scenarios/services.ts";
import { STATE_SCENARIOS } from "./scenarios/states.ts";
import { THREAD_SCENARIOS } from "./scenarios/threads.ts";
import { UPGRADE_SCENARIOS } from "./scenarios/upgrade.ts";

/** All named scenarios. */
export const SCENARIOS = {
  ...UPGRADE_SCENARIOS,
  ...HARMLESS_SCENARIOS,
  ...DISK_SCENARIOS,
  ...RACE_SCENARIOS,
  ...NAME_SCENARIOS,
  ...THREAD_SCENARIOS,
  ...NAMESPACE_SCENARIOS,
  ...STATE_SCENARIOS,
  ...OWNER_SCENARIOS,
  ...SERVICE_SCENARIOS,
  ...FLEET_SCENARIOS,
  ...HOSTILE_SCENARIOS,
  ...FIELD_SCENARIOS,
} satisfies Scenarios;

/** The name of a scenario. */
export type ScenarioName = keyof typeof SCENARIOS;
