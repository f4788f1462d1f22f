import { z } from 'zod';
import { parsePromise, PROMISE_WORDS } from '../../metrics/check-item.js';
import { MAX_UNIT } from '../../metrics/unit.js';
import { LEVELS, STATES } from '../../records/states.js';
import { expressionProblem, templateProblem } from './expression.js';

const MAX_EXPRESSION = 2_000;
const MAX_RULES = 50;

const expression = checkedText(expressionProblem);
const template = checkedText(templateProblem).min(1);

/** One of a few names, chosen by what came. */
function choice<const T extends readonly [string, ...string[]]>(names: T) {
  const name = z.enum(names);
  return z.union([
    name,
    z.strictObject({
      of: expression.meta({ description: 'JMESPath: what decides' }),
      map: z
        .record(
          z.string().refine((text) => text === text.toLowerCase(), 'must be in lower case, as what decides is read'),
          name,
        )
        .meta({ description: 'By its text, in lower case' }),
      default: name,
    }),
  ]);
}

const at = expression.optional().meta({ description: 'JMESPath: when it happened; without it, now' });
const tags = z.record(z.string(), template).optional();

const ruleSchema = z
  .strictObject({
    each: expression.optional().meta({ description: 'JMESPath: a list, each element of which is an `item`' }),
    when: expression.optional().meta({ description: 'JMESPath: without a true value the item is skipped' }),
    status: z
      .strictObject({
        key: template,
        state: choice(STATES),
        message: template.optional(),
        at,
        expectEvery: z
          .string()
          .refine((text) => parsePromise(text) !== undefined, PROMISE_WORDS)
          .optional(),
      })
      .optional(),
    event: z
      .strictObject({ title: template, level: choice(LEVELS).optional(), text: template.optional(), at, tags })
      .optional(),
    metric: z
      .strictObject({ key: template, value: expression, unit: z.string().max(MAX_UNIT).optional(), at, tags })
      .optional(),
  })
  .refine(
    ({ status, event, metric }) => (status ?? event ?? metric) !== undefined,
    'must have a status, an event or a metric: what becomes of what comes',
  );
export type Rule = z.infer<typeof ruleSchema>;

/**
 * What becomes of a webhook's JSON. Expressions are JMESPath over `{ item, body, headers }`; templates are text with
 * `{{ expression }}` in it.
 */
export const mappingSchema = z
  .strictObject({
    description: z.string().max(500).optional(),
    rules: z.array(ruleSchema).min(1).max(MAX_RULES),
  })
  .meta({
    id: 'WebhookMapping',
    example: {
      rules: [
        {
          each: 'body.backups',
          status: {
            key: 'backup/{{ item.name }}',
            state: { of: 'item.result', map: { done: 'ok', failed: 'crit' }, default: 'unknown' },
            message: '{{ item.detail }}',
          },
        },
      ],
    },
  });
export type Mapping = z.infer<typeof mappingSchema>;

function checkedText(problemOf: (text: string) => string | undefined) {
  return z
    .string()
    .max(MAX_EXPRESSION)
    .superRefine((text, context) => {
      const message = problemOf(text);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    });
}
