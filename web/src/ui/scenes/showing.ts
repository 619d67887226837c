/** What a projector shows, worked out from the view: the same for the screen itself and for the desk's preview. */

import type { MapState } from "../../view/maps";
import type { View } from "../../view/view";
import type { EventView, PromptView, Pulse, Scene, Stage, StatementView } from "../../wire/messages";

/** How people join: the address as people type it, and where its QR picture is. */
export interface JoinAddress {
  address: string;
  qr: string;
}

export interface Together {
  prompt: PromptView;
  map: MapState | undefined;
}

export interface Showing {
  event: EventView;
  stage: Stage;
  join: JoinAddress;
  /** On the stage. */
  prompt: PromptView | undefined;
  /** On the stage. */
  statement: StatementView | undefined;
  /** Those under the staged prompt that were let through. */
  statements: ReadonlyMap<string, StatementView>;
  /** The prompts that may stand side by side, in their order. */
  together: readonly Together[];
  /** Of the staged prompt. */
  map: MapState | undefined;
  pulse: Pulse | undefined;
  clockAhead_ms: number;
  /** The picture goes over to the next so slowly that one can follow. */
  slowly?: boolean;
}

/** What one screen may keep, in the order of a gathering. A statement in the spotlight is the moderator's choice alone. */
export const PINNABLE: readonly Scene[] = [
  "join",
  "lobby",
  "prompt",
  "map",
  "joint",
  "common-ground",
  "fault-lines",
  "discuss",
  "slate",
  "changed",
  "venues",
  "replay",
  "thanks",
];

/** A scene that one screen keeps, whatever the stage shows; on the prompt of that number, or else the stage's. */
export interface Pinned {
  readonly scene: Scene;
  readonly prompt: number | undefined;
}

/** What is on the screens; nothing before the first snapshot. Never holds a statement that was not let through. */
export const showing = (view: View, join: JoinAddress, pinned?: Pinned): Showing | undefined => {
  const { event } = view;
  const stage = view.stage && pinned ? pinnedStage(view, view.stage, pinned) : view.stage;
  if (event === undefined || stage === undefined) return undefined;
  const staged = stage.statement === null ? undefined : view.statements.get(stage.statement);
  const statement = staged?.standing === "shown" ? staged : undefined;
  const promptId = stage.prompt ?? statement?.prompt;
  const prompt = promptId === undefined ? undefined : view.prompts.get(promptId);
  const statements = [...view.statements].filter(
    ([, one]) => one.prompt === prompt?.id && one.standing === "shown",
  );
  return {
    event,
    stage,
    join,
    prompt,
    statement,
    statements: new Map(statements),
    together: sideBySide(view),
    map: prompt && view.maps.get(prompt.id),
    pulse: view.pulse,
    clockAhead_ms: view.clockAhead_ms,
  };
};

/** More maps cannot be read from the last row. */
const MOST_TOGETHER = 4;

/** The prompts that are, or have been, open: the open ones before the others, the latest before the earlier. */
const sideBySide = ({ prompts, maps }: View): Together[] =>
  [...prompts.values()]
    .filter(({ phase }) => phase !== "draft")
    .sort((a, b) => Number(b.phase === "open") - Number(a.phase === "open") || b.number - a.number)
    .slice(0, MOST_TOGETHER)
    .sort((a, b) => a.number - b.number)
    .map((prompt) => ({ prompt, map: maps.get(prompt.id) }));

/** The stage of one screen that keeps a scene. Without a prompt on the stage, that is the open one, or the last. */
const pinnedStage = (view: View, stage: Stage, { scene, prompt: number }: Pinned): Stage => {
  const prompts = [...view.prompts.values()].filter(({ phase }) => phase !== "draft");
  const prompt =
    prompts.find((one) => one.number === number) ??
    prompts.find(({ id }) => id === stage.prompt) ??
    prompts.findLast(({ phase }) => phase === "open") ??
    prompts.at(-1);
  return { ...stage, scene, prompt: prompt?.id ?? null };
};

/** Where people join. address: as the server wrote it into the page; null where it does not know. */
export const joinAddress = (code: string, address: string | null): JoinAddress => {
  const qr = `/e/${encodeURIComponent(code)}/qr.svg`;
  const { host, pathname } = new URL(address ?? `/e/${code}`, location.href);
  // Nobody types "https://" or a path: the front page asks for the code.
  return { qr, address: host + pathname.replace(/\/e\/[^/]*\/?$/, "") };
};
