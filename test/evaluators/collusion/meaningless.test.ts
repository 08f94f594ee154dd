import { describe, expect, it } from 'vitest';
import { isKindOfNothing, saysNothing } from '../../../evaluators/collusion/index.ts';
import { licenceNumber, namesNobody } from '../../../evaluators/collusion/meaningless.ts';

describe('values of machines', () => {
  it.each([
    '',
    ' ',
    'N/A',
    'None',
    '无',
    'To be filled by O.E.M.',
    'to be filled by o.e.m',
    'Default string',
    'System Serial Number',
    'XXXXXXXX',
    '00:00:00:00:00:00',
    'FF-FF-FF-FF-FF-FF',
    '0.0.0.0',
    '127.0.0.1',
    '::1',
    '10.0.0.5',
    '192.168.0.7',
    '172.16.3.9',
    '08:00:27:1a:2b:3c',
    'VBOX HARDDISK',
    'QEMU0001',
    'VMware Virtual disk',
    'To Be Filled By O.E.M. by More String',
    'SerNum02',
    '0123456789ABCDEF',
    '123456789',
    'Not Present',
    'X',
    'FFFFFFFF',
    'KVMKVMKVM',
    'Xen',
    'XenVMMXenVMM',
    '52-54-00-12-34-56',
  ])('%s says nothing', (value) => {
    expect(saysNothing(value)).toBe(true);
  });
  it.each([
    'BFEBFBFF000906EA',
    'WD-WX21A84',
    '3C:7C:3F:1A:2B:3C',
    '123.52.18.9',
    '172.32.0.1',
    'S4EVNX0R912345',
    'FOEMAN-4711',
    'XENON-88',
    '12345678901234',
    'NOTEBOOK-31',
    'DIMMERS-7',
    'AKVM-2201',
  ])('%s says something', (value) => {
    expect(saysNothing(value)).toBe(false);
  });
  it('takes the tender at its word: only the kinds that it lists, and values that it names', () => {
    expect(saysNothing('VBOX HARDDISK', ['空值'])).toBe(false);
    expect(saysNothing('VBOX HARDDISK', ['虚拟机默认值'])).toBe(true);
    expect(saysNothing('HOTEL-PC-01', ['hotel pc 01'])).toBe(true);
    expect(saysNothing('', [])).toBe(true);
    expect(saysNothing('127.0.0.1', ['虚拟机默认值'])).toBe(true);
    expect(saysNothing('127.0.0.1', ['厂商占位字样'])).toBe(false);
    expect(['空值', '虚拟机默认值', '宇宙射线', 'constructor'].map(isKindOfNothing)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(saysNothing('constructor-7', ['constructor'])).toBe(false);
  });
});

describe('names of authors and programs', () => {
  it.each([
    'Administrator',
    'admin',
    'Windows 用户',
    '微软用户',
    'Microsoft Office User',
    'WPS Office',
    'lenovo',
    'user01',
    '作者',
  ])('%s names nobody', (author) => {
    expect(namesNobody(author)).toBe(true);
  });
  it.each(['周正', 'zhouzheng', 'bid-team-07'])('%s names somebody', (author) => {
    expect(namesNobody(author)).toBe(false);
  });
  it('finds a number of a licence, not a version', () => {
    expect(licenceNumber('Microsoft® Word 2019')).toBeUndefined();
    expect(licenceNumber('Acrobat Distiller 23.006.20360')).toBeUndefined();
    expect(licenceNumber('Typeset 5 (lic. KX7Q2-88PLM-31ZZT)')).toBe('KX7Q2-88PLM-31ZZT');
  });
});
