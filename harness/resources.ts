import { Fault, isTargetFault, type ResourceEntry } from '../spec/index.ts';

/** Told of every change before and after it happens, so that a crash leaves a list to clean up from. */
export type ResourceListener = (entry: ResourceEntry) => void;

interface Held {
  entry: ResourceEntry;
  remove: () => Promise<void>;
}

/** What one observation created on the platform, removed in reverse order at its end. */
export interface ResourceScope {
  /**
   * Writes the intent, creates, writes the id. `remove` must treat "already gone" as done.
   * Returns what `create` returned.
   */
  create<T>(
    kind: string,
    create: () => Promise<T>,
    idOf: (made: T) => string,
    remove: (made: T) => Promise<void>,
  ): Promise<T>;
  /** Removes one resource now, e.g. because removing it is what is being tested. */
  release(id: string): Promise<void>;
  /** Leaves a resource standing because a later collection needs it. */
  keep(id: string): void;
  /** Names a resource that an earlier attempt kept, so that it is removed now. */
  adopt(kind: string, id: string, remove: () => Promise<void>): void;
}

export function createResourceScope(observation: string, marker: string, tell: ResourceListener) {
  const held: Held[] = [];
  const change = (item: Held, state: ResourceEntry['state']) => {
    item.entry = { ...item.entry, state };
    tell(item.entry);
  };
  const take = (id: string) => {
    const index = held.findIndex((item) => item.entry.id === id);
    return index < 0 ? undefined : held.splice(index, 1)[0];
  };
  const scope: ResourceScope = {
    async create(kind, create, idOf, remove) {
      const intent: ResourceEntry = { observation, kind, marker, state: 'intended' };
      tell(intent);
      const made = await create();
      const item: Held = {
        entry: { ...intent, id: idOf(made), state: 'created' },
        remove: () => remove(made),
      };
      held.push(item);
      tell(item.entry);
      return made;
    },
    async release(id) {
      const item = take(id);
      if (!item) throw new Error(`resource ${id} is not held`);
      try {
        await item.remove();
        change(item, 'removed');
      } catch (error) {
        held.push(item);
        throw error;
      }
    },
    keep(id) {
      const item = take(id);
      if (!item) throw new Error(`resource ${id} is not held`);
      change(item, 'kept');
    },
    adopt(kind, id, remove) {
      held.push({ entry: { observation, kind, marker, id, state: 'created' }, remove });
    },
  };
  return {
    scope,
    /** Removes everything still held, newest first. Answers what could not be removed. */
    async removeAll(): Promise<string[]> {
      const left: string[] = [];
      for (let item = held.pop(); item; item = held.pop()) {
        try {
          await item.remove();
          change(item, 'removed');
        } catch (error) {
          change(item, 'left');
          const why = isTargetFault(error)
            ? error.message
            : error instanceof Fault
              ? error.message
              : String(error);
          left.push(`${item.entry.kind} ${item.entry.id}：${why}`);
        }
      }
      return left;
    },
  };
}
