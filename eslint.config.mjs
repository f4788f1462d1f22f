import eslint from '@eslint/js';
import angular from 'angular-eslint';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Properties that hold text for people. */
const TEXT_PROPERTIES = [
  ...['label', 'title', 'text', 'words', 'detail', 'problem', 'meaning', 'advice', 'hint', 'placeholder', 'heading'],
  ...['about', 'name', 'message', 'yes', 'no'],
];

/** Attributes that hold no text for people. */
const OTHER_ATTRIBUTES = [
  ...['accept', 'autocapitalize', 'scope', 'referrerpolicy', 'sandbox'],
  ...['aria-autocomplete', 'aria-describedby', 'aria-haspopup', 'aria-labelledby'],
  ...['d', 'preserveAspectRatio', 'stop-color', 'as'],
];

export default defineConfig(
  { ignores: ['dist', 'data', '.angular', 'coverage', 'node_modules'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: ['tsconfig.test.json'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // `!` is forbidden, so a cast says what the compiler cannot infer.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // Abstract classes are injection tokens. A class can implement one without extending it.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['client/**/*.ts'],
    extends: [angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    rules: {
      '@angular-eslint/component-selector': ['error', { type: 'element', prefix: 'bc', style: 'kebab-case' }],
      '@angular-eslint/directive-selector': ['error', { type: 'attribute', prefix: 'bc', style: 'camelCase' }],
      '@angular-eslint/prefer-on-push-component-change-detection': 'error',
    },
  },
  {
    files: ['client/libraries/angular/**/*.ts'],
    rules: {
      '@angular-eslint/component-selector': ['error', { type: 'element', prefix: 'boardcast', style: 'kebab-case' }],
    },
  },
  {
    // Base URL, headers, timeouts and problem documents are in one place.
    files: ['client/**/*.ts'],
    ignores: ['client/stream/http/**', 'client/api/**', '**/*.spec.ts', '**/testing/**'],
    rules: {
      'no-restricted-globals': ['error', { name: 'fetch', message: 'Call the server through client/api/.' }],
      'no-restricted-imports': ['error', { name: 'rxjs/fetch', message: 'Call the server through client/api/.' }],
    },
  },
  {
    files: ['client/**/*.html'],
    extends: [angular.configs.templateRecommended, angular.configs.templateAccessibility],
  },
  {
    // Text for people uses $localize. Commands are not translated, and names of languages are in their own language. The live stream
    // is also used without Angular, so its messages are in English.
    files: ['client/**/*.ts'],
    ignores: [
      '**/*.spec.ts',
      '**/testing/**',
      'client/stream/**',
      'client/panels/card/push-example.ts',
      'client/i18n/language.ts',
    ],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: `Property[key.name=/^(${TEXT_PROPERTIES.join('|')})$/] > :matches(Literal[value=/[A-Za-z]{2} [a-z]|^[A-Z][a-z]+$/], TemplateLiteral:has(TemplateElement[value.raw=/[a-z]{2} [a-z]/]))`,
          message: 'Mark it for translation: $localize`…`.',
        },
      ],
    },
  },
  {
    // Every text is marked for translation. Some attributes hold no text.
    files: ['client/**/*.html'],
    ignores: ['client/index.html', '**/*.spec.ts/**'],
    rules: {
      '@angular-eslint/template/i18n': ['error', { checkId: false, ignoreAttributes: OTHER_ATTRIBUTES }],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'BoundAttribute[name=/^aria-/][i18n.id]',
          message:
            'Angular sets a translated attribute with a value in it as a property: write ariaLabel, i18n-ariaLabel.',
        },
      ],
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: globals.node },
  },
  {
    // Examples are programs of their own. Their tests use the runner of Node, which waits for its tests itself.
    files: ['examples/**/*.ts'],
    rules: {
      'no-console': 'off',
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', name: ['it', 'describe'], package: 'node:test' }] },
      ],
    },
  },
  {
    files: ['examples/*/public/**/*.js'],
    languageOptions: { globals: globals.browser },
  },
  {
    files: ['**/*.{ts,mjs}'],
    rules: { 'max-lines': ['error', { max: 300 }] },
  },
  {
    files: ['**/*.spec.{ts,mjs}'],
    rules: { 'max-lines': ['error', { max: 500 }] },
  },
);
