/** Returns the code blocks of a page in Markdown that are in one of the languages. */
export function codeBlocks(text: string, ...languages: readonly string[]): string[] {
  const pattern = new RegExp(`^\`\`\`(?:${languages.join('|')})\\n(.*?)^\`\`\`$`, 'gms');
  return [...text.matchAll(pattern)].map(([, code = '']) => code);
}

/** Returns the path that the first line of a code block gives it: `// src/shop.module.ts`. */
export function pathOfBlock(code: string): string | undefined {
  return /^\/\/ ([\w./-]+\.ts)\n/.exec(code)?.[1];
}
