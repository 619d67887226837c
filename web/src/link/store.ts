import type { ParticipantRequest } from "../wire/messages";

/** Where requests wait until they are answered. One store holds those of one device in one event. */
export interface RequestStore {
  /** Whether what is put here is still there after the page is gone. */
  readonly outlivesPage: boolean;
  /** What waits, in the order of the operations. */
  all(): Promise<readonly ParticipantRequest[]>;
  /** Kept once this resolves, and the request of operation `instead` gone: both or neither. */
  put(request: ParticipantRequest, instead?: number): Promise<void>;
  remove(op: number): Promise<void>;
}

/** A store in IndexedDB, or in memory where the browser blocks that. */
export const openRequestStore = async (code: string, device: string): Promise<RequestStore> => {
  try {
    return inDatabase(await openDatabase(), code, device);
  } catch {
    return inMemory();
  }
};

export const inMemory = (): RequestStore => {
  const requests = new Map<number, ParticipantRequest>();
  return {
    outlivesPage: false,
    all: async () => [...requests.values()].sort((one, other) => one.op - other.op),
    async put(request, instead) {
      if (instead !== undefined) requests.delete(instead);
      requests.set(request.op, request);
    },
    async remove(op) {
      requests.delete(op);
    },
  };
};

const REQUESTS = "requests";

// Some browsers, asked for a database in a private window, never answer.
const OPEN_WITHIN_MS = 2_000;

const openDatabase = (): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    setTimeout(reject, OPEN_WITHIN_MS);
    const opening = indexedDB.open("plenary", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(REQUESTS);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = reject;
  });

/** Keyed by event, device and operation; keys are ordered, so that a range of them is one device's in order. */
const inDatabase = (database: IDBDatabase, code: string, device: string): RequestStore => {
  const key = (op: number) => [code, device, op];
  const write = (act: (requests: IDBObjectStore) => void) =>
    new Promise<void>((resolve, reject) => {
      const transaction = database.transaction(REQUESTS, "readwrite");
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
      act(transaction.objectStore(REQUESTS));
      transaction.commit?.(); // not only once this task is done: the page may be gone by then
    });
  return {
    outlivesPage: true,
    all: () =>
      new Promise((resolve, reject) => {
        const range = IDBKeyRange.bound([code, device], [code, device, []]);
        const asked = database.transaction(REQUESTS).objectStore(REQUESTS).getAll(range);
        asked.onsuccess = () => resolve(asked.result as ParticipantRequest[]);
        asked.onerror = () => reject(asked.error);
      }),
    put: (request, instead) =>
      write((requests) => {
        if (instead !== undefined) requests.delete(key(instead));
        requests.put(request, key(request.op));
      }),
    remove: (op) => write((requests) => void requests.delete(key(op))),
  };
};
