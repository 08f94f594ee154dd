import { randomBytes } from 'node:crypto';
import { Fault, isTargetFault, type ResourceEntry } from '../spec/index.ts';

/** Told of every change before and after it happens, so that a crash leaves a list to clean up from. */
export type ResourceListener = (entry: ResourceEntry) => void;

interface Held {
  entry: ResourceEntry;
  remove: () => Promise<void>;
  /** Kept by an earlier attempt. */
  adopted?: boolean;
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
  /** The same list, for what is made on another component of the target. */
  on(component: string): ResourceScope;
  /** Names a resource that an earlier attempt kept, so that it is removed now. */
  adopt(kind: string, id: string, remove: () => Promise<void>): void;
}

/** Where the resources of an observation stand, and what its earlier attempts kept. */
export interface ScopePlace {
  component?: string | undefined;
  kept?: readonly ResourceEntry[] | undefined;
}

/** The ledger of one attempt: each intent has an id of its own, which every later line of that resource repeats. */
export function createResourceScope(
  observation: string,
  marker: string,
  tell: ResourceListener,
  { component, kept = [] }: ScopePlace = {},
) {
  const held: Held[] = [];
  const write = (entry: ResourceEntry): ResourceEntry => {
    const line = { ...entry, at: new Date().toISOString() };
    tell(line);
    return line;
  };
  const change = (item: Held, state: ResourceEntry['state'], why?: string) => {
    item.entry = write({ ...item.entry, state, ...(why === undefined ? {} : { why }) });
  };
  const take = (id: string) => {
    const index = held.findIndex((item) => item.entry.id === id);
    return index < 0 ? undefined : held.splice(index, 1)[0];
  };
  const scopeOn = (component: string | undefined): ResourceScope => ({
    on: scopeOn,
    async create(kind, create, idOf, remove) {
      const intent = write({
        observation,
        kind,
        marker,
        state: 'intended',
        intent: randomBytes(8).toString('hex'),
        ...(component === undefined ? {} : { component }),
      });
      const made = await create();
      const item: Held = {
        entry: { ...intent, id: idOf(made), state: 'created' },
        remove: () => remove(made),
      };
      held.push(item);
      change(item, 'created');
      return made;
    },
    async release(id) {
      const item = take(id);
      if (!item) throw new Error(`resource ${id} is not held`);
      try {
        change(item, 'removing');
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
      const earlier = kept.find((entry) => entry.kind === kind && entry.id === id);
      const entry = earlier ?? { observation, kind, marker, id, state: 'kept' as const };
      held.push({ entry, remove, adopted: true });
    },
  });
  return {
    scope: scopeOn(component),
    /** Lets go of what an earlier attempt kept, because this one was stopped before it could collect. */
    leaveAdopted(): void {
      held.splice(0, held.length, ...held.filter((item) => !item.adopted));
    },
    /** Removes everything still held, newest first. Answers what could not be removed. */
    async removeAll(): Promise<string[]> {
      const left: string[] = [];
      for (let item = held.pop(); item; item = held.pop()) {
        try {
          change(item, 'removing');
          await item.remove();
          change(item, 'removed');
        } catch (error) {
          const why = isTargetFault(error)
            ? error.message
            : error instanceof Fault
              ? error.message
              : String(error);
          change(item, 'left', why);
          left.push(`${item.entry.kind} ${item.entry.id}：${why}`);
        }
      }
      return left;
    },
  };
}
