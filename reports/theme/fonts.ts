import { createRequire } from 'node:module';

const resolve = createRequire(import.meta.url).resolve;
const folder = '@expo-google-fonts/noto-sans-sc';

/** Static TrueType files (OFL) that come with the program; no format asks the machine for a font. */
export const fontFiles = {
  regular: resolve(`${folder}/400Regular/NotoSansSC_400Regular.ttf`),
  bold: resolve(`${folder}/700Bold/NotoSansSC_700Bold.ttf`),
};
export const fontFamily = 'Noto Sans SC';
