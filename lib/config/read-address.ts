import { parseListenAddress } from './listen-address.ts'
import type { Config } from './load-config.ts'

type Address = Pick<Config, 'baseUrl' | 'listen'>

let known: Address | undefined

/** Where this server is, from the environment alone: the start has refused what is wrong there, and the configuration file says nothing about it. */
export function readAddress({ HOST, PORT, TOUCHSTONE_BASE_URL }: NodeJS.ProcessEnv = process.env): Address {
  known ??= {
    baseUrl: TOUCHSTONE_BASE_URL ? new URL(TOUCHSTONE_BASE_URL).origin : null,
    listen: parseListenAddress(HOST, PORT, 'open'),
  }
  return known
}
