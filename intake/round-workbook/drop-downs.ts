import type { Blob } from 'node:buffer';
import type Stream from 'node:stream';
import type { Feature } from 'write-excel-file/node';
import {
  getOrderOfSiblings,
  insertElementMarkupAccordingToOrderOfSiblings,
  sanitizeAttributeValue,
  sanitizeTextContent,
} from 'write-excel-file/utility';
import { columnLetters } from '../xlsx.ts';
import type { DropDown } from './print-sheet.ts';
import { optionsSheet } from './table.ts';

/** As the writer declares it without giving it a name to import. */
export type FileContent = Stream | Buffer | Blob;

/** Lists of words, a column each, for the hidden sheet: a formula may hold only 255 characters of its own. */
export function listsOf(dropDowns: readonly (readonly DropDown[])[]): string[][] {
  const lists = new Map(dropDowns.flat().map(({ words }) => [JSON.stringify(words), words]));
  return [...lists.values()];
}

function validationsXml(dropDowns: readonly DropDown[], lists: readonly string[][]): string {
  const validations = dropDowns.map(({ range, words, strict }) => {
    const index = lists.findIndex((list) => JSON.stringify(list) === JSON.stringify(words));
    const letters = columnLetters(index + 1);
    const source = sanitizeTextContent(`'${optionsSheet}'!$${letters}$1:$${letters}$${words.length}`);
    const complaint = strict
      ? ` showErrorMessage="1" errorTitle="${sanitizeAttributeValue('不在可选范围内')}" error="${sanitizeAttributeValue('请从下拉列表中选择')}"`
      : '';
    return `<dataValidation type="list" allowBlank="1" showInputMessage="1"${complaint} sqref="${range}"><formula1>${source}</formula1></dataValidation>`;
  });
  return `<dataValidations count="${dropDowns.length}">${validations.join('')}</dataValidations>`;
}

const sheetFile = 'xl/worksheets/sheet{id}.xml';

/**
 * Drop-down lists of the sheets by their order, their words in the last sheet, which is hidden; pages as wide as the
 * paper. The elements of a worksheet have an order, which the writer knows.
 */
export function dropDownFeature(
  dropDowns: readonly (readonly DropDown[])[],
  lists: readonly string[][],
): Feature<FileContent> {
  const insert = (xml: string, element: string) =>
    insertElementMarkupAccordingToOrderOfSiblings(
      xml,
      element,
      getOrderOfSiblings(sheetFile, 'worksheet')!,
      'worksheet',
    );
  return {
    files: {
      transform: {
        [sheetFile]: {
          transformElementAttributes: (tagName, attributes) =>
            tagName === 'pageSetup' ? { ...attributes, fitToWidth: 1, fitToHeight: 0 } : attributes,
          transform: (xml, _options, { sheetIndex }) => {
            const own = dropDowns[sheetIndex] ?? [];
            const fitted = insert(xml, '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>');
            return own.length > 0 ? insert(fitted, validationsXml(own, lists)) : fitted;
          },
        },
        'xl/workbook.xml': {
          transformElementAttributes: (tagName, attributes, index) =>
            tagName === 'sheet' && index === dropDowns.length
              ? { ...attributes, state: 'hidden' }
              : attributes,
        },
      },
    },
  };
}
