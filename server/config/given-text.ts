import { readFileSync } from 'node:fs';
import { errorMessage } from '../common/errors/error-message.js';

/** Environment variables by their names. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The text of a setting and what messages call it, or why it cannot be read. */
export type GivenText = { readonly text: string; readonly name: string } | { readonly problem: string };

/** Returns the text of an environment variable; undefined if it is not set. An empty variable counts as not set. */
export function givenText(environment: Environment, variable: string): GivenText | undefined {
  const { [variable]: text = '' } = environment;
  return text === '' ? undefined : { text, name: variable };
}

/**
 * Like `givenText`, for a secret. It may also be the content of a file, which another variable names (`DATABASE_URL_FILE`), because
 * variables are visible to child processes and in the output of tools. Line breaks at the end of the file are removed.
 */
export function givenSecret(environment: Environment, variable: string): GivenText | undefined {
  const fileVariable = `${variable}_FILE`;
  const { [fileVariable]: file = '' } = environment;
  const given = givenText(environment, variable);
  if (file === '') return given;
  if (given) return { problem: `${variable} and ${fileVariable} are both set: remove one of them.` };
  try {
    const text = readFileSync(file, 'utf8').replace(/[\r\n]+$/, '');
    if (text === '') return { problem: `${fileVariable} is '${file}', but that file is empty.` };
    return { text, name: `The content of ${fileVariable}` };
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? errorMessage(error);
    return { problem: `${fileVariable} is '${file}', but that file cannot be read (${reason}).` };
  }
}
