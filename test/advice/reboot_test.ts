import assert from "node:assert/strict";
import { findNewerKernel } from "../../lib/advice/reboot.ts";

const KERNELS: readonly (readonly [running: string, installed: readonly string[], newer: string | undefined])[] = [
  ["6.1.0-50-amd64", ["6.1.0-50-amd64"], undefined],
  ["6.1.0-50-amd64", ["6.1.0-50-amd64", "6.1.0-49-amd64"], undefined],
  ["6.1.0-9-amd64", ["6.1.0-9-amd64", "6.1.0-10-amd64"], "6.1.0-10-amd64"],
  ["6.1.0-50-amd64", ["6.1.0-51-cloud-amd64", "6.1.0-51-rt-amd64"], undefined],
  ["6.1.0-50-cloud-amd64", ["6.1.0-51-cloud-amd64", "6.1.0-51-amd64"], "6.1.0-51-cloud-amd64"],
  ["6.1.0-50-amd64", ["6.12.57+deb13-amd64"], "6.12.57+deb13-amd64"],
  ["6.12.57+deb13-amd64", ["6.12.57+deb13-amd64", "6.12.60+deb13-amd64"], "6.12.60+deb13-amd64"],
  ["5.15.0-91-generic", ["5.15.0-92-generic", "5.15.0-93-lowlatency"], "5.15.0-92-generic"],
  ["5.14.0-362.8.1.el9_3.x86_64", ["5.14.0-362.18.1.el9_3.x86_64"], "5.14.0-362.18.1.el9_3.x86_64"],
  ["5.14.0-427.el9_4.x86_64", ["5.14.0-503.el9_5.x86_64"], "5.14.0-503.el9_5.x86_64"],
  ["5.14.0-362.8.1.el9_3.x86_64", ["0-rescue-4f0c4f0c4f0c4f0c4f0c4f0c4f0c4f0c"], undefined],
  ["6.17.9-arch1-1", ["6.17.9-arch1-2"], "6.17.9-arch1-2"],
  ["6.17.9-arch1-1", ["6.18.1-lts1-1"], undefined],
  ["6.6.5-0-virt", ["6.6.5-0-virt", "6.6.7-0-virt"], "6.6.7-0-virt"],
  ["5.14.21-150500.55.7-default", ["5.14.21-150500.55.12-default"], "5.14.21-150500.55.12-default"],
  ["6.1.21-v8+", ["6.1.21-v7+", "6.1.21-v8+"], undefined],
  ["6.1.0-50-amd64", [], undefined],
];

for (const [running, installed, newer] of KERNELS) {
  Deno.test(`findNewerKernel() where ${running} runs, of ${installed.join(", ") || "none"}`, () => {
    assert.equal(findNewerKernel(running, installed), newer);
  });
}
