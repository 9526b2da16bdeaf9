/** What a stack needs to stand, and a record of what it asked for. */
import type { ComponentProps } from 'svelte'
import type { ChartStack, Window } from '#web/parts/charts'
import { sixPanels, WHOLE } from './laps.ts'

export type StackProps = ComponentProps<typeof ChartStack>

export const stackProps = (changes: Partial<StackProps> = {}): StackProps => ({
  panels: sixPanels(3, 4000),
  axis: 'distance',
  units: 'metric',
  theme: 'dark',
  extent: WHOLE,
  window: WHOLE,
  cursor: null,
  label: 'Charts of lap 14',
  ...changes,
})

export type Asked =
  | { readonly kind: 'window'; readonly window: Window; readonly done: boolean }
  | { readonly kind: 'cursor' | 'pin'; readonly x: number | null }
  | { readonly kind: 'range'; readonly a: number; readonly b: number; readonly done: boolean }

/** Handlers that write down every wish. */
export const recorder = (asked: Asked[]) => ({
  onwindow: (window: Window, { done }: { readonly done: boolean }) => {
    asked.push({ kind: 'window', window, done })
  },
  oncursor: (x: number | null) => {
    asked.push({ kind: 'cursor', x })
  },
  onpin: (x: number | null) => {
    asked.push({ kind: 'pin', x })
  },
  onrange: (a: number, b: number, { done }: { readonly done: boolean }) => {
    asked.push({ kind: 'range', a, b, done })
  },
})
