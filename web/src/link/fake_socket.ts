import { encode } from "@msgpack/msgpack";

import type { FromClient, FromServer } from "../wire/messages";
import { unpack } from "../wire/msgpack";

/** For tests: the server's end of a connection that exists only here. */
export class FakeSocket {
  static readonly OPEN = 1;
  static opened: FakeSocket[] = [];
  static get last(): FakeSocket {
    const last = FakeSocket.opened.at(-1);
    if (last === undefined) throw new Error("nothing has connected");
    return last;
  }

  readyState = 0;
  binaryType = "";
  readonly sent: FromClient[] = [];
  wasClosed = false;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;

  constructor(
    readonly url: string,
    readonly protocol: string,
  ) {
    FakeSocket.opened.push(this);
  }

  send(bytes: Uint8Array) {
    this.sent.push(unpack(bytes) as unknown as FromClient);
  }
  close() {
    this.wasClosed = true;
  }
  accept() {
    this.readyState = 1;
    this.onopen?.();
  }
  say(message: FromServer) {
    this.onmessage?.({ data: Uint8Array.from(encode(message)).buffer });
  }
  welcome() {
    this.accept();
    this.say({ kind: "welcome", role: "participant", version: "0.1.0", now: 0 });
  }
  end(code: number, reason = "") {
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }
}
