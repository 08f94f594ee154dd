import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakLines } from '../../reports/formats/pdf/break-lines.ts';

const widthOf = (char: string): number => (char.codePointAt(0)! < 0x2000 ? 0.5 : 1);
const broken = (text: string, room: number): string[] => breakLines(text, room, widthOf);

describe('breaking lines', () => {
  it('keeps words and figures whole', () => {
    expect(broken('迁移 Kunpeng-920 节点', 6)).toEqual(['迁移', 'Kunpeng-920', '节点']);
    expect(broken('不少于8000核', 4)).toEqual(['不少于', '8000核']);
  });

  it('begins no line with a closing mark and ends none with an opening one', () => {
    expect(broken('一二三四，五', 4)).toEqual(['一二三', '四，五']);
    expect(broken('一二三（四五）', 4)).toEqual(['一二三', '（四五）']);
  });

  it('breaks what is longer than a line anywhere', () => {
    expect(broken('abcdefgh', 2)).toEqual(['abcd', 'efgh']);
  });

  it('keeps line feeds, and an empty text is one empty line', () => {
    expect(broken('甲\n乙', 9)).toEqual(['甲', '乙']);
    expect(broken('', 9)).toEqual(['']);
  });

  it('loses no character but blanks, and overflows only with what cannot be parted', () => {
    const letters = fc.constantFrom('测', '试', 'a', 'B', '1', '.', '，', '（', '）', ' ', '𠮷', '%');
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 60 }), fc.integer({ min: 2, max: 12 }), (chars, room) => {
        const lines = broken(chars.join(''), room);
        expect(lines.join('').replaceAll(' ', '')).toBe(chars.join('').replaceAll(' ', ''));
        for (const line of lines) {
          const width = [...line].reduce((sum, char) => sum + widthOf(char), 0);
          expect(width).toBeLessThanOrEqual(room);
        }
      }),
    );
  });
});
