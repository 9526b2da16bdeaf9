/**
 * Files opened with Paddock from the system's file manager, and addresses of app shortcuts while Paddock is open
 * already. Browsers without a launch queue open neither this way, and everything else works.
 */
interface LaunchParams {
  readonly files?: readonly { getFile(): Promise<File> }[]
  readonly targetURL?: string | null
}

interface LaunchQueue {
  setConsumer(consumer: (params: LaunchParams) => void): void
}

export const followLaunches = (
  onFiles: (files: readonly File[]) => void,
  onAddress: (address: URL) => void,
): void => {
  const { launchQueue } = globalThis as typeof globalThis & { readonly launchQueue?: LaunchQueue }
  launchQueue?.setConsumer(async ({ files = [], targetURL }) => {
    const opened = await Promise.all(files.map(handle => handle.getFile().catch(() => null)))
    const found = opened.filter(file => file !== null)
    if (found.length > 0) onFiles(found)
    else if (targetURL) onAddress(new URL(targetURL))
  })
}
