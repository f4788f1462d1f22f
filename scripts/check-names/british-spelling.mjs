// British spellings that are likely in this repository, with the American ones.

const PAIRS = `
  catalogue catalog   catalogued cataloged   colour color   coloured colored   colouring coloring   colourful colorful
  behaviour behavior   favour favor   favoured favored   favourite favorite   honour honor   honoured honored
  neighbour neighbor   neighbouring neighboring   labour labor   flavour flavor   rumour rumor   harbour harbor
  centre center   centred centered   metre meter   litre liter   fibre fiber   grey gray   greyed grayed
  licence license   defence defense   offence offense   pretence pretense   practise practice
  analyse analyze   analysed analyzed   analysing analyzing   analyser analyzer
  cancelled canceled   cancelling canceling   labelled labeled   labelling labeling   modelled modeled   modelling modeling
  signalled signaled   signalling signaling   totalled totaled   travelled traveled   travelling traveling
  levelled leveled   channelled channeled   tunnelled tunneled   dialled dialed   fuelled fueled   marshalled marshaled
  fulfil fulfill   fulfils fulfills   fulfilment fulfillment   enrol enroll   skilful skillful   wilful willful
  spelt spelled   burnt burned   leapt leaped   spilt spilled   whilst while   amongst among   towards toward
  programme program   artefact artifact   ageing aging   judgement judgment   sceptical skeptical   mould mold
  tyre tire   plough plow   cheque check   storey story   maths math
`;

const AMERICAN = new Map();
const words = PAIRS.trim().split(/\s+/);
for (let index = 0; index < words.length; index += 2) {
  AMERICAN.set(words[index], words[index + 1]).set(`${words[index]}s`, `${words[index + 1]}s`);
}

/** Verbs in `-ise`. There is no rule for all of them: `exercise` and `advertise` are American, too. */
const STEMS = [
  ...[
    'apolog',
    'author',
    'canonical',
    'capital',
    'categor',
    'character',
    'colon',
    'crystall',
    'custom',
    'emphas',
    'equal',
  ],
  ...[
    'final',
    'formal',
    'general',
    'harmon',
    'hypothes',
    'ideal',
    'immun',
    'initial',
    'ital',
    'item',
    'legal',
    'local',
  ],
  ...['material', 'maxim', 'memor', 'minim', 'mobil', 'modern', 'monopol', 'neutral', 'normal', 'optim', 'organ'],
  ...['parallel', 'parameter', 'personal', 'polar', 'prior', 'priorit', 'public', 'quant', 'random', 'real', 'recogn'],
  ...['regular', 'sanit', 'serial', 'special', 'stabil', 'standard', 'summar', 'symbol', 'synchron', 'token', 'util'],
  ...['vector', 'visual', 'virtual'],
].join('|');
const ISE = new RegExp(`^((?:de|dis|out|over|pre|re|un|under)?(?:${STEMS})i)s(e|ed|es|er|ers|ing|able|ation|ations)$`);

/** @returns {string | undefined} the American spelling of a British word in lower case */
export function americanOf(word) {
  const match = ISE.exec(word);
  return match ? `${match[1]}z${match[2]}` : AMERICAN.get(word);
}
