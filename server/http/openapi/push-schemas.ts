import { z } from 'zod';

/** Documents the time of something that is pushed. Bodies are checked by hand, because most are read in another thread. */
export const sentTimeSchema = z
  .union([z.string(), z.number()])
  .optional()
  .meta({ description: 'ISO 8601 with a zone, or a number since 1970 whose size tells its unit' });

/** Documents where something that was pushed can be seen. */
export const boardPathSchema = z
  .string()
  .nullable()
  .meta({ description: 'Path of a board that shows it', example: '/boards/shop' });

/** Documents the name of something that was pushed under a key. */
export const readableNameSchema = z.string().optional().meta({
  description: 'A readable name, if it differs from the key: a title, or the name that the key was made from',
});
