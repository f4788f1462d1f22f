export default {
  extends: ['stylelint-config-standard-scss'],
  rules: {
    // `client/ui/styles/colors.spec.ts` reads the colors, and all have the same form.
    'color-hex-length': 'long',
    // The oldest browsers of .browserslistrc do not know `(width >= 600px)`.
    'media-feature-range-notation': 'prefix',
    // Angular replaces `::ng-deep` when it compiles the styles.
    'selector-pseudo-element-no-unknown': [true, { ignorePseudoElements: ['ng-deep'] }],
    // `currentColor`, as the specifications and most code write it.
    'value-keyword-case': ['lower', { ignoreKeywords: ['currentColor'] }],
  },
};
