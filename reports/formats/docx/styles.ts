import { AlignmentType, type IStylesOptions, LineRuleType } from 'docx';
import { ink } from '../../theme/palette.ts';
import { heiFace, hex, songFace } from './text.ts';

const next = 'Normal';
const heading = (size: number, before: number, after: number) => ({
  run: { font: heiFace, size, bold: true, color: hex(ink.text) },
  paragraph: { spacing: { before, after, line: 320, lineRule: LineRuleType.AUTO }, keepNext: true },
});

/** Sizes in half points. Headings are Word's own, so that they make the outline and the contents. */
export const styles: IStylesOptions = {
  default: {
    document: {
      run: { font: songFace, size: 21, language: { value: 'zh-CN', eastAsia: 'zh-CN' } },
      paragraph: { spacing: { line: 340, lineRule: LineRuleType.AUTO } },
    },
    title: {
      run: { font: heiFace, size: 60, bold: true, color: hex(ink.text) },
      paragraph: { alignment: AlignmentType.CENTER, spacing: { before: 2400, after: 300 } },
    },
    heading1: heading(32, 400, 200),
    heading2: heading(26, 280, 140),
    heading3: heading(23, 220, 120),
  },
  paragraphStyles: [
    {
      id: 'Subtitle',
      name: 'Subtitle',
      basedOn: next,
      run: { size: 28, color: hex(ink.soft) },
      paragraph: { alignment: AlignmentType.CENTER, spacing: { after: 900 } },
    },
    {
      id: 'TableText',
      name: '表内文字',
      basedOn: next,
      run: { size: 18 },
      paragraph: { spacing: { line: 270, lineRule: LineRuleType.AUTO } },
    },
    {
      id: 'TableCaption',
      name: '表题',
      basedOn: next,
      run: { font: heiFace, size: 20, bold: true },
      paragraph: { keepNext: true, spacing: { before: 160, after: 80 } },
    },
    {
      id: 'FigureCaption',
      name: '图题',
      basedOn: next,
      run: { size: 19, color: hex(ink.soft) },
      paragraph: { alignment: AlignmentType.CENTER, spacing: { after: 200 } },
    },
    {
      id: 'Notice',
      name: '提示',
      basedOn: next,
      run: { color: hex(ink.notice) },
      paragraph: { spacing: { before: 80, after: 120 } },
    },
    {
      id: 'Small',
      name: '小字',
      basedOn: next,
      run: { size: 18, color: hex(ink.soft) },
      paragraph: { spacing: { after: 80 } },
    },
    {
      id: 'CoverMark',
      name: '封面标识',
      basedOn: next,
      run: { font: heiFace, size: 26, bold: true, color: hex(ink.notice) },
      paragraph: { alignment: AlignmentType.CENTER, spacing: { before: 160 } },
    },
    {
      id: 'Gap',
      name: '表后',
      basedOn: next,
      run: { size: 10 },
      paragraph: { spacing: { line: 200, lineRule: LineRuleType.AUTO } },
    },
  ],
};
