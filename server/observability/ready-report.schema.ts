import { z } from 'zod';

/** The response of `GET /health/ready` if the server is ready. */
export const readyReportSchema = z
  .object({
    status: z.literal('ready'),
    failedExtensions: z
      .array(
        z.object({
          name: z.string().meta({ description: 'Its name in `EXTENSIONS`' }),
          reason: z.string().meta({ description: 'A sentence. The log has the details.' }),
        }),
      )
      .optional()
      .meta({ description: 'The extensions that the server runs without, if there are any' }),
    failedBackupAt: z
      .string()
      .optional()
      .meta({ description: 'When the last backup of `BACKUP_EVERY` failed, if it did. The log says why.' }),
  })
  .meta({ id: 'ReadyReport' });
export type ReadyReport = z.infer<typeof readyReportSchema>;
