import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Fault, type Problem } from '../../spec/index.ts';

/** A file that a generator wants to write. Nothing is written before all of them are found possible. */
export interface Draft {
  verb: '新建' | '追加' | '重写';
  /** From the root of the project. */
  path: string;
  text: string;
  /** What the author has to do next. */
  advice?: string;
}

/** Writes all drafts or none: a new file never takes the place of one that is there. */
export function writeDrafts(root: string, drafts: Draft[]): void {
  const problems: Problem[] = drafts
    .filter((draft) => draft.verb === '新建' && existsSync(join(root, draft.path)))
    .map((draft) => ({
      file: draft.path,
      message: '文件已存在，不予覆盖',
      remedy: '换一个编号，或直接编辑该文件',
    }));
  if (problems.length > 0) throw new Fault('USAGE_UNKNOWN_NAME', problems);
  for (const draft of drafts) {
    const file = join(root, draft.path);
    mkdirSync(dirname(file), { recursive: true });
    if (draft.verb === '追加') appendFileSync(file, `${endsInMidLine(file) ? '\n' : ''}${draft.text}`);
    else writeFileSync(file, draft.text, { flag: draft.verb === '新建' ? 'wx' : 'w' });
  }
}

function endsInMidLine(file: string): boolean {
  if (!existsSync(file)) return false;
  const text = readFileSync(file, 'utf8');
  return text !== '' && !text.endsWith('\n');
}
