import type { FromClient, FromServer } from "./messages";
import { pack, unpack } from "./msgpack";

/**
 * The server's message. Its fields are taken at the server's word: pages and server come from one definition. Raises
 * an Error where the bytes are no message at all. A kind that this page does not know passes; whoever reads skips it.
 */
export const decode = (bytes: ArrayBuffer): FromServer => {
  const message = unpack(new Uint8Array(bytes));
  if (message === null || typeof message !== "object" || !("kind" in message)) throw new TypeError("not a message");
  return message as unknown as FromServer;
};

/** The message's frame. */
export const encode = (message: FromClient): Uint8Array<ArrayBuffer> => pack(message);
