import { spawn } from 'node:child_process'

export type ProgramResult = { readonly code: number; readonly stdout: string; readonly stderr: string }

/** Runs a program to its end; its exit code is part of the result, not an error. */
export function runProgram(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string>; input?: string } = {},
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...options.env },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    child.once('error', reject)
    child.once('close', (code) =>
      resolve({ code: code ?? -1, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    )
    child.stdin.on('error', () => undefined)
    child.stdin.end(options.input ?? '')
  })
}

/** The same, for a program that must succeed. */
export async function runOrFail(...call: Parameters<typeof runProgram>): Promise<string> {
  const result = await runProgram(...call)
  if (result.code !== 0)
    throw new Error(`${call[0]} ${call[1].join(' ')}: exit ${result.code}\n${result.stderr.slice(-2000)}`)
  return result.stdout
}
