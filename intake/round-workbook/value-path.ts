export type PathStep = string | number;

/** The cell of a path; of a path that no cell has, that of the nearest place around it. */
export interface Places {
  /** The first cell that is named for a path stays. */
  mark(path: readonly PathStep[], cell: string): void;
  cellOf(path: readonly PathStep[]): string | undefined;
}

const keyOf = (path: readonly PathStep[]) => path.map(String).join('\u0000');

export function openPlaces(): Places {
  const cells = new Map<string, string>();
  return {
    mark(path, cell) {
      const key = keyOf(path);
      if (!cells.has(key)) cells.set(key, cell);
    },
    cellOf(path) {
      for (let length = path.length; length >= 0; length--) {
        const cell = cells.get(keyOf(path.slice(0, length)));
        if (cell !== undefined) return cell;
      }
      return undefined;
    },
  };
}

export function valueAt(root: unknown, path: readonly PathStep[]): unknown {
  let at = root;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<PathStep, unknown>)[step];
  }
  return at;
}

/** Sets a member, making the objects and arrays on the way; a step that is a number asks for an array. */
export function setAt(root: object, path: readonly PathStep[], value: unknown): void {
  let at = root as Record<PathStep, unknown>;
  for (const [index, step] of path.entries()) {
    const last = index === path.length - 1;
    const next = last ? value : (valueAt(at, [step]) ?? (typeof path[index + 1] === 'number' ? [] : {}));
    // Ids come from cells: a plain assignment of `__proto__` would be lost.
    Object.defineProperty(at, step, { value: next, enumerable: true, configurable: true, writable: true });
    at = next as Record<PathStep, unknown>;
  }
}
