import { z } from 'zod';

/** The response of `GET /api/v1/config`: the settings that clients need. */
export const clientConfigSchema = z
  .object({
    version: z.string(),
    protocol: z.int(),
    access: z.enum(['local', 'open']),
    cacheTtlMs: z.number(),
    notifyIntervalMs: z.number(),
    pollIntervalMs: z.number(),
    reconnectDelayMs: z.number(),
    timeZone: z.string().meta({ description: 'Time zone of the server, the default of boards' }),
    embedOrigins: z.array(z.string()).meta({ description: 'Other origins whose images and pages panels may show' }),
  })
  .meta({ id: 'ClientConfig' });
export type ClientConfig = z.infer<typeof clientConfigSchema>;
