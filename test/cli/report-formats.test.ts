import { describe, expect, it } from 'vitest';
import { parseReportFormats, reportFiles } from '../../cli/report-formats.ts';
import { Fault } from '../../spec/index.ts';
import { plain } from '../reports/interchange/situation.ts';

describe('--format of a report', () => {
  it('takes printed forms and what other programs read, in one list', () => {
    expect(parseReportFormats('html, junit,csv ,xlsx')).toEqual(['html', 'junit', 'csv', 'xlsx']);
  });

  it('names all formats when one is unknown', () => {
    const attempt = () => parseReportFormats('junit,xml');
    expect(attempt).toThrow(Fault);
    expect(attempt).toThrow(/xml.*html、pdf、docx、json、xlsx、junit、ctrf、oscal、sarif、csv/s);
  });

  it('gives each its file name and its bytes', async () => {
    const files = new Map<string, string>();
    const list = parseReportFormats('junit,ctrf,oscal,sarif,csv,json,xlsx');
    for await (const { name, bytes } of reportFiles(list, plain))
      files.set(name, Buffer.from(bytes).subarray(0, 40).toString());
    expect([...files.keys()]).toEqual([
      'report.junit.xml',
      'report.ctrf.json',
      'report.oscal.json',
      'report.sarif',
      'report.csv',
      'report.json',
      'report.xlsx',
    ]);
    expect(files.get('report.junit.xml')).toMatch(/^<\?xml/);
    expect(files.get('report.oscal.json')).toContain('assessment-results');
    expect(files.get('report.csv')).toMatch(/^\uFEFF"核验项"/);
    expect(files.get('report.xlsx')).toMatch(/^PK/);
  });
});
