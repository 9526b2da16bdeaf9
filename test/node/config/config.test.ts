import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  argvToFlags,
  choiceSetting,
  listSetting,
  loadFlags,
  loadSettings,
  nearestWord,
  optionalTextSetting,
  portSetting,
  quoted,
  switchSetting,
  tableToHelp,
  textSetting,
  wholeNumberSetting,
} from '#node/config'

const TABLE = {
  port: portSetting({ help: 'where it listens', fallback: 7422 }),
  homePort: portSetting({ help: 'where the page is', fallback: 7420 }),
  data: textSetting({
    help: 'where data is kept',
    placeholder: 'FOLDER',
    what: 'a folder',
    fallback: './data',
  }),
  home: switchSetting({ help: 'do not serve the page', fallback: true }),
  verbose: switchSetting({ help: 'say more', fallback: false }),
  logLevel: choiceSetting({ help: 'how much to log', choices: ['info', 'error'], fallback: 'info' }),
  logFile: optionalTextSetting({ help: 'where to log', what: 'a file' }),
  allowHost: listSetting({ help: 'names', what: 'names separated by commas' }),
  laps: wholeNumberSetting({ help: 'how many', min: 1, max: 100, fallback: 5 }),
}

const noFile = (path: string): string => {
  throw Object.assign(new Error(`no ${path}`), { code: 'ENOENT' })
}

const load = (argv: string[], env: Record<string, string> = {}, file: string | null = null) =>
  loadSettings(TABLE, { argv, env, readFile: file === null ? noFile : () => file })

const settingsOf = (...args: Parameters<typeof load>) => {
  const loaded = load(...args)
  if (loaded.kind !== 'settings') throw new Error(JSON.stringify(loaded))
  return loaded.settings
}

const messageOf = (...args: Parameters<typeof load>): string => {
  const loaded = load(...args)
  if (loaded.kind !== 'wrong') throw new Error(JSON.stringify(loaded))
  return loaded.message
}

describe('where a setting comes from', () => {
  test('nothing given: the defaults', () => {
    expect(settingsOf([])).toEqual({
      port: 7422,
      homePort: 7420,
      data: './data',
      home: true,
      verbose: false,
      logLevel: 'info',
      logFile: null,
      allowHost: [],
      laps: 5,
    })
  })

  test('a flag wins over the environment, which wins over the config file, which wins over the default', () => {
    const file = '{"port": 1, "home-port": 1, "laps": 1}'
    const env = { PADDOCK_PORT: '2', PADDOCK_HOME_PORT: '2' }
    const settings = settingsOf(['--config', 'c.json', '--port', '3'], env, file)
    expect([settings.port, settings.homePort, settings.laps]).toEqual([3, 2, 1])
  })

  test('the config file may be named in the environment', () => {
    expect(settingsOf([], { PADDOCK_CONFIG: 'c.json' }, '{"port": 9}').port).toBe(9)
  })

  test('an empty variable is not set', () => {
    expect(settingsOf([], { PADDOCK_PORT: '', PADDOCK_CONFIG: '' }).port).toBe(7422)
  })

  test('variables of other programs are not ours to judge', () => {
    expect(settingsOf([], { PADDOCK_DISCORD_TOKEN: 'x', PORT: 'x' }).port).toBe(7422)
  })

  test('a config file holds numbers, texts, switches and lists as JSON has them', () => {
    const file = '{"port": "81", "laps": 7, "home": false, "allow-host": ["a.example", "b.example"]}'
    const settings = settingsOf(['--config=c.json'], {}, file)
    expect(settings).toMatchObject({ port: 81, laps: 7, home: false, allowHost: ['a.example', 'b.example'] })
  })
})

describe('spellings of flags', () => {
  test.each([
    [['--port', '1'], { port: 1 }],
    [['--port=1'], { port: 1 }],
    [['--port=1', '--port', '2'], { port: 2 }],
    [['--data', '-'], { data: '-' }],
    [['--data=--odd'], { data: '--odd' }],
    [['--no-home'], { home: false }],
    [['--home=false'], { home: false }],
    [['--verbose'], { verbose: true }],
    [['--verbose', '--no-verbose'], { verbose: false }],
    [['--allow-host', 'a, b'], { allowHost: ['a', 'b'] }],
  ])('%j', (argv, expected) => {
    expect(settingsOf(argv)).toMatchObject(expected)
  })

  test('help and version win over whatever else is on the line', () => {
    expect(load(['--bogus', '--help']).kind).toBe('help')
    expect(load(['-h']).kind).toBe('help')
    expect(load(['--port', 'x', '--version']).kind).toBe('version')
  })
})

describe('what is wrong is one sentence that names the place', () => {
  test.each([
    [['--prot', '1'], 'There is no flag "--prot". Did you mean --port?'],
    [['--utterly-unknown'], 'There is no flag "--utterly-unknown".'],
    [['--no-port'], 'There is no flag "--no-port".'],
    [['--no-home=1'], 'There is no flag "--no-home".'],
    [['--'], 'There is no flag "--".'],
    [['--port'], '--port needs a value: --port PORT.'],
    [['--data', '--port', '1'], '--data needs a value: --data FOLDER.'],
    [['serve'], '"serve" was not expected here.'],
    [['-p', '1'], '"-p" was not expected here.'],
    [['--port', 'abc'], '--port must be a whole number from 0 to 65535, not "abc".'],
    [['--port', ''], '--port must be a whole number from 0 to 65535, not "".'],
    [['--port', '65536'], '--port must be a whole number from 0 to 65535, not "65536".'],
    [['--port', '-1'], '--port must be a whole number from 0 to 65535, not "-1".'],
    [['--port', '1e3'], '--port must be a whole number from 0 to 65535, not "1e3".'],
    [['--port', '0x10'], '--port must be a whole number from 0 to 65535, not "0x10".'],
    [['--laps', '0'], '--laps must be a whole number from 1 to 100, not "0".'],
    [['--laps', '5.5'], '--laps must be a whole number from 1 to 100, not "5.5".'],
    [['--laps', '9999999999999999999999'], /^--laps must be a whole number from 1 to 100, not "9+"\.$/],
    [['--home=maybe'], '--home must be true or false, not "maybe".'],
    [['--log-level', 'loud'], '--log-level must be one of info, error, not "loud".'],
    [['--data', ''], '--data must be a folder, not "".'],
    [['--data', 'a\0b'], '--data must be a folder, not "a?b".'],
    [['--allow-host', 'a,,b'], '--allow-host must be names separated by commas, not "a,,b".'],
  ])('%j', (argv, message) => {
    if (typeof message === 'string') expect(messageOf(argv)).toContain(message)
    else expect(messageOf(argv)).toMatch(message)
  })

  test('in the environment', () => {
    expect(messageOf([], { PADDOCK_HOME_PORT: 'x' })).toBe(
      'PADDOCK_HOME_PORT must be a whole number from 0 to 65535, not "x".',
    )
  })

  test('also when a flag overrides it', () => {
    expect(messageOf(['--port', '1'], { PADDOCK_PORT: 'x' })).toContain('PADDOCK_PORT must be')
  })

  test.each([
    [null, 'The config file "c.json" cannot be read (ENOENT).'],
    ['', 'The config file "c.json" is not valid JSON.'],
    ['{"port": 1,}', 'is not valid JSON'],
    ['[]', 'The config file "c.json" must be one JSON object, like {"port": 7422}.'],
    ['null', 'must be one JSON object'],
    ['{"prot": 1}', 'The config file "c.json" has an unknown setting "prot". Did you mean "port"?'],
    ['{"homePort": 1}', 'The config file "c.json" has an unknown setting "homePort".'],
    ['{"port": "x"}', '"port" in "c.json" must be a whole number from 0 to 65535, not "x".'],
    ['{"port": 1.5}', '"port" in "c.json" must be a whole number from 0 to 65535, not "1.5".'],
    ['{"port": {}}', '"port" in "c.json" must be a text, a number, true or false.'],
    ['{"port": null}', '"port" in "c.json" must be a text, a number, true or false.'],
    ['{"__proto__": 1}', 'has an unknown setting "__proto__"'],
    ['{"config": "d.json"}', 'has an unknown setting "config"'],
  ])('in a config file: %j', (file, message) => {
    expect(messageOf(['--config', 'c.json'], {}, file)).toContain(message)
  })

  test('a config file that is not JSON is never quoted, for it may hold a secret', () => {
    expect(messageOf(['--config', 'c.json'], {}, '{"token": hunter2}')).not.toContain('hunter2')
  })

  test('what somebody typed is repeated short and harmless', () => {
    expect(quoted('a\u001b[31m\nb')).toBe('"a?[31m?b"')
    expect(quoted('x'.repeat(100))).toHaveLength(60)
  })

  test('whatever is typed: settings that fit or one line', () => {
    const word = fc.oneof(
      fc.constantFrom('--port', '--data', '--home', '--no-home', '--port=', '--', '-', '1', '--config'),
      fc.string(),
      fc.string({ unit: 'binary' }).map(text => `--${text}`),
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), argv => {
        const loaded = load(argv)
        if (loaded.kind === 'wrong') expect(loaded.message).toMatch(/^\P{Cc}+$/u)
        if (loaded.kind === 'settings') {
          expect(loaded.settings.port).toBeGreaterThanOrEqual(0)
          expect(loaded.settings.port).toBeLessThanOrEqual(65_535)
        }
      }),
    )
  })

  test('whatever a config file holds: settings or one line', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), file => {
        const loaded = load(['--config', 'c.json'], {}, file)
        if (loaded.kind === 'wrong') expect(loaded.message).not.toMatch(/[\n\r]/)
        else expect(loaded.kind).toBe('settings')
      }),
    )
  })
})

test('a whole number reads back every number in its range', () => {
  const setting = wholeNumberSetting({ help: '', min: -1000, max: 1000, fallback: 0 })
  fc.assert(
    fc.property(fc.integer({ min: -1000, max: 1000 }), n => {
      expect(setting.read(String(n))).toEqual({ ok: true, value: n })
    }),
  )
})

test('a command that has flags only takes no config file', () => {
  expect(loadFlags(TABLE, ['--config', 'x'])).toMatchObject({ kind: 'wrong' })
  expect(loadFlags(TABLE, ['--laps', '7'])).toMatchObject({ kind: 'settings', settings: { laps: 7 } })
})

test('the nearest word is near', () => {
  expect(nearestWord('prot', ['port', 'data'])).toBe('port')
  expect(nearestWord('xyzzy', ['port', 'data'])).toBeNull()
  expect(nearestWord('p'.repeat(10_000), ['port'])).toBeNull()
})

test('flags are told apart from the words of a switch', () => {
  expect(argvToFlags(['--home', 'false'], TABLE)).toMatchObject({ kind: 'wrong' })
})

test('help names every flag with its default and variable, and the ways of setting them', () => {
  expect(tableToHelp(TABLE, { usage: 'npm start --', about: 'Starts it.', hasEnvironment: true })).toBe(
    `Usage: npm start -- [flags]

Starts it.

  --port PORT             where it listens (default 7422; PADDOCK_PORT)
  --home-port PORT        where the page is (default 7420; PADDOCK_HOME_PORT)
  --data FOLDER           where data is kept (default ./data; PADDOCK_DATA)
  --no-home               do not serve the page (PADDOCK_HOME)
  --verbose               say more (PADDOCK_VERBOSE)
  --log-level info|error  how much to log (default info; PADDOCK_LOG_LEVEL)
  --log-file TEXT         where to log (PADDOCK_LOG_FILE)
  --allow-host LIST       names (PADDOCK_ALLOW_HOST)
  --laps NUMBER           how many (default 5; PADDOCK_LAPS)
  --config FILE           a JSON file of settings, named like the flags (PADDOCK_CONFIG)
  --help                  this page
  --version               the version

A flag wins over the environment, which wins over the config file.
`,
  )
})
