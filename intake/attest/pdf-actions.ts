import { inflateSync } from 'node:zlib';

const limits = { unpackedBytes: 64_000_000, dictionaryBytes: 4096 };
/** Names of a PDF that make a reader run, launch, submit or unpack something. */
const active =
  /\/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|GoToE|Movie|XFA(?=\s*[[\d<]))(?![A-Za-z0-9])/;
/** How an active name is said; what is not here is a script. */
const said: Record<string, string> = {
  Launch: '启动其他程序的动作',
  EmbeddedFile: '夹带的文件',
  EmbeddedFiles: '夹带的文件',
  GoToE: '夹带的文件',
  RichMedia: '多媒体对象',
  Movie: '多媒体对象',
  SubmitForm: '提交数据的动作',
  ImportData: '导入数据的动作',
};

/** `/J#61vaScript` is `/JavaScript`. */
const plainNames = (text: string) =>
  text.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

function activeIn(text: string): string | undefined {
  const found = active.exec(plainNames(text))?.[0].slice(1);
  return found === undefined ? undefined : (said[found] ?? '脚本');
}

const isEncrypted = (text: string) => /\/Encrypt(?![A-Za-z0-9])/.test(plainNames(text));

/** The objects of a PDF that are packed into object streams, unpacked; or why they cannot be looked at. */
export function packedObjects(bytes: Uint8Array, text: string): { objects: string } | { refusal: string } {
  let objects = '';
  let room = limits.unpackedBytes;
  const keyword = /stream\r?\n/g;
  for (let match = keyword.exec(text); match; match = keyword.exec(text)) {
    if (text.slice(match.index - 3, match.index) === 'end') continue;
    const before = text.slice(Math.max(0, match.index - limits.dictionaryBytes), match.index);
    const dictionary = plainNames(before.slice(before.lastIndexOf(' obj') + 1));
    if (!/\/ObjStm(?![A-Za-z0-9])/.test(dictionary)) continue;
    const start = match.index + match[0].length;
    const end = text.indexOf('endstream', start);
    if (end < 0) return { refusal: '结构损坏' };
    if (!/\/(?:Filter|F)(?![A-Za-z0-9])/.test(dictionary)) continue;
    if (!/\/Filter\s*(?:\/FlateDecode|\[\s*\/FlateDecode\s*\])(?![A-Za-z0-9])/.test(dictionary))
      return { refusal: '含有无法检查的压缩对象' };
    try {
      const content = inflateSync(bytes.subarray(start, end), { maxOutputLength: Math.max(room, 1) });
      room -= content.length;
      objects += `${content.toString('latin1')}\n`;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
        ? { refusal: '解压后过大，疑为压缩炸弹' }
        : { refusal: '含有无法检查的压缩对象' };
    }
  }
  return { objects };
}

/**
 * Why a PDF is not taken, in Chinese; undefined when nothing active is in it. Its bytes are searched as they stand,
 * so that no false end of a stream hides an object, and so are the objects that are packed into object streams.
 */
export function pdfRefusal(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes).toString('latin1');
  if (!/%%EOF\s*$/.test(text.slice(-2048))) return '不完整，缺少结尾';
  if (isEncrypted(text)) return '设有打开密码或权限限制';
  const packed = packedObjects(bytes, text);
  if ('refusal' in packed) return packed.refusal;
  if (isEncrypted(packed.objects)) return '设有打开密码或权限限制';
  const found = activeIn(text) ?? activeIn(packed.objects);
  return found === undefined ? undefined : `含有${found}`;
}
