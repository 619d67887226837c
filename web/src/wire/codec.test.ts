// @vitest-environment node
/// <reference types="node" />
import { readFileSync, readdirSync } from "node:fs";

import { decode as unpackTheirs, encode as packTheirs } from "@msgpack/msgpack";
import { expect, test } from "vitest";

import { decode, encode } from "./codec";
import type { FromClient } from "./messages";
import { pack, unpack } from "./msgpack";

const SAMPLES = new URL("../../../tests/samples/", import.meta.url);
const samples = (from: string): string[] =>
  readdirSync(SAMPLES).filter((file) => file.startsWith(`from-${from}.`) && file.endsWith(".msgpack"));
const bytesOf = (file: string): Uint8Array => Uint8Array.from(readFileSync(new URL(file, SAMPLES)));
const jsonOf = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(file.replace("msgpack", "json"), SAMPLES), "utf8"));

/** JSON writes binary fields in base64. */
const withBase64 = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, part) => (part instanceof Uint8Array ? btoa(String.fromCharCode(...part)) : part)));

test("there are samples to read", () => {
  expect(samples("server").length).toBeGreaterThan(10);
  expect(samples("client").length).toBeGreaterThan(10);
});

test.each(samples("server"))("%s is read as its JSON form says", (file) => {
  const bytes = bytesOf(file);

  expect(withBase64(decode(bytes.buffer as ArrayBuffer))).toEqual(jsonOf(file));
});

test.each(samples("client"))("%s is written byte for byte", (file) => {
  expect(encode(jsonOf(file) as FromClient)).toEqual(bytesOf(file));
});

test("fields that are left out are not written", () => {
  expect(unpack(encode({ kind: "hello", role: "projector", key: "k", device: "d" }))).toEqual({
    kind: "hello",
    role: "projector",
    key: "k",
    device: "d",
  });
});

const IN_MESSAGES = [
  ...[0, 1, 127, 128, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1],
  ...["", "é".repeat(15), "x".repeat(31), "x".repeat(32), "ไ".repeat(100), "x".repeat(70_000)],
  ...[null, true, false, {}, { a: { b: "c" } }, Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${i}`, i]))],
];
const ONLY_READ = [
  ...[-1, -32, -33, -128, -129, -32_768, -32_769, -(2 ** 31), -(2 ** 31) - 1, -(2 ** 53 - 1), 0.5, -1e300, Infinity],
  ...[[], [null, true], Array.from({ length: 20 }, (_, i) => i), Array.from({ length: 70_000 }, () => 1)],
  ...[new Uint8Array(3), new Uint8Array(300), new Uint8Array(70_000)],
];

test.each([...IN_MESSAGES, ...ONLY_READ].map((value, i) => [i, value]))(
  "value %i is read as another implementation reads it",
  (_, value) => {
    const theirs = packTheirs(value);

    expect(unpack(Uint8Array.from(theirs))).toEqual(unpackTheirs(theirs));
  },
);

test.each(IN_MESSAGES.map((value, i) => [i, value] as const))(
  "value %i is written as another implementation writes it",
  (_, value) => {
    expect(pack(value)).toEqual(Uint8Array.from(packTheirs(value)));
  },
);

test.each([-1, 0.5, Number.NaN, 2 ** 53, [0.5], undefined])("%s is not in a page's message", (value) => {
  expect(() => pack(value)).toThrow(TypeError);
});

test("a frame cut short is an error", () => {
  const whole = pack({ kind: "counted", op: 700 });

  for (let length = 0; length < whole.length; length++) expect(() => unpack(whole.slice(0, length))).toThrow();
});

test("what is not a message is an error", () => {
  expect(() => decode(pack("hello").buffer)).toThrow(TypeError);
  expect(() => decode(Uint8Array.of(0xc1).buffer)).toThrow(TypeError);
  expect(() => decode(Uint8Array.of(0x01, 0x02).buffer)).toThrow(RangeError);
});
