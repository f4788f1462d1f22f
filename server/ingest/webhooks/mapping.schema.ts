import { z } from 'zod';
import { Problem } from '../../common/errors/problem.js';
import { validate } from '../../common/validation/validate.js';
import { parseExpectedIntervalMs, EXPECTED_INTERVAL_RULE } from '../../common/time/expected-interval.js';
import { MAX_TAGS } from '../../common/tags.js';
import { MAX_UNIT } from '../../common/validation/unit-problem.js';
import { LEVELS, STATES } from '../../common/states.js';
import { expressionProblem } from './expressions/compile.js';
import { templateProblem } from './expressions/template.js';

const MAX_EXPRESSION = 2_000;
const MAX_RULES = 50;

/** Maximum size of a mapping as JSON, in bytes. */
export const MAX_MAPPING_BYTES = 256 * 1024;

const expression = checkedText(expressionProblem);
const template = checkedText(templateProblem).min(1);

/** A name, or a choice of a name by the value of an expression. */
function choice<const T extends readonly [string, ...string[]]>(names: T) {
  const name = z.enum(names);
  return z.union([
    name,
    z.strictObject({
      of: expression.meta({ description: 'JMESPath: the value to look up in `map`' }),
      map: z
        .record(
          z
            .string()
            .refine(
              (text) => text === text.toLowerCase(),
              'must be in lower case, because values are compared in lower case',
            ),
          name,
        )
        .meta({ description: 'Results by lowercase value' }),
      default: name,
    }),
  ]);
}

const at = expression.optional().meta({ description: 'JMESPath: the time. Default: now' });
const tags = z
  .record(z.string(), template)
  .refine((given) => Object.keys(given).length <= MAX_TAGS, `must be at most ${MAX_TAGS} tags`)
  .optional();

const ruleSchema = z
  .strictObject({
    each: expression
      .optional()
      .meta({ description: 'JMESPath: a list; the rule is applied to each element as `item`' }),
    when: expression.optional().meta({ description: 'JMESPath: the item is skipped if the value is not true' }),
    status: z
      .strictObject({
        key: template,
        name: template.optional().meta({ description: 'Readable name, if the key is not readable' }),
        state: choice(STATES),
        message: template.optional(),
        at,
        ended: expression.optional().meta({
          description: 'JMESPath: whether the status ended, so that it never becomes late',
        }),
        expectEvery: z
          .string()
          .refine((text) => parseExpectedIntervalMs(text) !== undefined, EXPECTED_INTERVAL_RULE)
          .optional(),
      })
      .optional(),
    event: z
      .strictObject({
        title: template,
        level: choice(LEVELS).optional(),
        text: template.optional(),
        at,
        tags,
        onChange: z
          .boolean()
          .optional()
          .meta({ description: 'Store the event only if the state of the status in the same rule changed' }),
        once: expression.optional().meta({
          description:
            'JMESPath: of events with the same value, only the first is stored; events with null are always stored',
        }),
      })
      .optional(),
    metric: z
      .strictObject({ key: template, value: expression, unit: z.string().max(MAX_UNIT).optional(), at, tags })
      .optional(),
  })
  .refine(
    ({ status, event, metric }) => (status ?? event ?? metric) !== undefined,
    'must have a status, an event or a metric',
  )
  .refine(({ status, event }) => status !== undefined || event?.onChange !== true, {
    path: ['event', 'onChange'],
    message: 'needs a status in the same rule, whose changes the event reports',
  });
export type Rule = z.infer<typeof ruleSchema>;

/**
 * A mapping of the JSON of a webhook to statuses, events and metrics. Expressions are JMESPath over `{ item, body, headers }`.
 * Templates are text with `{{ expression }}` in it.
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

/**
 * Validates a mapping. Its expressions are parsed, but not evaluated.
 * @throws Problem 413 if the mapping is too large, 422 if it is invalid
 */
export function parseMapping(input: unknown): Mapping {
  if (jsonSize(input) > MAX_MAPPING_BYTES) {
    throw new Problem(413, `A mapping has at most ${MAX_MAPPING_BYTES} bytes as JSON. Use fewer rules.`);
  }
  return validate(mappingSchema, input);
}

/** Returns the size as JSON in bytes. @throws Problem 413 if the input is nested too deeply */
function jsonSize(input: unknown): number {
  try {
    return input === undefined ? 0 : Buffer.byteLength(JSON.stringify(input));
  } catch (error) {
    if (error instanceof RangeError) throw new Problem(413, 'The mapping is nested too deeply. Use fewer levels.');
    throw error;
  }
}

function checkedText(problemOf: (text: string) => string | undefined) {
  return z
    .string()
    .max(MAX_EXPRESSION)
    .superRefine((text, context) => {
      const message = problemOf(text);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    });
}
