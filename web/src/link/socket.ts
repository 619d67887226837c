import { decode, encode } from "../wire/codec";
import { type FromClient, type FromServer, type Place, type Role, SUBPROTOCOL } from "../wire/messages";

/** `waiting`: coming back after a while. `full`: the same, since the server takes in nobody now. `closed`: for good. */
export type LinkState = "connecting" | "live" | "waiting" | "full" | "closed";

/** Why the server closed for good, or `left` where the page did. */
export type Ending = "bad-message" | "event-unknown" | "key-refused" | "left";

export interface Link {
  /** Sends the message if the link is live. True says that it is on its way, not that it arrived. */
  send(message: FromClient): boolean;
  close(): void;
}

export interface LinkOptions {
  readonly code: string;
  readonly role: Role;
  /** Null where the page has a cookie instead. */
  readonly key: string | null;
  readonly device: string;
  /** The last place seen, asked for at every connection. */
  readonly since: () => Place | undefined;
  readonly onMessage: (message: FromServer) => void;
  /** `ending` comes with `closed`. */
  readonly onState: (state: LinkState, ending?: Ending) => void;
  /** Whether a live link has left something without an answer for long: it may be dead, which it does not know yet. */
  readonly onQuiet?: (isQuiet: boolean) => void;
}

const FIRST_WINDOW_S = 0.5;
const LONGEST_WINDOW_S = 30;
/**
 * After an attempt to which nothing came, which has cost the server nothing: it lay still for up to four seconds between two
 * tries of the system's own, and with this little more a phone is back within five of the network.
 */
const UNANSWERED_WINDOW_S = 2;
/** A network that swallows packets tells nobody: both together are how long a phone may talk to nobody. */
const PING_EVERY_MS = 8_000;
/** For anything to come after a ping. */
const ANSWER_WITHIN_MS = 6_000;
/** A person waits less long than a connection may take. */
const QUIET_AFTER_MS = 3_000;
/** For a welcome to a new connection: where a hall comes at once, it waits its turn. */
const WELCOME_WITHIN_MS = 10_000;

/** After these the same page gets the same answer, however often it comes. */
const FINAL: Readonly<Record<number, Ending>> = { 4000: "bad-message", 4003: "key-refused", 4004: "event-unknown" };

/** The server takes in as many as it can; to come sooner than it said makes it worse for everybody. */
const FULL = 1013;

/** A connection to the event that comes back by itself, each time after a random part of a window. */
export const openLink = (options: LinkOptions): Link => {
  let socket: WebSocket | undefined;
  let state: LinkState | undefined;
  let failures = 0;
  /** What the server named when it welcomed us: others will have lost it as we have. */
  let window_s = Number.NaN;
  let pause: Timer;
  let nextPing: Timer;
  let deadline: Timer;
  let doubt: Timer;

  const become = (next: LinkState, ending?: Ending) => {
    if (state === next) return;
    state = next;
    options.onState(next, ending);
  };

  const connect = () => {
    clearTimeout(pause);
    become("connecting");
    const opened = new WebSocket(address(options.code), SUBPROTOCOL);
    opened.binaryType = "arraybuffer";
    opened.onopen = () => {
      const since = options.since();
      const { role, key, device } = options;
      opened.send(encode({ kind: "hello", role, key, device, ...(since && { since }) }));
    };
    opened.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => hear(data);
    opened.onclose = ({ code, reason }) => lose(code, reason);
    socket = opened;
    expectAnswer(WELCOME_WITHIN_MS);
  };

  const hear = (bytes: ArrayBuffer) => {
    let message: FromServer;
    try {
      message = decode(bytes);
    } catch {
      return drop(); // broken on the way, or by us; a fresh snapshot mends what can be mended
    }
    clearTimeout(deadline);
    trust();
    options.onQuiet?.(false);
    if (message.kind === "pong") failures = 0; // proven for a while: a server that greets and falls over is not
    if (message.kind === "welcome" || message.kind === "pong") window_s = message.window_s ?? Number.NaN;
    if (message.kind === "welcome") {
      become("live");
      nextPing = setTimeout(ping, PING_EVERY_MS);
    }
    options.onMessage(message);
  };

  const ping = () => {
    clearTimeout(nextPing);
    if (!send({ kind: "ping" })) return;
    expectAnswer(ANSWER_WITHIN_MS);
    nextPing = setTimeout(ping, PING_EVERY_MS);
  };

  const trust = () => {
    clearTimeout(doubt);
    doubt = undefined;
  };

  const expectAnswer = (within_ms: number) => {
    clearTimeout(deadline);
    deadline = setTimeout(drop, within_ms);
  };

  /** Gives up the connection without waiting for the other side, which may be gone. */
  const drop = () => {
    forget();
    comeBack(window_s, "waiting", UNANSWERED_WINDOW_S);
  };

  const lose = (code: number, reason: string) => {
    forget();
    const ending = FINAL[code];
    if (ending === undefined)
      return comeBack(Number(/;window_s=(\d+)/.exec(reason)?.[1] ?? window_s), code === FULL ? "full" : "waiting");
    stopWaking();
    become("closed", ending);
  };

  const forget = () => {
    clearTimeout(nextPing);
    clearTimeout(deadline);
    trust();
    if (socket === undefined) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    socket = undefined;
  };

  const comeBack = (told_s: number, until: "waiting" | "full", longest_s = LONGEST_WINDOW_S) => {
    const own_s = Math.min(FIRST_WINDOW_S * 2 ** failures, longest_s);
    failures += 1;
    window_s = Number.NaN;
    become(until);
    clearTimeout(pause);
    pause = setTimeout(connect, Math.random() * (Number.isNaN(told_s) ? own_s : told_s) * 1000);
  };

  /** The phone is in somebody's hand again, or has a network again. A live link may be dead without knowing. */
  const wake = () => {
    if (document.visibilityState === "hidden") return;
    if (state === "waiting") connect();
    else if (state === "live") ping();
  };
  /** What the browser says of its network is not all: a server on the same machine still answers. */
  const suspect = () => {
    if (state !== "live") return;
    options.onQuiet?.(true);
    ping();
  };
  addEventListener("online", wake);
  addEventListener("offline", suspect);
  document.addEventListener("visibilitychange", wake);
  const stopWaking = () => {
    removeEventListener("online", wake);
    removeEventListener("offline", suspect);
    document.removeEventListener("visibilitychange", wake);
  };

  const send = (message: FromClient): boolean => {
    if (state !== "live" || socket?.readyState !== WebSocket.OPEN) return false;
    socket.send(encode(message));
    doubt ??= setTimeout(() => options.onQuiet?.(true), QUIET_AFTER_MS);
    return true;
  };

  const close = () => {
    if (state === "closed") return;
    stopWaking();
    clearTimeout(pause);
    forget();
    become("closed", "left");
  };

  connect();
  return { send, close };
};

type Timer = ReturnType<typeof setTimeout> | undefined;

const address = (code: string): string => {
  const { protocol, host } = location;
  return `${protocol === "https:" ? "wss" : "ws"}://${host}/ws/${encodeURIComponent(code)}`;
};
