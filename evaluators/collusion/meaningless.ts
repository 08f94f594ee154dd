// Values of machines and files that many share, so that their being equal says nothing.

const placeholders = new Set(
  [
    'To be filled by O.E.M.',
    'Default string',
    'System Serial Number',
    'System manufacturer',
    'System Product Name',
    'Base Board Serial Number',
    'Chassis Serial Number',
    'Not Specified',
    'Not Applicable',
    'Not Available',
    'Not Provided',
    'Unspecified',
    'Invalid',
    'O.E.M.',
    'Not Present',
    'Not Settable',
    'No DIMM',
    'Empty',
    'Serial',
    '待填写',
    '由制造商填写',
  ].map(folded),
);
/** Makers write more than the bare words: `To Be Filled By O.E.M. by More String`, `SerNum02`, `0123456789ABCDEF`. */
const placeholderForms = [
  /tobefilled/,
  /defaultstring/,
  /systemserialnumber/,
  /^not(specified|applicable|available|provided|present|settable)/,
  /^(array)?(sernum|dimm|assettag(num)?)\d*$/,
  /^0?1234567(8(9(0|[a-f]{1,6})?)?)?$/,
  /^x{1,3}$/,
  /^(.)\1{3,}$/,
];
const blanks = new Set(
  [
    '',
    'n/a',
    'na',
    'nil',
    'none',
    'null',
    'undefined',
    'unknown',
    '0',
    '无',
    '未知',
    '空',
    '未获取',
    '不详',
  ].map(folded),
);
/** Names, addresses and serial numbers that a hypervisor or a driver gives to the machines that it makes. */
const virtualDefaults = [
  /^(000569|000c29|001c14|005056|080027|0a0027|00155d|001c42|00163e|525400)[0-9a-f]{6}$/,
  /vmware|virtualbox|vbox|qemu|hyperv|parallels/,
  /^(kvm|xenvmm|xen(hvm|source)?(?![a-z]))/,
  /^02004c4f4f50$/,
  /^0242ac11000[0-9a-f]$/,
  /^qm0000\d$/,
  /^virtual(hd|disk|machine)?$/,
  /^msftvirtualdisk$/,
  /^drive(scsi|ide|virtio)?\d{1,2}$/,
];
const zeroAddresses = [/^0+$/, /^f{4,}$/];
/** Of no machine in particular: what every machine calls itself. */
const loopback = /^(0\.0\.0\.0|127\.[\d.]+|::1?|localhost)$/i;

/** The kinds of values by the words that a tender uses for them under `identifiers.missing`. */
const kinds: Record<string, (value: string, plain: string) => boolean> = {
  空值: (_, plain) => blanks.has(plain),
  厂商占位字样: (_, plain) => placeholders.has(plain) || placeholderForms.some((one) => one.test(plain)),
  全零地址: (value, plain) => zeroAddresses.some((one) => one.test(plain)) || loopback.test(value),
  虚拟机默认值: (value, plain) => virtualDefaults.some((one) => one.test(plain)) || loopback.test(value),
};

/** Whether a tender's word is one of the kinds that `saysNothing` tells. */
export function isKindOfNothing(word: string): boolean {
  return Object.hasOwn(kinds, word);
}

/**
 * Whether a value is one that says nothing: empty, a maker's placeholder, an address of zeros, a default of virtual
 * machines, an address of a private network. `missing` holds the tender's words for such kinds, all of them when left
 * out; a word that names no kind is itself such a value. What is empty never says anything.
 */
export function saysNothing(value: string, missing: readonly string[] = Object.keys(kinds)): boolean {
  const trimmed = value.trim();
  const plain = folded(trimmed);
  if (plain === '' || isPrivateAddress(trimmed)) return true;
  return missing.some((word) =>
    isKindOfNothing(word) ? kinds[word]!(trimmed, plain) : folded(word) === plain,
  );
}

/** Letters and digits alone, in small letters and narrow form: what is compared. */
export function folded(value: string): string {
  return value
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function isPrivateAddress(value: string): boolean {
  return /^(10\.\d+|192\.168|172\.(1[6-9]|2\d|3[01])|169\.254)\.\d+\.\d+$/.test(value);
}

const programs =
  /microsoft|word|excel|wps|office|adobe|acrobat|ghostscript|itext|pdf|quartz|skia|chrome|foxit|福昕|openoffice|libreoffice|aspose|投标文件制作|扫描/i;
const nobody =
  /^(administrator|admin|root|user\d*|users|windows(user|用户)|microsoftofficeuser|microsoft|wps|office|owner|guest|author|作者|用户|微软用户|管理员|未知|匿名|hp|dell|lenovo|asus|acer|thinkpad|联想|pc|computer|desktop|laptop|test|xp|win(7|10|11)?|mac|china|lenovouser|dreamsummit)$/;

/** Whether the name of an author is one that an installation gives by itself, or the name of a program. */
export function namesNobody(author: string): boolean {
  const plain = folded(author);
  return (
    saysNothing(author) ||
    plain.length < 2 ||
    nobody.test(plain) ||
    (programs.test(author) && plain.length > 3)
  );
}

/** The number of a licence within what a program says of itself; a name and a version say nothing. */
export function licenceNumber(producer: string): string | undefined {
  const tokens = producer.match(/[A-Za-z0-9]{4,}(?:-[A-Za-z0-9]{4,})+|[A-Za-z0-9]{12,}/g) ?? [];
  return tokens.find((token) => /\d{2}/.test(token) && /[A-Za-z]/.test(token) && !saysNothing(token));
}
