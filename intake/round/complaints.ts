import { Fault, type FaultCode, type Problem } from '../../spec/index.ts';

export type Path = (string | number)[];

/** Something that was handed in, and where each of its members stands. */
export interface Part<T> {
  /** As people know it: from the folder of the round, with forward slashes. */
  file: string;
  value: T;
  placeOf(path: Path): Pick<Problem, 'line' | 'cell'>;
}

export interface Complaints {
  /** Of a member of a part. */
  of(part: Omit<Part<unknown>, 'value'>, path: Path, message: string, remedy: string): void;
  /** Of a file as a whole. */
  ofFile(file: string, message: string, remedy: string, code?: FaultCode): void;
  /** What `read` answers; the problems of its fault join the others. */
  attempt<T>(read: () => T | Promise<T>): Promise<T | undefined>;
  add(problems: readonly Problem[]): void;
  /** Throws all of them at once, if there are any. */
  settle(): void;
}

const problemsShown = 1000;

/** Numbers of identity cards: region, day of birth, sequence, check character. */
const identityNumber = /(?<![0-9A-Za-z])\d{6}(?:19|20)\d{2}(?:0\d|1[0-2])[0-3]\d\d{3}[\dXx](?![0-9A-Za-z])/g;
const withoutIdentity = (text: string) => text.replace(identityNumber, '（证件号不显示）');

export function openComplaints(): Complaints {
  const problems: Problem[] = [];
  let onlyUnreadable = true;
  const add = (found: readonly Problem[], code: FaultCode = 'INTAKE_INVALID') => {
    if (found.length > 0 && code !== 'INTAKE_UNREADABLE') onlyUnreadable = false;
    problems.push(...found);
  };
  return {
    add,
    of: (part, path, message, remedy) =>
      add([{ file: part.file, ...part.placeOf(path), path: path.join('/'), message, remedy }]),
    ofFile: (file, message, remedy, code) => add([{ file, message, remedy }], code),
    async attempt(read) {
      try {
        return await read();
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        add(error.problems, error.code);
        return undefined;
      }
    },
    settle() {
      if (problems.length === 0) return;
      const shown = problems.slice(0, problemsShown).map((problem) => ({
        ...problem,
        message: withoutIdentity(problem.message),
        ...(problem.remedy ? { remedy: withoutIdentity(problem.remedy) } : {}),
      }));
      const more = problems.length - shown.length;
      if (more > 0) shown.push({ message: `另有 ${more} 处问题未列出`, remedy: '改正以上各处后重新读取' });
      throw new Fault(onlyUnreadable ? 'INTAKE_UNREADABLE' : 'INTAKE_INVALID', shown);
    },
  };
}
