import { problem } from '../access/problem.ts'

export function unknownRole(id: string) {
  return problem(404, `there is no role \`${id}\``)
}
