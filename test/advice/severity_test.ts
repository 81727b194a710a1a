import assert from "node:assert/strict";
import { isSystemProcess } from "../../lib/advice/severity.ts";
import type { Service } from "../../lib/model/service.ts";

const UNIT: Service = { kind: "system-unit", unit: "a.service", label: "a.service", uid: undefined };
const USER_UNIT: Service = { kind: "user-unit", unit: "a.service", label: "a.service", uid: 1000 };
const RUNIT: Service = { kind: "runit", service: "a", directory: undefined, label: "a", uid: undefined };
const SCOPE: Service = { kind: "scope", unit: "a.scope", label: "a.scope", uid: undefined };

const CASES: readonly (readonly [what: string, uid: number | undefined, service: Service | undefined, is: boolean])[] =
  [
    ["takes root's", 0, USER_UNIT, true],
    ["takes a daemon's", 999, undefined, true],
    ["takes nobody's", 65534, undefined, true],
    ["takes one of an unknown user", undefined, USER_UNIT, true],
    ["takes a service of the system that runs as a user", 1000, UNIT, true],
    ["takes a supervised service that runs as a user", 1000, RUNIT, true],
    ["leaves a service that a user supervises", 1000, { ...RUNIT, uid: 1000 }, false],
    ["leaves a user's unit", 1000, USER_UNIT, false],
    ["leaves a user's process in a scope", 1000, SCOPE, false],
    ["leaves a user's process", 1000, undefined, false],
  ];

for (const [what, uid, service, is] of CASES) {
  Deno.test(`isSystemProcess() ${what}`, () => assert.equal(isSystemProcess({ uid, service }), is));
}
