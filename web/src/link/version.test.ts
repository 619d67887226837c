import { beforeEach, expect, test, vi } from "vitest";

import { loadAgainIfOther } from "./version";

const load = vi.fn();

beforeEach(() => {
  sessionStorage.clear();
  load.mockClear();
});

test("a page of the server's own version stays", () => {
  loadAgainIfOther("0.1.0", "0.1.0", load);

  expect(load).not.toHaveBeenCalled();
});

test("a page of another version is loaded again once, however often it is welcomed", () => {
  loadAgainIfOther("0.1.0", "0.2.0", load);
  loadAgainIfOther("0.1.0", "0.2.0", load);

  expect(load).toHaveBeenCalledTimes(1);
});

test("the next version of the server is worth another try", () => {
  loadAgainIfOther("0.1.0", "0.2.0", load);
  loadAgainIfOther("0.1.0", "0.3.0", load);

  expect(load).toHaveBeenCalledTimes(2);
});

test("where the page cannot remember that it was loaded again, it stays", () => {
  vi.stubGlobal("sessionStorage", undefined);

  loadAgainIfOther("0.1.0", "0.2.0", load);

  expect(load).not.toHaveBeenCalled();
  vi.unstubAllGlobals();
});
