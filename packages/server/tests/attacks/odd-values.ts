/** Values that programs stumble over. */

/** JSON as it is sent, also where no value stands for it. */
export class RawJson {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toString(): string {
    return this.text.slice(0, 60)
  }
}

export const oddTexts: readonly string[] = [
  ...[
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    'a\udc00b',
    '\uffff',
    '\ufffe',
    '\ufeff',
    '\u202ex',
    '\u200b',
    '\u0085',
  ],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'then', 'length'],
  ...[
    '..',
    '.',
    '../../etc/passwd',
    '%',
    '%00',
    '%ff',
    '%c0%80',
    '%2e%2e',
    '%2F',
    '%zz',
    '%ED%A0%80',
    '\\',
    '/',
  ],
  ...[
    "' or 1=1 --",
    '$1',
    '{link}',
    '#{x}',
    '<script>',
    '=1+1',
    '"',
    '\n',
    '\r\nset-cookie: x=y',
    '\u001b[31m',
  ],
  ...['null', 'true', 'NaN', 'Infinity', '-0', '1e400', '0x10', '99999999999999999999', '-1', '1.5', '２'],
  ...['İ', 'ß', 'ﬃ', 'é', 'e\u0301', '\u0301', '👩‍👩‍👧', '\ufdfa'.repeat(50), 'ﷺ', 'a'.repeat(201)],
  ...['x'.repeat(5000), '🏥'.repeat(1000), 'a '.repeat(100), '\u0300'.repeat(300)],
]

export const oddNumbers: readonly unknown[] = [
  ...[0, -1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e21, Number.MAX_VALUE, 5e-324],
  ...['1e400', '-0', '-1e400', '1E+2', '123456789012345678901234567890'].map((text) => new RawJson(text)),
]

export const oddInstants: readonly string[] = [
  ...[
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '9999-12-31T23:59:59.999999999Z',
  ],
  ...['9999-12-31T23:59:59-23:59', '0000-01-01T00:00:00+23:59', '0001-01-01T00:00:00+14:00'],
  ...['2026-02-30T00:00:00Z', '2026-06-30T23:59:60Z', '2026-01-01T24:00:00Z', '+275760-09-13T00:00:00Z'],
  ...[
    '-000001-01-01T00:00:00Z',
    '2026-01-01T00:00:00+15:59',
    '2026-01-01T00:00:00-16:00',
    '2026-01-01T00:00Z',
  ],
  ...[
    '2026-01-01T00:00:00+99:99',
    '2026-01-01',
    '2026-01-01T00:00:00',
    'infinity',
    'now',
    'epoch',
    'tomorrow',
  ],
]
