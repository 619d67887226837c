// @vitest-environment node
/// <reference types="node" />
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";

import { createBuilder } from "vite";
import { expect, test, vi } from "vitest";

import config from "../../vite.config";

/**
 * What a phone waits for before the first card, compressed: on a slow link 7 kB more are 0.14 s more. The whole page may
 * have 25 kB; the difference is for its first state and its first words.
 */
const BUDGET_BYTES = 21_000;

test("the participant's page stays within its budget, and what it fetches later does not bring it again", async () => {
  vi.stubEnv("NODE_ENV", "production"); // else the libraries' own checks come along
  const folder = mkdtempSync(join(tmpdir(), "plenary-size-"));
  const builder = await createBuilder({ ...config, configFile: false, logLevel: "silent" });
  const participant = builder.environments["participant"];
  if (participant === undefined) throw new Error("there is no participant's page");
  participant.config.build.outDir = folder;
  await builder.build(participant);

  const page = ["participant.js", "participant.css"].map((file) => readFileSync(join(folder, file)));
  const later = readdirSync(folder).filter((file) => file.includes("-") && file.endsWith(".js"));

  expect(brotliCompressSync(Buffer.concat(page)).length).toBeLessThanOrEqual(BUDGET_BYTES);
  for (const file of later) expect(readFileSync(join(folder, file), "utf8")).not.toMatch(/^import\b[^(]/m);
}, 60_000);
