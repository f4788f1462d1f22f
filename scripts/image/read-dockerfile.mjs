// Reads the stages of a Dockerfile, and fails if it has mistakes.
import { readFileSync } from 'node:fs';
import { DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';

/**
 * @typedef {object} Step
 * @property {string} keyword like `RUN`
 * @property {string[]} args the arguments, without flags
 * @property {Record<string, string>} flags like `{ from: 'build' }`
 * @property {string} text the arguments as they are written, without line breaks
 *
 * @typedef {object} Stage
 * @property {string | undefined} name
 * @property {string} base the image that it starts from
 * @property {Step[]} steps
 */

/** @returns {string[]} mistakes in a Dockerfile, with their lines */
export function mistakesIn(path) {
  return validate(readFileSync(path, 'utf8')).map(
    ({ instructionLine, message }) => `${instructionLine + 1}: ${message}`,
  );
}

/** @returns {Stage[]} */
export function readDockerfile(path) {
  const stages = [];
  for (const instruction of DockerfileParser.parse(readFileSync(path, 'utf8')).getInstructions()) {
    const keyword = instruction.getKeyword();
    if (keyword === 'FROM') {
      stages.push({ name: instruction.getBuildStage() ?? undefined, base: instruction.getImage(), steps: [] });
    } else stages.at(-1).steps.push(stepOf(instruction, keyword));
  }
  return stages;
}

function stepOf(instruction, keyword) {
  const flags = (instruction.getFlags?.() ?? []).map((flag) => [flag.getName(), flag.getValue()]);
  return {
    keyword,
    args: instruction.getArguments().map((arg) => arg.getValue()),
    flags: Object.fromEntries(flags),
    text: instruction.getArgumentsContent() ?? '',
  };
}

/** @returns {string[]} the value of the last such step of a stage, which is written as a list: `CMD ["node", "x"]` */
export function commandOf({ steps }, keyword) {
  const { text } = steps.findLast((step) => step.keyword === keyword);
  return JSON.parse(text.slice(text.indexOf('[')));
}

/** @returns {Record<string, string>} the variables of a stage; `$PATH` in them is the PATH of the base image */
export function variablesOf({ steps }, basePath) {
  const pairs = steps.filter(({ keyword }) => keyword === 'ENV').flatMap(({ args }) => args);
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name, value] = /^(\w+)=(.*)$/.exec(pair);
      return [name, value.replace('$PATH', basePath)];
    }),
  );
}
