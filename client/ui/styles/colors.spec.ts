import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const source = readFileSync(join(process.cwd(), 'client/ui/styles/_colors.scss'), 'utf8');

function tokensOf(theme: string): Record<string, string> {
  const block = source.slice(source.indexOf(`@mixin ${theme}`));
  const lines = block.slice(0, block.indexOf('\n}')).matchAll(/--([\w-]+): (#[0-9a-f]{6});/g);
  return Object.fromEntries([...lines].map(([, name = '', color = '']) => [name, color]));
}

/** WCAG 2.2, "relative luminance". */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((start) => parseInt(color.slice(start, start + 2), 16) / 255)
    .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a = '', b = ''): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const SURFACES = ['bg', 'surface', 'surface-2'];
const TEXT_COLORS = ['text', 'muted', 'faint', 'accent', 'ok', 'warn', 'crit'];
const SHAPES = ['ok-fill', 'warn-fill', 'crit-fill', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8'];

describe.each(['dark', 'light'])('the %s theme', (theme) => {
  const tokens = tokensOf(theme);
  const all = (names: string[], surfaces: string[]): string[][] =>
    names.flatMap((name) => surfaces.map((surface) => [name, surface]));

  it.each(all(TEXT_COLORS, SURFACES))('has readable text: %s on %s (4.5:1)', (name, surface) => {
    expect(contrast(tokens[name], tokens[surface])).toBeGreaterThanOrEqual(4.5);
  });

  it('has readable text on the primary button', () => {
    expect(contrast(tokens['on-accent'], tokens.accent)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['warn', 'crit'])('has readable text on the color of a state: on-%s (4.5:1)', (state) => {
    expect(contrast(tokens[`on-${state}`], tokens[`${state}-fill`])).toBeGreaterThanOrEqual(4.5);
  });

  it.each(all(SHAPES, ['surface']))('has visible shapes: %s on %s (3:1)', (name, surface) => {
    expect(contrast(tokens[name], tokens[surface])).toBeGreaterThanOrEqual(3);
  });
});

it('defines the same colors in both themes', () => {
  expect(Object.keys(tokensOf('light'))).toEqual(Object.keys(tokensOf('dark')));
});
