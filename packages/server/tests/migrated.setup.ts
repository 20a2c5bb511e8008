import { ask } from '@rolecall/testbed/ask'
import { databaseUrl } from '@rolecall/testbed/postgres-setup'
import type { TestProject } from 'vitest/node'
import { migrate } from '../src/database/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The name of a database that is migrated and empty, and that nobody uses. */
    migrated: string
  }
}

/** Migrating takes longer than copying: it is done once, and each test file begins with a copy. */
export async function setup(project: TestProject): Promise<void> {
  const { postgres } = project.getProvidedContext()
  const name = 'migrated'
  const superuser = databaseUrl(postgres, 'postgres', 'postgres')
  await ask(superuser, `create database ${name} owner rolecall_admin`)
  await migrate(databaseUrl(postgres, 'rolecall_admin', name), databaseUrl(postgres, 'rolecall_server', name))
  await ask(superuser, `alter database ${name} with is_template true allow_connections false`)
  project.provide('migrated', name)
}
