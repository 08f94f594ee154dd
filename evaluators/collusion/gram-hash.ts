const factor = 0x01000193;

/** A hash of each gram of so many characters, by the place where it begins; equal grams have equal hashes. */
export function gramHashes(text: string, gram: number, start = 0, end = text.length): Int32Array {
  const hashes = new Int32Array(Math.max(0, end - start - gram + 1));
  let highest = 1;
  for (let i = 1; i < gram; i++) highest = Math.imul(highest, factor);
  let hash = 0;
  for (let i = start; i < end; i++) {
    if (i - start >= gram) hash = (hash - Math.imul(text.charCodeAt(i - gram), highest)) | 0;
    hash = (Math.imul(hash, factor) + text.charCodeAt(i)) | 0;
    // The low bits of a polynomial hash follow its last characters; mixed, every gram has the same chance to be least.
    if (i - start >= gram - 1) hashes[i - start - gram + 1] = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  }
  return hashes;
}
