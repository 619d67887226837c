/**
 * MessagePack, as much of it as our messages use: no extension types, and map keys are strings.
 *
 * Written here because the packages cost every phone 4 kB more than this does; the tests hold it to one of them.
 */

export type Packed = null | boolean | number | string | Uint8Array | readonly Packed[] | { readonly [key: string]: Packed };

/** The value that the bytes stand for. Raises RangeError or TypeError where they stand for none. */
export const unpack = (bytes: Uint8Array): Packed => {
  const at = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  let place = 0;

  /** Goes on by `size` and says where that began; past the end is an error even where nothing is read there. */
  const step = (size: number): number => {
    if (place + size > bytes.length) throw new RangeError("message cut short");
    const from = place;
    place += size;
    return from;
  };
  const size = (width: number): number => {
    const from = step(width);
    return width === 1 ? at.getUint8(from) : width === 2 ? at.getUint16(from) : at.getUint32(from);
  };
  const text = (length: number): string => {
    const from = step(length);
    return utf8.decode(bytes.subarray(from, from + length));
  };
  const binary = (length: number): Uint8Array => {
    const from = step(length);
    return bytes.slice(from, from + length);
  };
  const list = (length: number): Packed[] => {
    const values: Packed[] = [];
    for (let i = 0; i < length; i++) values.push(value());
    return values;
  };
  const fields = (length: number): Packed => {
    const values: Record<string, Packed> = {};
    for (let i = 0; i < length; i++) {
      const key = value();
      if (typeof key !== "string" || key === "__proto__") throw new TypeError("not a field's name");
      values[key] = value();
    }
    return values;
  };

  const value = (): Packed => {
    const head = size(1);
    if (head < 0x80) return head;
    if (head < 0x90) return fields(head & 0x0f);
    if (head < 0xa0) return list(head & 0x0f);
    if (head < 0xc0) return text(head & 0x1f);
    if (head >= 0xe0) return head - 0x100;
    switch (head) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return binary(size(1 << (head - 0xc4)));
      case 0xca:
        return at.getFloat32(step(4));
      case 0xcb:
        return at.getFloat64(step(8));
      case 0xcc:
      case 0xcd:
      case 0xce:
        return size(1 << (head - 0xcc));
      case 0xcf:
        return Number(at.getBigUint64(step(8)));
      case 0xd0:
        return at.getInt8(step(1));
      case 0xd1:
        return at.getInt16(step(2));
      case 0xd2:
        return at.getInt32(step(4));
      case 0xd3:
        return Number(at.getBigInt64(step(8)));
      case 0xd9:
      case 0xda:
      case 0xdb:
        return text(size(1 << (head - 0xd9)));
      case 0xdc:
      case 0xdd:
        return list(size(2 << (head - 0xdc)));
      case 0xde:
      case 0xdf:
        return fields(size(2 << (head - 0xde)));
      default:
        throw new TypeError(`type 0x${head.toString(16)} is not in use`);
    }
  };

  const whole = value();
  if (place !== bytes.length) throw new RangeError("more than one message");
  return whole;
};

/**
 * The value's bytes, for what pages say: texts, switches, whole numbers from 0, and lists and fields of these, of which the
 * undefined ones are left out. Raises TypeError for anything else.
 */
export const pack = (value: unknown): Uint8Array<ArrayBuffer> => {
  const out: number[] = [];

  const number = (head: number, width: number, n: number) => {
    out.push(head);
    for (let shift = width - 1; shift >= 0; shift--) out.push(Math.floor(n / 2 ** (8 * shift)) & 0xff);
  };
  /** The number, or length, inside the head's own byte below `fixed`, else after `head` in the first width that fits. */
  const put = (n: number, fixHead: number, fixed: number, head: number, width: number) => {
    if (n < fixed) return void out.push(fixHead + n);
    for (let bytes = width; bytes <= 8; bytes *= 2, head++) if (n < 2 ** (8 * bytes)) return number(head, bytes, n);
    throw new RangeError("too large for a message");
  };
  const write = (one: unknown): void => {
    if (one === null) out.push(0xc0);
    else if (typeof one === "boolean") out.push(one ? 0xc3 : 0xc2);
    else if (typeof one === "number" && Number.isSafeInteger(one) && one >= 0) put(one, 0, 0x80, 0xcc, 1);
    else if (typeof one === "string") {
      const utf8 = new TextEncoder().encode(one);
      put(utf8.length, 0xa0, 32, 0xd9, 1);
      for (const byte of utf8) out.push(byte);
    } else if (Array.isArray(one)) {
      put(one.length, 0x90, 16, 0xdc, 2);
      one.forEach(write);
    } else if (typeof one === "object") {
      const given = Object.entries(one).filter(([, field]) => field !== undefined);
      put(given.length, 0x80, 16, 0xde, 2);
      for (const [key, field] of given) {
        write(key);
        write(field);
      }
    } else throw new TypeError("not in a page's message");
  };

  write(value);
  return Uint8Array.from(out);
};
