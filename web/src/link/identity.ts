/** Who this device is in one event, and where it counts its operations. */
export interface Identity {
  /** 128 random bits, known to this device and the server alone. */
  readonly key: string;
  readonly device: string;
  /** A number for the next operation, above all that were given out before, in other tabs too. */
  nextOperation(): number;
  /** Lets the next operation be above `counter`: another device of the same participant has got that far. */
  goAbove(counter: number): void;
}

/** The identity that this browser has in the event. One that may not be kept lasts as long as the page. */
export const identityIn = (code: string, kept: Kept = localStorageOrMemory()): Identity => {
  const name = (part: string) => `plenary/${code}/${part}`;
  const once = (part: string): string => {
    const held = kept.get(name(part)) ?? randomBits();
    kept.set(name(part), held);
    return held;
  };
  // Read anew each time: another tab may have counted on.
  const counter = (): number => Number(kept.get(name("operation")) ?? 0);
  const goAbove = (least: number) => {
    if (least > counter()) kept.set(name("operation"), String(least));
  };
  return {
    key: once("key"),
    device: once("device"),
    goAbove,
    nextOperation() {
      goAbove(counter() + 1);
      return counter();
    },
  };
};

/** Small texts that outlive the page. */
export interface Kept {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  /** Forgets all whose names begin so. */
  forget(prefix: string): void;
}

/** This browser's own storage; where it is blocked or full, memory. */
export const localStorageOrMemory = (): Kept => {
  const memory = new Map<string, string>();
  return {
    get(name) {
      const held = memory.get(name);
      if (held !== undefined) return held;
      try {
        return localStorage.getItem(name) ?? undefined;
      } catch {
        return undefined;
      }
    },
    set(name, value) {
      try {
        localStorage.setItem(name, value);
        memory.delete(name);
      } catch {
        memory.set(name, value);
      }
    },
    forget(prefix) {
      for (const name of memory.keys()) if (name.startsWith(prefix)) memory.delete(name);
      try {
        for (const name of Object.keys(localStorage)) if (name.startsWith(prefix)) localStorage.removeItem(name);
      } catch {
        // blocked: nothing was kept
      }
    },
  };
};

const randomBits = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
