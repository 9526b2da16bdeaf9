/** The licences of everything inside the page: a file the build writes beside it, kept offline like the rest. */
export interface Notice {
  readonly name: string
  readonly version: string
  readonly identifier: string
  readonly text: string
}

const isNotice = (value: unknown): value is Notice =>
  typeof value === 'object' && value !== null && 'name' in value && 'text' in value

/** An empty list when the file is missing (a page served by the development server has none). */
export const loadNotices = async (): Promise<readonly Notice[]> => {
  try {
    const response = await fetch('/licences.json')
    const list: unknown = await response.json()
    return Array.isArray(list) ? list.filter(isNotice) : []
  } catch {
    return []
  }
}
