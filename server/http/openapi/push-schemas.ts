import { z } from 'zod';

/** The time of a pushed item. It documents bodies; the parsers check them, most in another thread. */
export const sentTimeSchema = z.union([z.string(), z.number()]).optional().meta({
  description:
    'ISO 8601 with a time zone, or a number since 1970 in s, ms, µs or ns, depending on its size. Default: now',
});

/** The board that shows a pushed item. */
export const boardPathSchema = z
  .string()
  .nullable()
  .meta({ description: 'Path of a board that shows the item; null if none does', example: '/boards/shop' });

/** The readable name of an item that is stored under a key. */
export const readableNameSchema = z.string().optional().meta({
  description: 'Readable name, if it differs from the key: a title, or the original name before escaping',
});
