import axe from "axe-core";
import { getAllByRole, getByRole, getByText, queryByText } from "@testing-library/dom";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { FromServer, Scene } from "../wire/messages";
import { MAP, START, TOLD, health, leavePage, link, newPage, now, onStage, open, openWith, page, pass, pulse, say, snapshot, tone } from "./hall";

beforeEach(newPage);
afterEach(leavePage);

test("the join scene says where to go, with which code, and who is here", () => {
  open(snapshot({}), pulse(41));

  expect(getByText(page, "plenary.example").tagName).toBe("BDI");
  expect(getByText(page, "MIL25").tagName).toBe("BDI");
  expect(page.querySelector(".strip__people")?.textContent).toBe("Cartagena8Remote3Votes41");
});

test("the prompt scene shows its words and what can be done now", () => {
  open(onStage("prompt"), MAP);

  expect(getByRole(page, "heading", { level: 1 }).textContent).toBe("How should it be governed?");
  expect(page.querySelector(".scene-prompt__now")?.textContent).toBe(
    "Write a statement and vote on those of others, on your phone",
  );
});

test("the map scene says in words what the picture shows", () => {
  open(onStage("map"), MAP);

  const rows = getAllByRole(page, "row").map((row) => [...row.children].map((cell) => cell.textContent?.trim()));
  expect(rows).toContainEqual(["A (disc)", "7", "at the top left", "close together", "B, well apart"]);
  expect(page.querySelector("figcaption")?.textContent).toBe("Opinion map: \u2068How should it be governed?\u2069");
});

test("a map on which nobody has a place yet says why", () => {
  const places = new Uint8Array(new Uint16Array([32_768, 32_768]).buffer);
  open(onStage("map"), {
    ...MAP,
    dots: { places, groups: new Uint8Array([255]) },
    groups: [],
    notes: ["too_few_statements"],
  });

  expect(getByText(page, "More statements are needed before people can be told apart.")).not.toBeNull();
});

test("a statement's answers stay hidden until results are revealed", () => {
  open(snapshot({ scene: "statement", prompt: "p1", statement: "s1" }), MAP);

  expect(getByText(page, "Each region sends one member.").getAttribute("dir")).toBe("auto");
  expect(getByText(page, "How people voted is shown once the moderators reveal it.")).not.toBeNull();
  expect(queryByText(page, "9 agree")).toBeNull();
});

test("revealed, dissent stands beside assent, for everybody and for each group", () => {
  open(snapshot({ scene: "statement", prompt: "p1", statement: "s1" }, true), MAP);

  const counts = [...page.querySelectorAll(".tally__counts .visually-hidden")].map((count) => count.textContent);
  expect(counts.slice(0, 6)).toEqual(["9 agree", "1 passes", "2 disagree", "6 agree", "0 pass", "1 disagree"]);
});

test("common ground is a table of statements and groups", () => {
  open(onStage("common-ground"), MAP);

  expect(getAllByRole(page, "columnheader").map((head) => head.textContent?.trim())).toEqual([
    "Statement",
    "Everybody",
    "Group A",
    "Group B",
  ]);
  expect(getByRole(page, "rowheader").textContent).toBe("Each region sends one member.");
});

test("what is worth talking about is a table too", () => {
  open(onStage("discuss"), { ...MAP, findings: { ...MAP.findings, discuss: ["s1"] } });

  expect(getByRole(page, "heading", { level: 1 }).textContent).toBe("Worth talking about");
  expect(getByRole(page, "rowheader").textContent).toBe("Each region sends one member.");
});

test("fault lines that the data does not bear are too early, with the reason", () => {
  open(onStage("fault-lines"), MAP);

  expect(getByText(page, "Too early to say")).not.toBeNull();
  expect(getByText(page, "So far no clear groups stand out: opinions lie close together.")).not.toBeNull();
});

test("a statement that was taken back leaves the screen", () => {
  open(snapshot({ scene: "statement", prompt: "p1", statement: "s1" }));
  say({ kind: "changed", place: { epoch: "e", number: 2 }, gone: ["s1"] });

  expect(queryByText(page, "Each region sends one member.")).toBeNull();
  expect(getByText(page, "This statement is no longer shown.")).not.toBeNull();
});

test("every scene says that this is no election", () => {
  const scenes: Scene[] = ["join", "prompt", "map", "statement", "common-ground", "fault-lines", "discuss", "thanks"];
  open(snapshot({}), MAP);
  const said = scenes.map((scene) => {
    say({
      kind: "changed",
      place: { epoch: "e", number: 2 },
      stage: { scene, prompt: "p1", statement: "s1", frozen: false, until_ms: null },
    });
    return page.querySelector(".strip__caveat")?.textContent?.split(".")[0];
  });
  expect(new Set(said)).toEqual(new Set(["This is not a vote or an election: it shows what people here think"]));
});

test("the age of the data counts up", () => {
  open(onStage("map"), pulse(30), MAP);
  pass(3);

  expect([health(), tone()]).toEqual(["Data 3 s old", "health health--calm"]);
});

test("votes that no map shows for ten seconds are a warning within two more", () => {
  open(onStage("map"), pulse(30), MAP);
  pass(2);
  say(pulse(31));
  pass(9);
  expect([health(), tone()]).toEqual(["Data 11 s old", "health health--calm"]);
  pass(2);

  expect([health(), tone()]).toEqual(["The picture is behind: data 13 s old", "health health--warning"]);
});

test("votes that were there before the page are no new votes", () => {
  open(onStage("map"), MAP, pulse(1063));
  pass(30);

  expect(tone()).toBe("health health--calm");
});

test("an old map is no warning while nobody votes", () => {
  open(onStage("map"), pulse(30), MAP);
  pass(600);

  expect(health()).toMatch(/^No new votes since /);
  expect(tone()).toBe("health health--calm");
});

test("frozen, it says since when and how many votes have come since", () => {
  open(snapshot({ scene: "map", prompt: "p1", frozen: true, until_ms: null }), pulse(30), MAP);
  say(pulse(67));
  pass(600);

  expect(health()).toMatch(/^Frozen at .*\+37 votes sincepicture \d+$/);
  expect(tone()).toBe("health health--frozen");
});

test("frozen by a map that overtook the pulse, it counts from what the map rests on", () => {
  open(snapshot({ scene: "map", prompt: "p1", frozen: true, until_ms: null }), pulse(30), { ...MAP, votes: 35 });
  say(pulse(37));

  expect(health()).toMatch(/\+2 votes sincepicture \d+$/);
});

test("votes that a map shows before the pulse tells of them wait for no map", () => {
  open(onStage("map"), pulse(30), { ...MAP, votes: 35 });
  say(pulse(35));
  pass(30);

  expect(tone()).toBe("health health--calm");
});

test("loaded again while frozen, it still knows how many votes have come since", () => {
  open(snapshot({ scene: "map", prompt: "p1", frozen: true, until_ms: null }), pulse(30), MAP);
  act(() => render(null, page));
  open(snapshot({ scene: "map", prompt: "p1", frozen: true, until_ms: null }), pulse(67), MAP);

  expect(health()).toMatch(/\+37 votes sincepicture \d+$/);
});

test("loaded again, it is not confused by maps that come one after the other", () => {
  open(snapshot({ scene: "map", prompt: "p1", frozen: true, until_ms: null }), pulse(30), MAP);
  act(() => render(null, page));
  const older = { ...MAP, prompt: "p2", at: START - 5000 };
  open(snapshot({ scene: "map", prompt: "p1", frozen: true, until_ms: null }), pulse(67), older, MAP);

  expect(health()).toMatch(/\+37 votes sincepicture \d+$/);
});

test("when the link goes, the last picture stays and the strip says so", () => {
  open(onStage("prompt"), MAP);
  act(() => link.onState("waiting"));

  expect(getByRole(page, "heading", { level: 1 }).textContent).toBe("How should it be governed?");
  expect(health()).toMatch(/^Connection lost\. Picture of /);
});

test("a refused key is said in plain words", () => {
  open();
  act(() => link.onState("closed", "key-refused"));

  expect(getByText(page, "This link does not open this page. Ask the organisers for a new one.")).not.toBeNull();
});

test("without its secret the page says which link to open", () => {
  openWith(null);
  act(() => link.onState("closed", "key-refused"));

  expect(getByText(page, /lacks its secret part/)).not.toBeNull();
});

const SCENES = [
  "join",
  "lobby",
  "prompt",
  "map",
  "joint",
  "statement",
  "common-ground",
  "fault-lines",
  "discuss",
  "slate",
  "changed",
  "venues",
  "replay",
  "thanks",
] as const satisfies readonly Scene[];

test("axe finds nothing in any scene, with findings and without", async () => {
  for (const [map, scene] of [MAP, TOLD].flatMap((one) => SCENES.map((scene) => [one, scene] as const))) {
    open(snapshot({}, true), map, pulse(30));
    say({
      kind: "changed",
      place: { epoch: "e", number: 2 },
      stage: { scene, prompt: "p1", statement: "s1", frozen: false, until_ms: null },
    });
    const { violations } = await axe.run(page, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map(({ id, nodes }) => [scene, id, nodes.map((node) => node.html)])).toEqual([]);
  }
}, 60_000);

const welcome = (version: string): FromServer => ({ kind: "welcome", role: "projector", version, now });

test("the secret is kept once the server has welcomed it, and not before", async () => {
  localStorage.clear();
  open();
  expect(localStorage.getItem("plenary.projector.MIL25")).toBeNull();

  say(welcome("0.1.0"));

  await vi.waitFor(() => expect(localStorage.getItem("plenary.projector.MIL25")).toBe("0123456789abcdef"));
});

test("a server of another version has the page loaded again, once", () => {
  const reload = vi.spyOn(location, "reload").mockImplementation(() => undefined);
  open();

  say(welcome("0.2.0"), welcome("0.2.0"));

  expect(reload).toHaveBeenCalledTimes(1);
  reload.mockRestore();
});

test("its keys make the picture larger, up to three times, and smaller again", () => {
  open(onStage("map"), MAP);
  const zoom = () => page.querySelector<HTMLElement>(".projector__picture")?.style.getPropertyValue("--zoom");
  const press = (key: string, times: number) => {
    for (let i = 0; i < times; i++) act(() => void dispatchEvent(new KeyboardEvent("keydown", { key })));
  };
  press("+", 4);
  expect(zoom()).toBe("2");
  press("+", 9);
  expect(zoom()).toBe("3");
  press("-", 12);
  expect(zoom()).toBe("1");
});
