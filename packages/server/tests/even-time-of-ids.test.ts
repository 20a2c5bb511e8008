import { expect, test } from 'vitest'
import { signedIn } from './client.ts'
import { withDemo } from './with-practice.ts'

const { app } = await withDemo()

// p008 carries another tag than those finn is limited to, p001 is restricted to others, and nobody is called p999.
test.each(['/api/patients/', '/api/why?patient='])(
  '%s answers for an id out of reach as fast as for an id of nobody',
  async (address) => {
    const client = await signedIn(app, 'finn')
    const times: Record<string, number[]> = { p008: [], p999: [] }
    const rounds = 400
    for (let round = 0; round < rounds; round++)
      // In turn, so that whatever slows the machine slows both.
      for (const id of round % 2 === 0 ? ['p008', 'p999'] : ['p999', 'p008']) {
        const start = performance.now()
        await client.ask('GET', `${address}${id}`)
        times[id]?.push(performance.now() - start)
      }
    const [hidden = 0, unknown = 0] = ['p008', 'p999'].map((id) => median(times[id]?.slice(50) ?? []))
    // Wide enough for noise alone.
    expect(Math.abs(hidden - unknown) / unknown).toBeLessThan(0.15)
  },
)

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
}
